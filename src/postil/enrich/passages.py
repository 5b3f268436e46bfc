"""Two texts side by side: what is known of which passage is which, and the gaps between."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from postil.enrich.likeness import Shingles, shingles, words_of

SHORT = 8
"""From how many words on a passage is known by its words alone. The likeness of shorter ones is that of letters."""

_FAMILY = {"paragraph": "text", "item": "text"}
"""Kinds that may become one another; every other kind is a family of its own."""


class Passage(NamedTuple):
    """A block, section or note as it is compared; the id of a new one is provisional."""

    id: str
    kind: str
    chapter: str
    words: str


class Side:
    """One of the two texts: its passages, where its chapters begin and end, which of them are still open."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self.families = [_FAMILY.get(one.kind, one.kind) for one in passages]
        self.open = list(range(len(passages)))
        self.chapters: dict[str, tuple[int, int]] = {}
        self._words: dict[int, list[str]] = {}
        self._shingles: dict[int, Shingles] = {}
        start = 0
        for place in range(1, len(passages) + 1):
            if place == len(passages) or passages[place].chapter != passages[start].chapter:
                self.chapters.setdefault(passages[start].chapter, (start, place))
                start = place

    def words(self, place: int) -> list[str]:
        if place not in self._words:
            self._words[place] = words_of(self.passages[place].words)
        return self._words[place]

    def normal(self, place: int) -> str:
        return " ".join(self.words(place))

    def shingles(self, place: int) -> Shingles:
        if place not in self._shingles:
            self._shingles[place] = shingles(self.words(place))
        return self._shingles[place]

    def short(self, place: int) -> bool:
        return len(self.passages[place].words) < 8 * SHORT and len(self.words(place)) < SHORT

    def together(self, one: int, other: int) -> bool:
        """Whether both are places, in one chapter."""
        inside = 0 <= one < len(self.passages) and 0 <= other < len(self.passages)
        return inside and self.passages[one].chapter == self.passages[other].chapter

    def runs(self) -> list[range]:
        """Return the open places, those that stand side by side in one."""
        runs: list[range] = []
        for place in self.open:
            if runs and runs[-1].stop == place and self.together(place - 1, place):
                runs[-1] = range(runs[-1].start, place + 1)
            else:
                runs.append(range(place, place + 1))
        return runs

    def sisters(self, place: int) -> Iterator[int]:
        """Return the nearest place before ``place`` and the nearest after it that hold the same kind."""
        for step in (-1, 1):
            for other in range(place + step, place + 5 * step, step):
                if not self.together(place, other):
                    break
                if self.families[other] == self.families[place]:
                    yield other
                    break


class Known:
    """What is known by now: where the words of old passages are, and where those of new ones come from."""

    def __init__(self, old: Sequence[Passage], new: Sequence[Passage], settled: Mapping[str, str]) -> None:
        places = {one.id: place for place, one in enumerate(new)}
        old = [one for one in old if one.id not in settled or settled[one.id] in places]
        self.old, self.new = Side(old), Side(new)
        self.to = {place: places[settled[one.id]] for place, one in enumerate(old) if one.id in settled}
        self.back: dict[int, int] = {}
        for place, there in self.to.items():
            self.back.setdefault(there, place)
        self.same: dict[int, int] = {}
        self.merged: dict[int, int] = {}
        self.split: dict[int, list[int]] = {}
        self.counterparts: dict[str, str] = {}
        self.tidy()

    def join(self, place: int, there: int) -> None:
        self.same[place] = self.to[place] = there
        self.back[there] = place

    def in_place(self, place: int, there: int) -> bool:
        """Whether both are in the same chapter, whatever it is called."""
        return self.counterparts.get(self.old.passages[place].chapter) == self.new.passages[there].chapter

    def tidy(self) -> None:
        """Leave out of the open places what is known."""
        self.old.open = [place for place in self.old.open if place not in self.to]
        self.new.open = [place for place in self.new.open if place not in self.back]

    def pair_chapters(self) -> None:
        """Note which chapter is which: they have most passages in common, or, if no chapter has any, the same slug."""
        olds, news = self.old.passages, self.new.passages
        votes = Counter((olds[one].chapter, news[other].chapter) for one, other in self.to.items())
        order = {slug: place for place, slug in enumerate(self.old.chapters)}
        pairs: dict[str, str] = {}
        taken: set[str] = set()

        def rank(pair: tuple[str, str]) -> tuple[int, bool, int, str]:
            return -votes[pair], pair[0] != pair[1], order[pair[0]], pair[1]

        for one, other in [*sorted(votes, key=rank), *((slug, slug) for slug in order if slug in self.new.chapters)]:
            if one not in pairs and other not in taken:
                pairs[one] = other
                taken.add(other)
        self.counterparts = pairs


class Gap(NamedTuple):
    """Open places of both sides beside the same neighbours; ``closed`` where that is so at both ends."""

    old: range
    new: range
    closed: bool


def gaps(known: Known) -> list[Gap]:
    """Return the gaps. Beside a passage that was moved, a run of open places can be in two of them."""
    olds, news = known.old.runs(), known.new.runs()
    found: dict[tuple[range, range], set[bool]] = defaultdict(set)
    there = {slug: known.new.chapters[other] for slug, other in known.counterparts.items()}
    here = {other: known.old.chapters[slug] for slug, other in known.counterparts.items()}
    for one, other, at_end in _beside(known.old, olds, known.to, known.new, news, there):
        found[one, other].add(at_end)
    for other, one, at_end in _beside(known.new, news, known.back, known.old, olds, here):
        found[one, other].add(at_end)
    return [Gap(one, other, len(ends) == 2) for (one, other), ends in found.items()]


def _beside(
    side: Side,
    runs: list[range],
    to: Mapping[int, int],
    other: Side,
    others: list[range],
    chapters: Mapping[str, tuple[int, int]],
) -> Iterator[tuple[range, range, bool]]:
    """Return for each of ``runs`` that of ``others`` after its left neighbour, and that before its right one (True)."""
    starts = {run.start: run for run in others}
    ends = {run.stop: run for run in others}
    for run in runs:
        slug = side.passages[run.start].chapter
        if slug not in chapters:
            first = last = -1
        else:
            first, last = chapters[slug]
        if side.together(run.start - 1, run.start):
            there = to[run.start - 1]
            first = there + 1 if other.together(there, there + 1) else -1
        if side.together(run.stop - 1, run.stop):
            there = to[run.stop]
            last = there if other.together(there - 1, there) else -1
        if first in starts:
            yield run, starts[first], False
        if last in ends:
            yield run, ends[last], True
