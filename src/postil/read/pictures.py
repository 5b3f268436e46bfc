"""Pictures and stylesheets."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from postil.diagnostics import Report, Rule
from postil.manuscript import Span

KINDS = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


class Pictures:
    """The pictures of an edition: ``found`` has the content of each by its path on the site, which is that in ``content``."""

    def __init__(self, content: Path, report: Report) -> None:
        self.content = content.resolve()
        self.report = report
        self.found: dict[str, bytes] = {}

    def read(self, src: str, span: Span) -> None:
        """Read the picture that a manuscript calls ``src``, once; what is wrong with it is reported at ``span``."""
        name = unquote(src)
        if name in self.found:
            return
        path = (self.content / name).resolve()
        if ":" in src or src.startswith(("/", "\\")) or self.content not in path.parents:
            self.report.add(Rule.IMAGE_OUTSIDE, span, src=src)
        elif path.suffix.lower() not in KINDS:
            self.report.add(Rule.IMAGE_KIND, span, src=src, kinds=", ".join(KINDS))
        elif not path.is_file():
            self.report.add(Rule.IMAGE_MISSING, span, src=src)
        else:
            self.found[path.relative_to(self.content).as_posix()] = path.read_bytes()


def read_styles(folder: Path) -> dict[str, str]:
    """Return the stylesheets in ``folder`` by their names."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.css"))}
