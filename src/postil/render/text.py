"""The text as HTML: one short case for each node. What comes out is well-formed XML and valid HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import assert_never
from urllib.parse import quote

from markupsafe import Markup

from postil import nodes, tree
from postil.apparatus import Apparatus, ChapterApparatus, Target
from postil.edition import REGISTERS
from postil.languages import direction
from postil.nodes import Block, Blocks, Inline, Inlines
from postil.tongue import ENGLISH

Highlight = Callable[[str, str], str]
"""From code and its language to HTML of coloured spans, or nothing where the language is not known."""

_PAGES = {register.kind: register.page for register in REGISTERS}
_quoted = cache(quote)

PASSAGES = "p/"
"""Where the pages of paragraphs are."""

_LINKS = frozenset(
    (
        nodes.Citation,
        nodes.CrossReference,
        nodes.Emendation,
        nodes.EntryLink,
        nodes.Link,
        nodes.NoteCall,
        nodes.SourceLink,
    )
)
"""What is drawn as a link, in which no other may stand."""

_APPARATUS = ' data-apparatus=""'
_NOTHING: Mapping[str, str] = {}


def escape(text: str) -> str:
    """Return ``text`` fit to stand between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """Return ``text`` fit to stand in double quotes as an attribute's value."""
    return escape(text).replace('"', "&quot;")


def identifier(name: str) -> str:
    """Return the ``id`` attribute for ``name``, with the space before it; nothing where there is no name."""
    return f' id="{attribute(name)}"' if name else ""


@cache
def source_anchor(key: str) -> str:
    """Return the fragment that leads to the source ``key``: a key may hold what an address may not."""
    return quote(f"s-{key}", safe="/?:@!$&'()*+,;=~-._")


class TextWriter:
    """Writes text that stands on ``page``, its headings ``lower`` by some levels than they are written.

    ``chapter`` is the chapter that the text is of: its numbers, targets and citations are looked up there. Without it,
    and without ``apparatus``, references lead where they say and nothing is numbered. ``expanded`` shows in full the
    citations that the chapter's page shortens. ``after`` are lines, as HTML, that stand after the block or heading with
    an id.
    """

    lower = 0

    def __init__(
        self,
        page: str = "",
        apparatus: Apparatus | None = None,
        chapter: ChapterApparatus | None = None,
        highlight: Highlight | None = None,
        *,
        expanded: bool = False,
        after: Mapping[str, str] = _NOTHING,
    ) -> None:
        self.page = page
        self.root = "../" * page.count("/")
        self.apparatus = apparatus
        self.interface = apparatus.edition.tongue if apparatus else ENGLISH
        self.chapter = chapter
        self.highlight = highlight
        self.expanded = expanded
        self.after = after
        self.home = apparatus.edition.language if apparatus else ""
        self.lang = self.home  # of what is being written

    def href(self, page: str, fragment: str = "") -> str:
        """Return the address of a place of the site as seen from this page, fit for an attribute."""
        path = "" if page == self.page and fragment else self.root + _quoted(page)
        return attribute(f"{path}#{fragment}" if fragment else path)

    def entry_href(self, kind: str, id: str) -> str:
        """Return the address of an entry as seen from this page, fit for an attribute."""
        return self.href(_PAGES[kind], f"e-{id}")

    def name(self, fragment: str) -> str:
        """Return the id on this page of what ``fragment`` leads to."""
        return fragment

    def picture(self, src: str) -> str:
        """Return the address of a picture of the edition as seen from this page, fit for an attribute."""
        return attribute(src if ":" in src or src.startswith("/") else self.root + src)

    # Blocks

    def blocks(self, blocks: Blocks, *, ids: bool = True) -> str:
        """Return ``blocks`` as HTML; without ``ids`` they are a copy that stands elsewhere, and bear none."""
        if ids and self.after:
            return "".join([self.block(block) + self.traces(block) for block in blocks])
        return self.inner(blocks, ids)

    def inner(self, blocks: Blocks, ids: bool) -> str:
        return "".join([self.block(block, ids) for block in blocks])

    def block(self, block: Block, ids: bool = True) -> str:
        """Return one block as HTML."""
        lang = getattr(block, "lang", "")
        if not lang or lang == self.lang:
            return self.written(block, ids)
        said, outer = self.turned(lang), self.lang
        self.lang = lang
        html = self.written(block, ids, said)
        self.lang = outer
        return html

    def turned(self, lang: str) -> str:
        """Return the attributes of what is in the language ``lang`` within what is in another."""
        way = direction(lang)
        turned = f' dir="{way}"' if way != direction(self.lang) else ""
        return f' lang="{attribute(lang)}"{turned}'

    def tagged(self, lang: str) -> Markup:
        """Return the attributes of what is in ``lang``: nothing where that is the language here, or not known."""
        return Markup(self.turned(lang) if lang and lang != self.lang else "")

    def ours(self) -> str:
        """Return the attributes of the edition's own words within another language; none elsewhere."""
        return "" if self.lang == self.home else self.turned(self.home or ENGLISH.language)

    def written(self, block: Block, ids: bool, said: str = "") -> str:
        """Return one block as HTML; ``said`` are the attributes of its language."""
        match block:
            case nodes.Paragraph():
                return f"<p{self.id(block, ids)}{said}>{self.lead(block, ids)}{self.inlines(block.children)}</p>\n"
            case nodes.Plain():
                return self.inlines(block.children)
            case nodes.Verse():
                return f'<p class="verse"{self.id(block, ids)}{said}>{self.lead(block, ids)}{self.verse(block)}</p>\n'
            case nodes.Section():
                # no element of its own: an article needs its headings, and a reader no landmark for each section
                head = self.block(block.heading, ids) + (self.traces(block.heading) if ids else "")
                return head + self.blocks(block.blocks, ids=ids)
            case nodes.Heading():
                level = min(block.level + self.lower, 6)
                anchors = self.anchors(block.id) if ids else ""
                return f"<h{level}{self.id(block, ids)}{said}>{anchors}{self.heading(block, ids)}</h{level}>\n"
            case nodes.BlockQuote():
                return f"<blockquote{said}>\n{self.inner(block.blocks, ids)}</blockquote>\n"
            case nodes.List():
                start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
                tag = "ol" if block.ordered else "ul"
                return f"<{tag}{start}{said}>\n{self.inner(block.items, ids)}</{tag}>\n"
            case nodes.ListItem():
                return f"<li{self.id(block, ids)}>{self.lead(block, ids)}{self.item(block, ids)}</li>\n"
            case nodes.CodeBlock():
                return self.code(block)
            case nodes.ThematicBreak():
                return "<hr/>\n"
            case nodes.Table():
                return self.table(block, ids, said)
            case nodes.Figure():
                return self.figure(block, ids, said)
        assert_never(block)

    def heading(self, heading: nodes.Heading, ids: bool) -> str:
        """Return the words of a heading; in its chapter they are a link to it, as far as they hold no other.

        Its own words, and no mark beside them: so its name is said once, and a list of links has it by its name.
        """
        words = heading.children
        if not ids or not heading.id or self.chapter is None or self.page != self.chapter.page:
            return self.inlines(words)
        end = next((at for at, node in enumerate(words) if _holds_link(node)), len(words))
        if not tree.words(words[:end]).strip():
            return self.inlines(words)
        href = self.href(self.page, heading.id)
        return f'<a class="section" href="{href}">{self.inlines(words[:end])}</a>{self.inlines(words[end:])}'

    def id(self, block: nodes.Paragraph | nodes.Verse | nodes.Heading | nodes.ListItem, ids: bool) -> str:
        return identifier(self.name(block.id)) if ids else ""

    def lead(
        self, block: nodes.Paragraph | nodes.Verse | nodes.ListItem | nodes.Table | nodes.Figure, ids: bool
    ) -> str:
        """Return what stands before a citable block's words: its author's name for it, and its number."""
        if not ids or self.chapter is None or block.id not in self.chapter.numbers:
            return ""
        number = self.chapter.numbers[block.id]
        name = f"<span{identifier(self.name(block.name))}></span>" if block.name else ""
        name += self.anchors(block.id)
        href = self.href(f"{PASSAGES}{block.id}.html")
        label = attribute(self.interface("Paragraph %(number)s, cite", number=number))
        said = f'href="{href}" aria-label="{label}"{self.version(block.id)}{self.ours()}{_APPARATUS}'
        return f'{name}<a class="number" {said}>{number}</a> '  # or both are one word where there is no margin

    def version(self, id: str) -> str:
        """Return the version of the block ``id`` as an attribute, where it is not the version of its page."""
        passage = self.apparatus.passages.get(id) if self.apparatus else None
        if passage is None or self.apparatus is None or not self.apparatus.edition.lock.releases:
            return ""
        version = self.apparatus.version_of(passage)
        return "" if version == self.apparatus.version else f' data-version="{attribute(version)}"'

    def anchors(self, id: str) -> str:
        """Return what other fragments lead to, where what they led to stands at ``id`` now."""
        if self.chapter is None or id not in self.chapter.anchors or self.page != self.chapter.page:
            return ""
        return "".join([f"<span{identifier(self.name(name))}{_APPARATUS}></span>" for name in self.chapter.anchors[id]])

    def traces(self, block: Block) -> str:
        """Return the lines for what is gone and stood after ``block``, or within it where that is no place for them."""
        match block:
            case nodes.List() | nodes.BlockQuote():
                return "".join([self.after.get(getattr(one, "id", ""), "") for one in tree.blocks((block,))])
            case nodes.Paragraph() | nodes.Verse() | nodes.Heading() | nodes.Table() | nodes.Figure():
                return self.after.get(block.id, "")
        return ""

    def verse(self, verse: nodes.Verse) -> str:
        """Return the lines of ``verse``, each an element of its own, so that what of it is turned over can hang."""
        ends = [at for at, one in enumerate(verse.children) if type(one) is nodes.LineBreak]
        cuts = zip([0, *(end + 1 for end in ends)], [*ends, len(verse.children)], strict=True)
        lines = [self.inlines(verse.children[start:end]) for start, end in cuts]
        inside = "<br/>\n</span>".join(f'<span class="line">{line}' for line in lines)
        return f"{inside}</span>"

    def item(self, item: nodes.ListItem, ids: bool) -> str:
        parts = [self.block(block, ids) for block in item.blocks]
        if item.blocks and not isinstance(item.blocks[0], nodes.Plain):
            parts.insert(0, "\n")
        for place, block in enumerate(item.blocks[:-1]):
            if isinstance(block, nodes.Plain):
                parts[place] += "\n"
        return "".join(parts)

    def code(self, block: nodes.CodeBlock) -> str:
        name = f' class="language-{attribute(block.language)}"' if block.language else ""
        coloured = self.highlight(block.content, block.language) if self.highlight and block.language else ""
        return f"<pre><code{name}>{coloured or escape(block.content)}</code></pre>\n"

    def table(self, table: nodes.Table, ids: bool, said: str = "") -> str:
        aligned = [f' class="{alignment}"' if alignment else "" for alignment in table.alignments]

        def row(cells: tuple[nodes.Cell, ...], tag: str) -> str:
            inside = "".join(
                f"<{tag}{align}>{self.inlines(cell.children)}</{tag}>\n"
                for cell, align in zip(cells, aligned, strict=True)
            )
            return f"<tr>\n{inside}</tr>\n"

        body = "".join(row(cells, "td") for cells in table.rows)
        body = f"<tbody>\n{body}</tbody>\n" if body else ""
        label = self.word(table.id, "")
        caption = f'<caption class="label"{self.ours()}{_APPARATUS}>{escape(label)}.</caption>\n' if label else ""
        inside = f"<table{said}>\n{caption}<thead>\n{row(table.header, 'th')}</thead>\n{body}</table>\n"
        name = attribute(label or self.interface("Table"))
        scroll = f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">'
        return (
            f'<div class="table"{identifier(table.id if ids else "")}>{self.lead(table, ids)}\n'
            f"{scroll}{inside}</div></div>\n"
        )

    def figure(self, figure: nodes.Figure, ids: bool, said: str = "") -> str:
        words = tree.words(figure.caption)
        label = self.word(figure.id, "")
        shown = f'<span class="label"{self.ours()}{_APPARATUS}>{escape(label)}.</span> ' if label else ""
        return (
            f"<figure{identifier(figure.id if ids else '')}{said}>{self.lead(figure, ids)}"
            f'<img src="{self.picture(figure.src)}" alt="{attribute(figure.alternative or words)}"/>'
            f"<figcaption>{shown}{self.inlines(figure.caption)}</figcaption></figure>\n"
        )

    def word(self, id: str, otherwise: str) -> str:
        """Return what a reference to the block ``id`` would say, with a capital."""
        target = self.chapter.targets.get(id) if self.chapter else None
        return target.words.capitalize() if target else otherwise

    # Inlines

    def inlines(self, children: Inlines, *, linked: bool = False) -> str:
        """Return ``children`` as HTML; where they stand in a link (``linked``), without links."""
        return "".join([self.inline(child, linked) for child in children])

    def inline(self, node: Inline, linked: bool = False) -> str:
        """Return one inline as HTML."""
        match node:
            case nodes.Text():
                return escape(node.content)
            case nodes.Emphasis():
                return f"<em>{self.inlines(node.children, linked=linked)}</em>"
            case nodes.EntryLink():
                return self.entry(node, linked)
            case nodes.NoteCall():
                return "" if linked else self.call(node)
            case nodes.Citation():
                return self.citation(node, linked)
            case nodes.SourceLink():
                return self.source(node, linked)
            case nodes.CrossReference():
                return self.reference(node, linked)
            case nodes.Link():
                return self.link(node, linked)
            case nodes.Strong():
                return f"<strong>{self.inlines(node.children, linked=linked)}</strong>"
            case nodes.Quoted():
                return f"{node.open}{self.inlines(node.children, linked=linked)}{node.close}"
            case nodes.Foreign():
                return self.foreign(node, linked)
            case nodes.Superscript():
                return f"<sup>{self.inlines(node.children, linked=linked)}</sup>"
            case nodes.Subscript():
                return f"<sub>{self.inlines(node.children, linked=linked)}</sub>"
            case nodes.SmallCaps():
                return f'<span class="small-caps">{self.inlines(node.children, linked=linked)}</span>'
            case nodes.Underline():
                return f"<u>{self.inlines(node.children, linked=linked)}</u>"
            case nodes.Code():
                return f"<code>{escape(node.content)}</code>"
            case nodes.LineBreak():
                return "<br/>\n"
            case nodes.Image():
                title = f' title="{attribute(node.title)}"' if node.title else ""
                words = attribute(tree.words(node.children))
                return f'<img src="{self.picture(node.src)}" alt="{words}"{title}/>'
            case nodes.PageBreak():
                page, said = attribute(node.number), attribute(self.interface("page %(number)s", number=node.number))
                here = identifier(self.name(f"page-{node.number}"))
                return (
                    f'<span class="page-break" role="doc-pagebreak"{here} aria-label="{said}"'
                    f"{self.ours()}{_APPARATUS}>{page}</span>"
                )
            case nodes.Emendation():
                return self.emendation(node, linked)
        assert_never(node)

    def foreign(self, node: nodes.Foreign, linked: bool) -> str:
        if node.lang == self.lang:
            return self.inlines(node.children, linked=linked)
        said, outer = self.turned(node.lang), self.lang
        self.lang = node.lang
        words = self.inlines(node.children, linked=linked)
        self.lang = outer
        return f"<span{said}>{words}</span>"

    def anchor(self, children: Inlines, attributes: str, linked: bool) -> str:
        words = self.inlines(children, linked=True)
        return words if linked else f"<a {attributes}>{words}</a>"

    def entry(self, node: nodes.EntryLink, linked: bool) -> str:
        href = self.entry_href(node.kind, node.entry)
        return self.anchor(node.children, f'class="entry" href="{href}"', linked)

    def link(self, node: nodes.Link, linked: bool) -> str:
        title = f' title="{attribute(node.title)}"' if node.title else ""
        said = node.href.partition("://")[2].rstrip("/")
        words = tree.words(node.children)
        if self.page and said and words.rstrip("/") in (node.href.rstrip("/"), said):
            title += ' class="address"'  # its words are its address: on paper it need not be said twice
            if not linked:
                broken = re.sub(r"(?<=[^/:])/(?=[^/])", "/<wbr>", escape(words))  # a long one breaks at its steps
                return f'<a href="{attribute(node.href)}"{title}>{broken}</a>'
        return self.anchor(node.children, f'href="{attribute(node.href)}"{title}', linked)

    def call(self, node: nodes.NoteCall) -> str:
        if self.chapter is None or node.label not in self.chapter.notes:
            return escape(f"[^{node.label}]")
        numbered = self.chapter.notes[node.label]
        here = identifier(self.name(node.id)) if self.page == self.chapter.page else ""
        href = self.href(self.chapter.page, numbered.note.id)
        return (
            f'<sup class="note-call"{self.ours()}{_APPARATUS}><a role="doc-noteref"{here} href="{href}" '
            f'aria-label="{attribute(numbered.called)}">'
            f"{numbered.number}</a></sup>"
        )

    def citation(self, node: nodes.Citation, linked: bool) -> str:
        words: Inlines = ()
        if self.chapter is not None:
            words = self.chapter.citations.get(node.id, ())
            if self.expanded:
                words = self.chapter.expanded.get(node.id, words)
        if not words:  # text that is no chapter's: the apparatus formats it where it stands
            return self.inlines(node_words(node), linked=linked)
        own = self.chapter is not None and self.page == self.chapter.page
        here = identifier(self.name(node.id)) if own else ""
        return f'<span class="citation"{here}>{self.inlines(words, linked=linked)}</span>'

    def source(self, node: nodes.SourceLink, linked: bool) -> str:
        href = self.href("sources.html", source_anchor(node.key))
        own = self.chapter is not None and self.page == self.chapter.page
        here = identifier(self.name(node.id)) if own else ""
        return self.anchor(node.children, f'class="source" role="doc-biblioref"{here} href="{href}"', linked)

    def reference(self, node: nodes.CrossReference, linked: bool) -> str:
        target = self.target(node)
        if target is None:
            file = node.file + ("#" if node.target else "")
            words = self.inlines(node.children, linked=True)
            href = attribute((file or "#") + quote(node.target, safe="/?:@!$&'()*+,;=~-._%"))
            return words if linked else f'<a href="{href}">{words}</a>'
        words = self.inlines(node.children, linked=True) or escape(self.said(target))
        href = self.href(target.page, target.fragment)
        return words if linked else f'<a class="reference" href="{href}">{words}</a>'

    def said(self, target: Target) -> str:
        """Return the words of a reference; those to a place in another chapter say which."""
        other = target.page != self.page and self.apparatus and self.apparatus.chapters.get(target.page[:-5])
        if not other or not target.fragment:
            return target.words
        return f"{tree.words(other.title)}, {target.words}"

    def target(self, node: nodes.CrossReference) -> Target | None:
        """Return what ``node`` leads to, or None where that is not known."""
        chapter = self.chapter
        if node.file and self.apparatus is not None:
            chapter = self.apparatus.chapters.get(node.file.removeprefix("./").removesuffix(".md"))
        if chapter is None:
            return None
        if not node.target:
            return Target(chapter.page, "", tree.words(chapter.title))
        return chapter.targets.get(node.target)

    def emendation(self, node: nodes.Emendation, linked: bool) -> str:
        words = self.inlines(node.new, linked=linked)
        if linked or self.chapter is None or not (node.old or node.new):  # a remark alone is for editors
            return words
        href = self.href("about.html", "emendations")
        printed = tree.words(node.old)
        _ = self.interface
        name = _("emended; printed: %(words)s", words=printed) if printed else _("added by the editor")
        return (
            f'<span class="emended">{words}</span>'
            f'<a class="emendation" href="{href}" aria-label="{attribute(name)}"{self.ours()}{_APPARATUS}>*</a>'
        )


def _holds_link(node: Inline) -> bool:
    return any(type(one) in _LINKS for one in tree.walk(node))


def node_words(node: nodes.Citation) -> Inlines:
    """Return the keys of a citation as written: what is shown where no source is known."""
    return tuple(nodes.Text(f"@{cite.key}") for cite in node.cites)
