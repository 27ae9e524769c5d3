"""Pages that `report` writes, in a browser."""

import subprocess
from pathlib import Path

import pytest
from browser import Browser, chromium

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    program, environment = chromium(ROOT / "target" / "functions")
    browser = Browser(program, environment, tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory):
    """The page about an example, or about a template."""

    def write(*words):
        file = tmp_path_factory.mktemp("report") / "report.html"
        run = ["cargo", "run", "--quiet", *words, "--out", str(file)]
        subprocess.run(run, cwd=ROOT, check=True, capture_output=True)
        return file

    return write


@pytest.fixture(scope="session")
def train(report):
    """The page about a release train, with differences to another one."""
    old = ROOT / "snapshots" / "codebuild_ci"
    return report("--example", "registry_release", "--", "report", "--against", str(old))


@pytest.fixture(scope="session")
def hostile(report, tmp_path_factory):
    """The page about a template that would like to be more than text."""
    template = tmp_path_factory.mktemp("hostile") / "template.yaml"
    template.write_text(HOSTILE)
    return report("-p", "cfn-stacks", "--", "report", str(template))


HOSTILE = """
Description: <script>document.title = "gone"</script><img src=x onerror="document.title = 'gone'">
Resources:
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: '"><svg onload="document.title = 1">'
      RoleArn: '</style><script>document.title = "gone"</script>'
      Stages:
        - Name: </title></svg><script>document.title = "gone"</script>
          Actions: [{Name: A, ActionTypeId: {Category: Source, Owner: AWS, Provider: S3, Version: "1"}}]
  Access:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement: {Effect: Allow, Action: "<script>document.title = 'gone'</script>", Resource: '" onfocus="x'}
"""
