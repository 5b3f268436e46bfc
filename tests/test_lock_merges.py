"""Locks of two branches, merged by git: nothing is lost without a word."""

import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.diagnostics import Report, Rule
from postil.lock import BLOCKS, Fate, Lock, Published, Release, Standing, Wording, written
from postil.read.lock import read_lock

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not here: install it with your system")

TITLES = ("Introduction", "Notes", "Introduction", "Sources")


def chapter(slug: str) -> tuple[Published, ...]:
    """Return what a chapter has published: some sections, of which two are called alike, with paragraphs, and notes."""
    first = "1.0"
    records: list[Published] = []
    for place, title in enumerate(TITLES):
        section = Published(f"{slug}#h-{place}", "section", (Standing(first, slug),), (Wording(first, title),))
        paragraphs = [
            Published(
                f"p-{slug}{number:02}", "paragraph", (Standing(first, slug, str(number)),), (Wording(first, "Words."),)
            )
            for number in (2 * place + 1, 2 * place + 2)
        ]
        records += [section, *paragraphs]
    notes = (Published(f"{slug}#n-{x}", "note", (Standing(first, slug, x),), (Wording(first, "See."),)) for x in "123")
    return (*records, *notes)


BASE = Lock((Release("1.0", "2026-11-22"),), (*chapter("one"), *chapter("two")))


class Change(NamedTuple):
    """One thing that a release records: what, at which place, and of two others which, or whither."""

    what: str
    at: int
    other: int


changes = st.lists(
    st.builds(
        Change,
        st.sampled_from(["insert", "reword", "renumber", "withdraw", "merge", "move", "name"]),
        st.integers(0, len(BASE.records) - 1),
        st.integers(0, len(BASE.records) - 1),
    ),
    max_size=6,
)
releases = st.builds(
    Release, st.sampled_from(["1.1", "1.2"]), st.sampled_from(["2027-01-02", "2027-03-01"]), st.booleans()
)


def released(release: Release, changes: list[Change], branch: str) -> Lock:
    """Return BASE with one release more, which records ``changes``; new ids are some of them those of both branches."""
    records = list(BASE.records)
    for one in changes:
        record = records[one.at]
        if one.what == "insert":
            records.insert(one.at, new(records, one, release.version, branch))
        elif one.what == "move":
            records.insert(one.other, records.pop(one.at))
        elif one.what == "name" and not record.names:
            records[one.at] = record._replace(names=(f"name-{one.other % 3}-{one.at}-{branch}",))
        elif release.version not in versions(record):
            records[one.at] = changed(record, one, release, records[one.other].id)
    return Lock((*BASE.releases, release), tuple(records))


def versions(record: Published) -> set[str]:
    entries = (record.standings, record.wordings, record.fates)
    return {each[0] for these in entries for each in these}


def new(records: list[Published], one: Change, version: str, branch: str) -> Published:
    """Return a paragraph that is not in ``records``, with the first free number after the one it stands behind."""
    slug = records[one.at].chapter
    before = [each.number for each in records[: one.at] if each.kind in BLOCKS and each.chapter == slug]
    number = (before or ["0"])[-1]
    while any(each.kind in BLOCKS and (each.chapter, each.number) == (slug, number) for each in records):
        number += "a"
    id = f"p-new{one.other}" if one.other % 2 else f"p-{branch}{one.other}"
    while any(each.id == id for each in records):
        id += "x"
    return Published(id, "paragraph", (Standing(version, slug, number),), (Wording(version, "Words."),))


def changed(record: Published, one: Change, release: Release, other: str) -> Published:
    """Return ``record`` with what became of it."""
    version, date, _ = release
    if one.what == "reword":
        return record._replace(wordings=(*record.wordings, Wording(version, f"Words {one.other % 3}.")))
    if one.what == "renumber":
        return record._replace(standings=(*record.standings, Standing(version, record.chapter, f"9{one.at}")))
    if one.what == "merge" and other != record.id:
        return record._replace(fates=(Fate(version, "merged-into", (other,)),))
    return record._replace(fates=(Fate(version, "withdrawn", (), date, "Why."),))


def merged(ours: str, theirs: str, *options: str, base: Lock = BASE) -> tuple[str, int]:
    """Return what git makes of two texts that were that of ``base``, and how many conflicts it finds."""
    with TemporaryDirectory() as folder:
        for name, text in (("ours", ours), ("base", written(base)), ("theirs", theirs)):
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="")
        done = subprocess.run(
            ["git", "merge-file", "-p", "--quiet", *options, "ours", "base", "theirs"],
            cwd=folder,
            capture_output=True,
            check=False,
        )
    assert done.returncode < 128, done.stderr
    return done.stdout.decode(), done.returncode


def read(text: str) -> tuple[Lock, set[Rule]]:
    with TemporaryDirectory() as folder:
        (Path(folder) / "edition.lock").write_text(text, encoding="utf-8", newline="")
        report = Report()
        return read_lock(Path(folder), report), {one.rule for one in report.diagnostics}


def remembered(lock: Lock) -> dict[str, set[object]]:
    """Return all that is remembered of each id, and of the releases."""
    known: dict[str, set[object]] = {"": set(lock.releases)}
    for one in lock.records:
        known[one.id] = {one.kind, *one.standings, *one.wordings, *one.fates, *one.names}
    return known


def both(ours: Lock, theirs: Lock) -> dict[str, set[object]]:
    """Return all that is remembered of each id by one branch or the other."""
    left, right = remembered(ours), remembered(theirs)
    return {id: left.get(id, set()) | right.get(id, set()) for id in left | right}


@settings(max_examples=150)
@given(releases, changes, releases, changes)
def test_what_git_makes_of_two_releases_is_told_or_whole(
    one: Release, ones: list[Change], other: Release, others: list[Change]
) -> None:
    """Either git sees the contradiction, and so do we, or all that either branch remembers is there."""
    ours, theirs = released(one, ones, "ours"), released(other, others, "theirs")
    text, conflicts = merged(written(ours), written(theirs))
    lock, said = read(text)
    if conflicts:
        assert said == {Rule.LOCK_CONFLICT}
    elif not said:
        assert remembered(lock) == both(ours, theirs)


@settings(max_examples=150)
@given(releases, changes, releases, changes)
def test_what_is_left_of_both_sides_is_told_or_whole(
    one: Release, ones: list[Change], other: Release, others: list[Change]
) -> None:
    """So it is where the lines of both sides are kept, as our hint has it: nothing changes hands, or goes, unseen."""
    ours, theirs = released(one, ones, "ours"), released(other, others, "theirs")
    text, _ = merged(written(ours), written(theirs), "--union")
    lock, said = read(text)
    if not said:
        assert remembered(lock) == both(ours, theirs)


@settings(max_examples=50)
@given(releases, changes)
def test_a_branch_that_released_nothing_takes_what_the_other_has(release: Release, changes: list[Change]) -> None:
    """Git says nothing, and the lock is that of the branch that released; so where both have the same."""
    text = written(released(release, changes, "ours"))
    for other in (written(BASE), text):
        assert merged(text, other) == (text, 0)


def test_two_releases_of_different_chapters_are_one_by_hand() -> None:
    """All that a person has to do is to keep the two lines of releases."""
    ours = released(Release("1.1", "2027-01-02"), [Change("reword", 1, 0), Change("insert", 5, 2)], "ours")
    theirs = released(Release("1.2", "2027-03-01"), [Change("withdraw", 20, 0), Change("insert", 18, 2)], "theirs")
    text, conflicts = merged(written(ours), written(theirs))
    assert conflicts == 1
    lock, said = read("".join(re.split(r"(?m)^(?:<<<<<<<|=======|>>>>>>>).*\n", text)))
    assert said == set()
    assert remembered(lock) == both(ours, theirs)
    assert [release.version for release in lock.releases] == ["1.0", "1.1", "1.2"]


def test_one_version_of_two_texts_is_a_contradiction() -> None:
    """Though the day is the same, the sums differ; and both cannot stay."""
    release = Release("1.1", "2027-01-02")
    ours, theirs = (written(released(release, [Change("reword", at, 0)], "")) for at in (1, 20))
    text, conflicts = merged(ours, theirs)
    assert conflicts == 1
    assert read(text)[1] == {Rule.LOCK_CONFLICT}
    assert Rule.LOCK_ORDER in read(merged(ours, theirs, "--union")[0])[1]


def test_one_number_for_two_paragraphs_is_told() -> None:
    """Two branches put a paragraph between 2 and 3, one of them behind a heading: git has nothing to say of it."""
    ours = released(Release("1.1", "2027-01-02"), [Change("insert", 3, 2)], "ours")
    theirs = released(Release("1.2", "2027-03-01"), [Change("insert", 4, 2)], "theirs")
    assert read(merged(written(ours), written(theirs), "--union")[0])[1] == {Rule.LOCK_NUMBER_TWICE}


def test_a_record_that_both_moved_is_told() -> None:
    """It stands where either put it."""
    ours = released(Release("1.1", "2027-01-02"), [Change("move", 1, 5)], "ours")
    theirs = released(Release("1.2", "2027-03-01"), [Change("move", 1, 10)], "theirs")
    assert Rule.LOCK_ID_TWICE in read(merged(written(ours), written(theirs), "--union")[0])[1]


def test_words_that_got_under_another_record_are_told() -> None:
    """One branch has two parts with one title change places, and the other gives a third title to the first."""
    first, second = (
        Published(f"one#h-{x}", "section", (Standing("1.0", "one"),), (Wording("1.0", "Notes"),)) for x in "ab"
    )
    base = Lock(BASE.releases, (first, second))
    ours = Lock((*BASE.releases, Release("1.1", "2027-01-02")), (second, first))
    titled = first._replace(wordings=(*first.wordings, Wording("1.2", "Sources")))
    theirs = Lock((*BASE.releases, Release("1.2", "2027-03-01")), (titled, second))
    text, _ = merged(written(ours), written(theirs), "--union", base=base)
    assert "one#h-b section\n  at 1.0 one\n  words 1.0 Notes\n  words 1.2 Sources\n" in text
    assert read(text)[1] == {Rule.LOCK_CHANGED}
