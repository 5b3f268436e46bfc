"""How lists in alphabetical order are ordered: letter by letter, accents aside, each script by itself."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

Key = tuple[int, tuple[str, ...], str]
"""What orders a heading: signs before letters, the home script before others, then its words; last, as it is."""

LATIN = "LATIN"

_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th", "ə": "e", "ħ": "h", "ŧ": "t"}
)
_PARTS = re.compile(r"[,;:(\[،؛，；：（]")
_NUMBER = re.compile(r"\d+")


def folded(words: str) -> str:
    """Return ``words`` in small letters without accents; of letters that a plain alphabet lacks, what stands for them.

    Letters that stand for two are written out. Letters of other scripts lose their marks, and stay.
    """
    plain = words.casefold().translate(_LETTERS)
    if plain.isascii():
        return plain
    return "".join([char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char)])


def filed(words: str, home: str = LATIN) -> Key:
    """Return the key by which ``words`` are put in order, in a list whose own script is ``home``.

    Letter by letter (Chicago 17, 16.59): spaces, hyphens and other signs are passed over, up to a comma, a colon or a
    bracket, after which the order begins anew: ``Aliyev, Ilham`` stands before ``Aliyeva``. Numbers go by their value.
    """
    parts = ("".join(filter(str.isalnum, part)) for part in _PARTS.split(folded(words)))
    script = script_of(words)
    place = 0 if not script else 1 if script == home else 2
    return place, tuple(_value(part) for part in parts if part), words


def initial(words: str) -> str:
    """Return the capital letter under which ``words`` stand; nothing where no letter begins them."""
    first = _first(words)
    if not first.isalpha():
        return ""
    return folded(first)[:1].upper()[:1] or first


def script_of(words: str) -> str:
    """Return the script of the first letter of ``words``, by its name in Unicode; nothing where none begins them."""
    first = _first(words)
    return _script(first) if first.isalpha() else ""


def _first(words: str) -> str:
    return next(filter(str.isalnum, words), "")


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _value(part: str) -> str:
    return _NUMBER.sub(lambda number: number[0].zfill(12), part)
