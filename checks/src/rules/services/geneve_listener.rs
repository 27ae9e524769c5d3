//! Rules of listeners that send to appliances.

use cfn_model::Severity;

use super::related::pairs;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "geneve-listener",
    severity: Severity::Error,
    title: "a listener's rule that sends to a target group of the protocol GENEVE",
    docs: "Target groups of GENEVE are for gateway load balancers, whose listeners have no rules.",
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/target-groups.html",
    cfn_lint: &["E3711"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let group = "AWS::ElasticLoadBalancingV2::TargetGroup";
    for pair in pairs(context, "AWS::ElasticLoadBalancingV2::ListenerRule", &["Actions", "*", "TargetGroupArn"], group)
    {
        for protocol in pair.to(context, &["Protocol"]) {
            if protocol.value.as_str() == Some("GENEVE") {
                let message = "a listener's rule sends to this group, which only a gateway load balancer can";
                findings.push(Finding::new(&X, &protocol.path(), message).help("use another protocol, or no rule"));
            }
        }
    }
}
