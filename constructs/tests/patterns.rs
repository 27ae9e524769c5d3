//! Pipelines of builds, the handover between accounts, and regional stack sets.

use cfn_constructs::iam::Statement;
use cfn_constructs::patterns::{
    BetaPipeline, BetaPipelineProps, CiPipeline, CiPipelineProps, Handover, PipelineBuild, PipelineNotificationsProps,
    PipelineSource, ProdRegionalStackSet, ProdRegionalStackSetProps, PublishEntrance, RegionalBuild,
    RegionalPermissions, RegionalVariable,
};
use cfn_constructs::services::cloudformation::AutoDeployment;
use cfn_constructs::services::codebuild::{BuildspecSource, EnvironmentVariable};
use cfn_constructs::services::{Bucket, BucketProps};
use cfn_constructs::{App, Stack};
use cfn_model::{Template, Value};

const BETA: &str = "222222222222";
const PROD: &str = "333333333333";

fn template(stack: Stack) -> Template {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template
}

/// The messages of what is wrong with a stack.
fn problems(stack: Stack) -> Vec<String> {
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    problems.into_iter().map(|problem| problem.message).collect()
}

fn build(name: &str) -> PipelineBuild {
    PipelineBuild::new(name, BuildspecSource::file("buildspec.yaml"))
}

fn ci(builds: impl IntoIterator<Item = PipelineBuild>, change: impl FnOnce(&mut CiPipelineProps)) -> Stack {
    let mut stack = Stack::new("Ci");
    let source = Bucket::new(&mut stack, "Uploads", BucketProps::default());
    let mut props = CiPipelineProps::new(PipelineSource::bucket(source, "source.zip"), builds);
    change(&mut props);
    CiPipeline::new(&mut stack, "Tests", props);
    stack
}

/// The names of the actions of each stage, each with its run order.
fn stages(template: &Template, pipeline: &str) -> Vec<Vec<String>> {
    let pipeline = template.get_resource(pipeline).expect("the pipeline is there");
    let list = |value: Option<&Value>| value.and_then(Value::as_list).unwrap_or_default().to_vec();
    let action = |action: &Value| {
        let order = action.at("RunOrder").and_then(Value::as_i64).unwrap_or_default();
        format!("{} {order}", action.at("Name").and_then(Value::as_str).unwrap_or_default())
    };
    let stages = list(pipeline.property("Stages"));
    stages.iter().map(|stage| list(stage.at("Actions")).iter().map(action).collect()).collect()
}

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::List(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(one) => one.as_str().map(str::to_owned).into_iter().collect(),
        None => Vec::new(),
    }
}

/// The actions that the policy allows.
fn allowed(template: &Template, policy: &str) -> Vec<String> {
    let policy = template.get_resource(policy).expect("the policy is there");
    let statements = policy.property("PolicyDocument").and_then(|document| document.at("Statement"));
    let statements = statements.and_then(Value::as_list).unwrap_or_default();
    statements.iter().flat_map(|statement| texts(statement.at("Action"))).collect()
}

#[test]
fn builds_run_side_by_side_and_in_their_order() {
    let late = PipelineBuild { run_order: 2, ..build("Late") };
    let template = template(ci([late, build("One"), build("Two")], |_| ()));
    assert_eq!(stages(&template, "TestsPipeline"), [vec!["Source 1"], vec!["One 1", "Two 1", "Late 2"]]);
}

#[test]
fn more_builds_than_a_stage_takes_go_on_in_another() {
    let builds = (1..=60).map(|number| build(&format!("Build{number}")));
    let template = template(ci(builds, |_| ()));
    let counts: Vec<usize> = stages(&template, "TestsPipeline").iter().map(Vec::len).collect();
    assert_eq!(counts, [1, 50, 10]);
}

#[test]
fn each_build_may_do_what_it_says_and_what_all_may() {
    let own = Statement::allow(["s3:PutObject"]).on(["arn:aws:s3:::things/*"]);
    let one = PipelineBuild { permissions: vec![own], ..build("One") };
    let template = template(ci([one, build("Two")], |props| {
        props.shared_permissions = vec![Statement::allow(["s3:GetObject"]).on(["arn:aws:s3:::shared/*"])];
    }));
    let may = |build: &str, action: &str| {
        allowed(&template, &format!("TestsBuilds{build}RolePolicy")).contains(&action.to_owned())
    };
    assert!(may("One", "s3:PutObject") && !may("Two", "s3:PutObject"));
    assert_eq!(allowed(&template, "TestsSharedPolicy"), ["s3:GetObject"]);
    let roles = template.get_resource("TestsSharedPolicy").and_then(|policy| policy.property("Roles").cloned());
    assert_eq!(roles.as_ref().and_then(Value::as_list).map(<[Value]>::len), Some(2));
}

#[test]
fn a_pipeline_without_builds_is_reported() {
    assert_eq!(problems(ci([], |_| ()))[0], "the pipeline has no builds");
}

#[test]
fn notifications_tell_how_executions_end() {
    let template = template(ci([build("One")], |props| {
        props.notifications = Some(PipelineNotificationsProps::new("tests", ["a@example.com", "b@example.com"]));
    }));
    let count = |kind: &str| template.resources().filter(|(_, resource)| resource.type_name() == Some(kind)).count();
    assert_eq!(count("AWS::SNS::Subscription"), 2);
    let rule = template.get_resource("TestsNotificationsRule").expect("the rule is there");
    assert_eq!(texts(rule.property("EventTypeIds")).len(), 2);
}

fn handover() -> Handover {
    Handover::named("train", BETA, PROD, "eu-central-1")
}

fn beta() -> Stack {
    let mut stack = Stack::new("Beta").account(BETA).region("eu-central-1");
    let source =
        PipelineSource::connection("arn:aws:codeconnections:eu-central-1:222222222222:connection/1", "a/b", "release");
    let props = BetaPipelineProps::new(CiPipelineProps::new(source, [build("One")]), handover());
    BetaPipeline::new(&mut stack, "Tests", props);
    stack
}

fn prod(change: impl FnOnce(&mut ProdRegionalStackSetProps)) -> Stack {
    let mut stack = Stack::new("Prod").account(PROD).region("eu-central-1");
    let entrance = PublishEntrance::new(&mut stack, "Entrance", handover());
    let publish = RegionalBuild {
        variables: vec![EnvironmentVariable::plain("NAME", "one")],
        ..RegionalBuild::new("One", BuildspecSource::file("publish.yaml"))
    };
    let second = RegionalBuild { variables: Vec::new(), name: "Two".into(), ..publish.clone() };
    let mut props = ProdRegionalStackSetProps::new("train", ["eu-central-1", "us-east-1"], [publish, second]);
    props.emails = vec!["a@example.com".into()];
    change(&mut props);
    ProdRegionalStackSet::new(&mut stack, "Regions", &entrance, props);
    stack
}

#[test]
fn both_sides_of_a_handover_name_each_other_and_need_not_be_there() {
    let (beta, prod) = (template(beta()).to_yaml(), template(prod(|_| ())).to_yaml());
    // Who assumes, and who is assumed.
    assert!(beta.contains("RoleName: train-beta-pipeline") && prod.contains("role/train-beta-pipeline"));
    assert!(prod.contains("RoleName: train-publish-entrance") && beta.contains("role/train-publish-entrance"));
    // No principal is a role of the other account: such a policy is refused until the role is there.
    for text in [&beta, &prod] {
        assert!(!text.lines().any(|line| line.trim_start().starts_with("AWS:") && line.contains(":role/")), "{text}");
    }
    let stages = stages(&template(self::beta()), "TestsCiPipeline");
    assert_eq!(stages.last().map(Vec::as_slice), Some(&["Publish 1".to_owned()][..]));
}

#[test]
fn only_the_entrance_role_puts_into_the_bucket() {
    let template = template(prod(|_| ()));
    let policy = template.get_resource("EntranceBucketPolicy").expect("it is there");
    let statement = policy.property("PolicyDocument").and_then(|document| document.at("Statement.1"));
    let at = |path: &str| statement.and_then(|statement| statement.at(path)).cloned();
    assert_eq!(at("Effect"), Some(Value::from("Deny")));
    assert_eq!(at("Action"), Some(Value::from("s3:PutObject")));
}

/// The regional template of a stack.
fn regional(stack: Stack) -> Template {
    let template = template(stack);
    let set = template.get_resource("RegionsStackSet").expect("the stack set is there");
    let body = set.property("TemplateBody").and_then(Value::as_str).expect("the template stands in it");
    Template::parse(body, "regional").expect("it is a template").template
}

#[test]
fn regional_builds_of_one_buildspec_share_a_project() {
    let regional = regional(prod(|_| ()));
    let kinds = |kind: &str| regional.resources().filter(|(_, resource)| resource.type_name() == Some(kind)).count();
    assert_eq!(kinds("AWS::CodeBuild::Project"), 1);
    assert_eq!(kinds("AWS::IAM::Role"), 3, "roles are counted for the account");
    assert_eq!(stages(&regional, "Pipeline")[1], ["One 1", "Two 1"]);
}

#[test]
fn problems_of_the_regional_stack_point_at_the_stack_set() {
    let no_such = Statement::allow(["s3:GetObjects"]).on(["arn:aws:s3:::things/*"]);
    let stack = prod(|props| props.permissions = vec![no_such]);
    let assembly = App::new().with(stack).synth().expect("there are only warnings");
    let inside =
        |problem: &&cfn_model::Diagnostic| problem.construct.as_ref().is_some_and(|path| path.starts_with("train/"));
    let problems: Vec<_> = assembly.diagnostics.iter().filter(inside).collect();
    assert!(!problems.is_empty(), "{:?}", assembly.diagnostics);
    for problem in problems {
        let place = problem.location.as_ref().expect("it has a place");
        assert_eq!(place.file, file!(), "{problem}");
    }
}

#[test]
fn the_deployment_role_creates_all_that_the_regional_template_holds() {
    let may = allowed(&template(prod(|_| ())), "RegionsDeploymentPolicy");
    let creates = [
        ("AWS::CodeBuild::Project", "codebuild:CreateProject"),
        ("AWS::CodePipeline::Pipeline", "codepipeline:CreatePipeline"),
        ("AWS::CodeStarNotifications::NotificationRule", "codestar-notifications:CreateNotificationRule"),
        ("AWS::Events::Rule", "events:PutRule"),
        ("AWS::IAM::Policy", "iam:PutRolePolicy"),
        ("AWS::IAM::Role", "iam:CreateRole"),
        ("AWS::KMS::Key", "kms:CreateKey"),
        ("AWS::Logs::LogGroup", "logs:CreateLogGroup"),
        ("AWS::S3::Bucket", "s3:CreateBucket"),
        ("AWS::S3::BucketPolicy", "s3:PutBucketPolicy"),
        ("AWS::SNS::Subscription", "sns:Subscribe"),
        ("AWS::SNS::Topic", "sns:CreateTopic"),
        ("AWS::SNS::TopicPolicy", "sns:SetTopicAttributes"),
    ];
    for (id, resource) in regional(prod(|_| ())).resources() {
        let kind = resource.type_name().unwrap_or_default();
        let action = creates.iter().find(|(known, _)| *known == kind).map(|(_, action)| (*action).to_owned());
        assert!(action.is_some_and(|action| may.contains(&action)), "{id} is a {kind}");
    }
    let quiet = allowed(&template(prod(|props| props.emails.clear())), "RegionsDeploymentPolicy");
    assert!(!quiet.iter().any(|action| action.starts_with("sns:") || action.starts_with("kms:")), "{quiet:?}");
}

#[test]
fn the_bucket_waits_for_those_it_replicates_to() {
    let template = template(prod(|_| ()));
    let bucket = template.get_resource("EntranceBucket").expect("it is there");
    let rules = bucket.property("ReplicationConfiguration").and_then(|replication| replication.at("Rules"));
    assert_eq!(rules.and_then(Value::as_list).map(<[Value]>::len), Some(2));
    assert!(template.to_yaml().contains("DependsOn:\n      - RegionsStackSet"));
}

#[test]
fn a_region_may_have_an_image_of_its_own() {
    let template = template(prod(|props| props.images = vec![("us-east-1".into(), "registry/image:2".into())]));
    let set = template.get_resource("RegionsStackSet").expect("it is there");
    let groups = set.property("StackInstancesGroup").expect("there are instances");
    assert_eq!(texts(groups.at("0.Regions")), ["eu-central-1"]);
    assert_eq!(texts(groups.at("1.Regions")), ["us-east-1"]);
    assert_eq!(groups.at("1.ParameterOverrides.0.ParameterValue"), Some(&Value::from("registry/image:2")));
    let wrong = prod(|props| props.images = vec![("eu-west-1".into(), "registry/image:2".into())]);
    assert_eq!(problems(wrong), ["an image is given for `eu-west-1`, where nothing is deployed"]);
}

#[test]
fn variables_may_differ_by_region() {
    let endpoint = || RegionalVariable::new("TEST_ENDPOINT", [("us-east-1", "https://us.example.com")]);
    let account = || RegionalVariable::new("PARTNER", [("eu-central-1", "one"), ("us-east-1", "one")]);
    let template = |variables: Vec<RegionalVariable>| template(prod(|props| props.variables = variables));
    let full = template(vec![endpoint().or("https://example.com"), account()]);
    let set = full.get_resource("RegionsStackSet").expect("it is there");
    let groups = set.property("StackInstancesGroup").expect("there are instances");
    let overrides = |group: &str| {
        let list = groups.at(group).and_then(|group| group.at("ParameterOverrides")).and_then(Value::as_list);
        let text = |entry: &Value, key: &str| entry.at(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let pair = |entry: &Value| format!("{}={}", text(entry, "ParameterKey"), text(entry, "ParameterValue"));
        list.unwrap_or_default().iter().map(pair).collect::<Vec<_>>()
    };
    assert_eq!(overrides("0"), ["PartnerVariable=one"]);
    assert_eq!(overrides("1"), ["TestEndpointVariable=https://us.example.com", "PartnerVariable=one"]);
    // Regions in which all is alike are one group.
    let alike = template(vec![account()]);
    let set = alike.get_resource("RegionsStackSet").expect("it is there");
    assert_eq!(texts(set.property("StackInstancesGroup").and_then(|groups| groups.at("0.Regions"))).len(), 2);

    let body = regional(prod(|props| props.variables = vec![endpoint().or("https://example.com"), account()]));
    let project = body.get_resource("Publish").expect("the project is there");
    let variables = project.property("Environment").and_then(|environment| environment.at("EnvironmentVariables"));
    let yaml = body.to_yaml();
    assert_eq!(variables.and_then(Value::as_list).map(<[Value]>::len), Some(2), "{yaml}");
    assert!(yaml.contains("Value: !Ref TestEndpointVariable"), "{yaml}");

    let missing = prod(|props| props.variables = vec![endpoint()]);
    assert_eq!(problems(missing), ["`TEST_ENDPOINT` has no value in `eu-central-1`"]);
    let elsewhere = RegionalVariable::new("PARTNER", [("sa-east-1", "one")]).or("two");
    let elsewhere = prod(|props| props.variables = vec![elsewhere]);
    assert_eq!(problems(elsewhere), ["`PARTNER` has a value for `sa-east-1`, where nothing is deployed"]);
}

#[test]
fn the_organization_deploys_with_roles_of_its_own() {
    let units = vec!["ou-ab12-cdefgh34".to_owned()];
    let template = template(prod(|props| {
        props.deployment = RegionalPermissions::ServiceManaged { units, auto_deployment: AutoDeployment::Off };
    }));
    assert!(template.get_resource("RegionsDeployment").is_none());
    let set = template.get_resource("RegionsStackSet").expect("it is there");
    assert_eq!(set.property("CallAs"), Some(&Value::from("DELEGATED_ADMIN")));
}

#[test]
fn names_that_are_too_long_are_reported() {
    let long = "a-prefix-that-is-much-too-long-for-a-bucket";
    let mut stack = Stack::new("Prod").account(PROD).region("eu-central-1");
    PublishEntrance::new(&mut stack, "Entrance", Handover::named(long, BETA, PROD, "eu-central-1"));
    let bucket = format!("{long}-publish-{PROD}-eu-central-1");
    assert!(
        problems(stack).contains(&format!("the name `{bucket}` has {} characters, 1 to 63 are allowed", bucket.len()))
    );
    let name = "Train".to_owned();
    let message = "`Train` is no name that regional names can begin with";
    assert!(problems(prod(|props| props.name = name)).contains(&message.to_owned()));
}
