//! Stack sets with roles of their own and with the organization's.

use cfn_constructs::iam::Statement;
use cfn_constructs::services::cloudformation::{
    AdministrationRole, Amount, AutoDeployment, ExecutionRole, ExecutionRoleProps, OperationPreferences, Permissions,
    StackInstances, StackSet, StackSetProps,
};
use cfn_constructs::services::{LogGroup, LogGroupProps, Role, RoleProps};
use cfn_constructs::{App, Stack};
use cfn_model::template::Parameter;
use cfn_model::{Prop, sub};

const ROLE: &str = "publish-execution";

fn regional() -> Stack {
    let mut stack = Stack::new("Regional").description("What each region gets.");
    let mail = stack.parameter("Mail", Parameter::string());
    stack.output("Address", mail);
    LogGroup::new(&mut stack, "Logs", LogGroupProps::default());
    Role::new(&mut stack, "Role", RoleProps::for_service("codebuild.amazonaws.com"));
    stack
}

fn self_managed() -> Stack {
    let mut stack = Stack::new("StackSetSelfManaged");
    let administration = AdministrationRole::new(&mut stack, "Administration", ROLE, ["111122223333", "444455556666"]);
    let permissions =
        Permissions::SelfManaged { administration_role: administration.role.arn(), execution_role_name: ROLE.into() };
    let instances = [
        StackInstances::accounts(["111122223333"], ["eu-central-1", "us-east-1"]),
        StackInstances::accounts(["444455556666"], ["eu-central-1"]).parameter("Mail", "other@example.com"),
    ];
    StackSet::new(
        &mut stack,
        "Publish",
        StackSetProps {
            description: Some("Publishes in every region.".into()),
            parameters: vec![("Mail".into(), Prop::new("releases@example.com"))],
            preferences: OperationPreferences {
                region_order: vec!["eu-central-1".into(), "us-east-1".into()],
                concurrent: Amount::Count(2),
                failure_tolerance: Amount::Count(1),
                ..OperationPreferences::default()
            },
            ..StackSetProps::new("publish", regional(), permissions, instances)
        },
    );
    stack
}

fn target() -> Stack {
    let mut stack = Stack::new("StackSetTarget");
    let logs = sub!("arn:{partition}:logs:*:{account}:log-group:StackSet-publish-*");
    ExecutionRole::new(
        &mut stack,
        "Execution",
        ExecutionRoleProps {
            name: ROLE.into(),
            administration_role: sub!("arn:{partition}:iam::999988887777:role/administration"),
            stack_set_name: "publish".into(),
            permissions: vec![Statement::allow(["logs:CreateLogGroup", "logs:DeleteLogGroup"]).on([logs])],
        },
    );
    stack
}

fn service_managed() -> Stack {
    let mut stack = Stack::new("StackSetServiceManaged");
    let permissions =
        Permissions::ServiceManaged { auto_deployment: AutoDeployment::OnAndRetain, delegated_administrator: true };
    let instances =
        [StackInstances::organizational_units(["ou-ab12-cdefgh34"], ["eu-central-1"])
            .parameter("Mail", "a@example.com")];
    StackSet::new(&mut stack, "Publish", StackSetProps::new("publish", regional(), permissions, instances));
    stack
}

#[test]
fn stack_sets() {
    let app = App::new().with_all([self_managed(), target(), service_managed()]);
    snapshots::check("services/cloudformation", app);
}
