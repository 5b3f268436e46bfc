"""How entries stand to one another."""

from collections.abc import Mapping

from postil.apparatus import RELATIONS
from postil.edition import Entry

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
