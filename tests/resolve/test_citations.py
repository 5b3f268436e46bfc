"""Citations as words: of whole chapters, in order, as their edition says."""

from pathlib import Path

import pytest

from postil import nodes, tree
from postil.apparatus import Apparatus
from postil.diagnostics import Report
from postil.nodes import Inlines
from postil.pipeline import check
from tests.cases import Case, cases_in
from tests.edition import written

HERE = Path(__file__).parent
SOURCES = (HERE / "sources.yaml").read_text(encoding="utf-8")


def shown(inlines: Inlines) -> str:
    """Return inlines as words, with ``*…*`` for italics, ``<…>`` for links to sources, ``[…](#…)`` for references."""
    parts = []
    for node in inlines:
        if isinstance(node, nodes.Emphasis):
            parts.append(f"*{shown(node.children)}*")
        elif isinstance(node, nodes.SourceLink):
            parts.append(f"<{shown(node.children)}>")
        elif isinstance(node, nodes.CrossReference):
            parts.append(f"[{shown(node.children)}](#{node.target})")
        elif isinstance(node, nodes.Quoted):
            parts.append(f"{node.open}{shown(node.children)}{node.close}")
        elif isinstance(node, nodes.Link):
            parts.append(f"{shown(node.children)}")
        elif isinstance(node, nodes.NoteCall):
            parts.append(f"[^{node.label.partition('.')[0]}]")
        else:
            parts.append(tree.words(node))
    return "".join(parts)


def cited(root: Path, given: str) -> tuple[Apparatus, Report]:
    """Return the apparatus of an edition with one chapter: ``given``, whose first lines are ``citations:``’ keys."""
    settings, _, text = given.partition("\n\n")
    keys = "".join(f"  {line}\n" for line in settings.split("\n"))
    series = "note_series:\n  - name: ed\n    title: Editor’s notes\n"
    files = {
        "edition.yaml": f"title: An Edition\n{series}citations:\n{keys}",
        "one.md": text,
        "sources.yaml": SOURCES,
    }
    report = Report()
    checked = check(written(root, files), report)
    assert checked is not None
    return checked.apparatus, report


@pytest.mark.parametrize("case", cases_in(HERE / "cases", "citations"))
def test_case(tmp_path: Path, case: Case) -> None:
    """Expected are the text's paragraphs, then each note; below a note the citations that it shortens, in full."""
    apparatus, _ = cited(tmp_path, case.given)
    chapter = apparatus.chapters["one"]
    lines = []

    def words(children: Inlines) -> str:
        return shown(tuple(tree.rewrite(children, lambda node: chapter.citations.get(getattr(node, "id", ""), node))))

    for block in apparatus.trees["one"].blocks:
        if isinstance(block, nodes.Paragraph):
            lines.append(words(block.children))
    for numbered in chapter.notes.values():
        for block in numbered.note.blocks:
            if isinstance(block, nodes.Paragraph):
                lines.append(f"{numbered.number}. {words(block.children)}")
        for citation in tree.find(numbered.note, nodes.Citation):
            if citation.id in chapter.expanded:
                lines.append(f"   in full: {shown(chapter.expanded[citation.id])}")
    case.hold("".join(f"{line}\n" for line in lines))
