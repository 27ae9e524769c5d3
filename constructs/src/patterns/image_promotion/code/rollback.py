"""Puts the moving tag of a repository, such as `latest`, back on the image of the version before.

The image that loses the tag gets its version first, unless it has one, so that nothing is lost. While an execution of
the pipeline runs, nothing is done. A request that comes twice is done once.

The event has the `name` of the image, and a `request` that makes the call one of its kind. The answer has the versions
`from` and `to`, or an `error` that says why nothing was done.

Environment variables:
  IMAGES         JSON list of the names that there are
  PREFIX         what the names of the repositories begin with
  REGISTRY       account of the repositories
  MOVING_TAG     the tag that moves from image to image
  ENVIRONMENT    name of the environment
  PIPELINE       name of the pipeline
  HISTORY_TABLE  DynamoDB table with the key `name` and `entry`
"""

import json
import os
import re
import time
from typing import Any

import boto3

IMAGES: list[str] = json.loads(os.environ["IMAGES"])
PREFIX = os.environ["PREFIX"]
REGISTRY = os.environ["REGISTRY"]
MOVING_TAG = os.environ["MOVING_TAG"]
ENVIRONMENT = os.environ["ENVIRONMENT"]
PIPELINE = os.environ["PIPELINE"]
TABLE = os.environ["HISTORY_TABLE"]

VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)")
REQUEST = re.compile(r"[0-9A-Za-z-]{8,64}")
MANIFESTS = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
]

ecr = boto3.client("ecr")
dynamodb = boto3.client("dynamodb")
codepipeline = boto3.client("codepipeline")


class Refused(Exception):
    """Why nothing is done."""


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    """Does what the event asks for. What fails at AWS is raised."""
    try:
        return rolled_back(event.get("name"), event.get("request"))
    except Refused as refused:
        return {"error": str(refused)}


def rolled_back(name: Any, request: Any) -> dict[str, str]:
    if name not in IMAGES:
        raise Refused(f"there is no image of that name; there are {', '.join(IMAGES)}")
    if not isinstance(request, str) or not REQUEST.fullmatch(request):
        raise Refused("the request has no id: 8 to 64 letters, digits and hyphens")
    key = {"name": {"S": name}, "entry": {"S": f"{request}#rollback"}}
    item = dynamodb.get_item(TableName=TABLE, Key=key, ConsistentRead=True).get("Item")
    if item is None:
        item = decided(name, key)
    done(name, item)
    return {"from": item["before"]["S"], "to": item["after"]["S"]}


def decided(name: str, key: dict[str, Any]) -> dict[str, Any]:
    """What is to be done, written down before it is done."""
    busy = [execution["pipelineExecutionId"] for execution in executions() if execution["status"] in RUNNING]
    if busy:
        raise Refused(f"an execution of {PIPELINE} is in progress: {busy[0]}; wait for its end")
    tags = tags_of(name)
    if MOVING_TAG not in tags:
        raise Refused(f"{PREFIX}{name} has no image with the tag {MOVING_TAG}")
    versions = {version: digest for tag, digest in tags.items() if (version := version_of(tag))}
    own = [version for version, digest in versions.items() if digest == tags[MOVING_TAG]]
    major, minor = max(versions, default=(0, 0))
    current = max(own) if own else (major, minor + 1)
    earlier = [version for version in versions if version < current and versions[version] != tags[MOVING_TAG]]
    if not earlier:
        raise Refused(f"v{shown(current)} of {PREFIX}{name} is the oldest version that there is")
    item = key | {
        "time": {"S": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())},
        "action": {"S": "rolled back"},
        "environment": {"S": ENVIRONMENT},
        "left": {"S": tags[MOVING_TAG]},
        "digest": {"S": versions[max(earlier)]},
        "before": {"S": shown(current)},
        "after": {"S": shown(max(earlier))},
    }
    dynamodb.put_item(TableName=TABLE, Item=item)
    return item


RUNNING = ("InProgress", "Stopping")


def executions() -> list[dict[str, Any]]:
    """The newest executions. Those that run are among them: a queue has at most 50."""
    answer = codepipeline.list_pipeline_executions(pipelineName=PIPELINE, maxResults=100)
    return answer["pipelineExecutionSummaries"]


def done(name: str, item: dict[str, Any]) -> None:
    """Does what was written down, as far as it is not done."""
    tags = tags_of(name)
    if item["left"]["S"] not in [digest for tag, digest in tags.items() if version_of(tag)]:
        tag(name, item["left"]["S"], item["before"]["S"])
    if tags.get(MOVING_TAG) == item["left"]["S"]:
        tag(name, item["digest"]["S"], MOVING_TAG)


def tags_of(name: str) -> dict[str, str]:
    """The digest of each tag."""
    pages = ecr.get_paginator("describe_images").paginate(registryId=REGISTRY, repositoryName=PREFIX + name)
    images = [image for page in pages for image in page["imageDetails"]]
    return {tag: image["imageDigest"] for image in images for tag in image.get("imageTags", [])}


def tag(name: str, digest: str, new: str) -> None:
    """Gives an image one more tag."""
    place = {"registryId": REGISTRY, "repositoryName": PREFIX + name}
    got = ecr.batch_get_image(**place, imageIds=[{"imageDigest": digest}], acceptedMediaTypes=MANIFESTS)["images"]
    if not got:
        raise Refused(f"the image {digest} has gone from {PREFIX}{name}")
    media = {"imageManifestMediaType": got[0]["imageManifestMediaType"]} if got[0].get("imageManifestMediaType") else {}
    try:
        ecr.put_image(**place, imageManifest=got[0]["imageManifest"], imageTag=new, **media)
    except ecr.exceptions.ImageAlreadyExistsException:
        pass


def version_of(tag: str) -> tuple[int, int] | None:
    match = VERSION.fullmatch(tag)
    return (int(match[1]), int(match[2])) if match else None


def shown(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"
