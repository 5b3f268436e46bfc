"""The files of data: as their schemas say, and the same as the pages."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from lxml import html

from postil.render.data import DIVIDED
from tests.edition import ROOT, built, page, written

SITES = pytest.mark.parametrize("which", ["site", "everything", "arabic", "chinese", "cited", "waters", "traced"])
SCHEMAS = sorted(path.name for path in (ROOT / "static" / "schema").iterdir())
WHOLE = ("ids", "concordance", "chapters", "sources", "entries", "annotations", *DIVIDED)

Record = Any  # what a JSON file holds


def data(site: Path, name: str) -> Record:
    return json.loads((site / "data" / f"{name}.json").read_text(encoding="utf-8"))


def records(site: Path, what: str) -> list[Record]:
    """Return the records of all chapters."""
    parts = data(site, what)["parts"]
    files = [json.loads((site / part["file"]).read_text(encoding="utf-8")) for part in parts]
    assert [file["chapter"] for file in files] == [part["chapter"] for part in parts]
    assert [len(file[what]) for file in files] == [part["count"] for part in parts]
    return [record for file in files for record in file[what]]


def annotated(site: Path) -> Iterator[tuple[Path, Record]]:
    for path in sorted((site / "data" / "annotations").glob("*.json")):
        for one in json.loads(path.read_text(encoding="utf-8"))["items"]:
            yield path, one


# The schemas


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    """It is of draft 2020-12, and its name is its address."""
    schema = json.loads((ROOT / "static" / "schema" / name).read_text(encoding="utf-8"))
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert schema["$id"] == name
    Draft202012Validator.check_schema(schema)


@SITES
def test_every_file_is_as_its_schema_says(which: str, request: pytest.FixtureRequest) -> None:
    """Each names its schema, and holds what that has a name for."""
    site: Path = request.getfixturevalue(which)
    used = set()
    for path in (site / "data").rglob("*.json"):
        if path.parent.name == "schema":
            continue
        file = json.loads(path.read_text(encoding="utf-8"))
        place = (path.parent / file["$schema"]).resolve()
        assert place.parent == site / "data" / "schema"
        schema = json.loads((ROOT / "static" / "schema" / place.name).read_text(encoding="utf-8"))
        errors = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(file)
        assert [f"{path.name}: {each.json_path}: {each.message}" for each in errors] == []
        used.add(place.name)
    assert used >= {f"{name}.json" for name in ("ids", "chapters", "parts", *DIVIDED, "sources", "entries")}


def test_the_schemas_have_addresses_where_the_edition_has(site: Path, waters: Path) -> None:
    for name in SCHEMAS:
        with_address = data(waters, f"schema/{name.removesuffix('.json')}")
        assert with_address.pop("$id") == f"https://example.org/waters/data/schema/{name}"
        assert data(site, f"schema/{name.removesuffix('.json')}") == {"$id": name, **with_address}


def test_the_documentation_names_each_file_and_each_field() -> None:
    said = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    for name in SCHEMAS:
        assert f"schema/{name}" in said
        schema = json.loads((ROOT / "static" / "schema" / name).read_text(encoding="utf-8"))
        for each in schema["properties"].values():
            record = each.get("items") or each.get("additionalProperties") or {}
            assert [field for field in record.get("properties", ()) if f"`{field}`" not in said] == [], name


# Words


def own_words(element: html.HtmlElement) -> str:
    """Return the words of a block without the apparatus, and without code and the blocks within it."""
    copy = html.fromstring(html.tostring(element, encoding="unicode", with_tail=False))
    for other in copy.xpath("//*[@data-apparatus] | .//*[starts-with(@id, 'p-')] | .//pre"):
        other.drop_tree()
    return " ".join(copy.text_content().split())


@SITES
def test_the_words_of_blocks_are_the_page_s(which: str, request: pytest.FixtureRequest) -> None:
    """Every block of every chapter is there, in order, with its number and its words."""
    site: Path = request.getfixturevalue(which)
    told = iter(records(site, "blocks"))
    for chapter in data(site, "chapters")["chapters"]:
        text = page(site / unquote(chapter["href"])).get_element_by_id("text")
        numbered = text.xpath(".//*[a[@class='number'][@data-apparatus]] | .//li[p/a[@class='number']]")
        elements = [each for each in numbered if re.match("p-", each.get("id", ""))]
        assert [each.get("id") for each in elements] == chapter.get("blocks", [])
        for element, block in zip(elements, told, strict=False):
            assert block["id"] == element.get("id")
            assert block["number"] == element.xpath("string(.//a[@class='number'])")
            assert " ".join(block.get("words", "").split()) == own_words(element)
    assert next(told, None) is None


@SITES
def test_the_words_of_notes_are_the_page_s(which: str, request: pytest.FixtureRequest) -> None:
    """Each note has the words that it has in its chapter, or, where that shortens a citation, on the page of notes."""
    site: Path = request.getfixturevalue(which)
    lists = page(site / "notes.html").xpath("//*[@class='note']")
    in_full = {own_words(each).replace(" ", "") for each in lists}
    for note in records(site, "notes"):
        slug, _, name = note["id"].partition("#")
        element = page(site / f"{slug}.html").get_element_by_id(name)
        words = "".join(note.get("words", "").split())
        assert words == own_words(element).replace(" ", "") or words in in_full


# What leads to what


@SITES
def test_what_is_named_is_there(which: str, request: pytest.FixtureRequest) -> None:
    """Blocks, notes, sections, sources and entries that a record names have records, and each address leads there."""
    site: Path = request.getfixturevalue(which)
    blocks = {each["id"]: each for each in records(site, "blocks")}
    notes = {each["id"]: each for each in records(site, "notes")}
    entries = {each["key"]: each for each in data(site, "entries")["entries"]}
    sources = {each["key"]: each for each in data(site, "sources")["sources"]}
    chapters = data(site, "chapters")["chapters"]
    sections = {one["id"]: one for each in chapters for one in walked(each)}
    ids = {path.relative_to(site).as_posix(): set(page(path).xpath("//@id")) for path in site.rglob("*.html")}
    assert set(notes) == {id for each in chapters for id in each.get("notes", ())}
    for each in (*blocks.values(), *notes.values()):
        assert set(each.get("notes", ())) <= set(notes)
        assert set(each.get("sources", ())) <= set(sources)
        assert set(each.get("entries", ())) <= set(entries)
        assert each.get("section", "") in {"", *sections}
        for call in each.get("calls", ()):
            assert call.get("block", "") in {"", *blocks, *sections}
            assert call.get("note", "") in {"", *notes}
            where = blocks.get(call.get("block")) or notes.get(call.get("note"))
            words = where.get("words", "") if where else sections[call["block"]]["title"]
            assert 0 <= call["at"] <= len(words)
            if "sentence" in call:
                said = call["sentence"]
                assert said["words"] == words[said["start"] : said["end"]]
                assert said["start"] <= call["at"] <= said["end"]
    for source in sources.values():
        for place in source.get("places", ()):
            assert place.get("note", next(iter(notes), "")) in {"", *notes}
            assert place.get("entry", next(iter(entries), "")) in {"", *entries}
    for entry in entries.values():
        assert {key for keys in entry.get("related", {}).values() for key in keys} <= set(entries)
    listed = (*blocks.values(), *notes.values(), *sources.values(), *entries.values(), *sections.values(), *chapters)
    calls = [call for note in notes.values() for call in note["calls"]]
    for each in (*listed, *calls):
        parts = urlsplit(each["href"])
        assert unquote(parts.path) in ids
        assert not parts.fragment or unquote(parts.fragment) in ids[unquote(parts.path)], each["href"]


def walked(chapter: Record) -> Iterator[Record]:
    for each in chapter.get("sections", ()):
        yield each
        yield from walked(each)


@SITES
def test_an_occurrence_is_the_words_it_says(which: str, request: pytest.FixtureRequest) -> None:
    """Its words stand at its place, none within another's; an entry says how many there are."""
    site: Path = request.getfixturevalue(which)
    words = {each["id"]: each.get("words", "") for what in ("blocks", "notes") for each in records(site, what)}
    words |= {each["id"]: each["title"] for one in data(site, "chapters")["chapters"] for each in walked(one)}
    last: dict[str, int] = {}
    found = records(site, "occurrences")
    for each in found:
        where = each.get("block") or each["note"]
        assert words[where][each["start"] : each["end"]] == each["words"] != ""
        assert last.get(where, 0) <= each["start"]
        last[where] = each["end"]
    counts = Counter(each["entry"] for each in found)
    entries = data(site, "entries")["entries"]
    assert {each["key"]: each["occurrences"] for each in entries if each["occurrences"]} == counts


# Annotations


def words_with_call(text: html.HtmlElement, call: str) -> tuple[str, str]:
    """Return the words of the text without the apparatus before a call, and after it."""
    sign = "\ue0ff"
    copy = html.fromstring(html.tostring(text, encoding="unicode", with_tail=False))
    (link,) = copy.xpath(f"//*[@id='{call}']")
    (*_, outer) = (each for each in (link, *link.iterancestors()) if "data-apparatus" in each.attrib)
    mark = html.Element("i")
    mark.text = sign
    outer.addprevious(mark)
    for each in copy.xpath("//*[@data-apparatus]"):
        each.drop_tree()
    before, _, after = " ".join(copy.text_content().split()).partition(sign)
    return before, after


@SITES
def test_a_quotation_is_one_place_of_the_text(which: str, request: pytest.FixtureRequest) -> None:
    """With what stands around it, it is found once in the text, and the call stands at its end.

    Where nothing stands before a call in its sentence, the call stands within.
    """
    site: Path = request.getfixturevalue(which)
    calls = {each["href"].rpartition("#")[2]: each for note in records(site, "notes") for each in note["calls"]}
    quoted = 0
    by_id = {note["id"]: note for note in records(site, "notes")}
    for path, one in annotated(site):
        slug = path.stem
        note = by_id[f"{slug}#{unquote(urlsplit(one['id']).fragment)}"]
        targets = one["target"] if isinstance(one["target"], list) else [one["target"]]
        text = page(site / f"{slug}.html").get_element_by_id("text")
        assert len(targets) == len(note["calls"])
        for target, call in zip(targets, note["calls"], strict=True):
            where = urlsplit(urljoin(f"https://example.net/x/data/annotations/{slug}.json", target["source"]))
            assert unquote(where.path).endswith(f"/{slug}.html")
            if isinstance(target["selector"], dict) and "note" in call:
                assert target["selector"]["value"] == call["note"].partition("#")[2]
                continue
            quote, fragment = target["selector"]
            assert fragment["refinedBy"] == quote
            before, after = words_with_call(text, call["id"])
            words = before + after
            told = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
            assert words.count(told) == 1, told
            start = words.index(told) + len(quote.get("prefix", ""))
            end = start + len(quote["exact"])
            assert end == len(before.rstrip()) or start <= len(before) + 1 <= end, told
            element = text.xpath(f".//*[@id='{fragment['value']}']")[0]
            assert quote["exact"].replace(" ", "") in own_words(element).replace(" ", "")
            quoted += 1
    assert quoted or not calls


def test_the_printed_notes_hang_on_the_words_before_their_calls(site: Path) -> None:
    """The fourth note of the chapter, as an annotation."""
    (_, fourth) = list(annotated(site))[3]
    assert fourth["id"] == "../annotations/end-of-the-war.json#n-krnjevic-orbis"
    assert fourth["creator"] == [{"type": "Person", "name": each} for each in ("Anar Valiyev", "Elnaz Valiyeva")]
    assert [each["type"] for each in fourth["target"]["selector"]] == ["TextQuoteSelector", "FragmentSelector"]
    assert fourth["body"]["value"].startswith('<p><span class="citation">Damjan Krnjević Mišković, ')
    assert set(fourth) == {"id", "type", "motivation", "creator", "body", "target"}


@SITES
def test_the_collection_leads_from_page_to_page(which: str, request: pytest.FixtureRequest) -> None:
    """From the first page to the last and back, and no annotation is left out."""
    site: Path = request.getfixturevalue(which)
    root = "https://example.org/waters/" if which == "waters" else "https://example.net/x/"
    root = "https://example.org/edition/" if which == "everything" else root

    def get(address: str) -> Record:
        assert address.startswith(root)
        return json.loads((site / unquote(address.removeprefix(root))).read_text(encoding="utf-8"))

    home = f"{root}data/annotations.json"
    collection = get(home)
    assert urljoin(home, collection["id"]) == home
    here, seen, before = urljoin(home, collection.get("first", "")), 0, ""
    while here != home:
        one = get(here)
        assert urljoin(here, one["id"]) == here
        assert urljoin(here, one["partOf"]) == home
        assert one["startIndex"] == seen
        assert urljoin(here, one.get("prev", "")) == (before or here)
        assert all(urljoin(here, each["id"]).startswith(f"{here}#") for each in one["items"])
        seen += len(one["items"])
        before, following = here, one.get("next")
        if not following:
            break
        here = urljoin(here, following)
    assert seen == collection["total"] == len(records(site, "notes"))
    assert "last" not in collection or urljoin(home, collection["last"]) == here


TWICE = """\
# One

The same words stand here.[^a] And more.[^b][^c]

The same words stand here.[^d] [^e]And others.

[^a]: A.

[^b]: B.

[^c]: C, see.[^d]

[^d]: D.

[^e]: E.
"""


def test_words_that_stand_twice_are_told_apart(tmp_path: Path) -> None:
    """So much of what stands around them is told that they are one place; of two calls together both have the same."""
    site = built(written(tmp_path, {"one.md": TWICE}), tmp_path / "site")
    told = []
    for _, one in annotated(site):
        for target in one["target"] if isinstance(one["target"], list) else [one["target"]]:
            quote = target["selector"][0] if isinstance(target["selector"], list) else target["selector"]
            told.append(tuple(quote.get(key, "") for key in ("prefix", "exact", "suffix", "value")))
    assert told == [
        ("", "The same words stand here.", " And more.", ""),
        ("The same words stand here. ", "And more.", "", ""),
        ("The same words stand here. ", "And more.", "", ""),
        ("", "The same words stand here.", " And others.", ""),
        ("", "", "", "n-c"),
        ("The same words stand here. ", "And others.", "", ""),
    ]


# The whole


def test_the_files_are_listed_where_readers_look(site: Path) -> None:
    """The colophon leads to each file that has all of its kind."""
    links = page(site / "about.html").xpath("//dt[.='Data for programs']/..//a/@href")
    assert links == [f"data/{name}.json" for name in ("chapters", *DIVIDED, "sources", "entries", "annotations")]


def test_a_change_is_a_line(tmp_path: Path) -> None:
    """Each record stands on a line of its own, so that what changed can be read."""
    before = built(written(tmp_path / "a", {"one.md": TWICE}), tmp_path / "a" / "site")
    after = built(written(tmp_path / "b", {"one.md": TWICE.replace("others", "many others")}), tmp_path / "b" / "site")
    lines = [(each / "data/blocks/one.json").read_text(encoding="utf-8").split("\n") for each in (before, after)]
    changed = [old for old, new in zip(*lines, strict=True) if old != new]
    assert len(changed) == 1
    assert '"number":"2"' in changed[0]
