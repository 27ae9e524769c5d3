//! Functions: what they may do, who may invoke them, and what is refused.

use cfn_constructs::assets::Asset;
use cfn_constructs::services::lambda::{
    Alias, AliasProps, Architecture, Code, DeadLetter, EventSource, EventSourceMapping, Function, FunctionProps,
    FunctionUrl, FunctionUrlProps, Image, Invocable, LogFormat, LogLevel, QueueSource, Runtime, StreamSource, UrlAuth,
    Version, VersionProps, Vpc,
};
use cfn_constructs::services::{Grantee, Mebibytes, Role, RoleProps, Seconds};
use cfn_constructs::{App, Assembly, AssetStore, Stack};
use cfn_model::{Diagnostic, Prop, Value};
use serde_json::json;

const CODE: &str = "def handler(event, context):\n    return event\n";

fn synth(stack: Stack) -> Assembly {
    App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn template(stack: Stack) -> Value {
    synth(stack).stacks.into_iter().next().expect("there is one stack").template.into_value()
}

fn check(template: &Value, path: &str, expected: serde_json::Value) {
    assert_eq!(template.at(&format!("Resources.{path}")), Some(&Value::from(expected)), "{path}");
}

fn props() -> FunctionProps {
    FunctionProps::new(Runtime::Python3_14, "index.handler", Code::inline(CODE))
}

fn function(stack: &mut Stack) -> Function {
    Function::new(stack, "F", props())
}

fn problems_of(props: FunctionProps) -> Vec<Diagnostic> {
    let mut stack = Stack::new("S");
    Function::new(&mut stack, "F", props);
    App::new().with(stack).synth().expect_err("there is a problem")
}

/// The messages for a function whose props are changed by `change`.
fn problems(change: impl FnOnce(&mut FunctionProps)) -> Vec<String> {
    let mut props = props();
    change(&mut props);
    problems_of(props).into_iter().map(|problem| problem.message).collect()
}

#[test]
fn a_function_may_write_its_own_logs_and_nothing_else() {
    let mut stack = Stack::new("S");
    function(&mut stack);
    let template = template(stack);
    check(
        &template,
        "FRolePolicy.Properties.PolicyDocument.Statement",
        json!([{
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": {"Fn::GetAtt": ["FLogs", "Arn"]}
        }]),
    );
    check(&template, "F.Properties.LoggingConfig.LogGroup", json!({"Ref": "FLogs"}));
    check(&template, "F.Properties.Architectures", json!(["arm64"]));
}

#[test]
fn what_lambda_looks_for_at_creation_is_part_of_the_role() {
    let mut stack = Stack::new("S");
    let vpc = Vpc {
        subnets: vec![Prop::new("subnet-0123456789abcdef0")],
        security_groups: vec![Prop::new("sg-0123456789abcdef0")],
    };
    let queue = "arn:aws:sqs:eu-west-1:111122223333:failed";
    let dead_letter = Some(DeadLetter::Queue(Prop::new(queue)));
    Function::new(&mut stack, "F", FunctionProps { vpc: Some(vpc), dead_letter, ..props() });
    let template = template(stack);
    check(
        &template,
        "FRole.Properties.Policies.0.PolicyDocument.Statement",
        json!([
            {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": queue},
            {"Effect": "Allow", "Action": ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"], "Resource": "*"},
            {
                "Effect": "Allow",
                "Action": [
                    "ec2:AssignPrivateIpAddresses",
                    "ec2:CreateNetworkInterface",
                    "ec2:DeleteNetworkInterface",
                    "ec2:UnassignPrivateIpAddresses"
                ],
                "Resource": {"Fn::Sub": "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:*/*"}
            }
        ]),
    );
    assert_eq!(template.at("Resources.F.DependsOn"), None);
}

#[test]
fn code_in_files_is_an_asset_in_the_bucket_that_the_cdk_makes() {
    let code = || Asset::files([("index.py", CODE)]);
    let mut stack = Stack::new("S");
    for id in ["One", "Two"] {
        Function::new(&mut stack, id, FunctionProps::new(Runtime::Python3_14, "index.handler", code()));
    }
    let assembly = synth(stack);
    let hash = code().hash();
    let location = &assembly.stacks[0].assets;
    assert_eq!(location.len(), 1, "the same files are uploaded once");
    assert_eq!(location[0].bucket, "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}");
    assert_eq!(location[0].key, format!("{hash}.zip"));
    assert_eq!(assembly.assets.len(), 1);
    assert_eq!(assembly.assets[0].path.to_str(), Some(&*format!("asset.{hash}.zip")));
    assert_eq!(assembly.assets[0].contents, code().to_zip());
    let bucket = json!({"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"});
    let expected = json!({"S3Bucket": bucket, "S3Key": format!("{hash}.zip")});
    let template = assembly.stacks[0].template.clone().into_value();
    check(&template, "One.Properties.Code", expected.clone());
    check(&template, "Two.Properties.Code", expected);
}

#[test]
fn assets_go_where_the_stack_says() {
    let store = AssetStore { prefix: "releases/".into(), ..AssetStore::bucket("our-assets") };
    let mut stack = Stack::new("S").asset_store(store);
    let code = Code::files([("bootstrap", [0x7f, b'E', b'L', b'F'])]);
    Function::new(&mut stack, "F", FunctionProps::new(Runtime::ProvidedAl2023, "bootstrap", code));
    let assembly = synth(stack);
    let asset = &assembly.stacks[0].assets[0];
    assert_eq!((asset.bucket.as_str(), asset.key.clone()), ("our-assets", format!("releases/{}.zip", asset.hash)));
    let template = assembly.stacks[0].template.clone().into_value();
    check(&template, "F.Properties.Code", json!({"S3Bucket": "our-assets", "S3Key": asset.key}));
}

#[test]
fn an_image_is_named_by_digest_or_tag() {
    let digest = format!("sha256:{}", "0a".repeat(32));
    let mut stack = Stack::new("S");
    let uri = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app";
    Function::new(&mut stack, "D", FunctionProps::image(Image::digest(uri, &digest)));
    let tagged = Image { command: vec!["app.handler".into()], ..Image::tag(uri, "v1") };
    Function::new(&mut stack, "T", FunctionProps::image(tagged));
    let template = template(stack);
    check(&template, "D.Properties.Code", json!({"ImageUri": format!("{uri}@{digest}")}));
    check(&template, "D.Properties.PackageType", json!("Image"));
    assert_eq!(template.at("Resources.D.Properties.Runtime"), None);
    check(&template, "T.Properties.Code", json!({"ImageUri": format!("{uri}:v1")}));
    check(&template, "T.Properties.ImageConfig", json!({"Command": ["app.handler"]}));
}

#[test]
fn a_service_invokes_for_one_resource() {
    let mut stack = Stack::new("S");
    let function = function(&mut stack);
    let rule = "arn:aws:events:eu-west-1:111122223333:rule/pushed";
    function.allow_service(&mut stack, "Rule", "events.amazonaws.com", rule);
    function.allow_service(&mut stack, "Rule", "events.amazonaws.com", rule);
    function.allow_service(&mut stack, "Bucket", "s3.amazonaws.com", "arn:aws:s3:::uploads");
    let template = template(stack);
    let of = |service: &str, arn: &str| {
        json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": {"Fn::GetAtt": ["F", "Arn"]},
            "Principal": service,
            "SourceArn": arn
        })
    };
    check(&template, "Rule.Properties", of("events.amazonaws.com", rule));
    let mut bucket = of("s3.amazonaws.com", "arn:aws:s3:::uploads");
    bucket["SourceAccount"] = json!({"Ref": "AWS::AccountId"});
    check(&template, "Bucket.Properties", bucket);
}

#[test]
fn who_may_invoke_an_alias_may_not_invoke_the_function() {
    let mut stack = Stack::new("S");
    let function = function(&mut stack);
    let version = Version::new(&mut stack, "V", function, VersionProps::default());
    let alias = Alias::new(&mut stack, "Live", AliasProps::new("live", version));
    let role = Role::new(&mut stack, "Role", RoleProps::for_service("states.amazonaws.com"));
    alias.grant_invoke(&mut stack, &role);
    check(
        &template(stack),
        "RolePolicy.Properties.PolicyDocument.Statement",
        json!([{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": {"Ref": "Live"}}]),
    );
}

/// The logical id of the version of a function that is changed by `change`, added after `before` other constructs.
fn version_id(before: usize, change: impl FnOnce(&mut FunctionProps)) -> String {
    let mut stack = Stack::new("S");
    for index in 0..before {
        Role::new(&mut stack, format!("R{index}"), RoleProps::for_service("lambda.amazonaws.com"));
    }
    let mut props = props();
    change(&mut props);
    let function = Function::new(&mut stack, "F", props);
    Version::new(&mut stack, "V", function, VersionProps::default());
    let template = template(stack);
    let resources = template.at("Resources").and_then(Value::as_map).expect("there are resources");
    resources.keys().find(|id| id.starts_with('V')).expect("there is a version").to_string()
}

#[test]
fn a_new_version_is_published_when_the_function_changes_and_only_then() {
    let version = version_id(0, |_| {});
    assert_eq!(version.len(), "V".len() + 8);
    assert_eq!(version_id(3, |_| {}), version, "the order of creation shows");
    assert_eq!(version_id(0, |props| props.reserved_concurrency = Some(1)), version);
    assert_ne!(version_id(0, |props| props.memory = Mebibytes(512)), version);
    assert_ne!(version_id(0, |props| props.environment = vec![("KEY".into(), Prop::new("value"))]), version);
}

#[test]
fn a_function_that_moves_and_keeps_its_ids_publishes_nothing() {
    let mut stack = Stack::new("S");
    stack.scope("Moved", |stack| {
        let function = function(stack);
        Version::new(stack, "V", function, VersionProps::default());
        stack.renamed_from("");
    });
    let template = template(stack);
    assert!(template.at(&format!("Resources.{}", version_id(0, |_| {}))).is_some(), "{template:?}");
}

#[test]
fn an_endpoint_is_closed_unless_it_is_opened_by_name() {
    let mut stack = Stack::new("S");
    let function = function(&mut stack);
    FunctionUrl::new(&mut stack, "Closed", function, FunctionUrlProps::default());
    let public = FunctionUrlProps { auth: UrlAuth::Public, ..FunctionUrlProps::default() };
    FunctionUrl::new(&mut stack, "Open", function, public);
    let template = template(stack);
    check(&template, "Closed.Properties.AuthType", json!("AWS_IAM"));
    assert_eq!(template.at("Resources.ClosedCall"), None);
    check(&template, "OpenCall.Properties.FunctionUrlAuthType", json!("NONE"));
    check(&template, "OpenInvoke.Properties.InvokedViaFunctionUrl", json!(true));
}

#[test]
fn lambda_reads_with_the_role_of_the_function() {
    let mut stack = Stack::new("S");
    let function = function(&mut stack);
    let queue = "arn:aws:sqs:eu-west-1:111122223333:work";
    EventSourceMapping::new(&mut stack, "Queue", function, EventSource::Queue(QueueSource::new(queue)));
    let stream = "arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/s";
    EventSourceMapping::new(&mut stack, "Stream", function, EventSource::Stream(StreamSource::new(stream)));
    let template = template(stack);
    check(&template, "Queue.DependsOn", json!(["FRolePolicy"]));
    check(
        &template,
        "FRolePolicy.Properties.PolicyDocument.Statement.1",
        json!({
            "Effect": "Allow",
            "Action": ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
            "Resource": queue
        }),
    );
    check(&template, "Queue.Properties.FunctionResponseTypes", json!(["ReportBatchItemFailures"]));
    assert_eq!(template.at("Resources.Queue.Properties.StartingPosition"), None);
    check(&template, "Stream.Properties.StartingPosition", json!("LATEST"));
}

#[test]
fn a_function_is_granted_like_any_role() {
    let mut stack = Stack::new("S");
    let (one, other) = (function(&mut stack), Function::new(&mut stack, "G", props()));
    other.grant_invoke(&mut stack, &one);
    assert_eq!(one.role(), one.role);
    check(
        &template(stack),
        "FRolePolicy.Properties.PolicyDocument.Statement.1",
        json!({"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": {"Fn::GetAtt": ["G", "Arn"]}}),
    );
}

#[test]
fn runtimes_of_the_enum_are_good_and_others_are_checked() {
    let runtime =
        |name: &str| FunctionProps::new(Runtime::other(name), "index.handler", Code::object("releases", "code.zip"));
    let mut stack = Stack::new("S");
    Function::new(&mut stack, "Old", runtime("nodejs20.x"));
    Function::new(&mut stack, "New", runtime("python3.15"));
    let known = [
        Runtime::Dotnet10,
        Runtime::Java8Al2023,
        Runtime::Java11Al2023,
        Runtime::Java17Al2023,
        Runtime::Java21,
        Runtime::Java25,
        Runtime::Nodejs22,
        Runtime::Nodejs24,
        Runtime::ProvidedAl2023,
        Runtime::Python3_11,
        Runtime::Python3_12,
        Runtime::Python3_13,
        Runtime::Python3_14,
        Runtime::Ruby3_3,
        Runtime::Ruby3_4,
        Runtime::Ruby4_0,
    ];
    for (index, known) in known.into_iter().enumerate() {
        Function::new(&mut stack, format!("F{index}"), FunctionProps::new(known, "a.b", Code::object("code", "key")));
    }
    let codes: Vec<&str> = synth(stack).diagnostics.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["deprecated-runtime"]);
    let codes: Vec<&str> = problems_of(runtime("python3.7")).iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["retired-runtime"]);
}

#[test]
fn code_in_the_template_is_python_or_javascript_in_a_file_named_index() {
    assert_eq!(
        problems(|props| *props = FunctionProps::new(Runtime::Ruby4_0, "app.handler", Code::inline("x"))),
        ["code of `ruby4.0` cannot be part of the template", "the handler `app.handler` is in no file"]
    );
    assert_eq!(
        problems(|props| *props = FunctionProps::new(Runtime::Nodejs24, "index.handler", Code::inline(" "))),
        ["the code is empty"]
    );
}

#[test]
fn a_handler_is_in_a_file_of_the_code() {
    for (runtime, file, handler, found) in [
        (Runtime::Python3_14, "a/b.py", "a/b.run", true),
        (Runtime::Python3_14, "a/b.py", "a.b.run", true),
        (Runtime::Python3_14, "index.py", "app.handler", false),
        (Runtime::Nodejs24, "index.mjs", "index.handler", true),
        (Runtime::Nodejs24, "index.ts", "index.handler", false),
        (Runtime::ProvidedAl2023, "main", "main", false),
        (Runtime::Java25, "a.jar", "com.example.Handler::run", true),
    ] {
        let mut stack = Stack::new("S");
        Function::new(&mut stack, "F", FunctionProps::new(runtime, handler, Code::files([(file, "x")])));
        assert_eq!(App::new().with(stack).synth().is_ok(), found, "{file} {handler}");
    }
}

#[test]
fn bounds_are_told_with_the_value() {
    assert_eq!(problems(|props| props.memory = Mebibytes(64)), ["MemorySize is 64 MiB, 128 to 10240 are allowed"]);
    assert_eq!(problems(|props| props.timeout = Seconds(901)), ["Timeout is 901 seconds, 1 to 900 are allowed"]);
    assert_eq!(problems(|props| props.layers = vec![Prop::new("l"); 6]), ["the function has 6 layers, 5 are allowed"]);
    assert_eq!(problems(|props| props.name = Some("a b".into())), ["`a b` is no name for a function"]);
    let system = LogFormat::Json { application: LogLevel::Info, system: LogLevel::Error };
    assert_eq!(problems(|props| props.log_format = system), ["Lambda itself does not log by the level Error"]);
    let vpc = Vpc { subnets: Vec::new(), security_groups: vec![Prop::new("sg-0123456789abcdef0"); 6] };
    assert_eq!(
        problems(|props| props.vpc = Some(vpc)),
        ["the function has 0 subnets, 1 to 16 are allowed", "the function has 6 security groups, 1 to 5 are allowed"]
    );
}

#[test]
fn variables_have_names_that_lambda_takes() {
    let variables = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), Prop::new("x"))).collect();
    assert_eq!(
        problems(|props| props.environment = variables(&["AWS_REGION", "A", "A-B", "KEY", "KEY"])),
        [
            "`AWS_REGION` is set by Lambda itself",
            "`A` is no name for a variable",
            "`A-B` is no name for a variable",
            "`KEY` is set twice"
        ]
    );
    assert_eq!(
        problems(|props| props.environment = vec![("KEY".into(), Prop::new("x".repeat(4_096)))]),
        ["the variables have 4099 bytes, 4096 are allowed"]
    );
}

#[test]
fn bad_files_are_reported_where_they_are_used() {
    assert_eq!(
        problems(|props| *props = FunctionProps::new(Runtime::Python3_14, "a.b", Code::files([("../a.py", "")]))),
        ["`../a.py` is no path in an archive"]
    );
}

#[test]
fn an_alias_is_weighted_or_provisioned() {
    let mut stack = Stack::new("S");
    let function = function(&mut stack);
    let version = Version::new(&mut stack, "V", function, VersionProps::default());
    let props = AliasProps {
        weighted: Some((Prop::new("1"), 1.5)),
        provisioned_concurrency: Some(1),
        ..AliasProps::new("42", version)
    };
    Alias::new(&mut stack, "Live", props);
    let problems = App::new().with(stack).synth().expect_err("there are problems");
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`42` is no name for an alias",
            "the version's share is 1.5, 0 to 1 are allowed",
            "an alias with provisioned concurrency stands for one version",
        ]
    );
}

#[test]
fn architecture_is_a_choice() {
    let mut stack = Stack::new("S");
    Function::new(&mut stack, "F", FunctionProps { architecture: Architecture::X86_64, ..props() });
    check(&template(stack), "F.Properties.Architectures", json!(["x86_64"]));
}
