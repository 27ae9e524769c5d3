//! The builds of extensions, and the roles that their handlers run with.

use cfn_constructs::Stack;
use cfn_constructs::iam::{Operator, Principal, Statement};
use cfn_constructs::patterns::{PipelineBuild, RegionalBuild};
use cfn_constructs::services::codebuild::{BuildspecSource, EnvironmentVariable};
use cfn_constructs::services::{Grantee, Role, RoleProps};
use cfn_model::{Prop, iam, pseudo, sub};

use super::files::{Account, buildspec_path};
use super::names::short_name;
use super::{Extension, ExtensionKind, Names, Namespace, Permission, RegistryRelease};

/// How long handlers may work on one request, in seconds: what the CloudFormation CLI gives their roles.
const HANDLER_SECONDS: i64 = 8_400;

/// The contract tests, one build for each extension. The handlers run inside the build, with what it may do.
pub(super) fn contract_tests(train: &RegistryRelease, namespace: &Namespace) -> Vec<PipelineBuild> {
    let names = Names::of(train, namespace);
    let build = |extension: &Extension| {
        let mut build = build(train, extension, Account::Ci);
        build.variables.push(plain("SETUP_STACK", names.test_stack(extension)));
        let allowed = extension.permissions.iter().chain(&extension.test_permissions);
        build.permissions.extend(allowed.map(Permission::statement));
        build
    };
    namespace.extensions.iter().map(build).collect()
}

/// The integration tests, one build for each extension. The handlers run with roles of their own, which are added.
pub(super) fn integration_tests(
    stack: &mut Stack,
    train: &RegistryRelease,
    namespace: &Namespace,
) -> Vec<PipelineBuild> {
    let names = Names::of(train, namespace);
    let roles = handler_roles(stack, namespace, None);
    let build = |(extension, role): (&Extension, Option<Role>)| {
        let mut build = build(train, extension, Account::Beta);
        let stack = names.test_stack(extension);
        build.variables.push(plain("TEMPORARY_STACK", format!("{stack}-new")));
        build.variables.push(plain("KEPT_STACK", stack));
        build.variables.push(plain("HANDLER_BUCKET", names.handlers_bucket(&train.accounts.beta, &train.region)));
        build.permissions.extend(extension.test_permissions.iter().map(Permission::statement));
        if let Some(role) = role {
            build.variables.push(plain("EXECUTION_ROLE_ARN", role.arn()));
            build.permissions.push(Statement::allow(["iam:PassRole"]).on([role.arn()]));
        }
        build
    };
    namespace.extensions.iter().zip(roles).map(build).collect()
}

/// Publishing, one build for each extension.
pub(super) fn publishing(train: &RegistryRelease, namespace: &Namespace) -> Vec<RegionalBuild> {
    let names = Names::of(train, namespace);
    let build = |extension: &Extension| {
        let mut variables = variables(extension);
        variables.push(plain("HANDLER_BUCKET", names.handlers_bucket(&train.accounts.prod, &train.region)));
        if has_role(extension) {
            let role = sub!("arn:{partition}:iam::{account}:role/{}", names.handler_role(extension));
            variables.push(plain("EXECUTION_ROLE_ARN", role));
        }
        RegionalBuild {
            variables,
            run_order: extension.run_order,
            ..RegionalBuild::new(short_name(extension), buildspec(train, extension, Account::Prod))
        }
    };
    namespace.extensions.iter().map(build).collect()
}

/// The roles with which CloudFormation runs the handlers of the extensions that may do something, in their order.
pub(super) fn handler_roles(stack: &mut Stack, namespace: &Namespace, names: Option<&Names>) -> Vec<Option<Role>> {
    stack.scope("Handlers", |stack| {
        let role = |extension: &Extension| {
            has_role(extension).then(|| {
                let role = Role::new(stack, short_name(extension), handler_role(extension));
                let name = names.map(|names| names.handler_role(extension));
                stack.modify(role.handle, |role: iam::Role| {
                    let role = role.max_session_duration(HANDLER_SECONDS);
                    match name {
                        Some(name) => role.role_name(name),
                        None => role,
                    }
                });
                extension.permissions.iter().for_each(|allowed| role.allow(stack, allowed.statement()));
                role
            })
        };
        namespace.extensions.iter().map(role).collect()
    })
}

/// Whether CloudFormation runs handlers that may do something.
fn has_role(extension: &Extension) -> bool {
    extension.kind != ExtensionKind::Module && !extension.permissions.is_empty()
}

/// For the handlers of just that type, see
/// <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-develop.html>.
fn handler_role(extension: &Extension) -> RoleProps {
    let (services, kind): (&[&str], _) = match extension.kind {
        ExtensionKind::Hook => {
            (&["hooks.cloudformation.amazonaws.com", "resources.cloudformation.amazonaws.com"], "hook")
        }
        ExtensionKind::Resource | ExtensionKind::Module => (&["resources.cloudformation.amazonaws.com"], "resource"),
    };
    let name = extension.type_name.replace("::", "-");
    let versions = sub!("arn:{partition}:cloudformation:*:{account}:type/{}/{}/*", kind, name);
    let trust = Statement::allow(["sts:AssumeRole"])
        .to(services.iter().map(|service| Principal::service(*service)))
        .when(Operator::StringEquals, "aws:SourceAccount", [pseudo::account_id()])
        .when(Operator::ArnLike, "aws:SourceArn", [versions]);
    RoleProps::trusting(trust).description(format!("What the handlers of {} may do.", extension.type_name))
}

fn build(train: &RegistryRelease, extension: &Extension, account: Account) -> PipelineBuild {
    PipelineBuild {
        description: Some(format!("{} {}.", account.verb(), extension.type_name)),
        variables: variables(extension),
        run_order: extension.run_order,
        ..PipelineBuild::new(short_name(extension), buildspec(train, extension, account))
    }
}

fn buildspec(train: &RegistryRelease, extension: &Extension, account: Account) -> BuildspecSource {
    BuildspecSource::file(buildspec_path(train, account, extension.language))
}

/// What every build of an extension knows of it. The language is told by the buildspec.
fn variables(extension: &Extension) -> Vec<EnvironmentVariable> {
    let own = extension.variables.iter().map(|(name, value)| plain(name, value.as_str()));
    let read = extension.parameters.iter().map(|(name, parameter)| EnvironmentVariable::parameter(name, parameter));
    let known = [
        plain("EXTENSION_PATH", extension.path.as_str()),
        plain("TYPE", extension.kind.name()),
        plain("TYPE_NAME", extension.type_name.as_str()),
    ];
    known.into_iter().chain(own).chain(read).collect()
}

fn plain(name: &str, value: impl cfn_model::IntoProp<String>) -> EnvironmentVariable {
    let value: Prop<String> = value.into_prop();
    EnvironmentVariable::plain(name, value)
}
