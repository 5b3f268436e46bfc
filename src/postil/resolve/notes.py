"""Notes in the order they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postil import nodes, tree
from postil.diagnostics import Report, Rule
from postil.edition import OWN_NOTES, Edition, Series
from postil.nodes import Chapter, Note

_NAME = re.compile(r"[^\W_](?:[\w.-]*\w)?(?::[^\W_](?:[\w.-]*\w)?)?")


def number_notes(
    chapter: Chapter, edition: Edition, report: Report
) -> dict[str, tuple[Note, str, Series, tuple[str, ...]]]:
    """Return each called note by its label: the note, its number, its series, and the ids of its calls.

    Notes are numbered by their first call, each series for itself: first those called in the text, then
    those that notes call. Undefined, uncalled and repeated notes are reported.
    """
    known: dict[str, Note] = {}
    by_id: dict[str, Note] = {}  # “ed:x” and “ed.x” have one address
    for note in chapter.notes:
        if note.id in by_id:
            report.add(Rule.NOTE_TWICE, note.span, label=note.label, line=by_id[note.id].span.line)
            continue
        known[note.label] = by_id[note.id] = note
        if not note.label.startswith("^") and not _NAME.fullmatch(note.label):
            report.add(Rule.NOTE_NAME, note.span, label=note.label)
        if not tree.words(note).strip() and not any(tree.find(note, nodes.Citation)):
            report.add(Rule.NOTE_EMPTY, note.span, label=note.label)
    series = {each.name: each for each in (OWN_NOTES, *edition.series)}
    calls: dict[str, list[str]] = {}
    undefined: set[str] = set()
    for call in _calls(chapter, known):
        if call.label in known:
            calls.setdefault(call.label, []).append(call.id)
        elif call.label not in undefined:
            undefined.add(call.label)
            report.add(Rule.NOTE_UNDEFINED, call.span, label=call.label, advice=_advice(call.label, known, report))
    counts: dict[str, int] = {}
    numbered = {}
    for label, ids in calls.items():
        note = known[label]
        if note.series not in series:
            advice = _series_advice(note.series, [name for name in series if name])
            report.add(Rule.NOTE_SERIES_UNKNOWN, note.span, series=note.series, advice=advice)
            continue
        count = counts[note.series] = counts.get(note.series, 0) + 1
        voice = series[note.series]
        number = letters(count) if voice.numbering == "letters" else str(count)
        numbered[label] = (note, number, voice, tuple(ids))
    for label, note in known.items():
        if label not in calls:
            report.add(Rule.NOTE_UNCALLED, note.span, label=label)
    return numbered


def _calls(chapter: Chapter, known: dict[str, Note]) -> Iterator[nodes.NoteCall]:
    """Return the calls as a reader meets them: in the text, then in each note in the order of the notes."""
    pending: list[str] = []
    met: set[str] = set()
    for call in _read(chapter.blocks):
        if call.label not in met:
            met.add(call.label)
            pending.append(call.label)
        yield call
    for label in pending:  # grows while it is read
        if label in known:
            for call in _read(known[label]):
                if call.label not in met:
                    met.add(call.label)
                    pending.append(call.label)
                yield call


def _read(node: tree.Node) -> Iterator[nodes.NoteCall]:
    """Return the calls that a reader meets: none in words that an emendation took away."""
    return (one for one in tree.walk(node, struck=False) if type(one) is nodes.NoteCall)


def letters(count: int) -> str:
    """Return the ``count``-th of a, b, … z, aa, ab, and so on."""
    found = ""
    while count:
        count, rest = divmod(count - 1, 26)
        found = chr(ord("a") + rest) + found
    return found


def _advice(label: str, known: dict[str, Note], report: Report) -> str:
    close = report.nearest(label, known)
    return f"Did you mean [^{close}]?" if close else f"Write it at the end of the chapter: [^{label}]: …"


def _series_advice(name: str, known: list[str]) -> str:
    if known:
        return f"Declared are: {', '.join(known)}."
    return (
        f"Declare it in edition.yaml under note_series (“- name: {name}”), or use a hyphen in the note’s name "
        "instead of the colon."
    )
