"""Passages with the same words: told apart by chapter, order and neighbours where there are several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping

from postil.enrich.passages import Known, Side, gaps

FEW = 3
"""Fewer words than this may be in a chapter twice by chance."""

ROUNDS = 6
"""What is still open after so many rounds stays open."""

Key = Callable[[Side, int], str]
"""What is compared of the passage at a place: its words as written, or as they are compared."""


def join_identical(known: Known, key: Key, *, short: bool = False) -> None:
    """Join what has the same ``key``: where there is one of it in all, or in a chapter, or as many in a gap.

    Passages of a few words, which may be the same by chance, are left as they are, or with ``short`` joined as well.
    """
    _unique(known, key, chapters=False, short=False)
    known.pair_chapters()
    for _ in range(ROUNDS if known.old.open and known.new.open else 0):
        before = len(known.to)
        _unique(known, key, chapters=True, short=False)
        _twins(known, key, short=short)
        _unique(known, key, chapters=False, short=False)
        if len(known.to) == before:
            return


def join_titles(known: Known) -> None:
    """Join what is short, stayed in its chapter, and is there once as it is written; a word or two, once in all."""
    known.pair_chapters()
    _unique(known, as_written, chapters=False, short=True)
    _unique(known, as_written, chapters=True, short=True)


def as_written(side: Side, place: int) -> str:
    return side.passages[place].words


def _unique(known: Known, key: Key, *, chapters: bool, short: bool) -> None:
    """Join what has the same ``key`` once on both sides, or with ``chapters`` once in a chapter and its counterpart."""

    def group(side: Side, slugs: Mapping[str, str]) -> dict[Hashable, list[int]]:
        groups: dict[Hashable, list[int]] = defaultdict(list)
        for place in side.open:
            slug = slugs.get(side.passages[place].chapter, "") if chapters else ""
            groups[side.families[place], slug, key(side, place)].append(place)
        return groups

    theirs = group(known.new, {slug: slug for slug in known.new.chapters})
    for which, places in group(known.old, known.counterparts).items():
        there = theirs.get(which, [])
        if len(places) == len(there) == 1 and (
            not known.old.short(places[0])
            or (short and not chapters and known.in_place(places[0], there[0]))
            or (short and chapters and len(known.old.words(places[0])) >= FEW)
        ):
            known.join(places[0], there[0])
    known.tidy()


def _twins(known: Known, key: Key, *, short: bool) -> None:
    """Join what has the same ``key``, in order, in gaps between the same neighbours that have equally many of it.

    Short passages must have the same neighbours on both sides.
    """
    between = gaps(known)
    held: tuple[dict[range, dict[Hashable, list[int]]], ...] = ({}, {})
    around: tuple[dict[range, list[range]], ...] = (defaultdict(list), defaultdict(list))
    for gap in between:
        around[0][gap.old].append(gap.new)
        around[1][gap.new].append(gap.old)
    for side, runs, holding in zip((known.old, known.new), around, held, strict=True):
        for run in runs:
            holding[run] = defaultdict(list)
            for place in run:
                holding[run][side.families[place], key(side, place)].append(place)
    for gap in between:
        for which, places in held[0][gap.old].items():
            there = held[1][gap.new].get(which, ())
            if known.old.short(places[0]) and not (short and gap.closed):
                continue
            if len(places) == len(there) and (
                sum(which in held[1][run] for run in around[0][gap.old]) == 1
                and sum(which in held[0][run] for run in around[1][gap.new]) == 1
            ):
                for one, other in zip(places, there, strict=True):
                    known.join(one, other)
    known.tidy()
