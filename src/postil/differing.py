"""What the citations of a published version come to, if the edition were published as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from postil.apparatus import Apparatus, Passage
from postil.changes import Change, changes
from postil.cited import lost
from postil.lock import Standing, standing_in, wording_in

UNCHANGED, CHANGED, REDIRECTED, WITHDRAWN, BROKEN = "unchanged", "changed", "redirected", "withdrawn", "broken"
"""What becomes of a citation: it finds the same words; other words, or another number; it is led to another place; it
is told that the words were withdrawn; it finds nothing, and nothing is said of it."""

OUTCOMES = (UNCHANGED, CHANGED, REDIRECTED, WITHDRAWN, BROKEN)


class Row(NamedTuple):
    """What becomes of the citations of a published id.

    ``passage`` is what it is now, ``standing`` where it stood in the version, with these ``words``; ``runs`` lead from
    these to the words of now, where they differ. ``targets`` are the ids a citation is led to, of what is no more where
    it was.
    """

    outcome: str
    passage: Passage
    standing: Standing
    words: str
    runs: tuple[Change, ...] = ()
    targets: tuple[str, ...] = ()

    @property
    def renumbered(self) -> bool:
        """Whether it stands under another number now."""
        return not self.passage.gone and self.outcome != BROKEN and self.standing.number != self.passage.number


def differ(apparatus: Apparatus, version: str) -> tuple[Row, ...]:
    """Return what becomes of each id that was in ``version``, in the order of the edition.

    What stands in files that could not be read now is left out: nothing is known of it.
    """
    lock = apparatus.edition.lock
    return tuple(_rows(apparatus, version)) if any(one.version == version for one in lock.releases) else ()


def _rows(apparatus: Apparatus, version: str) -> Iterator[Row]:
    lock = apparatus.edition.lock
    versions = [release.version for release in lock.releases]
    before = versions[: versions.index(version) + 1]
    for passage in apparatus.passages.values():
        if passage.record is None:
            continue
        standing = standing_in(passage.record, version, lock)
        if standing is None or f"{passage.record.chapter}.md" in apparatus.edition.unread:
            continue
        words = wording_in(passage.record, version, lock) or ""
        divided = any(fate.what == "split-into" and fate.version not in before for fate in passage.fates)
        renamed = passage.here[:1] != (passage.id,) and (passage.changed or version != lock.version)
        yield _row(passage, standing, words, elsewhere=divided or renamed)


def _row(passage: Passage, standing: Standing, words: str, *, elsewhere: bool) -> Row:
    if lost(passage):
        return Row(BROKEN, passage, standing, words)
    if passage.gone:
        return Row(REDIRECTED if passage.here else WITHDRAWN, passage, standing, words, targets=passage.here)
    runs = changes(words, passage.words) if words != passage.words else ()
    if passage.slug != standing.chapter or elsewhere:
        return Row(REDIRECTED, passage, standing, words, runs, passage.here)
    outcome = CHANGED if runs or passage.number != standing.number else UNCHANGED
    return Row(outcome, passage, standing, words, runs)


def counts(rows: tuple[Row, ...]) -> dict[str, int]:
    """Return how many of ``rows`` come to each of OUTCOMES."""
    return {outcome: sum(row.outcome == outcome for row in rows) for outcome in OUTCOMES}
