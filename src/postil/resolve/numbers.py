"""Numbers of blocks: issued once, and never moved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import takewhile

from postil.lock import BLOCKS, Lock, Present
from postil.resolve.notes import letters

_WHOLE = re.compile(r"[0-9]+")
_PARTS = re.compile(r"[0-9]+|[a-z]+")


def issued_numbers(lock: Lock) -> tuple[dict[tuple[str, str], str], dict[str, set[str]]]:
    """Return the number of each published block by chapter and id, and all that were ever issued in each chapter.

    A renumbering begins anew: what was issued before it is free.
    """
    order = {release.version: place for place, release in enumerate(lock.releases)}
    since = max((place for place, release in enumerate(lock.releases) if release.renumbered), default=0)
    given: dict[tuple[str, str], str] = {}
    taken: dict[str, set[str]] = {}
    for record in lock.records:
        if record.kind not in BLOCKS:
            continue
        for standing in record.standings:
            if order.get(standing.version, 0) >= since:
                taken.setdefault(standing.chapter, set()).add(standing.number)
                given[standing.chapter, record.id] = standing.number
    return given, taken


def renamed(lock: Lock, present: Sequence[Present]) -> dict[str, str]:
    """Return the chapters that are no more, each with the one that has its numbers now: it has got another name.

    Most of its blocks stand there, and none of those numbers was issued there for anything else.
    """
    slugs = {one.chapter for one in present}
    where = {one.id: one.chapter for one in present}
    counts: dict[str, Counter[str]] = {}
    owners: dict[tuple[str, str], set[str]] = {}
    for record in lock.records:
        if record.kind in BLOCKS:
            for slug in {standing.chapter: None for standing in record.standings}:
                if slug not in slugs and record.id in where:
                    counts.setdefault(slug, Counter())[where[record.id]] += 1
            for standing in record.standings:
                owners.setdefault((standing.chapter, standing.number), set()).add(record.id)
    found = {}
    for old, heirs in counts.items():
        heir, count = heirs.most_common(1)[0]
        clash = any(
            slug == old and (heir, number) in owners and owners[heir, number].isdisjoint(ids)
            for (slug, number), ids in owners.items()
        )
        if 2 * count > heirs.total() and not clash:
            found[old] = heir
    return found


def inherit(
    given: dict[tuple[str, str], str], taken: dict[str, set[str]], renamed: Mapping[str, str]
) -> tuple[dict[tuple[str, str], str], dict[str, set[str]]]:
    """Return what ``issued_numbers`` gave, with the numbers of ``renamed`` chapters issued in their heirs too."""
    own = {(renamed[slug], id): number for (slug, id), number in given.items() if slug in renamed}
    for old, heir in renamed.items():
        taken[heir] = taken.get(heir, set()) | taken.get(old, set())
    return {**own, **given}, taken


def number_blocks(ids: Sequence[str], given: Mapping[str, str], taken: Collection[str]) -> dict[str, str]:
    """Return the number of each block by its id, for ``ids`` in the order of the text.

    ``given`` are those that were issued; none of those ``taken`` is issued again. What is new at the end goes on
    counting; what comes between 14 and 15 is 14a, between 14a and 14b it is 14a1; before the first it is 0a. What
    comes between 14 and 14a is 14b, or the next that is free: there is no letter before a.
    """
    used = {*taken, *(given[id] for id in ids if id in given)}
    new_at_end = sum(1 for _ in takewhile(lambda id: id not in given, reversed(ids)))
    highest = max((int(match[0]) for number in used if (match := _WHOLE.match(number))), default=0)
    numbers: dict[str, str] = {}
    before = "0"
    for place, id in enumerate(ids):
        if id in given:
            number = given[id]
        elif place >= len(ids) - new_at_end:
            highest += 1
            number = str(highest)
        else:
            number = _between(before, used)
        used.add(number)
        numbers[id] = before = number
    return numbers


def _between(before: str, used: Collection[str]) -> str:
    """Return the first free number after ``before`` that leaves whole numbers alone."""
    *stem, last = _PARTS.findall(before) or [before]
    if not stem:
        stem, last = [before], ""
    head = "".join(stem)
    following = _next(last)
    if last and head + following in used:
        return _below(before, used)
    while head + following in used:
        following = _next(following)
    return head + following


def _below(before: str, used: Collection[str]) -> str:
    """Return the first free number of those that stand a step below ``before``: 14a1 below 14a, 14a1a below 14a1."""
    digits = before[-1].isdigit()
    count = 1
    while (number := before + (letters(count) if digits else str(count))) in used:
        count += 1
    return number


def _next(last: str) -> str:
    """Return what follows: ``b`` after ``a``, ``2`` after ``1``; ``a`` where nothing was."""
    if last.isdigit():
        return str(int(last) + 1)
    value = 0
    for letter in last:
        value = value * 26 + ord(letter) - ord("a") + 1
    return letters(value + 1)
