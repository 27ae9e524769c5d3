"""What the scripts of releases do with AWS, by its command line.

  store.py digests FILE REPOSITORY...   writes the digests of what was pushed to repositories of ECR with the tag BUILD_TAG
"""

import json
import os
import subprocess
import sys
from pathlib import Path

scratch = None
"""A folder for what is on its way."""

LONGEST = 900
"""Seconds that one call may take."""


class Failed(Exception):
    """What makes a release fail, in words for whoever reads the log."""


def aws(*arguments, may=()):
    """Calls the AWS CLI and gives what it prints; `None` where AWS answers with one of the errors in `may`."""
    call = ["aws", *arguments]
    try:
        done = subprocess.run(call, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        raise Failed(f"`aws {' '.join(arguments[:2])}` did not end within {LONGEST} seconds") from None
    if done.returncode == 0:
        return done.stdout
    if any(f"({error})" in done.stderr for error in may):
        return None
    raise Failed(f"`aws {' '.join(arguments[:2])}` failed: {done.stderr.strip()}")


def answer(*arguments, may=()):
    """As `aws`, with the answer as a value."""
    text = aws(*arguments, "--output", "json", may=may)
    return json.loads(text) if text else None


def get(bucket, key):
    """The bytes of an object, `None` where there is none."""
    target = Path(scratch) / "get"
    found = aws("s3api", "get-object", "--bucket", bucket, "--key", key, str(target), may=("NoSuchKey", "404"))
    return None if found is None else target.read_bytes()


def put(bucket, key, data):
    """Puts an object where there is none; says whether it did."""
    source = Path(scratch) / "put"
    source.write_bytes(data)
    types = {".yaml": "application/yaml", ".json": "application/json"}
    kind = types.get(Path(key).suffix, "application/octet-stream")
    refused = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409")
    done = aws(
        "s3api", "put-object", "--bucket", bucket, "--key", key, "--body", str(source), "--content-type", kind,
        "--checksum-algorithm", "SHA256", "--if-none-match", "*", may=refused,
    )  # fmt: skip
    return done is not None


def put_same(bucket, key, data):
    """Puts an object, and is content with one that holds just the same."""
    if not put(bucket, key, data) and get(bucket, key) != data:
        raise Failed(f"s3://{bucket}/{key} is there already, and holds something else")


def tag_image(repository, wanted, tag):
    """Gives a tag to an image of ECR, or to a chart: its digest stays, and with it all that it is made of."""
    identity = f"imageDigest={wanted}"
    found = answer("ecr", "batch-get-image", "--repository-name", repository, "--image-ids", identity)
    if not found["images"]:
        raise Failed(f"{repository} holds nothing with the digest {wanted}")
    image = found["images"][0]
    kind = ("--image-manifest-media-type", image["imageManifestMediaType"]) if "imageManifestMediaType" in image else ()
    source = Path(scratch) / "image"
    source.write_text(image["imageManifest"])
    taken = aws(
        "ecr", "put-image", "--repository-name", repository, "--image-manifest", f"file://{source}", *kind,
        "--image-tag", tag, "--image-digest", wanted, may=("ImageAlreadyExistsException", "ImageTagAlreadyExistsException"),
    )  # fmt: skip
    if taken is None and digest(repository, tag) != wanted:
        raise Failed(f"the tag {tag} of {repository} is taken by another image")


def digest(repository, tag):
    """What a tag stands for now."""
    found = answer("ecr", "batch-get-image", "--repository-name", repository, "--image-ids", f"imageTag={tag}")
    if not found["images"]:
        raise Failed(f"nothing was pushed to {repository} with the tag {tag}")
    return found["images"][0]["imageId"]["imageDigest"]


def main(arguments):
    try:
        if arguments[:1] != ["digests"] or len(arguments) < 3:
            raise Failed("usage: store.py digests FILE REPOSITORY...")
        digests = {repository: digest(repository, os.environ["BUILD_TAG"]) for repository in arguments[2:]}
        Path(arguments[1]).write_text(json.dumps(digests, indent=2) + "\n")
    except Failed as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
