//! A build or test with CodeBuild.

use cfn_model::{Diagnostic, Properties, Value};

use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, Expectation, IntoAction, json_text, providers};
use crate::services::codebuild::{EnvironmentVariable, Project};

/// A build or test with CodeBuild. The variables that its buildspec exports can be read by later actions.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeBuildAction {
    /// The action's name.
    pub name: String,
    /// The build project. Its source has to be [`Source::CodePipeline`](crate::services::codebuild::Source).
    pub project: Project,
    /// The artifact that holds the buildspec.
    pub input: Artifact,
    /// Other artifacts that the build reads, at most 4. None by default.
    pub extra_inputs: Vec<Artifact>,
    /// The artifacts that it writes, at most 5. Several are named as the secondary artifacts of the
    /// buildspec. None by default.
    pub outputs: Vec<Artifact>,
    /// Variables of this run, which win over those of the project. None by default.
    pub variables: Vec<EnvironmentVariable>,
    /// Whether one run is a batch of builds. By default it is a single one.
    pub batch: Option<CodeBuildBatch>,
    /// Whether it counts as a test, in the category `Test`. By default it is a build.
    pub test: bool,
}

/// A run that is a batch of builds. The project needs a batch configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct CodeBuildBatch {
    /// Whether the artifacts of all builds are put together into one. Off by default.
    pub combine_artifacts: bool,
}

impl CodeBuildAction {
    /// One build of the project, from the artifact.
    pub fn new(name: impl Into<String>, project: Project, input: Artifact) -> Self {
        CodeBuildAction {
            name: name.into(),
            project,
            input,
            extra_inputs: Vec::new(),
            outputs: Vec::new(),
            variables: Vec::new(),
            batch: None,
            test: false,
        }
    }

    /// With artifacts that it writes.
    #[must_use]
    pub fn outputs(mut self, outputs: impl IntoIterator<Item = Artifact>) -> Self {
        self.outputs.extend(outputs);
        self
    }

    /// With a variable of this run.
    #[must_use]
    pub fn env(mut self, variable: EnvironmentVariable) -> Self {
        self.variables.push(variable);
        self
    }
}

impl IntoAction for CodeBuildAction {
    fn into_action(self) -> Action {
        let kind = if self.test { &providers::code_build::TEST } else { &providers::code_build::BUILD };
        let start = match self.batch {
            None => ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"],
            Some(_) => ["codebuild:BatchGetBuildBatches", "codebuild:StartBuildBatch", "codebuild:StopBuildBatch"],
        };
        let name = self.name;
        let mut action = Action::new(name.as_str(), kind)
            .configure("ProjectName", self.project.name())
            .needs(Statement::allow(start).on([self.project.arn()]));
        if !self.extra_inputs.is_empty() {
            action = action.configure("PrimarySource", self.input.name());
        }
        if let Some(batch) = self.batch {
            action = action.configure("BatchEnabled", "true");
            if batch.combine_artifacts {
                action = action.configure("CombineArtifacts", "true");
            }
        }
        if !self.variables.is_empty() {
            action = action.configure("EnvironmentVariables", json_text(&variables(&self.variables)));
        }
        let project = self.project.handle.target();
        action = action.expects(Expectation {
            resource: project,
            property: "Source.Type",
            value: Some("CODEPIPELINE"),
            message: format!("the project of the action `{name}` brings a source of its own"),
            help: "make the project with `Source::CodePipeline`, so that it builds what the pipeline hands over",
        });
        if self.batch.is_some() {
            action = action.expects(Expectation {
                resource: project,
                property: "BuildBatchConfig",
                value: None,
                message: format!("the project of the action `{name}` runs no batches"),
                help: "give the project a `batch`, or leave the action's out",
            });
        }
        let reads = self.variables.iter().filter_map(EnvironmentVariable::permission);
        action.grants.extend(reads.map(|statement| (self.project.role, statement)));
        action.artifact_roles.push(self.project.role);
        for (index, variable) in self.variables.iter().enumerate() {
            if self.variables[..index].iter().any(|other| other.name() == variable.name()) {
                let message = format!("the variable `{}` is given twice", variable.name());
                let problem = Diagnostic::error("action-configuration", message).help("give each variable once");
                action = action.problem("EnvironmentVariables", problem);
            }
        }
        action.reads([self.input]).reads(self.extra_inputs).writes(self.outputs)
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// The variables as the JSON that the configuration takes, whose keys are in lower case.
pub(super) fn variables(variables: &[EnvironmentVariable]) -> Value {
    let lower_case = |variable: &EnvironmentVariable| {
        let entries = variable.to_property().into_map().into_iter();
        Value::Map(entries.map(|(key, value)| (key.to_lowercase(), value)).collect())
    };
    Value::List(variables.iter().map(lower_case).collect())
}
