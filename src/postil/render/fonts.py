"""The edition's own fonts, cut down to the characters it uses, in a stylesheet of their own."""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from postil.apparatus import Apparatus
from postil.edition import Citing, Font

PLAIN = "".join(map(chr, range(0x20, 0x7F))) + "\N{NO-BREAK SPACE}\N{SOFT HYPHEN}“”‘’«»„‚‹›–—…·•¶§†‡°×←→↑↓↩"
"""What every page may have: the keys of a keyboard, quotation marks, and the marks of the interface."""

FEATURES = ("lnum", "onum", "pnum", "tnum", "smcp")
"""What the stylesheet asks of a font beside what is always on: its figures and its small capitals."""


class FontBroken(Exception):
    """A font cannot be cut down; says which, and why."""

    def __init__(self, font: Font, problem: str) -> None:
        super().__init__(problem)
        self.font, self.problem = font, problem


def characters(apparatus: Apparatus) -> set[str]:
    """Return the characters of the edition, each also as a capital and as a small letter."""
    used = set(PLAIN)
    edition = apparatus.edition
    seen: set[int] = set()
    pending: list[Any] = [apparatus._replace(edition=edition._replace(citing=Citing(), fonts=()))]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            used.update(one)
        elif isinstance(one, dict):
            pending += (*one, *one.values())
        elif isinstance(one, (tuple, list)) and id(one) not in seen:
            seen.add(id(one))  # what is derived shares its parts with what was written
            pending += one
    if edition.language.partition("-")[0] in ("az", "tr"):
        used.update("İı")
    used.update(*(each.upper() + each.lower() for each in used))
    return {each for each in used if each >= " "}  # spaces of other widths, and joiners, are characters of a font too


def subset(font: Font, used: Iterable[str]) -> bytes:
    """Return ``font`` with the characters ``used`` that it has, as WOFF2, its copyright kept. Raises FontBroken."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features = [*options.layout_features, *FEATURES]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.hinting = False
    options.notdef_outline = True
    out = BytesIO()
    try:
        with TTFont(BytesIO(font.content), recalcTimestamp=False) as whole:
            cutter = Subsetter(options)
            cutter.populate(unicodes=map(ord, used))
            cutter.subset(whole)
            whole.flavor = "woff2"
            whole.save(out)
    except Exception as error:  # a broken file breaks the library anywhere, and in many ways
        raise FontBroken(font, " ".join(str(error).split()) or type(error).__name__) from error
    return out.getvalue()


HOLD = "@layer tokens { body { animation: hold 80ms; } }\n@keyframes hold { from, to { opacity: 0; } }\n"
"""Chromium reads a font that stands in a stylesheet beside drawing the page, and is done in less than this."""


def stylesheet(fonts: tuple[Font, ...], used: set[str], tokens: str) -> str:
    """Return the stylesheet that holds ``fonts``, cut down to ``used``, and sets the text in them. Raises FontBroken.

    They stand in it whole: they are there when the first line is shown, so that no text moves under its reader, and a
    browser that reads a folder on a disk has them too. The fonts of the system, which ``tokens`` names, stay behind
    them for what they have not.
    """
    family = fonts[0].family
    faces = "".join(_face(family, font, subset(font, used)) for font in fonts)
    system = tokens.partition("--serif:")[2].partition(";")[0].strip()
    return f'{faces}@layer tokens {{ :root {{ --serif: "{family}", {system}; }} }}\n{HOLD}'


def _face(family: str, font: Font, content: bytes) -> str:
    style = "italic" if font.italic else "normal"
    return (
        f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {font.weight}; '
        f'src: url("data:font/woff2;base64,{b2a_base64(content, newline=False).decode()}") format("woff2"); }}\n'
    )
