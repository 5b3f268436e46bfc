"""The words of blocks and notes, now and at each release, as scripts: from a folder a page loads no other data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TypedDict

from postil import tree
from postil.apparatus import Apparatus, Passage
from postil.lock import BLOCKS, GONE

KINDS = (*BLOCKS, "section", "note")
"""The kinds of what is verified: what has words to be quoted."""

FOLDER = "data/words"


def word_files(apparatus: Apparatus) -> Iterator[tuple[str, bytes]]:
    """Return a script for each chapter that has or had words, and one that names these, in a fixed order.

    Each calls ``postilWords``. Of a block, heading or note it is told: id, kind, number, its words from each release on
    (without a version, those of now that no release has; None where they went), the ids at which they stand now, and,
    where it is not one any more, what became of it. ``had`` tells the numbers that blocks had in releases, where these
    are not all that of now.
    """
    chapters: dict[str, list[Passage]] = {}
    for passage in apparatus.passages.values():
        if passage.kind in KINDS:
            chapters.setdefault(passage.slug, []).append(passage)
    named = []
    for slug, passages in chapters.items():
        chapter = apparatus.chapters.get(slug)
        title = " ".join(tree.words(chapter.title).split()) if chapter else ""
        named.append((slug, title))
        told = [(each.id, each.kind, each.number, told_words(each), each.here, *_fate(each)) for each in passages]
        yield f"{FOLDER}/{slug}.js", _script({"slug": slug, "title": title, "blocks": told, "had": _had(passages)})
    edition = apparatus.edition
    releases = [release.version for release in edition.lock.releases]
    index = {
        "address": edition.base_url,
        "version": edition.version,
        "releases": releases,
        "chapters": named,
        "titles": apparatus.titles,
        "people": apparatus.people,
        "said": apparatus.versions_said,
    }
    yield f"{FOLDER}/index.js", _script(index)


def told_words(passage: Passage) -> list[tuple[str, str | None]]:
    """Return the words of ``passage`` from each release on, and from now on where no release has these."""
    told: list[tuple[str, str | None]] = list(passage.record.wordings) if passage.record else []
    if passage.gone:
        return [*told, (passage.fates[-1].version, None)]
    return told if told and told[-1][1] == passage.words else [*told, ("", passage.words)]


class Went(TypedDict):
    """What became of a block that is one no more: its number, and where its words went, in which version."""

    was: str
    fate: str
    version: str


def changes(apparatus: Apparatus) -> dict[str, dict[str, list[str] | Went]]:
    """Return the releases in which the words of published blocks were changed, or went elsewhere, by chapter and id.

    A change that no release has is told without a version. Of what was merged or withdrawn, this alone is told.
    """
    order = {release.version: place for place, release in enumerate(apparatus.edition.lock.releases)}
    found: dict[str, dict[str, list[str] | Went]] = {}
    for passage in apparatus.passages.values():
        if passage.record is None or passage.kind not in BLOCKS:
            continue
        versions = {version for version, _ in told_words(passage)[1:]}
        versions |= {fate.version for fate in passage.fates if fate.what not in ("reworded", "moved")}
        if passage.gone and passage.fates and passage.fates[-1].what in GONE:
            found.setdefault(passage.slug, {})[passage.id] = _went(apparatus, passage)
        elif versions:
            found.setdefault(passage.slug, {})[passage.id] = sorted(
                versions, key=lambda version: order.get(version, len(order))
            )
    return found


def _went(apparatus: Apparatus, passage: Passage) -> Went:
    _, last = apparatus.edition.tongue, passage.fates[-1]
    heirs = [apparatus.passages[id] for id in passage.here if id in apparatus.passages]
    places = _.listed(
        [
            f"¶ {heir.number}"
            if heir.slug == passage.slug
            else _("%(place)s of %(chapter)s", place=f"¶ {heir.number}", chapter=heir.slug)
            for heir in heirs
            if heir.number
        ]
    )
    number, version = passage.number, last.version
    if last.what != "merged-into":
        if version:
            said = _("¶ %(number)s was withdrawn in version %(version)s.", number=number, version=version)
        else:
            said = _("¶ %(number)s was withdrawn.", number=number)
    else:
        places = places or _("another")
        if version:
            said = _(
                "¶ %(number)s was merged into %(places)s in version %(version)s.",
                number=number,
                places=places,
                version=version,
            )
        else:
            said = _("¶ %(number)s was merged into %(places)s.", number=number, places=places)
    return Went(was=number, fate=said, version=version)


def _had(passages: list[Passage]) -> dict[str, list[tuple[str, str]]]:
    """Return the numbers of blocks that had another, with the release since which each was theirs."""
    found = {}
    for passage in passages:
        had = [(standing.version, standing.number) for standing in passage.record.standings] if passage.record else []
        if passage.kind in BLOCKS and any(number != passage.number for _, number in had):
            found[passage.id] = had
    return found


def _fate(passage: Passage) -> list[tuple[str, str, str]]:
    """Return what became of ``passage``, if it is no longer one: what, in which version, and why."""
    last = passage.fates[-1:]
    return [(fate.what, fate.version, fate.reason) for fate in last if fate.what in (*GONE, "split-into")]


def _script(told: Mapping[str, object]) -> bytes:
    return f"postilWords({json.dumps(told, ensure_ascii=False, separators=(',', ':'))});\n".encode()
