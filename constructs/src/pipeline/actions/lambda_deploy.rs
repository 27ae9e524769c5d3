//! A function gets new code, or an alias moves to another version.

use cfn_model::{IntoProp, Prop, sub};

use super::common::{known, props, with_commas, wrong};
use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, IntoAction, log_permissions, providers};
use crate::services::Minutes;

/// How many alarms can watch a deployment.
const MOST_ALARMS: usize = 10;

/// How long the traffic of an alias may take to move: two days.
const LONGEST: u64 = 2_880;

/// A Lambda function gets new code, as a new version, and an alias moves to a version at the speed that is wanted.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct LambdaDeployAction {
    /// The action's name.
    pub name: String,
    /// The name of the function.
    pub function: Prop<String>,
    /// What is deployed.
    pub revision: LambdaRevision,
    /// The alias that moves to it, and how. By default none: only code is deployed, and a version made of it.
    pub alias: Option<(Prop<String>, LambdaShift)>,
    /// The names of alarms that stop the deployment, at most 10. None by default.
    pub alarms: Vec<Prop<String>>,
}

/// What is deployed to a function.
#[derive(Clone, Debug, PartialEq)]
pub enum LambdaRevision {
    /// The code in an artifact, of which a version is made.
    Code(Artifact),
    /// A version that there is already, by its number. Only with an alias.
    Version(Prop<String>),
}

/// How the traffic of an alias moves to the new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LambdaShift {
    /// All of it at once.
    #[default]
    AllAtOnce,
    /// That part of it in percent, and the rest so much later.
    Canary(u32, Minutes),
    /// That part of it in percent, and as much again each time so long has passed.
    Linear(u32, Minutes),
}

impl LambdaShift {
    /// How it is written.
    fn text(self) -> String {
        let plural = |Minutes(minutes): Minutes| if minutes == 1 { "" } else { "s" };
        match self {
            LambdaShift::AllAtOnce => "AllAtOnce".to_owned(),
            LambdaShift::Canary(percent, wait) => format!("Canary{percent}Percent{}Minute{}", wait.0, plural(wait)),
            LambdaShift::Linear(percent, wait) => {
                format!("Linear{percent}PercentEvery{}Minute{}", wait.0, plural(wait))
            }
        }
    }

    /// What is wrong with it.
    fn problem(self) -> Option<String> {
        let (percent, Minutes(wait), steps) = match self {
            LambdaShift::AllAtOnce => return None,
            LambdaShift::Canary(percent, wait) => (percent, wait, 1),
            LambdaShift::Linear(percent, wait) => (percent, wait, 100_u64.div_ceil(u64::from(percent.max(1))) - 1),
        };
        let total = steps * u64::from(wait);
        if !(1..=99).contains(&percent) {
            Some(format!("{percent} percent of the traffic move first, 1 to 99 are allowed"))
        } else if wait == 0 {
            Some("the traffic waits for 0 minutes, at least 1 is needed".to_owned())
        } else if total > LONGEST {
            Some(format!("the traffic takes {total} minutes to move, {LONGEST} are allowed"))
        } else {
            None
        }
    }
}

impl LambdaDeployAction {
    /// The function of that name gets the code of the artifact, and a version is made of it.
    pub fn code(name: impl Into<String>, function: impl IntoProp<String>, input: Artifact) -> Self {
        LambdaDeployAction {
            name: name.into(),
            function: function.into_prop(),
            revision: LambdaRevision::Code(input),
            alias: None,
            alarms: Vec::new(),
        }
    }

    /// The alias of the function moves to a version that there is already, by its number. It does so at once.
    pub fn version(
        name: impl Into<String>,
        function: impl IntoProp<String>,
        alias: impl IntoProp<String>,
        version: impl IntoProp<String>,
    ) -> Self {
        LambdaDeployAction {
            name: name.into(),
            function: function.into_prop(),
            revision: LambdaRevision::Version(version.into_prop()),
            alias: Some((alias.into_prop(), LambdaShift::AllAtOnce)),
            alarms: Vec::new(),
        }
    }

    /// With the alias that moves to the version, and how.
    #[must_use]
    pub fn alias(mut self, alias: impl IntoProp<String>, shift: LambdaShift) -> Self {
        self.alias = Some((alias.into_prop(), shift));
        self
    }

    /// With alarms, by name, that stop the deployment.
    #[must_use]
    pub fn alarms<A: IntoProp<String>>(mut self, names: impl IntoIterator<Item = A>) -> Self {
        self.alarms.extend(props(names));
        self
    }

    /// The version that was deployed, for later actions.
    pub fn function_version(&self) -> Prop<String> {
        self.variable("FunctionVersion")
    }
}

impl IntoAction for LambdaDeployAction {
    fn into_action(self) -> Action {
        let function = sub!("arn:{partition}:lambda:{region}:{account}:function:{}", self.function.clone());
        let of_function = [
            "lambda:GetAlias",
            "lambda:GetFunctionConfiguration",
            "lambda:GetProvisionedConcurrencyConfig",
            "lambda:PublishVersion",
            "lambda:UpdateAlias",
            "lambda:UpdateFunctionCode",
        ];
        let mut action = Action::new(self.name, &providers::lambda::DEPLOY)
            .configure("FunctionName", self.function)
            .configure_some("Alarms", with_commas(&self.alarms))
            .needs(Statement::allow(of_function).on([sub!("{}:*", function.clone()), function]));
        action.permissions.extend(log_permissions());
        if self.alarms.len() > MOST_ALARMS {
            let message = format!("{} alarms are given, {MOST_ALARMS} are allowed", self.alarms.len());
            action = action.problem("Alarms", wrong(message, "put several into one composite alarm"));
        }
        for name in self.alarms.iter().filter_map(known).filter(|name| name.contains(',')) {
            let message = format!("the alarm `{name}` has a comma in its name, and commas stand between names");
            action = action.problem("Alarms", wrong(message, "give the alarm another name"));
        }
        if !self.alarms.is_empty() {
            let arns = self
                .alarms
                .into_iter()
                .map(|name| sub!("arn:{partition}:cloudwatch:{region}:{account}:alarm:{}", name));
            action = action.needs(Statement::allow(["cloudwatch:DescribeAlarms"]).on(arns));
        }
        action = match self.revision {
            LambdaRevision::Code(input) => action.reads([input]),
            LambdaRevision::Version(version) => {
                if self.alias.is_none() {
                    let help = "name the alias, or deploy the code of an artifact";
                    let problem = wrong("a version is deployed, and no alias moves to it", help);
                    action = action.problem("FunctionAlias", problem);
                }
                action.configure("PublishedTargetVersion", version)
            }
        };
        let Some((alias, shift)) = self.alias else { return action };
        if let Some(message) = shift.problem() {
            let help = "give 1 to 99 percent, and minutes that make two days at most";
            action = action.problem("DeployStrategy", wrong(message, help));
        }
        action.configure("FunctionAlias", alias).configure("DeployStrategy", shift.text())
    }

    fn name(&self) -> &str {
        &self.name
    }
}
