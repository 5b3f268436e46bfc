"""Citations in their sentences: those of the text become notes where the style wants it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from postil import nodes, tree
from postil.edition import Record
from postil.enrich.ids import cited, issue
from postil.nodes import Chapter, Citation, Inline, Inlines, Note, NoteCall, Paragraph, Text
from postil.tongue import ENGLISH

_SIGNS = re.compile(r"[.,;:?!]+[”’»)\]]*|[”’»]+[.,;:?!]*")
_ENDED = re.compile(r"(?:^|[.?!…][”’»)\]]*)\s*$")


def place_citations(chapter: Chapter, records: Mapping[str, Record], issued: set[str], *, as_notes: bool) -> Chapter:
    """Return ``chapter`` with its citations told where in their sentences they stand; after ``settle``.

    Where the style cites in notes (``as_notes``), a citation in the text becomes a note, called after the sign that
    follows it, as Pandoc does it; of one whose author the sentence names (``@key``), the name stays in the text. Ids
    are given before: those of blocks do not depend on the style. ``issued`` gets those of the notes.
    """
    chapter = chapter._replace(notes=tuple(tree.rewrite(note, _sentences) for note in chapter.notes))
    if not any(tree.find(chapter.blocks, Citation)):
        return chapter
    if not as_notes:
        return chapter._replace(blocks=tree.rewrite(chapter.blocks, _stopped))
    return _Noting(chapter, records, issued).chapter()


class _Noting:
    """Makes notes of the citations in a chapter's text."""

    def __init__(self, chapter: Chapter, records: Mapping[str, Record], issued: set[str]) -> None:
        self.given = chapter
        self.records = records
        self.issued = issued
        self.made: list[Note] = []
        self.times: dict[str, int] = {}

    def chapter(self) -> Chapter:
        blocks = tree.rewrite(self.given.blocks, self.visit)
        return self.given._replace(blocks=blocks, notes=(*self.given.notes, *self.made))

    def visit(self, node: tree.Node) -> tree.Node:
        field = "caption" if type(node) is nodes.Figure else "children"
        children = getattr(node, field, ())
        if any(type(child) is Citation for child in children):
            return node._replace(**{field: self.called(children)})
        return node

    def called(self, children: Inlines) -> Inlines:
        """Return ``children`` with calls for citations."""
        result: list[Inline] = []
        pending = list(children)[::-1]
        while pending:
            node = pending.pop()
            cite = node.cites[0] if isinstance(node, Citation) else None
            if not isinstance(node, Citation) or cite is None or (node.in_text and cite.key not in self.records):
                result.append(node)  # a source that is not there is reported
                continue
            if node.in_text:
                name = said(self.records[cite.key])
                stopped = bool(pending) and isinstance(after := pending[-1], Text) and after.content[:1] == "."
                result.append(Text(name.rstrip(".") if stopped else name))
            elif result and isinstance(before := result[-1], Text):
                result[-1] = Text(before.content.rstrip())
            if not node.in_text and pending and isinstance(after := pending[-1], Text):
                signs = _SIGNS.match(after.content)
                if signs:
                    result.append(Text(signs[0]))
                    pending[-1] = Text(after.content[signs.end() :])
            result.append(self.note(node))
        return tuple(one for one in result if not isinstance(one, Text) or one.content)

    def note(self, citation: Citation) -> NoteCall:
        """Return the call of a new note that holds ``citation``."""
        words = "; ".join(map(cited, citation.cites))
        nth = self.times[words] = self.times.get(words, 0) + 1
        id = issue(self.issued, "n", self.given.slug, words, str(nth))
        label = f"^{id.removeprefix('n-')}"
        paragraph = Paragraph((citation._replace(in_text=False),), span=citation.span)
        self.made.append(Note(label, (paragraph,), id=id, span=citation.span))
        return NoteCall(label, span=citation.span)


def said(record: Record) -> str:
    """Return how a sentence names a work: its authors by their family names, or its title."""
    people = next((record.names[each] for each in ("author", "editor") if record.names.get(each)), ())
    each = [name.literal or f"{name.particle} {name.family or name.given}".strip() for name in people]
    who = f"{each[0]} et al." if len(each) > 3 else ENGLISH.listed(each)
    return who or record.variables.get("title", "")


def _stopped(node: tree.Node) -> tree.Node:
    """Return a block of the text with the citations marked after which the author put a full stop."""
    children = getattr(node, "children", ())
    if not any(type(child) is Citation for child in children):
        return node
    following = (*children[1:], None)
    marked = (
        child._replace(goes_on=True)
        if isinstance(child, Citation) and isinstance(after, Text) and after.content[:1] == "."
        else child
        for child, after in zip(children, following, strict=True)
    )
    return node._replace(children=tuple(marked))


def _sentences(node: tree.Node) -> tree.Node:
    """Return a paragraph of a note with its citations told what stands around them."""
    if type(node) not in (Paragraph, nodes.Plain, nodes.Verse):
        return node
    if not any(type(child) is Citation for child in node.children):
        return node
    children = list(node.children)
    for at, child in enumerate(children):
        if not isinstance(child, Citation):
            continue
        before = "".join(map(_words, children[:at]))
        follows = bool(before.strip()) and not _ENDED.search(before)
        after = ""
        if at + 1 < len(children) and isinstance(text := children[at + 1], Text) and text.content[:1] in (".", ","):
            after = text.content[0]
            children[at + 1] = Text(text.content[1:])
        rest = "" if after else "".join(map(_words, children[at + 1 :])).lstrip("\0").strip()
        another = not after and "\0" in "".join(map(_words, children[at + 1 :])).lstrip()[:1]
        children[at] = child._replace(follows=follows, goes_on=bool(rest) and not another, after=after)
    return node._replace(children=tuple(one for one in children if not isinstance(one, Text) or one.content))


def _words(node: Inline) -> str:
    """Return the words of ``node``; of a citation, which has none, a sign that something stands there."""
    return f"\0{node.after}" if isinstance(node, Citation) else tree.words(node)
