"""What AWS's own validator finds in templates, one finding a line: rule, file, resource and what is wrong.

Usage: python3 conformance/validate.py [--errors] TEMPLATE...

With `--errors`, warnings are left out. Remarks are always left out: they tell of replacement on update, of tags
and of a metadata block of AWS's own tools.
"""

import sys

from cloudformation_validate import CelEngine


def main(arguments):
    left_out = {"INFO", "WARN"} if "--errors" in arguments else {"INFO"}
    engine = CelEngine()
    for template in (argument for argument in arguments if argument != "--errors"):
        for problem in engine.validate_template(template).diagnostics:
            if problem.severity.name not in left_out:
                resource = problem.entity.logical_id if problem.entity else ""
                print("\t".join([problem.rule_id, template, resource, problem.message]))


if __name__ == "__main__":
    main(sys.argv[1:])
