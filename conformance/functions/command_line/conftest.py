"""The binary, built."""

import json
import subprocess

import pytest
from programs import ROOT


@pytest.fixture(scope="session")
def program():
    """The path of `cfn-stacks`."""
    build = ["cargo", "build", "--quiet", "--package", "cfn-stacks", "--bin", "cfn-stacks", "--message-format=json"]
    told = subprocess.run(build, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    messages = [json.loads(line) for line in told.splitlines()]
    return next(one["executable"] for one in messages if one.get("executable"))


@pytest.fixture
def cfn_stacks(program, tmp_path):
    """Runs the binary in an empty folder. Without a code, it may end as it will."""

    def run(*words, code=0):
        done = subprocess.run([program, *words], cwd=tmp_path, capture_output=True, text=True)
        assert code is None or done.returncode == code, (words, done.stdout, done.stderr)
        return done

    return run
