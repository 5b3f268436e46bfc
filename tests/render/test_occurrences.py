"""The places that name an entry: a line of context for each, and pages of their own where they are many."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.apparatus import Place
from postil.render.occurrences import PAGE, leaves
from tests.edition import built, page, written

ENTRY = "entries:\n  - {id: town, term: the town, forms: [Xankəndi], definition: A town.}\n"


def lines(tmp_path: Path, text: str, entry: str = ENTRY) -> list[str]:
    """Return the lines of the entry's places in a chapter ``text``: label, and the line with its mark in brackets."""
    content = written(tmp_path, {"edition.yaml": "title: E\n", "one.md": text, "places.yaml": entry})
    register = page(built(content, tmp_path / "site") / "places.html")
    for mark in register.xpath("//mark"):
        mark.text, mark.tail = f"[{mark.text or ''}", f"]{mark.tail or ''}"
    found = register.xpath("//p[@class='places'] | //ul[@class='places']/li")
    return [" ".join(line.text_content().split()) for line in found]


FAR = "words that go on and on, " * 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. It was the town. Two.", ["¶ 1 It was [the town]."]),
        ("The town’s end.", ["¶ 1 [The town]’s end."]),
        ("The town and the town.", ["¶ 1 [The town] and the town.", "¶ 1 The town and [the town]."]),
        ("“Is it the town?” he said.", ["¶ 1 “Is it [the town]?” he said."]),
        (
            f"{FAR}the town {FAR}end.",
            [
                "¶ 1 … that go on and on, words that go on and on, words that go on and on, "
                "[the town] words that go on and on, words that go on and on, words that go on and …"
            ],
        ),
        ("# One\n\n## The town\n\nIt was.", ["heading [The town]"]),
        ("It was.[^a]\n\n[^a]: In *the town*. Else.", ["note 1 In [the town]."]),
        ("It was [so](https://example.org), `the town`.", []),
        ("It was [*the town* there](https://example.org/).", ["¶ 1 It was [the town] there."]),
        ("It was [there](place:town).", ["¶ 1 It was [there]."]),
        ("> the town\n\n- a\n\n- Xankəndi", ["¶ 1 [the town]", "¶ 3 [Xankəndi]"]),
        ("the\ntown", ["¶ 1 [the town]"]),
        ("{~~the town~>a town~~} and {++the town++}", ["¶ 1 a town and [the town]"]),
    ],
)
def test_each_place_is_a_line_of_context(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert lines(tmp_path, text) == expected


def test_words_of_a_citation_in_a_note_are_looked_through(tmp_path: Path) -> None:
    """An author who is an entry is found where the edition writes the name."""
    sources = "references:\n  - {id: w, type: book, title: Black, author: [{family: Waal, given: Thomas}]}\n"
    files = {
        "edition.yaml": "title: E\n",
        "one.md": "So.[^a]\n\n[^a]: [@w]",
        "sources.yaml": sources,
        "people.yaml": "entries:\n  - {id: waal, term: Thomas Waal, definition: An author.}\n",
    }
    register = page(built(written(tmp_path, files), tmp_path / "site") / "people.html")
    assert [mark.text for mark in register.xpath("//p[@class='places']//mark")] == ["Thomas Waal"]
    assert register.xpath("string(//p[@class='places'])").startswith("note 1 Thomas Waal, ")


def test_five_are_shown_and_the_rest_is_folded(tmp_path: Path) -> None:
    content = written(tmp_path, {"edition.yaml": "title: E\n", "one.md": "The town.\n\n" * 9, "places.yaml": ENTRY})
    register = page(built(content, tmp_path / "site") / "places.html")
    assert register.xpath("string(//*[@class='rests'])") == "9 places in the text"
    assert len(register.xpath("//section/ul[@class='places']/li")) == 5
    assert register.xpath("string(//summary)") == "4 more places"
    assert len(register.xpath("//details//li")) == 4


def test_more_than_a_register_holds_have_a_page_of_their_own(tmp_path: Path) -> None:
    files = {f"{name}.md": f"# {name}\n\n" + "The town.\n\n" * 60 for name in ("one", "two")}
    content = written(tmp_path, {"edition.yaml": "title: E\n", "places.yaml": ENTRY, **files})
    site = built(content, tmp_path / "site")
    register = page(site / "places.html")
    assert register.xpath("string(//*[@class='rests'])") == "120 places in the text"
    assert len(register.xpath("//li[a[starts-with(., 'one, ¶')]]")) == 5
    assert register.xpath("//a[.='All places']/@href") == ["e/place-town.html"]
    own = page(site / "e/place-town.html")
    assert own.xpath("//h1/a/@href") == ["../places.html#e-town"]
    assert own.xpath("//h2/a/@href") == ["../one.html", "../two.html"]
    hrefs = own.xpath("//ul[@class='places']/li/a/@href")
    assert (len(hrefs), len(set(hrefs)), hrefs[0].split("#")[0]) == (120, 120, "../one.html")


@given(st.lists(st.integers(1, 2 * PAGE), max_size=12))
def test_leaves_hold_every_place_once_and_divide_no_chapter(counts: list[int]) -> None:
    places = [Place(f"c{at}", "p", start=n) for at, count in enumerate(counts) for n in range(count)]
    found = leaves(places)
    assert [place for groups in found for _, own in groups for place in own] == places
    slugs = [slug for groups in found for slug, _ in groups]
    assert slugs == [f"c{at}" for at in range(len(counts))]
    assert all(sum(len(own) for _, own in groups) <= PAGE or len(groups) == 1 for groups in found)


def test_an_entry_says_in_which_words_it_is_named_and_what_it_is_called_elsewhere(tmp_path: Path) -> None:
    """Forms of other languages say which; those of the text are counted, one capital or none being the same."""
    entry = (
        "entries:\n  - id: town\n    term: Khankendi\n    definition: A town.\n    forms:\n      - the town\n"
        "      - {form: Xankəndi, lang: az}\n      - {form: Qala, lang: az}\n      - {form: Stepanakert, lang: hy}\n"
        "      - burg\n"
    )
    text = "The town is Khankendi. Khankendi, the town, the town, [there](place:town)."
    content = written(tmp_path, {"edition.yaml": "title: E\n", "one.md": text, "places.yaml": entry})
    register = page(built(content, tmp_path / "site") / "places.html")
    said = " ".join(register.xpath("string(//*[@class='forms'])").split())
    assert said == "Azerbaijani Xankəndi, Qala, Armenian Stepanakert, burg"
    assert register.xpath("//*[@class='forms']/i/@lang") == ["az", "az", "hy"]
    heading = register.xpath("string(//*[@class='rests'])")
    assert heading == "6 places in the text: the town 3, Khankendi 2, there 1"


def test_languages_are_called_as_the_edition_speaks(tmp_path: Path) -> None:
    entry = "entries:\n  - {id: town, term: Town, definition: A., forms: [{form: Xankəndi, lang: az-Latn}]}\n"
    content = written(tmp_path, {"edition.yaml": "title: E\nlanguage: de\n", "one.md": "Town.", "places.yaml": entry})
    register = page(built(content, tmp_path / "site") / "places.html")
    assert register.xpath("string(//*[@class='forms'])") == "Aserbaidschanisch Xankəndi"


def test_a_title_in_quotation_marks_is_cut_with_them(tmp_path: Path) -> None:
    sources = "references:\n  - {id: w, type: article-journal, title: The Town in Winter, container-title: Towns}\n"
    files = {"edition.yaml": "title: E\n", "one.md": "So.[^a]\n\n[^a]: [@w]", "sources.yaml": sources}
    entry = "entries:\n  - {id: town, term: Town, definition: A town.}\n"
    register = page(built(written(tmp_path, {**files, "places.yaml": entry}), tmp_path / "site") / "places.html")
    line = register.xpath("//p[@class='places']")[0]
    assert line.xpath("string()") == "note 1 “The Town in Winter,” Towns, n.d."
    assert line.xpath("string(.//mark)") == "Town"
