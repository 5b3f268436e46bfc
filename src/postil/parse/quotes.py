"""Straight quotes become typographic ones, in time that grows with the text: markdown-it's own rule takes its square.

What opens and what closes is told as markdown-it tells it. A single quote that opens and is never closed is an
apostrophe: ’twas in the ’90s. Within words and blocks in another language the marks are those of that language.
"""

from __future__ import annotations

import re

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from postil.languages import TAG, quotes

_QUOTE = re.compile("['\"]")
_APOSTROPHE = "’"


def smart_quotes(state: StateCore) -> None:
    """The rule: quotes of each block are paired, as ``options["quotes"]`` says."""
    if not state.md.options["typographer"]:
        return
    marks = tuple(state.md.options["quotes"])
    around, waiting = [marks], marks
    for token in state.tokens:
        if token.type == "inline":
            if token.children and _QUOTE.search(token.content):
                _Pairs(token.children, around[-1]).make()
        elif token.nesting == 1:
            around.append(_marks(token, waiting))
        elif token.nesting == -1:
            around.pop()
        waiting = _marks(token, waiting if token.type == "block_name" else around[-1])


def _marks(token: Token, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """Return the marks of the language that ``token`` names."""
    lang = token.meta.get("lang") if token.meta else ""
    return quotes(lang) if lang and re.fullmatch(TAG, lang) else otherwise


class _Pairs:
    """The quotes of one block. Those that are open are a stack; of each kind on each level, the last is known."""

    def __init__(self, tokens: list[Token], marks: tuple[str, ...]) -> None:
        self.tokens = tokens
        self.marks = [marks]
        self.stack: list[tuple[int, bool, int, int]] = []  # level, single or not, token, place in it
        self.open: dict[tuple[int, bool], list[int]] = {}
        self.new: dict[int, dict[int, str]] = {}

    def make(self) -> None:
        for number, token in enumerate(self.tokens):
            while self.stack and self.stack[-1][0] > token.level:
                self.drop(len(self.stack) - 1)
            if token.type == "foreign_open":
                self.marks.append(_marks(token, self.marks[-1]))
            elif token.type == "foreign_close":
                self.marks.pop()
            elif token.type == "text":
                for match in _QUOTE.finditer(token.content):
                    self.quote(number, match.start(), match[0] == "'")
        self.drop(0)
        for number, places in self.new.items():
            content, at = self.tokens[number].content, 0
            parts: list[str] = []
            for place in sorted(places):
                parts += (content[at:place], places[place])
                at = place + 1
            self.tokens[number].content = "".join((*parts, content[at:]))

    def quote(self, number: int, at: int, single: bool) -> None:
        text, level = self.tokens[number].content, self.tokens[number].level
        before = text[at - 1] if at else self.beside(number, -1)
        after = text[at + 1] if at + 1 < len(text) else self.beside(number, 1)
        opens, closes = _flanks(before, after, text[at])
        partners = self.open.get((level, single))
        if closes and partners:
            place = partners[-1]
            _, _, other, there = self.stack[place]
            self.drop(place)
            begin, end = self.marks[-1][2:] if single else self.marks[-1][:2]
            self.replace(other, there, begin)
            self.replace(number, at, end)
        elif opens:
            self.open.setdefault((level, single), []).append(len(self.stack))
            self.stack.append((level, single, number, at))
        elif single:
            self.replace(number, at, _APOSTROPHE)

    def drop(self, length: int) -> None:
        """Leave ``length`` quotes open: those above are never closed."""
        while len(self.stack) > length:
            level, single, number, at = self.stack.pop()
            self.open[level, single].pop()
            if single:
                self.replace(number, at, _APOSTROPHE)

    def replace(self, number: int, at: int, mark: str) -> None:
        self.new.setdefault(number, {})[at] = mark

    def beside(self, number: int, step: int) -> str:
        """Return the character before the first of a token, or after its last: a space where a line begins or ends."""
        at = number + step
        while 0 <= at < len(self.tokens) and self.tokens[at].type not in ("softbreak", "hardbreak"):
            if content := self.tokens[at].content:
                return content[0 if step > 0 else -1]
            at += step
        return " "


def _flanks(before: str, after: str, quote: str) -> tuple[bool, bool]:
    """Return whether a quote between two characters can open, and whether it can close."""
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    point_before, point_after = _is_point(before), _is_point(after)
    opens = not space_after and (not point_after or space_before or point_before)
    closes = not space_before and (not point_before or space_after or point_after)
    if after == quote == '"' and before in "0123456789":
        return False, False  # 1"" is inches
    if opens and closes:  # between signs, but not within a word
        return point_before, point_after
    return opens, closes


def _is_point(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)
