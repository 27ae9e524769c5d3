"""release.py: a release is there whole or not at all, and never changes."""

import hashlib
import json
import shutil

import pytest
from ami_release.conftest import COMMIT, IMAGES, INTERNAL, PUBLIC, TEMPLATE, UPLOADED, url

BEFORE = f"{COMMIT}/readyset/"
FILES = ["binaries/SHA256SUMS", "binaries/readyset", "templates/main.yaml", "templates/network.yaml"]


pytestmark = pytest.mark.usefixtures("aws")


def manifest(found, start=BEFORE):
    return json.loads(found[f"{start}manifest.json"])


def test_an_upload_is_a_release_of_the_commit(run, upload, objects):
    assert run(["look"], UPLOADED).stdout == "no\n"
    done = upload()
    assert done.returncode == 0, done.stderr
    found = objects(INTERNAL)
    assert sorted(found) == sorted(BEFORE + path for path in [*FILES, "manifest.json", "upload.json"])
    told = manifest(found)
    assert (told["name"], told["commit"], told["images"]) == (COMMIT, COMMIT, IMAGES)
    for folder in ("templates", "binaries"):
        for path, hashes in told[folder].items():
            assert hashes["sha256"] == hashlib.sha256(found[f"{BEFORE}{folder}/{path}"]).hexdigest()
    elf = hashlib.sha256(b"\x7fELF").hexdigest()
    assert found[f"{BEFORE}binaries/SHA256SUMS"].decode() == f"{elf}  readyset\n"
    assert run(["look"], UPLOADED).stdout == "yes\n"
    verified = run(["verify"], UPLOADED)
    assert verified.stdout.strip() == hashlib.sha256(found[f"{BEFORE}manifest.json"]).hexdigest()


def test_the_manifest_comes_last(programs, upload):
    upload()
    puts = programs.calls("aws", "s3api", "put-object")
    keys = [call[call.index("--key") + 1].removeprefix(BEFORE) for call in puts]
    assert keys == ["upload.json", *FILES, "manifest.json"]
    assert all(call[-2:] == ["--if-none-match", "*"] for call in puts)


def test_three_channels_hold_the_bytes_that_were_tested(upload, promote, objects):
    for done in (upload(), promote("alpha", f"alpha/{COMMIT}"), promote("release", "1.4.0", "1.4.0")):
        assert done.returncode == 0, done.stderr
    tested, public = objects(INTERNAL), objects(PUBLIC)
    for prefix in (f"alpha/{COMMIT}", "1.4.0"):
        start = f"{prefix}/readyset/"
        told = manifest(public, start)
        assert told["url"] == url(PUBLIC, prefix)
        assert {path: one["content_sha256"] for path, one in told["templates"].items()} == {
            path: one["content_sha256"] for path, one in manifest(tested)["templates"].items()
        }
        assert public[f"{start}templates/network.yaml"] == tested[f"{BEFORE}templates/network.yaml"]
        assert public[f"{start}binaries/readyset"] == tested[f"{BEFORE}binaries/readyset"]
        main = public[f"{start}templates/main.yaml"].decode()
        assert main == TEMPLATE.format(url=url(PUBLIC, prefix))


def test_a_release_that_is_there_is_not_touched(upload, promote, objects, made):
    upload()
    promote("release", "1.4.0", "1.4.0")
    before = objects(INTERNAL), objects(PUBLIC)
    (made / "templates/network.yaml").write_text("Resources: {}\n")
    for done in (upload(), promote("release", "1.4.0", "1.4.0")):
        assert done.returncode == 1
        assert "nothing was changed" in done.stderr
    assert (objects(INTERNAL), objects(PUBLIC)) == before


@pytest.mark.parametrize("name", ["../x", "a b", "a/b", "", "..", "-rf", "alpha", "a..b", "x" * 64, "é", "a\n"])
def test_a_name_that_is_none_calls_nothing(programs, upload, promote, name):
    upload()
    done = promote("release", name or "x", name)
    assert done.returncode == 1
    assert "error: " in done.stderr and "Traceback" not in done.stderr
    assert programs.calls() == []


@pytest.mark.parametrize("setting", [name for name in UPLOADED if name != "RELEASE_PATTERN"])
def test_a_setting_that_is_missing_is_named(programs, upload, setting):
    done = upload(**{setting: ""})
    assert (done.returncode, programs.calls()) == (1, [])
    assert setting in done.stderr


def test_a_commit_is_given_in_full(programs, upload):
    assert "not a commit in full" in upload(COMMIT="3f2a9c0").stderr
    assert programs.calls() == []


def test_each_step_that_fails_leaves_no_release_and_can_be_done_again(programs, upload, objects, buckets):
    upload()
    whole, steps = objects(INTERNAL), len(programs.calls())
    assert steps > len(FILES) + 2
    for step in range(1, steps + 1):
        shutil.rmtree(buckets, ignore_errors=True)
        done = upload(fail=step)
        assert done.returncode == 1, step
        assert "Traceback" not in done.stderr
        assert f"{BEFORE}manifest.json" not in objects(INTERNAL), "it does not show as a release"
        again = upload()
        assert again.returncode == 0, (step, again.stderr)
        assert objects(INTERNAL) == whole


def test_each_step_of_a_promotion_that_fails_leaves_no_release(programs, upload, promote, objects):
    upload()
    promote("release", "1.4.0", "1.4.0")
    steps = len(programs.calls())
    for step in range(1, steps + 1):
        release = f"2.0.{step}"
        done = promote("release", release, release, fail=step)
        assert done.returncode == 1 and "Traceback" not in done.stderr
        assert f"{release}/readyset/manifest.json" not in objects(PUBLIC)
        assert promote("release", release, release).returncode == 0


def test_an_upload_that_was_begun_with_other_files_is_not_mixed_with_these(upload, objects, made):
    assert upload(fail=5).returncode == 1
    before = objects(INTERNAL)
    (made / "templates/network.yaml").write_text("Resources: {}\n")
    done = upload()
    assert done.returncode == 1 and "begun with other files" in done.stderr
    assert objects(INTERNAL) == before


def test_what_is_not_what_was_tested_is_not_promoted(run, upload, promote, objects, buckets):
    upload()
    before = run(["verify"], UPLOADED).stdout.strip()
    (buckets / INTERNAL / BEFORE / "templates/network.yaml").write_text("Resources: {}")
    promoted = promote("release", "1.4.0", "1.4.0", MANIFEST_SHA256=before)
    for done in (run(["verify"], UPLOADED), promoted):
        assert done.returncode == 1
        assert f"templates/network.yaml at s3://{INTERNAL}/{BEFORE} is not what was released" in done.stderr
    assert objects(PUBLIC) == {}


def test_the_manifest_that_was_tested_is_the_one_that_counts(upload, promote, objects):
    upload()
    done = promote("release", "1.4.0", "1.4.0", MANIFEST_SHA256="0" * 64)
    assert "is not the one that was tested" in done.stderr
    gone = promote("release", "1.4.0", "1.4.0", SOURCE_PREFIX="0" * 40)
    assert "there is no release" in gone.stderr
    assert objects(PUBLIC) == {}


def test_nothing_to_release_is_told(programs, upload, made, objects):
    for template in (made / "templates").iterdir():
        template.unlink()
    assert "holds no template" in upload().stderr
    assert programs.calls() == []


def test_images_that_are_none_are_told(programs, upload, made):
    (made / "images.json").write_text('{"images": {"server": {"eu-west-1": "ami-1"}}}')
    assert "'ami-1' is no image: server in eu-west-1" in upload().stderr
    assert programs.calls() == []
