"""The words of a chapter that name entries, as a script: with it a page marks them all."""

from __future__ import annotations

import json
from collections.abc import Iterable

from postil import nodes, tree
from postil.apparatus import Apparatus, ChapterApparatus, Place
from postil.nodes import Inlines
from postil.render.text import TextWriter

MENTIONS = "data/mentions"
"""Where the scripts are that bring the words that name entries."""

Key = tuple[str, str]


def mentions(apparatus: Apparatus) -> dict[str, list[tuple[Key, Place]]]:
    """Return the places of the text, notes aside, that name entries, by the chapter they stand in."""
    found: dict[str, list[tuple[Key, Place]]] = {}
    for key, described in apparatus.entries.items():
        for place in described.places:
            if not place.note:
                found.setdefault(place.slug, []).append((key, place))
    return found


def mentions_file(
    apparatus: Apparatus, chapter: ChapterApparatus, named: Iterable[tuple[Key, Place]]
) -> tuple[str, bytes]:
    """Return the script that brings what of ``chapter`` is ``named``.

    Its ``blocks`` have by id, in their order, the words that name an entry, each with the place of its address in
    ``entries``. What a cross-reference says is left out: the page finds words again in what has no other link.
    """
    writer = TextWriter(chapter.page)
    addresses: dict[Key, int] = {}
    blocks: dict[str, list[tuple[str, int]]] = {}
    texts: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    for key, place in sorted(named, key=lambda one: one[1].start):
        if place.block not in chapter.numbers:
            continue
        if place.block not in texts:
            children = chapter.blocks[place.block]
            texts[place.block] = tree.words(children), _references(children)
        text, references = texts[place.block]
        if not any(start <= place.start < end for start, end in references):
            at = addresses.setdefault(key, len(addresses))
            blocks.setdefault(place.block, []).append((text[place.start : place.end], at))
    told = {"entries": [writer.entry_href(*key) for key in addresses], "blocks": blocks}
    script = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"{MENTIONS}/{chapter.slug}.js", f"(window.postil??={{}}).mentions={script};\n".encode()


def _references(children: Inlines) -> list[tuple[int, int]]:
    return [(start, end) for start, end, node in tree.marks(children) if type(node) is nodes.CrossReference]
