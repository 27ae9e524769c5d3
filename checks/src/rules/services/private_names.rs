//! Endpoints of a VPC that answer to the same name.

use cfn_model::Severity;

use super::related::{properties, truth};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::scenarios;

pub(super) static X: Check = Check {
    code: "private-names",
    severity: Severity::Error,
    title: "two endpoints of a service in a VPC that both take its private name",
    docs: "In a VPC one interface endpoint of a service answers to the service's own name; the second cannot be made.",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html",
    cfn_lint: &["E3064"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let mut endpoints = Vec::new();
    for endpoint in context.of_type("AWS::EC2::VPCEndpoint") {
        let Some(case) = properties(endpoint) else { continue };
        for object in case.map().map(|map| scenarios::objects(map, &context.conditions, &case.env)).unwrap_or_default()
        {
            let value = |key: &str| object.get(key).map(|entry| entry.value);
            let interface = value("VpcEndpointType").and_then(|kind| kind.as_str()) == Some("Interface");
            let named = value("PrivateDnsEnabled").and_then(truth) == Some(true);
            if let (Some(vpc), Some(service), true) = (value("VpcId"), value("ServiceName"), interface && named) {
                endpoints.push((endpoint, vpc, service, object.env));
            }
        }
    }
    for (index, (endpoint, vpc, service, env)) in endpoints.iter().enumerate() {
        let first = endpoints[..index].iter().find(|(other, of, to, when)| {
            other.id != endpoint.id && of == vpc && to == service && context.conditions.both(env, when).is_some()
        });
        if let Some((first, ..)) = first {
            let message = format!("`{}` takes the service's private name in the same VPC already", first.id);
            let help = "keep one of the endpoints, or set `PrivateDnsEnabled` of one of them to false";
            findings.push(Finding::new(&X, &endpoint.properties_path(), message).help(help));
        }
    }
}
