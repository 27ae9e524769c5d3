"""Stands in for `docker buildx imagetools create --tag TARGET SOURCE`: copies an image between repositories of a fake ECR.

As the registry does, it takes an image list only with the images in it.
"""

import json
import os
import re
import sys
from pathlib import Path

import boto3

PLACE = re.compile(r"(\d{12})\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/([a-z/]+)[:@](.+)")


def main(buildx, imagetools, create, prefer, tag, target, source):
    assert (buildx, imagetools, create, prefer, tag) == (
        "buildx",
        "imagetools",
        "create",
        "--prefer-index=false",
        "--tag",
    )
    (account, name, digest), (other, to, moving) = PLACE.fullmatch(source).groups(), PLACE.fullmatch(target).groups()
    signed_in = json.loads(Path(os.environ["DOCKER_CONFIG"], "config.json").read_text())["auths"]
    assert all(f"{one}.dkr.ecr.eu-west-1.amazonaws.com" in signed_in for one in (account, other))
    ecr = boto3.client("ecr")
    copy(ecr, name, digest, to, moving)


def copy(ecr, name, digest, to, tag=None):
    image = ecr.batch_get_image(repositoryName=name, imageIds=[{"imageDigest": digest}])["images"][0]
    text = image["imageManifest"]
    for child in json.loads(text).get("manifests", []):
        copy(ecr, name, child["digest"], to)
    named = {"imageTag": tag} if tag else {}
    media = json.loads(text)["mediaType"]
    ecr.put_image(
        repositoryName=to, imageManifest=text, imageManifestMediaType=media, imageDigest=digest, **named
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
