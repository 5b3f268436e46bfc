"""Ids: minted from words, readable when spoken, told when mistyped."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil import nodes, tree
from postil.diagnostics import Report
from postil.enrich import anchor, figures, identify, sections
from postil.enrich.ids import ALPHABET, LENGTH, mint, read
from postil.manuscript import Manuscript
from postil.nodes import Chapter
from postil.parse import parse
from tests import cases as cases  # for its settings of hypothesis

IDS = st.builds(mint, st.sampled_from(["p", "h", "n"]), st.text(max_size=8), length=st.integers(LENGTH, 8))


def chapter_of(text: str, slug: str = "one", issued: set[str] | None = None) -> Chapter:
    chapter = parse(Manuscript(f"{slug}.md", slug, text), Report())
    return identify(figures(sections(chapter)), set() if issued is None else issued)


def ids_of(chapter: Chapter, prefix: str = "") -> list[str]:
    ids = [getattr(node, "id", "") for node in tree.walk(chapter)]
    return [id for id in ids if id and id.startswith(prefix)]


@given(IDS)
def test_what_is_minted_can_be_read(id: str) -> None:
    assert read(id) == id


@given(IDS)
def test_every_single_wrong_character_is_told(id: str) -> None:
    """The check character tells each of the 31 wrong ones, at every place, its own among them."""
    prefix, _, body = id.rpartition("-")
    for place, right in enumerate(body):
        for wrong in set(ALPHABET) - {right}:
            assert read(f"{prefix}-{body[:place]}{wrong}{body[place + 1 :]}") == ""


@given(IDS)
def test_every_swap_of_neighbours_is_told(id: str) -> None:
    prefix, _, body = id.rpartition("-")
    for place in range(len(body) - 1):
        one, other = body[place], body[place + 1]
        if one != other:
            assert read(f"{prefix}-{body[:place]}{other}{one}{body[place + 2 :]}") == ""


@given(IDS)
def test_look_alikes_and_capitals_are_mended(id: str) -> None:
    """Crockford: i and l are 1, o is 0; capitals are small letters."""
    prefix, _, body = id.rpartition("-")
    for one in "iIlL":
        for zero in "oO":
            assert read(f" {prefix.upper()}-{body.replace('1', one).replace('0', zero).upper()}\n") == id


@given(st.text())
def test_reading_never_fails(typed: str) -> None:
    assert read(typed) in ("", read(read(typed)))


@pytest.mark.parametrize("typed", ["", "p-", "p", "7k3mx", "-7k3mx", "p-7k3", "p-uuuuu", "p-7k3m!", "p 7k3mx"])
def test_what_is_no_id_is_not_read(typed: str) -> None:
    assert read(typed) == ""


def test_the_alphabet_is_crockfords() -> None:
    """No i, l, o or u."""
    letters = string.digits + string.ascii_lowercase
    assert "".join(char for char in letters if char not in "ilou") == ALPHABET


def test_ids_stay_what_they_are() -> None:
    """A published id is a promise: another way to mint would break it."""
    assert [mint("p", "one", "words"), mint("h", "one", "words"), mint("p", "")] == [
        "p-3prc3",
        "h-3prc3",
        "p-mnck8",
    ]


def test_the_same_chapter_has_the_same_ids() -> None:
    text = "# A\n\nb\n\n- c\n- d\n\n> e[^n]\n\n[^n]: f"
    assert ids_of(chapter_of(text)) == ids_of(chapter_of(text))


def test_the_same_words_twice_have_two_ids() -> None:
    assert len(set(ids_of(chapter_of("a\n\na\n\na"), "p-"))) == 3


def test_the_same_words_in_another_chapter_have_another_id() -> None:
    issued: set[str] = set()
    assert not set(ids_of(chapter_of("a", "one", issued))) & set(ids_of(chapter_of("a", "two", issued)))


def test_the_same_words_in_another_chapter_have_another_id_whatever_was_issued() -> None:
    """Chapters do not depend on one another's order."""
    assert ids_of(chapter_of("a", "one")) != ids_of(chapter_of("a", "two"))


@given(st.lists(st.sampled_from(["a", "b", "- c", "> d", "# e", "| f |\n|---|"]), max_size=20), st.integers(1, 3))
def test_no_id_is_given_twice_in_an_edition(parts: list[str], chapters: int) -> None:
    issued: set[str] = set()
    ids = [id for place in range(chapters) for id in ids_of(chapter_of("\n\n".join(parts), f"c{place}", issued))]
    assert len(ids) == len(set(ids))


def test_a_block_before_leaves_the_ids_after_it() -> None:
    """No id is a number of a position."""
    assert ids_of(chapter_of("b\n\nc"), "p-") == ids_of(chapter_of("a\n\nb\n\nc"), "p-")[1:]


def test_space_between_words_changes_no_id() -> None:
    assert ids_of(chapter_of("a b\nc"), "p-") == ids_of(chapter_of("a  b c"), "p-")


def test_a_note_call_changes_no_id() -> None:
    assert ids_of(chapter_of("a[^n] b"), "p-") == ids_of(chapter_of("a b"), "p-")


def test_an_id_that_was_issued_is_minted_anew() -> None:
    first = ids_of(chapter_of("a"), "p-")
    again = ids_of(chapter_of("a", issued=set(first)), "p-")
    assert (len(again), again == first, read(again[0])) == (1, False, again[0])


def test_an_id_grows_after_three_tries() -> None:
    taken = {mint("p", "one", "a", "1", str(turn), length=LENGTH) for turn in range(3)}
    assert [len(id) for id in ids_of(chapter_of("a", issued=taken), "p-")] == [len("p-") + LENGTH + 1]


def test_a_hundred_issued_ids_are_a_mistake_of_ours() -> None:
    taken = {mint("p", "one", "a", "1", str(turn), length=LENGTH + turn // 3) for turn in range(99)}
    with pytest.raises(AssertionError, match="a hundred ids were all issued before"):
        chapter_of("a", issued=taken)


def test_what_can_be_cited_has_an_id() -> None:
    """Paragraphs, items, tables and figures; of an item the item, not the paragraphs in it."""
    chapter = chapter_of("a\n\n> b\n\n- c\n\n  d\n\n| e |\n|---|\n\n![f](g.png)\n\n```\nh\n```")
    cited = [type(node).__name__ for node in tree.walk(chapter) if getattr(node, "id", "")]
    assert cited == ["Paragraph", "Paragraph", "ListItem", "Table", "Figure"]


def test_a_heading_has_the_id_its_author_gave() -> None:
    assert [node.id for node in tree.find(chapter_of("# A {#b}\n\nc"), nodes.Heading)] == ["b"]


def test_blocks_of_notes_have_no_ids() -> None:
    """A note is cited, not its paragraphs."""
    assert ids_of(chapter_of("a[^n]\n\n[^n]: b\n\n    - c"), "p-") == ids_of(chapter_of("a"), "p-")


def test_a_note_has_the_id_of_its_name() -> None:
    chapter = chapter_of("[^a]: b\n\n[^ed:c]: d")
    assert [note.id for note in chapter.notes] == ["n-a", "n-ed.c"]


def test_an_inline_note_has_an_id_of_its_words() -> None:
    """So it stays when another is put before it."""
    one = chapter_of("a^[b]").notes[0].id
    two = chapter_of("x^[y] a^[b]").notes[1].id
    assert (one, read(one)) == (two, one)


def test_calls_are_named_after_their_notes_and_where_they_stand() -> None:
    """No call says how many came before it: a new paragraph with a call of the same note moves none of the others."""
    calls = [named(text, nodes.NoteCall) for text in ("One[^x] and[^x].\n\n", "New.[^x]\n\nOne[^x] and[^x].\n\n")]
    assert calls[0] == ["call-x-8cnsj", "call-x-8cnsj-2"]
    assert calls[1][1:] == calls[0]


def test_calls_in_notes_are_named_after_these() -> None:
    assert named("a[^x] b[^ed:y]\n\n[^x]: d[^ed:y]\n\n[^ed:y]: e\n\n", nodes.NoteCall)[2:] == ["call-ed.y-x"]


def test_citations_are_named_after_their_sources_and_where_they_stand() -> None:
    ids = named("[@a] @b [w](source:a) [@b; @a]\n\n# H\n\n[@a]", nodes.Citation, nodes.SourceLink)
    block = ids[0].rpartition("-")[2]
    assert ids[:4] == [f"cite-a-{block}", f"cite-b-{block}", f"cite-a-{block}-2", f"cite-b-{block}-2"]
    assert ids[4].startswith("cite-a-")
    assert len(set(ids)) == 5


def named(text: str, *kinds: type) -> list[str]:
    return [node.id for node in tree.walk(anchor(chapter_of(text))) if type(node) in kinds]
