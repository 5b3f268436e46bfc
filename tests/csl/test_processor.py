"""The processor: elements of CSL one by one, and properties that hold for every record."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from postil import nodes, tree
from postil.csl import Cluster, Item, Known, Processor, Style, StyleBroken, positions
from postil.csl.cases import case as in_case
from postil.csl.tokens import inlines, plain, rich, settle
from postil.edition import Date, Name, Record
from postil.nodes import Inlines
from postil.read.citing import CSL, STYLES
from tests.cases import Case, cases_in
from tests.csl import suite

HERE = Path(__file__).parent
HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="{}" {}>'
QUOTES = ("“", "”", "‘", "’")
SHIPPED = {name: Style((CSL / "styles" / f"{name}.csl").read_text(encoding="utf-8")) for name in STYLES}
LOCALES = suite.locales("en-US")


def shown(words: Inlines) -> str:
    """Return ``words`` with italics between stars, and the like."""
    return suite.as_html(words).replace("<i>", "*").replace("</i>", "*").replace("&#38;", "&")


@pytest.mark.parametrize("case", cases_in(HERE / "cases"))
def test_case(case: Case) -> None:
    """Given is what stands in a style, and below it the items as JSON or YAML; expected is each citation.

    A style that begins with a bibliography gives its entries. A line ``class: …`` before it gives the style's class
    and other attributes, a line ``language: …`` its locale.
    """
    style, _, items = case.given.partition("\n\n")
    settings = dict(line.split(": ", 1) for line in style.split("\n") if not line.startswith("<") and ": " in line)
    body = "\n".join(line for line in style.split("\n") if line.partition(": ")[0] not in settings)
    if "<citation" not in body:
        layout = '<citation><layout><text value="x"/></layout></citation>'
        body = f"{body}{layout}" if "<bibliography" in body else f"<citation><layout>{body}</layout></citation>"
    if "<macro" in body:
        head, _, rest = body.partition("<citation>")
        macros = rest[rest.find("<macro") : rest.rfind("</macro>") + 8]
        body = f"{head}{macros}<citation>{rest.replace(macros, '')}" if macros else body
    kind, _, more = settings.get("class", "in-text").partition(" ")
    given_records = {str(item["id"]): suite.record(item) for item in yaml.safe_load(items)}
    language = settings.get("language", "en-US")
    try:
        parsed = Style(f"{HEAD.format(kind, more)}{body}</style>")
        processor = Processor(parsed, suite.locales(language), language, given_records, links=False)
        processor.number(given_records)
        processor.disambiguate(list(given_records))
        if parsed.bibliography:
            lines = [shown(words) for _, words in processor.bibliography()]
        else:
            lines = [shown(processor.cite(Cluster((Item(key),)), (Known(),))) for key in given_records]
    except StyleBroken as broken:
        lines = [f"line {broken.line}: {broken.problem}"]
    case.hold("".join(f"{line}\n" for line in lines))


TEXTS = st.text(alphabet=st.sampled_from("ab A.,:;!?“”‘’'\"<>/i()-–é漢 "), max_size=30)
WILD = st.one_of(
    TEXTS, st.text(max_size=20), st.sampled_from(["<i>a</i>", "'a'", "2–5", '<span class="nocase">X</span>'])
)
NAMES = st.builds(Name, family=WILD, given=WILD, particle=TEXTS, suffix=TEXTS, literal=st.one_of(st.just(""), WILD))
DATES = st.builds(
    Date,
    st.integers(-3000, 3000),
    st.integers(0, 12),
    st.integers(0, 31),
    st.integers(0, 4),
    st.booleans(),
    st.one_of(st.just(""), WILD),
    st.one_of(st.none(), st.builds(Date, st.integers(0, 3000), st.integers(0, 12))),
)
VARIABLES = (
    "title title-short container-title volume issue page publisher URL DOI number edition genre language".split()
)
TYPES = "book chapter article-journal webpage report legal_case review-book personal_communication".split()
RECORDS = st.builds(
    Record,
    st.sampled_from(TYPES),
    st.dictionaries(st.sampled_from(VARIABLES), WILD, max_size=6),
    st.dictionaries(
        st.sampled_from(["author", "editor", "translator"]), st.lists(NAMES, max_size=4).map(tuple), max_size=2
    ),
    st.dictionaries(st.sampled_from(["issued", "accessed"]), DATES, max_size=2),
)


@given(st.lists(RECORDS, min_size=1, max_size=4), st.sampled_from(STYLES), WILD)
def test_every_record_is_cited_and_listed(records: list[Record], name: str, locator: str) -> None:
    """Whatever a record holds, each shipped style makes words of it, and an entry for each."""
    known = {str(place): record for place, record in enumerate(records)}
    processor = Processor(SHIPPED[name], LOCALES, "en-US", known)
    processor.number(known)
    processor.disambiguate(list(known))
    clusters = [Cluster((Item(key, locator=locator),), number) for number, key in enumerate([*known, *known], 1)]
    for cluster, found in zip(clusters, positions(clusters), strict=True):
        tree.words(processor.cite(cluster, found))
    assert len(processor.bibliography()) == len(known)


@given(WILD)
def test_a_field_keeps_its_letters(text: str) -> None:
    """Reading marks and quotation marks in a field loses none of its letters, and takes none for others."""
    letters = [char for char in text if char.isalpha()]
    said = tree.words(inlines(rich(text), QUOTES))
    kept = [char for char in said if char.isalpha()]
    tags = sum(text.count(tag) for tag in ("<i>", "</i>", "<b>", "</b>"))
    assert kept == letters if not tags and "<s" not in text else len(kept) <= len(letters)


@given(st.lists(TEXTS, max_size=6))
def test_settling_twice_is_settling_once(texts: list[str]) -> None:
    """Punctuation that is settled stays as it is."""
    once = settle(list(texts), inside=True)
    assert plain(settle([plain(once)], inside=True)) == plain(once)


@given(WILD, st.sampled_from(["lowercase", "uppercase", "capitalize-first", "capitalize-all", "title", "sentence"]))
def test_case_changes_nothing_but_case(text: str, how: str) -> None:
    tokens = rich(text)
    assert plain(in_case(tokens, how)).casefold() == plain(tokens).casefold()


NUMERIC = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<citation collapse="citation-number"><sort><key variable="citation-number"/></sort>
<layout delimiter=", "><text variable="citation-number" prefix="[" suffix="]"/></layout></citation></style>"""


def test_runs_of_numbers_are_collapsed() -> None:
    """Of three numbers and more in a row the first and the last are shown, as the style sets them, as links."""
    records = {key: Record("book", {"title": key}) for key in "abcdef"}
    processor = Processor(Style(NUMERIC), LOCALES, "en-US", records)
    processor.number(records)
    cluster = Cluster(tuple(Item(key) for key in "fcab"))
    words = processor.cite(cluster, (Known(),) * 4)
    assert tree.words(words) == "[1]–[3], [6]"
    assert [link.key for link in tree.find(words, nodes.SourceLink)] == ["a", "c", "f"]


def test_many_authors_are_told_apart_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two works of the same hundred authors and year are not tried name by name: letters tell them apart."""
    people = {"author": tuple(Name(f"F{place}", "G") for place in range(100))}
    records = {key: Record("book", {"title": key}, people, {"issued": Date(2000)}) for key in "ab"}
    processor = Processor(SHIPPED["apa"], LOCALES, "en-US", records)
    said: list[str] = []

    def counted(key: str, _: object) -> str:
        said.append(key)
        return "same"

    monkeypatch.setattr(processor, "said", counted)
    processor.disambiguate(list(records))
    assert [processor.ambiguities[key].suffix for key in "ab"] == ["a", "b"]
    assert len(said) < 10


def test_positions_are_those_of_the_order() -> None:
    """What was cited before is known, with the number of the note that had it first."""
    clusters = [Cluster((Item(key),), number) for number, key in enumerate("abaac", 1)]
    assert [(known.position, known.first) for (known,) in positions(clusters)] == [
        (0, 0),
        (0, 0),
        (1, 1),
        (3, 1),
        (0, 0),
    ]


def test_the_shipped_styles_are_whole() -> None:
    """Every macro of the shipped styles can be compiled, and each is called somewhere."""
    for name, style in SHIPPED.items():
        for macro in style.macros:
            style.macro(macro, 0)
        text = (CSL / "styles" / f"{name}.csl").read_text(encoding="utf-8")
        assert [macro for macro in style.macros if f'macro="{macro}"' not in text] == []
        assert style.title
