"""Editions whose text names many entries: of any size, made of the first edition's chapter, and always the same.

The names are made of syllables, so none is a word of the text. In each chapter every twelfth word or so is replaced by
one, each chapter beginning with another, so that all entries are named, and each about as often as the others.
"""

from __future__ import annotations

import re
import shutil
from itertools import count
from pathlib import Path

KINDS = ("glossary", "people", "places", "organisations", "events")
"""The registers, without ``.yaml``: an entry in each, in turn."""

EVERY = 12
"""One word in so many is replaced."""

_SYLLABLES = tuple(f"{first}{vowel}" for first in "bdgklmnprstvz" for vowel in "aeiou")
_LINK = re.compile(r"\[([^\]]*)\]\((?:term|person|place|org|event):[^)]*\)")
_WORD = re.compile(r"(?<![\w\[\]@(:/.-])[a-z]{4,}(?![\w\[\]@):/.-])")


def name(number: int) -> str:
    """Return the name with a number: two words of three syllables, unlike those of all others below 65³."""
    some = len(_SYLLABLES)
    digits = (number % some, number // some % some, number // some**2 % some)
    first = "".join(_SYLLABLES[(digit * 7 + 3) % some] for digit in digits)
    second = "".join(_SYLLABLES[(digit * 11 + 5) % some] for digit in digits[::-1])
    return f"{first.title()} {second.title()}"


def register(kind: int, entries: int, sources: list[str]) -> str:
    """Return the file of one register, with every fifth of ``entries``; each names the one before it, and a source."""
    lines = ["entries:"]
    for number in range(kind, entries, len(KINDS)):
        lines += [
            f"  - id: e-{number}",
            f"    term: {name(number)}",
            f"    forms: [{name(number).split()[0]}ian {name(number).split()[1]}]",
            f"    definition: What is called {name(number)} here was made of syllables, and means nothing.",
            f"    sources: [{sources[number % len(sources)]}]",
        ]
        if number >= len(KINDS):
            lines.append(f"    see: [e-{number - len(KINDS)}]")
        if KINDS[kind] == "places":
            lines.append(f"    coordinates: [{number % 90}.5, {number % 180}.25]")
        if KINDS[kind] == "events":
            lines.append(f"    when: '{1900 + number % 120}-0{number % 9 + 1}-1{number % 10}'")
    return "\n".join(lines) + "\n"


def chapter(text: str, number: int, entries: int) -> str:
    """Return the manuscript ``text`` with names in it, from that of ``number`` on; headings and notes stay."""
    seen, names = count(1), count(number * 13)

    def replaced(word: re.Match[str]) -> str:
        return word[0] if next(seen) % EVERY else name(next(names) % entries)

    lines = unlinked(text).split("\n")
    body = lines.index("---", 1) + 1 if lines[0] == "---" else 0
    kept = ("#", "[", "{", ">", "|")
    named = (line if line.startswith(kept) else _WORD.sub(replaced, line) for line in lines[body:])
    return "\n".join([*lines[:body], *named])


def unlinked(text: str) -> str:
    """Return ``text`` without the links to entries that it has itself."""
    return _LINK.sub(r"\1", text)


def make(folder: Path, like: Path, settings: str, *, chapters: int, entries: int, registers: bool = True) -> None:
    """Make an edition in ``folder`` of the edition ``like``, with ``settings`` for its ``edition.yaml``.

    Without ``registers`` its text is the same, and nothing is known of the names in it.
    """
    folder.mkdir()
    for path in (*like.glob("sources.*"), *like.glob("*.csl")):
        shutil.copyfile(path, folder / path.name)
    (folder / "edition.yaml").write_text(unlinked(settings), encoding="utf-8")
    sources = re.findall(r"(?m)^ *- id: (.+)$", (like / "sources.yaml").read_text(encoding="utf-8"))
    for kind, each in enumerate(KINDS if registers else ()):
        (folder / f"{each}.yaml").write_text(register(kind, entries, sources), encoding="utf-8")
    text = max(like.glob("*.md"), key=lambda path: path.stat().st_size).read_text(encoding="utf-8")
    for number in range(chapters):
        (folder / f"c{number + 1:04}.md").write_text(chapter(text, number, entries), encoding="utf-8")
