"""A pipeline that is described as data, deployed to an empty account."""

import json

import pytest
from fake_aws.organization import App
from fake_aws.types import Thin
from fake_aws.world import trusts


@pytest.fixture
def deployed(organization, tmp_path):
    """The stack of the example, and the stages of its pipeline with all functions resolved."""
    app = App("delivery_pipeline", tmp_path)
    organization.deploy(app)
    (stack,) = app.stacks
    (pipeline,) = Thin.created["AWS::CodePipeline::Pipeline"]
    return stack, pipeline.properties["Stages"]


def of_provider(stages, provider):
    """The actions of that provider, each with its configuration."""
    actions = [action for stage in stages for action in stage["Actions"]]
    return {action["Name"]: action for action in actions if action["ActionTypeId"]["Provider"] == provider}


def test_actions_find_what_they_work_with(deployed, organization):
    stack, stages = deployed
    assert [stage["Name"] for stage in stages] == ["Source", "Build", "Staging", "Approve", "Production"]
    projects = {project.name for project in Thin.created["AWS::CodeBuild::Project"]}
    builds = of_provider(stages, "CodeBuild")
    assert {build["Configuration"]["ProjectName"] for build in builds.values()} == projects
    assert len(projects) == 2
    (approval,) = of_provider(stages, "Manual").values()
    sns = organization.client("sns", stack["account"], stack["region"])
    topics = [topic["TopicArn"] for topic in sns.list_topics()["Topics"]]
    assert approval["Configuration"]["NotificationArn"] in topics
    asked = {one.properties["TopicArn"]: one.properties["Endpoint"] for one in Thin.created["AWS::SNS::Subscription"]}
    assert asked[approval["Configuration"]["NotificationArn"]] == "releases@example.com"
    assert sorted(asked.values()) == ["releases@example.com", "shop@example.com"]


def test_each_deployment_has_a_role_of_its_own(deployed, organization):
    stack, stages = deployed
    iam = organization.client("iam", stack["account"], stack["region"])
    stacks = [action for stage in stages for action in stage["Actions"] if "RoleArn" in action["Configuration"]]
    roles = {action["Configuration"]["StackName"]: action["Configuration"]["RoleArn"] for action in stacks}
    assert sorted(roles) == ["shop-production", "shop-staging"]
    assert len(set(roles.values())) == 2
    for name, arn in roles.items():
        trusts(arn, "cloudformation.amazonaws.com", stack["account"])
        policy = iam.get_role_policy(RoleName=arn.split("/")[-1], PolicyName="Policy")["PolicyDocument"]
        policy = json.loads(policy) if isinstance(policy, str) else policy
        allowed = {resource for one in policy["Statement"] for resource in [one["Resource"]]}
        assert allowed == {f"arn:aws:sns:{stack['region']}:{stack['account']}:{name}-*"}
