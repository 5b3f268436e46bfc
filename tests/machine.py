"""What the tests need from the machine, where it is found, and what to say where it is missing."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NODE_PACKAGES = ROOT / ".venv" / "node" / "node_modules"


@dataclass(frozen=True, slots=True)
class Tool:
    """Something a test needs: how it is called, how it is had, and where it is."""

    name: str
    remedy: str
    find: Callable[[], Path | None]


def need(tool: Tool) -> Path:
    """Return where ``tool`` is; where it is missing, skip the test, or fail it under ``CI=true``."""
    found = tool.find()
    if found is not None:
        return found
    message = f"{tool.name} is missing: {tool.remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def find_program(*names: str) -> Path | None:
    """Return the first program of these names, or paths, that can be run."""
    found = next(filter(None, map(shutil.which, names)), None)
    return Path(found) if found else None


def find_chromium() -> Path | None:
    chosen = os.environ.get("POSTIL_CHROMIUM")
    return find_program(chosen) if chosen else find_program("chromium", "chromium-browser", "google-chrome")


def find_pandoc() -> Path | None:
    """Return Debian 12's Pandoc: what it can read is written down, and each version reads a little more."""
    program = find_program("pandoc")
    if program is None:
        return None
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return program if said.startswith("pandoc 2.17") else None


def find_suites() -> Path | None:
    """Return the folder that ``POSTIL_SUITES`` names, from the root, or the one beside the checkout."""
    folder = ROOT / (os.environ.get("POSTIL_SUITES") or "../shared/suites")
    return folder.resolve() if folder.is_dir() else None


def find_csl_suite() -> Path | None:
    """Return the folder that ``CSL_TEST_SUITE`` names, from the root, or that among the other suites."""
    suites = find_suites()
    named = os.environ.get("CSL_TEST_SUITE")
    folder = ROOT / named if named else suites / "csl" if suites else None
    return folder.resolve() if folder is not None and folder.is_dir() else None


def find_node_file(path: str) -> Path | None:
    file = NODE_PACKAGES / path
    return file if file.is_file() else None


FROM_NPM = "apt install npm, then python3 build.py test"

CHROMIUM = Tool("Chromium", "apt install chromium, or name it in POSTIL_CHROMIUM", find_chromium)
JAVA = Tool("Java", "apt install default-jre-headless", lambda: find_program("java"))
LYNX = Tool("Lynx", "apt install lynx", lambda: find_program("lynx"))
PANDOC = Tool("Pandoc 2.17", "apt install pandoc, on Debian 12", find_pandoc)
AXE = Tool("axe-core", FROM_NPM, lambda: find_node_file("axe-core/axe.min.js"))
READABILITY = Tool("Readability", FROM_NPM, lambda: find_node_file("@mozilla/readability/Readability.js"))
VNU = Tool("vnu-jar", FROM_NPM, lambda: find_node_file("vnu-jar/build/dist/vnu.jar"))
# Data that others publish under licences of their own: no command of ours brings it.
CSL_SUITE = Tool("the CSL test-suite", "name its folder in CSL_TEST_SUITE", find_csl_suite)
SUITES = Tool("the folder of test suites", "name it in POSTIL_SUITES", find_suites)
