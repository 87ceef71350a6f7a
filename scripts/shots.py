"""`make shots`: every page of the menu in light, dark and on a phone, on the sample shop, into shots/."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from lib.intake.sample import publish_sample, small_files  # noqa: E402
from lib.model.menu import MENU  # noqa: E402

SHOTS = ROOT / "shots"
LAPTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
#: Each look: how the browser is set up.
LOOKS: dict[str, dict[str, Any]] = {
    "light": {**LAPTOP, "color_scheme": "light"},
    "dark": {**LAPTOP, "color_scheme": "dark"},
    "phone": {**PHONE, "color_scheme": "light"},
}
#: Views beside the plain pages, as address and name.
VIEWS = {entry.stem: f"/{entry.stem}" for entry in MENU}
#: The tallest picture that is taken of a page, in pixels.
TALLEST = 5000


def main() -> None:
    """Take all pictures; names on the command line choose some of the pages."""
    wanted = sys.argv[1:] or list(VIEWS)
    SHOTS.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        _server(_home(Path(scratch))) as url,
        sync_playwright() as driver,
    ):
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for stem in wanted:
            for look, settings in LOOKS.items():
                _take(browser, f"{url}{VIEWS[stem]}", SHOTS / f"{stem}-{look}.png", settings)
        browser.close()
    if "flow" in wanted:
        _for_the_readme(SHOTS / "flow-light.png")


def _for_the_readme(shot: Path) -> None:
    """The picture at the top of the README: the flow without its tables."""
    with Image.open(shot) as picture:
        top = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, 1060)))
        top.save(ROOT / "docs" / "flow.png", optimize=True)


def _home(scratch: Path) -> Path:
    """The home to show: THROUGHLINE_HOME where it holds a sample, else a new one with the small shop."""
    given = Path(os.environ.get("THROUGHLINE_HOME") or ROOT / "var")
    if (given / "datasets" / "sample" / "current").is_file():
        return given
    os.environ["THROUGHLINE_HOME"] = str(scratch)
    publish_sample(small_files())
    return scratch


@contextmanager
def _server(home: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
        cwd=ROOT,
        env={**os.environ, "THROUGHLINE_HOME": str(home)},
        stdout=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{url}/api/ready")
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _wait(url: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(url, timeout=2)  # noqa: S310 (our own server)
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the server did not start")


def _take(browser: Browser, url: str, target: Path, settings: dict[str, Any]) -> None:
    context = browser.new_context(**settings)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"{url}?ds=sample")
    _settle(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    # the page scrolls inside itself: only as tall a window shows it whole
    page.set_viewport_size({"width": settings["viewport"]["width"], "height": min(height + 20, TALLEST)})
    page.wait_for_timeout(1500)
    page.screenshot(path=target)
    print(target.relative_to(ROOT))
    context.close()


def _settle(page: Page) -> None:
    page.locator("h1").first.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(1500)


if __name__ == "__main__":
    main()
