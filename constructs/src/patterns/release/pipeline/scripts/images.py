"""Copies machine images to regions, and lets accounts use them.

  images.py packer MANIFEST IMAGES         what Packer has built, as its manifest tells
  images.py build IMAGES NAME=PIPELINE...  what pipelines of EC2 Image Builder build now

Both copy to the regions and write IMAGES: {"images": {"name": {"region": "ami-..."}}}, which release.py and the templates read.

IMAGE_REGIONS     the regions, with blanks in between; those that an image is in already are left alone
IMAGE_KEY         the key that encrypts copies, by an alias that each region has; the key has to allow what accounts do with it
SHARE_ACCOUNTS    release.py: the accounts that may start machines of the images, with blanks in between
DEPRECATE_DAYS    release.py: after how many days the images are told to be old; never unless set
WAIT_SECONDS      longest time for the images, 7200 unless set

Copying twice gives the images of the first time. No image is ever shared with everybody.
"""

import datetime
import hashlib
import json
import os
import re
import sys
import time
from pathlib import Path

import store
from store import Failed, answer, aws

BUILDERS = ("amazon-chroot", "amazon-ebs", "amazon-ebssurrogate", "amazon-instance")
POLL = 15


def words(name):
    return os.environ.get(name, "").split()


def read(file):
    """The images of a file, each with its regions."""
    found = json.loads(Path(file).read_text())["images"]
    for name, regions in found.items():
        check(name, regions)
    return found


def check(name, regions):
    for region, image in regions.items():
        if not re.fullmatch(r"ami-[0-9a-f]{8}(?:[0-9a-f]{9})?", image):
            raise Failed(f"{image!r} is no image: {name} in {region}")


def of_packer(file):
    """The machine images that the last run built."""
    try:
        manifest = json.loads(Path(file).read_text())
        last, builds = manifest["last_run_uuid"], manifest["builds"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise Failed(f"{file} is no manifest of Packer: {problem!r}") from None
    found = {}
    for build in builds:
        if build["packer_run_uuid"] == last and build["builder_type"] in BUILDERS:
            pairs = dict(pair.split(":", 1) for pair in build["artifact_id"].split(","))
            check(build["name"], pairs)
            found.setdefault(build["name"], {}).update(pairs)
    if not found:
        raise Failed(f"the last run in {file} has built no machine image")
    return found


def of_image_builder(pipelines):
    """Starts the pipelines, waits for their images, and gives those of the own account."""
    started = {}
    for name, pipeline in pipelines.items():
        begun = answer("imagebuilder", "start-image-pipeline-execution", "--image-pipeline-arn", pipeline)
        started[name] = begun["imageBuildVersionArn"]
    found = {}
    for name, arn in started.items():
        image = wait(f"the image {name}", lambda arn=arn: built(arn))
        owner = arn.split(":")[4]
        amis = image["outputResources"]["amis"]
        found[name] = {ami["region"]: ami["image"] for ami in amis if ami.get("accountId", owner) == owner}
        check(name, found[name])
    return found


def built(arn):
    image = answer("imagebuilder", "get-image", "--image-build-version-arn", arn)["image"]
    state = image["state"]
    if state["status"] in ("FAILED", "CANCELLED", "DELETED"):
        raise Failed(f"{arn} is {state['status']}: {state.get('reason', 'without a reason')}")
    return image if state["status"] == "AVAILABLE" else None


def wait(what, look):
    """What `look` gives, as soon as it gives something."""
    end = time.monotonic() + int(os.environ.get("WAIT_SECONDS") or 7200)
    while True:
        found = look()
        if found is not None:
            return found
        if time.monotonic() + POLL > end:
            raise Failed(f"{what} took too long")
        time.sleep(POLL)


def describe(region, image):
    found = answer("ec2", "describe-images", "--region", region, "--image-ids", image)["Images"]
    if not found:
        raise Failed(f"there is no image {image} in {region}")
    return found[0]


def copy(found):
    """Copies each image to the regions that it is not in, all at once."""
    waiting = []
    for name, regions in sorted(found.items()):
        source = sorted(regions)[0]
        original = describe(source, regions[source])
        for region in words("IMAGE_REGIONS"):
            if region not in regions:
                regions[region] = start_copy(original, source, region)
                waiting.append((name, region, regions[region]))
    for name, region, image in waiting:
        wait(f"the copy of {name} in {region}", lambda region=region, image=image: available(region, image))
    return found


def start_copy(original, source, region):
    key = os.environ.get("IMAGE_KEY")
    # The same copy is asked for with the same token: a build that is tried again makes no second one.
    token = hashlib.sha256(f"{original['ImageId']} {source} {region} {key}".encode()).hexdigest()
    encryption = ("--encrypted", "--kms-key-id", key) if key else ()
    return answer(
        "ec2", "copy-image", "--region", region, "--source-region", source, "--source-image-id", original["ImageId"],
        "--name", original["Name"], "--client-token", token, *encryption,
    )["ImageId"]  # fmt: skip


def available(region, image):
    described = describe(region, image)
    if described["State"] in ("failed", "error", "invalid", "deregistered"):
        raise Failed(f"the copy {image} in {region} is {described['State']}")
    return described if described["State"] == "available" else None


def share(found):
    """Lets the accounts use the images, and says when they are old."""
    accounts, days = words("SHARE_ACCOUNTS"), os.environ.get("DEPRECATE_DAYS")
    for account in accounts:
        if not re.fullmatch(r"[0-9]{12}", account):
            raise Failed(f"{account!r} is no account: it has 12 digits")
    for _, regions in sorted(found.items()):
        for region, image in sorted(regions.items()):
            if accounts:
                share_image(region, image, accounts)
            if days:
                old = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=int(days))
                when = old.strftime("%Y-%m-%dT%H:%M:00Z")
                aws("ec2", "enable-image-deprecation", "--region", region, "--image-id", image, "--deprecate-at", when)


def share_image(region, image, accounts):
    users = ",".join(f"{{UserId={account}}}" for account in accounts)
    permission = f"Add=[{users}]"
    aws("ec2", "modify-image-attribute", "--region", region, "--image-id", image, "--launch-permission", permission)
    for device in describe(region, image)["BlockDeviceMappings"]:
        snapshot = device.get("Ebs", {}).get("SnapshotId")
        if snapshot:
            aws(
                "ec2", "modify-snapshot-attribute", "--region", region, "--snapshot-id", snapshot,
                "--attribute", "createVolumePermission", "--operation-type", "add", "--user-ids", *accounts,
            )  # fmt: skip


def main(arguments):
    try:
        if arguments[:1] == ["packer"] and len(arguments) == 3:
            found, target = of_packer(arguments[1]), arguments[2]
        elif arguments[:1] == ["build"] and len(arguments) > 2:
            found, target = of_image_builder(dict(pair.split("=", 1) for pair in arguments[2:])), arguments[1]
        else:
            raise Failed("usage: images.py packer MANIFEST IMAGES, or images.py build IMAGES NAME=PIPELINE...")
        text = json.dumps({"images": copy(found)}, indent=2, sort_keys=True)
        Path(target).write_text(text + "\n")
        print(text)
    except Failed as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
