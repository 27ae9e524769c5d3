"""The whole release train, deployed to empty accounts in the order that the app says."""

import copy
import json

import pytest
from botocore.exceptions import ClientError
from fake_aws.types import Thin
from fake_aws.world import ARN, exists, listed

CI, BETA, PROD = "111111111111", "222222222222", "333333333333"
REGIONS = ["us-east-1", "eu-central-1", "ap-southeast-2"]


@pytest.fixture
def app(emitted):
    """The app, which a test may change."""
    templates = emitted.templates
    emitted.templates = copy.deepcopy(templates)
    yield emitted
    emitted.templates = templates


def statements(value):
    """Every statement of every policy in a template."""
    if isinstance(value, dict):
        if value.get("Version") == "2012-10-17" and "Statement" in value:
            yield from listed(value["Statement"])
        for below in value.values():
            yield from statements(below)
    elif isinstance(value, list):
        for below in value:
            yield from statements(below)


def test_the_train_is_deployed_once_and_nothing_is_missing(app, organization):
    organization.deploy(app)
    pipelines = Thin.created["AWS::CodePipeline::Pipeline"]
    where = sorted({(one.account, one.region) for one in pipelines})
    assert where == sorted([(CI, "us-east-1"), (BETA, "us-east-1"), *((PROD, region) for region in REGIONS)])
    assert len(pipelines) == 2 + 2 + 2 * len(REGIONS), "each namespace has one in each place"

    # The circle is closed: what the accounts know of each other by name is there.
    for pipeline in pipelines:
        for stage in pipeline.properties["Stages"]:
            for action in stage["Actions"]:
                assert exists(action.get("RoleArn", "")), action
                bucket = action["Configuration"].get("BucketName") or action["Configuration"].get("S3Bucket")
                owner = ARN.fullmatch(action.get("RoleArn", "")) or [None, pipeline.account]
                if bucket:
                    s3 = organization.client("s3", owner[1], pipeline.region)
                    assert bucket in [one["Name"] for one in s3.list_buckets()["Buckets"]]


def test_each_role_that_a_condition_names_is_there_in_the_end(app, organization):
    organization.deploy(app)
    named = set()
    for stack in app.stacks:
        cloudformation = organization.client("cloudformation", stack["account"], stack["region"])
        template = cloudformation.get_template(StackName=stack["name"])["TemplateBody"]
        text = json.dumps(template).replace("${AWS::Partition}", "aws").replace("${AWS::AccountId}", stack["account"])
        for statement in statements(json.loads(text)):
            for operator in ("ArnEquals", "ArnLike", "ArnNotLike", "ArnNotEquals"):
                for arn in listed(statement.get("Condition", {}).get(operator, {}).get("aws:PrincipalArn", [])):
                    named.add(arn["Fn::Sub"] if isinstance(arn, dict) else arn)
    assert len(named) >= 4, "beta and prod name each other's roles, for each namespace"
    assert [arn for arn in named if "*" not in arn and not exists(arn)] == []


def refused(app, organization, message):
    with pytest.raises(ClientError) as failure:
        organization.deploy(app)
    assert message in str(failure.value)


def test_a_role_of_an_account_that_comes_later_is_no_principal(app, organization):
    """What the names are for: with the role itself as principal, neither account could be first."""
    trust = app.templates["RegistryAcmeProd"]["Resources"]["EntranceRoleRole"]["Properties"]["AssumeRolePolicyDocument"]
    trust["Statement"][0]["Principal"]["AWS"] = f"arn:aws:iam::{BETA}:role/registry-acme-beta-pipeline"
    refused(app, organization, f"invalid principal in policy: arn:aws:iam::{BETA}:role/registry-acme-beta-pipeline")


def test_a_bucket_does_not_replicate_to_regions_that_are_not_there_yet(app, organization):
    resources = app.templates["RegistryAcmeProd"]["Resources"]
    entrance = resources["EntranceBucket"]
    entrance["DependsOn"] = [name for name in listed(entrance["DependsOn"]) if name != "RegionsStackSet"]
    # Resources come in the opposite order: nothing brings the stack set before the bucket any more.
    resources |= {"EntranceBucket": resources.pop("EntranceBucket")}
    refused(app, organization, "destination bucket must exist")


def test_a_stack_set_needs_the_role_that_deploys_it(app, organization):
    set_ = app.templates["RegistryAcmeProd"]["Resources"]["RegionsStackSet"]
    set_["Properties"]["ExecutionRoleName"] = "somebody-else"
    refused(app, organization, f"there is no role arn:aws:iam::{PROD}:role/somebody-else")


def test_a_project_needs_a_role_that_builds_may_take_on(app, organization):
    resources = app.templates["RegistryAcmeCi"]["Resources"]
    project = next(name for name, one in resources.items() if one["Type"] == "AWS::CodeBuild::Project")
    role = resources[project]["Properties"]["ServiceRole"]["Fn::GetAtt"][0]
    trust = resources[role]["Properties"]["AssumeRolePolicyDocument"]
    trust["Statement"][0]["Principal"]["Service"] = "lambda.amazonaws.com"
    refused(app, organization, "codebuild.amazonaws.com may not assume")
