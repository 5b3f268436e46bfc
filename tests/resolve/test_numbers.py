"""Numbers of blocks: issued once, and never moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.lock import Lock, Published, Release, Standing
from postil.resolve.numbers import issued_numbers, number_blocks


def numbered(text: str, given: str = "", taken: str = "") -> str:
    """Return the numbers of the blocks of ``text``; ``given`` are ``a=14 b=15``."""
    issued = dict(each.split("=") for each in given.split())
    return " ".join(number_blocks(text.split(), issued, taken.split()).values())


@pytest.mark.parametrize(
    ("text", "given", "taken", "expected"),
    [
        ("a b c", "", "", "1 2 3"),
        ("a x b", "a=14 b=15", "", "14 14a 15"),
        ("a x y b", "a=14 b=15", "", "14 14a 14b 15"),
        ("a x y b", "a=14 x=14a b=15", "", "14 14a 14b 15"),
        ("a x y z b", "a=14 x=14a z=14b b=15", "", "14 14a 14a1 14b 15"),
        ("a x y w z b", "a=14 x=14a y=14a1 z=14b b=15", "", "14 14a 14a1 14a2 14b 15"),
        ("x y v z b", "x=14a y=14a1 z=14a2 b=15", "14", "14a 14a1 14a1a 14a2 15"),
        ("x y b", "b=1", "", "0a 0b 1"),
        ("a x c", "a=14 c=16", "14 15 16", "14 14a 16"),
        ("a x b", "a=14 b=15", "14 14a 15", "14 14b 15"),
        ("a x b", "a=14 b=14a", "", "14 14b 14a"),
        ("a b x y", "a=1 b=2", "", "1 2 3 4"),
        ("a x", "a=1", "1 2 2a 3", "1 4"),
        ("x", "", "1 2", "3"),
        ("x a b", "a=14 b=2", "", "0a 14 2"),
        ("a x b", "a=14z b=15", "", "14z 14aa 15"),
        ("a x b", "a=IV b=V", "", "IV IVa V"),
        ("", "a=1", "", ""),
    ],
)  # fmt: skip
def test_numbers(text: str, given: str, taken: str, expected: str) -> None:
    """What is new between two numbers hangs on the first; at the end it counts on; a gap stays."""
    assert numbered(text, given, taken) == expected


def test_issued_numbers_are_those_since_blocks_were_counted_anew() -> None:
    """A renumbering frees what was issued before it; what is gone keeps its number until then."""
    records = (
        Published("p-a", "paragraph", (Standing("1.0", "one", "1"), Standing("2.0", "one", "3"))),
        Published("p-b", "paragraph", (Standing("1.0", "one", "2"),)),
        Published("p-c", "item", (Standing("2.0", "two", "1"), Standing("2.1", "one", "3a"))),
        Published("one#n-a", "note", (Standing("2.0", "one", "9"),)),
    )
    lock = Lock(
        (Release("1.0", "2026-01-01"), Release("2.0", "2026-02-01", True), Release("2.1", "2026-03-01")), records
    )
    given, taken = issued_numbers(lock)
    assert given == {("one", "p-a"): "3", ("two", "p-c"): "1", ("one", "p-c"): "3a"}
    assert taken == {"one": {"3", "3a"}, "two": {"1"}}


def test_without_a_renumbering_all_that_was_issued_is_taken() -> None:
    """The number of what left a chapter is not issued again, and is its own where it comes back."""
    record = Published("p-a", "paragraph", (Standing("1.0", "one", "1"), Standing("1.1", "two", "4")))
    given, taken = issued_numbers(Lock((Release("1.0", "2026-01-01"), Release("1.1", "2026-02-01")), (record,)))
    assert given == {("one", "p-a"): "1", ("two", "p-a"): "4"}
    assert taken == {"one": {"1"}, "two": {"4"}}


EDITS = st.lists(st.lists(st.integers(0, 14), unique=True, max_size=9), min_size=1, max_size=6)
"""The blocks of a chapter in one release after another."""


@given(EDITS)
def test_released_numbers_are_unique_and_never_change(texts: list[list[int]]) -> None:
    """However often a chapter is edited and released, a block keeps its number, and no other block gets it."""
    issued: dict[str, str] = {}
    for text in texts:
        ids = [f"p-{each}" for each in text]
        now = number_blocks(ids, issued, set(issued.values()))
        assert list(now) == ids
        assert all(issued.get(id, number) == number for id, number in now.items())
        assert number_blocks(ids, issued, sorted(issued.values(), reverse=True)) == now
        assert number_blocks(ids, {**issued, **now}, {*issued.values(), *now.values()}) == now
        issued |= now
        assert len(set(issued.values())) == len(issued)


@given(EDITS, st.lists(st.integers(20, 30), unique=True, max_size=5))
def test_what_is_added_at_the_end_counts_on(texts: list[list[int]], added: list[int]) -> None:
    """What is new at the end has whole numbers, each higher than all before."""
    issued: dict[str, str] = {}
    for text in texts:
        issued |= number_blocks([f"p-{each}" for each in text], issued, set(issued.values()))
    highest = max((int(number) for number in issued.values() if number.isdigit()), default=0)
    ids = [*issued, *(f"p-{each}" for each in added)]
    now = number_blocks(ids, issued, set(issued.values()))
    assert [now[f"p-{each}"] for each in added] == [str(highest + count) for count in range(1, len(added) + 1)]
