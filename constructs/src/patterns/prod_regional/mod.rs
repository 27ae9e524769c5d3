//! [`ProdRegionalStackSet`]: one pipeline in each region, which publishes what an account has received.

mod deployment;
mod regional;
mod regions;
mod replication;

use cfn_model::Diagnostic;

pub use regions::RegionalVariable;

use super::PublishEntrance;
use crate::Stack;
use crate::iam::Statement;
use crate::services::cloudformation::{
    AdministrationRole, AutoDeployment, ExecutionRole, ExecutionRoleProps, OperationPreferences, Permissions, StackSet,
    StackSetProps,
};
use crate::services::codebuild::{BuildEnvironment, BuildspecSource, EnvironmentVariable};
use crate::services::{Days, Minutes, Role};

/// The longest name whose regional names AWS takes: that of a bucket ends with account and region.
const NAME_LENGTH: usize = 24;

/// A stack set that puts a pipeline into each region of an account. Each is started by the same zip file and
/// publishes what is in it there.
///
/// The zip file arrives in the bucket of a [`PublishEntrance`], and S3 replicates it to a bucket in each region:
/// a pipeline and what starts it are in the region of their source.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/what-is-cfnstacksets.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProdRegionalStackSet {
    /// The stack set.
    pub stack_set: StackSet,
    /// The role that CloudFormation takes on here, where the set has permissions of its own.
    pub administration_role: Option<AdministrationRole>,
    /// The role that deploys the regional stacks, where the set has permissions of its own.
    pub execution_role: Option<ExecutionRole>,
    /// The role with which S3 replicates.
    pub replication_role: Role,
}

/// With whose permissions the regional stacks are deployed, and to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionalPermissions {
    /// With two roles that are made, of which one may create just what the regional template holds.
    SelfManaged,
    /// With the roles of the organization, to all accounts of these units. The stack's own account has to be
    /// one of theirs; in the others the pipelines wait for a zip file that never comes.
    ServiceManaged {
        /// The ids of the organizational units: `ou-…`.
        units: Vec<String>,
        /// What becomes of accounts that join or leave a unit.
        auto_deployment: AutoDeployment,
    },
}

/// One build of a regional pipeline. Builds of the same buildspec share a project, and all of them a role:
/// roles are counted for an account as a whole, and there would be one for each build and region.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionalBuild {
    /// The name of its action: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// What it does.
    pub buildspec: BuildspecSource,
    /// Its variables, besides those of the environment. None by default.
    pub variables: Vec<EnvironmentVariable>,
    /// When it runs, 1 to 999: after the builds that have a lower number, beside those that have the same. 1 by default.
    pub run_order: u32,
}

impl RegionalBuild {
    /// A build of that name, everything else by default.
    pub fn new(name: impl Into<String>, buildspec: impl Into<BuildspecSource>) -> Self {
        RegionalBuild { name: name.into(), buildspec: buildspec.into(), variables: Vec::new(), run_order: 1 }
    }
}

/// What a [`ProdRegionalStackSet`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ProdRegionalStackSetProps {
    /// The set's name, with which the names of all that it makes begin: at most 24 lower-case letters, digits
    /// and hyphens, beginning with a letter.
    pub name: String,
    /// The regions.
    pub regions: Vec<String>,
    /// What is done in each region.
    pub builds: Vec<RegionalBuild>,
    /// Where the builds run.
    pub environment: BuildEnvironment,
    /// Images that differ from the environment's: region and image.
    pub images: Vec<(String, String)>,
    /// Variables of every build whose values differ by region. None by default.
    pub variables: Vec<RegionalVariable>,
    /// What the builds may do. Nothing by default.
    pub permissions: Vec<Statement>,
    /// The e-mail addresses that are told how executions end. None by default.
    pub emails: Vec<String>,
    /// With whose permissions the regional stacks are deployed. By default with roles that are made.
    pub deployment: RegionalPermissions,
    /// In which order and how carefully. One region after the other, stopping at the first failure, by default.
    pub preferences: OperationPreferences,
    /// How long a build may take. 60 minutes by default.
    pub timeout: Minutes,
    /// How long logs are kept. 30 days by default.
    pub log_retention: Days,
}

impl ProdRegionalStackSetProps {
    /// These builds in these regions, everything else by default.
    pub fn new<R: Into<String>>(
        name: impl Into<String>,
        regions: impl IntoIterator<Item = R>,
        builds: impl IntoIterator<Item = RegionalBuild>,
    ) -> Self {
        ProdRegionalStackSetProps {
            name: name.into(),
            regions: regions.into_iter().map(Into::into).collect(),
            builds: builds.into_iter().collect(),
            environment: BuildEnvironment::default(),
            images: Vec::new(),
            variables: Vec::new(),
            permissions: Vec::new(),
            emails: Vec::new(),
            deployment: RegionalPermissions::SelfManaged,
            preferences: OperationPreferences::default(),
            timeout: Minutes(60),
            log_retention: Days(30),
        }
    }
}

impl ProdRegionalStackSet {
    /// Adds the stack set, the roles that deploy it, and the replication of what `entrance` receives. The
    /// entrance is of the same stack, whose account has to be known.
    #[track_caller]
    pub fn new(
        stack: &mut Stack,
        id: impl Into<String>,
        entrance: &PublishEntrance,
        props: ProdRegionalStackSetProps,
    ) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let template = regional::stack(stack, &entrance.handover.key, &props);
            let account = entrance.handover.receiver.as_str();
            let instances = regions::instances(account, &props);
            let ProdRegionalStackSetProps { name, regions, emails, deployment, preferences, .. } = props;

            let execution_role_name = format!("{name}-deployment");
            let (permissions, roles) = match &deployment {
                RegionalPermissions::ServiceManaged { auto_deployment, .. } => {
                    // The account that publishes is not the organization's own.
                    let own = Permissions::ServiceManaged {
                        auto_deployment: *auto_deployment,
                        delegated_administrator: true,
                    };
                    (own, None)
                }
                RegionalPermissions::SelfManaged => {
                    let needed = deployment::permissions(&name, !emails.is_empty());
                    let (administration, execution) = roles(stack, &name, &execution_role_name, account, needed);
                    let administration_role = administration.role.arn();
                    (
                        Permissions::SelfManaged { administration_role, execution_role_name },
                        Some((administration, execution)),
                    )
                }
            };

            let set =
                StackSetProps { preferences, ..StackSetProps::new(name.as_str(), template, permissions, instances) };
            let description = Some(format!("Publishes in each region what {} receives.", entrance.handover.bucket));
            let stack_set = StackSet::new(stack, "StackSet", StackSetProps { description, ..set });
            let (administration_role, execution_role) = roles.unzip();
            if let (Some(administration), Some(execution)) = (administration_role, execution_role) {
                // Without its permissions, a role that exists deploys nothing.
                administration.role.before(stack, stack_set.handle);
                execution.role.before(stack, stack_set.handle);
            }
            let replication_role = replication::replicate(stack, entrance.bucket, &name, account, &regions, stack_set);
            ProdRegionalStackSet { stack_set, administration_role, execution_role, replication_role }
        })
    }
}

fn roles(
    stack: &mut Stack,
    name: &str,
    execution_role_name: &str,
    account: &str,
    permissions: Vec<Statement>,
) -> (AdministrationRole, ExecutionRole) {
    let administration = AdministrationRole::new(stack, "Administration", execution_role_name, [account]);
    let execution = ExecutionRole::new(
        stack,
        "Deployment",
        ExecutionRoleProps {
            name: execution_role_name.to_owned(),
            administration_role: administration.role.arn(),
            stack_set_name: name.to_owned(),
            permissions,
        },
    );
    let reason = "asked of a template, and not of a stack, it is checked against no resource";
    stack.suppress_at("Deployment", "wildcard-resource", format!("cloudformation:GetTemplateSummary: {reason}"));
    (administration, execution)
}

fn check(stack: &mut Stack, props: &ProdRegionalStackSetProps) {
    let name = &props.name;
    let allowed = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
    let begins = name.starts_with(|first: char| first.is_ascii_lowercase());
    if name.len() > NAME_LENGTH || !begins || !name.chars().all(allowed) {
        stack.report(
            Diagnostic::error("regional-name", format!("`{name}` is no name that regional names can begin with"))
                .property("name")
                .help("use lower-case letters, digits and hyphens, beginning with a letter, at most 24"),
        );
    }
    regions::check(stack, props);
}
