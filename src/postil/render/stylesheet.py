"""One stylesheet out of many: the files that ``edition.css`` imports, each in its layer."""

from __future__ import annotations

import re
from collections.abc import Mapping

_IMPORT = re.compile(r'@import "(?P<file>[\w-]+\.css)" layer\((?P<layer>[\w-]+)\);\n?')
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SPACE = re.compile(r"\s*([{};,]|(?<=[\w)]):(?=\s))\s*|\s+")


def bundle(files: Mapping[str, str]) -> str:
    """Return ``edition.css`` of ``files``, the files it imports in their places, without comments and spare space.

    The imports are those of CSS Cascading and Inheritance 5, section 2.1: ``@import "file" layer(name);``. Raises
    KeyError for a file that is not there.
    """
    whole = _IMPORT.sub(lambda match: f"@layer {match['layer']} {{\n{files[match['file']]}}}\n", files["edition.css"])
    return _SPACE.sub(lambda match: match[1] or " ", _COMMENT.sub("", whole)).replace(";}", "}").strip() + "\n"
