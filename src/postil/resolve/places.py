"""The places in a chapter that rest on a note, a source or an entry."""

from collections.abc import Iterator
from typing import NamedTuple

from postil import nodes, tree
from postil.apparatus import Place
from postil.nodes import Chapter, Inlines
from postil.resolve.sentences import sentence, sentence_ends

_RESTING = {nodes.NoteCall, nodes.Citation, nodes.SourceLink, nodes.Emendation, nodes.CrossReference}


class Mark(NamedTuple):
    """A mark of the text or of a note: the node, and the place it stands at; ``note`` is the note's label, if any."""

    node: tree.Node
    place: Place
    note: str = ""


def words_by_block(chapter: Chapter) -> dict[str, Inlines]:
    """Return the words of each citable block, as inlines, by its id."""
    return {id: children for block in chapter.blocks for id, children in tree.lines(block)}


def marks(chapter: Chapter) -> Iterator[Mark]:
    """Return the calls, citations, links and emendations of the text in reading order, then those of the notes."""
    for block in chapter.blocks:
        for id, children in tree.lines(block):
            text = ""
            ends: list[int] = []
            for start, end, node in tree.marks(children):
                if type(node) not in _RESTING:
                    continue
                if not ends:
                    text = tree.words(children)
                    ends = sentence_ends(text)
                begin, until = sentence(text, ends, start, end)
                anchor = getattr(node, "id", "") or id
                yield Mark(node, Place(chapter.slug, anchor, id, start, end, begin, until))
    for note in chapter.notes:
        for node in tree.walk(note.blocks):
            yield Mark(node, Place(chapter.slug, note.id, note=note.label), note.label)
