"""Quotations and citations, and what is found of them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from postil import tree
from postil.changes import GONE as AWAY
from postil.changes import NEW, SAME, Change
from postil.cited import Cited, read_address, slips
from postil.lock import BLOCKS
from postil.render.pinpoints import pinpoints
from postil.verifying import ALTERED, ELSEWHERE, EXACT, MISSING, Said, Verifier, read_said, verify
from tests import cases as cases  # for its settings of hypothesis
from tests.edition import CONTENT, written
from tests.releases import apparatus_of, released

DATA: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "verifying" / "cases.yaml").read_text(encoding="utf-8"))


@cache
def edition() -> Verifier:
    """Return the edition of the cases."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        files = {"edition.yaml": DATA["edition"]}
        for version, text in DATA["releases"].items():
            content = released(root, {**files, "one.md": text}, version)
            files["dispositions.yaml"] = DATA["dispositions"]
        written(root, {**files, "one.md": DATA["now"]})
        return Verifier(apparatus_of(content))


@cache
def chapter() -> Verifier:
    """Return the first edition."""
    return Verifier(apparatus_of(CONTENT))


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["title"])
def test_what_is_found(case: dict[str, str]) -> None:
    """Each case has its outcome, and its place."""
    if "typed" in case:
        finding = edition().verify(read_said(case["typed"], edition().apparatus))
        assert (finding.outcome, finding.id) == (case["outcome"], case["id"])
        return
    where = read_address(case["address"]) if "address" in case else Cited()
    assert where is not None
    where = where._replace(version=case.get("version", where.version))
    finding = edition().verify(Said(case.get("words", ""), where))
    assert (finding.outcome, finding.id) == (case["outcome"], case["id"])


def test_the_chapters_own_words() -> None:
    """A quotation of the first edition is where the book has it."""
    finding = verify(chapter().apparatus, read_said("“The Second Karabakh War lasted 44 days”", chapter().apparatus))
    assert finding.outcome == EXACT
    assert finding.passage is not None
    assert (finding.passage.number, finding.passage.slug) == ("2", "end-of-the-war")


def test_the_words_of_a_note_as_they_are_read() -> None:
    """A note is found by the words that its citations have on the page."""
    assert (
        chapter().words("Unfinished Business in the Armenia-Azerbaijan Conflict").id == "end-of-the-war#n-lachin-route"
    )


def test_what_was_altered_is_shown() -> None:
    """The runs lead from what was said to what stands, and what only looks otherwise is no change."""
    finding = chapter().words("the SECOND Karabakh War lasted 45 days")
    assert finding.runs == (
        Change(SAME, "The Second Karabakh War lasted "),
        Change(AWAY, "45"),
        Change(NEW, "44"),
        Change(SAME, " days"),
    )


def test_every_form_of_a_citation_is_read() -> None:
    """What ``cite`` prints, in every form and file, leads back to its paragraph."""
    for apparatus in (chapter().apparatus, edition().apparatus):
        for passage in apparatus.passages.values():
            if passage.kind not in BLOCKS or passage.gone:
                continue
            found = pinpoints(apparatus, passage)
            for said in (*(tree.words(form.words) for form in found.forms), *(file.text for file in found.files)):
                finding = Verifier(apparatus).verify(read_said(said, apparatus))
                if finding.outcome != ALTERED:  # since 1.0, if it names no version
                    assert finding.outcome == EXACT, said
                assert finding.id == passage.id, said
            if passage.number == "3":
                break


@pytest.mark.parametrize(
    ("typed", "words", "cited"),
    [
        ("p-zmann", "", Cited("p-zmann")),
        ("“The war ended” p-zmann", "The war ended", Cited("p-zmann")),
        ("“The war ended” (¶ 2, version 0.1)", "The war ended", Cited("", "", "2", "0.1")),
        ("“The route.”7", "“The route.”7", Cited()),
        ("Valiyev and Valiyeva, “End of the War,” ¶ 14.", "", Cited("", "end-of-the-war", "14")),
        ("as paragraph 3 of the statement has it", "as paragraph 3 of the statement has it", Cited()),
        ("¶ 4, draft after 1.0, https://a.org/p/p-zmann.html.", "", Cited("p-zmann", "", "4")),
    ],
)
def test_what_was_said(typed: str, words: str, cited: Cited) -> None:
    """Words, an address, a citation, and words with one are told apart."""
    said = read_said(typed, chapter().apparatus)
    assert (said.words, said.cited) == (words, cited)


def test_a_slip() -> None:
    """A wrong character, one too many or too few, and two in the wrong order are each one slip."""
    known = ["p-zmann", "p-hrkqe", "one#n-x"]
    for typed in ("p-zmaxn", "P-ZMNAN", "p-zmannn", "p-zmnn", "p-mzann"):
        assert slips(typed, known) == ["p-zmann"]
    assert slips("p-zmxxn", known) == []


def test_a_citation_that_contradicts_itself() -> None:
    """An id and a number that do not agree are told."""
    finding = chapter().verify(read_said("Valiyev, ¶ 15, https://a.org/p/p-xwkjz.html", chapter().apparatus))
    assert (finding.outcome, finding.remark) == (ELSEWHERE, "p-xwkjz is ¶ 14, not ¶ 15")


BLOCK_WORDS = [passage.words.split() for passage in apparatus_of(CONTENT).passages.values() if passage.kind in BLOCKS]


@st.composite
def runs(draw: st.DrawFn) -> list[str]:
    """Return a run of five words or more of the chapter; none with brackets, which are the quoting author’s."""
    words = draw(st.sampled_from([words for words in BLOCK_WORDS if len(words) >= 5 and "[" not in "".join(words)]))
    start = draw(st.integers(0, len(words) - 5))
    return words[start : draw(st.integers(start + 5, len(words)))]


@given(runs())
def test_every_run_of_the_chapter_is_exact(run: list[str]) -> None:
    """Five words or more, from anywhere in a paragraph to anywhere, stand in the chapter."""
    assert chapter().verify(read_said(" ".join(run), chapter().apparatus)).outcome == EXACT


@given(runs(), st.data())
def test_one_word_that_is_another_is_told(run: list[str], data: st.DataObject) -> None:
    """With one word that is not the chapter's, a run is altered, and never exact."""
    single = [place for place, word in enumerate(run) if re.fullmatch(r"\w+[.,;:]?", word)]
    assume(single)
    place = data.draw(st.sampled_from(single))
    finding = chapter().words(" ".join([*run[:place], "xylophone", *run[place + 1 :]]))
    assert finding.outcome == ALTERED
    assert any("xylophone" in change.words for change in finding.runs if change.what == AWAY)


OTHERS = """the a of to in and is that with for on as by at from harvest river table seven green letters
walked under music glass carefully never winter orange painted bread singing quietly mountain""".split()


@given(st.lists(st.sampled_from(OTHERS), min_size=8, max_size=40))
def test_other_words_are_missing(words: list[str]) -> None:
    """A sentence of other words is not of the chapter."""
    if sum(len(word) > 4 for word in words) >= len(words) / 2:
        assert chapter().words(" ".join(words)).outcome == MISSING


@given(st.text(max_size=60) | st.lists(st.sampled_from([*"[]…“”¶#/.7- ", "p-", "the", "[T]", "War"])).map("".join))
def test_any_text_is_answered(typed: str) -> None:
    """Whatever is said, something comes of it."""
    finding = edition().verify(read_said(typed, edition().apparatus))
    assert finding.outcome
