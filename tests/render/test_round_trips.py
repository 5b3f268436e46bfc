"""What is exported reads back as the same record; what a format, or a reader of it, cannot carry is declared.

``deviations.yaml`` says by reader and source what a variable comes back as, and null where it is lost, beyond what the
format has no place for at all. It is exact both ways.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import rispy
import yaml

from postil.edition import Date, Name, Source
from postil.read import sources as read_module
from postil.render.exports import biblatex, csl_json, ris
from tests.edition import CONTENT
from tests.machine import PANDOC, need
from tests.render.exported import HERE, RECORDS, Value, differences, exported, flat, read, read_file

DEVIATIONS = yaml.safe_load((HERE / "deviations.yaml").read_text(encoding="utf-8"))
VARIABLES = {*read_module.VARIABLES, *read_module.NAMES, *read_module.DATES}


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, ...]:
    """Return the hand-made records, of every type and with every variable of CSL."""
    folder = tmp_path_factory.mktemp("rich")
    (folder / "sources.json").write_bytes(RECORDS.read_bytes())
    return read(folder)


@pytest.fixture(scope="module")
def first() -> tuple[Source, ...]:
    """Return the sources of the first edition."""
    return read(CONTENT)


def deviating(sources: tuple[Source, ...], got: dict[str, Any], placeless: frozenset[str]) -> dict[str, Any]:
    """Return what came back otherwise, by source, but for the variables that the format has no place for.

    Those must be lost indeed.
    """
    assert list(got) == [source.key for source in sources]
    found = {}
    for source in sources:
        back = differences(source.record, got[source.key])
        assert all(back.pop(name) is None for name in placeless & flat(source.record).keys())
        if back:
            found[source.key] = back
    return found


def test_the_records_have_every_type_and_variable(rich: tuple[Source, ...]) -> None:
    assert {source.record.type for source in rich} == set(read_module.TYPES)
    assert {name for source in rich for name in flat(source.record)} - {"type"} == VARIABLES


def test_every_type_has_its_own_in_each_format() -> None:
    assert set(biblatex.TYPES) == set(ris.TYPES) == set(read_module.TYPES)


def test_every_variable_has_a_place_in_biblatex_or_is_said_to_have_none() -> None:
    tables = (biblatex.TITLES, biblatex.LISTS, biblatex.TEXTS, biblatex.VERBATIM, biblatex.DATES, biblatex.NAMES)
    placed = {name for table in (*tables, biblatex.EDITORS) for _, name in table}
    placed |= {"title", "container-title", "volume-title", "event", "publisher", "language"}
    placed |= {"number", "issue", "collection-number", "jurisdiction"}
    assert placed | biblatex.PLACELESS == VARIABLES
    assert placed & biblatex.PLACELESS == set()


def test_every_variable_has_a_place_in_ris_or_is_said_to_have_none() -> None:
    tables = (ris.TAGS, *ris.EXCEPTIONS.values())
    placed = {name for table in tables for names in table.values() for name in names}
    placed |= {name for _, name in ris.ROLES} | set(ris.LEADING)
    placed |= {"page", "number-of-pages", "keyword", "note", "annote", "issued", "accessed"}
    assert placed | ris.PLACELESS == VARIABLES
    assert placed & ris.PLACELESS == set()


# CSL JSON


@pytest.mark.parametrize("which", ["first", "rich"])
def test_csl_json_reads_back_as_the_same_records(which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Whole, without any deviation."""
    sources: tuple[Source, ...] = request.getfixturevalue(which)
    got = read_file(tmp_path, "sources.json", exported(sources, "sources.csl.json"))
    assert got == {source.key: source.record for source in sources}


def test_csl_json_keeps_remark_and_archived_address(tmp_path: Path) -> None:
    source = Source("k", read(CONTENT)[0].record, read(CONTENT)[0].record, remark="Why", archived="https://a.b/c")
    item = json.loads(csl_json.file([csl_json.entry(source)]))[0]
    assert item["custom"] == {"archived": "https://a.b/c", "remark": "Why"}


# BibLaTeX


def test_the_first_edition_s_biblatex_reads_back_as_the_same_records(first: tuple[Source, ...], tmp_path: Path) -> None:
    got = read_file(tmp_path, "sources.bib", exported(first, "sources.bib"))
    assert got == {source.key: source.record for source in first}


def test_biblatex_reads_back_but_for_the_declared(rich: tuple[Source, ...], tmp_path: Path) -> None:
    got = read_file(tmp_path, "sources.bib", exported(rich, "sources.bib"))
    flattened = {key: flat(record) for key, record in got.items()}
    assert deviating(rich, flattened, biblatex.PLACELESS) == DEVIATIONS["biblatex"]


@pytest.mark.parametrize("which", ["first", "rich"])
def test_pandoc_reads_biblatex_but_for_the_declared(which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    sources: tuple[Source, ...] = request.getfixturevalue(which)
    (tmp_path / "sources.bib").write_text(exported(sources, "sources.bib"), encoding="utf-8")
    command: list[str | Path] = [need(PANDOC), "--from=biblatex", "--to=csljson", tmp_path / "sources.bib"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    items = [_without_empty_dates(item) for item in json.loads(done.stdout)]
    got = read_file(tmp_path / "back", "sources.json", json.dumps(items))
    flattened = {key: flat(record) for key, record in got.items()}
    assert deviating(sources, flattened, biblatex.PLACELESS) == DEVIATIONS[f"pandoc {which}"]


def _without_empty_dates(item: dict[str, Any]) -> dict[str, Any]:
    """Return ``item`` without a date of no parts, which Pandoc makes of one in words, and no reader can read."""
    return {key: value for key, value in item.items() if value != {"date-parts": []}}


# RIS


@pytest.mark.parametrize("which", ["first", "rich"])
def test_rispy_reads_ris_but_for_the_declared(which: str, request: pytest.FixtureRequest) -> None:
    sources: tuple[Source, ...] = request.getfixturevalue(which)
    unremarked = tuple(source._replace(remark="") for source in sources)
    entries = rispy.loads(exported(unremarked, "sources.ris"))
    got = {entry["id"]: from_ris(entry) for entry in entries}
    assert deviating(sources, got, ris.PLACELESS) == DEVIATIONS[f"ris {which}"]


TAGS = {key: tag for tag, key in rispy.TAG_KEY_MAPPING.items()}
# Of the types that share one of RIS's, the one that it rather is.
USUAL = {
    "GEN": "document",
    "ENCYC": "entry-encyclopedia",
    "JOUR": "article-journal",
    "LEGAL": "regulation",
    "MPCT": "motion_picture",
    "PCOMM": "personal_communication",
}
TYPES = {kind: type for type, kind in ris.TYPES.items()} | USUAL


def from_ris(entry: dict[str, Any]) -> dict[str, Value]:
    """Return what rispy's ``entry`` says by CSL's variables: of those that a tag may hold, the first."""
    tags = {TAGS[key]: value for key, value in entry.items() if key in TAGS} | entry.get("unknown_tag", {})
    kind = tags["TY"]
    got: dict[str, Value] = {"type": TYPES[kind]}
    for tag, names in {**ris.TAGS, **ris.EXCEPTIONS.get(kind, {})}.items():
        if tag in tags:
            value = tags[tag]
            got[names[0]] = ";".join(value) if isinstance(value, list) else value
    second = {"BOOK": "collection-editor", "PCOMM": "recipient"}.get(kind, "editor")
    roles = {"AU": "author", "ED": "editor", **dict(ris.ROLES), "A2": second}
    for tag, role in roles.items():
        if tag in tags:
            people = [tags[tag]] if isinstance(tags[tag], str) else tags[tag]
            got[role] = tuple(person_of(name) for name in people)
    if "SP" in tags:
        got["page"] = "-".join(tags[tag] for tag in ("SP", "EP") if tag in tags)
    if "KW" in tags:
        got["keyword"] = ", ".join(tags["KW"])
    for name, note in zip(("note", "annote"), tags.get("N1", []), strict=False):
        got[name] = note
    for tag, name in (("DA", "issued"), ("Y2", "accessed")):
        if tag in tags:
            got[name] = date_of(tags[tag])
    return got


def person_of(text: str) -> Name:
    parts = [*text.split(", "), "", ""]
    return Name(parts[0], parts[1], suffix=parts[2]) if parts[1] else Name(literal=parts[0])


def date_of(text: str) -> Date:
    year, month, day, other = text.split("/", 3)
    seasons = {"Spring": 1, "Summer": 2, "Autumn": 3, "Winter": 4}
    season = seasons.get(other.partition(" ")[0], 0)
    until = re.search(r"\bto (?:(\w+) )?([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?$", other)
    end = until and Date(int(until[2]), int(until[3] or 0), int(until[4] or 0), seasons.get(until[1], 0))
    if "and later" in other:
        end = Date(0)
    literal = "" if year else other
    return Date(int(year or 0), int(month or 0), int(day or 0), season, "circa" in other, literal, end or None)
