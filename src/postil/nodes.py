"""The tree: what was written, and where.

Every node is a NamedTuple: frozen, typed, and quick to define and to make. (Forty frozen
dataclasses cost 15 ms each time the program starts, forty NamedTuples 2 ms; a whole build
has some 100 ms.) ``Inline`` and ``Block`` are closed unions. A node's ``id`` is empty until
``enrich`` gives it one. Nothing here says how a node looks, which number it bears or where it
leads: that is the apparatus.
"""

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from postil.manuscript import NOWHERE, Span

if TYPE_CHECKING:
    Inlines: TypeAlias = "tuple[Inline, ...]"
    Blocks: TypeAlias = "tuple[Block, ...]"
else:  # a NamedTuple compiles an annotation that is written as a text, which takes time and serves nobody
    Inlines = Blocks = tuple


class Text(NamedTuple):
    """Words. A line break of the source stays in them as a newline."""

    content: str


class Code(NamedTuple):
    """Words set as code."""

    content: str


class LineBreak(NamedTuple):
    """A line break the author asked for."""


class Emphasis(NamedTuple):
    """Words in italics."""

    children: Inlines


class Strong(NamedTuple):
    """Words in bold."""

    children: Inlines


class Foreign(NamedTuple):
    """Words in another language, whose tag is ``lang``."""

    lang: str
    children: Inlines


class Superscript(NamedTuple):
    """Words set above the line."""

    children: Inlines


class Subscript(NamedTuple):
    """Words set below the line."""

    children: Inlines


class SmallCaps(NamedTuple):
    """Words in small capitals."""

    children: Inlines


class Underline(NamedTuple):
    """Words underlined."""

    children: Inlines


class Quoted(NamedTuple):
    """Words between quotation marks, which are not in ``children``."""

    children: Inlines
    open: str = "“"
    close: str = "”"


class Link(NamedTuple):
    """A link to an address outside the edition."""

    href: str
    children: Inlines
    title: str = ""
    span: Span = NOWHERE


class Image(NamedTuple):
    """A picture; ``children`` are the words that stand for it."""

    src: str
    children: Inlines
    title: str = ""
    span: Span = NOWHERE


class NoteCall(NamedTuple):
    """The place a note is called from. ``label`` is the note's name, with its series (``ed:name``)."""

    label: str
    id: str = ""
    span: Span = NOWHERE


class Cite(NamedTuple):
    """One source in a citation (CSL: a cite item), with what the author says of it.

    ``locator_kind`` is a CSL locator term such as ``page``; empty where ``locator`` is.
    """

    key: str
    prefix: Inlines = ()
    suffix: Inlines = ()
    locator: str = ""
    locator_kind: str = ""
    suppress_author: bool = False
    span: Span = NOWHERE


class Citation(NamedTuple):
    """A reference to one or more sources; ``in_text`` where the sentence names the author (``@key``).

    In a note, ``follows`` and ``goes_on`` say that words of its sentence stand before and after it, and ``after`` is
    the full stop or comma behind it, which is set with it. In the text ``goes_on`` says that a full stop is behind it.
    """

    cites: tuple[Cite, ...]
    in_text: bool = False
    id: str = ""
    follows: bool = False
    goes_on: bool = False
    after: str = ""
    span: Span = NOWHERE


class SourceLink(NamedTuple):
    """Printed words that are a citation of the source ``key``."""

    key: str
    children: Inlines
    id: str = ""
    span: Span = NOWHERE


class CrossReference(NamedTuple):
    """A reference to a place of the edition. Without ``children`` the edition writes the words.

    ``file`` is the other manuscript's path as written; empty for this one. ``target`` is a name or an id.
    """

    target: str
    file: str
    children: Inlines
    span: Span = NOWHERE


class EntryLink(NamedTuple):
    """Words that lead to an entry of the register ``kind``; ``found`` where its forms were found in the text."""

    kind: str
    entry: str
    children: Inlines
    found: bool = False
    span: Span = NOWHERE


class PageBreak(NamedTuple):
    """A page of the print begins here."""

    number: str
    span: Span = NOWHERE


class Emendation(NamedTuple):
    """A change the editor made: ``old`` was printed, ``new`` is read."""

    old: Inlines
    new: Inlines
    why: str = ""
    span: Span = NOWHERE


Inline: TypeAlias = (
    Text
    | Code
    | LineBreak
    | Emphasis
    | Strong
    | Foreign
    | Superscript
    | Subscript
    | SmallCaps
    | Underline
    | Quoted
    | Link
    | Image
    | NoteCall
    | Citation
    | SourceLink
    | CrossReference
    | EntryLink
    | PageBreak
    | Emendation
)


class Paragraph(NamedTuple):
    """A paragraph. ``name`` is the author's own name for it."""

    children: Inlines
    id: str = ""
    name: str = ""
    span: Span = NOWHERE
    lang: str = ""


class Plain(NamedTuple):
    """The words of an item in a tight list: a paragraph that is set without space."""

    children: Inlines
    span: Span = NOWHERE
    lang: str = ""


class Verse(NamedTuple):
    """Lines of verse. A line break in ``children`` ends a line; what a line is indented by are spaces that stay."""

    children: Inlines
    id: str = ""
    name: str = ""
    span: Span = NOWHERE
    lang: str = ""


class Heading(NamedTuple):
    """A heading, of ``level`` 1 to 6."""

    level: int
    children: Inlines
    id: str = ""
    name: str = ""
    span: Span = NOWHERE
    lang: str = ""


class Section(NamedTuple):
    """A heading and what stands under it, up to the next heading of its level or above."""

    heading: Heading
    blocks: Blocks


class BlockQuote(NamedTuple):
    """Words quoted as a block of their own."""

    blocks: Blocks
    span: Span = NOWHERE
    lang: str = ""


class ListItem(NamedTuple):
    """One item of a list."""

    blocks: Blocks
    id: str = ""
    name: str = ""
    span: Span = NOWHERE


class List(NamedTuple):
    """A list; ``start`` is the first number of an ordered one."""

    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1
    span: Span = NOWHERE
    lang: str = ""


class CodeBlock(NamedTuple):
    """Lines of code; ``language`` is the first word after the fence."""

    content: str
    language: str = ""
    span: Span = NOWHERE


class ThematicBreak(NamedTuple):
    """A break in the text, set as a rule."""

    span: Span = NOWHERE


class Cell(NamedTuple):
    """One cell of a table."""

    children: Inlines


class Table(NamedTuple):
    """A table; ``alignments`` has ``left``, ``right``, ``center`` or nothing for each column."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    alignments: tuple[str, ...]
    id: str = ""
    name: str = ""
    span: Span = NOWHERE
    lang: str = ""


class Figure(NamedTuple):
    """A picture that stands alone, with its caption."""

    src: str
    alternative: str
    caption: Inlines
    id: str = ""
    name: str = ""
    span: Span = NOWHERE
    lang: str = ""


Block: TypeAlias = (
    Paragraph
    | Plain
    | Verse
    | Heading
    | Section
    | BlockQuote
    | List
    | ListItem
    | CodeBlock
    | ThematicBreak
    | Table
    | Figure
)


class Note(NamedTuple):
    """A note as it was written, beside the text. ``label`` is its permanent name, ``series`` its voice."""

    label: str
    blocks: Blocks
    series: str = ""
    id: str = ""
    span: Span = NOWHERE


class Chapter(NamedTuple):
    """A manuscript, parsed: its text, and beside it its notes in the order they were written."""

    slug: str
    path: str
    blocks: Blocks
    notes: tuple[Note, ...] = ()
    title: Inlines = ()
    name: str = ""


CITABLE = (Paragraph, Verse, ListItem, Table, Figure)
"""The kinds of block that can be cited: each gets an id and a number."""
