"""The words that tell locators, such as “p.” and “chapter”: in English, and in the language of the edition."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from postil.csl.locale import Locale
from postil.csl.markup import StyleBroken, read

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
"""The kind of a locator by each of the labels it is written with in English."""

# What people write besides the terms of their locale, and before them: in Russian “стр.” is a page, and CSL's line.
_BESIDE = {
    "bg": {"page": "стр."},
    "de": {"note": "Fußnote Fußnoten Fn."},
    "es": {"page": "pág. págs.", "volume": "tomo tomos t. tt."},
    "fr": {"volume": "tome tomes t. tt."},
    "it": {"page": "pag. pagg.", "volume": "tomo tomi t. tt."},
    "nl": {"page": "blz."},
    "pl": {"page": "str."},
    "pt": {"page": "pág. págs.", "volume": "tomo tomos t. tt."},
    "ru": {"page": "стр."},
    "uk": {"page": "стор."},
}

_FORMS = ("long", "short", "symbol")
_FIRST = ("page", "volume", "chapter", "section")
"""The kinds that are meant where a language has one label for several."""

_LANGUAGE = re.compile(r"<locale\b[^>]*\bxml:lang\s*=\s*[\"'](\w+)")
_ENGLISH = re.compile(r"sub\s+verb(?:o|is)\b|[^\W\d_]+(?:[.-][^\W\d_]+)*\.?|[§¶]+", re.I)


class Labels(NamedTuple):
    """The labels of a language beside English: their pattern, and the kind of each as it is written, and in any case.

    A label that names one kind in capitals and another without is not in ``folded``.
    """

    pattern: re.Pattern[str] | None
    exact: dict[str, str]
    folded: dict[str, str]
    page: str


ENGLISH = Labels(None, {}, {}, "p.")
"""No labels beside those that every language has."""


@cache
def labels_of(locales: tuple[str, ...]) -> Labels:
    """Return the labels of the languages of ``locales``, texts of CSL locale files, that are not English."""
    found: dict[str, str] = {}
    short = ""
    for xml in locales:
        named = _LANGUAGE.search(xml)
        language = named[1].lower() if named else ""
        if language == "en":
            continue
        try:
            terms = Locale(language, [read(xml)])
        except StyleBroken:  # which has been said
            continue
        for kind, beside in _BESIDE.get(language, {}).items():
            found |= {_plain(label): kind for label in beside.split() if _plain(label) not in found}
        short = short or terms.term("page", "short")
        for kind in dict.fromkeys((*_FIRST, *_KINDS)):
            for name, form in ((name, form) for name in (kind, kind.replace("-", " ")) for form in _FORMS):
                term = terms.terms.get((name, form))
                for label in (term.one, term.several) if term else ():
                    if label.strip():
                        found.setdefault(_plain(label), kind)
    if not found:
        return ENGLISH
    kinds: dict[str, set[str]] = {}
    for label, kind in found.items():
        kinds.setdefault(label.casefold(), set()).add(kind)
    folded = {label: kind for label, (kind, *others) in kinds.items() if not others}
    return Labels(_pattern(found), found, folded, short or "p.")


def label_at(text: str, at: int, labels: Labels) -> tuple[str, int]:
    """Return the kind that the label at ``at`` names, and where the label ends; no kind where none stands there.

    The longest is meant, and of two as long that of the edition's own language.
    """
    kind, end = "", at
    if labels.pattern and (match := labels.pattern.match(text, at)):
        written = _plain(match[0])
        kind = labels.exact.get(written) or labels.folded.get(written.casefold(), "")
        end = match.end() if kind else at
    match = _ENGLISH.match(text, at)
    for written in (match[0], match[0][: match[0].find(".") + 1]) if match else ():  # “p.iv” is written in one
        english, until = LABELS.get(" ".join(written.lower().split()), ""), at + len(written)
        if until <= end or not english:
            continue
        if written[-1] in ".§¶" or not text[until : until + 1].strip("0123456789( \n\t\N{NO-BREAK SPACE}"):
            return english, until
    return kind, end


def known(labels: Labels, initial: str) -> dict[str, str]:
    """Return the labels that begin with ``initial``, as they are written, by themselves in small letters."""
    return {label.casefold(): label for label in (*LABELS, *labels.exact) if label[0].casefold() == initial.casefold()}


def _plain(label: str) -> str:
    """Return ``label`` without what is typed in more than one way: spaces after points, and apostrophes."""
    return re.sub(r"\.\s+", ".", re.sub("['\N{HEBREW PUNCTUATION GERESH}]", "’", " ".join(label.split())))


def _pattern(labels: dict[str, str]) -> re.Pattern[str]:
    """Return the pattern of ``labels``, the longest first; one that ends in a letter is a whole word."""
    each = []
    for label in sorted(labels, key=len, reverse=True):
        written = re.escape(label).replace("\\ ", r"\s+").replace("’", "['’\N{HEBREW PUNCTUATION GERESH}]")
        written = re.sub(r"(?<=\\\.)(?=.)", r"\\s*", written)
        each.append(written + (r"(?![^\W\d_])" if label[-1].isalpha() else ""))
    return re.compile("|".join(each), re.I)
