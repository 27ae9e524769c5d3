"""clone.sh with the real git, the real AWS CLI and a fake AWS."""

import io
import subprocess
import zipfile

import boto3
import pytest
from git_server import git_server

SCRIPT = "stacks/src/registry_release/scripts/clone.sh"
BUCKET = "acme-source"
KEY = "source.zip"
SUMMARY = "codepipeline-artifact-revision-summary"
TOKEN = "ghs_16C7e42F292c6912E7"


class Clone:
    """A repository, a bucket, and the script between them."""

    def __init__(self, programs, fake_aws, folder):
        self.programs = programs
        self.endpoint = fake_aws
        self.folder = folder / "work"
        self.folder.mkdir()
        self.s3 = boto3.client("s3", endpoint_url=fake_aws)
        self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        self.repositories = folder / "repositories"
        self.bare = self.repositories / "shelf.git"
        self.checkout = folder / "checkout"
        self.git("init", "--bare", "--initial-branch=main", str(self.bare), at=folder)
        self.git("clone", "--quiet", str(self.bare), str(self.checkout), at=folder)
        self.git("checkout", "--quiet", "-b", "main")
        for name in ("git", "aws", "tr"):
            programs.pass_on(name)

    def git(self, *arguments, at=None):
        identity = ["-c", "user.name=Someone", "-c", "user.email=someone@example.com"]
        command = ["git", *identity, *arguments]
        return subprocess.run(command, cwd=at or self.checkout, check=True, capture_output=True, text=True).stdout

    def commit(self, message, files, branch="main"):
        """Pushes a commit with these files, and gives its name."""
        for name, text in files.items():
            path = self.checkout / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--allow-empty-message", "--message", message)
        self.git("push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")
        return self.git("rev-parse", "HEAD").strip()

    def run(self, fail=None, **changes):
        environment = {
            "REPOSITORY_URL": f"file://{self.bare}",
            "BRANCH": "main",
            "SOURCE_BUCKET": BUCKET,
            "OBJECT_KEY": KEY,
            "GIT_ALLOW_PROTOCOL": "file:http",
            "AWS_ENDPOINT_URL": self.endpoint,
        }
        environment = {name: value for name, value in (environment | changes).items() if value is not None}
        done = self.programs.run(SCRIPT, self.folder, environment, fail)
        assert not list(self.programs.folder.glob("tmp.*")) + list(self.folder.iterdir()), "it leaves nothing behind"
        return done

    def object(self):
        return self.s3.get_object(Bucket=BUCKET, Key=KEY)

    def versions(self):
        return self.s3.list_object_versions(Bucket=BUCKET).get("Versions", [])

    def files(self):
        """What the zip in the bucket holds."""
        with zipfile.ZipFile(io.BytesIO(self.object()["Body"].read())) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def clone(programs, fake_aws, tmp_path):
    return Clone(programs, fake_aws, tmp_path)


def check(clone, files, summary, **environment):
    """Runs the script, and looks at what the pipeline gets."""
    done = clone.run(**environment)
    assert done.returncode == 0, done.stderr
    assert clone.files() == files
    assert clone.object()["Metadata"] == {SUMMARY: summary}
    assert clone.object()["VersionId"] in done.stdout


def test_the_pushed_commit_and_not_what_came_after(clone):
    commit = clone.commit("First", {"a.txt": "1", "b/c.txt": "2"})
    clone.commit("Second", {"a.txt": "3"})
    check(clone, {"a.txt": "1", "b/": "", "b/c.txt": "2"}, "Mend", COMMIT=commit, SUMMARY="Mend")


def test_the_newest_commit_of_the_branch_in_a_build_started_by_hand(clone):
    clone.commit("On main", {"a.txt": "1"})
    subject = """Say "it's" \\ $(id)"""
    clone.commit(f"{subject}\n\nmore", {"a.txt": "2"}, branch="release/2.x")
    check(clone, {"a.txt": "2"}, subject, BRANCH="release/2.x", COMMIT="", SUMMARY="")


def test_a_zip_depends_on_the_commit_alone(clone):
    clone.commit("First", {"b.txt": "1", "a.txt": "2", "c/d.sh": "3"})
    for zone in ("Asia/Tokyo", "America/New_York"):
        assert clone.run(TZ=zone).returncode == 0
    first, second = clone.versions()
    assert first["ETag"] == second["ETag"]


def test_attributes_of_a_release_change_nothing(clone):
    attributes = "test export-ignore\na.txt export-subst\n"
    clone.commit("First", {".gitattributes": attributes, "a.txt": "$Format:%H$", "test/b.txt": "1"})
    assert clone.run().returncode == 0
    assert clone.files()["a.txt"] == "$Format:%H$"
    assert clone.files()["test/b.txt"] == "1"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ('"; touch broken; "', '"; touch broken; "'),
        ("$(touch broken) `touch broken` ${HOME}", "$(touch broken) `touch broken` ${HOME}"),
        ('a=b,c="d"\\', 'a=b,c="d"\\'),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("first\nsecond", "first"),
        ("Gr\N{LATIN SMALL LETTER U WITH DIAERESIS}n \N{PARTY POPPER}!\x1b[31m", "Grn ![31m"),
        ("-n", "-n"),
        ("%s%n", "%s%n"),
        ("x" * 100_000, "x" * 256),
    ],
)
def test_a_summary_cannot_break_anything(clone, given, kept):
    clone.commit("First", {"a.txt": "1"})
    check(clone, {"a.txt": "1"}, kept, SUMMARY=given)


def test_a_summary_of_nothing_that_s3_can_hold(clone):
    commit = clone.commit("\N{PARTY POPPER}", {"a.txt": "1"})
    check(clone, {"a.txt": "1"}, commit)
    check(clone, {"a.txt": "1"}, commit, SUMMARY="\N{PARTY POPPER}")


def test_the_token_is_in_no_argument_no_address_and_no_output(clone):
    clone.commit("First", {"a.txt": "1"})
    trace = clone.programs.folder / "trace"
    (clone.programs.folder / ".gitconfig").write_text("[credential]\n\thelper = store\n")
    with git_server(clone.repositories, "x-access-token", TOKEN) as (address, tried):
        url = f"{address}/shelf.git"
        check(clone, {"a.txt": "1"}, "First", REPOSITORY_URL=url, GIT_TOKEN=TOKEN, GIT_TRACE=str(trace))
        done = clone.run(REPOSITORY_URL=url, GIT_TOKEN="another")
    assert done.returncode != 0
    assert "another" not in done.stdout + done.stderr
    assert len(set(tried)) == 3, "nobody, somebody who may, and somebody else"
    assert "remote-http" in trace.read_text(), "git tells how it calls its helpers"
    assert TOKEN not in trace.read_text()
    assert "another" not in str(clone.programs.calls())
    assert TOKEN not in str(clone.programs.calls())
    assert not (clone.programs.folder / ".git-credentials").exists(), "the machine keeps nothing of it"


@pytest.mark.parametrize(
    "changes",
    [
        {"COMMIT": "f" * 40},
        {"COMMIT": "main"},
        {"COMMIT": "--upload-pack=touch broken"},
        {"BRANCH": "unknown"},
        {"BRANCH": "main:other"},
        {"BRANCH": "../main"},
        {"REPOSITORY_URL": "--upload-pack=touch broken"},
        {"REPOSITORY_URL": "ext::touch broken"},
        {"REPOSITORY_URL": ""},
        {"SOURCE_BUCKET": "acme-other"},
        {"GIT_ALLOW_PROTOCOL": None},
    ],
    ids=str,
)
def test_what_cannot_be_fetched_or_put_fails_the_build(clone, changes):
    clone.commit("First", {"a.txt": "1"})
    done = clone.run(**changes)
    assert done.returncode != 0
    assert done.stderr != ""
    assert clone.versions() == []


def test_each_step_that_fails_fails_the_build(clone):
    clone.commit("First", {"a.txt": "1"})
    assert clone.run().returncode == 0
    steps = len(clone.programs.calls())
    for step in range(1, steps + 1):
        assert clone.run(fail=step).returncode != 0, clone.programs.calls()[-1]
        assert len(clone.programs.calls()) == step, "nothing more is done"
    assert steps == 8
    assert len(clone.versions()) == 1, "the pipeline was started once"


def test_fetching_does_not_wait_for_ever(clone):
    clone.commit("First", {"a.txt": "1"})
    clone.programs.rule("git -C", hang=True)
    assert clone.run(WAIT_SECONDS="1").returncode != 0
    assert clone.versions() == []
