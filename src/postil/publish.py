"""Publish: the site is built beside the old one and takes its place in one step; what did not change is kept."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

MARKER = ".postil"
"""The file by which a folder is known to be a site of ours."""

_MARKED = b"This folder is made by Postil, and replaced whole by each build.\n"


class Published(NamedTuple):
    """How many files the site has, and how many of them were written anew."""

    files: int
    written: int


class Foreign(Exception):
    """The folder to publish to holds files that are not ours."""


def publish(out: Path, files: Iterable[tuple[str, bytes]]) -> Published:
    """Write ``files``, paths on the site and contents, as the site ``out``.

    Until all of them are written ``out`` stays as it is; then it is exchanged whole. A file that is already there
    with the same content is not written again. Raises Foreign where ``out`` is a folder with other files, and OSError.
    """
    out = out.resolve()
    if out.exists() and not (out.is_dir() and ((out / MARKER).is_file() or not any(out.iterdir()))):
        raise Foreign(str(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    _clear(out)
    stage = out.with_name(f".{out.name}.{os.getpid()}")
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir()
    try:
        count = written = 0
        folders = {stage}
        for path, content in (*files, (MARKER, _MARKED)):
            target = stage / path
            if target.parent not in folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                folders.add(target.parent)
            if not _kept(out / path, target, content):
                target.write_bytes(content)
                written += 1
            count += 1
        _exchange(stage, out)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Published(count, written)


def _kept(old: Path, new: Path, content: bytes) -> bool:
    """Take over ``old`` as ``new`` if it has this content; say whether it was."""
    try:
        if old.stat().st_size != len(content) or old.read_bytes() != content:
            return False
        os.link(old, new)
    except OSError:
        return False
    return True


def _clear(out: Path) -> None:
    """Remove what builds that were killed have left beside ``out``."""
    for left in out.parent.glob(f".{out.name}.*"):
        pid = left.name.rpartition(".")[2]
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
    aside = out.with_name(f".{out.name}.old.{os.getpid()}")
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
