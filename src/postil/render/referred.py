"""Lines that say from where a paragraph, a section, a note or an entry is referred to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from postil import nodes, tree
from postil.apparatus import Apparatus, ChapterApparatus, Place

if TYPE_CHECKING:
    from postil.render.pages import PlaceView

# No paragraph: all of these in an article are its author's, for reader modes and for whoever counts them.
_LINE = Markup('<div class="referred" data-apparatus="">{}</div>\n')


class Referred:
    """What refers to the places of ``apparatus``; ``view`` is what a page is shown of a place."""

    def __init__(self, apparatus: Apparatus, view: Callable[[Place, str], PlaceView]) -> None:
        self.apparatus, self.view, self.tongue = apparatus, view, apparatus.edition.tongue

    def places(self, page: str, fragment: str, seen: str) -> tuple[PlaceView, ...]:
        """Return the places that refer to ``fragment`` of ``page``, as seen from ``seen``, with their sentences.

        The chapter of those that are in the same is not named.
        """
        referring = self.apparatus.referring.get((page, fragment), ())
        if not referring:
            return ()
        found = (self.view(place, seen) for place in referring)
        own = page.removesuffix(".html")
        title = tree.words(self.apparatus.chapters[own].title) if own in self.apparatus.chapters else ""
        return tuple(dict.fromkeys(each._replace(chapter="") if each.chapter == title else each for each in found))

    def links(self, page: str, fragment: str, seen: str) -> tuple[Markup, ...]:
        """Return links to the places that refer to ``fragment`` of ``page``, as seen from ``seen``: each once."""
        _ = self.tongue
        found: dict[Markup, None] = {}
        for place in self.apparatus.referring.get((page, fragment), ()):
            view = self.view(place._replace(start=0, end=0, begin=0, until=0), seen)
            elsewhere = view.chapter and f"{place.slug}.html" != page
            label = _(", ").join((view.chapter, view.label)) if elsewhere else view.label
            if not place.slug:
                described = self.apparatus.entries.get(place.entry)
                label = _("the editorial statement")
                label = _("entry “%(term)s”", term=described.entry.term) if described else label
            found[Markup('<a href="{}">{}</a>').format(Markup(view.href), label)] = None
        return tuple(found)

    def said(self, page: str, fragment: str, seen: str, number: str = "") -> Markup:
        """Return “Referred to from …”; of a block that is named with its ``number``, “¶ 3 is referred to from …”."""
        _ = self.tongue
        places = Markup(_(", ")).join(self.links(page, fragment, seen))
        if not places:
            return Markup()
        if number:
            return Markup(_("¶ %(number)s is referred to from %(places)s")) % {"number": number, "places": places}
        return Markup(_("Referred to from %(places)s")) % {"places": places}

    def after(self, chapter: ChapterApparatus) -> dict[str, str]:
        """Return the lines of the text of ``chapter`` as HTML, by the fragment of what each comes after.

        That of the whole chapter comes after nothing. Those of blocks within a list or a quotation come after all of
        it, and where it holds several say which they are about.
        """
        fragments = [fragment for page, fragment in self.apparatus.referring if page == chapter.page]
        if not fragments:
            return {}
        within = _within(self.apparatus.trees[chapter.slug].blocks, chapter.numbers)
        found = {}
        for fragment in fragments:
            if fragment in chapter.blocks or not fragment:
                number = chapter.numbers.get(fragment, "") if fragment in within else ""
                found[fragment] = str(_LINE.format(self.said(chapter.page, fragment, chapter.page, number)))
        return found

    def note(self, chapter: ChapterApparatus, fragment: str, seen: str) -> Markup:
        """Return the line of the note ``fragment`` of ``chapter``, on the page ``seen``, if anything refers to it."""
        said = self.said(chapter.page, fragment, seen)
        return said and _LINE.format(said)


def _within(blocks: nodes.Blocks, numbers: Mapping[str, str]) -> set[str]:
    """Return the ids of the numbered blocks that stand with others in a list or a quotation."""
    found: set[str] = set()
    for outer in tree.blocks(blocks):
        if type(outer) in (nodes.List, nodes.BlockQuote):
            ids = [id for one in tree.blocks((outer,)) if (id := getattr(one, "id", "")) in numbers]
            found.update(ids if len(ids) > 1 else ())
    return found
