"""What was published, and where it is now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from postil.apparatus import ChapterApparatus, Passage, Target
from postil.lock import GONE, Fate, Lock, Present, Published, Settled, address, fragment

NOTHING: Mapping[str, str] = {}

Region = tuple[str, bool]
"""A part of the edition in which ids follow one another: a chapter's text, or (True) its notes."""


def passages(
    lock: Lock,
    settled: Settled,
    chapters: Mapping[str, ChapterApparatus],
    renamed: Mapping[str, str] = NOTHING,
) -> dict[str, Passage]:
    """Return every id ever published or to be, in the order of the edition; what is gone stands where it stood.

    ``renamed`` are chapters that have another name now, by their old one: what is gone from them stands there.

    The ids of which nothing stands in a chapter any more, nor stood last in one that is there, come after the
    chapters, in the order of the lock.
    """
    numbers = {slug: _numbers(chapter) for slug, chapter in chapters.items()}
    records = {record.id: record for record in lock.records}
    heirs = {now: id for id, now in settled.now.items()}
    standing = []
    for one in settled.present:
        id = heirs.get(one.id, one.id)
        if id == one.id and id in settled.now:
            continue  # what bore this name is elsewhere: that this is something else is reported
        standing.append(_standing(one, records.get(id), settled, numbers.get(one.chapter, {})))
    if not records:
        return {passage.id: passage for passage in standing}
    there = {passage.id: passage for passage in standing}
    gone = [_gone(record, settled, renamed) for record in lock.records if record.id not in there]
    ordered = _ordered(standing, _after(lock, there, gone, renamed), chapters)
    return _followed({passage.id: passage for passage in ordered}, heirs)


def _numbers(chapter: ChapterApparatus) -> dict[str, str]:
    """Return the numbers of the blocks and notes of ``chapter`` by their fragments."""
    return {**chapter.numbers, **{each.note.id: each.number for each in chapter.notes.values()}}


def _standing(one: Present, record: Published | None, settled: Settled, numbers: Mapping[str, str]) -> Passage:
    id = record.id if record else one.id
    fates = _fates(record, id, settled)
    parts = (target for fate in fates if fate.what == "split-into" for target in fate.targets)
    name = address(one.chapter, one.name) if one.name else one.id
    names = (*(record.names if record else ()), *((name,) if name != id else ()))
    return Passage(
        id,
        one.kind,
        one.chapter,
        numbers.get(fragment(one.id), ""),
        one.words,
        tuple(dict.fromkeys((one.id, *parts))),
        record,
        fates,
        tuple(dict.fromkeys(names)),
    )


def _gone(record: Published, settled: Settled, renamed: Mapping[str, str]) -> Passage:
    fates = _fates(record, record.id, settled)
    here = fates[-1].targets if fates and fates[-1].what in GONE else ()
    slug = renamed.get(record.chapter, record.chapter)
    return Passage(record.id, record.kind, slug, record.number, record.words, here, record, fates, record.names)


def _fates(record: Published | None, id: str, settled: Settled) -> tuple[Fate, ...]:
    pending = settled.fates.get(id)
    return (*(record.fates if record else ()), *((pending,) if pending else ()))


def _region(passage: Passage) -> Region:
    return passage.slug, passage.kind == "note"


def _after(
    lock: Lock, there: Mapping[str, Passage], gone: list[Passage], renamed: Mapping[str, str]
) -> dict[str | Region, list[Passage]]:
    """Return the ``gone``, each by the nearest id before it that stands where it stood, or else by that region."""
    of = {passage.id: passage for passage in gone}
    after: dict[str | Region, list[Passage]] = {}
    before: dict[Region, str] = {}
    for record in lock.records:
        passage = of.get(record.id) or there[record.id]
        region = _region(passage)
        if record.id in of:
            after.setdefault(before.get(region, region), []).append(passage)
        elif renamed.get(record.chapter, record.chapter) == passage.slug:
            before[region] = record.id
    return after


def _ordered(
    standing: list[Passage], after: dict[str | Region, list[Passage]], chapters: Mapping[str, ChapterApparatus]
) -> Iterator[Passage]:
    """Return those that stand, with those that are gone behind what they come ``after``."""
    regions: dict[Region, list[Passage]] = {(slug, notes): [] for slug in chapters for notes in (False, True)}
    for passage in standing:
        regions.setdefault(_region(passage), []).append(passage)
    for left in after:
        if isinstance(left, tuple):
            regions.setdefault(left, [])
    regions[_LISTED] = regions.pop(_LISTED, [])
    for region, inside in regions.items():
        yield from after.get(region, ())
        for passage in inside:
            yield passage
            yield from after.get(passage.id, ())


_LISTED = ("", False)
"""Where sources and entries stand, which are in no chapter."""


def _followed(found: dict[str, Passage], heirs: Mapping[str, str]) -> dict[str, Passage]:
    """Return the passages with ``here`` led on to where the words are now: an heir may itself have been merged.

    ``heirs`` are the published ids of what stands under another.
    """
    for id, passage in found.items():
        if passage.here != (id,):
            found[id] = passage._replace(here=tuple(dict.fromkeys(_ends(passage, found, heirs, set()))))
    return found


def _ends(passage: Passage, found: Mapping[str, Passage], heirs: Mapping[str, str], met: set[str]) -> Iterator[str]:
    met.add(passage.id)
    for id in passage.here:
        other = found.get(heirs.get(id, id))
        if other is passage and not passage.gone:
            yield passage.here[0]
        elif other is not None and other.id not in met:
            yield from _ends(other, found, heirs, met)


class Kept(NamedTuple):
    """What a chapter's page keeps of ids whose words are not where they were: see ChapterApparatus."""

    anchors: dict[str, list[str]]
    gone: dict[str, list[str]]
    away: list[str]


def keep(passages: Mapping[str, Passage], chapters: Mapping[str, ChapterApparatus]) -> dict[str, Kept]:
    """Return, for each chapter, what its page keeps of ids whose words are not where they were.

    What stands elsewhere now is entered in the ``targets`` of the chapter where it stood.
    """
    kept = {slug: Kept({}, {}, []) for slug in chapters}
    slugs = {id: passage.slug for passage in passages.values() for id in passage.here[:1] if not passage.gone}
    before: dict[str, str] = {}
    claimed: dict[tuple[str, str], Target | None] = {}
    for passage in passages.values():
        here = [(slugs[id], fragment(id)) for id in passage.here if id in slugs]
        if here and passage.kind != "note" and not passage.gone:
            before[passage.slug] = here[0][1]
        for slug, name in passage.addresses():
            if slug not in chapters or (slug, name) in claimed or _stands(chapters[slug], name):
                continue
            claimed[slug, name] = _target(here, chapters)
            near = next((there for of, there in here if of == slug and _stands(chapters[slug], there)), "")
            if not near:
                _enter(passage, slug, before.get(slug, ""), kept[slug])
            kept[slug].anchors.setdefault(near or passage.id, []).append(name)
    for (slug, name), target in claimed.items():
        if target:
            chapters[slug].targets.setdefault(name, target)
    return kept


def _enter(passage: Passage, slug: str, before: str, page: Kept) -> None:
    """Enter a line for ``passage`` on the page of the chapter ``slug``; it stood after the id ``before``."""
    lines = page.away
    if slug == passage.slug:
        lines = page.gone.setdefault("notes" if passage.kind == "note" else before, [])
    if passage.id not in lines:
        lines.append(passage.id)


def _stands(chapter: ChapterApparatus, name: str) -> bool:
    """Whether something stands on the page of ``chapter`` under the id ``name``."""
    target = chapter.targets.get(name)
    return target is not None and bool(target.fragment)


def _target(here: list[tuple[str, str]], chapters: Mapping[str, ChapterApparatus]) -> Target | None:
    """Return what a reference to an id leads to, of which the words are ``here`` now."""
    if not here or here[0][0] not in chapters:
        return None
    return chapters[here[0][0]].targets.get(here[0][1])
