"""Editions as sites, and their pages as trees."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lxml import html

from postil.diagnostics import Report
from postil.pipeline import build

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
EDITIONS = ROOT / "tests" / "editions"


def built(content: Path, out: Path) -> Path:
    """Return the folder ``out`` with the site of the edition in ``content``, which must give no diagnostics."""
    report = Report()
    published = build(content, out, report)
    assert report.diagnostics == []
    assert published is not None
    return out


def written(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Return ``root / "content"`` holding ``files``; without an ``edition.yaml`` it gets a plain one."""
    content = root / "content"
    for name, text in {"edition.yaml": "title: An Edition\n", **files}.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return content


def page(path: Path) -> html.HtmlElement:
    """Return the page in the file ``path``, parsed."""
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def author_words(element: html.HtmlElement) -> str:
    """Return the author's words of ``element``: without what bears ``data-apparatus``, white space made even."""
    copy = html.fromstring(html.tostring(element, encoding="unicode", with_tail=False))
    for mark in copy.xpath("//*[@data-apparatus]"):
        mark.drop_tree()
    return " ".join(copy.text_content().split())
