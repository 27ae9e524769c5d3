//! A product that is released as templates and machine images: servers behind a load balancer, with a database, in a
//! network of their own.
//!
//! Four templates: `product`, which customers deploy, and the nested `network`, `database` and `servers`, whose URLs
//! are beside it in the release.

mod alarms;
mod database;
mod network;
mod parameters;
mod servers;
mod traffic;

use cfn_constructs::Stack;
use cfn_constructs::patterns::{ImageMap, MachineImages, ReleaseLocation};
use cfn_constructs::services::cloudformation::{Interface, NestedStack, NestedStackProps, NestedTemplate};
use cfn_constructs::services::sns::{AnyTopic, Topic, TopicProps};
use cfn_model::template::Parameter;
use cfn_model::{IntoProp, Prop, sns};

/// The name of the image that servers start from, in the manifest of its build.
pub const IMAGE: &str = "server";

/// The stacks of the product, each of which becomes a template of the release.
#[derive(Debug)]
pub struct Product {
    /// What is deployed: its template is named `product`.
    pub product: Stack,
    /// What it nests, by the names of their templates.
    pub nested: Vec<(&'static str, Stack)>,
}

impl Product {
    /// The product as it is released at that location, with these images.
    #[track_caller]
    pub fn new(location: &ReleaseLocation, images: MachineImages) -> Self {
        let nested = [("network", network::stack()), ("database", database::stack()), ("servers", servers::stack())];
        let template = |name: &str| {
            let found = nested.iter().find(|(other, _)| *other == name);
            let interface = found.map(|(_, stack)| Interface::of(stack)).unwrap_or_default();
            NestedStackProps::new(NestedTemplate::Released(location.template(name), interface))
        };
        let product = product(template, images);
        Product { product, nested: nested.into() }
    }
}

fn product(template: impl Fn(&str) -> NestedStackProps, images: MachineImages) -> Stack {
    let mut stack = Stack::new("product").description("Servers behind a load balancer, a database, and their network.");
    let stack_ref = &mut stack;
    let given = parameters::Given::new(stack_ref);
    let image = ImageMap::new(stack_ref, "Images", images).for_region(stack_ref, IMAGE);
    let alarms = Topic::new(stack_ref, "Alarms", TopicProps::default());
    alarms.grant_publish_to_service(stack_ref, "cloudwatch.amazonaws.com", None);
    let mail = sns::Subscription::new("email", alarms.arn()).endpoint(given.mail);
    stack_ref.add("AlarmSubscription", mail);

    let network = template("network").parameter("Cidr", given.cidr).parameter("NatPerZone", given.nat_per_zone);
    let network = NestedStack::new(stack_ref, "Network", network);
    let from_network = |stack: &mut Stack, name: &str| -> Prop<String> { network.output(stack, name) };
    let vpc = from_network(stack_ref, "VpcId");

    let database = template("database")
        .parameter("VpcId", vpc.clone())
        .parameter("Subnets", from_network(stack_ref, "DatabaseSubnets"))
        .parameter("InstanceClass", given.database_class)
        .parameter("Storage", given.database_storage)
        .parameter("Protected", given.protected.clone())
        .parameter("AlarmTopic", alarms.arn());
    let database = NestedStack::new(stack_ref, "Database", database);
    let from_database = |stack: &mut Stack, name: &str| -> Prop<String> { database.output(stack, name) };

    let servers = template("servers")
        .parameter("VpcId", vpc)
        .parameter("PublicSubnets", from_network(stack_ref, "PublicSubnets"))
        .parameter("PrivateSubnets", from_network(stack_ref, "PrivateSubnets"))
        .parameter("Image", image)
        .parameter("InstanceType", given.instance_type)
        .parameter("MinServers", given.min_servers)
        .parameter("MaxServers", given.max_servers)
        .parameter("Certificate", given.certificate)
        .parameter("Clients", given.clients)
        .parameter("Protected", given.protected)
        .parameter("DatabaseClients", from_database(stack_ref, "ClientSecurityGroup"))
        .parameter("DatabaseHost", from_database(stack_ref, "Host"))
        .parameter("DatabaseLogin", from_database(stack_ref, "SecretArn"))
        .parameter("DatabaseKey", from_database(stack_ref, "KeyArn"))
        .parameter("AlarmTopic", alarms.arn());
    let servers = NestedStack::new(stack_ref, "Servers", servers);
    let address: Prop<String> = servers.output(stack_ref, "LoadBalancerName");
    stack.output("LoadBalancerName", address);
    stack
}

/// A parameter that another stack fills.
#[track_caller]
fn passed(stack: &mut Stack, id: &str, description: &str) -> Prop<String> {
    stack.parameter(id, Parameter::string().description(description).min_length(1)).into_prop()
}
