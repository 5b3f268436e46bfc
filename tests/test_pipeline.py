"""The way through all stages, on editions made for one fact each."""

from pathlib import Path

import pytest

from postil.diagnostics import Report, Rule
from postil.pipeline import build, outcome_of
from tests.edition import page, written

TERM = "entries:\n  - {id: m, term: Minsk, definition: A city.}\n"


def attempt(root: Path, **files: str) -> tuple[Path, list[Rule]]:
    """Return the site of the edition in ``files`` (``one__md`` for ``one.md``), and the rules of its diagnostics."""
    report = Report()
    content = written(root, {name.replace("__", "."): text for name, text in files.items()})
    build(content, root / "site", report)
    return root / "site", [one.rule for one in report.sorted()]


def test_a_note_that_nobody_calls_brings_nothing_down(tmp_path: Path) -> None:
    """Its links to entries and its emendations stand nowhere, and the site is made."""
    text = "Text.\n\n[^a]: See [Minsk](term:m), {~~teh~>the~~} city.\n"
    site, rules = attempt(tmp_path, one__md=text, glossary__yaml=TERM)
    assert rules == [Rule.NOTE_UNCALLED]
    assert page(site / "glossary.html").xpath("//*[@class='places']") == []


def test_a_mark_in_a_heading_belongs_to_it(tmp_path: Path) -> None:
    """The place of a note that a heading calls is that heading, and its sentence the heading's words."""
    text = "## First[^a] here\n\n## Second[^b]\n\nText.\n\n[^a]: One.\n\n[^b]: Two.\n"
    site, rules = attempt(tmp_path, one__md=text)
    assert rules == []
    places = page(site / "notes.html").xpath("//*[@class='places']")
    assert [" ".join(place.text_content().split()) for place in places] == ["heading First1 here", "heading Second2"]


def test_a_title_has_a_name(tmp_path: Path) -> None:
    """A heading of level 1 at the beginning is the title, and its name leads to the page."""
    site, rules = attempt(tmp_path, one__md="# The Title {#top}\n\nSee [](#top).\n")
    assert rules == []
    links = page(site / "one.html").xpath("//article//a[@class='reference']")
    assert [(link.get("href"), link.text_content()) for link in links] == [("one.html", "The Title")]


def test_a_call_in_struck_words_is_no_call(tmp_path: Path) -> None:
    """A note that only struck words call is not numbered, and says so."""
    site, rules = attempt(tmp_path, one__md="Words {--gone[^a]--} here.[^b]\n\n[^a]: One.\n\n[^b]: Two.\n")
    assert rules == [Rule.NOTE_UNCALLED]
    assert [note.get("id") for note in page(site / "one.html").xpath("//*[@role='doc-endnotes']//li")] == ["n-b"]


def test_pictures_stand_in_entries_too(tmp_path: Path) -> None:
    """A picture in a definition is published, and one from elsewhere is refused."""
    entry = "entries:\n  - {id: m, term: Minsk, definition: '![A map](map.png) of it.'}\n"
    site, rules = attempt(tmp_path, one__md="Minsk.\n", glossary__yaml=entry, **{"map.png": "x"})
    assert rules == []
    assert (site / "map.png").read_bytes() == b"x"
    away = entry.replace("map.png", "https://example.org/map.png")
    assert attempt(tmp_path / "away", one__md="Minsk.\n", glossary__yaml=away)[1] == [Rule.IMAGE_OUTSIDE]


def test_what_an_unread_file_would_hold_is_not_missed(tmp_path: Path) -> None:
    """A slip in sources.yaml is told once, not again at each citation; a broken chapter likewise."""
    sources = "references:\n  - id: a\n    title: A Book: A History\n"
    text = "See [](two.md#x).[^n]\n\n[^n]: [@a] and [@b].\n"
    files = {"one.md": text, "two.md": "---\ntitle: Two\n", "sources.yaml": sources}
    assert attempt(tmp_path, **files)[1] == [Rule.YAML_SYNTAX, Rule.FRONT_MATTER_OPEN]


def test_the_editions_own_words_are_typographic(tmp_path: Path) -> None:
    """Straight quotes in titles and terms are set as those of the text are."""
    files = {
        "edition.yaml": 'title: It\'s "A" Book\nsubtitle: "\'b\'"\n',
        "one.md": '---\ntitle: The "One"\nsubtitle: It\'s\n---\nText.\n',
    }
    site, rules = attempt(tmp_path, **files)
    assert rules == []
    index = page(site / "index.html")
    assert index.xpath("//h1")[0].text_content() == "It’s “A” Book"
    subtitles = index.xpath("//p[@class='subtitle']")
    assert [subtitle.text_content() for subtitle in subtitles] == ["‘b’", "It’s"]


@pytest.mark.parametrize("count", [40])
def test_many_chapters_are_one_edition(tmp_path: Path, count: int) -> None:
    """Chapters beyond those after which the parser's litter is swept come out like the first."""
    files = {f"c{each:02}.md": "A word about Minsk.[^a]\n\n[^a]: A note.\n" for each in range(count)}
    site, rules = attempt(tmp_path, glossary__yaml=TERM, **files)
    assert rules == []
    assert len(page(site / "glossary.html").xpath("//*[@class='places']//a")) == count
    ids = [page(site / f"c{each:02}.html").xpath("//article/p/@id")[0] for each in range(count)]
    assert len(set(ids)) == count


def test_what_came_of_a_build_is_said_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that publishes nothing says that the site is as it was."""
    monkeypatch.chdir(tmp_path)
    assert outcome_of(None, Path("site")) == "Nothing was published; site is as it was."
