"""The release, deployed to an empty account, and `channel list` of what is in its buckets."""

import json

import boto3
import pytest
from ami_release.conftest import COMMIT, IMAGES, target
from fake_aws.organization import App
from fake_aws.types import Thin
from programs import ROOT


@pytest.fixture
def app(tmp_path):
    return App("ami_release", tmp_path / "cfn.out")


@pytest.fixture
def deployed(app, organization):
    """The app, deployed; gives the names of its buckets."""
    organization.deploy(app)
    stack = app.stacks[-1]
    cloudformation = organization.client("cloudformation", stack["account"], stack["region"])

    def name(logical_id):
        told = cloudformation.describe_stack_resource(StackName=stack["name"], LogicalResourceId=logical_id)
        return told["StackResourceDetail"]["PhysicalResourceId"]

    buckets = name("ChannelsInternal"), name("ChannelsPublic")
    for bucket in buckets:
        # moto takes what a policy denies without its conditions, such as that there is no TLS.
        organization.client("s3", stack["account"], stack["region"]).delete_bucket_policy(Bucket=bucket)
    return buckets


@pytest.fixture
def account(programs, app, fake_aws, monkeypatch):
    """The account and region of the pipeline, as whoever releases there has them."""
    stack = app.stacks[-1]
    sts = boto3.client("sts", endpoint_url=fake_aws)
    keys = sts.assume_role(RoleArn=f"arn:aws:iam::{stack['account']}:role/release", RoleSessionName="release")["Credentials"]
    monkeypatch.setenv("AWS_ENDPOINT_URL", fake_aws)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", keys["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", keys["SecretAccessKey"])
    monkeypatch.setenv("AWS_SESSION_TOKEN", keys["SessionToken"])
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, stack["region"])
    programs.pass_on("aws")
    programs.rule("aws ec2")


@pytest.fixture
def channel(program, programs, tmp_path):
    """Runs `channel` of the app."""

    def run(*words):
        script = tmp_path / "channel.sh"
        # What the example reads is beside it, from the folder that cargo runs it in.
        script.write_text(f'cd "{ROOT}" && exec "{program}" channel "$@"\n')
        return programs.run(script, tmp_path, {}, arguments=words)

    return run


def test_what_is_released_is_listed(deployed, account, channel, run, made):
    assert channel("list").stdout == "Nothing was released yet.\n"

    internal, public = deployed
    url = f"https://{internal}.s3.us-east-2.amazonaws.com/{COMMIT}/product"
    first = target("internal", internal, COMMIT) | {"PRODUCT": "product", "RELEASE_URL": url}
    (made / "templates/main.yaml").write_text(f"Resources: {{One: {{Type: {url}/templates/network.yaml}}}}\n")
    assert run(["upload", str(made)], first).returncode == 0
    tested = run(["verify"], first).stdout.strip()
    source = {"PRODUCT": "product", "SOURCE_BUCKET": internal, "SOURCE_PREFIX": COMMIT, "MANIFEST_SHA256": tested}
    for name in ("1.4.0", "1.5.0"):
        place = {"RELEASE_URL": f"https://{public}.s3.us-east-2.amazonaws.com/{name}/product"}
        done = run(["promote"], target("release", public, name, name) | source | place)
        assert done.returncode == 0, done.stderr

    told = channel("list", "--json")
    assert told.returncode == 0, told.stderr
    listed = json.loads(told.stdout)
    assert [(one["channel"], one["name"]) for one in listed] == [
        ("internal", COMMIT),
        ("release", "1.5.0"),
        ("release", "1.4.0"),
    ]
    assert all(one["commit"] == COMMIT and one["images"] == IMAGES and one["released"] for one in listed)
    assert listed[1]["templates"]["network.yaml"] == listed[0]["templates"]["network.yaml"]
    shown = channel("list", "release").stdout
    assert shown.startswith("release: product 1.5.0\n")
    for part in (listed[1]["templates"]["main.yaml"]["sha256"], "server  eu-west-1  ami-0c6d7e8f9a0b1c2d3", public):
        assert part in shown
    assert "internal" not in shown

    assert channel("list", "alpha").stdout == "Nothing was released yet.\n"
    unknown = channel("list", "relese")
    assert unknown.returncode == 2
    assert "there is no channel `relese`; the channels are internal, alpha, release" in unknown.stderr


def test_the_pipeline_and_keys_of_each_region_are_there(deployed, organization):
    (pipeline,) = Thin.created["AWS::CodePipeline::Pipeline"]
    stages = [stage["Name"] for stage in pipeline.properties["Stages"]]
    assert stages == ["Source", "Check", "Build", "Bake", "Internal", "Test", "Alpha", "Release"]
    for region in ("eu-west-1", "us-east-2"):
        kms = organization.client("kms", "111111111111", region)
        assert "alias/product-images" in [one["AliasName"] for one in kms.list_aliases()["Aliases"]]
