"""Citations in their sentences: those of the text become notes where the style wants it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from postil import nodes, tree
from postil.edition import Record, joined
from postil.nodes import Chapter, Citation, Inline, Inlines, Note, NoteCall, Paragraph, SourceLink, Text

_SIGNS = re.compile(r"[.,;:?!]+[”’»)\]]*|[”’»]+[.,;:?!]*")
_ENDED = re.compile(r"(?:^|[.?!…][”’»)\]]*)\s*$")


def place_citations(chapter: Chapter, records: Mapping[str, Record], *, as_notes: bool) -> Chapter:
    """Return ``chapter`` with its citations told where in their sentences they stand.

    Where the style cites in notes (``as_notes``), a citation in the text becomes a note, called after the sign that
    follows it, as Pandoc does it; of one whose author the sentence names (``@key``), the name stays in the text.
    """
    notes = tuple(tree.rewrite(note, _sentences) for note in chapter.notes)
    if not as_notes or not any(tree.find(chapter.blocks, Citation)):
        return chapter._replace(notes=notes)
    made: list[Note] = []

    def visit(node: tree.Node) -> tree.Node:
        children = getattr(node, "children", ())
        if children and any(type(child) is Citation for child in children):
            return node._replace(children=_called(children, records, made))
        return node

    blocks = tree.rewrite(chapter.blocks, visit)
    return chapter._replace(blocks=blocks, notes=(*notes, *made))


def _called(children: Inlines, records: Mapping[str, Record], made: list[Note]) -> Inlines:
    """Return ``children`` with calls for citations; the notes are added to ``made``."""
    result: list[Inline] = []
    pending = list(children)
    while pending:
        node = pending.pop(0)
        if not isinstance(node, Citation):
            result.append(node)
            continue
        cite = node.cites[0]
        if node.in_text:
            if cite.key not in records:  # which is reported
                result.append(node)
                continue
            result.append(SourceLink(cite.key, (Text(said(records[cite.key])),), span=cite.span))
        elif result and isinstance(result[-1], Text):
            result[-1] = Text(result[-1].content.rstrip())
        if not node.in_text and pending and isinstance(after := pending[0], Text):
            signs = _SIGNS.match(after.content)
            if signs:
                result.append(Text(signs[0]))
                pending[0] = Text(after.content[signs.end() :])
        label = f"^{cite.key}.{len(made) + 1}"
        note = Paragraph((node._replace(in_text=False),), span=node.span)
        made.append(Note(label, (note,), span=node.span))
        result.append(NoteCall(label, span=node.span))
    return tuple(one for one in result if not isinstance(one, Text) or one.content)


def said(record: Record) -> str:
    """Return how a sentence names a work: its authors by their family names, or its title."""
    people = next((record.names[each] for each in ("author", "editor") if record.names.get(each)), ())
    each = [name.literal or f"{name.particle} {name.family or name.given}".strip() for name in people]
    who = f"{each[0]} et al." if len(each) > 3 else joined(each)
    return who or record.variables.get("title", "")


def _sentences(node: tree.Node) -> tree.Node:
    """Return a paragraph of a note with its citations told what stands around them."""
    if type(node) not in (Paragraph, nodes.Plain) or not any(type(child) is Citation for child in node.children):
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
    return "\0" if isinstance(node, Citation) else tree.words(node)
