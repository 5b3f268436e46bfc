"""The fonts of an edition: files of one family, each with the weights and the slope that it says it has."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from postil.diagnostics import Report, Rule
from postil.edition import Font
from postil.read.fields import Fields
from postil.read.files import LARGEST
from postil.read.yaml import Scalar

KINDS = (".otf", ".ttf", ".woff", ".woff2")

PACKAGES = ("fontTools", "brotli")
"""What reads fonts, and writes them as pages want them: installed only where an edition has some."""


def read_fonts(fields: Fields, folder: Path, report: Report) -> tuple[Font, ...]:
    """Return the fonts that ``fields`` name, files in ``folder``; what cannot be used is reported and left out."""
    named = fields.scalars("fonts")
    if named:
        from importlib.util import find_spec

        if not all(map(find_spec, PACKAGES)):
            report.add(Rule.FONTS_UNREADY, fields.where("fonts"))
            return ()
    return tuple(font for each in named if (font := _font(each, folder, report)))


def _font(named: Scalar, folder: Path, report: Report) -> Font | None:
    name = named.text
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            report.add(Rule.FONT_OUTSIDE, named.span, name=name)
        elif path.suffix.lower() not in KINDS:
            problem = f"its name ends with none of {', '.join(KINDS)}"
            report.add(Rule.FONT_BROKEN, named.span, name=name, problem=problem)
        elif not path.is_file():
            report.add(Rule.FONT_MISSING, named.span, name=name)
        elif path.stat().st_size > LARGEST:
            report.add(Rule.FILE_TOO_LARGE, named.span, size=path.stat().st_size, most=LARGEST)
        else:
            return _described(name, path.read_bytes(), named)
    except OSError as error:
        report.add(Rule.FILE_UNREADABLE, named.span, reason=error.strerror or "unknown")
    except Exception:  # a broken file breaks the library anywhere, and in many ways; no path has a NUL character
        report.add(Rule.FONT_BROKEN, named.span, name=name, problem="it is none, or not a whole one")
    return None


def _described(name: str, content: bytes, named: Scalar) -> Font:
    """Return the font with this ``content`` under its own family's name, with its weights and its slope."""
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(content), lazy=True) as font:
        # it stands in a stylesheet, which may stand in a page
        family = re.sub(r'["\\<>\x00-\x1f]', "", font["name"].getBestFamilyName() or Path(name).stem)
        weight = str(font["OS/2"].usWeightClass)
        if "fvar" in font:
            weights = [axis for axis in font["fvar"].axes if axis.axisTag == "wght"]
            weight = f"{weights[0].minValue:g} {weights[0].maxValue:g}" if weights else weight
        italic = bool(font["OS/2"].fsSelection & 1 or font["head"].macStyle & 2)
        font.getBestCmap()
    return Font(name, family, weight, italic, content, named.span)
