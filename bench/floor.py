"""The bare floor: what a chapter costs with our parser, one template and nothing else.

``python bench/floor.py CHAPTER.md PAGE.html``
"""

import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.footnote import footnote_plugin


def main(chapter: Path, page: Path) -> None:
    """Write ``chapter`` as one HTML page."""
    text = chapter.read_text(encoding="utf-8")
    if text.startswith("---\n"):
        text = text.split("\n---\n", 1)[1]
    markdown = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    template = templates.get_template("floor.html")
    html = template.render(title=chapter.stem, text=Markup(markdown.render(text)))
    page.write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
