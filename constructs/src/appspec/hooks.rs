//! The lifecycle events that a deployment runs something of the user's in.
//!
//! See <https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html>.

use std::collections::BTreeMap;

use cfn_model::{Map, Value};

use crate::spec::{Fields, OtherName};

/// A lifecycle event of one compute platform's deployments: [`ServerHook`], [`LambdaHook`] or [`EcsHook`].
pub trait Hook: Copy + Ord + 'static {
    /// Every hook, in the order in which CodeDeploy runs them.
    const ALL: &'static [Self];

    /// The name in an AppSpec file.
    fn name(self) -> &'static str;
}

/// An event in which the CodeDeploy agent runs scripts on a server, in the order of a deployment in place.
///
/// Those around traffic run only where the deployment group has load balancers.
/// In a blue/green deployment the blue servers run `BeforeBlockTraffic` and `AfterBlockTraffic`, the green ones the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ServerHook {
    /// Before the server is taken out of its load balancer.
    BeforeBlockTraffic,
    /// After the server has been taken out of its load balancer.
    AfterBlockTraffic,
    /// Before the new revision is downloaded. The scripts are those of the revision before, so that a first
    /// deployment runs none.
    ApplicationStop,
    /// Before files are copied to their places.
    BeforeInstall,
    /// After files have been copied to their places.
    AfterInstall,
    /// To start what `ApplicationStop` has stopped.
    ApplicationStart,
    /// To see that it works.
    ValidateService,
    /// Before the server is put back into its load balancer.
    BeforeAllowTraffic,
    /// After the server has been put back into its load balancer.
    AfterAllowTraffic,
}

impl ServerHook {
    /// Whether it runs only where the deployment group has load balancers.
    pub fn needs_load_balancer(self) -> bool {
        use ServerHook::{AfterAllowTraffic, AfterBlockTraffic, BeforeAllowTraffic, BeforeBlockTraffic};
        matches!(self, BeforeBlockTraffic | AfterBlockTraffic | BeforeAllowTraffic | AfterAllowTraffic)
    }
}

impl Hook for ServerHook {
    const ALL: &'static [Self] = &[
        ServerHook::BeforeBlockTraffic,
        ServerHook::AfterBlockTraffic,
        ServerHook::ApplicationStop,
        ServerHook::BeforeInstall,
        ServerHook::AfterInstall,
        ServerHook::ApplicationStart,
        ServerHook::ValidateService,
        ServerHook::BeforeAllowTraffic,
        ServerHook::AfterAllowTraffic,
    ];

    fn name(self) -> &'static str {
        match self {
            ServerHook::BeforeBlockTraffic => "BeforeBlockTraffic",
            ServerHook::AfterBlockTraffic => "AfterBlockTraffic",
            ServerHook::ApplicationStop => "ApplicationStop",
            ServerHook::BeforeInstall => "BeforeInstall",
            ServerHook::AfterInstall => "AfterInstall",
            ServerHook::ApplicationStart => "ApplicationStart",
            ServerHook::ValidateService => "ValidateService",
            ServerHook::BeforeAllowTraffic => "BeforeAllowTraffic",
            ServerHook::AfterAllowTraffic => "AfterAllowTraffic",
        }
    }
}

/// An event in which a deployment of a Lambda function calls another function, which tells whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LambdaHook {
    /// Before traffic moves to the new version.
    BeforeAllowTraffic,
    /// After all traffic has moved.
    AfterAllowTraffic,
}

impl Hook for LambdaHook {
    const ALL: &'static [Self] = &[LambdaHook::BeforeAllowTraffic, LambdaHook::AfterAllowTraffic];

    fn name(self) -> &'static str {
        match self {
            LambdaHook::BeforeAllowTraffic => "BeforeAllowTraffic",
            LambdaHook::AfterAllowTraffic => "AfterAllowTraffic",
        }
    }
}

/// An event in which a deployment of an ECS service calls a function, which tells whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EcsHook {
    /// Before the new task set is created. What fails here cannot be taken back.
    BeforeInstall,
    /// After the new task set has a target group.
    AfterInstall,
    /// After the test listener serves from the new task set.
    AfterAllowTestTraffic,
    /// Before traffic moves to the new task set.
    BeforeAllowTraffic,
    /// After traffic has moved.
    AfterAllowTraffic,
}

impl Hook for EcsHook {
    const ALL: &'static [Self] = &[
        EcsHook::BeforeInstall,
        EcsHook::AfterInstall,
        EcsHook::AfterAllowTestTraffic,
        EcsHook::BeforeAllowTraffic,
        EcsHook::AfterAllowTraffic,
    ];

    fn name(self) -> &'static str {
        match self {
            EcsHook::BeforeInstall => "BeforeInstall",
            EcsHook::AfterInstall => "AfterInstall",
            EcsHook::AfterAllowTestTraffic => "AfterAllowTestTraffic",
            EcsHook::BeforeAllowTraffic => "BeforeAllowTraffic",
            EcsHook::AfterAllowTraffic => "AfterAllowTraffic",
        }
    }
}

/// The events that CodeDeploy keeps for itself.
const RESERVED: [&str; 8] =
    ["Start", "DownloadBundle", "Install", "BlockTraffic", "AllowTestTraffic", "TestTraffic", "AllowTraffic", "End"];

/// The names of all hooks of a platform.
pub(super) fn names<H: Hook>() -> Vec<&'static str> {
    H::ALL.iter().map(|hook| hook.name()).collect()
}

/// What to say of a hook that this platform does not have.
pub(super) fn other_name(key: &str) -> OtherName {
    if RESERVED.contains(&key) {
        return OtherName::Renamed(format!("CodeDeploy keeps `{key}` for itself; use a hook before or after it"));
    }
    let platforms: [(&str, Vec<&str>); 3] = [
        ("of servers", names::<ServerHook>()),
        ("of ECS services", names::<EcsHook>()),
        ("of Lambda functions", names::<LambdaHook>()),
    ];
    let of: Vec<&str> = platforms.iter().filter(|(_, names)| names.contains(&key)).map(|(what, _)| *what).collect();
    if of.is_empty() {
        return OtherName::None;
    }
    OtherName::Renamed(format!("only deployments {} have it", of.join(" and ")))
}

/// Reads a list of maps from a hook to the function it calls.
pub(super) fn read_functions<H: Hook>(fields: &Fields<'_>) -> BTreeMap<H, String> {
    let mut functions = BTreeMap::new();
    let entries = fields.items("Hooks", &names::<H>(), |item| {
        let present = H::ALL.iter().copied().filter(|hook| !item.present(&[hook.name()]).is_empty());
        present.map(|hook| (hook, item.required_text(hook.name()))).collect::<Vec<_>>()
    });
    for (hook, function) in entries.into_iter().flatten().flatten() {
        if functions.insert(hook, function).is_some() {
            let message = format!("the hook `{}` is there twice", hook.name());
            let help = "keep one of the two; a function can call others".to_owned();
            fields.error("appspec-duplicate-hook", "Hooks", message, help);
        }
    }
    functions
}

/// Writes what [`read_functions`] reads.
pub(super) fn write_functions<H: Hook>(functions: &BTreeMap<H, String>) -> Option<Value> {
    let entries = functions.iter().map(|(hook, function)| Value::Map(Map::from([(hook.name(), function)])));
    (!functions.is_empty()).then(|| Value::List(entries.collect()))
}
