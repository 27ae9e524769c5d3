//! [`Application`]: what is deployed.

use std::marker::PhantomData;

use cfn_model::{Handle, Prop, codedeploy, sub};

use super::{Ecs, Lambda, Platform, Server};
use crate::Stack;
use crate::stack::MAIN;

/// A CodeDeploy application: the name under which revisions and deployment groups of one platform are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Application<P> {
    /// The application itself.
    pub handle: Handle<codedeploy::Application>,
    platform: PhantomData<P>,
}

/// An application that runs on servers.
pub type ServerApplication = Application<Server>;
/// An application of Lambda functions.
pub type LambdaApplication = Application<Lambda>;
/// An application of ECS services.
pub type EcsApplication = Application<Ecs>;

/// What an [`Application`] is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApplicationProps {
    /// The application's name: 1 to 100 characters, letters, digits and `+=,.@_-`.
    /// By default CloudFormation makes one.
    pub name: Option<String>,
}

impl<P: Platform> Application<P> {
    /// Adds an application.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ApplicationProps) -> Self {
        stack.construct(id, |stack| {
            let mut application = codedeploy::Application::new().compute_platform(P::COMPUTE_PLATFORM);
            if let Some(name) = props.name {
                application = application.application_name(name);
            }
            Application { handle: stack.add(MAIN, application), platform: PhantomData }
        })
    }

    /// The application's name.
    pub fn name(self) -> Prop<String> {
        self.handle.application_name()
    }

    /// The application's ARN.
    pub fn arn(self) -> Prop<String> {
        sub!("arn:{partition}:codedeploy:{region}:{account}:application:{}", self.name())
    }
}
