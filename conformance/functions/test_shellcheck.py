"""All shell scripts of the workspace in the eyes of ShellCheck."""

import subprocess
import sys
from pathlib import Path

import pytest
from programs import ROOT

SCRIPTS = sorted(path.relative_to(ROOT) for folder in ("constructs", "stacks", "examples") for path in (ROOT / folder).rglob("*.sh"))


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_shellcheck(script):
    shellcheck = Path(sys.executable).with_name("shellcheck")
    # `--norc`: what the home of a developer allows counts for nothing.
    arguments = ["--norc", "--enable=quote-safe-variables,check-extra-masked-returns", "--external-sources"]
    done = subprocess.run([shellcheck, *arguments, ROOT / script], cwd=(ROOT / script).parent, capture_output=True)
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_scripts_stop_at_the_first_failure_and_evaluate_nothing(script):
    lines = (ROOT / script).read_text().splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert not [line for line in lines if "eval " in line or "set -x" in line]
