//! [`Stage`]: what runs together, and what has to hold before and after it.

use std::panic::Location;

use cfn_model::codepipeline::pipeline::ActionTypeIdCategory as Category;
use cfn_model::{Diagnostic, nearest};

use super::{Action, ActionType, Condition, EntryResult, IntoAction, OnFailure, RetryMode, Rule, SuccessResult};

/// A stage: actions that run beside and after each other.
///
/// ```
/// use cfn_constructs::pipeline::Stage;
/// use cfn_constructs::pipeline::actions::ManualApprovalAction;
///
/// let both = Stage::new("Approve")
///     .with(ManualApprovalAction::new("Security"))
///     .with(ManualApprovalAction::new("Product"))
///     .then(ManualApprovalAction::new("Release"));
/// let orders: Vec<_> = both.actions.iter().map(|action| action.run_order).collect();
/// assert_eq!(orders, [Some(1), Some(1), Some(2)]);
/// ```
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Its name, unique in the pipeline: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// Its actions, 1 to 50.
    pub actions: Vec<Action>,
    /// What has to hold for an execution to enter it. By default nothing.
    pub before_entry: Option<Condition<EntryResult>>,
    /// What has to hold after all its actions have succeeded. By default nothing.
    pub on_success: Option<Condition<SuccessResult>>,
    /// What is done when it fails. By default nothing.
    pub on_failure: Option<OnFailure>,
    /// Why executions wait before it until somebody lets them in. By default they do not wait.
    pub disabled: Option<String>,
    pub(super) problems: Vec<Diagnostic>,
    /// What is changed in the place of an action that is not there.
    scratch: Option<Box<Action>>,
}

impl Stage {
    /// A stage without actions.
    pub fn new(name: impl Into<String>) -> Self {
        Stage {
            name: name.into(),
            actions: Vec::new(),
            before_entry: None,
            on_success: None,
            on_failure: None,
            disabled: None,
            problems: Vec::new(),
            scratch: None,
        }
    }

    /// With an action beside the one that was added last, unless it has a run order of its own.
    #[must_use]
    pub fn with(mut self, action: impl IntoAction) -> Self {
        let order = self.actions.last().map_or(1, order);
        self.place(action, order);
        self
    }

    /// With all of the actions, beside each other and the one that was added last.
    #[must_use]
    pub fn with_all<A: IntoAction>(mut self, actions: impl IntoIterator<Item = A>) -> Self {
        let last = self.actions.last().map_or(1, order);
        actions.into_iter().for_each(|action| self.place(action, last));
        self
    }

    /// With an action after all the others, unless it has a run order of its own.
    #[must_use]
    pub fn then(mut self, action: impl IntoAction) -> Self {
        self.push(action);
        self
    }

    /// Lets an execution in only where the rules hold; otherwise the stage fails.
    #[must_use]
    pub fn only_if<R: Into<Rule>>(mut self, rules: impl IntoIterator<Item = R>) -> Self {
        self.before_entry = Some(Condition::new(EntryResult::Fail, rules));
        self
    }

    /// Lets an execution in only where the rules hold; otherwise it goes on with the next stage.
    #[must_use]
    pub fn skip_unless<R: Into<Rule>>(mut self, rules: impl IntoIterator<Item = R>) -> Self {
        self.before_entry = Some(Condition::new(EntryResult::Skip, rules));
        self
    }

    /// Rolls the stage back to its last successful execution when it fails.
    #[must_use]
    pub fn roll_back_on_failure(mut self) -> Self {
        self.on_failure = Some(OnFailure::roll_back());
        self
    }

    /// Tries the stage once more when it fails.
    #[must_use]
    pub fn retry_on_failure(mut self, mode: RetryMode) -> Self {
        self.on_failure = Some(OnFailure::retry(mode));
        self
    }

    /// With what is done when the stage fails.
    #[must_use]
    pub fn on_failure(mut self, on_failure: OnFailure) -> Self {
        self.on_failure = Some(on_failure);
        self
    }

    /// With rules that have to hold once all actions have succeeded, and what is done where they do not.
    #[must_use]
    pub fn on_success<R: Into<Rule>>(mut self, result: SuccessResult, rules: impl IntoIterator<Item = R>) -> Self {
        self.on_success = Some(Condition::new(result, rules));
        self
    }

    /// Lets no execution in until somebody enables it.
    #[must_use]
    pub fn disabled(mut self, reason: impl Into<String>) -> Self {
        self.disabled = Some(reason.into());
        self
    }

    /// Adds an action after all the others.
    pub fn push(&mut self, action: impl IntoAction) {
        let last = self.actions.iter().map(order).max().unwrap_or(0);
        self.place(action, last + 1);
    }

    /// Adds an action that runs beside the one of that name.
    #[track_caller]
    pub fn insert_beside(&mut self, name: &str, action: impl IntoAction) {
        if let Some(index) = self.position(name) {
            self.insert(index + 1, action, order(&self.actions[index]));
        }
    }

    /// Adds an action that runs before the one of that name and those beside it.
    #[track_caller]
    pub fn insert_before(&mut self, name: &str, action: impl IntoAction) {
        if let Some(index) = self.position(name) {
            let order = order(&self.actions[index]);
            self.make_room(order);
            self.insert(index, action, order);
        }
    }

    /// Adds an action that runs after the one of that name and those beside it.
    #[track_caller]
    pub fn insert_after(&mut self, name: &str, action: impl IntoAction) {
        if let Some(index) = self.position(name) {
            let order = order(&self.actions[index]) + 1;
            self.make_room(order);
            self.insert(index + 1, action, order);
        }
    }

    /// Takes out the action of that name.
    #[track_caller]
    pub fn remove(&mut self, name: &str) -> Option<Action> {
        self.position(name).map(|index| self.actions.remove(index))
    }

    /// The action of that name, to be changed. Where there is none, that is reported at synthesis, and
    /// what is changed is lost.
    #[track_caller]
    pub fn action(&mut self, name: &str) -> &mut Action {
        match self.position(name) {
            Some(index) => &mut self.actions[index],
            None => {
                let nobody = Action::new(name, ActionType::custom(Category::Invoke, "None", "1"));
                self.scratch.insert(Box::new(nobody))
            }
        }
    }

    /// The action of that name, if there is one.
    pub fn find(&self, name: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.name == name)
    }

    fn place(&mut self, action: impl IntoAction, order: u32) {
        self.insert(self.actions.len(), action, order);
    }

    fn insert(&mut self, index: usize, action: impl IntoAction, order: u32) {
        let mut action = action.into_action();
        action.run_order.get_or_insert(order);
        self.actions.insert(index, action);
    }

    /// Lets the actions from `first` on run one later.
    fn make_room(&mut self, first: u32) {
        for action in self.actions.iter_mut().filter(|action| order(action) >= first) {
            action.run_order = Some(order(action) + 1);
        }
    }

    /// The place of the action of that name. None is reported.
    #[track_caller]
    fn position(&mut self, name: &str) -> Option<usize> {
        let position = self.actions.iter().position(|action| action.name == name);
        if position.is_none() {
            let names: Vec<&str> = self.actions.iter().map(|action| action.name.as_str()).collect();
            let problem = missing("action", &format!("the stage `{}` has no action `{name}`", self.name), name, &names);
            self.problems.push(problem);
        }
        position
    }
}

/// When the action runs.
pub(super) fn order(action: &Action) -> u32 {
    action.run_order.unwrap_or(1)
}

/// Something is named that is not there.
#[track_caller]
pub(super) fn missing(what: &str, message: &str, name: &str, names: &[&str]) -> Diagnostic {
    let help = match (nearest(name, names.iter().copied()), names) {
        (Some(near), _) => format!("the nearest is `{near}`"),
        (None, []) => format!("there is no {what} at all"),
        (None, names) => format!("there are `{}`", names.join("`, `")),
    };
    Diagnostic::error("pipeline-edit", message).help(help).at(Location::caller())
}
