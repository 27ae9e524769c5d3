"""Puts the image of an execution into the repository of the next environment, by its digest, and writes that down.

The image that has the tag `latest` there gets the next version first, and nothing is lost whatever fails: what is done
already is left as it is when the script runs again.

Environment variables:
  IMAGE_NAME       name of the image, which the repositories of all environments end with
  IMAGE_DIGEST     sha256:…, the image that was tested
  MOVING_TAG       the tag that moves from image to image, such as `latest`
  SOURCE_REGISTRY  account of the environment that the image comes from
  SOURCE_PREFIX    what the names of its repositories begin with
  TARGET_REGISTRY  account of the environment that the image goes to
  TARGET_PREFIX    what the names of its repositories begin with
  ENVIRONMENT      name of the environment that the image goes to
  EXECUTION_ID     execution of the pipeline
  HISTORY_TABLE    DynamoDB table with the key `name` and `entry`
  AWS_REGION       region of all of them

It calls `aws`, and `docker buildx imagetools`, which copies an image with all its architectures and needs no daemon.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)")
"""A version, as a tag. Other tags are somebody else's."""
MANIFESTS = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
]
ATTEMPTS = 10
"""How often a version is taken again that somebody else was faster to take."""


class Refused(Exception):
    """What AWS answered, with the name of its error."""


def aws(*arguments, **document):
    """Calls the AWS CLI, which repeats what was throttled, and gives its answer."""
    words = ["aws", *arguments, "--output", "json"]
    if document:
        words += ["--cli-input-json", json.dumps(document)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        error = re.search(r"\((\w+)\)", done.stderr)
        raise Refused(error[1] if error else "Unknown", done.stderr.strip())
    return json.loads(done.stdout) if done.stdout.strip() else {}


def version_of(tag):
    """The version as two numbers, which is how versions compare; none for another tag."""
    match = VERSION.fullmatch(tag)
    return (int(match[1]), int(match[2])) if match else None


def shown(version):
    return f"{version[0]}.{version[1]}" if version else "none"


class Repository:
    """A repository, as it is when it is asked."""

    def __init__(self, registry, name):
        self.place = {"registryId": registry, "repositoryName": name}
        self.uri = f"{registry}.dkr.ecr.{os.environ['AWS_REGION']}.amazonaws.com/{name}"

    def tags(self):
        """The digest of each tag."""
        images = aws("ecr", "describe-images", **self.place)["imageDetails"]
        return {tag: image["imageDigest"] for image in images for tag in image.get("imageTags", [])}

    def has(self, digest):
        try:
            return bool(aws("ecr", "describe-images", **self.place, imageIds=[{"imageDigest": digest}])["imageDetails"])
        except Refused as refused:
            if refused.args[0] == "ImageNotFoundException":
                return False
            raise

    def tag(self, digest, tag):
        """Gives an image one more tag. A tag that another image has is refused."""
        ids = [{"imageDigest": digest}]
        got = aws("ecr", "batch-get-image", **self.place, imageIds=ids, acceptedMediaTypes=MANIFESTS)["images"]
        if not got:
            raise SystemExit(f"error: the image {digest} has gone from {self.place['repositoryName']}")
        manifest = {"imageManifest": got[0]["imageManifest"], "imageTag": tag}
        if media := got[0].get("imageManifestMediaType"):
            manifest["imageManifestMediaType"] = media
        try:
            aws("ecr", "put-image", **self.place, **manifest)
        except Refused as refused:
            # The image has the tag: an earlier run got that far.
            if refused.args[0] != "ImageAlreadyExistsException":
                raise


def number(target, moving):
    """Gives the image that has the moving tag the next version, unless it has one. The answer is its version."""
    for _ in range(ATTEMPTS):
        tags = target.tags()
        current = tags.get(moving)
        if current is None:
            return None
        versions = {version_of(tag): digest for tag, digest in tags.items() if version_of(tag)}
        if own := [version for version, digest in versions.items() if digest == current]:
            return max(own)
        major, minor = max(versions, default=(0, 0))
        try:
            target.tag(current, shown((major, minor + 1)))
            return (major, minor + 1)
        except Refused as refused:
            # Versions are immutable: who comes second takes the next one.
            if refused.args[0] != "ImageTagAlreadyExistsException":
                raise
    raise SystemExit(f"error: {ATTEMPTS} versions in a row were taken by somebody else")


def versions_after(tags, moving):
    """The version that the moving tag stands for, and the number before it that there is."""
    versions = {version_of(tag): digest for tag, digest in tags.items() if version_of(tag)}
    own = [version for version, digest in versions.items() if digest == tags[moving]]
    major, minor = max(versions, default=(0, 0))
    after = max(own) if own else (major, minor + 1)
    return max((version for version in versions if version < after), default=None), after


def copy(source, digest, target, moving):
    """Copies the image as it is, so that it keeps its digest, and gives it the moving tag."""
    token = aws("ecr", "get-authorization-token")["authorizationData"][0]["authorizationToken"]
    with tempfile.TemporaryDirectory() as folder:
        registries = {uri.split("/")[0] for uri in (source.uri, target.uri)}
        config = Path(folder, "config.json")
        config.touch(mode=0o600)
        config.write_text(json.dumps({"auths": {registry: {"auth": token} for registry in registries}}))
        words = ["docker", "buildx", "imagetools", "create", "--prefer-index=false"]
        words += ["--tag", f"{target.uri}:{moving}", f"{source.uri}@{digest}"]
        subprocess.run(words, env=os.environ | {"DOCKER_CONFIG": folder}, check=True)


def record(name, digest, before, after):
    """Writes down what was done. What an earlier run of the same execution wrote stays."""
    execution, environment = os.environ["EXECUTION_ID"], os.environ["ENVIRONMENT"]
    item = {
        "name": name,
        "entry": f"{execution}#{environment}",
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "execution": execution,
        "action": "promoted",
        "environment": environment,
        "digest": digest,
        "before": shown(before),
        "after": shown(after),
    }
    try:
        aws(
            "dynamodb",
            "put-item",
            TableName=os.environ["HISTORY_TABLE"],
            Item={key: {"S": value} for key, value in item.items()},
            ConditionExpression="attribute_not_exists(entry)",
        )
    except Refused as refused:
        if refused.args[0] != "ConditionalCheckFailedException":
            raise


def main():
    name, digest, moving = (os.environ[key] for key in ("IMAGE_NAME", "IMAGE_DIGEST", "MOVING_TAG"))
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
        raise SystemExit("error: the execution carries no digest of an image")
    source = Repository(os.environ["SOURCE_REGISTRY"], os.environ["SOURCE_PREFIX"] + name)
    target = Repository(os.environ["TARGET_REGISTRY"], os.environ["TARGET_PREFIX"] + name)
    left = None
    if target.tags().get(moving) != digest:
        if not source.has(digest):
            raise SystemExit(f"error: {source.place['repositoryName']} has no image {digest} any more")
        left = number(target, moving)
        copy(source, digest, target, moving)
    tags = target.tags()
    if tags.get(moving) != digest:
        raise SystemExit(f"error: {moving} is {tags.get(moving)} now, and not {digest}")
    lower, after = versions_after(tags, moving)
    # Where an earlier run made the copy, what had the tag until then is the version below.
    before = left or lower
    record(name, digest, before, after)
    print(f"{target.place['repositoryName']}: v{shown(after)} is {digest}, after v{shown(before)}")


if __name__ == "__main__":
    try:
        main()
    except Refused as refused:
        sys.exit(f"error: {refused.args[1]}")
    except subprocess.CalledProcessError as failed:
        sys.exit(f"error: the copy failed with {failed.returncode}")
