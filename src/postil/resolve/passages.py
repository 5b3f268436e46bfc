"""What was published, and where it is now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from postil.apparatus import ChapterApparatus, Passage
from postil.lock import BLOCKS, Fate, Lock, Present, Published, Settled, fragment


def passages(lock: Lock, settled: Settled, chapters: Mapping[str, ChapterApparatus]) -> dict[str, Passage]:
    """Return every id ever published or to be, in the order of the edition; what is gone stands where it stood."""
    heirs = {now: id for id, now in settled.now.items()}
    records = {record.id: record for record in lock.records}
    after = _gone(lock, settled)
    found: dict[str, Passage] = {}

    def enter(passage: Passage) -> None:
        found[passage.id] = passage
        for record in after.get(passage.id, ()):
            enter(_of_gone(record, settled))

    slug = ""
    for one in settled.present:
        if one.chapter != slug:
            slug = one.chapter
            for record in after.get(f"#{slug}", ()):
                enter(_of_gone(record, settled))
        remembered = records.get(heirs.get(one.id, one.id))
        enter(_of_present(one, remembered, settled, chapters.get(one.chapter)))
    for record in lock.records:
        if record.id not in found:
            enter(_of_gone(record, settled))
    return _followed(found)


def _of_present(one: Present, record: Published | None, settled: Settled, chapter: ChapterApparatus | None) -> Passage:
    id = record.id if record else one.id
    fates = _fates(record, id, settled)
    here: tuple[str, ...] = (one.id,)
    if fates and fates[-1].what == "split-into":
        here = fates[-1].targets
    names = tuple(dict.fromkeys((*(record.names if record else ()), *filter(None, (one.name,)))))
    return Passage(id, one.kind, one.chapter, _number(one, chapter), one.words, here, record, fates, names)


def _number(one: Present, chapter: ChapterApparatus | None) -> str:
    if chapter is None:
        return ""
    if one.kind in BLOCKS:
        return chapter.numbers.get(one.id, "")
    if one.kind == "note":
        return next((each.number for each in chapter.notes.values() if each.note.id == fragment(one.id)), "")
    return ""


def _of_gone(record: Published, settled: Settled) -> Passage:
    fates = _fates(record, record.id, settled)
    here = fates[-1].targets if fates else ()
    return Passage(
        record.id, record.kind, record.chapter, record.number, record.words, here, record, fates, record.names
    )


def _fates(record: Published | None, id: str, settled: Settled) -> tuple[Fate, ...]:
    pending = settled.fates.get(id)
    return (*(record.fates if record else ()), *((pending,) if pending else ()))


def _gone(lock: Lock, settled: Settled) -> dict[str, list[Published]]:
    """Return the records that have no words any more, by the id of the record after which each stood.

    ``#slug`` stands for the beginning of a chapter.
    """
    here = {one.id for one in settled.present} | set(settled.now)
    after: dict[str, list[Published]] = {}
    before, slug = "", ""
    for record in lock.records:
        if record.chapter != slug:
            before, slug = f"#{record.chapter}", record.chapter
        if record.id not in here:
            after.setdefault(before, []).append(record)
        before = record.id
    return after


def _followed(found: dict[str, Passage]) -> dict[str, Passage]:
    """Return the passages with ``here`` led on to where the words are now: an heir may itself have been merged."""
    return {
        id: passage._replace(here=tuple(dict.fromkeys(_ends(passage, found, set()))))
        if passage.here != (id,)
        else passage
        for id, passage in found.items()
    }


def _ends(passage: Passage, found: Mapping[str, Passage], met: set[str]) -> Iterator[str]:
    met.add(passage.id)
    for id in passage.here:
        other = found.get(id)
        if other is None or id == passage.id or not other.gone:
            yield id
        elif id not in met:
            yield from _ends(other, found, met)


class Anchored(NamedTuple):
    """Where ids that are no block's any more lead on a chapter's page: see ChapterApparatus."""

    anchors: dict[str, list[str]]
    gone: dict[str, list[str]]
    away: list[str]


def anchored(passages: Mapping[str, Passage], slugs: Collection[str]) -> dict[str, Anchored]:
    """Return, for each chapter, what its page keeps of ids whose words are gone from where they stood."""
    found = {slug: Anchored({}, {}, []) for slug in slugs}
    before: dict[str, str] = {}
    for id, passage in passages.items():
        for slug in {standing.chapter for standing in (passage.record.standings if passage.record else ())}:
            if slug in found and slug != passage.slug:
                found[slug].away.append(id)
        if passage.slug not in found:
            continue
        page = found[passage.slug]
        heir = passages.get(passage.here[0]) if passage.here else None
        if not passage.gone:
            now = fragment(passage.here[0])
            if passage.kind != "note":
                before[passage.slug] = now
            if now != fragment(id) and passage.fates[-1:] != () and passage.fates[-1].what == "split-into":
                continue
            if now != fragment(id):
                page.anchors.setdefault(now, []).append(fragment(id))
        elif heir is not None and heir.slug == passage.slug:
            page.anchors.setdefault(fragment(passage.here[0]), []).append(fragment(id))
        else:
            place = "notes" if passage.kind == "note" else before.get(passage.slug, "")
            page.gone.setdefault(place, []).append(id)
    return found
