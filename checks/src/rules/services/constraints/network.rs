//! Load balancers, security groups, DNS, APIs and CloudFront.

super::constraints! {
    PORTS Error "security-group-ports" "a protocol with ports of which the rule lacks one" ["E3687", "E3688"]
        "Rules for TCP, UDP and ICMP need both ends of a range, and `-1`, which stands for all, at both of them."
        "AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html" {
        "aws_ec2_securitygroup/all_to_and_from_ports": "`-1` stands for all ports, at both ends",
        "aws_ec2_securitygroup/protocols_and_port_ranges_include": "the protocol has ports",
    }
    NO_PORTS Warning "ignored-ports" "ports for a protocol that has none" ["W3687"]
        "Only TCP, UDP and ICMP have ports or types; of other protocols all traffic is let through, whatever ports a rule names."
        "AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html" {
        "aws_ec2_securitygroup/protocols_and_port_ranges_exclude": "the protocol has no ports, and all of its traffic is let through",
    }
    CERTIFICATE Error "listener-certificate" "an encrypted listener without a certificate" ["E3676", "E3679"]
        "A listener that ends TLS shows a certificate."
        "elasticloadbalancing/latest/application/https-listener-certificates.html" {
        "aws_elasticloadbalancing_loadbalancer/certificate": "the listener ends TLS",
        "aws_elasticloadbalancingv2_listener/certificate": "the listener ends TLS",
    }
    SUBNETS Error "balancer-subnets" "an application load balancer in a single subnet" ["E3680"]
        "An application load balancer stands in two availability zones or more."
        "elasticloadbalancing/latest/application/application-load-balancers.html" {
        "aws_elasticloadbalancingv2_loadbalancer/application_subnets": "an application load balancer stands in two subnets or more",
    }
    TARGETS Error "target-group-settings" "settings that do not go with a target group's kind" ["E3681", "E3683", "E3684"]
        "A target group of functions has no port, protocol or network, every other needs them; GENEVE has one port; only checks over HTTP look at a code."
        "AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html" {
        "aws_elasticloadbalancingv2_targetgroup/healthcheckprotocol_restrictions": "only health checks over HTTP and HTTPS have it",
        "aws_elasticloadbalancingv2_targetgroup/protocol_restrictions": "GENEVE has the port 6081",
        "aws_elasticloadbalancingv2_targetgroup/targettype_restrictions": "a group of functions has neither port nor network, any other has",
    }
    RECORD Error "dns-record" "a record whose values do not fit its type" ["E3023", "E3029"]
        "Each type of record has values of its own form; a record that is an alias has the time to live of what it stands for."
        "Route53/latest/DeveloperGuide/ResourceRecordTypes.html" {
        "aws_route53_recordset/recordset_alias": "an alias has the time to live of its target",
        "aws_route53_recordset/recordset_pattern": "the type of the record asks for it",
    }
    HEALTH_CHECK Error "health-check-alarm" "a health check on an alarm that it does not name" ["E3661"]
        "A health check of the type `CLOUDWATCH_METRIC` looks at an alarm."
        "AWSCloudFormation/latest/TemplateReference/aws-properties-route53-healthcheck-healthcheckconfig.html" {
        "aws_route53_healthcheck/healthcheckconfig_type_inclusive": "the type is `CLOUDWATCH_METRIC`",
    }
    COOKIES Error "cache-behavior-cookies" "cookies forwarded in a way that CloudFront does not know" ["E3722"]
        "CloudFront forwards all cookies, none, or a list of them."
        "AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-cookies.html" {
        "aws_cloudfront_distribution/forward_enum": "without a cache policy this says which cookies are forwarded",
    }
    API Error "api-settings" "settings of an API that miss something or are out of bounds" ["E3660", "E3718", "E3723"]
        "An API is described by a document or has a name; an authorizer's answer is kept for an hour at most; a stage's settings are for a path from the root."
        "AWSCloudFormation/latest/TemplateReference/AWS_ApiGateway.html" {
        "aws_apigateway_authorizer/ttl": "an answer is kept for 3600 seconds at most",
        "aws_apigateway_restapi/openapi_properties": "no document gives the API its name",
        "aws_apigateway_stage/method_settings_resource_path": "the settings are for a path, which begins with `/`",
    }
}
