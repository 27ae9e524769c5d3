"""Starts a build when GitHub says that a branch was pushed.

Amazon API Gateway hands the request over, as a REST API (payload 1.0) or as an HTTP API (payload 2.0).
Answers are constant text: nothing of a request comes back, and nothing secret is logged.

Environment variables:
  SECRET_ARN        secret of Secrets Manager whose text is the secret of the webhook
  DELIVERIES_TABLE  DynamoDB table with the key `id` (text) and the time-to-live attribute `expires`
  GIT_HOST          where the repositories are, https://github.com unless set

The role needs secretsmanager:GetSecretValue, dynamodb:PutItem, dynamodb:DeleteItem and codebuild:StartBuild.
The function's time limit has to be below CLAIM_SECONDS; GitHub itself waits for 10 seconds.
"""

import base64
import hashlib
import hmac
import json
import logging
import os
import re
import time
import unicodedata
from typing import Any, NamedTuple

import boto3

MAX_BODY_BYTES = 5 * 1024 * 1024
SECRET_SECONDS = 300
"""How long the secret is kept in memory, which is how long a rotated one may be refused."""
CLAIM_SECONDS = 60
"""How long a delivery stays claimed when the function dies before it has started the build."""
KEEP_SECONDS = 400 * 24 * 3600
"""How long a delivery is refused once its build has started: longer than anybody should keep a secret."""
MAX_SUMMARY = 256

GIT_HOST = os.environ.get("GIT_HOST", "https://github.com")
ROUTES: list[dict[str, str]] = []
"""What is built: {"repository": "owner/name", "branch", "project", "namespace"}, of which `project` is the CodeBuild
project to start. A repository and branch stand here once. The stack adds the routes at the end of this file:
environment variables would hold but 4 KB of them."""
SECRET_ARN = os.environ["SECRET_ARN"]
TABLE = os.environ["DELIVERIES_TABLE"]

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)
secrets_manager = boto3.client("secretsmanager")
dynamodb = boto3.client("dynamodb")
codebuild = boto3.client("codebuild")
cached_secret: tuple[float, bytes] = (0.0, b"")


class Refused(Exception):
    """A request that is not served: the status and the constant text of the answer."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class Push(NamedTuple):
    """What is of use in the payload of a push event."""

    repository: str
    ref: str
    commit: str
    message: str


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answers a request of API Gateway. What fails at AWS is raised: it counts as an error of the function."""
    try:
        status, text = receive(event)
    except Refused as refused:
        status, text = refused.status, refused.text
    return {"statusCode": status, "headers": {"Content-Type": "text/plain"}, "body": text, "isBase64Encoded": False}


def receive(event: dict[str, Any]) -> tuple[int, str]:
    """Checks a request and starts its build: the status and the text of the answer."""
    headers = {name.lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    body = raw_body(event)
    signature = verified(body, headers.get("x-hub-signature-256", ""))
    delivery = headers.get("x-github-delivery", "")
    if not re.fullmatch(r"[0-9A-Za-z-]{1,64}", delivery) or "x-github-event" not in headers:
        raise Refused(400, "the headers of GitHub are missing\n")
    if headers["x-github-event"] != "push":
        return 200, "nothing to do for this event\n"
    push = parse(body)
    route = route_of(push)
    if route is None:
        return 200, "nothing to build\n"
    # GitHub signs the body and not the delivery id, so only the signature tells a replay for certain.
    if not record(signature, delivery, CLAIM_SECONDS, claim=True):
        logger.info("delivery %s came before", delivery)
        return 200, "received before\n"
    try:
        build = start(route, push, signature)
    except Exception:
        dynamodb.delete_item(TableName=TABLE, Key={"id": {"S": signature}})
        raise
    logger.info("delivery %s started %s for %s", delivery, build, route["namespace"])
    record(signature, delivery, KEEP_SECONDS, claim=False)
    return 202, "build started\n"


def raw_body(event: dict[str, Any]) -> bytes:
    """The bytes that GitHub sent and signed."""
    text = event.get("body") or ""
    # Base64 takes four characters for three bytes.
    if len(text) * 3 > MAX_BODY_BYTES * 4:
        raise Refused(413, "the body is too long\n")
    if not event.get("isBase64Encoded"):
        # Half a surrogate pair is no text that GitHub sends: it must not match, and must not fail either.
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused(400, "the body is not base64\n") from None


def verified(body: bytes, header: str) -> str:
    """The signature of the body in hexadecimal, once it is known that the sender has the secret."""
    signature = hmac.new(secret(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"sha256={signature}".encode(), header.encode("utf-8", "surrogatepass")):
        raise Refused(401, "the signature is not valid\n")
    return signature


def secret() -> bytes:
    """The secret of the webhook, read again when it is old."""
    global cached_secret
    until, value = cached_secret
    if time.time() >= until:
        value = secrets_manager.get_secret_value(SecretId=SECRET_ARN)["SecretString"].encode()
        if not value:
            raise RuntimeError("the secret of the webhook is empty; anybody could sign with it")
        cached_secret = (time.time() + SECRET_SECONDS, value)
    return value


def parse(body: bytes) -> Push:
    """Reads the payload of a push event. The commit of a deleted branch is empty."""
    try:
        payload = json.loads(body)
        commit = "" if payload["deleted"] else payload["after"]
        message = (payload["head_commit"] or {}).get("message", "")
        push = Push(payload["repository"]["full_name"], payload["ref"], commit, message)
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        raise Refused(400, "the body is not the JSON of a push event\n") from None
    if not all(isinstance(part, str) for part in push) or not re.fullmatch(r"([0-9a-f]{40}|[0-9a-f]{64})?", commit):
        raise Refused(400, "the body is not the JSON of a push event\n")
    return push


def route_of(push: Push) -> dict[str, str] | None:
    """The route of a push; none for a repository, branch or tag that nothing is built of, or that is gone."""
    for route in ROUTES:
        same_repository = route["repository"].casefold() == push.repository.casefold()
        if same_repository and push.commit and push.ref == f"refs/heads/{route['branch']}":
            return route
    return None


def record(key: str, delivery: str, seconds: int, *, claim: bool) -> bool:
    """Writes a delivery down. A claim is false, and changes nothing, if somebody else has it."""
    now = int(time.time())
    # DynamoDB takes its time to remove what has expired.
    free = {
        "ConditionExpression": "attribute_not_exists(id) OR expires <= :now",
        "ExpressionAttributeValues": {":now": {"N": str(now)}},
    }
    item = {"id": {"S": key}, "delivery": {"S": delivery}, "expires": {"N": str(now + seconds)}}
    try:
        dynamodb.put_item(TableName=TABLE, Item=item, **(free if claim else {}))
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True


def start(route: dict[str, str], push: Push, token: str) -> str:
    """Starts the build and gives its id. Starting again with the same token within five minutes does nothing."""
    variables = {
        "REPOSITORY_URL": f"{GIT_HOST}/{route['repository']}.git",
        "BRANCH": route["branch"],
        "COMMIT": push.commit,
        "SUMMARY": summary(push.message) or push.commit,
    }
    answer = codebuild.start_build(
        projectName=route["project"],
        idempotencyToken=token,
        environmentVariablesOverride=[
            {"name": name, "value": value, "type": "PLAINTEXT"} for name, value in variables.items()
        ],
    )
    build: str = answer["build"]["id"]
    return build


def summary(message: str) -> str:
    """The first line of a commit message in printable ASCII, which is all that metadata of S3 can hold."""
    line = next(iter(message.strip().splitlines()), "")
    plain = unicodedata.normalize("NFKD", line).encode("ascii", "ignore").decode()
    return "".join(c for c in plain if c.isprintable())[:MAX_SUMMARY].strip()
