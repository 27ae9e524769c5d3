"""The webhook function: what it starts, what it refuses, and what it gives away."""

import base64
import hashlib
import hmac
import json
import logging
import time
from types import ModuleType, SimpleNamespace

import boto3
import pytest
from moto import mock_aws
from programs import ROOT

SOURCE = ROOT / "stacks/src/registry_release/function/webhook.py"
SECRET = "it's a secret: naïve"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
TABLE = "Deliveries"
ROUTES = [
    {"repository": "acme/shelf", "branch": "main", "project": "CloneShelf", "namespace": "Acme"},
    {"repository": "Other/Box", "branch": "release/2.x", "project": "CloneBox", "namespace": "Other"},
]


def with_routes(code, routes):
    """The code as the stack has it."""
    return f"{code}\n\nROUTES += {json.dumps(routes, indent=2)}\n"


class Hook:
    """The function beside its secret and its table, with a CodeBuild that writes down what is started."""

    def __init__(self, monkeypatch):
        self.builds = []
        self.failing = False
        self.now = time.time()
        self.secrets = boto3.client("secretsmanager")
        self.arn = self.secrets.create_secret(Name="webhook", SecretString=SECRET)["ARN"]
        self.dynamodb = boto3.client("dynamodb")
        self.dynamodb.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        monkeypatch.setenv("SECRET_ARN", self.arn)
        monkeypatch.setenv("DELIVERIES_TABLE", TABLE)
        self.module = ModuleType("webhook")
        exec(compile(with_routes(SOURCE.read_text(), ROUTES), SOURCE, "exec"), vars(self.module))
        self.module.time = SimpleNamespace(time=lambda: self.now)
        # boto3 has compared the call with its model of CodeBuild by then.
        self.module.codebuild.meta.events.register("provide-client-params.codebuild.StartBuild", self.start)
        self.module.codebuild.meta.events.register("before-call.codebuild.StartBuild", self.answer)

    def start(self, params, **_):
        self.builds.append(params)

    def answer(self, **_):
        if self.failing:
            return SimpleNamespace(status_code=400), {"Error": {"Code": "AccountLimitExceededException"}}
        return SimpleNamespace(status_code=200), {"build": {"id": f"Clone:{len(self.builds)}"}}

    def send(self, event):
        return self.module.handler(event, None)

    def deliveries(self):
        return self.dynamodb.scan(TableName=TABLE)["Items"]

    def variables(self):
        """The variables of the one build that was started."""
        (build,) = self.builds
        return {variable["name"]: variable["value"] for variable in build["environmentVariablesOverride"]}


@pytest.fixture
def hook(monkeypatch):
    with mock_aws():
        yield Hook(monkeypatch)


def push(**changes):
    """The payload of a push to the first route's branch."""
    payload = {
        "ref": "refs/heads/main",
        "after": COMMIT,
        "deleted": False,
        "head_commit": {"message": "Mend the shelf"},
        "repository": {"full_name": "acme/shelf", "clone_url": "https://elsewhere.example/acme/shelf.git"},
    }
    return payload | changes


def sign(body, secret=SECRET):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def request(payload, secret=SECRET, event="push", delivery="72d3162e-cc78-11e3-81ab-4c9367dc0958"):
    """What a REST API makes of a delivery of GitHub."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()
    headers = {"X-Hub-Signature-256": sign(body, secret), "X-GitHub-Event": event, "X-GitHub-Delivery": delivery}
    return {
        "httpMethod": "POST",
        "path": "/",
        "headers": headers,
        "body": body.decode("utf-8", "surrogateescape"),
        "isBase64Encoded": False,
    }


def http_api(request):
    """The same as an HTTP API hands it over."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/",
        "headers": {name.lower(): value for name, value in request["headers"].items()},
        "requestContext": {"http": {"method": "POST", "path": "/"}},
        "body": base64.b64encode(request["body"].encode()).decode(),
        "isBase64Encoded": True,
    }


def check(hook, event, status, builds):
    """Sends a request, and gives the text of the answer if it is as expected."""
    answer = hook.send(event)
    assert (answer["statusCode"], len(hook.builds)) == (status, builds)
    assert answer["isBase64Encoded"] is False
    return answer["body"]


def test_a_push_starts_the_build_of_its_route(hook):
    check(hook, request(push()), 202, 1)
    assert hook.builds[0]["projectName"] == "CloneShelf"
    assert hook.variables() == {
        "REPOSITORY_URL": "https://github.com/acme/shelf.git",
        "BRANCH": "main",
        "COMMIT": COMMIT,
        "SUMMARY": "Mend the shelf",
    }
    assert {variable["type"] for variable in hook.builds[0]["environmentVariablesOverride"]} == {"PLAINTEXT"}


def test_a_branch_name_with_a_slash(hook):
    event = request(push(ref="refs/heads/release/2.x", repository={"full_name": "other/box"}))
    check(hook, event, 202, 1)
    assert hook.builds[0]["projectName"] == "CloneBox"
    assert hook.variables()["BRANCH"] == "release/2.x"


def test_both_forms_of_events_and_bodies(hook):
    rest = request(push(head_commit={"message": "Füße"}))
    check(hook, http_api(rest), 202, 1)
    plain = {**http_api(rest), "body": rest["body"], "isBase64Encoded": False}
    assert "before" in check(hook, plain, 200, 1), "the bytes are the same"
    assert "before" in check(hook, rest, 200, 1)


@pytest.mark.parametrize("spelling", [str.lower, str.upper, str.title])
def test_header_names_in_any_case(hook, spelling):
    event = request(push())
    event["headers"] = {spelling(name): value for name, value in event["headers"].items()}
    check(hook, event, 202, 1)


def test_ping_and_other_events_start_nothing(hook):
    check(hook, request({"zen": "Keep it logically awesome."}, event="ping"), 200, 0)
    check(hook, request(push(), event="pull_request"), 200, 0)
    assert hook.deliveries() == []


@pytest.mark.parametrize(
    "payload",
    [
        push(repository={"full_name": "acme/unknown"}),
        push(ref="refs/heads/other"),
        push(ref="refs/heads/release/2.x"),
        push(ref="refs/heads/feature/main"),
        push(ref="refs/tags/main"),
        push(ref="main"),
        push(deleted=True, after="0" * 40, head_commit=None),
    ],
    ids=["repository", "branch", "branch of another", "branch that ends alike", "tag", "no branch", "deleted"],
)
def test_what_nothing_is_built_of(hook, payload):
    text = check(hook, request(payload), 200, 0)
    assert text == "nothing to build\n"
    assert hook.deliveries() == []


def forged(**changes):
    event = request(push())
    event["headers"].update(changes)
    return event


SIGNED = request(push())["headers"]["X-Hub-Signature-256"]


@pytest.mark.parametrize(
    "event",
    [
        request(push(), secret="wrong"),
        request(push(), secret=""),
        request(push()) | {"body": request(push(after="f" * 40))["body"]},
        request(push()) | {"body": ""},
        request(push()) | {"body": None},
        request(push()) | {"body": "\ud800"},
        request(push()) | {"headers": None},
        request(push()) | {"headers": {"X-GitHub-Event": "push"}},
        forged(**{"X-Hub-Signature-256": ""}),
        forged(**{"X-Hub-Signature-256": SIGNED.removeprefix("sha256=")}),
        forged(**{"X-Hub-Signature-256": SIGNED[:-1]}),
        forged(**{"X-Hub-Signature-256": SIGNED.replace("sha256=", "sha1=")}),
        forged(**{"X-Hub-Signature-256": "sha256=ü" + "0" * 63}),
        {},
    ],
)
def test_a_wrong_signature_is_refused_with_constant_text(hook, event):
    assert check(hook, event, 401, 0) == "the signature is not valid\n"
    assert hook.deliveries() == []


def test_signatures_are_compared_in_constant_time(hook, monkeypatch):
    compared = []
    monkeypatch.setattr(hook.module.hmac, "compare_digest", lambda a, b: compared.append((a, b)) or False)
    check(hook, request(push()), 401, 0)
    assert compared == [(SIGNED.encode(), SIGNED.encode())], "nothing else decides"


@pytest.mark.parametrize("header", ["X-GitHub-Event", "X-GitHub-Delivery"])
def test_missing_headers(hook, header):
    event = request(push())
    del event["headers"][header]
    check(hook, event, 400, 0)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b"payload=%7B%7D",
        b"\xff",
        b"[" * 100_000,
        json.dumps(push(after="main")).encode(),
        json.dumps(push(after=COMMIT + "\n")).encode(),
        json.dumps(push(after=5)).encode(),
        json.dumps(push(ref=None)).encode(),
        json.dumps(push(repository="acme/shelf")).encode(),
        json.dumps(push(head_commit="text")).encode(),
        json.dumps(push(head_commit={"message": ["text"]})).encode(),
    ],
)
def test_a_body_that_is_no_push_event(hook, body):
    event = request(b"") | {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    event["headers"]["X-Hub-Signature-256"] = sign(body)
    assert check(hook, event, 400, 0) == "the body is not the JSON of a push event\n"
    assert hook.deliveries() == []


def test_bodies_that_are_not_base64_or_too_long(hook):
    check(hook, request(push()) | {"isBase64Encoded": True, "body": "*"}, 400, 0)
    check(hook, request(push()) | {"isBase64Encoded": True, "body": "ü"}, 400, 0)
    check(hook, request(b"x" * (7 * 1024 * 1024)), 413, 0)


@pytest.mark.parametrize(
    ("message", "summary"),
    [
        ("Mend the shelf\n\nIt was broken.", "Mend the shelf"),
        ("Mend\r\nthe shelf", "Mend"),
        ("\n  Mend", "Mend"),
        ("""Say "it's" \\ $(id) `id` ${HOME}; id""", """Say "it's" \\ $(id) `id` ${HOME}; id"""),
        ("Grün \N{PARTY POPPER} naïve", "Grun  naive"),
        ("a\tb\x00c\x1b[31md\x7fe\N{RIGHT-TO-LEFT OVERRIDE}f", "abc[31mdef"),
        ("x" * 100_000, "x" * 256),
        ("", COMMIT),
        ("\N{PARTY POPPER}\nMend", COMMIT),
        ("\ud83d", COMMIT),
    ],
)
def test_commit_messages(hook, message, summary):
    payload = json.dumps(push(head_commit={"message": message})).encode()
    check(hook, request(payload), 202, 1)
    assert hook.variables()["SUMMARY"] == summary


def test_a_push_without_a_head_commit(hook):
    check(hook, request(push(head_commit=None)), 202, 1)
    assert hook.variables()["SUMMARY"] == COMMIT


def test_a_replay_is_harmless(hook):
    event = request(push())
    check(hook, event, 202, 1)
    assert "before" in check(hook, event, 200, 1)
    hook.now += 399 * 24 * 3600
    assert "before" in check(hook, event, 200, 1)


def test_a_replay_under_another_delivery_id_is_one_too(hook):
    check(hook, request(push()), 202, 1)
    assert "before" in check(hook, request(push(), delivery="another"), 200, 1)


def test_another_push_is_no_replay(hook):
    check(hook, request(push()), 202, 1)
    check(hook, request(push(after="f" * 40)), 202, 2)


def test_the_table_knows_when_to_forget(hook):
    check(hook, request(push()), 202, 1)
    (item,) = hook.deliveries()
    assert set(item) == {"id", "delivery", "expires"}
    assert int(item["expires"]["N"]) == int(hook.now) + 400 * 24 * 3600


def test_a_build_that_cannot_start_releases_the_delivery(hook):
    event = request(push())
    hook.failing = True
    with pytest.raises(hook.module.codebuild.exceptions.ClientError):
        hook.send(event)
    assert hook.deliveries() == []
    hook.failing = False
    check(hook, event, 202, 2)
    first, second = hook.builds
    assert first["idempotencyToken"] == second["idempotencyToken"]


def test_a_claim_of_a_function_that_died_runs_out(hook):
    event = request(push())
    signature = event["headers"]["X-Hub-Signature-256"].removeprefix("sha256=")
    hook.module.record(signature, "died", hook.module.CLAIM_SECONDS, claim=True)
    check(hook, event, 200, 0)
    hook.now += hook.module.CLAIM_SECONDS
    check(hook, event, 202, 1)


def test_the_secret_is_cached_and_read_again(hook):
    check(hook, request(push()), 202, 1)
    hook.secrets.put_secret_value(SecretId=hook.arn, SecretString="new")
    renewed = request(push(after="f" * 40), secret="new")
    check(hook, renewed, 401, 1)
    hook.now += hook.module.SECRET_SECONDS
    check(hook, renewed, 202, 2)
    check(hook, request(push()), 401, 2)


def test_an_empty_secret_is_no_secret(hook, monkeypatch):
    answer = {"SecretString": ""}
    monkeypatch.setattr(hook.module.secrets_manager, "get_secret_value", lambda **_: answer)
    with pytest.raises(RuntimeError, match="empty"):
        hook.send(request(push(), secret=""))
    assert hook.builds == []


def test_nothing_secret_is_logged_or_answered(hook, caplog, capfd):
    caplog.set_level(logging.INFO)
    mark = "mark-of-the-sender"
    events = [
        request(push(head_commit={"message": mark})),
        request(push(head_commit={"message": mark}), secret=mark),
        request(push(ref=f"refs/heads/{mark}")),
        request(push(repository={"full_name": f"acme/{mark}"})),
        request(f"{{{mark}".encode()),
        request(push(), event=mark),
        request(push(), delivery=f"{mark}\nINFO forged"),
        forged(**{"X-Hub-Signature-256": mark}),
    ]
    answers = [hook.send(event) for event in events]
    assert [answer["statusCode"] for answer in answers] == [202, 401, 200, 200, 400, 200, 400, 401]
    said = json.dumps(answers) + caplog.text + "".join(capfd.readouterr())
    assert "started Clone:1 for Acme" in said
    assert SECRET not in said and mark not in said and SIGNED.removeprefix("sha256=") not in said


def test_a_failing_start_logs_no_secret(hook, caplog):
    caplog.set_level(logging.INFO)
    hook.failing = True
    with pytest.raises(hook.module.codebuild.exceptions.ClientError) as raised:
        hook.send(request(push()))
    assert SECRET not in str(raised.value) + caplog.text


def test_the_code_of_the_stack_is_this_file_and_its_routes(emitted):
    receiver = emitted.templates["RegistryCiWebhook"]["Resources"]["Receiver"]["Properties"]
    routes = [
        {"repository": f"acme/{name}", "branch": "main", "project": f"registry-{space}-ci-clone", "namespace": space_name}
        for name, space, space_name in [
            ("community-extensions", "awscommunity", "AwsCommunity"),
            ("extensions", "acme", "Acme"),
        ]
    ]
    assert receiver["Code"]["ZipFile"] == with_routes(SOURCE.read_text(), routes)
