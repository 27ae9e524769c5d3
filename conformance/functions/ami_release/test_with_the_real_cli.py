"""The same with the AWS CLI and a fake AWS: what is released can be found, read and used there."""

import json

import boto3
import pytest
from ami_release.conftest import COMMIT, INTERNAL, NETWORK, PUBLIC

HELM = {
    "schemaVersion": 2,
    "mediaType": "application/vnd.oci.image.manifest.v1+json",
    "config": {"mediaType": "application/vnd.cncf.helm.config.v1+json", "size": 2, "digest": f"sha256:{'1' * 64}"},
    "layers": [],
}


@pytest.fixture
def client(programs, fake_aws, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", fake_aws)
    programs.pass_on("aws")
    programs.rule("aws ec2")
    programs.rule("aws ec2 describe-images", print='{"Images": [{"BlockDeviceMappings": []}]}')
    return lambda service: boto3.client(service, endpoint_url=fake_aws)


@pytest.fixture
def s3(client):
    client = client("s3")
    for bucket in (INTERNAL, PUBLIC):
        client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return client


@pytest.fixture
def chart(client, made):
    ecr = client("ecr")
    ecr.create_repository(repositoryName="charts/readyset", imageTagMutability="IMMUTABLE")
    pushed = ecr.put_image(repositoryName="charts/readyset", imageManifest=json.dumps(HELM), imageTag="build")
    (made / "charts.json").write_text(json.dumps({"charts/readyset": pushed["image"]["imageId"]["imageDigest"]}))
    return ecr


def test_a_product_in_three_channels(upload, promote, s3, chart):
    for done in (upload(), promote("alpha", f"alpha/{COMMIT}"), promote("release", "1.4.0", "1.4.0")):
        assert done.returncode == 0, done.stderr

    # The URLs of nested stacks resolve in the channel that their templates are in.
    for bucket, prefix in ((INTERNAL, COMMIT), (PUBLIC, f"alpha/{COMMIT}"), (PUBLIC, "1.4.0")):
        main = s3.get_object(Bucket=bucket, Key=f"{prefix}/readyset/templates/main.yaml")["Body"].read().decode()
        host, key = main.split("TemplateURL: https://")[1].strip().split("/", 1)
        assert host == f"{bucket}.s3.eu-west-1.amazonaws.com"
        assert key.startswith(f"{prefix}/readyset/templates/")
        assert s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode() == NETWORK

    # A chart is the same digest in each channel, by a tag that cannot be moved.
    found = chart.describe_images(repositoryName="charts/readyset")["imageDetails"]
    assert len(found) == 1
    assert set(found[0]["imageTags"]) == {"build", COMMIT, f"alpha-{COMMIT}", "1.4.0"}

    # What is released is refused by S3 itself, too.
    with pytest.raises(s3.exceptions.ClientError, match="PreconditionFailed"):
        s3.put_object(Bucket=PUBLIC, Key="1.4.0/readyset/manifest.json", Body=b"", IfNoneMatch="*")
    assert "nothing was changed" in promote("release", "1.4.0", "1.4.0").stderr


def test_a_chart_that_is_not_there(upload, s3, chart, made):
    (made / "charts.json").write_text(json.dumps({"charts/readyset": f"sha256:{'0' * 64}"}))
    assert "failed" in upload().stderr or "holds nothing" in upload().stderr
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=INTERNAL).get("Contents", [])]
    assert f"{COMMIT}/readyset/manifest.json" not in keys
