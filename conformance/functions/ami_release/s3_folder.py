"""Stands in for `aws s3api`, over a folder: much faster than the AWS CLI, for tests of many steps.

Usage: python3 s3_folder.py FOLDER s3api get-object|put-object [OPTION VALUE]... [FILE]
"""

import sys
from pathlib import Path

ANSWER = "\nAn error occurred ({}) when calling the operation: refused"


def main(folder, service, operation, *arguments):
    assert service == "s3api", service
    options = dict(zip(arguments[::2], arguments[1::2]))
    path = Path(folder) / options["--bucket"] / options["--key"]
    if operation == "get-object":
        if not path.exists():
            return ANSWER.format("NoSuchKey")
        Path(arguments[-1]).write_bytes(path.read_bytes())
    elif operation == "put-object":
        if options["--if-none-match"] == "*" and path.exists():
            return ANSWER.format("PreconditionFailed")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(Path(options["--body"]).read_bytes())
    else:
        return f"unknown operation {operation}"
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
