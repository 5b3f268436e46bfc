"""Sources come in as CSL-YAML, CSL JSON, BibTeX and BibLaTeX, and are the same records."""

import json
import subprocess
import sys
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.diagnostics import Report
from postil.edition import Date, Name, Source
from postil.read.biblatex import compose_bibtex
from postil.read.dates import edtf
from postil.read.json import compose_json
from postil.read.latex import ACCENTS, decoded
from postil.read.marks import marked
from postil.read.names import parsed
from postil.read.sources import read_sources
from postil.read.yaml import Mapping, Scalar, Sequence, Value
from tests.cases import Case, cases_in, diagnostics, files_in

CASES = Path(__file__).parent / "cases"
AREAS = {
    "bibtex": "sources.bib",
    "biblatex": "sources.bib",
    "json": "sources.json",
    "names": "sources.yaml",
    "alike": "sources.yaml",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, in which one stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(folder: Path) -> tuple[tuple[Source, ...], set[str], Report]:
    """Return the sources in ``folder``, what could not be read, and what is reported."""
    report, unread = Report(), set[str]()
    return read_sources(folder, report, unread), unread, report


def said(name: Name) -> str:
    """Return the parts of ``name``, each after what it is called."""
    return " ".join(f"{part}={value}" for part, value in name._asdict().items() if value)


def dated(date: Date | None) -> str:
    """Return what ``date`` says, in a line."""
    if date is None or not date.known:
        return "-" if date is None else ".."
    parts = [str(part) for part in (date.year, date.month, date.day) if part]
    parts += [f"season {date.season}"] * bool(date.season) + [f"“{date.literal}”"] * bool(date.literal)
    parts += ["circa"] * date.circa + [f"to {dated(date.until)}"] * (date.until is not None)
    return " ".join(parts)


def outline(source: Source) -> str:
    """Return ``source`` as lines, with its place."""
    record = source.record
    lines = [f"{source.key} {record.type} {source.span.line}:{source.span.column}"]
    lines += [f"  {name}: {text}" for name, text in record.variables.items()]
    lines += [f"  {name}: {said(one)}" for name, names in record.names.items() for one in names]
    lines += [f"  {name}: {dated(date)}" for name, date in record.dates.items()]
    lines += [f"  archived: {source.archived}"] * bool(source.archived)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", cases_in(CASES, *AREAS))
def test_case(folder: Path, case: Case) -> None:
    """Expected are the sources, and what is reported with its hint."""
    for name, content in files_in(case.given, AREAS[case.path.stem]).items():
        (folder / name).write_text(content, encoding="utf-8", newline="")
    sources, _, report = read(folder)
    case.hold("".join(map(outline, sources)) + diagnostics(report, hints=True))


@pytest.mark.parametrize("case", cases_in(CASES, "dates"))
def test_dates(folder: Path, case: Case) -> None:
    """Expected is each date, after what is written; a hyphen for what is none."""
    lines = case.given.splitlines()
    text = "".join(f"- {{id: k{place}, title: T, issued: {line}}}\n" for place, line in enumerate(lines))
    (folder / "sources.yaml").write_text(text, encoding="utf-8")
    sources, _, _ = read(folder)
    case.hold(
        "".join(
            f"{line} → {dated(source.record.dates.get('issued'))}\n"
            for line, source in zip(lines, sources, strict=True)
        )
    )


@pytest.mark.parametrize("case", cases_in(CASES, "latex", "marks"))
def test_marks(case: Case) -> None:
    """Expected is what becomes of each line."""
    lines = case.given.splitlines()
    change = marked if case.path.stem == "marks" else lambda line: decoded(line, titled=True)
    case.hold("".join(f"{change(line)}\n" for line in lines))


def test_the_files_are_read_in_order(folder: Path) -> None:
    (folder / "sources.yaml").write_text("- {id: c, title: T}\n", encoding="utf-8")
    (folder / "sources.json").write_text('[{"id": "b", "title": "T"}]', encoding="utf-8")
    (folder / "sources.bib").write_text("@book{a, title={T}}", encoding="utf-8")
    sources, _, report = read(folder)
    assert ([source.key for source in sources], report.diagnostics) == (["c", "b", "a"], [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sources.yaml", "references: [\n"),
        ("sources.json", "[{"),
        ("sources.json", '"x"'),
        ("sources.bib", "@book{a, title={T}}\n@book{b, title={T"),
    ],
)
def test_sources_that_cannot_be_read_are_not_missed(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert read(folder)[1] == {"sources.yaml"}


def test_what_an_edition_does_not_have_costs_nothing(folder: Path) -> None:
    """The libraries for BibTeX, and the modules for JSON and for marks, are not loaded without need."""
    (folder / "sources.yaml").write_text("- {id: a, title: A Title, issued: 2021-03-26}\n", encoding="utf-8")
    code = (
        "import pathlib, sys; from postil.diagnostics import Report; from postil.read.sources import read_sources\n"
        "read_sources(pathlib.Path(), Report(), set())\n"
        "print({'bibtexparser', 'pylatexenc', 'json', 'postil.read.json', 'postil.read.marks'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("name", ["sources.json", "sources.bib"])
@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_a_missing_feature(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    sources, unread, report = read(folder)
    assert (sources, unread, report.diagnostics) == ((), set(), [])


def test_json_is_what_python_reads() -> None:
    """Signs beyond the first plane, escapes, tabs and long lines, too."""
    wanted = {"a": ["\U0001f600", "é", "\t", '"', "x" * 100_000], "b": {"c": ""}, "d": [], "e": {}}
    for indent in (None, 2, "\t"):
        for ascii in (True, False):
            text = json.dumps(wanted, ensure_ascii=ascii, indent=indent)
            assert plain(compose_json(text, "a.json", Report())) == wanted


def plain(value: Value | None) -> object:
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items.items()}
    if isinstance(value, Sequence):
        return [plain(item) for item in value.items]
    return value.text if isinstance(value, Scalar) else None


def test_half_a_surrogate_pair_is_no_character() -> None:
    assert plain(compose_json('["\\ud83d"]', "a.json", Report())) == ["\N{REPLACEMENT CHARACTER}"]


def test_strings_of_bibtex_do_not_grow_without_end() -> None:
    report = Report()
    compose_bibtex("@string{a = {xxxx}}\n" + "@string{a = a # a}\n" * 1_000, "a.bib", report)
    assert "Texts that are joined" in diagnostics(report, hints=True)


def test_records_may_inherit_from_one_another_in_a_circle() -> None:
    report = Report()
    records, _ = compose_bibtex("@book{a, title={T}, crossref={b}}\n@book{b, crossref={a}}", "a.bib", report)
    assert [plain(record.items["title"]) for record in records] == ["T", "T"]


@pytest.mark.parametrize(
    "text",
    [
        "@book{" * 30_000,
        "@book{a, title = {" + "{" * 100_000 + "}" * 100_000 + "}}",
        "@book{a, title = {" + "\\emph{" * 30_000 + "}}",
        "@book{a, title = {" + "$x^" * 50_000 + "}}",
        "@book{a, author = {" + "A and " * 30_000 + "}}",
        "@book{a, author = {" + "\\v{A} b " * 30_000 + "}}",
        "@book{a, " + "b = {c} " * 10_000 + "}",
        "@book{a, title = " + "jan # " * 30_000 + "jan}",
        "@book{a, title = {T\n" * 5_000,
        "@book{k, title = {T}, crossref = {k}}\n" * 2_000,
    ],
    ids=["heads", "braces", "commands", "math", "names", "words", "commas", "strings", "unclosed", "kin"],
)
def test_hostile_bibtex_is_read_in_time(text: str) -> None:
    """None of these would end in this lifetime if reading were not linear, or would be too deep."""
    records, _ = compose_bibtex(text, "a.bib", Report())
    assert len(records) <= 2_000


@pytest.mark.parametrize(
    "text", ["[" * 1_000_000, '{"a":' * 200_000, "[" + "1," * 100_000 + "1]", '"' + "\\" * 500_001]
)
def test_hostile_json_is_read_in_time(text: str) -> None:
    report = Report()
    assert (compose_json(text, "a.json", report) is None) == bool(report.diagnostics)


@pytest.mark.parametrize("text", ["*", "**a", "[a", "[a]{.nocase}", "^a ~b ", "_a["])
def test_hostile_marks_are_read_in_time(text: str) -> None:
    assert marked(text * 50_000)


JSONISH = st.lists(st.sampled_from('{ } [ ] : , "a" "b\\u00e9" 1 -2.5e3 true null " \\ x 01 \n'.split(" "))).map(
    "".join
)


@given(st.text() | JSONISH)
def test_json_is_read_where_python_reads_it(text: str) -> None:
    """And nowhere else; what is wrong is one thing."""
    report = Report()
    found = compose_json(text, "a.json", report)
    try:
        json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        assert found is None
        assert len(report.diagnostics) == bool(text.strip())
    else:
        assert found is not None


def refuse(word: str) -> None:
    raise ValueError(word)


BIBTEXISH = st.lists(
    st.sampled_from(
        """@book @string{ @comment{ @xdata{ {b, { } ( ) " , = # \\ \\' ~ $ title author date year month url crossref a
        jan 2004 -- and others family= {A} {\\bf editor note \\url{ eprint é""".split()
    )
).map(" ".join)


@given(st.text() | BIBTEXISH | BIBTEXISH.map(lambda text: f"@book{{k, title = {{{text}}}, {text}}}"))
def test_any_text_is_bibtex_or_reported(text: str) -> None:
    """Reading never fails, and each diagnostic stands in the file."""
    report = Report()
    records, _ = compose_bibtex(text, "a.bib", report)
    assert all("type" in record.items for record in records)
    lines = text.split("\n")
    assert all(one.span.column <= len(lines[one.span.line - 1]) + 1 for one in report.diagnostics)


@given(st.text(max_size=40) | st.text("0123456789-/.XuY~?%T:", max_size=24))
def test_any_text_is_a_date_or_none(text: str) -> None:
    date = edtf(text)
    assert date is None or date.known


@given(st.dates())
def test_every_day_is_a_date(day: object) -> None:
    date = edtf(str(day))
    assert date is not None
    assert date.iso == str(day)


@given(st.text(), st.text())
def test_names_lose_nothing(family: str, given: str) -> None:
    """But space, and the marks of quotation and suffix."""
    name = parsed(Name(family, given))
    kept = "".join((name.given, name.dropping, name.suffix, name.particle, name.family))
    assert set(given + family) - set(',!"') <= set(kept) | {sign for sign in given + family if sign.isspace()}


@st.composite
def accented(draw: st.DrawFn) -> tuple[str, str]:
    """Return a letter with an accent as LaTeX has it, and as it is."""
    accent, mark = draw(st.sampled_from([(sign, mark) for sign, mark in ACCENTS.items() if sign != "t"]))
    letter = draw(st.sampled_from("aceginorsuzACEGINORSUZ"))
    forms = [
        rf"\{accent}{{{letter}}}",
        rf"{{\{accent}{{{letter}}}}}",
        rf"\{accent} {letter}",
        rf"{{\{accent} {letter}}}",
    ]
    forms += [] if accent.isalpha() else [rf"\{accent}{letter}", rf"{{\{accent}{letter}}}"]
    return draw(st.sampled_from(forms)), normalize("NFC", letter + mark)


LETTERS = st.sampled_from("a b van A B Van".split()).map(lambda text: (text, text))
WORD = st.tuples(st.lists(accented(), max_size=2), LETTERS, st.lists(accented() | LETTERS, max_size=2)).map(
    lambda parts: [*parts[0], parts[1], *parts[2]]
)
SPACE = st.sampled_from([(" ", " "), (" ", " "), (", ", ", "), ("~", " "), (" and ", " and "), (" and ", " and ")])


@given(st.lists(st.tuples(SPACE, WORD), min_size=1, max_size=8))
def test_an_accent_in_any_place_of_any_name_survives(
    words: list[tuple[tuple[str, str], list[tuple[str, str]]]],
) -> None:
    """Names are the same in LaTeX and in Unicode."""
    signs = [sign for space, word in words for sign in (space, *word)][1:]
    found = []
    for place in (0, 1):
        text = "".join(sign[place] for sign in signs)
        ((record,), _) = compose_bibtex(f"@book{{k, author = {{{text}}}}}", "a.bib", Report())
        found.append(plain(record.items["author"]))
    assert found[0] == found[1]
    letters = "".join(sign for _, sign in signs).replace(" and ", "")
    assert sorted(said_of(found[0])) == sorted(sign for sign in letters if sign not in " ,")


def said_of(value: object) -> str:
    """Return the signs of all texts in ``value``, but space and commas."""
    if isinstance(value, str):
        return value.replace(" ", "").replace(",", "")
    return "".join(
        map(said_of, value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
    )


@given(st.text(max_size=60) | st.text("*_^~[]{}.\\ab nocase", max_size=60))
def test_marks_lose_no_words(text: str) -> None:
    assert [sign for sign in text if sign.isdigit()] == [sign for sign in marked(text) if sign.isdigit()]


@given(st.text(max_size=60) | st.text("\\{}$~`'-ab em^_", max_size=60))
def test_any_text_is_latex(text: str) -> None:
    """What has none of its signs is itself."""
    words = decoded(text, titled=True)
    if not set(text) & set("\\{}$~`'-"):
        assert words == " ".join(text.split())
