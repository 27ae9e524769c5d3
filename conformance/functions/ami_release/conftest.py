"""What the tests of releases share."""

import json
import sys
from pathlib import Path

import pytest
from programs import built

SCRIPTS = "constructs/src/patterns/release/pipeline/scripts"
COMMIT = "3f2a9c0e5b7d4a618293f0e1d2c3b4a596877869"
PATTERN = r"^(?!alpha$|[0-9a-f]{40}$|.*\.\.)[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"
INTERNAL, PUBLIC = "acme-internal", "acme-public"
FOLDER = Path(__file__).with_name("s3_folder.py")
IMAGES = {"server": {"eu-west-1": "ami-0c6d7e8f9a0b1c2d3", "us-east-2": "ami-0b5c6d7e8f9a0b1c2"}}
TEMPLATE = """\
Resources:
  Network:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: {url}/templates/network.yaml
"""
NETWORK = "Resources: {Topic: {Type: AWS::SNS::Topic}}\n"


def url(bucket, prefix):
    return f"https://{bucket}.s3.eu-west-1.amazonaws.com/{prefix}/readyset"


def target(channel, bucket, prefix, release=COMMIT):
    """Where a release goes, as the pipeline tells the script."""
    return {
        "PRODUCT": "readyset",
        "CHANNEL": channel,
        "COMMIT": COMMIT,
        "RELEASE": release,
        "RELEASE_PATTERN": PATTERN,
        "BUCKET": bucket,
        "PREFIX": prefix,
        "RELEASE_URL": url(bucket, prefix),
    }


UPLOADED = target("internal", INTERNAL, COMMIT)


@pytest.fixture(scope="session")
def program():
    """The example, built."""
    return built("--example", "ami_release")


@pytest.fixture
def buckets(tmp_path):
    """A folder that stands for S3."""
    return tmp_path / "s3"


@pytest.fixture
def objects(buckets):
    """Every object of a bucket: its key and its bytes."""

    def read(bucket):
        files = sorted(path for path in (buckets / bucket).rglob("*") if path.is_file())
        return {path.relative_to(buckets / bucket).as_posix(): path.read_bytes() for path in files}

    return read


@pytest.fixture
def aws(programs, buckets):
    """Lets the folder answer for S3, and EC2 agree to everything."""
    programs.stand_in("aws")
    program = buckets.with_name("s3_folder")
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -IS "{FOLDER}" "{buckets}" "$@"\n')
    program.chmod(0o755)
    programs.rule("aws s3api", run=str(program))
    programs.rule("aws ec2 describe-images", print='{"Images": [{"BlockDeviceMappings": []}]}')
    return programs


@pytest.fixture
def made(tmp_path):
    """What a build has made."""
    folder = tmp_path / "release"
    (folder / "templates").mkdir(parents=True)
    (folder / "binaries").mkdir()
    (folder / "templates/main.yaml").write_text(TEMPLATE.format(url=url(INTERNAL, COMMIT)))
    (folder / "templates/network.yaml").write_text(NETWORK)
    (folder / "binaries/readyset").write_bytes(b"\x7fELF")
    (folder / "images.json").write_text(json.dumps({"images": IMAGES}))
    return folder


@pytest.fixture
def run(programs, tmp_path):
    def run(arguments, environment, fail=None):
        return programs.run(f"{SCRIPTS}/release.py", tmp_path, environment, fail, arguments)

    return run


@pytest.fixture
def upload(run, made):
    return lambda fail=None, **changes: run(["upload", str(made)], UPLOADED | changes, fail)


@pytest.fixture
def promote(run):
    """Promotes what is internal to a channel."""

    def promote(channel, prefix, release=COMMIT, fail=None, **changes):
        source = {"SOURCE_BUCKET": INTERNAL, "SOURCE_PREFIX": COMMIT}
        source["MANIFEST_SHA256"] = changes.pop("MANIFEST_SHA256", None) or run(["verify"], UPLOADED).stdout.strip()
        return run(["promote"], target(channel, PUBLIC, prefix, release) | source | changes, fail)

    return promote
