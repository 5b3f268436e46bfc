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


_NAMES = dict(
    name.split(" ", 1)  # of a language by its tag, as CLDR has them
    for name in (
        "ab Abkhazian; am Amharic; ar Arabic; az Azerbaijani; be Belarusian; bg Bulgarian; bn Bangla; bo Tibetan; "
        "bs Bosnian; ca Catalan; ckb Central Kurdish; cs Czech; cy Welsh; da Danish; de German; el Greek; en "
        "English; eo Esperanto; es Spanish; et Estonian; eu Basque; fa Persian; fi Finnish; fr French; ga Irish; gd "
        "Scottish Gaelic; gez Geez; grc Ancient Greek; gu Gujarati; he Hebrew; hi Hindi; hr Croatian; hu Hungarian; "
        "hy Armenian; id Indonesian; is Icelandic; it Italian; ja Japanese; ka Georgian; kk Kazakh; km Khmer; ko "
        "Korean; ku Kurdish; ky Kyrgyz; la Latin; lb Luxembourgish; lo Lao; lt Lithuanian; lv Latvian; lzh Literary "
        "Chinese; mk Macedonian; ml Malayalam; mn Mongolian; mr Marathi; ms Malay; mt Maltese; my Burmese; nb "
        "Norwegian Bokmål; ne Nepali; nl Dutch; nn Norwegian Nynorsk; no Norwegian; oc Occitan; os Ossetic; pa "
        "Punjabi; pl Polish; ps Pashto; pt Portuguese; ro Romanian; ru Russian; sa Sanskrit; sk Slovak; sl "
        "Slovenian; so Somali; sq Albanian; sr Serbian; sv Swedish; sw Swahili; syr Syriac; ta Tamil; te Telugu; tg "
        "Tajik; th Thai; ti Tigrinya; tk Turkmen; tr Turkish; tt Tatar; ug Uyghur; uk Ukrainian; ur Urdu; uz Uzbek; "
        "vi Vietnamese; yi Yiddish; zh Chinese; zu Zulu"
    ).split("; ")
)


def language_name(tag: str) -> str:
    """Return what the language ``tag`` is called in English: the tag itself of one that few name."""
    return _NAMES.get(tag.partition("-")[0].lower(), tag)


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
