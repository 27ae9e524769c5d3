"""What is there in the fake AWS, asked by what refuses to refer to what is not."""

import json
import re

from moto.cloudformation.exceptions import ValidationError
from moto.iam.models import iam_backends

ARN = re.compile(r"arn:aws:iam::(\d{12}):(role|user)/(?:.*/)?([^/]+)")


def require(held, message):
    if not held:
        raise ValidationError(message=message)


def role(arn):
    """The role with that ARN, whichever account it is of."""
    match = ARN.fullmatch(str(arn))
    require(match, f"{arn} is no ARN of a role")
    found = [one for one in iam_backends[match[1]]["aws"].roles.values() if one.name == match[3]]
    require(found, f"there is no role {arn}")
    return found[0]


def exists(arn):
    """Whether a principal is there, as far as it is a role or a user."""
    match = ARN.fullmatch(arn)
    if not match:
        return True
    backend = iam_backends[match[1]]["aws"]
    names = [one.name for one in backend.roles.values()] if match[2] == "role" else list(backend.users)
    return match[3] in names


def trusts(arn, service, account):
    """Requires that the role is of the account and that the service may assume it."""
    require(f"::{account}:" in arn, f"{arn} is a role of another account")
    document = role(arn).assume_role_policy_document
    document = json.loads(document) if isinstance(document, str) else document
    services = [listed(one.get("Principal", {}).get("Service", [])) for one in listed(document["Statement"])]
    require(service in sum(services, []), f"{service} may not assume {arn}")


def listed(value):
    return value if isinstance(value, list) else [value]
