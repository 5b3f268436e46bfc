"""A random editor, who keeps account of what became of every block; and texts for it to work on."""

import re
from functools import cache
from itertools import pairwise
from random import Random
from typing import NamedTuple

from postil import nodes, tree
from postil.diagnostics import Report
from postil.enrich import figures, sections
from postil.enrich.ids import cited
from postil.parse import parse
from postil.read import read_edition, read_manuscript
from tests.edition import CONTENT

TEXT = ("paragraph", "item")
"""The kinds that are split, merged and copied."""


class Block(NamedTuple):
    """A block, section or note of a text."""

    chapter: str
    kind: str
    words: str


class Rates(NamedTuple):
    """How many blocks of a hundred are edited in each way; how many sections, chapters of a hundred."""

    reworded: int = 30
    restyled: int = 4
    sentences: int = 6
    removed: int = 3
    inserted: int = 4
    replaced: int = 1
    copied: int = 1
    split: int = 2
    merged: int = 2
    moved: int = 2
    sections_moved: int = 10
    renamed: int = 20
    most: int = 30
    """Up to how many of a hundred words are changed in a block that is reworded."""


class Edited(NamedTuple):
    """An edited text: for each of its blocks the old ones it descends from; for each old one what was done to it.

    ``done`` has the names of the Rates that were applied. ``share`` says how many words of each old block were
    changed, added or dropped, 0 to 1.
    """

    blocks: list[Block]
    origins: list[frozenset[int]]
    done: list[frozenset[str]]
    share: list[float]


class _Draft(NamedTuple):
    chapter: str
    kind: str
    words: str
    origins: frozenset[int] = frozenset()


class _Editor:
    def __init__(self, blocks: list[Block], random: Random, rates: Rates) -> None:
        self.random = random
        self.rates = rates
        self.drafts = [_Draft(*block, frozenset([place])) for place, block in enumerate(blocks)]
        self.done: list[set[str]] = [set() for _ in blocks]
        self.share = [0.0] * len(blocks)
        # Of twins one can be removed, or one moved; after both nobody could say which is which. Nor of a block and its
        # near copy, if that is left in its place.
        seen: dict[tuple[str, str], list[int]] = {}
        for place, block in enumerate(blocks):
            seen.setdefault((block.kind, _plain(block.words)), []).append(place)
        self.texts = {words for _, words in seen}
        self.twins = {place for places in seen.values() if len(places) > 1 for place in places}
        self.vocabulary = [word for block in blocks if block.kind != "note" for word in block.words.split()]

    def chance(self, of_hundred: int) -> bool:
        return self.random.random() * 100 < of_hundred

    def note(self, draft: _Draft, what: str, share: float = 0.0) -> None:
        for place in draft.origins:
            self.done[place].add(what)
            self.share[place] = 1 - (1 - self.share[place]) * (1 - share)

    def fresh(self, size: int) -> str:
        """Return a new text that no old block has: with that, nobody could say which was there before."""
        while _plain(words := fresh(self.random, self.vocabulary, size)) in self.texts:
            pass
        return words

    def words_changed(self, draft: _Draft) -> _Draft:
        """Return ``draft`` with up to ``rates.most`` of a hundred words changed; a short one gets a typo."""
        words = draft.words.split()
        if len(words) < 8:
            self.note(draft, "reworded", 1 / max(len(words), 1))
            return draft._replace(words=typo(draft.words, self.random))
        times = max(1, round(len(words) * self.random.random() * self.rates.most / 100))
        self.note(draft, "reworded", times / len(words))
        for place in self.random.sample(range(len(words)), times):
            how = self.random.random()
            if how < 0.4:
                words[place] = typo(words[place], self.random)
            elif how < 0.7:
                words[place] = self.random.choice(self.vocabulary)
            elif how < 0.85:
                words[place] += " " + self.random.choice(self.vocabulary)
            else:
                words[place] = ""
        return draft._replace(words=" ".join(filter(None, words)))

    def sentence_changed(self, draft: _Draft) -> _Draft:
        """Return ``draft`` with a sentence more or less."""
        parts = sentences(draft.words)
        if len(parts) > 2 and self.chance(50):
            gone = parts.pop(self.random.randrange(len(parts)))
            self.note(draft, "sentences", len(gone.split()) / len(draft.words.split()))
        else:
            more = fresh(self.random, self.vocabulary, 12)
            parts.insert(self.random.randrange(len(parts) + 1), more)
            self.note(draft, "sentences", 12 / max(len(draft.words.split()), 1))
        return draft._replace(words=" ".join(parts))

    def restyled(self, draft: _Draft) -> _Draft:
        """Return ``draft`` with other quotes, dashes, spaces and capitals."""
        self.note(draft, "restyled")
        table = str.maketrans({"“": "«", "”": "»", "’": "'", '"': "”", "—": " – ", ",": "", "-": "‑"})
        words = draft.words.translate(table)
        return draft._replace(words=words[:1].swapcase() + words[1:])

    def reworded(self) -> None:
        for place, draft in enumerate(self.drafts):
            if self.chance(self.rates.restyled):
                draft = self.restyled(draft)
            if self.chance(self.rates.sentences) and draft.kind in TEXT and len(draft.words.split()) >= 20:
                draft = self.sentence_changed(draft)
            if self.chance(self.rates.reworded):
                draft = self.words_changed(draft)
            self.drafts[place] = draft

    def split(self) -> None:
        drafts: list[_Draft] = []
        for draft in self.drafts:
            words = draft.words.split()
            if draft.kind in TEXT and len(words) >= 24 and self.chance(self.rates.split):
                self.note(draft, "split")
                cut = self.random.randrange(12, len(words) - 11)
                cuts = [0, cut, len(words)]
                if len(words) - cut >= 24 and self.chance(30):
                    cuts.insert(2, self.random.randrange(cut + 12, len(words) - 11))
                pieces = [" ".join(words[one:other]) for one, other in pairwise(cuts)]
                drafts += [draft._replace(words=piece) for piece in pieces]
            else:
                drafts.append(draft)
        self.drafts = drafts

    def merged(self) -> None:
        drafts: list[_Draft] = []
        for draft in self.drafts:
            last = drafts[-1] if drafts else None
            if (
                last
                and last.kind == draft.kind
                and draft.kind in TEXT
                and last.chapter == draft.chapter
                and not any("split" in self.done[place] for place in last.origins | draft.origins)
                and self.chance(self.rates.merged)
            ):
                both = draft._replace(words=f"{last.words} {draft.words}", origins=last.origins | draft.origins)
                self.note(both, "merged")
                drafts[-1] = both
            else:
                drafts.append(draft)
        self.drafts = drafts

    def inserted(self) -> None:
        """Insert new blocks, copies and substitutes; remove some."""
        drafts: list[_Draft] = []
        for draft in self.drafts:
            size = len(draft.words.split())
            new = _Draft(draft.chapter, draft.kind, self.fresh(max(3, size)))
            if self.chance(self.rates.inserted):
                drafts.append(new)
            if self.chance(self.rates.replaced):
                self.note(draft, "replaced", 1)
                self.note(draft, "removed", 1)
                drafts.append(new)
            elif self.chance(self.rates.removed):
                self.note(draft, "removed", 1)
            else:
                drafts.append(draft)
                if draft.kind in TEXT and size >= 20 and self.chance(self.rates.copied):
                    self.note(draft, "copied")
                    alike = " ".join(
                        typo(word, self.random) if self.chance(15) else word for word in draft.words.split()
                    )
                    drafts.append(_Draft(draft.chapter, draft.kind, alike))
        self.drafts = drafts

    def moved(self) -> None:
        """Move single blocks anywhere, and sections within their chapter."""
        for draft in list(self.drafts):
            still = draft.origins and not draft.origins & self.twins and draft.kind in TEXT
            still = still and not any("copied" in self.done[place] for place in draft.origins)
            if still and self.chance(self.rates.moved):
                self.note(draft, "moved")
                self.drafts.remove(draft)
                place = self.random.randrange(len(self.drafts) + 1)
                beside = self.drafts[min(place, len(self.drafts) - 1)] if self.drafts else draft
                self.drafts.insert(place, draft._replace(chapter=beside.chapter))
        by_chapter: dict[str, list[list[_Draft]]] = {}
        for draft in self.drafts:
            parts = by_chapter.setdefault(draft.chapter, [[]])
            if draft.kind == "section" or (draft.kind == "note" and parts[-1][-1:] and parts[-1][-1].kind != "note"):
                parts.append([])
            parts[-1].append(draft)
        for parts in by_chapter.values():
            last = len(parts) - (parts[-1][-1:] != [] and parts[-1][-1].kind == "note")
            for place in range(1, last):
                if self.chance(self.rates.sections_moved):
                    for draft in parts[place]:
                        self.note(draft, "sections_moved")
                    parts.insert(self.random.randrange(1, last), parts.pop(place))
        self.drafts = [draft for parts in by_chapter.values() for part in parts for draft in part]

    def renamed(self) -> None:
        names = {
            slug: f"{slug}-renamed" if self.chance(self.rates.renamed) else slug
            for slug in dict.fromkeys(draft.chapter for draft in self.drafts)
        }
        self.drafts = [draft._replace(chapter=names[draft.chapter]) for draft in self.drafts]


def edit(blocks: list[Block], random: Random, rates: Rates = Rates()) -> Edited:  # noqa: B008 - it is frozen
    """Return ``blocks`` as an editor leaves them, with the truth of what became of each."""
    editor = _Editor(blocks, random, rates)
    editor.reworded()
    editor.split()
    editor.merged()
    editor.inserted()
    editor.moved()
    editor.renamed()
    return Edited(
        [Block(draft.chapter, draft.kind, draft.words) for draft in editor.drafts],
        [draft.origins for draft in editor.drafts],
        [frozenset(done) for done in editor.done],
        editor.share,
    )


def typo(text: str, random: Random) -> str:
    """Return ``text`` with a letter changed, dropped, doubled or swapped with the next."""
    place = random.randrange(len(text)) if text else 0
    before, letter, after = text[:place], text[place : place + 1], text[place + 1 :]
    return random.choice(
        [f"{before}{random.choice('aeinrst')}{after}", before + after, before + 2 * letter + after,
         before + after[:1] + letter + after[1:]]
    )  # fmt: skip


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!;]) +", text)


def fresh(random: Random, vocabulary: list[str], size: int) -> str:
    """Return a new text of ``size`` words: words of the text, and now and then a phrase of it."""
    words: list[str] = []
    while len(words) < size:
        place = random.randrange(len(vocabulary))
        words += vocabulary[place : place + (random.choice((1, 1, 1, 2, 4, 6)) if size > 8 else 1)]
    return " ".join(words[:size]).capitalize() + "."


@cache
def chapter() -> tuple[Block, ...]:
    """Return the chapter of the first edition, with its sections and notes."""
    report = Report()
    edition = read_edition(CONTENT, report)
    assert edition is not None
    read = read_manuscript(CONTENT / edition.manuscripts[0], report)
    assert read is not None
    parsed = figures(sections(parse(read.manuscript, report, quotes=edition.quotes)))
    kinds: dict[type, str] = {
        nodes.Paragraph: "paragraph",
        nodes.ListItem: "item",
        nodes.Table: "table",
        nodes.Figure: "figure",
        nodes.Heading: "section",
    }
    blocks = [
        Block(parsed.slug, kinds[type(node)], tree.words(node))
        for node in tree.walk(parsed.blocks)
        if type(node) in kinds
    ]
    for note in parsed.notes:
        words = tree.words(note) + " " + "; ".join(map(cited, tree.find(note, nodes.Cite)))
        blocks.append(Block(parsed.slug, "note", words))
    return tuple(blocks)


def generated(size: int, random: Random) -> list[Block]:
    """Return a text of ``size`` blocks made of the chapter's words: phrases it repeats, lists, twins, near twins."""
    vocabulary = [word for block in chapter() for word in block.words.split()]
    rare = [
        "".join(random.choice("aeioubdgklmnrstvz") for _ in range(random.randrange(3, 10))) for _ in range(size * 4)
    ]
    wholes = [part for block in chapter() for part in sentences(block.words) if len(part.split()) > 8]
    blocks: list[Block] = []
    while len(blocks) < size:
        slug = f"chapter-{len(blocks) // 100 + 1}"
        place = len(blocks) % 100
        if place % 9 == 0:
            blocks.append(Block(slug, "section", fresh(random, vocabulary + rare, random.randrange(1, 7))))
        elif place >= 92:
            blocks.append(Block(slug, "note", fresh(random, vocabulary + rare, random.randrange(3, 30))))
        elif place % 31 == 5:
            blocks.append(Block(slug, "table", fresh(random, rare, 40)))
        elif place % 23 < 4:
            words = fresh(random, vocabulary, random.randrange(2, 9))
            words = random.choice(["See the map.", "Yes, it was.", *[words] * 6])
            blocks.append(Block(slug, "item", words))
        elif place % 29 == 11 and len(blocks[-1].words.split()) > 20:
            twin = " ".join(random.choice(rare) if random.random() < 0.1 else word for word in blocks[-1].words.split())
            blocks.append(Block(slug, "paragraph", twin))
        else:
            parts = [fresh(random, vocabulary + rare, random.randrange(8, 30)) for _ in range(random.randrange(1, 6))]
            if random.random() < 0.3:
                parts.append(random.choice(wholes))
            blocks.append(Block(slug, "paragraph", " ".join(parts)))
    return blocks


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))
