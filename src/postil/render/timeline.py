"""A timeline of events, drawn downwards: each year is as long as its events need, years without any are left out.

On a scale that is even, the events of a few full years would lie upon each other and the rest would be empty. So the
scale goes from knot to knot: the beginning of each span or event has a row of its own, and dates between two rows lie
between them in proportion. Where years are left out, the axis is broken.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from postil.edition import Date, Edition, Entry
from postil.languages import direction
from postil.render.lettering import lines, width
from postil.tongue import N_, Tongue

WIDTHS = (("wide", 480), ("narrow", 288))
"""The two drawings, in sixteenths of the size of the text: on a page, and on a phone."""

FOLDED = 60
"""With more events than this the timeline is folded away."""

_LANES = 4  # beside each other: more spans than that at a time are only named
_LANE = 9
_LINE = 18
_DATES, _NAME = 12, 14
_ROW = 28  # no less than 24 CSS pixels, also where the drawing is a little narrower than meant
_BREAK = 34
_FEW = 4
_TOOTH = 5
_YEAR = 8  # for each of a few years left out
_LEAF = 330  # two or three on a sheet of paper
_COLUMN = 150  # of the dates, where there is room for one
_NEVER = float("inf")


class Line(NamedTuple):
    """A line of words, and where it begins on its baseline."""

    x: float
    y: float
    words: str


class Event(NamedTuple):
    """An event: its mark at ``x``, ``y``, its words, and the field ``top``, ``height`` that leads to its entry.

    ``state`` is ``later`` where it came after the text was published. ``lead`` is where the line from its mark ends.
    """

    id: str
    lang: str
    state: str
    x: float
    y: float
    lead: float
    top: float
    height: float
    dates: tuple[Line, ...]
    name: tuple[Line, ...]


class Span(NamedTuple):
    """How long something went on, as far as it is on a leaf: its line, and its arrow where it goes on or went before.

    Both are paths (SVG 2, section 9.3).
    """

    state: str
    line: str
    arrow: str = ""


class Gap(NamedTuple):
    """Years that are left out, at ``y`` on the axis: a tick for each of a few, else a break with ``edges``, and words.

    Each edge is the points of a zigzag, the upper from left to right and the lower back.
    """

    y: float
    words: Line | None
    ticks: tuple[float, ...] = ()
    edges: tuple[str, str] = ("", "")


class Leaf(NamedTuple):
    """A part of a drawing, from ``top`` on: a printer does not break it. ``issued`` is where the text was published."""

    top: float
    height: float
    years: tuple[Line, ...]
    gaps: tuple[Gap, ...]
    spans: tuple[Span, ...]
    events: tuple[Event, ...]
    issued: Line | None


class Timeline(NamedTuple):
    """A drawing of events in leaves, one below the other. The axis is at ``axis``, words begin at ``start``."""

    id: str
    width: int
    axis: float
    start: float
    leaves: tuple[Leaf, ...]


class Timelines(NamedTuple):
    """The drawings of a page's events, and what is said with them."""

    drawings: tuple[Timeline, ...]
    number: int
    later: bool
    broken: bool
    issued: str
    folded: bool


def timelines(entries: Iterable[Entry], edition: Edition) -> Timelines | None:
    """Return the drawings of those ``entries`` that have a date; None where none has."""
    dated = sorted(
        (each for each in entries if _first(each.when)),
        key=lambda each: (_begins(each.when), _until(each.when), each.id),
    )
    if not dated:
        return None
    rtl = direction(edition.language) == "rtl"
    drawings = tuple(_Drawing(id, wide, dated, edition, rtl=rtl).drawn() for id, wide in WIDTHS)
    issued = said(edition.issued, edition.tongue)
    leaves = drawings[0].leaves
    later = any(leaf.issued for leaf in leaves)
    broken = any(gap.words for leaf in leaves for gap in leaf.gaps)
    return Timelines(drawings, len(dated), later, broken, issued, len(dated) > FOLDED)


def said(date: Date, tongue: Tongue) -> str:
    """Return a date as a reader says it, as far as it is known; “–” stands between the ends of a span."""
    _ = tongue
    if date.literal:
        return date.literal
    words = _("%(year)s BC", year=-date.year) if date.year < 0 else ""
    if date.year > 0:
        words = _.date(date.year, date.month, date.day) if date.day else date.iso
    if date.season:
        words = _(_SEASONS[date.season], year=words)
    words = _("about %(date)s", date=words) if date.circa else words
    return words if date.until is None else f"{words} – {said(date.until, _)}".strip()


_SEASONS = ("", N_("spring %(year)s"), N_("summer %(year)s"), N_("autumn %(year)s"), N_("winter %(year)s"))


class _Reach(NamedTuple):
    """A span in its lane at ``x``, before it is turned around."""

    entry: Entry
    later: bool
    x: float
    top: float
    bottom: float


_Placed = TypeVar("_Placed", Line, Gap, Event)


def _until_y(found: deque[_Placed], bottom: float) -> Iterator[_Placed]:
    """Take from ``found`` what is above ``bottom``."""
    while found and found[0].y < bottom:
        yield found.popleft()


class _Drawing:
    """A drawing while it is made, from left to right; ``drawn`` turns it around where it is read so."""

    def __init__(self, id: str, wide: int, entries: Sequence[Entry], edition: Edition, *, rtl: bool) -> None:
        self.id, self.width, self.edition, self.tongue, self.rtl = id, wide, edition, edition.tongue, rtl
        self.entries = entries
        self.stacked = id == "narrow"
        issued = edition.issued
        self.published = _ends(issued) if issued.year else (10**9, 0, 0)
        self.later = [_begins(each.when) > self.published for each in entries]
        self.knots: list[tuple[float, float]] = []
        self.y = 6.0

    def drawn(self) -> Timeline:
        years = self.counted()
        labels = [self.year(each) for each in years]
        column = max(width(each, _DATES) for each in labels)
        lanes = self.lanes()
        self.left = column + 10
        self.axis = self.left + _LANE * lanes
        self.start = self.axis + 16
        self.cuts = [0.0]
        self.years: list[Line] = []
        self.gaps: list[Gap] = []
        self.events: list[Event] = []
        self.issued: Line | None = None
        at, before = 0, None
        for year, label in zip(years, labels, strict=True):
            if before is not None and year > before + 1:
                self.gap(year - before - 1)
            before = year
            self.knots.append((year, self.y))
            self.years.append(Line(column, self.y + _LINE, label))
            top = self.y
            while at < len(self.entries) and _whole(_begins(self.entries[at].when)) == year:
                if self.later[at] and self.issued is None:
                    self.publish()
                self.event(self.entries[at], later=self.later[at])
                at += 1
            if any(self.later) and self.issued is None and year == _whole(self.published):
                self.publish()
            self.y = max(self.y, top + _ROW)
            self.knots.append((year + 1, self.y))
        leaves = tuple(self.leaves(self.spans(lanes, self.y + 6), self.y + 6))
        return Timeline(self.id, self.width, self.turned(self.axis), self.turned(self.start), leaves)

    def leaves(self, spans: Sequence[_Reach], height: float) -> Iterator[Leaf]:
        """Return the drawing in leaves; what is on each is found in one walk, for it stands in order."""
        years, gaps, events = deque(self.years), deque(self.gaps), deque(self.events)
        coming, now = deque(sorted(spans, key=lambda each: each.top)), list[_Reach]()
        for top, bottom in pairwise((*self.cuts, height)):
            while coming and coming[0].top < bottom:
                now.append(coming.popleft())
            now = [each for each in now if each.bottom > top]
            here = self.issued is not None and top <= self.issued.y < bottom
            yield Leaf(
                _round(top),
                _round(bottom - top),
                tuple(self.line(each) for each in _until_y(years, bottom)),
                tuple(each._replace(words=each.words and self.line(each.words)) for each in _until_y(gaps, bottom)),
                tuple(self.path(each, top, bottom) for each in now),
                tuple(_until_y(events, bottom)),
                self.line(self.issued) if here and self.issued else None,
            )

    def path(self, span: _Reach, top: float, bottom: float) -> Span:
        """Return ``span`` as far as it is between ``top`` and ``bottom``: a bracket whose arm is on the axis."""
        begins, ends = max(span.top, top - 0.5), min(span.bottom, bottom)  # no seam is seen between two leaves
        x, axis = self.turned(span.x), self.turned(self.axis)
        before, after = not span.entry.when.year, _until(span.entry.when) == _NEVER
        line = f"M{x} {_round(begins)}V{_round(ends)}"
        if not before and begins == span.top:
            line = f"M{axis} {_round(begins)}H{x}V{_round(ends)}"
        elif before and ends == span.bottom:
            line += f"H{axis}"
        arrow = ""
        if after and ends == span.bottom:
            arrow = f"M{_round(x - 3.5)} {_round(ends - 6)}l3.5 6l3.5-6"
        elif before and begins == span.top:
            arrow = f"M{_round(x - 3.5)} {_round(begins + 6)}l3.5-6l3.5 6"
        return Span("later" if span.later else "", line, arrow)

    def counted(self) -> list[int]:
        """Return the years in which something begins or ends, and that of the text if some events are later."""
        years = {_whole(_begins(each.when)) for each in self.entries}
        years |= {_whole(_ends(each.when)) for each in self.entries if _last(each.when)}
        if any(self.later):
            years.add(_whole(self.published))
        return sorted(years)

    def year(self, year: int) -> str:
        return str(year) if year > 0 else self.tongue("%(year)s BC", year=1 - year)

    def gap(self, years: int) -> None:
        """Leave out ``years``: a few are short, of many there is no more than a break."""
        top = self.y
        if years <= _FEW:
            self.y += _YEAR * years
            ticks = tuple(_round(top + _YEAR * each) for each in range(1, years + 1))
            self.gaps.append(Gap(_round((top + self.y) / 2), None, ticks))
        else:
            self.y += _BREAK
            words = self.tongue.plural("%(num)s year", "%(num)s years", years)
            middle = top + _BREAK / 2
            line = Line(self.start, middle + 4, words)
            self.gaps.append(Gap(_round(middle), line, edges=(self.zigzag(middle - 3), self.zigzag(middle + 3, -1))))

    def zigzag(self, y: float, step: int = 1) -> str:
        """Return the points of a zigzag across the axis and the lanes at ``y``."""
        teeth = round((self.axis - self.left) / _TOOTH) + 2
        points = [(self.left + _TOOTH * (at - 1), y + (2 if at % 2 else -2)) for at in range(teeth + 1)]
        return " ".join(f"{self.turned(x)} {_round(y)}" for x, y in points[::step])

    def publish(self) -> None:
        words = self.tongue("This text was published")
        self.issued = Line(self.start, self.y + _LINE, words)
        self.y += _ROW

    def event(self, entry: Entry, *, later: bool) -> None:
        """Add a row for ``entry``: what is known of its dates beside its name, or above it where there is no room."""
        room = self.width - self.start
        if self.stacked:
            dates = lines(self.dates(entry), _DATES, room)
            name = lines(entry.term, _NAME, room)
            begins, shift = self.start, len(dates)
            rows = len(dates) + len(name)
        else:
            dates = lines(self.dates(entry), _DATES, _COLUMN - 10)
            name = lines(entry.term, _NAME, room - _COLUMN)
            begins, shift = self.start + _COLUMN, 0
            rows = max(len(dates), len(name))
        if self.y > self.cuts[-1] + _LEAF:
            self.cuts.append(self.y)
        base = self.y + _LINE
        height = max(rows * _LINE + 10, _ROW)
        self.knots.append((_time(_begins(entry.when)), self.y + _LINE - 4))
        self.events.append(
            Event(
                id=f"e-{entry.id}",
                lang=entry.lang,
                state="later" if later else "",
                x=self.turned(self.axis),
                y=_round(self.y + _LINE - 4),
                lead=self.turned(self.start - 4),
                top=_round(self.y),
                height=_round(height),
                dates=tuple(self.line(Line(self.start, base + _LINE * at, each)) for at, each in enumerate(dates)),
                name=tuple(self.line(Line(begins, base + _LINE * (at + shift), each)) for at, each in enumerate(name)),
            )
        )
        self.y += height

    def dates(self, entry: Entry) -> str:
        return entry.dates or said(entry.when, self.tongue)

    def lanes(self) -> int:
        """Return how many spans go on at a time at most, as far as there are lanes for them."""
        ends = [(_time(_begins(each.when)), 1) for each in self.entries if _lasts(each.when)]
        ends += [(_until(each.when), -1) for each in self.entries if _lasts(each.when)]
        most = now = 0
        for _, step in sorted(ends):
            now += step
            most = max(most, now)
        return min(most, _LANES)

    def spans(self, lanes: int, height: float) -> list[_Reach]:
        """Return the spans in their lanes: the shortest next to the axis."""
        wanted = []
        for at, (entry, event) in enumerate(zip(self.entries, self.events, strict=True)):
            if not _lasts(entry.when):
                continue
            ends = _until(entry.when)
            top, bottom = (event.y, height if ends == _NEVER else self.at(ends)) if entry.when.year else (0.0, event.y)
            if bottom - top >= _LINE / 2:
                wanted.append((bottom - top, at, top, bottom))
        taken: list[list[tuple[float, float]]] = [[] for _ in range(lanes)]
        found = []
        for _, at, top, bottom in sorted(wanted):
            lane = next((each for each, spans in enumerate(taken) if _free(spans, top, bottom)), None)
            if lane is not None:
                insort(taken[lane], (top, bottom))
                x = self.axis - 4 - _LANE * (lane + 0.5)
                found.append(_Reach(self.entries[at], self.later[at], x, top, bottom))
        return found

    def at(self, time: float) -> float:
        """Return where on the axis a moment is: between two knots in proportion."""
        after = bisect_right(self.knots, time, key=lambda each: each[0])
        if not after or after == len(self.knots):
            return self.knots[min(after, len(self.knots) - 1)][1]
        (begins, top), (ends, bottom) = self.knots[after - 1], self.knots[after]
        return top + (bottom - top) * (time - begins) / (ends - begins)

    def turned(self, x: float) -> float:
        return _round(self.width - x if self.rtl else x)

    def line(self, line: Line) -> Line:
        return Line(self.turned(line.x), _round(line.y), line.words)


def _free(spans: list[tuple[float, float]], top: float, bottom: float) -> bool:
    """Return whether nothing in a lane, of which ``spans`` are in order, is between ``top`` and ``bottom``."""
    after = bisect_left(spans, (top, bottom))
    above = not after or spans[after - 1][1] + 3 <= top
    return above and (after == len(spans) or bottom + 3 <= spans[after][0])


def _first(date: Date) -> Date | None:
    """Return the first date that is known of ``date``, which may be open; None where none is."""
    if date.year:
        return date
    return date.until if date.until is not None and date.until.year else None


def _last(date: Date) -> Date | None:
    """Return the last date that is known of ``date``."""
    return date.until if date.until is not None and date.until.year else date if date.year else None


def _lasts(date: Date) -> bool:
    """Return whether ``date`` is a span."""
    return date.until is not None and (date.year, date.month, date.day) != date.until[:3]


def _begins(date: Date) -> tuple[int, int, int]:
    """Return when ``date`` begins, to be compared: what is known less well comes first."""
    first = _first(date) or date
    return first.year, first.month or max(first.season * 3 - 2, 0), first.day


def _ends(date: Date) -> tuple[int, int, int]:
    """Return when ``date`` ends at the latest."""
    last = _last(date) or date
    return last.year, last.month or last.season * 3 or 12, last.day or 31


def _whole(moment: tuple[int, int, int]) -> int:
    """Return the year of ``moment`` as astronomers count, with a year 0."""
    return moment[0] if moment[0] > 0 else moment[0] + 1


def _time(moment: tuple[int, int, int]) -> float:
    return _whole(moment) + max(moment[1] - 1, 0) / 12 + max(moment[2] - 1, 0) / 372


def _until(date: Date) -> float:
    """Return the moment at which ``date`` is over."""
    if date.until is not None and not date.until.year:
        return _NEVER
    year, month, day = _ends(date)
    return _time((year, month, day)) + 1 / 372


def _round(length: float) -> float:
    """Return ``length`` to a tenth, and whole where it is."""
    tenth = round(length, 1)
    return int(tenth) if tenth == int(tenth) else tenth
