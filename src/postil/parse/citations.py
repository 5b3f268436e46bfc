"""Pandoc's citation grammar: keys, prefixes, locators, suffixes (Pandoc User's Guide, “Citation syntax”)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

KEY = r"\w(?:[:.#$%&\-+?<>~/]?\w)*"
"""A key: word characters, with single marks between them."""

_ITEM = re.compile(
    rf"(?P<prefix>.*?(?:^|(?<=[\s(“‘\"'])))(?P<minus>-?)@(?:\{{(?P<braced>[^{{}}\s]+)\}}|(?P<key>{KEY}))(?P<rest>.*)",
    re.S,
)
_IN_TEXT = re.compile(rf"@(?:\{{(?P<braced>[^{{}}\s]+)\}}|(?P<key>{KEY}))")
_LOCATOR_AFTER = re.compile(r"[ \n]?\[(?P<rest>[^\[\]@;^][^\[\]@;]{0,200})\](?![(\[])")

# The locator terms of CSL 1.0.2, a line each: long, short, plural, as signs. Pandoc has them from the locale en-US; a
# few that people write besides are added. “_” is a space.
_KINDS = {
    "act": "act acts",
    "appendix": "appendix appendices app. apps. appx.",
    "article-locator": "article articles art. arts.",
    "book": "book books bk. bks.",
    "canon": "canon canons can. cann.",
    "chapter": "chapter chapters chap. chaps. ch. chs.",
    "column": "column columns col. cols.",
    "elocation": "location locations loc. locs. elocation elocations",
    "equation": "equation equations eq. eqs.",
    "figure": "figure figures fig. figs.",
    "folio": "folio folios fol. fols.",
    "issue": "number numbers no. nos. issue issues",
    "line": "line lines l. ll.",
    "note": "note notes n. nn.",
    "opus": "opus opera op. opp.",
    "page": "page pages p. pp. pg. pgs.",
    "paragraph": "paragraph paragraphs para. paras. par. pars. ¶ ¶¶",
    "part": "part parts pt. pts.",
    "rule": "rule rules r. rr.",
    "scene": "scene scenes sc. scs.",
    "section": "section sections sec. secs. sect. sects. § §§",
    "sub-verbo": "sub_verbo sub_verbis s.v. s.vv.",
    "supplement": "supplement supplements supp. supps. suppl. suppls.",
    "surah": "surah surahs sura suras",
    "table": "table tables tab. tabs. tbl. tbls.",
    "timestamp": "timestamp timestamps",
    "title-locator": "title titles tit. tits.",
    "verse": "verse verses v. vv.",
    "version": "version versions",
    "volume": "volume volumes vol. vols.",
}
LABELS = {label.replace("_", " "): kind for kind, labels in _KINDS.items() for label in labels.split()}
"""The kind of a locator by each of the labels it is written with."""

_LABEL = re.compile(r"sub\s+verb(?:o|is)\b|[^\W\d_]+(?:[.-][^\W\d_]+)*\.?|[§¶]+", re.I)

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


def items_of(src: str, start: int, end: int) -> list[Item]:
    """Return the items of the citation whose words, without brackets, are ``src[start:end]``.

    The list is empty where these words are no citation: where a part has no key.
    """
    found = []
    at = start
    for part in src[start:end].split(";"):
        item = _item(part, at)
        if item is None:
            return []
        found.append(item)
        at += len(part) + 1
    return found


def in_text(src: str, pos: int, end: int) -> tuple[Item, int] | None:
    """Return the item that ``@key`` or ``@key [locator]`` at ``pos`` names, and where it ends; None where none does."""
    match = _IN_TEXT.match(src, pos, end)
    if not match:
        return None
    key, until = match["braced"] or match["key"], match.end()
    item = Item(key, pos, until, (pos, pos), (until, until))
    after = _LOCATOR_AFTER.match(src, until, end)
    if after:
        rest, at = "," + after["rest"], after.start("rest") - 1
        kind, locator, (begin, close) = _rest(rest, at)
        suffix = max(begin, at + 1), close  # the comma is ours
        unknown = None if locator else _unknown(rest, at, f"{match[0]} [{{}} ")
        return item._replace(kind=kind, locator=locator, suffix=suffix, unknown=unknown), after.end()
    return item, until


def _item(part: str, at: int) -> Item | None:
    match = _ITEM.fullmatch(part)
    if not match:
        return None
    prefix, rest = match["prefix"], match["rest"]
    lead = len(prefix) - len(prefix.lstrip())
    kind, locator, suffix = _rest(rest, at + match.start("rest"))
    written = f"[{part[match.start('minus') : match.start('rest')]}{{}}, "
    return Item(
        key=match["braced"] or match["key"],
        at=at + match.start("minus"),
        end=at + match.start("rest"),
        prefix=(at + lead, at + max(lead, len(prefix.rstrip()))),
        suffix=suffix,
        locator=locator,
        kind=kind,
        suppress_author=bool(match["minus"]),
        unknown=None if locator else _unknown(rest, at + match.start("rest"), written),
    )


def _rest(rest: str, at: int) -> tuple[str, str, tuple[int, int]]:
    """Return locator kind, locator, and the place of the suffix, of what follows a key at ``at``."""
    begin = len(rest) - len(rest.lstrip(", \n"))
    end = len(rest.rstrip())
    if rest.startswith("{", begin) and (close := _closing(rest, begin)) > 0:
        kind, locator = _braced(rest[begin + 1 : close].strip())
        return kind, locator, (at + close + 1, at + max(close + 1, end))
    if begin:
        kind, locator, until = _located(rest, begin)
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


def _braced(inside: str) -> tuple[str, str]:
    """Return kind and locator of what stands in braces: all of it is the locator, but for a label at its head."""
    kind, begin = _label(inside, 0)
    locator = inside[begin:].strip()
    if kind and locator:
        return kind, locator
    return ("page", inside) if inside else ("", "")


def _located(text: str, begin: int) -> tuple[str, str, int]:
    """Return the locator that begins at ``begin``, its kind first and its end last; empty where none does."""
    kind, after = _label(text, begin)
    match = _numbers(roman=bool(kind)).match(text, after)
    return (kind or "page", match["locator"], match.end()) if match else ("", "", begin)


def _label(text: str, at: int) -> tuple[str, int]:
    """Return the kind that the label at ``at`` names, and where the label ends; no kind where none stands there."""
    match = _LABEL.match(text, at)
    for written in (match[0], match[0][: match[0].find(".") + 1]) if match else ():  # “p.iv” is written in one
        kind, end = LABELS.get(" ".join(written.lower().split()), ""), at + len(written)
        if kind and (written[-1] in ".§¶" or not text[end : end + 1].strip("0123456789( \n\t\N{NO-BREAK SPACE}")):
            return kind, end
    return "", at


@cache
def _numbers(*, roman: bool) -> re.Pattern[str]:
    """Return the pattern of a locator's numbers; it is compiled where it is wanted."""
    one = f"{_ARABIC}|{_ROMAN}" if roman else _ARABIC
    one = rf"(?:{one}|\((?:{one})\))"
    end = r"(?=[\s,;?!)…”’\"']|[.:](?!\w)|$)"
    return re.compile(rf"\s*(?P<locator>{one}(?:\s*(?:[-–—,&/]|\band\b)\s*{one})*){end}", re.I)


def _unknown(rest: str, at: int, written: str) -> Unknown | None:
    """Return what looks like a locator in ``rest``, which holds none: after a comma one word, and a number.

    ``written`` is how the citation begins that says that these are only words.
    """
    begin = len(rest) - len(rest.lstrip(", \n"))
    looks = re.match(_LOOKS, rest[begin:]) if "," in rest[:begin] else None
    if looks is None or not looks["word"].islower() or re.match(_YEAR, looks["number"]):
        return None  # a name, as in “Genesis 1:1”, or a year
    if looks["word"] in _BEFORE_NUMBERS or looks["word"] in LABELS:
        return None
    label, number = looks["word"], looks["number"].rstrip(".")
    return Unknown(label, number, at + begin, f"{written}{label} {number}]")
