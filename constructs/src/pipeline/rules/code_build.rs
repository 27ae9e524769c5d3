//! A build succeeds.

use crate::iam::Statement;
use crate::pipeline::{Artifact, Rule, providers};
use crate::services::codebuild::Project;

/// A build succeeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeBuildRule {
    /// The rule's name.
    pub name: String,
    /// The build project.
    pub project: Project,
    /// The artifact that holds the buildspec.
    pub input: Artifact,
}

impl CodeBuildRule {
    /// A build of the project succeeds.
    pub fn new(name: impl Into<String>, project: Project, input: Artifact) -> Self {
        CodeBuildRule { name: name.into(), project, input }
    }
}

impl From<CodeBuildRule> for Rule {
    fn from(rule: CodeBuildRule) -> Self {
        let start = ["codebuild:BatchGetBuilds", "codebuild:StartBuild"];
        let mut made = Rule::new(rule.name, &providers::rules::CODE_BUILD)
            .configure("ProjectName", rule.project.name())
            .reads([rule.input])
            .needs(Statement::allow(start).on([rule.project.arn()]));
        made.artifact_roles.push(rule.project.role);
        made
    }
}
