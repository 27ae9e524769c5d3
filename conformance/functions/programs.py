"""Runs scripts with programs that stand in for those they call."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
STAND_IN = Path(__file__).with_name("stand_in.py")
LONGEST = 60
"""Seconds after which a script counts as one that hangs."""


def built(*target):
    """The path of a program of ours, built: `"--example", "full_set"`."""
    build = ["cargo", "build", "--quiet", *target, "--message-format=json"]
    told = subprocess.run(build, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    messages = [json.loads(line) for line in told.splitlines()]
    # What it depends on are libraries, and come before.
    return [one["executable"] for one in messages if one.get("executable")][-1]


class Programs:
    """A folder of stand-ins, the rules they follow, and what they were called with."""

    def __init__(self, folder):
        self.folder = folder / "programs"
        self.bin = self.folder / "bin"
        self.bin.mkdir(parents=True)
        self.rules = []

    def stand_in(self, *names):
        """Lets stand-ins of these names do nothing with success, unless a rule says otherwise."""
        for name in names:
            path = self.bin / name
            path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -IS "{STAND_IN}" "{self.folder}" {name} "$@"\n')
            path.chmod(0o755)

    def rule(self, call, **what):
        """Adds a rule of `stand_in.py` for the calls that begin so. The last one that is added comes first."""
        self.rules.insert(0, {"call": call.split(), **what})

    def pass_on(self, name):
        """Lets the program itself run, and still writes down how it is called."""
        self.stand_in(name)
        beside_python = Path(sys.executable).with_name(name)
        program = beside_python if beside_python.exists() else shutil.which(name)
        self.rule(name, run=str(program))

    def start(self, script, folder, environment, fail=None, arguments=()):
        """Starts a script in a folder, in a process group of its own. The call with the number `fail` fails."""
        rules = [{"call": [], "fail": fail}, *self.rules] if fail else self.rules
        (self.folder / "rules.json").write_text(json.dumps(rules))
        (self.folder / "calls.jsonl").write_text("")
        (self.folder / "hangs").unlink(missing_ok=True)
        ours = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
        interpreter = sys.executable if str(script).endswith(".py") else "bash"
        ours |= {"PATH": f"{self.bin}:{os.environ['PATH']}", "HOME": str(self.folder), "TMPDIR": str(self.folder)}
        return subprocess.Popen(
            [interpreter, str(ROOT / script), *arguments],
            cwd=folder,
            env=ours | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, script, folder, environment, fail=None, arguments=()):
        """Runs a script to its end, which is when the last process that it started is gone."""
        process = self.start(script, folder, environment, fail, arguments)
        out, err = process.communicate(timeout=LONGEST)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def entries(self):
        """What the stand-ins wrote down, in order."""
        return [json.loads(line) for line in (self.folder / "calls.jsonl").read_text().splitlines()]

    def calls(self, *beginning):
        """The calls so far, or those of them that begin so."""
        calls = [entry["call"] for entry in self.entries()]
        return [call for call in calls if call[: len(beginning)] == list(beginning)]
