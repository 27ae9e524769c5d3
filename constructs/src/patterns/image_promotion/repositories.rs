//! [`EnvironmentRepositories`]: the repositories of an environment, in whichever account it is.

use cfn_model::{Prop, sub};

use super::{ImageEnvironment, ImagePromotionPipelineProps};
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::services::ecr::{Repository, RepositoryEncryption, RepositoryProps, TagMutability};
use crate::services::events::{EventTarget, Rule, RuleProps};
use crate::services::{Key, KeyProps};

/// What it takes to look at images and to pull them.
pub(super) const READ: [&str; 4] =
    ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"];

/// What it takes to push images besides.
pub(super) const WRITE: [&str; 4] =
    ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];

/// What a pipeline and the repositories of other accounts know each other by, so that either side can be deployed
/// first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImagePromotionNames {
    pub(super) pipeline: String,
}

impl ImagePromotionNames {
    /// The name of the role that promotes to an environment.
    pub fn promotion_role(&self, environment: &ImageEnvironment) -> String {
        format!("{}-promote-{}", self.pipeline, environment.name)
    }

    /// The name of the role that rolls back.
    pub fn rollback_role(&self) -> String {
        format!("{}-rollback", self.pipeline)
    }
}

/// The repositories of an environment. Versions are immutable there; only the moving tag goes from image to image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvironmentRepositories {
    /// One for each image, in their order.
    pub repositories: Vec<Repository>,
}

impl EnvironmentRepositories {
    /// Adds the repositories of an environment to a stack of its account, for the pipeline of another account.
    ///
    /// The roles of that pipeline are allowed what they do there, by their names. The stack of the first environment
    /// tells the other account of pushes, whose event bus has to take events of this one
    /// ([`EventBusPolicy`](crate::services::events::EventBusPolicy)).
    #[track_caller]
    pub fn new(
        stack: &mut Stack,
        id: impl Into<String>,
        props: &ImagePromotionPipelineProps,
        environment: &str,
        pipeline_account: &str,
    ) -> Self {
        stack.construct(id, |stack| {
            let Some(index) = props.environments.iter().position(|other| other.name == environment) else {
                let names: Vec<&str> = props.environments.iter().map(|other| other.name.as_str()).collect();
                stack.report(
                    cfn_model::Diagnostic::error("image-promotion", format!("there is no environment `{environment}`"))
                        .property("environment")
                        .help(format!("the environments are `{}`", names.join("`, `"))),
                );
                return EnvironmentRepositories { repositories: Vec::new() };
            };
            let here = &props.environments[index];
            let names = props.names();
            let role = |name: String| sub!("arn:{partition}:iam::{}:role/{}", pipeline_account, name);
            let next = props.environments.get(index + 1).map(|next| role(names.promotion_role(next)));
            let own = (index > 0).then(|| role(names.promotion_role(here)));
            let back = (index + 1 == props.environments.len()).then(|| role(names.rollback_role()));
            let readers: Vec<Prop<String>> = [&next, &own, &back].into_iter().flatten().cloned().collect();
            let encryption = encryption(stack, here);
            let add = |image: &String| {
                let repository = repository(stack, props, here, encryption, image);
                allow(stack, repository, pipeline_account, &READ, readers.clone());
                allow(stack, repository, pipeline_account, &WRITE, own.iter().cloned().collect());
                allow(stack, repository, pipeline_account, &["ecr:PutImage"], back.iter().cloned().collect());
                repository
            };
            let repositories = props.images.iter().map(add).collect();
            if index == 0 {
                forward(stack, props, here, pipeline_account);
            }
            EnvironmentRepositories { repositories }
        })
    }

    /// Adds those of the pipeline's own account.
    pub(super) fn add(stack: &mut Stack, props: &ImagePromotionPipelineProps, environment: &ImageEnvironment) {
        stack.scope(format!("Repositories-{}", environment.name), |stack| {
            let encryption = encryption(stack, environment);
            for image in &props.images {
                repository(stack, props, environment, encryption, image);
            }
        });
    }
}

/// What encrypts the images of an environment. Its key is for ECR only, which asks for it with the permissions of whoever
/// makes a repository: who pulls an image, from whichever account, needs none on the key.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html>.
fn encryption(stack: &mut Stack, environment: &ImageEnvironment) -> RepositoryEncryption {
    if !environment.own_key {
        return RepositoryEncryption::default();
    }
    let description = Some(format!("Encrypts the images of {}.", environment.name));
    RepositoryEncryption::Key(Key::new(stack, "Key", KeyProps { description, ..KeyProps::default() }))
}

fn repository(
    stack: &mut Stack,
    props: &ImagePromotionPipelineProps,
    environment: &ImageEnvironment,
    encryption: RepositoryEncryption,
    image: &str,
) -> Repository {
    let moving = TagMutability::ImmutableExcept(vec![props.moving_tag.clone()]);
    let name = Some(environment.repository(image));
    Repository::new(stack, image, RepositoryProps { name, tags: moving, encryption, ..RepositoryProps::default() })
}

/// Allows roles of the other account, which need not be there yet: a policy may name the account, and compare ARNs.
fn allow(stack: &mut Stack, repository: Repository, account: &str, actions: &[&str], roles: Vec<Prop<String>>) {
    if roles.is_empty() {
        return;
    }
    let statement = Statement::allow(actions.iter().copied()).to([Principal::account(account)]).when(
        Operator::ArnEquals,
        "aws:PrincipalArn",
        roles,
    );
    repository.add_to_policy(stack, statement);
}

/// Tells the other account of pushes.
fn forward(stack: &mut Stack, props: &ImagePromotionPipelineProps, environment: &ImageEnvironment, account: &str) {
    let bus = sub!("arn:{partition}:events:{region}:{}:event-bus/default", account);
    for image in &props.images {
        let pushes = ImageEnvironment { account: None, ..environment.clone() }.pushes(image, &props.moving_tag);
        let rule = RuleProps::on(pushes)
            .description(format!("Tells of what is pushed to {}.", environment.repository(image)))
            .target(EventTarget::event_bus(bus.clone()));
        Rule::new(stack, format!("Push-{image}"), rule);
    }
}
