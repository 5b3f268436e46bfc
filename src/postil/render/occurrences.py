"""Pages of the places that name an entry, where these are more than its register can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from postil.apparatus import Place

FOLDER = "e/"
"""Where these pages are."""

MANY = 100
"""So many places a register shows, and no more."""

SHOWN = 5
"""So many of them are shown where they are more than that."""

PAGE = 1500
"""How many places a page shows, but that a chapter is never divided."""


def leaves(places: Sequence[Place]) -> list[list[tuple[str, list[Place]]]]:
    """Return ``places``, which stand in the order of the edition, by pages and on each by the slugs of chapters."""
    found: list[list[tuple[str, list[Place]]]] = []
    room = 0
    for slug, group in groupby(places, key=lambda place: place.slug):
        own = list(group)
        if not found or len(own) > room:
            found.append([])
            room = PAGE
        found[-1].append((slug, own))
        room -= len(own)
    return found


def addresses(kind: str, id: str, count: int) -> Iterator[str]:
    """Return the paths of the ``count`` pages of an entry."""
    yield f"{FOLDER}{kind}-{id}.html"
    for number in range(2, count + 1):
        yield f"{FOLDER}{kind}-{id}.{number}.html"
