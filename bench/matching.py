"""How alike edited and unrelated passages are, what matching makes of a random editor's work, and what it costs.

It prints the tables of ``matching.md``: PYTHONPATH=src:. .venv/bin/python bench/matching.py [editors] [blocks …]
"""

import gc
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random

from postil.enrich.likeness import in_common, in_order, shingles, words_of
from postil.enrich.matching import Passage, match
from tests.enrich.edits import TEXT, Block, Rates, chapter, edit, fresh, generated, typo

PAIRS = 2000


def main(editors: int, sizes: list[int]) -> None:
    tell_likeness()
    tell_editors(editors)
    tell_speed(sizes)


# --- likeness ---------------------------------------------------------------------------------------------------------


def tell_likeness() -> None:
    print("\n| passages | pairs | in order: least | 1 % | median | 99 % | most | shingles: least | median | most |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    random = Random(1)
    texts = [words_of(block.words) for block in chapter() if block.kind in TEXT]
    row("paragraphs, unrelated", [(one, other) for place, one in enumerate(texts) for other in texts[:place]])
    for size in (8, 12, 20, 40, 80):
        pieces = [
            (place, text[at : at + size])
            for place, text in enumerate(texts)
            for at in range(0, len(text) - size + 1, size)
        ]
        two = [(random.choice(pieces), random.choice(pieces)) for _ in range(PAIRS)]
        row(f"{size} words, unrelated", [(one[1], other[1]) for one, other in two if one[0] != other[0]])
        for share in (0.1, 0.2, 0.3):
            row(
                f"{size} words, {share:.0%} changed",
                [(one[1], changed(one[1], share, texts, random)) for one, _ in two],
            )
    print("\n| letters of | pairs | in order: least | 1 % | median | 99 % | most |")
    print("|---|---|---|---|---|---|---|")
    for size in (1, 2, 3, 5, 7):
        short = [" ".join(text[at : at + size]) for text in texts for at in range(0, len(text) - size + 1, size)]
        twos = [(random.choice(short), random.choice(short)) for _ in range(PAIRS)]
        letters(f"{size} words, unrelated", [in_order(one, other) for one, other in twos if one != other])
        letters(f"{size} words, a typo", [in_order(one, typo(one, random)) for one, _ in twos])
    runs = [list("".join(text)[at : at + 240]) for text in texts for at in range(0, 480, 240)]
    thirds = [["".join(run[at : at + 3]) for at in range(len(run) - 2)] for run in runs if len(run) == 240]
    twins = [(random.choice(thirds), random.choice(thirds)) for _ in range(PAIRS)]
    letters("240 letters as if without spaces, unrelated", [in_order(*pair) for pair in twins if pair[0] != pair[1]])


def changed(words: list[str], share: float, texts: list[list[str]], random: Random) -> list[str]:
    """Return ``words`` with a ``share`` of them replaced, dropped, or with another put beside them."""
    new = list(words)
    for place in random.sample(range(len(new)), round(len(new) * share)):
        other = random.choice(random.choice(texts))
        new[place] = random.choice((other, other, other, "", f"{words[place]} {other}"))
    return " ".join(new).split()


def row(what: str, pairs: list[tuple[list[str], list[str]]]) -> None:
    order = ranks([in_order(one, other) for one, other in pairs])
    common = ranks([in_common(shingles(one), shingles(other)) for one, other in pairs])
    print(f"| {what} | {len(pairs):,} | {' | '.join(order)} | {common[0]} | {common[2]} | {common[4]} |")


def letters(what: str, figures: list[float]) -> None:
    print(f"| {what} | {len(figures):,} | {' | '.join(ranks(figures))} |")


def ranks(figures: list[float]) -> list[str]:
    figures = sorted(figures)
    return [f"{figures[min(int(len(figures) * part), len(figures) - 1)]:.2f}" for part in (0, 0.01, 0.5, 0.99, 1)]


# --- a random editor --------------------------------------------------------------------------------------------------


def tell_editors(editors: int) -> None:
    print("\n| text | editors | blocks | wrong | lightly edited | asked or lost | edited more | asked or lost |")
    print("|---|---|---|---|---|---|---|---|")
    for what, size, times in (("the chapter", 0, editors * 10), ("2,000 generated blocks", 2000, editors)):
        fared: Counter[str] = Counter()
        for seed in range(times):
            random = Random(seed)
            old = generated(size, random) if size else list(chapter())
            fared += judged(old, random)
        light, more = (fared[f"{how} found"] + fared[f"{how} asked"] for how in ("light", "more"))
        asked = f"{fared['light asked'] / light:.1%} | {more:,} | {fared['more asked'] / more:.1%}"
        print(f"| {what} | {times:,} | {fared['blocks']:,} | {fared['wrong']} | {light:,} | {asked} |", flush=True)


def judged(old: list[Block], random: Random) -> Counter[str]:
    new = edit(old, random)
    found = match(passages(old), passages(new.blocks), {})
    leads = [*found.same.items(), *found.merged.items()]
    leads += [(one, other) for one, others in found.split.items() for other in others]
    fared = Counter(blocks=len(old), wrong=sum(int(one) not in new.origins[int(other)] for one, other in leads))
    for place, share in enumerate(new.share):
        if 0 < share < 1:
            asked = str(place) in found.doubtful or str(place) in found.lost
            fared[f"{'light' if share <= 0.3 else 'more'} {'asked' if asked else 'found'}"] += 1
    return fared


def passages(blocks: Iterable[Block]) -> list[Passage]:
    return [Passage(str(place), block.kind, block.chapter, block.words) for place, block in enumerate(blocks)]


# --- speed ------------------------------------------------------------------------------------------------------------


def tell_speed(sizes: list[int]) -> None:
    print(
        "\n| milliseconds of the processor (best of 3) | "
        + " | ".join(f"{size:,} blocks" for size in sizes)
        + " | ratio |"
    )
    print("|---|" + "---|" * (len(sizes) + 1))
    figures: dict[str, list[float]] = {}
    for size in sizes:
        for what, old, new in trials(size):
            one, other = passages(old), passages(new)
            figures.setdefault(what, []).append(min(seconds(one, other) for _ in range(3)))
    for what, each in figures.items():
        print(f"| {what} | {' | '.join(f'{1000 * figure:,.0f}' for figure in each)} | {each[-1] / each[0]:.1f} |")


def trials(size: int) -> Iterator[tuple[str, list[Block], list[Block]]]:
    """Return texts of ``size`` blocks, as they were and as they are now."""
    random = Random(1)
    words = [word for block in chapter() if block.kind in TEXT for word in block.words.split()]
    words += ["".join(random.choice("aeioubdgklmnrstvz") for _ in range(random.randrange(3, 10))) for _ in words * 5]

    def block(place: int) -> Block:
        title = place % 12 == 0
        kind, length = ("section", 5) if title else ("paragraph", 80)
        return Block(f"chapter-{place // 200}", kind, fresh(random, words, length))

    def some(part: float, share: float) -> list[Block]:
        return [
            one._replace(words=" ".join(changed(one.words.split(), share, [words], random)))
            if random.random() < part
            else one
            for one in text
        ]

    text = [block(place) for place in range(size)]
    form = text[1].words
    yield "nothing changed", text, list(text)
    yield "2 % of the blocks edited, by 10 % of their words", text, some(0.02, 0.1)
    yield (
        "2 % edited in every way: moved, split, merged …",
        text,
        edit(text, random, Rates(2, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1)).blocks,
    )
    yield "shuffled", text, random.sample(text, size)
    yield "all edited, by 10 % of their words", text, some(1, 0.1)
    yield "all replaced", text, [block(place) for place in range(size)]
    yield "all in one block", text, [Block("chapter-0", "paragraph", " ".join(one.words for one in text))]
    short = [Block("one", "item", "See the map.")] * size
    yield "a short text again and again, one removed", short, short[1:]
    long = [Block("one", "paragraph", form)] * size
    yield "80 words again and again, one removed", long, long[1:]
    yield "80 words again and again, all changed alike", long, [one._replace(words=form + " More.") for one in long]
    before, after = ([Block("one", "paragraph", f"{form} {fresh(random, words, 4)}") for _ in long] for _ in "ab")
    yield "80 words again and again, 4 others each, replaced", before, after


def seconds(old: list[Passage], new: list[Passage]) -> float:
    gc.collect()
    start = time.process_time()
    match(old, new, {})
    return time.process_time() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100, [int(size) for size in sys.argv[2:]] or [2500, 10000])
