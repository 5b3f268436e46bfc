"""The commands that speak of citations, ``cite``, ``verify`` and ``diff``: each returns what it says."""

from __future__ import annotations

from pathlib import Path

from postil.apparatus import Apparatus
from postil.commands.answers import Answer
from postil.diagnostics import Report, tell
from postil.read import line_of, shown
from postil.read.files import text_if_there

KNOWN = "known-citations.txt"
"""The file of an edition that lists citations of it: ``diff`` tests them."""

_LOSSES = ("id-", "disposition-", "lock-")


def losses(report: Report) -> Report:
    """Return what of ``report`` is about published ids."""
    some = Report()
    some.diagnostics += [one for one in report.diagnostics if one.rule.code.startswith(_LOSSES)]
    return some


def answer(command: str, apparatus: Apparatus, content: Path, options: dict[str, str]) -> Answer:
    """Return what ``command`` says of the edition in ``content``."""
    form = options["format"]
    if command == "cite":
        from postil.commands.cite import cite

        return cite(apparatus, options["cite"], style=options["style"], form=form, version=options["version"])
    from postil.commands.verify import Item, items, verify
    from postil.verifying import read_said

    known = content / KNOWN
    path = Path(options["verify"]) if command == "verify" else known
    report = Report()
    text = text_if_there(path, report)
    if report.errors:
        return Answer(err=f"{tell(report, line_of)}\n", status=2)
    listed = items(text, shown(path), apparatus) if text is not None else []
    if command == "diff":
        from postil.commands.diff import diff

        return diff(apparatus, options["diff"], listed, form, strict="strict" in options)
    return verify(apparatus, listed if text is not None else [Item(read_said(options["verify"], apparatus))], form)
