"""A small edition with sources of several kinds, as a site of which its apparatus may be changed before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from postil import nodes
from postil.apparatus import Apparatus, ChapterApparatus
from postil.diagnostics import Report
from postil.nodes import Inlines, Text
from postil.pipeline import check, furniture
from postil.read import read_scripts, read_styles
from postil.render import render
from tests.edition import written

SOURCES = """\
references:
  - {id: book, type: book, title: A Book, DOI: 'doi:10.1000/<1>', ISBN: 978-0-00-000000-2, PMID: '1234'}
  - {id: page, type: webpage, title: A Page, URL: 'https://example.org/a'}
  - {id: paper, type: article-newspaper, title: A Paper, issued: '1912'}
  - id: treaty
    type: treaty
    title: A Treaty
    issued: 2020-11-10
    URL: https://example.org/found
    custom:
      printed: {title: <i>The</i> Treaty, issued: 2020-11-09, URL: 'https://example.com/printed'}
      remark: Signed at night.
"""
TEXT = """\
# One

First.[^1] Second.[^2] Third.[^3] Fourth.[^4] Fifth.[^5] Sixth.[^6]

[^1]: [@book, 1].
[^2]: [@book, 2].
[^3]: [@book, 3].
[^4]: [@book, 4] and again [@book, 5].
[^5]: [@book, 6].
[^6]: [@page]. [@paper]. [@treaty].
"""


def same(apparatus: Apparatus) -> Apparatus:
    return apparatus


def citing(*, grouped: bool = False, lists: bool = False) -> Callable[[Apparatus], Apparatus]:
    """Return a change of an apparatus to one whose edition asks for its sources so."""

    def change(apparatus: Apparatus) -> Apparatus:
        edition = apparatus.edition
        return apparatus._replace(
            edition=edition._replace(citing=edition.citing._replace(grouped=grouped, lists=lists))
        )

    return change


def made(root: Path, change: Callable[[Apparatus], Apparatus] = same, text: str = TEXT) -> Path:
    """Return a small edition as a site, its apparatus changed before it is rendered."""
    content = written(root, {"sources.yaml": SOURCES, "one.md": text})
    report = Report()
    checked = check(content, report)
    assert checked is not None
    assert report.diagnostics == []
    with_ = furniture()
    styles, scripts = read_styles(with_.static), read_scripts(with_.static)
    for path, made in render(change(checked.apparatus), with_.templates, styles, scripts):
        (root / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "site" / path).write_bytes(made)
    return root / "site"


def shortened(apparatus: Apparatus) -> Apparatus:
    """Return ``apparatus`` with the citation of the second note shortened to a link to the first."""
    chapter: ChapterApparatus = apparatus.chapters["one"]
    id = [id for id in chapter.citations if id.startswith("cite-book")][1]
    ibid: Inlines = (
        nodes.CrossReference("n-1", "", (nodes.Emphasis((Text("Ibid."),)),)),
        nodes.Quoted((nodes.SmallCaps((Text("ad"),)),), "«", "»"),
    )
    citations = {**chapter.citations, id: ibid}
    chapter = chapter._replace(citations=citations, expanded={id: chapter.citations[id]})
    return apparatus._replace(chapters={"one": chapter})
