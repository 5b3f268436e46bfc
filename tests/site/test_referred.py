"""What refers to a place is said there: in the text, on its own page, in the notes and in the registers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.edition import author_words, built, page, written

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from playwright.sync_api import Browser, Page

FILES = {
    "edition.yaml": "title: An Edition\n",
    "places.yaml": """\
entries:
  - {id: town, term: Town, definition: 'See [](one.md#first).'}
  - {id: river, term: River, definition: 'By [the town](place:town).'}
""",
    "one.md": """\
# One

## A Section {#section}

{#first}
The first. See [](#section) above. See also [](#section) again, and [](#n-a), [](#listed) and [](#quoted).

{#quoted}
> A quotation.

{#listed}
- An item.
- Another, see [](#first).

The Town.[^a]

[^a]: See [](#first).
""",
    "two.md": "# Two\n\nWords. See [](one.md#section), and [](one.md).\n",
}


@pytest.fixture(scope="module")
def referring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition in which everything is referred to."""
    root = tmp_path_factory.mktemp("referring")
    return built(written(root, FILES), root / "site")


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def lines(chapter: HtmlElement) -> list[tuple[str, str]]:
    """Return the lines of ``chapter`` in the text and in the notes, each with the words before it."""
    found = []
    for line in chapter.xpath("//main//*[@class='referred']"):
        before = line.getprevious()
        found.append(("" if before is None else author_words(before), words(line)))
    return found


def test_a_chapter_says_what_refers_to_its_places(referring: Path) -> None:
    """Under the heading, the paragraph, the quotation, the list, the note: each place once, other chapters by name."""
    assert lines(page(referring / "one.html")) == [
        ("", "Referred to from Two, ¶ 1"),
        ("A Section", "Referred to from ¶ 1, Two, ¶ 1"),
        (
            "The first. See A Section above. See also A Section again, and note 1, ¶ 3 and ¶ 2.",
            "Referred to from ¶ 4, note 1, entry “Town”",
        ),
        ("A quotation.", "Referred to from ¶ 1"),
        ("An item. Another, see ¶ 1.", "¶ 3 is referred to from ¶ 1"),
        ("See ¶ 1.", "Referred to from ¶ 1"),
    ]


def test_the_lines_are_no_words_of_the_text(referring: Path) -> None:
    text = page(referring / "one.html").get_element_by_id("text")
    assert "Referred" not in author_words(text)
    assert text.xpath(".//p[contains(@class, 'referred')]") == []


def test_a_paragraph_s_page_has_every_sentence(referring: Path) -> None:
    """That of a note too; an entry has none."""
    chapter = page(referring / "one.html")
    ids = chapter.xpath("//*[@id='text']//a[@class='number']/parent::*/@id")
    own = page(referring / "p" / f"{ids[0]}.html")
    assert [words(each) for each in own.xpath("//section[@class='referring']//li")] == [
        "¶ 4 Another, see One, ¶ 1.",
        "note 1 See One, ¶ 1.",
        "Entry “Town”",
    ]
    assert own.xpath("//section[@class='referring']//a/@href") == [
        f"../one.html#{ids[3]}",
        "../one.html#n-a",
        "../places.html#e-town",
    ]
    assert page(referring / "p" / f"{ids[4]}.html").xpath("//section[@class='referring']") == []


def test_the_notes_page_and_a_register_say_it(referring: Path) -> None:
    notes = page(referring / "notes.html").xpath("//*[@class='referred']")
    assert [words(each) for each in notes] == ["Referred to from ¶ 1"]
    entry = page(referring / "places.html").get_element_by_id("e-town")
    assert words(entry.xpath(".//p[contains(., 'Referred')]")[0]) == "Referred to from entry “River”"


def test_everything_is_known_at_both_ends(everything: Path) -> None:
    """Each reference of a chapter to a place of the edition has a way back from there."""
    for path in (everything / "one.html", everything / "two.html"):
        chapter = page(path)
        for link in chapter.xpath("//*[@id='text']//a[@class='reference']"):
            name, _, fragment = link.get("href").partition("#")
            other = page(everything / (name or path.name))
            block = link.xpath("ancestor::*[starts-with(@id, 'p-')][1]/@id")[0]
            back = {f"#{block}", f"{path.name}#{block}"}
            target = other.get_element_by_id(fragment) if fragment else other.get_element_by_id("text")
            near = target.xpath(".//*[@class='referred'] | following::*[@class='referred']")[0]
            assert back & set(near.xpath(".//a/@href")), link.get("href")


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def reader(browser: Browser, referring: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param, viewport={"width": 360, "height": 700})
    opened = context.new_page()
    opened.goto((referring / "one.html").as_uri())
    yield opened
    context.close()


def test_a_reader_goes_there_and_back(reader: Page) -> None:
    """By the reference to the section, and from its line to the paragraph and to the other chapter."""
    reader.locator("#text a.reference").first.click()
    reader.wait_for_url("**/one.html#section")
    line = reader.locator("#section + .referred")
    line.get_by_role("link", name="¶ 1", exact=True).click()
    assert reader.locator("p:target").inner_text().replace("\n", " ").endswith("¶ 2.")
    line.get_by_role("link", name="Two, ¶ 1").click()
    reader.wait_for_url("**/two.html#p-*")


def test_a_note_of_everything_that_refers_to_a_paragraph_is_known_there(everything: Path) -> None:
    """After its sentence's paragraph and before the entry and the editorial statement."""
    chapter = page(everything / "one.html")
    named = chapter.get_element_by_id("named").getparent()
    assert words(named.getnext()) == "Referred to from ¶ 2, note 6, entry “due”, the editorial statement"
