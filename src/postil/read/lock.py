"""The lock, as its file says it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NoReturn
from zlib import crc32

from postil.diagnostics import Report, Rule
from postil.lock import (
    BLOCKS,
    CONTINUED,
    FATES,
    FORMAT,
    GONE,
    KINDS,
    LOCK,
    NONE,
    RESTORED,
    Fate,
    Lock,
    Published,
    Release,
    Standing,
    Wording,
    shown_sum,
    unescaped,
)
from postil.manuscript import Span
from postil.read.files import read_text, shown

MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
"""With these begin the lines that git puts where two branches contradict one another; the first begins it."""

_OUTCOMES = frozenset((*FATES, RESTORED))
_GONE = dict(zip(GONE, ("merged into another", "withdrawn"), strict=True))
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_BLOCK = re.compile(r"p-[0-9a-z]+")
_NUMBER = re.compile(r"[0-9]{1,6}[0-9a-z]{0,12}")
_SLUG = re.compile(r"\w(?:[\w.-]*\w)?")
_RELEASE = rf"release (\S+) ({_DATE})( renumbered)?(?: sum ([0-9a-f]{{8}}))?"

LARGEST = 2_000_000_000
"""The most bytes of a lock that are read: it remembers all chapters, and cannot be divided."""


def read_lock(folder: Path, report: Report) -> Lock:
    """Return the lock in ``folder``; an empty one where there is none, or where anything is wrong with it."""
    path = folder / LOCK
    if not path.exists():
        return Lock()
    text = read_text(path, report, LARGEST)
    if text is None:
        return Lock()
    return parse_lock(text, shown(path), report)


def parse_lock(text: str, path: str, report: Report) -> Lock:
    """Return the lock that ``text`` is, the file ``path``; an empty one where anything is wrong with it."""
    before = report.errors
    lines = text.split("\n")
    if text.startswith(MARKS) or any("\n" + mark in text for mark in MARKS):
        _tell_conflicts(lines, path, report)
        return Lock()
    try:
        lock = _Reading(path, lines, report).lock()
    except _Refused:
        return Lock()
    return lock if report.errors == before else Lock()


def _tell_conflicts(lines: list[str], path: str, report: Report) -> None:
    """Report where each conflict of an unfinished merge begins, or else the first mark that is left of one."""
    marked = [at for at, line in enumerate(lines) if line.startswith(MARKS)]
    for at in [at for at in marked if lines[at].startswith(MARKS[0])] or marked[:1]:
        report.add(Rule.LOCK_CONFLICT, Span(path, at + 1, 1, len(lines[at])), path=path)


class _Refused(Exception):
    """What was read is reported, and reading on would help nobody."""


class _Reading:
    """The tables that reading fills. Lines are counted from 0."""

    def __init__(self, path: str, lines: list[str], report: Report) -> None:
        self.path, self.lines, self.report = path, [*lines, ""], report
        self.releases: list[Release] = []
        self.rank: dict[str, int] = {"": -1}  # where a version stands among the releases
        self.era: dict[str, int] = {}  # how often blocks had been counted anew by then
        self.declared: dict[str, tuple[str, int]] = {}  # the sum of a release, and its line
        self.sums: dict[str, int] = {}
        self.records: list[Published] = []
        self.called: dict[str, int] = {}  # the head of the record that has this id or name
        self.numbered: dict[tuple[int, str, str], Published] = {}

    def lock(self) -> Lock:
        """Return the lock. What is wrong is reported, and ends the reading where no more can be understood."""
        before = self.report.errors
        at = self.head()
        while at < len(self.lines):
            at = self.record(at) if self.lines[at] else at + 1
        self.check_targets()
        if self.report.errors == before:  # what is wrong otherwise puts the sums out, too
            self.check_sums()
        if self.report.errors == before and any(total for total, _ in self.declared.values()):
            self.check_blocks()
        return Lock(tuple(self.releases), tuple(self.records))

    def head(self) -> int:
        """Read the format and the releases, and return the line after them."""
        first = self.lines[0]
        if first != FORMAT:
            name = FORMAT.rpartition(" ")[0] + " "
            if first.startswith(name) and first.removeprefix(name).isdecimal():
                advice = "Build with the Postil that released the edition last, or with a newer one."
                self.refuse(0, f"it is the lock of a newer Postil; this one reads “{FORMAT}”", advice)
            self.refuse(0, f"its first line must be “{FORMAT}”")
        at = 1
        while at < len(self.lines):
            line = self.lines[at]
            if line.startswith("release ") and line.count(" ") > 1:
                self.release(at)
            elif line and line[0] != "#":
                break
            at += 1
        if not self.releases:
            self.refuse(0, "there is no release in it", "Take the file as it was, with git checkout.")
        return at

    def release(self, at: int) -> None:
        match = re.fullmatch(_RELEASE, self.lines[at])
        if not match:
            self.refuse(at, "a release is a line such as “release 1.0 2026-11-22 sum 5d2f91ab”")
        version, date, renumbered, total = match.groups()
        last = self.releases[-1] if self.releases else Release("", "")
        if version in self.rank:
            self.order(at, 9, version, f"version {version} is released twice", self.one_side())
            return
        if date < last.date:
            problem = f"version {version}, of {date}, stands after {last.version}, of {last.date}"
            self.order(at, 9, version, problem, "Put the releases in the order of their dates.")
        self.rank[version] = len(self.releases)
        self.sums[version] = crc32(f"{version} {date}".encode())
        self.era[version] = self.era.get(last.version, 0) + bool(renumbered)
        self.declared[version] = (total or "", at)
        self.releases.append(Release(version, date, bool(renumbered)))

    def record(self, at: int) -> int:
        """Read the record whose head is line ``at``, and return the line after it."""
        lines, head = self.lines, at
        id, _, kind = lines[at].partition(" ")
        if not id or kind not in KINDS:
            self.refuse(at, "a record begins with its id and its kind, such as “p-7k3mx paragraph”")
        if kind in BLOCKS and not _BLOCK.fullmatch(id):  # a page of the site has its name
            self.refuse(at, f"“{id}” is no id of a {kind}: that has letters and digits, such as p-7k3mx")
        self.call(id, head, at, 1)
        summed = crc32(lines[at].encode())
        names: list[str] = []
        standings: list[Standing] = []
        wordings: list[Wording] = []
        fates: list[Fate] = []
        at += 1
        while (line := lines[at])[:2] == "  ":
            first, entry = at, line
            at += 1
            while lines[at].startswith(CONTINUED):
                entry += "\n" + lines[at]
                at += 1
            word, _, rest = line[2:].partition(" ")
            if word == "words":
                version = self.wording(first, at, rest, wordings)
            elif word == "at":
                version = self.standing(first, at, rest, standings)
            elif word in _OUTCOMES:
                version = self.fate(first, at, word, rest, fates)
            else:
                self.name(first, at, word, rest, head, names)
                summed = crc32(f" {rest}".encode(), summed)
                continue
            self.sums[version] = self.sums.get(version, 0) + crc32(entry.encode(), summed)
        span = Span(self.path, head + 1, 1, len(id))
        record = Published(id, kind, tuple(standings), tuple(wordings), tuple(fates), tuple(names), span)
        self.records.append(record)
        if kind in BLOCKS:
            self.number(record)
        if fates:
            self.check_gone(record)
        return at

    def wording(self, at: int, end: int, rest: str, found: list[Wording]) -> str:
        version, _, words = rest.partition(" ")
        self.check_version(at, 9, version, found[-1].version if found else "")
        found.append(Wording(version, self.text(at, end, words)))
        return version

    def standing(self, at: int, end: int, rest: str, found: list[Standing]) -> str:
        parts = rest.split(" ")
        if len(parts) > 3 or end > at + 1:
            self.refuse(at, "“at” is followed by a version, a chapter and a number, and by no more")
        if len(parts) > 1 and parts[1] and not _SLUG.fullmatch(parts[1]):
            self.refuse(at, f"“{parts[1]}” cannot be the name of a chapter")
        self.check_version(at, 6, parts[0], found[-1].version if found else "")
        found.append(Standing(*parts))
        return parts[0]

    def fate(self, at: int, end: int, what: str, rest: str, found: list[Fate]) -> str:
        facts, bar, reason = rest.partition(" |")
        parts = facts.split(" ")
        if len(parts) < 2 or parts[0] in ("", NONE) or not re.fullmatch(f"{_DATE}|{NONE}", parts[1]):
            self.refuse(at, f"“{what}” is followed by a version and a date, or {NONE} where there is no date")
        if end > at + 1 and not bar:
            self.refuse(at + 1, "only words and reasons go on in a second line")
        version, date = parts[0], "" if parts[1] == NONE else parts[1]
        self.check_version(at, 4 + len(what), version, found[-1].version if found else "", again=True)
        found.append(Fate(version, what, tuple(parts[2:]), date, self.text(at, end, reason.removeprefix(" "))))
        return version

    def name(self, at: int, end: int, word: str, rest: str, head: int, found: list[str]) -> None:
        if word != "name" or not rest or " " in rest or end > at + 1:
            self.refuse(at, f"“{word}” is nothing that a record has" if word != "name" else "a name has no space in it")
        if rest in found:
            self.twice(rest, head, at, 8)
        self.call(rest, head, at, 8)
        found.append(rest)

    def call(self, id: str, head: int, at: int, column: int) -> None:
        """Take ``id`` for the record whose head is line ``head``; another may not have it."""
        first = self.called.setdefault(id, head)
        if first != head:
            self.twice(id, first, at, column)

    def twice(self, id: str, first: int, at: int, column: int) -> None:
        what, advice = "the name", "A name leads to one place: keep it with one of the two records."
        if column == 1:
            what = "the id"
            advice = "A record that both branches of a merge moved stands twice: make it one, with the lines of both."
        span = Span(self.path, at + 1, column, len(id))
        self.report.add(Rule.LOCK_ID_TWICE, span, what=what, id=id, line=first + 1, advice=advice)

    def text(self, at: int, end: int, first: str) -> str:
        """Return words, or a reason, that begin with ``first`` on line ``at`` and end before line ``end``."""
        written = [first]
        for place in range(at + 1, end):
            more = self.lines[place].removeprefix(CONTINUED)
            if more and more[0] != " ":
                self.refuse(place, f"“{CONTINUED.strip()}” is followed by a space")
            written.append(more[1:])
        try:
            return unescaped("\n".join(written) if end > at + 1 else first)
        except ValueError:
            self.refuse(at, "a backslash is written \\\\")

    def check_version(self, at: int, column: int, version: str, before: str, *, again: bool = False) -> None:
        """Report a version that was never released, or that does not follow ``before``, the one on the line above."""
        rank, last = self.rank.get(version, -1), self.rank.get(before, -1)
        if rank < 0:
            if not version:
                self.refuse(at, "the version is missing")
            self.report.add(Rule.LOCK_VERSION, Span(self.path, at + 1, column, len(version)), version=version)
        elif rank <= last and not (again and rank == last):
            twice = rank == last
            problem = f"version {version} stands {'twice' if twice else f'after {before}'} in one record"
            advice = "Put what a record has in the order of the releases."
            self.order(at, column, version, problem, self.one_side() if twice else advice)

    def number(self, record: Published) -> None:
        """Report a number that another block was given before, since blocks were last counted anew."""
        for version, chapter, number in record.standings:
            first = self.numbered.setdefault((self.era.get(version, -1), chapter, number), record)
            if first.id != record.id and number:
                facts = {"id": record.id, "other": first.id, "line": first.span.line, "number": number}
                self.report.add(Rule.LOCK_NUMBER_TWICE, record.span, **facts, chapter=chapter, advice=self.one_side())

    def check_gone(self, record: Published) -> None:
        """Report words that are younger than the fate by which ``record`` had none."""
        last = record.fates[-1]
        if last.what in GONE and record.wordings:
            version = record.wordings[-1].version
            if last.version and self.rank.get(version, -1) > self.rank.get(last.version, -1):
                problem = f"“{record.id}” was {_GONE[last.what]} in version {last.version}, and has words of {version}"
                self.report.add(Rule.LOCK_ORDER, record.span, problem=problem, advice=self.one_side())

    def check_targets(self) -> None:
        """Report fates that lead to no record, or round in a circle."""
        merged: dict[str, tuple[str, ...]] = {}
        for record in self.records:
            for fate in record.fates:
                for target in fate.targets:
                    if target not in self.called:
                        self.lost(record, target, "which is no record’s")
            if record.gone:
                merged[record.id] = record.fates[-1].targets
        if merged:
            from graphlib import CycleError, TopologicalSorter  # few locks have what is gone

            try:
                TopologicalSorter(merged).prepare()
            except CycleError as error:
                target, id = error.args[1][:2]
                self.lost(next(one for one in self.records if one.id == id), target, "and that leads back to it")

    def lost(self, record: Published, target: str, problem: str) -> None:
        facts = {"id": record.id, "target": target, "problem": problem, "advice": self.one_side()}
        self.report.add(Rule.LOCK_TARGET, record.span, **facts)

    def check_blocks(self) -> None:
        """Report a block that lacks what every release gives it: words, and the chapter and number it stood at."""
        for record in self.records:
            standings = record.standings
            if record.kind in BLOCKS and not (
                record.wordings and standings and all(at.chapter and _NUMBER.fullmatch(at.number) for at in standings)
            ):
                problem = f"“{record.id}” needs its words, and where it stood, such as “at 1.0 one 14a”"
                self.report.add(Rule.LOCK_SYNTAX, record.span, problem=problem, advice=self.one_side())
                return

    def check_sums(self) -> None:
        """Report releases of which something was lost, changed, or given to another record."""
        for version, (total, at) in self.declared.items():
            if total and total != shown_sum(self.sums.get(version, 0)):
                span = Span(self.path, at + 1, self.lines[at].index(" sum ") + 6, len(total))
                self.report.add(Rule.LOCK_CHANGED, span, version=version, path=self.path)

    def order(self, at: int, column: int, version: str, problem: str, advice: str) -> None:
        self.report.add(Rule.LOCK_ORDER, Span(self.path, at + 1, column, len(version)), problem=problem, advice=advice)

    def one_side(self) -> str:
        """Return the way out where two branches cannot be made one by hand."""
        return (
            f"Take the file as one branch had it, with git checkout BRANCH -- {self.path}, "
            "then release what the other has."
        )

    def refuse(self, at: int, problem: str, advice: str = "") -> NoReturn:
        span = Span(self.path, at + 1, 1, max(1, len(self.lines[at])))
        advice = advice or f"Only `release` writes this file: take it as it was, with git checkout HEAD -- {self.path}"
        self.report.add(Rule.LOCK_SYNTAX, span, problem=problem, advice=advice)
        raise _Refused
