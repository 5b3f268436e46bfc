"""Fixtures that every test may ask for: a browser, the checkers of pages, the suites of others."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.edition import CONTENT, built
from tests.machine import AXE, CHROMIUM, JAVA, SUITES, VNU, need

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A clock proves nothing on a busy machine.
settings.register_profile("postil", deadline=None)
settings.load_profile("postil")

# What the checker says of one place: type, message, url, lastLine, extract.
Message = dict[str, str | int]

CHROMIUM_OPTIONS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Or it asks for hosts of its own at every start.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Return a Chromium without a window; each test opens pages, or contexts, of its own in it."""
    program = need(CHROMIUM)
    from playwright.sync_api import sync_playwright  # a third of a second that most runs need not spend

    # Chromium's sandbox refuses to run as root, which CI often is.
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = [*CHROMIUM_OPTIONS, *(["--no-sandbox"] if as_root else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """Return the script of axe-core, to be run in a page."""
    return need(AXE).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def vnu() -> Callable[[Sequence[Path]], list[Message]]:
    """Return a function from HTML, CSS and SVG files to what the Nu HTML Checker says of them."""
    java, jar = need(JAVA), need(VNU)

    def check(files: Sequence[Path]) -> list[Message]:
        options = ["--format", "json", "--stdout", "--exit-zero-always", "--also-check-css"]
        command: list[str | Path] = [java, "-jar", jar, *options, "--also-check-svg", *files]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        messages: list[Message] = json.loads(done.stdout)["messages"]
        return messages

    return check


@pytest.fixture(scope="session")
def suites() -> Path:
    """Return the folder of test data made by others."""
    return need(SUITES)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the first edition's site."""
    return built(CONTENT, tmp_path_factory.mktemp("first") / "site")
