"""Long quotations, and what tells where they are from."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.diagnostics import Report, Rule
from postil.enrich import sections
from postil.manuscript import Manuscript
from postil.parse import parse
from postil.pipeline import check
from postil.resolve.quotations import check_quotations
from tests.cases import Case, cases_in, diagnostics
from tests.edition import CONTENT

CASES = Path(__file__).parent / "cases"
MARKS = {"": "“”‘’", "French": "«»“”", "British": "‘’“”", "Swedish": "””’’", "German": "„“‚‘"}


def told(text: str, quotes: str = "“”‘’") -> str:
    """Return what is said of the long quotations in ``text``, in which ``⟨3⟩`` stands for three words."""
    text = re.sub(r"⟨(\d+)⟩", lambda match: " ".join(f"w{place}" for place in range(1, int(match[1]) + 1)), text)
    report = Report(hints=True)
    chapter = sections(parse(Manuscript("one.md", "one", text), report, quotes=tuple(quotes)))
    check_quotations(chapter, tuple(quotes), report)
    return diagnostics(report)


@pytest.mark.parametrize("case", cases_in(CASES, "quotations"))
def test_case(case: Case) -> None:
    """A title may begin with the language whose quotation marks the edition has."""
    case.hold(told(case.given, MARKS.get(case.title.partition(":")[0], MARKS[""])))


def test_the_first_chapter_has_no_long_quotation_without_a_note() -> None:
    report = Report(hints=True)
    check(CONTENT, report)
    assert report.diagnostics == []


def test_without_their_notes_the_long_quotations_of_the_first_chapter_are_told() -> None:
    """They are nine: seven in sentences, two as blocks."""
    text = (CONTENT / "end-of-the-war.md").read_text(encoding="utf-8")
    said = told(re.sub(r"(?<=\S)\[\^[\w-]+\]", "", text.split("---\n")[2]))
    assert said.count(f"[{Rule.QUOTATION_UNNOTED.code}]") == 9


PIECES = ["“", "”", '"', "’", "⟨9⟩", ". ", "? N", "[^n]", "[@k]", "*", "`c`", "\n", "\n\n", "> ", "- ", "[x](#y)", "("]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.sampled_from(sorted(MARKS.values())))
def test_any_text_can_be_looked_through(text: str, quotes: str) -> None:
    """Whatever marks stand or fail, what is told has a place in the text."""
    lines = text.count("\n") + 1
    for line in told(text, quotes).splitlines():
        if "[quotation-unnoted]" in line:
            assert 1 <= int(line.partition(":")[0]) <= lines
