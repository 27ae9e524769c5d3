"""build.sh, register.sh and publish.sh with stand-ins for the tools and for the registry, which no fake AWS has."""

import hashlib

import pytest
from commands import assert_known

SCRIPTS = "stacks/src/registry_release/scripts"
PREFIX = "arn:aws:cloudformation:eu-west-1:111122223333:type"
ARN = f"{PREFIX}/resource/Acme-Storage-Shelf/00000007"
ROLE = "arn:aws:iam::111122223333:role/Execution"
PACKAGE = b"a package"
ENVIRONMENT = {
    "EXTENSION_PATH": "resources/shelf",
    "TYPE": "RESOURCE",
    "TYPE_NAME": "Acme::Storage::Shelf",
    "LANGUAGE": "python",
    "HANDLER_BUCKET": "acme-handlers",
}


@pytest.fixture
def source(programs, tmp_path):
    """The source of an extension, in the folder that its scripts start in."""
    programs.stand_in("aws", "cfn", "mvn", "make", "npm", "sleep")
    programs.rule("aws cloudformation register-type", print="7f3a\n")
    programs.rule("aws cloudformation describe-type-registration", print=f"{ARN}\n")
    programs.rule("aws cloudformation describe-type", print=["NOT_TESTED\n", "IN_PROGRESS\n", "PASSED\n"])
    folder = tmp_path / "source"
    extension = folder / "resources" / "shelf"
    extension.mkdir(parents=True)
    (extension / "acme-storage-shelf.zip").write_bytes(PACKAGE)
    return folder


def run(programs, source, script, fail=None, **changes):
    return programs.run(f"{SCRIPTS}/{script}", source, ENVIRONMENT | changes, fail)


def shown(programs):
    return [" ".join(call) for call in programs.calls()]


def each_step_that_fails_fails_the_build(programs, source, script, steps, **changes):
    """Lets one call after the other fail: nothing may follow but words on why."""
    assert run(programs, source, script, **changes).returncode == 0
    assert len(programs.calls()) == steps
    for step in range(1, steps + 1):
        assert run(programs, source, script, fail=step, **changes).returncode != 0, programs.calls()[-1]
        assert all("describe" in call for call in shown(programs)[step:])


@pytest.mark.parametrize(
    ("language", "calls"),
    [
        ("java", ["mvn --batch-mode --no-transfer-progress package"]),
        ("go", ["make build"]),
        ("typescript", ["npm ci --no-audit --no-fund", "npm run build"]),
        ("python", []),
        ("none", []),
    ],
)
def test_building(programs, source, language, calls):
    assert run(programs, source, "build.sh", LANGUAGE=language).returncode == 0
    assert shown(programs) == ["cfn validate", "cfn generate", *calls, "cfn submit --dry-run"]


def test_a_language_that_is_not_known(programs, source):
    done = run(programs, source, "build.sh", LANGUAGE="$(id)")
    assert done.returncode != 0
    assert "LANGUAGE is \\$\\(id\\)" in done.stderr


def test_each_step_of_building_that_fails_fails_the_build(programs, source):
    each_step_that_fails_fails_the_build(programs, source, "build.sh", 5, LANGUAGE="typescript")


def test_registering(programs, source):
    done = run(programs, source, "register.sh", EXECUTION_ROLE_ARN=ROLE)
    assert done.returncode == 0, done.stderr
    key = f"acme-storage-shelf/{hashlib.sha256(PACKAGE).hexdigest()}.zip"
    assert shown(programs) == [
        f"aws s3api put-object --bucket acme-handlers --key {key} --body acme-storage-shelf.zip",
        "aws cloudformation register-type --type RESOURCE --type-name Acme::Storage::Shelf "
        f"--schema-handler-package s3://acme-handlers/{key} --execution-role-arn {ROLE} "
        "--query RegistrationToken --output text",
        "aws cloudformation wait type-registration-complete --registration-token 7f3a",
        "aws cloudformation describe-type-registration --registration-token 7f3a --query TypeVersionArn --output text",
        f"aws cloudformation set-type-default-version --arn {ARN}",
    ]
    assert (source / "resources/shelf/type-version-arn").read_text() == f"{ARN}\n"
    assert_known(programs.calls()[1:])


def test_a_module_has_no_role(programs, source):
    name = "Acme::Storage::Shelf::MODULE"
    (source / "resources/shelf/acme-storage-shelf-module.zip").write_bytes(PACKAGE)
    assert run(programs, source, "register.sh", TYPE="MODULE", TYPE_NAME=name).returncode == 0
    (call,) = programs.calls("aws", "cloudformation", "register-type")
    assert call[3:7] == ["--type", "MODULE", "--type-name", name]
    assert "--execution-role-arn" not in call


def test_each_step_of_registering_that_fails_fails_the_build(programs, source):
    each_step_that_fails_fails_the_build(programs, source, "register.sh", 5)


def test_a_registration_that_fails_leaves_nothing_to_publish(programs, source):
    (source / "resources/shelf/type-version-arn").write_text("of the build before\n")
    assert run(programs, source, "register.sh", fail=3).returncode != 0
    assert run(programs, source, "publish.sh").returncode != 0
    assert programs.calls() == []


def test_a_package_that_was_not_built(programs, source):
    (source / "resources/shelf/acme-storage-shelf.zip").unlink()
    assert run(programs, source, "register.sh").returncode != 0
    assert programs.calls() == []


def test_a_registration_that_fails_says_why(programs, source):
    programs.rule("aws cloudformation wait", code=255)
    programs.rule("aws cloudformation describe-type-registration", print="the schema has no primary identifier\n")
    done = run(programs, source, "register.sh")
    assert done.returncode != 0
    assert "the schema has no primary identifier" in done.stderr
    assert "Acme::Storage::Shelf was not registered" in done.stderr


def test_a_registration_that_does_not_end(programs, source):
    programs.rule("aws cloudformation wait", hang=True)
    done = run(programs, source, "register.sh", WAIT_SECONDS="1")
    assert done.returncode != 0
    assert programs.calls("aws", "cloudformation", "set-type-default-version") == []


@pytest.fixture
def registered(source):
    (source / "resources/shelf/type-version-arn").write_text(f"{ARN}\n")
    return source


def test_publishing(programs, registered):
    done = run(programs, registered, "publish.sh", TEST_LOG_BUCKET="acme-logs", PUBLIC_VERSION="1.4.0")
    assert done.returncode == 0, done.stderr
    look = ["sleep 30", f"aws cloudformation describe-type --arn {ARN} --query TypeTestsStatus --output text"]
    assert shown(programs) == [
        f"aws cloudformation test-type --arn {ARN} --log-delivery-bucket acme-logs",
        *look * 3,
        f"aws cloudformation publish-type --arn {ARN} --public-version-number 1.4.0",
    ]
    assert_known(programs.calls("aws"))


def test_publishing_with_nothing_but_what_it_needs(programs, registered):
    assert run(programs, registered, "publish.sh").returncode == 0
    calls = shown(programs)
    assert calls[0] == f"aws cloudformation test-type --arn {ARN}"
    assert calls[-1] == f"aws cloudformation publish-type --arn {ARN}"


def test_each_step_of_publishing_that_fails_fails_the_build(programs, registered):
    each_step_that_fails_fails_the_build(programs, registered, "publish.sh", 8)


@pytest.mark.parametrize("status", ["FAILED", "None", ""])
def test_a_version_that_does_not_pass_is_not_published(programs, registered, status):
    programs.rule("aws cloudformation describe-type", print=["IN_PROGRESS\n", f"{status}\n", "2 of 40 failed\n"])
    done = run(programs, registered, "publish.sh")
    assert done.returncode != 0
    assert "2 of 40 failed" in done.stderr
    assert programs.calls("aws", "cloudformation", "publish-type") == []


def test_tests_that_do_not_end(programs, registered):
    programs.rule("aws cloudformation describe-type", print="IN_PROGRESS\n")
    done = run(programs, registered, "publish.sh", WAIT_SECONDS="300")
    assert done.returncode != 0
    assert "took too long" in done.stderr
    assert programs.calls("sleep") == [["sleep", "30"]] * 10
    assert programs.calls("aws", "cloudformation", "publish-type") == []


@pytest.mark.parametrize("script", ["build.sh", "register.sh", "publish.sh"])
def test_a_variable_that_is_missing_is_named(programs, source, script):
    done = run(programs, source, script, EXTENSION_PATH="")
    assert done.returncode != 0
    assert "EXTENSION_PATH" in done.stderr
    assert programs.calls() == []
