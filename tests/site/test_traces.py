"""No address that was published leads nowhere: by any path, without script."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from postil.apparatus import Apparatus
from tests.edition import page
from tests.site.traced import WORDS, Edited, disposed, edited, one, published


@cache
def ids_on(path: Path) -> frozenset[str]:
    return frozenset(page(path).xpath("//@id"))


def leads(site: Path, address: str) -> bool:
    """Whether ``address`` is a page of ``site``, and its fragment an id on it."""
    name, _, fragment = address.partition("#")
    path = site / unquote(name)
    return path.is_file() and (not fragment or unquote(fragment) in ids_on(path))


def told(site: Path, name: str = "ids") -> dict[str, Any]:
    """Return a file of the site's data; a JSON object holds anything."""
    data: dict[str, Any] = json.loads((site / "data" / f"{name}.json").read_text(encoding="utf-8"))
    return data


def unled(apparatus: Apparatus, site: Path) -> list[str]:
    """Return the addresses that were ever published, or that ``data/ids.json`` gives, and that lead nowhere."""
    published = [
        f"{slug}.html#{fragment}" for passage in apparatus.passages.values() for slug, fragment in passage.addresses()
    ]
    said = [at for record in told(site)["ids"].values() for at in (*record["at"], record.get("page", "index.html"))]
    return [address for address in (*published, *said) if not leads(site, address)]


def words(site: Path, name: str, xpath: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page(site / name).xpath(xpath)]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    """Return an edition after its second release."""
    return edited(tmp_path_factory.mktemp("traced-edition"))


def test_every_published_address_leads_somewhere(traced: Path, edition: Edited) -> None:
    """Whatever became of an id, every chapter it stood in, and each of its names, still leads a reader on."""
    assert len(told(traced)["ids"]) == 24
    assert unled(edition.apparatus(), traced) == []


def test_what_awaits_a_release_leads_somewhere_too(tmp_path: Path) -> None:
    """Between two releases nothing is lost either, and the site says that it is a draft."""
    before = published(tmp_path)
    ids = before.ids()
    edition = before.edit(
        two_md=one("garden", title="Two"),
        dispositions_yaml=disposed(f"{ids['bells']} withdrawn: true"),
    )
    site = edition.site()
    assert unled(edition.apparatus(), site) == []
    assert words(site, "two.html", "//p[@class='gone']") == ["1 Withdrawn after version 1.0: The authors asked for it."]
    assert told(site)["draft"] is True
    assert words(site, "two.html", "//footer/p")[0] == "An Edition, draft after version 1.0."
    versions = "//section[@aria-labelledby='versions']"
    assert words(site, "about.html", f"{versions}//dt") == ["Since then", "Version 1.0, 1 January 2026"]
    assert words(site, "about.html", f"{versions}//dd") == ["1 paragraph gone", "10 paragraphs new"]
    assert "Draft after version 1.0" in words(site, "index.html", "//header[@class='title-page']")[0]


def test_an_edition_without_a_lock_has_ids_and_no_traces(everything: Path) -> None:
    """There is no concordance, no list of versions, no draft; and each id leads to its place."""
    data = told(everything)
    assert (data["format"], data["draft"]) == (1, False)
    assert len(data["ids"]) > 20
    assert [at for record in data["ids"].values() for at in record["at"] if not leads(everything, at)] == []
    assert {record["state"] for record in data["ids"].values()} == {"here"}
    assert not (everything / "concordance.html").exists()
    assert not (everything / "data" / "concordance.json").exists()
    assert page(everything / "about.html").xpath("//section[@aria-labelledby='versions']") == []


def test_what_is_withdrawn_says_so_where_it_stood(traced: Path) -> None:
    """The line has the number that was cited, leads to the last words, and is not the author's."""
    [line] = page(traced / "one.html").xpath("//article/p[@class='gone']")
    assert line.text_content() == "3 Withdrawn in version 1.1: The authors asked for it."
    assert line.xpath("a/@aria-label") == ["Paragraph 3, withdrawn"]
    assert leads(traced, line.xpath("a/@href")[0])
    assert line.get("data-apparatus") is not None
    assert line.getprevious().text_content() == f"2 {WORDS['bread']}2"


def test_a_note_that_is_withdrawn_says_so_after_the_notes(traced: Path) -> None:
    lines = words(traced, "one.html", "//section[@id='notes']//ul/li[@id='n-d']")
    assert lines == ["Note 1: withdrawn in version 1.1: The authors asked for it."]


def test_what_was_merged_is_an_anchor_at_its_heir(traced: Path) -> None:
    """It stands at the beginning of the block, and so do the old names of a heading and of a note."""
    chapter = page(traced / "one.html")
    records = told(traced)["ids"]
    merged = next(id for id, record in records.items() if record["state"] == "merged" and id.startswith("p-"))
    assert [f"one.html#{each.get('id')}" for each in chapter.xpath(f"//li[*[1][@id='{merged}']]")] == records[merged][
        "at"
    ]
    assert chapter.xpath("//h2[*[1][@id='bread']]/@id") == ["loaves"]
    assert chapter.xpath("//li[*[1][@id='n-b']]/@id") == ["n-loaf"]


def test_references_lead_to_where_it_is_now(traced: Path) -> None:
    """What is referred to by an old id was merged, moved to another chapter, or is called otherwise."""
    links = page(traced / "one.html").xpath("//article//a[@class='reference']")
    assert [link.text_content() for link in links] == ["¶ 6", "New, ¶ 0a", "Bread"]
    hrefs = [link.get("href") for link in links]
    assert [leads(traced, href if ".html" in href else f"one.html{href}") for href in hrefs] == [True] * 3


def test_what_moved_is_told_at_the_end_of_its_chapter(traced: Path) -> None:
    assert words(traced, "two.html", "//section[@class='away']//li") == ["¶ 2 is now ¶ 0a of New"]
    [line] = page(traced / "two.html").xpath("//section[@class='away']//li")
    assert line.xpath("a/@href") == [f"new.html#{line.get('id')}"]


def test_a_chapter_that_was_renamed_leads_on(traced: Path) -> None:
    """Its old page names the new one as its own, and has a line for each id, which leads to it."""
    old = page(traced / "old.html")
    assert old.xpath("//link[@rel='canonical']/@href") == ["new.html"]
    assert words(traced, "old.html", "//header/p/a[@href='new.html']") == ["New"]
    assert words(traced, "old.html", "//ul[@class='traces']/li") == [
        "¶ 1: The census of that year counted four thousand …",
        "Section “On roads”",
        "¶ 2: The road to the capital was paved at …",
        "Note 1: A note on paving stones and where they …",
    ]
    for line in old.xpath("//ul[@class='traces']/li"):
        assert line.xpath("a/@href")[0] == f"new.html#{line.get('id')}"
    assert leads(traced, "old.html#way")


def test_a_chapter_that_was_dissolved_says_where_each_part_went(tmp_path: Path) -> None:
    """Where no chapter has most of it there is no other address for the page; what was withdrawn says so."""
    before = published(tmp_path)
    ids = before.ids()
    edition = before.edit(
        edition_yaml="title: An Edition\n",
        old_md="",
        two_md=one("bells", "garden", "census", title="Two"),
        dispositions_yaml=disposed(
            f"{ids['road']} withdrawn: true", "old#n-z withdrawn: true", "old#h-j6mtp withdrawn: true"
        ),
    ).release("1.1", "2026-04-01")
    site = edition.site()
    assert unled(edition.apparatus(), site) == []
    assert page(site / "old.html").xpath("//link[@rel='canonical']") == []
    address = f"old.html#{ids['road']}"
    assert page(site / f"p/{ids['road']}.html").xpath("//h1/a/@href") == [f"../{address}"]
    assert leads(site, address)
    assert words(site, "old.html", "//ul[@class='traces']/li") == [
        "¶ 1: The census of that year counted four thousand …, now ¶ 3 of Two",
        "Section “On roads”. Withdrawn in version 1.1: The authors asked for it.",
        "¶ 2: The road to the capital was paved at …. Withdrawn in version 1.1: The authors asked for it.",
        "Note 1: A note on paving stones and where they …. Withdrawn in version 1.1: The authors asked for it.",
    ]


def test_a_chapter_that_has_the_name_again_is_no_forwarding_page(tmp_path: Path) -> None:
    """A later edition has a chapter of that name: what stood there is told at its end."""
    edition = edited(tmp_path).edit(
        edition_yaml="title: An Edition\n", old_md=one("Quite another chapter stands at this address now.", title="Old")
    )
    site = edition.site()
    assert unled(edition.apparatus(), site) == []
    assert words(site, "old.html", "//section[@class='away']//li")[0] == "¶ 1 is now ¶ 1 of New"
    assert page(site / "old.html").xpath("//article/p") != []


def test_sources_and_entries_that_are_gone_are_listed(traced: Path) -> None:
    """A merged source is an anchor at its heir; what was withdrawn is listed with its reason, on a page kept for it."""
    assert page(traced / "sources.html").xpath("//li[*[1][@id='s-gone']]/@id") == ["s-book"]
    assert words(traced, "glossary.html", "//li[@id='e-hearth']") == [
        "hearth: withdrawn in version 1.1: The authors asked for it."
    ]
    assert words(traced, "people.html", "//li[@id='e-miller']") == [
        "the miller: withdrawn in version 1.1: The authors asked for it."
    ]


def test_versions_say_what_each_release_brought(traced: Path) -> None:
    """The last stands first; nothing is said of a draft where all is released."""
    versions = "//section[@aria-labelledby='versions']"
    dates = ["Version 1.1, 1 April 2026", "Version 1.0, 1 January 2026"]
    assert words(traced, "about.html", f"{versions}//dt") == dates
    assert words(traced, "about.html", f"{versions}//dd") == [
        "1 paragraph new, 4 changed, 3 moved to another chapter, 2 gone", "10 paragraphs new"
    ]  # fmt: skip
    assert page(traced / "about.html").xpath(f"{versions}/p/a/@href") == ["concordance.html"]
    assert words(traced, "one.html", "//footer/p")[0] == "An Edition, version 1.1."


def rows(site: Path, heading: str) -> list[list[str]]:
    """Return the tables of a concordance under ``heading``, row by row."""
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page(site / "concordance.html").xpath(f"//section[@aria-labelledby='{heading}']//tr")
    ]


def test_the_concordance_says_what_numbers_meant(traced: Path) -> None:
    """Of paragraphs those that moved, from each chapter they stood in; of notes those that were numbered anew."""
    assert rows(traced, "paragraphs") == [
        ["1.0 to 1.1", "Now"], ["2", "¶ 0a of New"],
        ["1.0 to 1.1", "Now"], ["1", "¶ 1 of New"], ["2", "¶ 2 of New"],
    ]  # fmt: skip
    assert rows(traced, "notes")[0] == ["Number", "1.0", "1.1 to now"]
    assert rows(traced, "notes")[1:5] == [["1", "d", "a"], ["2", "a", "loaf"], ["3", "loaf", "c"], ["4", "c", "–"]]
    assert leads(traced, page(traced / "concordance.html").xpath("//p/a/@href")[0])


def test_a_renumbering_leaves_a_concordance(tmp_path: Path) -> None:
    """Each numbering has its column, and what was withdrawn before says what became of it."""
    first = Edited(tmp_path, {"one.md": one("harbour", "wall", "bread", "school")}).release("1.0", "2026-01-01")
    edition = (
        first.edit(
            one_md=one("road", "harbour", "bread", "school"),
            dispositions_yaml=disposed(f"{first.ids()['wall']} withdrawn: true"),
        )
        .release("1.1", "2026-02-01")
        .release("2.0", "2026-05-01", renumber=True)
    )
    site = edition.site()
    assert unled(edition.apparatus(), site) == []
    assert rows(site, "paragraphs") == [
        ["1.0 to 1.1", "2.0", "Now"],
        ["0a", "1", "¶ 1"],
        ["1", "2", "¶ 2"],
        ["2", "–", "Withdrawn in version 1.1: The authors asked for it."],
    ]
    data = told(site, "concordance")
    assert data["releases"] == [
        {"version": "1.0", "date": "2026-01-01"},
        {"version": "1.1", "date": "2026-02-01"},
        {"version": "2.0", "date": "2026-05-01", "renumbered": True},
    ]
    ids = edition.ids()
    assert data["ids"][ids["harbour"]] == [["1.0", "one", "1"], ["2.0", "one", "2"]]
    assert data["ids"][first.ids()["wall"]] == [["1.0", "one", "2"], ["1.1", "", ""]]
    assert "all counted anew" in words(site, "about.html", "//section[@aria-labelledby='versions']//dd")[0]


def test_data_has_one_id_a_line(traced: Path) -> None:
    """So that a change of it can be reviewed; the order is that of the edition."""
    text = (traced / "data" / "ids.json").read_text(encoding="utf-8")
    assert len(text.splitlines()) == 9 + len(told(traced)["ids"])
    assert told(traced)["ids"]["one#n-b"] == {
        "kind": "note",
        "state": "moved",
        "at": ["one.html#n-loaf"],
        "number": "2",
        "chapter": "one",
        "names": ["one#n-loaf"],
        "since": "1.0",
        "changed": "1.1",
    }
    assert WORDS["wall"] not in text
