"""Projects that `init` writes: they compile without a warning, write templates, and hold them."""

import json
import os
import subprocess

import pytest
from programs import ROOT

PACKAGES = {"cfn-model": "cfn-model", "cfn-checks": "checks", "cfn-constructs": "constructs", "cfn-stacks": "stacks"}
SYSTEMS = [None, "ami-release", "codebuild-ci", "delivery-pipeline", "image-promotion", "registry-release"]


@pytest.mark.parametrize("system", SYSTEMS)
def test_project_compiles_and_runs(cfn_stacks, tmp_path, system):
    cfn_stacks("init", *(["--system", system] if system else []), "release")
    project = tmp_path / "release"
    # The same versions of everything, which are there already.
    (project / "Cargo.lock").write_bytes((ROOT / "Cargo.lock").read_bytes())

    def cargo(*words, **environment):
        here = [f'--config=patch.crates-io.{name}.path="{ROOT / path}"' for name, path in PACKAGES.items()]
        environment = os.environ | {"CARGO_TARGET_DIR": str(ROOT / "target" / "init")} | environment
        command = ["cargo", *words, "--offline", *here]
        return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)

    run = cargo("run")
    assert run.returncode == 0, run.stderr
    assert "warning" not in run.stderr
    assert list((project / "cfn.out").glob("*.template.yaml"))
    if system:
        # The program says what the config file says.
        cfn_stacks("init", "--config", "--system", system, "config")
        cfn_stacks("synth", "--config", f"config/{system}.yaml", "--out", "config/out")
        assert contents(project / "cfn.out") == contents(tmp_path / "config" / "out")

    assert cargo("test").returncode != 0, "nobody has read the templates"
    assert cargo("test", UPDATE="1").returncode == 0
    assert cargo("test").returncode == 0
    template = next((project / "templates").iterdir())
    template.write_text(template.read_text() + "# changed\n")
    failed = cargo("test")
    assert failed.returncode != 0 and "`UPDATE=1 cargo test` accepts it" in failed.stdout


def contents(folder):
    return {path.relative_to(folder): content(path) for path in folder.rglob("*") if path.is_file()}


def content(path):
    """The file, but for the lines of the program that made constructs, which a config file does not have."""
    if path.name != "manifest.json":
        return path.read_bytes()
    manifest = json.loads(path.read_text())
    for artifact in manifest["artifacts"].values():
        for entries in artifact.get("metadata", {}).values():
            for entry in entries:
                entry.pop("trace", None)
    return manifest
