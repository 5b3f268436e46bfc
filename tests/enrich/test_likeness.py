"""Likeness: what is compared of a text, and how much two texts share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.enrich.likeness import LONGEST, in_common, in_order, shingles, words_of
from tests import cases as cases  # for its settings of hypothesis

WORDS = st.lists(st.sampled_from("abcd"), max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Peace,” he said—once.", "\"peace\" he said - once"),
        ("Russia’s non‑recognition", "russia's non-recognition"),
        ("a\u00a0b\nc\u2009d", "a b c d"),
        ("soft\u00adhyphen", "softhyphen"),
        ("ÉCOLE", "e\u0301cole"),
        ("İlham", "ilham"),
        ("ﬁne 12½", "FINE 121⁄2"),
        ("«Мир», сказал он.", "„мир“ сказал он"),
        ("كِتَابٌ جَـدِيد", "كتاب جديد"),
        ("שָׁלוֹם", "שלום"),
        ("第一，次。", "第一次"),
    ],
)  # fmt: skip
def test_style_is_not_compared(one: str, other: str) -> None:
    """Case, quotes, dashes, spaces, ligatures and vowel points make no other words."""
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Well-known: “It’s”!", ["well", "known", "its"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("第一次 war", ["第", "一", "次", "war"]),
        ("ひと", ["ひ", "と"]),
        ("한국 전쟁", ["한국", "전쟁"]),
        ("§ 5 + 3 €", ["5", "+", "3", "€"]),
        ("* — …", []),
        ("", []),
    ],
)
def test_words_are_those_of_the_script(text: str, words: list[str]) -> None:
    """A Chinese or Japanese character is a word; signs are words, punctuation is none."""
    assert words_of(text) == words


def test_scripts_without_spaces_are_compared_by_runs_of_three_letters() -> None:
    """Thai has no words to be seen: each letter begins a run."""
    assert words_of("ภาษาไทย a") == ["ภาษ", "าษา", "ษาไ", "าไท", "ไทย", "a"]
    assert words_of("กา") == ["กา"]


def test_shingles_are_runs_of_three_words() -> None:
    """A text that is shorter is one shingle, an empty one none."""
    assert shingles(["a", "b", "c", "d"]) == {("a", "b", "c"), ("b", "c", "d")}
    assert shingles(["a", "b"]) == {("a", "b")}
    assert shingles([]) == frozenset()


@given(WORDS, WORDS)
def test_the_order_shared_is_the_longest_common_subsequence(one: list[str], other: list[str]) -> None:
    """The bits find what the table of the textbook finds."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = row
        row = [0]
        for place, there in enumerate(other):
            row.append(before[place] + 1 if word == there else max(row[-1], before[place + 1]))
    assert in_order(one, other) == (2 * row[-1] / (len(one) + len(other)) if one and other else 0)


@given(WORDS, WORDS)
def test_likeness_has_no_direction(one: list[str], other: list[str]) -> None:
    """What is like another is as like to it; it is between 0 and 1, and 1 for the text itself."""
    assert in_order(one, other) == in_order(other, one) <= 1
    assert in_common(shingles(one), shingles(other)) == in_common(shingles(other), shingles(one)) <= 1
    assert not one or in_order(one, one) == in_common(shingles(one), shingles(one)) == 1


def test_the_order_of_very_long_texts_is_not_compared() -> None:
    """It would cost the length squared; their shingles still tell."""
    long = [str(place) for place in range(LONGEST + 1)]
    assert in_order(long, long) == 0
    assert in_common(shingles(long), shingles(long)) == 1


@given(st.text())
def test_any_text_can_be_compared(text: str) -> None:
    """And words stay as they are when they are compared again."""
    assert all(words_of(text))
