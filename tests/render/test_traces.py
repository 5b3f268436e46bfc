"""Where lines for what is gone may stand: never in a list or a quotation, and always in well-formed text."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from postil.apparatus import ChapterApparatus
from postil.diagnostics import Report
from postil.enrich import identify, sections
from postil.manuscript import Manuscript
from postil.nodes import Chapter
from postil.parse import parse
from postil.render.text import TextWriter
from tests.resolve.test_passages import Now, here, record

LINE = '<p class="gone" id="p-gone" data-apparatus="">Gone</p>\n'


def chapter_of(text: str) -> Chapter:
    return identify(sections(parse(Manuscript("one.md", "one", text), Report())), set())


def apparatus(**kept: object) -> ChapterApparatus:
    """Return the apparatus of an empty chapter with what it has ``kept``."""
    return Now((record("p-a", "one"),), (here("p-a", "one"),)).chapters["one"]._replace(**kept)  # type: ignore[arg-type]  # its fields


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("One.\n\nTwo.", "One.", "<p/><p.gone/><p/>"),
        ("- One.\n- Two.\n\nThree.", "One.", "<ul/><p.gone/><p/>"),
        ("- One.\n\n  - Two.\n\nThree.", "Two.", "<ul/><p.gone/><p/>"),
        ("> One.\n>\n> Two.\n\nThree.", "One.", "<blockquote/><p.gone/><p/>"),
        ("- a\n\n  > One.\n  >\n  > - Two.\n\nThree.", "Two.", "<ul/><p.gone/><p/>"),
        ("## One.\n\nTwo.", "One.", "<h2/><p.gone/><p/>"),
        ("## A\n\nOne.\n\n### B\n\nTwo.", "One.", "<h2/><p/><p.gone/><h3/><p/>"),
        ("| One. |\n|---|\n| a |\n\nTwo.", "One.", "<div.table/><p.gone/><p/>"),
    ],
)
def test_a_line_stands_after_the_outermost_block(text: str, after: str, expected: str) -> None:
    """What stood in a list or a quotation is told after it; what stood after a heading, after the heading."""
    chapter = chapter_of(text)
    plain = TextWriter().blocks(chapter.blocks)
    root = ElementTree.fromstring(f"<article>{plain}</article>")
    blocks = [each for each in reversed(list(root.iter())) if each.get("id")]
    id = next(each.get("id", "") for each in blocks if after in "".join(each.itertext()))
    html = TextWriter(after={id: LINE}).blocks(chapter.blocks)
    assert html.count(LINE) == 1
    assert html.replace(LINE, "") == plain
    found = ElementTree.fromstring(f"<article>{html}</article>")
    shown = (f"<{each.tag}{'.' + each.get('class', '') if each.get('class') else ''}/>" for each in found)
    assert "".join(shown) == expected


def test_what_is_copied_elsewhere_has_no_lines() -> None:
    """A text that bears no ids says nothing of what is gone from it."""
    chapter = chapter_of("One.\n\nTwo.")
    ids = {getattr(block, "id", ""): LINE for block in chapter.blocks}
    assert LINE not in TextWriter(after=ids).blocks(chapter.blocks, ids=False)


def test_old_fragments_are_anchors_on_the_page_of_their_chapter_alone() -> None:
    """They stand first in their block; in a copy on another page they would be there twice."""
    chapter = chapter_of("## A heading {#new}\n\nOne.")
    kept = apparatus(anchors={"new": ["old", "h-abcde"]})
    spans = '<span id="old" data-apparatus=""></span><span id="h-abcde" data-apparatus=""></span>'
    heading = f'<h2 id="new">{spans}<a class="section" href="#new">A heading</a></h2>'
    assert heading in TextWriter("one.html", None, kept).blocks(chapter.blocks)
    assert spans not in TextWriter("other.html", None, kept).blocks(chapter.blocks)
    assert spans not in TextWriter("one.html", None, kept).blocks(chapter.blocks, ids=False)
