"""Config files: their schemas, to another validator, and what we say of a file beside what it says."""

import copy
import json

import jsonschema
import pytest
import yaml

SYSTEMS = ["ami-release", "codebuild-ci", "delivery-pipeline", "image-promotion", "registry-release"]


@pytest.fixture(params=SYSTEMS)
def system(request):
    return request.param


@pytest.fixture
def start(cfn_stacks, tmp_path, system):
    """The config file that a system begins with, and a validator for its schema, as an editor finds them."""
    cfn_stacks("init", "--config", "--system", system)
    text = (tmp_path / f"{system}.yaml").read_text()
    named = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    schema = json.loads((tmp_path / named).read_text())
    validator = jsonschema.validators.validator_for(schema, default=None)
    validator.check_schema(schema)
    return yaml.safe_load(text), validator(schema)


def test_all_systems_are_here(cfn_stacks):
    assert [one["name"] for one in json.loads(cfn_stacks("schema", "--json").stdout)] == SYSTEMS


def test_schema_is_the_one_that_is_printed(cfn_stacks, system, start):
    schema = json.loads(cfn_stacks("schema", system).stdout)
    assert schema == start[1].schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].endswith(f"/{system}.json")
    undocumented = [name for name, property in schema["properties"].items() if not property.get("description")]
    assert undocumented == []


def test_first_config_is_good(cfn_stacks, tmp_path, system, start):
    document, validator = start
    validator.validate(document)
    cfn_stacks("synth", "--config", f"{system}.yaml", "--out", "out")
    assert list((tmp_path / "out").glob("*.template.yaml"))


def test_json_says_what_yaml_says(cfn_stacks, tmp_path, system, start):
    (tmp_path / "config.json").write_text(json.dumps({"$schema": f"./{system}.schema.json"} | start[0]))
    cfn_stacks("synth", "--config", "config.json", "--out", "json")
    cfn_stacks("synth", "--config", f"{system}.yaml", "--out", "yaml")
    contents = [
        {path.relative_to(tmp_path / out): path.read_bytes() for path in (tmp_path / out).rglob("*") if path.is_file()}
        for out in ("json", "yaml")
    ]
    assert contents[0] == contents[1]
    # Constructs are made by lines of this library, which are of use to nobody.
    assert not any(b'"trace"' in text for text in contents[0].values())


def test_verdicts_are_those_of_the_other_validator(cfn_stacks, tmp_path, system, start):
    """Every value of the file is in turn taken out, misspelt and replaced by one of each kind."""
    document, validator = start
    differ = []
    count = 0
    for changed in variants(document):
        count += 1
        if changed.get("system") != system:
            continue
        (tmp_path / "changed.json").write_text(json.dumps(changed))
        told = cfn_stacks("list", "--config", "changed.json", code=None).stderr
        valid = validator.is_valid(changed)
        # What the schema forbids is an error of ours; what it allows has the right form, and may mean something wrong.
        if "error[config]" in told if valid else "error[" not in told:
            differ.append((changed, told))
    assert count > 100
    assert differ == []


def variants(document):
    """The document with one change, for every node and every change."""
    for path in paths(document):
        for change in (None, True, 7, -1, 1.5, "text", "", [], {}, "taken out", "misspelt"):
            changed = copy.deepcopy(document)
            above = changed
            for step in path[:-1]:
                above = above[step]
            if change == "taken out":
                del above[path[-1]]
            elif change == "misspelt":
                if not isinstance(above, dict):
                    continue
                above[f"{path[-1]}_"] = above.pop(path[-1])
            else:
                above[path[-1]] = change
            yield changed


def paths(node, path=()):
    """The paths of all nodes below this one."""
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, below in steps:
        yield (*path, step)
        yield from paths(below, (*path, step))
