"""Files of an edition as texts."""

from __future__ import annotations

from pathlib import Path

from postil.diagnostics import Report, Rule
from postil.manuscript import Span

LARGEST = 32_000_000
"""The most bytes of a file that are read: a book of 5,000 pages in one manuscript."""


def shown(path: Path) -> str:
    """Return ``path`` as diagnostics show it: from the folder one stands in, where it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def read_text(path: Path, report: Report, most: int = LARGEST) -> str | None:
    """Return the text of the UTF-8 file ``path``, with plain line ends and no byte order mark.

    What cannot be read, or has more than ``most`` bytes, is reported, and None comes back.
    """
    name = shown(path)
    try:
        size = path.stat().st_size
        if size > most:
            report.add(Rule.FILE_TOO_LARGE, Span(name, 0), size=size, most=most)
            return None
        data = path.read_bytes()
    except OSError as error:
        report.add(Rule.FILE_UNREADABLE, Span(name, 0), reason=error.strerror or "unknown")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        span = Span(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        report.add(Rule.FILE_NOT_UTF8, span, byte=f"0x{data[error.start]:02X}")
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def text_if_there(path: Path, report: Report) -> str | None:
    """Return the text of the file ``path``; None where there is none, or it cannot be read, which is reported."""
    try:
        there = path.is_file()
    except OSError:  # words that are too long for a path
        return None
    return read_text(path, report) if there else None


def line_of(path: str, line: int) -> str:
    """Return one line of a file as it is now, or nothing: the words a diagnostic speaks of."""
    try:
        with Path(path).open(encoding="utf-8-sig", errors="replace") as lines:
            for number, text in enumerate(lines, 1):
                if number == line:
                    return text.rstrip("\n")
    except OSError:
        pass
    return ""
