"""A map of places: points with their names on a grid of degrees, with nothing drawn that could be in dispute.

The projection is equirectangular, true to scale along the parallel in the middle of a map and along all meridians: the
grid is straight, so degrees can be read off at the edge, and no more than one cosine is reckoned. What is far away
would press the rest together, so a map of all places may have a nearer one before it, and that another, each drawn as
a frame on the next; a place is on the nearest map that has it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from math import cos, floor, log10, radians
from typing import NamedTuple

from postil.edition import Edition, Entry
from postil.render.lettering import width
from postil.tongue import Tongue

WIDTHS = (("wide", 480), ("narrow", 288))
"""The two drawings of each map, in sixteenths of the size of the text: on a page, and on a phone."""

LABELLED = 150
"""On a map with more places only those have names that find room next to their marks."""

KILOMETRES = 111.2
"""Of a degree along a meridian (a sphere of 6,371 km)."""

_SIZES = {"wide": 13, "narrow": 12}
_HIGH = 14
_MARK = 4
_LEAST_LEAD = _MARK + 4
_MARGIN = {"wide": 26, "narrow": 14}  # inside the frame: no mark is nearer to it
_HIGHEST = 0.9  # of its width
_MORE = (0, 24)  # room above and below, tried one after the other where names have none
_BELOW = 20  # for the degrees of the meridians


class Box(NamedTuple):
    """A field of a drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Return whether the two have room in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Point(NamedTuple):
    """A place on a map: its mark at ``x``, ``y``; its words at ``at``, if there is room, which end there if ``end``.

    ``lead`` is where a line from the mark to the words ends.
    """

    id: str
    words: str
    lang: str
    x: float
    y: float
    at: tuple[float, float] | None = None
    anchor: str = "start"
    lead: tuple[float, float] | None = None


class Degree(NamedTuple):
    """A line of the grid at ``at``, and how it is called."""

    at: float
    words: str


class Map(NamedTuple):
    """A drawing of places within ``frame``. ``bar`` is the scale's length.

    ``inner`` is the frame of the nearer map, and ``titled`` where its title begins.
    """

    id: str
    width: int
    height: float
    frame: Box
    meridians: tuple[Degree, ...]
    parallels: tuple[Degree, ...]
    bar: float
    kilometres: str
    points: tuple[Point, ...]
    inner: Box | None
    titled: tuple[float, float] | None

    @property
    def unnamed(self) -> bool:
        """Whether a place has no name on it."""
        return any(each.at is None for each in self.points)


class Sheet(NamedTuple):
    """The drawings of one map, its title, and the title of the nearer map whose frame it shows."""

    id: str
    title: str
    drawings: tuple[Map, ...]
    inner: str


class Row(NamedTuple):
    """A place in the table."""

    id: str
    term: str
    lang: str
    coordinates: str


class Atlas(NamedTuple):
    """The maps of a page's places, the nearest first, and the table of what is on them."""

    sheets: tuple[Sheet, ...]
    rows: tuple[Row, ...]


def atlas(entries: Iterable[Entry], edition: Edition, said: Callable[[Entry, Tongue], str]) -> Atlas | None:
    """Return the maps of those ``entries`` that have coordinates; None where none has. ``said`` are their words."""
    _ = edition.tongue
    placed = [each for each in entries if each.coordinates]
    if not placed:
        return None
    rows = tuple(Row(f"e-{each.id}", each.term, each.lang, said(each, _)) for each in placed)
    turn = _seam([each.coordinates[1] for each in placed])
    spots = [_Spot(each, each.coordinates[0], (each.coordinates[1] - turn) % 360 + turn) for each in placed]
    groups = _nested(spots)
    sheets: list[Sheet] = []
    within: list[_Spot] = []
    for at, group in enumerate(groups):
        title = _("Map %(number)s", number=at + 1) if len(groups) > 1 else _("Map")
        inner = sheets[-1].title if sheets else ""
        drawings = tuple(_Drawing(id, wide, group, within, inner, _).drawn() for id, wide in WIDTHS)
        sheets.append(Sheet(f"map-{at + 1}", title, drawings, inner))
        within = within + group
    return Atlas(tuple(sheets), rows)


class _Spot(NamedTuple):
    entry: Entry
    latitude: float
    longitude: float


def _seam(longitudes: list[float]) -> float:
    """Return the longitude at which a map begins that leaves out the widest part of the globe without a place."""
    ordered = sorted(set(longitudes))
    gaps = [(after - before, after) for before, after in pairwise(ordered)]
    return max([(ordered[0] + 360 - ordered[-1], ordered[0]), *gaps])[1]


def _nested(spots: Sequence[_Spot]) -> list[list[_Spot]]:
    """Return ``spots`` in groups, each for a map of its own and in the order they have, from the nearest to all.

    Near is what lies about the place that has most around it; a map ends where the next place is much farther away.
    """
    tried = spots[:: max(len(spots) // _TRIED, 1)]
    core = min(_least(len(spots), _NEARER[0][0]), len(spots)) - 1
    far = min((_distances(each, spots) for each in tried), key=lambda far: sorted(far)[core])
    ordered = sorted(far)
    limits: list[float] = []
    first = 0
    for share, beside, apart in _NEARER:
        at = first + _least(len(ordered) - first, share)
        while at < len(ordered) and ordered[at] <= ordered[at - 1] * _FARTHER:
            at += 1
        at = bisect_right(ordered, ordered[min(at, len(ordered)) - 1] * beside)
        if at == len(ordered) or ordered[-1] < ordered[at - 1] * apart:
            break
        limits.append(ordered[at - 1])
        first = at
    groups: list[list[_Spot]] = [[] for _ in range(len(limits) + 1)]
    for spot, distance in zip(spots, far, strict=True):
        groups[sum(distance > limit for limit in limits)].append(spot)
    return groups


def _least(count: int, share: float) -> int:
    """Return how many of ``count`` places a map has at least."""
    return max(round(count * share), 3)


# Of the places on the first map, and of the rest on the second, the least share; and how much farther than a map's
# edge what is beside it may be, to be on it too; and how much farther away the last must be for one more map.
_NEARER = ((0.4, 1.8, 3), (2 / 3, 1.5, 2))
_TRIED = 64
_FARTHER = 1.4


def _distances(middle: _Spot, spots: Sequence[_Spot]) -> list[float]:
    """Return how far ``spots`` are from ``middle`` to either side, in degrees along a meridian."""
    _, latitude, longitude = middle
    breadth = _breadth(latitude)
    return [max(abs(each.longitude - longitude) * breadth, abs(each.latitude - latitude)) for each in spots]


def _breadth(latitude: float) -> float:
    """Return how long a degree along a parallel is, of one along a meridian; near the poles no less than a tenth."""
    return max(cos(radians(latitude)), 0.1)


class _Field:
    """What is taken on a drawing: boxes, found by the squares that they lie in."""

    def __init__(self, frame: Box) -> None:
        self.frame = frame
        self.squares: dict[tuple[int, int], list[Box]] = {}

    def take(self, box: Box) -> None:
        for square in self.under(box):
            self.squares.setdefault(square, []).append(box)

    def free(self, box: Box) -> bool:
        """Return whether ``box`` is within the frame and meets nothing."""
        left, top, right, bottom = box
        frame = self.frame
        if left < frame.left or right > frame.right or top < frame.top or bottom > frame.bottom:
            return False
        squares = self.squares
        for across in range(int(left // 32), int(right // 32) + 1):
            for down in range(int(top // 32), int(bottom // 32) + 1):
                for other in squares.get((across, down), ()):
                    if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                        return False
        return True

    def reach(self, x: float, y: float, right: float, down: float, most: int) -> int:
        """Return how far a line from the mark at ``x``, ``y`` can go that way and meet nothing: ``most``, or less."""
        for part in range(_LEAST_LEAD, most, 3):
            if not self.free(_step(x, y, right, down, part)):
                return part
        return most

    @staticmethod
    def under(box: Box) -> Iterator[tuple[int, int]]:
        for across in range(int(box.left // 32), int(box.right // 32) + 1):
            for down in range(int(box.top // 32), int(box.bottom // 32) + 1):
                yield across, down


class _Drawing:
    """A map while it is drawn."""

    def __init__(
        self, id: str, wide: int, spots: Sequence[_Spot], within: Sequence[_Spot], inner: str, tongue: Tongue
    ) -> None:
        self.id, self.width, self.spots, self.tongue = id, wide, spots, tongue
        self.inner_title = inner
        everything = [*spots, *within]
        self.south, self.west, self.north, self.east = _extent(everything)
        self.within = within
        middle = (self.south + self.north) / 2
        breadth = _breadth(middle)
        across, down = (self.east - self.west) * breadth, self.north - self.south
        across, down = max(across, _LEAST), max(down, _LEAST)
        aside = width(tongue(_SIDES["N"], degrees="39.5"), 12)  # for the degrees of the parallels
        margin = 2 * _MARGIN[id]
        self.down = min((wide - aside - 1 - margin) / across, (_HIGHEST * wide - margin) / down)
        self.across = self.down * breadth
        self.aside, self.middle = aside, middle
        self.high = max(down * self.down + margin, wide / 2)
        self.left = (aside + wide - 1) / 2 - (self.east + self.west) / 2 * self.across
        self.titled: tuple[float, float] | None = None
        self.spread(0)

    def spread(self, more: int) -> None:
        """Set the frame, with ``more`` room above and below the places than they need themselves."""
        self.frame = Box(self.aside, 1, self.width - 1, 1 + self.high + 2 * more)
        self.top = (self.frame.top + self.frame.bottom) / 2 + self.middle * self.down
        self.frames = self.inner()
        self.more = more

    def x(self, longitude: float) -> float:
        return self.left + longitude * self.across

    def y(self, latitude: float) -> float:
        return self.top - latitude * self.down

    def drawn(self) -> Map:
        points = self.named()
        frame = self.frame
        step = next(each for each in _STEPS if each * self.across >= _APART_DEGREES or each == _STEPS[-1])
        kilometres = _even(100 / self.down * KILOMETRES)
        return Map(
            self.id,
            self.width,
            _round(frame.bottom + 2 * _BELOW),
            Box(*map(_round, frame)),
            tuple(
                Degree(_round(self.x(each)), _degrees((each + 180) % 360 - 180, "E", "W", self.tongue))
                for each in _multiples(
                    (frame.left + 16 - self.left) / self.across, (frame.right - 16 - self.left) / self.across, step
                )
            ),
            tuple(
                Degree(_round(self.y(each)), _degrees(each, "N", "S", self.tongue))
                for each in _multiples(
                    (self.top - frame.bottom + 5) / self.down, (self.top - frame.top - 5) / self.down, step
                )
                if -90 <= each <= 90
            ),
            _round(kilometres / KILOMETRES * self.down),
            self.tongue("%(number)s km", number=f"{kilometres:g}"),
            points,
            self.frames and Box(*map(_round, self.frames)),
            self.titled,
        )

    def named(self) -> tuple[Point, ...]:
        """Return the places with their names, tried again while some have no room; the frame is set to what was best.

        Those that had none choose first the next time.
        """
        best, points, first = (len(self.spots) + 1, 0), self.points(()), list[int]()
        found = points
        if len(points) > LABELLED:
            return points
        for more in (*_MORE, 0):
            unnamed = [at for at, each in enumerate(points) if each.at is None]
            if len(unnamed) < best[0]:
                best, found = (len(unnamed), self.more), points
            if not unnamed:
                return found
            first = [*unnamed, *(at for at in first if at not in unnamed)]
            self.spread(more)
            points = self.points(first)
        self.spread(best[1])
        self.points(())  # which puts the title in its place
        return found

    def inner(self) -> Box | None:
        """Return the frame of the nearer map, if there is one."""
        if not self.within:
            return None
        south, west, north, east = _extent(self.within)
        return Box(self.x(west) - 6, self.y(north) - 6, self.x(east) + 6, self.y(south) + 6)

    def title(self, inner: Box, field: _Field) -> None:
        """Put the title of the nearer map at its frame, where there is room or else above it."""
        long = width(self.inner_title, 12)
        lefts = (inner.left, inner.right - long, (inner.left + inner.right - long) / 2)
        corners = [(left, top) for top in (inner.top - 15, inner.bottom + 1) for left in lefts]
        beside = [(left, inner.top) for left in (inner.right + 3, inner.left - 3 - long)]
        boxes = [Box(left, top, left + long, top + 14) for left, top in (*corners, *beside)]
        box = next(filter(field.free, boxes), boxes[0])
        field.take(box)
        self.titled = (_round(box.left), _round(box.top + 11))

    def points(self, first: Sequence[int]) -> tuple[Point, ...]:
        """Return the places with their names, as far as there is room.

        Those with the least of it choose first, but for the ones at ``first``, which had none the last time.
        """
        field = _Field(Box(self.frame.left + 2, self.frame.top + 2, self.frame.right - 2, self.frame.bottom - 2))
        marks = [(self.x(each.longitude), self.y(each.latitude)) for each in self.spots]
        for x, y in {(x // 2, y // 2): (x, y) for x, y in marks}.values():  # of a heap of marks one is enough
            field.take(Box(x - _MARK - 1, y - _MARK - 1, x + _MARK + 1, y + _MARK + 1))
        if self.frames:
            field.take(self.frames)
            self.title(self.frames, field)
        size = _SIZES[self.id]
        choices = [_choices(width(each.entry.term, size), x, y) for each, (x, y) in zip(self.spots, marks, strict=True)]
        open = [sum(field.free(box) for box, _, _ in each) for each in choices]
        rest = sorted({*range(len(marks))}.difference(first), key=lambda at: (open[at], at))
        reach = _LEADS if len(marks) <= LABELLED else ()
        found: dict[int, Point] = {}
        for at in (*first, *rest):
            x, y = marks[at]
            found[at] = _named(self.spots[at].entry, x, y, choices[at], field, reach)
        return tuple(found[at] for at in range(len(marks)))


def _choices(long: float, x: float, y: float) -> list[_Choice]:
    """Return where a name that is ``long`` can be, next to its mark at ``x``, ``y``: the best comes first."""
    found = []
    for right, down in _NEAR:
        across, below = x + (4 if down else 7) * right, y + down * (12 if right else 13)
        found.append((_box(across, below, right, long), _base(across, below), _ANCHORS[right]))
    return found


_Choice = tuple[Box, tuple[float, float], str]


def _named(entry: Entry, x: float, y: float, choices: Sequence[_Choice], field: _Field, reach: Sequence[int]) -> Point:
    """Return the point of ``entry`` with its name where that meets nothing, near the mark or at the end of a line."""
    long = choices[0][0].right - choices[0][0].left
    point = Point(f"e-{entry.id}", entry.term, entry.lang, _round(x), _round(y))
    for box, at, anchor in choices:
        if field.free(box):
            field.take(box)
            return point._replace(at=at, anchor=anchor)
    ways = [(right, down, field.reach(x, y, right, down, reach[-1])) for right, down in _ROUND] if reach else []
    for far in reach:
        for right, down, most in ways:
            if most < far:
                continue
            ends_x, ends_y = x + far * right, y + far * down
            side = (right > 0) - (right < 0)
            for along in (side,) if abs(right) > 0.6 else (side, -1, 1):
                across, below = ends_x + 3 * along, ends_y + (0 if along else 8 * down)
                box = _box(across, below, along, long)
                if field.free(box):
                    field.take(box)
                    for part in range(_LEAST_LEAD, far, 3):
                        field.take(_step(x, y, right, down, part))
                    lead = (_round(ends_x), _round(ends_y))
                    return point._replace(at=_base(across, below), anchor=_ANCHORS[along], lead=lead)
    return point


_NEAR = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
_ROUND = (
    (1, 0), (0.87, -0.5), (0.87, 0.5), (-1, 0), (-0.87, -0.5), (-0.87, 0.5),
    (0.5, -0.87), (0.5, 0.87), (-0.5, -0.87), (-0.5, 0.87), (0.97, -0.26), (0.97, 0.26), (-0.97, -0.26), (-0.97, 0.26),
    (0.71, -0.71), (0.71, 0.71), (-0.71, -0.71), (-0.71, 0.71), (0, -1), (0, 1),
)  # fmt: skip
_ANCHORS = {1: "start", 0: "middle", -1: "end"}
_LEADS = (18, 28, 40, 54, 70, 88, 108, 130)


def _step(x: float, y: float, right: float, down: float, part: int) -> Box:
    """Return a piece of a line that leads that way from the mark at ``x``, ``y``."""
    across, below = x + part * right, y + part * down
    return Box(across - 1, below - 1, across + 1, below + 1)


def _box(x: float, y: float, side: int, long: float) -> Box:
    """Return the box of words at ``x`` whose middle is at ``y``; ``side`` is where they go from there."""
    left = x - long * (1 - side) / 2
    return Box(left, y - _HIGH / 2, left + long, y + _HIGH / 2)


def _base(x: float, y: float) -> tuple[float, float]:
    return _round(x), _round(y + 4)


def _extent(spots: Sequence[_Spot]) -> tuple[float, float, float, float]:
    """Return how far ``spots`` reach to the south, west, north and east."""
    latitudes, longitudes = [each.latitude for each in spots], [each.longitude for each in spots]
    return min(latitudes), min(longitudes), max(latitudes), max(longitudes)


_LEAST = 0.5
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 45, 60)
_APART_DEGREES = 64


def _multiples(first: float, last: float, step: float) -> list[float]:
    """Return the multiples of ``step`` from ``first`` to ``last``."""
    begin = floor(first / step) + 1
    return [each * step for each in range(begin, floor(last / step) + 1)]


def _degrees(value: float, positive: str, negative: str, _: Tongue) -> str:
    """Return a degree as it is said, with the side of the globe it is on."""
    number = f"{abs(round(value, 2)):g}"
    if number == "0":
        return "0°"
    return _(_SIDES[positive if value > 0 else negative], degrees=number)


_SIDES = {"N": "%(degrees)s° N", "S": "%(degrees)s° S", "E": "%(degrees)s° E", "W": "%(degrees)s° W"}


def _even(length: float) -> float:
    """Return the greatest of 1, 2, 5, 10, 20, 50… that is not above ``length``."""
    tens = 10.0 ** floor(log10(length))
    return next(tens * each for each in (5, 2, 1) if tens * each <= length or each == 1)


def _round(length: float) -> float:
    """Return ``length`` to a tenth, and whole where it is."""
    tenth = round(length, 1)
    return int(tenth) if tenth == int(tenth) else tenth
