"""HTML in the normal form in which CommonMark’s examples are compared (0.31.2, ``test/normalize.py``, as a rule).

White space is one space; beside a block's tags, and at a block's edges, there is none; attributes stand in order of
their names; entities are the characters they mean. In ``pre`` white space stays.
"""

import re
from html.parser import HTMLParser

BLOCKS = frozenset(
    """article aside blockquote body button canvas caption col colgroup dd div dl dt embed fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr iframe li map object ol output p pre progress script section style
    table tbody td textarea tfoot th thead tr ul video""".split()
)

Piece = tuple[str, ...]


class _Normal(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pre += tag == "pre"
        self.pieces.append(("open", tag, *(f"{name}={value}" for name, value in sorted(attrs))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append(("open", tag, *(f"{name}={value}" for name, value in sorted(attrs))))

    def handle_endtag(self, tag: str) -> None:
        self.pre -= tag == "pre"
        self.pieces.append(("close", tag))

    def handle_data(self, data: str) -> None:
        words = data if self.pre else re.sub(r"\s+", " ", data)
        if self.pieces and self.pieces[-1][0] in ("text", "pre"):
            words = self.pieces.pop()[1] + words
        self.pieces.append(("pre" if self.pre else "text", words))

    def handle_comment(self, data: str) -> None:
        self.pieces.append(("comment", data))


def normal(html: str) -> list[Piece]:
    """Return ``html`` as tags, words and comments in their normal form."""
    parser = _Normal()
    parser.feed(html)
    parser.close()
    found: list[Piece] = []
    for place, piece in enumerate(parser.pieces):
        if piece[0] == "text":
            words = piece[1]
            if place == 0 or _block(parser.pieces[place - 1]):
                words = words.lstrip()
            if place == len(parser.pieces) - 1 or _block(parser.pieces[place + 1]):
                words = words.rstrip()
            if not words:
                continue
            piece = ("text", words)
        found.append(piece)
    return found


def _block(piece: Piece) -> bool:
    return piece[0] in ("open", "close") and piece[1] in BLOCKS
