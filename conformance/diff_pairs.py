"""Pairs of templates, before and after edits that a seed chooses.

Usage: python3 conformance/diff_pairs.py SCHEMAS CORPUS OUT

Writes `OUT/edited/{old,new}` from the templates of the corpus, and, from the schemas of the registry alone,
`OUT/properties/{old,new}`, in which each property of each type changes, and `OUT/nested/{old,new}`, in which what the
registry calls create-only below a property does. All of it is JSON, so that readers of YAML have no say in this.
"""

import copy
import json
import random
import re
import sys
from pathlib import Path

from cloudformation_yaml import load

ROUNDS = 3
"""Pairs a template."""

EDITS = 4
"""Edits a pair, at most."""


def schemas(folder):
    """Every schema of the registry by its type."""
    found = {}
    for path in sorted(Path(folder).glob("*.json")):
        found.update(json.loads(path.read_text()))
    return {name: schema for name, schema in found.items() if "::" in name}


def templates(corpus):
    """Every template of the corpus by a name of its own."""
    for path in sorted(Path(corpus).rglob("*")):
        if path.suffix in (".json", ".yaml", ".yml", ".template") and path.is_file():
            text = path.read_text()
            document = json.loads(text) if text.lstrip("\ufeff \t\r\n").startswith("{") else load(text)
            if isinstance(document.get("Resources"), dict):
                yield "-".join(path.relative_to(corpus).with_suffix("").parts), document


def changed(value):
    """Another scalar of the same kind."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, (int, float)) else f"{value}x"


def is_scalar(value):
    return isinstance(value, (str, int, float))


def leaves(value, below=False):
    """The containers and keys of scalars that are not the arguments of functions."""
    for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
        if isinstance(key, str) and (key.startswith("Fn::") or key in ("Ref", "Condition")):
            continue
        if is_scalar(item):
            if below:
                yield value, key
        elif isinstance(item, (dict, list)):
            yield from leaves(item, True)


def followed(value, old, new, key=""):
    """The value with references to the new logical id."""
    if isinstance(value, dict):
        return {name: followed(item, old, new, name) for name, item in value.items()}
    if isinstance(value, list):
        inside = key if key in ("Fn::GetAtt", "Fn::Sub", "DependsOn") else ""
        # Only the first argument of a function is a name.
        named = len(value) if key == "DependsOn" else 1
        return [followed(item, old, new, inside if index < named else "") for index, item in enumerate(value)]
    if key in ("Ref", "Fn::GetAtt", "DependsOn") and isinstance(value, str):
        return re.sub(rf"^{re.escape(old)}(?=$|\.)", new, value)
    if key == "Fn::Sub" and isinstance(value, str):
        return re.sub(rf"\$\{{{re.escape(old)}(?=[.}}])", f"${{{new}", value)
    return value


class Editor:
    """Edits one template. An edit that finds nothing to work on does nothing."""

    def __init__(self, template, choose, known):
        self.template, self.choose, self.known = template, choose, known

    @property
    def resources(self):
        return self.template["Resources"]

    def pick(self, items):
        items = list(items)
        return self.choose.choice(items) if items else None

    def resource(self):
        """A resource with properties: its logical id, and itself."""
        fits = [id for id, one in self.resources.items() if isinstance(one, dict) and isinstance(one.get("Properties"), dict)]
        id = self.pick(fits)
        return (id, self.resources[id]) if id else (None, {"Properties": {}})

    def change_property(self):
        properties = self.resource()[1]["Properties"]
        name = self.pick(name for name, value in properties.items() if is_scalar(value))
        if name:
            properties[name] = changed(properties[name])

    def change_nested(self):
        place = self.pick(leaves(self.resource()[1]["Properties"]))
        if place:
            container, key = place
            container[key] = changed(container[key])

    def add_property(self):
        _, resource = self.resource()
        known = self.known.get(resource.get("Type"), {}).get("properties", {})
        name = self.pick(name for name in sorted(known) if name not in resource["Properties"])
        if name:
            resource["Properties"][name] = "added"

    def remove_property(self):
        properties = self.resource()[1]["Properties"]
        if name := self.pick(properties):
            del properties[name]

    def replace_property(self):
        properties = self.resource()[1]["Properties"]
        if name := self.pick(properties):
            properties[name] = {"Fn::ImportValue": "elsewhere"}

    def quote_number(self):
        properties = self.resource()[1]["Properties"]
        if name := self.pick(name for name, value in properties.items() if isinstance(value, (bool, int))):
            properties[name] = json.dumps(properties[name])

    def turn_list(self):
        properties = self.resource()[1]["Properties"]
        if name := self.pick(name for name, value in properties.items() if isinstance(value, list)):
            properties[name].reverse()

    def add_resource(self):
        id, resource = self.resource()
        if id:
            self.resources[f"{id}Copy"] = copy.deepcopy(resource)

    def remove_resource(self):
        if id := self.pick(self.resources):
            del self.resources[id]

    def rename_resource(self):
        if id := self.pick(self.resources):
            rename = {f"{one}Renamed" if one == id else one: value for one, value in self.resources.items()}
            self.template["Resources"] = rename
            self.template.update(followed(self.template, id, f"{id}Renamed"))

    def change_type(self):
        id, resource = self.resource()
        if id:
            resource["Type"] = self.pick(sorted(self.known))

    def keep(self):
        id, resource = self.resource()
        if id:
            resource["DeletionPolicy"] = self.pick(["Retain", "Delete", "Snapshot", "RetainExceptOnCreate"])

    def depend(self):
        id, resource = self.resource()
        if other := self.pick(one for one in self.resources if one != id):
            resource["DependsOn"] = other

    def change_section(self):
        section = self.template.get(self.pick(["Parameters", "Outputs", "Conditions", "Mappings"]))
        if isinstance(section, dict) and (place := self.pick(leaves(section))):
            container, key = place
            container[key] = changed(container[key])

    def shrink_section(self):
        section = self.template.get(self.pick(["Parameters", "Outputs", "Conditions", "Mappings"]))
        if isinstance(section, dict) and (name := self.pick(section)):
            del section[name]


KINDS = [
    *[Editor.change_property, Editor.change_nested, Editor.add_property, Editor.remove_property] * 2,
    *[Editor.replace_property, Editor.quote_number, Editor.turn_list, Editor.add_resource, Editor.remove_resource],
    *[Editor.rename_resource, Editor.change_type, Editor.keep, Editor.depend],
    *[Editor.change_section, Editor.shrink_section],
]


def edited(known, corpus):
    """Each template of the corpus, before and after some edits."""
    for name, template in templates(corpus):
        for turn in range(ROUNDS):
            choose = random.Random(f"{name} {turn}")
            after = copy.deepcopy(template)
            for _ in range(choose.randint(1, EDITS)):
                choose.choice(KINDS)(Editor(after, choose, known))
            yield f"{name}-{turn}", template, after


def steps(pointer):
    """The steps of a pointer of the registry, which writes some with and some without `properties` between them."""
    return [step for step in pointer.removeprefix("/properties/").split("/") if step != "properties"]


def nested(value, path):
    """The value at the end of the path of a property."""
    for step in reversed(path):
        value = [value] if step in ("*", "items") else {step: value}
    return value


def create_only(schema):
    """The create-only paths of a type that lie below a property."""
    return [path for pointer in schema.get("createOnlyProperties", []) if len(path := steps(pointer)) > 1]


def pair(changes):
    """Two templates that differ in a value of each resource: `(type, property, path below it)` by logical id."""

    def resource(type_name, name, path, value):
        # Without a document, the CDK's diff stops at a policy.
        return {"Type": type_name, "Properties": {"PolicyDocument": {"Statement": []}, name: nested(value, path)}}

    return [
        {"Resources": {id: resource(*change, value) for id, change in changes.items()}} for value in ("before", "after")
    ]


def by_service(known, changes):
    """One pair a service, of what `changes` gives of each type."""
    services = {}
    for type_name, schema in known.items():
        service = services.setdefault("-".join(type_name.split("::")[:2]), {})
        for name, path in changes(schema):
            service[f"R{len(service)}"] = (type_name, name, path)
    for service, resources in services.items():
        if resources:
            yield service, *pair(resources)


def properties(schema):
    """Every property that somebody can set, but for those of which the registry says more below."""
    outside = {steps(pointer)[0] for pointer in schema.get("readOnlyProperties", []) if len(steps(pointer)) == 1}
    deeper = {path[0] for path in create_only(schema)}
    return [(name, []) for name in sorted(schema.get("properties", {})) if name not in outside | deeper]


def write(folder, pairs):
    for side in ("old", "new"):
        (folder / side).mkdir(parents=True)
    for name, before, after in pairs:
        for side, template in (("old", before), ("new", after)):
            (folder / side / f"{name}.template.json").write_text(json.dumps(template, indent=1))


def main(folder, corpus, out):
    known, out = schemas(folder), Path(out)
    write(out / "edited", edited(known, corpus))
    write(out / "properties", by_service(known, properties))
    write(out / "nested", by_service(known, lambda schema: [(path[0], path[1:]) for path in create_only(schema)]))


if __name__ == "__main__":
    main(*sys.argv[1:4])
