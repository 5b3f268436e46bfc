"""The door, as a user opens it."""

import subprocess
import sys
from pathlib import Path

from postil import __version__

ROOT = Path(__file__).resolve().parent.parent
DOOR = ROOT / "build.py"


def opened(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Return what ``python3 build.py WORDS`` did, standing in ``cwd``."""
    return subprocess.run(
        [sys.executable, DOOR, *words], cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_door_leads_to_the_commands(tmp_path: Path) -> None:
    """The words after ``build.py`` are the command's, from whatever folder it is called."""
    done = opened("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Postil {__version__}\n", "")


def test_the_door_gives_back_the_exit_status(tmp_path: Path) -> None:
    """A broken edition ends with 1, a wrong call with 2, and neither with a traceback."""
    assert opened(cwd=tmp_path).returncode == 1
    wrong = opened("biuld", cwd=tmp_path)
    assert (wrong.returncode, wrong.stderr) == (2, "postil: there is no command “biuld”; see postil --help\n")


def test_an_old_python_is_told_so() -> None:
    """The door says which Python it needs before it does anything that an older one cannot."""
    text = DOOR.read_text(encoding="utf-8").replace("(3, 11)", "(99, 0)")
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("error: Postil needs Python 3.11 or newer; this is ")


def test_a_terminal_without_the_signs_is_no_obstacle(tmp_path: Path) -> None:
    """Where the terminal has only ASCII, other signs are written as escapes, and nothing ends in a traceback."""
    content = tmp_path / "content"
    content.mkdir()
    (content / "edition.yaml").write_text("title: An Edition\n", encoding="utf-8")
    (content / "one.md").write_text("Words.[^ə]\n", encoding="utf-8")
    environment = {"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"}
    for words in (["check"], ["check", "--format", "json"], ["--out", "сайт"]):
        done = subprocess.run(
            [sys.executable, DOOR, *words], cwd=tmp_path, capture_output=True, env=environment, check=False
        )
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
