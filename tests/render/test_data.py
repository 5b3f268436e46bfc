"""The words of data, and where in them is what stood somewhere in the words of the tree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from postil import nodes, tree
from postil.edition import Date
from postil.nodes import Text
from postil.render.data.wording import wording
from postil.render.exports.biblatex import edtf
from postil.render.text import TextWriter

BLANK = " \n\t"
texts = st.text(alphabet="ab\N{NO-BREAK SPACE}é\N{GRINNING FACE}" + BLANK, max_size=12).map(Text)
marks = st.one_of(
    texts,
    st.just(nodes.LineBreak()),
    st.just(Text(tree.BREAK)),
    st.just(nodes.NoteCall("a", "call-a")),
    st.builds(lambda text: nodes.Code(text.content), texts),
    st.builds(lambda text: nodes.Image("a.png", (text,)), texts),
    st.builds(lambda old, new: nodes.Emendation((old,), (new,)), texts, texts),
    st.just(nodes.Citation((nodes.Cite("key"),), id="c-1")),
)
inlines = st.recursive(marks, lambda inner: st.builds(lambda *of: nodes.Emphasis(of), inner, inner), max_leaves=6)


@given(st.lists(inlines, max_size=8).map(tuple))
def test_every_sign_is_found_again(children: nodes.Inlines) -> None:
    """A sign of the tree's words that is no white space is where it is said to be, but for those of pictures."""
    found = wording(children, TextWriter())
    shown = tree.rewrite(children, lambda one: Text("\t" * len(tree.words(one))) if type(one) is nodes.Image else one)
    words = tree.words(shown)
    for at, sign in enumerate(words):
        if sign not in BLANK:
            assert found.text[found.at(at)] == sign
            assert found.until(at + 1) == found.at(at) + 1
    kept = [sign for sign in found.text.replace("@key", "") if sign not in BLANK]
    assert kept == [sign for sign in words if sign not in BLANK]


@given(st.lists(inlines, max_size=8).map(tuple))
def test_white_space_is_even(children: nodes.Inlines) -> None:
    """There is one blank between words, and none at either end; a call stands within."""
    found = wording(children, TextWriter())
    assert found.text == found.text.strip(BLANK)
    assert not any(pair in found.text for pair in ("  ", " \n", "\n ", "\n\n", "\t"))
    assert all(0 <= at <= len(found.text) for _, at in found.calls)


def test_a_break_that_was_asked_for_is_a_newline() -> None:
    """A line break of the manuscript is none."""
    children = (Text("one\ntwo"), nodes.LineBreak(), Text("three"), Text(tree.BREAK), Text("four"))
    assert wording(children, TextWriter()).text == "one two\nthree\nfour"


def test_what_is_said_for_a_citation_counts_where_it_is_told_to() -> None:
    """In a note's words that the tree knows citations are in full; in a block's they are not counted."""
    children = (Text("See "), nodes.Citation((nodes.Cite("key"),), id="c-1"), Text(" there."))
    said = {"c-1": (Text("A Book"),)}
    known = wording(children, TextWriter(), said)
    assert (known.text, known.at(len("See A Book "))) == ("See A Book there.", len("See A Book "))
    unknown = wording(children, TextWriter())
    assert (unknown.text, unknown.at(len("See  "))) == ("See @key there.", len("See @key "))
    assert (known.sources, unknown.sources) == (("key",), ("key",))


def test_dates_are_said_as_they_are_read() -> None:
    dates = (Date(1992), Date(2020, 11, 10), Date(2020, until=Date(2021)), Date(-44), Date(1991, circa=True), Date(0))
    assert [edtf(date) for date in dates] == ["1992", "2020-11-10", "2020/2021", "-0043", "1991~", ""]
