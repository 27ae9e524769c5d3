"""The binary, built."""

import subprocess

import pytest
from programs import built


@pytest.fixture(scope="session")
def program():
    """The path of `cfn-stacks`."""
    return built("--package", "cfn-stacks", "--bin", "cfn-stacks")


@pytest.fixture
def cfn_stacks(program, tmp_path):
    """Runs the binary in an empty folder. Without a code, it may end as it will."""

    def run(*words, code=0):
        done = subprocess.run([program, *words], cwd=tmp_path, capture_output=True, text=True)
        assert code is None or done.returncode == code, (words, done.stdout, done.stderr)
        return done

    return run
