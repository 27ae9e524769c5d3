"""What the AWS CLI itself says of commands that only stand-ins have seen."""

import os
import subprocess
import sys
from pathlib import Path

AWS = Path(sys.executable).with_name("aws")
NOBODY = {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}


def assert_known(calls):
    """Fails for a call of `aws` that the AWS CLI would not make: it looks at all arguments before it connects."""
    for _, *arguments in calls:
        done = subprocess.run([AWS, *arguments], env=os.environ | NOBODY, capture_output=True, text=True)
        assert "Could not connect to the endpoint URL" in done.stderr, (arguments, done.stderr)
