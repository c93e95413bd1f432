"""The product as it ships: `khuyencong demo --no-serve`, then `khuyencong serve`, then Chromium.

The site has a folder of its own (``var/e2e``), made anew in each session.  Where there is no Chromium the tests are
skipped with a sentence, unless KHUYENCONG_REQUIRE_BROWSER says that they may not be.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var" / "e2e"
PASSWORD = "khuyencong-demo"  # the demonstration's accounts are public
PEOPLE = {name: f"{name}@demo.khuyencong.vn" for name in ("minh", "hoa", "lan", "tuan", "binh", "que", "tam", "nam")}
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """A running site: its address, and how to reach its command line."""

    url: str
    env: dict[str, str]

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run ``khuyencong`` on the site's own data."""
        return subprocess.run(
            [sys.executable, "-m", "khuyencong.faces.cli", *words],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        reason = "no Chromium in PATH: install Debian's package `chromium` to run the browser tests"
        if os.environ.get("KHUYENCONG_REQUIRE_BROWSER"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def site(chromium: str) -> Iterator[Site]:
    """Build the demonstration and serve it on a free port."""
    shutil.rmtree(VAR, ignore_errors=True)
    env = {**os.environ, "KHUYENCONG_VAR": str(VAR), "KHUYENCONG_DEMO": "1"}
    port = _free_port()
    made = Site(f"http://127.0.0.1:{port}", env)
    built = made.run("demo", "--no-serve")
    assert built.returncode == 0, built.stderr
    # As `make demo` serves: the second run changes nothing, writes the papers again and becomes the server.
    server = subprocess.Popen(
        [sys.executable, "-m", "khuyencong.faces.cli", "demo", "--port", str(port)],
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(made.url)
        yield made
    finally:
        os.killpg(server.pid, 15)
        server.wait(20)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for the session."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


class Door:
    """Opens pages as one of the demonstration's people; signing in once for each person and width."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.contexts: dict[tuple[str, int], BrowserContext] = {}
        self.faults: list[str] = []

    def page(self, person: str, size: dict[str, int] = WIDE) -> Page:
        """Return a fresh page of ``person``'s session."""
        key = (person, size["width"])
        if key not in self.contexts:
            self.contexts[key] = self._sign_in(person, size)
        page = self.contexts[key].new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def _sign_in(self, person: str, size: dict[str, int]) -> BrowserContext:
        context = self.browser.new_context(viewport=size, locale="vi-VN", base_url=self.site.url)
        if person:
            page = context.new_page()
            page.goto("/tai-khoan/login/")
            page.fill("input[name=login]", PEOPLE[person])
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(f"{self.site.url}/")
            page.close()
        return context

    def _listen(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            self.faults.append(str(getattr(message, "text", message)))


@pytest.fixture(scope="session")
def door(browser: Browser, site: Site) -> Door:
    """Pages of the running site."""
    return Door(browser, site)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str) -> None:
    for _ in range(450):
        try:
            with urllib.request.urlopen(f"{url}/suc-khoe/", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the site did not answer within 90 seconds", pytrace=False)
