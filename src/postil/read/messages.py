"""The catalogues of the interface's words: one file for each language, ``messages/<language>.po``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from postil.diagnostics import Report
from postil.read.citing import CSL, shipped
from postil.read.files import read_text
from postil.tongue import ENGLISH, Tongue

MESSAGES = Path(__file__).parent.parent / "messages"

SCRIPT = "script"
"""Where a catalogue says that a word is found which a script says."""


def read_tongue(language: str, report: Report) -> Tongue:
    """Return the words of ``language``: English ones where it has no catalogue."""
    primary = language.partition("-")[0].lower()
    if primary == "en":
        return ENGLISH
    path = next((each for each in (MESSAGES / f"{language}.po", MESSAGES / f"{primary}.po") if each.is_file()), None)
    return ENGLISH._replace(missing=language) if path is None else _catalogue(path, report)


def _catalogue(path: Path, report: Report) -> Tongue:
    from gettext import GNUTranslations  # which no English edition wants
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    words = GNUTranslations(compiled)
    messages = [each for each in catalogue if each.id]
    done = [each for each in messages if not each.fuzzy and _translated(each.string)]
    return Tongue(
        language=path.stem,
        language_name=_language_names(path.stem),
        done=len(done),
        all=len(messages),
        one=words.gettext,
        of=words.ngettext,
        date=_dates(path.stem, report),
        script={
            str(each.id): str(each.string)
            for each in done
            if isinstance(each.id, str) and any(name == SCRIPT for name, _ in each.locations)
        },
    )


def _translated(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _language_names(language: str) -> Callable[[str], str]:
    """Return what languages are called in ``language``, as CLDR has it."""
    from babel import Locale

    locale = Locale.parse(language)
    return lambda tag: locale.languages.get(tag.partition("-")[0].lower(), tag)


def _dates(language: str, report: Report) -> Callable[[int, int, int], str]:
    """Return how dates are said in ``language``: as the text form of its CSL locale has them."""
    from postil.csl.locale import Locale
    from postil.csl.markup import read

    text = read_text(CSL / "locales" / f"locales-{shipped(language)}.xml", report)
    if text is None:
        return ENGLISH.date
    locale = Locale(language, (read(text),))
    parts = locale.dates["text"].children

    def said(year: int, month: int, day: int) -> str:
        ordinal = day == 1 or not locale.first_day_only
        values = {"year": str(year), "month": locale.term(f"month-{month:02}"), "day": str(day)}
        found = []
        for part in parts:
            value = values[part.get("name")]
            if part.get("name") == "day" and part.get("form") == "ordinal" and ordinal:
                value = locale.ordinal(day, locale.gender(f"month-{month:02}"))
            found.append(part.get("prefix") + value + part.get("suffix"))
        return "".join(found)

    return said
