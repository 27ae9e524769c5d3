"""Our verdicts on pairs of templates beside those of the CDK's diff, for each resource and each of its properties.

Usage: python3 conformance/diff_compare.py SCHEMAS PAIRS ACCEPTED

PAIRS is a folder that `diff_pairs.py` wrote, with what each said of its folders beside them: `edited.ours.json`,
`edited.theirs.json` and so on. Where the two differ, ACCEPTED has to list that with the reason; what it lists and is
not there has to go.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from diff_pairs import create_only, followed, schemas, steps

WORDS = {
    "none": "NO_CHANGE",
    "in-place": "WILL_UPDATE",
    "interruption": "WILL_UPDATE",
    "may-replace": "MAY_REPLACE",
    "replace": "WILL_REPLACE",
    "loss": "WILL_REPLACE",
}
"""What the CDK calls our impacts. It knows neither interruptions nor losses."""

RANK = ["nothing", "NO_CHANGE", "WILL_UPDATE", "MAY_REPLACE", "WILL_REPLACE"]
ATTRIBUTES = {"Condition", "CreationPolicy", "DeletionPolicy", "DependsOn", "Metadata", "UpdatePolicy", "UpdateReplacePolicy"}
SECTIONS = ["Parameters", "Outputs", "Conditions", "Mappings"]
EVERY = ("how", "type", "property", "ours", "theirs")
"""What is told of a difference, and what an accepted one may name."""


def read(path):
    return json.loads(Path(path).read_text())


def text(value):
    """A value without what CloudFormation does not see: the order of lists, and whether a scalar is quoted."""
    if isinstance(value, dict):
        return json.dumps(sorted((key, text(item)) for key, item in value.items()))
    if isinstance(value, list):
        return json.dumps(sorted(text(item) for item in value))
    return value if isinstance(value, str) else json.dumps(value)


class Pair:
    """One pair of templates, and what both said of it."""

    def __init__(self, name, folder, ours, theirs, known):
        self.old, self.new = (read(folder / side / f"{name}.template.json") for side in ("old", "new"))
        self.ours, self.theirs, self.known = ours, theirs, known
        self.changes = {one["id"]: one for one in ours.get("resources", [])}
        others = [one["id"] for one in ours.get("others", [])]
        self.loops = {id.removeprefix("Resources.") for id in others if id.startswith("Resources.")}
        self.moved = {one["movedFrom"]: id for id, one in self.changes.items() if one["movedFrom"]}

    def differences(self):
        """Each place where the verdicts differ, as the values of EVERY."""
        ids = sorted({*self.changes, *self.moved, *self.loops, *self.theirs["resources"]})
        for id in ids:
            yield from self.resource(id)
        for section in SECTIONS:
            yield from self.section(section)

    def resource(self, id):
        theirs = self.theirs["resources"].get(id)
        if id.startswith("Fn::ForEach::"):
            # Neither knows more of a loop than that it is different.
            if (id in self.loops) != (theirs is not None):
                yield "loop", "", id, *(("changed", "nothing") if id in self.loops else ("nothing", "changed"))
            return
        fate, own = self.fate(id), theirs["impact"] if theirs else "nothing"
        type_name = self.type_of(id)
        if fate in ("WILL_CREATE", "WILL_DESTROY", "WILL_ORPHAN") or own in ("WILL_CREATE", "WILL_DESTROY", "WILL_ORPHAN"):
            if fate != own:
                yield "existence", type_name, "", fate, own
            return
        if self.type_changes(id):
            if not fate == own == "WILL_REPLACE":
                yield "type", type_name, "", fate, own
            return
        mine = self.properties(id)
        others = {name: impact for name, impact in (theirs["properties"] if theirs else {}).items()}
        for name in sorted({*mine, *others}):
            verdict, carried = mine.get(name, ("nothing", False))
            if verdict != others.get(name, "nothing"):
                yield self.how(id, name, carried), type_name, name, verdict, others.get(name, "nothing")
        beside = {name for name in self.attributes(id)} ^ {*(theirs["others"] if theirs else [])}
        for name in sorted(beside):
            yield "attribute", type_name, name, *(("changed", "nothing") if name in self.attributes(id) else ("nothing", "changed"))

    def fate(self, id):
        """What becomes of the resource of that id, in the CDK's words. It knows of no moves: one goes, one comes."""
        one = self.changes.get(id)
        if id in self.moved:
            kept = str(self.old["Resources"][id].get("DeletionPolicy", "")).startswith("Retain")
            return "WILL_ORPHAN" if kept else "WILL_DESTROY"
        if one is None:
            return "nothing"
        if one["change"] in ("added", "moved"):
            return "WILL_CREATE"
        if one["change"] == "removed":
            return "WILL_ORPHAN" if "resource is kept" in (one["reason"] or "") else "WILL_DESTROY"
        return WORDS[one["impact"]]

    def type_of(self, id):
        side = self.new["Resources"].get(id, self.old["Resources"].get(id))
        return str(side.get("Type", "")) if isinstance(side, dict) else ""

    def type_changes(self, id):
        types = [side["Resources"][id].get("Type") for side in (self.old, self.new)]
        return types[0] != types[1]

    def properties(self, id):
        """Our gravest verdict on each property, and whether all of it was carried on from another resource."""
        found = {}
        for one in self.changes.get(id, {}).get("properties", []):
            name = one["path"].split(".")[0]
            if name not in ATTRIBUTES or name in self.known.get(self.type_of(id), {}).get("properties", {}):
                found.setdefault(name, []).append((WORDS[one["impact"]], one["becauseOf"] is not None))
        return {
            name: (max((verdict for verdict, _ in verdicts), key=RANK.index), all(carried for _, carried in verdicts))
            for name, verdicts in found.items()
        }

    def attributes(self, id):
        paths = {one["path"].split(".")[0] for one in self.changes.get(id, {}).get("properties", [])}
        return paths & ATTRIBUTES - self.properties(id).keys()

    def how(self, id, name, carried):
        """What kind of difference it is, as far as the templates and the registry show it."""
        type_name = self.type_of(id)
        schema = self.known.get(type_name, {})
        old, new = (side["Resources"].get(id, {}).get("Properties", {}).get(name) for side in (self.old, self.new))
        if type_name.startswith("AWS::Serverless::"):
            return "serverless"
        if carried:
            return "carried"
        if self.same_but_moved(old, new):
            return "moved"
        if old == new:
            return "carried by the CDK"
        if text(old) == text(new):
            return "meaning"
        for how, pointers in (
            ("create-only", schema.get("createOnlyProperties", [])),
            ("conditional create-only", schema.get("conditionalCreateOnlyProperties", [])),
        ):
            if any(steps(pointer)[0] == name for pointer in pointers):
                return how
        documented = schema.get("serviceSpec", {}).get("replacement", {})
        return "documented" if name in documented.get("yes", []) else "property"

    def same_but_moved(self, old, new):
        """Whether nothing but the logical ids of resources that moved is different."""
        for former, id in self.moved.items():
            old = followed(old, former, id)
        return bool(self.moved) and old == new

    def section(self, section):
        key = {"Parameters": "parameters", "Outputs": "outputs"}.get(section)
        listed = self.ours.get(key or "others", [])
        mine = {one["id"].removeprefix(f"{section}.") for one in listed if key or one["id"].startswith(f"{section}.")}
        for name in sorted(mine ^ {*self.theirs["sections"][section]}):
            old, new = (side.get(section, {}).get(name) for side in (self.old, self.new))
            how = "carried" if old == new else "moved" if self.same_but_moved(old, new) else "section"
            yield how, section, name, *(("changed", "nothing") if name in mine else ("nothing", "changed"))


def differences(known, pairs, ours, theirs):
    """How often each difference is there."""
    mine = {one["name"]: one for one in ours["stacks"]}
    found = Counter()
    for name, verdict in theirs.items():
        if "error" in verdict:
            found["stopped", "", "", "", verdict["error"]] += 1
        else:
            found.update(Pair(name, pairs, mine.get(name, {}), verdict, known).differences())
    return found


def judge(found, accepted):
    """Prints how often each accepted difference is there, and says what is wrong with the list."""
    counts, problems = Counter(), []
    for difference, count in sorted(found.items()):
        values = dict(zip(EVERY, difference))
        fits = [index for index, one in enumerate(accepted) if all(values[key] == one[key] for key in EVERY if key in one)]
        if fits:
            counts[fits[0]] += count
        else:
            problems.append(f"not accepted: {values}")
    for index, one in enumerate(accepted):
        words = ", ".join(f"{key} {one[key]}" for key in EVERY if key in one)
        print(f"{counts[index]:>7}  {words}")
        if not counts[index] or not one.get("reason"):
            problems.append(f"no longer there, or without a reason: {words}")
    return problems


def table(known, pairs, ours, theirs):
    """Prints what each says of the registry's create-only paths below properties, and tells where we are wrong."""
    mine = {stack["name"]: {one["id"]: one for one in stack["resources"]} for stack in ours["stacks"]}
    counts, wrong = {"ours": Counter(), "theirs": Counter()}, []
    for name, verdict in theirs.items():
        for id in read(pairs / "new" / f"{name}.template.json")["Resources"]:
            one = mine.get(name, {}).get(id)
            counts["ours"][WORDS[one["impact"]] if one else "nothing"] += 1
            counts["theirs"][verdict["resources"].get(id, {}).get("impact", "nothing")] += 1
            if not one or WORDS[one["impact"]] != "WILL_REPLACE":
                wrong.append(f"create-only in the registry, and we say otherwise: {name} {id} {one}")
    total = sum(len(create_only(schema)) for schema in known.values())
    print(f"{total} create-only paths below properties")
    for word in reversed(RANK):
        print(f"{word:<14}{counts['ours'][word]:>6} ours{counts['theirs'][word]:>6} theirs")
    if sum(counts["ours"].values()) != total:
        wrong.append("some of them were not compared")
    return wrong


def main(schema_folder, folder, accepted):
    known, folder = schemas(schema_folder), Path(folder)
    said = {
        kind: [folder / kind, read(folder / f"{kind}.ours.json"), read(folder / f"{kind}.theirs.json")]
        for kind in ("edited", "properties", "nested")
    }
    found = differences(known, *said["edited"]) + differences(known, *said["properties"])
    problems = judge(found, read(accepted)) + table(known, *said["nested"])
    for problem in problems:
        print(problem)
    pairs = sum(len(theirs) for _, _, theirs in said.values())
    print(f"{pairs} pairs of templates, {sum(found.values())} verdicts other than the CDK's, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
