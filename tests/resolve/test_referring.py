"""From where each paragraph, section, note and entry is referred to."""

import pytest

from postil.apparatus import Apparatus, Place
from postil.diagnostics import Report
from postil.pipeline import check
from tests.edition import written

FILES = {
    "edition.yaml": "title: An Edition\neditorial: See [](one.md#first) and [this](place:town).\n",
    "places.yaml": """\
entries:
  - {id: town, term: Town, definition: 'Words, see [the land](place:land).', part_of: [land]}
  - {id: land, term: Land, definition: 'See [](two.md).'}
  - {id: river, term: River, definition: 'By [the town](place:town), [the town](place:town).', see: [land]}
""",
    "one.md": """\
# One

## A Section {#section}

{#first}
The first. See [](#section) above. See also [](#section) again, and [](#n-a).

{#last}
Itself is [](#last). Not {~~[](#first)~>this~~}.[^a]

[^a]: See [](#first). A second sentence, see [](two.md#other).
""",
    "two.md": """\
# Two

{#other}
Words. See [](one.md#section).
""",
}


@pytest.fixture(scope="module")
def apparatus(tmp_path_factory: pytest.TempPathFactory) -> Apparatus:
    report = Report()
    checked = check(written(tmp_path_factory.mktemp("referring"), FILES), report)
    assert report.diagnostics == []
    assert checked is not None
    return checked.apparatus


def said(apparatus: Apparatus, page: str, name: str) -> list[str]:
    """Return the places that refer to what is named ``name`` on ``page``: which they are, and their sentences."""
    chapter = apparatus.chapters.get(page.removesuffix(".html"))
    fragment = chapter.targets[name].fragment if chapter and name else name
    return [shown(apparatus, place) for place in apparatus.referring.get((page, fragment), ())]


def shown(apparatus: Apparatus, place: Place) -> str:
    if not place.slug:
        return place.entry[1] or place.anchor
    chapter = apparatus.chapters[place.slug]
    if place.note:
        return f"{place.slug} note {chapter.notes[place.note].number}"
    assert place.anchor == place.block
    return f"{place.slug} {chapter.numbers[place.block]}"


def test_a_section_is_referred_to_from_sentences_of_chapters(apparatus: Apparatus) -> None:
    """Each sentence is one place, in the order of the edition."""
    assert said(apparatus, "one.html", "section") == ["one 1", "one 1", "two 1"]


def test_a_paragraph_is_referred_to_from_notes_and_the_editorial_statement(apparatus: Apparatus) -> None:
    """Not from words that an emendation took away."""
    assert said(apparatus, "one.html", "first") == ["one note 1", "editorial"]


def test_what_refers_to_itself_is_none(apparatus: Apparatus) -> None:
    assert said(apparatus, "one.html", "last") == []


def test_a_note_and_a_paragraph_of_another_chapter_are_referred_to(apparatus: Apparatus) -> None:
    assert said(apparatus, "one.html", "n-a") == ["one 1"]
    assert said(apparatus, "two.html", "other") == ["one note 1"]


def test_a_whole_chapter_is_referred_to(apparatus: Apparatus) -> None:
    assert said(apparatus, "two.html", "") == ["land"]


def test_an_entry_is_referred_to_from_others_but_those_that_it_names_itself(apparatus: Apparatus) -> None:
    """Once from each; the whole of which a thing is part says so already."""
    assert said(apparatus, "places.html", "e-town") == ["river", "editorial"]
    assert said(apparatus, "places.html", "e-land") == ["river"]


def test_a_place_in_a_note_has_its_sentence(apparatus: Apparatus) -> None:
    (place,) = apparatus.referring["two.html", apparatus.chapters["two"].targets["other"].fragment]
    assert "See . A second sentence, see ."[place.begin : place.until] == "A second sentence, see ."
