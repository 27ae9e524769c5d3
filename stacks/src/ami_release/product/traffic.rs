//! How requests reach the servers: the load balancer, over HTTPS only.

use cfn_constructs::Stack;
use cfn_constructs::iam::{Principal, Statement};
use cfn_constructs::services::{Bucket, BucketEncryption, BucketProps, Days};
use cfn_model::ec2::{SecurityGroup, security_group};
use cfn_model::elasticloadbalancingv2::listener::{
    Action, ActionType, Certificate, Protocol, RedirectConfig, RedirectConfigStatusCode,
};
use cfn_model::elasticloadbalancingv2::load_balancer::{LoadBalancerAttribute, Scheme};
use cfn_model::elasticloadbalancingv2::target_group::{self, TargetGroupAttribute};
use cfn_model::elasticloadbalancingv2::{Listener, LoadBalancer, TargetGroup};
use cfn_model::{Handle, Prop, sub};

use super::network::ids;

/// Where the servers listen, over TLS with certificates of their own.
pub(super) const PORT: i64 = 8443;

/// What the servers need to know of the load balancer.
pub(super) struct Traffic {
    pub(super) balancer: Handle<LoadBalancer>,
    pub(super) group: Handle<SecurityGroup>,
    pub(super) targets: Handle<TargetGroup>,
    pub(super) listener: Handle<Listener>,
}

/// Adds the load balancer in these subnets, for those clients. It is kept from being deleted where `protected` is `true`.
pub(super) fn add(
    stack: &mut Stack,
    vpc: Prop<String>,
    subnets: &Prop<String>,
    certificate: Prop<String>,
    clients: Prop<String>,
    protected: Prop<String>,
) -> Traffic {
    let from = |port: i64, what: &str| {
        let rule = security_group::Ingress::new("tcp").cidr_ip(clients.clone());
        rule.from_port(port).to_port(port).description(what)
    };
    let group = SecurityGroup::new("The load balancer.")
        .vpc_id(vpc.clone())
        .security_group_ingress([from(443, "HTTPS."), from(80, "HTTP, which is sent to HTTPS.")])
        .security_group_egress([security_group::Egress::new("-1")
            .cidr_ip("127.0.0.1/32")
            .description("Nothing else.")]);
    let group = stack.add("BalancerGroup", group);

    let logs = access_logs(stack);
    let attribute = |key: &str, value: Prop<String>| LoadBalancerAttribute::new().key(key).value(value);
    let balancer = LoadBalancer::new()
        .scheme(Scheme::InternetFacing)
        .subnets(ids(subnets))
        .security_groups([group.group_id()])
        .load_balancer_attributes([
            attribute("access_logs.s3.enabled", Prop::new("true")),
            attribute("access_logs.s3.bucket", logs.name()),
            attribute("deletion_protection.enabled", protected),
            attribute("routing.http.drop_invalid_header_fields.enabled", Prop::new("true")),
        ]);
    let balancer = stack.add("Balancer", balancer);
    stack.resource(balancer).depends_on(logs.policy);

    let targets = TargetGroup::new()
        .vpc_id(vpc)
        .port(PORT)
        .protocol(target_group::Protocol::Https)
        .health_check_protocol(target_group::HealthCheckProtocol::Https)
        .health_check_path("/health")
        .healthy_threshold_count(2)
        .target_group_attributes([TargetGroupAttribute::new().key("deregistration_delay.timeout_seconds").value("60")]);
    let targets = stack.add("Targets", targets);

    let forward = Action::new(ActionType::Forward).target_group_arn(targets.reference());
    let listener = Listener::new([forward], balancer.reference())
        .port(443)
        .protocol(Protocol::Https)
        .certificates([Certificate::new().certificate_arn(certificate)])
        .ssl_policy("ELBSecurityPolicy-TLS13-1-2-2021-06");
    let listener = stack.add("Https", listener);
    let redirect = RedirectConfig::new(RedirectConfigStatusCode::Http301).protocol("HTTPS").port("443");
    let redirect = Action::new(ActionType::Redirect).redirect_config(redirect);
    stack.add("Http", Listener::new([redirect], balancer.reference()).port(80).protocol(Protocol::Http));
    Traffic { balancer, group, targets, listener }
}

/// The bucket of the access logs, which takes no key but S3's own.
fn access_logs(stack: &mut Stack) -> Bucket {
    let props =
        BucketProps { encryption: BucketEncryption::S3Managed, expiry: Some(Days(90)), ..BucketProps::default() };
    let logs = Bucket::new(stack, "AccessLogs", props);
    let deliver = Statement::allow(["s3:PutObject"])
        .to([Principal::service("logdelivery.elasticloadbalancing.amazonaws.com")])
        .on([sub!("{}/AWSLogs/{account}/*", logs.arn())])
        .sid("AccessLogs");
    logs.add_to_policy(stack, deliver);
    logs
}
