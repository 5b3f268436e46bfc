"""An edition of many chapters to be searched: copies of the chapter, in each a word in nine made up."""

import re
import sys
from itertools import accumulate
from pathlib import Path
from random import Random

from run import find_chapter, make_edition  # type: ignore[import-not-found]  # run as a script, beside it

SYLLABLES = [f"{first}{vowel}" for first in "b c d f g h k l m n p r s t v z br tr st".split() for vowel in "aeiou"]


def main() -> None:
    """Make the edition in the folder that is named first, of as many chapters as are named after it."""
    folder, size = Path(sys.argv[1]), int(sys.argv[2])
    make_edition(folder, size)
    random = Random(1)
    words = sorted({"".join(random.choices(SYLLABLES, k=random.randint(2, 4))) for _ in range(150_000)})
    random.shuffle(words)
    weights = list(accumulate(1 / (place + 20) for place in range(len(words))))
    text = find_chapter().read_text(encoding="utf-8")
    for number in range(1, size + 1):

        def other(match: re.Match[str]) -> str:
            return random.choices(words, cum_weights=weights)[0] if random.random() < 1 / 9 else match[0]

        path = folder / f"c{number:04}.md"
        path.write_text(re.sub(r"(?<= )[a-z]{4,}(?= )", other, text), encoding="utf-8")


if __name__ == "__main__":
    main()
