"""YAML as values that know where they stand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.diagnostics import Report
from postil.manuscript import Span
from postil.read.yaml import Mapping, Scalar, Sequence, Value, compose
from tests.cases import Case, cases_in, diagnostics

CASES = Path(__file__).parent / "cases"


def read(text: str, report: Report) -> Value | None:
    return compose(text, "a.yaml", report)


def shown(value: Value | None, depth: int = 0) -> str:
    """Return ``value`` as lines, each with its place."""
    indent = "  " * depth
    if isinstance(value, Scalar):
        return f"{indent}{value.span.line}:{value.span.column} {value.text!r}\n"
    if isinstance(value, Sequence):
        return f"{indent}{value.span.line}:{value.span.column} list\n" + "".join(
            shown(item, depth + 1) for item in value.items
        )
    if isinstance(value, Mapping):
        lines = [f"{indent}{value.span.line}:{value.span.column} mapping\n"]
        for key, item in value.items.items():
            span = value.keys[key]
            lines.append(f"{indent}  {span.line}:{span.column} {key}:\n{shown(item, depth + 2)}")
        return "".join(lines)
    return f"{indent}nothing\n"


@pytest.mark.parametrize("case", cases_in(CASES, "yaml"))
def test_case(case: Case) -> None:
    """Expected are the values with their places, and what is reported with its hint."""
    report = Report()
    given = case.given
    for sign, char in (("→", "\t"), ("␀", "\0"), ("␇", "\a"), ("␍", "\r"), ("␡", "\x7f")):
        given = given.replace(sign, char)
    value = read(given, report)
    case.hold(shown(value) + diagnostics(report, hints=True))


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "yes",
        "on",
        "012",
        "0x1F",
        "1:30",
        "2020-11-10",
        "1e3",
        "1.0",
        ".inf",
        "1_000",
        "=",
        "<<",
        "TRUE",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    """YAML 1.1 would make something else of each of these; here they are the words that were written."""
    report = Report()
    value = read(f"key: {text}\n", report)
    assert isinstance(value, Mapping)
    scalar = value.items["key"]
    assert isinstance(scalar, Scalar)
    assert (scalar.text, scalar.plain, report.diagnostics) == (text, True, [])


def test_deep_nesting_is_refused_where_it_becomes_too_deep() -> None:
    """Libyaml's own loader crashes the process at a hundred thousand brackets."""
    report = Report()
    assert read("[" * 100_000, report) is None
    assert diagnostics(report) == "1:33+1 error: the values are nested more than 32 deep [yaml-depth]\n"


def test_deep_nesting_by_indentation_is_refused_too() -> None:
    report = Report()
    assert read("".join(" " * depth + "a:\n" for depth in range(1_000)), report) is None
    assert diagnostics(report) == "33:33+1 error: the values are nested more than 32 deep [yaml-depth]\n"


def test_values_as_deep_as_may_be_are_read() -> None:
    report = Report()
    assert (read("[" * 32 + "]" * 32, report) is None, report.diagnostics) == (False, [])


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    """“A billion laughs” is no larger than what was written."""
    lines = ["a0: &a0 [lol]\n"]
    lines += [f"a{place}: &a{place} [{', '.join([f'*a{place - 1}'] * 9)}]\n" for place in range(1, 20)]
    report = Report()
    assert read("".join(lines), report) is None
    assert diagnostics(report) == "1:5+5 error: anchors and aliases (&name, *name) are not read [yaml-alias]\n"


def test_front_matter_begins_on_a_later_line() -> None:
    report = Report()
    value = compose("a: b\na: c\n", "one.md", report, first_line=2)
    assert value is not None
    assert (value.span, diagnostics(report)) == (
        Span("one.md", 2, 1, 1),
        "3:1+1 error: the key “a” stands twice; first on line 2 [yaml-key-twice]\n",
    )


YAMLISH = st.text("ab:-[]{}\n\t #&*!|>'\"%@`,?~0\\é\r\0", max_size=60)


@given(st.text() | YAMLISH)
def test_any_text_is_read_or_reported(text: str) -> None:
    """Composing never fails; what is no value is empty, or one thing is wrong with it."""
    report = Report()
    value = read(text, report)
    assert isinstance(value, Scalar | Sequence | Mapping) or len(report.diagnostics) <= 1


@given(st.dictionaries(st.text("abc", min_size=1), st.text("abc 12:-", min_size=1), max_size=5))
def test_what_is_quoted_comes_back(wanted: dict[str, str]) -> None:
    """A text in quotation marks is that text."""
    report = Report()
    value = read("".join(f"{key}: '{text}'\n" for key, text in wanted.items()), report)
    found = value.items if isinstance(value, Mapping) else {}
    texts = {key: item.text for key, item in found.items() if isinstance(item, Scalar)}
    assert (texts, report.diagnostics) == (wanted, [])
