//! [`Stages`]: the stages of a pipeline, to be rearranged by name.

use cfn_model::Diagnostic;

use super::Stage;
use super::stage::missing;

/// The stages of a pipeline, in the order in which an execution goes through them.
///
/// They can be changed until synthesis, whoever made the pipeline. A name that is not there is
/// reported at synthesis, with the place of the change.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Stages {
    list: Vec<Stage>,
    problems: Vec<Diagnostic>,
    /// What is changed in the place of a stage that is not there.
    scratch: Option<Box<Stage>>,
}

impl Stages {
    /// The stages in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Stage> {
        self.list.iter()
    }

    /// The stages in their order, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Stage> {
        self.list.iter_mut()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The stage of that name, if there is one.
    pub fn find(&self, name: &str) -> Option<&Stage> {
        self.list.iter().find(|stage| stage.name == name)
    }

    /// The stage of that name, to be changed. Where there is none, that is reported at synthesis, and
    /// what is changed is lost.
    #[track_caller]
    pub fn stage(&mut self, name: &str) -> &mut Stage {
        match self.position(name) {
            Some(index) => &mut self.list[index],
            None => self.scratch.insert(Box::new(Stage::new(name))),
        }
    }

    /// Adds a stage as the last one.
    pub fn push(&mut self, stage: Stage) {
        self.list.push(stage);
    }

    /// Adds a stage before the one of that name.
    #[track_caller]
    pub fn insert_before(&mut self, name: &str, stage: Stage) {
        if let Some(index) = self.position(name) {
            self.list.insert(index, stage);
        }
    }

    /// Adds a stage after the one of that name.
    #[track_caller]
    pub fn insert_after(&mut self, name: &str, stage: Stage) {
        if let Some(index) = self.position(name) {
            self.list.insert(index + 1, stage);
        }
    }

    /// Takes out the stage of that name, with the permissions that its actions need.
    #[track_caller]
    pub fn remove(&mut self, name: &str) -> Option<Stage> {
        self.position(name).map(|index| self.list.remove(index))
    }

    /// Moves the stage of that name before the other.
    #[track_caller]
    pub fn move_before(&mut self, name: &str, other: &str) {
        self.relocate(name, other, 0);
    }

    /// Moves the stage of that name after the other.
    #[track_caller]
    pub fn move_after(&mut self, name: &str, other: &str) {
        self.relocate(name, other, 1);
    }

    #[track_caller]
    fn relocate(&mut self, name: &str, other: &str, offset: usize) {
        if let (Some(from), Some(_)) = (self.position(name), self.position(other))
            && name != other
        {
            let stage = self.list.remove(from);
            let to = self.list.iter().position(|stage| stage.name == other).unwrap_or(from);
            self.list.insert(to + offset, stage);
        }
    }

    /// The place of the stage of that name. None is reported.
    #[track_caller]
    fn position(&mut self, name: &str) -> Option<usize> {
        let position = self.list.iter().position(|stage| stage.name == name);
        if position.is_none() {
            let names: Vec<&str> = self.list.iter().map(|stage| stage.name.as_str()).collect();
            let problem = missing("stage", &format!("the pipeline has no stage `{name}`"), name, &names);
            self.problems.push(problem);
        }
        position
    }

    /// What went wrong while the stages were changed.
    pub(super) fn edit_problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.iter().chain(self.list.iter().flat_map(|stage| &stage.problems))
    }
}

impl FromIterator<Stage> for Stages {
    fn from_iter<I: IntoIterator<Item = Stage>>(stages: I) -> Self {
        Stages { list: stages.into_iter().collect(), ..Stages::default() }
    }
}

impl Extend<Stage> for Stages {
    fn extend<I: IntoIterator<Item = Stage>>(&mut self, stages: I) {
        self.list.extend(stages);
    }
}

impl<'a> IntoIterator for &'a Stages {
    type Item = &'a Stage;
    type IntoIter = std::slice::Iter<'a, Stage>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
