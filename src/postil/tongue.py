"""The words that Postil itself says to readers, in the language of the edition: its English ones are their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from postil.languages import language_name

_MONTHS = (
    "January February March April May June July August September October November December"
).split()  # fmt: skip


def N_(text: str) -> str:  # the name that catalogues know
    """Return ``text``, which is said elsewhere: so it is found for the catalogues."""
    return text


def NN_(one: str, several: str) -> tuple[str, str]:
    """Return what is said elsewhere of one thing, and of several."""
    return one, several


def _same(text: str) -> str:
    return text


def _either(one: str, several: str, count: int) -> str:
    return one if count == 1 else several


def _english(year: int, month: int, day: int) -> str:
    return f"{day} {_MONTHS[month - 1]} {year}"


class Tongue(NamedTuple):
    """The words of ``language``; where the edition's language has none, that is ``missing``, and the words are English.

    ``language_name`` says what a language is called, by its tag. ``done`` of ``all`` words have a translation, the
    others are English. ``script`` holds those that scripts say.
    """

    language: str = "en"
    missing: str = ""
    language_name: Callable[[str], str] = language_name
    done: int = 0
    all: int = 0
    one: Callable[[str], str] = _same
    of: Callable[[str, str, int], str] = _either
    date: Callable[[int, int, int], str] = _english
    script: Mapping[str, str] = MappingProxyType({})

    def __call__(self, text: str, **filled: object) -> str:
        """Return ``text`` in this tongue, with what its ``%(names)s`` stand for."""
        said = self.one(text)
        return said % filled if filled else said

    def plural(self, one: str, several: str, num: int, **filled: object) -> str:
        """Return what is said of ``num`` things, which the words may call ``%(num)s``."""
        return self.of(one, several, num) % {"num": num, **filled}

    def dated(self, iso: str) -> str:
        """Return a date as it is said; what is none as it is."""
        year, _, rest = iso.partition("-")
        month, _, day = rest.partition("-")
        if not (year.isdecimal() and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
            return iso
        return self.date(int(year), int(month), int(day))

    def listed(self, said: list[str]) -> str:
        """Return ``said`` as a list in a sentence."""
        _ = self
        if len(said) < 2:
            return "".join(said)
        if len(said) == 2:
            return _("%(first)s and %(last)s", first=said[0], last=said[1])
        return _("%(first)s, and %(last)s", first=_(", ").join(said[:-1]), last=said[-1])


ENGLISH = Tongue()
