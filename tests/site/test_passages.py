"""The page of each paragraph: its words, its citations, its history, and nothing that it does not need."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import brotli
import pytest
from lxml import html

from postil.diagnostics import Report
from postil.lock import Fate, Published, Release, Standing, written
from postil.pipeline import build
from tests.edition import author_words, built, page
from tests.released import BRIDGES, DYKES, FERRIES, HARBOURS, LOCK, released

CHAPTER = "end-of-the-war.html"


def words(element: html.HtmlElement) -> str:
    """Return the words of ``element``, white space made even."""
    return " ".join(element.text_content().split())


def one(path: Path, wanted: str) -> html.HtmlElement:
    """Return the only element ``wanted`` of the page in the file ``path``."""
    (found,) = page(path).xpath(wanted)
    return found


def status(site: Path, id: str) -> str:
    return words(one(site / f"p/{id}.html", "//p[@class='status']"))


def tags(path: Path) -> dict[str, list[str]]:
    """Return what the ``meta`` elements of a page say, by their names."""
    said: dict[str, list[str]] = {}
    for meta in page(path).xpath("//meta[@name or @property]"):
        said.setdefault(meta.get("name") or meta.get("property"), []).append(meta.get("content"))
    return said


# Of the first edition


def test_every_numbered_paragraph_has_its_page(site: Path) -> None:
    """Its number leads there, and there is no other page."""
    numbers = page(site / CHAPTER).xpath("//article[@id='text']//a[@class='number']/@href")
    assert len(numbers) == 49
    assert sorted(numbers) == sorted(f"p/{path.name}" for path in (site / "p").iterdir())


def test_its_words_are_those_of_its_chapter(site: Path) -> None:
    """To the letter, without the calls of notes."""
    chapter = page(site / CHAPTER)
    for path in (site / "p").iterdir():
        (block,) = chapter.xpath("//*[@id=$id]", id=path.stem)
        assert words(one(path, "//blockquote[@id='words']")) == author_words(block)


def test_it_leads_back_to_its_place(site: Path) -> None:
    for path in (site / "p").iterdir():
        assert one(path, "//h1/a/@href") == f"../{CHAPTER}#{path.stem}"


def test_the_pages_follow_one_another(site: Path) -> None:
    """From the first, the links to the next lead through all of them in the order of the text, and back."""
    order = [path.removeprefix("p/") for path in page(site / CHAPTER).xpath("//a[@class='number']/@href")]
    for here, following in pairwise(order):
        assert one(site / "p" / here, "//a[@rel='next']/@href") == following
        assert one(site / "p" / following, "//a[@rel='prev']/@href") == here


@pytest.mark.parametrize("which", ["site", "everything", "arabic", "chinese", "waters"])
def test_it_is_small(which: str, request: pytest.FixtureRequest) -> None:
    """At most 6 KB of HTML, compressed, two stylesheets, one of them of all pages; no script but the one within."""
    for path in (request.getfixturevalue(which) / "p").iterdir():
        content = path.read_bytes()
        assert len(brotli.compress(content)) <= 6 * 1024
        (theme,) = page(path).xpath("//script[not(@type='application/ld+json')] | //style | //iframe")
        assert (theme.tag, dict(theme.attrib)) == ("script", {})
        assert len(page(path).xpath("//link[@rel='stylesheet']")) == 2


def test_reference_managers_find_a_book_section(site: Path) -> None:
    """The Highwire tags are those of the chapter."""
    highwire = {name: said for name, said in tags(site / CHAPTER).items() if name.startswith("citation_")}
    for path in (site / "p").iterdir():
        said = tags(path)
        assert {name: each for name, each in said.items() if name.startswith("citation_")} == highwire
        assert said["citation_author"] == ["Valiyev, Anar", "Valiyeva, Elnaz"]
        assert "citation_inbook_title" in said


def test_its_linked_data_say_what_it_is_part_of(site: Path) -> None:
    for path in (site / "p").iterdir():
        data = json.loads(one(path, "//script[@type]").text)
        assert data["identifier"] == path.stem
        assert data["text"] == words(one(path, "//blockquote[@id='words']"))
        assert (data["isPartOf"]["@type"], data["isPartOf"]["isPartOf"]["@type"]) == ("Chapter", "Book")


def test_its_title_says_where_one_is(site: Path) -> None:
    for path in (site / "p").iterdir():
        number = words(one(path, "//h1"))
        assert one(path, "//title").text == f"{number}, End of the War, But No Peace – Liberated Karabakh"
        assert tags(path)["og:title"] == [f"{number}, End of the War, But No Peace"]


def test_a_preview_has_its_first_words(site: Path) -> None:
    for path in (site / "p").iterdir():
        (said,) = tags(path)["og:description"]
        assert words(one(path, "//blockquote[@id='words']")).startswith(said.removesuffix("…"))
        assert len(said.split()) <= 30


def test_a_file_is_saved_as_it_is_shown(site: Path, waters: Path) -> None:
    for path in (*(site / "p").iterdir(), *(waters / "p").iterdir()):
        saved = page(path).xpath("//a[@download]")
        assert len(saved) == 3
        for link, shown in zip(saved, page(path).xpath("//details/pre"), strict=True):
            assert link.get("download").startswith(path.stem)
            assert unquote(link.get("href").partition(",")[2]).replace("\r\n", "\n") == shown.text
            assert path.stem in shown.text


def test_the_chapters_citations_are_there_for_a_script(site: Path) -> None:
    """Filled in, they are those of the paragraph's page."""
    script = (site / "data/citing/end-of-the-war.js").read_text(encoding="utf-8")
    template = html.fragment_fromstring(json.loads(script.partition(".forms=")[2].rstrip(";\n")))
    version = template.get("data-version")
    for link in page(site / CHAPTER).xpath("//article[@id='text']//a[@class='number']"):
        id = Path(link.get("href")).stem
        stands = {"{number}": link.text, "{version}": version, "{address}": id, "{id}": id}
        for kind in ("p", "pre"):
            made = []
            for each in template.xpath(f".//{kind}"):
                text = each.text_content()
                for key, value in stands.items():
                    text = text.replace(key, value)
                made.append(text)
            path = site / link.get("href")
            there = page(path).xpath("//p[@class='form']" if kind == "p" else "//details/pre")
            assert made == [each.text_content() for each in there]


# Of an edition with releases behind it


def test_what_stands_as_released_says_so(waters: Path) -> None:
    expected = "These words stand as published in version 1.2; they have been the same since version 1.0."
    assert status(waters, "p-00001").startswith(expected)
    assert page(waters / "p/p-00001.html").xpath("//*[@class='since']") == []


def test_each_release_has_a_place_in_the_history(waters: Path) -> None:
    """Those in which the words did not change, too; none from before it was published, or after it was gone."""
    expected = {
        "p-00001": ["v1.0", "v1.1", "v1.2"],
        "p-00002": ["v1.0", "v1.1", "v1.2"],
        "p-00003": ["v1.1", "v1.2"],
        "p-00004": ["v1.0"],
        "p-00005": ["v1.0", "v1.1"],
        "p-00007": ["v1.1", "v1.2"],
    }
    for id, versions in expected.items():
        assert page(waters / f"p/{id}.html").xpath("//h3/span/@id") == versions


def test_a_change_is_told_at_the_top_and_shown_in_the_history(waters: Path) -> None:
    """Words that are gone or new are marked, to those of the next release and to those of now."""
    path = waters / "p/p-00002.html"
    assert page(path).xpath("//p[@class='since']/a/@href") == ["#v1.0", "#v1.1"]
    assert [words(each) for each in page(path).xpath("//section[@class='wording']/blockquote")] == list(BRIDGES[:2])
    for change, (old, new) in zip(
        page(path).xpath("//p[@class='change']"),
        ((BRIDGES[0], BRIDGES[1]), (BRIDGES[0], BRIDGES[2]), (BRIDGES[1], BRIDGES[2])),
        strict=True,
    ):
        assert "".join(change.xpath(".//text()[not(parent::ins or parent::span)]")) == old
        assert "".join(change.xpath(".//text()[not(parent::del or parent::span)]")) == new
        assert not change.xpath(".//del[following-sibling::node()[1][self::ins]]")


def test_what_no_release_has_is_a_draft(waters: Path) -> None:
    """Its number in the chapter says so too."""
    new = next(path for path in (waters / "p").iterdir() if not path.stem.startswith("p-0000"))
    assert status(waters, "p-00003").startswith("These words have changed since version 1.2; no release has")
    assert status(waters, new.stem).startswith("These words are new since version 1.2; no release has")
    assert words(one(waters / "p/p-00003.html", "//*[@id='words']")) == FERRIES.replace("*", "")
    drafts = page(waters / "one.html").xpath("//article[@id='text']//a[@data-version='draft after 1.2']/@href")
    assert drafts == ["p/p-00003.html", f"p/{new.name}"]


def test_what_is_withdrawn_keeps_its_last_words(waters: Path) -> None:
    """With the date and the reason, and without being found by search engines."""
    assert status(waters, "p-00004").startswith(
        "Withdrawn in version 1.1 (30 May 2026): A house asked not to be named. These were the last words."
    )
    assert words(one(waters / "p/p-00004.html", "//*[@id='words']")) == (
        "A house that was named here asked not to be named."
    )
    assert tags(waters / "p/p-00004.html")["robots"] == ["noindex"]
    assert "robots" not in tags(waters / "p/p-00001.html")


def test_what_was_merged_leads_on(waters: Path) -> None:
    assert status(waters, "p-00005").startswith("Merged into ¶ 2 in version 1.2 (20 November 2026).")
    assert page(waters / "p/p-00005.html").xpath("//p[@class='status']/a/@href")[0] == "p-00002.html"


def test_what_was_split_leads_to_the_rest(waters: Path) -> None:
    path = waters / "p/p-00006.html"
    assert "A part of what stood here is now ¶ 5a (30 May 2026: two matters)." in status(waters, "p-00006")
    assert words(one(path, "//*[@id='words']")) == HARBOURS
    assert words(one(waters / "p/p-00007.html", "//*[@id='words']")) == DYKES


def test_what_was_moved_says_from_where(waters: Path) -> None:
    """In its history, too, each release says where it stood."""
    assert "They stood in “Rivers” before, as ¶ 6." in status(waters, "p-00008")
    stood = [words(each) for each in page(waters / "p/p-00008.html").xpath("//h3/span")]
    assert stood == [
        "Version 1.0 (5 January 2026), Rivers, ¶ 6",
        "Version 1.1 (1 June 2026), Rivers, ¶ 6",
        "Version 1.2 (22 November 2026), ¶ 1",
    ]


def test_its_address_is_in_its_head(waters: Path) -> None:
    """Where the edition knows its own."""
    for path in (waters / "p").iterdir():
        address = f"https://example.org/waters/p/{path.name}"
        assert one(path, "//link[@rel='canonical']/@href") == address
        assert tags(path)["citation_public_url"] == tags(path)["og:url"] == [address]


def test_an_id_leads_nowhere_else(tmp_path: Path) -> None:
    """What a lock calls a block is the name of a file only where it can be one; addresses are no mark-up."""
    content = released(tmp_path, base_url="https://example.org/?a=1&b=/")
    lock = (content / "edition.lock").read_text(encoding="utf-8")
    lock = lock.replace("p-00004 paragraph", "../../p-00004 paragraph")
    (content / "edition.lock").write_text(
        "\n".join(re.sub(r" sum \w+$", "", line) for line in lock.split("\n")), "utf-8"
    )
    report = Report()
    build(content, tmp_path / "site", report)
    assert not list(tmp_path.rglob("p-00004.html"))
    assert not any("&b=" in path.read_text(encoding="utf-8").split("<section")[1] for path in tmp_path.glob("site/p/*"))


def test_what_was_reworded_says_when_and_why(tmp_path: Path) -> None:
    """At the version where it happened; what was merged is told on both pages, by the numbers of that version."""
    content = released(tmp_path, version='"2.0"')
    lock = LOCK._replace(
        releases=(*LOCK.releases, Release("2.0", "2027-02-01", True)),
        records=tuple(recounted(record) for record in LOCK.records),
    )
    (content / "edition.lock").write_text(written(lock), encoding="utf-8")
    site = built(content, tmp_path / "site")
    history = [
        words(each) for each in page(site / "p/p-00002.html").xpath("//section[@class='wording']//*[@class='said']")
    ]
    assert history == [
        "The words have changed since.",
        "Reworded (1 May 2026): an error.",
        "The words have changed since.",
        "The words as they stand now, above.",
    ]
    assert "¶ 4 was merged into it in version 1.2." in status(site, "p-00002")
    assert status(site, "p-00005").startswith("Merged into ¶ 2 (now ¶ 3) in version 1.2 (20 November 2026).")
    gone = one(site / "p/p-00005.html", "//section[@class='wording']")
    assert words(gone.xpath("p")[0]) == "Merged into ¶ 2 (now ¶ 3) in version 1.2; these were its words."
    assert words(gone.xpath("blockquote")[0]) == "Of the people who kept bridges."
    assert words(one(site / "p/p-00005.html", "//h1")) == "¶ 4 (version 1.1)"
    assert "Part of ¶ 5 until version 1.0." in status(site, "p-00007")
    lines = [words(each) for each in page(site / "one.html").xpath("//p[@class='gone']")]
    assert lines == ["3 (1.0) Withdrawn in version 1.1: A house asked not to be named"]


def recounted(record: Published) -> Published:
    """Return ``record`` with another number in version 2.0, if it still stands; ``p-00002`` was reworded on purpose."""
    if record.id == "p-00002":
        record = record._replace(fates=(Fate("1.1", "reworded", (), "2026-05-01", "an error"),))
    last = record.standings[-1]
    number = {"2": "3", "3": "4"}.get(last.number, last.number)
    return (
        record if record.gone else record._replace(standings=(*record.standings, Standing("2.0", last.chapter, number)))
    )
