"""What the small page of a block has: its words now and in each release, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup
from markupsafe import escape as escaped

from postil import tree
from postil.apparatus import Apparatus, ChapterApparatus, Passage
from postil.changes import GONE, NEW, changes
from postil.edition import listed
from postil.lock import BLOCKS, RESTORED, Fate, Published, Standing
from postil.lock import GONE as DEAD
from postil.render.numbering import as_of, counted_anew, last_before
from postil.render.text import PASSAGES, TextWriter, escape
from postil.tongue import N_

FIRST_WORDS = 30
"""How many words a preview has."""

FIRST_LETTERS = 90
"""How many letters it has in a script that puts no spaces between words."""

_ID = re.compile(r"[\w-]+")  # a lock may have been written by anyone, and an id becomes the name of a file
_MARKS = {GONE: ("<del>", "</del>"), NEW: ("<ins>", "</ins>")}
_OWN = "\ue010\ue011\ue012\ue013\ue014\ue015\ue016\ue017"
_GAP = '<span class="gap"> </span>'  # words that are gone do not run into those that came for them


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


class Event(NamedTuple):
    """What became of a block in ``version`` (nothing where no release has it yet): ``Reworded``, when and why."""

    what: str
    version: str
    date: str
    reason: str


class Origin(NamedTuple):
    """A link to the page of a block whose words, or some of them, came to another.

    ``what`` is its fate, in ``version``; ``before`` the last version in which it stood as ``label``.
    """

    href: str
    label: str
    what: str
    version: str
    before: str


class WordingView(NamedTuple):
    """The words of a block in ``versions``; where they are not those of now, what changed since.

    ``next`` is the version that changed them first, nothing where that is no release; ``to_next`` is that change,
    and ``to_now`` the way to the words of now, where others came between. ``events`` are what became of the block
    while they stood, or with them.
    """

    versions: tuple[VersionView, ...]
    words: Markup
    next: str
    to_next: Markup
    to_now: Markup
    changed: bool
    events: tuple[Event, ...]


class PassageView(NamedTuple):
    """A block as its own page has it.

    ``state`` is what became of it: a fate, or ``unreleased``, ``new``, ``changed``, ``back``, ``same``, ``lost``.
    ``since`` is the version from which its words stand, ``ended`` the one from which it has none; ``heirs`` are the
    blocks in which words of it went on, ``origins`` those of which words came to it, ``was`` the number and the
    chapter where it stood before it came to its chapter. ``counted`` is the last version in which its number meant it,
    where all were counted anew since it was gone.
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
    origins: tuple[Origin, ...]
    counted: str
    was: tuple[str, str]
    history: tuple[WordingView, ...]
    previous: Step | None
    next: Step | None


class Outlined(NamedTuple):
    """A block’s page without what is its own: ``view`` has signs for ``values``; it is alike where ``key`` is."""

    key: tuple[object, ...]
    view: PassageView
    values: dict[str, str]


def outlined(view: PassageView) -> Outlined | None:
    """Return what the page of a block has in common with those of its chapter to which nothing happened either.

    None where something happened to it. Most pages are of this kind, and are put together from parts: to draw each
    with the template takes five times as long.
    """
    wordings = view.history
    told = view.heirs or view.origins or view.counted or view.was[1] or len(wordings) > 1
    if told or view.state not in ("same", "unreleased") or any(each.changed or each.events for each in wordings):
        return None
    versions = wordings[0].versions if wordings else ()
    if any(each.number != view.number for each in versions):
        return None
    key = (view.slug, view.version, view.state, view.since, bool(view.previous), bool(view.next), len(wordings), *(
        (each.version, each.date, each.chapter) for each in versions
    ))  # fmt: skip
    previous, following = view.previous or Step("", ""), view.next or Step("", "")
    own = (view.name, view.first, view.href, view.number)
    beside = (previous.href, previous.label, following.href, following.label)
    values = {sign: str(escaped(value)) for sign, value in zip(_OWN, (*own, *beside), strict=True)}
    values["\ue018"] = view.words
    standing = tuple(each._replace(number="\ue013") for each in versions)
    drawn = view._replace(
        name="\ue010",
        first="\ue011",
        href="\ue012",
        number="\ue013",
        words=Markup("\ue018"),
        previous=view.previous and Step("\ue014", "\ue015"),
        next=view.next and Step("\ue016", "\ue017"),
        history=tuple(each._replace(versions=standing) for each in wordings),
    )
    return Outlined(key, drawn, values)


def parts(page: str, stands: Collection[str]) -> list[str]:
    """Return ``page`` in parts: what all have, and between the signs, those of ``stands`` too."""
    return re.split(f"([{_OWN}\ue018-\ue01f]|{'|'.join(map(re.escape, stands))})", page)


class _Home(NamedTuple):
    """What the blocks of a chapter have in common: the chapter, if it is still there, and what is said of it."""

    chapter: ChapterApparatus | None
    title: str
    page: str
    authors: str


def passage_views(apparatus: Apparatus, forwarding: Collection[str] = ()) -> Iterator[PassageView]:
    """Return the view of each block that was ever published, or stands in the text, in the order of the edition.

    ``forwarding`` are the slugs of the chapters that are no more and have a page which leads on.
    """
    blocks = [each for each in apparatus.passages.values() if each.kind in BLOCKS and _ID.fullmatch(each.id)]
    after: list[Passage | None] = []  # of each, the next in its chapter that stands in the text
    following: Passage | None = None
    for passage in reversed(blocks):
        after.append(following if following and following.slug == passage.slug else None)
        following = passage if passage.stands else following
    before: Passage | None = None
    homes: dict[str, _Home] = {}
    origins = _origins(apparatus, blocks)
    for passage, next in zip(blocks, reversed(after), strict=True):
        previous = before if before and before.slug == passage.slug else None
        if passage.slug not in homes:
            homes[passage.slug] = _home(apparatus, passage.slug, forwarding)
        came = tuple(origins.get(passage.id, ()))
        yield _view(apparatus, passage, homes[passage.slug], came, _step(previous), _step(next))
        before = passage if passage.stands else before


def _home(apparatus: Apparatus, slug: str, forwarding: Collection[str]) -> _Home:
    chapter = apparatus.chapters.get(slug)
    if chapter is None:
        return _Home(None, "", f"../{quote(slug)}.html" if slug in forwarding else "../index.html", "")
    page = TextWriter(PASSAGES, apparatus).href(chapter.page)
    return _Home(
        chapter,
        tree.words(chapter.title),
        page,
        listed(chapter.front.authors or apparatus.edition.authors, apparatus.edition.tongue),
    )


def _view(
    apparatus: Apparatus,
    passage: Passage,
    home: _Home,
    origins: tuple[Origin, ...],
    previous: Step | None,
    next: Step | None,
) -> PassageView:
    path = f"{PASSAGES}{passage.id}.html"
    state, record = _state(apparatus, passage), passage.record
    fate = _ending(passage)
    counted = counted_anew(apparatus, passage)
    _, name = apparatus.edition.tongue, f"¶ {passage.number}"
    if counted:
        name = _("%(place)s (version %(version)s)", place=name, version=counted)
    return PassageView(
        path=path,
        id=passage.id,
        slug=passage.slug,
        number=passage.number,
        version=apparatus.version_of(passage),
        name=f"{name}, {home.title}" if home.title else name,
        title=home.title,
        href=home.page if home.page == "../index.html" else f"{home.page}#{passage.id}",
        home=home.page,
        authors=home.authors,
        words=_words(passage, home.chapter, TextWriter(path, apparatus, home.chapter)),
        plain=" ".join(passage.words.split()),
        first=preview(passage.words),
        state=state,
        since=_since(record) if record and record.wordings else "",
        ended=fate.version if fate and not passage.stands else "",
        date=_.dated(fate.date) if fate else "",
        reason=fate.reason if fate else "",
        heirs=tuple(_steps(apparatus, passage, fate.version if fate else "")),
        origins=origins,
        counted=counted,
        was=_was(apparatus, passage),
        history=tuple(_history(apparatus, passage)),
        previous=previous,
        next=next,
    )


def _ending(passage: Passage) -> Fate | None:
    """Return by which fate a block is gone, or was divided."""
    telling = ("split-into",) if passage.stands else (*DEAD, "split-into")
    return next((each for each in reversed(passage.fates) if each.what in telling), None)


def preview(words: str) -> str:
    """Return the first of ``words``, with an ellipsis where there are more; where no spaces are, the first letters."""
    first = words.split(None, FIRST_WORDS)
    if len(words) > max(FIRST_LETTERS, 12 * len(first)):
        letters = words[:FIRST_LETTERS]
        if sum(letter >= "\u0e00" for letter in letters) > FIRST_LETTERS // 2:
            return letters.rstrip() + "…"
    return " ".join(first[:FIRST_WORDS]) + ("…" if len(first) > FIRST_WORDS else "")


def _words(passage: Passage, chapter: ChapterApparatus | None, writer: TextWriter) -> Markup:
    """Return the words of a block as they stand, with emphasis, without calls and links; of the gone, its last."""
    children = chapter.blocks.get(passage.id, ()) if chapter and passage.stands else ()
    return Markup(writer.inlines(children, linked=True) if children else _lined(escape(passage.words)))


def _since(record: Published) -> str:
    """Return the version from which the words of ``record`` stand: what was gone stands from where it came back."""
    back = [fate.version for fate in record.fates if fate.what == RESTORED]
    return back[-1] if back and record.fates[-1].what == RESTORED else record.wordings[-1].version


def _state(apparatus: Apparatus, passage: Passage) -> str:
    if passage.gone:
        return passage.fates[-1].what if passage.fates and passage.fates[-1].what in DEAD else "lost"
    if not passage.stands:
        return "split-into"
    if not apparatus.edition.lock.releases:
        return "unreleased"
    if passage.record is None:
        return "new"
    if passage.fates and passage.fates[-1] == Fate("", RESTORED):
        return "back"
    return "same" if passage.words == passage.record.words else "changed"


def _steps(apparatus: Apparatus, passage: Passage, version: str) -> Iterator[Step]:
    """Return links to the other blocks in which words of ``passage`` went on in ``version``, as they were called then.

    How they are called now is said where that is otherwise.
    """
    _ = apparatus.edition.tongue
    for id in passage.here:
        other = apparatus.passages.get(id)
        if id == passage.id or other is None:
            continue
        label = f"¶ {as_of(apparatus, other, version)}"
        now = f"¶ {other.number}"
        if other.slug != passage.slug and other.slug in apparatus.chapters:
            now += f", {tree.words(apparatus.chapters[other.slug].title)}"
        words = " ".join(other.words.split(None, 8)[:8])
        yield Step(
            f"{id}.html", now if now.startswith(label) else _("%(then)s (now %(now)s)", then=label, now=now), words
        )


def _step(passage: Passage | None) -> Step | None:
    """Return a link to the page of ``passage``."""
    if passage is None:
        return None
    return Step(f"{passage.id}.html", f"¶ {passage.number}", " ".join(passage.words.split(None, 8)[:8]))


def _origins(apparatus: Apparatus, blocks: list[Passage]) -> dict[str, list[Origin]]:
    """Return, by id, where words of a block came from that were published as another's."""
    standing = {each.here[0]: each.id for each in blocks if not each.gone}
    found: dict[str, list[Origin]] = {}
    for passage in blocks:
        for place, fate in enumerate(passage.fates):
            # what was merged and is back has its words again
            if fate.what != "split-into" and (fate.what != "merged-into" or place + 1 < len(passage.fates)):
                continue
            before = last_before(apparatus, fate.version)
            number = as_of(apparatus, passage, before)
            origin = Origin(f"{passage.id}.html", f"¶ {number}", fate.what, fate.version, before)
            for target in fate.targets:
                heir = target if target in apparatus.passages else standing.get(target, "")
                if heir not in ("", passage.id):
                    found.setdefault(heir, []).append(origin)
    return found


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
    _, record = apparatus.edition.tongue, passage.record
    if record is None:
        return
    stood = _stood(apparatus, record, *(DEAD if passage.stands else (*DEAD, "split-into")))
    following = [*record.wordings[1:], None]
    order = {release.version: place for place, release in enumerate(apparatus.edition.lock.releases)}
    for wording, after in zip(record.wordings, following, strict=True):
        span = (order.get(wording.version, 0), order.get(after.version, 0) if after else len(order) + 1)
        versions = tuple(
            VersionView(version, _.dated(date), standing.number, _title(apparatus, standing.chapter))
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
            events=tuple(
                Event(_(_EVENTS[fate.what]), fate.version, _.dated(fate.date), fate.reason)
                for fate in passage.fates
                if span[0] <= order.get(fate.version, len(order)) < span[1] and _told(fate, passage)
            ),
        )


_EVENTS = {
    "reworded": N_("Reworded"),
    "moved": N_("Moved"),
    "split-into": N_("Divided"),
    "merged-into": N_("Merged into another"),
    "withdrawn": N_("Withdrawn"),
    RESTORED: N_("Back in the text"),
}


def _told(fate: Fate, passage: Passage) -> bool:
    """Whether the history tells what became of ``passage``: of what is gone, its end is told with its last words."""
    return fate.what in _EVENTS and (passage.stands or fate is not passage.fates[-1])


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
    before = ""
    for what, words in changes(old, new):
        begin, end = _MARKS.get(what, ("", ""))
        between = _GAP if (before, what) == (GONE, NEW) else ""
        parts.append(f"{between}{begin}{_lined(escape(words))}{end}")
        before = what
    return Markup("".join(parts))


def _lined(words: str) -> Markup:
    return Markup(words.replace("\n", "<br>\n"))
