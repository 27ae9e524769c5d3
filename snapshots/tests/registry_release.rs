//! The release train of registry extensions.

use cfn_constructs::Assembly;
use cfn_model::Value;
use cfn_stacks::registry_release::{
    Accounts, Extension, Language, Namespace, RegistryRelease, Rollout, TrainSource, registry_release,
};

/// Two namespaces, three languages, and an extension of each kind that is built in another way.
fn train() -> RegistryRelease {
    let bucket = "arn:${AWS::Partition}:s3:::community-*";
    let notification =
        Extension::new("AwsCommunity::S3::BucketNotification", "resources/notification", Language::Python)
            .allow(["s3:GetBucketNotification", "s3:PutBucketNotification"], [bucket])
            .allow_tests(["s3:CreateBucket", "s3:DeleteBucket"], [bucket]);
    let table = Extension::module("AwsCommunity::DynamoDB::Table::MODULE", "modules/table");
    let shelf = Extension {
        parameters: [("SHELF_TOKEN".into(), "shelf/token".into())].into(),
        run_order: 2,
        ..Extension::new("Acme::Storage::Shelf", "shelf", Language::Java)
    };
    let source =
        TrainSource::Webhook { secret: "registry/webhook".into(), token_secret: Some("registry/github".into()) };
    RegistryRelease {
        regions: ["eu-central-1", "us-east-1"].map(String::from).into(),
        notify: vec!["releases@example.com".into()],
        ..RegistryRelease::new(
            "Registry",
            Accounts::new("111111111111", "222222222222", "333333333333"),
            "eu-central-1",
            source,
            [
                Namespace::new("AwsCommunity", "acme/community", [notification, table]),
                Namespace::new("Acme", "acme/extensions", [shelf]),
            ],
        )
    }
}

/// The train with its pipelines reading the repositories through connections.
fn connected() -> RegistryRelease {
    let connection = |account: &str| format!("arn:aws:codeconnections:eu-central-1:{account}:connection/0123abcd");
    let source = TrainSource::Connection { ci: connection("111111111111"), beta: connection("222222222222") };
    RegistryRelease { source, ..train() }
}

fn synth(train: &RegistryRelease) -> Assembly {
    registry_release(train).synth().unwrap_or_else(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", problems.join("\n\n"))
    })
}

#[test]
fn with_a_webhook() {
    snapshots::check("registry_release", registry_release(&train()));
}

#[test]
fn with_connections() {
    snapshots::check("registry_release_connected", registry_release(&of_acme(connected())));
}

#[test]
fn with_the_permissions_of_the_organization() {
    let rollout = Rollout { organizational_units: vec!["ou-ab12-cdefgh34".into()], ..Rollout::default() };
    snapshots::check(
        "registry_release_organization",
        registry_release(&of_acme(RegistryRelease { rollout, ..train() })),
    );
}

/// The train with one of its namespaces.
fn of_acme(mut train: RegistryRelease) -> RegistryRelease {
    train.namespaces.remove(0);
    train
}

#[test]
fn with_connections_the_pipelines_read_the_branches_themselves() {
    let assembly = synth(&connected());
    for (stack, pipeline, branch) in
        [("RegistryAcmeCi", "TestsPipeline", "main"), ("RegistryAcmeBeta", "TestsCiPipeline", "release")]
    {
        let stack = assembly.stacks.iter().find(|other| other.name == stack).expect("the stack is there");
        let pipeline = stack.template.get_resource(pipeline).expect("the pipeline is there");
        let property = |path: &str| pipeline.property("Triggers").and_then(|triggers| triggers.at(path)).cloned();
        assert_eq!(property("0.GitConfiguration.Push.0.Branches.Includes.0"), Some(Value::from(branch)));
        let source = pipeline.property("Stages").and_then(|stages| stages.at("0.Actions.0.Configuration"));
        let text = |key: &str| source.and_then(|source| source.at(key)).and_then(Value::as_str);
        assert_eq!(text("FullRepositoryId"), Some("acme/extensions"));
        assert_eq!(text("DetectChanges"), Some("false"), "a push would start the pipeline twice");
    }
}

#[test]
fn without_a_webhook_there_is_no_function_and_nothing_is_cloned() {
    let assembly = synth(&connected());
    let types: Vec<&str> = assembly
        .stacks
        .iter()
        .flat_map(|stack| stack.template.resources().filter_map(|(_, resource)| resource.type_name()))
        .collect();
    assert!(!types.contains(&"AWS::Lambda::Function") && !types.contains(&"AWS::ApiGateway::RestApi"));
    assert!(!assembly.stacks.iter().any(|stack| stack.name.ends_with("Webhook")));
    let prod = |train: &RegistryRelease| templates(&synth(train), "Prod");
    assert_eq!(prod(&connected()), prod(&train()), "the rest of the train does not change");
}

fn templates(assembly: &Assembly, end: &str) -> Vec<String> {
    let stacks = assembly.stacks.iter().filter(|stack| stack.name.ends_with(end));
    stacks.map(|stack| stack.template.to_yaml()).collect()
}

#[test]
fn no_policy_allows_a_whole_service_everything_or_everybody() {
    // Actions that know no resource.
    let unscoped = [
        "cloudformation:DescribeType",
        "cloudformation:GetTemplateSummary",
        "cloudformation:ListExports",
        "cloudformation:PublishType",
        "cloudformation:RegisterType",
        "cloudformation:SetTypeDefaultVersion",
        "cloudformation:TestType",
        "ecr:GetAuthorizationToken",
        "kms:CreateKey",
        "logs:DescribeLogGroups",
    ];
    for train in [train(), connected()] {
        let assembly = synth(&train);
        snapshots::assert_narrow(&assembly, 50, &unscoped, &[]);
        // Actions that could be limited to resources, and are not, are findings; so are those of stack sets.
        assert!(assembly.diagnostics.is_empty(), "{:?}", assembly.diagnostics);
    }
}

#[test]
fn accounts_know_each_other_by_name_only() {
    let assembly = synth(&train());
    for stack in &assembly.stacks {
        let text = stack.template.to_yaml();
        assert!(!text.contains("GetStackOutput") && !text.contains("ImportValue"), "{}", stack.name);
        assert!(stack.parameters.is_empty(), "{}", stack.name);
    }
    let order: Vec<&str> = assembly.stacks.iter().map(|stack| stack.name.as_str()).collect();
    let at = |name: &str| order.iter().position(|other| *other == name).expect("the stack is there");
    assert!(at("RegistryImage") < at("RegistryAcmeCi"));
    assert!(at("RegistryAcmeProd") < at("RegistryAcmeBeta"));
    assert!(at("RegistryAcmeBeta") < at("RegistryBetaWebhook"));
}

/// The name of every stack whose template differs.
fn changed(before: &RegistryRelease, after: &RegistryRelease) -> Vec<String> {
    let (before, after) = (synth(before), synth(after));
    let template = |assembly: &Assembly, name: &str| {
        assembly.stacks.iter().find(|stack| stack.name == name).map(|stack| stack.template.to_yaml())
    };
    let differs = |name: &&String| template(&before, name) != template(&after, name);
    let names: Vec<String> = after.stacks.iter().map(|stack| stack.name.clone()).collect();
    names.iter().filter(differs).cloned().collect()
}

#[test]
fn each_change_of_the_train_reaches_only_what_it_is_about() {
    let mut extension = train();
    extension.namespaces[1].extensions.push(Extension::new("Acme::Storage::Box", "box", Language::Java));
    assert_eq!(changed(&train(), &extension), ["RegistryAcmeCi", "RegistryAcmeProd", "RegistryAcmeBeta"]);

    let mut region = train();
    region.regions.push("ap-southeast-2".into());
    assert_eq!(changed(&train(), &region), ["RegistryAwsCommunityProd", "RegistryAcmeProd"]);

    let mut namespace = train();
    let shelf = Extension::new("Other::Storage::Shelf", "shelf", Language::Go);
    namespace.namespaces.push(Namespace::new("Other", "other/extensions", [shelf]));
    let added =
        ["RegistryOtherCi", "RegistryOtherProd", "RegistryOtherBeta", "RegistryCiWebhook", "RegistryBetaWebhook"];
    assert_eq!(changed(&train(), &namespace), added);
}

#[test]
fn many_extensions_fit_into_the_limits() {
    let extensions = |namespace: usize| {
        (0..60).map(move |number| {
            let name = format!("Space{namespace}::Service::Thing{number}");
            let read = format!("arn:${{AWS::Partition}}:s3:::things-{namespace}-{number}-*");
            Extension::new(name, format!("resources/thing{number}"), Language::Python).allow(["s3:GetObject"], [read])
        })
    };
    let namespaces = (0..12).map(|number| {
        let repository = format!("acme/space{number}");
        Namespace::new(format!("Space{number}"), repository, extensions(number))
    });
    let regions = (1..=20).map(|number| format!("eu-central-{number}"));
    let train = RegistryRelease { regions: regions.collect(), namespaces: namespaces.collect(), ..train() };
    let assembly = synth(&train);
    assert_eq!(assembly.stacks.len(), 12 * 3 + 3);
    let ci = assembly.stacks.iter().find(|stack| stack.name == "RegistrySpace0Ci").expect("it is there");
    let stages = ci.template.get_resource("TestsPipeline").and_then(|pipeline| pipeline.property("Stages").cloned());
    let count = |stage: &Value| stage.at("Actions").and_then(Value::as_list).map(<[Value]>::len);
    let counts: Vec<_> =
        stages.as_ref().and_then(Value::as_list).expect("there are stages").iter().map(count).collect();
    assert_eq!(counts, [Some(1), Some(50), Some(10)]);
}

#[test]
fn the_webhook_has_room_for_many_namespaces() {
    let namespaces = (0..80).map(|number| {
        let shelf = Extension::new(format!("Space{number}::Storage::Shelf"), "shelf", Language::Python);
        Namespace::new(format!("Space{number}"), format!("acme/space{number}"), [shelf])
    });
    let assembly = synth(&RegistryRelease { namespaces: namespaces.collect(), ..train() });
    let webhook = assembly.stacks.iter().find(|stack| stack.name == "RegistryCiWebhook").expect("it is there");
    let receiver = webhook.template.get_resource("Receiver").expect("the function is there");
    let code = receiver.property("Code").and_then(|code| code.at("ZipFile")).and_then(Value::as_str);
    assert!(code.is_some_and(|code| code.matches("\"project\":").count() == 80));
}

/// The messages for a train that is changed by `change`, each with its property.
fn problems(change: impl FnOnce(&mut RegistryRelease)) -> Vec<String> {
    let mut train = train();
    change(&mut train);
    let problems = registry_release(&train).synth().expect_err("there is a problem");
    let shown = |problem: &cfn_model::Diagnostic| {
        format!("{}: {}", problem.property.as_deref().unwrap_or_default(), problem.message)
    };
    problems.iter().filter(|problem| problem.code == "release-train").map(shown).collect()
}

#[test]
fn what_is_wrong_with_a_train_is_told_with_its_place() {
    assert_eq!(problems(|train| train.accounts.beta = "222".into()), ["accounts.beta: `222` is no id of an account"]);
    assert_eq!(
        problems(|train| train.namespaces[1].repository = "https://token@github.com/acme/x".into()),
        ["namespaces.1.repository: `github.com/acme/x` is no repository"]
    );
    assert_eq!(
        problems(|train| train.namespaces[1].repository = "acme/community".into()),
        ["namespaces.1.repository: the namespaces `AwsCommunity` and `Acme` have the same repository"]
    );
    assert_eq!(
        problems(|train| train.namespaces[1].extensions[0].type_name = "Other::Storage::Shelf".into()),
        ["namespaces.1.extensions.0.type_name: `Other::Storage::Shelf` is not in the namespace `Acme`"]
    );
    assert_eq!(
        problems(|train| train.namespaces[1].extensions[0].language = None),
        ["namespaces.1.extensions.0.language: `Acme::Storage::Shelf` has no language"]
    );
    assert_eq!(
        problems(|train| train.namespaces[1].name = "AVeryLongNameForANamespace".into())[0],
        "namespaces.1.prefix: `registry-averylongnameforanamespace`, with which the names of resources begin, has 35 characters"
    );
    assert_eq!(problems(|train| train.namespaces.clear())[0].split(':').next(), Some("namespaces"));
}
