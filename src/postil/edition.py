"""The records of an edition: what its YAML files say."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from postil.languages import FAMILY_FIRST
from postil.lock import Disposition, Lock
from postil.manuscript import NO_TEXT, NOWHERE, Manuscript, Span
from postil.tongue import ENGLISH, N_, Tongue


class Name(NamedTuple):
    """A person's or a body's name, in the parts CSL 1.0.2 has; ``literal`` stands alone.

    ``particle`` is the non-dropping one, which stays with the family name (``de Waal``); ``dropping`` goes with the
    given name (``Ludwig van`` Beethoven). ``comma`` says that a comma stands before the suffix, ``static`` that the
    order is never turned.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    dropping: str = ""
    comma: bool = False
    static: bool = False

    @property
    def full(self) -> str:
        """The name as it is said: ``Thomas de Waal``."""
        both = self.family + self.given
        # the pattern takes milliseconds to compile, and wants no letter before these
        if self.family and self.given and both >= "\u3040" and re.fullmatch(FAMILY_FIRST, both):
            return both
        last = f"{_led(self.dropping)}{_led(self.particle)}{self.family}".strip()
        return " ".join(part for part in (self.literal, self.given, last, self.suffix) if part)

    @property
    def inverted(self) -> str:
        """The name as a list has it: ``Waal, Thomas de``."""
        particles = f"{_led(self.dropping)}{self.particle}".strip()
        after = " ".join(part for part in (self.given, particles, self.suffix) if part)
        return self.literal or ", ".join(part for part in (self.family, after) if part)


def _led(particle: str) -> str:
    """Return a particle as it stands before what it leads: ``de Waal``, but ``d’Alembert`` and ``al-Farabi``."""
    return f"{particle} " if particle and particle[-1] not in "’'-‑" else particle


def listed(people: tuple[Name, ...], tongue: Tongue = ENGLISH) -> str:
    """Return full names as a title page or a note lists them: the last two joined by “and”."""
    return tongue.listed([name.full for name in people])


class Date(NamedTuple):
    """A date as far as it is known: 0 for a part that is not. ``season`` is 1 (spring) to 4 (winter).

    A year before ours is negative, and there is no year 0 (CSL 1.0.2; -44 is 44 BC). ``circa`` where it is not
    certain; ``literal`` is a date in words, which stands alone. A range has its last date in ``until``, which is not
    ``known`` where the range is open.
    """

    year: int
    month: int = 0
    day: int = 0
    season: int = 0
    circa: bool = False
    literal: str = ""
    until: "Date | None" = None

    @property
    def known(self) -> bool:
        """Whether it says anything."""
        return bool(self.year or self.literal or self.until)

    @property
    def iso(self) -> str:
        """The date as ISO 8601 has it, as far as it goes: ``2020-11-10``, ``2021``."""
        if self.year < 0:
            return f"-{-self.year:04}"
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        return "-".join(parts[: 3 if self.day else 2 if self.month else 1])


class Record(NamedTuple):
    """A CSL item: its ``type``, and its variables by kind (CSL 1.0.2, appendices III and IV)."""

    type: str = ""
    variables: Mapping[str, str] = MappingProxyType({})
    names: Mapping[str, tuple[Name, ...]] = MappingProxyType({})
    dates: Mapping[str, Date] = MappingProxyType({})


class Source(NamedTuple):
    """A work cited. ``record`` is what is known of it, ``printed`` what the book prints of it.

    ``differs`` names the variables in which the two differ; ``remark`` says why. ``archived`` is the address of a
    kept copy.
    """

    key: str
    record: Record
    printed: Record
    differs: tuple[str, ...] = ()
    remark: str = ""
    archived: str = ""
    span: Span = NOWHERE


class Form(NamedTuple):
    """A spelling of an entry's term; ``lang`` where it is not the edition's language."""

    form: str
    lang: str = ""


class Pointer(NamedTuple):
    """A link from an entry to another, by its kind and id, and where it is written."""

    kind: str
    id: str
    span: Span = NOWHERE

    @property
    def key(self) -> tuple[str, str]:
        """The kind and id, by which entries are looked up."""
        return self.kind, self.id


class Entry(NamedTuple):
    """One record of the glossary or of a register. ``definition`` is Markdown as written.

    ``heading`` is how lists in alphabetical order have it, such as ``Aliyev, Ilham``: its term, where nothing else is
    said. ``dates`` are its dates in words, ``when`` a date or a span of them. It is ``part_of`` others, comes
    ``before`` or ``after`` them, and points to what else to ``see``. ``lang`` is the language of the term, where it is
    not the edition's.
    """

    kind: str
    id: str
    term: str
    forms: tuple[Form, ...] = ()
    definition: Manuscript = NO_TEXT
    heading: str = ""
    see: tuple[Pointer, ...] = ()
    part_of: tuple[Pointer, ...] = ()
    before: tuple[Pointer, ...] = ()
    after: tuple[Pointer, ...] = ()
    sources: tuple[tuple[str, Span], ...] = ()
    same_as: tuple[str, ...] = ()
    dates: str = ""
    when: Date = Date(0)
    coordinates: tuple[float, ...] = ()
    first_mention_only: bool = False
    lang: str = ""
    span: Span = NOWHERE

    @property
    def key(self) -> tuple[str, str]:
        """The kind and id, by which entries are looked up."""
        return self.kind, self.id

    @property
    def pointers(self) -> tuple[Pointer, ...]:
        """All links to other entries, in the order in which they are shown."""
        return (*self.part_of, *self.before, *self.after, *self.see)


class Register(NamedTuple):
    """One kind of entries: the scheme that links to it, its file, its page and its heading."""

    kind: str
    file: str
    page: str
    title: str


REGISTERS = (
    Register("term", "glossary.yaml", "glossary.html", N_("Glossary")),
    Register("person", "people.yaml", "people.html", N_("People")),
    Register("place", "places.yaml", "places.html", N_("Places")),
    Register("org", "organisations.yaml", "organisations.html", N_("Organisations")),
    Register("event", "events.yaml", "events.html", N_("Events")),
)


class Series(NamedTuple):
    """The notes of one voice. ``numbering`` is ``numbers`` or ``letters``."""

    name: str
    title: str
    numbering: str = "numbers"


OWN_NOTES = Series("", N_("Notes"))


class Citing(NamedTuple):
    """How the edition cites.

    ``style`` is the name of the CSL style, ``path`` its file, ``xml`` its text; ``locale`` is the language of
    citations; ``locales`` are the texts of CSL locale files, the edition's own before those of Postil. ``repeats`` is
    ``full``, ``short`` or ``ibid``. ``offered`` are the texts, by name, of the styles in which readers are told how to
    cite the edition. ``bare`` addresses are shown without their scheme; ``grouped`` sources stand under
    their kinds; with ``lists`` each chapter lists its own.
    """

    style: str = "chicago-notes"
    path: str = ""
    xml: str = ""
    locale: str = ""
    locales: tuple[str, ...] = ()
    offered: tuple[tuple[str, str], ...] = ()
    repeats: str = "short"
    bare: bool = False
    grouped: bool = False
    lists: bool = False
    span: Span = NOWHERE


class Front(NamedTuple):
    """What a manuscript's front matter says of its chapter."""

    title: str = ""
    title_span: Span = NOWHERE
    subtitle: str = ""
    number: str = ""
    authors: tuple[Name, ...] = ()
    description: str = ""


class Font(NamedTuple):
    """A file of the family that the text is set in: ``weight`` is one, or the least and the greatest it has."""

    name: str
    family: str
    weight: str
    italic: bool
    content: bytes
    span: Span = NOWHERE


class Edition(NamedTuple):
    """Everything that one ``content/`` folder says of itself, but for the texts of its chapters.

    ``unread`` names the files that are there and could not be read: nothing is said of what they may hold. With
    ``compress`` each text file of the site has compressed ones beside it; ``offline`` says whether browsers keep the
    site, and nothing where they never did.
    """

    title: str
    subtitle: str = ""
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    publisher: str = ""
    publisher_place: str = ""
    issued: Date = Date(0)
    language: str = "en"
    version: str = ""
    rights: str = ""
    base_url: str = ""
    text_source: str = ""
    description: str = ""
    editorial: Manuscript = NO_TEXT
    quotes: tuple[str, ...] = ("“", "”", "‘", "’")
    tongue: Tongue = ENGLISH
    series: tuple[Series, ...] = ()
    manuscripts: tuple[str, ...] = ()
    citing: Citing = Citing()
    fonts: tuple[Font, ...] = ()
    sources: tuple[Source, ...] = ()
    entries: tuple[Entry, ...] = ()
    lock: Lock = Lock()
    dispositions: tuple[Disposition, ...] = ()
    unread: frozenset[str] = frozenset()
    compress: bool = False
    offline: bool | None = None
    span: Span = NOWHERE
