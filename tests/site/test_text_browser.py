"""A text browser shows a chapter whole: title, authors, contents, text, notes and works, in that order."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import html

from tests.edition import page
from tests.machine import LYNX, need

WIDE = 990  # so that few words are broken at a line's end: Lynx's widest is some thousand columns

# What stands by itself on lines of its own.
BLOCKS = ".//h2 | .//h3 | .//p | .//li[not(p or ul or ol)] | .//td | .//pre"


def shown(path: Path) -> str:
    """Return what Lynx shows of the page in ``path``, white space made even."""
    options = ("-dump", "-nolist", f"-width={WIDE}", "-display_charset=utf-8", "-cfg=/dev/null")
    done = subprocess.run([need(LYNX), *options, path], capture_output=True, check=True)
    return " ".join(done.stdout.decode("utf-8").split())


def read(element: html.HtmlElement) -> str:
    """Return the words of ``element``; what is raised has the sign for it that Lynx gives it."""
    copy = html.fromstring(html.tostring(element, encoding="unicode", with_tail=False))
    for raised in copy.xpath("//sup"):
        raised.text = f"^{raised.text or ''}"
    return " ".join(copy.text_content().split())


def in_order(parts: Sequence[str], text: str) -> list[str]:
    """Return those of ``parts`` that are not in ``text`` after the ones before them."""
    at, missing = 0, []
    for part in parts:
        place = text.find(part, at)
        if place < 0:
            missing.append(part)
        else:
            at = place + len(part)
    return missing


@pytest.mark.parametrize(("which", "name"), [("site", "end-of-the-war"), ("everything", "one"), ("cited", "one")])
def test_all_is_shown_in_order(request: pytest.FixtureRequest, which: str, name: str) -> None:
    """Each part of the page is shown, and every number stands apart from the words after it."""
    folder: Path = request.getfixturevalue(which)
    path = folder / f"{name}.html"
    chapter = page(path)
    head = chapter.xpath("//header[@class='chapter-title']/*")
    contents = chapter.xpath("//nav[@class='outline']//a")
    blocks = chapter.get_element_by_id("text").xpath(BLOCKS)
    notes = chapter.xpath("//*[@role='doc-endnotes']")[0].xpath(BLOCKS)
    works = chapter.xpath("//*[@role='doc-bibliography']//li")
    assert head
    assert blocks
    assert notes
    parts = [words for each in (*head, *contents, *blocks, *notes, *works) if (words := read(each))]
    assert in_order(parts, shown(path)) == []


def test_numbers_of_paragraphs_and_notes_are_seen(site: Path) -> None:
    """Paragraph 14 and note 3 are found by their numbers, in the text and in the list."""
    text = shown(site / "end-of-the-war.html")
    assert " 14 An examination of the Russian foreign policy paradigm" in text
    assert "overseeing the transport connection.”^3 Referred to from ¶ 45 6 The question" in text
    notes = text[text.index("Notes 1. “Statement by President") :]
    assert re.findall(r" (\d+)\. (?=[“A-Z])", notes)[:3] == ["1", "2", "3"]
    assert "{" not in text  # nothing that waits for a script to fill it in
