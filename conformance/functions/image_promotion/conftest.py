"""Repositories of two environments with real state, and a `docker` that copies images between them."""

import hashlib
import json
import sys
from pathlib import Path

import boto3
import pytest

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
NAME = "shop"


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
    """The repositories of the environments `dev` and `prod`, and the history."""

    def __init__(self):
        self.ecr = boto3.client("ecr")
        self.dynamodb = boto3.client("dynamodb")
        for environment in ("dev", "prod"):
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
