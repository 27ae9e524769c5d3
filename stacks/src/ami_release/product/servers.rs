//! The servers: an auto scaling group that replaces them one after the other.

use cfn_constructs::Stack;
use cfn_constructs::iam::{Operator, Principal, Statement};
use cfn_constructs::services::cloudwatch::{AlarmComparison, Metric};
use cfn_constructs::services::{Grantee, LogGroup, LogGroupProps, Role, RoleProps, Seconds};
use cfn_model::autoscaling::auto_scaling_group::{LaunchTemplateSpecification, TagProperty};
use cfn_model::autoscaling::scaling_policy::{
    PolicyType, PredefinedMetricSpecification, PredefinedMetricSpecificationPredefinedMetricType,
    TargetTrackingConfiguration,
};
use cfn_model::autoscaling::{AutoScalingGroup, ScalingPolicy};
use cfn_model::ec2::launch_template::{
    BlockDeviceMapping, Ebs, EbsVolumeType, IamInstanceProfile, LaunchTemplateData, MetadataOptions,
    MetadataOptionsHttpEndpoint, MetadataOptionsHttpTokens, Monitoring,
};
use cfn_model::ec2::{LaunchTemplate, SecurityGroup, SecurityGroupEgress, SecurityGroupIngress, security_group};
use cfn_model::iam::InstanceProfile;
use cfn_model::template::{AwsType, CreationPolicy, Parameter, RollingUpdate, UpdatePolicy};
use cfn_model::{Handle, Prop, functions, sub};

use super::alarms::{alarm, average};
use super::network::ids;
use super::passed;
use super::traffic::{self, PORT, Traffic};

/// How long a server may take until it says that it serves.
const START: &str = "PT15M";

pub(super) fn stack() -> Stack {
    let mut stack = Stack::new("servers").description("Servers behind a load balancer, replaced one after the other.");
    let stack_ref = &mut stack;
    let vpc = passed(stack_ref, "VpcId", "The network.");
    let public = passed(stack_ref, "PublicSubnets", "The subnets of the load balancer, joined by commas.");
    let private = passed(stack_ref, "PrivateSubnets", "The subnets of the servers, joined by commas.");
    let image = stack_ref
        .parameter("Image", Parameter::aws(AwsType::ImageId).description("The image that servers start from."));
    let instance_type = passed(stack_ref, "InstanceType", "How large a server is.");
    let least = passed(stack_ref, "MinServers", "How many servers there are at least.");
    let most = passed(stack_ref, "MaxServers", "How many servers there are at most.");
    let certificate = passed(stack_ref, "Certificate", "The certificate for HTTPS, by ARN.");
    let clients = passed(stack_ref, "Clients", "Who may reach the load balancer: an IPv4 range.");
    let protected = passed(stack_ref, "Protected", "Whether the load balancer is kept from being deleted.");
    let database_clients = passed(stack_ref, "DatabaseClients", "The security group that reaches the database.");
    let host = passed(stack_ref, "DatabaseHost", "The name of the database's host.");
    let secret = passed(stack_ref, "DatabaseLogin", "The secret with the password of the database, by ARN.");
    let key = passed(stack_ref, "DatabaseKey", "The key of that secret, by ARN.");
    let topic = passed(stack_ref, "AlarmTopic", "The topic that is told when something is wrong, by ARN.");

    let traffic = traffic::add(stack_ref, vpc.clone(), &public, certificate.clone(), clients.clone(), protected);
    let group = security_group(stack_ref, vpc.clone(), &traffic);
    let logs = LogGroup::new(stack_ref, "Logs", LogGroupProps::default());
    let role = role(stack_ref, logs, secret.clone(), key.clone());
    let profile = stack_ref.add("Profile", InstanceProfile::new([role.name()]));

    let start = sub!(
        "#!/bin/bash\nset -euo pipefail\n\
         trap '/opt/aws/bin/cfn-signal --exit-code $? --stack {stack} --resource Servers --region {region}' EXIT\n\
         /opt/product/start --log-group '{}' --database-host '{}' --database-secret '{}' --port {}\n",
        logs.name(),
        host.clone(),
        secret.clone(),
        PORT.to_string()
    );
    let disk = Ebs::new().encrypted(true).volume_type(EbsVolumeType::Gp3).volume_size(50).delete_on_termination(true);
    let data = LaunchTemplateData::new()
        .image_id(image)
        .instance_type(instance_type)
        .iam_instance_profile(IamInstanceProfile::new().arn(profile.arn()))
        .security_group_ids([group.group_id(), database_clients.clone()])
        // Only the server itself, with a token, gets the credentials of its role.
        .metadata_options(
            MetadataOptions::new()
                .http_tokens(MetadataOptionsHttpTokens::Required)
                .http_endpoint(MetadataOptionsHttpEndpoint::Enabled)
                .http_put_response_hop_limit(1),
        )
        .monitoring(Monitoring::new().enabled(true))
        .block_device_mappings([BlockDeviceMapping::new().device_name("/dev/xvda").ebs(disk)])
        .user_data(functions::base64(start));
    let template = stack_ref.add("Template", LaunchTemplate::new(data));

    let version = LaunchTemplateSpecification::new(template.latest_version_number());
    let servers = AutoScalingGroup::new(most, least.clone())
        .launch_template(version.launch_template_id(template.reference()))
        .vpc_zone_identifier(ids(&private))
        .target_group_arns([traffic.targets.reference()])
        .health_check_type("ELB")
        .health_check_grace_period(600)
        .tags([TagProperty::new("Name", true, functions::sub("${AWS::StackName}"))]);
    let servers = stack_ref.add("Servers", servers);
    let rolling = RollingUpdate::new()
        .max_batch_size(1)
        .min_instances_in_service(least.cast::<i64>())
        .pause_time(START)
        .wait_on_resource_signals(true)
        .suspend_processes(["AZRebalance", "AlarmNotification", "ReplaceUnhealthy", "ScheduledActions"]);
    stack_ref
        .resource(servers)
        .creation_policy(CreationPolicy::new().resource_signal(1, START))
        .update_policy(UpdatePolicy::new().rolling_update(rolling))
        .depends_on(traffic.listener);
    role.before(stack_ref, servers);
    scale(stack_ref, servers);
    alarms(stack_ref, &topic, &traffic);
    stack.output("LoadBalancerName", traffic.balancer.dns_name());
    stack
}

/// Servers are reached by the load balancer, and reach the network's outside over HTTPS.
fn security_group(stack: &mut Stack, vpc: Prop<String>, traffic: &Traffic) -> Handle<SecurityGroup> {
    let out = security_group::Egress::new("tcp").cidr_ip("0.0.0.0/0").from_port(443).to_port(443);
    let group = SecurityGroup::new("The servers.").vpc_id(vpc).security_group_egress([out.description("HTTPS.")]);
    let group = stack.add("ServerGroup", group);
    let from = SecurityGroupIngress::new("tcp")
        .group_id(group.group_id())
        .source_security_group_id(traffic.group.group_id())
        .from_port(PORT)
        .to_port(PORT)
        .description("The load balancer.");
    stack.add("FromBalancer", from);
    let to = SecurityGroupEgress::new(traffic.group.group_id(), "tcp")
        .destination_security_group_id(group.group_id())
        .from_port(PORT)
        .to_port(PORT)
        .description("The servers.");
    stack.add("ToServers", to);
    group
}

/// What a server may do: log, read the password, and be reached by Session Manager in place of SSH.
fn role(stack: &mut Stack, logs: LogGroup, secret: Prop<String>, key: Prop<String>) -> Role {
    let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::service("ec2.amazonaws.com")]);
    let session = sub!("arn:{partition}:iam::aws:policy/AmazonSSMManagedInstanceCore");
    let props = RoleProps { managed_policies: vec![session], ..RoleProps::trusting(trust) };
    let role = Role::new(stack, "Role", props.description("What the servers may do."));
    logs.grant_write(stack, &role);
    role.allow(stack, Statement::allow(["secretsmanager:GetSecretValue"]).on([secret]));
    let through = sub!("secretsmanager.{region}.{url_suffix}");
    let decrypt = Statement::allow(["kms:Decrypt"]).on([key]).when(Operator::StringEquals, "kms:ViaService", [through]);
    role.allow(stack, decrypt);
    role
}

/// Servers come and go with the work.
fn scale(stack: &mut Stack, servers: Handle<AutoScalingGroup>) {
    let busy =
        PredefinedMetricSpecification::new(PredefinedMetricSpecificationPredefinedMetricType::ASGAverageCPUUtilization);
    let target = TargetTrackingConfiguration::new(60.0).predefined_metric_specification(busy);
    let policy = ScalingPolicy::new(servers.reference())
        .policy_type(PolicyType::TargetTrackingScaling)
        .target_tracking_configuration(target);
    stack.add("Scaling", policy);
}

fn alarms(stack: &mut Stack, topic: &Prop<String>, traffic: &Traffic) {
    const NAMESPACE: &str = "AWS/ApplicationELB";
    let balancer = traffic.balancer.load_balancer_full_name();
    let errors = Metric::new(NAMESPACE, "HTTPCode_Target_5XX_Count")
        .dimension("LoadBalancer", balancer.clone())
        .period(Seconds(300));
    let above = AlarmComparison::Greater;
    alarm(stack, "Errors", topic, errors, above, 25.0, "Servers answer with errors.");
    let slow = average(NAMESPACE, "TargetResponseTime", "LoadBalancer", balancer.clone());
    alarm(stack, "SlowAnswers", topic, slow, above, 2.0, "Servers take more than two seconds to answer.");
    let unhealthy = average(NAMESPACE, "UnHealthyHostCount", "LoadBalancer", balancer)
        .dimension("TargetGroup", traffic.targets.target_group_full_name());
    alarm(stack, "UnhealthyServers", topic, unhealthy, above, 0.0, "Servers do not answer as healthy ones do.");
}
