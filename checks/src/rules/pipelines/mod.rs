//! CodePipeline: stages, actions, artifacts, variables.

mod artifact_count;
mod artifact_not_written;
mod artifact_written_twice;
mod artifacts;
mod condition_result;
mod configuration_artifact;
mod configuration_json;
mod configuration_value;
mod early_namespace;
mod event_pattern;
mod event_target_role;
mod events;
mod foreign_project;
mod limits;
mod misplaced_property;
mod missing_configuration;
mod plain_secret;
mod region_without_store;
mod repeated_namespace;
mod repeated_variable;
mod replaced_action;
mod role_not_assumable;
mod silent_approval;
mod source_stage;
mod too_many_actions;
mod trigger_filter;
mod trigger_source;
mod undeclared_variable;
mod unknown_action;
mod unknown_configuration;
mod unknown_namespace;
mod unknown_output_variable;
mod unknown_stage;
mod v2_feature;
mod variables;
mod wrong_variable_reference;

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[
    &source_stage::X,
    &too_many_actions::X,
    &limits::X,
    &unknown_action::X,
    &replaced_action::X,
    &misplaced_property::X,
    &v2_feature::X,
    &unknown_configuration::X,
    &missing_configuration::X,
    &configuration_value::X,
    &configuration_json::X,
    &configuration_artifact::X,
    &plain_secret::X,
    &foreign_project::X,
    &artifact_not_written::X,
    &artifact_written_twice::X,
    &artifact_count::X,
    &wrong_variable_reference::X,
    &unknown_namespace::X,
    &early_namespace::X,
    &unknown_output_variable::X,
    &undeclared_variable::X,
    &repeated_namespace::X,
    &repeated_variable::X,
    &role_not_assumable::X,
    &region_without_store::X,
    &unknown_stage::X,
    &trigger_source::X,
    &trigger_filter::X,
    &condition_result::X,
    &event_pattern::X,
    &event_target_role::X,
    &silent_approval::X,
];

#[cfg(test)]
mod tests {
    /// A stage with a source that writes `Sources`.
    pub(super) const SOURCE: &str = "{Name: Source, Actions: [{Name: Site, \
        ActionTypeId: {Category: Source, Owner: AWS, Provider: S3, Version: '1'}, \
        Configuration: {S3Bucket: acme, S3ObjectKey: site.zip}, Namespace: Site, OutputArtifacts: [{Name: Sources}]}]}";

    /// What an action is that builds.
    pub(super) const BUILD: &str = "ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1'}";

    /// A template with a pipeline of these stages, a list in YAML's flow style.
    pub(super) fn in_pipeline(stages: &str) -> String {
        with_properties(&format!("Stages: {stages}"))
    }

    /// A template with a pipeline of these properties, entries in YAML's flow style.
    pub(super) fn with_properties(properties: &str) -> String {
        format!("Resources: {{Pipeline: {{Type: 'AWS::CodePipeline::Pipeline', Properties: {{{properties}}}}}}}\n")
    }
}
