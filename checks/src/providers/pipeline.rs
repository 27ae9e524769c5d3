//! Pipelines that a pipeline starts.

use super::{ConfigurationKey, Form, OutputVariables, Provider};

/// A pipeline that is started.
pub static INVOKE: Provider = Provider {
    configuration: &[
        ConfigurationKey::required("PipelineName", "The pipeline."),
        ConfigurationKey::optional("SourceRevisions", "The revisions of its sources, as a JSON array.")
            .form(Form::JsonList),
        ConfigurationKey::optional("Variables", "Its variables, as a JSON array.").form(Form::JsonList),
    ],
    output_variables: OutputVariables::AndOthers(&["PipelineExecutionId"]),
    v2_only: true,
    ..Provider::new(
        "Invoke",
        "CodePipeline",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html",
    )
};
