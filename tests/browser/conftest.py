"""Real servers and a real headless Chromium; each server listens on this machine alone, with its own home."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from lib.intake.importing import import_files

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is a test dependency")

ROOT = Path(__file__).resolve().parents[2]
#: Milliseconds that anything may take to appear on a busy machine.
PATIENCE = 30_000


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests; each reader is a context of its own."""
    with playwright.sync_playwright() as driver:
        path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory):
    """A home with the shipped sample shop, to be copied for each server."""
    home = tmp_path_factory.mktemp("sample")
    before = os.environ.get("THROUGHLINE_HOME")
    os.environ["THROUGHLINE_HOME"] = str(home)
    try:
        import_files(sorted((ROOT / "sample_data" / "small").glob("*.csv.gz")), "sample", sample=True)
    finally:
        os.environ.pop("THROUGHLINE_HOME")
        if before is not None:
            os.environ["THROUGHLINE_HOME"] = before
    return home


class Server:
    """One started process; `url` is where it answers."""

    def __init__(self, home, **env):
        self.url = f"http://127.0.0.1:{free_port()}"
        self.home = home
        port = self.url.rsplit(":", 1)[1]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
            cwd=ROOT,
            env={**os.environ, "THROUGHLINE_HOME": str(home), **env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def _wait(self):
        for _ in range(PATIENCE // 250):
            try:
                urllib.request.urlopen(f"{self.url}/api/ready", timeout=2)
                return
            except OSError:
                time.sleep(0.25)
        self.stop()
        raise RuntimeError("the server did not start")

    def stop(self):
        self._process.terminate()
        self._process.wait(10)


@pytest.fixture
def cold_server(sample_home, tmp_path):
    """Start servers that nobody has visited yet; `sample=False` begins with an empty home."""
    started = []

    def start(*, sample=True, **env):
        home = tmp_path / f"home{len(started)}"
        if sample:
            shutil.copytree(sample_home, home)
        started.append(Server(home, **env))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def server(sample_home, tmp_path_factory):
    """One server for all tests that need no cold one and change no data."""
    home = tmp_path_factory.mktemp("warm") / "home"
    shutil.copytree(sample_home, home)
    running = Server(home)
    yield running
    running.stop()


class Reader:
    """A page in a context of its own, with everything it asked of other hosts and its console errors."""

    def __init__(self, browser, url, **context):
        self.url = url
        self._context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **context})
        self._context.set_default_timeout(PATIENCE)
        self.page = self._context.new_page()
        self.outside, self.complaints = [], []
        self.page.on("request", self._asked)
        self.page.on("console", self._said)

    def _asked(self, request):
        home = self.url.removeprefix("http://")
        if not request.url.startswith((self.url, f"ws://{home}", "data:", "blob:")):
            self.outside.append(request.url)

    def _said(self, message):
        # on a deep link Streamlit's own health check answers 404 below the page's address
        if message.type == "error" and "404" not in message.text:
            self.complaints.append(message.text)

    def open(self, path):
        self.page.goto(self.url + path)
        self.page.locator("h1").first.wait_for()
        self.settle()
        return self

    def settle(self):
        """Wait until the script has run to its end."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        return self

    def close(self):
        self._context.close()


@pytest.fixture
def reader(chromium):
    """Open readers; each has cookies, size and appearance of its own."""
    readers = []

    def go(server, **context):
        readers.append(Reader(chromium, server.url, **context))
        return readers[-1]

    yield go
    for one in readers:
        one.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
