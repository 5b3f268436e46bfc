"""``diff``: what the citations of a version come to, if the edition were published as it is now."""

from __future__ import annotations

import json

from postil import cited
from postil.apparatus import Apparatus
from postil.commands.answers import Answer, beginning, marked
from postil.commands.verify import Item, as_record, as_text
from postil.differing import BROKEN, CHANGED, REDIRECTED, UNCHANGED, WITHDRAWN, Row, counts, differ
from postil.lock import BLOCKS
from postil.verifying import ALTERED, ELSEWHERE, EXACT, MISSING, Finding, Verifier
from postil.verifying import GONE as GONE_SINCE
from postil.verifying import VERSION as IN_VERSION

_SAID = {
    UNCHANGED: "unchanged",
    CHANGED: "changed",
    REDIRECTED: "redirected",
    WITHDRAWN: "withdrawn",
    BROKEN: "broken",
}


def diff(apparatus: Apparatus, version: str, known: list[Item], form: str = "text", *, strict: bool = False) -> Answer:
    """Return what becomes of the citations of ``version`` (the last, if it is empty), and of those that are ``known``.

    The status is 1 where one breaks, or what there is could not all be read; 3 where, ``strict``, one changed.
    """
    lock = apparatus.edition.lock
    if version and version not in [release.version for release in lock.releases]:
        problem = f"no release is called “{version}”: {cited.listed('there is', cited.released(apparatus))}"
        return Answer(err=f"postil: {problem}\n", status=2)
    version = version or lock.version
    rows = differ(apparatus, version)
    verifier = Verifier(apparatus)
    tested = [(item, verifier.verify(item.said)) for item in known]
    became = [_became(apparatus, item, finding) for item, finding in tested]
    outcomes = [*became, *(row.outcome for row in rows)]
    status = 3 if strict and set(outcomes) - {UNCHANGED} else 0
    status = 1 if BROKEN in outcomes or apparatus.edition.unread else status
    left_out = "".join(f"{name} cannot be read: it is left out.\n" for name in sorted(apparatus.edition.unread))
    if form == "json":
        return Answer(_json(apparatus, version, rows, tested, became), left_out, status)
    said = _known(apparatus, tested, became) + _text(apparatus, version, rows)
    return Answer(said, left_out, status)


def _became(apparatus: Apparatus, item: Item, finding: Finding) -> str:
    """Return what becomes of a citation that is known: one of OUTCOMES."""
    if finding.outcome == ELSEWHERE:
        passage = cited.locate(apparatus, item.said.cited).passage
        return REDIRECTED if passage and passage.gone and finding.id in passage.here else BROKEN
    if finding.outcome == GONE_SINCE:
        return REDIRECTED if finding.passage and finding.passage.here else WITHDRAWN
    return {EXACT: UNCHANGED, ALTERED: CHANGED, IN_VERSION: CHANGED, MISSING: BROKEN}[finding.outcome]


def _known(apparatus: Apparatus, tested: list[tuple[Item, Finding]], became: list[str]) -> str:
    """Return what became of the citations that are known, in lines: how many there are, and those to look at."""
    if not tested:
        return ""
    numbers = ", ".join(f"{became.count(what)} {said}" for what, said in _SAID.items() if what in became)
    lines = "".join(
        as_text(apparatus, item, finding)
        for (item, finding), what in zip(tested, became, strict=True)
        if what != UNCHANGED
    )
    return f"Citations that are known: {numbers}.\n{lines}\n"


def _text(apparatus: Apparatus, version: str, rows: tuple[Row, ...]) -> str:
    if not version:
        return "Nothing is published yet, so nothing can have changed.\n"
    blocks = tuple(row for row in rows if row.passage.kind in BLOCKS)
    others = tuple(row for row in rows if row.passage.kind not in BLOCKS)
    lines = [f"Citations of version {version}, if the edition were published as it is now:"]
    for what, some in (("paragraphs", blocks), ("notes, sections, sources and entries", others)):
        if some:
            numbers = ", ".join(f"{count} {_SAID[outcome]}" for outcome, count in counts(some).items() if count)
            lines.append(f"  {what}: {numbers}")
    shown = [_row(apparatus, row) for row in rows if row.outcome != UNCHANGED]
    return "\n".join(lines) + "\n" + ("\n" + "".join(shown) if shown else "")


def _row(apparatus: Apparatus, row: Row) -> str:
    passage, standing = row.passage, row.standing
    name = cited.called(passage, standing.number, standing.chapter)
    lines = [f"{row.outcome:<10} {name}, {passage.id}: {beginning(row.words)}"]
    if row.outcome == BROKEN:
        lines.append("nothing says what became of it")
    if row.outcome == WITHDRAWN and passage.fates[-1].reason:
        lines.append(passage.fates[-1].reason)
    heirs = [apparatus.passages[id] for id in row.targets if id in apparatus.passages]
    if heirs:
        lines.append("to " + " and ".join(f"{cited.called(heir)}, {heir.id}" for heir in heirs))
    if row.renumbered:
        lines.append(f"now {cited.called(passage)}")
    if row.runs:
        lines.append(marked(row.runs))
    return "\n           ".join(lines) + "\n"


def _json(
    apparatus: Apparatus,
    version: str,
    rows: tuple[Row, ...],
    tested: list[tuple[Item, Finding]],
    became: list[str],
) -> str:
    told = {
        "version": version,
        "counts": counts(rows),
        "known": [
            {**as_record(apparatus, item, finding), "becomes": what}
            for (item, finding), what in zip(tested, became, strict=True)
        ],
        "rows": [
            {
                "outcome": row.outcome,
                "id": row.passage.id,
                "kind": row.passage.kind,
                "chapter": row.standing.chapter,
                "number": row.standing.number,
                "chapter_now": row.passage.slug,
                "number_now": row.passage.number,
                "words": row.words,
                "leads_to": list(row.targets),
                "changes": [[what, words] for what, words in row.runs],
            }
            for row in rows
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
