"""Resource types that moto's CloudFormation does not know, each as thin as it can be.

A thin type holds its properties, and has the name and the attributes that other resources refer to. Where AWS refuses a
resource for what it is told of others, so does the type.
"""

import json
import uuid

from moto.cloudformation.models import cloudformation_backends
from moto.core.common_models import CloudFormationModel
from moto.s3.models import s3_backends

from fake_aws.world import role, require, trusts

UNITS = {}
"""The accounts of each organizational unit, which tests set."""


class Thin:
    """What all thin types share. `created` keeps every resource, by type."""

    created = {}
    type_name = ""
    name_property = ""
    attributes = {}
    """The attributes of the type, as texts with `{name}`, `{account}` and `{region}`."""

    def __init__(self, name, properties, account, region):
        self.name, self.properties, self.account, self.region = name, properties, account, region
        self.physical_resource_id = self.reference()
        self.created.setdefault(self.type_name, []).append(self)

    @classmethod
    def cloudformation_name_type(cls):
        return cls.name_property

    @classmethod
    def cloudformation_type(cls):
        return cls.type_name

    @classmethod
    def has_cfn_attr(cls, attr):
        # moto asks for `Endpoint` where a template in YAML says `Endpoint.Address`.
        return any(attr in (known, known.split(".")[0]) for known in cls.attributes)

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        made = cls(resource_name, cloudformation_json["Properties"], account_id, region_name)
        made.create()
        return made

    @classmethod
    def update_from_cloudformation_json(cls, original, new_name, cloudformation_json, account_id, region_name):
        cls.created[cls.type_name].remove(original)
        return cls.create_from_cloudformation_json(original.name, cloudformation_json, account_id, region_name)

    @classmethod
    def delete_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name):
        kept = [one for one in cls.created.get(cls.type_name, []) if one.physical_resource_id != resource_name]
        cls.created[cls.type_name] = kept

    def is_created(self):
        return True

    def reference(self):
        return self.name

    def create(self):
        """What the service does, and what it refuses."""

    def get_cfn_attribute(self, attribute):
        return self.attributes[attribute].format(name=self.name, account=self.account, region=self.region)


class BucketPolicy(Thin, CloudFormationModel):
    type_name = "AWS::S3::BucketPolicy"

    def create(self):
        backend = s3_backends[self.account]["aws"]
        backend.put_bucket_policy(self.properties["Bucket"], json.dumps(self.properties["PolicyDocument"]).encode())


class Project(Thin, CloudFormationModel):
    type_name = "AWS::CodeBuild::Project"
    name_property = "Name"
    attributes = {"Arn": "arn:aws:codebuild:{region}:{account}:project/{name}"}

    def create(self):
        trusts(self.properties["ServiceRole"], "codebuild.amazonaws.com", self.account)


class Pipeline(Thin, CloudFormationModel):
    type_name = "AWS::CodePipeline::Pipeline"
    name_property = "Name"
    attributes = {"Version": "1"}

    def create(self):
        trusts(self.properties["RoleArn"], "codepipeline.amazonaws.com", self.account)
        stores = [self.properties.get("ArtifactStore"), *self.properties.get("ArtifactStores", [])]
        for store in filter(None, stores):
            bucket = store.get("ArtifactStore", store)["Location"]
            require(bucket in s3_backends[self.account]["aws"].buckets, f"there is no bucket {bucket}")


class TopicPolicy(Thin, CloudFormationModel):
    type_name = "AWS::SNS::TopicPolicy"


class Subscription(Thin, CloudFormationModel):
    type_name = "AWS::SNS::Subscription"


class Alarm(Thin, CloudFormationModel):
    type_name = "AWS::CloudWatch::Alarm"
    name_property = "AlarmName"
    attributes = {"Arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{name}"}


class ScalingPolicy(Thin, CloudFormationModel):
    type_name = "AWS::AutoScaling::ScalingPolicy"


class SecurityGroupEgress(Thin, CloudFormationModel):
    type_name = "AWS::EC2::SecurityGroupEgress"


class Database(Thin, CloudFormationModel):
    """In place of moto's, which knows neither the attributes of a database nor what keeps its password."""

    type_name = "AWS::RDS::DBInstance"
    name_property = "DBInstanceIdentifier"
    attributes = {
        "Endpoint.Address": "{name}.{region}.rds.amazonaws.com",
        "MasterUserSecret.SecretArn": "arn:aws:secretsmanager:{region}:{account}:secret:rds!{name}-AbCdEf",
    }

    def create(self):
        trusts(self.properties["MonitoringRoleArn"], "monitoring.rds.amazonaws.com", self.account)


class NotificationRule(Thin, CloudFormationModel):
    type_name = "AWS::CodeStarNotifications::NotificationRule"
    attributes = {"Arn": "arn:aws:codestar-notifications:{region}:{account}:notificationrule/{name}"}


class ApiGatewayAccount(Thin, CloudFormationModel):
    type_name = "AWS::ApiGateway::Account"

    def create(self):
        trusts(self.properties["CloudWatchRoleArn"], "apigateway.amazonaws.com", self.account)


class ApiGatewayStage(Thin, CloudFormationModel):
    type_name = "AWS::ApiGateway::Stage"
    name_property = "StageName"


class Secret(Thin, CloudFormationModel):
    type_name = "AWS::SecretsManager::Secret"
    name_property = "Name"
    attributes = {"Id": "arn:aws:secretsmanager:{region}:{account}:secret:{name}-AbCdEf"}

    def reference(self):
        return self.get_cfn_attribute("Id")


class StateMachine(Thin, CloudFormationModel):
    """In place of moto's, which takes definitions as text only."""

    type_name = "AWS::StepFunctions::StateMachine"
    name_property = "StateMachineName"
    attributes = {"Arn": "arn:aws:states:{region}:{account}:stateMachine:{name}", "Name": "{name}"}

    def reference(self):
        return self.get_cfn_attribute("Arn")

    def create(self):
        trusts(self.properties["RoleArn"], "states.amazonaws.com", self.account)


class NestedStack(Thin, CloudFormationModel):
    """In place of moto's, whose outputs cannot be asked for."""

    type_name = "AWS::CloudFormation::Stack"

    @classmethod
    def has_cfn_attr(cls, attr):
        return attr.split(".")[0] == "Outputs"

    def create(self):
        backend = cloudformation_backends[self.account][self.region]
        template = released(self.properties["TemplateURL"], self.account)
        self.stack = backend.create_stack(self.name, template, self.properties.get("Parameters", {}))

    def get_cfn_attribute(self, attribute):
        name = attribute.removeprefix("Outputs.")
        values = [one["OutputValue"] for one in self.stack.outputs or [] if one["OutputKey"] == name]
        require(values, f"{self.name} has no output {name}")
        return values[0]


class StackSet(Thin, CloudFormationModel):
    type_name = "AWS::CloudFormation::StackSet"
    name_property = "StackSetName"
    attributes = {"StackSetId": "{name}:1"}

    def create(self):
        own = self.properties["PermissionModel"] == "SELF_MANAGED"
        if own:
            trusts(self.properties["AdministrationRoleARN"], "cloudformation.amazonaws.com", self.account)
        common = self.values(self.properties.get("Parameters", []))
        for group in self.properties["StackInstancesGroup"]:
            targets = group["DeploymentTargets"]
            units = targets.get("OrganizationalUnitIds", [])
            accounts = targets.get("Accounts", []) + [account for unit in units for account in UNITS[unit]]
            values = common | self.values(group.get("ParameterOverrides", []))
            for account in accounts:
                if own:
                    self.check_execution_role(account)
                for region in group["Regions"]:
                    name = f"StackSet-{self.name}-{uuid.uuid4()}"
                    cloudformation_backends[account][region].create_stack(name, self.template(), values)

    def check_execution_role(self, account):
        name = self.properties["ExecutionRoleName"]
        trusted = json.dumps(role(f"arn:aws:iam::{account}:role/{name}").assume_role_policy_document)
        administration = self.properties["AdministrationRoleARN"]
        require(administration in trusted, f"the role {name} of {account} does not trust {administration}")

    def template(self):
        if "TemplateBody" in self.properties:
            return self.properties["TemplateBody"]
        return released(self.properties["TemplateURL"], self.account)

    @staticmethod
    def values(parameters):
        return {one["ParameterKey"]: one["ParameterValue"] for one in parameters}


def released(url, account):
    """The template at a URL of a bucket."""
    host, key = url.removeprefix("https://").split("/", 1)
    return s3_backends[account]["aws"].get_object(host.split(".")[0], key).value.decode()
