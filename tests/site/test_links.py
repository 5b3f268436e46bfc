"""Every link of the site leads somewhere, and what belongs together leads to each other."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from postil.resolve.targets import OWN, PREFIXES
from tests.edition import page


@pytest.mark.parametrize("which", ["site", "everything", "arabic", "chinese", "cited", "waters", "traced"])
def test_every_internal_link_resolves(which: str, request: pytest.FixtureRequest) -> None:
    """Each link, stylesheet and picture of each page is there, and each fragment is an id on its page."""
    folder: Path = request.getfixturevalue(which)
    ids = {path: page(path).xpath("//@id") for path in folder.rglob("*.html")}
    walked = 0
    for path in ids:
        for address in page(path).xpath("//@href | //@src"):
            # a host shows this page at any depth, so it looks for all it needs wherever that may be
            address = re.sub(r"^(\.\./|/[\w-]*/)", "", address) if path.name == "404.html" else address
            parts = urlsplit(address)
            if (parts.scheme in ("http", "https") and parts.netloc) or parts.scheme == "data":
                continue
            assert not parts.scheme, f"{path.name}: {address}"
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path.name}: {address}"
            if parts.fragment:
                assert unquote(parts.fragment) in ids[target], f"{path.name}: {address}"
            walked += 1
    assert walked > 40


@pytest.mark.parametrize("which", ["site", "everything", "arabic", "chinese", "cited", "waters", "traced"])
def test_ids_are_unique_on_each_page(which: str, request: pytest.FixtureRequest) -> None:
    """No page has an id twice."""
    folder: Path = request.getfixturevalue(which)
    for path in folder.rglob("*.html"):
        assert [id for id, count in Counter(page(path).xpath("//@id")).items() if count > 1] == [], path.name


@pytest.mark.parametrize("which", ["site", "everything", "arabic", "chinese", "cited", "waters", "traced"])
def test_links_are_relative(which: str, request: pytest.FixtureRequest) -> None:
    """No link within the site begins with a slash, so that it works from a sub-path and from a folder.

    Only the page for what is not there, which a host shows at any depth, may name where the edition begins.
    """
    folder: Path = request.getfixturevalue(which)
    for path in folder.rglob("*.html"):
        if path.name == "404.html":
            continue
        assert [href for href in page(path).xpath("//@href | //@src") if href.startswith("/")] == []


def test_nothing_is_asked_of_another_host(site: Path) -> None:
    """Pages load nothing but stylesheets and, where it has work to do, a deferred script of the edition's own."""
    scripted = {
        "end-of-the-war.html": "edition",
        "verify.html": "verify",
        "404.html": "lost",
        "notes.html": "lists",
        "search.html": "search",
    }
    for path in site.rglob("*.html"):
        found = page(path)
        loaded = found.xpath("//link[@rel='stylesheet']/@href | //@src")
        up = "../" if path.parent != site else ""
        wanted = [f"{up}assets/edition."]
        if path.name in scripted:
            wanted.append(f"assets/{scripted[path.name]}.")
        if path.name == "verify.html":
            wanted.append("assets/tools.")
        if path.parent != site:
            wanted.append("../assets/passage.")
        if path.name in ("book-index.html", "notes.html", "events.html", "places.html"):
            wanted.append("assets/lists.")
        if path.name == "search.html":
            wanted.append("assets/search.")
        if path.name == "404.html":
            wanted += [f"../{each}" for each in wanted]
        assert sorted(re.sub(r"[0-9a-f]+\.(css|js)$", "", each) for each in loaded) == sorted(wanted), path.name
        theme, *scripts = found.xpath("//script[not(@type='application/ld+json')]")
        assert theme.attrib == {}
        assert [script.text for script in scripts if script.text or script.get("defer") is None] == []
    assert [path for path in (site / "assets").glob("*.css") if "url(" in path.read_text(encoding="utf-8")] == []


def test_notes_and_calls_lead_to_each_other(site: Path) -> None:
    """Each note has one back-link for each of its calls, with a name of its own."""
    chapter = page(site / "end-of-the-war.html")
    back = [link.get("href") for link in chapter.xpath("//a[@role='doc-backlink']")]
    assert back == ["#" + call.get("id") for call in chapter.xpath("//a[@role='doc-noteref']")]
    names = chapter.xpath("//a[@role='doc-backlink']/@aria-label")
    assert len(set(names)) == 13


def test_every_source_leads_to_each_place_that_rests_on_it(site: Path) -> None:
    """The places of a source are the calls of the notes that cite it, with their sentences."""
    sources = page(site / "sources.html")
    places = {source.get("id"): source.xpath(".//*[@class='places']//a/@href") for source in sources.xpath("//li[@id]")}
    assert places["s-kremlin2020"] == [
        "end-of-the-war.html#call-statement-troops-hrkqe",
        "end-of-the-war.html#call-transport-links-5b9yg",
        "people.html#e-vladimir-putin",
        "events.html#e-tripartite-statement",
    ]
    assert len(places) == 37
    assert all(places.values())


REGISTERS = ("glossary", "people", "places", "organisations", "events")


def test_every_entry_leads_back_to_the_text(site: Path) -> None:
    """What the text links to an entry is among its places; these are in the order of the text, and none is anywhere."""
    linked: dict[str, set[str]] = {}
    chapter = page(site / "end-of-the-war.html")
    for link in chapter.xpath("//article//a[@class='entry']"):
        block = link.xpath("ancestor::*[starts-with(@id, 'p-')][1]/@id")[0]
        linked.setdefault(link.get("href"), set()).add(f"end-of-the-war.html#{block}")
    order = {f"end-of-the-war.html#{id}": place for place, id in enumerate(chapter.xpath("//article//@id"))}
    order |= {f"end-of-the-war.html#{id}": len(order) + place for place, id in enumerate(chapter.xpath("//ol//li/@id"))}
    entries = {
        f"{register}.html#{entry.get('id')}": entry.xpath(".//*[@class='places']//a/@href")
        for register in REGISTERS
        for entry in page(site / f"{register}.html").xpath("//section[@class='entry']")
    }
    assert len(entries) == 134
    assert len(linked) > 110
    for href, places in entries.items():
        assert linked.get(href, set()) <= set(places)
        assert [order[place] for place in places] == sorted(order[place] for place in places)


def test_what_the_text_does_not_name_came_later_or_stands_beside_it(site: Path) -> None:
    unnamed = [
        entry.get("id").removeprefix("e-")
        for register in REGISTERS
        for entry in page(site / f"{register}.html").xpath("//section[@class='entry'][not(.//*[@class='places'])]")
    ]
    later = ["minsk-closed", "road-closed", "dissolution-2024", "washington-2025", "offensive-2023", "withdrawal-2024"]
    beside = ["budapest", "khojaly", "lisbon", "madrid", "prague", "fariz-ismailzade"]
    assert sorted(unnamed) == sorted(later + beside)


def test_the_text_has_the_cross_references_it_calls_for(site: Path) -> None:
    """Eleven places where the text itself points are links, and keep their words."""
    links = page(site / "end-of-the-war.html").xpath("//article//a[@class='reference']")
    assert [" ".join(link.text_content().split()) for link in links] == [
        "second foreign policy approach",
        "the tripartite statement that states",
        "all three proposals",
        "aforementioned tripartite statement",
        "the same essay",
        "this statement",
        "as noted above",
        "such a perspective",
        "addressed in turn",
        "its strategic hedging policy",
        "as discussed above",
    ]


def test_the_edition_writes_the_words_of_bare_references(everything: Path) -> None:
    """A reference without words says the heading, the paragraph's number, the figure, the chapter or the note."""
    links = page(everything / "one.html").xpath("//article/h2/following-sibling::p[1]/a[@class='reference']")
    assert [link.text_content() for link in links] == [
        "Origins", "¶ 3", "figure 1", "Two", "Two, ¶ 1", "note 1", "words",
    ]  # fmt: skip


def test_metadata_makes_a_book_section(site: Path) -> None:
    """The chapter's tags name it, its authors one by one, the book, its editors and its publisher, and nothing more."""
    metas = page(site / "end-of-the-war.html").xpath("//meta[starts-with(@name, 'citation_')]")
    assert [(meta.get("name"), meta.get("content")) for meta in metas] == [
        ("citation_title", "End of the War, But No Peace: What Are the Russians Up To?"),
        ("citation_author", "Valiyev, Anar"),
        ("citation_author", "Valiyeva, Elnaz"),
        ("citation_inbook_title", "Liberated Karabakh: Policy Perspectives by the ADA University Community"),
        ("citation_editor", "Ismailzade, Fariz"),
        ("citation_editor", "Krnjević Mišković, Damjan"),
        ("citation_publisher", "ADA University"),
        ("citation_publication_date", "2021"),
        ("citation_language", "en-US"),
    ]


def test_the_chapter_says_how_it_is_cited(site: Path) -> None:
    """The title page has the citation of the chapter, made of what is known."""
    citation = page(site / "index.html").xpath("//p[@class='citation']")[0]
    assert citation.text_content() == (
        "Anar Valiyev and Elnaz Valiyeva, “End of the War, But No Peace: What Are the Russians Up To?” in Liberated "
        "Karabakh: Policy Perspectives by the ADA University Community, ed. Fariz Ismailzade and Damjan Krnjević "
        "Mišković ([Baku]: ADA University, 2021), chap. 8."
    )


def test_canonical_addresses_use_the_base(everything: Path) -> None:
    """With a base_url each page names its own address below it."""
    found = {
        path.relative_to(everything).as_posix(): page(path).xpath("//link[@rel='canonical']/@href")
        for path in everything.rglob("*.html")
    }
    assert found.pop("index.html") == ["https://example.org/edition/"]
    assert found == {name: [f"https://example.org/edition/{name}"] for name in found}


def test_ids_of_the_pages_own_are_kept_from_authors(site: Path) -> None:
    """Each id on a chapter’s page is one that the edition gives or keeps, or the author’s name for a place."""
    given = {"what-will-moscow-do", "origins", "will-russia-use", "what-can-azerbaijan-do", "price"}
    chapter = page(site / "end-of-the-war.html")
    given |= set(chapter.xpath("//article//span[not(node())]/@id"))
    ids = {id for id in chapter.xpath("//@id") if not id.startswith(PREFIXES)} - given
    assert ids == {"main", "text", "notes", "notes-heading"}
    assert ids <= set(OWN)
