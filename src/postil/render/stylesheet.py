"""A stylesheet out of many: the files that it imports, each in its layer."""

from __future__ import annotations

from collections.abc import Mapping

# Space that separates nothing, once all space is one blank. A colon with a space after it ends a property's name.
_SPARE = (" {", "{"), ("{ ", "{"), ("; ", ";"), (" }", "}"), ("} ", "}"), (", ", ","), (": ", ":"), (";}", "}")


SHEETS = ("edition", "tools", "passage", "lists", "search")
"""The stylesheets of the site by name: of all pages, of what is loaded when it is wanted, of a paragraph's page, of
pages that list what the edition has, and of the page that searches."""


def bundle(files: Mapping[str, str], entry: str) -> str:
    """Return the stylesheet ``entry`` of ``files``, what it imports in its place, without comments and spare space.

    The imports are those of CSS Cascading and Inheritance 5, section 2.1, one a line:
    ``@import "file" layer(name);``. No string in the stylesheets holds a comment or two spaces. Raises KeyError for a
    file that is not there.
    """
    parts = []
    for line in files[entry].splitlines():
        if line.startswith("@import "):
            _, file, layer = line.split('"')
            name = layer.strip().removeprefix("layer(").removesuffix(");")
            parts.append(f"@layer {name} {{\n{files[file]}}}")
        else:
            parts.append(line)
    text = " ".join(_without_comments("\n".join(parts)).split())
    for spare, kept in _SPARE:
        text = text.replace(spare, kept)
    return text + "\n"


def _without_comments(text: str) -> str:
    return "".join(piece.partition("*/")[2] for piece in f"*/{text}".split("/*"))
