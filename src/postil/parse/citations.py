"""Pandoc's citation grammar: keys, prefixes, locators, suffixes (Pandoc User's Guide, “Citation syntax”)."""

from __future__ import annotations

import re
from typing import NamedTuple

KEY = r"\w(?:[:.#$%&\-+?<>~/]?\w)*"
"""A key: word characters, with single marks between them."""

_ITEM = re.compile(
    rf"(?P<prefix>.*?(?:^|(?<=[\s(“‘\"'])))(?P<minus>-?)@(?:\{{(?P<braced>[^{{}}\s]+)\}}|(?P<key>{KEY}))(?P<rest>.*)",
    re.S,
)
_IN_TEXT = re.compile(rf"@(?:\{{(?P<braced>[^{{}}\s]+)\}}|(?P<key>{KEY}))")
_LOCATOR_AFTER = re.compile(r"[ \n]?\[(?P<rest>[^\[\]@;^][^\[\]@;]{0,200})\](?![(\[])")

# The locator terms of CSL 1.0.2 (appendix V) and the ways they are written.
_KINDS = {
    "act": "act",
    "appendix": "appendix app. appx.",
    "article-locator": "article art. arts.",
    "book": "book bk. bks.",
    "canon": "canon can.",
    "chapter": "chapter chapters chap. chaps. ch.",
    "column": "column columns col. cols.",
    "elocation": "elocation",
    "equation": "equation eq. eqs.",
    "figure": "figure figures fig. figs.",
    "folio": "folio folios fol. fols.",
    "issue": "number numbers no. nos.",
    "line": "line lines l. ll.",
    "note": "note notes n. nn.",
    "opus": "opus op. opp.",
    "page": "page pages p. pp.",
    "paragraph": "paragraph paragraphs para. paras. par. pars. ¶ ¶¶",
    "part": "part parts pt. pts.",
    "rule": "rule rules r. rr.",
    "scene": "scene scenes sc. scs.",
    "section": "section sections sec. secs. § §§",
    "sub-verbo": "s.v. s.vv.",
    "supplement": "supplement supp. suppl.",
    "table": "table tables tbl.",
    "timestamp": "timestamp",
    "title-locator": "title tit.",
    "verse": "verse verses v. vv.",
    "volume": "volume volumes vol. vols.",
}
_LABELS = {label: kind for kind, labels in _KINDS.items() for label in labels.split()}
_NUMBER = r"(?:\d[\w.:]*|[ivxlcdmIVXLCDM]+\b|\((?:\d[\w.:]*|[ivxlcdmIVXLCDM]+)\))"
_LABEL = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*\.?(?=[\s\d])|[§¶]+")
_LOCATOR = re.compile(rf"\s*(?P<locator>{_NUMBER}(?:\s*(?:[-–—,&/]|\band\b)\s*{_NUMBER})*)(?=[\s,.;)]|$)")


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
        kind, locator, suffix = _rest("," + after["rest"], after.start("rest") - 1)
        return item._replace(kind=kind, locator=locator, suffix=suffix), after.end()
    return item, until


def _item(part: str, at: int) -> Item | None:
    match = _ITEM.fullmatch(part)
    if not match:
        return None
    prefix = match["prefix"]
    lead = len(prefix) - len(prefix.lstrip())
    kind, locator, suffix = _rest(match["rest"], at + match.start("rest"))
    return Item(
        key=match["braced"] or match["key"],
        at=at + match.start("minus"),
        end=at + match.start("rest"),
        prefix=(at + lead, at + max(lead, len(prefix.rstrip()))),
        suffix=suffix,
        locator=locator,
        kind=kind,
        suppress_author=bool(match["minus"]),
    )


def _rest(rest: str, at: int) -> tuple[str, str, tuple[int, int]]:
    """Return locator kind, locator, and the place of the suffix, of what follows a key at ``at``."""
    begin = len(rest) - len(rest.lstrip(", \n"))
    end = len(rest.rstrip())
    if rest.startswith("{", begin) and (close := rest.find("}", begin)) > 0:
        inside = rest[begin + 1 : close].strip()
        label = _LABEL.match(inside)
        kind = _LABELS.get(label[0], "") if label else ""
        locator = inside[label.end() :].strip() if label and kind else inside
        suffix = at + close + 1, at + max(close + 1, end)
        return (kind or "page", locator, suffix) if locator else ("", "", suffix)
    if begin:
        kind, locator, until = _located(rest, begin)
        if locator:
            return kind, locator, (at + until, at + max(until, end))
    # a suffix keeps its comma: “[@key, with a remark]”
    keep = len(rest) - len(rest.lstrip())
    return "", "", (at + keep, at + max(keep, end))


def _located(text: str, begin: int) -> tuple[str, str, int]:
    """Return the locator that begins at ``begin``, its kind first and its end last; empty where none does."""
    label = _LABEL.match(text, begin)
    kind = _LABELS.get(label[0], "") if label else ""
    match = _LOCATOR.match(text, label.end() if label and kind else begin)
    return (kind or "page", match["locator"], match.end()) if match else ("", "", begin)
