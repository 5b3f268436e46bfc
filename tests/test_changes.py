"""What changed between two wordings, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from postil.changes import GONE, NEW, SAME, Change, changes
from tests import cases as cases  # for its settings of hypothesis

TEXTS = st.lists(st.sampled_from(["one", "two", "three", ",", ".", " ", "\n", "é", "文"]), max_size=30).map("".join)


@given(TEXTS, TEXTS)
def test_the_runs_are_both_texts(old: str, new: str) -> None:
    """What is not new is the old text, what is not gone the new one; no run is empty."""
    runs = changes(old, new)
    assert "".join(run.words for run in runs if run.what != NEW) == old
    assert "".join(run.words for run in runs if run.what != GONE) == new
    assert all(run.words for run in runs)


def test_whole_phrases_are_shown() -> None:
    """A space between two changed words is part of the change."""
    assert changes("will Russia chose now, it asked", "will Russia then choose, it asked") == (
        Change(SAME, "will Russia "),
        Change(GONE, "chose now"),
        Change(NEW, "then choose"),
        Change(SAME, ", it asked"),
    )
