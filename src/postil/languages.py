"""What is known of a tongue by its tag: which way it is written, with or without spaces, and its quotation marks."""

from __future__ import annotations

from functools import cache

TAG = r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
"""A language tag (BCP 47): language, script, region, variants."""

ADVICE = "Use a language tag: ru, de-AT, az-Arab, zh-Hant."
"""What to write where a tag is none."""

_LEFTWARD = frozenset("ar arc ckb dv fa he iw ji nqo ps sd sdh syr ug ur yi azb glk lrc mzn pnb".split())
"""Languages written from right to left, where the tag names no script."""

_LEFTWARD_SCRIPTS = frozenset("Adlm Arab Aran Armi Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa Yezi".split())

UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Letters of scripts that put no spaces between words, as ranges of a pattern."""

FAMILY_FIRST = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
"""Names in letters of which the family's is said first, and without a space: 林知秋."""

_QUOTES = {
    "ar": "«»”“",
    "az": "“”‘’",
    "cs": "„“‚‘",
    "da": "»«›‹",
    "de": "„“‚‘",
    "es": "«»“”",
    "fa": "«»‹›",
    "fr": ("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»", "“", "”"),
    "he": "””’’",
    "hr": "„”‘’",
    "hy": "«»“”",
    "it": "«»“”",
    "ja": "「」『』",
    "pl": "„”«»",
    "pt": "“”‘’",
    "ru": "«»„“",
    "sv": "””’’",
    "tr": "“”‘’",
    "uk": "«»„“",
    "zh-hant": "「」『』",
    "zh-hk": "「」『』",
    "zh-mo": "「」『』",
    "zh-tw": "「」『』",
}


@cache
def direction(tag: str) -> str:
    """Return ``rtl`` or ``ltr``: which way what is in the language ``tag`` is written."""
    language, *others = tag.split("-")
    script = next((each.capitalize() for each in others if len(each) == 4 and each.isalpha()), "")
    leftward = script in _LEFTWARD_SCRIPTS if script else language.lower() in _LEFTWARD
    return "rtl" if leftward else "ltr"


def quotes(tag: str) -> tuple[str, ...]:
    """Return the quotation marks of the language ``tag``: outer opening and closing, inner opening and closing."""
    language, *others = tag.lower().split("-")
    marks = next((_QUOTES[f"{language}-{each}"] for each in others if f"{language}-{each}" in _QUOTES), None)
    return tuple(marks or _QUOTES.get(language, "“”‘’"))
