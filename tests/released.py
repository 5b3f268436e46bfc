"""A small edition with three releases behind it, in which everything happened that can happen to a paragraph."""

from pathlib import Path

from postil.lock import Fate, Lock, Published, Release, Standing, Wording, written
from tests import edition

RIVERS = "The first paragraph of this essay says something plain about rivers and the towns that stand beside them."
BRIDGES = (
    "The second paragraph is about bridges, and about the people who kept them.",
    "The second paragraph is about bridges, which are long, and about the people who keep them.",
    "The second paragraph is about bridges, which are longer than they were, and about the people who keep them.",
)
FERRIES = "A third paragraph came later than the others and tells of ferries in *summer* and of ice in winter."
HARBOURS = "Harbours are built where a river is wide and slow, and where the sea does not come in."
DYKES = "Dykes are another matter altogether, and cost those who live behind them a good deal of money."
WEIRS = "A new one, which no release has published so far, is about weirs, mills and fish."
CANALS = "Canals were once spoken of with the rivers, and have a chapter of their own by now."

LOCK = Lock(
    (Release("1.0", "2026-01-05"), Release("1.1", "2026-06-01"), Release("1.2", "2026-11-22")),
    (
        Published("p-00001", "paragraph", (Standing("1.0", "one", "1"),), (Wording("1.0", RIVERS),)),
        Published(
            "p-00002",
            "paragraph",
            (Standing("1.0", "one", "2"),),
            tuple(Wording(version, words) for version, words in zip(("1.0", "1.1", "1.2"), BRIDGES, strict=True)),
        ),
        Published(
            "p-00003",
            "paragraph",
            (Standing("1.1", "one", "7"),),
            (Wording("1.1", "A third paragraph came later than the others and tells of ferries in summer."),),
        ),
        Published(
            "p-00004",
            "paragraph",
            (Standing("1.0", "one", "3"),),
            (Wording("1.0", "A house that was named here asked not to be named."),),
            (Fate("1.1", "withdrawn", (), "2026-05-30", "A house asked not to be named"),),
        ),
        Published(
            "p-00005",
            "paragraph",
            (Standing("1.0", "one", "4"),),
            (Wording("1.0", "Of the people who kept bridges."),),
            (Fate("1.2", "merged-into", ("p-00002",), "2026-11-20"),),
        ),
        Published(
            "p-00006",
            "paragraph",
            (Standing("1.0", "one", "5"),),
            (Wording("1.0", f"{HARBOURS} {DYKES}"), Wording("1.1", HARBOURS)),
            (Fate("1.1", "split-into", ("p-00006", "p-00007"), "2026-05-30", "two matters"),),
        ),
        Published("p-00007", "paragraph", (Standing("1.1", "one", "5a"),), (Wording("1.1", DYKES),)),
        Published(
            "p-00008",
            "paragraph",
            (Standing("1.0", "one", "6"), Standing("1.2", "two", "1")),
            (Wording("1.0", CANALS),),
        ),
    ),
)
"""In the order of the file, but for the numbers."""


def released(root: Path, **settings: str) -> Path:
    """Return a folder ``content`` in ``root`` with the edition; ``settings`` are further lines of its edition.yaml."""
    lines = {"title": "Waters", "version": '"1.2"', "issued": "2020", "publisher": "A House", **settings}
    people = "authors:\n  - {given: Ada, family: Author}\n"
    one = (RIVERS, BRIDGES[2], HARBOURS, DYKES, FERRIES, WEIRS)
    return edition.written(
        root,
        {
            "edition.yaml": "".join(f"{key}: {value}\n" for key, value in lines.items()) + people,
            "one.md": "---\ntitle: Rivers\n---\n\n" + "\n\n".join(one) + "\n",
            "two.md": f"---\ntitle: Canals\n---\n\n{CANALS}\n",
            "edition.lock": written(LOCK),
        },
    )
