"""What AWS's own validator finds in templates: nothing but remarks, which are not shown.

Usage: python3 conformance/validate.py TEMPLATE...
"""

import sys

from cloudformation_validate import CelEngine


def main(templates):
    engine = CelEngine()
    found = 0
    for template in templates:
        for problem in engine.validate_template(template).diagnostics:
            # Remarks tell of replacement on update, of tags and of a metadata block of AWS's own tools.
            if problem.severity.name != "INFO":
                found += 1
                print(f"{template}: {problem.severity.name} {problem.rule_id}: {problem.message}")
    print(f"{len(templates)} templates: {found} errors and warnings")
    return 1 if found or not templates else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
