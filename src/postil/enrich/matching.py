"""Which passage of the edited text is which of the published one; what is not plain is asked, never guessed.

First the same words, then words that are alike, each by the neighbours that are known by then; what was found makes
the gaps smaller, so it is done again until nothing is found. ``bench/matching.md`` has the figures behind the lines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from postil.enrich.alike import Pairs, different, join_alike, join_ordered
from postil.enrich.identical import as_written, join_identical, join_titles
from postil.enrich.parts import Parts
from postil.enrich.passages import Known, Passage, Side, gaps

__all__ = ["Candidate", "Matching", "Passage", "match"]

NEAREST = 3
"""How many candidates are named."""

ROUNDS = 12
"""What is still open after so many rounds stays open."""


class Candidate(NamedTuple):
    """A new passage that may be an old one, and how alike they are, 0 to 1."""

    id: str
    likeness: float


class Matching(NamedTuple):
    """What became of the old ids. Each that was not settled is in one of ``same``, ``merged``, ``doubtful``, ``lost``.

    ``same`` leads to the new id that continues it, none twice; ``merged`` to the one that has its words beside those of
    another, which continues that one; ``split`` to all that its words are now in, the first as in ``same``. Candidates
    stand best first; those of what is ``lost`` are for the message only.
    """

    same: dict[str, str]
    merged: dict[str, str]
    split: dict[str, tuple[str, ...]]
    doubtful: dict[str, tuple[Candidate, ...]]
    lost: dict[str, tuple[Candidate, ...]]


def match(old: Sequence[Passage], new: Sequence[Passage], settled: Mapping[str, str]) -> Matching:
    """Return what became of ``old`` in ``new``, both in reading order, chapter by chapter.

    What is ``settled``, old id to new, is a fixed neighbour and nothing else; where the new id is not in ``new``, it is
    left out of account.
    """
    known = Known(old, new, settled)
    join_identical(known, as_written)
    join_titles(known)
    join_identical(known, Side.normal)
    pairs = Pairs(known)
    parts = Parts(known, pairs)
    for _ in range(ROUNDS):
        before = len(known.to)
        between = gaps(known)
        pairs.look(between)
        parts.join()
        join_alike(known, pairs, between)
        join_ordered(known, pairs)
        join_identical(known, Side.normal)
        if len(known.to) == before:  # short twins last, when the gaps are as small as they get
            join_identical(known, as_written, short=True)
            join_identical(known, Side.normal, short=True)
        if len(known.to) == before:
            break
    parts.join_late()
    return _matching(known, pairs, parts)


def _matching(known: Known, pairs: Pairs, parts: Parts) -> Matching:
    olds, news = [one.id for one in known.old.passages], [one.id for one in known.new.passages]
    doubtful: dict[str, tuple[Candidate, ...]] = {}
    lost: dict[str, tuple[Candidate, ...]] = {}
    twins: dict[tuple[str, str], list[int]] = defaultdict(list)
    for other in known.new.open:
        twins[known.new.families[other], known.new.normal(other)].append(other)
    for one in known.old.open:
        same_words = twins.get((known.old.families[one], known.old.normal(one)), [])
        ranked = _ranked(one, pairs, same_words)
        whole = parts.sources.whole(one)
        maybe = [
            (other, likeness)
            for other, likeness in ranked
            if other == whole or (other not in known.back and likeness > different(known, one, other))
        ]
        (doubtful if maybe else lost)[olds[one]] = tuple(
            Candidate(news[other], round(likeness, 3)) for other, likeness in (maybe or ranked)[:NEAREST]
        )
    return Matching(
        {olds[one]: news[other] for one, other in sorted(known.same.items())},
        {olds[one]: news[other] for one, other in sorted(known.merged.items())},
        {olds[one]: tuple(news[other] for other in others) for one, others in sorted(known.split.items())},
        doubtful,
        lost,
    )


def _ranked(one: int, pairs: Pairs, twins: list[int]) -> list[tuple[int, float]]:
    """Return what is like the old passage ``one``, best first; of many ``twins`` those about where it stood."""
    at = bisect_left(twins, one)
    found = dict.fromkeys(twins[max(at - NEAREST, 0) : at + NEAREST], 1.0)
    found |= {other: pairs.likeness[one, other] for other in pairs.of_old.get(one, ())}
    return sorted(found.items(), key=lambda pair: (-pair[1], abs(pair[0] - one), pair[0]))
