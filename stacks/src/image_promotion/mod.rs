//! Images that go from environment to environment: each push to the first is promoted to the next ones after an
//! approval, by its digest, and can be rolled back.
//!
//! One stack holds the pipeline and the repositories of its account; each environment in another account has a stack
//! of its own there. `rollback` and `history` are commands of the app.

mod props;
mod read;

use std::panic::Location;

use cfn_constructs::patterns::{
    EnvironmentRepositories, ImageEnvironment, ImagePromotionPipeline, ImagePromotionPipelineProps,
    PipelineNotificationsProps,
};
use cfn_constructs::services::Minutes;
use cfn_constructs::services::events::{EventBusPolicy, EventBusPolicyProps};
use cfn_constructs::{App, Stack};

pub use props::{Environment, ImagePromotion};
pub use read::read_promotion;

/// The stacks of the promotion. What is wrong with the props is found at synthesis, and points at the line that
/// called this.
#[track_caller]
pub fn image_promotion(promotion: &ImagePromotion) -> App {
    let props = props(promotion);
    let mut stack = stack(promotion, promotion.name.clone(), promotion.account.as_deref())
        .description(format!("Promotes images: {}.", promotion.images.join(", ")));
    ImagePromotionPipeline::new(&mut stack, "Promotion", props.clone());
    if let Some(account) = promotion.environments.first().and_then(|first| first.account.as_deref()) {
        let policy = EventBusPolicyProps::new("TellsOfPushes", [account]);
        EventBusPolicy::new(&mut stack, "TellsOfPushes", policy);
    }
    let mut app = App::new();
    for environment in &promotion.environments {
        let Some(account) = environment.account.as_deref() else { continue };
        let name = format!("{}-{}", promotion.name, environment.name);
        let mut other = self::stack(promotion, name, Some(account))
            .description(format!("The images of {}, which another account promotes.", environment.name));
        let pipeline_account = promotion.account.as_deref().unwrap_or_default();
        EnvironmentRepositories::new(&mut other, "Images", &props, &environment.name, pipeline_account);
        if pipeline_account.is_empty() {
            other.report(
                cfn_model::Diagnostic::error("image-promotion", "the account of the pipeline is not known")
                    .property("account")
                    .help("give it by its 12 digits: the repositories of other accounts name it"),
            );
        }
        // Nothing is promoted to repositories that are not there.
        stack.deploy_after(&other);
        app = app.with(other);
    }
    app.with(stack)
}

/// A stack of the promotion in the account.
#[track_caller]
fn stack(promotion: &ImagePromotion, name: String, account: Option<&str>) -> Stack {
    let mut stack = Stack::new_at(name, Location::caller());
    if let Some(account) = account {
        stack = stack.account(account);
    }
    if let Some(region) = &promotion.region {
        stack = stack.region(region);
    }
    stack.tag("image-promotion", promotion.name.as_str());
    stack
}

fn props(promotion: &ImagePromotion) -> ImagePromotionPipelineProps {
    let environments = promotion.environments.iter().map(|environment| {
        let props = ImageEnvironment::new(&environment.name);
        ImageEnvironment {
            prefix: environment.prefix.clone().unwrap_or(props.prefix.clone()),
            account: environment.account.clone(),
            own_key: environment.own_key,
            approval: environment.approval,
            test: environment.test_state_machine.as_deref().and_then(|arn| props.clone().test(arn).test),
            ..props
        }
    });
    let notifications = (!promotion.notify.is_empty())
        .then(|| PipelineNotificationsProps::new(promotion.name.as_str(), promotion.notify.iter().cloned()));
    ImagePromotionPipelineProps {
        moving_tag: promotion.moving_tag.clone(),
        approval_timeout: Minutes(promotion.approval_minutes),
        approvers: promotion.approvers.clone(),
        notifications,
        ..ImagePromotionPipelineProps::new(
            promotion.name.as_str(),
            promotion.images.iter().cloned(),
            environments.collect::<Vec<_>>(),
        )
    }
}
