"""Text case (CSL 1.0.2, “Text-case”)."""

from __future__ import annotations

import re
from collections.abc import Callable

from postil.csl.tokens import Mark, Tokens, plain

STOP = frozenset(
    """a an and as at but by down for from in into nor of on onto or over so the till to up via with yet
    v v. vs vs. de la von van et al. d’ l’""".split()
)
"""Words that title case leaves small within a title (“Title case conversion”), and some like them."""

_WORD = re.compile(r"[^\s\-–—/:“”‘\"(\[]+")
_OPENING = " “‘\"'([\N{NO-BREAK SPACE}"

Letters = list[str]
"""A text letter by letter, so that one of them may become two (ß, SS) and each keeps its place."""


def case(tokens: Tokens, how: str, english: bool = True) -> Tokens:
    """Return ``tokens`` in the case ``how``; title case is for English only.

    What stands in ``nocase``, above or below the line stays as it is.
    """
    change = _CASES.get(how)
    if change is None or (how == "title" and not english):
        return tokens
    said = plain(tokens)
    letters = change(said)
    result: Tokens = []
    at = kept = 0
    for token in tokens:
        if isinstance(token, str):
            until = at + len(token)
            result.append(token if kept else "".join(letters[at:until]))
            at = until
            continue
        if isinstance(token, Mark) and token.kind in ("nocase", "sup", "sub"):
            kept += 1 if token.opens else -1
        result.append(token)
    return result


def _lower(said: str) -> Letters:
    return [letter.lower() for letter in said]


def _upper(said: str) -> Letters:
    return [letter.upper() for letter in said]


def _first(said: str) -> Letters:
    """Begin the first word with a capital, where it is in small letters."""
    letters = list(said)
    match = re.search(r"\w[\w’']*", said)
    if match and match[0].islower():
        letters[match.start()] = letters[match.start()].upper()
    return letters


def _sentence(said: str) -> Letters:
    return _first(_small(said) if _shouted(said) else said)


def _all(said: str) -> Letters:
    """Begin each word with a capital."""
    letters = list(said)
    for match in re.finditer(r"(?<![\w’'])\w", said):
        letters[match.start()] = letters[match.start()].upper()
    return letters


def _title(said: str) -> Letters:
    """Begin each word with a capital, but for stop words within the title; leave words that have capitals."""
    said = _small(said) if _shouted(said) else said
    letters = list(said)
    ends = len(said.rstrip(" .?!,;:’”)"))
    for match in _WORD.finditer(said):
        word, begin = match[0], match.start()
        bare = word.strip(".,;’”)]?!").lower()
        if bare in STOP or word.lower() in STOP:
            last = match.end() >= ends and said[begin - 1 : begin] != "-"
            if not last and not _begins(said, begin):
                if word[0].isupper() and word[1:].islower() and bare not in ("v", "vs"):
                    letters[begin] = word[0].lower()
                continue
        if not any(letter.isupper() for letter in word):
            letters[begin] = word[0].upper()
    return letters


def _small(said: str) -> str:
    """Return ``said`` in small letters, each in its place (İ would become two)."""
    return "".join([small if len(small := letter.lower()) == 1 else letter for letter in said])


def _begins(said: str, begin: int) -> bool:
    """Whether a title, or a subtitle, begins at ``begin``."""
    at = begin - 1
    while at >= 0 and said[at] in _OPENING:
        at -= 1
    return at < 0 or (said[at] in ":?!" and at < begin - 1)


def _shouted(said: str) -> bool:
    """Whether all is in capitals; of a single word that is no sign that it was not meant so (NATO)."""
    return said.isupper() and " " in said.strip()


_CASES: dict[str, Callable[[str], Letters]] = {
    "lowercase": _lower,
    "uppercase": _upper,
    "capitalize-first": _first,
    "capitalize-all": _all,
    "title": _title,
    "sentence": _sentence,
}
