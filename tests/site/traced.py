"""A small edition that was published and then edited in every way that an id can meet with."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from postil.apparatus import Apparatus
from postil.diagnostics import Report
from postil.lock import written as lock_text
from postil.pipeline import check
from postil.release import next_lock
from tests.edition import built, written

WORDS = {
    "harbour": "The harbour froze in the first week of January, and no ship left it until the ice broke in March.",
    "bread": "Bread was sold by weight in the market hall, and the weights were tested once a year by two sworn men.",
    "wall": "The old wall was taken down stone by stone, and each stone was used again in the houses of the poor.",
    "letters": "Letters came twice a month with the courier, who stayed for a night and took the answers with him.",
    "school": "A school was opened in the empty granary, where forty children learned to read from a single book.",
    "river": "In spring the river rose above the meadow, and the mill stood still while its master counted the days.",
    "bells": "The bells were cast from the cannon of the fortress, which had not been fired for a hundred years. "
    "They kept a rough voice that strangers noticed, and that was heard as far as the mill on a clear night.",
    "garden": "Behind the rectory lay a garden with nine pear trees, of which the youngest was older than the vicar.",
    "census": "The census of that year counted four thousand souls, not including soldiers and those without a hearth.",
    "road": "The road to the capital was paved at last, and a journey of three days became a journey of two.",
}
EDITION = "title: An Edition\nchapters: [{}]\n"
SOURCES = "references:\n{}"


def source(key: str, title: str) -> str:
    return f"  - {{id: {key}, type: book, title: {title}}}\n"


def term(id: str, name: str) -> str:
    return f"- id: {id}\n  term: {name}\n  definition: What {name} is.\n"


def one(*blocks: str, notes: str = "", title: str = "One") -> str:
    return "\n\n".join([f"# {title}", *(WORDS.get(block, block) for block in blocks), notes]) + "\n"


class Edited(NamedTuple):
    """The folder of an edition, and what was released of it."""

    root: Path
    files: dict[str, str]

    @property
    def content(self) -> Path:
        return self.root / "content"

    def apparatus(self) -> Apparatus:
        """Return the apparatus of what is written; nothing may be wrong with it."""
        for path in self.content.glob("*"):
            path.unlink()
        report = Report()
        checked = check(written(self.root, self.files), report)
        assert [(each.message, each.hint) for each in report.diagnostics] == []
        assert checked is not None
        return checked.apparatus

    def release(self, version: str, date: str, *, renumber: bool = False) -> Edited:
        """Return the edition with the release of what is written."""
        lock = next_lock(self.apparatus(), version, date, renumber=renumber)
        return self._replace(files={**self.files, "edition.lock": lock_text(lock)})

    def edit(self, **files: str) -> Edited:
        """Return the edition with other ``files``; those that are empty are none any more."""
        names = {name.replace("_", "."): text for name, text in files.items()}
        return self._replace(files={name: text for name, text in {**self.files, **names}.items() if text})

    def site(self) -> Path:
        self.apparatus()
        return built(self.content, self.root / "site")

    def ids(self) -> dict[str, str]:
        """Return the ids of blocks by the names of their WORDS."""
        found = {passage.words: id for id, passage in self.apparatus().passages.items()}
        return {name: found[words] for name, words in WORDS.items() if words in found}


def disposed(*said: str) -> str:
    """Return dispositions: each is an id and what became of it."""
    lines = ["dispositions:"]
    for each in said:
        id, _, rest = each.partition(" ")
        lines.append(f"  - id: {id}\n    {rest}\n    date: 2026-03-01\n    reason: The authors asked for it.")
    return "\n".join(lines) + "\n"


NOTES = """\
[^a]: A note on ice, and how thick it was that winter in the harbour.
[^b]: A note on bread, its weight, and its price before the war.
[^c]: A note on the courier and his horse, as told by the innkeeper.
[^d]: A note on pears, which were sold at the gate in September."""


def published(root: Path) -> Edited:
    """Return an edition that was released once, with an old chapter, and a source and an entry that will go."""
    return Edited(
        root,
        {
            "edition.yaml": EDITION.format("one.md, two.md, old.md"),
            "one.md": one(
                WORDS["harbour"] + "[^d] Still.[^a]",
                "## Bread {#bread}",
                WORDS["bread"] + "[^b]",
                "wall",
                "## Letters",
                WORDS["letters"] + "[^c] [@book] [@gone]",
                f"- {WORDS['school']}\n- {WORDS['river']}",
                notes=NOTES,
            ),
            "two.md": one("bells", "garden", title="Two"),
            "old.md": one(
                WORDS["census"] + "[^z]",
                "## On roads",
                "{#way}\n" + WORDS["road"],
                notes="[^z]: A note on paving stones and where they were cut.",
                title="Old",
            ),
            "sources.yaml": SOURCES.format(source("book", "A Book") + source("gone", "A Lost Book")),
            "glossary.yaml": term("ice", "ice") + term("hearth", "hearth"),
            "people.yaml": term("miller", "the miller"),
        },
    ).release("1.0", "2026-01-01")


def edited(root: Path) -> Edited:
    """Return it with a release after everything was changed: merged, split, moved, withdrawn, and named otherwise."""
    before = published(root)
    ids = before.ids()
    first, second = WORDS["bells"].split(". ")
    letters = f"{WORDS['letters']}[^c] [@book] See [](#{ids['river']}), [](two.md#{ids['garden']}), and [](#bread)."
    return before.edit(
        edition_yaml=EDITION.format("one.md, two.md, new.md"),
        one_md=one(
            WORDS["harbour"] + "[^a]",
            "## Bread {#loaves}",
            WORDS["bread"] + "[^loaf]",
            "## Letters",
            letters,
            f"- {WORDS['school']} {WORDS['river']}",
            notes="\n".join(NOTES.replace("[^b]", "[^loaf]").split("\n")[:3]),
        ),
        two_md=one(
            f"{first}.",
            second,
            title="Two",
        ),
        old_md="",
        new_md=one(
            "garden",
            WORDS["census"] + "[^z]",
            "## On roads",
            WORDS["road"],
            notes="[^z]: A note on paving stones and where they were cut.",
            title="New",
        ),
        sources_yaml=SOURCES.format(source("book", "A Book")),
        glossary_yaml=term("ice", "ice"),
        people_yaml="",
        dispositions_yaml=disposed(
            f"{ids['wall']} withdrawn: true",
            "one#n-d withdrawn: true",
            "sources#s-gone merged-into: sources#s-book",
            "glossary#e-hearth withdrawn: true",
            "people#e-miller withdrawn: true",
        ),
    ).release("1.1", "2026-04-01")
