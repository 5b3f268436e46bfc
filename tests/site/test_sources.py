"""The sources page: from each source to every sentence that rests on it and back, its files, its kinds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from postil import nodes
from postil.apparatus import Apparatus
from postil.nodes import Text
from tests.edition import author_words, page
from tests.site.cited import citing, made, shortened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FORMATS = {
    "application/x-bibtex": ".bib",
    "application/x-research-info-systems": ".ris",
    "application/vnd.citationstyles.csl+json": ".csl.json",
}


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """Return a page of a browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1024, "height": 768})
    yield context.new_page()
    context.close()


def at(reader: Page) -> str:
    """Return the page's file name and fragment."""
    return reader.url.rpartition("/")[2]


def back(reader: Page, key: str) -> None:
    """Click from the place the reader is at to the source ``key``.

    The way goes by the note, where the place is a call; and where that note has a short form, by the full one.
    """
    fragment = at(reader).partition("#")[2]
    here = reader.locator(f"[id='{fragment}']")
    if here.get_attribute("role") == "doc-noteref":
        here.click()
        here = reader.locator(f"[id='{at(reader).partition('#')[2]}']")
    if here.locator("a.reference").count():
        here.locator("a.reference").first.click()
        here = reader.locator(f"[id='{at(reader).partition('#')[2]}']")
    here.locator(f"a[href='sources.html#s-{key}']").first.click()


def test_from_each_source_to_every_place_and_back(reader: Page, site: Path) -> None:
    """Each source leads to each sentence that rests on it, and from its note to itself again."""
    address = (site / "sources.html").as_uri()
    reader.goto(address)
    keys = [(id or "")[2:] for id in (item.get_attribute("id") for item in reader.locator("ul.sources > li").all())]
    assert len(keys) == 37
    walked = 0
    for key in keys:
        reader.goto(f"{address}#s-{key}")
        count = reader.locator(f"[id='s-{key}'] .places a").count()
        assert count
        for number in range(count):
            place = reader.locator(f"[id='s-{key}'] .places a").nth(number)
            href = place.get_attribute("href")
            if not place.is_visible():
                reader.locator(f"[id='s-{key}'] summary").first.click()
            place.click()
            assert at(reader) == href
            back(reader, key)
            assert at(reader) == f"sources.html#s-{key}"
            assert reader.locator(f"[id='s-{key}']").bounding_box() is not None
            walked += 1
    assert walked > 15


def test_a_place_has_its_sentence(site: Path) -> None:
    """Every place in the text says paragraph, note and sentence; a place in an entry says which."""
    for line in page(site / "sources.html").xpath("//*[@class='places'][self::p] | //*[@class='places']/li"):
        label = line.xpath("./a")[0].text_content()
        sentence = line.xpath("./*[@class='sentence']")
        if label.startswith("¶"):
            assert re.fullmatch(r"¶ \d+, note \d+", label)
            assert sentence[0].text_content().rstrip("”’").endswith((".", "?", "!"))
        else:
            assert label.startswith("Entry “")


def test_the_first_places_are_shown_and_the_rest_folded(reader: Page, tmp_path: Path) -> None:
    """Of five sentences three are seen; a click unfolds the others, which lead to their calls and back."""
    site = made(tmp_path)
    reader.goto((site / "sources.html").as_uri())
    places = reader.locator("#s-book .places a")
    assert [place.is_visible() for place in places.all()] == [True, True, True, False, False]
    reader.locator("#s-book").get_by_text("2 more places", exact=True).click()
    assert all(place.is_visible() for place in places.all())
    places.last.click()
    assert at(reader) == "one.html#call-5-ge5wv"
    back(reader, "book")
    assert at(reader) == "sources.html#s-book"


def test_a_note_that_cites_a_source_twice_is_one_place(tmp_path: Path) -> None:
    """Each call is listed once, however often its note cites the source."""
    hrefs = page(made(tmp_path) / "sources.html").xpath("//*[@id='s-book']//*[@class='places']//a/@href")
    assert hrefs == [f"one.html#call-{number}-ge5wv" for number in range(1, 6)]


@pytest.mark.parametrize("which", ["site", "everything"])
def test_the_fold_has_the_files_of_its_source(reader: Page, request: pytest.FixtureRequest, which: str) -> None:
    """A click unfolds three files of each source; each is there and holds one record."""
    folder: Path = request.getfixturevalue(which)
    reader.goto((folder / "sources.html").as_uri())
    for source in reader.locator("ul.sources > li").all():
        links = source.locator("details.save a")
        assert not links.first.is_visible()
        source.get_by_text("Save this reference", exact=True).click()
        assert links.first.is_visible()
        saved = {link.get_attribute("type"): link.get_attribute("href") or "" for link in links.all()}
        assert list(saved) == list(FORMATS)
        assert all(link.get_attribute("download") == "" for link in links.all())
        assert {
            records(folder, href, suffix) for href, suffix in zip(saved.values(), FORMATS.values(), strict=True)
        } == {1}


@pytest.mark.parametrize("which", ["site", "everything"])
def test_all_sources_are_found_by_machines_and_readers(request: pytest.FixtureRequest, which: str) -> None:
    """The page names its files in its head and at its top, and each holds every source."""
    folder: Path = request.getfixturevalue(which)
    sources = page(folder / "sources.html")
    count = len(sources.xpath("//ul[@class='sources']/li"))
    alternates = {link.get("type"): link.get("href") for link in sources.xpath("//head/link[@rel='alternate']")}
    shown = {link.get("type"): link.get("href") for link in sources.xpath("//header//a[@download]")}
    assert alternates == shown
    assert list(alternates) == list(FORMATS)
    assert {
        records(folder, href, suffix) for href, suffix in zip(alternates.values(), FORMATS.values(), strict=True)
    } == {count}


def records(folder: Path, href: str, suffix: str) -> int:
    """Return how many records the file at ``href`` holds, which must be of the format that ``suffix`` says."""
    assert href.endswith(suffix)
    text = (folder / href).read_text(encoding="utf-8")
    if suffix == ".csl.json":
        return len(json.loads(text))
    if suffix == ".ris":
        lines = text.splitlines()
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line.strip())
        starts = [line for line in lines if line.startswith("TY  - ")]
        assert len(starts) == len([line for line in lines if line.startswith("ER  - ")])
        return len(starts)
    assert text.count("{") == text.count("}")
    return len(re.findall(r"^@[a-z]+\{[^\s,]+,$", text, re.MULTILINE))


def test_no_page_claims_to_be_a_source(site: Path) -> None:
    """No page bears COinS, and only the sources have the sources for an alternate."""
    for path in site.glob("*.html"):
        assert page(path).xpath("//*[contains(@class, 'Z3988')]") == []
        assert bool(page(path).xpath("//link[@rel='alternate']")) == (path.name == "sources.html")


def test_print_and_record_stand_side_by_side(tmp_path: Path) -> None:
    """What differs is shown as printed and as found; addresses that were found are links."""
    source = page(made(tmp_path) / "sources.html").get_element_by_id("s-treaty")
    rows = {row[0].text_content(): row[1].text_content() for row in source.xpath(".//dl/div")}
    assert rows == {
        "Title as printed": "The Treaty",
        "Title as found": "A Treaty",
        "Address as printed": "example.com/printed",
        "Address as found": "https://example.org/found",
        "Date as printed": "2020-11-09",
        "Date as found": "2020-11-10",
        "Remark": "Signed at night.",
    }
    assert "https://example.org/found" in source.xpath(".//dl//a/@href")


def test_identifiers_and_a_kept_copy(tmp_path: Path) -> None:
    """Identifiers are shown, but for one that the entry itself has, which is a link there; and where a copy is kept."""

    def archived(apparatus: Apparatus) -> Apparatus:
        ledger = apparatus.sources["book"]
        source = ledger.source._replace(archived="https://archive.example/1")
        return apparatus._replace(sources={**apparatus.sources, "book": ledger._replace(source=source)})

    source = page(made(tmp_path, archived) / "sources.html").get_element_by_id("s-book")
    rows = {row[0].text_content(): row[1].text_content() for row in source.xpath(".//dl/div")}
    assert rows == {
        "ISBN": "978-0-00-000000-2",
        "PMID": "1234",
        "Archived copy": "https://archive.example/1",
    }
    assert source.xpath(".//dl//a/@href") == ["https://archive.example/1"]
    assert source.xpath(".//p//a[text()='https://doi.org/10.1000/<1>']/@href") == ["https://doi.org/10.1000/%3C1%3E"]


def test_sources_stand_under_their_kinds(tmp_path: Path) -> None:
    """Grouped sources have a heading for each kind that there is, and links to them before."""
    sources = page(made(tmp_path, citing(grouped=True)) / "sources.html")
    headings = sources.xpath("//*[@role='doc-bibliography']/h2")
    assert [(heading.text_content(), heading.getnext().xpath("./li/@id")) for heading in headings] == [
        ("Books and chapters", ["s-book"]),
        ("Newspapers and magazines", ["s-paper"]),
        ("Documents, treaties, and law", ["s-treaty"]),
        ("Websites", ["s-page"]),
    ]
    links = sources.xpath("//nav[@aria-label='Kinds of sources']//a")
    assert [(link.get("href")[1:], link.text_content()) for link in links] == [
        (heading.get("id"), heading.text_content()) for heading in headings
    ]


def test_sources_are_one_list_unless_asked(tmp_path: Path) -> None:
    """Without grouping there is one list in the order of the bibliography, and no chapter lists its works."""
    site = made(tmp_path)
    sources = page(site / "sources.html")
    assert len(sources.xpath("//ul[@class='sources']")) == 1
    assert sources.xpath("//main//nav | //main//h2[not(@class='unseen')]") == []
    assert page(site / "one.html").xpath("//*[@role='doc-bibliography']") == []


def test_a_chapter_lists_the_works_it_cites(reader: Page, tmp_path: Path) -> None:
    """Where the edition asks for it, each work stands after the notes, and leads to its entry."""
    site = made(tmp_path, citing(lists=True))
    address = (site / "one.html").as_uri()
    reader.goto(address)
    listed = reader.locator("[role=doc-endnotes] ~ section[role=doc-bibliography]")
    assert listed.get_by_role("heading").inner_text() == "Works cited in this chapter"
    links = listed.locator("li a.source")
    for number, key in enumerate(("book", "page", "paper", "treaty")):
        links.nth(number).click()
        assert at(reader) == f"sources.html#s-{key}"
        reader.goto(address)
    assert links.count() == 4


def test_the_works_are_on_paper_too(browser: Browser, tmp_path: Path) -> None:
    """In print the works stand after the notes, all places of a source are unfolded, and nothing is to be saved."""
    site = made(tmp_path, citing(lists=True))
    context = browser.new_context()
    paper = context.new_page()
    paper.emulate_media(media="print")
    paper.goto((site / "one.html").as_uri())
    assert paper.locator(".works li").first.is_visible()
    paper.goto((site / "sources.html").as_uri())
    assert paper.locator("#s-book .places a").last.is_visible()
    assert not paper.locator(".save").first.is_visible()
    assert not paper.locator("a[download]").first.is_visible()
    context.close()


def test_a_shortened_citation_is_in_full_on_the_notes_page(reader: Page, tmp_path: Path) -> None:
    """In the chapter it leads to the note with the first full form; on the notes page it is that, and says so."""
    site = made(tmp_path, shortened)
    reader.goto((site / "one.html").as_uri())
    note = reader.locator("#n-2")
    assert note.inner_text().startswith("Ibid.«ad»")
    note.get_by_role("link", name="Ibid.").click()
    assert at(reader) == "one.html#n-1"
    item = page(site / "notes.html").get_element_by_id("one.n-2")
    assert "A Book" in author_words(item.find_class("note")[0])
    assert "Ibid." not in author_words(item.find_class("note")[0])
    assert author_words(item.find_class("links")[0]) == "# Note 2 in the text, in short: Ibid.«ad»"
    assert author_words(page(site / "notes.html").get_element_by_id("one.n-1").find_class("links")[0]) == (
        "# Note 1 in the text"
    )


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_long_addresses_break(browser: Browser, tmp_path: Path, width: int) -> None:
    """An address without a place to break makes no page scroll sideways."""

    def long(apparatus: Apparatus) -> Apparatus:
        ledger = apparatus.sources["treaty"]
        address = "https://example.org/" + "unbroken" * 40
        record = ledger.source.record._replace(variables={"title": "A Treaty", "URL": address})
        source = ledger.source._replace(record=record, printed=record, archived=address)
        words = (nodes.Link(address, (Text(address),)),)
        ledger = ledger._replace(source=source, words=words)
        return citing(lists=True, grouped=True)(
            apparatus._replace(sources={**apparatus.sources, "treaty": ledger}),
        )

    site = made(tmp_path, long)
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    for name in ("one.html", "sources.html"):
        tab.goto((site / name).as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, name
    context.close()


def test_folds_are_large_enough_to_press(browser: Browser, tmp_path: Path) -> None:
    """Each fold is at least 24 pixels high, and the links in it stand as far apart."""
    site = made(tmp_path)
    context = browser.new_context(viewport={"width": 360, "height": 800})
    tab = context.new_page()
    tab.goto((site / "sources.html").as_uri())
    for fold in tab.locator("summary").all():
        box = fold.bounding_box()
        assert box is not None
        assert box["height"] >= 24
    context.close()
