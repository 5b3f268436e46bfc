"""The edition as one file: every page of the site a part of it, with all that these load, to be mailed and kept."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from posixpath import normpath
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from markupsafe import Markup

from postil.apparatus import Apparatus, ChapterApparatus, Described, Ledger, Outline, Passage
from postil.edition import Register
from postil.lock import BLOCKS
from postil.render.code import highlight
from postil.render.fonts import characters
from postil.render.fonts import stylesheet as font_stylesheet
from postil.render.pages import ChapterView, EntryView, Link, OutlineView, Pages, SourceView
from postil.render.policy import policy
from postil.render.script import INLINE, translated
from postil.render.script import bundle as bundle_script
from postil.render.stylesheet import bundle
from postil.render.text import PASSAGES, TextWriter, attribute, identifier
from postil.render.traces import Address, Line, Traces

TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""The media types of pictures, by the endings of their files."""


def named(page: str, fragment: str = "") -> str:
    """Return the id in the file of what ``fragment``, or nothing, leads to on ``page`` of the site.

    It begins with the page's name and a colon, which no page's name has. Ids of blocks are no two pages' alike.
    """
    if fragment.startswith("p-"):
        return fragment
    return f"{page.removesuffix('.html')}:{fragment or 'main'}"


class WholeWriter(TextWriter):
    """Writes text of an edition that is one file: headings are a level lower, and each address is a place in the file.

    The pages of paragraphs are not in it: their addresses are those of the site, or else the paragraphs themselves.
    """

    lower = 1

    def __init__(self, *args: Any, pictures: Mapping[str, bytes], **named: Any) -> None:  # as TextWriter has them
        super().__init__(*args, **named)
        self.pictures = pictures

    def href(self, page: str, fragment: str = "") -> str:
        base = self.apparatus.edition.base_url if self.apparatus else ""
        if page.startswith(PASSAGES):
            return attribute(passage_address(base, page))
        return attribute(f"#{named(page, fragment)}")

    def name(self, fragment: str) -> str:
        return named(self.page, fragment) if fragment else ""

    def picture(self, src: str) -> str:
        """Return the picture itself, as an address."""
        content = self.pictures.get(normpath(unquote(src)))
        if content is None:
            return attribute(src)
        return f"data:{TYPES[Path(unquote(src)).suffix.lower()]};base64,{b64encode(content).decode()}"


def passage_address(base: str, page: str) -> str:
    """Return where the ``page`` of a paragraph is, for an edition whose site is at ``base``, if that is known."""
    return base + quote(page) if base else f"#{page.removeprefix(PASSAGES).removesuffix('.html')}"


class WholeAddress(Address):
    """A place in the file."""

    @property
    def href(self) -> str:
        """The address within the file."""
        return f"#{named(self.page, self.fragment)}"


class WholeTraces(Traces):
    """What the file says of ids whose words are not where they were."""

    def places(self, passage: Passage) -> list[Address]:
        return [WholeAddress(*each) for each in super().places(passage)]

    def place(self, id: str) -> Address:
        return WholeAddress(*super().place(id))

    def paragraph(self, id: str, chapter: ChapterApparatus) -> str:
        """Return the line of a block or section that is gone from the text of ``chapter``."""
        line = self.line(id, chapter)
        spans = "".join(f"<span{identifier(each)}></span>" for each in line.ids[1:])
        return f'<p class="gone"{identifier(line.ids[0])} data-apparatus="">{spans}{line.words}</p>\n'

    def line(self, id: str, chapter: ChapterApparatus) -> Line:
        ids, words = super().line(id, chapter)
        return Line(tuple(named(chapter.page, each) for each in ids), words)

    def listed(self, page: str) -> tuple[dict[str, list[str]], list[Line]]:
        anchors, lines = super().listed(page)
        within = {key: [named(page, each) for each in ids] for key, ids in anchors.items()}
        return within, [Line(tuple(named(page, each) for each in line.ids), line.words) for line in lines]

    def own(self, passage: Passage, called: str) -> Markup:
        """Return ``called``, as a link where ``passage`` has a page on a site that is known."""
        base = self.apparatus.edition.base_url
        if not base or passage.kind not in BLOCKS:
            return Markup.escape(called)
        return Markup('<a href="{}">{}</a>').format(passage_address(base, f"{PASSAGES}{passage.id}.html"), called)


class PartView(NamedTuple):
    """A chapter in the file: its view, its text, and lines for the notes that are gone from it."""

    chapter: ChapterView
    text: Markup
    gone_notes: list[Line]


class ListView(NamedTuple):
    """A register in the file."""

    register: Register
    entries: list[EntryView]
    gone: list[Line]


class Whole(Pages):
    """Renders an edition as one page."""

    def __init__(
        self,
        apparatus: Apparatus,
        folder: Path,
        styles: Mapping[str, str],
        scripts: Mapping[str, str],
        pictures: Mapping[str, bytes],
    ) -> None:
        theme = bundle_script(scripts, f"{INLINE}.js").strip()
        super().__init__(apparatus, folder, {}, {}, theme, partial(WholeWriter, pictures=pictures))
        self.traces = WholeTraces(apparatus)
        self.styles, self.modules = styles, scripts

    def content(self) -> bytes:
        """Return the page. Raises TemplateBroken."""
        parts = [self.part(chapter) for chapter in self.chapters]
        style, script = Markup(self.style()), Markup(self.script())
        self.fixed["policy"] = policy([str(self.fixed["theme"]), script], [style], alone=True)
        anchors, gone = self.traces.listed("sources")
        about = self.writer("about.html", self.apparatus, None, highlight)
        _, content = self.page(
            "index.html",
            "whole.html",
            parts=parts,
            kinds=self.kinds(anchors) if self.apparatus.sources else [],
            gone_sources=gone,
            lists=[self.register_part(register) for register in self.registers],
            editorial=Markup(about.blocks(self.apparatus.editorial)),
            emendations=self.emendations(about),
            pages=f"{self.edition.base_url}{PASSAGES}" if self.edition.base_url else "",
            linked_data=Markup(self.book_linked_data()),
            icon=f"data:image/svg+xml,{quote(self.styles['icon.svg'])}",
            style=style,
            script=script,
            nav=self.navigation(parts),
        )
        return content

    def navigation(self, parts: Sequence[PartView]) -> list[Link]:
        """Return links to the parts of the file."""
        _ = self.tongue
        notes = [Link("#notes:main", _("Notes"))] if any(part.chapter.series for part in parts) else []
        sources = [Link("#sources:main", _("Sources"))] if self.apparatus.sources else []
        lists = [Link(f"#{named(each.page)}", _(each.title)) for each in self.registers]
        return [Link("#contents", _("Contents")), *notes, *sources, *lists, Link("#about:main", _("About"))]

    # What it loads

    def style(self) -> str:
        """Return the stylesheets of the pages that are in the file, and its own."""
        sheets = [bundle(self.styles, f"{name}.css") for name in ("edition", "tools", "whole")]
        if self.edition.fonts:  # after the others, as on the site: it sets what they have set
            sheets.append(font_stylesheet(self.edition.fonts, characters(self.apparatus), self.styles["tokens.css"]))
        return "".join(sheets)

    def script(self) -> str:
        """Return the script of a chapter with all that it would load; of several chapters only one could have that."""
        bundles = [bundle_script(self.modules, f"{name}.js") for name in ("tools", "edition")]
        if len(self.chapters) == 1:
            bundles.insert(0, self.citing_file(self.chapters[0])[1].decode().replace("<", "\\u003c"))
        if self.tongue.script:
            bundles.insert(0, translated(self.tongue.script))
        return "".join(bundles).replace("</script", "<\\/script")

    # Its parts

    def part(self, chapter: ChapterApparatus) -> PartView:
        after = self.after(chapter)
        first = after.pop("", "")
        writer = self.writer(chapter.page, self.apparatus, chapter, highlight, after=after)
        view = self.chapter(chapter, chapter.page)
        series = tuple(
            each._replace(
                notes=tuple(
                    note._replace(
                        id=named(chapter.page, note.id),
                        anchors=[named(chapter.page, name) for name in note.anchors],
                    )
                    for note in each.notes
                )
            )
            for each in view.series
        )
        outline = _outline(chapter.outline, chapter.page, writer)
        return PartView(
            view._replace(href=f"#{named(chapter.page)}", outline=outline, series=series),
            Markup(first + writer.blocks(self.apparatus.trees[chapter.slug].blocks)),
            self.traces.notes(chapter),
        )

    def source(self, ledger: Ledger, anchors: Mapping[str, Sequence[str]]) -> SourceView:
        """Return a source's view, without files."""
        view = super().source(ledger, anchors)
        return view._replace(id=named("sources.html", view.id), files=())

    def register_part(self, register: Register) -> ListView:
        described = self.described(register)
        anchors, gone = self.traces.listed(register.page.removesuffix(".html"))
        return ListView(register, [self.entry(each, register, anchors) for each in described], gone)

    def entry(self, described: Described, register: Register, anchors: Mapping[str, Sequence[str]]) -> EntryView:
        view = super().entry(described, register, anchors)
        return view._replace(id=named(register.page, view.id))


def _outline(sections: tuple[Outline, ...], page: str, writer: TextWriter) -> tuple[OutlineView, ...]:
    return tuple(
        OutlineView(
            f"#{named(page, each.id)}",
            Markup(writer.inlines(each.words, linked=True)),
            _outline(each.sections, page, writer),
        )
        for each in sections
    )
