"""The CDK's command line works on what we write: it lists, shows, compares, deploys and destroys."""

import json
import re

import pytest

CI, IMAGES = "111111111111", "222222222222"
REGION = "eu-west-1"


@pytest.fixture
def bucket(organization):
    """The bucket that `cdk bootstrap` makes."""
    s3 = organization.client("s3", CI, REGION)
    name = f"cdk-hnb659fds-assets-{CI}-{REGION}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return lambda: [one["Key"] for one in s3.list_objects_v2(Bucket=name).get("Contents", [])]


@pytest.fixture
def stacks(organization):
    """The names of the stacks of an account that are there."""

    def listed(account, region=REGION):
        cloudformation = organization.client("cloudformation", account, region)
        found = cloudformation.describe_stacks()["Stacks"]
        return {one["StackName"]: one for one in found if one["StackStatus"].endswith("_COMPLETE")}

    return listed


def deploy(app, *stacks):
    # The fake AWS makes no change sets of stacks that are there.
    return app("deploy", *stacks, "--require-approval", "never", "--method=direct")


def test_it_lists_the_stacks_of_all_environments_in_order(app):
    names = app("list").split()
    assert names == ["Releases", "Announcer", "Images"]
    long = json.loads(app("list", "--long", "--json"))
    environments = {one["id"]: one["environment"]["name"] for one in long}
    assert environments["Images"] == f"aws://{IMAGES}/us-east-1"
    dependencies = json.loads(app("list", "--show-dependencies", "--json"))
    assert [one["id"] for one in dependencies[1]["dependencies"]] == ["Releases"]


def test_it_shows_the_template_as_we_wrote_it(app):
    shown = json.loads(app("synth", "Announcer", "--json"))
    assert shown == json.loads((app.folder / "assembly" / "Announcer.template.json").read_text())


def test_it_deploys_in_order_and_uploads_assets_and_takes_all_down_again(app, bucket, stacks, organization):
    deployed = deploy(app, "Announcer")
    assert deployed.index("Releases: creating stack") < deployed.index("Announcer: creating stack")
    assert set(stacks(CI)) == {"Releases", "Announcer"}
    assert stacks(CI)["Releases"]["Tags"] == [{"Key": "team", "Value": "release"}]
    asset = next(app.folder.glob("asset.*.zip")).name.removeprefix("asset.")
    assert bucket() == [asset]
    functions = organization.client("lambda", CI, REGION).list_functions()["Functions"]
    assert [one["Handler"] for one in functions] == ["index.handler"]

    assert "no differences" in app("diff", "Announcer", "--exclusively", "--method=template")

    destroyed = app("destroy", "Releases", "--force")
    assert destroyed.index("Announcer: destroyed") < destroyed.index("Releases: destroyed")
    assert stacks(CI) == {}


def test_it_finds_and_deploys_what_has_changed(app, bucket, stacks):
    deploy(app, "Releases")
    template = app.folder / "assembly" / "Releases.template.json"
    changed = json.loads(template.read_text())
    changed["Resources"]["Announcements"]["Properties"]["DisplayName"] = "Releases of the shop"
    template.write_text(json.dumps(changed))
    difference = app("diff", "Releases", "--method=template")
    assert "[~] AWS::SNS::Topic Announcements" in difference and "DisplayName" in difference, difference
    deploy(app, "Releases")
    assert stacks(CI)["Releases"]["StackStatus"] == "UPDATE_COMPLETE"


def test_it_deploys_the_nested_assembly_by_its_stacks_and_on_its_own(app, stacks):
    deploy(app, "Images")
    assert set(stacks(IMAGES, "us-east-1")) == {"Images"}
    app.folder = app.folder / "assembly" / f"{IMAGES}.us-east-1"
    assert app("list").split() == ["Images"]


def test_it_prints_what_synthesis_tells_at_its_constructs(cdk):
    app = cdk("pipelines_tour")
    told = app("synth", "ShopRelease", "--quiet")
    assert "INFO Template: the template has" in told and "[large-template]" in told, told
    assert re.search(r"examples/pipelines_tour/places\.rs:\d+:\d\d\n", told), told
