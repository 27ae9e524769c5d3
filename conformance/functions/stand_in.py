"""Stands in for a program that a script calls: writes down how it was called, and does what a test wants.

Usage: python3 stand_in.py FOLDER NAME [ARGUMENT...]

`FOLDER/rules.json` has a list of rules. The first whose `call` is the beginning of the call applies:
  print   the text to print; of a list, each call takes the next, and the last one stays
  code    the exit code, 0 unless given
  fail    the number of the one call, of all calls together, that fails with 1
  hang    never ends, once it has made the file `hangs`
  serve   listens on the port after `--port` until it is ended
  run     the program to run in its place
"""

import json
import os
import socket
import sys
import time
from pathlib import Path


def main(folder, name, *arguments):
    call = [name, *arguments]
    with open(folder / "calls.jsonl", "a+") as file:
        file.write(json.dumps({"call": call, "key": os.environ.get("AWS_ACCESS_KEY_ID")}) + "\n")
        file.seek(0)
        calls = [json.loads(line)["call"] for line in file]
    for rule in json.loads((folder / "rules.json").read_text()):
        beginning = rule["call"]
        if call[: len(beginning)] == beginning and rule.get("fail", len(calls)) == len(calls):
            return follow(rule, sum(earlier[: len(beginning)] == beginning for earlier in calls), folder, arguments)
    return 0


def follow(rule, times, folder, arguments):
    text = rule.get("print", "")
    sys.stdout.write(text if isinstance(text, str) else text[min(times, len(text)) - 1])
    sys.stdout.flush()
    if "run" in rule:
        os.execv(rule["run"], [rule["run"], *arguments])
    if "hang" in rule:
        (folder / "hangs").touch()
        while True:
            time.sleep(3600)
    if "serve" in rule:
        with socket.create_server(("127.0.0.1", int(arguments[arguments.index("--port") + 1]))) as server:
            while True:
                server.accept()[0].close()
    return 1 if "fail" in rule else rule.get("code", 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
