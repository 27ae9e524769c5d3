"""What our rules of cfn-guard find in templates, one finding a line: rule, file, resource and what it asks for.

Usage: python3 conformance/guard.py TEMPLATE...

The rules are those of `guard/secure_defaults.guard`. A rule that finds nothing in `guard/insecure.yaml` is
broken, and is a finding itself.
"""

import re
import sys
from pathlib import Path

from cloudformation_validate import CelEngine, EngineConfig, ValidateConfig, file_to_external_rule_source

FOLDER = Path(__file__).parent / "guard"
RULES = FOLDER / "secure_defaults.guard"
INSECURE = FOLDER / "insecure.yaml"


def main(templates):
    engine = CelEngine(EngineConfig(guard_rules=[file_to_external_rule_source(RULES)]))
    only_ours = ValidateConfig(disable_builtin_rules=True)
    named = set(re.findall(r"^rule (\w+)", RULES.read_text(), re.MULTILINE))

    def findings(template):
        found = engine.validate_template(str(template), only_ours).diagnostics
        return [problem for problem in found if problem.rule_id in named]

    for rule in sorted(named - {problem.rule_id for problem in findings(INSECURE)}):
        print("\t".join([rule, str(INSECURE), "", "the rule finds nothing where it has to"]))
    for template in templates:
        for problem in findings(template):
            resource = problem.entity.logical_id if problem.entity else ""
            print("\t".join([problem.rule_id, template, resource, problem.message.replace("\n", " ")]))


if __name__ == "__main__":
    main(sys.argv[1:])
