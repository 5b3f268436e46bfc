"""What was published, and where it is now."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from postil.apparatus import ChapterApparatus, Numbered, Passage, Target
from postil.edition import OWN_NOTES, Front
from postil.lock import Fate, Lock, Present, Published, Release, Settled, Standing, Wording, fragment
from postil.nodes import Note
from postil.resolve.passages import Kept, keep, passages

RELEASES = tuple(Release(version, "2026-01-01") for version in ("1.0", "1.1", "1.2"))


def kind_of(id: str) -> str:
    return {"n": "note", "h": "section", "s": "source"}.get(fragment(id)[0], "paragraph")


def record(
    id: str, *chapters: str, number: str = "1", names: tuple[str, ...] = (), fates: tuple[Fate, ...] = ()
) -> Published:
    """Return the record of ``id``, which stood in ``chapters``, one release after another."""
    versions = [release.version for release in RELEASES]
    standings = tuple(Standing(version, chapter, number) for version, chapter in zip(versions, chapters, strict=False))
    return Published(id, kind_of(id), standings, (Wording("1.0", f"Words of {id}."),), fates, names)


def here(id: str, chapter: str, *, name: str = "") -> Present:
    return Present(id, kind_of(id), chapter, f"Words of {id}.", name=name)


def chapter(slug: str, present: tuple[Present, ...]) -> ChapterApparatus:
    """Return the apparatus of a chapter in which ``present`` stands."""
    inside = [one for one in present if one.chapter == slug]
    numbers = {one.id: str(place) for place, one in enumerate(inside, 1) if one.kind == "paragraph"}
    notes = {
        one.id: Numbered(Note(one.id, (), id=fragment(one.id)), str(place), OWN_NOTES, (), ())
        for place, one in enumerate((one for one in inside if one.kind == "note"), 1)
    }
    targets = {fragment(one.id): Target(f"{slug}.html", fragment(one.id), f"the words of {one.id}") for one in inside}
    targets |= {one.name: targets[one.id] for one in inside if one.name}
    return ChapterApparatus(
        slug, Front(), (), numbers, notes, targets, (), {}, {}, {}, (), (), anchors={}, gone={}, away=[]
    )  # fmt: skip


class Now:
    """An edition of which ``records`` were published, and what stands in it now."""

    def __init__(
        self,
        records: tuple[Published, ...],
        present: tuple[Present, ...],
        now: dict[str, str] | None = None,
        fates: dict[str, Fate] | None = None,
        chapters: str = "one two",
    ) -> None:
        self.chapters = {slug: chapter(slug, present) for slug in chapters.split()}
        self.passages = passages(Lock(RELEASES, records), Settled(present, now or {}, fates or {}), self.chapters)
        self.kept = keep(self.passages, self.chapters)

    @property
    def order(self) -> list[str]:
        return list(self.passages)

    def here(self, id: str) -> tuple[str, ...]:
        return self.passages[id].here


WITHDRAWN = Fate("1.1", "withdrawn")


def merged(*ids: str, version: str = "1.1") -> Fate:
    return Fate(version, "merged-into", ids)


def test_without_a_lock_there_is_what_stands() -> None:
    """Every id that is new has a passage, with the number of its chapter, and leads to itself."""
    made = Now((), (here("p-a", "one"), here("one#n-x", "one"), here("one#n-y", "one")))
    assert [(each.id, each.number, each.here) for each in made.passages.values()] == [
        ("p-a", "1", ("p-a",)),
        ("one#n-x", "1", ("one#n-x",)),
        ("one#n-y", "2", ("one#n-y",)),
    ]
    assert made.kept == {"one": Kept({}, {}, []), "two": Kept({}, {}, [])}


def test_what_is_gone_stands_where_it_stood() -> None:
    """It comes after what it stood after, first where that was nothing, and notes among the notes."""
    made = Now(
        (
            record("p-a", "one", fates=(WITHDRAWN,)),
            record("p-b", "one"),
            record("p-c", "one", fates=(WITHDRAWN,)),
            record("p-d", "one", fates=(WITHDRAWN,)),
            record("one#n-x", "one", fates=(WITHDRAWN,)),
            record("one#n-y", "one"),
        ),
        (here("p-b", "one"), here("one#h-new", "one"), here("one#n-y", "one"), here("p-z", "two")),
    )
    assert made.order == ["p-a", "p-b", "p-c", "p-d", "one#h-new", "one#n-x", "one#n-y", "p-z"]
    assert made.kept["one"].gone == {"": ["p-a"], "p-b": ["p-c", "p-d"], "notes": ["one#n-x"]}
    assert made.kept["one"].anchors == {id: [fragment(id)] for id in ("p-a", "p-c", "p-d", "one#n-x")}


def test_what_is_gone_does_not_follow_what_moved_away() -> None:
    """A block stood after one that is in another chapter now: it comes after the one before that."""
    made = Now(
        (record("p-a", "one"), record("p-b", "one"), record("p-c", "one", fates=(WITHDRAWN,)), record("p-z", "two")),
        (here("p-a", "one"), here("p-z", "two"), here("p-b", "two")),
    )
    assert made.order == ["p-a", "p-c", "p-z", "p-b"]
    assert made.kept["one"] == Kept({"p-c": ["p-c"], "p-b": ["p-b"]}, {"p-a": ["p-c"]}, ["p-b"])


def test_a_chapter_that_is_no_more_comes_after_the_others() -> None:
    """What is left of it stands in the order of the lock, before sources and entries."""
    made = Now(
        (
            record("p-a", "one"),
            record("p-y", "three", fates=(WITHDRAWN,)),
            record("p-x", "three", fates=(merged("p-a"),)),
            record("three#n-x", "three", fates=(WITHDRAWN,)),
            record("sources#s-a", "", fates=(WITHDRAWN,)),
        ),
        (here("p-a", "one"), here("sources#s-b", "")),
    )
    assert made.order == ["p-a", "p-y", "p-x", "three#n-x", "sources#s-a", "sources#s-b"]
    assert made.kept["one"] == Kept({}, {}, [])


def test_an_heir_is_followed_to_where_its_words_are() -> None:
    """Of a chain of merges each link leads to the end; of one that ends in a withdrawal, nowhere."""
    made = Now(
        (
            record("p-a", "one", fates=(merged("p-b"),)),
            record("p-b", "one", fates=(merged("p-c", version="1.2"),)),
            record("p-c", "one"),
            record("p-d", "one", fates=(merged("p-e"),)),
            record("p-e", "one", fates=(Fate("1.2", "withdrawn"),)),
        ),
        (here("p-c", "one"),),
    )
    assert (made.here("p-a"), made.here("p-b"), made.here("p-d")) == (("p-c",), ("p-c",), ())
    assert made.kept["one"].anchors["p-c"] == ["p-a", "p-b"]
    assert made.kept["one"].gone == {"p-c": ["p-d", "p-e"]}


def test_merges_that_go_round_in_a_circle_end() -> None:
    made = Now((record("p-a", "one", fates=(merged("p-b"),)), record("p-b", "one", fates=(merged("p-a"),))), ())
    assert (made.here("p-a"), made.here("p-b")) == ((), ())


def test_what_is_split_lives_on_in_its_first_part() -> None:
    """It is in all its parts, wherever these went, also when it was reworded since; and it is not gone."""
    split = Fate("1.1", "split-into", ("p-a", "p-b", "p-c"))
    made = Now(
        (
            record("p-a", "one", fates=(split, Fate("1.2", "reworded", ("p-a",)))),
            record("p-b", "one", fates=(merged("p-z", version="1.2"),)),
            record("p-c", "one", fates=(Fate("1.2", "withdrawn"),)),
            record("p-z", "two"),
        ),
        (here("p-a", "one"), here("p-z", "two")),
    )  # fmt: skip
    assert made.here("p-a") == ("p-a", "p-z")
    assert not made.passages["p-a"].gone
    assert made.kept["one"].gone == {"p-a": ["p-b", "p-c"]}


def test_a_part_that_was_merged_back_is_said_once() -> None:
    split = Fate("1.1", "split-into", ("p-a", "p-b"))
    made = Now(
        (record("p-a", "one", fates=(split,)), record("p-b", "one", fates=(merged("p-a", version="1.2"),))),
        (here("p-a", "one"),),
    )
    assert (made.here("p-a"), made.here("p-b")) == (("p-a",), ("p-a",))


def test_a_note_under_another_name_is_the_same() -> None:
    """Its record keeps its id, its old name is an anchor at the note, and what was merged into it leads there."""
    made = Now(
        (record("one#n-old", "one"), record("one#n-gone", "one", fates=(merged("one#n-old"),))),
        (here("one#n-new", "one"),),
        {"one#n-old": "one#n-new"},
    )
    assert made.order == ["one#n-old", "one#n-gone"]
    assert (made.here("one#n-old"), made.here("one#n-gone")) == (("one#n-new",), ("one#n-new",))
    assert made.passages["one#n-old"].names == ("one#n-new",)
    assert made.kept["one"].anchors == {"n-new": ["n-old", "n-gone"]}


def test_a_name_that_stands_at_something_else_is_not_lost() -> None:
    """What bore it leads to where it is now; the new bearer is told elsewhere, and makes nothing fail."""
    made = Now(
        (record("one#n-x", "one"),),
        (here("one#n-y", "one"), here("one#n-x", "one")),
        {"one#n-x": "one#n-y"},
    )
    assert made.here("one#n-x") == ("one#n-y",)
    assert made.kept["one"] == Kept({}, {}, [])


def test_a_note_that_nothing_calls_is_said_to_have_gone() -> None:
    """It is in the manuscript, and on no page."""
    one = here("one#n-x", "one")
    chapters = {"one": chapter("one", ())}
    found = passages(Lock(RELEASES, (record("one#n-x", "one"),)), Settled((one,)), chapters)
    assert keep(found, chapters)["one"] == Kept({"one#n-x": ["n-x"]}, {"notes": ["one#n-x"]}, [])


def test_names_of_blocks_lead_where_they_led() -> None:
    """A name that its author took away, or that went to another chapter with its block, leads to the block."""
    records = (
        record("p-a", "one", names=("one#old",)),
        record("p-b", "one", names=("one#kept",)),
        record("p-c", "one", names=("one#moved",)),
    )
    made = Now(records, (here("p-a", "one"), here("p-b", "one", name="kept"), here("p-c", "two", name="moved")))
    assert made.kept["one"] == Kept({"p-a": ["old"], "p-c": ["p-c", "moved"]}, {}, ["p-c"])
    assert made.kept["two"] == Kept({}, {}, [])
    assert made.passages["p-c"].names == ("one#moved", "two#moved")


def test_references_to_what_is_elsewhere_find_it() -> None:
    """What was merged, moved or renamed has the target of where it is now, and what is withdrawn has none."""
    made = Now(
        (
            record("p-a", "one", fates=(merged("p-c"),)),
            record("p-b", "one", fates=(WITHDRAWN,)),
            record("p-c", "two"),
            record("p-d", "one"),
        ),
        (here("p-d", "two"), here("p-c", "two")),
    )
    targets = made.chapters["one"].targets
    assert targets["p-a"] == Target("two.html", "p-c", "the words of p-c")
    assert targets["p-d"] == Target("two.html", "p-d", "the words of p-d")
    assert "p-b" not in targets


def test_what_was_in_several_chapters_is_found_from_each() -> None:
    """From those it left, by a line at the end; from the one it was withdrawn from, where it stood."""
    gone = record("p-a", "one", "two", fates=(Fate("1.2", "withdrawn"),))
    made = Now((record("p-z", "two"), gone), (here("p-z", "two"),))
    assert made.kept == {
        "one": Kept({"p-a": ["p-a"]}, {}, ["p-a"]),
        "two": Kept({"p-a": ["p-a"]}, {"p-z": ["p-a"]}, []),
    }


IDS = [f"p-{letter}" for letter in "abcdefgh"]


@st.composite
def editions(draw: st.DrawFn) -> Now:
    """Return an edition of two chapters in which any id may be anywhere, or have any fate."""
    records, present, fates = [], [], {}
    for slug in ("one", "three", "two"):
        for id in [each for each in IDS if home_of(each) == slug]:
            fate = draw(st.sampled_from(("here", "moved", "merged", "withdrawn", "split", "lost")))
            others = tuple(
                draw(st.lists(st.sampled_from([each for each in IDS if each != id]), min_size=1, max_size=2))
            )
            records.append(record(id, slug))
            if fate == "merged":
                fates[id] = Fate("", "merged-into", others)
            elif fate == "withdrawn":
                fates[id] = Fate("", "withdrawn")
            elif fate != "lost":
                present.append(here(id, "two" if fate == "moved" or slug == "three" else slug))
                if fate == "split":
                    fates[id] = Fate("", "split-into", (id, *others))
    present.sort(key=lambda one: one.chapter)
    return Now(tuple(records), tuple(present), fates=fates)


def home_of(id: str) -> str:
    return ("one", "two", "three")[IDS.index(id) % 3]


@given(editions())
def test_every_published_address_of_a_chapter_is_on_its_page(made: Now) -> None:
    """Once, whatever became of what; and each passage leads only to what stands."""
    standing = {id for id, passage in made.passages.items() if not passage.gone}
    assert sorted(made.passages) == IDS
    for id, passage in made.passages.items():
        assert set(passage.here) <= standing
        assert (passage.here[:1] == (id,)) == (id in standing)
    for slug, page in made.kept.items():
        own = [id for id, passage in made.passages.items() if passage.slug == slug and id in standing]
        lines = [id for ids in page.gone.values() for id in ids] + page.away
        assert len(lines) == len(set(lines))
        assert all(place in own for place in page.gone if place)
        assert set(page.anchors) <= {*own, *lines}
        shown = [*own, *(name for names in page.anchors.values() for name in names)]
        assert len(shown) == len(set(shown))
        assert {id for id in IDS if home_of(id) == slug} <= set(shown)


@given(editions())
def test_the_order_is_that_of_the_text(made: Now) -> None:
    """What stands is in the order of its chapters, and nothing that is gone comes before its own chapter."""
    slugs = [passage.slug for passage in made.passages.values()]
    assert list(dict.fromkeys(slugs)) == [slug for slug in ("one", "two", "three") if slug in slugs]
    assert slugs == [slug for each in dict.fromkeys(slugs) for slug in slugs if slug == each]


def test_addresses_of_names_are_whole() -> None:
    """A passage was published at its id in each chapter, and at each of its names."""
    passage = Passage("p-a", "paragraph", "two", "1", "", ("p-a",), record("p-a", "one", "two", names=("one#x",)))
    assert list(passage.addresses()) == [("one", "p-a"), ("two", "p-a"), ("one", "x")]
    note = Passage("one#n-a", "note", "one", "1", "", ("one#n-a",), record("one#n-a", "one", names=("two#n-b",)))
    assert list(note.addresses()) == [("one", "n-a"), ("two", "n-b")]
    assert list(note._replace(record=None).addresses()) == []
