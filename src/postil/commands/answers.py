"""What a command says, and how it shows what changed."""

from __future__ import annotations

from typing import NamedTuple

from postil.changes import GONE, NEW, SAME, Change
from postil.enrich import identity

CONTEXT = 6
"""How many words are shown on each side of a change."""


class Answer(NamedTuple):
    """What a command says on standard output and standard error, and its exit status."""

    out: str = ""
    err: str = ""
    status: int = 0


def marked(runs: tuple[Change, ...]) -> str:
    """Return ``runs`` in a line: ``lasted [-45-]{+44+} days``, with few words on each side of a change."""
    signs = {GONE: ("[-", "-]"), NEW: ("{+", "+}")}
    parts = []
    for place, (what, words) in enumerate(runs):
        if what == SAME:
            parts.append(_around(words, first=place == 0, last=place == len(runs) - 1))
        else:
            before, after = signs[what]
            parts.append(f"{before}{words}{after}")
    return " ".join("".join(parts).split())


def _around(words: str, *, first: bool, last: bool) -> str:
    """Return words that stayed the same with their middle left out, or the side on which nothing changed."""
    split = words.split()
    kept = CONTEXT if first or last else 2 * CONTEXT
    if len(split) <= kept + 2:
        return words
    begin = "" if first else " ".join(split[:CONTEXT])
    end = "" if last else " ".join(split[-CONTEXT:])
    before = " " if words[:1].isspace() and begin else ""
    after = " " if words[-1:].isspace() and end else ""
    return f"{before}{begin} … {end}{after}"


def beginning(words: str, most: int = 8) -> str:
    """Return the first few of ``words`` between quotation marks."""
    bare = words.strip("“”\"' ")
    return f"“{identity.beginning(bare, most)}”"
