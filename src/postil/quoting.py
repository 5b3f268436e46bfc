"""Quotations and the texts they are from: the same words whatever their case, quotes, dashes and spaces.

A text is compared as tokens: its words, and each sign that is no quotation mark. What scholars may do to a quotation
is read in it: an ellipsis joins parts that follow one another, ``[T]he`` has a letter changed, ``[the Kremlin]`` is put
in.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from postil.languages import UNSPACED

_SILENT = "'’‘‛`´ʼ\u00ad\u200b-\u200f\u2060\u0610-\u061a\u0640\u064b-\u065f\u0670\u05b0-\u05bd\u05bf-\u05c7⁰¹²³⁴-⁹"
"""What may stand in a word and is not compared: apostrophes, what is not seen, points, note calls set high."""

_TOKEN = re.compile(
    r"(?P<gap>\[\s*(?:…|\.\s*\.\s*\.)\s*\]|…|\.\s*\.\s*\.(?:\s*\.)?)"
    rf"|(?P<word>[{UNSPACED}]|[^\W{UNSPACED}](?:[^\W{UNSPACED}]|[{_SILENT}])*)"
    r"|(?P<dash>[-\u2010-\u2015\u2212](?:\s*[-\u2010-\u2015\u2212])*)"
    rf"|(?P<sign>[^\w\s{_SILENT}\"“”„‟«»‹›‚*])"
)
_UNHEARD = re.compile(f"[{_SILENT}]")
_CALLED = re.compile(r"(\D{3,}?)(\d{1,3})")
_STOPS = ",.;:-"
_GAP = "…"
_LEAST = 3
"""Parts of fewer words than this are not looked for in another paragraph than the parts beside them."""
_INSERTIONS = 8
"""So many insertions may stand for words of the text; of more, each is there or is not: time must stay linear."""


class Token(NamedTuple):
    """A word, or a sign, as it is compared; it stands at ``start:end`` of its text."""

    even: str
    start: int
    end: int
    word: bool = False


class Text(NamedTuple):
    """A text to find quotations in. ``line`` has its tokens with spaces around each, ``at`` where each begins there."""

    raw: str
    tokens: tuple[Token, ...]
    line: str
    at: tuple[int, ...]
    words: tuple[int, ...]


class Found(NamedTuple):
    """Where the parts of a quotation stand in a text, and how alike they are, 0 to 1."""

    parts: tuple[tuple[int, int], ...]
    likeness: float = 1.0

    @property
    def start(self) -> int:
        """Where the first part begins."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Where the last part ends."""
        return self.parts[-1][1]


class Quotation(NamedTuple):
    """What was quoted: its parts between ellipses, as patterns and as words."""

    parts: tuple[re.Pattern[str], ...]
    words: tuple[tuple[str, ...], ...]


def text(raw: str) -> Text:
    """Return ``raw`` as a text that quotations can be found in."""
    raw = unicodedata.normalize("NFC", raw)
    found = tuple(_tokens(raw))
    line = f" {' '.join(token.even for token in found)} "
    at = tuple(accumulate((len(token.even) + 1 for token in found), initial=1))[:-1]
    return Text(raw, found, line, at, tuple(place for place, token in enumerate(found) if token.word))


def quotation(said: str) -> Quotation:
    """Return the quotation that ``said`` is; it has no parts where there are no words in it."""
    patterns, words = [], []
    pieces: list[list[Token]] = [[]]
    for token in _tokens(unicodedata.normalize("NFC", said)):
        if token.even == _GAP:
            pieces.append([])
        else:
            pieces[-1].append(token)
    for piece in map(_trimmed, pieces):
        atoms = _atoms(piece)
        counted = tuple(word for atom in atoms for word in atom.words)
        if counted:
            patterns.append(re.compile("".join(atom.pattern for atom in atoms) + "(?= )"))
            words.append(counted)
    return Quotation(tuple(patterns), tuple(words))


def find(quoted: Quotation, within: Text) -> Iterator[Found]:
    """Return each place ``within`` a text where the words of ``quoted`` stand, its parts in order."""
    at = 0
    while quoted.parts and (first := quoted.parts[0].search(within.line, at)):
        at = first.start() + 1
        matches = [first]
        for pattern in quoted.parts[1:]:
            match = pattern.search(within.line, matches[-1].end())
            if match is None:
                return
            matches.append(match)
        yield Found(tuple(_place(within, match) for match in matches))


def _place(within: Text, match: re.Match[str]) -> tuple[int, int]:
    first, last = (bisect_right(within.at, at) - 1 for at in (match.start() + 1, match.end() - 1))
    return within.tokens[first].start, within.tokens[last].end


def apart(quoted: Quotation) -> bool:
    """Whether the parts of ``quoted`` are long enough to be known each by itself."""
    return all(len(words) >= _LEAST for words in quoted.words)


def likest(quoted: Quotation, within: Text, least: float) -> Found | None:
    """Return the place ``within`` a text that is most like ``quoted``; None where none is ``least`` like it.

    The likeness is the share of words that need not be changed, put in or taken away: all parts, each after the other.
    """
    if not quoted.words:
        return None
    words = [within.tokens[place].even for place in within.words]
    total = sum(map(len, quoted.words))
    here = set(words)
    if sum(word in here for part in quoted.words for word in part) < least * total:
        return None
    most = int(total * (1 - least) + 1e-9)
    longest = max(range(len(quoted.words)), key=lambda place: len(quoted.words[place]))
    wrong, first, last = _nearest(quoted.words[longest], words)
    runs = [(first, last)]
    for part in reversed(quoted.words[:longest]):  # those before it, the nearest first
        errors, start, end = _nearest(part[::-1], words[:first][::-1])
        wrong, first = wrong + errors, first - end
        runs.insert(0, (first, first + end - start))
    for part in quoted.words[longest + 1 :]:
        errors, start, end = _nearest(part, words[last:])
        runs.append((last + start, last + end))
        wrong, last = wrong + errors, last + end
    if wrong > most:
        return None
    tokens = [within.tokens[place] for place in within.words]
    parts = tuple((tokens[start].start, tokens[end - 1].end) for start, end in runs if start < end)
    return Found(parts, 1 - wrong / total) if parts else None


def respelt(said: str, words: str) -> str:
    """Return ``said`` in the spelling of ``words`` wherever both are the same for a comparison."""
    from difflib import SequenceMatcher  # only wanted where something is altered

    old, new = text(said), text(words)
    kept = _trimmed(list(old.tokens))
    matcher = SequenceMatcher(None, [one.even for one in kept], [one.even for one in new.tokens], autojunk=False)
    pieces = []
    for what, begin, end, start, until in matcher.get_opcodes():
        if what == "equal":
            pieces.append(_slice(new.raw, new.tokens, start, until))
        elif begin < end:
            pieces.append(_slice(old.raw, kept, begin, end))
    return "".join(pieces).strip()


def _slice(raw: str, tokens: Sequence[Token], start: int, until: int) -> str:
    """Return what stands from one token to another, and what is between the last of them and the next."""
    after = tokens[until].start if until < len(tokens) else tokens[until - 1].end
    return raw[tokens[start].start : after]


def _tokens(raw: str) -> Sequence[Token]:
    found = []
    for match in _TOKEN.finditer(raw):
        kind = match.lastgroup
        if kind == "word":
            even = _UNHEARD.sub("", unicodedata.normalize("NFKC", _UNHEARD.sub("", match[0])).casefold())
            even = "".join(even.split())
            if even:
                found.append(Token(even, match.start(), match.end(), True))
        else:
            even = _GAP if kind == "gap" else "-" if kind == "dash" else match[0]
            found.append(Token(even, match.start(), match.end()))
    return found


def _trimmed(piece: list[Token]) -> list[Token]:
    """Return ``piece`` without the stops at its ends, which are often the quoting sentence's."""
    first, last = 0, len(piece)
    while first < last and piece[first].even in _STOPS:
        first += 1
    while last > first and piece[last - 1].even in _STOPS:
        last -= 1
    return piece[first:last]


class _Atom(NamedTuple):
    """What a part of a quotation matches in a line of tokens, and the words of it that count."""

    pattern: str
    words: tuple[str, ...] = ()


def _atoms(piece: list[Token]) -> list[_Atom]:
    atoms: list[_Atom] = []
    place = insertions = 0
    while place < len(piece):
        glued = _glued(piece, place)
        if glued:
            atom, place = glued
            atoms.append(atom)
            continue
        end = _closed(piece, place)
        if end:
            while more := _closed(piece, end):
                end = more
            insertions += 1
            atoms.append(_inserted(piece[place:end], whole=insertions <= _INSERTIONS))
            place = end
            continue
        atoms.append(_plain(piece, place))
        place += 1
    while atoms and not atoms[0].words:
        del atoms[0]
    while atoms and not atoms[-1].words:
        del atoms[-1]
    return atoms


def _plain(piece: list[Token], place: int) -> _Atom:
    """Return what a word or sign matches; the number of a note that stands at it need not be there."""
    token = piece[place]
    if not token.word:
        return _Atom(_literal(token))
    called = _CALLED.fullmatch(token.even)
    if called:  # forces7
        return _Atom(f" {re.escape(called[1])}(?:{called[2]})?", (called[1],))
    if _is_call(piece, place):  # days.7 Then
        return _Atom(f"(?:{_literal(token)})?")
    return _Atom(_literal(token), (token.even,))


def _is_call(piece: list[Token], place: int) -> bool:
    """Whether the number at ``place`` hangs on a stop that hangs on a word, with nothing on its other side."""
    token = piece[place]
    if place < 2 or not re.fullmatch(r"[0-9]{1,3}", token.even):
        return False
    stop, word = piece[place - 1], piece[place - 2]
    hangs = (
        stop.even in (".", ",", ";", ":", "?", "!", ")") and token.start - stop.end <= 1
    )  # a quotation mark, at most
    ends = place + 1 == len(piece) or piece[place + 1].start > token.end
    return hangs and ends and stop.start == word.end and not word.even[-1].isdigit()


def _glued(piece: list[Token], place: int) -> tuple[_Atom, int] | None:
    """Return what ``[T]he``, ``want[ed]`` or ``w[o]rd`` matches, and the place after it; None if it is none."""
    end = place
    pattern, words, bracketed = "", "", False
    while end < len(piece):
        if end > place and piece[end].start != piece[end - 1].end:
            break
        if piece[end].word and (end == place or piece[end - 1].even == "]"):
            pattern += re.escape(piece[end].even)
            words += piece[end].even
            end += 1
        elif (
            [token.even for token in piece[end : end + 3 : 2]] == ["[", "]"]
            and piece[end + 1].even.isalpha()
            and piece[end].end == piece[end + 1].start
            and piece[end + 1].end == piece[end + 2].start
        ):
            letters = piece[end + 1].even
            pattern += r"[^\W\d_]" if len(letters) == 1 and not words else r"[^\W\d_]*"
            words += letters
            bracketed = True
            end += 3
        else:
            break
    if not bracketed or end - place == 3:
        return None
    written = "".join(_literal(token) for token in piece[place:end])
    return _Atom(f"(?:{written}| {pattern})", (words,)), end


def _closed(piece: list[Token], place: int) -> int:
    """Return the place after the bracket that is opened at ``place``; 0 where none is, or it holds much or nothing."""
    if place >= len(piece) or piece[place].even != "[":
        return 0
    for end in range(place + 1, min(place + 16, len(piece))):
        if piece[end].even == "[":
            return 0
        if piece[end].even == "]":
            return end + 1 if end > place + 1 else 0
    return 0


def _inserted(tokens: list[Token], *, whole: bool) -> _Atom:
    """Return what an insertion matches: itself, with its brackets or without, nothing, or three words of the text."""
    written = "".join(map(_literal, tokens))
    bare = "".join(_literal(token) for token in tokens if token.even not in "[]")
    call = all(token.even.isdigit() for token in tokens if token.even not in "[]")
    return _Atom(f"(?:{written}|{bare}{'|(?: [^ ]+){1,3}?' if whole and not call else ''})??")


def _literal(token: Token) -> str:
    return f" {re.escape(token.even)}"


def _nearest(part: Sequence[str], words: Sequence[str]) -> tuple[int, int, int]:
    """Return how many words are wrong at best, and where the words that are best begin and end."""
    scores = _scores(part, words, anchored=False)
    wrong = min(scores)
    end = scores.index(wrong)
    while end < len(words) and scores[end + 1] == wrong:  # a word that was exchanged, not one that is too many
        end += 1
    back = words[max(0, end - 2 * len(part) - wrong) : end][::-1]
    backwards = _scores(part[::-1], back, anchored=True)
    length = backwards.index(min(backwards))
    while length < len(back) and backwards[length + 1] == backwards[length]:
        length += 1
    return wrong, end - length, end


def _scores(part: Sequence[str], words: Sequence[str], *, anchored: bool) -> list[int]:
    """Return, for each place in ``words``, how many words of ``part`` are wrong where it ends there.

    It begins anywhere, or, ``anchored``, with the first word. Myers's bits: a column of the table is two numbers.
    """
    places: dict[str, int] = {}
    for place, word in enumerate(part):
        places[word] = places.get(word, 0) | 1 << place
    every = (1 << len(part)) - 1
    last = 1 << len(part) - 1
    up, down, score = every, 0, len(part)
    scores = [score]
    for word in words:
        met = places.get(word, 0)
        across = (((met & up) + up) ^ up) | met
        met |= down
        more = down | ~(across | up) & every
        less = up & across
        score += bool(more & last) - bool(less & last)
        more = (more << 1 | anchored) & every
        less = less << 1 & every
        up = less | ~(met | more) & every
        down = more & met
        scores.append(score)
    return scores
