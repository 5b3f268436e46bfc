"""Where each id is now, and what each number meant."""

from __future__ import annotations

from collections.abc import Iterator

from postil.apparatus import Apparatus, Passage
from postil.lock import BLOCKS, fragment
from postil.render.data.files import Files
from postil.render.text import PASSAGES
from postil.render.traces import Address, Traces


def id_files(apparatus: Apparatus, files: Files) -> Iterator[tuple[str, bytes]]:
    """Return ``data/ids.json`` and, where something was released, ``data/concordance.json``."""
    yield files.table("data/ids.json", "ids", _ids(apparatus))
    if apparatus.edition.lock.records:
        yield files.table("data/concordance.json", "ids", _standings(apparatus), releases=_releases(apparatus))


def _ids(apparatus: Apparatus) -> Iterator[tuple[str, object]]:
    """Return for each id, published or to be, where it is now; only what is not empty is said."""
    traces = Traces(apparatus)
    order = {release.version: place for place, release in enumerate(apparatus.edition.lock.releases)}
    for id, passage in apparatus.passages.items():
        at = traces.places(passage)
        if not at:
            continue
        said = {
            "kind": passage.kind,
            "state": _state(passage, at),
            "at": [each.href for each in at],
            "number": passage.number,
            "chapter": passage.slug,
            "page": f"{PASSAGES}{id}.html" if passage.kind in BLOCKS else "",
            "names": passage.names,
            "since": passage.record.standings[0].version if passage.record and passage.record.standings else "",
            "changed": _changed(passage, order),
            "draft": bool(order) and passage.changed,
        }
        yield id, {name: value for name, value in said.items() if value}


def _state(passage: Passage, at: list[Address]) -> str:
    """Return what became of a passage: ``here``, ``moved``, ``split``, ``merged`` or ``withdrawn``."""
    if passage.gone:
        merged = passage.fates and passage.fates[-1].what == "merged-into"
        return "merged" if merged else "withdrawn"
    if len(passage.here) > 1:
        return "split"
    own = fragment(passage.id) if passage.kind not in BLOCKS else passage.id
    pages = {f"{slug}.html" for slug, name in passage.addresses() if name == own}
    return "moved" if pages - {at[0].page} or (pages and own != at[0].fragment) else "here"


def _changed(passage: Passage, order: dict[str, int]) -> str:
    """Return the last release in which something was changed about a passage; nothing where that was its first."""
    record = passage.record
    if record is None:
        return ""
    versions = {standing.version for standing in record.standings[1:]}
    versions |= {wording.version for wording in record.wordings[1:]}
    versions |= {fate.version for fate in record.fates}
    return max(versions, key=lambda version: order.get(version, -1), default="")


def _releases(apparatus: Apparatus) -> list[dict[str, object]]:
    return [
        {"version": version, "date": date, **({"renumbered": True} if renumbered else {})}
        for version, date, renumbered in apparatus.edition.lock.releases
    ]


def _standings(apparatus: Apparatus) -> Iterator[tuple[str, object]]:
    """Return for each block and note its numbers: the version from which it had each, the chapter, and the number.

    Without a version it is what no release has yet; without chapter and number it had none any more.
    """
    for id, passage in apparatus.passages.items():
        if passage.kind not in BLOCKS and passage.kind != "note":
            continue
        found = [list(each) for each in passage.record.standings] if passage.record else []
        if passage.gone:
            found.append([passage.fates[-1].version if passage.fates else "", "", ""])
        elif not found or found[-1][1:] != [passage.slug, passage.number]:
            found.append(["", passage.slug, passage.number])
        yield id, found
