"""Notes, numbered in the order they are called."""

from pathlib import Path

import pytest

from postil.diagnostics import Report
from postil.edition import Edition, Series
from postil.enrich import anchor, identify, sections
from postil.manuscript import Manuscript
from postil.parse import parse
from postil.resolve.notes import letters, number_notes
from tests.cases import Case, cases_in, diagnostics

CASES = Path(__file__).parent / "cases"

EDITION = Edition(
    "T", series=(Series("ed", "Editor’s notes", "letters"), Series("tr", "Translator’s notes", "numbers"))
)


@pytest.mark.parametrize("case", cases_in(CASES, "notes"))
def test_case(case: Case) -> None:
    """Expected is, for each note in its order: number, label, ids of its calls; then what is reported, with hints."""
    report = Report()
    chapter = parse(Manuscript("one.md", "one", case.given), report)
    numbered = number_notes(anchor(identify(sections(chapter), set())), EDITION, report)
    lines = [f"{number} {label}: {', '.join(calls)}\n" for label, (_, number, _, calls) in numbered.items()]
    case.hold("".join(lines) + diagnostics(report, hints=True))


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, "a"),
        (2, "b"),
        (26, "z"),
        (27, "aa"),
        (28, "ab"),
        (52, "az"),
        (53, "ba"),
        (702, "zz"),
        (703, "aaa"),
    ],
)
def test_letters_go_on_after_z(count: int, expected: str) -> None:
    assert letters(count) == expected


def test_a_series_without_declarations_is_told_how_to_be_declared() -> None:
    report = Report()
    chapter = identify(parse(Manuscript("one.md", "one", "a[^x:y]\n\n[^x:y]: b"), report), set())
    assert number_notes(chapter, Edition("T"), report) == {}
    assert [one.hint for one in report.diagnostics] == [
        "Declare it in edition.yaml under note_series (“- name: x”), or use a hyphen in the note’s name "
        "instead of the colon."
    ]
