"""What AWS's own validator finds in templates, one finding a line: rule, file, resource and what is wrong.

Usage: python3 conformance/validate.py TEMPLATE...

Remarks are left out: they tell of replacement on update, of tags and of a metadata block of AWS's own tools.
"""

import sys

from cloudformation_validate import CelEngine


def main(templates):
    engine = CelEngine()
    for template in templates:
        for problem in engine.validate_template(template).diagnostics:
            if problem.severity.name != "INFO":
                resource = problem.entity.logical_id if problem.entity else ""
                print("\t".join([problem.rule_id, template, resource, problem.message]))


if __name__ == "__main__":
    main(sys.argv[1:])
