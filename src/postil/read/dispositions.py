"""What the editor says became of published ids."""

from __future__ import annotations

from pathlib import Path

from postil.diagnostics import Report, Rule
from postil.lock import FATES, Disposition
from postil.read.dates import edtf
from postil.read.fields import Fields, read_list
from postil.read.yaml import Scalar

FILE = "dispositions.yaml"

EXAMPLES = {
    "reworded": "p-9k2aa",
    "moved": "p-9k2aa",
    "split-into": "[p-9k2aa, p-4d7ex]",
    "merged-into": "p-9k2aa",
    "withdrawn": "true",
}
"""What each of FATES may be said to be."""


def read_dispositions(folder: Path, report: Report, unread: set[str]) -> tuple[Disposition, ...]:
    """Return the dispositions of the file in ``folder``, in its order.

    Where something in it cannot be read, its name is added to ``unread``.
    """
    before = report.errors
    top, _ = read_list(folder / FILE, "dispositions", "id", report, unread)
    if top is None:
        return ()
    found: dict[tuple[str, str], Disposition] = {}  # what becomes of an id another day is another thing
    for fields in top.records("dispositions", "a disposition"):
        one = _disposition(fields)
        if one is None:
            continue
        if (one.id, one.date) in found:
            said = f"said twice, first on line {found[one.id, one.date].span.line}"
            report.add(Rule.DISPOSITION_UNCLEAR, one.span, id=one.id, said=said)
            continue
        found[one.id, one.date] = one
    top.done()
    if report.errors > before:
        unread.add(FILE)
    return tuple(found.values())


def _disposition(fields: Fields) -> Disposition | None:
    """Return one record; None where it does not say what became of which id."""
    id = fields.needed("id", "p-7k3mx")
    given = [what for what in FATES if what in fields.mapping.keys]
    targets = {what: _targets(fields, what, id) for what in FATES}
    reason = fields.needed("reason", "The authors sent a correction.")
    date = _date(fields)
    misspelt = any(key not in fields.taken for key in fields.mapping.keys)
    fields.done()
    if id and len(given) != 1 and not misspelt:
        said = f"said in {len(given)} ways, {' and '.join(given)}" if given else "not said"
        fields.report.add(Rule.DISPOSITION_UNCLEAR, fields.where("id"), id=id, said=said)
    if not id or len(given) != 1:
        return None
    return Disposition(id, given[0], targets[given[0]], date, reason, fields.where("id"))


def _targets(fields: Fields, what: str, id: str) -> tuple[str, ...]:
    """Return the ids that ``what`` leads to; ``withdrawn`` leads nowhere."""
    if what not in fields.mapping.items:
        fields.value(what)
        return ()
    if what == "split-into":
        targets = tuple(text for each in fields.scalars(what) if (text := each.text.strip()))
        if not targets and not isinstance(fields.value(what), Scalar):
            fields.missing[what] = EXAMPLES[what]
        return targets
    target = fields.needed(what, EXAMPLES[what])
    if what == "withdrawn":
        fields.matching(what, "true", "Write true, or take the line away.")
        return ()
    value = fields.scalar(what)
    if value and what == "merged-into" and target == id:
        fields.invalid(what, value, "Name the block that has its words now.")
    return (target,) if target else ()


def _date(fields: Fields) -> str:
    fields.needed("date", "2027-01-02")
    value = fields.scalar("date")
    text = value.text.strip() if value else ""
    day = edtf(text)
    if value and text and (day is None or not day.day or day.iso != text):
        fields.invalid("date", value, "Write a whole date, such as 2027-01-02.")
    return text
