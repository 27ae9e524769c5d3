"""A product of nested stacks, as the example has it: its templates are baked with the images of a manifest of Packer,
go through three channels of a fake AWS, and are deployed there."""

import hashlib
import json
import os
import subprocess
import urllib.parse

import boto3
import pytest
import yaml
from ami_release.conftest import COMMIT, INTERNAL, PUBLIC, SCRIPTS, url

HOME, ABROAD = "eu-west-1", "us-east-2"
RUN = "2b7c9f10-5d43-4a86-9e21-7f0b8c6d4e35"
CUSTOMER = "444455556666"
CHANNELS = {
    "internal": (INTERNAL, COMMIT),
    "alpha": (PUBLIC, f"alpha/{COMMIT}"),
    "release": (PUBLIC, "1.4.0"),
}
TEMPLATES = ["database.yaml", "network.yaml", "product.yaml", "servers.yaml"]


@pytest.fixture
def client(programs, fake_aws, monkeypatch):
    """Clients of the fake AWS, which scripts reach through the AWS CLI."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", fake_aws)
    programs.pass_on("aws")
    return lambda service, region=HOME: boto3.client(service, endpoint_url=fake_aws, region_name=region)


@pytest.fixture
def s3(client):
    client = client("s3")
    for bucket in (INTERNAL, PUBLIC):
        client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": HOME})
    return client


@pytest.fixture
def objects(s3):
    """Every object of a bucket: its key and its bytes."""

    def read(bucket):
        keys = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
        return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}

    return read


@pytest.fixture
def image(client):
    """A machine image that Packer has built."""
    disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 8}}
    made = client("ec2").register_image(Name="server", RootDeviceName="/dev/xvda", BlockDeviceMappings=[disk])
    return made["ImageId"]


@pytest.fixture
def manifest(tmp_path, image):
    """The manifest that Packer has written."""

    def write(**changes):
        build = {
            "name": "server",
            "builder_type": "amazon-ebs",
            "build_time": 1795686620,
            "files": None,
            "artifact_id": f"{HOME}:{image}",
            "packer_run_uuid": RUN,
            "custom_data": None,
        }
        (tmp_path / "packer-manifest.json").write_text(json.dumps({"builds": [build | changes], "last_run_uuid": RUN}))

    write()
    return write


@pytest.fixture
def gather(programs, tmp_path, manifest):
    """Reads the manifest and copies its images, as the build `Images` does."""
    words = ["packer", "packer-manifest.json", "images.json"]
    return lambda **settings: programs.run(f"{SCRIPTS}/images.py", tmp_path, settings, arguments=words)


@pytest.fixture
def bake(program, tmp_path):
    """Bakes templates below a URL, as the build `Bake` does: into what `release.py upload` takes."""

    def bake(images="images.json"):
        settings = {"IMAGES": str(tmp_path / images), "RELEASE_URL": url(INTERNAL, COMMIT)}
        out = ["--out", str(tmp_path / "release")]
        return subprocess.run([program, *out], env=os.environ | settings, capture_output=True, text=True)

    return bake


@pytest.fixture
def made(gather, bake, tmp_path):
    """What the builds have made."""
    for done in (gather(IMAGE_REGIONS=ABROAD), bake()):
        assert done.returncode == 0, done.stderr
    folder = tmp_path / "release"
    (tmp_path / "images.json").rename(folder / "images.json")
    return folder


@pytest.fixture
def released(s3, upload, promote):
    """The product, in all channels."""
    tested = upload()
    assert tested.returncode == 0, tested.stderr
    for channel, release in (("alpha", COMMIT), ("release", "1.4.0")):
        done = promote(channel, CHANNELS[channel][1], release, SHARE_ACCOUNTS=CUSTOMER)
        assert done.returncode == 0, done.stderr


def nested_urls(template):
    """The URLs of the stacks that a template nests."""
    resources = yaml.load(template, Loader=Lenient)["Resources"].values()
    return [one["Properties"]["TemplateURL"] for one in resources if one["Type"] == "AWS::CloudFormation::Stack"]


class Lenient(yaml.SafeLoader):
    """Takes the functions of CloudFormation for what they are about."""


Lenient.add_multi_constructor("!", lambda loader, tag, node: node.value)


def test_each_channel_holds_the_same_bytes_and_nests_its_own(released, objects, made, upload, promote):
    told = {}
    for channel, (bucket, prefix) in CHANNELS.items():
        found, start = objects(bucket), f"{prefix}/readyset/"
        told[channel] = json.loads(found[f"{start}manifest.json"])
        assert list(told[channel]["templates"]) == TEMPLATES
        for name, hashes in told[channel]["templates"].items():
            assert hashes["sha256"] == hashlib.sha256(found[f"{start}templates/{name}"]).hexdigest()
        nested = nested_urls(found[f"{start}templates/product.yaml"])
        assert len(nested) == 3
        for address in map(urllib.parse.urlparse, nested):
            assert address.hostname == f"{bucket}.s3.{HOME}.amazonaws.com"
            assert address.path.startswith(f"/{start}templates/")
            assert address.path[1:] in found, "it is there"
    contents = [{name: one["content_sha256"] for name, one in of["templates"].items()} for of in told.values()]
    assert contents[0] == contents[1] == contents[2]
    plain = [{name: one["sha256"] for name, one in of["templates"].items()} for of in told.values()]
    for one in plain:
        # What nests nothing is the same to the byte; what does differs in the place of the release.
        assert {name: one[name] for name in TEMPLATES if name != "product.yaml"} == {
            name: plain[0][name] for name in TEMPLATES if name != "product.yaml"
        }
    assert len({one["product.yaml"] for one in plain}) == 3

    # A name that is taken changes nothing.
    before = objects(INTERNAL), objects(PUBLIC)
    (made / "templates/network.yaml").write_text("Resources: {}\n")
    for done in (upload(), promote("release", "1.4.0", "1.4.0")):
        assert done.returncode == 1 and "nothing was changed" in done.stderr
    assert (objects(INTERNAL), objects(PUBLIC)) == before


def test_customers_have_images_and_stacks_in_each_region(released, objects, client, image):
    images = json.loads(objects(PUBLIC)["1.4.0/readyset/manifest.json"])["images"]["server"]
    assert images[HOME] == image and set(images) == {HOME, ABROAD}
    for region, found in images.items():
        ec2 = client("ec2", region)
        attribute = ec2.describe_image_attribute(ImageId=found, Attribute="launchPermission")
        assert attribute["LaunchPermissions"] == [{"UserId": CUSTOMER}]
        certificate = client("acm", region).request_certificate(DomainName="product.example.com")
        values = {
            "AlarmMail": "operation@example.com",
            "CertificateArn": certificate["CertificateArn"],
            "Clients": "203.0.113.0/24",
        }
        cloudformation = client("cloudformation", region)
        cloudformation.create_stack(
            StackName="product",
            TemplateURL=f"{url(PUBLIC, '1.4.0')}/templates/product.yaml",
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()],
            Capabilities=["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        )
        stacks = {one["StackName"]: one for one in cloudformation.describe_stacks()["Stacks"]}
        assert {one["StackStatus"] for one in stacks.values()} == {"CREATE_COMPLETE"}
        counts = [len(cloudformation.list_stack_resources(StackName=name)["StackResourceSummaries"]) for name in stacks]
        assert len(counts) == 4 and sum(counts) >= 60
        (address,) = stacks["product"]["Outputs"]
        assert address["OutputValue"].endswith("elb.amazonaws.com")
        (template,) = ec2.describe_launch_templates()["LaunchTemplates"]
        versions = ec2.describe_launch_template_versions(LaunchTemplateId=template["LaunchTemplateId"])
        assert versions["LaunchTemplateVersions"][0]["LaunchTemplateData"]["ImageId"] == found


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"artifact_id": f"{HOME}:vol-0a1b2c3d4e5f60718"}, "'vol-0a1b2c3d4e5f60718' is no image: server in eu-west-1"),
        ({"packer_run_uuid": "an-earlier-one"}, "has built no machine image"),
        ({"builder_type": "docker"}, "has built no machine image"),
        ({"artifact_id": f"{HOME}:ami-0123456789abcdef0"}, "ami-0123456789abcdef0"),
    ],
)
def test_a_wrong_manifest_ends_it_before_anything_is_made(gather, manifest, tmp_path, objects, changes, said):
    manifest(**changes)
    done = gather(IMAGE_REGIONS=ABROAD)
    assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "images.json").exists()
    assert objects(INTERNAL) == {}


def test_a_manifest_that_there_is_not(gather, tmp_path):
    (tmp_path / "packer-manifest.json").unlink()
    done = gather()
    assert done.returncode == 1 and "packer-manifest.json is no manifest of Packer" in done.stderr


@pytest.mark.parametrize(
    ("images", "said"),
    [
        ({"bastion": {HOME: "ami-0123456789abcdef0"}}, "there is no image `server`"),
        ({"server": {HOME: "ami-1"}}, "`ami-1` is no id of a machine image"),
        (
            {"server": {HOME: "ami-0123456789abcdef0"}, "bastion": {ABROAD: "ami-0123456789abcdef1"}},
            "there is no image `server` in us-east-2",
        ),
    ],
)
def test_without_an_image_or_region_nothing_is_baked(bake, tmp_path, images, said):
    (tmp_path / "some.json").write_text(json.dumps({"images": images}))
    done = bake("some.json")
    assert done.returncode == 1 and said in done.stderr, done.stderr
    assert not (tmp_path / "release").exists()
