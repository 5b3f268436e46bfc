"""Lines for published ids whose words are not where they were: what became of each, with a link that leads on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from postil import tree
from postil.apparatus import Apparatus, ChapterApparatus, Passage
from postil.edition import REGISTERS
from postil.lock import BLOCKS, ENTRIES, Fate, fragment
from postil.render.numbering import as_of, counted_anew
from postil.render.text import PASSAGES


class Line(NamedTuple):
    """A line about an id: the fragments that lead to it, the first of them its own, and its words."""

    ids: tuple[str, ...]
    words: Markup


class Moved(NamedTuple):
    """A chapter that is no more: the page where most of it stands now, if there is one, and a line for each id."""

    slug: str
    heir: str
    title: str
    text: tuple[Line, ...]
    notes: tuple[Line, ...]


class Address(NamedTuple):
    """A place of the site: its page and the fragment that leads to it there."""

    page: str
    fragment: str

    @property
    def href(self) -> str:
        """The address as the edition's other pages have it."""
        return f"{_quoted(self.page)}#{quote(self.fragment, safe=_SAFE)}"


_SAFE = "/?:@!$&'()*+,;=~-._"
_quoted = cache(quote)


class Traces:
    """What the pages of ``apparatus`` say of ids whose words are not where they were."""

    def __init__(self, apparatus: Apparatus) -> None:
        self.apparatus = apparatus
        self.tongue = apparatus.edition.tongue
        self.passages = apparatus.passages
        self.released = bool(apparatus.edition.lock.records)
        self.several = len(apparatus.chapters) > 1
        self.standing = {each.here[0]: each for each in self.passages.values() if not each.gone}

    # Where something is

    def places(self, passage: Passage) -> list[Address]:
        """Return where the words of ``passage`` are; of what has none any more, where that is said.

        None where it never stood on a page: a note that nothing calls.
        """
        found = [self.place(id) for id in passage.here if self.shown(id)]
        if found:
            return found
        said = list(passage.addresses())
        last = [each for each in said if each[0] == passage.slug] or said
        return [Address(f"{slug}.html", name) for slug, name in last[:1]]

    def shown(self, id: str) -> bool:
        """Whether ``id`` is on a page: a note is where something calls it."""
        passage = self.standing.get(id)
        if passage is None:
            return False
        return passage.kind != "note" or fragment(id) in self.apparatus.chapters[passage.slug].targets

    def place(self, id: str) -> Address:
        """Return where ``id`` stands."""
        page = self.standing[id].slug or id.rpartition("#")[0]
        return Address(f"{page}.html", fragment(id))

    # On the page of a chapter

    def after(self, chapter: ChapterApparatus) -> dict[str, str]:
        """Return the lines of the text of ``chapter`` as HTML, by the fragment of what each comes after."""
        return {
            place: "".join([self.paragraph(id, chapter) for id in ids])
            for place, ids in chapter.gone.items()
            if place != "notes"
        }

    def paragraph(self, id: str, chapter: ChapterApparatus) -> str:
        """Return the line of a block or section that is gone from the text of ``chapter``."""
        passage = self.passages[id]
        own, *others = chapter.anchors[id]
        spans = Markup("").join([_SPAN.format(other) for other in others])
        said = self.became(passage, chapter.slug)
        if passage.kind in BLOCKS:
            counted = counted_anew(self.apparatus, passage)
            label = self.label(passage, counted)
            number = f"{passage.number} ({counted})" if counted else passage.number
            said = _NUMBER.format(f"{PASSAGES}{id}.html", label, number) + said
        else:
            said = Markup("{}: {}").format(
                self.name(passage, passage.number), self.became(passage, chapter.slug, within=True)
            )
        return str(_GONE.format(own, spans + said))

    def label(self, passage: Passage, counted: str) -> str:
        """Return how a screen reader says the number of a block that is gone; ``counted`` is the version it is of."""
        _, number = self.tongue, passage.number
        if passage.fates and passage.fates[-1].what == "withdrawn":
            if counted:
                return _("Paragraph %(number)s of version %(version)s, withdrawn", number=number, version=counted)
            return _("Paragraph %(number)s, withdrawn", number=number)
        if passage.fates and passage.fates[-1].what == "merged-into":
            if counted:
                return _("Paragraph %(number)s of version %(version)s, merged", number=number, version=counted)
            return _("Paragraph %(number)s, merged", number=number)
        return _("Paragraph %(number)s, gone", number=number)

    def notes(self, chapter: ChapterApparatus) -> list[Line]:
        """Return the lines that stand after the notes of ``chapter``."""
        return [self.line(id, chapter) for id in chapter.gone.get("notes", ())]

    def away(self, chapter: ChapterApparatus) -> list[Line]:
        """Return the lines for what stood in ``chapter`` and stands in another now."""
        return [self.line(id, chapter) for id in chapter.away]

    def line(self, id: str, chapter: ChapterApparatus) -> Line:
        return Line(tuple(chapter.anchors[id]), self.said(self.passages[id], chapter.slug))

    # On the lists of sources and entries

    def listed(self, page: str) -> tuple[dict[str, list[str]], list[Line]]:
        """Return, for a list of sources or entries, the fragments that lead to others, and lines for what is gone."""
        anchors: dict[str, list[str]] = {}
        lines: list[Line] = []
        if not self.released:
            return anchors, lines
        for passage in self.passages.values():
            if passage.slug or passage.record is None:
                continue
            there = (name for slug, name in passage.addresses() if slug == page)
            names = [name for name in there if f"{page}#{name}" not in self.standing]
            own = self.place(passage.here[0]) if passage.here and passage.here[0] in self.standing else None
            if names and own and own.page == f"{page}.html":
                anchors.setdefault(own.fragment, []).extend(names)
            elif names:
                lines.append(Line(tuple(names), self.said(passage, "")))
        return anchors, lines

    # On the page of a chapter that is no more

    def moved(self) -> Iterator[Moved]:
        """Return the chapters that were published and are no more, by their slugs."""
        if not self.released:
            return
        stood: dict[str, dict[str, list[str]]] = {}
        for passage in self.passages.values():
            for slug, name in passage.addresses():
                if passage.slug and slug not in self.apparatus.chapters:
                    stood.setdefault(slug, {}).setdefault(passage.id, []).append(name)
        for slug in sorted(stood):
            yield self.forwarding(slug, stood[slug])

    def forwarding(self, slug: str, stood: dict[str, list[str]]) -> Moved:
        heir = self.heir([self.passages[id] for id in stood])
        lines: tuple[list[Line], list[Line]] = ([], [])
        met: set[str] = set()
        for id, names in stood.items():
            passage = self.passages[id]
            own = tuple(name for name in names if name not in met)
            met.update(own)
            if own:
                lines[passage.kind == "note"].append(Line(own, self.forward(passage, slug, heir)))
        title = tree.words(self.apparatus.chapters[heir].title).strip() if heir else ""
        return Moved(slug, heir, title, tuple(lines[0]), tuple(lines[1]))

    def heir(self, stood: list[Passage]) -> str:
        """Return the chapter in which most of the blocks that stood in one are now, if there is one."""
        there = Counter(
            self.standing[id].slug
            for passage in stood
            for id in passage.here[:1]
            if passage.kind in BLOCKS and id in self.standing
        )
        (best, count), *_ = [*there.most_common(1), ("", 0)]
        blocks = sum(passage.kind in BLOCKS for passage in stood)
        return best if 2 * count > blocks else ""

    def forward(self, passage: Passage, slug: str, heir: str) -> Markup:
        """Return the words that lead to ``passage`` from the chapter ``slug`` that is no more."""
        _ = self.tongue
        called = self.name(passage, _number(passage, slug))
        if passage.kind != "section":
            called = f"{called}: {_beginning(passage.words)}"
        if passage.gone or not self.shown(passage.here[0]):
            return Markup("{}. {}").format(self.own(passage, called), self.became(passage, slug))
        first, *others = passage.here
        said = Markup('<a href="{}">{}</a>').format(self.place(first).href, called)
        now = self.standing[first]
        if now.slug != heir or now.number != _number(passage, slug):
            said = Markup(_("%(place)s, now %(now)s")) % {"place": said, "now": self.called(first, heir)}
        if others:
            said = Markup(_("%(place)s, and %(others)s")) % {"place": said, "others": self.links(tuple(others), heir)}
        return said

    # In a concordance

    def now(self, passage: Passage, slug: str) -> Markup:
        """Return where a block is now, or what became of it, as the concordance of the chapter ``slug`` has it."""
        return self.became(passage, slug) if passage.gone else self.links(passage.here, slug)

    def named(self, id: str) -> Markup:
        """Return a link to a note, which says its name."""
        first, *_ = self.places(self.passages[id])
        return Markup('<a href="{}">{}</a>').format(first.href, first.fragment.removeprefix("n-"))

    # Words

    def said(self, passage: Passage, slug: str) -> Markup:
        """Return a sentence on what became of ``passage``, as the page of the chapter ``slug`` has it."""
        called = self.name(passage, _number(passage, slug))
        if passage.record is not None and passage.kind in ENTRIES and len(passage.here) > 1:
            called = passage.record.words  # its own are one of those among which it was divided
        if moved := self.other_register(passage):
            return Markup('{}: <a href="{}">{}</a>').format(called, *moved)
        if not passage.gone and self.shown(passage.here[0]):
            said = Markup(self.tongue("%(place)s is now %(places)s"))
            return said % {"place": called, "places": self.links(passage.here, slug)}
        return Markup("{}: {}").format(self.own(passage, called), self.became(passage, slug, within=True))

    def other_register(self, passage: Passage) -> tuple[str, str] | None:
        """Return where an entry is that only its register is another of, and how this is called."""
        if passage.record is None or passage.record.kind not in ENTRIES or len(passage.here) != 1:
            return None
        (now,) = passage.here
        if passage.record.words != passage.words or now.partition("#")[0] == passage.id.partition("#")[0]:
            return None
        title = next(each.title for each in REGISTERS if now.startswith(f"{each.page.removesuffix('.html')}#"))
        return self.place(now).href, self.tongue(title)

    def own(self, passage: Passage, called: str) -> Markup:
        """Return ``called``, as a link where ``passage`` has a page of its own."""
        if passage.kind not in BLOCKS:
            return Markup.escape(called)
        return Markup('<a href="{}{}.html">{}</a>').format(PASSAGES, passage.id, called)

    def became(self, passage: Passage, slug: str, *, within: bool = False) -> Markup:
        """Return what became of a passage that is gone: ``Withdrawn in version 1.1: reason``.

        ``within`` says that it stands within a sentence, and so has no capital.
        """
        _, fate = self.tongue, passage.fates[-1] if passage.gone and passage.fates else None
        if fate is None:
            return Markup(_("not called from the text any more") if within else _("Not called from the text any more"))
        filled: dict[str, object] = {"version": fate.version or self.apparatus.edition.lock.version}
        if fate.what == "withdrawn":
            if fate.version:
                said = _("withdrawn in version %(version)s") if within else _("Withdrawn in version %(version)s")
            else:
                said = _("withdrawn after version %(version)s") if within else _("Withdrawn after version %(version)s")
        elif passage.here:
            filled["places"] = self.links(passage.here, slug, fate.version)
            if fate.version:
                said = _("merged into %(places)s in version %(version)s")
                said = said if within else _("Merged into %(places)s in version %(version)s")
            else:
                said = _("merged into %(places)s after version %(version)s")
                said = said if within else _("Merged into %(places)s after version %(version)s")
        else:
            filled["place"] = self.gone_heir(fate, slug)
            if fate.version:
                said = _("merged in version %(version)s into %(place)s, which is gone")
                said = said if within else _("Merged in version %(version)s into %(place)s, which is gone")
            else:
                said = _("merged after version %(version)s into %(place)s, which is gone")
                said = said if within else _("Merged after version %(version)s into %(place)s, which is gone")
        marked = Markup(said) % filled
        return marked + Markup(": {}").format(fate.reason) if fate.reason else marked

    def gone_heir(self, fate: Fate, slug: str) -> Markup:
        """Return a link to the line of what something was merged into, and which is gone itself."""
        heir = self.passages.get(fate.targets[0]) if fate.targets else None
        if heir is None:
            return Markup(self.tongue("what followed"))
        called = self.of(self.name(heir, heir.number, within=True), heir.slug, slug)
        return Markup('<a href="{}">{}</a>').format(self.places(heir)[0].href, called)

    def links(self, ids: tuple[str, ...], slug: str, version: str = "") -> Markup:
        """Return links to what stands at ``ids``, as the page of the chapter ``slug`` has them.

        They are called as they were in ``version``, and now, where that is otherwise.
        """
        linked = [
            Markup('<a href="{}">{}</a>').format(self.place(id).href, self.called(id, slug, version))
            for id in ids
            if id in self.standing
        ]
        if len(linked) < 2:
            return Markup("").join(linked)
        first = Markup(self.tongue(", ")).join(linked[:-1])
        return Markup(self.tongue("%(first)s and %(last)s")) % {"first": first, "last": linked[-1]}

    def called(self, id: str, slug: str, version: str = "") -> str:
        """Return how what stands at ``id`` is called: ``¶ 3a of Other``, ``¶ 28 (now ¶ 27)``."""
        passage = self.standing[id]
        called = self.of(self.name(passage, passage.number, within=True), passage.slug, slug)
        then = as_of(self.apparatus, passage, version) if passage.kind in BLOCKS else passage.number
        if then != passage.number:
            return self.tongue("%(then)s (now %(now)s)", then=f"¶ {then}", now=called)
        return called

    def of(self, called: str, slug: str, here: str) -> str:
        """Return ``called`` with the title of the chapter ``slug``, where that is not the one ``here``."""
        chapter = self.apparatus.chapters.get(slug)
        if chapter is None or slug == here:
            return called
        return self.tongue("%(place)s of %(chapter)s", place=called, chapter=tree.words(chapter.title).strip())

    def name(self, passage: Passage, number: str, *, within: bool = False) -> str:
        """Return how ``passage`` is called: ``¶ 14``, ``Note 3``, ``Section “Origins”``; no capital ``within``."""
        _ = self.tongue
        if passage.kind in BLOCKS:
            return f"¶ {number}"
        if passage.kind == "note" and number:
            return _("note %(number)s", number=number) if within else _("Note %(number)s", number=number)
        if passage.kind == "note":
            words = _beginning(passage.words)
            return _("note “%(words)s”", words=words) if within else _("Note “%(words)s”", words=words)
        if passage.kind == "section":
            words = passage.words
            return _("section “%(words)s”", words=words) if within else _("Section “%(words)s”", words=words)
        return passage.words


_SPAN = Markup('<span id="{}"></span>')
_GONE = Markup('<p class="gone" id="{}" data-apparatus="">{}</p>\n')
_NUMBER = Markup('<a class="number" href="{}" aria-label="{}">{}</a> ')


def _number(passage: Passage, slug: str) -> str:
    """Return the number that ``passage`` had last in the chapter ``slug``."""
    standings = passage.record.standings if passage.record else ()
    return next((each.number for each in reversed(standings) if each.chapter == slug), passage.number)


def _beginning(words: str, most: int = 8) -> str:
    """Return the first few of ``words``."""
    first = words.split(maxsplit=most)
    return " ".join(first[:most]) + (" …" if len(first) > most else "")
