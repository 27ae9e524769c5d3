//! The network: public, private and database subnets in three zones.

use cfn_constructs::Stack;
use cfn_constructs::iam::{Principal, Statement};
use cfn_constructs::services::{Grantee, LogGroup, LogGroupProps, Role, RoleProps};
use cfn_constructs::stack::ConditionRef;
use cfn_model::ec2::flow_log::{ResourceType, TrafficType};
use cfn_model::ec2::{
    EIP, FlowLog, InternetGateway, NatGateway, Route, RouteTable, Subnet, SubnetRouteTableAssociation, VPC,
    VPCEndpoint, VPCGatewayAttachment, eip, vpc_endpoint,
};
use cfn_model::template::Parameter;
use cfn_model::{Condition, Handle, IntoProp, List, Prop, functions, sub};

use super::parameters::CIDR;

/// In how many zones the product is.
const ZONES: u32 = 3;

/// How many bits of an address tell subnets' hosts apart: 4,094 of the network's 65,536 at most.
const HOST_BITS: i64 = 8;

pub(super) fn stack() -> Stack {
    let mut stack = Stack::new("network").description("Public, private and database subnets in three zones.");
    let cidr = stack.parameter(
        "Cidr",
        Parameter::string().allowed_pattern(CIDR).description("The addresses of the network, from /16 to /20."),
    );
    let own_nat = stack.parameter(
        "NatPerZone",
        Parameter::string().allowed_values(["true", "false"]).description("Whether each zone has its NAT gateway."),
    );
    let own_nat = stack.condition("OwnNat", Condition::equals(own_nat, "true"));

    let cidr: Prop<String> = cidr.into_prop();
    let vpc = VPC::new().cidr_block(cidr.clone()).enable_dns_hostnames(true).enable_dns_support(true);
    let vpc = stack.add("Vpc", vpc);
    flow_logs(&mut stack, vpc);
    let internet = stack.add("Internet", InternetGateway::new());
    let attachment = VPCGatewayAttachment::new(vpc.reference()).internet_gateway_id(internet.reference());
    let attachment = stack.add("InternetAttachment", attachment);

    let public_table = stack.add("PublicRoutes", RouteTable::new(vpc.reference()));
    let to_internet =
        Route::new(public_table.reference()).destination_cidr_block("0.0.0.0/0").gateway_id(internet.reference());
    let to_internet = stack.add("ToInternet", to_internet);
    stack.resource(to_internet).depends_on(attachment);
    let database_table = stack.add("DatabaseRoutes", RouteTable::new(vpc.reference()));

    let mut subnets = Subnets { vpc, cidr, next: 0 };
    let public = subnets.add(&mut stack, "Public", |_| public_table);
    let first_nat = nat(&mut stack, 0, public[0], attachment, None);
    let private_tables: Vec<_> = (0..ZONES)
        .map(|zone| private_routes(&mut stack, vpc, zone, public[zone as usize], attachment, first_nat, own_nat))
        .collect();
    let private = subnets.add(&mut stack, "Private", |zone| private_tables[zone as usize]);
    let database = subnets.add(&mut stack, "Database", |_| database_table);

    let tables: Vec<Prop<String>> =
        private_tables.iter().chain([&database_table]).map(|table| table.reference()).collect();
    // Objects in S3 are reached without the NAT gateways, which cost by the byte.
    let s3 = VPCEndpoint::new(vpc.reference())
        .vpc_endpoint_type(vpc_endpoint::VpcEndpointType::Gateway)
        .service_name(sub!("com.amazonaws.{region}.s3"))
        .route_table_ids(tables);
    stack.add("S3Endpoint", s3);

    stack.output("VpcId", vpc.reference());
    for (name, subnets) in [("PublicSubnets", public), ("PrivateSubnets", private), ("DatabaseSubnets", database)] {
        let ids: Vec<Prop<String>> = subnets.iter().map(|subnet| subnet.reference()).collect();
        stack.output(name, functions::join(",", ids));
    }
    stack
}

/// Subnets of the network, which take its addresses one range after the other.
struct Subnets {
    vpc: Handle<VPC>,
    cidr: Prop<String>,
    next: u32,
}

impl Subnets {
    /// One in each zone, with the routes of its table.
    fn add(&mut self, stack: &mut Stack, kind: &str, table: impl Fn(u32) -> Handle<RouteTable>) -> Vec<Handle<Subnet>> {
        (0..ZONES)
            .map(|zone| {
                let ranges = functions::cidr(self.cidr.clone(), i64::from(3 * ZONES), HOST_BITS);
                let subnet = Subnet::new(self.vpc.reference())
                    .availability_zone(functions::get_azs("").select(zone))
                    .cidr_block(ranges.select(self.next))
                    .map_public_ip_on_launch(false);
                self.next += 1;
                let number = zone + 1;
                let subnet = stack.add(format!("{kind}Subnet{number}"), subnet);
                let routes = SubnetRouteTableAssociation::new(table(zone).reference(), subnet.reference());
                stack.add(format!("{kind}Subnet{number}Routes"), routes);
                subnet
            })
            .collect()
    }
}

/// A NAT gateway in a public subnet; only where the condition holds, if there is one.
fn nat(
    stack: &mut Stack,
    zone: u32,
    subnet: Handle<Subnet>,
    attachment: Handle<VPCGatewayAttachment>,
    condition: Option<ConditionRef>,
) -> Handle<NatGateway> {
    let number = zone + 1;
    let address = stack.add(format!("NatAddress{number}"), EIP::new().domain(eip::Domain::Vpc));
    stack.resource(address).depends_on(attachment);
    let gateway = NatGateway::new().allocation_id(address.allocation_id()).subnet_id(subnet.reference());
    let gateway = stack.add(format!("Nat{number}"), gateway);
    if let Some(condition) = condition {
        stack.resource(address).condition(condition);
        stack.resource(gateway).condition(condition);
    }
    gateway
}

/// The routes of a private subnet: to the NAT gateway of its zone, or to the first one.
fn private_routes(
    stack: &mut Stack,
    vpc: Handle<VPC>,
    zone: u32,
    public: Handle<Subnet>,
    attachment: Handle<VPCGatewayAttachment>,
    first: Handle<NatGateway>,
    own_nat: ConditionRef,
) -> Handle<RouteTable> {
    let gateway: Prop<String> = if zone == 0 {
        first.reference()
    } else {
        let own = nat(stack, zone, public, attachment, Some(own_nat));
        own_nat.choose(own.reference().into_value(), first.reference().into_value()).into_prop()
    };
    let number = zone + 1;
    let table = stack.add(format!("PrivateRoutes{number}"), RouteTable::new(vpc.reference()));
    let route = Route::new(table.reference()).destination_cidr_block("0.0.0.0/0").nat_gateway_id(gateway);
    stack.add(format!("ToNat{number}"), route);
    table
}

/// What goes over the network is written down.
fn flow_logs(stack: &mut Stack, vpc: Handle<VPC>) {
    let logs = LogGroup::new(stack, "FlowLog", LogGroupProps::default());
    let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::service("vpc-flow-logs.amazonaws.com")]).when(
        cfn_constructs::iam::Operator::StringEquals,
        "aws:SourceAccount",
        [cfn_model::pseudo::account_id()],
    );
    let role = Role::new(stack, "FlowLogRole", RoleProps::trusting(trust).description("Writes the flow log."));
    let write = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"];
    role.allow(stack, Statement::allow(write).on([logs.handle.arn()]));
    let log = FlowLog::new(vpc.reference(), ResourceType::Vpc)
        .traffic_type(TrafficType::All)
        .log_group_name(logs.name())
        .deliver_logs_permission_arn(role.arn());
    let log = stack.add("VpcFlowLog", log);
    role.before(stack, log);
}

/// A list of ids that is one text, as parameters pass it on.
pub(super) fn ids(text: &Prop<String>) -> Prop<List<String>> {
    functions::split(",", text.clone())
}
