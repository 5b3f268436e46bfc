"""Passages that are alike enough to be one, and more so than any other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import inf

from postil.enrich.likeness import in_common, in_order
from postil.enrich.passages import SHORT, Gap, Known, Side, gaps

SAME = 0.8
"""From this likeness on two passages are one, wherever they stand: 20 words of 100 may be others."""

WHOLE = 13
"""How many words a passage needs to be known away from its neighbours: a shorter one may be a sentence said twice."""

PINNED = 0.55
"""The same, for passages between the same neighbours: 45 words of 100 may be others."""

BESIDE = 0.65
"""The same, for passages with the same neighbour on one side."""

BESIDE_SHORT = 0.85
"""The same, for short passages."""

DIFFERENT = 0.4
"""Up to this likeness a passage is no candidate: unrelated paragraphs have a fourth in common, at most."""

PINNED_SHORT = 0.75
"""The line of the same for short passages, which must stand between the same neighbours: all words share letters."""

DIFFERENT_SHORT = 0.5
"""The line of the different for short passages."""

MARGIN = 0.1
"""By how much a candidate must be better than the next one, and than what neighbours have in common anyway."""

OWN = 0.6
"""How many of the words that tell a passage from its sisters a candidate must have, where they are as alike."""

FREQUENT = 8
"""A shingle that more passages have leads to none of them."""

LOOKS = 4
"""How many passages that share shingles with one are looked at; none that shares as many times less than the first."""

NOISE = 0.1
"""Passages that share less than this of the shingles of the shorter one are not looked at: they share a phrase."""

WIDE = 64
"""In a gap with more pairs than this, not every pair is looked at."""


class Pairs:
    """How alike old and new passages are, of those pairs that were looked at."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.likeness: dict[tuple[int, int], float] = {}
        self.of_old: dict[int, list[int]] = defaultdict(list)
        self.of_new: dict[int, list[int]] = defaultdict(list)
        self._search()

    def add(self, one: int, other: int) -> None:
        old, new = self.known.old, self.known.new
        if (one, other) in self.likeness or old.families[one] != new.families[other]:
            return
        self.likeness[one, other] = _likeness(old, one, new, other)
        self.of_old[one].append(other)
        self.of_new[other].append(one)

    def look(self, gaps: Iterable[Gap]) -> None:
        """Look at every pair in those of ``gaps`` that are not wide."""
        for gap in gaps:
            if len(gap.old) * len(gap.new) <= WIDE:
                for one in gap.old:
                    for other in gap.new:
                        self.add(one, other)

    def look_beside(self) -> None:
        """Look at what stands on the same side of the same neighbour."""
        known = self.known
        for one, other in list(known.to.items()):
            for step in (-1, 1):
                beside, there = one + step, other + step
                if beside in known.to or there in known.back:
                    continue
                if 0 <= beside < len(known.old.families) and 0 <= there < len(known.new.families):
                    self.add(beside, there)

    def _search(self) -> None:
        """Look at those pairs that share most shingles, of those that are not frequent on either side."""
        old, new = self.known.old, self.known.new
        frequency = Counter(shingle for one in old.open for shingle in old.shingles(one))
        having: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for other in new.open:
            for shingle in new.shingles(other):
                if 0 < frequency[shingle] <= FREQUENT:
                    having[shingle].append(other)
        for one in old.open:
            counts: dict[int, int] = defaultdict(int)
            for shingle in old.shingles(one):
                places = having.get(shingle, ())
                if len(places) <= FREQUENT:
                    for other in places:
                        counts[other] += old.families[one] == new.families[other]
            best = sorted(counts, key=lambda other: (-counts[other], other))[:LOOKS]
            for other in best:
                fewer = min(len(old.shingles(one)), len(new.shingles(other)))
                if counts[other] * LOOKS >= counts[best[0]] and counts[other] >= NOISE * fewer:
                    self.add(one, other)


def _likeness(side: Side, one: int, other_side: Side, other: int) -> float:
    """Return how alike two passages are: the words in order or in any order; of short ones, the letters in order."""
    if min(len(side.words(one)), len(other_side.words(other))) < SHORT:
        return in_order(side.normal(one), other_side.normal(other))
    words = in_order(side.words(one), other_side.words(other))
    return max(words, in_common(side.shingles(one), other_side.shingles(other)))


def join_alike(known: Known, pairs: Pairs, gaps: list[Gap]) -> None:
    """Join pairs at or above their line that have no rival, the most alike first."""
    pairs.look_beside()
    closed = [gap for gap in gaps if gap.closed]
    within: dict[int, list[range]] = defaultdict(list)
    for gap in closed:
        for one in gap.old:
            within[one].append(gap.new)
    kin = [pair for gap in closed for pair in _kin(known, gap)]
    alone = {(ones[0], others[0]) for ones, others in kin if len(ones) == len(others) == 1}
    open_ = [pair for pair in pairs.likeness if pair[0] not in known.to and pair[1] not in known.back]
    for one, other in sorted(open_, key=lambda pair: (-pairs.likeness[pair], pair)):
        if one in known.to or other in known.back:
            continue
        pinned = any(other in run for run in within[one])
        slack = 0.0 if (one, other) in alone else MARGIN
        if (
            pairs.likeness[one, other] >= _line(known, one, other, pinned=pinned)
            and _clear(known, pairs, one, other, slack)
            and _telling(known, pairs, one, other)
        ):
            known.join(one, other)
    known.tidy()


def different(known: Known, one: int, other: int) -> float:
    """Return up to which likeness two passages are different."""
    return DIFFERENT_SHORT if _short(known, one, other) else DIFFERENT


def _short(known: Known, one: int, other: int) -> bool:
    return min(len(known.old.words(one)), len(known.new.words(other))) < SHORT


def _line(known: Known, one: int, other: int, *, pinned: bool) -> float:
    """Return from which likeness on two passages are the same."""
    short = _short(known, one, other)
    if pinned:
        return PINNED_SHORT if short else PINNED
    if known.to.get(one - 1) == other - 1 or known.to.get(one + 1) == other + 1:
        return BESIDE_SHORT if short else BESIDE
    if min(len(known.old.words(one)), len(known.new.words(other))) < WHOLE:
        return inf
    return SAME


def _clear(known: Known, pairs: Pairs, one: int, other: int, slack: float) -> bool:
    """Whether nothing that is open is as like, ``slack`` taken off, and nothing that is not is more like."""
    likeness = pairs.likeness[one, other]
    return all(rival <= (likeness if taken else likeness - slack) for rival, taken in _rivals(known, pairs, one, other))


def _rivals(known: Known, pairs: Pairs, one: int, other: int) -> Iterator[tuple[float, bool]]:
    """Return how like the others are to either, and whether they are taken."""
    for there in pairs.of_old[one]:
        if there != other:
            yield pairs.likeness[one, there], there in known.back
    for place in pairs.of_new[other]:
        if place != one:
            yield pairs.likeness[place, other], place in known.to


def _telling(known: Known, pairs: Pairs, one: int, other: int, among: range = range(0)) -> bool:
    """Whether ``other`` has more of the passage ``one`` than what this has in common with its sisters.

    Entries of a list are often alike: then ``other`` must have most of the words that the sister has not. Sisters
    ``among`` the places that are being told apart are left out.
    """
    old, likeness = known.old, pairs.likeness[one, other]
    for sister in old.sisters(one):
        if sister not in among and _likeness(old, one, old, sister) > likeness - MARGIN:
            its_own = set(old.words(one)).difference(old.words(sister))
            if not its_own or len(its_own.intersection(known.new.words(other))) < OWN * len(its_own):
                return False
    return True


def _kin(known: Known, gap: Gap) -> Iterator[tuple[list[int], list[int]]]:
    """Return the open places of a gap, one family after the other."""
    families = dict.fromkeys(known.old.families[one] for one in gap.old)
    for family in families:
        ones = [one for one in gap.old if known.old.families[one] == family and one not in known.to]
        others = [other for other in gap.new if known.new.families[other] == family and other not in known.back]
        if ones and others:
            yield ones, others


def join_ordered(known: Known, pairs: Pairs) -> None:
    """Join what is nearly as like to one another, where a gap has as many of both and the order agrees."""
    for gap in gaps(known):
        if not gap.closed or len(gap.old) * len(gap.new) > WIDE:
            continue
        for ones, others in _kin(known, gap):
            if len(ones) == len(others) and _ordered(known, pairs, ones, others):
                for one, other in zip(ones, others, strict=True):
                    known.join(one, other)
    known.tidy()


def _ordered(known: Known, pairs: Pairs, ones: list[int], others: list[int]) -> bool:
    """Whether each of ``ones`` is like the one of ``others`` in its place, and less like any other."""
    among = range(ones[0], ones[-1] + 1)
    for one, other in zip(ones, others, strict=True):
        pairs.add(one, other)
        likeness = pairs.likeness[one, other]
        if (
            likeness < _line(known, one, other, pinned=True)
            or any(rival >= likeness for rival, _ in _rivals(known, pairs, one, other))
            or not _telling(known, pairs, one, other, among)
        ):
            return False
    return True
