"""The words that templates, modules and scripts say to readers, as the catalogues must have them."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None,
    "N_": None,
    "tongue": None,
    "interface": None,
    "gettext": None,
    "ngettext": (1, 2),
    "NN_": (1, 2),
    "plural": (1, 2),
}
SCRIPT = re.compile(r'\bt\("((?:[^"\\]|\\.)*)"')

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

Word = str | tuple[str, ...]


def words() -> dict[Word, set[str]]:
    """Return the words by which they are looked up, one or one and several, with where each is said."""
    found: dict[Word, set[str]] = {}
    for word, where in (*_templates(), *_modules(), *_scripts()):
        found.setdefault(word, set()).add(where)
    return found


def _templates() -> Iterator[tuple[Word, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        options = {"trimmed": "false", "silent": "false", "extensions": "jinja2.ext.i18n", "trim_blocks": "true"}
        yield from _extracted("jinja2.ext:babel_extract", path, options)


def _modules() -> Iterator[tuple[Word, str]]:
    for path in sorted((ROOT / "src/postil").rglob("*.py")):
        yield from _extracted("python", path, {})


def _extracted(method: str, path: Path, options: dict[str, str]) -> Iterator[tuple[Word, str]]:
    file = io.BytesIO(path.read_bytes())
    for _, message, _, _ in extract(method, file, keywords=KEYWORDS, options=options):
        yield (message if isinstance(message, str) else tuple(message)), str(path.relative_to(ROOT))


def _scripts() -> Iterator[tuple[Word, str]]:
    for path in sorted((ROOT / "static/script").glob("*.js")):
        for match in SCRIPT.finditer(path.read_text(encoding="utf-8")):
            yield match[1], "script"
