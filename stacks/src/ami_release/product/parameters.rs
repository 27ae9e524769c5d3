//! What customers are asked for.

use cfn_constructs::Stack;
use cfn_model::template::Parameter;
use cfn_model::{IntoProp, Map, Prop, Value};

/// The values of the product's parameters.
pub(super) struct Given {
    pub(super) cidr: Prop<String>,
    pub(super) nat_per_zone: Prop<String>,
    pub(super) instance_type: Prop<String>,
    pub(super) min_servers: Prop<String>,
    pub(super) max_servers: Prop<String>,
    pub(super) certificate: Prop<String>,
    pub(super) clients: Prop<String>,
    pub(super) database_class: Prop<String>,
    pub(super) database_storage: Prop<String>,
    pub(super) mail: Prop<String>,
    pub(super) protected: Prop<String>,
}

/// The parameters by what they are about, as the console shows them.
const GROUPS: [(&str, &[&str]); 4] = [
    ("Network", &["Cidr", "NatPerZone"]),
    ("Servers", &["InstanceType", "MinServers", "MaxServers", "CertificateArn", "Clients"]),
    ("Database", &["DatabaseClass", "DatabaseStorage"]),
    ("Operation", &["AlarmMail", "Protected"]),
];

/// An IPv4 range in CIDR notation.
pub(super) const CIDR: &str = r"^(\d{1,3}\.){3}\d{1,3}/\d{1,2}$";

impl Given {
    pub(super) fn new(stack: &mut Stack) -> Self {
        let mut ask = |id: &str, parameter: Parameter| -> Prop<String> { stack.parameter(id, parameter).into_prop() };
        let given = Given {
            cidr: ask(
                "Cidr",
                Parameter::string()
                    .default("10.0.0.0/16")
                    .allowed_pattern(r"^(\d{1,3}\.){3}\d{1,3}/(16|17|18|19|20)$")
                    .constraint_description("an IPv4 range with a prefix of 16 to 20 bits")
                    .description("The addresses of the network, from /16 to /20."),
            ),
            nat_per_zone: ask(
                "NatPerZone",
                Parameter::string()
                    .default("false")
                    .allowed_values(["true", "false"])
                    .description("Whether each zone has a NAT gateway of its own, or all share one."),
            ),
            instance_type: ask(
                "InstanceType",
                Parameter::string()
                    .default("m7g.large")
                    .allowed_values(["m7g.large", "m7g.xlarge", "m7g.2xlarge", "m7g.4xlarge"])
                    .description("How large a server is."),
            ),
            min_servers: ask("MinServers", count("2", "How many servers there are at least.")),
            max_servers: ask("MaxServers", count("6", "How many servers there are at most.")),
            certificate: ask(
                "CertificateArn",
                Parameter::string()
                    .allowed_pattern(r"^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate/[0-9a-f-]+$")
                    .constraint_description("the ARN of a certificate of this region")
                    .description("The certificate for HTTPS, by its ARN in AWS Certificate Manager."),
            ),
            clients: ask(
                "Clients",
                Parameter::string()
                    .allowed_pattern(CIDR)
                    .constraint_description("an IPv4 range such as 203.0.113.0/24")
                    .description("Who may reach the load balancer: an IPv4 range."),
            ),
            database_class: ask(
                "DatabaseClass",
                Parameter::string()
                    .default("db.m7g.large")
                    .allowed_values(["db.m7g.large", "db.m7g.xlarge", "db.m7g.2xlarge"])
                    .description("How large the database is."),
            ),
            database_storage: ask(
                "DatabaseStorage",
                Parameter::number()
                    .default(100)
                    .min_value(20)
                    .max_value(16384)
                    .description("The storage of the database, in GiB."),
            ),
            mail: ask(
                "AlarmMail",
                Parameter::string()
                    .allowed_pattern(r"^[^@\s]+@[^@\s]+$")
                    .constraint_description("an e-mail address")
                    .description("Who is told when something is wrong, by e-mail."),
            ),
            protected: ask(
                "Protected",
                Parameter::string().default("true").allowed_values(["true", "false"]).description(
                    "Whether database and load balancer are kept from being deleted. Only tests say false.",
                ),
            ),
        };
        stack.metadata("AWS::CloudFormation::Interface", interface());
        given
    }
}

fn count(default: &str, description: &str) -> Parameter {
    Parameter::number().default(default).min_value(1).max_value(50).description(description)
}

fn interface() -> Map {
    let group = |(label, parameters): (&str, &[&str])| {
        let parameters: Vec<Value> = parameters.iter().map(|parameter| Value::from(*parameter)).collect();
        let label = Map::from([("default", label)]);
        Value::from(Map::from([("Label", Value::from(label)), ("Parameters", Value::List(parameters))]))
    };
    Map::from([("ParameterGroups", Value::List(GROUPS.map(group).into()))])
}
