"""A fake AWS for whole stacks: moto, the resource types that it lacks, and refusals that AWS is known for.

Importing this is enough: whatever moto server the process starts then has all of it. `Organization` deploys what an app
of ours emits, each stack into its account.
"""

from fake_aws import attributes, functions, refusals, types  # noqa: F401: they add themselves to moto
from fake_aws.organization import Organization

__all__ = ["Organization"]
