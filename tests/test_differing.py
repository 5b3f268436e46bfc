"""What becomes of the citations of a version."""

from __future__ import annotations

from pathlib import Path

from postil.differing import differ
from tests.edition import written
from tests.releases import apparatus_of, released

HARVEST = "The harvest failed in the third year, and the village sent its sons to the coast."
WELL = "Nobody in the village remembered who had dug the well behind the church."
SHIPS = "When the ships returned they brought salt, iron nails, and a letter for the priest."
CLOCK = "The miller kept the only clock, which had stopped in the year of the flood."
MARKET = "On market days the square smelled of leather and of rain."
ONE = [HARVEST, WELL, SHIPS, CLOCK, MARKET]


def text(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def outcomes(root: Path, now: list[str], version: str = "1.0", **files: str) -> dict[str, str]:
    """Return what becomes of each paragraph of 1.0, by its number there, if the text is ``now``."""
    released(root, {"one.md": text(ONE)}, "1.0")
    names = {name.replace("_", "."): each for name, each in files.items()}
    content = written(root, {"one.md": text(now), **names})
    return {row.standing.number: row.outcome for row in differ(apparatus_of(content), version)}


def test_nothing_changed(tmp_path: Path) -> None:
    """Of the same text every citation is as it was."""
    assert outcomes(tmp_path, ONE) == dict.fromkeys("12345", "unchanged")


def test_what_is_put_in_between_changes_nothing(tmp_path: Path) -> None:
    """A new paragraph has a number of its own."""
    assert outcomes(tmp_path, [HARVEST, "A stranger came on foot.", *ONE[1:]]) == dict.fromkeys("12345", "unchanged")


def test_other_words_are_a_change(tmp_path: Path) -> None:
    """A paragraph that was edited is changed, with the words that were exchanged."""
    released(tmp_path, {"one.md": text(ONE)}, "1.0")
    content = written(tmp_path, {"one.md": text([HARVEST, WELL, SHIPS.replace("iron", "copper"), CLOCK, MARKET])})
    (row,) = (row for row in differ(apparatus_of(content), "1.0") if row.outcome != "unchanged")
    assert (row.outcome, row.standing.number) == ("changed", "3")
    assert [change.words for change in row.runs if change.what != "same"] == ["iron", "copper"]


def test_what_is_gone_without_a_word_breaks(tmp_path: Path) -> None:
    """It does so though the build reports it too."""
    assert outcomes(tmp_path, [HARVEST, WELL, SHIPS, MARKET])["4"] == "broken"


def test_what_was_withdrawn_is_told(tmp_path: Path) -> None:
    """A disposition makes of what breaks what was withdrawn."""
    row = "- id: p-j8ct6\n  withdrawn: true\n  date: 2026-02-01\n  reason: Asked for.\n"
    assert outcomes(tmp_path, [HARVEST, WELL, SHIPS, MARKET], dispositions_yaml=row)["4"] == "withdrawn"


def test_what_was_merged_is_redirected(tmp_path: Path) -> None:
    """Two paragraphs that are one now: the one keeps its id, with more words; the other leads there."""
    found = outcomes(tmp_path, [f"{HARVEST} {WELL}", SHIPS, CLOCK, MARKET])
    assert sorted((found["1"], found["2"])) == ["changed", "redirected"]


def test_what_moved_to_another_chapter_is_redirected(tmp_path: Path) -> None:
    """Its page is another one now."""
    assert outcomes(tmp_path, ONE[:3], two_md=text(ONE[3:])) == {
        "1": "unchanged", "2": "unchanged", "3": "unchanged", "4": "redirected", "5": "redirected",
    }  # fmt: skip


def test_notes_that_are_renumbered_are_told(tmp_path: Path) -> None:
    """The number of a note is its place, and changes where one is put in before it."""
    notes = "\n[^b]: The second note.\n"
    released(tmp_path, {"one.md": f"{HARVEST}\n\n{WELL}[^b]\n{notes}"}, "1.0")
    content = written(tmp_path, {"one.md": f"{HARVEST}[^a]\n\n{WELL}[^b]\n{notes}\n[^a]: The first note.\n"})
    (row,) = (row for row in differ(apparatus_of(content), "1.0") if row.outcome != "unchanged")
    assert (row.outcome, row.passage.id, row.renumbered) == ("changed", "one#n-b", True)


def test_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    """Nothing is said of a chapter that is there and cannot be read."""
    content = released(tmp_path, {"one.md": text(ONE), "two.md": "Other words.\n"}, "1.0")
    (content / "one.md").write_bytes(b"\xff")
    assert [row.standing.chapter for row in differ(apparatus_of(content), "1.0")] == ["two"]


def test_a_version_that_never_was(tmp_path: Path) -> None:
    """Nothing was cited of it."""
    assert outcomes(tmp_path, ONE, "2.0") == {}
