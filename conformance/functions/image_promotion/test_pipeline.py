"""The pipeline of the template: what starts it, and what becomes of the image of each execution."""

import json
import re

import pytest
from fake_aws.organization import App
from image_promotion.conftest import NAME

ACCOUNT = "123456789012"


@pytest.fixture(scope="session")
def resources(tmp_path_factory):
    """The resources of the example."""
    (template,) = App("image_promotion", tmp_path_factory.mktemp("app")).templates.values()
    return template["Resources"]


def matches(pattern, event):
    """Whether an event is one that the pattern of a rule is about."""
    if isinstance(pattern, list):
        return event in pattern
    return all(matches(wanted, event.get(key, {})) for key, wanted in pattern.items())


class Pipeline:
    """Starts executions as EventBridge does, and runs them as CodePipeline does. Builds are run for real."""

    def __init__(self, resources, promote, monkeypatch):
        self.resources, self.promote, self.monkeypatch = resources, promote, monkeypatch
        (self.definition,) = self.of_type("AWS::CodePipeline::Pipeline")
        self.inputs = {}

    def of_type(self, kind):
        return [one["Properties"] for one in self.resources.values() if one["Type"] == kind]

    def plain(self, value):
        """The text that a value of the template is, once it is deployed."""
        if isinstance(value, str):
            return value
        ((function, argument),) = value.items()
        if function == "Fn::Sub":
            return argument.replace("${AWS::AccountId}", ACCOUNT)
        name = argument if isinstance(argument, str) else argument[0]
        is_table = self.resources.get(name, {}).get("Type") == "AWS::DynamoDB::Table"
        return "History" if is_table else ACCOUNT if name == "AWS::AccountId" else name

    def started_by(self, event):
        """The variables of each execution that an event starts."""
        started = []
        for rule in self.of_type("AWS::Events::Rule"):
            if not matches(rule["EventPattern"], event):
                continue
            transformer = rule["Targets"][0]["InputTransformer"]
            text = transformer["InputTemplate"]
            for name, path in transformer["InputPathsMap"].items():
                value = event
                for key in path.removeprefix("$.").split("."):
                    value = value[key]
                text = text.replace(f"<{name}>", value)
            started.append({one["name"]: one["value"] for one in json.loads(text)["variables"]})
        return started

    def run(self, variables, execution, fail=None):
        """The stage and action that an execution ends at; none where it gets to the end. `fail` lets one fail: an
        approval that nobody gives in time, or a test."""
        known = {f"variables.{name}": value for name, value in variables.items()}
        known["codepipeline.PipelineExecutionId"] = execution
        for stage in self.definition["Stages"]:
            for action in sorted(stage["Actions"], key=lambda action: action["RunOrder"]):
                place = f"{stage['Name']}.{action['Name']}"
                settings = {
                    key: re.sub(r"#\{([^}]+)\}", lambda found: known[found[1]], self.plain(value))
                    for key, value in action["Configuration"].items()
                }
                if place == fail or not self.act(place, action, settings, variables, execution):
                    return place
        return None

    def act(self, place, action, settings, variables, execution):
        provider = action["ActionTypeId"]["Provider"]
        if provider == "StepFunctions":
            self.inputs[place] = json.loads(settings["Input"])
        elif provider == "CodeBuild":
            project = self.resources[settings["ProjectName"]]["Properties"]["Environment"]["EnvironmentVariables"]
            for one in project:
                self.monkeypatch.setenv(one["Name"], self.plain(one["Value"]))
            for one in json.loads(settings["EnvironmentVariables"]):
                self.monkeypatch.setenv(one["name"], one["value"])
            return self.promote(variables["IMAGE_DIGEST"], execution) is None
        return True


@pytest.fixture
def pipeline(resources, promote, monkeypatch):
    return Pipeline(resources, promote, monkeypatch)


def push(digest, **changes):
    """What ECR tells of a push."""
    detail = {"action-type": "PUSH", "result": "SUCCESS", "repository-name": f"dev/{NAME}", "image-tag": "latest"}
    told = {key.replace("_", "-"): value for key, value in changes.items()}
    return {
        "source": "aws.ecr",
        "detail-type": "ECR Image Action",
        "account": ACCOUNT,
        "detail": detail | {"image-digest": digest} | told,
    }


def test_what_is_pushed_gets_to_the_end(pipeline, registry):
    digest = registry.push("dev", "new", "latest")
    (variables,) = pipeline.started_by(push(digest))
    assert pipeline.run(variables, "one") is None
    assert registry.tags("test") == registry.tags("prod") == {"latest": digest}
    assert [entry["entry"] for entry in registry.history()] == ["one#prod", "one#test"]
    about = {"digest": digest, "execution": "one"}
    tested = {"environment": "test", "registry": ACCOUNT, "repository": f"test/{NAME}"}
    assert pipeline.inputs == {"test.Record": {"name": NAME} | about, "test.Test": tested | about}


@pytest.mark.parametrize(
    "changes",
    [
        {"image_tag": "0.14"},
        {"action_type": "DELETE"},
        {"result": "FAILURE"},
        {"repository_name": f"test/{NAME}"},
        # As a rollback pushes.
        {"repository_name": f"prod/{NAME}"},
        {"repository_name": f"{NAME}"},
    ],
)
def test_other_events_start_nothing(pipeline, changes):
    assert pipeline.started_by(push("sha256:0", **changes)) == []


def test_two_pushes_close_together_are_both_promoted_in_their_order(pipeline, registry):
    assert pipeline.definition["ExecutionMode"] == "QUEUED"
    first = registry.push("dev", "first", "latest", "build-1")
    second = registry.push("dev", "second", "latest")
    queue = [*pipeline.started_by(push(first)), *pipeline.started_by(push(second))]
    assert [pipeline.run(variables, str(number)) for number, variables in enumerate(queue)] == [None, None]
    assert registry.tags("test") == registry.tags("prod") == {"0.1": first, "latest": second}


@pytest.mark.parametrize(
    ("place", "got_there"), [("test.Approve", []), ("test.Test", ["test"]), ("prod.Approve", ["test"])]
)
def test_what_nobody_approves_in_time_or_fails_its_test_stays_where_it_is(pipeline, registry, place, got_there):
    before = {environment: registry.push(environment, "current", "latest") for environment in ("test", "prod")}
    digest = registry.push("dev", "new", "latest", "build-1")
    (variables,) = pipeline.started_by(push(digest))
    assert pipeline.run(variables, "one", fail=place) == place
    for environment, current in before.items():
        arrived = {"0.1": current, "latest": digest} if environment in got_there else {"latest": current}
        assert registry.tags(environment) == arrived
    assert [entry["environment"] for entry in registry.history()] == got_there
    # The next one goes all the way.
    newer = registry.push("dev", "newer", "latest")
    (variables,) = pipeline.started_by(push(newer))
    assert pipeline.run(variables, "two") is None
    assert registry.tags("prod") == {"0.1": before["prod"], "latest": newer}
