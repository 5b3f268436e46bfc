"""Citations as words: the edition’s sources and citations, given to the CSL processor.

Citations are made of what the book prints of a source, the bibliography of what is known of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from postil.csl import FIRST, SUBSEQUENT, Cluster, Item, Known, Processor, Style, positions
from postil.edition import Edition, Record
from postil.nodes import Citation, Inlines, Text


class Cited(NamedTuple):
    """A citation, and the note it stands in: its number in its series, and its id (nothing in running text)."""

    citation: Citation
    number: int = 0
    voice: str = ""
    note: str = ""


class Citer:
    """Formats the citations of ``edition`` in ``style``. All may raise StyleBroken: macros are read when called."""

    def __init__(self, edition: Edition, style: Style) -> None:
        citing = edition.citing
        self.style = style
        self.citing = citing
        self.edition = edition
        shown = {source.key: _shown(source.printed, bare=citing.bare) for source in edition.sources}
        known = {source.key: _shown(source.record, bare=citing.bare) for source in edition.sources}
        addresses = {source.key: url for source in edition.sources if (url := source.record.variables.get("URL", ""))}
        language = citing.locale or edition.language
        self.processor = Processor(style, citing.locales, language, shown, addresses)
        self.processor.number(shown)
        self.processor.disambiguate(list(shown))
        self.known = self.processor.over(known, links=True)

    def chapter(self, cited: Sequence[Cited]) -> tuple[dict[str, Inlines], dict[str, Inlines]]:
        """Return the words of a chapter’s citations by their ids, and in full of those that are shortened."""
        clusters = [self.cluster(one) for one in cited]
        first: dict[str, str] = {}
        words: dict[str, Inlines] = {}
        expanded: dict[str, Inlines] = {}
        for one, cluster, found in zip(cited, clusters, positions(clusters, self.processor.near), strict=True):
            id = one.citation.id
            if not cluster.items:
                words[id] = ()
                continue
            known = [self.repeated(each) for each in found]
            targets = []
            for item, each in zip(cluster.items, known, strict=True):
                note = first.setdefault(item.key, one.note)
                targets.append(note if each.position and note != one.note else "")
            words[id] = self.processor.cite(cluster, known, targets)
            if cluster.in_text and one.citation.goes_on and isinstance(last := words[id][-1], Text):
                words[id] = (*words[id][:-1], Text(last.content.removesuffix(".")))  # the author has put one
            if any(each.position for each in known):
                expanded[id] = self.processor.cite(cluster, [Known()] * len(known))
        return words, expanded

    def repeated(self, known: Known) -> Known:
        """Return how a source cited again appears, as the edition says."""
        if self.citing.repeats == "full" or not self.style.in_notes:
            return Known()
        if self.citing.repeats == "short" and known.position > SUBSEQUENT:
            return known._replace(position=SUBSEQUENT)
        return known

    def cluster(self, cited: Cited) -> Cluster:
        """Return a citation as the processor takes it; sources that are not there are left out."""
        citation = cited.citation
        if self.style.in_notes and not citation.follows:
            first = citation.cites[0]
            citation = citation._replace(cites=(first._replace(prefix=_capital(first.prefix)), *citation.cites[1:]))
        return Cluster(
            tuple(
                Item(cite.key, cite.prefix, cite.suffix, cite.locator, cite.locator_kind, cite.suppress_author)
                for cite in citation.cites
                if cite.key in self.processor.records
            ),
            cited.number,
            cited.voice,
            in_text=citation.in_text and not self.style.in_notes,
            begins=not citation.follows,
            ends=not citation.goes_on,
            capital=self.style.in_notes,
            after=citation.after,
        )

    def inline(self, citation: Citation) -> Inlines:
        """Return the words of a citation in a text that has no notes: its short form, in brackets."""
        cluster = self.cluster(Cited(citation))._replace(ends=False, begins=citation.in_text)
        if not cluster.items:
            return ()
        position = SUBSEQUENT if self.style.in_notes else FIRST
        words = self.processor.cite(cluster, [Known(position, 0)] * len(cluster.items))
        return (Text("("), *words, Text(")")) if self.style.in_notes and not citation.in_text else words

    def bibliography(self) -> dict[str, Inlines]:
        """Return the entries of all sources in the order of the bibliography, made of what is known of them.

        Of a source for which the style has no entry, the form of a note stands there.
        """
        return {
            key: words or self.known.cite(Cluster((Item(key),), 1), (Known(),))
            for key, words in self.known.bibliography()
        }


def _shown(record: Record, *, bare: bool) -> Record:
    """Return ``record`` as it is shown: its short title without subtitle, its address, if ``bare``, without scheme."""
    variables = dict(record.variables)
    title, subtitled, _ = variables.get("title", "").partition(": ")
    if subtitled:
        variables.setdefault("title-short", title)
    if bare and "URL" in variables:
        variables["URL"] = variables["URL"].partition("://")[2].rstrip("/") or variables["URL"]
    return record._replace(variables=variables)


def _capital(words: Inlines) -> Inlines:
    """Return ``words``, which begin a note, with a capital."""
    if not words or not isinstance(first := words[0], Text):
        return words
    return (Text(first.content[:1].upper() + first.content[1:]), *words[1:])


def ranks(order: Iterable[str]) -> Mapping[str, int]:
    """Return the place of each key in ``order``."""
    return {key: place for place, key in enumerate(order)}
