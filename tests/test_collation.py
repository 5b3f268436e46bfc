"""The order of headings."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from postil.collation import filed, folded, initial, script_of

WORDS = st.text(st.sampled_from("aAbBşŞəĐœéйЙ1 2-,'(“"), max_size=8)


def test_letter_by_letter_and_then_the_rest() -> None:
    """Spaces, hyphens and accents do not count, a comma ends the first part, and numbers go by their value."""
    headings = [
        "9 November",
        "10 November",
        "2008 war",
        "Aliyev, Heydar",
        "Aliyev, İlham",
        "Aliyeva",
        "Minsk Group",
        "Minskgroup, a house of that name",
        "Minsk process",
        "Nagorno-Karabakh",
        "Nagornyi",
        "Şuşa",
        "Sword",
        "Xankəndi",
        "Xanlar",
        "Ωmega",
        "Москва",
        "Шуша",
    ]
    mixed = [*headings[1::2], *headings[::2]]
    assert sorted(mixed, key=filed) == headings


def test_the_script_of_an_edition_comes_first() -> None:
    """In a list of headings in Cyrillic letters Latin ones come after."""
    assert sorted(["Moscow", "Москва"], key=lambda words: filed(words, "CYRILLIC")) == ["Москва", "Moscow"]


def test_accents_and_letters_of_other_alphabets_are_folded() -> None:
    assert [folded(words) for words in ("Mišković", "Şuşa", "Xankəndi", "Dağlıq", "Œuvre", "Łódź", "Ёлка")] == [
        "miskovic",
        "susa",
        "xankendi",
        "dagliq",
        "oeuvre",
        "lodz",
        "елка",
    ]


def test_a_heading_stands_under_its_first_letter() -> None:
    """Whatever signs stand before it; a number stands under none."""
    given = ["“Zangezur”", "əli", "İlham", "Йод", "2008 war", "…", ""]
    assert [initial(words) for words in given] == ["Z", "E", "I", "И", "", "", ""]


@given(st.lists(WORDS))
def test_the_same_headings_have_one_order_and_one_group_a_letter(headings: list[str]) -> None:
    """The order does not depend on what came first, and no letter comes twice."""
    ordered = sorted(headings, key=filed)
    assert ordered == sorted([*headings[1::2], *headings[::2]], key=filed)
    letters = [initial(words) for words in ordered]
    assert sum(one != other for one, other in pairwise(letters)) == max(len(set(letters)) - 1, 0)


@given(WORDS)
def test_only_what_begins_with_a_letter_has_a_script(words: str) -> None:
    assert bool(script_of(words)) == bool(initial(words))
