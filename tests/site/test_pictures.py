"""The timeline and the maps in a browser: links in order, names, one drawing of the two, and room for all words."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EVENTS = [
    "15 March 44 BC Assembly of Rome",
    "about 1750 Founding",
    "1988–1994 Long war",
    "24 March 1992 Talks",
    "May 1994 Truce",
    "10 November 2020 – Mission",
    "19 September 2023 Réimpression after this text was published (2021)",
    "2025 Office closed after this text was published (2021)",
]

PLACES = ["Aghdam", "Khankendi", "Lachin", "Shusha"]
VENUES = ["Key West", "Wien"]


def opened(browser: Browser, path: Path, wide: int = 1280, **options: object) -> Page:
    """Return the page ``path`` without script: what is drawn needs none."""
    context = browser.new_context(viewport={"width": wide, "height": 900}, java_script_enabled=False, **options)  # type: ignore[arg-type]  # what the caller knows
    page = context.new_page()
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("wide", [320, 360, 768, 1440])
def test_events_are_a_list_of_links_in_the_order_of_time(browser: Browser, pictured: Path, wide: int) -> None:
    """At every width a screen reader has each once, with its dates, and told apart where it is later than the text."""
    page = opened(browser, pictured / "events.html", wide)
    line = page.get_by_role("list", name="Timeline", exact=True)
    assert line.count() == 1
    assert line.get_by_role("listitem").count() == len(EVENTS)
    snapshot = line.aria_snapshot()
    assert [each.partition('link "')[2].partition('"')[0] for each in snapshot.splitlines() if "link" in each] == EVENTS
    page.context.close()


@pytest.mark.parametrize("wide", [320, 360, 768, 1440])
def test_places_are_lists_of_links_by_their_names(browser: Browser, pictured: Path, wide: int) -> None:
    page = opened(browser, pictured / "places.html", wide)
    for title, names in (("Map 1", PLACES), ("Map 2", VENUES)):
        map = page.get_by_role("group", name=title, exact=True)
        assert map.count() == 1
        links = map.get_by_role("list").get_by_role("listitem").get_by_role("link")
        assert [each.strip() for each in links.all_text_contents()] == names
    page.context.close()


@pytest.mark.parametrize("wide", [320, 360, 768, 1440])
@pytest.mark.parametrize("name", ["events", "places"])
@pytest.mark.parametrize("which", ["pictured", "pictured_leftwards"])
def test_no_words_are_upon_others_or_out_of_sight(
    browser: Browser, request: pytest.FixtureRequest, which: str, name: str, wide: int
) -> None:
    """In the fonts that are really there, whichever way the edition is read."""
    folder: Path = request.getfixturevalue(which)
    page = opened(browser, folder / f"{name}.html", wide)
    found = page.locator(".picture div:visible svg text:visible")
    boxes = [box for each in found.all() if (box := each.bounding_box())]
    assert len(boxes) > 6
    for box in boxes:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= wide
    if name == "places":  # the two columns of the timeline are one text
        labels = [box for each in page.locator(".picture div:visible a text").all() if (box := each.bounding_box())]
        for one, other in combinations(labels, 2):
            apart = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
            below = one["y"] + one["height"] <= other["y"] + 4 or other["y"] + other["height"] <= one["y"] + 4
            assert apart or below
    page.context.close()


def test_the_keyboard_goes_along_the_line(browser: Browser, pictured: Path) -> None:
    """Tab goes from event to event, what has the focus is seen to have it, and Enter leads to the entry."""
    page = opened(browser, pictured / "events.html")
    links = page.locator(".wide a")
    links.first.focus()
    for at in range(len(EVENTS)):
        address = links.nth(at).get_attribute("href")
        assert page.locator(".wide a:focus").get_attribute("href") == address
        field = page.locator(".wide a:focus-visible .field")
        assert field.evaluate("element => getComputedStyle(element).strokeWidth") == "2px"
        assert field.evaluate("element => getComputedStyle(element).stroke") != "none"
        if at < len(EVENTS) - 1:
            page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#e-closed")
    page.context.close()


def test_later_events_have_hollow_marks(browser: Browser, pictured: Path) -> None:
    """Where a system has colours of its own, too."""
    for forced in ("none", "active"):
        page = opened(browser, pictured / "events.html", forced_colors=forced)
        fills = [
            each.evaluate("element => getComputedStyle(element).fill") for each in page.locator(".wide circle").all()
        ]
        paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert [each == paper for each in fills] == [False] * 6 + [True] * 2
        page.context.close()


def test_the_table_has_what_the_maps_have(browser: Browser, pictured: Path) -> None:
    page = opened(browser, pictured / "places.html")
    page.get_by_text("Table of the places with their coordinates").click()
    table = page.get_by_role("table")
    assert table.get_by_role("rowheader").all_text_contents() == sorted([*PLACES, *VENUES])
    assert table.get_by_role("row").nth(2).text_content() == "Key West24.555° N, 81.78° W"
    assert table.get_by_role("link").first.get_attribute("href") == "#e-aghdam"
    page.context.close()


def test_on_paper_there_is_one_drawing_and_the_table(browser: Browser, pictured: Path) -> None:
    page = opened(browser, pictured / "places.html", 794)
    page.emulate_media(media="print")
    assert page.locator(".picture .wide:visible").count() == 2
    assert page.locator(".picture .narrow:visible").count() == 0
    assert page.get_by_role("table").is_visible()
    page.context.close()


def test_an_edition_without_dates_or_coordinates_has_no_pictures(arabic: Path, pictured: Path) -> None:
    """Nor their stylesheet."""
    assert "lists." in (pictured / "events.html").read_text(encoding="utf-8")
    for path in arabic.glob("*.html"):
        assert "picture" not in path.read_text(encoding="utf-8")
    assert "assets/lists." not in (arabic / "glossary.html").read_text(encoding="utf-8")
