"""What changed between two wordings, word by word."""

from __future__ import annotations

import re
from typing import NamedTuple

SAME, GONE, NEW = "same", "gone", "new"
"""What became of a run of words."""

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Change(NamedTuple):
    """A run of words, with the white space among them, that stayed the SAME, is GONE, or is NEW."""

    what: str
    words: str


def changes(old: str, new: str) -> tuple[Change, ...]:
    """Return the runs of words that lead from ``old`` to ``new``, in order; what is gone stands before what is new.

    The words that are not new, joined, are ``old``; those that are not gone, ``new``.
    """
    from difflib import SequenceMatcher  # only wanted where something changed

    before, after = _WORDS.findall(old), _WORDS.findall(new)
    runs: list[Change] = []
    for what, begin, end, start, until in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            runs.append(Change(SAME, "".join(before[begin:end])))
            continue
        if begin < end:
            runs.append(Change(GONE, "".join(before[begin:end])))
        if start < until:
            runs.append(Change(NEW, "".join(after[start:until])))
    return tuple(_gathered(runs))


def _gathered(runs: list[Change]) -> list[Change]:
    """Return ``runs`` with the lone spaces between two changes taken into these, so that whole phrases are shown."""
    gathered: list[Change] = []
    gone = new = ""
    for place, run in enumerate(runs):
        between = run.what == SAME and run.words.isspace() and (gone or new) and place + 1 < len(runs)
        if run.what == SAME and not between:
            gathered += [Change(what, words) for what, words in ((GONE, gone), (NEW, new)) if words]
            gone = new = ""
            gathered.append(run)
            continue
        gone += run.words if run.what != NEW else ""
        new += run.words if run.what != GONE else ""
    return gathered + [Change(what, words) for what, words in ((GONE, gone), (NEW, new)) if words]
