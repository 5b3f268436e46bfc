"""What holds of the parser for any text at all."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from postil import nodes, tree
from postil.diagnostics import Report
from postil.manuscript import Manuscript, Span
from postil.parse import parse
from postil.parse.citations import items_of
from postil.parse.locators import ENGLISH, LABELS
from tests import cases as cases  # for its settings of hypothesis

MARKS: dict[str, type] = {
    "[^a]": nodes.NoteCall,
    "^[inline]": nodes.NoteCall,
    "[@key, p. 3]": nodes.Citation,
    "@key": nodes.Citation,
    "[-@key]": nodes.Citation,
    "[w](source:s)": nodes.SourceLink,
    "[](#x)": nodes.CrossReference,
    "[words](other.md#x)": nodes.CrossReference,
    "[w](term:t)": nodes.EntryLink,
    "[](page:4)": nodes.PageBreak,
    "{~~old~>new~~}{>>why<<}": nodes.Emendation,
    "{++new++}": nodes.Emendation,
    "[w](http://a.b)": nodes.Link,
    "![w](p.png)": nodes.Image,
}
FILLERS = ["word", "two words", "é😀", "&amp;", "\\*", "`code`", "a.b", "*em*", "“q”", "x\ty"]
LINE = st.lists(st.tuples(st.sampled_from(sorted(MARKS)), st.sampled_from(FILLERS)), min_size=1, max_size=4)
FIRST = ["", "> ", "- ", "1. ", "> - ", "- > ", "[^n]: ", "# ", "> > ", "-\t", "10) "]
LATER = {
    "": "",
    "> ": "> ",
    "- ": "  ",
    "1. ": "   ",
    "> - ": ">   ",
    "- > ": "  > ",
    "[^n]: ": "    ",
    "> > ": "> > ",
}


def line_of(parts: list[tuple[str, str]]) -> str:
    return " ".join(f"{filler} {mark}" for mark, filler in parts)


@st.composite
def blocks(draw: st.DrawFn) -> str:
    """One block of one to three lines in a container, with marks on each; later lines are sometimes lazy."""
    if draw(st.booleans()):
        bars = draw(st.sampled_from([("| ", " | ", " |"), ("", " | ", ""), ("|", "|", "|")]))
        cells = [line_of(draw(LINE)) + draw(st.sampled_from(["", r" \| z"])) for _ in range(4)]
        prefix = draw(st.sampled_from(["", "> "]))
        rows = [cells[:2], ["---", "---"], cells[2:], cells[:2]]
        return "\n".join(prefix + bars[0] + bars[1].join(row) + bars[2] for row in rows)
    first = draw(st.sampled_from(FIRST))
    lines = [first + line_of(draw(LINE))]
    for _ in range(draw(st.integers(0, 2)) if first in LATER else 0):
        lines.append((LATER[first] if draw(st.booleans()) else "") + line_of(draw(LINE)))
    return "\n".join(lines)


def source_at(text: str, span: Span, above: int) -> str:
    return text.split("\n")[span.line - 1 - above][span.column - 1 : span.column - 1 + span.length]


@given(st.lists(blocks(), min_size=1, max_size=4), st.integers(0, 3))
def test_the_text_at_a_mark_is_the_mark(parts: list[str], above: int) -> None:
    """In every container, at every place, the span of a mark is where its source stands."""
    text = "\n\n".join(parts)
    chapter = parse(Manuscript("one.md", "one", text, above), Report())
    wanted = {(kind, source) for source, kind in MARKS.items()}
    found = [node for node in tree.walk(chapter) if type(node) in set(MARKS.values())]
    for node in found:
        assert (type(node), source_at(text, node.span, above)) in wanted
    places = {(node.span.line, node.span.column) for node in found}
    assert len(places) == len(found) == sum(len(re.findall(_ANY, part)) for part in parts)


_ANY = re.compile("|".join(re.escape(mark) for mark in sorted(MARKS, key=len, reverse=True)))

SIGNS = "[]()<>{}*_`~^@#!|\\-+:;=\"'&$%/?.,\t\n  >-1"
PUNCTUATED = st.lists(st.one_of(st.text(SIGNS, max_size=4), st.sampled_from(["abc", "[^n]", "[@k]", "{~~a~>b~~}"])))


@given(st.text() | PUNCTUATED.map("".join))
def test_any_text_is_a_chapter(text: str) -> None:
    """Parsing never fails."""
    assert type(parse(Manuscript("one.md", "one", text), Report(), quotes=tuple("“”‘’"))) is nodes.Chapter


def everything(node: Any) -> str:
    """Return all that a tree keeps of its source: words, addresses, labels, keys."""
    if isinstance(node, tuple):
        return " ".join(everything(each) for each in node if not isinstance(each, Span))
    return str(node)


@given(st.lists(st.text(SIGNS, max_size=3), min_size=1, max_size=40))
def test_no_word_is_lost(signs: list[str]) -> None:
    """Whatever signs stand between them, all words of the source are in the tree, as words, addresses or names."""
    wanted = [f"w{place}w" for place in range(len(signs))]
    text = "".join(sign + word for sign, word in zip(signs, wanted, strict=True))
    report = Report()
    kept = everything(parse(Manuscript("one.md", "one", text), report))
    told = " ".join(one.message for one in report.diagnostics)
    defined = re.findall(r"^[ >]*\[[^]]*]:.*(?:\n.*)*", text, re.M)  # link references are instructions, not words
    lost = [word for word in wanted if word not in kept + told and word not in " ".join(defined)]
    assert lost == [] or _only_references(text, lost)


AFTER_KEY = st.sampled_from(
    [
        *sorted(LABELS),
        "slide",
        "pge",
        "{",
        "}",
        "(",
        ")",
        ",",
        ", ",
        " ",
        "-",
        "–",
        ".",
        ":",
        "iv",
        "12",
        "and",
        "*",
        "\n",
    ]
)


@given(st.lists(AFTER_KEY, max_size=12), st.sampled_from(["[@key,{}]", "[see w0w @key{}; @other]", "@key [{}]"]))
def test_no_word_of_a_citation_is_lost(parts: list[str], form: str) -> None:
    """All words between key and bracket are in prefix, locator and suffix, but for the label of a locator."""
    words = [f"{part}w{place}w" for place, part in enumerate(parts, 1)]
    report = Report()
    chapter = parse(Manuscript("one.md", "one", "A " + form.replace("{}", "".join(words))), report)
    kept = everything(chapter.blocks)
    assert [word for word in re.findall(r"w\d+w", "".join(words)) if word not in kept] == []
    for cite in tree.find(chapter, nodes.Cite):
        assert bool(cite.locator) == bool(cite.locator_kind)
        assert cite.locator_kind in ("", *LABELS.values())


@given(st.lists(AFTER_KEY, max_size=12).map("".join))
def test_the_letters_of_a_citation_are_kept_in_their_order(text: str) -> None:
    """Label, locator and suffix are all that stands after a key; but for spaces, commas and braces."""
    src = "@key, " + text
    (item,) = items_of(src, 0, len(src), ENGLISH)
    labels = ["", *(label for label, kind in LABELS.items() if kind == item.kind)]
    after = item.locator + src[slice(*item.suffix)]
    assert _bare(text) in {_bare(label + after) for label in labels}


def _bare(text: str) -> str:
    return re.sub(r"[\s,{}]", "", text)


def _only_references(text: str, lost: list[str]) -> bool:
    """Return whether what is lost stands where CommonMark keeps nothing: after a code fence, in cells too many."""
    return all(re.search(rf"(?:```|~~~|\|).*{word}", text, re.S) for word in lost)


@given(st.lists(blocks(), min_size=1, max_size=3))
def test_rewriting_with_nothing_to_do_gives_the_same_tree(parts: list[str]) -> None:
    chapter = parse(Manuscript("one.md", "one", "\n\n".join(parts)), Report())
    assert tree.rewrite(chapter, lambda node: node) is chapter


def inlines_of(parts: list[str]) -> list[nodes.Inlines]:
    chapter = parse(Manuscript("one.md", "one", "\n\n".join(parts)), Report())
    kinds = (nodes.Paragraph, nodes.Plain, nodes.Cell, nodes.Heading)
    return [node.children for node in tree.walk(chapter) if isinstance(node, kinds)]


@given(st.lists(blocks(), min_size=1, max_size=2))
def test_a_cut_of_everything_has_all_words(parts: list[str]) -> None:
    for children in inlines_of(parts):
        text = tree.words(children)
        assert tree.words(tree.cut(children, 0, len(text))) == text


@given(blocks())
def test_two_halves_add_up(part: str) -> None:
    """Wherever inlines are cut, the words before and after are all the words."""
    for children in inlines_of([part]):
        text = tree.words(children)
        for at in range(len(text) + 1):
            halves = tree.cut(children, 0, at), tree.cut(children, at, len(text))
            assert (tree.words(halves[0]), tree.words(halves[1])) == (text[:at], text[at:])


@given(blocks(), st.data())
def test_a_cut_with_known_beginnings_is_the_same(part: str, data: st.DataObject) -> None:
    """To know where children begin saves looking, and changes nothing."""
    for children in inlines_of([part]):
        length = len(tree.words(children))
        start = data.draw(st.integers(0, length))
        end = data.draw(st.integers(start, length))
        assert tree.cut(children, start, end, tree.starts(children)) == tree.cut(children, start, end)


@given(blocks())
def test_the_places_of_marks_are_those_of_their_words(part: str) -> None:
    """What ``marks`` says of a mark's place is where ``words`` has its words."""
    for children in inlines_of([part]):
        text = tree.words(children)
        for start, end, node in tree.marks(children):
            own = node.new if type(node) is nodes.Emendation else getattr(node, "children", ())
            assert text[start:end] == tree.words(own)
