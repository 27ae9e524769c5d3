"""`rollback` and `history`: what a person sees, and what AWS is asked."""

import json

import pytest
from commands import assert_known
from programs import built

CONFIGURATION = {"Environment": {"Variables": {"HISTORY_TABLE": "History", "PIPELINE": "Images"}}}


@pytest.fixture(scope="session")
def program():
    """The example, built."""
    return built("--example", "image_promotion")


@pytest.fixture
def app(programs, program, tmp_path):
    programs.stand_in("aws")
    detail = {"StackResourceDetail": {"PhysicalResourceId": "Images-Rollback-1"}}
    programs.rule("aws cloudformation describe-stack-resource", print=json.dumps(detail))
    programs.rule("aws lambda get-function-configuration", print=json.dumps(CONFIGURATION))

    def run(*words, answers=""):
        script = tmp_path / "app.sh"
        quoted = " ".join(f"'{word}'" for word in words)
        script.write_text(f"printf '{answers}' | '{program}' {quoted}\n")
        return programs.run(script, tmp_path, {})

    return run


@pytest.fixture
def function(programs, tmp_path):
    """Lets the function answer."""

    def answers(answer):
        script = tmp_path / "invoke"
        # The last words are `ANSWER --region REGION --output json`.
        script.write_text(
            f"#!/usr/bin/env bash\nwords=(\"$@\")\necho '{json.dumps(answer)}' > \"${{words[-5]}}\"\n"
            f"cp \"${{words[5]#fileb://}}\" '{tmp_path}/event.json'\necho '{{\"StatusCode\": 200}}'\n"
        )
        script.chmod(0o755)
        programs.rule("aws lambda invoke", run=str(script))

    return answers


def event(tmp_path):
    return json.loads((tmp_path / "event.json").read_text())


def test_a_repository_is_chosen_and_confirmed(app, function, programs, tmp_path):
    function({"from": "0.15", "to": "0.14"})
    done = app("rollback", answers=r"9\n2\ny\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Rollback from v0.15 to v0.14\nRollback completed\n"
    assert "1) prod/shop\n2) prod/basket\n" in done.stderr
    assert "`9` is no number from 1 to 4" in done.stderr
    assert "Confirm rollback in prod/basket? (y/n): " in done.stderr
    assert event(tmp_path)["name"] == "basket"
    assert_known(call for call in programs.calls("aws") if call[1:3] != ["lambda", "invoke"])


def test_scripts_say_it_all_beforehand(app, function, tmp_path):
    function({"from": "0.15", "to": "0.14"})
    done = app("rollback", "--repository", "prod/mail", "--yes", "--json")
    assert json.loads(done.stdout) == {"repository": "prod/mail", "from": "0.15", "to": "0.14"}
    first = event(tmp_path)
    app("rollback", "--repository", "mail", "--yes")
    assert first["name"] == "mail" and first["request"] != event(tmp_path)["request"]


@pytest.mark.parametrize(
    ("words", "answers", "code", "said"),
    [
        (["--repository", "shop"], "n\\n", 1, "nothing was rolled back"),
        (["--repository", "shop"], "", 2, "there is nobody to answer; say it with --yes"),
        ([], "", 2, "there is nobody to answer; say it with --repository"),
        (["--repository", "nope"], "", 2, "there is no repository `nope`; the repositories are prod/shop"),
    ],
)
def test_without_a_yes_nothing_is_done(app, programs, words, answers, code, said):
    done = app("rollback", *words, answers=answers)
    assert (done.returncode, programs.calls("aws", "lambda")) == (code, [])
    assert said in done.stderr


def test_what_the_function_refuses_is_told(app, function):
    function({"error": "an execution of Images is in progress: 1; wait for its end"})
    done = app("rollback", "--repository", "shop", "--yes")
    assert done.returncode == 1
    assert done.stderr.endswith("nothing was rolled back: an execution of Images is in progress: 1; wait for its end\n")


def test_what_aws_refuses_is_told(app, programs):
    programs.rule("aws cloudformation describe-stack-resource", code=254)
    done = app("rollback", "--repository", "shop", "--yes")
    assert done.returncode == 1 and "`aws cloudformation describe-stack-resource` failed" in done.stderr


def item(**attributes):
    return {name: {"S": value} for name, value in attributes.items()}


def test_the_history_tells_who_approved(app, programs):
    items = [
        item(name="shop", entry="e1#started", time="2026-01-01T10:00:00Z", action="started", execution="e1"),
        item(
            name="shop",
            entry="e1#prod",
            time="2026-01-02T10:00:00Z",
            action="promoted",
            execution="e1",
            environment="prod",
            before="0.9",
            after="0.10",
        ),
    ]
    programs.rule("aws dynamodb query", print=json.dumps({"Items": items}))
    approval = {
        "pipelineExecutionId": "e1",
        "stageName": "prod",
        "status": "Succeeded",
        "updatedBy": "arn:aws:iam::111111111111:user/ada",
        "input": {"actionTypeId": {"category": "Approval"}},
    }
    programs.rule("aws codepipeline list-action-executions", print=json.dumps({"actionExecutionDetails": [approval]}))
    done = app("history", "--repository", "prod/shop")
    assert done.returncode == 0, done.stderr
    heading, newest, oldest = (line.split("  ") for line in done.stdout.splitlines())
    assert heading[0].strip() == "TIME"
    cells = [cell.strip() for cell in newest if cell.strip()]
    assert cells == [
        "2026-01-02T10:00:00Z",
        "shop",
        "promoted",
        "prod",
        "0.9",
        "0.10",
        "arn:aws:iam::111111111111:user/ada",
        "e1",
    ]
    assert [cell.strip() for cell in oldest if cell.strip()][2] == "started"
    assert_known(programs.calls("aws"))
    told = json.loads(app("history", "--repository", "shop", "--json").stdout)
    assert [entry["action"] for entry in told] == ["promoted", "started"]
    assert told[0]["approved_by"].endswith("ada")
