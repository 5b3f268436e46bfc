"""The sentence around a place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

# A sentence ends at . ? ! or …, with closing marks after it, before space and what may begin another.
_END = re.compile(r"\n\n|(?<![.?!…])[.?!…]++[”’»\"')\]]*+(?=\s+[“‘«\"'(\[]*+(?:[^\W\d_a-zß-öø-ÿ]|\d))")

# Those of Arabic, Urdu and Hindi do too; those of Chinese, Japanese and Burmese without a space, but 「…。」と goes on.
_OTHERS = "؟۔।॥。！？｡။។"
_ANY_END = (
    _END.pattern.replace(".?!…", ".?!…؟۔।॥")
    + r"|(?<![。！？｡။។])[。！？｡။។]++[”’」』）》〉】»\"')\]]*+(?!\s*(?:と|\Z))"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|[A-Za-z]\.[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|vs|etc|cf|ca|no|nos|vol|vols|chap|ed|eds|fig|pp?|sec"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$"
)

LONGEST = 2000
"""The most characters of a sentence before a place, and after it."""


def sentence_ends(text: str) -> list[int]:
    """Return the places in ``text`` where sentences end, the end of the text among them."""
    found = re.finditer(_ANY_END, text) if any(sign in text for sign in _OTHERS) else _END.finditer(text)
    ends = [
        match.end() for match in found if not _ABBREVIATION.search(text[max(0, match.start() - 8) : match.start() + 1])
    ]
    return [*ends, len(text)]


def sentence(text: str, ends: list[int], start: int, end: int) -> tuple[int, int]:
    """Return where the sentence in which ``start:end`` stands begins and ends; ``ends`` are those of ``text``.

    A place of no width belongs to the words before it. Where the stretch covers several sentences, all of them come
    back.
    Of a sentence without end, only so much comes back as stands near.
    """
    first = start if end > start else max(start - 1, 0)
    at = bisect_right(ends, first)
    begin = ends[at - 1] if at else 0
    stop = bisect_left(ends, end, at)
    until = ends[stop] if stop < len(ends) else len(text)
    if start - begin > LONGEST:
        begin = text.find(" ", start - LONGEST, start) + 1 or start - LONGEST
    if until - end > LONGEST:
        cut = text.rfind(" ", end, end + LONGEST)
        until = cut if cut > end else end + LONGEST
    return until - len(text[begin:until].lstrip()), until
