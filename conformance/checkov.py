"""What checkov finds in templates, one finding a line: rule, file, resource and what it asks for.

Usage: python3 conformance/checkov.py CHECKOV TEMPLATE...
"""

import json
import subprocess
import sys


def main(program, *templates):
    arguments = ["--file", *templates, "--framework", "cloudformation", "--output", "json"]
    quiet = ["--compact", "--quiet", "--skip-download"]
    output = subprocess.run([program, *arguments, *quiet], capture_output=True, text=True, check=False)
    reports = json.loads(output.stdout)
    for report in reports if isinstance(reports, list) else [reports]:
        results = report["results"]
        for error in results.get("parsing_errors", []):
            print(f"unreadable\t{error}\t\tit cannot be read")
        for check in results["failed_checks"]:
            print("\t".join([check["check_id"], check["file_path"], check["resource"], check["check_name"]]))


if __name__ == "__main__":
    main(*sys.argv[1:])
