"""What a chapter's links lead to, as a script: what its page does not have itself, for a glance without going there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import unescape

from postil import nodes, tree
from postil.apparatus import Apparatus, ChapterApparatus, Described, Target
from postil.render.code import highlight
from postil.render.text import TextWriter, escape, source_anchor

PREVIEWS = "data/previews"
"""Where the scripts are that bring what is seen at a glance."""

_LONGEST = 500


def previews(apparatus: Apparatus, chapter: ChapterApparatus) -> dict[str, str]:
    """Return by the addresses that ``chapter`` links to what stands there, as HTML.

    These are entries, places in other chapters, the sources that the text itself cites, and the chapter's own notes
    where it shortens their citations, which are in full here.
    """
    writer = TextWriter(chapter.page, apparatus, chapter, highlight, expanded=True)
    return {unescape(href): shown for href, shown in _shown(apparatus, chapter, writer) if shown}


def preview_file(slug: str, shown: dict[str, str]) -> tuple[str, bytes]:
    """Return the script that brings what the chapter ``slug`` shows at a glance."""
    told = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return f"{PREVIEWS}/{slug}.js", f"(window.postil??={{}}).previews={told};\n".encode()


def _shown(apparatus: Apparatus, chapter: ChapterApparatus, writer: TextWriter) -> Iterator[tuple[str, str]]:
    text = apparatus.trees[chapter.slug]
    entries: dict[tuple[str, str], None] = {}
    targets: dict[Target, None] = {}
    cited = dict.fromkeys(chapter.works) if chapter.expanded else {}
    for node in tree.walk(text):
        kind = type(node)
        if kind is nodes.EntryLink:
            entries[node.kind, node.entry] = None
        elif kind is nodes.CrossReference:
            target = writer.target(node)
            if target is not None and target.page != chapter.page:
                targets[target] = None
    for node in tree.walk(text.blocks):
        kind = type(node)
        if kind is nodes.SourceLink:
            cited[node.key] = None
        elif kind is nodes.Citation:
            cited.update(dict.fromkeys(cite.key for cite in node.cites))
    for key in entries:
        if key in apparatus.entries:
            described = apparatus.entries[key]
            yield writer.entry_href(*key), _entry(described, writer)
    notes: dict[str, dict[str, nodes.Note]] = {}
    for target in targets:
        other = apparatus.chapters.get(target.page.removesuffix(".html"))
        if target.page not in notes:
            notes[target.page] = {each.note.id: each.note for each in other.notes.values()} if other else {}
        yield (
            writer.href(target.page, target.fragment),
            _place(apparatus, target, writer.page, notes[target.page]),
        )
    for source in cited:
        if source in apparatus.sources:
            words = writer.inlines(apparatus.sources[source].words)
            yield writer.href("sources.html", source_anchor(source)), f"<p>{words}</p>\n"
    for numbered in chapter.notes.values() if chapter.expanded else ():
        blocks = numbered.note.blocks
        if any(node.id in chapter.expanded for node in tree.find(blocks, nodes.Citation)):
            yield writer.href(chapter.page, numbered.note.id), writer.blocks(blocks, ids=False)


def _entry(described: Described, writer: TextWriter) -> str:
    """Return an entry: its term, the other forms it has, and what is said of it."""
    entry = described.entry
    forms = []
    for form in entry.forms:
        if form.form != entry.term:
            lang = f' lang="{escape(form.lang)}"' if form.lang else ""
            forms.append(f"<i{lang}>{escape(form.form)}</i>")
    said = f'<p class="term">{escape(entry.term)}</p>\n'
    if forms:
        said += f'<p class="forms">{", ".join(forms)}</p>\n'
    return said + TextWriter(writer.page, writer.apparatus, None, highlight).blocks(described.definition, ids=False)


def _place(apparatus: Apparatus, target: Target, page: str, notes: Mapping[str, nodes.Note]) -> str:
    """Return how a place in another chapter begins, as seen from ``page``; nothing where it has no words.

    ``notes`` are those of that chapter by their ids.
    """
    chapter = apparatus.chapters.get(target.page.removesuffix(".html"))
    if chapter is None:
        return ""
    writer = TextWriter(page, apparatus, chapter, highlight, expanded=True)
    if not target.fragment:
        title = writer.inlines(chapter.title, linked=True)
        about = chapter.front.description
        return f'<p class="term">{title}</p>\n' + (f"<p>{escape(about)}</p>\n" if about else "")
    if target.fragment in notes:
        return writer.blocks(notes[target.fragment].blocks, ids=False)
    if target.fragment not in chapter.blocks:
        return ""
    if target.fragment in chapter.numbers:
        return _beginning(chapter, target.fragment, writer)
    heading = f'<p class="term">{writer.inlines(chapter.blocks[target.fragment], linked=True)}</p>\n'
    ids = list(chapter.blocks)
    following = ids[ids.index(target.fragment) + 1 :][:1]
    return heading + "".join(_beginning(chapter, id, writer) for id in following if id in chapter.numbers)


def _beginning(chapter: ChapterApparatus, id: str, writer: TextWriter) -> str:
    words = writer.inlines(tree.cut(chapter.blocks[id], 0, _LONGEST), linked=True)
    return f'<p class="beginning"><span class="label">¶ {chapter.numbers[id]}</span> {words}</p>\n'
