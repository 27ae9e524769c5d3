//! Production: who decides, when, and what goes where.

use cfn_constructs::pipeline::actions::{
    CloudFormationAction, ManualApprovalAction, PipelineInvokeAction, ProductVersion, S3DeployAction, S3Upload,
    ServiceCatalogAction, StackInstancesAction, StackOperation, StackSetAction, StackSetAutoDeployment,
    StackSetParameters, StackSetPermissions, StackSetPreferences, StackSetTargets, StackTemplate,
};
use cfn_constructs::pipeline::rules::{CloudWatchAlarmRule, Comparison, DeploymentWindowRule, VariableCheckRule};
use cfn_constructs::pipeline::{CrossAccountRole, IntoAction, OnFailure, RetryMode, Rule, Stage, execution_id};
use cfn_constructs::services::Minutes;
use cfn_constructs::services::sns::AnyTopic;
use cfn_model::{Prop, sub};

use super::builds::{built, version};
use super::places::VIRGINIA;
use super::servers;
use super::sources::{release, variables};
use super::staging::cloudformation_role;
use super::tools::Tools;

/// Somebody says yes within two days, and can see what about.
pub(crate) fn approval(tools: &Tools) -> Stage {
    let message = sub!("Version {} is to be released as {}.", version(), &release());
    let ask = ManualApprovalAction::new("Release")
        .notify(tools.deciders.arn())
        .message(message)
        .link(sub!("https://staging.shop.example.com/?release={}", execution_id()))
        .timeout(Minutes(2 * 24 * 60));
    Stage::new("Approve").with(ask)
}

/// The account of production, in office hours and while customers are served well.
pub(crate) fn stage(tools: &Tools, visitor: &CrossAccountRole) -> Stage {
    let rules: [Rule; 3] = [
        DeploymentWindowRule::new("OfficeHours", "* * 9-16 ? * MON-THU").time_zone("Europe/Berlin").into(),
        CloudWatchAlarmRule::new("OrdersWork", tools.failed_orders.name()).into(),
        VariableCheckRule::new("NotDry", variables()[1].value(), Comparison::Differs, "yes").into(),
    ];
    // CodeDeploy works over there, with a role that the pipeline takes on.
    let servers = servers::deploy().role(visitor.action_role());
    // A certificate for the whole world is made in this region, with a store for its artifacts.
    let edge = StackTemplate::new(built(), "edge.yaml", cloudformation_role());
    let edge = CloudFormationAction::deploy("Edge", "shop-edge", edge).region(VIRGINIA);
    Stage::new("Production").with(servers).with(edge).only_if(rules).on_failure(OnFailure::roll_back())
}

/// Everybody else: the accounts of partners, the public pages, the catalogue of products.
pub(crate) fn rollout(tools: &Tools) -> Stage {
    let units = StackSetPermissions::service_managed(StackSetAutoDeployment::On);
    let mut baseline = StackSetAction::new("Baseline", "shop-partner-baseline", built(), "baseline.yaml", units);
    baseline.parameters = StackSetParameters::values([("Version", version())]);
    let careful = StackSetPreferences { failure_tolerance_percent: Some(10), max_concurrent_percent: Some(25) };
    let partners = StackSetTargets::organizational_units(["ou-ab12-cdefgh34"]);
    let partners =
        StackInstancesAction::new("Partners", "shop-partner-baseline", partners, ["eu-central-1", "eu-west-1"])
            .preferences(careful);

    let mut pages = S3DeployAction::new("Pages", tools.pages, built());
    pages.upload = S3Upload::FilesInto(Prop::new("shop"));
    pages.cache_control = Some("max-age=300".into());
    let product = ProductVersion::template("product.yaml", version());
    let product = ServiceCatalogAction::new("Product", "prod-a1b2c3d4e5f6g", built(), product);
    let docs = PipelineInvokeAction::new("Documentation", "shop-documentation").set_variable("version", version());
    let preview = StackOperation::Delete(cloudformation_role());
    Stage::new("Rollout")
        .with(baseline)
        .then(partners)
        .with(pages)
        .with(product)
        .then(docs)
        .with(CloudFormationAction::new("NoPreview", "shop-preview", preview))
        .retry_on_failure(RetryMode::AllActions)
        // Somebody opens it when the partners have been told.
        .disabled("Partners are told first (see the release calendar).")
}
