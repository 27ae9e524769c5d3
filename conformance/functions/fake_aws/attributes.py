"""Attributes that types of moto lack."""

from moto.elbv2.models import FakeLoadBalancer, FakeTargetGroup


def add(model, attribute, value):
    """Lets a type have an attribute, which is the text that `value` makes of a resource."""
    known, given = model.has_cfn_attr, getattr(model, "get_cfn_attribute", None)
    model.has_cfn_attr = classmethod(lambda cls, name: name == attribute or known(name))
    model.get_cfn_attribute = lambda self, name: value(self) if name == attribute else given(self, name)


add(FakeLoadBalancer, "LoadBalancerFullName", lambda one: one.arn.split(":loadbalancer/")[1])
add(FakeTargetGroup, "TargetGroupFullName", lambda one: one.arn.split(":")[-1])
