//! [`Pipeline`]: a CodePipeline pipeline with its role and its artifact bucket.

use cfn_model::codepipeline::pipeline::{ExecutionMode, PipelineType};
use cfn_model::{Handle, Map, Prop, Properties, codepipeline, sub};

use super::finish::Unfinished;
use super::{BucketRef, Stage, Stages, Trigger, Variable};
use crate::Stack;
use crate::iam::Statement;
use crate::services::{Bucket, BucketProps, Grantee, Role, RoleProps};
use crate::stack::MAIN;

const SERVICE: &str = "codepipeline.amazonaws.com";

/// A pipeline, the role it runs with, and where it keeps its artifacts.
///
/// Its stages are data until synthesis: [`Pipeline::edit`] rearranges them, whoever made the pipeline,
/// and the permissions, artifact stores and event rules follow what is left in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pipeline {
    /// The pipeline itself.
    pub handle: Handle<codepipeline::Pipeline>,
    /// The role it runs with.
    pub role: Role,
    /// The bucket for the artifacts of its own region, where that is one of this app. Only synthesis
    /// knows whether it gets a key of its own: use [`Pipeline::grant_read_artifacts`] for grants.
    pub artifacts: Option<Bucket>,
}

/// What a [`Pipeline`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineProps {
    /// The pipeline's name: letters, digits and `.@-_`, at most 100 characters. By default CloudFormation makes one.
    pub name: Option<String>,
    /// The stages, 2 to 50, the first of which holds the sources.
    pub stages: Stages,
    /// The type. V2 by default, which everything else here may be used with.
    pub pipeline_type: PipelineType,
    /// What becomes of an execution that starts while another runs. By default the newer one overtakes
    /// the older between stages (`SUPERSEDED`); `QUEUED` runs each in its turn.
    ///
    /// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/execution-modes.html>.
    pub execution_mode: ExecutionMode,
    /// Variables whose values are given when an execution starts, at most 50. None by default.
    pub variables: Vec<Variable>,
    /// Which pushes and pull requests start it, at most one for each source. By default each push to
    /// the branch of a source.
    pub triggers: Vec<Trigger>,
    /// Where artifacts are kept. By default a bucket is made, encrypted with the account's key for S3,
    /// or with a key of its own where an action runs in another account.
    pub artifact_store: Option<BucketRef>,
    /// Where artifacts are kept in other regions: one for each region that an action runs in. None by default.
    pub regional_stores: Vec<(String, BucketRef)>,
    /// The role it runs with. By default one is made. One that is given has to trust
    /// `codepipeline.amazonaws.com`.
    pub role: Option<Role>,
    /// The role with which the events of its sources start it. By default one is made where there are such
    /// events. One that is given has to trust `events.amazonaws.com`.
    pub events_role: Option<Role>,
    /// Whether each action that says nothing else gets a role of its own. Off by default: one role does
    /// it all, and its policies hold what the actions need together.
    pub role_per_action: bool,
    /// Whether a change of the pipeline starts it. Off by default.
    pub restart_execution_on_update: bool,
}

impl PipelineProps {
    /// A pipeline of these stages, everything else by default.
    pub fn new(stages: impl IntoIterator<Item = Stage>) -> Self {
        PipelineProps {
            name: None,
            stages: stages.into_iter().collect(),
            pipeline_type: PipelineType::V2,
            execution_mode: ExecutionMode::Superseded,
            variables: Vec::new(),
            triggers: Vec::new(),
            artifact_store: None,
            regional_stores: Vec::new(),
            role: None,
            events_role: None,
            role_per_action: false,
            restart_execution_on_update: false,
        }
    }
}

impl Pipeline {
    /// Adds a pipeline. What is wrong with it is reported at synthesis, when all changes have been made.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: PipelineProps) -> Self {
        stack.construct(id, |stack| {
            let role = props.role.unwrap_or_else(|| {
                let trust = RoleProps::for_service(SERVICE).description("What the actions of this pipeline may do.");
                Role::new(stack, "Role", trust)
            });
            let artifacts = match &props.artifact_store {
                Some(store) => store.construct,
                None => Some(Bucket::new(stack, "Artifacts", BucketProps::default())),
            };
            // All else comes at synthesis.
            let handle = stack.add(MAIN, codepipeline::Pipeline::from_map(Map::new()).role_arn(role.arn()));
            let pipeline = Pipeline { handle, role, artifacts };
            stack.defer(handle, Unfinished { pipeline, props, readers: Vec::new() });
            pipeline
        })
    }

    /// The pipeline's name.
    pub fn name(self) -> Prop<String> {
        self.handle.reference()
    }

    /// The pipeline's ARN.
    pub fn arn(self) -> Prop<String> {
        sub!("arn:{partition}:codepipeline:{region}:{account}:{}", self.name())
    }

    /// Changes the stages: adds, removes, moves and edits stages and actions by name.
    pub fn edit(self, stack: &mut Stack, change: impl FnOnce(&mut Stages)) {
        self.configure(stack, |props| change(&mut props.stages));
    }

    /// Changes anything else that the pipeline is made of. The role and the artifact store are settled.
    pub fn configure(self, stack: &mut Stack, change: impl FnOnce(&mut PipelineProps)) {
        if let Some(unfinished) = stack.deferred::<_, Unfinished>(self.handle) {
            change(&mut unfinished.props);
        }
    }

    /// Lets `grantee` start executions.
    pub fn grant_start(self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, Statement::allow(["codepipeline:StartPipelineExecution"]).on([self.arn()]));
    }

    /// Lets `grantee` read the artifacts of the pipeline's own region, whatever they are encrypted with.
    pub fn grant_read_artifacts(self, stack: &mut Stack, grantee: &impl Grantee) {
        let reader = grantee.role();
        if let Some(unfinished) = stack.deferred::<_, Unfinished>(self.handle) {
            unfinished.readers.push(reader);
        }
    }

    /// Lets `grantee` see executions and their state.
    pub fn grant_read(self, stack: &mut Stack, grantee: &impl Grantee) {
        let actions = [
            "codepipeline:GetPipeline",
            "codepipeline:GetPipelineExecution",
            "codepipeline:GetPipelineState",
            "codepipeline:ListActionExecutions",
            "codepipeline:ListPipelineExecutions",
        ];
        grantee.allow(stack, Statement::allow(actions).on([self.arn()]));
    }

    /// Lets `grantee` decide about an approval: the action of that name in that stage.
    ///
    /// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-iam-permissions.html>.
    pub fn grant_approve(self, stack: &mut Stack, grantee: &impl Grantee, stage: &str, action: &str) {
        let approval = sub!("{}/{}/{}", self.arn(), stage, action);
        grantee.allow(stack, Statement::allow(["codepipeline:PutApprovalResult"]).on([approval]));
        let see = ["codepipeline:GetPipelineExecution", "codepipeline:GetPipelineState"];
        grantee.allow(stack, Statement::allow(see).on([self.arn()]));
    }
}

impl Grantee for Pipeline {
    fn role(&self) -> Role {
        self.role
    }
}
