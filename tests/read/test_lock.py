"""The lock is read, or it is said exactly what is wrong with it."""

from pathlib import Path

import pytest

from postil.diagnostics import Report
from postil.lock import Lock, Published, Release, Standing, Wording, written
from postil.manuscript import Span
from postil.read import read_edition
from postil.read.lock import read_lock
from tests.cases import diagnostics

HEAD = "postil lock 1\n\nrelease 1.0 2026-11-22\nrelease 1.1 2027-01-02\n\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the smallest edition, in which one stands."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "edition.yaml").write_text("title: T\n", encoding="utf-8")
    (tmp_path / "one.md").write_text("Text.\n", encoding="utf-8")
    return tmp_path


def read(folder: Path, text: str) -> tuple[Lock, str]:
    """Return the lock in the file ``text``, and what is reported, without the hints."""
    (folder / "edition.lock").write_text(text, encoding="utf-8", newline="")
    report = Report()
    return read_lock(folder, report), diagnostics(report)


def test_no_file_is_an_empty_lock(folder: Path) -> None:
    """An edition that was never released has none."""
    report = Report()
    assert read_lock(folder, report) == Lock()
    assert report.diagnostics == []


def test_a_record_knows_its_line(folder: Path) -> None:
    """Its span is that of its id, on the line that heads it."""
    lock, said = read(folder, HEAD + "p-7k3mx paragraph\n  at 1.0 one 14\n  words 1.0 Some words.\n")
    span = Span("edition.lock", 6, 1, 7)
    record = Published("p-7k3mx", "paragraph", (Standing("1.0", "one", "14"),), (Wording("1.0", "Some words."),))
    assert lock == Lock((Release("1.0", "2026-11-22"), Release("1.1", "2027-01-02")), (record._replace(span=span),))
    assert said == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1+1 error: this is not a lock: its first line must be “postil lock 1”"),
        ("postil lock\n", "1:1+11 error: this is not a lock: its first line must be “postil lock 1”"),
        (
            "postil lock 2\n",
            "1:1+13 error: this is not a lock: it is the lock of a newer Postil; this one reads “postil lock 1”",
        ),
        (
            "postil lock 1\nrelease 1.0 yesterday\n",
            "2:1+21 error: this is not a lock: a release is a line such as “release 1.0 2026-11-22 sum 5d2f91ab”",
        ),
        (
            HEAD + "p-1 paragraf\n",
            "6:1+12 error: this is not a lock: a record begins with its id and its kind, such as “p-7k3mx paragraph”",
        ),
        (
            HEAD + "p-1 term\n\n  at 1.0\n",
            "8:1+8 error: this is not a lock: a record begins with its id and its kind, such as “p-7k3mx paragraph”",
        ),
        (
            HEAD + "p-1 term\nrelease 1.2 2028-01-01\n",
            "7:1+22 error: this is not a lock: a record begins with its id and its kind, such as “p-7k3mx paragraph”",
        ),
        (HEAD + "p-1 term\n  become 1.0\n", "7:1+12 error: this is not a lock: “become” is nothing that a record has"),
        (HEAD + "p-1 term\n  words\n", "7:1+7 error: this is not a lock: the version is missing"),
        (HEAD + "p-1 term\n  at\n", "7:1+4 error: this is not a lock: the version is missing"),
        (
            HEAD + "p-1 term\n  at 1.0 one 14 a\n",
            "7:1+17 error: this is not a lock: “at” is followed by a version, a chapter and a number, and by no more",
        ),
        (
            HEAD + "p-1 term\n  moved 1.0 p-1\n",
            "7:1+15 error: this is not a lock: “moved” is followed by a version and a date, "
            "or - where there is no date",
        ),
        (
            HEAD + "p-1 term\n  withdrawn\n",
            "7:1+11 error: this is not a lock: “withdrawn” is followed by a version and a date, "
            "or - where there is no date",
        ),
        (
            HEAD + "p-1 term\n  withdrawn 1.0 -\n    | Why.\n",
            "8:1+10 error: this is not a lock: only words and reasons go on in a second line",
        ),
        (
            HEAD + "p-1 term\n  words 1.0 One\n    |two\n",
            "8:1+8 error: this is not a lock: “|” is followed by a space",
        ),
        (HEAD + "p-1 term\n  words 1.0 C:\\x\n", "7:1+16 error: this is not a lock: a backslash is written \\\\"),
        (HEAD + "p-1 term\n  name a b\n", "7:1+10 error: this is not a lock: a name has no space in it"),
    ],
)
def test_what_is_no_lock_is_told_where(folder: Path, text: str, said: str) -> None:
    """One line is told, the first that cannot be understood, and no part of the lock is used."""
    assert read(folder, text) == (Lock(), said + " [lock-syntax]\n")


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ("p-1 item\n\np-1 item\n", "8:1+3 error: the id “p-1” is already there, on line 6 [lock-id-twice]\n"),
        (
            "p-1 item\n  name p-2\n\np-2 item\n",
            "9:1+3 error: the id “p-2” is already there, on line 6 [lock-id-twice]\n",
        ),
        ("p-1 item\n  name a\n  name a\n", "8:8+1 error: the name “a” is already there, on line 6 [lock-id-twice]\n"),
        ("p-1 item\n  name p-1\n", ""),
        (
            "p-1 item\n  at 1.0 one 1\n  withdrawn 1.1 -\n\np-2 item\n  at 1.1 one 1\n",
            "10:1+3 error: “p-2” and “p-1”, on line 6, were both given the number 1 of “one” [lock-number-twice]\n",
        ),
        ("p-1 item\n  at 1.0 one 1\n\np-2 item\n  at 1.1 two 1\n", ""),
        ("n-1 note\n  at 1.0 one 1\n\np-2 item\n  at 1.1 one 1\n\nn-2 note\n  at 1.1 one 1\n", ""),
        ("p-1 item\n  at 1.0 one 1\n  at 1.1 one 1\n", ""),
        ("p-1 item\n  at 1.2 one 1\n", "7:6+3 error: no release is called “1.2” [lock-version]\n"),
        ("p-1 item\n  moved 1.2 - p-1\n", "7:9+3 error: no release is called “1.2” [lock-version]\n"),
        (
            "p-1 item\n  at 1.1 one 2\n  at 1.0 one 1\n",
            "8:6+3 error: version 1.0 stands after 1.1 in one record [lock-order]\n",
        ),
        ("p-1 item\n  moved 1.1 -\n  reworded 1.1 -\n", ""),
        ("p-1 item\n  words 1.0 A\n  words 1.1 B\n  withdrawn 1.1 -\n", ""),
        ("p-1 item\n  words 1.0 A\n  withdrawn 1.0 -\n  restored 1.1 -\n  words 1.1 A\n", ""),
        (
            "p-1 item\n  words 1.0 A\n  words 1.1 B\n  merged-into 1.0 - p-2\n\np-2 item\n",
            "6:1+3 error: “p-1” was merged into another in version 1.0, and has words of 1.1 [lock-order]\n",
        ),
        ("p-1 item\n  moved 1.1 - p-2\n", "6:1+3 error: “p-1” leads to “p-2”, which is no record’s [lock-target]\n"),
        (
            "p-1 item\n  merged-into 1.1 - p-1\n",
            "6:1+3 error: “p-1” leads to “p-1”, and that leads back to it [lock-target]\n",
        ),
        ("p-1 item\n  merged-into 1.0 - p-2\n  restored 1.1 -\n\np-2 item\n  merged-into 1.1 - p-1\n", ""),
    ],
)
def test_what_contradicts_itself_is_told(folder: Path, records: str, said: str) -> None:
    """What is wrong between the records is all told, and nothing where nothing is."""
    lock, told = read(folder, HEAD + records)
    assert told == said
    assert (lock == Lock()) == bool(said)


def test_a_renumbering_frees_the_numbers(folder: Path) -> None:
    """A number that was given before it can be another's after it."""
    text = HEAD.replace("2027-01-02", "2027-01-02 renumbered")
    assert read(folder, text + "p-1 item\n  at 1.0 one 1\n\np-2 item\n  at 1.1 one 1\n")[1] == ""


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "||||||| 1f0d2ab", "=======", ">>>>>>> proofs"])
def test_any_mark_that_is_left_of_a_merge_is_told(folder: Path, mark: str) -> None:
    """Also where the others were taken away, and at the very beginning; nothing else is said then."""
    rule = "error: a git merge is not finished: two branches released different things here [lock-conflict]\n"
    assert read(folder, f"{HEAD}rubbish\n{mark}\n") == (Lock(), f"7:1+{len(mark)} {rule}")
    assert read(folder, f"{mark}\n{HEAD}") == (Lock(), f"1:1+{len(mark)} {rule}")


def test_words_may_look_like_the_marks_of_a_merge(folder: Path) -> None:
    """They are set in, and marks are not."""
    words = "<<<<<<< ours\n=======\n>>>>>>> theirs\n"
    record = Published("one#n-1", "note", (), (Wording("1.0", words),))
    lock, said = read(folder, written(Lock((Release("1.0", "2026-11-22"),), (record,))))
    assert said == ""
    assert lock.records[0].words == words


def test_a_line_that_got_under_another_record_is_told(folder: Path) -> None:
    """The sum of a release is of each line with the record that has it."""
    one = Published("one#h-1", "section", (Standing("1.0", "one"),), (Wording("1.0", "Notes"),))
    more = one._replace(wordings=(*one.wordings, Wording("1.1", "Sources")))
    releases = (Release("1.0", "2026-11-22"), Release("1.1", "2027-01-02"))
    text = written(Lock(releases, (more, one._replace(id="one#h-2"))))
    assert read(folder, text)[1] == ""
    line = "  words 1.1 Sources\n"
    moved = text.replace(line, "") + line
    said = "5:28+8 error: the records of version 1.1 are not those that it was released with [lock-changed]\n"
    assert read(folder, moved) == (Lock(), said)


def test_the_version_is_that_of_the_last_release(folder: Path) -> None:
    """The edition's version need not be written; where it is written, it is the lock's that counts."""
    (folder / "edition.lock").write_text(HEAD, encoding="utf-8")
    report = Report()
    edition = read_edition(folder, report)
    assert edition is not None
    assert (edition.version, edition.lock.version, report.diagnostics) == ("1.1", "1.1", [])
    (folder / "edition.yaml").write_text('title: T\nversion: "2.0"\n', encoding="utf-8")
    edition = read_edition(folder, report)
    assert edition is not None
    assert edition.version == "1.1"
    assert [one.rule.code for one in report.diagnostics] == ["version-differs"]


def test_a_lock_that_cannot_be_read_is_named(folder: Path) -> None:
    """Nothing is said of what it may hold."""
    (folder / "edition.lock").write_bytes(b"postil lock 1\n\xff\n")
    report = Report()
    edition = read_edition(folder, report)
    assert edition is not None
    assert edition.lock == Lock()
    assert edition.unread == {"edition.lock"}
    assert [one.rule.code for one in report.diagnostics] == ["file-not-utf8"]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("../../x paragraph\n  at 1.0 one 1\n", "“../../x” is no id of a paragraph: that has letters and digits"),
        ("p-7k3mx paragraph\n  at 1.0 ../../one 1\n", "“../../one” cannot be the name of a chapter"),
        ("one#h-x section\n  at 1.0 /etc\n", "“/etc” cannot be the name of a chapter"),
    ],
)
def test_no_id_and_no_chapter_leads_out_of_the_site(record: str, said: str, tmp_path: Path) -> None:
    """Pages are named after the ids and the chapters of a lock."""
    (tmp_path / "edition.lock").write_text(f"postil lock 1\n\nrelease 1.0 2026-11-22\n\n{record}")
    report = Report()
    assert read_lock(tmp_path, report) == Lock()
    assert [one.message.removeprefix("this is not a lock: ")[: len(said)] for one in report.diagnostics] == [said]
