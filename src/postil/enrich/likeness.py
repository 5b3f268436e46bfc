"""How alike two texts are: the runs of three words that they share, and the words they share in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

WIDTH = 3
"""How many words a shingle has."""

LONGEST = 5000
"""Of longer texts no order is compared: it would cost their length squared."""

Shingles = frozenset[tuple[str, ...]]

_CHARACTERS = ("CJK ", "IDEOGRAPHIC ", "HIRAGANA ", "KATAKANA", "BOPOMOFO ", "YI ", "TANGUT ", "NUSHU ")
"""How the names of characters begin that are words of their own."""

_RUNS = ("THAI ", "LAO ", "KHMER ", "MYANMAR ", "TAI ", "NEW TAI ", "TIBETAN ", "JAVANESE ", "BALINESE ")
"""How the names of letters begin that are written without spaces between words."""

_POINTS = ("ARABIC ", "HEBREW ")
"""How the names of marks begin that may be written or not."""

_SILENT = "'’‘‛`´ʼʻʹʽ\u0307ـ"
"""What may stand in a word and is not compared: apostrophes, the dot of a Turkish İ, the Arabic kashida."""

_RUN = re.compile("\ue000([^ ]+)")


class _Even(dict[int, str]):
    """What each character is for a comparison: itself, a word by itself, a space, or nothing; filled as asked."""

    def __missing__(self, code: int) -> str:
        self[code] = even = _even(chr(code))
        return even


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` as they are compared: no case, no punctuation, no vowel points.

    Each character of Chinese and Japanese is a word, and so is each run of three letters of scripts such as Thai.
    """
    if text.isascii():
        return text.lower().translate(_ASCII).split()
    words = unicodedata.normalize("NFKC", text).casefold().translate(_EVEN).split()
    if not any(word[0] == "\ue000" for word in words):
        return words
    return [part for word in words for part in _parts(word)]


def shingles(words: Sequence[str]) -> Shingles:
    """Return the runs of three words in ``words``; all of them as one where there are fewer."""
    if len(words) < WIDTH:
        return frozenset([tuple(words)]) if words else frozenset()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def in_common(one: Shingles, other: Shingles) -> float:
    """Return how much two texts have in common, in any order: twice what they share by what they have, 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def in_order(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how much two sequences have in common in the same order (their longest common subsequence), 0 to 1."""
    if not one or not other or max(len(one), len(other)) > LONGEST:
        return 0.0
    places: dict[str, int] = {}
    for place, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << place
    everywhere = row = (1 << len(one)) - 1
    for word in other:  # Hyyrö's bits: a nought in the row for each word of the subsequence so far
        if word in places:
            met = row & places[word]
            row = (row + met | row - met) & everywhere
    return 2 * (len(one) - row.bit_count()) / (len(one) + len(other))


def _even(char: str) -> str:
    if char in _SILENT:
        return ""
    category = unicodedata.category(char)
    name = unicodedata.name(char, "")
    if category == "Cf" or (category == "Mn" and name.startswith(_POINTS)):
        return ""
    if name.startswith(_RUNS) and category[0] in "LM":
        return "\ue000" + char
    if name.startswith(_CHARACTERS) and category[0] in "LN":
        return f" {char} "
    if category[0] in "LMN":
        return char
    return f" {char} " if category in ("Sc", "Sm", "So") else " "


def _parts(word: str) -> list[str]:
    """Return ``word``, or the runs of three letters in one that is marked as of a script without spaces."""
    if "\ue000" not in word:
        return [word]
    letters = word.replace("\ue000", "")
    return [letters[place : place + 3] for place in range(max(len(letters) - 2, 1))]


_EVEN = _Even()
_ASCII = {code: _even(chr(code)) for code in range(128)}
