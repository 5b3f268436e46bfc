"""The manuscript has the words of the witness, repaired as declared and in no other way."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from .mend import METADATA, Mended, Repairs, mend, read_repairs

CONTENT = Path(__file__).parents[2] / "content"
HEADINGS = [
    "What Will Moscow Do?",
    "The Origins of the Minsk Group",
    "Will Russia Use the Minsk Group?",
    "What Can Azerbaijan Do?",
    "The Price of Resolution",
]


@pytest.fixture(scope="module")
def witness() -> str:
    return (CONTENT / "witness/end-of-the-war.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def manuscript() -> str:
    return (CONTENT / "end-of-the-war.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def repairs() -> Repairs:
    return read_repairs(CONTENT / "witness/repairs.yaml")


@pytest.fixture(scope="module")
def mended(witness: str, repairs: Repairs) -> Mended:
    return mend(witness, repairs)


def test_sections_and_blocks(mended: Mended) -> None:
    """The text is five headings and forty-nine blocks."""
    assert [block for block in mended.blocks if block in HEADINGS] == HEADINGS
    assert len(mended.blocks) == 49 + 5


def test_notes(mended: Mended) -> None:
    """There are thirteen notes, and the last is as printed."""
    assert len(mended.notes) == 13
    assert mended.notes[5] == "OSCE Handbook (2000), 65."
    assert mended.notes[12].startswith(
        "Ruslan Rehimov, “Azerbaijan to Build ‘Smart Cities’ in Liberated Region,” Anadolu Agency,"
    )


def test_word_counts(mended: Mended) -> None:
    """The text has 6,123 words without its headings, the notes have 273."""
    text = [block for block in mended.blocks if block not in HEADINGS]
    assert sum(len(block.split()) for block in text) == 6123
    assert sum(len(note.split()) for note in mended.notes) == 273


def test_no_straight_quotation_marks(mended: Mended) -> None:
    """Every quotation mark and apostrophe is typographic."""
    assert not re.search("[\"']", " ".join(mended.blocks + mended.notes))


def test_no_markup(mended: Mended) -> None:
    """No mark of Markdown or HTML is left in the words."""
    assert not re.search(r"[*<>#\\|`]|\]\(", " ".join(mended.blocks + mended.notes))


@pytest.mark.parametrize(
    ("opening", "closing"), [("“", "”"), ("(", ")"), ("[", "]")], ids=["quotes", "round", "square"]
)
def test_marks_pair(mended: Mended, opening: str, closing: str) -> None:
    """What a block opens it closes."""
    for words in mended.blocks + mended.notes:
        assert words.count(opening) == words.count(closing), words


def test_quotation_marks_face_their_words(mended: Mended) -> None:
    """No mark opens after a letter and none closes after a space."""
    assert not re.search(r"\w[“‘]|(^|\s)[”’]|[“‘](\s|$)", "\n".join(mended.blocks + mended.notes))


def test_every_repair_is_used(witness: str, repairs: Repairs) -> None:
    """A repair that does not find its words is named."""
    lost = replace(repairs.places[-1], was="words that are not there")
    with pytest.raises(ValueError, match=r"repair \[join\] at line 166: 'words that are not there'"):
        mend(witness, replace(repairs, places=[*repairs.places[:-1], lost]))


def test_manuscript_words(manuscript: str, mended: Mended) -> None:
    """The manuscript has the mended words, block by block, and no others."""
    assert blocks_of(manuscript) == [straight(block) for block in mended.blocks]


def test_note_calls_stand_where_the_witness_has_them(manuscript: str, witness: str) -> None:
    """The thirteen calls follow the same words as in the witness, in the same order."""
    text = strip_marks(manuscript.split("\n[^", 1)[0])
    before = [text[call.start() - 12 : call.start()] for call in re.finditer(r"\[\^", text)]
    calls = re.finditer(r"<sup>", witness)
    assert [straight(words) for words in before] == [
        straight(witness[call.start() - 12 : call.start()]) for call in calls
    ]


def test_metadata(manuscript: str, repairs: Repairs) -> None:
    """The lines before the text have become the data that the repairs say."""
    front = yaml.safe_load(manuscript.split("---\n")[1])
    book = yaml.safe_load((CONTENT / "edition.yaml").read_text(encoding="utf-8"))
    for kind, data in zip(METADATA, (front, book), strict=True):
        now = "\n".join(repair.now for repair in repairs.places if repair.kind == kind)
        declared = yaml.safe_load(now)
        assert {key: data[key] for key in declared} == declared


def blocks_of(manuscript: str) -> list[str]:
    """Return the headings and blocks of ``manuscript`` as plain words with straight quotes."""
    text = manuscript.split("---\n", 2)[2].split("\n[^", 1)[0]
    text = re.sub(r"\[\^[a-z-]+\]", "", strip_marks(text))
    return [straight(block) for block in text.strip().split("\n\n")]


def strip_marks(text: str) -> str:
    """Return ``text`` without names of blocks, links, emphasis, and marks that open a line."""
    text = re.sub(r"^\{#[a-z-]+\}\n| \{#[a-z-]+\}$|^## |^> ", "", text, flags=re.MULTILINE)
    return re.sub(r"\*([^*]+)\*", r"\1", re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", text))


def straight(words: str) -> str:
    """Return ``words`` with typographic quotation marks made straight."""
    return words.translate({ord(mark): plain for mark, plain in zip("“”‘’", "\"\"''", strict=True)})
