//! The compute platforms, as types.

use cfn_model::codedeploy::application::ComputePlatform;

/// Servers: EC2 instances and machines on premises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server;

/// Lambda functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lambda;

/// ECS services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ecs;

/// What CodeDeploy deploys to: [`Server`], [`Lambda`] or [`Ecs`].
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/welcome.html#compute-platform>.
pub trait Platform: Copy + sealed::Sealed {
    /// The name CodeDeploy knows it by.
    const NAME: &'static str;
    #[doc(hidden)]
    const COMPUTE_PLATFORM: ComputePlatform;
}

impl Platform for Server {
    const NAME: &'static str = "Server";
    const COMPUTE_PLATFORM: ComputePlatform = ComputePlatform::Server;
}

impl Platform for Lambda {
    const NAME: &'static str = "Lambda";
    const COMPUTE_PLATFORM: ComputePlatform = ComputePlatform::Lambda;
}

impl Platform for Ecs {
    const NAME: &'static str = "ECS";
    const COMPUTE_PLATFORM: ComputePlatform = ComputePlatform::Ecs;
}

mod sealed {
    /// AWS decides which platforms there are.
    pub trait Sealed {}

    impl Sealed for super::Server {}
    impl Sealed for super::Lambda {}
    impl Sealed for super::Ecs {}
}
