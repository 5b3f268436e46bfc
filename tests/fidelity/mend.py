"""The witness, mended by its declared repairs: the words that the edition must have."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

METADATA = ("chapter-metadata", "book-metadata")

CALL = re.compile(r"<sup>\d+</sup>")
EMPHASIS = re.compile(r"\*([^*]+)\*")
LINK = re.compile(r"\[([^\]]+)\]\(http://([^)]+)\)")
NOTE = re.compile(r"\d+\. ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One place of the witness, from ``line`` through ``to``, and what stands there now."""

    line: int
    to: int
    kind: str
    was: str
    now: str
    why: str

    def __str__(self) -> str:
        return f"repair [{self.kind}] at line {self.line}: {self.was!r}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repairs:
    """The repairs in the order they apply, and how often each rule must hold."""

    places: Sequence[Repair]
    rules: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """Plain words: section headings and text blocks in order, and the notes as printed."""

    blocks: list[str]
    notes: list[str]


def read_repairs(path: Path) -> Repairs:
    """Return the repairs declared in the YAML file at ``path``."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Repairs(
        places=[Repair(**{"to": record["line"], **record}) for record in data["repairs"]],
        rules={rule["name"]: rule["count"] for rule in data["rules"]},
    )


def mend(witness: str, repairs: Repairs) -> Mended:
    """Return the words of ``witness`` after ``repairs``.

    A repair that does not find its words exactly once at its place, or a rule that does
    not hold as often as it says, is a ValueError that names it.
    """
    lines = [line for line in repaired(witness.split("\n"), repairs.places) if line]
    used = count_rules(lines)
    if used != repairs.rules:
        raise ValueError(f"the rules hold {used}, expected {repairs.rules}")
    return Mended(
        blocks=[plain(line) for line in lines if not NOTE.match(line)],
        notes=[plain(line) for line in lines if NOTE.match(line)],
    )


def repaired(lines: list[str], repairs: Sequence[Repair]) -> list[str]:
    """Return ``lines`` with every repair made; the lines a repair has emptied stay, empty."""
    lines = list(lines)
    for repair in repairs:
        place = slice(repair.line - 1, repair.to)
        words = "\n".join(lines[place])
        if words.count(repair.was) != 1:
            raise ValueError(f"{repair} is found {words.count(repair.was)} times, expected once")
        now = "" if repair.kind in METADATA else repair.now
        gap = [""] * (repair.to - repair.line)
        lines[place] = [words.replace(repair.was, now), *gap]
    return lines


def count_rules(lines: Sequence[str]) -> dict[str, int]:
    """Return how often each rule finds something to do in ``lines``."""
    text = "\n".join(lines)
    return {
        "double-quotation-marks": text.count('"'),
        "apostrophes": text.count("'"),
        "note-calls": len(CALL.findall(text)),
        "link-text": sum(words == address for words, address in LINK.findall(text)),
    }


def plain(line: str) -> str:
    """Return the words of one mended line, with typographic quotation marks and no markup."""
    line = NOTE.sub("", line, count=1) if NOTE.match(line) else line.removeprefix("## ").removeprefix("> ")
    line = EMPHASIS.sub(r"\1", LINK.sub(r"\1", CALL.sub("", line)))
    return typographic(line)


def typographic(words: str) -> str:
    """Return ``words`` with straight double marks opening and closing in turn."""
    pieces = words.split('"')
    if len(pieces) % 2 == 0:
        raise ValueError(f"a quotation is left open: {words!r}")
    marks = ["”", "“"]
    paired = "".join(marks[n % 2] + piece if n else piece for n, piece in enumerate(pieces))
    return paired.replace("'", "’")
