"""The promise, end to end: an edition is released, edited, asked about and released again, and no id goes astray."""

import re
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.apparatus import Apparatus
from postil.diagnostics import Report, Rule
from postil.lock import Lock, written
from postil.pipeline import check
from postil.release import next_lock
from tests import cases as cases  # for its settings of hypothesis
from tests.enrich.edits import Block, Edited, Rates, chapter, edit, generated

ASKED = (Rule.ID_LOST, Rule.ID_DOUBTFUL)
FILLER = "Here stands a note."
LIGHT = 0.3
"""A light edit changes at most this share of a block's words."""


def manuscripts(blocks: list[Block]) -> dict[str, str]:
    """Return the manuscripts of ``blocks`` by name; notes are inline notes of the text before them."""
    found: dict[str, list[str]] = {}
    for block in blocks:
        parts = found.setdefault(f"{block.chapter}.md", [])
        words = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", block.words)
        if block.kind == "note":
            if not parts or parts[-1].startswith("## "):
                parts.append(FILLER)
            parts[-1] += f"^[{words}]"
        else:
            parts.append({"section": "## ", "item": "- "}.get(block.kind, "") + words)
    return {name: "\n\n".join(parts) + "\n" for name, parts in found.items()}


def plain(blocks: list[Block]) -> list[Block]:
    """Return ``blocks`` as a manuscript can have them here: tables are paragraphs, and every block has words."""
    return [block._replace(kind="paragraph") if block.kind == "table" else block for block in blocks]


def built(root: Path, blocks: list[Block], lock: Lock, said: list[dict[str, object]]) -> tuple[Apparatus, Report]:
    """Return the edition of ``blocks`` in ``root``, with its lock and what the editor ``said`` became of ids."""
    content = root / "content"
    content.mkdir(exist_ok=True)
    for old in content.glob("*.md"):
        old.unlink()
    files = {"edition.yaml": "title: An Edition\n", **manuscripts(blocks)}
    if lock.releases:
        files["edition.lock"] = written(lock)
    files["dispositions.yaml"] = yaml.safe_dump(said, allow_unicode=True) if said else "[]\n"
    for name, text in files.items():
        (content / name).write_text(text, encoding="utf-8")
    report = Report(today="2027-01-02")
    checked = check(content, report)
    assert checked is not None
    return checked.apparatus, report


def standing(apparatus: Apparatus, blocks: list[Block]) -> dict[str, int]:
    """Return which of ``blocks`` stands under each id of the edition that was built of them."""
    places: dict[tuple[str, str], list[int]] = {}
    for place, block in enumerate(blocks):
        sort = block.kind if block.kind in ("section", "note") else "text"
        places.setdefault((block.chapter, sort), []).append(place)
    found = {}
    for slug, each in apparatus.chapters.items():
        rows = [passage for passage in apparatus.passages.values() if passage.slug == slug and not passage.gone]
        for sort in ("section", "note", "text"):
            own = [row for row in rows if (row.kind if row.kind in ("section", "note") else "text") == sort]
            if sort == "text":
                own = [row for row in own if row.words != FILLER]
            assert len(own) == len(places.get((slug, sort), [])), (slug, sort, each.page)
            found.update({row.id: place for row, place in zip(own, places.get((slug, sort), []), strict=True)})
    return found


class Editor:
    """An edition over its releases, with the blocks that stand under each of its ids."""

    def __init__(self, root: Path, blocks: list[Block]) -> None:
        self.root = root
        self.blocks = plain(blocks)
        self.lock = Lock()
        self.said: list[dict[str, object]] = []
        self.light = self.asked = 0
        self.release(built(root, self.blocks, self.lock, [])[0])

    def release(self, apparatus: Apparatus) -> None:
        self.lock = next_lock(apparatus, f"1.{len(self.lock.releases)}", "2027-01-02")
        apparatus, report = built(self.root, self.blocks, self.lock, self.said)
        assert [f"{one.rule.code} {one.message}{one.hint}" for one in report.diagnostics] == []
        assert not apparatus.draft
        self.ids = standing(apparatus, self.blocks)

    def edit(self, random: Random, rates: Rates) -> None:
        """Edit, answer what is asked, release; at each step an id leads to its own descendants, or is asked about."""
        edited = edit(self.blocks, random, rates)
        edited = edited._replace(blocks=plain(edited.blocks))
        ever: set[str] = set()
        while True:  # an answer can bring a neighbour into question
            apparatus, report = built(self.root, edited.blocks, self.lock, self.said)
            asked = self.asked_of(report)
            now = standing(apparatus, edited.blocks)
            self.check(apparatus, edited, now, asked)
            assert not asked & ever
            if not asked:
                break
            ever |= asked
            self.answer(asked, edited, now)
        for id, place in self.ids.items():
            light = 0 < edited.share[place] <= LIGHT
            self.light += light
            self.asked += light and id in ever
        self.blocks = edited.blocks
        self.release(apparatus)

    def asked_of(self, report: Report) -> set[str]:
        """Return the ids that the report asks about; there is nothing else in it."""
        assert {one.rule for one in report.diagnostics} <= set(ASKED)
        lines = written(self.lock).split("\n")
        return {lines[one.span.line - 1].split(" ")[0] for one in report.diagnostics}

    def check(self, apparatus: Apparatus, edited: Edited, now: dict[str, int], asked: set[str]) -> None:
        for id, old in self.ids.items():
            passage = apparatus.passages[id]
            if id in asked:
                assert not passage.here
                continue
            divided = passage.fates and passage.fates[-1].what == "split-into" and passage.fates[-1].version
            leads = passage.here[:1] if divided else passage.here  # the other parts left it releases ago
            heirs = [now[place_of(apparatus, here)] for here in leads]
            assert all(old in edited.origins[heir] for heir in heirs), (id, self.blocks[old], edited.blocks[heirs[0]])
            if not heirs:
                assert not any(old in origins for origins in edited.origins), (id, self.blocks[old])
        for id, passage in apparatus.passages.items():
            while not passage.here and passage.id not in asked and passage.fates[-1].what == "merged-into":
                passage = apparatus.passages[passage.fates[-1].targets[0]]
            assert passage.here or passage.id in asked or passage.fates[-1].what == "withdrawn", id

    def answer(self, asked: set[str], edited: Edited, now: dict[str, int]) -> None:
        """Say of each id that was asked about what became of it, as one who knows the truth."""
        names = {place: id for id, place in now.items()}
        taken = {id for id in now if id in self.ids}
        for id in sorted(asked):
            heirs = [names[place] for place, origins in enumerate(edited.origins) if self.ids[id] in origins]
            free = [heir for heir in heirs if heir not in taken]
            what = {"reworded": free[0]} if free else {"merged-into": heirs[0]} if heirs else {"withdrawn": True}
            taken.update(free[:1])
            self.said.append(
                {"id": id, **what, "reason": "So it was.", "date": f"2027-01-{len(self.lock.releases):02}"}
            )


def place_of(apparatus: Apparatus, here: str) -> str:
    """Return the published id of what stands at the address ``here``."""
    return (
        here
        if here in apparatus.passages
        else next(id for id, passage in apparatus.passages.items() if passage.here[:1] == (here,))
    )


@settings(max_examples=6)
@given(st.integers(0, 2**32))
def test_the_chapter_keeps_its_promise_over_its_releases(seed: int) -> None:
    """Whatever is done to the chapter, each id leads to its own descendants, or the build asks; so it is ever after."""
    with TemporaryDirectory() as folder:
        editor = Editor(Path(folder), list(chapter()))
        for _ in range(2):
            editor.edit(Random(seed), Rates())
            seed += 1


def test_a_book_of_two_thousand_blocks_keeps_its_promise(tmp_path: Path) -> None:
    """So it is with 2,000 blocks; and of the light edits (up to 30 % of the words) at most 5 % are asked about."""
    light = asked = 0
    for seed in (1, 2):
        random = Random(seed)
        root = tmp_path / str(seed)
        root.mkdir()
        editor = Editor(root, generated(2000, random))
        editor.edit(random, Rates())
        light += editor.light
        asked += editor.asked
    assert light > 1000
    assert asked / light <= 0.05
