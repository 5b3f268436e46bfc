"""One script out of many: the modules that an entry imports, in their order, within one function."""

from __future__ import annotations

from collections.abc import Mapping
from json import dumps

ENTRIES = ("edition", "tools", "lists", "verify", "lost", "search")
"""The scripts of the site by name: of chapters, what these load when it is wanted, and of four pages of their own."""

INLINE = "theme"
"""The script that stands within each page, so that none is shown otherwise than the reader has set."""

KEEPING = ("offline", "keeping", "leaving")
"""What an edition has that browsers are to keep, or to keep no more: in its chapters, and as service workers."""


STEMMER = "stem"
"""What takes the endings off words of the edition's language, where there is something that does."""


def bundle(files: Mapping[str, str], entry: str) -> str:
    """Return the module ``entry`` of ``files`` and all that it imports as one classic script, without comments.

    Classic, because a browser loads no module from a folder on a disk. The modules are written for this: a statement
    that imports or exports begins a line and an import is one line, a comment has its lines to itself, no text goes
    over a line's end, and no two modules name something the same. Raises KeyError for a module that is not there.
    """
    lines: list[str] = []
    _gather(files, entry, lines, set())
    return "\n".join(('"use strict";(()=>{', *lines, "})();\n"))


def translated(words: Mapping[str, str]) -> str:
    """Return a script that tells those which come after it the ``words`` that they say."""
    return f"(window.postil??={{}}).words={dumps(dict(words), ensure_ascii=False)};\n"


def _gather(files: Mapping[str, str], name: str, lines: list[str], met: set[str]) -> None:
    """Append the lines of the module ``name`` to ``lines``, after those of the modules it imports."""
    met.add(name)
    comment = False
    for line in map(str.strip, files[name].splitlines()):
        comment = comment or line.startswith("/*")
        if line.startswith("import "):
            other = line.split('"')[1].removeprefix("./")
            if other not in met:
                _gather(files, other, lines, met)
        elif line and not comment and not line.startswith("//"):
            lines.append(line.removeprefix("export "))
        comment = comment and not line.endswith("*/")
