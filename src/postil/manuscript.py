"""A text, its path, and spans in it."""

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
    """Markdown of the edition: a chapter, or a text that stands in YAML.

    ``slug`` names a chapter in addresses: the file's name without its ending. ``above`` is how many lines of the
    file stand above the text, ``indent`` by how many columns its lines are set in; ``UNKNOWN`` where the file has the
    words in other lines.
    """

    path: str
    slug: str
    text: str
    above: int = 0
    indent: int = 0


UNKNOWN = -1

NO_TEXT = Manuscript("", "", "")
