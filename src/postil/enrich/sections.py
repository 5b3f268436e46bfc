"""The shape of a chapter: its title, its sections, its figures."""

from __future__ import annotations

from postil import nodes, tree
from postil.nodes import Block, Chapter, Figure, Heading, Image, Inlines, Paragraph, Section


def title(chapter: Chapter, given: Inlines) -> Chapter:
    """Return ``chapter`` with the title ``given``; without one, that of a heading of level 1 as its first block."""
    first = chapter.blocks[0] if chapter.blocks else None
    if not given and isinstance(first, Heading) and first.level == 1:
        return chapter._replace(title=first.children, name=first.name, blocks=chapter.blocks[1:])
    return chapter._replace(title=given or (nodes.Text(chapter.slug),))


def sections(chapter: Chapter) -> Chapter:
    """Return ``chapter`` with each heading and what stands under it as a Section; headings in quotations stay.

    The chapter's title is its heading of level 1, so a section has level 2, one within it 3, and none is left out.
    """
    done: list[Block] = []
    open_: list[tuple[Heading, list[Block]]] = []

    def close(level: int) -> None:
        while open_ and open_[-1][0].level >= level:
            heading, blocks = open_.pop()
            heading = heading._replace(level=min(len(open_) + 2, 6))
            (open_[-1][1] if open_ else done).append(Section(heading, tuple(blocks)))

    for block in chapter.blocks:
        if isinstance(block, Heading):
            close(block.level)
            open_.append((block, []))
        else:
            (open_[-1][1] if open_ else done).append(block)
    close(0)
    return chapter._replace(blocks=tuple(done))


def figures(chapter: Chapter) -> Chapter:
    """Return ``chapter`` with each picture that is alone in its paragraph as a Figure.

    The words in brackets are the caption (Pandoc's ``implicit_figures``); the words in quotation marks after the
    address say what is to be seen, for those who cannot see it.
    """

    def visit(node: tree.Node) -> tree.Node:
        if type(node) is Paragraph and len(node.children) == 1 and type(node.children[0]) is Image:
            image = node.children[0]
            if image.children:
                return Figure(image.src, image.title, image.children, node.id, node.name, image.span, node.lang)
        return node

    return chapter._replace(blocks=tree.rewrite(chapter.blocks, visit), notes=tree.rewrite(chapter.notes, visit))
