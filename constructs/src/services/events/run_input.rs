//! [`PipelineInput`] and [`BuildInput`]: what a run does otherwise than its definition says.

use cfn_model::Value;

use super::InputValue;
use super::input::report;
use crate::Stack;

/// With which variables and source revisions a pipeline of type V2 starts.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/create-cwe-ecr-source-console.html>.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PipelineInput {
    /// The pipeline's variables by name, each with its value, which becomes text. By default those of the pipeline.
    pub variables: Vec<(String, InputValue)>,
    /// Which revisions the source actions take. By default the newest.
    pub source_revisions: Vec<SourceRevision>,
}

/// Which revision a source action takes.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceRevision {
    /// The source action, by name.
    pub action: String,
    /// What the value is.
    pub kind: RevisionType,
    /// The revision, which becomes text.
    pub value: InputValue,
}

/// What names a revision.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_SourceRevisionOverride.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevisionType {
    /// The id of a commit.
    CommitId,
    /// The digest of an image in ECR.
    ImageDigest,
    /// The version of an object in S3.
    S3ObjectVersionId,
    /// The key of an object in S3.
    S3ObjectKey,
}

impl RevisionType {
    /// As CodePipeline writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            RevisionType::CommitId => "COMMIT_ID",
            RevisionType::ImageDigest => "IMAGE_DIGEST",
            RevisionType::S3ObjectVersionId => "S3_OBJECT_VERSION_ID",
            RevisionType::S3ObjectKey => "S3_OBJECT_KEY",
        }
    }
}

impl PipelineInput {
    /// With a variable.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<InputValue>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// With the revision that a source action takes.
    #[must_use]
    pub fn source_revision(
        mut self,
        action: impl Into<String>,
        kind: RevisionType,
        value: impl Into<InputValue>,
    ) -> Self {
        self.source_revisions.push(SourceRevision { action: action.into(), kind, value: value.into() });
        self
    }

    pub(super) fn into_value(self, stack: &mut Stack) -> InputValue {
        for (index, (name, value)) in self.variables.iter().enumerate() {
            let named = |character: char| character.is_ascii_alphanumeric() || matches!(character, '@' | '-' | '_');
            if name.is_empty() || name.len() > 128 || !name.chars().all(named) {
                report(
                    stack,
                    "Input",
                    format!("`{name}` is no name for a variable of a pipeline"),
                    "use 1 to 128 letters, digits, `@`, `-` and `_`",
                );
            }
            if self.variables[..index].iter().any(|(other, _)| other == name) {
                report(stack, "Input", format!("the variable `{name}` is set twice"), "leave one of the two out");
            }
            if *value == InputValue::Constant(Value::from("")) {
                report(
                    stack,
                    "Input",
                    format!("the variable `{name}` is empty, which CodePipeline refuses"),
                    "give it a value, or leave it out",
                );
            }
        }
        for revision in &self.source_revisions {
            let named = |character: char| character.is_ascii_alphanumeric() || ".@-_".contains(character);
            let action = &revision.action;
            if action.is_empty() || action.len() > 100 || !action.chars().all(named) {
                report(
                    stack,
                    "Input",
                    format!("`{action}` is no name for an action"),
                    "use 1 to 100 letters, digits, `.`, `@`, `-` and `_`",
                );
            }
        }
        let variables = self
            .variables
            .into_iter()
            .map(|(name, value)| InputValue::map([("name", InputValue::from(name)), ("value", value.into_text())]));
        let revisions = self.source_revisions.into_iter().map(|revision| {
            InputValue::map([
                ("actionName", InputValue::from(revision.action)),
                ("revisionType", revision.kind.as_str().into()),
                ("revisionValue", revision.value.into_text()),
            ])
        });
        let lists = [("sourceRevisions", InputValue::list(revisions)), ("variables", InputValue::list(variables))];
        InputValue::map(lists.into_iter().filter(|(_, list)| *list != InputValue::List(Vec::new())))
    }
}

/// What a build does otherwise than its project says. Besides what has a field here it takes what
/// `StartBuild` does.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html>.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct BuildInput {
    /// The commit, branch, tag or object version to build. By default what the project says.
    pub source_version: Option<InputValue>,
    /// Environment variables by name, in plain text. They win over those of the project.
    pub environment_variables: Vec<(String, InputValue)>,
    /// Other parameters of `StartBuild`, such as `timeoutInMinutesOverride`.
    pub overrides: Vec<(String, InputValue)>,
}

impl BuildInput {
    /// With the commit, branch, tag or object version to build.
    #[must_use]
    pub fn source_version(mut self, version: impl Into<InputValue>) -> Self {
        self.source_version = Some(version.into());
        self
    }

    /// With an environment variable in plain text.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<InputValue>) -> Self {
        self.environment_variables.push((name.into(), value.into()));
        self
    }

    /// With another parameter of `StartBuild`.
    #[must_use]
    pub fn with(mut self, parameter: impl Into<String>, value: impl Into<InputValue>) -> Self {
        self.overrides.push((parameter.into(), value.into()));
        self
    }

    pub(super) fn into_value(self, stack: &mut Stack) -> InputValue {
        let mut entries: Vec<(String, InputValue)> = Vec::new();
        if let Some(version) = self.source_version {
            entries.push(("sourceVersion".into(), version.into_text()));
        }
        if !self.environment_variables.is_empty() {
            let variables = self.environment_variables.into_iter().map(|(name, value)| {
                InputValue::map([
                    ("name", InputValue::from(name)),
                    ("value", value.into_text()),
                    ("type", "PLAINTEXT".into()),
                ])
            });
            entries.push(("environmentVariablesOverride".into(), InputValue::list(variables)));
        }
        for (parameter, value) in self.overrides {
            if parameter == "projectName" || entries.iter().any(|(present, _)| *present == parameter) {
                report(
                    stack,
                    "Input",
                    format!("the parameter `{parameter}` of the build is set already"),
                    "leave one of the two out; the project is the rule's target",
                );
            }
            entries.push((parameter, value));
        }
        InputValue::Map(entries)
    }
}
