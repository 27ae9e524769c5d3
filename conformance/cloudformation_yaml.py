"""YAML as CloudFormation reads it, by PyYAML: version 1.1, short functions, no dates."""

import yaml

# PyYAML's own reader, and libyaml where it is built in. They differ in places.
BASES = [yaml.SafeLoader] + ([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])


def _mapping(loader, node):
    """A map whose keys are what is written: `on:` and `1:` are names, not values."""
    loader.flatten_mapping(node)
    result = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a key that is no scalar", key.start_mark)
        if key.value in result:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key.value!r} twice", key.start_mark)
        result[key.value] = loader.construct_object(value, deep=True)
    return result


def _function(loader, suffix, node):
    """`!Name x` as `{"Fn::Name": x}`."""
    if isinstance(node, yaml.ScalarNode):
        argument = loader.construct_scalar(node)
        if suffix == "GetAtt" and "." in argument:
            argument = argument.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        argument = loader.construct_sequence(node, deep=True)
    else:
        argument = _mapping(loader, node)
    if suffix == "":
        return argument
    return {suffix if suffix in ("Ref", "Condition") or "::" in suffix else f"Fn::{suffix}": argument}


def _loader(base):
    loader = type(f"CloudFormation{base.__name__}", (base,), {})
    loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in base.yaml_implicit_resolvers.items()
    }
    loader.add_constructor("tag:yaml.org,2002:map", _mapping)
    loader.add_multi_constructor("!", _function)
    return loader


LOADERS = [_loader(base) for base in BASES]


def load(text, loader=LOADERS[-1]):
    """The document in `text`."""
    return yaml.load(text, Loader=loader)


def difference(one, other, path="$"):
    """Where two documents differ first, or None. 1 and 1.0 are the same; 1 and True are not."""
    if isinstance(one, dict) and isinstance(other, dict):
        if list(one) != list(other):
            return f"{path}: keys {list(one)} and {list(other)}"
        return next((d for key in one if (d := difference(one[key], other[key], f"{path}.{key}"))), None)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other))
        return next((d for index, (a, b) in pairs if (d := difference(a, b, f"{path}[{index}]"))), None)
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (one, other))
    same = one == other if numbers else type(one) is type(other) and one == other
    return None if same or one != one and other != other else f"{path}: {one!r} and {other!r}"
