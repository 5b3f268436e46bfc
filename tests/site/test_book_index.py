"""The page of the index: by letter, by number, and from one heading to another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.edition import built, page, written

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from playwright.sync_api import Browser, Page

MANY = "".join(f"Here is Khankendi, number {number}.\n\nHere is nothing.\n\n" for number in range(40))

FILES = {
    "edition.yaml": """\
title: An Edition
note_series:
  - {name: ed, title: Editor’s notes, numbering: letters}
  - {name: tr, title: Translator’s notes, numbering: numbers}
""",
    "places.yaml": """\
entries:
  - {id: country, term: Country, definition: Words.}
  - {id: khankendi, term: Khankendi, forms: [{form: Xankəndi, lang: az}], definition: Words., part_of: [country]}
  - {id: house, term: old house, definition: Words., part_of: [khankendi], see: [khankendi]}
""",
    "one.md": f"""\
---
number: "2"
---
# One

An old house.[^a][^ed:b][^tr:c]

Another old house.

{MANY}

[^a]: An old house.
[^ed:b]: An old house.
[^tr:c]: An old house.
""",
    "two.md": "# Two\n\nA Country with an old house.\n",
}


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition whose index has parts, notes of three voices, and a heading with many numbers."""
    root = tmp_path_factory.mktemp("indexed")
    return built(written(root, FILES), root / "site")


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_lines_of_the_index(indexed: Path) -> None:
    """The chapter by its number or its title; notes that are numbered like the author's by their voice."""
    index = page(indexed / "book-index.html")
    (section,) = index.xpath("//*[@role='doc-index']")
    house = "old house, 2: ¶ 1–2, n. 1, n. a, Translator’s notes, n. 1; Two: ¶ 1"
    many = ", ".join(str(number) for number in range(3, 51, 2))
    rest = ", ".join(str(number) for number in range(51, 83, 2))
    town = f"Khankendi, 2: ¶ {many}"
    more = f"16 more places 2: ¶ {rest}"
    assert [words(each) for each in section] == [
        "C",
        f"Country, Two: ¶ 1 {town}; more under its own heading {more}",
        "K",
        f"{town} {more} {house}",
        "O",
        f"{house}. See also Khankendi",
        "X",
        "Xankəndi, see Khankendi",
    ]
    assert section.xpath(".//*[@lang='az']/text()") == ["Xankəndi"]


def test_an_edition_without_entries_has_no_index(tmp_path: Path) -> None:
    """Nor a link to one."""
    site = built(written(tmp_path, {"one.md": "Words.\n"}), tmp_path / "site")
    assert not (site / "book-index.html").exists()
    assert page(site / "index.html").xpath("//a[contains(@href, 'book-index')]") == []


def test_the_index_of_the_first_edition(site: Path) -> None:
    """Names in Azerbaijani lead to where they are, and a letter to its headings."""
    index = page(site / "book-index.html")
    lines = [words(each) for each in index.xpath("//*[@role='doc-index']/ul/li")]
    assert "Xankəndi, see Khankendi" in lines
    assert "Stepanakert, see Khankendi" in lines
    letters = index.xpath("//nav[@class='letters']//a")
    assert [f"#{each.get('id')}" for each in index.xpath("//*[@role='doc-index']/h2")] == [
        each.get("href") for each in letters
    ]


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def reader(browser: Browser, site: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param, viewport={"width": 360, "height": 700})
    opened = context.new_page()
    opened.goto((site / "index.html").as_uri())
    yield opened
    context.close()


def test_a_reader_finds_a_paragraph_by_another_name(reader: Page) -> None:
    """By keyboard from the letter to the form, from there to the heading, and by its first number to the text."""
    reader.get_by_role("link", name="Registers", exact=True).press("Enter")
    reader.get_by_role("navigation", name="Registers").get_by_role("link", name="Index").press("Enter")
    reader.get_by_role("navigation", name="Headings by first letter").get_by_role("link", name="X").press("Enter")
    reader.wait_for_url("**/book-index.html#i-X")
    line = reader.locator("#i-X + ul li").filter(has_text="Xankəndi")
    line.get_by_role("link", name="Khankendi", exact=True).press("Enter")
    reader.wait_for_url("**#i-place-khankendi")
    number = reader.locator("li:target a[href*='#p-']").first
    said = number.inner_text()
    number.press("Enter")
    reader.wait_for_url("**/end-of-the-war.html#p-*")
    assert reader.locator("p:target > .number").inner_text() == said
