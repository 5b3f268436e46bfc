"""Walking, rewriting and reading trees."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from postil import nodes
from postil.nodes import Block, Blocks, Chapter, Inline, Inlines, Note, Text

Node = Any
"""Any node of the tree, a Cite, a Cell, a Note or a Chapter."""

N = TypeVar("N")

BREAK = "\n\n"
"""What stands between the cells of a table and the paragraphs of a list item: no sentence goes across it."""

_BREAK = Text(BREAK)

# Which fields of which node hold nodes, in reading order.
_CHILDREN: dict[type, tuple[str, ...]] = {
    nodes.Emphasis: ("children",),
    nodes.Strong: ("children",),
    nodes.Foreign: ("children",),
    nodes.Superscript: ("children",),
    nodes.Subscript: ("children",),
    nodes.SmallCaps: ("children",),
    nodes.Underline: ("children",),
    nodes.Quoted: ("children",),
    nodes.Link: ("children",),
    nodes.Image: ("children",),
    nodes.Cite: ("prefix", "suffix"),
    nodes.Citation: ("cites",),
    nodes.SourceLink: ("children",),
    nodes.CrossReference: ("children",),
    nodes.EntryLink: ("children",),
    nodes.Emendation: ("old", "new"),
    nodes.Paragraph: ("children",),
    nodes.Plain: ("children",),
    nodes.Verse: ("children",),
    nodes.Heading: ("children",),
    nodes.Section: ("heading", "blocks"),
    nodes.BlockQuote: ("blocks",),
    nodes.ListItem: ("blocks",),
    nodes.List: ("items",),
    nodes.Cell: ("children",),
    nodes.Table: ("header", "rows"),
    nodes.Figure: ("caption",),
    nodes.Note: ("blocks",),
    nodes.Chapter: ("blocks", "notes"),
}

_LAST_FIRST = {kind: fields[::-1] for kind, fields in _CHILDREN.items()}


def walk(node: Node, *, struck: bool = True) -> Iterator[Node]:
    """Return ``node`` and every node within it, in reading order; a chapter's notes come after its text.

    Without ``struck``, what emendations took away is left out.
    """
    pending = [node]
    while pending:
        one = pending.pop()
        kind = type(one)
        if kind is tuple:
            pending += one[::-1]
            continue
        yield one
        if kind is nodes.Emendation and not struck:
            pending.append(one.new)
            continue
        for field in _LAST_FIRST.get(kind, ()):
            pending.append(getattr(one, field))


def blocks(within: Blocks) -> Iterator[Block]:
    """Return every block in ``within``, in reading order, and none of the inlines."""
    pending: list[Node] = [within]
    while pending:
        one = pending.pop()
        if type(one) is tuple:
            pending.extend(reversed(one))
            continue
        yield one
        for field in ("items", "blocks", "heading"):
            if field in one._fields:
                pending.append(getattr(one, field))


def find(node: Node, kind: type[N]) -> Iterator[N]:
    """Return every node of ``kind`` within ``node`` (and itself), in reading order."""
    return (one for one in walk(node) if type(one) is kind)


def rewrite(node: N, visit: Callable[[Node], Node], leave: tuple[type, ...] = ()) -> N:
    """Return ``node`` with ``visit`` applied to every node in it, children first, itself last.

    ``visit`` gives back a node, or a tuple of nodes that take its place. Nodes of the
    kinds in ``leave`` stay as they are, with all that is in them.
    """

    def within(one: Node) -> Node:
        kind = type(one)
        if kind is tuple:
            changed: list[Node] = []
            same = True
            for child in one:
                new = within(child)
                same = same and new is child
                if type(new) is tuple and type(child) is not tuple:
                    changed.extend(new)
                else:
                    changed.append(new)
            return one if same else tuple(changed)
        if kind in leave:
            return one
        fields = _CHILDREN.get(kind)
        if fields:
            changes = {}
            for field in fields:
                old = getattr(one, field)
                new = within(old)
                if new is not old:
                    changes[field] = new
            if changes:
                one = one._replace(**changes)
        return visit(one)

    result: N = within(node)
    return result


def words(node: Node) -> str:
    """Return the words of ``node``: no calls, no page numbers, of an emendation the edited reading."""
    parts: list[str] = []
    _words(node, parts)
    return "".join(parts)


def _words(node: Node, parts: list[str]) -> None:
    kind = type(node)
    if kind is tuple:
        for child in node:
            _words(child, parts)
    elif kind is Text or kind is nodes.Code:
        parts.append(node.content)
    elif kind is nodes.LineBreak:
        parts.append("\n")
    elif kind is nodes.CodeBlock:
        parts.append(node.content)
    elif kind is nodes.Emendation:
        _words(node.new, parts)
    elif kind is nodes.Quoted:
        parts.append(node.open)
        _words(node.children, parts)
        parts.append(node.close)
    elif kind is nodes.Citation:
        return
    else:
        for field in _CHILDREN.get(kind, ()):
            _words(getattr(node, field), parts)
            if parts and field != "children" and not parts[-1].endswith((" ", "\n")):
                parts.append(" ")


def own(block: Block) -> Inlines:
    """Return the words of a block that can be cited, without those of such blocks within it."""
    *_, (_, children) = lines(block)
    return children


def wording(children: Inlines) -> str:
    """Return the words of ``children`` as they are remembered: a newline where a break was asked for, and no other."""
    text = words(children)
    if "\n" in text and any(
        type(one) is nodes.LineBreak or (type(one) is Text and one.content == BREAK) for one in walk(children)
    ):
        text = words(rewrite(children, lambda one: Text(BREAK) if type(one) is nodes.LineBreak else one))
        return "\n".join(filter(None, (" ".join(part.split()) for part in text.split(BREAK))))
    return " ".join(text.split())


def lines(block: Block, id: str = "") -> Iterator[tuple[str, Inlines]]:
    """Return the inlines of ``block`` with the id of the citable block they stand in, one pair for each such block."""
    match block:
        case nodes.Paragraph() | nodes.Plain() | nodes.Verse():
            yield getattr(block, "id", "") or id, _in(block.lang, block.children)
        case nodes.Heading():
            yield block.id, _in(block.lang, block.children)
        case nodes.Section():
            yield from lines(block.heading, id)
            for inner in block.blocks:
                yield from lines(inner, id)
        case nodes.BlockQuote():
            for inner in block.blocks:
                yield from lines(inner, id)
        case nodes.List():
            for item in block.items:
                yield from lines(item, id)
        case nodes.ListItem():
            own: list[nodes.Inline] = []
            for inner in block.blocks:
                for within, children in lines(inner, block.id):
                    if within == block.id:
                        own += [*([_BREAK] if own else []), *children]
                    else:
                        yield within, children
            yield block.id, tuple(own)
        case nodes.Table():
            cells = [cell for row in (block.header, *block.rows) for cell in row]
            yield block.id, tuple(one for cell in cells for one in (*_in(block.lang, cell.children), _BREAK))
        case nodes.Figure():
            yield block.id, _in(block.lang, block.caption)
        case _:
            return


def _in(lang: str, children: Inlines) -> Inlines:
    """Return ``children``, which stand in a block of the language ``lang``, as they stand elsewhere."""
    return (nodes.Foreign(lang, children),) if lang and children else children


def marks(children: Inlines) -> Iterator[tuple[int, int, Node]]:
    """Return every mark in ``children`` with the places in ``words(children)`` where its own words begin and end."""
    at = 0
    pending: list[tuple[Node, int]] = [(child, -1) for child in reversed(children)]
    while pending:
        node, began = pending.pop()
        if began >= 0:
            yield began, at, node
            continue
        kind = type(node)
        if kind is Text or kind is nodes.Code:
            at += len(node.content)
        elif kind is nodes.LineBreak:
            at += 1
        else:
            pending.append((node, at))
            inner = node.new if kind is nodes.Emendation else getattr(node, "children", ())
            pending.extend((child, -1) for child in reversed(inner))


def runs(children: Inlines) -> Iterator[Node]:
    """Return ``children``; texts that stand side by side, or with only page breaks between them, as one tuple."""
    run: list[Inline] = []
    for child in children:
        if type(child) is Text or (run and type(child) is nodes.PageBreak):
            run.append(child)
            continue
        if run:
            yield tuple(run)
            run = []
        yield child
    if run:
        yield tuple(run)


def texts(children: Inlines) -> Iterator[tuple[int, str | nodes.EntryLink]]:
    """Return each run of texts in ``children``, and each link to an entry, with where it begins in their words.

    Code is left out, and so are the words of an emendation that are not read.
    """
    at = 0
    pending: list[Node] = list(runs(children))[::-1]
    while pending:
        node = pending.pop()
        kind = type(node)
        if kind is tuple:
            yield at, (content := words(node))
            at += len(content)
        elif kind is nodes.EntryLink:
            yield at, node
            at += len(words(node.children))
        elif kind is nodes.Code:
            at += len(node.content)
        elif kind is nodes.LineBreak:
            at += 1
        elif kind is nodes.Quoted:
            pending += ((Text(node.close),), *list(runs(node.children))[::-1], (Text(node.open),))
        elif kind is not nodes.Citation:
            inner = node.new if kind is nodes.Emendation else getattr(node, "children", ())
            pending += list(runs(inner))[::-1]


def flow(blocks: Blocks) -> Inlines:
    """Return the inlines of ``blocks`` as if these were one."""
    flow: list[Inline] = []
    for block in blocks:
        for _, children in lines(block):
            flow += [*([_BREAK] if flow else []), *children]
    return tuple(flow)


def flowing(blocks: Blocks, said: Mapping[str, Inlines]) -> Inlines:
    """Return the words of ``blocks`` as if they were one; ``said`` are the words of citations by their ids."""

    def visit(node: Node) -> Node:
        return said.get(node.id, ()) if type(node) is nodes.Citation else node

    return rewrite(flow(blocks), visit)


def starts(children: Inlines) -> list[int]:
    """Return where in ``words(children)`` the words of each child begin."""
    at, found = 0, []
    for child in children:
        found.append(at)
        at += len(words((child,)))
    return found


def cut(children: Inlines, start: int, end: int, begins: list[int] | None = None) -> Inlines:
    """Return the part of ``children`` whose words stand at ``start:end`` of ``words(children)``.

    Calls and page breaks are left out; citations, whose words the edition writes, are kept where they stand.
    ``begins`` is ``starts(children)``: of words from which many parts are cut, only those near are looked at.
    """
    if begins:
        first = max(bisect_left(begins, start) - 1, 0)
        return _cut(children[first : bisect_right(begins, end)], start, end, begins[first])[0]
    return _cut(children, start, end, 0)[0]


_WORDLESS = frozenset((nodes.Citation, nodes.CrossReference))
"""Marks whose words, where the author gave none, are the apparatus's."""

_WORDY = frozenset(
    (
        nodes.Emphasis,
        nodes.Strong,
        nodes.Foreign,
        nodes.Superscript,
        nodes.Subscript,
        nodes.SmallCaps,
        nodes.Underline,
        nodes.Link,
        nodes.Image,
        nodes.SourceLink,
        nodes.CrossReference,
        nodes.EntryLink,
    )
)


def _cut(children: Inlines, start: int, end: int, at: int) -> tuple[Inlines, int]:
    kept: list[Node] = []
    last: list[Node] = []  # what stands, wordless, at the very end
    node: Node  # its kind says what it has
    for node in children:
        kind = type(node)
        if kind in _WORDLESS and not getattr(node, "children", ()):
            if start <= at < end:
                kept.append(node)
            elif at == end > start:
                last.append(node)
            continue
        if at >= end:
            last = []
            break
        if kind is Text or kind is nodes.Code:
            content = node.content
            until = at + len(content)
            if start <= at and until <= end:
                kept.append(node)
            elif until > start:
                kept.append(kind(content[max(start - at, 0) : end - at]))
            at = until
        elif kind is nodes.LineBreak:
            if start <= at:
                kept.append(node)
            at += 1
        elif kind is nodes.Emendation:
            inner, at = _cut(node.new, start, end, at)
            kept.extend(inner)
        elif kind is nodes.Quoted:
            inner, at = _cut((Text(node.open), *node.children, Text(node.close)), start, end, at)
            kept.extend(inner)
        elif kind in _WORDY:
            inner, at = _cut(node.children, start, end, at)
            if inner:
                kept.append(node._replace(children=inner))
    return (*kept, *last), at


def outline(node: Chapter | Note | Block | Inline) -> str:
    """Return the tree of ``node`` as lines, one a node, with positions: how we look at parsing."""
    lines: list[str] = []
    _outline(node, 0, lines)
    return "\n".join(lines) + "\n"


def _outline(node: Node, depth: int, lines: list[str]) -> None:
    if type(node) is tuple:
        for child in node:
            _outline(child, depth, lines)
        return
    fields = _CHILDREN.get(type(node), ())
    parts = [type(node).__name__]
    span = getattr(node, "span", None)
    if span is not None and span.line:
        parts.append(f"{span.line}:{span.column}")
    for field in node._fields:
        value = getattr(node, field)
        if field in fields or field in ("span", "path") or value in ("", (), False, None):
            continue
        if type(value) is tuple and value and hasattr(value[0], "_fields"):
            continue
        shown = f'"{value}"' if isinstance(value, str) else str(value)
        shown = shown.replace("\n", "\\n")
        parts.append(shown if field == "content" else f"{field}={shown}")
    lines.append("  " * depth + " ".join(parts))
    for field in fields:
        if field in ("prefix", "suffix", "old", "new") and getattr(node, field):
            lines.append("  " * (depth + 1) + field)
            _outline(getattr(node, field), depth + 2, lines)
        else:
            _outline(getattr(node, field), depth + 1, lines)
