"""The places in a chapter that rest on a note, a source or an entry."""

from collections.abc import Iterator
from typing import NamedTuple

from postil import nodes, tree
from postil.apparatus import Place
from postil.nodes import Block, Chapter, Inlines
from postil.resolve.sentences import BREAK, sentence, sentence_ends

_RESTING = {nodes.NoteCall, nodes.Citation, nodes.SourceLink, nodes.EntryLink, nodes.Emendation}


_BREAK = nodes.Text(BREAK)


class Mark(NamedTuple):
    """A mark of the text or of a note: the node, and the place it stands at; ``note`` is the note's label, if any."""

    node: tree.Node
    place: Place
    note: str = ""


def words_by_block(chapter: Chapter) -> dict[str, Inlines]:
    """Return the words of each citable block, as inlines, by its id."""
    return {id: children for block in chapter.blocks for id, children in _lines(block, "")}


def marks(chapter: Chapter) -> Iterator[Mark]:
    """Return the calls, citations, links and emendations of the text in reading order, then those of the notes."""
    for block in chapter.blocks:
        for id, children in _lines(block, ""):
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


def _lines(block: Block, id: str) -> Iterator[tuple[str, Inlines]]:
    """Return the inlines of ``block`` with the id of the citable block they stand in, one pair for each such block."""
    match block:
        case nodes.Paragraph() | nodes.Plain():
            yield getattr(block, "id", "") or id, block.children
        case nodes.Heading():
            yield block.id, block.children
        case nodes.Section():
            yield from _lines(block.heading, id)
            for inner in block.blocks:
                yield from _lines(inner, id)
        case nodes.BlockQuote():
            for inner in block.blocks:
                yield from _lines(inner, id)
        case nodes.List():
            for item in block.items:
                yield from _lines(item, id)
        case nodes.ListItem():
            own: list[nodes.Inline] = []
            for inner in block.blocks:
                for within, children in _lines(inner, block.id):
                    if within == block.id:
                        own += [*([_BREAK] if own else []), *children]
                    else:
                        yield within, children
            yield block.id, tuple(own)
        case nodes.Table():
            cells = [cell for row in (block.header, *block.rows) for cell in row]
            yield block.id, tuple(one for cell in cells for one in (*cell.children, _BREAK))
        case nodes.Figure():
            yield block.id, block.caption
        case _:
            return
