"""`Organization`: accounts of the fake AWS, and what is deployed to them."""

import json
import re
import subprocess
from pathlib import Path

import boto3

ROOT = Path(__file__).parents[3]


class App:
    """What an example of ours emits: templates, assets, and the order and accounts of its stacks."""

    def __init__(self, example, folder):
        run = ["cargo", "run", "--quiet", "--example", example, "--"]
        subprocess.run([*run, "--format", "json", "--out", str(folder)], cwd=ROOT, check=True, capture_output=True)
        listed = subprocess.run([*run, "list", "--json"], cwd=ROOT, check=True, capture_output=True, text=True)
        self.folder = folder
        self.stacks = json.loads(listed.stdout)
        self.templates = {
            stack["name"]: json.loads((folder / f"{stack['name']}.template.json").read_text()) for stack in self.stacks
        }


class Organization:
    """Accounts without anything in them. `endpoint` is the address of the fake AWS."""

    def __init__(self, endpoint):
        self.endpoint = endpoint

    def client(self, service, account, region):
        """A client of a service, for the account."""
        sts = boto3.client("sts", endpoint_url=self.endpoint)
        assumed = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/deployment", RoleSessionName="deployment")
        keys = assumed["Credentials"]
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )

    def deploy(self, app):
        """Deploys the stacks, in the order that the app says."""
        for stack in app.stacks:
            name = stack["name"]
            self.upload_assets(app, stack["account"], stack["region"])
            cloudformation = self.client("cloudformation", stack["account"], stack["region"])
            cloudformation.create_stack(
                StackName=name,
                TemplateBody=json.dumps(backwards(app.templates[name])),
                Capabilities=["CAPABILITY_NAMED_IAM"],
            )
            described = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
            assert described["StackStatus"] == "CREATE_COMPLETE", (name, described)

    def upload_assets(self, app, account, region):
        """Puts the assets of the app where `cdk bootstrap` lets stacks look for them."""
        s3 = self.client("s3", account, region)
        bucket = f"cdk-hnb659fds-assets-{account}-{region}"
        if bucket not in [one["Name"] for one in s3.list_buckets()["Buckets"]]:
            place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
            s3.create_bucket(Bucket=bucket, **place)
        for asset in app.folder.glob("asset.*"):
            _, key = asset.name.split(".", 1)
            s3.put_object(Bucket=bucket, Key=key.replace(".template", ""), Body=asset.read_bytes())


def backwards(template):
    """The template with its resources in the opposite order, but for what a resource says that it needs: whatever it
    needs without saying so comes after it, as it may in AWS."""
    resources, ordered = template["Resources"], {}

    def put(name):
        if name in resources and name not in ordered:
            for needed in needs(resources[name]):
                put(needed)
            ordered[name] = resources[name]

    for name in reversed(resources):
        put(name)
    return template | {"Resources": ordered}


def needs(value):
    """The names that a resource refers to or depends on."""
    if isinstance(value, list):
        for below in value:
            yield from needs(below)
    elif isinstance(value, dict):
        for key, below in value.items():
            if key in ("Ref", "DependsOn"):
                yield from [below] if isinstance(below, str) else below
            elif key == "Fn::GetAtt":
                yield below[0]
            elif key == "Fn::Sub":
                text = below if isinstance(below, str) else below[0]
                yield from re.findall(r"\$\{(\w+)", text)
            if key not in ("Ref", "DependsOn", "Fn::GetAtt"):
                yield from needs(below)
