"""Repositories of environments with real state, a `docker` that copies images between them, and `promote.py`."""

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import boto3
import pytest
from botocore.exceptions import ClientError
from image_promotion import imagetools
from programs import ROOT

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
NAME = "shop"
SOURCE = ROOT / "constructs/src/patterns/image_promotion/code/promote.py"
ENVIRONMENT = {
    "IMAGE_NAME": NAME,
    "MOVING_TAG": "latest",
    "SOURCE_REGISTRY": "123456789012",
    "SOURCE_PREFIX": "dev/",
    "TARGET_REGISTRY": "123456789012",
    "TARGET_PREFIX": "prod/",
    "ENVIRONMENT": "prod",
    "HISTORY_TABLE": "History",
    "AWS_MAX_ATTEMPTS": "1",
}


def manifest(content, media=MANIFEST, children=()):
    """The text of a manifest, which its digest is made of."""
    body = {"schemaVersion": 2, "mediaType": media}
    if media == INDEX:
        body["manifests"] = [{"mediaType": MANIFEST, "digest": child, "size": 1} for child in children]
    else:
        body |= {"config": {"digest": digest_of(content), "size": 1, "mediaType": "x"}, "layers": []}
    return json.dumps(body)


def digest_of(text):
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


class Registry:
    """The repositories of the environments `dev`, `test` and `prod`, and the history."""

    def __init__(self):
        self.ecr = boto3.client("ecr")
        self.dynamodb = boto3.client("dynamodb")
        for environment in ("dev", "test", "prod"):
            self.ecr.create_repository(repositoryName=f"{environment}/{NAME}")
        keys = [("name", "HASH"), ("entry", "RANGE")]
        self.dynamodb.create_table(
            TableName="History",
            KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in keys],
            BillingMode="PAY_PER_REQUEST",
        )

    def push(self, environment, content, *tags, media=MANIFEST, children=()):
        """Pushes an image and gives its digest."""
        text = manifest(content, media, children)
        for tag in tags or (None,):
            named = {"imageTag": tag} if tag else {}
            self.ecr.put_image(
                repositoryName=f"{environment}/{NAME}",
                imageManifest=text,
                imageManifestMediaType=media,
                imageDigest=digest_of(text),
                **named,
            )
        return digest_of(text)

    def tags(self, environment="prod"):
        """The digest of each tag."""
        pages = self.ecr.get_paginator("describe_images").paginate(repositoryName=f"{environment}/{NAME}")
        images = [image for page in pages for image in page["imageDetails"]]
        return {tag: image["imageDigest"] for image in images for tag in image.get("imageTags", [])}

    def history(self):
        """Each entry of the history without its time."""
        items = self.dynamodb.scan(TableName="History")["Items"]
        entries = [{name: value["S"] for name, value in item.items()} for item in items]
        return sorted(({key: entry[key] for key in entry if key != "time"} for entry in entries), key=str)


@pytest.fixture
def registry(fake_aws, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", fake_aws)
    return Registry()


@pytest.fixture
def docker(programs, tmp_path):
    """Lets `docker buildx imagetools create` copy between the repositories."""
    script = Path(__file__).with_name("imagetools.py")
    run = tmp_path / "docker"
    run.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n')
    run.chmod(0o755)
    programs.stand_in("docker")
    programs.rule("docker", run=str(run))
    return programs


@pytest.fixture
def module(monkeypatch):
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    spec = importlib.util.spec_from_file_location("promote", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Promotion:
    """Runs the script in this process, with boto3 for the AWS CLI, which takes a second to start."""

    def __init__(self, module, monkeypatch):
        self.module, self.monkeypatch = module, monkeypatch
        self.calls, self.fail, self.copies = [], None, True
        monkeypatch.setattr(module, "aws", self.aws)
        monkeypatch.setattr(module, "subprocess", SimpleNamespace(run=self.docker))

    def call(self, *words):
        self.calls.append(words)
        if self.fail == len(self.calls):
            raise self.module.Refused("ThrottlingException", "slower, please")

    def aws(self, service, action, **document):
        self.call(service, action)
        try:
            return getattr(boto3.client(service), action.replace("-", "_"))(**document)
        except ClientError as error:
            raise self.module.Refused(error.response["Error"]["Code"], str(error)) from None

    def docker(self, words, env, check):
        self.call(*words[:3])
        if self.copies:
            self.monkeypatch.setenv("DOCKER_CONFIG", env["DOCKER_CONFIG"])
            imagetools.main(*words[1:])

    def __call__(self, digest, execution="one", fail=None):
        """The error that it ends with; none where it does what it should."""
        self.calls, self.fail = [], fail
        self.monkeypatch.setenv("IMAGE_DIGEST", digest)
        self.monkeypatch.setenv("EXECUTION_ID", execution)
        try:
            self.module.main()
        except (SystemExit, self.module.Refused) as error:
            return str(error)
        return None


@pytest.fixture
def promote(module, registry, monkeypatch):
    return Promotion(module, monkeypatch)
