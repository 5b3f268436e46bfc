"""Matching: what was published is found again, and what is not plain is asked."""

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from postil.enrich.matching import Matching, Passage, match
from tests import cases as cases  # for its settings of hypothesis
from tests.enrich.edits import Block, Edited, Rates, chapter, edit, generated, typo

Blocks = Sequence[str | Block]

ONE, TWO, THREE, FOUR, FIVE = (block.words for block in chapter()[:5])
RATES = st.builds(
    Rates,
    reworded=st.integers(0, 60),
    restyled=st.integers(0, 30),
    sentences=st.integers(0, 12),
    removed=st.integers(0, 8),
    inserted=st.integers(0, 8),
    split=st.integers(0, 6),
    merged=st.integers(0, 6),
    moved=st.integers(0, 6),
    sections_moved=st.integers(0, 40),
    renamed=st.integers(0, 100),
    most=st.just(30),
)
FOUND = (Phase.explicit, Phase.generate)
"""No smaller example is looked for: a smaller seed is none."""


def passages(prefix: str, *texts: str | Block) -> list[Passage]:
    """Return passages with ids of ``prefix`` and a number, of one chapter; a text is a paragraph."""
    blocks = [text if isinstance(text, Block) else Block("one", "paragraph", text) for text in texts]
    return [Passage(f"{prefix}{place}", block.kind, block.chapter, block.words) for place, block in enumerate(blocks)]


def matched(old: Blocks, new: Blocks, settled: dict[str, str] | None = None) -> Matching:
    """Return what became of the old passages, a0, a1 and so on, in the new ones, b0, b1 and so on."""
    return match(passages("a", *old), passages("b", *new), settled or {})


def section(words: str) -> Block:
    return Block("one", "section", words)


def item(words: str) -> Block:
    return Block("one", "item", words)


def edited(words: str, times: int = 5, seed: int = 1) -> str:
    """Return ``words`` with a typo in some of them."""
    random = Random(seed)
    parts = words.split()
    for place in random.sample(range(len(parts)), times):
        parts[place] = typo(parts[place], random)
    return " ".join(parts)


# --- facts ------------------------------------------------------------------------------------------------------------


def test_what_was_not_touched_is_the_same() -> None:
    """Same words, same order: same ids, and nothing else to say."""
    assert matched([ONE, TWO, THREE], [ONE, TWO, THREE]) == Matching(
        {"a0": "b0", "a1": "b1", "a2": "b2"}, {}, {}, {}, {}
    )


def test_an_edited_paragraph_is_the_same() -> None:
    assert matched([ONE, TWO, THREE], [ONE, edited(TWO, 20), THREE]).same["a1"] == "b1"


def test_restyled_quotes_make_no_other_paragraph() -> None:
    """Curly quotes, dashes, capitals: the words are those that were published."""
    old: Blocks = [ONE, "“Peace,” they said—and war.", THREE]
    assert matched(old, [ONE, "«peace», They said – and war", THREE]).same["a1"] == "b1"


def test_a_removed_paragraph_is_lost() -> None:
    found = matched([ONE, TWO, THREE], [ONE, THREE])
    assert found.same == {"a0": "b0", "a2": "b1"}
    assert found.lost == {"a1": ()}


def test_an_unrelated_paragraph_in_the_same_place_is_another() -> None:
    """However well the neighbours fit."""
    found = matched([ONE, TWO, THREE], [ONE, FOUR, THREE])
    assert found.same == {"a0": "b0", "a2": "b2"}
    assert [candidate.id for candidate in found.lost["a1"]] == ["b1"]
    assert found.lost["a1"][0].likeness < 0.3


def test_a_paragraph_of_which_half_is_new_is_asked_for() -> None:
    """It is neither the same nor another: the editor says which."""
    half = " ".join([*TWO.split()[:48], *FOUR.split()[48:100]])
    found = matched([ONE, TWO, THREE], [ONE, half, THREE])
    assert "a1" not in found.same
    assert [candidate.id for candidate in found.doubtful["a1"]] == ["b1"]


def test_a_moved_paragraph_is_the_same() -> None:
    """In the chapter or in another, word for word or lightly edited."""
    two = Block("two", "paragraph", edited(TWO))
    found = matched(
        [ONE, TWO, THREE, Block("two", "paragraph", FOUR)], [THREE, ONE, Block("two", "paragraph", FOUR), two]
    )
    assert found.same == {"a0": "b1", "a1": "b3", "a2": "b0", "a3": "b2"}


def test_a_renamed_chapter_keeps_its_ids() -> None:
    """Short headings, too, whose words are in another chapter as well."""
    old = [
        Block("one", "section", "Sources"),
        Block("one", "paragraph", ONE),
        Block("two", "section", "Sources"),
        Block("two", "paragraph", TWO),
    ]
    new = [block._replace(chapter={"one": "first", "two": "one"}[block.chapter]) for block in old]
    assert matched(old, new).same == {f"a{place}": f"b{place}" for place in range(4)}


def test_the_same_words_in_two_chapters_stay_in_theirs() -> None:
    """The chapter decides; after one was removed, the other is not taken for it."""
    old: Blocks = [ONE, THREE, Block("two", "paragraph", TWO), Block("two", "paragraph", THREE)]
    found = matched(old, [ONE, Block("two", "paragraph", TWO), Block("two", "paragraph", THREE)])
    assert found.same == {"a0": "b0", "a2": "b1", "a3": "b2"}
    assert set(found.lost) == {"a1"}


def test_of_twins_the_neighbours_tell_which_was_removed() -> None:
    """Words that are there twice, once between One and Two, once between Three and Four."""
    twins: Blocks = [ONE, "See the map.", TWO, THREE, "See the map.", FOUR]
    assert matched(twins, [ONE, TWO, THREE, "See the map.", FOUR]).same["a4"] == "b3"
    assert matched(twins, [ONE, "See the map.", TWO, THREE, FOUR]).same["a1"] == "b1"


def test_of_twins_side_by_side_nobody_can_tell_which_was_removed() -> None:
    """Both are asked for."""
    found = matched([ONE, "See the map.", "See the map.", TWO], [ONE, "See the map.", TWO])
    assert set(found.doubtful) == {"a1", "a2"}
    assert found.doubtful["a1"][0] == ("b1", 1.0)


def test_twins_that_are_all_there_go_by_their_order() -> None:
    found = matched([ONE, *["See the map."] * 3, TWO], [ONE, *["See the map."] * 3, TWO])
    assert found.same == {f"a{place}": f"b{place}" for place in range(5)}


def test_near_twins_that_were_both_edited_are_told_apart() -> None:
    """Each has the words that its sister has not."""
    other = " ".join("xenon" if place % 9 == 4 else word for place, word in enumerate(TWO.split()))
    assert matched([ONE, TWO, other, THREE], [ONE, edited(TWO, 4), edited(other, 4, 2), THREE]).same == {
        "a0": "b0", "a1": "b1", "a2": "b2", "a3": "b3"
    }  # fmt: skip


def test_a_near_twin_is_not_taken_for_the_one_that_was_removed() -> None:
    other = " ".join("xenon" if place % 9 == 4 else word for place, word in enumerate(TWO.split()))
    found = matched([ONE, TWO, other, THREE], [ONE, edited(other, 4), THREE])
    assert found.same == {"a0": "b0", "a2": "b1", "a3": "b2"}
    assert set(found.lost) == {"a1"}
    assert not found.merged


def test_an_entry_of_a_list_is_not_taken_for_the_next_one() -> None:
    """Entries are alike anyway: one that stands in the place of another, with another name, is not it."""
    form = "{} was a deputy of the national assembly and a member of its committee for foreign relations."
    names = ["Akim Babayev", "Davud Hasan", "Orkhan Rzayev", "Tural Aliyev"]
    found = matched(
        [form.format(name) for name in names], [form.format(name) for name in (*names[:2], "Ilya Petrov", names[3])]
    )
    assert set(found.doubtful) == {"a2"}


def test_a_heading_with_a_typo_is_the_same() -> None:
    """Short passages are known by their letters and by both their neighbours."""
    old: Blocks = [ONE, section("The Origins of the Minsk Group"), TWO]
    assert matched(old, [ONE, section("The Origin of the Minsk Group"), TWO]).same["a1"] == "b1"


def test_a_heading_with_other_words_is_asked_for_or_lost() -> None:
    old: Blocks = [ONE, section("The Price of Resolution"), TWO]
    assert set(matched(old, [ONE, section("What Can Azerbaijan Do?"), TWO]).lost) == {"a1"}
    assert set(matched(old, [ONE, section("The Cost of the Resolution for All"), TWO]).doubtful) == {"a1"}


def test_a_short_edited_passage_that_was_moved_is_asked_for() -> None:
    """Without its neighbours nothing says that it is the same."""
    found = matched([ONE, item("salted fish"), TWO, THREE], [ONE, TWO, item("salted fishes"), THREE])
    assert "a1" not in found.same


def test_a_short_list_in_which_a_letter_was_mended_keeps_its_ids() -> None:
    old: Blocks = [ONE, item("bread and salt"), item("dried aprikots"), item("green tea"), TWO]
    new: Blocks = [ONE, item("bread and salt"), item("dried apricots"), item("green tea"), TWO]
    assert matched(old, new).same == {f"a{place}": f"b{place}" for place in range(5)}


def test_a_paragraph_can_become_an_item_and_nothing_else() -> None:
    """Nor can a note become a paragraph, or a table."""
    kinds = ("paragraph", "item", "table", "figure", "section", "note")
    may = {(one, other) for one in kinds for other in kinds
           if matched([ONE, Block("one", one, TWO)], [ONE, Block("one", other, TWO)]).same.get("a1")}  # fmt: skip
    assert may == {(kind, kind) for kind in kinds} | {("paragraph", "item"), ("item", "paragraph")}


def test_a_paragraph_split_in_two_is_its_larger_part() -> None:
    """The id stays with the part that has most words, and leads to the other, too."""
    words = TWO.split()
    found = matched([ONE, TWO, THREE], [ONE, " ".join(words[:35]), " ".join(words[35:]), THREE])
    assert found.same["a1"] == "b2"
    assert found.split == {"a1": ("b2", "b1")}


def test_of_equal_parts_the_first_keeps_the_id() -> None:
    words = TWO.split()[:90]
    parts = [" ".join(words[:30]), " ".join(words[30:60]), " ".join(words[60:])]
    found = matched([ONE, " ".join(words), THREE], [ONE, *parts, THREE])
    assert found.split == {"a1": ("b1", "b2", "b3")}


def test_of_three_merged_the_largest_keeps_its_id() -> None:
    """The ids of the others lead to it."""
    three = [" ".join(words.split()[:size]) for words, size in ((TWO, 30), (THREE, 50), (FOUR, 25))]
    found = matched([ONE, *three, FIVE], [ONE, " ".join(three), FIVE])
    assert found.same["a2"] == "b1"
    assert found.merged == {"a1": "b1", "a3": "b1"}


def test_what_the_editor_said_is_not_asked_again() -> None:
    """It is a neighbour to the others, and in no result."""
    old: Blocks = [ONE, TWO, section("Sources"), THREE]
    new: Blocks = [ONE, FOUR, section("Source"), FIVE]
    assert "a2" not in matched(old, new).lost
    found = matched(old, new, {"a1": "b1", "a3": "b3"})
    assert found.same == {"a0": "b0", "a2": "b2"}
    assert not {"a1", "a3"} & {*found.merged, *found.doubtful, *found.lost}


def test_what_the_editor_withdrew_is_left_out_of_account() -> None:
    """Its neighbours stand side by side."""
    found = matched([ONE, section("Sources"), TWO, THREE], [ONE, section("Source"), THREE], {"a2": ""})
    assert found.same == {"a0": "b0", "a1": "b1", "a3": "b2"}


def test_a_text_of_other_scripts_is_matched_as_well() -> None:
    """Arabic, Russian, Chinese: a word more, another quote."""
    texts = [
        "وقع رؤساء روسيا وأذربيجان ورئيس وزراء أرمينيا بيانا مشتركا ينهي الحرب في العاشر من نوفمبر",
        "Президенты России и Азербайджана и премьер Армении подписали совместное заявление о прекращении войны.",
        "俄羅斯總統、阿塞拜疆總統與亞美尼亞總理於十一月十日簽署了一項聯合聲明，結束了戰爭。",
    ]
    changed = [texts[0] + " عام 2020", texts[1].replace("войны", "второй войны"), texts[2].replace("一項", "")]
    assert matched(texts, changed).same == {f"a{place}": f"b{place}" for place in range(3)}


@pytest.mark.parametrize(
    ("old", "new"), [([], []), ([], [ONE]), ([ONE], []), ([""], [""]), (["…"], ["—"]), ([""], [ONE])]
)
def test_nothing_is_too_little(old: Blocks, new: Blocks) -> None:
    """Every old id is in one result, whatever there is."""
    found = matched(old, new)
    assert len(found.same) + len(found.lost) + len(found.doubtful) == len(old)


# --- properties -------------------------------------------------------------------------------------------------------


def holds(old: list[Block], edited: Edited) -> Counter[str]:
    """Assert that nothing is wrong, or vanished, or twice; return how blocks that were lightly edited fared."""
    found = matched(old, edited.blocks)
    for one, others in [
        *((one, [other]) for one, other in [*found.same.items(), *found.merged.items()]),
        *found.split.items(),
    ]:
        for other in others:
            assert int(one[1:]) in edited.origins[int(other[1:])], f"{one} is not {other}"
    assert len(set(found.same.values())) == len(found.same)
    assert all(
        others[0] == found.same[one] and len(set(others)) == len(others) > 1 for one, others in found.split.items()
    )
    assert all(other in found.same.values() for other in found.merged.values())
    results = Counter([*found.same, *found.merged, *found.doubtful, *found.lost])
    assert results == Counter(f"a{place}" for place in range(len(old)))
    lightly = [f"a{place}" for place, share in enumerate(edited.share) if 0 < share <= 0.3]
    return Counter("asked" if one in found.doubtful or one in found.lost else "found" for one in lightly)


# The same examples in every run: bench/matching.py looks at thousands more, and for the one in a million.
@settings(max_examples=100, derandomize=True, phases=FOUND)
@given(st.integers(0, 2**32), RATES)
def test_a_random_editor_never_leads_an_id_astray(seed: int, rates: Rates) -> None:
    """On the chapter: no id goes to what does not descend from it, and none vanishes."""
    old = list(chapter())
    holds(old, edit(old, Random(seed), rates))


@settings(max_examples=4, derandomize=True, phases=FOUND)
@given(st.integers(0, 2**32), RATES)
def test_nor_in_a_long_text_that_repeats_itself(seed: int, rates: Rates) -> None:
    """2,000 blocks made of the same phrases, with twins and near twins."""
    random = Random(seed)
    old = generated(2000, random)
    holds(old, edit(old, random, rates))


@pytest.mark.parametrize("size", [0, 2000])
def test_of_lightly_edited_blocks_few_are_asked_for(size: int) -> None:
    """Where up to 30 words of 100 were changed, the editor is asked for 5 blocks of 100 at most."""
    fared: Counter[str] = Counter()
    for seed in range(2 if size else 30):
        random = Random(seed)
        old = generated(size, random) if size else list(chapter())
        fared += holds(old, edit(old, random))
    assert fared["asked"] <= 0.05 * fared.total()


@settings(max_examples=20, derandomize=True, phases=FOUND)
@given(st.integers(0, 2**32))
def test_what_was_not_edited_is_all_the_same(seed: int) -> None:
    """Twins or not: each block is itself."""
    old = generated(200, Random(seed))
    assert matched(old, old).same == {f"a{place}": f"b{place}" for place in range(200)}


@settings(max_examples=20, derandomize=True, phases=FOUND)
@given(st.integers(0, 2**32))
def test_matching_back_says_the_same(seed: int) -> None:
    """What is the same one way is no other block the other way."""
    old = list(chapter())
    new = edit(old, Random(seed), Rates(split=0, merged=0)).blocks
    there = matched(old, new).same
    back = match(passages("b", *new), passages("a", *old), {}).same
    assert all(back.get(other, one) == one for one, other in there.items())


def test_the_seed_of_hashes_changes_nothing() -> None:
    """Two processes with other hashes say the same, to the last candidate."""
    program = (
        "from random import Random; from tests.enrich.edits import generated, edit\n"
        "from tests.enrich.test_matching import matched\n"
        "old = generated(400, Random(5)); print(matched(old, edit(old, Random(6)).blocks))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "src:."},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(said) == 1


def test_a_paragraph_without_spaces_is_known_after_an_edit() -> None:
    """A few letters of Chinese are changed: it is the same; another paragraph in its chapter is not."""
    old = (
        "小镇的图书馆在河边，只有两间屋子，每天早上九点开门，晚上六点关门。",
        "借书要带借书证，每本书的背面印着书号，管理的人照着它登记。",
    )
    new = (
        "小城的图书馆在河边，只有三间屋子，每天早上八点开门，晚上六点关门。",
        "老人们坐在门口晒太阳，孩子们在院子里追一只白猫，谁也不着急。",
    )
    made = matched(old, new)
    assert (made.same, list(made.lost)) == ({"a0": "b0"}, ["a1"])
