"""How an edition cites: the settings under ``citations``, the style and the locales that they name.

The files are read as texts here: whoever formats citations reads their XML, and only where something is cited.
"""

from __future__ import annotations

import re
from pathlib import Path

from postil.csl.markup import StyleBroken, read
from postil.diagnostics import Report, Rule
from postil.edition import Citing
from postil.manuscript import Span
from postil.read.fields import Fields
from postil.read.files import read_text, shown
from postil.read.yaml import Mapping, Scalar

CSL = Path(__file__).parent.parent / "csl"

STYLES = ("chicago-notes", "chicago-author-date", "mla", "apa")
"""The styles that come with Postil; the first is an edition’s that names none."""

OFFERED = ("chicago-notes", "mla", "apa")
"""Those in which readers are told how to cite the edition."""

LOCALES = (
    "en-US",  # English stands in for languages that are not here, and for words that a locale lacks
    "en-GB",
    "ar",
    "az-AZ",
    "bg-BG",
    "de-DE",
    "es-ES",
    "fa-IR",
    "fr-FR",
    "he-IL",
    "hy-AM",
    "it-IT",
    "ja-JP",
    "ko-KR",
    "nl-NL",
    "pl-PL",
    "pt-PT",
    "pt-BR",
    "ru-RU",
    "sv-SE",
    "tr-TR",
    "uk-UA",
    "zh-CN",
    "zh-TW",
)
"""The locales that come with Postil. The first of a language is that of its dialects that are not here."""

TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"

TRADITIONAL = ("zh-hant", "zh-hk", "zh-mo")
"""The Chinese that is written as in Taiwan."""


def read_citing(fields: Fields, folder: Path, report: Report) -> Citing:
    """Return how the edition in ``folder``, whose edition.yaml ``fields`` are, cites.

    A style that is not to be had is reported; the first of ``STYLES`` stands in for it.
    """
    settings = fields.value("citations")
    if isinstance(settings, Mapping):
        own = Fields(settings, "citations", report)
    else:
        own = Fields(Mapping({}, {}, fields.where("citations")), "citations", report)
        if settings is not None:
            advice = "Write below it, indented, lines such as style: mla"
            fields.wrong("citations", settings, "a mapping of keys", advice)
    style = own.scalar("style")
    name, path, xml = _style(style, folder, report)
    locale = _locale(own) or _language(fields) or _default_locale(xml) or LOCALES[0]
    citing = Citing(
        style=name,
        path=shown(path),
        xml=xml,
        locale=locale,
        locales=_locales(own, folder, locale, report),
        offered=tuple((each, read_text(CSL / "styles" / f"{each}.csl", report) or "") for each in OFFERED),
        repeats=own.matching("repeats", "full|short|ibid", "Write full, short or ibid.")
        or ("short" if name in STYLES else "ibid"),
        bare=own.matching("addresses", "whole|bare", "Write whole, or bare for addresses without https://") == "bare",
        grouped=own.flag("grouped"),
        lists=own.flag("works_cited"),
        span=own.where("style"),
    )
    own.done()
    return citing


def _language(fields: Fields) -> str:
    """Return the language that the edition names, if it is one: others report on it."""
    value = fields.mapping.items.get("language")
    return value.text if isinstance(value, Scalar) and re.fullmatch(TAG, value.text) else ""


def _locale(own: Fields) -> str:
    """Return the locale that the settings name."""
    return own.matching("locale", TAG, "Use a language tag: en-US, de, pt-BR.")


def _style(named: Scalar | None, folder: Path, report: Report) -> tuple[str, Path, str]:
    """Return the name, the file and the text of the style that is ``named``."""
    if named is not None and named.text not in STYLES:
        xml = _own_style(named, folder, report)
        if xml is not None:
            return named.text, folder / named.text, xml
    name = named.text if named is not None and named.text in STYLES else STYLES[0]
    path = CSL / "styles" / f"{name}.csl"
    return name, path, read_text(path, report) or ""


def _own_style(named: Scalar, folder: Path, report: Report) -> str | None:
    """Return the text of the style in the edition's own folder, or None where it cannot be used."""
    name, path = named.text, folder / named.text
    inside = path.resolve().is_relative_to(folder.resolve())
    if not name.lower().endswith(".csl") or not inside or not path.is_file():
        files = sorted(file.name for file in folder.iterdir() if file.suffix.lower() == ".csl")
        close = report.nearest(name.lower(), [*STYLES, *files])
        if f"{name}.csl" in files:
            close = f"{name}.csl"
        otherwise = f"Styles that are here: {', '.join((*STYLES, *files))}. Others are files beside edition.yaml."
        advice = f"Did you mean “{close}”?" if close else otherwise
        report.add(Rule.STYLE_MISSING, named.span, name=name, advice=advice)
        return None
    xml = read_text(path, report)
    if xml is None:
        return None
    head = re.search(r"<style\b[^>]*>", xml)
    version = re.search(r"\bversion\s*=\s*[\"']([^\"']*)", head[0] if head else "")
    if version and not re.fullmatch(r"1\.0(\.\d+)?", version[1]):
        span = Span(shown(path), xml.count("\n", 0, head.start() if head else 0) + 1)
        report.add(Rule.STYLE_VERSION, span, version=version[1])
    if head and not re.search(r"<citation\b", xml):
        for link in re.finditer(r"<link\b[^>]*>", xml):
            parent = re.search(r"\bhref\s*=\s*[\"']([^\"']*)", link[0])
            if parent and "independent-parent" in link[0]:
                line = xml.count("\n", 0, link.start()) + 1
                column = link.start() - xml.rfind("\n", 0, link.start())
                file = parent[1].rstrip("/").rpartition("/")[2].removesuffix(".csl") + ".csl"
                span = Span(shown(path), line, column, len(link[0]))
                report.add(Rule.STYLE_DEPENDENT, span, name=name, file=file, address=parent[1])
                return None
    return xml


def _default_locale(xml: str) -> str:
    found = re.search(r"<style\b[^>]*\bdefault-locale\s*=\s*[\"']([^\"']*)", xml)
    return found[1] if found and re.fullmatch(TAG, found[1]) else ""


def _locales(own: Fields, folder: Path, locale: str, report: Report) -> tuple[str, ...]:
    """Return the texts of the locales that are wanted, in the order of their precedence."""
    ours = shipped(locale)
    primary = locale.partition("-")[0].lower()
    beside = {path.name.lower(): path for path in folder.glob(f"locales-{primary}*.xml")}
    names = (f"locales-{tag}.xml".lower() for tag in (locale, ours, primary))
    first = next((name for name in (*names, *sorted(beside)) if name in beside), "")
    named = own.mapping.items.get("locale")
    if isinstance(named, Scalar) and named.text == locale and not ours and not first:
        advice = f"Use one of {', '.join(LOCALES)}; or put the file locales-{locale}.xml beside edition.yaml."
        own.invalid("locale", named, advice)
    own_text = read_text(beside[first], report) if first else None
    if own_text is not None:
        try:
            read(own_text)
        except StyleBroken as broken:
            span = Span(shown(beside[first]), broken.line, broken.column)
            report.add(Rule.LOCALE_BROKEN, span, problem=broken.problem)
            own_text = None
    paths = [CSL / "locales" / f"locales-{tag}.xml" for tag in dict.fromkeys((ours, LOCALES[0])) if tag]
    texts = (own_text, *(read_text(path, report) for path in paths))
    return tuple(text for text in texts if text is not None)


def shipped(language: str) -> str:
    """Return the locale that Postil has for ``language``; nothing where it has none."""
    wanted = language.lower()
    if wanted.startswith(TRADITIONAL):
        return "zh-TW"
    tags = [tag for tag in LOCALES if tag.lower() == wanted]
    tags += [tag for tag in LOCALES if tag.lower().partition("-")[0] == wanted.partition("-")[0]]
    return next(iter(tags), "")
