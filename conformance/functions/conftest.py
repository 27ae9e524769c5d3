"""What all the tests share: a fake AWS, and programs that stand in for those that scripts call."""

import os
import shutil
import sys
import urllib.request
from pathlib import Path

import pytest
from fake_aws import Organization
from fake_aws.types import Thin
from moto.server import ThreadedMotoServer
from programs import Programs

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "example",
    "AWS_REGION": "eu-west-1",
    "AWS_DEFAULT_REGION": "eu-west-1",
}


@pytest.fixture(autouse=True)
def credentials(monkeypatch):
    """Invented ones, so that no test can reach an account."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session", autouse=True)
def jq(tmp_path_factory):
    """What scripts call `jq`, where the machine has none: jaq, which takes the same words."""
    if shutil.which("jq") is None:
        folder = tmp_path_factory.mktemp("jq")
        (folder / "jq").symlink_to(Path(sys.executable).with_name("jaq"))
        os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="session")
def server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def fake_aws(server):
    """The address of an empty fake AWS."""
    with urllib.request.urlopen(f"{server}/moto-api/reset", data=b""):
        return server


@pytest.fixture
def organization(fake_aws):
    """Accounts without anything in them, to which whole apps can be deployed."""
    Thin.created.clear()
    return Organization(fake_aws)


@pytest.fixture
def programs(tmp_path):
    """Programs that stand in for those that a script calls."""
    return Programs(tmp_path)
