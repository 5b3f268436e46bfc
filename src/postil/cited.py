"""What a citation leads to: an id, an address, or a chapter and a number, in the version that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import unquote

from postil.apparatus import Apparatus, Passage
from postil.enrich import ids
from postil.lock import BLOCKS, GONE, address, standing_in

_ID = r"[pP]-[0-9A-Za-z]+"
_NUMBER = r"[0-9]+(?:[a-z]+[0-9]*)*"
_VERSION = r"(?:#v(?P<version>[\w.+-]*\w))?"
_WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:\S*/)?[pP]/(?P<id>{_ID})(?:\.html?)?/?(?:\?[^#\s]*)?{_VERSION}",
        rf"(?P<id>{_ID}){_VERSION}",
        r"(?:\S*/)?(?P<page>[^/\s?#]+?)(?:\.html?)?(?:\?[^#\s]*)?#(?P<id>[^\s#]+)",
        r"#(?P<id>[^\s#]+)",
        rf"(?:(?P<page>[\w.-]+)\s*)?¶\s*(?P<number>{_NUMBER})",
        rf"(?P<page>[\w.-]+):(?P<number>{_NUMBER})",
        rf"(?P<number>{_NUMBER})",
    )
)
"""The forms of an address: a paragraph's own page, an id, a place on a page, a chapter and a number."""


LONGEST = 2000
"""How many characters an address may have."""


class Cited(NamedTuple):
    """Where a citation says that its words stand. What it does not say is empty.

    ``id`` is as it was typed; ``page`` is the slug of a chapter, or the name of another page.
    """

    id: str = ""
    page: str = ""
    number: str = ""
    version: str = ""


class Located(NamedTuple):
    """The passage that a citation leads to; None where it leads nowhere, and then what is wrong with it."""

    passage: Passage | None
    problem: str = ""


def read_address(typed: str) -> Cited | None:
    """Return what is cited by ``typed``, which is an address and nothing else; None where it is none."""
    if len(typed) > LONGEST:
        return None
    typed = typed.strip().removesuffix(".") if "://" in typed else typed.strip()
    for form in _WHOLE:
        match = form.fullmatch(typed)
        if match:
            return Cited(**{name: value for name, value in match.groupdict().items() if value})
    return None


def locate(apparatus: Apparatus, cited: Cited) -> Located:
    """Return the passage that ``cited`` leads to."""
    if cited.version and cited.version not in versions(apparatus):
        return Located(None, f"no release is called “{cited.version}”: {listed('there is', versions(apparatus))}")
    if cited.id:
        return _by_id(apparatus, cited)
    return _by_number(apparatus, cited)


def released(apparatus: Apparatus) -> tuple[str, ...]:
    """Return the versions that were released, the oldest first."""
    return tuple(release.version for release in apparatus.edition.lock.releases)


def versions(apparatus: Apparatus) -> tuple[str, ...]:
    """Return the versions that can be cited: those released, or that of an edition without a release."""
    version = apparatus.edition.version
    return released(apparatus) or ((version,) if version else ())


def link(apparatus: Apparatus, passage: Passage, version: str = "") -> str:
    """Return the address of ``passage``: of a block the page of its own, of all else its place on a page."""
    base = apparatus.edition.base_url
    base = f"{base}/" if base and not base.endswith("/") else base
    if passage.kind in BLOCKS:
        return f"{base}p/{passage.id}.html{f'#v{version}' if version else ''}"
    page, _, fragment = (passage.here[0] if passage.here else passage.id).partition("#")
    return f"{base}{page}.html#{fragment}"


def called(passage: Passage, number: str = "", chapter: str = "") -> str:
    """Return how ``passage`` is called: ``¶ 14 of end-of-the-war``, ``note 3 of …``."""
    number = number or passage.number
    name = f"¶ {number}" if passage.kind in BLOCKS and number else f"{passage.kind} {number}".strip()
    return f"{name} of {chapter or passage.slug}" if chapter or passage.slug else name


def fate(apparatus: Apparatus, passage: Passage) -> str:
    """Return what became of ``passage``, in words; nothing where it is one whole, and has words."""
    if not passage.fates or passage.fates[-1].what not in (*GONE, "split-into"):
        return ""
    last = passage.fates[-1]
    heirs = [apparatus.passages[id] for id in passage.here if id in apparatus.passages]
    places = " and ".join(f"{called(heir)} ({heir.id})" for heir in heirs) or "another"
    said = {
        "merged-into": f"{passage.id} was merged into {places}",
        "split-into": f"{passage.id} was divided among {places}",
        "withdrawn": f"{passage.id} was withdrawn",
    }[last.what]
    when = f" in version {last.version}" if last.version else ""
    return f"{said}{when}{f': {last.reason}' if last.reason else ''}"


def lost(passage: Passage) -> bool:
    """Whether ``passage`` was published, and is gone without a word of what became of it."""
    return passage.gone and not (passage.fates and passage.fates[-1].what in GONE)


def _by_id(apparatus: Apparatus, cited: Cited) -> Located:
    passages = apparatus.passages
    typed = unquote(cited.id)
    meant = ids.read(typed) if re.fullmatch(_ID, typed) else ""
    for id in (typed, meant, address(cited.page, typed), address(cited.page, meant)):
        if id in passages:
            return Located(passages[id])
    for passage in passages.values():
        if typed in passage.names or address(cited.page, typed) in passage.names:
            return Located(passage)
    chapters = [apparatus.chapters[cited.page]] if cited.page in apparatus.chapters else apparatus.chapters.values()
    for chapter in chapters:
        target = chapter.targets.get(typed)
        if target is not None:
            found = passages.get(target.fragment) or passages.get(address(chapter.slug, target.fragment))
            if found is not None:
                return Located(found)
    return Located(None, _unknown(apparatus, cited, typed, meant))


def _unknown(apparatus: Apparatus, cited: Cited, typed: str, meant: str) -> str:
    """Return what is wrong with an id that leads nowhere."""
    if meant:
        return f"no paragraph has ever had the id {meant}"
    if not re.fullmatch(_ID, typed):
        place = f"{cited.page}.html#{typed}" if cited.page else f"#{typed}"
        return f"there is nothing at {place}"
    near = [f"{id} ({called(apparatus.passages[id])})" for id in slips(typed, apparatus.passages)]
    return f"“{typed}” is mistyped: its characters do not fit one another" + (
        f". One slip away: {', '.join(near)}" if near else ", and no id is one slip away"
    )


def slips(typed: str, known: Iterable[str]) -> list[str]:
    """Return the ids among ``known`` from which ``typed`` is one slip away.

    A slip is a wrong character, one too many or too few, or two neighbours in the wrong order.
    """
    typed = typed.lower()
    length = len(typed)
    close = []
    for id in known:
        if abs(len(id) - length) > 1 or not id.startswith("p-"):
            continue
        start = next((place for place, (one, other) in enumerate(zip(id, typed, strict=False)) if one != other), length)
        rest, wrong = id[start:], typed[start:]
        swapped = wrong[1:2] + wrong[:1] + wrong[2:]
        if rest[1:] == wrong[1:] or rest[1:] == wrong or rest == wrong[1:] or rest == swapped:
            close.append(id)
    return close


def _by_number(apparatus: Apparatus, cited: Cited) -> Located:
    pages = _chapters(apparatus)
    page = cited.page
    if not page:
        if len(apparatus.chapters) != 1:
            return Located(None, f"¶ {cited.number} of which chapter? {listed('There is', tuple(apparatus.chapters))}")
        page = next(iter(apparatus.chapters))
    if page not in pages:
        close = get_close_matches(page, pages, 1, 0.6)
        hint = f"did you mean {close[0]}?" if close else listed("there is", tuple(apparatus.chapters))
        return Located(None, f"there is no chapter “{page}”: {hint}")
    slugs = {page} if cited.page else set(pages)
    for passage in _numbered(apparatus, slugs, cited):
        return Located(passage)
    where = f" in version {cited.version}" if cited.version else ""
    return Located(None, f"{page} has no ¶ {cited.number}{where}")


def _numbered(apparatus: Apparatus, slugs: set[str], cited: Cited) -> Iterator[Passage]:
    """Return the blocks that have, or had, the number: in the version that is named, or now, and before that."""
    blocks = [passage for passage in apparatus.passages.values() if passage.kind in BLOCKS]
    lock = apparatus.edition.lock
    if cited.version in [release.version for release in lock.releases]:
        for passage in blocks:
            standing = standing_in(passage.record, cited.version, lock) if passage.record else None
            if standing and standing.chapter in slugs and standing.number == cited.number:
                yield passage
        return
    same = [passage for passage in blocks if passage.slug in slugs and passage.number == cited.number]
    yield from sorted(same, key=lambda passage: passage.gone)
    order = {release.version: place for place, release in enumerate(lock.releases)}
    had = [
        (-order.get(standing.version, 0), passage.gone, place)
        for place, passage in enumerate(blocks)
        for standing in (passage.record.standings if passage.record else ())
        if standing.chapter in slugs and standing.number == cited.number
    ]
    yield from (blocks[place] for _, _, place in sorted(had))  # what the number meant last


def _chapters(apparatus: Apparatus) -> list[str]:
    """Return the slugs of all chapters, those of now first, then those that others had."""
    former = (one.chapter for record in apparatus.edition.lock.records for one in record.standings if one.chapter)
    return list(dict.fromkeys((*apparatus.chapters, *former)))


def listed(there: str, names: tuple[str, ...]) -> str:
    """Return ``there is A, B and C``, or that there is none."""
    if not names:
        return f"{there} none"
    return f"{there} {' and '.join(filter(None, (', '.join(names[:-1]), names[-1])))}"
