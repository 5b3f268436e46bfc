"""Pictures, stylesheets, scripts and schemas."""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote

from postil.diagnostics import Report, Rule
from postil.manuscript import Span

KINDS = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


class Pictures:
    """The pictures of an edition: ``found`` has each one's content by its path, in ``content`` and on the site."""

    def __init__(self, content: Path, report: Report) -> None:
        self.content = content.resolve()
        self.report = report
        self.found: dict[str, bytes] = {}

    def read(self, src: str, span: Span) -> None:
        """Read the picture that a manuscript calls ``src``, once; what is wrong with it is reported at ``span``."""
        name = normpath(unquote(src))
        if name in self.found:
            return
        try:
            path = (self.content / name).resolve()
            if ":" in src or name.startswith(("/", "\\")) or self.content not in path.parents or name.startswith("../"):
                self.report.add(Rule.IMAGE_OUTSIDE, span, src=src)
            elif path.suffix.lower() not in KINDS:
                self.report.add(Rule.IMAGE_KIND, span, src=src, kinds=", ".join(KINDS))
            elif not path.is_file():
                self.report.add(Rule.IMAGE_MISSING, span, src=src)
            else:
                self.found[name] = path.read_bytes()
        except ValueError:  # a NUL character
            self.report.add(Rule.IMAGE_MISSING, span, src=src)
        except OSError as error:
            self.report.add(Rule.FILE_UNREADABLE, span, reason=error.strerror or "unknown")


def read_styles(folder: Path) -> dict[str, str]:
    """Return the stylesheets in ``folder``, and the icon, by their names."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".css", ".svg"))
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def read_scripts(folder: Path, language: str = "") -> dict[str, str]:
    """Return the modules of the scripts in ``folder`` by their names, and as ``stem`` the stemmer of the ``language``.

    The stemmers are Snowball's, as they are in ``stem/``; not every language has one.
    """
    paths = sorted(path for path in (folder / "script").iterdir() if path.suffix == ".js")
    scripts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    tongue = language.partition("-")[0].lower()
    tongue = _STEMMED_AS.get(tongue, tongue)
    own = folder / "stem" / f"{tongue}.js"
    if re.fullmatch("[a-z]{2}", tongue) and own.is_file():
        stemmer = own.read_text(encoding="utf-8")
        name = re.match(r"var (\w+)=", stemmer)
        base = (folder / "stem" / "base.js").read_text(encoding="utf-8")
        if name:
            scripts["stem"] = f"{base.strip()};\n{stemmer.strip()};\n(window.postil??={{}}).Stemmer={name[1]};\n"
    return scripts


_STEMMED_AS = {"nb": "no", "nn": "no"}


def read_schemas(folder: Path) -> dict[str, str]:
    """Return the schemas in ``folder`` of the files of data by their names."""
    paths = sorted(path for path in (folder / "schema").iterdir() if path.suffix == ".json")
    return {path.name: path.read_text(encoding="utf-8") for path in paths}
