//! The database: PostgreSQL in two zones, whose password nobody knows.

use cfn_constructs::iam::{Operator, Principal, Statement};
use cfn_constructs::services::cloudwatch::AlarmComparison;
use cfn_constructs::services::{Key, KeyProps, Role, RoleProps};
use cfn_constructs::{RemovalPolicy, Stack};
use cfn_model::ec2::{SecurityGroup, SecurityGroupEgress, SecurityGroupIngress};
use cfn_model::rds::db_instance::{DatabaseInsightsMode, MasterUserSecret};
use cfn_model::rds::{DBInstance, DBParameterGroup, DBSubnetGroup};
use cfn_model::template::Parameter;
use cfn_model::{Condition, Handle, Map, Prop, pseudo, sub};

use super::alarms::{alarm, average};
use super::network::ids;
use super::passed;

const PORT: i64 = 5432;
const NAMESPACE: &str = "AWS/RDS";
const GIBIBYTE: f64 = 1_073_741_824.0;

pub(super) fn stack() -> Stack {
    let mut stack = Stack::new("database").description("A PostgreSQL database in two zones, encrypted and backed up.");
    let vpc = passed(&mut stack, "VpcId", "The network.");
    let subnets = passed(&mut stack, "Subnets", "The subnets of the database, joined by commas.");
    let class = passed(&mut stack, "InstanceClass", "How large the database is.");
    let storage = stack.parameter("Storage", Parameter::number().min_value(20).description("Its storage, in GiB."));
    let protected = Parameter::string().allowed_values(["true", "false"]);
    let protected = stack.parameter("Protected", protected.description("Whether it is kept from being deleted."));
    let protected = stack.condition("IsProtected", Condition::equals(protected, "true"));
    let topic = passed(&mut stack, "AlarmTopic", "The topic that is told when something is wrong, by ARN.");

    let key = Key::new(
        &mut stack,
        "Key",
        KeyProps {
            description: Some("Encrypts the database, its backups and its password.".into()),
            ..KeyProps::default()
        },
    );
    let (server, clients) = security_groups(&mut stack, vpc.clone());
    let group = DBSubnetGroup::new("The subnets of the database.", ids(&subnets));
    let group = stack.add("SubnetGroup", group);
    let parameters =
        DBParameterGroup::new("Connections are encrypted, and slow statements are logged.", "postgres17").parameters(
            Map::from([("rds.force_ssl", "1"), ("log_min_duration_statement", "1000"), ("log_statement", "ddl")]),
        );
    let parameters = stack.add("Settings", parameters);
    let monitoring = monitoring_role(&mut stack);

    let database = DBInstance::new()
        .engine("postgres")
        .engine_version("17.10")
        .db_instance_class(class)
        .allocated_storage(storage)
        .max_allocated_storage(16_384)
        .storage_type("gp3")
        .storage_encrypted(true)
        .kms_key_id(key.arn())
        .master_username("product")
        // RDS makes the password, keeps it in Secrets Manager, and changes it every week.
        .manage_master_user_password(true)
        .master_user_secret(MasterUserSecret::new().kms_key_id(key.arn()))
        .enable_iam_database_authentication(true)
        .multi_az(true)
        .publicly_accessible(false)
        .port(PORT.to_string())
        .db_subnet_group_name(group.reference())
        .vpc_security_groups([server.group_id()])
        .db_parameter_group_name(parameters.reference())
        .backup_retention_period(30)
        .copy_tags_to_snapshot(true)
        .delete_automated_backups(false)
        .deletion_protection(protected.choose(true, false))
        .auto_minor_version_upgrade(true)
        .monitoring_interval(60)
        .monitoring_role_arn(monitoring.arn())
        .database_insights_mode(DatabaseInsightsMode::Standard)
        .enable_performance_insights(true)
        .performance_insights_kms_key_id(key.arn())
        .enable_cloudwatch_logs_exports(["postgresql", "upgrade"]);
    let database = stack.add("Database", database);
    stack.resource(database).removal_policy(RemovalPolicy::Snapshot);
    alarms(&mut stack, &topic, database);

    stack.output("Host", database.endpoint_address());
    stack.output("SecretArn", database.master_user_secret_secret_arn());
    stack.output("KeyArn", key.arn());
    stack.output("ClientSecurityGroup", clients.group_id());
    stack
}

/// The group of the database, and that of whoever may connect to it.
fn security_groups(stack: &mut Stack, vpc: Prop<String>) -> (Handle<SecurityGroup>, Handle<SecurityGroup>) {
    // Without a rule of its own, a group may send everything everywhere.
    let nothing = || cfn_model::ec2::security_group::Egress::new("-1").cidr_ip("127.0.0.1/32").description("Nothing.");
    let server = SecurityGroup::new("The database.").vpc_id(vpc.clone()).security_group_egress([nothing()]);
    let server = stack.add("ServerGroup", server);
    let clients = SecurityGroup::new("Who connects to the database.").vpc_id(vpc).security_group_egress([nothing()]);
    let clients = stack.add("ClientGroup", clients);
    let into = SecurityGroupIngress::new("tcp")
        .group_id(server.group_id())
        .source_security_group_id(clients.group_id())
        .from_port(PORT)
        .to_port(PORT)
        .description("PostgreSQL.");
    stack.add("FromClients", into);
    let out = SecurityGroupEgress::new(clients.group_id(), "tcp")
        .destination_security_group_id(server.group_id())
        .from_port(PORT)
        .to_port(PORT)
        .description("PostgreSQL.");
    stack.add("ToServer", out);
    (server, clients)
}

/// The role with which RDS looks at the machine of the database.
fn monitoring_role(stack: &mut Stack) -> Role {
    let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::service("monitoring.rds.amazonaws.com")]).when(
        Operator::StringEquals,
        "aws:SourceAccount",
        [pseudo::account_id()],
    );
    let policy = sub!("arn:{partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole");
    let props = RoleProps { managed_policies: vec![policy], ..RoleProps::trusting(trust) };
    Role::new(stack, "Monitoring", props.description("Looks at the machine of the database."))
}

fn alarms(stack: &mut Stack, topic: &Prop<String>, database: Handle<DBInstance>) {
    let metric = |name: &str| average(NAMESPACE, name, "DBInstanceIdentifier", database.reference());
    let above = AlarmComparison::Greater;
    alarm(stack, "BusyProcessor", topic, metric("CPUUtilization"), above, 80.0, "The database is busy.");
    let full = "The database has less than 10 GiB left.";
    alarm(stack, "FullStorage", topic, metric("FreeStorageSpace"), AlarmComparison::Less, 10.0 * GIBIBYTE, full);
    let connected = "The database has many connections.";
    alarm(stack, "ManyConnections", topic, metric("DatabaseConnections"), above, 400.0, connected);
}
