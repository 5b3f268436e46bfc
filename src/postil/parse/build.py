"""From the parser's flat tokens to our tree."""

from __future__ import annotations

import itertools
import re
from typing import Any, NamedTuple
from urllib.parse import unquote

from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from postil import nodes, tree
from postil.diagnostics import Report, Rule
from postil.edition import REGISTERS
from postil.languages import TAG
from postil.manuscript import NOWHERE, Manuscript, Span
from postil.nodes import Block, Blocks, Cite, Inline, Inlines, Note, Text
from postil.parse.citations import Half, Unknown
from postil.parse.locators import known, labels_of
from postil.parse.positions import Positions
from postil.parse.rules import DEPTH

# What looks like a mark of ours, each with what it should be. Compiled where it is wanted, which is seldom.
_UNREAD = (
    r"(?P<emendation>\{(?:~~|\+\+|--|>>))|(?P<inline>\^\[)|(?P<note>\[\^[^\[\]\n]{0,80}\]?(?![(\[]))"
    r"|(?P<name>\{#[^{}\n]{0,80}\}?)|(?P<language>\{:?\s*lang\s*[=:][^{}\n]{0,80}\}?)|(?P<address>\]\((?!<)[^()\n<>\"']{0,200}\s[^()\n<>\"']{0,200}\))"
)
_UNREAD_ADVICE = {
    "emendation": "Write {~~old~>new~~}, {++added++} or {--gone--}, and why after it: {>>why<<}.",
    "inline": "Close the note with a bracket: ^[words].",
    "note": "The name of a note has no spaces, and a bracket closes it: [^name].",
    "name": "A name has no spaces; it stands on a line above its block, or after a heading’s words: {#name}.",
    "language": "The language of words stands directly after their brackets, [слово]{lang=ru}, that of a block on a "
    "line above it: {lang=ru}.",
    "address": "An address with spaces stands in angle brackets: [words](<a file.png>).",
}

# What is wrong with a citation that is half read, and what to write instead.
_HALF = {
    "comma": ("nothing stands after the comma", "Write a locator or words after it, or take it away."),
    "label": (
        "“{words}” has no number after it",
        "Write the number. If these are only words, say so with empty braces: {instead}",
    ),
    "source": (
        "“{words}” names no source",
        "Write the key of a source after an @; or, if the words belong to the source before them, a comma for the "
        "semicolon. If the brackets are no citation, put a backslash before the first: \\[",
    ),
    "semicolon": ("no source stands beside the semicolon", "Write another source there, or take it away."),
    "key": (
        "“{words}” stands among the words of another source",
        "Put a semicolon before it: [{instead}; {words}] If it belongs to the words, give it brackets: [{words}]",
    ),
}

_TONGUED = frozenset(
    (nodes.Paragraph, nodes.Plain, nodes.Verse, nodes.Heading, nodes.BlockQuote, nodes.List, nodes.Table, nodes.Figure)
)
"""The blocks that can be in a language of their own."""

_ENTRY_KINDS = {register.kind for register in REGISTERS}


class _Frame:
    """A block that is open: what it holds so far, and the name and language waiting for the next block in it."""

    __slots__ = ("blocks", "lang", "name", "token")

    def __init__(self, token: Token | None) -> None:
        self.token = token
        self.blocks: list[Any] = []
        self.name: tuple[str, Span] | None = None
        self.lang: tuple[str, Span] | None = None


class Builder:
    """Builds the tree of one manuscript and reports what is amiss in it."""

    def __init__(self, manuscript: Manuscript, report: Report, locales: tuple[str, ...]) -> None:
        self.positions = Positions(manuscript)
        self.report = report
        self.locales = locales
        self.notes: list[Note] = []
        self.inline_notes = 0
        self.alignments: list[str] = []

    def blocks(self, tokens: list[Token]) -> Blocks:
        """Return the blocks of ``tokens``; notes are kept beside them in ``self.notes``."""
        stack = [_Frame(None)]
        for token in tokens:
            kind = token.type
            if kind == "inline":
                cell = None
                opened = stack[-1].token
                if opened is not None and opened.type in ("th_open", "td_open"):
                    cell = self.positions.cell(token)
                stack[-1].blocks = list(_Marks(self, token, cell).inlines())
            elif token.nesting == 1:
                stack.append(_Frame(token))
                if kind == "tr_open":
                    self.row(token)
            elif token.nesting == -1:
                frame = stack.pop()
                self.lose(frame)
                self.add(stack[-1], self.close(frame))
            elif kind == "block_name":
                self.name(stack[-1], token)
            else:
                self.add(stack[-1], self.leaf(token))
        self.lose(stack[0])
        return tuple(stack[0].blocks)

    def name(self, frame: _Frame, token: Token) -> None:
        """Keep the name and the language of a line above a block until the block is made."""
        line = self.positions.line(token.map[0] if token.map else 0)
        if token.content:
            self.lose_name(frame)
            span = line._replace(column=token.meta["column"] + self.positions.indent, length=len(token.content) + 3)
            frame.name = token.content, span
        if lang := token.meta["lang"]:
            span = line._replace(column=token.meta["at"] + self.positions.indent, length=len(lang))
            frame.lang = self.tongue(lang, span), span

    def tongue(self, lang: str, span: Span) -> str:
        """Return the language tag ``lang``; nothing where it is none, which is reported."""
        if re.fullmatch(TAG, lang):
            return lang
        self.report.add(Rule.LANGUAGE_TAG, span, tag=lang)
        return ""

    def row(self, token: Token) -> None:
        """Report a row with more cells than the table has columns: the parser leaves them out."""
        if not self.alignments or token.map is None:  # the header itself
            return
        line = self.positions.lines[token.map[0]].lstrip("> \t").rstrip()
        cells = len(escapedSplit(line)) - line.startswith("|") - (line.endswith("|") and not line.endswith("\\|"))
        if cells > len(self.alignments):
            span = self.positions.block(token)
            self.report.add(Rule.TABLE_ROW_LONG, span, cells=cells, columns=len(self.alignments))

    def add(self, frame: _Frame, node: Any) -> None:
        if node is None:
            return
        if frame.name is not None:
            named = _named(node, frame.name[0])
            if named is None:
                self.report.add(Rule.NAME_LOST, frame.name[1], name=frame.name[0])
            else:
                node = named
            frame.name = None
        if frame.lang is not None:
            lang, span = frame.lang
            if lang and type(node) in _TONGUED:
                node = _in(lang, node)
            elif lang:
                self.report.add(Rule.LANGUAGE_LOST, span, tag=lang)
            frame.lang = None
        frame.blocks.append(node)

    def lose_name(self, frame: _Frame) -> None:
        if frame.name is not None:
            self.report.add(Rule.NAME_LOST, frame.name[1], name=frame.name[0])
            frame.name = None

    def lose(self, frame: _Frame) -> None:
        """Report the name and the language that wait in ``frame``, which is closed, for a block."""
        self.lose_name(frame)
        if frame.lang is not None and frame.lang[0]:
            self.report.add(Rule.LANGUAGE_LOST, frame.lang[1], tag=frame.lang[0])

    def leaf(self, token: Token) -> Block | None:
        span = self.positions.block(token)
        if token.type in ("fence", "code_block"):
            language = next(iter(unescapeAll(token.info).split()), "")
            return nodes.CodeBlock(token.content, language, span)
        if token.type == "hr":
            return nodes.ThematicBreak(span)
        raise AssertionError(f"the parser made a {token.type}")

    def close(self, frame: _Frame) -> Any:
        """Return the node that ``frame`` held; None for a note definition, which goes beside the text."""
        token, inside = frame.token, tuple(frame.blocks)
        assert token is not None
        span = self.positions.block(token)
        match token.type:
            case "paragraph_open":
                return nodes.Plain(inside, span) if token.hidden else nodes.Paragraph(inside, span=span)
            case "verse_open":
                return nodes.Verse(inside, span=span)
            case "heading_open":
                heading = nodes.Heading(int(token.tag[1]), inside, name=token.meta.get("name", ""), span=span)
                if lang := token.meta.get("lang"):
                    text = self.positions.lines[token.map[0] if token.map else 0].lstrip()
                    at = max(text.rfind(lang), 0)
                    tag = span._replace(column=span.column + at, length=len(lang)) if span.column else span
                    return heading._replace(lang=self.tongue(lang, tag))
                return heading
            case "blockquote_open":
                return nodes.BlockQuote(inside, span)
            case "list_item_open":
                return nodes.ListItem(inside, span=span)
            case "bullet_list_open":
                return nodes.List(inside, span=span)
            case "ordered_list_open":
                return nodes.List(inside, ordered=True, start=int(token.attrs.get("start", 1)), span=span)
            case "th_open":
                self.alignments.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
                return nodes.Cell(inside)
            case "td_open":
                return nodes.Cell(inside)
            case "tr_open" | "thead_open" | "tbody_open":
                return inside
            case "table_open":
                header, rows = inside[0][0], inside[1] if len(inside) > 1 else ()
                alignments, self.alignments = tuple(self.alignments), []
                return nodes.Table(header, rows, alignments, span=span)
            case "footnote_reference_open":
                self.note(token.meta["label"], inside, span)
                return None
            case _:
                raise AssertionError(f"the parser made a {token.type}")

    def note(self, label: str, blocks: Blocks, span: Span) -> None:
        series, _, _ = label.rpartition(":")
        self.notes.append(Note(label, blocks, series, span=span._replace(length=len(label) + 4)))


def _named(node: Any, name: str) -> Any:
    """Return ``node`` bearing ``name``, or the first block in it that can; None where none can."""
    if type(node) in (nodes.BlockQuote, nodes.List):
        field = "blocks" if type(node) is nodes.BlockQuote else "items"
        inner = getattr(node, field)
        first = _named(inner[0], name) if inner else None
        return None if first is None else node._replace(**{field: (first, *inner[1:])})
    return node._replace(name=name) if "name" in getattr(node, "_fields", ()) else None


def _in(lang: str, node: Any) -> Any:
    """Return ``node`` and the blocks in it in the language ``lang``, those left out that say another."""
    if type(node) in _TONGUED and not node.lang:
        node = node._replace(lang=lang)
    for field in ("blocks", "items"):
        if inner := getattr(node, field, ()):
            node = node._replace(**{field: tuple(_in(lang, each) for each in inner)})
    return node


class _Open(NamedTuple):
    token: Token
    children: list[Any]


class _Marks:
    """Builds the inlines of one block."""

    def __init__(self, builder: Builder, block: Token, cell: int | None) -> None:
        self.builder = builder
        self.report = builder.report
        self.block = block
        self.cell = cell
        self.suspect = False

    def span(self, token: Token, shift: int = 0) -> Span:
        at = token.meta.get("at")
        if at is None:
            return NOWHERE
        return self.builder.positions.mark(self.block, (at[0] + shift, at[1] + shift), self.cell)

    def inlines(self) -> Inlines:
        made = self.build(self.block.children or [], 0)
        if self.suspect:
            self.unread(made)
        return made

    def unread(self, made: Inlines) -> None:
        """Report what looks like a mark, and is not one as it is written: it was left in the words."""
        left = "\n".join(node.content for node in tree.find(made, Text))
        for match in itertools.islice(re.finditer(_UNREAD, self.block.content), 20):
            start, end = match.span()
            if match[0] in left and self.block.content[start - 1 : start] != "\\":
                span = self.builder.positions.mark(self.block, (start, end), self.cell)
                mark = match[0] if len(match[0]) <= 40 else match[0][:39] + "…"
                self.report.add(Rule.MARK_UNREAD, span, mark=mark, advice=_UNREAD_ADVICE[match.lastgroup or ""])

    def build(self, tokens: list[Token], shift: int) -> Inlines:
        """Return the inlines of ``tokens``; ``shift`` is where their words begin in the block's."""
        stack: list[_Open] = []
        children: list[Any] = []
        depth = 0
        for token in tokens:
            if token.nesting == 1:
                depth += 1
                if depth == DEPTH:
                    self.report.add(Rule.NESTING_DEEP, self.builder.positions.block(self.block), most=DEPTH)
                if depth >= DEPTH:
                    continue
                stack.append(_Open(token, children))
                children = []
            elif token.nesting == -1:
                depth -= 1
                if depth >= DEPTH - 1:
                    continue
                opened = stack.pop()
                made = self.close(opened.token, _merged(children), shift)
                children = opened.children
                children.extend(made)
            else:
                children.append(self.leaf(token, shift))
        return _merged(children)

    def leaf(self, token: Token, shift: int) -> Inline:
        match token.type:
            case "text" | "text_special":
                content = token.content
                if "{" in content or "^" in content or "](" in content:  # what begins a mark was left in the words
                    self.suspect = True
                return Text(content)
            case "softbreak":
                return Text("\n")
            case "hardbreak":
                return nodes.LineBreak()
            case "code_inline":
                return nodes.Code(token.content)
            case "note_call":
                return nodes.NoteCall(token.meta["label"], span=self.span(token, shift))
            case "half_citation":
                self.half(token.meta["half"], shift)
                return Text(token.content)
            case "html_inline":
                html = token.content if len(token.content) <= 40 else token.content[:39] + "…"
                html = " ".join(html.split())
                self.report.add(Rule.HTML_SHOWN, self.span(token, shift), html=html)
                return Text(token.content)
            case "image":
                at = token.meta.get("at", (0, 0))
                children = self.build(token.children or [], shift + at[0] + 2)
                src, title = str(token.attrs["src"]), str(token.attrs.get("title", ""))
                return nodes.Image(src, children, title, self.span(token, shift))
            case _:
                raise AssertionError(f"the parser made a {token.type}")

    def close(self, token: Token, children: Inlines, shift: int) -> tuple[Any, ...]:
        """Return what the mark opened by ``token`` is, and after it the note calls that a link cannot hold."""
        match token.type:
            case "em_open":
                return (nodes.Emphasis(children),)
            case "strong_open":
                return (nodes.Strong(children),)
            case "link_open":
                calls = tuple(tree.find(children, nodes.NoteCall))
                if calls:
                    children = tree.rewrite(children, lambda node: () if type(node) is nodes.NoteCall else node)
                    children = _merged(list(children))
                return (self.link(token, children, self.span(token, shift)), *calls)
            case "foreign_open":
                lang = self.builder.tongue(token.meta["lang"], self.span(token, shift))
                return (nodes.Foreign(lang, children),) if lang else children
            case "citation_open":
                return (nodes.Citation(children, token.meta["in_text"], span=self.span(token, shift)),)  # type: ignore[arg-type]  # its children are Cites
            case "cite_open":
                return (self.cite(token, children, shift),)
            case "emendation_open":
                parts = _parts(children)
                old, new = parts.get("old", ()), parts.get("new", ())
                return (nodes.Emendation(old, new, token.meta["why"], self.span(token, shift)),)
            case "prefix_open" | "suffix_open" | "old_open" | "new_open":
                return ((token.type.removesuffix("_open"), children),)
            case "words_open":
                return children
            case "inline_note_open":
                self.builder.inline_notes += 1
                label = f"^{self.builder.inline_notes}"
                span = self.span(token, shift)
                self.builder.notes.append(Note(label, (nodes.Paragraph(children, span=span),), span=span))
                return (nodes.NoteCall(label, span=span),)
            case _:
                raise AssertionError(f"the parser made a {token.type}")

    def cite(self, token: Token, children: Inlines, shift: int) -> Cite:
        item = token.meta["item"]
        parts = _parts(children)
        if item.unknown is not None:
            self.locator(item.unknown, shift)
        if item.half is not None:
            self.half(item.half, shift)
        for inner in tree.find(parts.get("suffix", ()), nodes.Citation):
            if inner.in_text:
                self.halved("key", inner.cites[0].span, f"@{inner.cites[0].key}", f"@{item.key}")
        return Cite(
            key=item.key,
            prefix=parts.get("prefix", ()),
            suffix=parts.get("suffix", ()),
            locator=item.locator,
            locator_kind=item.kind,
            suppress_author=item.suppress_author,
            span=self.span(token, shift),
        )

    def locator(self, unknown: Unknown, shift: int) -> None:
        """Report the label of a locator that no style knows."""
        label, number, at, instead = unknown
        labels = labels_of(self.builder.locales)
        candidates = known(labels, label[0])
        near = candidates.get(self.report.nearest(label, candidates))
        such = f"{labels.page} {number}"
        advice = f"Did you mean “{near} {number}”?" if near else f"Write what styles know, such as {such}."
        span = self.builder.positions.mark(self.block, (at + shift, at + shift + len(label)), self.cell)
        self.report.add(Rule.LOCATOR_UNKNOWN, span, label=label, number=number, advice=advice, instead=instead)

    def half(self, half: Half, shift: int) -> None:
        """Report what of a citation is not read as it seems to be meant."""
        at = half.at[0] + shift, half.at[1] + shift
        self.halved(half.case, self.builder.positions.mark(self.block, at, self.cell), half.words, half.instead)

    def halved(self, case: str, span: Span, words: str, instead: str) -> None:
        problem, advice = _HALF[case]
        words = " ".join((words if len(words) <= 40 else words[:39] + "…").split())
        advice = advice.format(words=words, instead=instead)
        self.report.add(Rule.CITATION_HALF, span, problem=problem.format(words=words), advice=advice)

    def link(self, token: Token, children: Inlines, span: Span) -> Inline:
        """Return the node that a link is, by its address."""
        href = str(token.attrs["href"])
        title = str(token.attrs.get("title", ""))
        scheme, colon, rest = href.partition(":")
        if href.startswith("#"):
            return nodes.CrossReference(unquote(href[1:]), "", children, span)
        if not colon or "/" in scheme or "#" in scheme:
            file, _, target = href.partition("#")
            if file.endswith(".md"):
                return nodes.CrossReference(unquote(target), unquote(file), children, span)
        elif scheme == "page":
            number = unquote(rest).strip()
            if not re.fullmatch(r"[\w.-]+", number):
                self.report.add(Rule.PAGE_NUMBER, span)
            if children:  # words lead to the page
                return nodes.CrossReference(f"page-{number}", "", children, span)
            return nodes.PageBreak(number, span)
        elif scheme == "source":
            self.wordless(children, span, href)
            return nodes.SourceLink(unquote(rest), children, span=span)
        elif scheme in _ENTRY_KINDS:
            self.wordless(children, span, href)
            return nodes.EntryLink(scheme, unquote(rest), children, span=span)
        return nodes.Link(href, children, title, span)

    def wordless(self, children: Inlines, span: Span, href: str) -> None:
        if not children:
            self.report.add(Rule.LINK_EMPTY, span, href=href)


def _parts(children: Any) -> dict[str, Inlines]:
    """Return the parts of a mark by name; here its children are pairs of a part's name and its inlines."""
    return dict(children)


def _merged(children: list[Any]) -> Inlines:
    """Return ``children`` with texts that stand side by side made one."""
    merged: list[Any] = []
    run: list[str] = []
    for child in children:
        if type(child) is Text:
            run.append(child.content)
            continue
        if run:
            merged.append(Text("".join(run)))
            run = []
        merged.append(child)
    if run:
        merged.append(Text("".join(run)))
    return tuple(child for child in merged if type(child) is not Text or child.content)
