"""The words around the text, in each language that has a catalogue of them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from lxml import html
from playwright.sync_api import Browser

from postil.diagnostics import Report
from postil.read.messages import MESSAGES, read_tongue
from tests.edition import ROOT, built, page, written
from tests.messages import PLACEHOLDER, Word, words
from tests.site.published import published_twice

LANGUAGES = sorted(path.stem for path in MESSAGES.glob("*.po"))
WORDS = words()

FORMS = {"ar": 6, "ru": 3}
"""How many forms a language has for a number of things, where these are not two."""


def catalogue(language: str) -> list[Message]:
    """Return what is translated into ``language``."""
    with (MESSAGES / f"{language}.po").open("rb") as file:
        return [each for each in read_po(file, locale=language) if each.id]


def strings(message: Message) -> list[str]:
    """Return the translation of ``message``: one form, or those for a number of things."""
    string = message.string or ""
    return [string] if isinstance(string, str) else list(string)


def test_there_are_six() -> None:
    """Azerbaijani, Russian, French, Turkish, German and Arabic stand beside English."""
    assert LANGUAGES == ["ar", "az", "de", "fr", "ru", "tr"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_word_and_no_other(language: str) -> None:
    """What templates, modules and scripts say is in it, translated; what none says any more is not."""
    known: dict[Word, object] = {}
    for each in catalogue(language):
        known[each.id if isinstance(each.id, str) else tuple(each.id)] = each
        assert all(strings(each)), f"{each.id} is not translated"
        assert not each.fuzzy
    assert {str(word) for word in WORDS} - {str(word) for word in known} == set()
    assert {str(word) for word in known} - {str(word) for word in WORDS} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_tells_scripts_words(language: str) -> None:
    """A page gets the translations of what its scripts say, and of nothing else."""
    tongue = read_tongue(language, Report())
    assert set(tongue.script) == {word for word, where in WORDS.items() if "script" in where}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_is_the_same(language: str) -> None:
    """A translation has the placeholders of the English words; that of a number of things may leave the number out."""
    for each in catalogue(language):
        if isinstance(each.id, str):
            assert set(PLACEHOLDER.findall(str(each.string))) == set(PLACEHOLDER.findall(each.id)), each.id
        else:
            assert len(strings(each)) == FORMS.get(language, 2)
            for string in strings(each):
                assert set(PLACEHOLDER.findall(string)) <= set(PLACEHOLDER.findall(each.id[1])), each.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_are_the_same(language: str) -> None:
    """A translation has the elements of the English words, with their attributes."""
    for each in catalogue(language):
        if isinstance(each.id, str):
            assert sorted(re.findall(r"<[^>]+>", str(each.string))) == sorted(re.findall(r"<[^>]+>", each.id)), each.id


BARE = ("The words around the text are English: there are none yet in the language of this edition (",)
"""What stands in a template as it is: of a language without a catalogue."""


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_no_template_has_bare_words(path: Path) -> None:
    """What a reader reads of a template is in a catalogue: between tags, and in the attributes that are read."""
    text = re.sub(
        r"\{#.*?#\}|\{% trans.*?endtrans %\}|<code>.*?</code>", "", path.read_text(encoding="utf-8"), flags=re.S
    )
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S)
    for bare in BARE:
        text = text.replace(bare, "")
    read = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', text)
    said = re.sub(r"<[^>]*>", "", text)
    assert re.findall(r"[A-Za-z]{2,}", " ".join([said, *read])) == []


LIKE = re.compile(r"[%{]|about |figure |table |note |page |p\\. |section |of ")
"""How words begin that the text itself may look like."""


def patterns(language: str) -> Iterator[re.Pattern[str]]:
    """Return what fits the English words that are others in ``language``."""
    tongue = read_tongue(language, Report())
    for word in WORDS:
        for one in (word,) if isinstance(word, str) else word:
            said = PLACEHOLDER.split(one)
            if not LIKE.match(one) and len("".join(said)) > 3 and tongue.one(one) != one:
                yield re.compile(".+".join(map(re.escape, said)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_site_has_no_english_left(language: str, tmp_path: Path) -> None:
    """On no page of an edition with versions do English words stand that have others in its language."""
    site = published_twice(tmp_path, language)
    english = list(patterns(language))
    left = {
        (path.name, said)
        for path in site.rglob("*.html")
        for said in _read(page(path))
        if any(pattern.fullmatch(said) for pattern in english)
    }
    assert left == set()


def _read(tree: html.HtmlElement) -> Iterator[str]:
    for text in tree.xpath(
        "//text()[not(ancestor::script or ancestor::pre or ancestor::article)] | //@aria-label | //@title"
    ):
        if str(text).strip():
            yield " ".join(str(text).split())


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("ru", 1, "1 новый абзац"),
        ("ru", 3, "3 новых абзаца"),
        ("ru", 11, "11 новых абзацев"),
        ("ru", 21, "21 новый абзац"),
        ("ar", 1, "فقرة جديدة"),
        ("ar", 2, "فقرتان جديدتان"),
        ("ar", 7, "7 فقرات جديدة"),
        ("ar", 12, "12 فقرة جديدة"),
        ("ar", 100, "100 فقرة جديدة"),
        ("fr", 2, "2 paragraphes nouveaux"),
        ("az", 5, "5 yeni abzas"),
        ("en", 1, "1 paragraph new"),
        ("en", 2, "2 paragraphs new"),
    ],
)
def test_a_number_of_things_is_said_in_its_form(language: str, count: int, said: str) -> None:
    """One, two, a few and many are said as the language says them."""
    tongue = read_tongue(language, Report())
    assert tongue.plural("%(num)d paragraph new", "%(num)d paragraphs new", count) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1 November 2026"),
        ("az-AZ", "1 noyabr 2026"),
        ("ru", "1 ноября 2026 г."),
        ("fr", "1er novembre 2026"),
        ("tr", "1 Kasım 2026"),
        ("de-AT", "1. November 2026"),
        ("ar", "1 نوفمبر 2026"),
    ],
)
def test_a_date_is_said_as_its_language_says_it(language: str, said: str) -> None:
    """Day, month and year stand as the CSL locale of the language has them."""
    assert read_tongue(language, Report()).dated("2026-11-01") == said


def test_a_language_without_words_says_so(tmp_path: Path) -> None:
    """The words are English, and About tells why."""
    site = built(
        written(tmp_path, {"edition.yaml": "title: Izdanje\nlanguage: hr\n", "one.md": "# Jedan\n\nRiječi.\n"}),
        tmp_path / "site",
    )
    said = page(site / "about.html").text_content()
    assert "The words around the text are English: there are none yet in the language of this edition (hr)." in said
    assert "Skip to the content" in said


def test_a_catalogue_that_lacks_words_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """About tells how many are translated; the others are English."""
    (tmp_path / "az.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Notes"\nmsgstr "Qeydlər"\n\n'
        'msgid "Sources"\nmsgstr ""\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("postil.read.messages.MESSAGES", tmp_path)
    site = built(
        written(tmp_path, {"edition.yaml": "title: Nəşr\nlanguage: az\n", "one.md": "# Bir\n\nSözlər.\n"}),
        tmp_path / "site",
    )
    said = page(site / "about.html").text_content()
    assert "1 of 2 of the words around the text are translated; the others are English." in said
    assert "Qeydlər" in said


def test_an_english_edition_reads_no_catalogue(tmp_path: Path) -> None:
    """Babel is not even loaded for it, and its pages load no script of words."""
    content = written(tmp_path, {"one.md": "# One\n\nWords.\n"})
    code = (
        "import sys; from pathlib import Path\n"
        "from postil.diagnostics import Report\nfrom postil.pipeline import build\n"
        "build(Path(sys.argv[1]), Path(sys.argv[2]), Report()); print('babel' in sys.modules, 'gettext' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, content, tmp_path / "site"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT / "src",
    )
    assert done.stdout.split()[0] == "False"
    assert not list((tmp_path / "site/assets").glob("words.*"))


def test_scripts_speak_as_the_page_does(tmp_path: Path, browser: Browser) -> None:
    """The box that finds a place, and what it answers, are in the language of the edition."""
    site = published_twice(tmp_path, "az")
    there = browser.new_page()
    there.goto((site / "one.html").as_uri())
    assert there.locator("label[for=goto]").text_content() == "¶, qeyd, səhifə və ya identifikatora keç"
    there.locator("#goto").fill("99")
    there.locator("#goto").press("Enter")
    there.locator(".tools [role=status]", has_text="Bu səhifədə 99 nömrəli abzas yoxdur; burada 1 – 6 var.").wait_for()
    there.locator("#goto").fill("qeyd 1")
    there.locator("#goto").press("Enter")
    there.locator("#n-1:focus").wait_for()
    there.locator("#text .number").first.click()
    there.locator("dialog h2", has_text="Abzas 1").wait_for()
    assert there.locator("dialog button.main").text_content() == "Köçür"
    there.close()
