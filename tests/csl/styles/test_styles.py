"""Records of every common type come out in each shipped style as its manual has them.

The golden texts were made with another processor (pandoc’s) and read line by line against the manuals’ rules; where
that processor is at fault, they have what the manual asks for.
"""

import os
from pathlib import Path

import pytest

from postil import nodes
from postil.csl import FIRST, SUBSEQUENT, Cluster, Item, Known, Processor, Style
from postil.diagnostics import Report
from postil.nodes import Inlines
from postil.read.citing import CSL, STYLES
from postil.read.sources import read_sources

HERE = Path(__file__).parent
UPDATE = os.environ.get("POSTIL_UPDATE_GOLDEN") == "1"


def words(inlines: Inlines) -> str:
    """Return ``inlines`` as a line of a golden text: italics between stars."""
    said = ""
    for node in inlines:
        match node:
            case nodes.Text():
                said += node.content
            case nodes.Emphasis():
                said += f"*{words(node.children)}*"
            case nodes.Quoted():
                said += node.open + words(node.children) + node.close
            case _:
                said += words(getattr(node, "children", ()))
    return said


@pytest.fixture(scope="module")
def processors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Processor]:
    """Return a processor of the records for each style."""
    folder = tmp_path_factory.mktemp("records")
    (folder / "sources.yaml").write_text((HERE / "records.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    report = Report()
    records = {source.key: source.record for source in read_sources(folder, report, set())}
    untitled = {"review", "letter"}  # of which an edition is told
    assert {one.message for one in report.diagnostics} <= {"a source needs “title”"}
    assert untitled <= set(records)
    locale = (CSL / "locales/locales-en-US.xml").read_text(encoding="utf-8")
    found = {}
    for name in STYLES:
        style = Style((CSL / "styles" / f"{name}.csl").read_text(encoding="utf-8"))
        found[name] = Processor(style, [locale], "en-US", records)
        found[name].disambiguate(list(records))
    return found


def formatted(processor: Processor) -> str:
    """Return each record’s citation, its shortened one where the style has notes, and its entry in the bibliography."""
    places = dict(line.split(" ", 1) for line in (HERE / "places.txt").read_text(encoding="utf-8").splitlines())
    entries = dict(processor.bibliography())
    text = ""
    for key in processor.records:
        label, _, locator = places.get(key, "").partition(" ")
        cluster = Cluster((Item(key, locator=locator, label=label),), 1)
        text += f"{key}\n"
        for position in (FIRST, SUBSEQUENT) if processor.style.in_notes else (FIRST,):
            text += f"  {words(processor.cite(cluster, [Known(position, 1)]))}\n"
        text += f"  {words(entries[key])}\n"
    return text


@pytest.mark.parametrize("name", STYLES)
def test_the_records_in_a_style(processors: dict[str, Processor], name: str) -> None:
    """The words, punctuation and italics of every record are those of the golden text."""
    golden = HERE / f"{name}.txt"
    got = formatted(processors[name])
    if UPDATE:
        golden.write_text(got, encoding="utf-8")
    assert got == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", STYLES)
def test_the_order_of_the_bibliography(processors: dict[str, Processor], name: str) -> None:
    """Entries stand by author, or by title where there is none; an author’s works by title or by year."""
    keys = [key for key, _ in processors[name].bibliography()]
    assert sorted(keys) == sorted(processors[name].records)
    some = [
        "classic",
        "patent",
        "book-subtitle",
        "book-translated",
        "interview",
        "song",
        "article-newspaper",
        "webpage",
    ]
    if name == "mla":  # a film stands under its title
        some.insert(7, "motion_picture")
    places = [keys.index(key) for key in some if key not in ("webpage", "song")]
    assert places == sorted(places)
