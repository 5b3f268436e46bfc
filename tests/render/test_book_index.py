"""The index: its headings, and where each leads, as data."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.apparatus import Apparatus
from postil.diagnostics import Report
from postil.pipeline import check
from postil.render.book_index import Heading, Letter, Located, _runs, book_index
from tests.edition import written

EDITION = """\
title: An Edition
note_series:
  - {name: ed, title: Editor’s notes, numbering: letters}
"""

PLACES = """\
entries:
  - {id: country, term: Country, definition: Words.}
  - id: khankendi
    term: Khankendi
    forms: [{form: Xankəndi, lang: az}, {form: Stepanakert, lang: hy-Latn}, Khankendis]
    definition: Words.
    part_of: [country]
  - {id: house, term: old house, forms: [old houses], definition: Words., part_of: [khankendi], see: ["person:waal"]}
  - {id: nowhere, term: Nowhere, definition: Words., see: [khankendi]}
  - {id: silent, term: Silent, forms: [Still], definition: Words.}
  - {id: moscow, term: Москва, lang: ru, forms: [Moscow], definition: Words.}
"""

PEOPLE = """\
entries:
  - {id: waal, term: Thomas de Waal, heading: "Waal, Thomas de", forms: [President Waal, Tom], definition: Words.}
  - {id: ana, term: Ana Bell Ray, heading: "Bell Ray, Ana", definition: Words.}
"""

ONE = """\
# One

Khankendi.

Xankəndi, and Stepanakert.

- In Khankendi.

No more.

## Of Moscow

Words. Thomas de Waal came, and Ana Bell Ray.[^a]

In Khankendi.[^ed:b] An old house.

[^a]: He was in Khankendi, and Khankendi again.
[^ed:b]: In Khankendi.
"""

TWO = """\
# Two

To Khankendi.

Two old houses, and Khankendi.
"""


def apparatus(root: Path, **files: str) -> Apparatus:
    """Return the apparatus of an edition of these files, which must give no diagnostics."""
    named = {f"{name}.md" if text.startswith("#") else f"{name}.yaml": text for name, text in files.items()}
    report = Report()
    checked = check(written(root, named), report)
    assert report.diagnostics == []
    assert checked is not None
    return checked.apparatus


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> tuple[Letter, ...]:
    return book_index(
        apparatus(tmp_path_factory.mktemp("index"), edition=EDITION, places=PLACES, people=PEOPLE, one=ONE, two=TWO)
    )


def said(heading: Heading) -> str:
    """Return a heading as a printed index has it, all in plain words."""
    parts = [heading.words + (f" [{heading.lang}]" if heading.lang else "")]
    parts += [f"{each.slug}: {' '.join(locators(each))}" for each in heading.located]
    parts += [f"see {each.words}" for each in heading.see] + [f"see also {each.words}" for each in heading.also]
    return ", ".join(parts) + "".join(f" / {said(part)}" for part in heading.parts)


def locators(located: Located) -> list[str]:
    return [
        f"n{each.number}" if each.label else f"{each.number}–{each.last_number}" if each.last else each.number
        for each in located.locators
    ]


def test_an_index(index: tuple[Letter, ...]) -> None:
    """Runs of paragraphs, notes, a heading as its section's first paragraph; parts under the whole, one step deep.

    What the text names nowhere leads on, or is left out; a plural and a title before a name are no headings, and those
    that stand in other letters come last.
    """
    town = "one: 1–3 6 n1 na, two: 1–2"
    house = "one: 6, two: 2"
    assert [(letter.initial, [said(heading) for heading in letter.headings]) for letter in index] == [
        ("B", ["Bell Ray, Ana, one: 5"]),
        ("C", [f"Country / Khankendi, {town}, see also Khankendi"]),
        ("K", [f"Khankendi, {town} / old house, {house}"]),
        ("M", ["Moscow, see Москва"]),
        ("N", ["Nowhere, see Khankendi"]),
        ("O", [f"old house, {house}, see also Waal, Thomas de"]),
        ("S", ["Stepanakert [hy-Latn], see Khankendi"]),
        ("T", ["Tom, see Waal, Thomas de"]),
        ("W", ["Waal, Thomas de, one: 5"]),
        ("X", ["Xankəndi [az], see Khankendi"]),
        ("М", ["Москва [ru], one: 5"]),
    ]


def test_locators_lead_to_what_they_name(index: tuple[Letter, ...], tmp_path: Path) -> None:
    """A run has the ids of its first and last paragraph, a note its own."""
    chapter = apparatus(tmp_path, edition=EDITION, places=PLACES, people=PEOPLE, one=ONE, two=TWO).chapters["one"]
    ids = {number: id for id, number in chapter.numbers.items()}
    (town,) = (heading for letter in index for heading in letter.headings if heading.words == "Khankendi")
    run, alone, note, _ = town.located[0].locators
    assert (run.id, run.last) == (ids["1"], ids["3"])
    assert (alone.id, alone.last) == (ids["6"], "")
    assert (note.id, note.label) == ("n-a", "a")


def test_entries_that_are_part_of_one_another_do_not_hang(tmp_path: Path) -> None:
    """They are reported, and each has the other under it once."""
    places = "entries:\n" + "".join(
        f"  - {{id: {one}, term: {one.title()}, definition: Words., part_of: [{other}]}}\n"
        for one, other in (("here", "there"), ("there", "here"))
    )
    report = Report()
    checked = check(written(tmp_path, {"places.yaml": places, "one.md": "Here and There.\n"}), report)
    assert [each.rule.code for each in report.diagnostics] == ["entry-part-of-itself"]
    assert checked is None or len(book_index(checked.apparatus)) == 2


def test_an_edition_without_entries_has_an_empty_index(tmp_path: Path) -> None:
    assert book_index(apparatus(tmp_path, one="# One\n\nWords.\n")) == ()


@given(st.sets(st.integers(0, 40)))
def test_runs_hold_every_place_once(places: set[int]) -> None:
    """In order, none beside the next."""
    runs = list(_runs(sorted(places)))
    assert [place for run in runs for place in run] == sorted(places)
    assert all(run == list(range(run[0], run[-1] + 1)) for run in runs)
    assert all(one[-1] + 1 < other[0] for one, other in pairwise(runs))
