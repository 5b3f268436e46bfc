"""The house is in order: lint, format, types, and what no file may hold."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--quiet", "src", "tests", "bench", "build.py"),
        ("ruff", "format", "--check", "--quiet", "src", "tests", "bench", "build.py"),
        ("mypy", "--no-error-summary"),
    ],
    ids=" ".join,
)
def test_a_checker_finds_nothing(command: tuple[str, ...]) -> None:
    """Ruff and mypy, as ``pyproject.toml`` sets them, have nothing to say."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""


def test_every_dependency_is_pinned() -> None:
    """``constraints.txt`` has one exact version of each package, and no address."""
    pins = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    assert {re.split(r"[^\w-]", name)[0].lower() for name in named} <= {pin.partition("==")[0].lower() for pin in pins}


def test_a_reason_stands_beside_each_exception() -> None:
    """Where a checker is told to look away, the reason is on the line."""
    bare = []
    for path in [*ROOT.glob("src/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("bench/*.py"), ROOT / "build.py"]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"#\s*(type: ignore|noqa)(?!.*(\]  # |[A-Z]\d+ - )\w)", line) and path != Path(__file__):
                bare.append(f"{path.name}:{number}")
    assert bare == []
