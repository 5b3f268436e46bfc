"""Marks within a source's fields: Pandoc's Markdown becomes the marks of CSL JSON."""

from __future__ import annotations

import re

SMALL_CAPS = '<span style="font-variant:small-caps;">'
NO_CASE = '<span class="nocase">'

_TAGS = {
    "*": ("<i>", "</i>"),
    "_": ("<i>", "</i>"),
    "**": ("<b>", "</b>"),
    "__": ("<b>", "</b>"),
    "^": ("<sup>", "</sup>"),
    "~": ("<sub>", "</sub>"),
}
_SPANS = {"nocase": NO_CASE, "smallcaps": SMALL_CAPS}
_TOKEN = re.compile(
    r"\\[!-/:-@\[-`{-~]|\*\*?|__?|\^|~|\[|\]\{\.(?:nocase|smallcaps)\}|<[^<>]*>|[^\\*_^~\[\]<]+|.", re.S
)


def marked(text: str) -> str:
    """Return ``text`` with its simple Markdown as CSL JSON marks it (CSL JSON specification, rich text fields).

    Emphasis, strong emphasis, raised and lowered text and the spans ``[…]{.nocase}`` and ``[…]{.smallcaps}`` are
    read, as Pandoc reads them in CSL-YAML; a sign that marks nothing stays, and one after a backslash is itself.
    """
    tokens = _TOKEN.findall(text)
    marks = _Marks()
    for token, before, after in zip(tokens, [" ", *tokens], [*tokens[1:], " "], strict=False):
        marks.add(token, before[-1], after[0])
    return "".join(marks.parts)


class _Marks:
    """The parts of a text, and what is open in it: each mark with the place of the part that it is."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.open: list[tuple[str, int]] = []
        self.count: dict[str, int] = {}
        self.spaced = -1  # the last part in which there is a space

    def add(self, token: str, before: str, after: str) -> None:
        """Add ``token``, which stands between the signs ``before`` and ``after``."""
        opens = token == "["
        closed = False
        if token == "]":
            closed = self.close("[", "[", "]")
        elif token.startswith("]{"):
            closed = self.close("[", _SPANS[token[3:-1]], "</span>")
        elif token in _TAGS and not (token[0] == "_" and before.isalnum() and after.isalnum()):
            closed = not before.isspace() and self.close(token, *_TAGS[token])
            opens = not after.isspace()
        elif any(map(str.isspace, token)):
            self.spaced = len(self.parts)
        if opens and not closed:
            self.begin(token)
        elif not closed:
            self.parts.append(token[1:] if token[0] == "\\" and len(token) == 2 else token)

    def begin(self, mark: str) -> None:
        """Open ``mark``; until it is closed it is a sign like any other."""
        self.open.append((mark, len(self.parts)))
        self.count[mark] = self.count.get(mark, 0) + 1
        self.parts.append(mark)

    def close(self, mark: str, opening: str, closing: str) -> bool:
        """Close the last ``mark`` that is open, if there is one with words in it; nothing within it is open then."""
        if not self.count.get(mark):
            return False
        while self.open[-1][0] != mark:
            self.count[self.open.pop()[0]] -= 1
        start = self.open[-1][1]
        if start + 1 == len(self.parts) or (mark in "^~" and self.spaced > start):
            return False
        self.open.pop()
        self.count[mark] -= 1
        self.parts[start] = opening
        self.parts.append(closing)
        return True
