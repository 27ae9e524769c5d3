"""rollback.py: the version before comes back, nothing is lost, and nothing is done while images are on their way."""

import json
from types import ModuleType, SimpleNamespace

import pytest
from botocore.exceptions import ClientError
from image_promotion.conftest import NAME
from programs import ROOT

SOURCE = ROOT / "constructs/src/patterns/image_promotion/code/rollback.py"
REQUEST = "request-0001"


class Rollback:
    """The function, with executions that the test makes up, and calls that it lets fail."""

    def __init__(self, monkeypatch):
        told = {
            "IMAGES": json.dumps([NAME, "basket"]),
            "PREFIX": "prod/",
            "REGISTRY": "123456789012",
            "MOVING_TAG": "latest",
            "ENVIRONMENT": "prod",
            "PIPELINE": "Images",
            "HISTORY_TABLE": "History",
        }
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        self.module = ModuleType("rollback")
        exec(compile(SOURCE.read_text(), SOURCE, "exec"), vars(self.module))
        self.statuses, self.calls, self.fail = ["Succeeded"], 0, None
        for client in (self.module.ecr, self.module.dynamodb, self.module.codepipeline):
            client.meta.config.retries = {"total_max_attempts": 1}
            client.meta.events.register("before-call", self.count)
        self.module.codepipeline.meta.events.register("before-call", self.executions)

    def count(self, **_):
        self.calls += 1
        if self.calls == self.fail:
            return SimpleNamespace(status_code=400), {"Error": {"Code": "AccessDenied", "Message": "not now"}}
        return None

    def executions(self, **_):
        executions = [{"pipelineExecutionId": str(one), "status": status} for one, status in enumerate(self.statuses)]
        return SimpleNamespace(status_code=200), {"pipelineExecutionSummaries": executions}

    def __call__(self, name=NAME, request=REQUEST, fail=None):
        self.calls, self.fail = 0, fail
        return self.module.handler({"name": name, "request": request}, None)


@pytest.fixture
def rollback(registry, monkeypatch):
    return Rollback(monkeypatch)


def entry(digest, left, before, after, request=REQUEST):
    return {
        "name": NAME,
        "entry": f"{request}#rollback",
        "action": "rolled back",
        "environment": "prod",
        "digest": digest,
        "left": left,
        "before": before,
        "after": after,
    }


def test_the_version_before_comes_back(rollback, registry):
    images = {f"0.{minor}": registry.push("prod", str(minor), f"0.{minor}") for minor in range(1, 15)}
    current = registry.push("prod", "current", "latest")
    assert rollback() == {"from": "0.15", "to": "0.14"}
    assert registry.tags() == images | {"latest": images["0.14"], "0.15": current}
    assert registry.history() == [entry(images["0.14"], current, "0.15", "0.14")]


def test_back_and_back_again(rollback, registry):
    images = {tag: registry.push("prod", tag, tag) for tag in ("0.9", "0.10")}
    current = registry.push("prod", "current", "latest")
    assert rollback(request="request-1") == {"from": "0.11", "to": "0.10"}
    assert rollback(request="request-2") == {"from": "0.10", "to": "0.9"}
    tags = images | {"0.11": current, "latest": images["0.9"]}
    assert registry.tags() == tags
    assert rollback(request="request-3") == {"error": "v0.9 of prod/shop is the oldest version that there is"}
    assert registry.tags() == tags


def test_a_request_that_comes_twice_is_done_once(rollback, registry):
    images = {tag: registry.push("prod", tag, tag) for tag in ("0.1", "0.2")}
    current = registry.push("prod", "current", "latest")
    assert rollback() == rollback() == {"from": "0.3", "to": "0.2"}
    assert registry.tags() == images | {"0.3": current, "latest": images["0.2"]}
    assert len(registry.history()) == 1


@pytest.mark.parametrize("status", ["InProgress", "Stopping"])
def test_while_an_execution_runs_nothing_is_done(rollback, registry, status):
    tags = {"0.1": registry.push("prod", "1", "0.1"), "latest": registry.push("prod", "2", "latest")}
    rollback.statuses = ["Succeeded", status, "Failed"]
    assert "an execution of Images is in progress: 1" in rollback()["error"]
    assert (registry.tags(), registry.history()) == (tags, [])


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ([], "prod/shop has no image with the tag latest"),
        (["0.1"], "prod/shop has no image with the tag latest"),
        (["latest"], "v0.1 of prod/shop is the oldest version that there is"),
        (["latest", "stable"], "v0.1 of prod/shop is the oldest version that there is"),
    ],
)
def test_where_there_is_nothing_to_go_back_to(rollback, registry, tags, said):
    present = {tag: registry.push("prod", tag, tag) for tag in tags}
    assert rollback() == {"error": said}
    assert (registry.tags(), registry.history()) == (present, [])


@pytest.mark.parametrize(
    ("name", "request_id", "said"),
    [
        ("other", REQUEST, "there is no image of that name; there are shop, basket"),
        (None, REQUEST, "there is no image of that name; there are shop, basket"),
        (NAME, None, "the request has no id"),
        (NAME, "x" * 65, "the request has no id"),
    ],
)
def test_events_that_make_no_sense(rollback, name, request_id, said):
    assert said in rollback(name, request_id)["error"]


def test_whichever_call_fails_the_same_request_finishes(rollback, registry):
    registry.push("prod", "current", "latest", "0.1")
    latest = registry.push("prod", "0", "latest")
    calls = 0
    rollback(request="request-first")
    calls = rollback.calls
    assert calls >= 9
    for number in range(1, calls + 1):
        # Up to the next version again, so that each round has the same to do.
        before = registry.tags()
        newer = registry.push("prod", f"newer {number}", "latest")
        request = f"request-{number}-x"
        with pytest.raises(ClientError):
            rollback(request=request, fail=number)
        assert {*before.values(), newer} <= {*registry.tags().values()} | {before["latest"]}
        answer = rollback(request=request)
        tags = registry.tags()
        assert tags[answer["from"]] == newer and tags["latest"] == tags[answer["to"]]
    assert latest in registry.tags().values()
