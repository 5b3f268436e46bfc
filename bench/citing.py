"""What formatting the citations of the first edition costs in one style: milliseconds, as one line of numbers.

The first number is the cold cost: importing the processor, reading style and locale, the chapter's citations and the
bibliography. The others are the cost of a chapter, of as many chapters as the arguments say.
"""

import sys
import time
from pathlib import Path

from postil import tree
from postil.diagnostics import Report
from postil.edition import Citing
from postil.enrich.ids import anchor, identify
from postil.nodes import Citation
from postil.parse import parse
from postil.read import read_edition, read_manuscript
from postil.read.citing import CSL, STYLES


def main(content: Path, name: str, sizes: list[int]) -> None:
    report = Report()
    edition = read_edition(content, report)
    assert edition is not None
    read = read_manuscript(content / edition.manuscripts[0], report)
    assert read is not None
    chapter = anchor(identify(parse(read.manuscript, report, quotes=edition.quotes), set()))
    if name:
        path = CSL / "styles" / f"{name}.csl" if name in STYLES else Path(name)
        xml = path.read_text(encoding="utf-8")
        edition = edition._replace(citing=Citing(name, xml=xml, locale="en-US", locales=edition.citing.locales))

    start = time.perf_counter()
    from postil.csl import Style
    from postil.resolve.citations import Cited, Citer

    citer = Citer(edition, Style(edition.citing.xml))
    cited = [
        Cited(citation, number, "", note.id)
        for number, note in enumerate(chapter.notes, 1)
        for citation in tree.find(note, Citation)
    ]
    citer.chapter(cited)
    citer.bibliography()
    figures = [time.perf_counter() - start]
    for size in sizes:
        start = time.perf_counter()
        for _ in range(size):
            citer.chapter(cited)
        figures.append((time.perf_counter() - start) / size)
    print(*(f"{1000 * figure:.3f}" for figure in figures))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], [int(size) for size in sys.argv[3:]])
