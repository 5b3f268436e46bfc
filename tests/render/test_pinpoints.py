"""A paragraph's citations, word for word: in every form, and as a file of every format."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest
import rispy

from postil import tree
from postil.apparatus import ADDRESS, NUMBER, VERSION, Apparatus, Passage
from postil.diagnostics import Report
from postil.edition import Name, Source
from postil.lock import Lock
from postil.nodes import Emphasis, Text
from postil.pipeline import check
from postil.read.sources import read_sources
from postil.render.pinpoints import ID, PIN, NeverPublished, Pinpoints, draw, filled, pinpoints, said
from tests.edition import CONTENT
from tests.released import BRIDGES, RIVERS, released

GOLDEN = Path(__file__).parent / "golden"
BASE = "https://example.org/karabakh/"


@cache
def first() -> Apparatus:
    """Return the apparatus of the first edition, as if it had never been released."""
    checked = check(CONTENT, Report())
    assert checked is not None
    return checked.apparatus._replace(edition=checked.apparatus.edition._replace(lock=Lock(), version="1.0"))


def at(apparatus: Apparatus, base: str) -> Apparatus:
    """Return ``apparatus`` as that of an edition at the address ``base``."""
    return apparatus._replace(edition=apparatus.edition._replace(base_url=base))


def fourteenth(apparatus: Apparatus) -> Passage:
    return next(each for each in apparatus.passages.values() if each.number == "14" and each.kind == "paragraph")


def shown(pinpoints: Pinpoints) -> str:
    """Return all citations, one after the other, each under its name; italics between stars."""
    forms = [f"{form.name} ({form.id})\n{marked(form.words)}\n" for form in pinpoints.forms]
    files = [f"{file.name} ({file.id}, {file.ending}, {file.type})\n{file.text}" for file in pinpoints.files]
    return "\n".join((*forms, *files)).replace("\r\n", "\n")


def marked(words: tree.Node) -> str:
    def visit(node: tree.Node) -> tree.Node:
        return Text(f"*{tree.words(node.children)}*") if type(node) is Emphasis else node

    return tree.words(tree.rewrite(words, visit))


@pytest.fixture
def waters(tmp_path: Path) -> Apparatus:
    """Return the apparatus of an edition with three releases behind it."""
    report = Report()
    checked = check(released(tmp_path, base_url=BASE), report)
    assert checked is not None
    assert report.diagnostics == []
    return checked.apparatus


@pytest.mark.parametrize(("base", "name"), [(BASE, "pinpoints.txt"), ("", "pinpoints-nowhere.txt")])
def test_a_paragraph_of_the_first_edition_is_cited_as_it_was(base: str, name: str) -> None:
    """``POSTIL_UPDATE_GOLDEN=1`` writes what comes out. Without an address, the id of the paragraph stands for it."""
    made = shown(pinpoints(at(first(), base), fourteenth(first())))
    if os.environ.get("POSTIL_UPDATE_GOLDEN") == "1":
        (GOLDEN / name).write_text(made, encoding="utf-8")
    assert made == (GOLDEN / name).read_text(encoding="utf-8")


def test_no_sign_is_left_in_a_citation() -> None:
    cited = pinpoints(at(first(), BASE), fourteenth(first()))
    assert not any(sign in shown(cited) for sign in (NUMBER, VERSION, ADDRESS, ID, PIN))


# Files, as others read them


def files(base: str = BASE) -> dict[str, str]:
    apparatus = at(first(), base)
    return {file.id: file.text for file in pinpoints(apparatus, fourteenth(apparatus)).files}


@pytest.mark.parametrize(("format", "name"), [("bibtex", "sources.bib"), ("csl-json", "sources.json")])
def test_postil_reads_what_it_offers(format: str, name: str, tmp_path: Path) -> None:
    """A paragraph's BibLaTeX and CSL JSON, taken as sources, are the chapter with paragraph, version and address."""
    (tmp_path / name).write_text(files()[format], encoding="utf-8")
    report = Report()
    (read,) = read_sources(tmp_path, report, set())
    assert report.diagnostics == []
    expect(read)
    assert read.record.variables.get("version", "") == ("1.0" if format == "csl-json" else "")


def expect(read: Source) -> None:
    id = fourteenth(first()).id
    record = read.record
    assert read.key == f"valiyev2021-{id}"
    assert record.type == "chapter"
    assert record.names["author"] == (Name("Valiyev", "Anar"), Name("Valiyeva", "Elnaz"))
    assert [name.family for name in record.names["editor"]] == ["Ismailzade", "Krnjević Mišković"]
    assert record.dates["issued"].year == 2021
    assert record.variables["title"] == "End of the War, But No Peace: What Are the Russians Up To?"
    assert record.variables["publisher"] == "ADA University"
    assert record.variables["URL"] == f"{BASE}p/{id}.html"
    assert record.variables["note"] == "¶ 14, version 1.0. Text: OCR, corrected."


def test_rispy_reads_the_ris() -> None:
    """A version is no edition: RIS has a tag for these alone, so it stands in the note."""
    (read,) = rispy.loads(files()["ris"])
    assert read["authors"] == ["Valiyev, Anar", "Valiyeva, Elnaz"]
    assert read["notes"] == ["¶ 14, version 1.0. Text: OCR, corrected."]
    assert read["urls"] == [f"{BASE}p/{fourteenth(first()).id}.html"]
    assert "edition" not in read


def test_the_csl_json_is_json() -> None:
    (read,) = json.loads(files("")["csl-json"])
    assert "URL" not in read
    assert fourteenth(first()).id in read["note"]


# Versions


def test_words_that_stand_as_released_are_cited_by_the_last_release(waters: Apparatus) -> None:
    """Their version is the last that has them, not the first."""
    cited = pinpoints(waters, waters.passages["p-00001"])
    assert (cited.version, cited.number, cited.words) == ("1.2", "1", RIVERS)
    assert marked(cited.forms[0].words).endswith(f", ¶ 1, version 1.2, {BASE}p/p-00001.html#v1.2.")
    assert f"url = {{{BASE}p/p-00001.html#v1.2}}" in cited.files[0].text


def test_words_that_no_release_has_are_a_draft(waters: Apparatus) -> None:
    for id in ("p-00003", next(reversed([each for each in waters.passages if waters.passages[each].number == "8"]))):
        cited = pinpoints(waters, waters.passages[id])
        assert cited.version == "draft after 1.2"
        assert f"¶ {cited.number}, draft after 1.2, " in marked(cited.forms[0].words)
        assert f"note = {{¶ {cited.number}, draft after 1.2.}}" in cited.files[0].text
        assert any(". Draft after 1.2. " in marked(form.words) for form in cited.forms)
        assert "#v" not in shown(cited)


def test_an_older_version_is_cited_with_its_words_and_its_place_in_the_history(waters: Apparatus) -> None:
    cited = pinpoints(waters, waters.passages["p-00002"], "1.0")
    assert (cited.version, cited.words) == ("1.0", BRIDGES[0])
    assert cited.address == f"{BASE}p/p-00002.html#v1.0"
    assert "version 1.0" in marked(cited.forms[0].words)


def test_an_older_version_is_cited_where_it_stood_then(waters: Apparatus) -> None:
    now, then = (pinpoints(waters, waters.passages["p-00008"], version) for version in ("", "1.1"))
    assert (now.slug, now.number, then.slug, then.number) == ("two", "1", "one", "6")
    assert "“Rivers,”" in marked(then.forms[0].words)


def test_what_is_gone_is_cited_as_it_stood_last(waters: Apparatus) -> None:
    withdrawn, merged = (pinpoints(waters, waters.passages[id]) for id in ("p-00004", "p-00005"))
    assert (withdrawn.version, withdrawn.number) == ("1.0", "3")
    assert (merged.version, merged.number) == ("1.1", "4")


@pytest.mark.parametrize(("id", "version"), [("p-00003", "1.0"), ("p-00001", "0.9")])
def test_what_was_never_published_cannot_be_cited(waters: Apparatus, id: str, version: str) -> None:
    with pytest.raises(NeverPublished):
        pinpoints(waters, waters.passages[id], version)


def test_a_paragraph_of_a_chapter_that_is_gone_is_cited_by_the_book(waters: Apparatus) -> None:
    alone = waters._replace(chapters={})
    cited = pinpoints(alone, waters.passages["p-00001"])
    assert [form.id for form in cited.forms] == ["markdown", "plain"]
    assert "@book{p-00001," in cited.files[0].text


# What stands in


def test_each_form_is_drawn_once_for_a_chapter(waters: Apparatus) -> None:
    """Signs stand for number, version, address and id; with them filled in it is the citation of a paragraph."""
    drawn = draw(waters, "one", VERSION)
    assert f"¶ {NUMBER}, version {VERSION}, {ADDRESS}." in marked(drawn.forms[0].words)
    assert f"url = {{{BASE}p/{ID}.html{PIN}}}" in drawn.files[0].text
    stands = {NUMBER: "1", VERSION: "1.2", ADDRESS: f"{BASE}p/p-00001.html#v1.2", ID: "p-00001"}
    words = [filled(form.words, stands) for form in drawn.forms]
    assert words == [form.words for form in pinpoints(waters, waters.passages["p-00001"]).forms]


def test_a_draft_is_no_version() -> None:
    assert (said("1.0"), said("1.0", "Version"), said("draft after 1.0")) == (
        "version 1.0",
        "Version 1.0",
        "draft after 1.0",
    )
