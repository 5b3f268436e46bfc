"""The timeline: all events in the order of time, nothing upon anything else, later ones told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.edition import Date, Edition, Entry
from postil.render.lettering import width
from postil.render.timeline import Timeline, Timelines, said, timelines
from postil.tongue import ENGLISH

EDITION = Edition("E", issued=Date(2021))


def event(id: str, when: Date, term: str = "", dates: str = "") -> Entry:
    return Entry("event", id, term or id, when=when, dates=dates)


def drawn(*events: Entry, edition: Edition = EDITION) -> Timelines:
    found = timelines(events, edition)
    assert found is not None
    return found


def told(drawing: Timeline) -> list[str]:
    """Return what stands along the axis, from top to bottom: years, events (``○`` if later), gaps, publication."""
    found: list[tuple[float, int, str]] = []
    for leaf in drawing.leaves:
        found += [(each.y, 0, f"[{each.words}]") for each in leaf.years]
        found += [(each.top + 18, 1, ("○ " if each.state else "● ") + each.id[2:]) for each in leaf.events]
        found += [(each.y, 2, each.words.words if each.words else "·" * len(each.ticks)) for each in leaf.gaps]
        found += [(leaf.issued.y, 1, leaf.issued.words)] if leaf.issued else []
    return [words for _, _, words in sorted(found)]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param(
            [event("b", Date(1992, 3)), event("a", Date(1992, 1, 30)), event("c", Date(1992, 3, 24))],
            ["[1992]", "● a", "● b", "● c"],
            id="a year has all its events in their order",
        ),
        pytest.param(
            [event("day", Date(1992, 1, 1)), event("year", Date(1992))],
            ["[1992]", "● year", "● day"],
            id="what is known less well comes first",
        ),
        pytest.param(
            [event("a", Date(1923)), event("b", Date(1988)), event("c", Date(1990))],
            ["[1923]", "● a", "64 years", "[1988]", "● b", "·", "[1990]", "● c"],
            id="many years without events are a break, and few are ticks",
        ),
        pytest.param(
            [event("a", Date(-44, 3, 15)), event("b", Date(1))],
            ["[44 BC]", "● a", "43 years", "[1]", "● b"],
            id="there is no year 0",
        ),
        pytest.param(
            [event("a", Date(2021, 12, 31)), event("b", Date(2022)), event("c", Date(2023))],
            ["[2021]", "● a", "This text was published", "[2022]", "○ b", "[2023]", "○ c"],
            id="what began after the text was published is later",
        ),
        pytest.param(
            [event("a", Date(2019)), event("b", Date(2023))],
            ["[2019]", "● a", "·", "[2021]", "This text was published", "·", "[2023]", "○ b"],
            id="the year of the text has a place of its own",
        ),
        pytest.param(
            [event("a", Date(2020, 11, 10, until=Date(2024)))],
            ["[2020]", "● a", "···", "[2024]"],
            id="a span that began before the text was published is not later",
        ),
        pytest.param(
            [event("open", Date(0, until=Date(1994))), event("a", Date(1992))],
            ["[1992]", "● a", "·", "[1994]", "● open"],
            id="a span without a beginning stands where it ends",
        ),
        pytest.param(
            [event("words", Date(0, literal="long ago")), event("a", Date(1992)), Entry("event", "none", "none")],
            ["[1992]", "● a"],
            id="an event without a year is not on the line",
        ),
    ],
)
def test_the_line_tells(events: list[Entry], expected: list[str]) -> None:
    for drawing in drawn(*events).drawings:
        assert told(drawing) == expected


def test_without_dates_there_is_no_timeline() -> None:
    assert timelines([Entry("event", "a", "A")], EDITION) is None


def test_without_a_date_of_its_own_the_text_has_nothing_later() -> None:
    found = drawn(event("a", Date(2030)), edition=Edition("E"))
    assert not found.later
    assert told(found.drawings[0]) == ["[2030]", "● a"]


def test_a_part_of_the_day_of_publication_is_enough() -> None:
    """A text of September 2021 has what came in October after it, and not what came in September."""
    edition = Edition("E", issued=Date(2021, 9))
    found = drawn(event("a", Date(2021, 9, 30)), event("b", Date(2021, 10)), edition=edition)
    assert told(found.drawings[0]) == ["[2021]", "● a", "This text was published", "○ b"]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (Date(1923), "1923"),
        (Date(1992, 3, 24), "24 March 1992"),
        (Date(1994, 5), "1994-05"),
        (Date(-44, 3, 15), "44 BC"),
        (Date(1750, circa=True), "about 1750"),
        (Date(1988, until=Date(1994)), "1988 – 1994"),
        (Date(2020, 11, 10, until=Date(0)), "10 November 2020 –"),
        (Date(0, until=Date(1994)), "– 1994"),
        (Date(2021, season=1), "spring 2021"),
        (Date(0, literal="long ago"), "long ago"),
    ],
)
def test_a_date_is_said(date: Date, expected: str) -> None:
    assert said(date, ENGLISH) == expected


@pytest.mark.parametrize(
    ("when", "line", "arrow"),
    [
        (Date(1988, until=Date(1990)), "M46.4 20H37.9V", ""),
        (Date(1988, until=Date(0)), "M46.4 20H37.9V", "M34.4 "),
    ],
)
def test_a_span_is_a_bracket_at_the_axis(when: Date, line: str, arrow: str) -> None:
    """An open one has an arrow."""
    (span,) = drawn(event("a", when)).drawings[0].leaves[0].spans
    assert (span.line[: len(line)], span.arrow[: len(arrow)]) == (line, arrow)
    assert bool(span.arrow) == bool(arrow)


YEARS = st.integers(-60, 2060).filter(bool)
DATES = st.builds(lambda year, month: Date(year, month), YEARS, st.integers(0, 12)) | st.builds(
    lambda year, month, day, circa: Date(year, month, day, circa=circa),
    YEARS,
    st.integers(1, 12),
    st.integers(1, 28),
    st.booleans(),
)
SPANS = DATES | st.builds(
    lambda date, years: date._replace(until=Date(date.year + years or 1) if years else Date(0)),
    DATES,
    st.integers(0, 90),
)
NAMES = st.text("abcdefg hijk əşüŁ漢字 ", min_size=1, max_size=90).filter(str.strip)
EVENTS = st.lists(st.tuples(SPANS, NAMES), min_size=1, max_size=40).map(
    lambda found: [event(f"e{at}", when, " ".join(name.split())) for at, (when, name) in enumerate(found)]
)


def moment(date: Date) -> tuple[int, int, int]:
    return date.year, date.month, date.day


@given(EVENTS, st.sampled_from(["en", "ar"]))
def test_every_event_is_there_in_the_order_of_time(events: list[Entry], language: str) -> None:
    """Once in each drawing; and the same ones are later."""
    edition = EDITION._replace(language=language)
    when = {f"e-{each.id}": moment(each.when) for each in events}
    for drawing in drawn(*events, edition=edition).drawings:
        shown = [each for leaf in drawing.leaves for each in leaf.events]
        assert sorted(each.id for each in shown) == sorted(when)
        assert [when[each.id] for each in shown] == sorted(when.values())
        assert {each.id for each in shown if each.state} == {id for id, each in when.items() if each > (2021, 12, 31)}


@given(EVENTS, st.sampled_from(["en", "ar"]))
def test_nothing_is_upon_anything_else(events: list[Entry], language: str) -> None:
    """Leaves join, rows are apart, and lines of words are within the drawing."""
    for drawing in drawn(*events, edition=EDITION._replace(language=language)).drawings:
        bottom = free = 0.0
        for leaf in drawing.leaves:
            assert leaf.top == pytest.approx(bottom)
            bottom = leaf.top + leaf.height
            for each in leaf.events:
                assert each.top >= free - 0.11
                free = each.top + each.height
                assert free <= bottom + 0.11
                assert each.height >= 24
                assert each.top < each.y < free
                for line, size in [*((one, 12) for one in each.dates), *((one, 14) for one in each.name)]:
                    long = width(line.words, size)
                    left = line.x - long if language == "ar" else line.x
                    assert left >= -0.11
                    assert left + long <= drawing.width + 0.11
                    assert each.top < line.y < free
                    assert len({one.y for one in each.name}) == len(each.name)


def test_turned_around_it_is_the_same() -> None:
    """An edition that is read from right to left has its axis at the right."""
    left = drawn(event("a", Date(1992))).drawings[0]
    right = drawn(event("a", Date(1992)), edition=EDITION._replace(language="ar")).drawings[0]
    assert left.axis + right.axis == left.width
    assert left.start + right.start == left.width
