"""The shape of a chapter: title, sections, figures."""

from pathlib import Path

import pytest

from postil import nodes
from postil.diagnostics import Report
from postil.enrich import figures, sections, title
from postil.manuscript import Manuscript
from postil.nodes import Chapter, Text
from postil.parse import parse
from postil.tree import outline, words
from tests.cases import Case, cases_in

CASES = Path(__file__).parent / "cases"


def chapter_of(text: str) -> Chapter:
    return parse(Manuscript("one.md", "one", text), Report())


@pytest.mark.parametrize("case", cases_in(CASES, "sections"))
def test_case(case: Case) -> None:
    case.hold("".join(outline(block) for block in figures(sections(chapter_of(case.given))).blocks))


def test_the_title_given_is_the_title() -> None:
    """A heading at the beginning stays, where front matter has the title."""
    chapter = title(chapter_of("# A\n\nb"), (Text("Given"),))
    assert (words(chapter.title), len(chapter.blocks)) == ("Given", 2)


def test_the_first_heading_is_the_title_where_none_is_given() -> None:
    chapter = title(chapter_of("# A *b*\n\nc"), ())
    assert (words(chapter.title), len(chapter.blocks)) == ("A b", 1)


@pytest.mark.parametrize("text", ["## A\n\nb", "b\n\n# A", ""])
def test_other_headings_give_no_title(text: str) -> None:
    """Then the file's name does."""
    chapter = title(chapter_of(text), ())
    assert (words(chapter.title), chapter.blocks) == ("one", chapter_of(text).blocks)


def test_a_picture_alone_in_a_note_is_a_figure() -> None:
    notes = figures(chapter_of("[^a]: ![b](c.png)")).notes
    assert [type(block) for block in notes[0].blocks] == [nodes.Figure]
