"""What becomes of published ids, edition by edition: each test releases, edits, and looks where the ids lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from markupsafe import Markup

from postil.apparatus import Apparatus, Passage
from postil.diagnostics import Report
from postil.differing import REDIRECTED, UNCHANGED, differ
from postil.lock import written as lock_text
from postil.pipeline import check
from postil.release import NotReleased, next_lock, release
from postil.render.passages import passage_views
from postil.render.pinpoints import NeverPublished, pinpoints
from postil.render.traces import Traces
from postil.verifying import Verifier, read_said

ONE = "The commission met in spring and wrote down what it had seen in the villages on both sides of the river."
TWO = "In the summer the bridge was built again, and the road to the north was open for the first time in years."
THREE = "Nothing is known of the letters that were sent in autumn, though several people say that they saw them."
FOUR = "When winter came the observers left, and with them went the only telephone that had worked all the while."
ALL = (ONE, TWO, THREE, FOUR)
SOURCES = """\
- {id: smith, type: book, title: The Long War, author: [{family: Smith}], issued: 1990}
- {id: jones, type: book, title: Cooking for Two, author: [{family: Jones}], issued: 1940}
"""


class Edition:
    """An edition in ``root`` that is written, looked at and released."""

    def __init__(self, root: Path, **files: str) -> None:
        self.content = root / "content"
        self.content.mkdir()
        self.write(**{"edition__yaml": "title: An Edition\n", **files})

    def write(self, **files: str) -> None:
        """Write files, whose names have two low lines for the full stop; an empty one is taken away."""
        for name, text in files.items():
            path = self.content / name.replace("__", ".")
            if text:
                path.write_text(text, encoding="utf-8")
            else:
                path.unlink()

    def say(self, id: str, what: str, target: str = "true", date: str = "2027-01-01") -> None:
        path = self.content / "dispositions.yaml"
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{before}- id: {id}\n  {what}: {target}\n  date: {date}\n  reason: So it was.\n")

    def look(self) -> tuple[Apparatus, list[str]]:
        """Return the apparatus, and the codes of what is wrong."""
        report = Report(today="2027-01-02")
        checked = check(self.content, report)
        assert checked is not None
        return checked.apparatus, [one.rule.code for one in report.diagnostics if one.rule.severity == "error"]

    def release(self, version: str, *, renumber: bool = False) -> Apparatus:
        report = Report()
        release(self.content, version, report, day="2027-01-01", renumber=renumber)
        assert report.errors == 0
        apparatus, wrong = self.look()
        assert wrong == []
        assert not apparatus.draft
        return apparatus

    def blocks(self) -> dict[str, Passage]:
        """Return the blocks by their words."""
        passages = self.look()[0].passages.values()
        return {one.words: one for one in passages if one.kind in ("paragraph", "item")}


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    made = Edition(tmp_path, one__md=text(*ALL))
    made.release("1.0")
    return made


def test_merges_that_lead_back_to_themselves_are_told(edition: Edition) -> None:
    """Nothing stands at their end."""
    two, three = (edition.blocks()[words].id for words in (TWO, THREE))
    edition.write(one__md=text(ONE, FOUR))
    edition.say(two, "merged-into", three)
    edition.say(three, "merged-into", two)
    assert edition.look()[1] == ["disposition-target", "disposition-target"]


def test_a_merge_into_what_is_withdrawn_is_told(edition: Edition) -> None:
    two, three = (edition.blocks()[words].id for words in (TWO, THREE))
    edition.write(one__md=text(ONE, FOUR))
    edition.say(two, "merged-into", three)
    edition.say(three, "withdrawn")
    assert edition.look()[1] == ["disposition-target"]


def test_what_was_withdrawn_can_come_back(edition: Edition) -> None:
    """With its words it has its id again, and its old disposition is no mistake."""
    two = edition.blocks()[TWO].id
    edition.write(one__md=text(ONE, THREE, FOUR))
    edition.say(two, "withdrawn")
    edition.release("1.1")
    edition.write(one__md=text(*ALL))
    assert edition.blocks()[TWO].id == two
    (page,) = (one for one in passage_views(edition.look()[0], frozenset()) if one.id == two)
    assert page.state == "back"
    apparatus = edition.release("1.2")
    assert apparatus.passages[two].here == (two,)
    (page,) = (one for one in passage_views(apparatus, frozenset()) if one.id == two)
    assert (page.state, page.since) == ("same", "1.2")


def test_what_comes_back_with_other_words_can_be_claimed(edition: Edition) -> None:
    two = edition.blocks()[TWO].id
    edition.write(one__md=text(ONE, THREE, FOUR))
    edition.say(two, "withdrawn")
    edition.release("1.1")
    edition.write(one__md=text(ONE, TWO.replace("summer", "autumn"), THREE, FOUR))
    new = edition.blocks()[TWO.replace("summer", "autumn")].id
    assert new != two
    edition.say(two, "reworded", new, "2027-01-03")
    assert edition.release("1.2").passages[two].here == (two,)


def test_a_chapter_with_another_name_keeps_its_numbers(edition: Edition) -> None:
    """Those of what is inserted, and those of what is gone, too."""
    two = edition.blocks()[TWO].id
    new = "A wholly new paragraph stands between the first and the third of them now."
    edition.write(one__md=text(ONE, new, THREE, FOUR))
    edition.say(two, "withdrawn")
    edition.release("1.1")
    numbers = {words: one.number for words, one in edition.blocks().items()}
    assert (numbers[ONE], numbers[new], numbers[THREE], numbers[TWO]) == ("1", "1a", "3", "2")
    edition.write(one__md="", other__md=text(ONE, new, THREE, FOUR))
    assert {words: one.number for words, one in edition.blocks().items()} == numbers
    edition.release("1.2")
    edition.write(other__md=text(ONE, new, "And one more was put here in the end.", THREE, FOUR))
    now = {words: one.number for words, one in edition.blocks().items()}
    assert now["And one more was put here in the end."] == "1b"
    assert edition.look()[0].passages[two].slug == "other"


def test_a_name_that_another_has_now_is_told(tmp_path: Path) -> None:
    """The section was renamed, and its old name given to one that is much like it."""
    edition = Edition(tmp_path, one__md="## Results of the first study {#one}\n\n" + text(*ALL))
    edition.release("1.0")
    edition.write(one__md="## Results of the first study {#uno}\n\n" + text(*ALL))
    edition.release("1.1")
    more = "## Results of the first study {#uno}\n\n" + text(ONE, TWO) + "\n## Results of the second study {#one}\n\n"
    edition.write(one__md=more + text(THREE, FOUR))
    assert edition.look()[1] == ["id-reused"]


def test_notes_that_swap_their_names_are_told(tmp_path: Path) -> None:
    notes = "{}[^a] and more.[^b]\n\n[^a]: {}\n\n[^b]: {}\n"
    edition = Edition(
        tmp_path, one__md=notes.format(ONE, "See Smith on the road, p. 4.", "See Smith on the road, p. 5.")
    )
    edition.release("1.0")
    edition.write(one__md=notes.format(ONE, "See Smith on the road, p. 5.", "See Smith on the road, p. 4."))
    assert edition.look()[1] == ["id-reused", "id-reused"]


def test_sources_that_swap_their_keys_are_told(tmp_path: Path) -> None:
    edition = Edition(tmp_path, one__md=f"{ONE}[^a]\n\n[^a]: [@smith; @jones]\n", sources__yaml=SOURCES)
    edition.release("1.0")
    swapped = SOURCES.replace("smith,", "?").replace("jones,", "smith,").replace("?", "jones,")
    edition.write(sources__yaml=swapped)
    assert edition.look()[1] == ["id-reused", "id-reused"]


def test_ids_do_not_hang_on_the_style(tmp_path: Path) -> None:
    """Citations in the text are remembered as they are written; another style changes no id, and none is lost."""
    given = text("So @smith.", "So @jones.", "- @smith\n- @jones [12]", f"{ONE} [@smith, 14; @jones].")
    edition = Edition(tmp_path, one__md=given, sources__yaml=SOURCES)
    before = edition.release("1.0").passages.keys()
    edition.write(edition__yaml="title: An Edition\ncitations: {style: apa}\n")
    apparatus, wrong = edition.look()
    assert wrong == []
    assert apparatus.passages.keys() == before
    assert not apparatus.draft
    edition.write(one__md=given.replace("So @smith.", "So @jones, it seems."))
    assert edition.look()[0].draft


def test_files_that_cannot_be_read_lose_nothing(tmp_path: Path) -> None:
    """What they may hold is not told as lost."""
    edition = Edition(tmp_path, one__md=f"{ONE}[^a]\n\n[^a]: [@smith; @jones]\n", sources__yaml=SOURCES)
    edition.release("1.0")
    edition.write(sources__yaml="- {id: [")
    assert edition.look()[1] == ["yaml-syntax"]


def test_what_still_stands_is_not_withdrawn(edition: Edition) -> None:
    """Also where it was changed since it got its id."""
    two = edition.blocks()[TWO].id
    changed = TWO.replace("summer", "autumn")
    edition.write(one__md=text(ONE, changed, THREE, FOUR))
    edition.release("1.1")
    edition.say(two, "withdrawn")
    assert edition.look()[1] == ["disposition-needless"]


def test_a_lost_paragraph_names_what_is_new_in_its_place(edition: Edition) -> None:
    """However little they have in common."""
    edition.write(
        one__md=text(ONE, "Chronicles say only: harvest failed, market shut, nobody paid taxes.", THREE, FOUR)
    )
    report = Report(today="2027-01-02")
    check(edition.content, report)
    new = edition.blocks()["Chronicles say only: harvest failed, market shut, nobody paid taxes."].id
    hint = report.diagnostics[0].hint
    said = "line 3: “Chronicles say only: harvest failed, market shut, nobody …”"
    assert f"  # or  reworded: {new}  # new in its place, {said}\n" in hint


def test_what_git_cannot_tell_apart_is_refused(edition: Edition) -> None:
    """Versions that count as one are one, and a lock that could not be read again is not written."""
    with pytest.raises(NotReleased, match=r"cannot come after 1\.0"):
        release(edition.content, "1.0.0", Report())
    apparatus, _ = edition.look()
    assert lock_text(next_lock(apparatus, "1.1", "2027-01-01")).count("release 1.") == 2


def test_no_version_is_cited_that_did_not_hold_the_paragraph(edition: Edition) -> None:
    two = edition.blocks()[TWO].id
    edition.write(one__md=text(ONE, THREE, FOUR))
    edition.say(two, "withdrawn")
    apparatus = edition.release("1.1")
    assert pinpoints(apparatus, apparatus.passages[two], "1.0").number == "2"
    with pytest.raises(NeverPublished):
        pinpoints(apparatus, apparatus.passages[two], "1.1")


def test_a_number_that_meant_another_paragraph_is_told(edition: Edition) -> None:
    """After a renumbering, whoever cites a number alone may mean either."""
    two, three = (edition.blocks()[words].id for words in (TWO, THREE))
    edition.write(one__md=text(ONE, THREE, FOUR))
    edition.say(two, "withdrawn")
    apparatus = edition.release("2.0", renumber=True)
    finding = Verifier(apparatus).verify(read_said("¶ 2", apparatus))
    assert (finding.id, finding.remark) == (three, f"in version 1.0, ¶ 2 was {two}: say which is meant")


def test_what_was_released_under_a_new_name_is_unchanged(tmp_path: Path) -> None:
    """A section that got another name is redirected for those who cited the old one, until that is released."""
    edition = Edition(tmp_path, one__md="## Results of the study {#one}\n\n" + text(*ALL))
    edition.release("1.0")
    edition.write(one__md="## Results of the study {#uno}\n\n" + text(*ALL))
    assert [row.passage.id for row in differ(edition.look()[0], "1.0") if row.outcome == REDIRECTED] == ["one#one"]
    assert {row.outcome for row in differ(edition.release("1.1"), "1.1")} == {UNCHANGED}


def entries(*ids: str) -> str:
    return "".join(f"- {{id: {id}, term: {id.title()}, definition: A place.}}\n" for id in ids)


def test_an_entry_can_move_to_another_register(tmp_path: Path) -> None:
    """Its old address leads on, without a word of the editor's; what is published next stands there still."""
    edition = Edition(tmp_path, one__md=ONE, glossary__yaml=entries("river", "ford"))
    edition.release("1.0")
    edition.write(glossary__yaml=entries("ford"), places__yaml=entries("river"))
    for version in ("", "1.1"):
        if version:
            edition.release(version)
        apparatus, wrong = edition.look()
        assert wrong == []
        assert apparatus.passages["glossary#e-river"].here == ("places#e-river",)
        assert [moved.words for moved in Traces(apparatus).listed("glossary")[1]] == [
            Markup('River: <a href="places.html#e-river">Places</a>')
        ]


def test_an_entry_that_two_registers_may_have_got_is_lost(tmp_path: Path) -> None:
    edition = Edition(tmp_path, one__md=ONE, glossary__yaml=entries("river"))
    edition.release("1.0")
    edition.write(glossary__yaml=entries("ford"), places__yaml=entries("river"), events__yaml=entries("river"))
    assert edition.look()[1] == ["id-lost"]


def test_an_entry_can_be_divided_among_registers(tmp_path: Path) -> None:
    edition = Edition(tmp_path, one__md=ONE, glossary__yaml=entries("river"))
    edition.release("1.0")
    edition.write(glossary__yaml=entries("ford"), places__yaml=entries("upper"), events__yaml=entries("flood"))
    edition.say("glossary#e-river", "split-into", "[places#e-upper, events#e-flood]")
    apparatus, wrong = edition.look()
    assert wrong == []
    assert [moved.words for moved in Traces(apparatus).listed("glossary")[1]] == [
        Markup('River is now <a href="places.html#e-upper">Upper</a> and <a href="events.html#e-flood">Flood</a>')
    ]
