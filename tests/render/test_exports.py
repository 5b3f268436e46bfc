"""The files of sources: what is in them, how they are called, and that whatever a record holds, they can be made."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from postil.edition import Date, Name, Record, Source
from postil.read import sources as read_module
from postil.render.exports import FORMATS, biblatex, csl_json, exports, file_names, ris
from postil.render.exports.marks import plain
from tests.edition import CONTENT, EDITIONS, built
from tests.render.exported import HERE, read

GOLDEN = HERE / "golden"


def source(key: str = "k", type: str = "book", **said: object) -> Source:
    """Return a source with these variables, names and dates; ``_`` stands for a hyphen."""
    known = {name.replace("_", "-"): value for name, value in said.items()}
    texts = {name: value for name, value in known.items() if isinstance(value, str)}
    names = {name: value for name, value in known.items() if isinstance(value, tuple) and not isinstance(value, Date)}
    dates = {name: value for name, value in known.items() if isinstance(value, Date)}
    record = Record(type, texts, names, dates)
    return Source(key, record, record)


# The files


@pytest.mark.parametrize("ending", [format.ending for format in FORMATS])
def test_the_first_edition_s_sources_come_out_as_they_did(ending: str) -> None:
    """``POSTIL_UPDATE_GOLDEN=1`` writes what comes out."""
    made = dict(exports(read(CONTENT)))[f"sources{ending}"]
    path = GOLDEN / f"sources{ending}"
    if os.environ.get("POSTIL_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(made)
    assert made == path.read_bytes()


def test_there_is_a_file_of_all_and_one_of_each_in_every_format() -> None:
    files = [path for path, _ in exports([source("b"), source("A:1")])]
    names = ["sources", "sources/b", f"sources/{file_names(['A:1'])['A:1']}"]
    assert files == [name + format.ending for format in FORMATS for name in names]


def test_an_edition_without_sources_has_no_such_file() -> None:
    assert list(exports([])) == []


def test_a_source_s_own_file_is_what_the_file_of_all_has_of_it() -> None:
    files = {path: content.decode() for path, content in exports([source("a"), source("b")])}
    for ending in (".bib", ".ris"):
        assert files[f"sources/a{ending}"] in files[f"sources{ending}"]
    assert json.loads(files["sources/a.csl.json"]) == json.loads(files["sources.csl.json"])[:1]


def test_the_files_are_part_of_the_site(tmp_path: Path) -> None:
    site = built(EDITIONS / "everything" / "content", tmp_path / "site")
    made = {path.relative_to(site).as_posix() for path in site.rglob("*") if ".bib" in path.name}
    keys = [each.key for each in read(EDITIONS / "everything" / "content")]
    assert made == {"sources.bib", *(f"sources/{name}.bib" for name in file_names(keys).values())}


# Their names


@pytest.mark.parametrize("key", ["smith2020", "Waal-2021", "a.b", "a_b", "Достоевский1866", "مقدمة", "毛泽东"])
def test_a_plain_key_is_its_own_name(key: str) -> None:
    assert file_names([key]) == {key: key}


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("DBLP:conf/x", "DBLP-conf-x-e9280e"),
        ("a#b%c?d", "a-b-c-d-f1a81b"),
        ("a.", "a-d9dd91"),
        ("_a", "a-266ce2"),
        ("_", "ca4442"),
        ("con", "f61e2f-con"),
        ("COM1.x", "44a12a-COM1.x"),
        ("a" * 400, "a" * 37 + "-1dd783"),
        ("é" * 400, "é" * 37 + "-5bfa71"),
    ],
)
def test_other_keys_are_made_safe_and_marked(key: str, name: str) -> None:
    """Each alike in every edition, so that its address stays."""
    assert file_names([key]) == {key: name}


def test_keys_that_differ_in_case_alone_are_told_apart() -> None:
    assert list(file_names(["Smith", "smith", "SMITH"]).values()) == ["Smith", "smith-c37119", "SMITH-7f9461"]


def test_a_name_does_not_depend_on_the_keys_after_it() -> None:
    before = file_names(["a:b", "Smith"])
    assert file_names(["a:b", "Smith", "smith", "a-b", "a/b"]).items() >= before.items()


KEYS = st.from_regex(read_module.KEY, fullmatch=True)
NEAR = st.text(alphabet="aAßSs:/.-_éE\u0301ﬁfi#", min_size=1, max_size=4).map(lambda text: "a" + text)


@given(st.lists(KEYS | NEAR, max_size=12))
def test_no_two_keys_share_a_name(keys: list[str]) -> None:
    """Not on a system that folds case or composes letters either; and every name is good everywhere."""
    from unicodedata import normalize

    names = file_names(keys)
    assert list(names) == list(dict.fromkeys(keys))
    for fold in (str.lower, str.upper, str.casefold, lambda text: normalize("NFD", text).lower()):
        assert len({fold(name) for name in names.values()}) == len(names)
    for name in names.values():
        assert re.fullmatch(r"[\w.-]+", name)
        assert name[0] not in "._-" and name[-1] not in "._-"
        assert len(f"{name}.csl.json".encode()) < 200
        assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", name)


# Whatever a record holds

TEXT = st.text(alphabet=st.characters(), max_size=20) | st.text(alphabet="\\{}<i/>b@a,='\"-~ \n&%$#_^`", max_size=20)
NAME = st.builds(Name, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, st.booleans(), st.booleans())
NUMBERS = st.integers(-12000, 12000), st.integers(0, 13), st.integers(0, 32), st.integers(0, 5)
DAY = st.builds(Date, *NUMBERS, st.booleans(), TEXT)
DATE = DAY | st.builds(Date, *NUMBERS, st.booleans(), TEXT, DAY)
RECORD = st.builds(
    Record,
    st.sampled_from(read_module.TYPES) | TEXT,
    st.dictionaries(st.sampled_from(read_module.VARIABLES), TEXT, max_size=5),
    st.dictionaries(st.sampled_from(read_module.NAMES), st.lists(NAME, max_size=3).map(tuple), max_size=3),
    st.dictionaries(st.sampled_from(read_module.DATES), DATE, max_size=3),
)
SOURCE = st.builds(
    lambda key, record, remark, kept: Source(key, record, record, (), remark, kept), KEYS, RECORD, TEXT, TEXT
)
SOURCES = st.lists(SOURCE, min_size=1, max_size=3, unique_by=lambda source: source.key)


@given(SOURCES)
def test_any_record_gives_json_that_parses(sources: list[Source]) -> None:
    items = json.loads(dict(exports(sources))["sources.csl.json"])
    assert [item["id"] for item in items] == [source.key for source in sources]


@given(SOURCES)
def test_any_record_gives_ris_of_tags_alone(sources: list[Source]) -> None:
    lines = dict(exports(sources))["sources.ris"].decode().split("\r\n")
    assert lines.pop() == ""
    assert all(re.match("[A-Z][A-Z0-9]  - ", line) and len(line.splitlines()) == 1 for line in lines)
    assert [line for line in lines if line.startswith("ER")] == ["ER  - "] * len(sources)
    assert [line[6:] for line in lines if line.startswith("ID")] == [source.key for source in sources]


@given(SOURCES)
def test_any_record_gives_biblatex_that_parses(sources: list[Source]) -> None:
    """Its braces are balanced, as BibTeX counts them, and bibtexparser finds the keys and a value for each field."""
    text = dict(exports(sources))["sources.bib"].decode()
    depth = 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    library = parse_string(text, parse_stack=[])
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [source.key for source in sources]


# What the formats want


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (Name("Smith", "Anna"), "Smith, Anna"),
        (Name("Waal", "Thomas", "de"), "de Waal, Thomas"),
        (Name("Krnjević Mišković", "Damjan"), "Krnjević Mišković, Damjan"),
        (Name("King", "Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
        (Name("Plato"), "Plato"),
        (Name(given="Aristotle"), "given=Aristotle"),
        (Name(literal="OSCE"), "{OSCE}"),
        (Name(literal="Barnes and Noble, Inc. & Sons"), r"{Barnes and Noble, Inc. \& Sons}"),
        (Name("Beethoven", "Ludwig", dropping="van"), "van Beethoven, Ludwig"),
        (Name("Wu Ming"), "family=Wu Ming"),
        (Name("de Waal", "Thomas"), "{de Waal}, Thomas"),
        (Name("Brown and Black", "A, B"), "{Brown and Black}, {A, B}"),
        (Name("Gaulle", "Charles", "De"), "family=Gaulle, given=Charles, prefix=De, useprefix=true"),
        (Name("Bassa", "Ali", "al-"), "family=Bassa, given=Ali, prefix=al-, useprefix=true"),
    ],
)
def test_biblatex_has_names_in_its_forms(name: Name, said: str) -> None:
    entry = biblatex.entry(source(author=(name,)))
    assert f"  author = {{{said}}},\n" in entry
    assert ("options = {useprefix=true}" in entry) == bool(name.particle)


def test_biblatex_tells_particles_of_both_kinds_apart() -> None:
    people = (Name("Waal", "Thomas", "de"), Name("Beethoven", "Ludwig", dropping="van"))
    said = "de Waal, Thomas and family=Beethoven, given=Ludwig, prefix=van, useprefix=false"
    assert f"  author = {{{said}}},\n" in biblatex.entry(source(author=people))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (Name("Smith", "Anna"), "Smith, Anna"),
        (Name("Waal", "Thomas", "de"), "de Waal, Thomas"),
        (Name("Ormesson", "Jean", "d’"), "d’Ormesson, Jean"),
        (Name("Beethoven", "Ludwig", dropping="van"), "Beethoven, Ludwig van"),
        (Name("King", "Martin Luther", suffix="Jr."), "King, Martin Luther, Jr."),
        (Name("King", suffix="Jr."), "King, , Jr."),
        (Name(given="Aristotle"), "Aristotle"),
        (Name(literal="OSCE"), "OSCE"),
    ],
)
def test_ris_has_names_in_its_form(name: Name, said: str) -> None:
    assert f"\r\nAU  - {said}\r\n" in ris.entry(source(author=(name,)))


def test_those_who_are_not_named_are_others_in_each_format() -> None:
    """But in RIS, where each name is somebody’s; a body that is called so stands alone, or before others."""
    people = source(author=(Name("Smith", "Anna"), Name(literal="others")))
    assert "  author = {Smith, Anna and others},\n" in biblatex.entry(people)
    assert json.loads(csl_json.entry(people))["author"] == [{"family": "Smith", "given": "Anna"}, {"literal": "others"}]
    assert [line for line in ris.entry(people).split("\r\n") if line.startswith("AU")] == ["AU  - Smith, Anna"]
    alone = source(author=(Name(literal="others"),))
    assert "  author = {{others}},\n" in biblatex.entry(alone)
    assert "AU  - others\r\n" in ris.entry(alone)


@pytest.mark.parametrize(
    ("date", "edtf", "tags"),
    [
        (Date(2021), "2021", "PY  - 2021 DA  - 2021///"),
        (Date(2021, 3), "2021-03", "PY  - 2021 DA  - 2021/03//"),
        (Date(2021, 3, 5), "2021-03-05", "PY  - 2021 DA  - 2021/03/05/"),
        (Date(2021, season=4), "2021-24", "PY  - 2021 DA  - 2021///Winter"),
        (Date(1799, circa=True), "1799~", "PY  - 1799 DA  - 1799///circa"),
        (Date(987), "0987", "PY  - 0987 DA  - 0987///"),
        (Date(-44, 3, 15), "-0043-03-15", "DA  - ///44 BC"),
        (Date(-1), "0000", "DA  - ///1 BC"),
        (Date(1992, until=Date(1997, 5)), "1992/1997-05", "PY  - 1992 DA  - 1992///to 1997-05"),
        (Date(1957, until=Date(0)), "1957/", "PY  - 1957 DA  - 1957///and later"),
        (Date(0, until=Date(1997)), "/1997", "DA  - ///until 1997"),
        (Date(2003, season=2, until=Date(2003, season=3)), "2003-22/2003-23",
         "PY  - 2003 DA  - 2003///Summer to Autumn 2003"),
    ],
)  # fmt: skip
def test_dates_are_told_as_each_format_tells_them(date: Date, edtf: str, tags: str) -> None:
    assert f"  date = {{{edtf}}},\n" in biblatex.entry(source(issued=date))
    lines = ris.entry(source(issued=date)).split("\r\n")
    assert " ".join(line for line in lines if line[:2] in ("PY", "DA")) == tags


def test_a_date_in_words_is_told_in_words() -> None:
    words = source(issued=Date(0, literal="in press"))
    assert "  year = {in press},\n" in biblatex.entry(words)
    assert "DA  - ///in press\r\n" in ris.entry(words)
    assert json.loads(csl_json.entry(words))["issued"] == {"literal": "in press"}


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (Date(2021, 3, 5), {"date-parts": [[2021, 3, 5]]}),
        (Date(2021, season=4), {"date-parts": [[2021]], "season": 4}),
        (Date(2003, season=2, until=Date(2003, season=3)), {"date-parts": [[2003, 22], [2003, 23]]}),
        (Date(1957, until=Date(0)), {"date-parts": [[1957], [0]]}),
        (Date(-44, circa=True), {"date-parts": [[-44]], "circa": True}),
    ],
)
def test_csl_json_has_dates_in_parts(date: Date, said: object) -> None:
    assert json.loads(csl_json.entry(source(issued=date)))["issued"] == said


def test_csl_json_keeps_marks_signs_and_numbers_as_they_are() -> None:
    entry = csl_json.entry(source(title="<i>Ə</i>", volume="65"))
    assert '"title": "<i>Ə</i>",\n    "volume": "65"' in entry


@pytest.mark.parametrize(
    ("page", "tags"),
    [
        ("12-34", ["SP  - 12", "EP  - 34"]),
        ("12–34", ["SP  - 12", "EP  - 34"]),
        ("xii--xx", ["SP  - xii", "EP  - xx"]),
        ("7", ["SP  - 7"]),
        ("1-3, 9", ["SP  - 1-3, 9"]),
        ("A-1-A-9", ["SP  - A-1-A-9"]),
    ],
)
def test_ris_has_first_and_last_page(page: str, tags: list[str]) -> None:
    lines = ris.entry(source(type="article-journal", page=page)).split("\r\n")
    assert [line for line in lines if line[:2] in ("SP", "EP")] == tags


def test_ris_has_the_name_of_a_site_where_zotero_and_pandoc_look_for_it() -> None:
    assert "\r\nT2  - Carnegie Europe\r\n" in ris.entry(source(type="webpage", container_title="Carnegie Europe"))


def test_ris_has_what_is_remarked_and_where_a_copy_is_kept() -> None:
    entry = ris.entry(source()._replace(remark="Not\nseen.", archived="https://a.b/c"))
    assert "N1  - Not seen.\r\nN1  - Archived: https://a.b/c\r\nER" in entry


@pytest.mark.parametrize(
    ("title", "language", "said"),
    [
        ("The Minsk Group", "", "{{The Minsk Group}}"),
        ("The Minsk Group", "en-GB", "{{The Minsk Group}}"),
        ("Une question", "fr", "{Une question}"),
        ("Le Caucase", "fr", "{Le Caucase}"),
        ("On rivers", "en", "{On rivers}"),
        ("<i>Iliad</i> and H<sub>2</sub>O", "la", r"{\emph{Iliad} and H\textsubscript{2}O}"),
        ('On <span class="nocase">de facto</span> states', "de", "{On {de facto} states}"),
        ("R&D, 50% of $1 #2 a_b~c^d\\e", "fr",
         r"{R\&D, 50\% of \$1 \#2 a\_b\textasciitilde{}c\textasciicircum{}d\textbackslash{}e}"),
        ("{a} b", "fr", r"{\{a\} b}"),
        ("{a b", "fr", r"{\textbraceleft{}a b}"),
        ("a -- b", "fr", "{a -{}- b}"),
        ("a < b <i> c", "fr", "{a < b <i> c}"),
    ],
)  # fmt: skip
def test_biblatex_has_titles_in_latex(title: str, language: str, said: str) -> None:
    """An English one with capitals to lose stands in braces of its own."""
    given = {"language": language} if language else {}
    assert f"  title = {said},\n" in biblatex.entry(source(title=title, **given))


def test_biblatex_has_addresses_as_they_are() -> None:
    entry = biblatex.entry(source(URL="https://a.b/c_d%20e#f~g&h", DOI="10.1/a_b"))
    assert "  doi = {10.1/a_b},\n  url = {https://a.b/c_d%20e#f~g&h},\n" in entry


def test_biblatex_keeps_where_a_copy_is_kept() -> None:
    assert "  archiveurl = {https://a.b/c},\n" in biblatex.entry(source()._replace(archived="https://a.b/c"))


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("<i>a</i> <b>b</b>", "a b"),
        ("<i>a <b>b</b></i>", "a b"),
        ("<i>a</b>", "<i>a</b>"),
        ("a < b > c", "a < b > c"),
        ("<i>a<i>", "<i>a<i>"),
        ('<span class="nocase">a</span></span>', "a</span>"),
        ("<<i>>", "<<i>>"),
    ],
)
def test_marks_are_those_that_are_closed(marked: str, words: str) -> None:
    assert plain(marked) == words
