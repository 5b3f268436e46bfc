"""The lock: the memory of every id that was ever published, its words and its numbers."""

from typing import NamedTuple

from postil.manuscript import NOWHERE, Span

BLOCKS = ("paragraph", "item", "table", "figure")
"""The kinds of record that are cited by a number, and have a page of their own."""

KINDS = (*BLOCKS, "section", "note", "source", "term", "person", "place", "org", "event")
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


class Published(NamedTuple):
    """An id as it was published, with all that is remembered of it, oldest first.

    ``names`` are other ids that lead to the same place: those that its author gave it.
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
