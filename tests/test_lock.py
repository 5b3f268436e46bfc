"""The lock as text: what is written is read as the same, and reads well."""

from pathlib import Path
from string import ascii_lowercase
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.diagnostics import Report
from postil.lock import (
    BLOCKS,
    FATES,
    KINDS,
    RESTORED,
    Fate,
    Lock,
    Published,
    Release,
    Standing,
    Wording,
    unescaped,
    written,
)
from postil.manuscript import NOWHERE
from postil.read.lock import read_lock
from tests.cases import diagnostics

LOCK = Lock(
    (Release("1.0", "2026-11-22"), Release("2.0", "2027-03-01", renumbered=True)),
    (
        Published(
            "p-7k3mx",
            "paragraph",
            (Standing("1.0", "end-of-the-war", "14"), Standing("2.0", "end-of-the-war", "12")),
            (Wording("1.0", "On 10 November 2020, the presidents met."), Wording("2.0", "The presidents\nmet.\n\n")),
            (Fate("2.0", "reworded", (), "2027-01-02", "The authors sent a correction."),),
            ("tripartite-statement",),
        ),
        Published("end-of-the-war#h-abcde", "section", (Standing("1.0", "end-of-the-war"),), (Wording("1.0", "End"),)),
        Published(
            "p-qqqqq",
            "figure",
            (Standing("1.0", "end-of-the-war", "15"),),
            (Wording("1.0", ""),),
            (Fate("2.0", "merged-into", ("p-7k3mx",)), Fate("2.0", "withdrawn", (), "", " C:\\x |\u2028 ")),
        ),
        Published("s-smith2020", "source", (Standing("1.0"),), (Wording("1.0", "Smith | # The Mandate"),)),
    ),
)

TEXT = r"""postil lock 1
# Written by `release` alone. Commit it; do not edit it.

release 1.0 2026-11-22 sum SUM
release 2.0 2027-03-01 renumbered sum SUM

p-7k3mx paragraph
  name tripartite-statement
  at 1.0 end-of-the-war 14
  at 2.0 end-of-the-war 12
  words 1.0 On 10 November 2020, the presidents met.
  words 2.0 The presidents
    | met.
    |
    |
  reworded 2.0 2027-01-02 | The authors sent a correction.

end-of-the-war#h-abcde section
  at 1.0 end-of-the-war
  words 1.0 End

p-qqqqq figure
  at 1.0 end-of-the-war 15
  words 1.0
  merged-into 2.0 - p-7k3mx
  withdrawn 2.0 - |  C:\\x |\u2028\u0020

s-smith2020 source
  at 1.0
  words 1.0 Smith | # The Mandate
"""


def read(text: str) -> tuple[Lock, str]:
    """Return the lock whose file holds ``text``, without its spans, and what is reported."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "edition.lock").write_text(text, encoding="utf-8", newline="")
        report = Report()
        lock = read_lock(Path(folder), report)
    return lock._replace(records=tuple(one._replace(span=NOWHERE) for one in lock.records)), diagnostics(report)


def test_a_lock_reads_well() -> None:
    """One record follows another, one version a line; lines of words are lines, and what is not seen is escaped."""
    text = written(LOCK)
    sums = [line.rpartition(" ")[2] for line in text.split("\n") if line.startswith("release ")]
    for total in sums:
        text = text.replace(total, "SUM")
    assert text == TEXT
    assert len(set(sums)) == 2


def test_a_lock_without_a_release_is_none() -> None:
    """Whoever cut it down to its first line would have published nothing, unseen."""
    assert read("postil lock 1\n") == (
        Lock(),
        "1:1+13 error: this is not a lock: there is no release in it [lock-syntax]\n",
    )


def test_what_was_written_is_read() -> None:
    """Reading gives the lock back."""
    assert read(written(LOCK)) == (LOCK, "")


def test_ends_of_lines_may_be_those_of_windows() -> None:
    """Git may have changed them; the lock is the same."""
    assert read(written(LOCK).replace("\n", "\r\n")) == (LOCK, "")


nasty = st.text(
    st.sampled_from("ab|# \\\n\r\t\f\v\x00\x1c\x85\u2028\u2029\ufeff\u00a0\u202eə<=>u0é\U0001f600")
    | st.characters(codec="utf-8"),
    max_size=12,
)
token = st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=6)
name = st.builds(lambda first, rest: first + rest, st.sampled_from(ascii_lowercase), token)
slug = st.from_regex(r"\w(?:[\w.-]{0,8}\w)?", fullmatch=True)
date = st.dates().map(lambda day: day.isoformat())


@st.composite
def locks(draw: st.DrawFn) -> Lock:
    """Return any lock that can be: no id, version or number twice, and no fate that leads nowhere."""
    versions = draw(st.lists(name, min_size=1, max_size=4, unique=True))
    dates = sorted(draw(st.lists(date, min_size=len(versions), max_size=len(versions))))
    releases = tuple(Release(version, day, draw(st.booleans())) for version, day in zip(versions, dates, strict=True))
    names = draw(st.lists(name, max_size=8, unique=True))
    own = names[::2]
    ids = [f"p-{place}" if draw(st.booleans()) else id for place, id in enumerate(names[1::2])]
    counted = iter(range(1000))
    records = []
    for place, id in enumerate(ids):

        def some() -> list[str]:
            return [version for version in versions if draw(st.booleans())]

        block = id.startswith("p-")  # which needs its words, and where it stood
        chapter = draw(slug if block else slug | st.just(""))
        fates = [
            Fate(
                version,
                what,
                tuple(draw(st.lists(st.sampled_from(ids), max_size=2))),
                draw(date | st.just("")),
                draw(nasty),
            )
            for version in some()
            for what in [draw(st.sampled_from([*(set(FATES) - {"merged-into"}), RESTORED]))]
        ]
        wordings = [] if any(fate.what == "withdrawn" for fate in fates) else some()
        wordings = wordings or versions[:1] * block
        records.append(
            Published(
                id,
                draw(st.sampled_from(BLOCKS if block else KINDS[len(BLOCKS) :])),
                tuple(
                    Standing(version, chapter, f"{next(counted)}a" if chapter else "")
                    for version in (some() or versions[:1] * block)
                ),
                tuple(Wording(version, draw(nasty)) for version in wordings),
                tuple(fates if not any(fate.targets and fate.what == "withdrawn" for fate in fates) else ()),
                (own[place],),
            )
        )
    return Lock(releases, tuple(records))


@given(locks())
def test_every_lock_is_read_as_it_was_written(lock: Lock) -> None:
    """Whatever the words and reasons hold, the lock comes back; and no line ends in white space."""
    text = written(lock)
    assert all(line == line.rstrip() for line in text.split("\n"))
    assert read(text) == (lock, "")


@given(nasty)
def test_words_have_no_line_but_those_of_newlines(words: str) -> None:
    """Whoever splits the file into lines, Python or git, finds the same ones, and no byte of nought."""
    text = written(Lock((Release("1", "2027-01-02"),), (Published("p-1", "term", (), (Wording("1", words),)),)))
    assert text.splitlines() == text.split("\n")[:-1]
    assert "\0" not in text
    text.encode()


RELEASED = LOCK._replace(
    records=tuple(
        one._replace(names=(), fates=tuple(fate for fate in one.fates if fate.version)) for one in LOCK.records
    )
)
"""What the sums are of: all but names, and what awaits a release."""


@given(st.integers(min_value=0), nasty)
def test_nothing_released_is_changed_unseen(place: int, instead: str) -> None:
    """Whatever stands in the place of one character of the records, the lock is the same, or it is told."""
    text = written(RELEASED)
    start = text.index("p-7k3mx paragraph")
    at = start + place % (len(text) - start)
    lock, said = read(text[:at] + instead.encode(errors="replace").decode() + text[at + 1 :])
    assert said or lock == RELEASED


@pytest.mark.parametrize("text", ["\\", "a\\b", "\\u00\\\\41", "\\\\\\", "\\u12g4"])
def test_a_backslash_alone_is_no_words(text: str) -> None:
    """What no lock writes is not guessed at."""
    with pytest.raises(ValueError, match=r"\\"):
        unescaped(text)
