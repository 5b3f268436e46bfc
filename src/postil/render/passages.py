"""What the small page of a block has: its words now and in each release, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from postil import tree
from postil.apparatus import Apparatus, ChapterApparatus, Passage
from postil.changes import GONE, NEW, changes
from postil.edition import listed
from postil.lock import BLOCKS, RESTORED, Published, Standing
from postil.lock import GONE as DEAD
from postil.render.text import PASSAGES, TextWriter, escape

FIRST_WORDS = 30
"""How many words a preview has."""

_ID = re.compile(r"[\w-]+")  # a lock may have been written by anyone, and an id becomes the name of a file
_MARKS = {GONE: ("<del>", "</del>"), NEW: ("<ins>", "</ins>")}


class Step(NamedTuple):
    """A link to the page of another block: how it is called there, and its first words."""

    href: str
    label: str
    words: str = ""


class VersionView(NamedTuple):
    """A release in which the block stood: as ``number`` of ``chapter``, which is said where it is not that of now."""

    version: str
    date: str
    number: str
    chapter: str


class WordingView(NamedTuple):
    """The words of a block in ``versions``; where they are not those of now, what changed since.

    ``next`` is the version that changed them first, nothing where that is no release; ``to_next`` is that change,
    and ``to_now`` the way to the words of now, where others came between.
    """

    versions: tuple[VersionView, ...]
    words: Markup
    next: str
    to_next: Markup
    to_now: Markup
    changed: bool


class PassageView(NamedTuple):
    """A block as its own page has it.

    ``state`` is what became of it: a fate, or ``unreleased``, ``new``, ``changed``, ``same``, ``lost``. ``since`` is
    the version from which its words stand, ``ended`` the one from which it has none; ``heirs`` are the blocks in which
    words of it went on, ``was`` the number and the chapter where it stood before it came to its chapter.
    """

    path: str
    id: str
    slug: str
    number: str
    version: str
    name: str
    title: str
    href: str
    home: str
    authors: str
    words: Markup
    plain: str
    first: str
    state: str
    since: str
    ended: str
    date: str
    reason: str
    heirs: tuple[Step, ...]
    was: tuple[str, str]
    history: tuple[WordingView, ...]
    previous: Step | None
    next: Step | None


class _Home(NamedTuple):
    """What the blocks of a chapter have in common: the chapter, if it is still there, and what is said of it."""

    chapter: ChapterApparatus | None
    title: str
    page: str
    authors: str


def passage_views(apparatus: Apparatus) -> Iterator[PassageView]:
    """Return the view of each block that was ever published, or stands in the text, in the order of the edition."""
    blocks = [each for each in apparatus.passages.values() if each.kind in BLOCKS and _ID.fullmatch(each.id)]
    after: list[Passage | None] = []  # of each, the next in its chapter that stands in the text
    following: Passage | None = None
    for passage in reversed(blocks):
        after.append(following if following and following.slug == passage.slug else None)
        following = passage if passage.stands else following
    before: Passage | None = None
    homes: dict[str, _Home] = {}
    for passage, next in zip(blocks, reversed(after), strict=True):
        previous = before if before and before.slug == passage.slug else None
        if passage.slug not in homes:
            homes[passage.slug] = _home(apparatus, passage.slug)
        yield _view(apparatus, passage, homes[passage.slug], _step(previous), _step(next))
        before = passage if passage.stands else before


def _home(apparatus: Apparatus, slug: str) -> _Home:
    chapter = apparatus.chapters.get(slug)
    if chapter is None:
        return _Home(None, "", "../index.html", "")
    page = TextWriter(PASSAGES, apparatus).href(chapter.page)
    return _Home(chapter, tree.words(chapter.title), page, listed(chapter.front.authors or apparatus.edition.authors))


def _view(apparatus: Apparatus, passage: Passage, home: _Home, previous: Step | None, next: Step | None) -> PassageView:
    path = f"{PASSAGES}{passage.id}.html"
    state, fate, record = _state(apparatus, passage), passage.fates[-1] if passage.fates else None, passage.record
    name = f"¶ {passage.number}"
    return PassageView(
        path=path,
        id=passage.id,
        slug=passage.slug,
        number=passage.number,
        version=apparatus.version_of(passage),
        name=f"{name}, {home.title}" if home.title else name,
        title=home.title,
        href=f"{home.page}#{passage.id}" if home.chapter else home.page,
        home=home.page,
        authors=home.authors,
        words=_words(passage, home.chapter, TextWriter(path, apparatus, home.chapter)),
        plain=" ".join(passage.words.split()),
        first=preview(passage.words),
        state=state,
        since=record.wordings[-1].version if record and record.wordings else "",
        ended=fate.version if fate and not passage.stands else "",
        date=fate.date if fate else "",
        reason=fate.reason if fate else "",
        heirs=tuple(_steps(apparatus, passage)),
        was=_was(apparatus, passage),
        history=tuple(_history(apparatus, passage)),
        previous=previous,
        next=next,
    )


def preview(words: str) -> str:
    """Return the first of ``words``, with an ellipsis where there are more."""
    first = words.split(None, FIRST_WORDS)
    return " ".join(first[:FIRST_WORDS]) + ("…" if len(first) > FIRST_WORDS else "")


def _words(passage: Passage, chapter: ChapterApparatus | None, writer: TextWriter) -> Markup:
    """Return the words of a block as they stand, with emphasis, without calls and links; of the gone, its last."""
    children = chapter.blocks.get(passage.id, ()) if chapter and passage.stands else ()
    return Markup(writer.inlines(children, linked=True) if children else _lined(escape(passage.words)))


def _state(apparatus: Apparatus, passage: Passage) -> str:
    if passage.gone:
        return passage.fates[-1].what if passage.fates and passage.fates[-1].what in DEAD else "lost"
    if not passage.stands:
        return "split-into"
    if not apparatus.edition.lock.releases:
        return "unreleased"
    if passage.record is None:
        return "new"
    return "same" if passage.words == passage.record.words else "changed"


def _steps(apparatus: Apparatus, passage: Passage) -> Iterator[Step]:
    """Return links to the other blocks in which words of ``passage`` went on."""
    for id in passage.here:
        other = apparatus.passages.get(id)
        if id != passage.id and other is not None and (step := _step(other, passage.slug, apparatus)):
            yield step


def _step(passage: Passage | None, slug: str = "", apparatus: Apparatus | None = None) -> Step | None:
    """Return a link to the page of ``passage``, with its chapter where that is another than ``slug``."""
    if passage is None:
        return None
    label = f"¶ {passage.number}"
    if apparatus and passage.slug != slug and passage.slug in apparatus.chapters:
        label += f", {tree.words(apparatus.chapters[passage.slug].title)}"
    return Step(f"{passage.id}.html", label, " ".join(passage.words.split(None, 8)[:8]))


def _was(apparatus: Apparatus, passage: Passage) -> tuple[str, str]:
    """Return the number and the chapter of a block before it came to the one it stands in; nothing where it stayed."""
    standings = passage.record.standings if passage.record else ()
    other = next((each for each in reversed(standings) if each.chapter != passage.slug), None)
    return (other.number, _title(apparatus, other.chapter)) if other else ("", "")


def _title(apparatus: Apparatus, slug: str) -> str:
    chapter = apparatus.chapters.get(slug)
    return tree.words(chapter.title) if chapter else slug


# History


def _history(apparatus: Apparatus, passage: Passage) -> Iterator[WordingView]:
    """Return the wordings of a block, oldest first, each with the releases in which it stood."""
    record = passage.record
    if record is None:
        return
    stood = _stood(apparatus, record, *(DEAD if passage.stands else (*DEAD, "split-into")))
    following = [*record.wordings[1:], None]
    for wording, after in zip(record.wordings, following, strict=True):
        versions = tuple(
            VersionView(version, date, standing.number, _title(apparatus, standing.chapter))
            for version, date, standing, in_force in stood
            if in_force == wording.version
        )
        then = after.words if after else passage.words
        between = after is not None and then != passage.words
        yield WordingView(
            versions=versions,
            words=_lined(escape(wording.words)),
            next=after.version if after else "",
            to_next=_change(wording.words, then) if then != wording.words else Markup(),
            to_now=_change(wording.words, passage.words) if between else Markup(),
            changed=wording.words != passage.words,
        )


def _stood(apparatus: Apparatus, record: Published, *ends: str) -> list[tuple[str, str, Standing, str]]:
    """Return each release in which ``record`` had words: version, date, where it stood, and the version of its words.

    ``ends`` are the fates after which it had none.
    """
    standings = {each.version: each for each in record.standings}
    wordings = {each.version for each in record.wordings}
    fates = {each.version: each.what for each in record.fates if each.what in (*ends, RESTORED)}
    standing, words, alive = Standing(""), "", False
    found: list[tuple[str, str, Standing, str]] = []
    for version, date, _ in apparatus.edition.lock.releases:
        standing = standings.get(version, standing)
        words = version if version in wordings else words
        alive = fates[version] == RESTORED if version in fates else alive or bool(words and not found)
        if alive:
            found.append((version, date, standing, words))
    return found


def _change(old: str, new: str) -> Markup:
    """Return what changed from ``old`` to ``new``, the words of both with marks about those that are gone and new."""
    parts = []
    for what, words in changes(old, new):
        begin, end = _MARKS.get(what, ("", ""))
        parts.append(f"{begin}{_lined(escape(words))}{end}")
    return Markup("".join(parts))


def _lined(words: str) -> Markup:
    return Markup(words.replace("\n", "<br>\n"))
