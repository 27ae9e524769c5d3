//! The promotion of images through environments.

use cfn_constructs::Assembly;
use cfn_model::Value;
use cfn_stacks::image_promotion::{Environment, ImagePromotion, image_promotion};

const MACHINE: &str = "arn:aws:states:eu-central-1:111111111111:stateMachine:image-tests";

fn promotion() -> ImagePromotion {
    let environments = [Environment::new("dev"), Environment::new("test").test(MACHINE), Environment::new("prod")];
    ImagePromotion {
        account: Some("111111111111".into()),
        region: Some("eu-central-1".into()),
        approvers: vec!["releases@example.com".into()],
        notify: vec!["releases@example.com".into()],
        ..ImagePromotion::new("Images", ["shop", "basket"], environments)
    }
}

/// Each environment in an account of its own, whose key encrypts its images.
fn across_accounts() -> ImagePromotion {
    let accounts = [("dev", "222222222222"), ("test", "333333333333"), ("prod", "444444444444")];
    let environments = accounts.map(|(name, account)| Environment::new(name).account(account).own_key());
    ImagePromotion { environments: environments.into(), ..promotion() }
}

fn synth(promotion: &ImagePromotion) -> Assembly {
    image_promotion(promotion).synth().unwrap_or_else(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", problems.join("\n\n"))
    })
}

#[test]
fn in_one_account() {
    snapshots::check("image_promotion", image_promotion(&promotion()));
}

#[test]
fn in_four_accounts() {
    snapshots::check("image_promotion_accounts", image_promotion(&across_accounts()));
}

#[test]
fn no_policy_allows_a_whole_service_everything_or_everybody() {
    // Actions that know no resource.
    let unscoped = ["ecr:GetAuthorizationToken", "logs:", "xray:"];
    for promotion in [promotion(), across_accounts()] {
        let assembly = synth(&promotion);
        snapshots::assert_narrow(&assembly, 30, &unscoped, &[]);
        assert!(assembly.diagnostics.is_empty(), "{:?}", assembly.diagnostics);
    }
}

#[test]
fn one_more_image_is_one_value() {
    let mut more = promotion();
    more.images.push("search".into());
    let template = |promotion: &ImagePromotion| synth(promotion).stacks[0].template.clone();
    let (before, after) = (template(&promotion()), template(&more));
    let added: Vec<String> = after
        .resources()
        .filter(|(id, _)| before.get_resource(id).is_none())
        .map(|(id, resource)| format!("{id} {}", resource.type_name().unwrap_or_default()))
        .collect();
    assert_eq!(
        added,
        [
            "PromotionRepositoriesDevSearch AWS::ECR::Repository",
            "PromotionRepositoriesTestSearch AWS::ECR::Repository",
            "PromotionRepositoriesProdSearch AWS::ECR::Repository",
            "PromotionPushesSearch AWS::Events::Rule",
        ]
    );
    let images = |id: &str| {
        let resource = after.get_resource(id).expect("it is there");
        resource.property("Environment").map(|value| format!("{value:?}")).unwrap_or_default()
    };
    assert!(images("PromotionRollback").contains("search"));
}

#[test]
fn environments_are_values() {
    let names = |environments: &[&str]| {
        let environments = environments.iter().copied().map(Environment::new).collect();
        let assembly = synth(&ImagePromotion { environments, ..promotion() });
        let pipeline = assembly.stacks[0].template.get_resource("PromotionPipeline").expect("it is there");
        let stages = pipeline.property("Stages").and_then(Value::as_list).expect("it has stages").to_vec();
        stages
            .iter()
            .filter_map(|stage| stage.at("Name").and_then(Value::as_str).map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&["dev", "prod"]), ["Source", "prod"]);
    assert_eq!(names(&["dev", "test", "stage", "prod"]), ["Source", "test", "stage", "prod"]);
}

fn problems(change: impl FnOnce(&mut ImagePromotion)) -> Vec<String> {
    let mut promotion = promotion();
    change(&mut promotion);
    let problems = image_promotion(&promotion).synth().expect_err("there is a problem");
    let of_ours = problems.iter().filter(|problem| problem.code == "image-promotion");
    of_ours.map(|problem| format!("{}: {}", problem.property.as_deref().unwrap_or_default(), problem.message)).collect()
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    assert_eq!(
        problems(|promotion| promotion.environments.truncate(1)),
        ["environments: 1 environments are given, at least 2 are needed"]
    );
    assert_eq!(problems(|promotion| promotion.images.clear()), ["images: no images are given"]);
    assert_eq!(problems(|promotion| promotion.images[1] = "Shop".into()), ["images.1: `Shop` is no name for an image"]);
    assert_eq!(
        problems(|promotion| promotion.environments[2].prefix = Some("test/".into())),
        [
            "environments.2.prefix: the repository `test/shop` is there twice",
            "environments.2.prefix: the repository `test/basket` is there twice"
        ]
    );
    assert_eq!(
        problems(|promotion| promotion.approval_minutes = 1),
        ["approval_timeout: an approval is waited for 1 minutes, 5 to 86,400 are allowed"]
    );
    assert_eq!(
        problems(|promotion| {
            promotion.environments[0].account = Some("222222222222".into());
            promotion.account = None;
        }),
        ["account: the account of the pipeline is not known"]
    );
}
