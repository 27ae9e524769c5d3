"""promote.sh with the real AWS CLI and a fake AWS, and with stand-ins."""

import boto3
import pytest

SCRIPT = "stacks/src/registry_release/scripts/promote.sh"
SUMMARY = {"codepipeline-artifact-revision-summary": 'Say "hello"'}
KEY_ID, SECRET, SESSION = "ASIAIOSFODNN7EXAMPLE", "session+secret/key", "session/token+=="
ROLE = "arn:aws:iam::444455556666:role/Publish"
ENVIRONMENT = {
    "SOURCE_BUCKET": "acme-source",
    "OBJECT_KEY": "acme/source.zip",
    "VERSION_ID": "tested",
    "PUBLISH_BUCKET": "acme-publish",
    "ROLE_ARN": ROLE,
}


@pytest.fixture
def session(programs):
    """A role that can be assumed, and a CLI that does nothing else."""
    programs.stand_in("aws")
    programs.rule("aws sts assume-role", print=f"{KEY_ID}\t{SECRET}\t{SESSION}\n")
    return programs


def test_the_tested_version_arrives_with_its_summary(programs, fake_aws, tmp_path):
    s3 = boto3.client("s3", endpoint_url=fake_aws)
    for bucket in ("acme-source", "acme-publish"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    put = {"Bucket": "acme-source", "Key": "acme/source.zip"}
    tested = s3.put_object(**put, Body=b"tested", Metadata=SUMMARY)["VersionId"]
    s3.put_object(**put, Body=b"newer")
    programs.pass_on("aws")
    done = programs.run(SCRIPT, tmp_path, ENVIRONMENT | {"VERSION_ID": tested, "AWS_ENDPOINT_URL": fake_aws})
    assert done.returncode == 0, done.stderr
    copy = s3.get_object(Bucket="acme-publish", Key="acme/source.zip")
    assert copy["Body"].read() == b"tested"
    assert copy["Metadata"] == SUMMARY
    assert copy["VersionId"] == done.stdout.strip()


def test_the_copy_is_made_as_the_role(session, tmp_path):
    assert session.run(SCRIPT, tmp_path, ENVIRONMENT | {"PUBLISH_KEY": "source.zip"}).returncode == 0
    assume, copy = session.entries()
    assert assume["call"][3:5] == ["--role-arn", ROLE]
    assert assume["key"] != KEY_ID
    assert copy["call"][3:9] == [
        "--copy-source",
        "acme-source/acme/source.zip?versionId=tested",
        "--bucket",
        "acme-publish",
        "--key",
        "source.zip",
    ]
    assert copy["key"] == KEY_ID


def test_credentials_are_never_printed_or_arguments(session, tmp_path):
    session.rule("aws s3api copy-object", code=1)
    done = session.run(SCRIPT, tmp_path, ENVIRONMENT)
    assert done.returncode != 0
    said = done.stdout + done.stderr + str(session.calls())
    assert all(part not in said for part in (KEY_ID, SECRET, SESSION))


def test_each_step_that_fails_fails_the_build(session, tmp_path):
    assert session.run(SCRIPT, tmp_path, ENVIRONMENT, fail=1).returncode != 0
    assert len(session.calls()) == 1, "nothing is copied as somebody else"
    assert session.run(SCRIPT, tmp_path, ENVIRONMENT, fail=2).returncode != 0


@pytest.mark.parametrize("answer", ["", "None\n", f"{KEY_ID}\n"])
def test_an_answer_without_credentials(session, tmp_path, answer):
    session.rule("aws sts assume-role", print=answer)
    assert session.run(SCRIPT, tmp_path, ENVIRONMENT).returncode != 0
    assert len(session.calls()) == 1


@pytest.mark.parametrize("name", sorted(ENVIRONMENT))
def test_a_variable_that_is_missing_is_named(session, tmp_path, name):
    done = session.run(SCRIPT, tmp_path, ENVIRONMENT | {name: ""})
    assert done.returncode != 0
    assert name in done.stderr
    assert session.calls() == []
