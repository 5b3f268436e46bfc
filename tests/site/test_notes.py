"""The page of notes: each with its sentence; filtered and grouped in the browser, and whole without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.edition import page as parsed
from tests.site.published import hosted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROWS = "#rows li[data-series]"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module", params=["folder", "host"])
def base(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Return where the site is: in a folder, and on a host."""
    if request.param == "folder":
        yield f"{site.as_uri()}/"
    else:
        with hosted(site) as address:
            yield address


def shown(page: Page) -> list[str]:
    """Return the numbers of the notes that are shown in their order."""
    return [row.get_attribute("data-number") or "" for row in page.locator(f"{ROWS}:visible").all()]


# Without script


def test_each_note_has_its_sentence_with_the_call_in_it(site: Path) -> None:
    rows = parsed(site / "notes.html").xpath("//*[@id='rows']//li[@data-series]")
    assert len(rows) == 13
    sentences = [" ".join(row.xpath("string(.//*[@class='sentence'])").split()) for row in rows]
    assert sentences[3].startswith("This called into question, in a fundamental way, the West’s claim to primacy")
    assert sentences[3].endswith("as well as on monopoly on patronage.”4")
    assert [row.xpath("string(.//*[@class='sentence']//mark)") for row in rows] == [str(n) for n in range(1, 14)]


def test_each_row_leads_to_itself_to_the_text_and_to_its_section(site: Path) -> None:
    row = parsed(site / "notes.html").get_element_by_id("end-of-the-war.n-hoagland-yerevan")
    links = [(link.get("href"), link.text_content()) for link in row.xpath("./*[@class='links'][1]/a")]
    assert links == [
        ("#end-of-the-war.n-hoagland-yerevan", "#"),
        ("end-of-the-war.html#n-hoagland-yerevan", "Note 8 in the text"),
        ("end-of-the-war.html#will-russia-use", "Will Russia Use the Minsk Group?"),
    ]
    assert row.xpath("./*[@class='links'][1]/a[1]/@aria-label") == ["Link to note 8"]


def test_notes_of_one_source_lead_to_one_another(site: Path) -> None:
    """Each names the source; the first has no note before it, the last none after."""
    notes = parsed(site / "notes.html")
    found = {
        row.get("data-number"): [
            (link.get("href").removeprefix("#end-of-the-war."), link.text_content())
            for link in row.xpath("./*[contains(@class, 'same')]/a")
        ]
        for row in notes.xpath("//*[@id='rows']//li[@data-series]")
    }
    assert found["8"] == [
        ("sources.html#s-hoagland2021", "Does the Minsk Group Still Have a Role?"),
        ("n-hoagland-absolutely", "next, note 9"),
    ]
    assert found["9"][1:] == [("n-hoagland-yerevan", "previous, note 8")]
    assert [words for _, words in found["3"]][1::2] == ["previous, note 1", "previous, note 2"]
    assert found["4"] == []


def test_without_script_the_notes_are_listed_by_source_and_section(browser: Browser, site: Path) -> None:
    """There is no form; both lists lead to every note."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto((site / "notes.html").as_uri())
    assert page.locator(".filter").is_hidden()
    assert len(shown(page)) == 13
    sections = page.locator("[aria-labelledby=by-section] .by > li").all_inner_texts()
    assert sections[0] == "End of the War, But No Peace: 1, 2, 3"
    assert len(sections) == 5
    sources = page.locator("[aria-labelledby=by-source] .by > li")
    assert sources.count() == 12
    hoagland = sources.filter(has_text="Does the Minsk Group Still Have a Role?")
    assert hoagland.inner_text() == "Does the Minsk Group Still Have a Role?: 8, 9"
    hoagland.get_by_role("link", name="9").click()
    assert page.url.endswith("#end-of-the-war.n-hoagland-absolutely")
    context.close()


# With script


def test_what_is_chosen_is_shown_and_stands_in_the_address(page: Page, base: str) -> None:
    page.goto(f"{base}notes.html")
    status = page.locator(".filter [role=status]")
    assert status.inner_text() == "13 of 13 notes"
    page.get_by_label("Source", exact=True).select_option("hoagland2021")
    assert shown(page) == ["8", "9"]
    assert status.inner_text() == "2 of 13 notes"
    assert page.url.endswith("notes.html?source=hoagland2021")
    page.get_by_label("Section", exact=True).select_option(label="The Origins of the Minsk Group (2)")
    assert shown(page) == []
    assert status.inner_text() == "No note is so."
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("!location.search")
    assert len(shown(page)) == 13
    assert page.get_by_role("button", name="Show all").is_hidden()


def test_a_view_can_be_linked_and_back_leads_out_of_it(page: Page, base: str) -> None:
    page.goto(f"{base}notes.html?links=1")
    assert page.get_by_label("With a link").is_checked()
    assert len(shown(page)) == 11
    page.get_by_label("Section", exact=True).select_option(label="Will Russia Use the Minsk Group? (5)")
    some = shown(page)
    assert some == ["8", "9", "10", "11", "12"]
    page.go_back()
    assert len(shown(page)) == 11
    page.go_forward()
    assert shown(page) == some


def test_grouped_by_source_a_note_stands_under_each_of_its_sources(page: Page, base: str) -> None:
    page.goto(f"{base}notes.html?by=source")
    groups = page.locator("#groups > section")
    assert groups.count() == 12
    assert shown(page) == []
    statement = groups.filter(has=page.get_by_role("heading", name="Statement by President of the Republic"))
    assert statement.locator(".rests").all_inner_texts() == ["Note 1", "Note 3"]
    assert page.locator("#groups [id]").count() == 0
    statement.get_by_role("link", name="Note 3", exact=True).click()
    page.wait_for_url("**#end-of-the-war.n-transport-links")


def test_a_linked_note_is_shown_whatever_is_chosen(page: Page, base: str) -> None:
    page.goto(f"{base}notes.html?source=hoagland2021#end-of-the-war.n-smart-cities")
    assert shown(page) == ["8", "9", "13"]
    assert page.locator(".filter [role=status]").inner_text() == "2 of 13 notes"


def test_a_linked_note_is_gone_to_where_notes_are_grouped(page: Page, base: str) -> None:
    """To its copy in the first group that has it; a link within the group leads on to another copy."""
    page.goto(f"{base}notes.html?by=section#end-of-the-war.n-hoagland-yerevan")
    asked = page.locator("#groups .asked")
    assert asked.locator(".rests").inner_text() == "Note 8"
    expect(asked).to_be_focused()
    expect(asked).to_be_in_viewport()
    asked.get_by_role("link", name="next, note 9").click()
    expect(asked.locator(".rests")).to_have_text("Note 9")
    expect(asked).to_be_focused()
    expect(asked).to_be_in_viewport()
    assert shown(page) == []


def test_a_linked_note_is_shown_after_groups_that_lack_it(page: Page, base: str) -> None:
    page.goto(f"{base}notes.html?source=hoagland2021&by=source#end-of-the-war.n-smart-cities")
    assert shown(page) == ["13"]
    assert page.locator("#groups .rests").all_inner_texts() == ["Note 8", "Note 9"]
    expect(page.locator(f"{ROWS}:target")).to_be_in_viewport()


def test_a_link_to_a_note_that_is_hidden_leads_to_it(page: Page, base: str) -> None:
    page.goto(f"{base}notes.html?source=hoagland2021")
    sections = page.locator("[aria-labelledby=by-section]")
    sections.get_by_role("link", name="13", exact=True).click()
    expect(page.locator(f"{ROWS}:target")).to_be_in_viewport()
    assert shown(page) == ["8", "9", "13"]


def test_an_address_that_names_nothing_changes_nothing(page: Page, base: str) -> None:
    page.goto(f"{base}notes.html?source=hoagland2021#100%")
    assert shown(page) == ["8", "9"]


def test_an_unknown_choice_in_the_address_is_none(page: Page, base: str) -> None:
    page.goto(f"{base}notes.html?source=nobody&by=colour")
    assert len(shown(page)) == 13


def test_by_keyboard(page: Page, base: str) -> None:
    """The first field is two steps after the links to the lists; arrows choose, and the status says so."""
    page.goto(f"{base}notes.html")
    page.get_by_role("link", name="By section").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "source"
    page.keyboard.press("ArrowDown")
    page.wait_for_function("location.search.startsWith('?source=')")
    assert 0 < len(shown(page)) < 13


def test_series_are_a_choice_where_there_are_several(page: Page, everything: Path) -> None:
    page.goto((everything / "notes.html").as_uri())
    count = len(shown(page))
    series = page.get_by_label("Series", exact=True)
    words = series.locator("option").all_inner_texts()
    assert words[0] == "All"
    assert len(words) > 2
    series.select_option(label=words[-1])
    assert f"({len(shown(page))})" in words[-1]
    assert 0 < len(shown(page)) < count
