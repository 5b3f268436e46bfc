"""Telling cites apart that would be the same (CSL 1.0.2, “Disambiguation”)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from postil.csl.context import PLAIN, Ambiguity
from postil.csl.names import initials

if TYPE_CHECKING:
    from postil.csl.processor import Processor

TRIED = 12
"""How many names of a work are looked at, at most, to tell it from another."""

Groups: TypeAlias = "list[list[str]]"


def disambiguate(processor: Processor, keys: Sequence[str]) -> None:
    """Enter into ``processor.ambiguities`` what is added to the cites of ``keys``: names, given names, letters.

    As CSL has it, each is tried in its turn on those that are still the same, and kept where it tells some apart.
    """
    options = processor.citation.element.attributes
    names = options.get("disambiguate-add-names") == "true"
    given = options.get("disambiguate-add-givenname") == "true"
    letters = options.get("disambiguate-add-year-suffix") == "true"
    rule = options.get("givenname-disambiguation-rule", "by-cite")
    told = _Told(processor)
    if given and rule != "by-cite":
        told.given_names(keys, rule)
    if not (names or given or letters or processor.style.conditional):
        return
    groups = told.same(keys)
    if names:
        groups = _each(groups, told.add_names)
    if given and rule == "by-cite":
        groups = _each(groups, told.add_given)
    if names and given:
        groups = _each(groups, told.add_both)
    if processor.style.conditional:
        for key in (key for group in groups for key in group):
            told.ambiguities[key] = told.of(key)._replace(condition=True)
        groups = _each(groups, told.same)
    if letters:
        place = {key: at for at, key in enumerate(processor.order(keys))}
        for group in groups:
            for at, key in enumerate(sorted(group, key=lambda key: place[key])):
                told.ambiguities[key] = told.of(key)._replace(suffix=letter(at))


def letter(place: int) -> str:
    """Return the letter of a year: a to z, then aa, ab and so on."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _each(groups: Groups, add: Callable[[list[str]], Groups]) -> Groups:
    return [still for group in groups for still in add(group)]


class _Told:
    """What tells cites apart so far."""

    def __init__(self, processor: Processor) -> None:
        self.processor = processor
        self.ambiguities = processor.ambiguities

    def of(self, key: str) -> Ambiguity:
        return self.ambiguities.get(key, PLAIN)

    def same(self, keys: Iterable[str], tried: dict[str, Ambiguity] | None = None) -> Groups:
        """Return the groups of those ``keys`` whose cites are the same, as they are, or with what is ``tried``."""
        return [group for group in self.grouped(keys, tried) if len(group) > 1]

    def grouped(self, keys: Iterable[str], tried: dict[str, Ambiguity] | None = None) -> Groups:
        groups: dict[str, list[str]] = {}
        for key in keys:
            ambiguity = tried[key] if tried else self.of(key)
            groups.setdefault(self.processor.said(key, ambiguity), []).append(key)
        return list(groups.values())

    def most(self, group: list[str]) -> int:
        """Return how many names are tried: none where all have the same, and no more than anybody would read."""
        lists = {self.processor.people(key) for key in group}
        return min(max(map(len, lists)), TRIED) if len(lists) > 1 else 0

    def trying(self, pending: Groups, change: Callable[[Ambiguity], Ambiguity]) -> Groups:
        """Change what is added within each group, where that tells some of it apart; return those still the same."""
        following: Groups = []
        for group in pending:
            tried = {key: change(self.of(key)) for key in group}
            groups = self.grouped(group, tried)
            if len(groups) > 1:
                self.ambiguities.update(tried)
            following += [each for each in groups if len(each) > 1]
        return following

    def add_names(self, group: list[str]) -> Groups:
        """Show more names."""
        pending = [group]
        for count in range(2, self.most(group) + 1):
            pending = self.trying(pending, partial(_named, count=count))
        return pending

    def add_given(self, group: list[str]) -> Groups:
        """Show given names: of each name in turn its initials, then all of it."""
        pending = [group]
        for place in range(self.most(group)):
            for level in (1, 2):
                pending = self.trying(pending, partial(_leveled, place=place, level=level))
        return pending

    def add_both(self, group: list[str]) -> Groups:
        """Show more names, and their given names with them."""
        old = {key: self.of(key) for key in group}
        for count in range(2, self.most(group) + 1):
            self.ambiguities.update({key: old[key]._replace(names=count) for key in group})
            left = self.add_given(group)
            if sum(map(len, left)) < len(group):
                return left
        self.ambiguities.update(old)
        return [group]

    def given_names(self, keys: Sequence[str], rule: str) -> None:
        """Show given names wherever two people share a family name, whatever their cites say."""
        most = 1 if rule.startswith("primary") else None
        options = self.processor.citation.options
        mark = options.get("initialize-with", "")
        shared: dict[tuple[str, str], set[str]] = {}
        for key in keys:
            for name in self.processor.people(key)[:most]:
                shared.setdefault((name.particle, name.family), set()).add(name.given)
        for key in keys:
            levels = []
            for name in self.processor.people(key)[:most]:
                others = shared[name.particle, name.family]
                short = [initials(other, mark) for other in others]
                alone = short.count(initials(name.given, mark)) == 1 or rule.endswith("initials")
                levels.append(0 if len(others) == 1 else 1 if alone else 2)
            if any(levels):
                self.ambiguities[key] = self.of(key)._replace(given=tuple(levels))


def _named(ambiguity: Ambiguity, count: int) -> Ambiguity:
    return ambiguity._replace(names=count)


def _leveled(ambiguity: Ambiguity, place: int, level: int) -> Ambiguity:
    levels = [*ambiguity.given, *[0] * (place + 1 - len(ambiguity.given))]
    levels[place] = level
    return ambiguity._replace(given=tuple(levels))
