"""Manuscripts and their trees: every mark, and where it stands."""

from pathlib import Path

import pytest

from postil.diagnostics import Report
from postil.manuscript import Manuscript
from postil.parse import parse, parse_blocks, parse_words
from postil.tree import outline, words
from tests.cases import Case, cases_in, diagnostics

CASES = Path(__file__).parent / "cases"


def shown(text: str, *, above: int = 0, indent: int = 0, quotes: tuple[str, ...] = ()) -> str:
    """Return the outline of the chapter that ``text`` is, without its first line, and what is reported of it."""
    report = Report()
    chapter = parse(Manuscript("one.md", "one", text, above, indent), report, quotes=quotes)
    lines = outline(chapter).partition("\n")[2].splitlines(keepends=True)
    return "".join(line.removeprefix("  ") for line in lines) + diagnostics(report)


@pytest.mark.parametrize("case", cases_in(CASES))
def test_case(case: Case) -> None:
    case.hold(shown(case.given.replace("→", "\t").replace("␠", " "), quotes=_quotes(case)))


def _quotes(case: Case) -> tuple[str, ...]:
    return tuple("“”‘’") if case.path.stem == "quotes" else ()


def test_front_matter_moves_lines_down() -> None:
    """Lines are those of the file, whatever stands above the text."""
    assert shown("A[^a]\n\n[^a]: b\n", above=7) == (
        'Paragraph 8:1\n  Text "A"\n  NoteCall 8:2 label="a"\nNote 10:1 label="a"\n  Paragraph 10:1\n    Text "b"\n'
    )


def test_front_matter_moves_diagnostics_down() -> None:
    """A diagnostic has the line of the file too."""
    assert shown("a\n\n<b>\n", above=7).splitlines()[-1] == (
        "10:1+3 warning: HTML is not read in a manuscript: “<b>” is shown as it stands [html-shown]"
    )


def test_the_indentation_of_yaml_is_added_to_columns() -> None:
    """Markdown in a block scalar has the columns of the file."""
    assert shown("a\nb [x](term:y)\n", above=3, indent=6) == (
        'Paragraph 4:7\n  Text "a\\nb "\n  EntryLink 5:9 kind="term" entry="y"\n    Text "x"\n'
    )


def test_a_name_in_yaml_has_the_column_of_the_file() -> None:
    """The indentation counts for names of blocks too."""
    assert shown("{#x}\n", indent=6) == (
        "1:7+4 warning: the name “x” stands above nothing that can bear it [name-lost]\n"
    )


def test_carriage_returns_are_line_ends() -> None:
    """A manuscript's lines may end in any way."""
    assert shown("a\r\nb[^x]\rc[^y]") == shown("a\nb[^x]\nc[^y]")


def test_a_nul_character_moves_no_mark() -> None:
    """CommonMark replaces it; the columns on its line stay right."""
    assert 'NoteCall 1:3 label="x"' in shown("a\0[^x]")


def test_a_tree_has_the_slug_and_the_path_of_its_manuscript() -> None:
    chapter = parse(Manuscript("content/one.md", "one", "a"), Report())
    assert (chapter.slug, chapter.path) == ("one", "content/one.md")


def test_an_empty_manuscript_is_an_empty_chapter() -> None:
    assert shown("") == ""


def test_notes_outside_a_chapter_are_reported() -> None:
    """A definition in YAML can have no notes."""
    report = Report()
    parse_blocks(Manuscript("glossary.yaml", "", "a\n\n[^n]: b\n", 4, 2), report)
    assert (
        diagnostics(report)
        == "7:3+5 error: a note cannot stand here: this text belongs to no chapter [note-homeless]\n"
    )


def test_words_of_a_title_are_inlines() -> None:
    """A title is one line of Markdown, though YAML may fold it."""
    assert [type(node).__name__ for node in parse_words("The *New*\n  York")] == ["Text", "Emphasis", "Text"]


@pytest.mark.parametrize("text", ["", "# a", "- a", "> a", "[^a]: b"])
def test_a_title_that_is_no_paragraph_has_no_words(text: str) -> None:
    assert parse_words(text) == ()


def test_a_block_beyond_the_limit_is_reported_with_its_size() -> None:
    """The words of such a block are not read; the build fails."""
    assert shown("a\n\n" + "b" * 100_001) == (
        'Paragraph 1:1\n  Text "a"\nParagraph 3:1\n'
        "3:1+1 error: this block has 100,001 characters; at most 100,000 are read [block-long]\n"
    )


def test_a_block_at_the_limit_is_read() -> None:
    assert shown("b" * 100_000) == f'Paragraph 1:1\n  Text "{"b" * 100_000}"\n'


def test_blocks_nested_too_deep_are_reported_at_their_line() -> None:
    assert diagnostics_of("a\n\n" + "> " * 61 + "b") == (
        "3:1+123 error: marks are nested more than 60 deep [nesting-deep]\n"
    )


def test_blocks_nested_as_deep_as_may_be_are_read() -> None:
    assert shown("> " * 59 + "b").endswith('Text "b"\n')


def test_marks_nested_too_deep_are_reported_at_their_block() -> None:
    assert diagnostics_of("a\n\n" + "*a **b " * 40 + "c" + "** d*" * 40) == (
        "3:1+481 error: marks are nested more than 60 deep [nesting-deep]\n"
    )


def test_marks_nested_too_deep_keep_their_words() -> None:
    """No letter is lost, though the build fails."""
    text = "*a **b " * 40 + "c" + "** d*" * 40
    chapter = parse(Manuscript("one.md", "one", text), Report())
    assert words(chapter.blocks) == text.replace("*", "")


def diagnostics_of(text: str) -> str:
    return "".join(line for line in shown(text).splitlines(keepends=True) if "error: " in line or "warning: " in line)
