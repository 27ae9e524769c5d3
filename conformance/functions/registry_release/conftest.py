"""What the tests of the release train share."""

import pytest
from fake_aws.organization import App


@pytest.fixture(scope="session")
def emitted(tmp_path_factory):
    return App("registry_release", tmp_path_factory.mktemp("registry_release"))
