"""The maps: all places with coordinates, each on one map, no name upon another, and nothing but places."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.edition import Edition, Entry
from postil.render.lettering import width
from postil.render.maps import LABELLED, Atlas, Box, Map, Point, atlas
from postil.tongue import Tongue

EDITION = Edition("E")

KARABAKH = {
    "Khankendi": (39.815, 46.752),
    "Shusha": (39.76, 46.75),
    "Lachin": (39.64, 46.546),
    "Kalbajar": (40.106, 46.038),
    "Aghdam": (39.991, 46.928),
    "Fizuli": (39.6, 47.143),
    "Barda": (40.374, 47.126),
}
VENUES = {
    "Minsk": (53.9, 27.56),
    "Budapest": (47.498, 19.04),
    "Vienna": (48.208, 16.373),
    "Sochi": (43.585, 39.72),
    "Helsinki": (60.17, 24.938),
}
FAR = {"Lisbon": (38.722, -9.139), "Key West": (24.555, -81.78)}


def place(id: str, coordinates: tuple[float, ...]) -> Entry:
    return Entry("place", id.lower().replace(" ", "-"), id, coordinates=coordinates)


def said(entry: Entry, _: Tongue) -> str:
    return " ".join(f"{each:g}" for each in entry.coordinates)


def drawn(places: dict[str, tuple[float, float]]) -> Atlas:
    found = atlas([place(*each) for each in places.items()], EDITION, said)
    assert found is not None
    return found


def names(map: Map) -> list[str]:
    return [each.words for each in map.points]


def box(point: Point, size: int) -> Box:
    """Return the box of the words of ``point``, of which letters have no more than their middle."""
    assert point.at is not None
    long = width(point.words, size)
    left = point.at[0] - {"start": 0, "middle": long / 2, "end": long}[point.anchor]
    return Box(left + 0.2, point.at[1] - 10, left + long - 0.2, point.at[1] + 2)


def test_what_is_far_away_is_on_a_map_of_its_own() -> None:
    """The nearest map is the one with most places about each other, and its frame is on the next."""
    first, second, third = (each.drawings[0] for each in drawn({**FAR, **VENUES, **KARABAKH}).sheets)
    assert [names(each) for each in (first, second, third)] == [list(KARABAKH), list(VENUES), list(FAR)]
    assert first.inner is None
    assert second.inner and third.inner


def test_names_that_have_room_are_all_shown() -> None:
    sheets = drawn({**FAR, **VENUES, **KARABAKH}).sheets
    assert [each.unnamed for sheet in sheets for each in sheet.drawings] == [False] * 6
    assert [each.title for each in sheets] == ["Map 1", "Map 2", "Map 3"]


@pytest.mark.parametrize(
    "places",
    [{"Shusha": (39.76, 46.75)}, KARABAKH, VENUES, {"A": (39.0, 46.0), "B": (39.0, 46.0), "C": (39.0, 46.0)}],
    ids=lambda places: f"{len(places)} places from {next(iter(places))}",
)
def test_places_that_are_not_far_from_each_other_are_on_one_map(places: dict[str, tuple[float, float]]) -> None:
    (sheet,) = drawn(places).sheets
    assert sheet.title == "Map"
    assert not any(each.unnamed for each in sheet.drawings)


def test_without_coordinates_there_is_no_map() -> None:
    assert atlas([Entry("place", "a", "A")], EDITION, said) is None


def test_the_table_has_all_places_with_coordinates() -> None:
    found = atlas([place("B", (1, 2)), Entry("place", "none", "None"), place("A", (-3.5, 4))], EDITION, said)
    assert found is not None
    assert [(each.id, each.term, each.coordinates) for each in found.rows] == [
        ("e-b", "B", "1 2"),
        ("e-a", "A", "-3.5 4"),
    ]


def test_north_is_up_and_east_is_right() -> None:
    """And as far on paper: the scale is the same both ways in the middle."""
    (sheet,) = drawn({"S": (59.5, 30), "N": (60.5, 30), "W": (60, 29), "E": (60, 31)}).sheets
    for map in sheet.drawings:
        south, north, west, east = map.points
        assert (south.x, west.y) == (north.x, east.y)
        assert south.y - north.y == pytest.approx(east.x - west.x, abs=0.2)  # a degree, and two at half the length


def test_the_scale_and_the_grid_are_true() -> None:
    (sheet,) = drawn({"S": (0, 10), "N": (2, 10)}).sheets
    map = sheet.drawings[0]
    south, north = map.points
    parallels = {each.words: each.at for each in map.parallels}
    assert parallels["0°"] == south.y
    assert parallels["2° N"] == north.y
    assert "10° E" in [each.words for each in map.meridians]
    assert map.kilometres == "50 km"
    assert map.bar == pytest.approx((south.y - north.y) / 2 * 50 / 111.2, abs=0.1)


def test_the_date_line_is_no_seam() -> None:
    """Two islands at either side of it are next to each other, and degrees are told from the nearer side."""
    (sheet,) = drawn({"Suva": (-18.1, 178.4), "Apia": (-13.8, -171.8), "Port Vila": (-17.7, 168.3)}).sheets
    map = sheet.drawings[0]
    suva, apia, _ = map.points
    assert suva.x < apia.x
    words = [each.words for each in map.meridians]
    assert any(each.endswith("E") for each in words)
    assert any(each.endswith("W") for each in words)


PLACES = st.lists(
    st.tuples(st.floats(-89, 89), st.floats(-180, 180), st.text("abcdəş ", min_size=1, max_size=24).filter(str.strip)),
    min_size=1,
    max_size=60,
) | st.lists(st.tuples(st.floats(39, 41), st.floats(45, 48), st.just("Khankendi")), min_size=1, max_size=60)


@given(PLACES)
def test_each_place_is_on_one_map_and_no_name_is_upon_another(found: list[tuple[float, float, str]]) -> None:
    """All within the frame, marks as well, in the order in which the register has them."""
    entries = [Entry("place", f"p{at}", name.strip(), coordinates=(a, o)) for at, (a, o, name) in enumerate(found)]
    made = atlas(entries, EDITION, said)
    assert made is not None
    assert len(made.sheets) <= 3
    for drawing in (0, 1):
        ids = [int(point.id[3:]) for sheet in made.sheets for point in sheet.drawings[drawing].points]
        assert sorted(ids) == list(range(len(entries)))
        for sheet in made.sheets:
            map = sheet.drawings[drawing]
            here = [int(point.id[3:]) for point in map.points]
            assert here == sorted(here)
            frame = map.frame
            for point in map.points:
                assert frame.left <= point.x <= frame.right
                assert frame.top <= point.y <= frame.bottom
            boxes = [box(point, (13, 12)[drawing]) for point in map.points if point.at]
            assert all(frame.left <= one.left and one.right <= frame.right for one in boxes)
            assert all(frame.top <= one.top and one.bottom <= frame.bottom for one in boxes)
            assert not any(one.meets(other) for one, other in combinations(boxes, 2))
            marks = [Box(point.x - 3, point.y - 3, point.x + 3, point.y + 3) for point in map.points]
            assert not any(one.meets(mark) for one in boxes for mark in marks)


def test_many_places_are_marks_and_the_table_has_their_names() -> None:
    """No name is tried at a distance where there are more than some 150."""
    places = {f"Place {at}": (40 + at % 20 / 10, 45 + at // 20 / 10) for at in range(LABELLED + 50)}
    (sheet,) = drawn(places).sheets
    assert sheet.drawings[0].unnamed
    assert all(each.lead is None for each in sheet.drawings[0].points)
    assert len(sheet.drawings[0].points) == len(drawn(places).rows) == len(places)


def test_it_comes_out_the_same_each_time() -> None:
    places = {**FAR, **VENUES, **KARABAKH}
    assert drawn(places) == drawn(places)
