"""Citations as words: a plain form of each kind of source, over CSL data.

Notes have the full form, as the Chicago Manual of Style (17th ed., 14.19 ff.) sets its notes; running text has author
and year. A formatted citation is inlines: its title leads to the source, its address to the web.
"""

from __future__ import annotations

import re

from postil import nodes
from postil.edition import Date, Edition, Front, Name, Record, Source, joined, listed
from postil.nodes import Cite, Inline, Inlines, Text

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SEASONS = ("Spring", "Summer", "Autumn", "Winter")
_ITALIC = {"book", "thesis", "collection", "classic", "motion_picture", "map", "periodical", "software"}
_PLAIN = {
    "document",
    "personal_communication",
    "interview",
    "manuscript",
    "treaty",
    "legislation",
    "bill",
    "legal_case",
}
_ITALIC_CONTAINER = {
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "chapter",
    "entry-dictionary",
    "entry-encyclopedia",
}
_LOCATORS = {
    "page": "",
    "": "",
    "paragraph": "¶ ",
    "section": "§ ",
    "note": "n. ",
    "chapter": "chap. ",
    "volume": "vol. ",
}


def full(source: Source, cite: Cite | None = None) -> Inlines:
    """Return the full form of ``source`` as printed, with the locator of ``cite``, without a full stop."""
    record = source.printed
    parts: list[Inlines] = [(Text(listed(record.names.get("author", ()))),)]
    parts.append((nodes.SourceLink(source.key, _title(record)),))
    date = date_words(record.dates.get("issued", Date(0)))
    container = record.variables.get("container-title", "")
    words: Inlines = (Text(container),) if container else ()
    if container and record.type in _ITALIC_CONTAINER:
        words = (nodes.Emphasis(words),)
    if record.type == "chapter" and words:
        editors = listed(record.names.get("editor", ()))
        words = (Text("in "), *words, *((Text(f", ed. {editors}"),) if editors else ()))
    volume, issue, number = (record.variables.get(name, "") for name in ("volume", "issue", "number"))
    if record.type in ("article-journal", "report"):
        count = ", ".join(part for part in (volume, f"no. {issue or number}" if issue or number else "") if part)
        join = " " if volume else ", "
        tail = " ".join(part for part in (count, f"({date})" if date else "") if part)
        parts.append((*words, Text((join if words and count else " " if words and tail else "") + tail)))
    else:
        parts.append(words)
        place = ": ".join(
            record.variables[name] for name in ("publisher-place", "publisher") if name in record.variables
        )
        if record.type in _ITALIC | _PLAIN | {"chapter"}:
            inside = ", ".join(part for part in (place, date) if part)
            last = parts.pop() or parts.pop()
            parts.append((*last, Text(f" ({inside})")) if inside else last)
        else:
            parts.append((Text(date),))
    if cite is not None and cite.locator:
        parts.append((Text(locator(cite)),))
    url = record.variables.get("URL", "")
    if url:
        checked = source.record.variables.get("URL", url)
        parts.append((nodes.Link(checked, (Text(url.partition("://")[2].rstrip("/") or url),)),))
    return _joined([part for part in parts if _said(part)])


def own(edition: Edition, front: Front, title: str) -> Inlines:
    """Return how a chapter of ``edition`` is itself cited, with a full stop; ``title`` is its title."""
    record = Record(
        "chapter",
        {
            name: value
            for name, value in {
                "title": ": ".join(part for part in (title, front.subtitle) if part),
                "container-title": ": ".join(part for part in (edition.title, edition.subtitle) if part),
                "publisher": edition.publisher,
                "publisher-place": edition.publisher_place,
            }.items()
            if value
        },
        {"author": front.authors or edition.authors, "editor": edition.editors},
        {"issued": edition.issued},
    )
    cite = Cite("", locator=front.number, locator_kind="chapter" if front.number else "")
    words = full(Source("", record, record), cite)
    plain = [one.children if isinstance(one, nodes.SourceLink) else (one,) for one in words]
    return (*(child for children in plain for child in children), Text("."))


def short(source: Source, cite: Cite, *, in_text: bool) -> Inlines:
    """Return author and year for running text: ``Hoagland 2021, 5``; ``Hoagland (2021, 5)`` where ``in_text``."""
    record = source.printed
    people = record.names.get("author", ()) or record.names.get("editor", ())
    said = [_short_name(name) for name in people]
    who = joined(said) if len(said) < 4 else f"{said[0]} et al."
    title: Inlines = (Text(who),) if who else _title(record)
    date = record.dates.get("issued", Date(0))
    rest = ", ".join(part for part in (str(date.year) if date.year else "n.d.", locator(cite)) if part)
    if in_text:
        return (nodes.SourceLink(source.key, title), Text(f" ({rest})"))
    if cite.suppress_author:
        return (nodes.SourceLink(source.key, (Text(rest),)),)
    return (nodes.SourceLink(source.key, title), Text(f" {rest}"))


def locator(cite: Cite) -> str:
    """Return the locator of ``cite`` as it is set: a page bare, others with a short label."""
    label = _LOCATORS.get(cite.locator_kind)
    return (f"{cite.locator_kind} " if label is None else label) + cite.locator if cite.locator else ""


def date_words(date: Date) -> str:
    """Return ``date`` as a note has it: ``November 10, 2020``, ``Winter 2021``."""
    if not date.year:
        return ""
    if date.season:
        return f"{_SEASONS[date.season - 1]} {date.year}"
    if date.month:
        month = _MONTHS[date.month - 1]
        return f"{month} {date.day}, {date.year}" if date.day else f"{month} {date.year}"
    return str(date.year)


def typographic(text: str) -> str:
    """Return ``text``, which stands within quotation marks, with its straight quotes made typographic."""
    if "'" not in text and '"' not in text:
        return text
    text = re.sub(r"(^|[\s(\[—–-])['\"]", r"\1‘", text)
    return text.replace("'", "’").replace('"', "’")


def _short_name(name: Name) -> str:
    return name.literal or " ".join(part for part in (name.particle, name.family) if part)


def _title(record: Record) -> Inlines:
    title = record.variables.get("title", "")
    if record.type in _ITALIC:
        return (nodes.Emphasis((Text(title.replace("'", "’")),)),)
    if record.type in _PLAIN:
        return (Text(title.replace("'", "’")),)
    return (Text(f"“{typographic(title)}”"),)


def _said(part: Inlines) -> bool:
    return any(not isinstance(one, Text) or one.content for one in part)


def _joined(parts: list[Inlines]) -> Inlines:
    """Return ``parts`` with commas between: inside a closing quotation mark, and none after ? or ! within one."""
    joined: list[Inline] = []
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        if last:
            joined.extend(part)
        elif isinstance(part[-1], nodes.SourceLink) and _quoted(part[-1]):
            inside = part[-1].children[-1].content[:-1]  # type: ignore[union-attr]  # _quoted saw a Text
            comma = "" if inside.endswith(("?", "!", "?’", "!’")) else ","
            joined.extend((*part[:-1], part[-1]._replace(children=(Text(f"{inside}{comma}”"),)), Text(" ")))
        else:
            joined.extend((*part, Text(", ")))
    return tuple(joined)


def _quoted(link: nodes.SourceLink) -> bool:
    last = link.children[-1]
    return isinstance(last, Text) and last.content.endswith("”")
