"""A small font, made for the tests."""

from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

NAMES = "Şəki, Šibenik, Đorđe Čović, Žarko, Армения, Ğ"
HAD = sorted({*map(chr, range(0x20, 0x7F)), *NAMES, *NAMES.upper(), *NAMES.lower(), *"ΩЖЯ“”’–"})
"""The characters it has: more than the names have."""


def boxes(*, italic: bool = False) -> bytes:
    """Return a small font: each of its characters is a box, and old-style figures are lower ones."""
    names = {char: f"u{ord(char):04X}" for char in HAD}
    glyphs = [".notdef", *names.values(), *(f"u{ord(digit):04X}.onum" for digit in "0123456789")]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(char): name for char, name in names.items()})

    def box(height: int) -> object:
        pen = TTGlyphPen(None)
        pen.moveTo((50, 0))
        for point in ((50, height), (750, height), (750, 0)):
            pen.lineTo(point)
        pen.closePath()
        return pen.glyph()

    builder.setupGlyf({name: box(400 if name.endswith("onum") else 700) for name in glyphs})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (800, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular", "copyright": "Nobody’s"})
    builder.setupOS2(sTypoAscender=800, usWeightClass=400, fsSelection=1 if italic else 64)
    builder.setupPost()
    builder.addOpenTypeFeatures(
        "feature onum {" + "".join(f"sub u{ord(d):04X} by u{ord(d):04X}.onum;" for d in "0123456789") + "} onum;"
    )
    out = BytesIO()
    builder.save(out)
    return out.getvalue()
