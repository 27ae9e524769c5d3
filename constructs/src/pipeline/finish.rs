//! What a pipeline adds when synthesis begins: its stages, and all that follows from them.

use cfn_model::codepipeline::pipeline::{ActionDeclaration, ArtifactStoreMap, PipelineType, StageDeclaration};
use cfn_model::{Diagnostic, Map, Prop, Properties, Value, codepipeline, iam, pseudo};

use super::declare::{self, Place};
use super::permissions::Permissions;
use super::store::Stores;
use super::variable::{namespace_of, used_namespaces};
use super::{Expectation, Pipeline, PipelineProps, Rule, checks, events};
use crate::Stack;
use crate::services::Role;
use crate::stack::Deferred;

/// A pipeline until synthesis.
pub(super) struct Unfinished {
    pub(super) pipeline: Pipeline,
    pub(super) props: PipelineProps,
    /// Who may read the artifacts besides the actions.
    pub(super) readers: Vec<Role>,
}

impl Deferred for Unfinished {
    fn finish(self: Box<Self>, stack: &mut Stack) {
        let Unfinished { pipeline, props, readers } = *self;
        checks::check(&props).into_iter().for_each(|problem| stack.report(problem));
        check_expectations(stack, &props);

        let stores = Stores::new(stack, pipeline, &props);
        let mut permissions = Permissions::new(stack, pipeline, &props, &stores);
        let stages = stages(&props, &mut permissions);
        readers.into_iter().for_each(|reader| permissions.let_read(reader));
        let roles = permissions.finish();
        events::add_rules(stack, pipeline, &props);

        let finished = declared(&props, stages, &stores);
        stack.modify(pipeline.handle, |present| fill(present, finished));
        for role in roles {
            // The first execution starts as soon as the pipeline is there, and needs its permissions then.
            if role.handle.target().tree == stack.uid
                && let Some(policy) = stack.beside(role.handle, |stack| stack.find::<iam::Policy>("Policy"))
            {
                stack.resource(pipeline.handle).depends_on(policy);
            }
        }
    }
}

fn stages(props: &PipelineProps, permissions: &mut Permissions<'_>) -> Vec<StageDeclaration> {
    let mut unclaimed = used_namespaces(props);
    let mut declare = |stage: &super::Stage| {
        let mut actions: Vec<ActionDeclaration> = Vec::with_capacity(stage.actions.len());
        for action in &stage.actions {
            let role = permissions.of_action(stage, action);
            let by_name = || Some(namespace_of(&action.name)).filter(|namespace| unclaimed.contains(namespace));
            let namespace = action.namespace.clone().or_else(by_name);
            if let Some(namespace) = &namespace {
                // A second action of that name, which is reported, gets none.
                unclaimed.remove(namespace);
            }
            actions.push(declare::action(action, Place { role, namespace }));
        }
        declare::stage(stage, actions, &mut |rule: &Rule| {
            let role = permissions.of_rule(stage, rule);
            declare::rule(rule, role)
        })
    };
    props.stages.iter().map(&mut declare).collect()
}

fn declared(props: &PipelineProps, stages: Vec<StageDeclaration>, stores: &Stores) -> codepipeline::Pipeline {
    let mut pipeline = codepipeline::Pipeline::from_map(Map::new())
        .pipeline_type(props.pipeline_type)
        .restart_execution_on_update(props.restart_execution_on_update);
    if let Some(name) = &props.name {
        pipeline = pipeline.name(name);
    }
    if props.pipeline_type != PipelineType::V1 {
        pipeline = pipeline.execution_mode(props.execution_mode);
    }
    if stores.regional.is_empty() {
        pipeline = pipeline.artifact_store(stores.own.to_property());
    } else {
        let here = stores.region.clone().map_or_else(pseudo::region, Prop::new);
        let mut all = vec![ArtifactStoreMap::new(stores.own.to_property(), here)];
        let others = stores.regional.iter();
        all.extend(others.map(|(region, store)| ArtifactStoreMap::new(store.to_property(), region.as_str())));
        pipeline = pipeline.artifact_stores(all);
    }
    if !props.variables.is_empty() {
        pipeline = pipeline.variables(props.variables.iter().map(declare::variable).collect::<Vec<_>>());
    }
    if !props.triggers.is_empty() {
        pipeline = pipeline.triggers(props.triggers.iter().map(declare::trigger).collect::<Vec<_>>());
    }
    pipeline = pipeline.stages(stages);
    let disabled: Vec<_> = props.stages.iter().filter_map(declare::transition).collect();
    if disabled.is_empty() { pipeline } else { pipeline.disable_inbound_stage_transitions(disabled) }
}

/// Adds what is not there yet: what was set on the resource by hand stays.
fn fill(present: codepipeline::Pipeline, finished: codepipeline::Pipeline) -> codepipeline::Pipeline {
    let mut map = present.into_map();
    for (name, value) in finished.into_map() {
        if !map.contains_key(&name) {
            map.insert(name, value);
        }
    }
    codepipeline::Pipeline::from_map(map)
}

/// Reports what actions need of other resources of the stack and do not find.
fn check_expectations(stack: &mut Stack, props: &PipelineProps) {
    for (path, _, action) in checks::actions(props) {
        for expectation in &action.expectations {
            if !holds(stack, expectation) {
                let problem = Diagnostic::error("pipeline-resource", expectation.message.as_str());
                stack.report(problem.property(path.clone()).help(expectation.help));
            }
        }
    }
}

/// Whether it is so. Of another stack's resource nothing is known here.
fn holds(stack: &mut Stack, expectation: &Expectation) -> bool {
    if expectation.resource.tree != stack.uid {
        return true;
    }
    let Some(element) = stack.resource_element(expectation.resource) else { return true };
    let (first, rest) = expectation.property.split_once('.').unwrap_or((expectation.property, ""));
    match (element.properties.get(first).and_then(|value| value.at(rest)), expectation.value) {
        (Some(Value::String(found)), Some(expected)) => found == expected,
        (found, _) => found.is_some(),
    }
}
