"""Files and YAML become records, or it is said exactly what is wrong with them."""

import codecs
from pathlib import Path

import pytest

from postil.diagnostics import Report
from postil.edition import Date, Edition, Entry, Name, Source
from postil.read import read_edition, read_manuscript
from tests.cases import Case, cases_in, diagnostics, files_in

CASES = Path(__file__).parent / "cases"
AREAS = {
    "edition": "edition.yaml",
    "sources": "sources.yaml",
    "glossary": "glossary.yaml",
    "manuscripts": "one.md",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the smallest edition, in which one stands."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "edition.yaml").write_text("title: T\n", encoding="utf-8")
    (tmp_path / "one.md").write_text("Text.\n", encoding="utf-8")
    return tmp_path


def read(folder: Path, *, hints: bool = False) -> tuple[Edition | None, str]:
    """Return the edition in ``folder``, and what is reported of it and of its manuscripts."""
    report = Report()
    edition = read_edition(folder, report)
    for name in edition.manuscripts if edition else ():
        read_manuscript(folder / name, report)
    return edition, said(report, hints)


def said(report: Report, hints: bool) -> str:
    by_path: dict[str, Report] = {}
    for one in report.sorted():
        by_path.setdefault(one.span.path, Report()).diagnostics.append(one)
    return "".join(f"{path}\n{diagnostics(part, hints=hints)}" for path, part in by_path.items())


@pytest.mark.parametrize("case", [*cases_in(CASES, *AREAS)])
def test_case(folder: Path, case: Case) -> None:
    """Expected is what is reported, by file, with its hint; nothing where nothing is wrong."""
    for name, content in files_in(case.given, AREAS[case.path.stem]).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8", newline="")
    case.hold(read(folder, hints=True)[1])


def edition_of(folder: Path, text: str) -> Edition:
    (folder / "edition.yaml").write_text(text, encoding="utf-8")
    edition, reported = read(folder)
    assert edition is not None
    assert reported == ""
    return edition


def source_of(folder: Path, text: str) -> Source:
    """Return the one source of which ``text`` has the keys, well or ill."""
    lines = "".join(f"    {line}\n" for line in text.split("\n"))
    (folder / "sources.yaml").write_text(f"references:\n  - id: key\n    title: T\n{lines}", encoding="utf-8")
    edition, _ = read(folder)
    assert edition is not None
    return edition.sources[0]


def entry_of(folder: Path, text: str) -> Entry:
    lines = "".join(f"    {line}\n" for line in text.split("\n"))
    (folder / "glossary.yaml").write_text(f"entries:\n  - id: one\n    term: One\n{lines}", encoding="utf-8")
    edition, reported = read(folder)
    assert edition is not None
    assert reported == ""
    return edition.entries[0]


def test_an_edition_needs_nothing_but_a_title(folder: Path) -> None:
    edition = edition_of(folder, "title: T\n")
    assert edition == Edition("T", manuscripts=("one.md",), citing=edition.citing, span=edition.span)


def test_chapters_are_in_order_of_name(folder: Path) -> None:
    for name in ("b.md", "a.md"):
        (folder / name).write_text("Text.\n", encoding="utf-8")
    assert edition_of(folder, "title: T\n").manuscripts == ("a.md", "b.md", "one.md")


def test_chapters_are_in_the_order_given(folder: Path) -> None:
    (folder / "a.md").write_text("Text.\n", encoding="utf-8")
    assert edition_of(folder, "title: T\nchapters: [one.md, a.md]\n").manuscripts == ("one.md", "a.md")


def test_a_missing_edition_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read(tmp_path / "no") == (
        None,
        "no/edition.yaml\nfile error: there is no edition here: “no” has no edition.yaml [content-missing]\n",
    )


@pytest.mark.parametrize(
    ("language", "quotes"),
    [("en", "“”‘’"), ("de-AT", "„“‚‘"), ("ru", "«»„“"), ("az", "“”‘’"), ("xx", "“”‘’"), ("sv", "””’’")],
)
def test_quotation_marks_are_those_of_the_language(folder: Path, language: str, quotes: str) -> None:
    assert edition_of(folder, f"title: T\nlanguage: {language}\n").quotes == tuple(quotes)


@pytest.mark.parametrize(
    ("written", "quotes"),
    [("«»„“", ("«", "»", "„", "“")), ('"<< >> < >"', ("<<", ">>", "<", ">"))],
)
def test_quotation_marks_may_be_given(folder: Path, written: str, quotes: tuple[str, ...]) -> None:
    assert edition_of(folder, f"title: T\nquotes: {written}\n").quotes == quotes


def test_a_base_address_ends_in_a_stroke(folder: Path) -> None:
    assert edition_of(folder, "title: T\nbase_url: https://a.b/c\n").base_url == "https://a.b/c/"


def test_a_series_of_notes_has_letters_unless_it_says_numbers(folder: Path) -> None:
    text = "title: T\nnote_series:\n  - {name: ed, title: E}\n  - {name: tr, title: T, numbering: numbers}\n"
    assert [each.numbering for each in edition_of(folder, text).series] == ["letters", "numbers"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021", Date(2021)),
        ('"2021"', Date(2021)),
        ("2021-03", Date(2021, 3)),
        ("2021-03-26", Date(2021, 3, 26)),
        ("2020-02-29", Date(2020, 2, 29)),
        ("2021-21", Date(2021, season=1)),
        ("2021-24", Date(2021, season=4)),
        ("0987", Date(987)),
        ("{year: 2021}", Date(2021)),
        ("{year: 2021, month: 3, day: 26}", Date(2021, 3, 26)),
        ("{year: 2021, season: winter}", Date(2021, season=4)),
        ("{year: 2021, season: Fall}", Date(2021, season=3)),
        ("{year: 2021, season: 2}", Date(2021, season=2)),
        ("{date-parts: [[2021]]}", Date(2021)),
        ("{date-parts: [[2021, 3, 26]]}", Date(2021, 3, 26)),
        ("{date-parts: [[2021]], season: 4}", Date(2021, season=4)),
        ("[{year: 2021}]", Date(2021)),
    ],
)
def test_dates_are_read_in_all_their_forms(folder: Path, written: str, expected: Date) -> None:
    assert source_of(folder, f"issued: {written}").record.dates == {"issued": expected}


@pytest.mark.parametrize(
    "written",
    [
        "26 March 2021",
        "2021-3",
        "2021-13",
        "2021-25",
        "2021-02-30",
        "2021-02-29",
        "2021-00-01",
        "21",
        "20210326",
        "2022/2021",
        "2021-03-26 10:00",
        "2021??",
        "[2021, 2022]",
        "{year: two}",
        "{year: ²}",
        "{year: 99999}",
        "{year: '" + "9" * 5000 + "'}",
        "{month: 3}",
        "{year: 2021, day: 3}",
        "{year: 2021, season: 5}",
        "{date-parts: [[2021, 3, 26, 7]], year: x, season: x}",
        "{date-parts: 2021}",
        "[]",
    ],
)
def test_other_dates_are_refused(folder: Path, written: str) -> None:
    """A date that is not understood is no date, and is told."""
    assert source_of(folder, f"issued: {written}").record.dates == {}
    value = "…" if written[0] in "[{" else written
    assert (
        f"4:13+{len(written) if value == written else 1} error: “issued” cannot be “{value}” [value-invalid]\n"
    ) in read(folder)[1]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{family: Smith, given: Anna}", Name("Smith", "Anna")),
        ("{family: Waal, given: Thomas, non-dropping-particle: de}", Name("Waal", "Thomas", "de")),
        ("{family: A, dropping-particle: von, non-dropping-particle: der}", Name("A", "", "der", dropping="von")),
        ("{family: Lee, given: Bo, suffix: Jr.}", Name("Lee", "Bo", suffix="Jr.")),
        ("{literal: OSCE}", Name(literal="OSCE")),
        ("{name: OSCE}", Name(literal="OSCE")),
        ("OSCE", Name(literal="OSCE")),
        ("{given: Plato}", Name(given="Plato")),
    ],
)
def test_names_are_read_in_all_their_forms(folder: Path, written: str, expected: Name) -> None:
    assert source_of(folder, f"author: [{written}]").record.names == {"author": (expected,)}


def test_a_single_name_needs_no_list(folder: Path) -> None:
    assert source_of(folder, "author: {family: Smith}").record.names == {"author": (Name("Smith"),)}


def test_what_the_book_printed_stands_over_what_is_known(folder: Path) -> None:
    source = source_of(folder, "volume: 1\ncustom:\n  remark: R\n  printed:\n    title: P\n    issued: 2020")
    assert (source.record.variables, source.printed.variables, source.differs, source.remark) == (
        {"title": "T", "volume": "1"},
        {"title": "P", "volume": "1"},
        ("title", "issued"),
        "R",
    )


def test_sources_may_be_a_bare_list(folder: Path) -> None:
    """As Pandoc reads it."""
    (folder / "sources.yaml").write_text("- id: a\n  title: T\n", encoding="utf-8")
    edition, reported = read(folder)
    assert edition is not None
    assert ([source.key for source in edition.sources], reported) == (["a"], "")


def test_forms_may_say_their_language(folder: Path) -> None:
    entry = entry_of(folder, "definition: D\nforms:\n  - Uno  due\n  - {form: Bir, lang: az}")
    assert [(form.form, form.lang) for form in entry.forms] == [("Uno due", ""), ("Bir", "az")]


def test_a_definition_has_the_place_of_its_words(folder: Path) -> None:
    """A folded definition keeps its own lines."""
    definition = entry_of(folder, "definition: >-\n\n  a\n   b\n  c\ndates: 1").definition
    assert (definition.text, definition.above, definition.indent) == ("a\n b\nc", 5, 6)


def test_a_definition_on_its_key_s_line_has_its_column(folder: Path) -> None:
    definition = entry_of(folder, 'definition: "a *b*"').definition
    assert (definition.text, definition.above, definition.indent) == ("a *b*", 3, 17)


def test_an_entry_has_what_its_record_says(folder: Path) -> None:
    entry = entry_of(
        folder,
        "definition: D\nsee: [two, place:three]\nsources: [key]\nsame_as: [https://a.b]\ndates: 1990–91\n"
        "coordinates: [39.76, -46.75]\nfirst_mention_only: true",
    )
    assert (
        [pointer.key for pointer in entry.see],
        [key for key, _ in entry.sources],
        entry.same_as,
        entry.dates,
        entry.coordinates,
        entry.first_mention_only,
    ) == ([("term", "two"), ("place", "three")], ["key"], ("https://a.b",), "1990–91", (39.76, -46.75), True)


def test_a_register_has_its_kind(folder: Path) -> None:
    for name in ("people", "places", "organisations", "events", "glossary"):
        (folder / f"{name}.yaml").write_text(
            f"entries:\n  - {{id: {name}, term: T, definition: D}}\n", encoding="utf-8"
        )
    edition, reported = read(folder)
    assert edition is not None
    assert ([(entry.kind, entry.id) for entry in edition.entries], reported) == (
        [
            ("term", "glossary"),
            ("person", "people"),
            ("place", "places"),
            ("org", "organisations"),
            ("event", "events"),
        ],
        "",
    )


def test_a_byte_order_mark_hides_nothing(folder: Path) -> None:
    """Neither front matter nor the first key."""
    for name, content in (("edition.yaml", "title: T\n"), ("one.md", "---\ntitle: F\n---\nText.\n")):
        (folder / name).write_bytes(codecs.BOM_UTF8 + content.encode())
    read_file = read_manuscript(folder / "one.md", Report())
    assert read_file is not None
    assert (read_file.front.title, read_file.manuscript.text, read(folder)[1]) == ("F", "Text.\n", "")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_are_line_ends(folder: Path, end: str) -> None:
    (folder / "one.md").write_bytes("---\ntitle: F\n---\na\nb\n".replace("\n", end).encode())
    read_file = read_manuscript(folder / "one.md", Report())
    assert read_file is not None
    assert (read_file.front.title, read_file.manuscript.text, read_file.manuscript.above) == (
        "F",
        "a\nb\n",
        3,
    )


@pytest.mark.parametrize("name", ["edition.yaml", "sources.yaml", "glossary.yaml", "one.md"])
def test_bytes_that_are_not_utf_8_are_told_with_their_place(folder: Path, name: str) -> None:
    (folder / name).write_bytes("# é\nab".encode() + b"\xe9 c\n")
    assert read(folder)[1] == (
        f"{name}\n2:3+1 error: the file is not UTF-8 text: byte 0xE9 cannot be read [file-not-utf8]\n"
    )


@pytest.mark.parametrize("name", ["sources.yaml", "glossary.yaml"])
def test_a_folder_in_the_place_of_a_file_is_told(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    assert read(folder)[1] == (f"{name}\nfile error: the file cannot be read: Is a directory [file-unreadable]\n")


def test_a_file_beyond_the_limit_is_not_read(folder: Path) -> None:
    with (folder / "one.md").open("wb") as file:
        file.truncate(32_000_001)
    assert read(folder)[1] == (
        "one.md\nfile error: the file has 32,000,001 bytes; at most 32,000,000 are read [file-too-large]\n"
    )


@pytest.mark.parametrize("name", ["sources.yaml", "glossary.yaml"])
@pytest.mark.parametrize("content", ["", "\n\n", "# nothing\n", "---\n"])
def test_an_empty_file_is_a_missing_feature(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    assert read(folder)[1] == ""


@pytest.mark.parametrize("content", ["", "\n", "# nothing\n", "just words\n", "- a\n"])
def test_an_edition_without_keys_needs_a_title(folder: Path, content: str) -> None:
    (folder / "edition.yaml").write_text(content, encoding="utf-8")
    assert read(folder) == (
        None,
        "edition.yaml\n1:1+1 error: the edition needs “title” [key-missing]\n",
    )
