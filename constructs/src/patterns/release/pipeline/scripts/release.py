"""Puts a release into a channel, whole or not at all.

  release.py look             prints whether the release is there already: yes or no
  release.py upload FOLDER    what a build has made becomes a release
  release.py verify           the release is there, as its manifest tells; prints the hash of the manifest
  release.py promote          a release of another channel becomes one of this channel, byte for byte

PRODUCT, CHANNEL      what is released, and into which channel
COMMIT                the commit, in full
RELEASE               the name of the release; that of a commit is the commit
RELEASE_PATTERN       the regular expression that names of releases match
BUCKET, PREFIX        where the release goes: s3://BUCKET/PREFIX/PRODUCT/
RELEASE_URL           the same as https URL, by which its templates name each other
SOURCE_BUCKET, SOURCE_PREFIX   promote: where the tested release is
MANIFEST_SHA256       promote: the hash of the manifest that was tested
SHARE_ACCOUNTS, DEPRECATE_DAYS   see images.py

FOLDER holds templates/ with *.yaml, and may hold binaries/, images.json of images.py, and containers.json and charts.json of
store.py. Binaries get a file with their checksums beside them.

The bucket refuses what is there already, and the manifest comes last: as long as it is not there, there is no release. What a
release has been begun with stands in `upload.json`; only an upload of just the same goes on where one was interrupted.

Needs Python 3.9 and the AWS CLI, and nothing else.
"""

import hashlib
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import images
import store
from store import Failed

CLAIM, MANIFEST = "upload.json", "manifest.json"
LOCATION = b"{release}"
"""Stands for the URL of the release in what two channels have alike."""


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def setting(name):
    value = os.environ.get(name, "")
    if not value:
        raise Failed(f"{name} is not set")
    return value


class Release:
    """A release that is made: where it goes, and what it holds."""

    def __init__(self):
        self.product, self.channel = setting("PRODUCT"), setting("CHANNEL")
        self.commit, self.name = setting("COMMIT"), setting("RELEASE")
        self.bucket, self.prefix = setting("BUCKET"), setting("PREFIX")
        self.url = setting("RELEASE_URL").rstrip("/")
        if not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", self.commit):
            raise Failed(f"COMMIT is {self.commit!r}, not a commit in full")
        if self.name != self.commit and not re.fullmatch(setting("RELEASE_PATTERN"), self.name):
            raise Failed(f"{self.name!r} is no name of a release: use letters, digits and ._-, beginning with a letter or digit")
        if not self.url.endswith(f"/{self.prefix}/{self.product}"):
            raise Failed(f"RELEASE_URL is {self.url}, and does not end with {self.prefix}/{self.product}")
        self.files, self.images, self.containers, self.charts = {}, {}, {}, {}

    def key(self, path):
        return f"{self.prefix}/{self.product}/{path}"

    def manifest(self):
        """What the release is, as `channel list` reads it."""
        location = self.url.encode()

        def entry(path, data):
            return {"sha256": sha256(data), "content_sha256": sha256(data.replace(location, LOCATION))}

        def of(folder):
            paths = sorted(path for path in self.files if path.startswith(folder))
            return {path.removeprefix(folder): entry(path, self.files[path]) for path in paths}

        manifest = {
            "schema": 1,
            "product": self.product,
            "channel": self.channel,
            "name": self.name,
            "commit": self.commit,
            "url": self.url,
            "templates": of("templates/"),
            "binaries": of("binaries/"),
            "images": self.images,
            "containers": self.containers,
            "charts": self.charts,
        }
        return json.dumps(manifest, indent=2, sort_keys=False).encode() + b"\n"

    def publish(self):
        """Puts everything there, the manifest last. Nothing is put if there is such a release."""
        manifest = self.manifest()
        if store.get(self.bucket, self.key(MANIFEST)) is not None:
            raise Failed(f"{self.product} {self.name} is released in {self.channel}; nothing was changed")
        if not store.put(self.bucket, self.key(CLAIM), manifest):
            if store.get(self.bucket, self.key(CLAIM)) != manifest:
                raise Failed(
                    f"{self.product} {self.name} in {self.channel} has been begun with other files; release these under "
                    "another name"
                )
            print(f"going on with {self.product} {self.name}, which was interrupted")
        for path, data in sorted(self.files.items()):
            store.put_same(self.bucket, self.key(path), data)
        tag = self.prefix.replace("/", "-")
        for repository, digest in sorted((self.containers | self.charts).items()):
            store.tag_image(repository, digest, tag)
        images.share(self.images)
        store.put_same(self.bucket, self.key(MANIFEST), manifest)
        print(f"released {self.product} {self.name} in {self.channel}: {self.url}")


def upload(folder):
    """What a build has made."""
    release = Release()
    folder = Path(folder)
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if path.is_file() and relative.startswith(("templates/", "binaries/")):
            release.files[relative] = path.read_bytes()
    if not any(path.endswith(".yaml") for path in release.files):
        raise Failed(f"{folder}/templates holds no template")
    binaries = {path: data for path, data in release.files.items() if path.startswith("binaries/")}
    if binaries:
        lines = [f"{sha256(data)}  {path.removeprefix('binaries/')}\n" for path, data in sorted(binaries.items())]
        release.files["binaries/SHA256SUMS"] = "".join(lines).encode()
    if (folder / "images.json").exists():
        release.images = images.read(folder / "images.json")
    if (folder / "containers.json").exists():
        release.containers = json.loads((folder / "containers.json").read_text())
    if (folder / "charts.json").exists():
        release.charts = json.loads((folder / "charts.json").read_text())
    release.publish()


def fetch(bucket, start, manifest):
    """The files of a release, which are as its manifest tells: folder, path and bytes."""
    for folder in ("templates", "binaries"):
        for path, expected in manifest[folder].items():
            data = store.get(bucket, f"{start}{folder}/{path}")
            if data is None or sha256(data) != expected["sha256"]:
                raise Failed(f"{folder}/{path} at s3://{bucket}/{start} is not what was released")
            yield folder, path, data


def look():
    """Whether the release is there."""
    release = Release()
    print("no" if store.get(release.bucket, release.key(MANIFEST)) is None else "yes")


def verify():
    """What is there is what was released."""
    release = Release()
    manifest = found(release.bucket, release.key(""))
    for _ in fetch(release.bucket, release.key(""), json.loads(manifest)):
        pass
    print(sha256(manifest))


def found(bucket, start):
    manifest = store.get(bucket, start + MANIFEST)
    if manifest is None:
        raise Failed(f"there is no release at s3://{bucket}/{start}")
    return manifest


def promote():
    """Just the bytes that were tested, with the URL of this channel in the place of that of the other."""
    release = Release()
    bucket, start = setting("SOURCE_BUCKET"), f"{setting('SOURCE_PREFIX')}/{release.product}/"
    manifest = found(bucket, start)
    if sha256(manifest) != setting("MANIFEST_SHA256"):
        raise Failed(f"the manifest at s3://{bucket}/{start} is not the one that was tested")
    tested = json.loads(manifest)
    if tested["commit"] != release.commit:
        raise Failed(f"s3://{bucket}/{start} is of commit {tested['commit']}, not of {release.commit}")
    for folder, path, data in fetch(bucket, start, tested):
        if folder == "templates":
            data = data.replace(tested["url"].encode(), release.url.encode())
        release.files[f"{folder}/{path}"] = data
    release.images, release.containers, release.charts = tested["images"], tested["containers"], tested["charts"]
    made = json.loads(release.manifest())
    for path, expected in tested["templates"].items():
        if made["templates"][path]["content_sha256"] != expected["content_sha256"]:
            raise Failed(f"templates/{path} names another place than that of its release")
    release.publish()


COMMANDS = {"look": look, "verify": verify, "promote": promote}


def main(arguments):
    try:
        with tempfile.TemporaryDirectory() as store.scratch:
            if arguments[:1] == ["upload"] and len(arguments) == 2:
                upload(arguments[1])
            elif len(arguments) == 1 and arguments[0] in COMMANDS:
                COMMANDS[arguments[0]]()
            else:
                raise Failed("usage: release.py look, upload FOLDER, verify, or promote")
    except Failed as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
