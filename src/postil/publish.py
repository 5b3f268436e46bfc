"""Publish: the site is built beside the old one and takes its place in one step; what did not change is kept."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

MARKER = ".postil"
"""The file by which a folder is known to be a site of ours."""

OURS = b'<meta name="generator" content="Postil">'
"""What a page has near its beginning by which it is known to be ours."""

_MARKED = "This folder is made by Postil, and replaced whole by each build. Its files are:\n"


class Published(NamedTuple):
    """How many files the site has, and how many of them were written anew."""

    files: int
    written: int


class Foreign(Exception):
    """The folder to publish to holds a file, ``file``, that is not ours."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


def keep(path: Path, content: bytes) -> None:
    """Write ``content`` as the file ``path`` in one step: whoever reads it has the old one whole, or the new one."""
    beside = path.with_name(f".{path.name}.postil-{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def publish_file(out: Path, content: bytes) -> Published:
    """Write ``content`` as the file ``out``, in one step; not where it is there already.

    Raises Foreign where another file stands there than one of ours, and OSError.
    """
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists():
        there = out.read_bytes() if out.is_file() else b""
        if there == content:
            return Published(1, 0)
        if OURS not in there[:4096]:
            raise Foreign(out.name)
    keep(out, content)
    return Published(1, 1)


def publish(out: Path, files: Iterable[tuple[str, bytes]]) -> Published:
    """Write ``files``, paths on the site and contents, as the site ``out``.

    Until all of them are written ``out`` stays as it is; then it is exchanged whole. A file that is already there
    with the same content is not written again. Raises Foreign where ``out`` is a folder with other files, and OSError.
    """
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    _restore(out)
    if file := _foreign(out):
        raise Foreign(file)
    _clear(out)
    stage = out.with_name(f".{out.name}.postil-new-{os.getpid()}")
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir()
    try:
        count = written = 0
        folders = {""}
        first = not out.exists()  # then there is nothing to take over
        for path, content in _listed(files):
            folder = path.rpartition("/")[0]
            if folder not in folders:
                (stage / folder).mkdir(parents=True, exist_ok=True)
                folders.add(folder)
            if first or not _kept(out / path, stage / path, content):
                with open(f"{stage}/{path}", "wb") as made:  # noqa: PTH123 - a Path costs as much as the file
                    made.write(content)
                written += 1
            count += 1
        _exchange(stage, out)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Published(count, written)


def _listed(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Return ``files``, and at their end the one that names them."""
    names = []
    for path, content in files:
        names.append(path)
        yield path, content
    yield MARKER, "".join((_MARKED, *(f"{name}\n" for name in sorted(names)))).encode()


def _foreign(out: Path) -> str:
    """Return a file in ``out`` that no build of ours wrote; nothing where there is none."""
    if not out.exists():
        return ""
    if not out.is_dir():
        return out.name
    marker = out / MARKER
    listed = marker.read_text(encoding="utf-8", errors="replace").split("\n")[1:] if marker.is_file() else []
    ours = {MARKER, *listed} if listed else set()
    for folder, folders, names in os.walk(out):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        inside = Path(folder).relative_to(out).as_posix()
        for name in (*names, *links):
            path = name if inside == "." else f"{inside}/{name}"
            if path not in ours:
                return path
    return ""


def _kept(old: Path, new: Path, content: bytes) -> bool:
    """Take over ``old`` as ``new`` if it has this content; say whether it was."""
    try:
        if old.stat().st_size != len(content) or old.read_bytes() != content:
            return False
        os.link(old, new)
    except OSError:
        return False
    return True


def _left(out: Path) -> list[Path]:
    """Return what builds of ``out`` have made beside it."""
    return [Path(each.path) for each in os.scandir(out.parent) if each.name.startswith(f".{out.name}.postil-")]


def _restore(out: Path) -> None:
    """Put the old site back where a build was killed between the two steps of an exchange."""
    aside = next((left for left in _left(out) if "-old-" in left.name and (left / MARKER).is_file()), None)
    if aside is not None and not out.exists():
        aside.rename(out)


def _clear(out: Path) -> None:
    """Remove what builds that were killed have left beside ``out``."""
    for left in _left(out):
        pid = left.name.rpartition("-")[2]
        if pid.isdigit() and not _runs(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _runs(pid: int) -> bool:
    if os.name != "posix":
        return True  # there is no harmless way to ask
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def _exchange(stage: Path, out: Path) -> None:
    """Put ``stage`` in the place of ``out``, in one step where the system can; ``stage`` then holds the old site."""
    if not out.exists():
        stage.rename(out)
        return
    if _swap(stage, out):
        return
    # Two steps: between them, for an instant, there is no site; the old one is put back if the second fails.
    aside = out.with_name(f".{out.name}.postil-old-{os.getpid()}")
    out.rename(aside)
    try:
        stage.rename(out)
    except OSError:
        aside.rename(out)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _swap(one: Path, other: Path) -> bool:
    """Exchange two folders atomically: renameat2(RENAME_EXCHANGE) on Linux, renamex_np(RENAME_SWAP) on macOS."""
    import ctypes  # only wanted where there is an old site

    with contextlib.suppress(OSError, AttributeError, TypeError):  # TypeError: Windows has no CDLL(None)
        libc = ctypes.CDLL(None, use_errno=True)
        paths = os.fsencode(one), os.fsencode(other)
        if hasattr(libc, "renamex_np"):  # macOS
            return bool(libc.renamex_np(*paths, 2) == 0)
        here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
        return bool(libc.renameat2(here, paths[0], here, paths[1], exchange) == 0)
    return False
