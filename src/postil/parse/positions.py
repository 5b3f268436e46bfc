"""From a place in a block's words to line and column of the file.

markdown-it knows lines, not columns: it strips indentation, quotation marks and table bars from the words it
reads. Here the words are found again on their line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from markdown_it.token import Token

from postil.manuscript import UNKNOWN, Manuscript, Span


class Positions:
    """Spans in one manuscript."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.path = manuscript.path
        self.above = manuscript.above + 1
        self.indent = manuscript.indent
        # as markdown-it reads them, line by line and character by character
        text = manuscript.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")
        self.lines = text.split("\n")
        self._cells: dict[int, int] = {}
        self._block: Token | None = None
        self._lines: list[tuple[int, int, int]] = []

    def block(self, token: Token) -> Span:
        """Return where the block of ``token`` begins."""
        if not token.map:
            return Span(self.path, 0)
        line = token.map[0]
        text = self.lines[line] if line < len(self.lines) else ""
        lead = len(text) - len(text.lstrip())
        return self._span(line, lead, max(1, len(text.rstrip()) - lead))

    def line(self, line: int) -> Span:
        """Return the whole of the line ``line``, counted from 0."""
        text = self.lines[line] if line < len(self.lines) else ""
        return self._span(line, 0, max(1, len(text)))

    def cell(self, token: Token) -> int:
        """Return the column, from 0, of the words of the table cell ``token``; cells are asked for in order."""
        line = token.map[0] if token.map else 0
        words = token.content.replace("|", "\\|")
        at = self.lines[line].find(words, self._cells.get(line, 0))
        if at < 0:
            at = self.lines[line].find(words)
        self._cells[line] = max(at, 0) + len(words)
        return max(at, 0)

    def mark(self, token: Token, at: tuple[int, int], cell: int | None = None) -> Span:
        """Return the span of the mark at ``at`` in the content of the inline ``token``."""
        start, end = at
        if token is not self._block:
            self._block = token
            self._lines = list(self._of(token))
        number = bisect_right(self._lines, start, key=lambda each: each[0]) - 1
        first, until, column = self._lines[number]
        line = (token.map or [0])[0] + number
        length = max(1, min(end, until) - start)
        if cell is not None:
            column = cell + token.content.count("|", 0, start)
        return self._span(line, column + start - first, length)

    def _span(self, line: int, column: int, length: int) -> Span:
        """Return the span at ``line`` and ``column`` of the text, counted from 0, as the file has it."""
        if self.indent == UNKNOWN:
            return Span(self.path, self.above)
        return Span(self.path, line + self.above, column + 1 + self.indent, length)

    def _of(self, token: Token) -> Iterator[tuple[int, int, int]]:
        """Return of each line of ``token`` where it begins and ends in the content, and in which column of the file."""
        first = 0
        for line, words in enumerate(token.content.split("\n"), (token.map or [0])[0]):
            until = first + len(words)
            text = self.lines[line].rstrip() if line < len(self.lines) else ""
            own = words.strip()
            begin = len(text) - len(own) if text.endswith(own) else max(text.find(own), 0)
            yield first, until, begin - (len(words) - len(words.lstrip()))
            first = until + 1
