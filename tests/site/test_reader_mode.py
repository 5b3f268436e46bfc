"""What the reader mode of a browser keeps of a chapter: all that its authors wrote, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from tests.edition import page
from tests.machine import READABILITY, need

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHAPTER = "end-of-the-war.html"


@pytest.fixture(scope="module", params=[False, True], ids=["before script", "after script"])
def article(browser: Browser, site: Path, request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """Return what Mozilla's Readability makes of the chapter: its title, byline, content, and more, as JSON."""
    context = browser.new_context()
    if not request.param:
        context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    source = need(READABILITY).read_text(encoding="utf-8")
    yield page.evaluate(f"(() => {{ {source}; return new Readability(document.cloneNode(true)).parse(); }})()")
    context.close()


@pytest.fixture(scope="module")
def content(article: dict[str, Any]) -> html.HtmlElement:
    """Return the content that is kept, parsed."""
    return html.document_fromstring(article["content"])


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_title_and_both_authors_are_kept(article: dict[str, Any]) -> None:
    """The title with its subtitle, the byline as the chapter has it, the book, and the language."""
    assert article["title"] == "End of the War, But No Peace: What Are the Russians Up To?"
    assert article["byline"] == "Anar Valiyev and Elnaz Valiyeva"
    assert article["siteName"] == "Liberated Karabakh: Policy Perspectives by the ADA University Community"
    assert article["lang"] == "en-US"


def test_every_heading_paragraph_and_note_is_kept(content: html.HtmlElement, site: Path) -> None:
    """All the words of the text and of the notes are kept, in order, each number apart from the words after it."""
    chapter = page(site / CHAPTER)
    blocks = [*chapter.get_element_by_id("text").xpath(".//h2 | .//p"), *chapter.xpath("//*[@role='doc-endnotes']//li")]
    kept, at = words(content), 0
    assert len(blocks) == 5 + 49 + 13
    for number, block in enumerate(map(words_but_marks, blocks)):
        found = re.compile(r"\b" + re.escape(block)).search(kept, at) if block[0].isalnum() else None
        place = found.start() if found else kept.find(block, at)
        assert place >= 0, f"{number}: {block[:60]}"
        at = place + len(block)


def test_every_call_and_every_way_back_is_kept(content: html.HtmlElement) -> None:
    """Thirteen calls lead to thirteen notes that are there, and each note back to a call that is."""
    ids = set(content.xpath("//@id"))
    calls = [str(href).rpartition("#")[2] for href in content.xpath("//sup/a/@href")]
    back = [str(href).rpartition("#")[2] for href in content.xpath("//li//a/@href") if "#call-" in str(href)]
    assert len(calls) == len(set(calls)) == len(back) == 13
    assert {*calls, *back} <= ids
    assert [link.text for link in content.xpath("//sup/a")] == [str(number) for number in range(1, 14)]


def test_nothing_of_the_page_around_is_kept(content: html.HtmlElement) -> None:
    """No menu, contents, box or dialog stands among the words."""
    assert content.xpath("//nav | //form | //input | //button | //select | //dialog") == []
    assert "About this edition" not in words(content)


def words_but_marks(block: html.HtmlElement) -> str:
    """Return the words of ``block`` with the numbers of its calls, and without its own number, arrow and references."""
    for mark in block.xpath(".//a[@class='number'] | .//a[@role='doc-backlink'] | .//div[@class='referred']"):
        mark.drop_tree()
    return words(block)
