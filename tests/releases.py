"""Editions that were released: the lock is what a release of the text as it was then makes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from postil.apparatus import Apparatus
from postil.diagnostics import Report
from postil.lock import written as locked
from postil.pipeline import check
from postil.release import next_lock
from tests.edition import written


def apparatus_of(content: Path) -> Apparatus:
    """Return the apparatus of the edition in ``content``, whatever is wrong with it."""
    checked = check(content, Report())
    assert checked is not None
    return checked.apparatus


def released(root: Path, files: Mapping[str, str], version: str, *, renumber: bool = False) -> Path:
    """Return the folder of the edition of ``files``, with ``version`` entered into its lock."""
    content = written(root, files)
    lock = next_lock(apparatus_of(content), version, f"2026-01-{len(version):02}", renumber=renumber)
    (content / "edition.lock").write_text(locked(lock), encoding="utf-8")
    return content
