"""Every place of a chapter that names an entry: by one of its forms, or by a link."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from postil import tree
from postil.apparatus import Place
from postil.nodes import Chapter, Inlines, Note
from postil.resolve.sentences import sentence, sentence_ends

Key: TypeAlias = tuple[str, str]
Matches: TypeAlias = Callable[[str], list[tuple[int, int, Key]]]
"""From a text to the places of entries' forms in it, start, end, and the entry's kind and id; none within another."""

LINE = 72
"""The most characters of a line of context before the words that name an entry, and after them."""


def occurrences(
    chapter: Chapter, notes: Mapping[str, Note], said: Mapping[str, Inlines], matches: Matches
) -> Iterator[tuple[Key, Place, str]]:
    """Return the places that name entries, in reading order, those of the text before those of ``notes``, by label.

    Each has its entry's kind and id before it, and behind it the words that name it.

    ``said`` are the words of citations by their ids: what they say is looked through too. Words in code are not. A
    place's ``begin:until`` is a line of context: its sentence, or what of it stands near. In a note its numbers count
    in the words of ``tree.flowing``.
    """
    for block in chapter.blocks:
        for id, children in tree.lines(block):
            if id:
                yield from _within(children, matches, Place(chapter.slug, id, id))
    for label, note in notes.items():
        yield from _within(tree.flowing(note.blocks, said), matches, Place(chapter.slug, note.id, note=label))


def _within(children: Inlines, matches: Matches, here: Place) -> Iterator[tuple[Key, Place, str]]:
    """Return the places in ``children``, each ``here`` with numbers of its own."""
    text, ends = "", []  # type: str, list[int]
    for start, end, key in _named(children, matches):
        if not ends:
            text = tree.words(children)
            ends = sentence_ends(text)
        begin, until = line(text, ends, start, end)
        yield key, here._replace(start=start, end=end, begin=begin, until=until), text[start:end]


def _named(children: Inlines, matches: Matches) -> Iterator[tuple[int, int, Key]]:
    for at, node in tree.texts(children):
        if not isinstance(node, str):
            yield at, at + len(tree.words(node.children)), (node.kind, node.entry)
        else:
            for start, end, key in matches(node):
                yield at + start, at + end, key


def line(text: str, ends: list[int], start: int, end: int) -> tuple[int, int]:
    """Return where the line of context of ``start:end`` begins and ends: at words, and within its sentence."""
    begin, until = sentence(text, ends, start, end)
    until = begin + len(text[begin:until].rstrip())
    if start - begin > LINE:
        space = text.find(" ", start - LINE, start)
        begin = space + 1 if space >= 0 else start - LINE
    if until - end > LINE:
        space = text.rfind(" ", end, end + LINE)
        until = space if space > end else end + LINE
    return begin, until
