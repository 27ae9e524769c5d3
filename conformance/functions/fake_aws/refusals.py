"""What AWS refuses when a stack is deployed and moto lets pass, whatever the type of the resource.

- a policy that names a role or user as its principal which is not there
- a bucket that replicates to one which is not there
- a reference or attribute that does not resolve
- a type that neither moto nor `types.py` knows: what is not deployed proves nothing
"""

from moto.cloudformation import parsing
from moto.s3.models import s3_backends

from fake_aws.world import exists, listed, require

POLICIES = ("AssumeRolePolicyDocument", "KeyPolicy", "PolicyDocument", "RepositoryPolicyText")

STUMBLES = {"AWS::KMS::Key": ("Tags",)}
"""Properties that moto takes for something else, and fails."""

_named = parsing.parse_resource_and_generate_name
_clean = parsing.clean_json


def named(logical_id, resource_json, resources_map):
    """Names a resource whose functions are resolved. This is the last step before it is created."""
    found = _named(logical_id, resource_json, resources_map)
    type_name = resource_json["Type"]
    require(found or type_name in parsing.NULL_MODELS, f"the fake AWS has no type {type_name}")
    if found:
        properties = found[1].get("Properties", {})
        for stumble in STUMBLES.get(type_name, ()):
            properties.pop(stumble, None)
        check(logical_id, type_name, properties)
    return found


def check(logical_id, type_name, properties):
    for policy in filter(None, map(properties.get, POLICIES)):
        for statement in listed(policy["Statement"]):
            principal = statement.get("Principal", {})
            for arn in listed(principal.get("AWS", []) if isinstance(principal, dict) else principal):
                require(exists(arn), f"{logical_id}: invalid principal in policy: {arn}")
    if type_name == "AWS::S3::Bucket":
        buckets = {name for backend in s3_backends.values() for name in backend["aws"].buckets}
        for rule in properties.get("ReplicationConfiguration", {}).get("Rules", []):
            target = rule["Destination"]["Bucket"].removeprefix("arn:aws:s3:::")
            require(target in buckets, f"{logical_id}: destination bucket must exist: {target}")


def clean(resource_json, resources_map):
    """Resolves functions. What does not resolve is left out by moto, and would pass unseen."""
    value = _clean(resource_json, resources_map)
    if isinstance(resource_json, dict) and value is None:
        for function in ("Ref", "Fn::GetAtt"):
            asked = resource_json.get(function)
            require(asked is None or asked == "AWS::NoValue", f"{function} of {asked} does not resolve")
    return value


parsing.parse_resource_and_generate_name = named
parsing.clean_json = clean
