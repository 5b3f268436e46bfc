"""The lock: the memory of every id that was ever published, its words and its numbers."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from zlib import crc32

from postil.manuscript import NOWHERE, Span

LOCK = "edition.lock"
"""The name of the file, beside ``edition.yaml``."""

BLOCKS = ("paragraph", "verse", "item", "table", "figure")
"""The kinds of record that are cited by a number, and have a page of their own."""

ENTRIES = ("term", "person", "place", "org", "event")
"""The kinds of record that are entries: one of them can move to the register of another."""

KINDS = (*BLOCKS, "section", "note", "source", *ENTRIES)
"""The kinds of record: blocks, and all else that a reader can have an address of."""

GONE = ("merged-into", "withdrawn")
"""The fates after which an id has no words of its own."""

FATES = ("reworded", "moved", "split-into", *GONE)
"""What can become of a published id, as ``dispositions.yaml`` says it."""

RESTORED = "restored"
"""The fate of an id that was gone, and whose words are back."""


class Release(NamedTuple):
    """A version that was published on ``date`` (ISO 8601); ``renumbered`` where its blocks were counted anew."""

    version: str
    date: str
    renumbered: bool = False


class Standing(NamedTuple):
    """Where something stood from ``version`` on: in ``chapter`` (its slug), as ``number``.

    Sections have no number; sources and entries neither a number nor a chapter.
    """

    version: str
    chapter: str = ""
    number: str = ""


class Wording(NamedTuple):
    """The words of something from ``version`` on. A line break that was asked for is a newline in them."""

    version: str
    words: str


class Fate(NamedTuple):
    """What became of an id: one of FATES, or RESTORED.

    ``version`` is the release it was published with; empty where it awaits the next. ``date`` (ISO 8601) and
    ``reason`` are the editor's; what was plain without asking has none. ``targets`` are the ids it leads to.
    """

    version: str
    what: str
    targets: tuple[str, ...] = ()
    date: str = ""
    reason: str = ""


NO_FATE = Fate("", "")
"""Nothing has become of it."""


class Published(NamedTuple):
    """An id as it was published, with all that is remembered of it, oldest first.

    ``names`` are the addresses of the names that its author gave it: ``end-of-the-war#two-positions``.
    """

    id: str
    kind: str
    standings: tuple[Standing, ...] = ()
    wordings: tuple[Wording, ...] = ()
    fates: tuple[Fate, ...] = ()
    names: tuple[str, ...] = ()
    span: Span = NOWHERE

    @property
    def words(self) -> str:
        """The words it had last."""
        return self.wordings[-1].words if self.wordings else ""

    @property
    def chapter(self) -> str:
        """The slug of the chapter it stood in last."""
        return self.standings[-1].chapter if self.standings else ""

    @property
    def number(self) -> str:
        """The number it had last."""
        return self.standings[-1].number if self.standings else ""

    @property
    def gone(self) -> bool:
        """Whether it had no words of its own any more."""
        return bool(self.fates) and self.fates[-1].what in GONE


class Lock(NamedTuple):
    """All that was published: the releases, oldest first, and the records in the order of the file.

    That order is: chapters by slug, in each its blocks and sections as they stand in the text (what is gone, where it
    stood), then its notes; then sources and entries, by id.
    """

    releases: tuple[Release, ...] = ()
    records: tuple[Published, ...] = ()

    @property
    def version(self) -> str:
        """The version that was published last."""
        return self.releases[-1].version if self.releases else ""

    def dated(self, version: str) -> str:
        """Return the date of the release ``version``, or nothing."""
        return next((release.date for release in self.releases if release.version == version), "")


class Disposition(NamedTuple):
    """What the editor says became of the published ``id``: one of FATES, with where it leads, when and why.

    Targets are ids, published or such as the next release would publish.
    """

    id: str
    what: str
    targets: tuple[str, ...] = ()
    date: str = ""
    reason: str = ""
    span: Span = NOWHERE


class Present(NamedTuple):
    """What stands in the edition now under an id: as the lock would remember it, with the line where it is written.

    ``named`` where the id is a name that an author or editor gave, and not made of words; ``name`` is such a name that
    a block has beside its id.
    """

    id: str
    kind: str
    chapter: str
    words: str
    span: Span = NOWHERE
    named: bool = False
    name: str = ""


class Settled(NamedTuple):
    """What became of what was published.

    ``present`` is what stands in the text now, in reading order. ``now`` are the ids at which published ones stand,
    where these differ. ``fates`` await the next release: those the editor gave, and those that were plain.
    """

    present: tuple[Present, ...] = ()
    now: Mapping[str, str] = MappingProxyType({})
    fates: Mapping[str, Fate] = MappingProxyType({})


def address(page: str, fragment: str) -> str:
    """Return the id of what has an id on its page only: ``end-of-the-war#n-blank``. Those of blocks stand alone."""
    return f"{page}#{fragment}"


def fragment(id: str) -> str:
    """Return what leads to ``id`` on its page."""
    return id.rpartition("#")[2]


FORMAT = "postil lock 1"
"""The first line of the file."""

WRITTEN_BY = "# Written by `release` alone. Commit it; do not edit it."
CONTINUED = "    |"
"""What stands before a further line of words, or of a reason."""

NONE = "-"
"""What stands for the version, or the date, that a fate has not."""


def written(lock: Lock) -> str:
    """Return ``lock`` as the text of its file: the releases, then a record after another, with an empty line between.

    Words and reasons may hold anything; all else must be without white space. The sum of a release is of all that
    bears its version, under the ids and names it had: what a merge loses, or gives to another record, shows.
    """
    sums = {version: crc32(f"{version} {date}".encode()) for version, date, _ in lock.releases}
    records = []
    for record in lock.records:
        head = f"{record.id} {record.kind}"
        called = crc32(" ".join((head, *record.names)).encode())
        lines = [head, *(f"  name {name}" for name in record.names)]
        for version, entry in _entries(record):
            sums[version] += crc32(entry.encode(), called)
            lines.append(entry)
        records.append("\n".join(lines) + "\n")
    releases = [
        f"release {version} {date}{' renumbered' if renumbered else ''} sum {shown_sum(sums[version])}\n"
        for version, date, renumbered in lock.releases
    ]
    top = f"{FORMAT}\n{WRITTEN_BY}\n"
    return "\n".join([top, *(["".join(releases)] if releases else []), *records])


def shown_sum(sum: int) -> str:
    """Return a sum of checks as the line of a release has it."""
    return f"{sum & 0xFFFFFFFF:08x}"


def _entries(record: Published) -> Iterator[tuple[str, str]]:
    """Return what is remembered of ``record``, each as its version and its lines."""
    for standing in record.standings:
        yield standing.version, f"  at {' '.join(standing)}".rstrip(" ")
    for version, words in record.wordings:
        yield version, _lines(f"  words {version} {_escaped(words)}")
    for version, what, targets, date, reason in record.fates:
        line = " ".join((f"  {what}", version, date or NONE, *targets))
        yield version, _lines(f"{line} | {_escaped(reason)}" if reason else line)


def _escaped(text: str) -> str:
    r"""Return ``text`` with ``\\`` for a backslash, and ``\u2028`` for what an editor, or git, would not leave alone.

    These are signs that are not seen, line ends other than a newline, and white space at the end of a line.
    """
    unsafe = r"[\\\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]|[^\S\n](?=\n|\Z)"
    return re.sub(unsafe, lambda match: "\\\\" if match[0] == "\\" else f"\\u{ord(match[0]):04x}", text)


def _lines(text: str) -> str:
    """Return ``text`` with each line after the first set in, and none with a space at its end."""
    if "\n" not in text:
        return text.rstrip(" ")
    return "\n".join(line.rstrip(" ") for line in text.replace("\n", f"\n{CONTINUED} ").split("\n"))


def unescaped(text: str) -> str:
    """Return the words that ``text`` of the file stands for; a ValueError where it has no such form."""

    def sign(match: re.Match[str]) -> str:
        if not match[1] or 0xD800 <= (code := int(match[1][1:] or "0", 16)) <= 0xDFFF:  # halves of signs are none
            raise ValueError(text)
        return "\\" if match[1] == "\\" else chr(code)

    return re.sub(r"\\(\\|u[0-9a-f]{4}|)", sign, text) if "\\" in text else text


def standing_in(record: Published, version: str, lock: Lock) -> Standing | None:
    """Return where ``record`` stood in ``version``; None where it was not, or no longer, in it."""
    order = {release.version: place for place, release in enumerate(lock.releases)}
    at = order.get(version, -1)
    fates = [fate for fate in record.fates if fate.version and order.get(fate.version, at + 1) <= at]
    if fates and fates[-1].what in GONE:
        return None
    before = [standing for standing in record.standings if order.get(standing.version, at + 1) <= at]
    return before[-1] if before else None


def wording_in(record: Published, version: str, lock: Lock) -> str | None:
    """Return the words that ``record`` had in ``version``; None where it was not in it."""
    if standing_in(record, version, lock) is None:
        return None
    order = {release.version: place for place, release in enumerate(lock.releases)}
    at = order[version]
    before = [wording.words for wording in record.wordings if order.get(wording.version, at + 1) <= at]
    return before[-1] if before else None
