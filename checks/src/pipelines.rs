//! [`Pipeline`]: the pipelines of a template, as their stages, actions and rules.

use std::fmt;

use cfn_model::{Map, Value};

use crate::cases::Case;
use crate::conditions::Conditions;
use crate::context::Resource;
use crate::partial;
use crate::path::Path;
use crate::providers::{self, Provider};

/// A pipeline of a template.
#[derive(Debug)]
pub(crate) struct Pipeline<'a> {
    /// The properties, a map.
    pub(crate) properties: Case<'a>,
    pub(crate) stages: Vec<Stage<'a>>,
    /// Whether there may be stages, or actions in them, that the template does not show.
    pub(crate) open: bool,
}

/// A stage of a pipeline.
#[derive(Debug)]
pub(crate) struct Stage<'a> {
    /// The stage, a map.
    pub(crate) case: Case<'a>,
    /// Its number in the list.
    pub(crate) index: usize,
    pub(crate) actions: Vec<Step<'a>>,
    /// The rules of its conditions.
    pub(crate) rules: Vec<Step<'a>>,
}

/// What runs in a pipeline: an action of a stage, or a rule of a stage's conditions.
#[derive(Debug)]
pub(crate) struct Step<'a> {
    /// The action or rule, a map.
    pub(crate) case: Case<'a>,
    /// Where it stands among a stage's properties: `Actions`, or the name of the conditions.
    pub(crate) place: &'static str,
    /// When it runs.
    pub(crate) moment: Moment,
    /// What kind of action it is, where that is known; rules have none.
    pub(crate) kind: Option<Kind<'a>>,
    /// What is known of its kind.
    pub(crate) provider: Option<&'static Provider>,
    /// The entries of its configuration: each key with everything that its value can be.
    pub(crate) settings: Vec<(&'a str, Case<'a>)>,
}

/// When something runs in a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The number of the stage.
    pub(crate) stage: usize,
    /// Where in the stage: the actions' run order, and before or after all of them; `None` where that is not known.
    pub(crate) order: Option<i64>,
}

impl Moment {
    /// Whether what runs then is done before the other begins; `None` where that cannot be told.
    pub(crate) fn is_before(self, other: Moment) -> Option<bool> {
        match self.stage.cmp(&other.stage) {
            std::cmp::Ordering::Less => Some(true),
            std::cmp::Ordering::Greater => Some(false),
            std::cmp::Ordering::Equal => Some(self.order? < other.order?),
        }
    }
}

/// The conditions that a stage can have, and when their rules run.
const CONDITIONS: [(&str, i64); 3] = [("BeforeEntry", i64::MIN), ("OnSuccess", i64::MAX), ("OnFailure", i64::MAX)];

/// The kind of an action, as its `ActionTypeId` says.
#[derive(Debug)]
pub(crate) struct Kind<'a> {
    pub(crate) category: &'a str,
    pub(crate) owner: &'a str,
    pub(crate) provider: &'a str,
    pub(crate) version: String,
    case: Case<'a>,
}

impl<'a> Pipeline<'a> {
    /// The pipelines among the resources. `open` says that there may be more in them than the template shows.
    pub(crate) fn all(resources: &[Resource<'a>], conditions: &Conditions<'_>, open: bool) -> Vec<Self> {
        let pipelines = resources.iter().filter(|resource| resource.type_name == "AWS::CodePipeline::Pipeline");
        let read = pipelines.filter_map(|resource| {
            let properties = Case::properties(resource)?;
            properties.map().map(|_| Pipeline::new(properties, conditions, open))
        });
        read.collect()
    }

    fn new(properties: Case<'a>, conditions: &Conditions<'_>, open: bool) -> Self {
        let mut pipeline = Pipeline { properties, stages: Vec::new(), open };
        pipeline.open |= pipeline.properties.map().is_some_and(is_open);
        for stages in pipeline.properties.key("Stages", conditions) {
            pipeline.open |= stages.value.as_list().is_none();
            let items = stages.value.as_list().unwrap_or_default().iter().enumerate();
            for (index, case) in items
                .flat_map(|(index, item)| stages.below(item, conditions).into_iter().map(move |case| (index, case)))
            {
                match case.map() {
                    Some(map) => {
                        pipeline.open |= is_open(map);
                        let stage = Stage::new(case, index, conditions, &mut pipeline.open);
                        pipeline.stages.push(stage);
                    }
                    None => pipeline.open = true,
                }
            }
        }
        pipeline
    }

    /// Every action, stage by stage.
    pub(crate) fn actions(&self) -> impl Iterator<Item = &Step<'a>> {
        self.stages.iter().flat_map(|stage| &stage.actions)
    }

    /// Every action and every rule, stage by stage.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &Step<'a>> {
        self.stages.iter().flat_map(|stage| stage.actions.iter().chain(&stage.rules))
    }

    /// The type that the pipeline has: `V1` where it says nothing, `None` where it cannot be told.
    pub(crate) fn version(&self, conditions: &Conditions<'_>) -> Option<&'a str> {
        if !self.properties.map().is_some_and(|map| map.contains_key("PipelineType")) {
            return (!self.open).then_some("V1");
        }
        match self.properties.key("PipelineType", conditions).as_slice() {
            [only] => only.value.as_str(),
            _ => None,
        }
    }
}

impl<'a> Stage<'a> {
    fn new(case: Case<'a>, index: usize, conditions: &Conditions<'_>, open: &mut bool) -> Self {
        let mut actions = Vec::new();
        for list in case.key("Actions", conditions) {
            *open |= list.value.as_list().is_none();
            for item in list.items(conditions) {
                match item.map() {
                    Some(map) => {
                        *open |= is_open(map);
                        actions.push(Step::action(item, index, conditions));
                    }
                    None => *open = true,
                }
            }
        }
        let mut rules = Vec::new();
        for (place, order) in CONDITIONS {
            let moment = Moment { stage: index, order: Some(order) };
            for rule in case.select(&[place, "Conditions", "*", "Rules", "*"], conditions) {
                if rule.map().is_some() {
                    rules.push(Step::rule(rule, place, moment, conditions));
                }
            }
        }
        Stage { case, index, actions, rules }
    }
}

impl<'a> Step<'a> {
    fn action(case: Case<'a>, stage: usize, conditions: &Conditions<'_>) -> Self {
        let kind = Kind::new(&case, conditions);
        let provider = kind.as_ref().and_then(Kind::facts);
        let order = match case.map().and_then(|map| map.get("RunOrder")) {
            None => Some(1),
            Some(_) => match case.key("RunOrder", conditions).as_slice() {
                [only] => partial::known(only.value).and_then(|text| text.parse().ok()),
                _ => None,
            },
        };
        let settings = settings(&case, conditions);
        Step { case, place: "Actions", moment: Moment { stage, order }, kind, provider, settings }
    }

    fn rule(case: Case<'a>, place: &'static str, moment: Moment, conditions: &Conditions<'_>) -> Self {
        let provider = match case.select(&["RuleTypeId", "Provider"], conditions).as_slice() {
            [only] => only.value.as_str().and_then(providers::find_rule),
            _ => None,
        };
        let settings = settings(&case, conditions);
        Step { case, place, moment, kind: None, provider, settings }
    }

    /// Whether it is an action of that category.
    pub(crate) fn is(&self, category: &str) -> bool {
        self.kind.as_ref().is_some_and(|kind| kind.category == category)
    }

    /// Its name, where that is known.
    pub(crate) fn name(&self) -> Option<&'a str> {
        self.case.map()?.get("Name")?.as_str()
    }

    /// The names of the artifacts under `InputArtifacts` or `OutputArtifacts`.
    pub(crate) fn artifacts(&self, key: &str, conditions: &Conditions<'_>) -> Vec<Case<'a>> {
        self.case.select(&[key, "*", "Name"], conditions)
    }

    /// Everything that the value of a key of its configuration can be.
    pub(crate) fn setting(&self, key: &str) -> impl Iterator<Item = &Case<'a>> {
        self.settings.iter().filter(move |(name, _)| *name == key).map(|(_, case)| case)
    }
}

/// The entries of the configuration of an action or a rule.
fn settings<'a>(step: &Case<'a>, conditions: &Conditions<'_>) -> Vec<(&'a str, Case<'a>)> {
    let mut found = Vec::new();
    for configuration in step.key("Configuration", conditions) {
        for (key, value) in configuration.map().into_iter().flat_map(Map::iter) {
            found.extend(configuration.below(value, conditions).into_iter().map(|case| (key, case)));
        }
    }
    found
}

/// How messages call it.
impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.place == "Actions" { "action" } else { "rule" };
        match self.name() {
            Some(name) => write!(f, "the {kind} `{name}`"),
            None => write!(f, "the {kind}"),
        }
    }
}

impl<'a> Kind<'a> {
    fn new(action: &Case<'a>, conditions: &Conditions<'_>) -> Option<Self> {
        match action.key("ActionTypeId", conditions).as_slice() {
            [only] => {
                let map = only.map()?;
                let text = |key: &str| map.get(key).and_then(Value::as_str);
                let version = partial::known(map.get("Version")?)?.into_owned();
                let (category, owner, provider) = (text("Category")?, text("Owner")?, text("Provider")?);
                Some(Kind { category, owner, provider, version, case: only.clone() })
            }
            _ => None,
        }
    }

    /// The path of what says so.
    pub(crate) fn path(&self) -> Path<'a> {
        self.case.path()
    }

    fn facts(&self) -> Option<&'static Provider> {
        providers::find(self.category, self.owner, self.provider, &self.version)
    }
}

/// Whether a loop or a macro adds entries.
pub(crate) fn is_open(map: &Map) -> bool {
    map.iter().any(|(key, _)| key == "Fn::Transform" || key.starts_with("Fn::ForEach"))
}
