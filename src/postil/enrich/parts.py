"""Passages that were split in two or more, or merged from two or more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from postil.enrich.alike import Pairs
from postil.enrich.likeness import Shingles
from postil.enrich.passages import Known, Side

PIECE = 0.6
"""How many shingles of a part must come from the whole, and be in no other that may be a part of it."""

FEW = 5
"""Fewer shingles than this prove nothing."""

BESIDE = 2
"""How far from its sister a part may stand, at most."""


class Parts:
    """Which passages of one side may be parts of which of the other."""

    def __init__(self, known: Known, pairs: Pairs) -> None:
        self.known = known
        self.pieces = _Wholes(known.old, known.new, pairs.of_old, pairs.of_new)
        self.sources = _Wholes(known.new, known.old, pairs.of_new, pairs.of_old)

    def join(self) -> None:
        """Join what was split in two or more with the largest part, and what was merged with what it has most of."""
        known = self.known
        for whole, parts, keeper in self.pieces.groups(known.to, known.back):
            known.join(whole, keeper)
            known.split[whole] = [keeper, *(part for part in parts if part != keeper)]
            for part in parts:
                known.back[part] = whole
        known.tidy()
        for whole, parts, keeper in self.sources.groups(known.back, known.to):
            known.join(keeper, whole)
            for part in parts:
                if part != keeper:
                    known.merged[part] = known.to[part] = whole
        known.tidy()

    def join_late(self) -> None:
        """Note what was split off from, or merged into, a passage that is known by now and stands beside it."""
        known = self.known
        for other in known.new.open:
            one = self.pieces.whole(other)
            if one in known.same:
                pieces = known.split.get(one, [known.same[one]])
                if _beside(other, pieces):
                    known.split[one] = [pieces[0], *sorted([*pieces[1:], other])]
                    known.back[other] = one
        ones: dict[int, set[int]] = defaultdict(set)
        for one, other in [*known.same.items(), *known.merged.items()]:
            ones[other].add(one)
        for one in known.old.open:
            other = self.sources.whole(one)
            if _beside(one, ones[other]):
                known.merged[one] = known.to[one] = other
                ones[other].add(one)
        known.tidy()


class _Wholes:
    """Passages of ``side`` as wholes, passages of ``other`` as what may be parts of them."""

    def __init__(
        self, side: Side, other: Side, of_whole: Mapping[int, Sequence[int]], of_part: Mapping[int, Sequence[int]]
    ) -> None:
        self.side, self.other, self.of_whole, self.of_part = side, other, of_whole, of_part
        self._claims: dict[tuple[int, int], Counter[tuple[str, ...]]] = {}

    def groups(self, known: Mapping[int, int], known_parts: Mapping[int, int]) -> list[tuple[int, list[int], int]]:
        """Return each open whole that consists of two or more open parts, these, and the first of the largest."""
        groups = []
        for whole in self.side.open:
            maybe = [part for part in sorted(self.of_whole.get(whole, ())) if part not in known_parts]
            if whole in known or len(maybe) < 2:
                continue
            parts = [part for part in maybe if self.whole(part) == whole]
            held = self.side.shingles(whole)
            shares = {part: held & self.other.shingles(part) for part in parts}
            parts = max(_rows(parts), key=lambda row: sum(len(shares[part]) for part in row), default=[])
            if len(parts) > 1 and len(
                frozenset[tuple[str, ...]]().union(*(shares[part] for part in parts))
            ) >= PIECE * len(held):
                groups.append((whole, parts, max(parts, key=lambda part: len(shares[part]))))
        return groups

    def whole(self, part: int) -> int:
        """Return the passage that has most of ``part``, if it has the most part and has it from no other; or -1."""
        shingles = self.other.shingles(part)
        held = [(len(self.side.shingles(whole) & shingles), whole) for whole in self.of_part.get(part, ())]
        most, whole = max(held, default=(0, -1))
        if not _proves(most, shingles) or sum(share == most for share, _ in held) > 1:
            return -1
        claims = self._claims_of(whole)
        return whole if _proves(sum(claims[shingle] == 1 for shingle in shingles), shingles) else -1

    def _claims_of(self, whole: int) -> Counter[tuple[str, ...]]:
        """Return how many of the possible parts of ``whole`` have each of its shingles."""
        parts = self.of_whole[whole]
        key = whole, len(parts)
        if key not in self._claims:
            held = self.side.shingles(whole)
            self._claims[key] = Counter(shingle for part in parts for shingle in held & self.other.shingles(part))
        return self._claims[key]


def _proves(shared: int, part: Shingles) -> bool:
    return shared >= max(FEW, PIECE * len(part))


def _rows(parts: Sequence[int]) -> list[list[int]]:
    """Return ``parts``, which ascend, those that stand beside one another together."""
    rows: list[list[int]] = []
    for part in parts:
        if rows and part - rows[-1][-1] <= BESIDE:
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


def _beside(part: int, sisters: Collection[int]) -> bool:
    return any(part + step in sisters for step in range(-BESIDE, BESIDE + 1) if step)
