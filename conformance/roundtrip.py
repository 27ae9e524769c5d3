"""Templates read and written by us, and compared by PyYAML and Python's json with what they were.

Usage: python3 conformance/roundtrip.py PATH/TO/examples/convert FOLDER

Every template of the folder goes from YAML to YAML, with short and with long functions, and to JSON
and back; from JSON to JSON, and to YAML and back.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from cloudformation_yaml import difference, load

# Each way is a chain of formats.
WAYS = (["yaml"], ["yaml-long"], ["json"], ["json", "yaml"], ["yaml", "json"], ["yaml", "yaml"])


def read(path, text):
    return json.loads(text) if text.lstrip("\ufeff \t\r\n").startswith("{") else load(text)


def templates(folder):
    paths = sorted(path for path in Path(folder).rglob("*") if path.suffix in (".json", ".yaml", ".yml"))
    return [path for path in paths if path.is_file()]


def main(convert, folder):
    paths = templates(folder)
    failures = 0
    with tempfile.TemporaryDirectory() as temporary:
        for way in WAYS:
            current = {path: path for path in paths}
            for step, form in enumerate(way):
                goals = {path: Path(temporary, f"{index}-{step}.{form}") for index, path in enumerate(paths)}
                lines = "".join(f"{current[path]}\t{goals[path]}\n" for path in current)
                done = subprocess.run([convert, form], input=lines, text=True, stderr=subprocess.PIPE)
                if done.returncode:
                    failures += 1
                    print(f"{' -> '.join(way)}: {done.stderr}")
                current = {path: goal for path, goal in goals.items() if goal.exists()}
            for path, goal in current.items():
                wrong = difference(read(path, path.read_text()), read(goal, goal.read_text()))
                if wrong:
                    failures += 1
                    print(f"{path.name}, {' -> '.join(way)}: {wrong}")
            for goal in Path(temporary).iterdir():
                goal.unlink()
    print(f"{len(paths)} templates, {len(WAYS)} ways each: {failures} differences")
    return 1 if failures or not paths else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
