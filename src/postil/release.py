"""Release: what stands now enters the lock."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from postil.apparatus import Apparatus, Passage
from postil.diagnostics import Report
from postil.lock import BLOCKS, LOCK, Lock, Published, Release, Standing, Wording, written
from postil.pipeline import check
from postil.publish import keep
from postil.read import parse_lock, shown

_VERSION = r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))*(-[0-9A-Za-z]+(\.[0-9A-Za-z]+)*)?"


class NotReleased(Exception):
    """Nothing can be released as it was asked for; says why."""


def release(
    content: Path, version: str, report: Report, *, day: str = "", renumber: bool = False, strict: bool = False
) -> str:
    """Write the lock of the edition in ``content`` with the release ``version`` of ``day`` (today); say what is in it.

    What is wrong with the edition is reported, and then nothing is written. Raises NotReleased.
    """
    day = day or date.today().isoformat()
    if not re.fullmatch(_VERSION, version):
        raise NotReleased(
            f"“{version}” cannot be a version: use numbers with full stops between them, such as 1.0, and perhaps -rc1"
        )
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) or not _is_day(day):
        raise NotReleased(f"“{day}” is no date: write it as 2026-11-22")
    checked = check(content, report)
    if checked is None or report.fails(strict=strict):
        return ""
    lock = checked.apparatus.edition.lock
    if any(each.version == version for each in lock.releases):
        raise NotReleased(f"version {version} was released on {lock.dated(version)}: give this one another number")
    if lock.releases and _order(version) <= _order(lock.version):
        raise NotReleased(f"version {version} cannot come after {lock.version}: give this one a higher number")
    if lock.releases and day < lock.releases[-1].date:
        raise NotReleased(f"{day} is before the release of {lock.version}, on {lock.releases[-1].date}")
    following = next_lock(checked.apparatus, version, day, renumber=renumber)
    path = content / LOCK
    text = written(following)
    proof = Report()
    parse_lock(text, shown(path), proof)
    if proof.errors:
        raise NotReleased(f"the lock could not be read again, so it was not written: {proof.diagnostics[0].message}")
    keep(path, text.encode())
    return f"Released {version}: {said(following, checked.apparatus)}. {shown(path)} remembers it: commit it."


def said(lock: Lock, apparatus: Apparatus) -> str:
    """Return what the last release of ``lock`` brought, in words."""
    version = lock.version
    blocks = [record for record in lock.records if record.kind in BLOCKS]
    live = sum(not record.gone for record in blocks)
    new = sum(record.wordings[0].version == version for record in blocks)
    changed = sum(record.wordings[-1].version == version for record in blocks) - new
    gone = sum(record.gone and record.fates[-1].version == version for record in blocks)
    counts = ((new, "new"), (changed, "changed"), (gone, "gone"))
    parts = ", ".join(f"{count} {what}" for count, what in counts if count and len(lock.releases) > 1)
    chapters = len(apparatus.chapters)
    where = "1 chapter" if chapters == 1 else f"{chapters} chapters"
    return f"{live} {'paragraph' if live == 1 else 'paragraphs'} in {where}{f' ({parts})' if parts else ''}"


def _is_day(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _order(version: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts versions as people count them: 1.9 before 1.10, 1.0-rc before 1.0."""
    parts = re.findall(r"[0-9]+|[A-Za-z]+", re.sub(r"(\.0)+(?=-|$)", "", version))
    return (*((1, int(part), "") if part.isdigit() else (-1, 0, part) for part in parts), (0, 0, ""))


def next_lock(apparatus: Apparatus, version: str, date: str, *, renumber: bool = False) -> Lock:
    """Return the lock with the release ``version`` of ``date`` (ISO 8601) entered, and all that stands now.

    ``renumber`` counts the blocks of each chapter anew, from 1.
    """
    numbers = _counted(apparatus) if renumber else {}
    there: dict[str, list[Published]] = {}
    for passage in apparatus.passages.values():
        number = numbers.get(passage.id, passage.number)
        record = _released(passage._replace(number=number), version, anew=passage.id in numbers)
        there.setdefault(passage.slug, []).append(record)  # what is gone from a chapter that was renamed stays in it
    lock = apparatus.edition.lock
    others = sorted(there.pop("", []), key=lambda record: record.id)
    chapters = [record for slug in sorted(there) for record in there[slug]]
    return Lock((*lock.releases, Release(version, date, bool(renumber and lock.releases))), (*chapters, *others))


def _counted(apparatus: Apparatus) -> dict[str, str]:
    """Return the numbers of all blocks that stand in the text, counted anew in each chapter."""
    counts: dict[str, int] = {}
    numbers = {}
    for id, passage in apparatus.passages.items():
        if passage.kind in BLOCKS and not passage.gone:
            count = counts[passage.slug] = counts.get(passage.slug, 0) + 1
            numbers[id] = str(count)
    return numbers


def _released(passage: Passage, version: str, *, anew: bool) -> Published:
    """Return the record of ``passage`` with what ``version`` publishes of it; ``anew`` where it is counted anew."""
    record = passage.record or Published(passage.id, passage.kind)
    fates = tuple(fate if fate.version else fate._replace(version=version) for fate in passage.fates)
    record = record._replace(kind=passage.kind, fates=fates, names=passage.names)
    if passage.gone:
        return record
    standing = Standing(version, passage.slug, passage.number)
    if anew or not record.standings or record.standings[-1]._replace(version=version) != standing:
        record = record._replace(standings=(*record.standings, standing))
    if not record.wordings or record.words != passage.words:
        record = record._replace(wordings=(*record.wordings, Wording(version, passage.words)))
    return record
