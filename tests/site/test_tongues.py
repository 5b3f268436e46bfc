"""Editions in Arabic and Chinese as they look: on the other side, and upright."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from postil.read.edition import PAGES
from tests.edition import built, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect, Locator, Page

Open = Callable[[Path], "Page"]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Return a function that opens the chapter of a site with one chapter, in a window of 1440 pixels."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})

    def opened(site: Path) -> Page:
        page = context.new_page()
        (chapter,) = (path for path in site.glob("*.html") if path.stem not in PAGES)
        page.goto(chapter.as_uri())
        return page

    yield opened
    context.close()


def box(found: Locator) -> FloatRect:
    box = found.bounding_box()
    assert box is not None
    return box


def style(found: Locator, name: str) -> str:
    """Return the value of the property ``name`` of an element."""
    value: str = found.evaluate("(element, name) => getComputedStyle(element).getPropertyValue(name)", name)
    return value


def test_arabic_numbers_stand_at_the_right(opened: Open, arabic: Path) -> None:
    """Each paragraph's number is in the margin before its text: at the right, also beside English words."""
    page = opened(arabic)
    text = box(page.locator("#text"))
    lefts = {round(box(number)["x"]) for number in page.locator("#text .number").all()}
    assert all(left >= text["x"] + text["width"] for left in lefts)


def test_the_arabic_outline_stands_at_the_right(opened: Open, arabic: Path) -> None:
    page = opened(arabic)
    text = box(page.locator("#text"))
    assert box(page.locator(".outline"))["x"] > text["x"] + text["width"]


def test_an_arabic_note_is_numbered_at_the_right(opened: Open, arabic: Path) -> None:
    """The note's words begin at the right edge, and the way back points there."""
    page = opened(arabic)
    back = page.locator(".notes .back").first
    assert (style(page.locator("#notes li").first, "direction"), back.text_content()) == ("rtl", "↪\ufe0e")


def test_an_english_quotation_reads_from_the_left(opened: Open, arabic: Path) -> None:
    quotation = opened(arabic).locator("#text blockquote")
    assert (style(quotation, "direction"), style(quotation.locator("[lang=ar]").last, "direction")) == ("ltr", "rtl")


def test_arabic_is_not_slanted_nor_parted(opened: Open, arabic: Path) -> None:
    """Emphasis is bold; no letters are set apart or as small capitals. English in it slants."""
    page = opened(arabic)
    emphasis = page.locator("#text em").first
    assert [style(emphasis, name) for name in ("font-style", "font-weight", "letter-spacing")] == [
        "normal",
        "700",
        "normal",
    ]
    title = page.locator(".book")
    assert [style(title, name) for name in ("letter-spacing", "font-variant-caps")] == ["normal", "normal"]
    assert [style(page.locator(".notes em [lang=en]"), name) for name in ("font-style", "font-weight")] == [
        "italic",
        "400",
    ]


def test_chinese_is_emphasised_with_dots(opened: Open, chinese: Path) -> None:
    """Nothing is slanted; a title that is cited has no dots."""
    page = opened(chinese)
    seen = [
        [style(page.locator(where).first, name) for name in ("font-style", "text-emphasis-style")]
        for where in ("#text em", ".citation em", "#text th")
    ]
    assert seen == [["normal", "dot"], ["normal", "none"], ["normal", "none"]]


def test_an_arabic_paragraph_in_an_english_edition(opened: Open, tmp_path: Path) -> None:
    """Its words begin at the right; its number stays in the margin of the edition, at the left."""
    content = written(tmp_path, {"one.md": "Words.\n\n{lang=ar}\nكلمة.\n"})
    page = opened(built(content, tmp_path / "site"))
    first, second = (box(number) for number in page.locator("#text .number").all())
    text = box(page.locator("#text"))
    assert second["x"] + second["width"] == first["x"] + first["width"] < text["x"]
    assert style(page.locator("#text p").last, "direction") == "rtl"


@pytest.mark.parametrize("width", [320, 360, 1440])
@pytest.mark.parametrize("which", ["arabic", "chinese"])
def test_no_page_scrolls_sideways(browser: Browser, request: pytest.FixtureRequest, which: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    site: Path = request.getfixturevalue(which)
    for path in (*sorted(site.glob("*.html")), *sorted(site.glob("p/*.html"))):
        page.goto(path.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path.name
    context.close()
