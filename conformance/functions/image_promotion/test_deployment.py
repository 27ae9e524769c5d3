"""The promotion of images, deployed to an empty account."""

import pytest
from fake_aws.organization import App
from fake_aws.types import Thin


@pytest.fixture
def app(tmp_path):
    return App("image_promotion", tmp_path)


def test_all_of_it_is_deployed(app, organization):
    organization.deploy(app)
    (stack,) = app.stacks
    ecr = organization.client("ecr", stack["account"], stack["region"])
    names = {one["repositoryName"] for one in ecr.describe_repositories()["repositories"]}
    images = ("shop", "basket", "search", "mail")
    assert names == {f"{environment}/{image}" for environment in ("dev", "test", "prod") for image in images}
    events = organization.client("events", stack["account"], stack["region"])
    assert len(events.list_rules()["Rules"]) == len(images)
    (pipeline,) = Thin.created["AWS::CodePipeline::Pipeline"]
    assert [stage["Name"] for stage in pipeline.properties["Stages"]] == ["Source", "test", "prod"]
    s3 = organization.client("s3", stack["account"], stack["region"])
    source = pipeline.properties["Stages"][0]["Actions"][0]["Configuration"]
    assert s3.head_object(Bucket=source["S3Bucket"], Key=source["S3ObjectKey"])["ContentLength"] > 0
