//! Who runs what, and what has to be allowed for it.

use cfn_model::{Prop, Value, sub};

use super::logs::is_pipeline_name;
use super::stage::Stage;
use super::store::{Access, Stores};
use super::{Action, ActionRole, Artifact, BucketRef, Pipeline, PipelineProps, Rule};
use crate::Stack;
use crate::iam::{Principal, Statement};
use crate::services::{Role, RoleProps};
use crate::tree::NodeId;

/// Gives roles what the pipeline's actions and rules need.
pub(super) struct Permissions<'a> {
    stack: &'a mut Stack,
    pipeline: Pipeline,
    props: &'a PipelineProps,
    stores: &'a Stores,
    /// Artifacts that are only references, each with what whoever reads it has to be allowed.
    references: Vec<(&'a Artifact, &'a Statement)>,
    /// The roles that have been given something.
    roles: Vec<Role>,
}

/// Who runs an action.
enum Runner {
    /// A role of this app, whose permissions follow from what it runs.
    Role(Role),
    /// A role that is not of this app, and its account where that is another one.
    Stranger { arn: Prop<String>, account: Option<String> },
}

impl<'a> Permissions<'a> {
    pub(super) fn new(stack: &'a mut Stack, pipeline: Pipeline, props: &'a PipelineProps, stores: &'a Stores) -> Self {
        let references = props.stages.iter().flat_map(|stage| &stage.actions).flat_map(|action| {
            let outputs = action.outputs.iter().map(|output| &output.artifact);
            outputs.flat_map(|artifact| action.for_readers.iter().map(move |statement| (artifact, statement)))
        });
        let references = references.collect();
        let mut permissions = Permissions { stack, pipeline, props, stores, references, roles: Vec::new() };
        let everything = Access { read: true, write: true };
        for store in stores.all() {
            permissions.give_access(pipeline.role, store, everything);
        }
        permissions
    }

    /// The roles that have been given something.
    pub(super) fn finish(self) -> Vec<Role> {
        self.roles
    }

    /// Allows what the action needs. Gives the role to run it with, where that is not the pipeline's.
    pub(super) fn of_action(&mut self, stage: &Stage, action: &Action) -> Option<Prop<String>> {
        let per_action = self.props.role_per_action && action.has_role_of_its_own();
        let role = match &action.role {
            ActionRole::Pipeline if per_action => &ActionRole::PerAction,
            role => role,
        };
        let access = Access { read: !action.inputs.is_empty(), write: !action.outputs.is_empty() };
        let region = action.region.as_deref();
        for role in &action.artifact_roles {
            self.give_access(*role, self.stores.of(region), access);
            let read = self.references.iter().filter(|(artifact, _)| action.inputs.contains(artifact));
            let needs: Vec<Statement> = read.map(|(_, statement)| (*statement).clone()).collect();
            needs.into_iter().for_each(|statement| self.allow(*role, statement));
        }
        for (account, name) in &action.foreign_artifact_roles {
            let arn = sub!("arn:{partition}:iam::{}:role/{}", account, name);
            self.stores.of(region).admit(self.stack, account, &arn, access);
        }
        for (role, statement) in &action.grants {
            self.allow(*role, self.local(statement, region));
        }
        let id = format!("{}-{}-Role", stage.name, action.name);
        self.run(role, &id, region, &action.permissions, access)
    }

    /// Allows what the rule needs. Gives the role to run it with, where that is not the pipeline's.
    pub(super) fn of_rule(&mut self, stage: &Stage, rule: &Rule) -> Option<Prop<String>> {
        let access = Access { read: !rule.inputs.is_empty(), write: false };
        let region = rule.region.as_deref();
        for role in &rule.artifact_roles {
            self.give_access(*role, self.stores.of(region), access);
        }
        let id = format!("{}-{}-RuleRole", stage.name, rule.name);
        self.run(&rule.role, &id, region, &rule.permissions, access)
    }

    fn run(
        &mut self,
        role: &ActionRole,
        id: &str,
        region: Option<&str>,
        needs: &[Statement],
        access: Access,
    ) -> Option<Prop<String>> {
        let runner = self.runner(role, id);
        let store = self.stores.of(region);
        let arn = match runner {
            None => {
                needs.iter().for_each(|statement| self.allow(self.pipeline.role, self.local(statement, region)));
                return None;
            }
            Some(Runner::Role(role)) => {
                needs.iter().for_each(|statement| self.allow(role, self.local(statement, region)));
                self.give_access(role, store, access);
                role.arn()
            }
            Some(Runner::Stranger { arn, account }) => {
                if let Some(account) = account {
                    store.admit(self.stack, &account, &arn, access);
                }
                arn
            }
        };
        self.allow(self.pipeline.role, Statement::allow(["sts:AssumeRole"]).on([arn.clone()]));
        Some(arn)
    }

    /// Who runs it; nobody but the pipeline itself where there is none.
    fn runner(&mut self, role: &ActionRole, id: &str) -> Option<Runner> {
        match role {
            ActionRole::Pipeline => None,
            ActionRole::Role(role) => Some(Runner::Role(*role)),
            ActionRole::PerAction => {
                let pipeline = Principal::arn(self.pipeline.role.arn());
                let trust = RoleProps::trusting(Statement::allow(["sts:AssumeRole"]).to([pipeline]));
                Some(Runner::Role(Role::new(self.stack, id, trust)))
            }
            ActionRole::Arn(arn) => {
                let account = role.other_account(self.stack.environment.account.as_deref());
                Some(Runner::Stranger { arn: arn.clone(), account })
            }
            ActionRole::OtherAccount(account, name) => {
                let arn = sub!("arn:{partition}:iam::{}:role/{}", account, name);
                let account = role.other_account(self.stack.environment.account.as_deref());
                Some(Runner::Stranger { arn, account })
            }
        }
    }

    /// Lets the role read the artifacts of the pipeline's own region.
    pub(super) fn let_read(&mut self, role: Role) {
        self.give_access(role, &self.stores.own, Access { read: true, write: false });
    }

    fn give_access(&mut self, role: Role, store: &BucketRef, access: Access) {
        store.statements(access).into_iter().for_each(|statement| self.allow(role, statement));
    }

    fn allow(&mut self, role: Role, statement: Statement) {
        if !self.roles.contains(&role) {
            self.roles.push(role);
        }
        self.stack.at_home_of(role.handle.target(), move |stack| role.add_statement(stack, statement));
    }

    /// The statement with the action's own region, and the name of the pipeline it is in.
    fn local(&self, statement: &Statement, region: Option<&str>) -> Statement {
        let region = region.filter(|region| self.stores.region.as_deref() != Some(*region));
        let mut change = |value: Value| match (&value, region) {
            (value, _) if is_pipeline_name(value) => self.name_pattern().into_value(),
            (value, Some(region)) if value.is_ref_of("AWS::Region") => Value::from(region),
            (Value::Text(_), _) => flat(value),
            _ => value,
        };
        let mut local = statement.clone();
        local.resources = local.resources.into_iter().map(|resource| resource.map_nodes(&mut change)).collect();
        if let Value::Map(conditions) = Value::Map(local.conditions).map_nodes(&mut change) {
            local.conditions = conditions;
        } else {
            local.conditions = cfn_model::Map::new();
        }
        local
    }

    /// The pipeline's name. Where CloudFormation makes it, what it begins with: a reference would make
    /// the role's policy wait for the pipeline, which waits for the policy.
    fn name_pattern(&self) -> Prop<String> {
        // CloudFormation shortens what would be too long for a name, and then it may begin with anything.
        let ids = self.stack.tree.ids(NodeId(self.pipeline.handle.target().node));
        let length = ids.iter().map(|id| id.len() + 1).sum::<usize>() + "123456789012".len();
        match &self.props.name {
            Some(name) => Prop::new(name),
            None if length <= 100 => sub!("{stack}-*"),
            None => Prop::new("*"),
        }
    }
}

/// Text whose parts are no text of parts themselves.
fn flat(text: Value) -> Value {
    let Value::Text(parts) = text else { return text };
    let inside = |part: Value| match part {
        Value::Text(inner) => inner,
        other => vec![other],
    };
    Value::Text(parts.into_iter().flat_map(inside).collect())
}

impl Action {
    /// Whether it can have a role of its own: only actions of AWS can, and one that asks a person has little use for it.
    fn has_role_of_its_own(&self) -> bool {
        self.kind.owner == cfn_model::codepipeline::pipeline::ActionTypeIdOwner::Aws && !self.permissions.is_empty()
    }
}
