"""Words that name entries: the first of each section is marked, and all of them, or none, where a reader wants it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.site.published import hosted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LINKS = """
(id) => [...document.getElementById(id).querySelectorAll("a.entry")].map((link) =>
  [link.textContent.replace(/\\s+/g, " "), link.getAttribute("href")])
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def told(site: Path, slug: str) -> dict[str, Any]:
    script = (site / f"data/mentions/{slug}.js").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(script.partition("mentions=")[2].rstrip(";\n"))
    return found


def chapters(site: Path) -> list[str]:
    return sorted(path.stem for path in (site / "data/mentions").glob("*.js"))


@pytest.mark.parametrize("name", ["site", "everything", "chinese", "arabic"])
def test_all_are_marked_each_with_its_entry(name: str, page: Page, request: pytest.FixtureRequest) -> None:
    """Every place that the registers show is a link, where its words stand: in order, and none beside them."""
    site: Path = request.getfixturevalue(name)
    page.add_init_script("localStorage.setItem('postil-settings', '{\"terms\": \"all\"}')")
    marked = 0
    for slug in chapters(site):
        data = told(site, slug)
        page.goto(f"{(site / slug).as_uri()}.html")
        if data["blocks"]:
            page.wait_for_function("window.postil?.mentions && document.readyState === 'complete'")
        for id, named in data["blocks"].items():
            expected = [[" ".join(words.split()), data["entries"][at]] for words, at in named]
            assert page.evaluate(LINKS, id) == expected
            marked += len(expected)
    assert marked > 0


def test_all_or_none(page: Page, site: Path) -> None:
    """A choice holds at once; words that were marked are as they were, to the letter, when they are so no more."""
    with hosted(site) as base:
        page.goto(f"{base}end-of-the-war.html")
        before = page.evaluate("document.getElementById('text').innerHTML")
        first = page.locator("#text a.entry").count()
        page.get_by_role("button", name="Settings").click()
        group = page.get_by_role("group", name="Terms marked")
        assert group.get_by_role("radio", name="First in each section").is_checked()
        group.get_by_role("radio", name="All").check()
        page.locator("#text .mention").first.wait_for()
        data = told(site, "end-of-the-war")
        assert page.locator("#text a.entry").count() == sum(map(len, data["blocks"].values())) > 2 * first
        group.get_by_role("radio", name="None").check()
        page.wait_for_function("!document.querySelector('#text .mention')")
        assert page.evaluate("getComputedStyle(document.querySelector('a.entry')).textDecorationLine") == "none"
        group.get_by_role("radio", name="First in each section").check()
        assert page.evaluate("document.getElementById('text').innerHTML") == before


def test_a_mention_shows_its_entry_at_a_glance(page: Page, site: Path) -> None:
    page.add_init_script("localStorage.setItem('postil-settings', '{\"terms\": \"all\"}')")
    page.goto((site / "end-of-the-war.html").as_uri())
    page.locator("#text .mention", has_text="Minsk Group").first.hover()
    assert page.locator(".slip .term").inner_text() == "OSCE Minsk Group"


def test_without_script_the_first_of_each_section_is_marked(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "end-of-the-war.html").as_uri())
    assert page.locator("#text a.entry").count() > 60
    context.close()
