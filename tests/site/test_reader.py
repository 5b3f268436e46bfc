"""A reader without script, with the pages in a folder: everything by clicking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page


@pytest.fixture
def reader(browser: Browser, site: Path) -> Iterator[Page]:
    """Return the chapter's page, opened from the folder, in a browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1024, "height": 768})
    page = context.new_page()
    page.goto((site / "end-of-the-war.html").as_uri())
    yield page
    context.close()


def at(page: Page) -> str:
    """Return the page's file name and fragment."""
    return page.url.rpartition("/")[2]


def sees(target: Locator) -> bool:
    """Return whether ``target`` stands within the window: where the reader looks."""
    box = target.bounding_box()
    return box is not None and box["height"] > 0 and -box["height"] < box["y"] < 768


def follow(page: Page, link: Locator) -> str:
    """Click ``link`` and return where it led, which the reader then sees."""
    link.click()
    page.wait_for_load_state()
    here = at(page)
    fragment = here.partition("#")[2]
    if fragment:
        assert sees(page.locator(f"[id='{fragment}']")), here
    return here


def test_from_each_call_to_its_note_and_back(reader: Page) -> None:
    """Thirteen times: the call leads to its note, the note's arrow to the call."""
    calls = reader.locator("article a[role=doc-noteref]")
    assert calls.count() == 13
    for number in range(13):
        call = calls.nth(number)
        note = follow(reader, call)
        assert note == "end-of-the-war.html" + (call.get_attribute("href") or "")
        item = reader.locator(f"[id='{note.partition('#')[2]}']")
        back = follow(reader, item.get_by_role("link", name=f"Back to the text, note {number + 1}", exact=True))
        assert back == "end-of-the-war.html#" + (call.get_attribute("id") or "")


def test_from_a_note_to_its_source_and_from_the_source_to_the_sentence(reader: Page) -> None:
    """Note 9 leads to its source; the source leads back to both sentences that rest on it."""
    note = reader.locator("#n-hoagland-absolutely")
    assert follow(reader, note.get_by_role("link", name="Does the Minsk Group Still Have a Role?")) == (
        "sources.html#s-hoagland2021"
    )
    places = reader.locator("#s-hoagland2021 .places a")
    assert places.all_inner_texts() == ["¶ 26, note 8", "¶ 26, note 9", "Entry “Richard Hoagland”"]
    assert "likely to continue bumping along" in reader.locator("#s-hoagland2021 .places li").nth(1).inner_text()
    assert follow(reader, places.nth(1)) == "end-of-the-war.html#call-hoagland-absolutely-chfhw"


def test_from_a_term_to_its_entry_and_back(reader: Page) -> None:
    """The first word of the glossary in the text leads to its entry, and the entry to the paragraph."""
    term = reader.locator("article a.entry").first
    words, block = term.inner_text(), term.locator("xpath=ancestor::p[1]").get_attribute("id")
    entry = follow(reader, term)
    assert entry == "glossary.html#e-silk-road-region"
    place = reader.locator("#e-silk-road-region .places a").first
    assert words in place.locator("xpath=..").inner_text()
    assert follow(reader, place) == f"end-of-the-war.html#{block}"


def test_from_each_cross_reference_to_its_target(reader: Page) -> None:
    """Eleven places of the text lead to what they speak of."""
    links = reader.locator("article a.reference")
    targets = []
    for number in range(links.count()):
        targets.append(follow(reader, links.nth(number)).partition("#")[2])
        reader.go_back()
    assert len(targets) == 11
    assert targets[4] == "n-hoagland-yerevan"
    assert len(set(targets)) == 10


def test_from_the_title_page_through_the_edition(reader: Page) -> None:
    """From the title page each page is one click away, and says in its title where one is."""
    follow(reader, reader.get_by_role("navigation", name="Edition").get_by_role("link", name="Contents"))
    assert at(reader) == "index.html"
    for name, title in (
        ("Text", "End of the War, But No Peace – Liberated Karabakh"),
        ("Notes", "Notes – Liberated Karabakh"),
        ("Sources", "Sources – Liberated Karabakh"),
        ("Registers", "Glossary – Liberated Karabakh"),
        ("About", "About – Liberated Karabakh"),
    ):
        follow(reader, reader.get_by_role("navigation", name="Edition").get_by_role("link", name=name))
        assert reader.title() == title
    follow(reader, reader.get_by_role("navigation", name="Edition").get_by_role("link", name="Registers"))
    for name in ("People", "Places", "Organisations", "Events", "Glossary"):
        follow(reader, reader.get_by_role("navigation", name="Registers").get_by_role("link", name=name))
        assert reader.title() == f"{name} – Liberated Karabakh"


def test_each_section_from_the_contents(reader: Page) -> None:
    """Each of the five sections is reached from the title page."""
    for number in range(5):
        follow(reader, reader.get_by_role("navigation", name="Edition").get_by_role("link", name="Contents"))
        link = reader.locator("ol.contents ul a").nth(number)
        words = link.inner_text()
        target = follow(reader, link).partition("#")[2]
        assert reader.locator(f"#{target}").inner_text() == words


def test_a_paragraph_number_leads_to_its_own_page_and_back(reader: Page) -> None:
    """The number in the margin leads to the paragraph's citations, and a screen reader hears what it is for."""
    number = reader.get_by_role("link", name="Paragraph 14, cite", exact=True)
    block = number.locator("xpath=..").get_attribute("id")
    assert follow(reader, number) == f"{block}.html"
    assert reader.locator("#words").inner_text().startswith("An examination of the Russian foreign policy paradigm")
    assert follow(reader, reader.get_by_role("link", name="¶ 14")) == f"end-of-the-war.html#{block}"


def test_from_a_note_on_the_notes_page_to_the_sentence(reader: Page) -> None:
    """The notes page has each note with its sentence, which leads to the call."""
    follow(reader, reader.get_by_role("navigation", name="Edition").get_by_role("link", name="Notes"))
    row = reader.locator("[id='end-of-the-war.n-minsk-conference']")
    assert "goal of achieving a final settlement of the conflict." in row.inner_text()
    assert follow(reader, row.locator(".places a").first) == "end-of-the-war.html#call-minsk-conference-tvp08"


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_page_scrolls_sideways(browser: Browser, site: Path, width: int) -> None:
    """At each width, from a phone at 400 % zoom to a desk, every page fits the window."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in sorted(site.glob("*.html")):
        page.goto(path.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path.name
    context.close()


def test_copied_text_has_no_numbers(browser: Browser, site: Path) -> None:
    """Paragraph numbers are not part of a selection."""
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / "end-of-the-war.html").as_uri())
    copied = page.evaluate(
        "() => { const block = document.querySelectorAll('article p')[13];"
        " getSelection().selectAllChildren(block); return getSelection().toString(); }"
    )
    assert copied.startswith("An examination of the Russian foreign policy paradigm")
    context.close()
