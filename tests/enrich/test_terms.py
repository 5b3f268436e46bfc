"""Terms found in the text: what is marked, and what must not be."""

from pathlib import Path

import pytest

from postil import nodes, tree
from postil.diagnostics import Report
from postil.edition import Entry, Form
from postil.enrich import Lexicon, figures, mark_terms, sections
from postil.manuscript import Manuscript
from postil.parse import parse
from tests.cases import Case, cases_in

CASES = Path(__file__).parent / "cases"


def entry(term: str, *forms: str, kind: str = "term", once: bool = False) -> Entry:
    id = term.lower().replace(" ", "-").replace("/", "-")
    return Entry(kind, id, term, tuple(Form(form) for form in forms), first_mention_only=once)


# The kinds of entries that the first edition's glossary has.
ENTRIES = (
    entry("South Ossetia", kind="place"),
    entry("Ossetia", kind="place"),
    entry("Karabakh", kind="place"),
    entry("Nagorno-Karabakh", kind="place"),
    entry("Shusha", "Shushi", kind="place"),
    entry("Shusha Declaration"),
    entry("status quo"),
    entry("status quo position"),
    entry("Minsk", kind="place"),
    entry("OSCE Minsk Group", "Minsk Group", kind="org"),
    entry("Minsk process"),
    entry("mine"),
    entry("mine maps"),
    entry("Co-chairs", "Co-chair", "Co-Chairs", "Co-Chair", "co-chairs", "co-chair"),
    entry("U.S."),
    entry("IDPs", "internally displaced persons", "internally-displaced persons"),
    entry("smart city/smart village", "smart village"),
    entry("44-day war"),
    entry("the “capitulation act”"),
    entry("Anar Valiyev", kind="person", once=True),
    entry("St-Petersburg", kind="place"),
    entry("“Sword of Damocles”"),
)


def shown(text: str) -> str:
    """Return the chapter as words, one block a line, with the terms that were found as ``[words|id]``."""
    chapter = parse(Manuscript("one.md", "one", text), Report(), quotes=tuple("“”‘’"))
    chapter = mark_terms(figures(sections(chapter)), Lexicon(ENTRIES))

    def visit(node: tree.Node) -> tree.Node:
        if type(node) is nodes.EntryLink:
            words = tree.words(node.children)
            return nodes.Text(f"[{words}|{node.entry}]" if node.found else f"<{words}|{node.entry}>")
        return node

    marked = tree.rewrite(chapter, visit)
    kinds = (nodes.Paragraph, nodes.Plain, nodes.Heading, nodes.Cell, nodes.Figure)
    blocks = [node for node in tree.walk(marked) if isinstance(node, kinds)]
    return "".join(tree.words(block).replace("\n", "⏎") + "\n" for block in blocks)


@pytest.mark.parametrize("case", cases_in(CASES, "terms"))
def test_case(case: Case) -> None:
    case.hold(shown(case.given))


def test_without_entries_the_chapter_stays_what_it_is() -> None:
    chapter = parse(Manuscript("one.md", "one", "Minsk"), Report())
    assert mark_terms(chapter, Lexicon(())) is chapter


def test_marking_changes_no_word() -> None:
    text = "The *Minsk\nGroup’s* Co-Chairs; “status quo” of 44-day war: U.S. and IDPs."
    chapter = parse(Manuscript("one.md", "one", text), Report())
    assert tree.words(mark_terms(chapter, Lexicon(ENTRIES)).blocks) == tree.words(chapter.blocks)


def test_a_form_without_a_letter_is_never_found() -> None:
    assert Lexicon((Entry("term", "x", "—", (Form("…"),)),)).by_word == {}


UNSPACED = (
    entry("图书馆", "library"),
    entry("图书馆员"),
    entry("バス", kind="org"),
    entry("AA制"),
    entry("ISBN"),
    entry("บ้าน"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("小镇的图书馆在河边", ["图书馆"]),
        ("图书馆员在图书馆里", ["图书馆员", "图书馆"]),
        ("他们按AA制付账", ["AA制"]),
        ("不是BAA制度", []),
        ("印着ISBN的书", ["ISBN"]),
        ("印着ISBNs的书", []),
        ("バスケットとバスに乗る", ["バス"]),
        ("ในบ้านนี้", ["บ้าน"]),
        ("in the library, 图书馆", ["library"]),
    ],
)
def test_without_spaces_between_words(text: str, found: list[str]) -> None:
    """A form in such letters is found within running text, the longest first; one in others is whole words."""
    chapter = parse(Manuscript("one.md", "one", text), Report())
    links = tree.find(mark_terms(chapter, Lexicon(UNSPACED)), nodes.EntryLink)
    assert [tree.words(link.children) for link in links] == found


def test_a_term_is_found_in_words_of_another_language() -> None:
    chapter = parse(Manuscript("one.md", "one", "[a library]{lang=en}"), Report())
    assert [link.entry for link in tree.find(mark_terms(chapter, Lexicon(UNSPACED)), nodes.EntryLink)] == ["图书馆"]


def test_a_page_of_the_print_within_a_term_stays() -> None:
    """Within the words of a link it stands in the link, at their ends outside; none is lost."""
    text = "[](page:1)The Minsk [](page:2)Group[](page:3), [](page:4)Minsk."
    chapter = parse(Manuscript("one.md", "one", text), Report())
    marked = mark_terms(chapter, Lexicon(ENTRIES))
    assert [page.number for page in tree.find(marked, nodes.PageBreak)] == ["1", "2", "3", "4"]
    inside = [page.number for link in tree.find(marked, nodes.EntryLink) for page in tree.find(link, nodes.PageBreak)]
    assert inside == ["2"]
