"""Dispositions are read, or it is said exactly what is wrong with them."""

from pathlib import Path

import pytest

from postil.diagnostics import Report
from postil.lock import Disposition
from postil.manuscript import NOWHERE, Span
from postil.read import read_edition
from postil.read.dispositions import read_dispositions
from tests.cases import diagnostics

WHY = "  reason: A correction.\n  date: 2027-01-02\n"


def read(folder: Path, text: str) -> tuple[tuple[Disposition, ...], str, set[str]]:
    """Return what ``text`` says, without its spans, what is reported with its hints, and what was unread."""
    (folder / "dispositions.yaml").write_text(text, encoding="utf-8")
    report = Report()
    unread: set[str] = set()
    found = read_dispositions(folder, report, unread)
    return tuple(one._replace(span=NOWHERE) for one in found), diagnostics(report, hints=True), unread


@pytest.mark.parametrize(
    ("line", "what", "targets"),
    [
        ("reworded: p-9k2aa", "reworded", ("p-9k2aa",)),
        ("moved: ' p-9k2aa '", "moved", ("p-9k2aa",)),
        ("merged-into: p-9k2aa", "merged-into", ("p-9k2aa",)),
        ("split-into: [p-9k2aa, p-4d7ex]", "split-into", ("p-9k2aa", "p-4d7ex")),
        ("withdrawn: true", "withdrawn", ()),
    ],
)
def test_each_fate_is_read(tmp_path: Path, line: str, what: str, targets: tuple[str, ...]) -> None:
    """With the ids it leads to, the reason and the date, as they are written."""
    found, said, unread = read(tmp_path, f"- id: p-7k3mx\n  {line}\n{WHY}")
    assert found == (Disposition("p-7k3mx", what, targets, "2027-01-02", "A correction."),)
    assert (said, unread) == ("", set())


def test_a_disposition_stands_where_its_id_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the list is under a key."""
    monkeypatch.chdir(tmp_path)
    text = f"dispositions:\n- id: p-1\n  withdrawn: true\n{WHY}- id: p-2\n  moved: p-3\n{WHY}"
    (tmp_path / "dispositions.yaml").write_text(text, encoding="utf-8")
    report = Report()
    spans = [one.span for one in read_dispositions(tmp_path, report, set())]
    assert spans == [Span("dispositions.yaml", 2, 3, 2), Span("dispositions.yaml", 6, 3, 2)]
    assert report.diagnostics == []


def test_no_file_says_nothing(tmp_path: Path) -> None:
    """Nor does an empty one."""
    report = Report()
    assert read_dispositions(tmp_path, report, set()) == ()
    assert read(tmp_path, "# None yet.\n") == ((), "", set())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"- withdrawn: true\n{WHY}",
            "1:3+1 error: a disposition needs “id” [key-missing]\n    Add a line such as: id: p-7k3mx\n",
        ),
        (
            "- id: p-1\n  moved: p-2\n",
            "1:3+1 error: a disposition needs “date” [key-missing]\n    Add a line such as: date: 2027-01-02\n"
            "1:3+1 error: a disposition needs “reason” [key-missing]\n"
            "    Add a line such as: reason: The authors sent a correction.\n",
        ),
        (
            f"- id: p-1\n  moved:\n{WHY}",
            "2:3+5 error: a disposition needs “moved” [key-missing]\n    Add a line such as: moved: p-9k2aa\n",
        ),
        (
            f"- id: p-1\n  split-into: []\n{WHY}",
            "2:3+10 error: a disposition needs “split-into” [key-missing]\n"
            "    Add a line such as: split-into: [p-9k2aa, p-4d7ex]\n",
        ),
        (
            f"- id: p-1\n  split-into: p-2\n{WHY}",
            "2:15+3 error: “split-into” must be a list; this is a text [value-kind]\n"
            "    Write each on a line of its own: split-into: and below it “  - …”\n",
        ),
        (
            f"- id: p-1\n  moved: [p-2]\n{WHY}",
            "2:10+1 error: “moved” must be a text; this is a list [value-kind]\n"
            "    Write it after the colon. A text that begins with [ needs quotation marks around it.\n",
        ),
        (
            f"- id: p-1\n  withdrawn: false\n{WHY}",
            "2:14+5 error: “withdrawn” cannot be “false” [value-invalid]\n    Write true, or take the line away.\n",
        ),
        (
            f"- id: p-1\n  merged-into: p-1\n{WHY}",
            "2:16+3 error: “merged-into” cannot be “p-1” [value-invalid]\n    Name the block that has its words now.\n",
        ),
        (
            f"- id: p-1\n  merged_into: p-2\n{WHY}",
            "2:3+11 error: unknown key “merged_into” in a disposition [key-unknown]\n    Did you mean “merged-into”?\n",
        ),
        (
            "- id: p-1\n  moved: p-2\n  reason: R.\n  date: 2027-01\n",
            "4:9+7 error: “date” cannot be “2027-01” [value-invalid]\n    Write a whole date, such as 2027-01-02.\n",
        ),
        (
            "- id: p-1\n  moved: p-2\n  reason: R.\n  date: 2027-02-29\n",
            "4:9+10 error: “date” cannot be “2027-02-29” [value-invalid]\n"
            "    Write a whole date, such as 2027-01-02.\n",
        ),
        (
            f"- id: p-1\n{WHY}",
            "1:3+2 error: what became of “p-1” is not said [disposition-unclear]\n    Say it once: "
            "reworded: p-…, moved: p-…, merged-into: p-…, split-into: [p-…, p-…], or withdrawn: true.\n",
        ),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, said: str) -> None:
    """With its place, and what to write; the file then counts as one that could not be read."""
    _, told, unread = read(tmp_path, text)
    assert told == said
    assert unread == {"dispositions.yaml"}


def test_an_id_has_one_disposition(tmp_path: Path) -> None:
    """The first one counts."""
    found, told, _ = read(tmp_path, f"- id: p-1\n  moved: p-2\n{WHY}- id: p-1\n  withdrawn: true\n{WHY}")
    assert [one.what for one in found] == ["moved"]
    assert told.startswith("5:3+2 error: what became of “p-1” is said twice, first on line 1 [disposition-unclear]\n")


def test_a_file_by_another_ending_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And that is told."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "edition.yaml").write_text("title: T\n", encoding="utf-8")
    (tmp_path / "one.md").write_text("Text.\n", encoding="utf-8")
    (tmp_path / "dispositions.yml").write_text("[]\n", encoding="utf-8")
    report = Report()
    edition = read_edition(tmp_path, report)
    assert edition is not None
    assert edition.unread == {"dispositions.yaml"}
    assert [(one.rule.code, one.hint) for one in report.diagnostics] == [
        ("file-ignored", "Rename it to dispositions.yaml.")
    ]
