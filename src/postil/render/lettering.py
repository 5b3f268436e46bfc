"""How wide words are that stand in a picture, and where their lines break: Python has no fonts to ask."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

_NARROW = frozenset("iljtfrI.,:;'’‘|!()[]/ \u00a0")
_BROAD = frozenset("mwMWÆŒ@%—…ЖМШЩЮжмшщю")


def width(words: str, size: float) -> float:
    """Return how wide ``words`` may be at most, set in ``size``: what the serif and sans faces of readers need."""
    return sum(map(_advance, words)) * size


def _advance(letter: str) -> float:
    """Return the width of a letter in ems."""
    if letter in _NARROW:
        return 0.36
    if combining(letter):
        return 0.0
    if east_asian_width(letter) in "WF":
        return 1.0
    if letter in _BROAD:
        return 0.98
    return 0.74 if letter.isupper() else 0.57


def lines(words: str, size: float, room: float) -> tuple[str, ...]:
    """Return ``words`` in lines no wider than ``room``, broken at spaces, and within a word that is too long."""
    found: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            found.append(line)
        line = ""
        for letter in word:
            if line and not combining(letter) and width(line + letter, size) > room:
                found.append(line)
                line = ""
            line += letter
    return (*found, line) if line else tuple(found)
