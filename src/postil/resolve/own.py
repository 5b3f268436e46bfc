"""How a chapter of the edition is itself cited, and how each of its paragraphs is."""

from __future__ import annotations

from typing import NamedTuple

from postil.apparatus import ADDRESS, NUMBER, VERSION, CitedAs
from postil.csl import SUBSEQUENT, Cluster, Item, Known, Processor, Style
from postil.edition import Edition, Front, Record
from postil.nodes import Inlines, Text
from postil.tongue import N_

_NOTE, _SHORT, _LISTED, _IN_TEXT = "note", "short", "listed", "in text"


class _Form(NamedTuple):
    """A form of citation: what of ``style`` it is, and what of the paragraph it ends in."""

    id: str
    name: str
    style: str
    what: str
    end: str = ""


_PINPOINT = f", ¶ {NUMBER}, {VERSION}, {ADDRESS}"

# A form that is short, or stands in brackets, rests on another that says version and address. What stands in a list
# is the whole chapter: the manuals give the paragraph where it is cited, in the note or in the text.
_FORMS = (
    _Form("chicago-note", N_("Chicago, note"), "chicago-notes", _NOTE, _PINPOINT),
    _Form("chicago-short-note", N_("Chicago, short note"), "chicago-notes", _SHORT, f", ¶ {NUMBER}"),
    _Form("chicago-bibliography", N_("Chicago, bibliography"), "chicago-notes", _LISTED, f". {VERSION}. {ADDRESS}"),
    _Form("mla-works-cited", N_("MLA, works cited"), "mla", _LISTED, f", {VERSION}, {ADDRESS}"),
    _Form("mla-in-text", N_("MLA, in the text"), "mla", _IN_TEXT),
    _Form("apa-reference", N_("APA, reference"), "apa", _LISTED, f" {VERSION}. {ADDRESS}"),
    _Form("apa-in-text", N_("APA, in the text"), "apa", _IN_TEXT),
)  # fmt: skip


class Offer:
    """The forms in which readers are told how to cite a paragraph: the edition's own, where it has one, and ours.

    ``processor`` is that of the edition's own style.
    """

    def __init__(self, edition: Edition, processor: Processor) -> None:
        self.versioned = bool(edition.lock.releases or edition.version)
        own = edition.citing.style
        self.processors = {
            name: processor if name == own else processor.styled(Style(xml), {}) for name, xml in edition.citing.offered
        }
        self.forms = [form for form in _FORMS if form.style in self.processors]
        if own not in self.processors:
            self.processors[own] = processor
            what = _NOTE if processor.style.in_notes else _LISTED
            self.forms.insert(
                0, _Form("own", processor.style.title or N_("This edition’s style"), own, what, _PINPOINT)
            )

    def forms_of(self, record: Record) -> tuple[CitedAs, ...]:
        """Return how the paragraphs of the chapter of which ``record`` is made are cited."""
        processors = {name: each.over({"": record}) for name, each in self.processors.items()}
        return tuple(self.form(form, processors[form.style], record) for form in self.forms)

    def form(self, form: _Form, processor: Processor, record: Record) -> CitedAs:
        """Return one form; the word for a version is that of the style's language."""
        begins = f"{VERSION}. " in form.end  # a sentence
        end = form.end if self.versioned else form.end.replace(f"{VERSION}. " if begins else f", {VERSION}", "")
        word = processor.locale.term("version") or "version"
        word = word[:1].upper() + word[1:] if begins else word
        return CitedAs(form.id, form.name, _words(form.what, end, processor, record), word)


def chapter_record(edition: Edition, front: Front, title: str) -> Record:
    """Return a chapter of ``edition`` as a record of CSL; ``title`` is its title. Nothing in it is invented."""
    variables = {
        "title": ": ".join(part for part in (title, front.subtitle) if part),
        "title-short": title if front.subtitle else "",
        "container-title": ": ".join(part for part in (edition.title, edition.subtitle) if part),
        "publisher": edition.publisher,
        "publisher-place": edition.publisher_place,
        "chapter-number": front.number,
    }
    people = {"author": front.authors or edition.authors, "editor": edition.editors}
    return Record(
        "chapter",
        {name: value for name, value in variables.items() if value},
        {role: names for role, names in people.items() if names},
        {"issued": edition.issued},
    )


def own_citation(processor: Processor, record: Record) -> Inlines:
    """Return how the chapter of which ``record`` is made is itself cited."""
    processor = processor.over({"": record})
    words = () if processor.style.in_notes else dict(processor.bibliography())[""]
    return words or processor.cite(Cluster((_item(record),), 1), (Known(),))


def _item(record: Record) -> Item:
    number = record.variables.get("chapter-number", "")
    return Item("", locator=number, label="chapter" if number else "")


def _words(what: str, end: str, processor: Processor, record: Record) -> Inlines:
    suffix = (Text(end),) if end else ()
    if what == _LISTED:
        words = dict(processor.bibliography(after=end))[""]
        return words or _words(_NOTE, end, processor, record)
    if what == _IN_TEXT:
        return processor.cite(Cluster((Item("", locator=NUMBER, label="paragraph"),)), (Known(),))
    if what == _SHORT:
        return processor.cite(Cluster((Item("", suffix=suffix),), 2), (Known(SUBSEQUENT, 1, True),))
    item = _item(record) if processor.style.in_notes else Item("")
    return processor.cite(Cluster((item._replace(suffix=suffix),), 1), (Known(),))
