"""How entries stand to one another."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from postil.apparatus import RELATIONS
from postil.edition import Entry, Pointer

Key = tuple[str, str]


def relations(entries: Mapping[Key, Entry]) -> dict[Key, tuple[tuple[str, tuple[Key, ...]], ...]]:
    """Return for each of ``entries`` the others by how they stand to it, as ``Described.related`` has them.

    A link to itself, or to what is not there, is none; one that is said at both ends, or twice, is one.
    """
    found: dict[Key, dict[str, dict[Key, None]]] = {key: {name: {} for name in RELATIONS} for key in entries}

    def enter(one: Key, name: str, other: Key) -> None:
        if one != other and one in found and other in found:
            found[one][name][other] = None

    for key, entry in entries.items():
        for name, back, pointers in (
            ("part_of", "parts", entry.part_of),
            ("earlier", "later", entry.after),
            ("later", "earlier", entry.before),
            ("see", "", entry.see),
        ):
            for pointer in pointers:
                enter(key, name, pointer.key)
                if back:
                    enter(pointer.key, back, key)
    return {
        key: tuple((name, tuple(others)) for name, others in by_name.items() if others)
        for key, by_name in found.items()
    }


class Circle(NamedTuple):
    """An entry that is part of itself: the ``pointer`` that closes the circle, and all who are in it, itself first."""

    pointer: Pointer
    keys: tuple[Key, ...]


def circles(entries: Mapping[Key, Entry]) -> Iterator[Circle]:
    """Return each circle in which ``entries`` are part of one another, by the line that closes it."""
    done: set[Key] = set()
    for start in entries:
        if start in done:
            continue
        way = {start: None}  # in order: each is part of the next
        pending = [(start, iter(entries[start].part_of))]
        while pending:
            key, pointers = pending[-1]
            pointer = next(pointers, None)
            if pointer is None:
                pending.pop()
                way.pop(key)
                done.add(key)
            elif pointer.key in way:
                keys = list(way)
                yield Circle(pointer, tuple(keys[keys.index(pointer.key) :]))
            elif pointer.key in entries and pointer.key not in done:
                way[pointer.key] = None
                pending.append((pointer.key, iter(entries[pointer.key].part_of)))
