"""The site takes its place whole, or not at all; what did not change is kept."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from postil.diagnostics import Report
from postil.pipeline import build
from postil.publish import MARKER, Foreign, Published, publish
from tests.machine import ROOT

FILES = [("index.html", b"one"), ("p/a.html", b"two"), ("assets/deep/x.css", b"three")]


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files in ``folder`` by their paths, those of no name hidden."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def beside(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir())


def test_files_are_published_with_a_marker(tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert publish(out, FILES) == Published(4, 4)
    assert {name: content for name, content in tree_of(out).items() if name != MARKER} == dict(FILES)
    assert (out / MARKER).is_file()


def test_the_folders_above_are_made(tmp_path: Path) -> None:
    publish(tmp_path / "a" / "b" / "site", FILES)
    assert (tmp_path / "a" / "b" / "site" / "index.html").read_bytes() == b"one"


def test_an_empty_folder_may_be_published_to(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert publish(tmp_path / "site", FILES) == Published(4, 4)


def test_nothing_is_left_beside_the_site(tmp_path: Path) -> None:
    publish(tmp_path / "site", FILES)
    publish(tmp_path / "site", FILES[:1])
    assert beside(tmp_path / "site") == ["site"]


def test_unchanged_files_stay_the_same_files(tmp_path: Path) -> None:
    """Inode and time of modification: a server need not send them again."""
    out = tmp_path / "site"
    publish(out, FILES)
    os.utime(out / "index.html", ns=(1, 1))
    before = {path: (out / path).stat() for path, _ in FILES}
    assert publish(out, FILES) == Published(4, 0)
    after = {path: (out / path).stat() for path, _ in FILES}
    assert {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in after.items()} == {
        path: (stat.st_ino, stat.st_mtime_ns) for path, stat in before.items()
    }


def test_a_file_of_the_same_length_with_other_content_is_written(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(out, FILES)
    assert publish(out, [("index.html", b"eno"), *FILES[1:]]) == Published(4, 1)
    assert (out / "index.html").read_bytes() == b"eno"


def test_what_is_gone_is_removed(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(out, FILES)
    publish(out, FILES[:1])
    assert sorted(tree_of(out)) == sorted([MARKER, "index.html"])


@pytest.mark.parametrize("name", ["mine.txt", "CNAME", ".git/HEAD", "chapters/one.md"])
def test_what_others_put_into_the_site_is_never_lost(tmp_path: Path, name: str) -> None:
    """A file that no build wrote stops the next one, by name, and stays."""
    out = tmp_path / "site"
    publish(out, FILES)
    (out / name).parent.mkdir(exist_ok=True)
    (out / name).write_bytes(b"mine")
    with pytest.raises(Foreign) as foreign:
        publish(out, [("index.html", b"new")])
    assert foreign.value.file == name
    assert (out / name).read_bytes() == b"mine"


def test_a_link_to_a_folder_is_a_file_of_others(tmp_path: Path) -> None:
    """A link that somebody put into the site is never lost, whatever it leads to."""
    out = tmp_path / "site"
    publish(out, FILES)
    (tmp_path / "elsewhere").mkdir()
    (out / "linked").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Foreign) as foreign:
        publish(out, FILES)
    assert foreign.value.file == "linked"


def test_a_damaged_marker_lets_nothing_be_lost(tmp_path: Path) -> None:
    """Where it cannot be told which files are ours, all of them are somebody's."""
    out = tmp_path / "site"
    publish(out, FILES)
    before = {**tree_of(out), ".postil": b"\xff\xfe"}
    (out / ".postil").write_bytes(b"\xff\xfe")
    with pytest.raises(Foreign):
        publish(out, FILES)
    assert tree_of(out) == before


def test_a_site_left_aside_by_a_killed_build_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where folders are exchanged in two steps, a build killed between them and one that fails leave the old site."""
    out = tmp_path / "site"
    publish(out, FILES)
    before = tree_of(out)
    out.rename(tmp_path / ".site.postil-old-999999999")

    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise OSError("full")

    monkeypatch.setattr("postil.publish._swap", lambda one, other: False)
    with pytest.raises(OSError, match="full"):
        publish(out, files())
    assert (tree_of(out), beside(out)) == (before, ["site"])
    publish(out, [("index.html", b"new")])
    assert (out / "index.html").read_bytes() == b"new"
    assert beside(out) == ["site"]


@pytest.mark.parametrize("failing", [OSError("full"), ValueError("mistake"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_site(tmp_path: Path, failing: BaseException) -> None:
    """Whatever fails, at whatever file: the old site is there, byte for byte, and nothing beside it."""
    out = tmp_path / "site"
    publish(out, FILES)
    before = tree_of(out)

    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise failing

    with pytest.raises(type(failing)):
        publish(out, files())
    assert (tree_of(out), beside(out)) == (before, ["site"])


def test_a_failure_of_the_first_build_leaves_nothing(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise ValueError

    with pytest.raises(ValueError):
        publish(tmp_path / "site", files())
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_cannot_be_written_leaves_the_old_site(tmp_path: Path) -> None:
    """A file cannot be a folder too."""
    out = tmp_path / "site"
    publish(out, FILES)
    before = tree_of(out)
    with pytest.raises(OSError, match="index"):
        publish(out, [("index.html", b"new"), ("index.html/x", b"new")])
    assert (tree_of(out), beside(out)) == (before, ["site"])


@pytest.mark.parametrize("name", ["essay.doc", ".hidden"])
def test_a_folder_with_files_of_others_is_refused(tmp_path: Path, name: str) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / name).write_bytes(b"mine")
    with pytest.raises(Foreign, match=name):
        publish(out, FILES)
    assert (tree_of(out), beside(out)) == ({name: b"mine"}, ["site"])


def test_a_file_in_the_place_of_the_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"mine")
    with pytest.raises(Foreign):
        publish(tmp_path / "site", FILES)
    assert (tmp_path / "site").read_bytes() == b"mine"


def test_a_link_to_a_site_is_followed(tmp_path: Path) -> None:
    publish(tmp_path / "real", FILES)
    (tmp_path / "site").symlink_to("real")
    publish(tmp_path / "site", FILES[:1])
    assert ((tmp_path / "site").is_symlink(), sorted(tree_of(tmp_path / "real"))) == (
        True,
        [MARKER, "index.html"],
    )


KILLED = """
import sys
from pathlib import Path
from postil.publish import publish

def files():
    yield "index.html", b"new"
    print("in the middle", flush=True)
    sys.stdin.read()
    yield "never.html", b"never"

publish(Path(sys.argv[1]), files())
"""


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """Return a site whose publishing was killed after the first file."""
    out = tmp_path / "site"
    publish(out, FILES)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(out)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"in the middle"
        process.kill()
        assert process.wait() == -signal.SIGKILL
    return out


@pytest.mark.skipif(os.name != "posix", reason="only there can a process be killed at once")
def test_a_killed_process_leaves_the_old_site(killed: Path) -> None:
    assert {name: content for name, content in tree_of(killed).items() if name != MARKER} == dict(FILES)
    assert len(beside(killed)) == 2


@pytest.mark.skipif(os.name != "posix", reason="only there can a process be killed at once")
def test_the_next_build_clears_what_a_killed_process_left(killed: Path) -> None:
    publish(killed, FILES)
    assert beside(killed) == ["site"]


def test_a_stage_of_a_process_that_runs_is_left(tmp_path: Path) -> None:
    """Two builds at once do not take each other's files."""
    stage = tmp_path / f".site.postil-new-{os.getppid()}"
    stage.mkdir()
    publish(tmp_path / "site", FILES)
    assert stage.is_dir()


def test_a_folder_whose_name_is_only_like_a_stage_is_left(tmp_path: Path) -> None:
    (tmp_path / ".site.backup").mkdir()
    (tmp_path / ".site.999999999").mkdir()
    publish(tmp_path / "site", FILES)
    assert (tmp_path / ".site.backup").is_dir()
    assert (tmp_path / ".site.999999999").is_dir()


def test_two_builds_are_the_same_to_the_byte(tmp_path: Path) -> None:
    """The site is a function of ``content/``: of no clock, no folder, no order of a set."""
    report = Report()
    for name in ("one", "two/deeper"):
        assert build(ROOT / "content", tmp_path / name, report) is not None
    assert report.errors == 0
    assert tree_of(tmp_path / "one") == tree_of(tmp_path / "two" / "deeper")


HASHED = "import sys; from pathlib import Path; from postil.command import main; sys.exit(main(sys.argv[1:]))"


def test_a_build_does_not_depend_on_the_seed_of_hashes(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", HASHED, "build", "--content", str(ROOT / "content"), "--out"]
        subprocess.run([*command, str(tmp_path / seed)], env=environment, check=True, capture_output=True)
    assert tree_of(tmp_path / "1") == tree_of(tmp_path / "2")
