"""``verify``: whether quotations and citations are still true of the edition."""

from __future__ import annotations

import json
from typing import NamedTuple

from postil import cited
from postil.apparatus import Apparatus
from postil.changes import SAME
from postil.commands.answers import Answer, beginning, marked
from postil.verifying import ALTERED, ELSEWHERE, EXACT, GONE, MISSING, VERSION, Finding, Said, Verifier, read_said

STATUS = {EXACT: 0, ALTERED: 3, ELSEWHERE: 4, VERSION: 5, GONE: 6, MISSING: 6}
"""The exit status of each outcome; of many, the highest."""


class Item(NamedTuple):
    """What is to be verified, and the file and line it is from, if any."""

    said: Said
    file: str = ""
    line: int = 0


def items(text: str, file: str, apparatus: Apparatus) -> list[Item]:
    """Return what the lines of a file say; empty lines, and those that begin with #, say nothing."""
    lines = enumerate(text.split("\n"), 1)
    return [
        Item(read_said(line, apparatus), file, number)
        for number, line in lines
        if line.strip() and not (line.lstrip().startswith("#") and not line.lstrip().startswith(("#n-", "#h-", "#p-")))
    ]


def verify(apparatus: Apparatus, asked: list[Item], form: str = "text") -> Answer:
    """Return what comes of all that is ``asked``."""
    verifier = Verifier(apparatus)
    found = [(item, verifier.verify(item.said)) for item in asked]
    status = max((STATUS[finding.outcome] for _, finding in found), default=0)
    if form == "json":
        told = [as_record(apparatus, item, finding) for item, finding in found]
        return Answer(json.dumps(told, ensure_ascii=False, indent=2) + "\n", status=status)
    return Answer("".join(as_text(apparatus, item, finding) for item, finding in found), status=status)


def as_text(apparatus: Apparatus, item: Item, finding: Finding) -> str:
    """Return what came of ``item``, in a few lines."""
    lines = [f"{finding.outcome:<10} {_place(apparatus, item, finding)}"]
    if finding.outcome == VERSION and finding.version:
        lines.append(f"only in version {finding.version}")
    elif finding.version:
        nearly = "nearly the words of" if item.said.words else "changed since"
        lines.append(f"{nearly} version {finding.version}")
    if finding.remark:
        lines.append(finding.remark)
    if finding.runs:
        lines.append(marked(finding.runs))
    prefix = f"{item.file}:{item.line}: " if item.file else ""
    return prefix + "\n           ".join(lines) + "\n"


def _place(apparatus: Apparatus, item: Item, finding: Finding) -> str:
    if finding.passage is None:
        return beginning(item.said.typed)
    name = cited.called(finding.passage)
    return f"{name}, {finding.id}: {cited.link(apparatus, finding.passage)}"


def as_record(apparatus: Apparatus, item: Item, finding: Finding) -> dict[str, object]:
    """Return what came of ``item`` as an object for JSON; its keys are always the same."""
    passage = finding.passage
    return {
        "said": item.said.typed,
        "file": item.file,
        "line": item.line,
        "outcome": finding.outcome,
        "id": finding.id,
        "kind": passage.kind if passage else "",
        "chapter": passage.slug if passage else "",
        "number": passage.number if passage else "",
        "version": finding.version,
        "address": cited.link(apparatus, passage) if passage else "",
        "leads_to": [id for id in passage.here if id != passage.id] if passage else [],
        "remark": finding.remark,
        "changes": [[what, words] for what, words in finding.runs],
        "changed": any(run.what != SAME for run in finding.runs),
    }
