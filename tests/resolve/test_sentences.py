"""The sentence around a place."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.resolve.sentences import LONGEST, sentence, sentence_ends
from tests.cases import Case, cases_in

CASES = Path(__file__).parent / "cases"


def around(text: str, start: int, end: int) -> str:
    begin, until = sentence(text, sentence_ends(text), start, end)
    return text[begin:until]


@pytest.mark.parametrize("case", cases_in(CASES, "sentences"))
def test_case(case: Case) -> None:
    """Expected are the sentences, one a line."""
    text = case.given.strip()
    begins = [0, *sentence_ends(text)]
    case.hold("".join(text[one:other].strip() + "\n" for one, other in pairwise(begins)))


def test_a_place_without_width_belongs_to_the_words_before_it() -> None:
    """A note is called after the full stop."""
    assert around("One. Two.", 4, 4) == "One."


def test_a_place_at_the_beginning_belongs_to_the_first_sentence() -> None:
    assert around("One. Two.", 0, 0) == "One."


def test_a_place_at_the_end_belongs_to_the_last_sentence() -> None:
    assert around("One. Two.", 9, 9) == "Two."


def test_words_stand_in_their_sentence() -> None:
    assert around("One two. Three four. Five.", 15, 19) == "Three four."


def test_words_over_two_sentences_have_both() -> None:
    assert around("One two. Three four. Five.", 4, 14) == "One two. Three four."


def test_a_text_without_an_end_is_one_sentence() -> None:
    assert around("no end here", 3, 6) == "no end here"


def test_no_text_has_no_sentence() -> None:
    assert around("", 0, 0) == ""


def test_a_text_of_spaces_has_no_sentence() -> None:
    assert around("   ", 1, 1) == ""


def test_of_a_sentence_without_end_only_what_is_near_comes_back() -> None:
    """Whole words; a thousand notes in one sentence are not a thousand copies of it."""
    text = "word " * 10_000
    near = around(text, 25_000, 25_004)
    assert (near[:5], near[-5:], len(near)) == ("word ", " word", 2 * LONGEST - 6)


def test_of_a_word_without_end_only_what_is_near_comes_back() -> None:
    assert len(around("x" * 50_000, 25_000, 25_001)) == 2 * LONGEST + 1


@given(st.text("aB. ?!…\"”')1\n", max_size=40), st.data())
def test_a_place_is_within_its_sentence(text: str, data: st.DataObject) -> None:
    """Whatever the text: its words are within what comes back, and the ends ascend to the text's own."""
    ends = sentence_ends(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    begin, until = sentence(text, ends, start, end)
    before = text[start:begin]  # empty where the sentence begins before the place, as it should
    assert (before.strip(), until >= end or not text[until:end].strip()) == ("", True)
    assert (ends == sorted(ends), ends[-1]) == (True, len(text))
