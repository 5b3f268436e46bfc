"""Dates and ranges of dates (CSL 1.0.2, “Date”)."""

from __future__ import annotations

from postil.csl.cases import case
from postil.csl.context import Context
from postil.csl.formatting import around, dressed
from postil.csl.markup import Element
from postil.csl.tokens import Tokens, rich
from postil.edition import Date


class Dates:
    """A ``cs:date``: in a form of the locale’s, or of parts of its own.

    With ``letters``, the letter that tells two works of a year apart stands after the first year.
    """

    def __init__(self, element: Element, *, letters: bool) -> None:
        self.element = element
        self.name = element.get("variable")
        self.form = element.get("form")
        self.own = {part.get("name"): part for part in element.all("date-part")}
        self.wanted = element.get("date-parts", "year-month-day").split("-")
        self.letters = letters

    def __call__(self, context: Context) -> Tokens:
        context.called += 1
        date = context.record.dates.get(self.name) if self.name not in context.hidden else None
        if date is None or not date.known:
            return []
        context.found += 1
        context.used.add(self.name)
        if context.sort is not None:
            return self.sortable(date, context)
        if date.literal:
            tokens = rich(date.literal)
            if self.letters and context.ambiguity.suffix and not context.suffixed:
                context.suffixed = True
                tokens.append(context.ambiguity.suffix)
        else:
            parts, delimiter = self.parts(context)
            tokens = self.range(date, parts, delimiter, context)
        if not tokens:
            return []
        if how := self.element.get("text-case"):
            tokens = case(tokens, how, context.locale.english)
        return around(tokens, self.element)

    def sortable(self, date: Date, context: Context) -> Tokens:
        """Return the parts that would be shown as digits in the order of time (“Sorting”)."""
        shown = {part.get("name") for part in self.parts(context)[0]}
        values = (
            ("year", f"{(date.year or (date.until.year if date.until else 0)) + 100_000:06}"),
            ("month", f"{date.month or date.season * 3:02}"),
            ("day", f"{date.day:02}"),
        )
        return ["".join(digits for name, digits in values if name in shown), date.literal]

    def parts(self, context: Context) -> tuple[list[Element], str]:
        """Return the parts to render, and what stands between them."""
        if not self.form:
            return list(self.element.all("date-part")), self.element.get("delimiter")
        date = context.locale.dates.get(self.form)
        if date is None:
            return [], ""
        parts = []
        for part in date.children:
            name = part.get("name")
            if name not in self.wanted:
                continue
            if name in self.own:
                over = {
                    key: value for key, value in self.own[name].attributes.items() if key not in ("prefix", "suffix")
                }
                part = Element("date-part", {**part.attributes, **over}, part.line)
            parts.append(part)
        return parts, date.get("delimiter")

    def range(self, date: Date, parts: list[Element], delimiter: str, context: Context) -> Tokens:
        """Return a date, or a range of dates in which what both ends share is said once (“Date Ranges”)."""
        until = date.until
        if until is None:
            return self.one([(part, date) for part in parts], delimiter, context)
        if not until.known or not date.year:  # open
            ends = self.one([(part, date if date.year else until) for part in parts], delimiter, context)
            return [*ends, "–"] if date.year else ["–", *ends]
        differs = ["year", "month", "day"]
        if date.year == until.year:
            differs = differs[1:]
            if (date.month, date.season) == (until.month, until.season):
                differs = differs[1:]
        if date._replace(until=None) == until:
            return self.one([(part, until) for part in parts], delimiter, context)
        shown = [place for place, part in enumerate(parts) if part.get("name") in differs]
        shown = [
            place
            for place in shown
            if self.value(parts[place], date, context) or self.value(parts[place], until, context)
        ]
        if not shown:
            return self.one([(part, date) for part in parts], delimiter, context)
        if not any(self.value(parts[place], date, context) for place in shown):  # a month to a day of it
            return self.one([(part, until) for part in parts], delimiter, context)
        begin, end = shown[0], shown[-1] + 1
        if "year" in differs:
            begin, end = 0, len(parts)
        dash = (
            next((part.get("range-delimiter") for part in parts[begin:end] if part.get("name") == differs[0]), "")
            or "–"
        )
        first = self.one([(part, date) for part in parts[:end]], delimiter, context, strip_last=True)
        last = self.one(
            [(part, until) for part in parts[begin:end]] + [(part, until) for part in parts[end:]],
            delimiter,
            context,
            strip_first=True,
        )
        return [*first, dash, *last] if first and last else first or last

    def one(
        self,
        parts: list[tuple[Element, Date]],
        delimiter: str,
        context: Context,
        *,
        strip_last: bool = False,
        strip_first: bool = False,
    ) -> Tokens:
        """Return the parts that the date has."""
        shown = [(part, value) for part, date in parts if (value := self.value(part, date, context))]
        tokens: Tokens = []
        for place, (part, value) in enumerate(shown):
            if tokens and delimiter:
                tokens.append(delimiter)
            over = {}
            if strip_last and place == len(shown) - 1:
                over["suffix"] = ""
            if strip_first and place == 0:
                over["prefix"] = ""
            if part.get("name") == "year" and self.letters and context.ambiguity.suffix and not context.suffixed:
                context.suffixed = True
                value += context.ambiguity.suffix
            dressing = Element("date-part", {**part.attributes, **over}, part.line) if over else part
            tokens += dressed([value], dressing, context.locale.english)
        return tokens

    def value(self, part: Element, date: Date, context: Context) -> str:
        """Return one part of ``date`` as its form asks."""
        locale = context.locale
        form = part.get("form")
        match part.get("name"):
            case "year":
                if not date.year:
                    return ""
                year = str(abs(date.year))
                if form == "short":
                    return year[-2:]
                if date.year < 0:
                    return year + locale.term("bc")
                return year + locale.term("ad") if date.year < 1000 else year
            case "month":
                if date.season and not date.month:
                    return locale.term(f"season-{date.season:02}")
                if not date.month:
                    return ""
                if form in ("numeric", "numeric-leading-zeros"):
                    return f"{date.month:02}" if form != "numeric" else str(date.month)
                return locale.term(f"month-{date.month:02}", form or "long")
            case "day":
                if not date.day:
                    return ""
                if form == "ordinal" and (date.day == 1 or not locale.first_day_only):
                    return locale.ordinal(date.day, locale.gender(f"month-{date.month:02}"))
                return f"{date.day:02}" if form == "numeric-leading-zeros" else str(date.day)
        return ""
