"""contract_test.sh and integration_test.sh: what is set up is taken down again, whatever happens."""

import signal
import socket
import time

import boto3
import pytest
from programs import LONGEST

SCRIPTS = "stacks/src/registry_release/scripts"
TEMPLATE = """
Resources:
  Topic: {Type: AWS::SNS::Topic}
Outputs:
  Topic: {Value: !Ref Topic, Export: {Name: ShelfTopic}}
"""
CONTRACT = {"TYPE": "RESOURCE", "SETUP_STACK": "shelf-setup"}
INTEGRATION = {"TEMPORARY_STACK": "shelf-new", "KEPT_STACK": "shelf-kept", "CODEBUILD_BUILD_ID": "Shelf:1"}


@pytest.fixture
def port():
    """A local port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


@pytest.fixture
def source(programs, tmp_path):
    """The source of an extension, with the stand-ins that succeed in everything."""
    programs.stand_in("aws", "cfn", "sam")
    programs.rule("sam", serve=True)
    folder = tmp_path / "source"
    tests = folder / "shelf" / "test"
    tests.mkdir(parents=True)
    (tests / "setup.yml").write_text(TEMPLATE)
    (tests / "integ.yml").write_text(TEMPLATE.replace("ShelfTopic", "!Ref AWS::StackName"))
    return folder


@pytest.fixture
def contract(programs, source, port):
    environment = {"EXTENSION_PATH": "shelf", "SAM_PORT": port} | CONTRACT
    return lambda fail=None, **changes: programs.run(f"{SCRIPTS}/contract_test.sh", source, environment | changes, fail)


@pytest.fixture
def integration(programs, source):
    environment = {"EXTENSION_PATH": "shelf"} | INTEGRATION
    return lambda fail=None, **changes: programs.run(
        f"{SCRIPTS}/integration_test.sh", source, environment | changes, fail
    )


def shown(programs):
    """The calls so far, in few words: commands with the stacks that they are about."""
    words = []
    for name, *arguments in programs.calls():
        if name == "aws":
            stack = arguments[arguments.index("--stack-name") + 1]
            words.append(" ".join([*(word for word in arguments[1:3] if word[0] != "-"), stack]))
        else:
            words.append(name)
    return words


def deleted(stack):
    return [f"delete-stack {stack}", f"wait stack-delete-complete {stack}"]


SETUP, NEW, KEPT = "shelf-setup", "shelf-new", "shelf-kept"
CONTRACT_CALLS = [*deleted(SETUP), f"deploy {SETUP}", "sam", "cfn", *deleted(SETUP)]
INTEGRATION_CALLS = [*deleted(NEW), f"deploy {NEW}", f"describe-stacks {KEPT}", f"deploy {KEPT}", *deleted(NEW)]


def test_contract_tests_between_set_up_and_deletion(programs, contract, port):
    done = contract()
    assert done.returncode == 0, done.stderr
    assert shown(programs) == CONTRACT_CALLS
    assert programs.calls("cfn") == [["cfn", "test", "--endpoint", f"http://127.0.0.1:{port}", "--region", "eu-west-1"]]


def test_contract_tests_without_a_set_up_stack(programs, contract, source):
    (source / "shelf/test/setup.yml").unlink()
    assert contract().returncode == 0
    assert shown(programs) == ["sam", "cfn"]
    assert contract(fail=2).returncode != 0
    assert shown(programs) == ["sam", "cfn"]


def test_a_module_has_no_contract_tests(programs, contract):
    assert contract(TYPE="MODULE").returncode == 0
    assert programs.calls() == []


def test_an_integration_test_of_a_new_copy_and_the_kept_one(programs, integration):
    done = integration()
    assert done.returncode == 0, done.stderr
    assert shown(programs) == INTEGRATION_CALLS
    kept = programs.calls("aws", "cloudformation", "deploy")[1]
    assert kept[-2:] == ["--tags", "Build=Shelf:1"], "there is something to update each time"


@pytest.mark.parametrize("state", ["ROLLBACK_COMPLETE", "CREATE_FAILED"])
def test_a_kept_copy_that_was_never_created_is_made_anew(programs, integration, state):
    programs.rule("aws cloudformation describe-stacks", print=f"{state}\n")
    assert integration().returncode == 0
    assert shown(programs)[4:7] == [*deleted(KEPT), f"deploy {KEPT}"]


@pytest.mark.parametrize("state", ["CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"])
def test_a_kept_copy_that_is_there_is_never_deleted(programs, integration, state):
    programs.rule("aws cloudformation describe-stacks", print=f"{state}\n")
    assert integration().returncode == 0
    assert shown(programs) == INTEGRATION_CALLS


def each_step_that_fails(programs, run, calls, stack):
    """Lets one call after the other fail: the build fails, and the stack is deleted if it may be there."""
    for step, call in enumerate(calls, start=1):
        done = run(fail=step)
        if call.startswith("describe-stacks"):
            assert done.returncode == 0, "there is no kept copy yet"
            continue
        assert done.returncode != 0, call
        rest = shown(programs)[step:]
        if step == len(calls) - 1:
            assert rest == [], "the deletion itself failed"
            assert f"the stack {stack} could not be deleted; delete it by hand" in done.stderr
        elif step < len(calls) - 1:
            assert rest[-2:] == deleted(stack), call
            assert not [call for call in rest[:-2] if not call.startswith("describe")], "nothing else goes on"


def test_each_step_of_contract_tests_that_fails(programs, contract):
    each_step_that_fails(programs, contract, CONTRACT_CALLS, SETUP)


def test_each_step_of_integration_tests_that_fails(programs, integration):
    each_step_that_fails(programs, integration, INTEGRATION_CALLS, NEW)


def test_why_a_stack_failed_is_said_before_it_is_gone(programs, contract):
    programs.rule("aws cloudformation deploy", code=255)
    programs.rule("aws cloudformation describe-stack-events", print="Topic\tno permission\n")
    done = contract()
    assert done.returncode != 0
    assert "Topic\tno permission" in done.stderr
    assert shown(programs) == [*deleted(SETUP), f"deploy {SETUP}", f"describe-stack-events {SETUP}", *deleted(SETUP)]


def test_handlers_that_never_answer(programs, contract):
    programs.rule("sam", hang=True)
    done = contract(SAM_SECONDS="1")
    assert done.returncode != 0
    assert "the handlers do not answer" in done.stderr
    assert shown(programs) == [*deleted(SETUP), f"deploy {SETUP}", "sam", *deleted(SETUP)]


@pytest.mark.parametrize("hanging", ["aws cloudformation wait", "aws cloudformation deploy", "cfn test"])
def test_contract_tests_do_not_wait_for_ever(programs, contract, hanging):
    programs.rule(hanging, hang=True)
    done = contract(WAIT_SECONDS="1", TEST_SECONDS="1")
    assert done.returncode != 0
    assert shown(programs)[-2:] == deleted(SETUP)


@pytest.mark.parametrize("hanging", ["aws cloudformation wait", "aws cloudformation deploy"])
def test_integration_tests_do_not_wait_for_ever(programs, integration, hanging):
    programs.rule(hanging, hang=True)
    done = integration(WAIT_SECONDS="1")
    assert done.returncode != 0
    assert shown(programs)[-2:] == deleted(NEW)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_deletes_the_stack_and_fails_the_build(programs, source, port, number):
    programs.rule("cfn test", hang=True)
    environment = {"EXTENSION_PATH": "shelf", "SAM_PORT": port} | CONTRACT
    process = programs.start(f"{SCRIPTS}/contract_test.sh", source, environment)
    give_up = time.monotonic() + LONGEST
    while not (programs.folder / "hangs").exists():
        assert time.monotonic() < give_up and process.poll() is None
        time.sleep(0.01)
    process.send_signal(number)
    process.communicate(timeout=LONGEST)
    assert process.returncode != 0
    assert shown(programs) == CONTRACT_CALLS


@pytest.mark.parametrize("name", ["EXTENSION_PATH", *CONTRACT])
def test_a_variable_of_contract_tests_that_is_missing_is_named(programs, contract, name):
    done = contract(**{name: ""})
    assert done.returncode != 0
    assert name in done.stderr
    assert programs.calls() == []


@pytest.mark.parametrize("name", ["EXTENSION_PATH", *INTEGRATION])
def test_a_variable_of_integration_tests_that_is_missing_is_named(programs, integration, name):
    done = integration(**{name: ""})
    assert done.returncode != 0
    assert name in done.stderr
    assert programs.calls() == []


class TestWithTheRealCli:
    """The commands work: the AWS CLI and a fake AWS with stacks that are really made."""

    @pytest.fixture
    def stacks(self, programs, fake_aws):
        programs.pass_on("aws")
        client = boto3.client("cloudformation", endpoint_url=fake_aws)
        return lambda: {stack["StackName"]: stack for stack in client.describe_stacks()["Stacks"]}

    def test_contract(self, programs, contract, fake_aws, stacks):
        done = contract(AWS_ENDPOINT_URL=fake_aws)
        assert done.returncode == 0, done.stderr
        assert shown(programs) == CONTRACT_CALLS
        assert stacks() == {}

    def test_contract_with_a_set_up_that_cannot_be(self, contract, source, fake_aws, stacks):
        (source / "shelf/test/setup.yml").write_text(
            "Resources: {Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Nobody}}}"
        )
        assert contract(AWS_ENDPOINT_URL=fake_aws).returncode != 0
        assert stacks() == {}

    def test_integration(self, programs, integration, fake_aws, stacks):
        kept = []
        for build in ("Shelf:1", "Shelf:2"):
            done = integration(AWS_ENDPOINT_URL=fake_aws, CODEBUILD_BUILD_ID=build)
            assert done.returncode == 0, done.stderr
            assert shown(programs) == INTEGRATION_CALLS
            kept.append(stacks()[KEPT]["StackId"])
            assert len(stacks()) == 1
        assert kept[0] == kept[1], "it was updated"
