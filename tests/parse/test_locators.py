"""Locators in the language of the edition: told by the terms of its locale."""

from pathlib import Path

import pytest

from postil.diagnostics import Report
from postil.manuscript import Manuscript
from postil.nodes import Cite
from postil.parse import locators as module
from postil.parse import parse, parse_blocks
from postil.parse.locators import ENGLISH, LABELS, labels_of
from postil.tree import find, words
from tests.cases import diagnostics

FOLDER = Path(module.__file__).parent.parent / "csl" / "locales"
AMERICAN = (FOLDER / "locales-en-US.xml").read_text(encoding="utf-8")
LANGUAGES = sorted(path.stem.removeprefix("locales-") for path in FOLDER.glob("locales-*.xml"))


def locales(language: str) -> tuple[str, ...]:
    """Return the texts that an edition in ``language`` has."""
    return (FOLDER / f"locales-{language}.xml").read_text(encoding="utf-8"), AMERICAN


def read(text: str, language: str, report: Report | None = None) -> list[tuple[str, str, str]]:
    """Return kind, locator and suffix of each source cited in ``text``."""
    chapter = parse(Manuscript("one.md", "one", text), report or Report(), locales=locales(language))
    return [(cite.locator_kind, cite.locator, words(cite.suffix)) for cite in find(chapter, Cite)]


@pytest.mark.parametrize(
    ("language", "written", "kind", "locator"),
    [
        ("ar", "ص. 5", "page", "5"),
        ("ar", "ص. ٥–٧", "page", "٥–٧"),
        ("az-AZ", "s. 11", "page", "11"),
        ("az-AZ", "s.v. 11", "sub-verbo", "11"),
        ("az-AZ", "s. v", "page", "v"),
        ("az-AZ", "C. 2", "volume", "2"),
        ("de-DE", "S. 11", "page", "11"),
        ("de-DE", "S.11", "page", "11"),
        ("de-DE", "Seiten 11-13", "page", "11-13"),
        ("de-DE", "s. 11", "page", "11"),
        ("de-DE", "s. v. 3", "sub-verbo", "3"),
        ("de-DE", "s.v. 3", "sub-verbo", "3"),
        ("de-DE", "Bde. ii, iv", "volume", "ii, iv"),
        ("de-DE", "{Anm. 3 a}", "note", "3 a"),
        ("de-DE", "p. 11", "page", "11"),
        ("de-DE", "chap. 3", "chapter", "3"),
        ("es-ES", "cap. 3", "chapter", "3"),
        ("es-ES", "págs. 3--5", "page", "3--5"),
        ("es-ES", "n.º 4", "issue", "4"),
        ("fa-IR", "صفحات ۳", "page", "۳"),
        ("fr-FR", "t. 2", "volume", "2"),
        ("fr-FR", "nº 4", "issue", "4"),
        ("fr-FR", "§ 4", "paragraph", "4"),
        ("he-IL", "עמ׳ 5", "page", "5"),
        ("he-IL", "עמ' 5", "page", "5"),
        ("ja-JP", "ページ5", "page", "5"),
        ("nl-NL", "pagina's 5", "page", "5"),
        ("ru-RU", "с. 11", "page", "11"),
        ("ru-RU", "С. 11–12", "page", "11–12"),
        ("ru-RU", "стр. 11", "page", "11"),
        ("ru-RU", "тт. 1, 2", "volume", "1, 2"),
    ],
)
def test_a_locator_is_told_in_the_language_of_the_edition(language: str, written: str, kind: str, locator: str) -> None:
    report = Report()
    assert read(f"[@a, {written}]", language, report) == [(kind, locator, "")]
    if not written.startswith("{"):
        assert read(f"@a [{written}]", language, report) == [(kind, locator, "")]
    assert diagnostics(report) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_a_locale_tells_a_locator(language: str) -> None:
    """Whatever label a locale has, a number after it is a locator of that kind."""
    for label, kind in labels_of(locales(language)).exact.items():
        assert read(f"[@a, {label} 12]", language) == [(kind, "12", "")], label


@pytest.mark.parametrize("language", LANGUAGES)
def test_english_labels_are_read_in_every_language(language: str) -> None:
    """Where the language does not have the word for another kind, it is what it is in English."""
    own = labels_of(locales(language))
    for label, kind in LABELS.items():
        wanted = own.exact.get(label.replace(". ", ".")) or own.folded.get(label, kind)
        assert read(f"[@a, {label} 12]", language) == [(wanted, "12", "")], label


def test_an_english_edition_has_no_labels_but_english() -> None:
    """So its locales are never read as XML."""
    assert labels_of(locales("en-GB")) is ENGLISH
    assert labels_of(()) is ENGLISH


def test_a_locale_that_is_broken_tells_no_locators() -> None:
    """That it is broken is said where it is read."""
    assert labels_of(('<locale xml:lang="de"><terms>', AMERICAN)) is ENGLISH


def test_both_the_editions_own_locale_and_that_of_postil_tell_locators() -> None:
    """The words of the file beside the edition go first."""
    terms = '<terms><term name="folio">Bd.</term></terms>'
    own = f'<locale xml:lang="de" xmlns="http://purl.org/net/xbiblio/csl">{terms}</locale>'
    labels = labels_of((own, *locales("de-DE")))
    assert (labels.exact["Bd."], labels.exact["S."]) == ("folio", "page")


def test_words_are_not_labels() -> None:
    """A label is a whole word, and a number follows it."""
    assert read("[@a, Seitenzahl 5] [@a, Seite und Bild]", "de-DE") == [
        ("", "", ", Seitenzahl 5"),
        ("", "", ", Seite und Bild"),
    ]


def test_entries_have_the_labels_too() -> None:
    blocks = parse_blocks(Manuscript("one.md", "one", "[@a, S. 5]"), Report(), locales=locales("de-DE"))
    assert [cite.locator for cite in find(blocks, Cite)] == ["5"]


def test_what_is_offered_for_an_unknown_label_is_of_the_language() -> None:
    """The nearest label, and the page as the language has it; English where that is nearer."""
    report = Report()
    read("[@a, seitte 5] [@a, minute 5] [@a, chapt 5]", "de-DE", report)
    assert [one.hint.partition(" If ")[0] for one in report.diagnostics] == [
        "Did you mean “Seite 5”?",
        "Write what styles know, such as S. 5.",
        "Did you mean “chapter 5”?",
    ]


def test_a_label_of_the_language_without_a_number_is_told() -> None:
    report = Report()
    read("[@a, S. ]", "de-DE", report)
    assert diagnostics(report) == (
        "1:6+2 warning: the citation is only half read: “S.” has no number after it [citation-half]\n"
    )
