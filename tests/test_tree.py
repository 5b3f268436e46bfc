"""What a tree says of itself: words, places, what a reader meets."""

from hypothesis import given

from postil import nodes, tree
from postil.diagnostics import Report
from postil.manuscript import Manuscript
from postil.parse import parse
from tests.parse.test_properties import blocks, inlines_of


@given(blocks())
def test_the_words_of_the_parts_are_the_words_of_the_whole(part: str) -> None:
    """No child has more words beside others than it has alone: places are counted from child to child."""
    for children in inlines_of([part]):
        assert tree.words(children) == "".join(tree.words((child,)) for child in children)
        assert tree.starts(children) == [len(tree.words(children[:count])) for count in range(len(children))]


def test_a_citation_after_a_bracket_has_no_words() -> None:
    """What stands around a citation stands side by side: its own words are the apparatus's."""
    chapter = parse(Manuscript("one.md", "one", "It was said (@k) and—[@k]—again."), Report())
    assert tree.words(chapter.blocks) == "It was said () and——again."


def test_struck_words_are_not_met() -> None:
    """A walk without what emendations took away meets the edited reading alone."""
    chapter = parse(Manuscript("one.md", "one", "{~~old[^a]~>new[^b]~~}{--gone[^c]--}"), Report())
    met = [node.label for node in tree.walk(chapter, struck=False) if isinstance(node, nodes.NoteCall)]
    assert met == ["b"]
    assert [call.label for call in tree.find(chapter, nodes.NoteCall)] == ["a", "b", "c"]


def test_the_lines_of_verse_are_remembered() -> None:
    """Each line of a verse is a line of its words, without what it is indented by and without the space of stanzas."""
    chapter = parse(Manuscript("one.md", "one", "| one\n|    two,\n  going on\n|\n| three\n"), Report())
    assert tree.wording(tree.own(chapter.blocks[0])) == "one\ntwo, going on\nthree"
