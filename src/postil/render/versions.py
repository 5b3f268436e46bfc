"""Versions: what each release brought, and what each number meant in which of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from postil import tree
from postil.apparatus import Apparatus, Passage
from postil.lock import BLOCKS, GONE, RESTORED, Published
from postil.render.traces import Traces
from postil.tongue import NN_, Tongue

WHAT = ("new", "changed", "moved to another chapter", "gone", "back")
"""What a block can be in a release."""

_FIRST = (
    NN_("%(num)d paragraph new", "%(num)d paragraphs new"),
    NN_("%(num)d paragraph changed", "%(num)d paragraphs changed"),
    NN_("%(num)d paragraph moved to another chapter", "%(num)d paragraphs moved to another chapter"),
    NN_("%(num)d paragraph gone", "%(num)d paragraphs gone"),
    NN_("%(num)d paragraph back", "%(num)d paragraphs back"),
)
_MORE = (
    NN_("%(num)d new", "%(num)d new"),
    NN_("%(num)d changed", "%(num)d changed"),
    NN_("%(num)d moved to another chapter", "%(num)d moved to another chapter"),
    NN_("%(num)d gone", "%(num)d gone"),
    NN_("%(num)d back", "%(num)d back"),
)


class Brought(NamedTuple):
    """What a release brought: how many blocks each of WHAT. Without a ``version`` it is the next."""

    version: str
    date: str
    counts: tuple[int, ...]
    renumbered: bool = False

    def said(self, _: Tongue) -> str:
        """Return what it brought, in words: ``2 paragraphs new, 1 changed``."""
        found = [(count, place) for place, count in enumerate(self.counts) if count]
        said = [_.plural(*(_FIRST, _MORE)[at > 0][place], count) for at, (count, place) in enumerate(found)]
        if not said and not self.renumbered:
            said = [_("no paragraph new, changed, or gone")]
        return _(", ").join([*said, *([_("all counted anew")] if self.renumbered else [])])


def brought(apparatus: Apparatus) -> list[Brought]:
    """Return what each release brought, the last first, and before them what no release has yet, if anything."""
    lock = apparatus.edition.lock
    counts: Counter[tuple[str, str]] = Counter()
    for record in lock.records:
        if record.kind in BLOCKS:
            counts.update(_changes(record))
    found = [
        Brought(version, date, tuple(counts[version, what] for what in WHAT), renumbered)
        for version, date, renumbered in lock.releases
    ]
    if lock.releases and apparatus.draft:
        pending = Counter(filter(None, map(_pending, apparatus.passages.values())))
        found.append(Brought("", "", tuple(pending[what] for what in WHAT)))
    return found[::-1]


def _changes(record: Published) -> Iterator[tuple[str, str]]:
    for place, (version, _) in enumerate(record.wordings):
        yield version, "changed" if place else "new"
    for before, standing in pairwise(record.standings):
        if before.chapter != standing.chapter:
            yield standing.version, "moved to another chapter"
    for fate in record.fates:
        if fate.what in (*GONE, RESTORED):
            yield fate.version, "back" if fate.what == RESTORED else "gone"


def _pending(passage: Passage) -> str:
    if passage.kind not in BLOCKS or not passage.changed:
        return ""
    if passage.record is None:
        return "new"
    if passage.gone:
        return "gone"
    if passage.fates and passage.fates[-1].what == RESTORED and not passage.fates[-1].version:
        return "back"
    if passage.words != passage.record.words:
        return "changed"
    return "moved to another chapter" if passage.slug != passage.record.chapter else ""


class Table(NamedTuple):
    """What numbers meant in a chapter, in one column for each span of versions."""

    slug: str
    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Markup, ...]]


class Concordance(NamedTuple):
    """What each number meant in which version: tables of paragraphs, and tables of notes."""

    paragraphs: tuple[Table, ...] = ()
    notes: tuple[Table, ...] = ()


def concordance(apparatus: Apparatus, traces: Traces) -> Concordance:
    """Return what the numbers meant that were not always the same; nothing where all were."""
    if not apparatus.edition.lock.releases:
        return Concordance()
    return Concordance(tuple(_paragraphs(apparatus, traces)), tuple(_notes(apparatus, traces)))


def _paragraphs(apparatus: Apparatus, traces: Traces) -> list[Table]:
    """Return the numbers of the blocks that were counted anew, or moved, for each chapter in which they stood."""
    lock = apparatus.edition.lock
    numberings: list[list[str]] = []
    for release in lock.releases:
        if release.renumbered or not numberings:
            numberings.append([])
        numberings[-1].append(release.version)
    found: dict[str, list[tuple[Markup, ...]]] = {}
    for passage in apparatus.passages.values():
        if passage.record is None or passage.kind not in BLOCKS:
            continue
        standings = passage.record.standings
        now = {(passage.slug, passage.number)} if not passage.gone else set()
        late = passage.gone and standings[-1].version in numberings[-1]
        for slug in dict.fromkeys(standing.chapter for standing in standings):
            here = [each for each in standings if each.chapter == slug]
            if {(slug, each.number) for each in here} == now or (late and len(standings) == 1):
                continue
            was = [dict.fromkeys(each.number for each in here if each.version in span) for span in numberings]
            found.setdefault(slug, []).append((*map(Markup.escape, map(", ".join, was)), traces.now(passage, slug)))
    tongue = apparatus.edition.tongue
    columns = (*(_span(each, tongue) for each in numberings), tongue("now"))
    return [Table(slug, _title(slug, apparatus), columns, found[slug]) for slug in _order(found, apparatus)]


def _notes(apparatus: Apparatus, traces: Traces) -> list[Table]:
    """Return, for each chapter in which the number of a note was another, which notes each number meant."""
    standing: dict[str, list[Passage]] = {}
    differing: set[str] = set()
    for passage in apparatus.passages.values():
        if passage.kind != "note" or passage.record is None:
            continue
        for slug in dict.fromkeys(each.chapter for each in passage.record.standings):
            standing.setdefault(slug, []).append(passage)
            numbers = {each.number for each in passage.record.standings if each.chapter == slug}
            now = {passage.number} if passage.slug == slug and not passage.gone else set()
            if len(numbers | now) > 1:
                differing.add(slug)
    return [_meant(slug, standing[slug], apparatus, traces) for slug in _order(differing, apparatus)]


def _order(slugs: Collection[str], apparatus: Apparatus) -> list[str]:
    """Return ``slugs`` in the order of the edition, those that are no chapters any more at the end."""
    here = [slug for slug in apparatus.chapters if slug in slugs]
    return here + sorted(set(slugs) - set(here))


def _title(slug: str, apparatus: Apparatus) -> str:
    chapter = apparatus.chapters.get(slug)
    return tree.words(chapter.title).strip() if chapter else slug


def _meant(slug: str, standing: list[Passage], apparatus: Apparatus, traces: Traces) -> Table:
    """Return which of the notes ``standing`` each number of the chapter ``slug`` meant."""
    tongue = apparatus.edition.tongue
    versions = [release.version for release in apparatus.edition.lock.releases]
    spans: list[list[str]] = []
    columns: list[dict[str, tuple[str, ...]]] = []
    for place in range(len(versions) + 1):
        meant: dict[str, tuple[str, ...]] = {}
        for passage in standing:
            number = _number_at(passage, slug, versions, place)
            if number:
                meant[number] = (*meant.get(number, ()), passage.id)
        version = versions[place] if place < len(versions) else ""
        if columns and columns[-1] == meant:
            spans[-1].append(version)
        else:
            spans.append([version])
            columns.append(meant)
    numbers = dict.fromkeys(number for meant in columns for number in meant)
    ordered = sorted(numbers, key=lambda number: (not number.isdigit(), len(number), number))
    meanings = ((number, [meant.get(number, ()) for meant in columns]) for number in ordered)
    rows = [
        (Markup.escape(number), *(Markup(", ").join(map(traces.named, ids)) for ids in was))
        for number, was in meanings
        if len(set(was)) > 1
    ]
    return Table(slug, _title(slug, apparatus), (tongue("number"), *(_span(each, tongue) for each in spans)), rows)


def _number_at(passage: Passage, slug: str, versions: list[str], place: int) -> str:
    """Return the number that a note had in the chapter ``slug`` and the release at ``place``; after the last, now."""
    if place == len(versions):
        return passage.number if passage.slug == slug and not passage.gone else ""
    record = passage.record
    until = versions[: place + 1]
    fates = [fate.what for fate in record.fates if fate.version in until] if record else []
    if fates and fates[-1] in GONE:
        return ""
    stood = [each for each in record.standings if each.version in until] if record else []
    return stood[-1].number if stood and stood[-1].chapter == slug else ""


def _span(versions: list[str], _: Tongue) -> str:
    """Return how a column is called: ``1.0``, ``1.0 to 1.2``, ``1.2 to now``; what no release has yet is ``now``."""
    named = [version or _("now") for version in versions]
    return named[0] if len(named) == 1 else _("%(first)s to %(last)s", first=named[0], last=named[-1])
