//! [`Action`]: one thing that a stage does.

use cfn_model::codepipeline::pipeline::{ActionTypeIdCategory as Category, ActionTypeIdOwner as Owner};
use cfn_model::{Diagnostic, IntoProp, Key, Map, Prop, Target, Value};

use super::providers::{self, Provider};
use super::variable::{namespace_of, reference};
use super::{Artifact, Output};
use crate::iam::Statement;
use crate::services::codebuild::EnvironmentVariable;
use crate::services::{Bucket, Minutes, Role};

/// The kind of an action: its category, owner, provider and version together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionType {
    /// What the action is for.
    pub category: Category,
    /// Who made it.
    pub owner: Owner,
    /// Its name, such as `CodeBuild`.
    pub provider: Key,
    /// Its version.
    pub version: Key,
}

impl ActionType {
    /// A kind of action that this account has registered as its own.
    pub fn custom(category: Category, provider: impl Into<Key>, version: impl Into<Key>) -> Self {
        ActionType { category, owner: Owner::Custom, provider: provider.into(), version: version.into() }
    }

    /// What is known of it, where it is one of AWS.
    pub fn facts(&self) -> Option<&'static Provider> {
        providers::find(self.category.as_str(), self.owner.as_str(), &self.provider, &self.version)
    }
}

/// A rule is no action: its kind comes out as a custom one, which no pipeline has.
impl From<&Provider> for ActionType {
    fn from(facts: &Provider) -> Self {
        let category = Category::ALL.iter().find(|category| category.as_str() == facts.category);
        let owner = Owner::ALL.iter().find(|owner| owner.as_str() == facts.owner);
        ActionType {
            category: category.copied().unwrap_or(Category::Invoke),
            owner: owner.copied().filter(|_| category.is_some()).unwrap_or(Owner::Custom),
            provider: facts.provider.into(),
            version: facts.version.into(),
        }
    }
}

/// The role that an action runs with.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum ActionRole {
    /// The pipeline's own role.
    #[default]
    Pipeline,
    /// A role that is made for this action alone, and that the pipeline assumes for it.
    PerAction,
    /// This role. It gets the action's permissions; its trust policy has to let the pipeline's role assume it.
    Role(Role),
    /// A role that exists already, by ARN. What the action needs has been allowed to it elsewhere.
    Arn(Prop<String>),
    /// A role of another account: the account's 12 digits, and the role's name with its path, if it has one.
    OtherAccount(String, String),
}

impl ActionRole {
    /// The account of the role, where it is known to be another than `own`.
    pub(super) fn other_account(&self, own: Option<&str>) -> Option<String> {
        match self {
            ActionRole::OtherAccount(account, _) => Some(account.clone()).filter(|account| own != Some(account)),
            ActionRole::Arn(arn) => {
                let account = arn.value().as_str()?.split(':').nth(4)?;
                own.filter(|own| *own != account).map(|_| account.to_owned())
            }
            ActionRole::Pipeline | ActionRole::PerAction | ActionRole::Role(_) => None,
        }
    }
}

/// An event that starts a pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceEvent {
    /// Which events, as an EventBridge pattern.
    pub pattern: Map,
    /// What the event tells of the revision, so that the execution is about just that one, however
    /// many follow. By default an execution takes what is newest when it begins.
    pub revision: Option<Revision>,
    /// The bucket that has to send its events to EventBridge, where the event is one of a bucket of this app.
    pub bucket: Option<Bucket>,
}

/// How an event tells the revision that it is about.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_SourceRevisionOverride.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision {
    /// What kind of revision it is: `COMMIT_ID`, `IMAGE_DIGEST`, `S3_OBJECT_VERSION_ID` or `S3_OBJECT_KEY`.
    pub kind: &'static str,
    /// Where the event has it, as a JSON path.
    pub path: &'static str,
}

/// Something that has to be true of a resource of this app for an action to work.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The resource.
    pub resource: Target,
    /// The path of its property, such as `Source.Type`.
    pub property: &'static str,
    /// The value that the property must have. `None` for any, as long as there is one.
    pub value: Option<&'static str>,
    /// What is wrong where it is not so.
    pub message: String,
    /// What to do about it.
    pub help: &'static str,
}

/// One thing that a stage does, as data: what CodePipeline is told of it and what has to be allowed for it.
///
/// The types of [`actions`](super::actions) become actions. One that none of them covers is made with [`Action::new`].
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Its name, unique in its stage: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// What kind of action it is.
    pub kind: ActionType,
    /// Its configuration, with the keys of its kind.
    pub configuration: Map,
    /// The artifacts it reads.
    pub inputs: Vec<Artifact>,
    /// The artifacts it writes.
    pub outputs: Vec<Output>,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number, beside those
    /// that have the same. By default where the stage puts it.
    pub run_order: Option<u32>,
    /// The namespace of its variables. By default its name and `Variables`, as soon as one of them is used.
    pub namespace: Option<String>,
    /// The region it runs in. By default the pipeline's.
    pub region: Option<String>,
    /// The role it runs with. By default the pipeline's.
    pub role: ActionRole,
    /// How long it may take, 5 minutes to 60 days. By default what CodePipeline gives its kind.
    pub timeout: Option<Minutes>,
    /// The commands it runs, at most 50. Only for the category `Compute`.
    pub commands: Vec<String>,
    /// Variables of those commands, at most 10. Only for the category `Compute`.
    pub environment: Vec<EnvironmentVariable>,
    /// The variables of those commands that later actions can read, at most 15. Only for the category `Compute`.
    pub exported_variables: Vec<String>,
    /// What the role it runs with has to be allowed. ARNs are written as seen from where the action
    /// runs: `sub!`'s `{region}` and `{account}` are the action's own, wherever the pipeline is.
    pub permissions: Vec<Statement>,
    /// What other roles have to be allowed, such as the one of a build that reads a secret for it.
    pub grants: Vec<(Role, Statement)>,
    /// Other roles that read its inputs and write its outputs, such as the one of a build.
    pub artifact_roles: Vec<Role>,
    /// Such roles of other accounts: the account's 12 digits, and the role's name with its path, if it has one.
    /// The policies of the artifact store and its key let them in.
    pub foreign_artifact_roles: Vec<(String, String)>,
    /// What the roles that read its outputs have to be allowed, besides reading artifacts: where an output
    /// is only a reference to a repository, to clone that.
    pub for_readers: Vec<Statement>,
    /// The event that starts the pipeline. Only for sources, and none by default.
    pub started_by: Option<SourceEvent>,
    /// What has to be true of other resources, such as that a bucket keeps versions.
    pub expectations: Vec<Expectation>,
    /// What is wrong with it, found while it was made. Synthesis tells where it is.
    pub problems: Vec<Diagnostic>,
}

impl Action {
    /// An action of that kind, with an empty configuration.
    pub fn new(name: impl Into<String>, kind: impl Into<ActionType>) -> Self {
        Action {
            name: name.into(),
            kind: kind.into(),
            configuration: Map::new(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            run_order: None,
            namespace: None,
            region: None,
            role: ActionRole::default(),
            timeout: None,
            commands: Vec::new(),
            environment: Vec::new(),
            exported_variables: Vec::new(),
            permissions: Vec::new(),
            grants: Vec::new(),
            artifact_roles: Vec::new(),
            foreign_artifact_roles: Vec::new(),
            for_readers: Vec::new(),
            started_by: None,
            expectations: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// With a key of its configuration, a text or an expression that gives one.
    #[must_use]
    pub fn configure(mut self, key: impl Into<Key>, value: impl IntoProp<String>) -> Self {
        self.configuration.insert(key, value.into_prop());
        self
    }

    /// As [`Action::configure`], where there is a value.
    #[must_use]
    pub fn configure_some(self, key: impl Into<Key>, value: Option<impl IntoProp<String>>) -> Self {
        match value {
            Some(value) => self.configure(key, value),
            None => self,
        }
    }

    /// With artifacts that it reads.
    #[must_use]
    pub fn reads(mut self, artifacts: impl IntoIterator<Item = Artifact>) -> Self {
        self.inputs.extend(artifacts);
        self
    }

    /// With artifacts that it writes.
    #[must_use]
    pub fn writes<O: Into<Output>>(mut self, artifacts: impl IntoIterator<Item = O>) -> Self {
        self.outputs.extend(artifacts.into_iter().map(Into::into));
        self
    }

    /// With something that its role has to be allowed.
    #[must_use]
    pub fn needs(mut self, statement: Statement) -> Self {
        self.permissions.push(statement);
        self
    }

    /// With something that has to be true of another resource.
    #[must_use]
    pub fn expects(mut self, expectation: Expectation) -> Self {
        self.expectations.push(expectation);
        self
    }

    /// With a problem that was found while it was made. `key` is the configuration key it is about.
    #[must_use]
    pub fn problem(mut self, key: &str, problem: Diagnostic) -> Self {
        self.problems.push(problem.property(format!("Configuration.{key}")));
        self
    }

    /// The literal text under a key of its configuration.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.configuration.get(key).and_then(Value::as_str)
    }
}

/// Whatever becomes an [`Action`], and what can be said of each.
pub trait IntoAction: Sized {
    /// The action.
    fn into_action(self) -> Action;

    /// Its name.
    fn name(&self) -> &str;

    /// A variable that it gives to later actions, as a value for their configurations.
    fn variable(&self, variable: &str) -> Prop<String> {
        reference(&namespace_of(self.name()), variable)
    }

    /// In another region than the pipeline, which needs an artifact store there.
    fn region(self, region: impl Into<String>) -> Action {
        Action { region: Some(region.into()), ..self.into_action() }
    }

    /// With another role than the pipeline's.
    fn role(self, role: ActionRole) -> Action {
        Action { role, ..self.into_action() }
    }

    /// With a namespace of its own for its variables: letters, digits and `@-_`, at most 100 characters.
    fn namespace(self, namespace: impl Into<String>) -> Action {
        Action { namespace: Some(namespace.into()), ..self.into_action() }
    }

    /// With a bound on how long it may take, 5 minutes to 60 days.
    fn timeout(self, timeout: Minutes) -> Action {
        Action { timeout: Some(timeout), ..self.into_action() }
    }

    /// With a run order of its own, 1 to 999, instead of where the stage puts it.
    fn run_order(self, run_order: u32) -> Action {
        Action { run_order: Some(run_order), ..self.into_action() }
    }
}

impl IntoAction for Action {
    fn into_action(self) -> Action {
        self
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn variable(&self, variable: &str) -> Prop<String> {
        let by_name = || namespace_of(&self.name);
        reference(&self.namespace.clone().unwrap_or_else(by_name), variable)
    }
}
