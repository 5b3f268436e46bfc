"""Pandoc's citation grammar: keys, prefixes, locators, suffixes (Pandoc User's Guide, “Citation syntax”)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from postil.parse.locators import Labels, label_at

KEY = r"\w(?:[:.#$%&\-+?<>~/]?\w)*"
"""A key: word characters, with single marks between them."""

_ITEM = re.compile(
    rf"(?P<prefix>.*?(?:^|(?<=[\s(“‘\"'])))(?P<minus>-?)@(?:\{{(?P<braced>[^{{}}\s]+)\}}|(?P<key>{KEY}))(?P<rest>.*)",
    re.S,
)
_IN_TEXT = re.compile(rf"@(?:\{{(?P<braced>[^{{}}\s]+)\}}|(?P<key>{KEY}))")
_LOCATOR_AFTER = re.compile(r"[ \n]?\[(?P<rest>[^\[\]@;^][^\[\]@;]{0,200})\](?![(\[])")

# A number may be Roman where a label stands before it; without one it has a digit, as a page has: 12, 3:16, S4, 5(b).
_ARABIC = r"(?:[^\W\d_]{1,4}-)?(?=\w*\d)\w++(?:[.:]\w++)*+(?:\(\w{1,5}\))*+"
_ROMAN = r"(?!c\.\s*\d)(?=[ivxlcdm])m{0,4}(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,4})(?!\w)"


# What looks like a locator and is none: one word, and a number at the very end. Compiled where it is wanted.
_LOOKS = r"(?P<word>[^\W\d_]+\.?)\s+(?P<number>\d[\w.:]{0,20}(?:\s*[-–,]\s*\d[\w.:]{0,20}){0,9})\s*$"
_YEAR = r"(?:1\d|20)\d\d(?!\d)"
_BEFORE_NUMBERS = frozenset(
    """
    about above accessed after all almost and another approximately around as at before below between but by c. ca. cf.
    circa cited corr. ed. edition edn. eds. every exactly first for from how impression in item just last less more
    nearly next now of on only or over post pre print printing published repr. reprint reprinted rev. see since some
    than that the their then these this to total under until up very vs. with within written
    """.split()
)


class Unknown(NamedTuple):
    """What looks like a locator, and has a label that is none.

    ``at`` is the label's place in the text; ``instead`` is the citation as it says that these are only words.
    """

    label: str
    number: str
    at: int
    instead: str


class Half(NamedTuple):
    """What of a citation is not read as it seems to be meant: which case it is, its place and its words.

    The cases are ``comma``, with nothing after it; ``label``, without a number; ``source``, a part without a key; and
    ``semicolon``, beside which there is no part. ``instead`` is the citation as it says that these are only words.
    """

    case: str
    at: tuple[int, int]
    words: str = ""
    instead: str = ""


class Item(NamedTuple):
    """One source of a citation as written; ``prefix`` and ``suffix`` are places in the text, start and end."""

    key: str
    at: int
    end: int
    prefix: tuple[int, int]
    suffix: tuple[int, int]
    locator: str = ""
    kind: str = ""
    suppress_author: bool = False
    unknown: Unknown | None = None
    half: Half | None = None


def items_of(src: str, start: int, end: int, labels: Labels) -> list[Item]:
    """Return the items of the citation whose words, without brackets, are ``src[start:end]``.

    The list is empty where these words are no citation: where a part has no key.
    """
    found = []
    at = start
    for part in src[start:end].split(";"):
        item = _item(part, at, labels)
        if item is None:
            return []
        found.append(item)
        at += len(part) + 1
    return found


def keyless(src: str, start: int, end: int, labels: Labels) -> Half | None:
    """Return the first part without a key where another has one: for that part, ``src[start:end]`` is no citation."""
    parts = src[start:end].split(";")
    if len(parts) == 1 or not any(_item(part, 0, labels) for part in parts):
        return None
    at = start
    for number, part in enumerate(parts):
        if words := part.strip():
            if _item(part, at, labels) is None:
                begin = at + part.index(words)
                return Half("source", (begin, begin + len(words)), words)
        else:
            beside = at - 1 if number else at + len(part)
            return Half("semicolon", (beside, beside + 1))
        at += len(part) + 1
    return None


def in_text(src: str, pos: int, end: int, labels: Labels) -> tuple[Item, int] | None:
    """Return the item that ``@key`` or ``@key [locator]`` at ``pos`` names, and where it ends; None where none does."""
    match = _IN_TEXT.match(src, pos, end)
    if not match:
        return None
    key, until = match["braced"] or match["key"], match.end()
    item = Item(key, pos, until, (pos, pos), (until, until))
    after = _LOCATOR_AFTER.match(src, until, end)
    if after:
        rest, at = "," + after["rest"], after.start("rest") - 1
        kind, locator, (begin, close) = _rest(rest, at, labels)
        suffix = max(begin, at + 1), close  # the comma is ours
        unknown, half = (None, None) if locator else _doubtful(rest, at, f"{match[0]} [{{}} ", labels)
        if half and half.at[0] == at:
            half = None
        item = item._replace(kind=kind, locator=locator, suffix=suffix, unknown=unknown, half=half)
        return item, after.end()
    return item, until


def _item(part: str, at: int, labels: Labels) -> Item | None:
    match = _ITEM.fullmatch(part)
    if not match:
        return None
    prefix, rest = match["prefix"], match["rest"]
    lead = len(prefix) - len(prefix.lstrip())
    kind, locator, suffix = _rest(rest, at + match.start("rest"), labels)
    written = f"[{part[match.start('minus') : match.start('rest')]}{{}}, "
    unknown, half = (None, None) if locator else _doubtful(rest, at + match.start("rest"), written, labels)
    return Item(
        key=match["braced"] or match["key"],
        at=at + match.start("minus"),
        end=at + match.start("rest"),
        prefix=(at + lead, at + max(lead, len(prefix.rstrip()))),
        suffix=suffix,
        locator=locator,
        kind=kind,
        suppress_author=bool(match["minus"]),
        unknown=unknown,
        half=half,
    )


def _rest(rest: str, at: int, labels: Labels) -> tuple[str, str, tuple[int, int]]:
    """Return locator kind, locator, and the place of the suffix, of what follows a key at ``at``."""
    begin = len(rest) - len(rest.lstrip(", \n"))
    end = len(rest.rstrip())
    if rest.startswith("{", begin) and (close := _closing(rest, begin)) > 0:
        kind, locator = _braced(rest[begin + 1 : close].strip(), labels)
        return kind, locator, (at + close + 1, at + max(close + 1, end))
    if begin:
        kind, locator, until = _located(rest, begin, labels)
        if locator:
            return kind, locator, (at + until, at + max(until, end))
    # a suffix keeps its comma: “[@key, with a remark]”
    keep = len(rest) - len(rest.lstrip())
    return "", "", (at + keep, at + max(keep, end))


def _closing(text: str, start: int) -> int:
    """Return where the brace at ``start`` is closed; -1 where it never is."""
    depth = 0
    for brace in re.finditer(r"[{}]", text[start:]):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return start + brace.start()
    return -1


def _braced(inside: str, labels: Labels) -> tuple[str, str]:
    """Return kind and locator of what stands in braces: all of it is the locator, but for a label at its head."""
    kind, begin = label_at(inside, 0, labels)
    locator = inside[begin:].strip()
    if kind and locator:
        return kind, locator
    return ("page", inside) if inside else ("", "")


def _located(text: str, begin: int, labels: Labels) -> tuple[str, str, int]:
    """Return the locator that begins at ``begin``, its kind first and its end last; empty where none does."""
    kind, after = label_at(text, begin, labels)
    match = _numbers(roman=bool(kind)).match(text, after)
    return (kind or "page", match["locator"], match.end()) if match else ("", "", begin)


@cache
def _numbers(*, roman: bool) -> re.Pattern[str]:
    """Return the pattern of a locator's numbers; it is compiled where it is wanted."""
    one = f"{_ARABIC}|{_ROMAN}" if roman else _ARABIC
    one = rf"(?:{one}|\((?:{one})\))"
    end = r"(?=[\s,;?!)…”’\"']|[.:](?!\w)|$)"
    return re.compile(rf"\s*(?P<locator>{one}(?:\s*(?:--?|[–—,&/]|\band\b)\s*{one})*){end}", re.I)


def _doubtful(rest: str, at: int, written: str, labels: Labels) -> tuple[Unknown | None, Half | None]:
    """Return what looks like a locator in ``rest``, which holds none, and what of one is there without the rest of it.

    ``written`` is how the citation begins that says that these are only words.
    """
    begin = len(rest) - len(rest.lstrip(", \n"))
    comma = rest.find(",", 0, begin)
    if begin == len(rest):
        return None, (Half("comma", (at + comma, at + comma + 1)) if comma >= 0 else None)
    kind, end = label_at(rest, begin, labels) if begin else ("", begin)
    if kind:
        if rest[end:].strip(", \n"):
            return None, None
        words = rest[begin:].rstrip(", \n")
        return None, Half("label", (at + begin, at + begin + len(words)), words, f"{written}{words}]")
    return (_unknown(rest, begin, at, written) if comma >= 0 else None), None


def _unknown(rest: str, begin: int, at: int, written: str) -> Unknown | None:
    """Return what looks like a locator at ``begin``, where no label stands: one word, and a number."""
    looks = re.match(_LOOKS, rest[begin:])
    if looks is None or not looks["word"].islower() or re.match(_YEAR, looks["number"]):
        return None  # a name, as in “Genesis 1:1”, or a year
    if looks["word"] in _BEFORE_NUMBERS:
        return None
    label, number = looks["word"], looks["number"].rstrip(".")
    return Unknown(label, number, at + begin, f"{written}{label} {number}]")
