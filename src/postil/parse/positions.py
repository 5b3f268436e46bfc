"""From a place in a block's words to line and column of the file.

markdown-it knows lines, not columns: it strips indentation, quotation marks and table bars from the words it
reads. Here the words are found again on their line.
"""

from __future__ import annotations

from markdown_it.token import Token

from postil.manuscript import Manuscript, Span


class Positions:
    """Spans in one manuscript."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.path = manuscript.path
        self.indent = manuscript.indent
        self.lines = manuscript.text.split("\n")
        self._cells: dict[int, int] = {}

    def block(self, token: Token) -> Span:
        """Return where the block of ``token`` begins."""
        if not token.map:
            return Span(self.path, 0)
        line = token.map[0]
        text = self.lines[line] if line < len(self.lines) else ""
        lead = len(text) - len(text.lstrip())
        return Span(self.path, line + 1, lead + 1 + self.indent, max(1, len(text.rstrip()) - lead))

    def line(self, line: int) -> Span:
        """Return the whole of the line ``line``, counted from 0."""
        text = self.lines[line] if line < len(self.lines) else ""
        return Span(self.path, line + 1, 1 + self.indent, max(1, len(text)))

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
        content = token.content
        first = content.rfind("\n", 0, start) + 1
        until = content.find("\n", start)
        until = len(content) if until < 0 else until
        line = (token.map or [0])[0] + content.count("\n", 0, start)
        length = max(1, min(end, until) - start)
        if cell is not None:
            column = cell + start + content.count("|", 0, start)
            return Span(self.path, line + 1, column + 1 + self.indent, length)
        text = self.lines[line].rstrip() if line < len(self.lines) else ""
        words = content[first:until].strip()
        lead = len(content[first:until]) - len(content[first:until].lstrip())
        begin = len(text) - len(words) if text.endswith(words) else max(text.find(words), 0)
        return Span(self.path, line + 1, begin + start - first - lead + 1 + self.indent, length)
