"""A text, its path, and spans in it."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of one line of a file.

    ``line`` and ``column`` count from 1, in characters; a ``column`` of 0 means the
    whole line. ``path`` is the path as diagnostics show it.
    """

    path: str
    line: int
    column: int = 0
    length: int = 1


NOWHERE = Span("", 0)


class Manuscript(NamedTuple):
    """Markdown of the edition, its lines numbered as in its file: what is not Markdown there is left empty.

    ``slug`` names a chapter in addresses: the file's name without its ending. ``indent`` is by how many
    columns the file sets the lines in, where they stand inside YAML.
    """

    path: str
    slug: str
    text: str
    indent: int = 0


NO_TEXT = Manuscript("", "", "")
