"""Citations as words, in the plain form."""

import pytest

from postil import nodes, tree
from postil.edition import Date, Edition, Front, Name, Record, Source, listed
from postil.nodes import Cite, Inlines
from postil.resolve.citations import date_words, full, locator, own, short, typographic

WAAL = Name("Waal", "Thomas", "de")
SMITH = Name("Smith", "Anna")
LEE = Name("Lee", "Bo", suffix="Jr.")
OSCE = Name(literal="OSCE")


def source(
    type: str,
    author: tuple[Name, ...] = (WAAL,),
    issued: Date = Date(2021),  # noqa: B008 - nobody changes it
    *,
    title: str = "The Title",
    container: str = "",
    publisher: str = "",
    place: str = "",
    editor: str = "",
    volume: str = "",
    issue: str = "",
    number: str = "",
    url: str = "",
) -> Source:
    fields = {
        "title": title,
        "container-title": container,
        "publisher": publisher,
        "publisher-place": place,
        "volume": volume,
        "issue": issue,
        "number": number,
        "URL": url,
    }
    people = {"author": author, "editor": (Name(literal=editor),) if editor else ()}
    record = Record(
        type,
        {name: value for name, value in fields.items() if value},
        {name: value for name, value in people.items() if value},
        {"issued": issued} if issued.year else {},
    )
    return Source("key", record, record)


def shown(inlines: Inlines) -> str:
    """Return inlines as words, with ``*…*`` for italics."""
    parts = []
    for node in inlines:
        if isinstance(node, nodes.Emphasis):
            parts.append(f"*{shown(node.children)}*")
        elif isinstance(node, nodes.SourceLink | nodes.Link):
            parts.append(shown(node.children))
        else:
            parts.append(tree.words(node))
    return "".join(parts)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            source("article-journal", volume="65", issue="1", container="The Container"),
            "“The Title,” *The Container* 65, no. 1 (2021)",
        ),
        (
            source("article-journal", volume="65", container="The Container"),
            "“The Title,” *The Container* 65 (2021)",
        ),
        (
            source("article-journal", issue="1", container="The Container"),
            "“The Title,” *The Container*, no. 1 (2021)",
        ),
        (source("article-journal", container="The Container"), "“The Title,” *The Container* (2021)"),
        (
            source("article-newspaper", issued=Date(2021, 3, 26), container="The Container"),
            "“The Title,” *The Container*, March 26, 2021",
        ),
        (
            source("article-magazine", issued=Date(2021, 3), container="The Container"),
            "“The Title,” *The Container*, March 2021",
        ),
        (
            source("webpage", issued=Date(2021, 3, 26), container="The Container"),
            "“The Title,” The Container, March 26, 2021",
        ),
        (source("post-weblog", container="The Container"), "“The Title,” The Container, 2021"),
        (
            source("report", number="71", container="The Container"),
            "“The Title,” The Container, no. 71 (2021)",
        ),
        (source("report"), "“The Title,” (2021)"),
        (source("book", publisher="House", place="Baku"), "*The Title* (Baku: House, 2021)"),
        (source("book", publisher="House"), "*The Title* (House, 2021)"),
        (source("book", issued=Date(0)), "*The Title*"),
        (source("thesis", publisher="ADA"), "*The Title* (ADA, 2021)"),
        (
            source("chapter", editor="Ed Itor", container="The Container", publisher="House", place="Baku"),
            "“The Title,” in *The Container*, ed. Ed Itor (Baku: House, 2021)",
        ),
        (source("chapter", container="The Container"), "“The Title,” in *The Container* (2021)"),
        (source("document", publisher="House", place="Baku"), "The Title (Baku: House, 2021)"),
        (source("treaty"), "The Title (2021)"),
        (source("interview", issued=Date(2021, 3, 26)), "The Title (March 26, 2021)"),
        (source("speech", issued=Date(2021, 3, 26)), "“The Title,” March 26, 2021"),
    ],
)
def test_each_kind_of_source_has_its_form(given: Source, expected: str) -> None:
    assert shown(full(given)) == f"Thomas de Waal, {expected}"


def test_a_locator_stands_after_the_date() -> None:
    assert (
        shown(full(source("book"), Cite("key", locator="3", locator_kind="page")))
        == "Thomas de Waal, *The Title* (2021), 3"
    )


def test_an_address_stands_last_without_its_scheme() -> None:
    words = full(source("webpage", url="https://example.org/a/", container="The Container"))
    assert shown(words) == "Thomas de Waal, “The Title,” The Container, 2021, example.org/a"


def test_an_address_leads_to_the_checked_one() -> None:
    """The book prints one, the edition links to the other."""
    record = source("webpage", url="https://new.org").record
    printed = record._replace(variables=record.variables | {"URL": "http://old.org"})
    links = [node for node in full(Source("key", record, printed)) if isinstance(node, nodes.Link)]
    assert [(link.href, shown(link.children)) for link in links] == [("https://new.org", "old.org")]


def test_the_title_leads_to_the_source() -> None:
    links = [node for node in full(source("book")) if isinstance(node, nodes.SourceLink)]
    assert [(link.key, shown(link.children)) for link in links] == [("key", "*The Title*")]


def test_without_an_author_the_title_comes_first() -> None:
    assert shown(full(source("webpage", ()))) == "“The Title,” 2021"


@pytest.mark.parametrize("ending", ["?", "!"])
def test_no_comma_follows_a_question_mark_in_quotation_marks(ending: str) -> None:
    """American: the comma would stand within."""
    assert shown(full(source("webpage", (), title=f"Why{ending}"))) == f"“Why{ending}” 2021"


def test_no_comma_follows_a_question_within_a_quotation_within_the_title() -> None:
    assert shown(full(source("webpage", (), title='He Asked "Why?"'))) == "“He Asked ‘Why?’” 2021"


def test_a_comma_stands_within_the_inner_quotation_too() -> None:
    assert shown(full(source("webpage", (), title="The 'End'"))) == "“The ‘End’,” 2021"


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((), ""),
        ((WAAL,), "Thomas de Waal"),
        ((WAAL, SMITH), "Thomas de Waal and Anna Smith"),
        ((WAAL, SMITH, LEE), "Thomas de Waal, Anna Smith, and Bo Lee Jr."),
        ((WAAL, SMITH, LEE, OSCE), "Thomas de Waal, Anna Smith, Bo Lee Jr., and OSCE"),
    ],
)
def test_names_are_listed(people: tuple[Name, ...], expected: str) -> None:
    assert listed(people) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (Date(0), ""),
        (Date(2021), "2021"),
        (Date(2020, 11), "November 2020"),
        (Date(2020, 11, 10), "November 10, 2020"),
        (Date(2021, season=1), "Spring 2021"),
        (Date(2021, season=4), "Winter 2021"),
        (Date(987, 1, 1), "January 1, 987"),
    ],
)
def test_dates_are_american(date: Date, expected: str) -> None:
    assert date_words(date) == expected


@pytest.mark.parametrize(
    ("cite", "in_text", "expected"),
    [
        (Cite("key"), False, "de Waal 2021"),
        (Cite("key", locator="5", locator_kind="page"), False, "de Waal 2021, 5"),
        (Cite("key"), True, "de Waal (2021)"),
        (Cite("key", locator="5", locator_kind="page"), True, "de Waal (2021, 5)"),
        (Cite("key", suppress_author=True), False, "2021"),
        (Cite("key", locator="5", locator_kind="page", suppress_author=True), False, "2021, 5"),
    ],
)
def test_running_text_has_author_and_year(cite: Cite, in_text: bool, expected: str) -> None:
    assert shown(short(source("book"), cite, in_text=in_text)) == expected


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((WAAL, SMITH), "de Waal and Smith 2021"),
        ((WAAL, SMITH, LEE), "de Waal, Smith, and Lee 2021"),
        ((WAAL, SMITH, LEE, OSCE), "de Waal et al. 2021"),
        ((OSCE,), "OSCE 2021"),
    ],
)
def test_running_text_has_several_authors(people: tuple[Name, ...], expected: str) -> None:
    assert shown(short(source("book", people), Cite("key"), in_text=False)) == expected


def test_running_text_has_the_title_where_no_author_is_known() -> None:
    assert shown(short(source("book", ()), Cite("key"), in_text=False)) == "*The Title* 2021"


def test_running_text_has_the_editor_where_no_author_is_known() -> None:
    assert shown(short(source("book", (), editor="Ed Itor"), Cite("key"), in_text=False)) == "Ed Itor 2021"


def test_running_text_says_that_no_date_is_known() -> None:
    assert shown(short(source("book", issued=Date(0)), Cite("key"), in_text=False)) == "de Waal n.d."


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("page", "3"),
        ("paragraph", "¶ 3"),
        ("section", "§ 3"),
        ("note", "n. 3"),
        ("chapter", "chap. 3"),
        ("volume", "vol. 3"),
        ("figure", "figure 3"),
    ],
)
def test_a_locator_has_its_label(kind: str, expected: str) -> None:
    assert locator(Cite("key", locator="3", locator_kind=kind)) == expected


def test_no_locator_has_no_label() -> None:
    assert locator(Cite("key", locator_kind="chapter")) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 'end' of", "the ‘end’ of"),
        ('the "end"', "the ‘end’"),
        ("Russia's", "Russia’s"),
        ("('a')", "(‘a’)"),
        ("a—'b'", "a—‘b’"),
        ("'a'", "‘a’"),
    ],
)
def test_quotes_in_a_quoted_title_are_inner_ones(text: str, expected: str) -> None:
    assert typographic(text) == expected


def test_a_chapter_is_cited_as_part_of_its_book() -> None:
    edition = Edition("Book", "Sub", editors=(SMITH,), publisher="House", publisher_place="Baku", issued=Date(2021))
    words = own(edition, Front(subtitle="Why?", number="8", authors=(WAAL,)), "End")
    assert shown(words) == "Thomas de Waal, “End: Why?” in *Book: Sub*, ed. Anna Smith (Baku: House, 2021), chap. 8."


def test_a_chapter_without_anything_known_is_cited_by_its_title() -> None:
    assert shown(own(Edition("Book"), Front(), "End")) == "“End,” in *Book*."
