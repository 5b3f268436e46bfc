"""The built page has the words of the witness, repaired as declared, and no others."""

from pathlib import Path

import pytest

from tests.edition import CONTENT, author_words, page
from tests.fidelity.mend import Mended, mend, read_repairs


@pytest.fixture(scope="module")
def mended() -> Mended:
    witness = (CONTENT / "witness/end-of-the-war.txt").read_text(encoding="utf-8")
    return mend(witness, read_repairs(CONTENT / "witness/repairs.yaml"))


def test_the_text_is_the_witness_mended(site: Path, mended: Mended) -> None:
    """The headings and blocks of ``#text`` without the apparatus are those of the mended witness, one by one."""
    text = page(site / "end-of-the-war.html").get_element_by_id("text")
    assert [author_words(block) for block in text.xpath(".//h2 | .//p")] == mended.blocks
    assert author_words(text) == " ".join(mended.blocks)


def test_the_notes_are_the_witness_mended(site: Path, mended: Mended) -> None:
    """The thirteen notes on the chapter's page have the printed words, in order."""
    notes = page(site / "end-of-the-war.html").xpath("//*[@role='doc-endnotes']//li")
    assert [author_words(note) for note in notes] == mended.notes


def test_the_notes_page_has_the_same_notes(site: Path, mended: Mended) -> None:
    """The notes page prints the notes as the chapter does."""
    notes = page(site / "notes.html").xpath("//*[contains(@class, 'note')]/ol/li//*[@class='note']")
    assert [author_words(note) for note in notes] == mended.notes


def test_the_printed_italics(site: Path) -> None:
    """In the notes the two printed titles are in italics and nothing else is."""
    notes = page(site / "end-of-the-war.html").xpath("//*[@role='doc-endnotes']//li//em")
    assert [words.text_content() for words in notes] == ["Orbis: A Journal of World Affairs", "Aze Media"]


def test_the_counts_of_the_chapter(site: Path) -> None:
    """47 paragraphs and 2 quotations in an opening and 5 sections; 13 calls of 13 notes; 15 citations of 12 sources."""
    chapter = page(site / "end-of-the-war.html")
    text = chapter.get_element_by_id("text")
    kinds = "".join(
        {"h2": "|", "p": "p", "blockquote": "q"}[block.tag] for block in text.xpath("*[not(@data-apparatus)]")
    )
    counts = [(section.count("p"), section.count("q")) for section in kinds.split("|")]
    assert counts == [(6, 0), (13, 0), (5, 0), (9, 2), (10, 0), (4, 0)]
    calls = [call.get("href") for call in text.xpath(".//a[@role='doc-noteref']")]
    notes = ["#" + note.get("id") for note in chapter.xpath("//*[@role='doc-endnotes']//li")]
    assert calls == notes
    assert len(notes) == 13
    cited = chapter.xpath("//*[@role='doc-endnotes']//*[@role='doc-biblioref']/@href")
    assert len(cited) == 15
    assert len(set(cited)) == 12


def test_numbers_count_the_blocks(site: Path) -> None:
    """The blocks are numbered 1 to 49 in the margin, each number a link to the page of its block."""
    numbers = page(site / "end-of-the-war.html").xpath("//a[@class='number']")
    assert [number.text_content() for number in numbers] == [str(count) for count in range(1, 50)]
    assert all(number.get("href") == f"p/{number.getparent().get('id')}.html" for number in numbers)
    assert all("data-apparatus" in number.attrib for number in numbers)
