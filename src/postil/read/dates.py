"""Dates as CSL and EDTF write them."""

from __future__ import annotations

import re

from postil.diagnostics import Rule
from postil.edition import Date
from postil.read.fields import Fields
from postil.read.yaml import Mapping, Scalar, Sequence, Value

SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}

ADVICE = (
    "Write a date as 2021, 2021-03 or 2021-03-26; a season as 2021-24 (21 spring to 24 winter); "
    "“about” as 2021~; a span as 2020/2021."
)

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
NO_DATE = Date(0)


def read_date(fields: Fields, key: str) -> Date:
    """Return the date ``key``; one that is not ``known`` where there is none.

    Read are EDTF (see ``edtf``), CSL's own mappings (``date-parts`` with one date or two, or ``raw``, with ``season``,
    ``circa``, ``literal``; CSL JSON schema 1.0.2), and Pandoc's (``year``, ``month``, ``day``, or a list of one or
    two such mappings).
    """
    value = fields.value(key)
    if value is None:
        return NO_DATE
    date = None
    if isinstance(value, Scalar):
        date = edtf(value.text)
    elif isinstance(value, Mapping):
        date = _mapping(Fields(value, f"the date “{key}”", fields.report))
    elif 1 <= len(value.items) <= 2:
        date = _list(value, key, fields)
    if date is None:
        text = value.text if isinstance(value, Scalar) else "…"
        fields.report.add(Rule.VALUE_INVALID, value.span, key=key, value=text, advice=ADVICE)
        return NO_DATE
    return date


def edtf(text: str) -> Date | None:
    """Return the date that ``text`` is in EDTF, levels 0 and 1 (ISO 8601-2:2019, annex A), or None.

    A time of day is left out. Years are counted as CSL counts them: -0043 is 44 BC, and its year -44. Whatever is
    uncertain or approximate (``?``, ``~``, ``%``) is ``circa``. Unspecified days and months (``2004-XX``) are not
    known; an unspecified year (``201X``) is what is known of it, the years from 2010 to 2019, ``circa``. As Pandoc
    does, ``u``, ``y``, ``open`` and ``unknown`` are read, which stood for ``X``, ``Y`` and ``..`` before 2019.
    """
    text = text.strip()
    if plain := re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text):
        year, month, day = (int(part or 0) for part in plain.groups())
        return _dated(year if year else -1, month, day)
    start, stroke, end = text.partition("/")
    if not stroke:
        return _one(text)
    first = NO_DATE if start in _OPEN else _one(start)
    last = NO_DATE if end in _OPEN else _one(end)
    if first is None or last is None or not (first.known or last.known):
        return None
    until = (last.until or last)._replace(circa=False)
    if first.year and until.year and _order(until) < _order(first):
        return None
    return first._replace(until=until, circa=first.circa or last.circa)


_OPEN = ("", "..", "open", "unknown")

_ONE = r"""(?x)
    (?: [Yy] (?P<long> -?[1-9][0-9]{4,8} )
      | (?P<year> -?[0-9]{2} (?: [0-9]{2} | [0-9][Xu] | [Xu]{2} ) )
        (?: - (?: [Xu]{2} | (?P<month> [0-9]{2} ) ) (?: - (?P<day> [Xu]{2} | [0-9]{2} ) )? )?
    )
    (?: T [0-9]{2}:[0-9]{2} (?: :[0-9]{2} )? (?: Z | [+-][0-9]{2} (?: :[0-9]{2} )? )?
      | (?P<circa> [?~%] ) )?"""


def _one(text: str) -> Date | None:
    match = re.fullmatch(_ONE, text.strip())
    if not match or match["year"] == "-0000":
        return None
    written = match["long"] or match["year"].replace("u", "X")
    month, day = int(match["month"] or 0), int((match["day"] or "0").replace("X", "0").replace("u", "0"))
    if month > 12 and match["day"]:
        return None
    if "X" in written:
        low, high = sorted(_counted(int(written.replace("X", digit))) for digit in "09")
        return None if month or day else Date(low, circa=True, until=Date(high))
    date = _dated(_counted(int(written)), month, day)
    return date._replace(circa=True) if date and match["circa"] else date


def _counted(year: int) -> int:
    """Return the year ``year`` of ISO 8601, where 0 is 1 BC, as CSL counts, which has no 0."""
    return year if year > 0 else year - 1


def _dated(year: int, month: int, day: int) -> Date | None:
    """Return the date of these numbers; 21 to 24 for a month are seasons."""
    if 21 <= month <= 24 and not day:
        return Date(year, season=month - 20)
    if not month:
        return None if day else Date(year)
    if month > 12 or day > _DAYS[month - 1]:
        return None
    if month == 2 and day == 29:
        leap = year if year > 0 else year + 1
        if leap % 4 or (not leap % 100 and leap % 400):
            return None
    return Date(year, month, day)


def _order(date: Date) -> tuple[int, int, int]:
    """Return what dates are compared by: one that is known less well is never too early to end a span."""
    return date.year, date.month or 12, date.day or 31


def _list(value: Sequence, key: str, fields: Fields) -> Date | None:
    """Return the date of Pandoc's list of mappings: a date, or the first and the last of a span."""
    dates = []
    for item in value.items:
        if isinstance(item, Mapping):
            dates.append(_mapping(Fields(item, f"the date “{key}”", fields.report)))
        else:
            dates.append(edtf(item.text) if isinstance(item, Scalar) and len(value.items) == 1 else None)
    first, last = dates[0], dates[-1]
    if first is None or last is None:
        return None
    return first if len(dates) == 1 else first._replace(until=last, circa=first.circa or last.circa)


def _mapping(fields: Fields) -> Date | None:
    raw, literal = fields.text("raw"), fields.text("literal")
    circa = fields.text("circa").lower() not in ("", "0", "false")
    season = fields.text("season").lower()
    written = [fields.text(part) for part in ("year", "month", "day")]
    parts = fields.value("date-parts")
    fields.done()
    date: Date | None = Date(0)
    if raw:
        date = edtf(raw) or Date(0, literal=raw)
    elif parts is not None:
        date = _parts(parts)
    elif any(written) or not literal:
        date = _numbers(written)
    if date is None or (season and (date := _seasoned(date, season)) is None):
        return None
    date = date._replace(circa=circa or date.circa, literal=literal or date.literal)
    return date if date.known else None


def _seasoned(date: Date, season: str) -> Date | None:
    number = SEASONS.get(season) or (int(season) if season in ("0", "1", "2", "3", "4") else -1)
    return None if number < 0 else date._replace(season=number or date.season)


def _parts(value: Value) -> Date | None:
    """Return the date of CSL's ``date-parts``: one list of numbers, or two for a span; ``[0]`` where it is open."""
    if not isinstance(value, Sequence) or not 1 <= len(value.items) <= 2:
        return None
    dates = []
    for part in value.items:
        numbers = part.items if isinstance(part, Sequence) else ()
        if not 1 <= len(numbers) <= 3 or not all(isinstance(each, Scalar) for each in numbers):
            return None
        dates.append(_numbers([each.text if isinstance(each, Scalar) else "" for each in numbers]))
    first, last = dates[0], dates[-1]
    if first is None or last is None:
        return None
    return first if len(dates) == 1 else first._replace(until=last)


def _numbers(written: list[str]) -> Date | None:
    """Return the date of a year, a month and a day; 13 to 16 for a month, too, are seasons (CSL JSON)."""
    numbers = [each.strip() or "0" for each in [*written, "", ""][:3]]
    if not all(re.fullmatch(r"-?[0-9]{1,4}", each) for each in numbers):
        return None
    year, month, day = (int(each) for each in numbers)
    if 13 <= month <= 16:
        month += 8
    if month < 0 or day < 0 or (not year and (month or day)):
        return None
    return _dated(year, month, day)
