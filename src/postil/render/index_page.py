"""The page of the index: its headings as links, and their locators as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from postil import tree
from postil.apparatus import Apparatus
from postil.render.book_index import Heading, Letter, Located, Locator, See, book_index
from postil.render.text import TextWriter, escape, identifier

PAGE = "book-index.html"

SHOWN = 24
"""How many locators of a heading are shown at once."""

_WORDS = Markup('<a href="{}"{}>{}</a>')


class HeadingView(NamedTuple):
    """A heading as its page has it: its words, its first locators, the ``rest`` and how many these are."""

    id: Markup
    words: Markup
    places: Markup
    rest: Markup
    more: int
    see: Markup
    also: Markup
    under: str
    parts: tuple[HeadingView, ...]


class LetterView(NamedTuple):
    """The headings of a letter, and the id that leads to them."""

    id: str
    initial: str
    headings: Iterator[HeadingView]


class IndexPage:
    """The index of ``apparatus`` as its page has it; ``writer`` writes what stands on that page."""

    def __init__(self, apparatus: Apparatus, writer: TextWriter) -> None:
        self.apparatus, self.writer, self.tongue = apparatus, writer, apparatus.edition.tongue
        self.letters: tuple[Letter, ...] = book_index(apparatus)
        self.count = sum(len(letter.headings) for letter in self.letters)
        self.titles = {
            slug: chapter.front.number or tree.words(chapter.title) for slug, chapter in apparatus.chapters.items()
        }

    def views(self) -> list[LetterView]:
        """Return the letters, each with its headings one at a time: they may be many."""
        return [
            LetterView(f"i-{letter.initial or 'signs'}", letter.initial, map(self.heading, letter.headings))
            for letter in self.letters
        ]

    def heading(self, heading: Heading, *, within: bool = False) -> HeadingView:
        """Return the view of a heading; of one ``within`` another, nothing leads to it."""
        of, kind = heading.key in self.apparatus.entries, heading.key[0]
        tagged = self.writer.tagged(heading.lang)
        words = Markup("<span{}>{}</span>").format(tagged, heading.words) if tagged else Markup.escape(heading.words)
        if of:
            words = _WORDS.format(Markup(self.writer.entry_href(*heading.key)), tagged, heading.words)
        pieces = list(self.pieces(heading.located))
        shown = pieces if len(pieces) <= SHOWN * 5 // 4 else pieces[:SHOWN]
        rest = pieces[len(shown) :]
        own = within and bool(heading.also)
        return HeadingView(
            Markup(identifier(_anchor(heading.key))) if of and not within else Markup(),
            words,
            self.joined(shown),
            self.joined(rest),
            len(rest),
            self.references(heading.see),
            Markup() if own else self.references(heading.also),
            f"#{_anchor(heading.key)}" if own and kind else "",
            tuple(self.heading(part, within=True) for part in heading.parts),
        )

    def pieces(self, located: tuple[Located, ...]) -> Iterator[tuple[Located, Locator]]:
        """Return the locators one by one, each with what tells its chapter."""
        return ((each, locator) for each in located for locator in each.locators)

    def joined(self, pieces: list[tuple[Located, Locator]]) -> Markup:
        """Return ``¶ 3–5, 12, n. 7``; where there are several chapters, ``2: ¶ 3–5; 4: ¶ 1``."""
        _ = self.tongue
        several = len(self.titles) > 1
        said: list[str] = []
        chapter, paragraphs = "", False
        for located, locator in pieces:
            if several and located.slug != chapter:
                said += [_("; ")] if said else []
                said.append(escape(_(": ").join((self.titles[located.slug], ""))))
                chapter, paragraphs = located.slug, False
            elif said:
                said.append(_(", "))
            if not locator.label and not paragraphs:
                said.append("¶\N{NO-BREAK SPACE}")
                paragraphs = True
            href = self.writer.href(f"{located.slug}.html", locator.id)
            said.append(f'<a href="{href}">{escape(self.label(located, locator))}</a>')  # there may be very many
        return Markup("".join(said))

    def label(self, located: Located, locator: Locator) -> str:
        """Return what a locator is called: ``3``, ``3–5``, ``n. 7``; of a note of another series that counts, which."""
        _ = self.tongue
        if not locator.label:
            return f"{locator.number}–{locator.last_number}" if locator.last else locator.number
        series = self.apparatus.chapters[located.slug].notes[locator.label].series
        said = _("n. %(number)s", number=locator.number).replace(" ", "\N{NO-BREAK SPACE}")
        return _(", ").join((series.title, said)) if series.name and series.numbering == "numbers" else said

    def references(self, see: tuple[See, ...]) -> Markup:
        """Return links to the headings of entries."""
        links = (_WORDS.format(f"#{_anchor(each.key)}", self.writer.tagged(each.lang), each.words) for each in see)
        return Markup(self.tongue("; ")).join(links)


def _anchor(key: tuple[str, str]) -> str:
    return f"i-{key[0]}-{key[1]}"
