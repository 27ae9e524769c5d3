"""Functions of templates that moto does not know, or takes for something else."""

import ipaddress
from itertools import islice

from moto.cloudformation import parsing

_clean = parsing.clean_json


def clean(value, resources):
    """Resolves functions: these here, and all others as moto does."""
    if not isinstance(value, dict):
        return _clean(value, resources)
    if "Fn::Cidr" in value:
        block, count, host_bits = parsing.clean_json(value["Fn::Cidr"], resources)
        network = ipaddress.ip_network(block)
        subnets = network.subnets(new_prefix=network.max_prefixlen - int(host_bits))
        return [str(subnet) for subnet in islice(subnets, int(count))]
    if "Fn::GetAZs" in value:
        # The zones of the stack's region, where it names none. moto takes those of another one.
        region = parsing.clean_json(value["Fn::GetAZs"], resources) or resources["AWS::Region"]
        return [f"{region}{zone}" for zone in "abc"]
    if len(value.get("Fn::GetAtt", ())) > 2:
        # moto takes the short form apart at each dot, also those in the name of an attribute.
        resource, *steps = value["Fn::GetAtt"]
        value = {"Fn::GetAtt": [resource, ".".join(steps)]}
    return _clean(value, resources)


parsing.clean_json = clean
