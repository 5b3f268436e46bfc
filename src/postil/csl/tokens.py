"""What rendering makes before it is set: words and marks in a row.

In a row it is plain what stands beside what, whichever marks lie between: punctuation that meets is settled, and
moved into quotation marks, before the row becomes inlines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from postil import nodes
from postil.csl.markup import Element
from postil.nodes import Inline, Inlines, Text


class Mark(NamedTuple):
    """The beginning or the end of what is set apart.

    ``kind`` is a CSL formatting value (``italic``, ``bold``, ``small-caps``, ``sup``, ``sub``, ``underline``), the
    opposite of one (``no-italic`` …), one that a field bears itself and that turns about within its like (``<italic>``
    …), ``quote``, ``nocase``, or a link: ``source`` with a key, ``link`` with an address in ``data``.
    """

    kind: str
    opens: bool
    data: str = ""


Tokens: TypeAlias = "list[str | Mark | Inline]"
"""Words, marks, and inlines that an author wrote around a citation."""


def wrap(tokens: Tokens, kind: str, data: str = "") -> Tokens:
    """Return ``tokens`` between a mark and its end."""
    return [Mark(kind, True, data), *tokens, Mark(kind, False, data)]


def plain(tokens: Iterable[str | Mark | Inline]) -> str:
    """Return the words alone."""
    return "".join([token for token in tokens if isinstance(token, str)])


# Fields

_TAGS = {
    "<i>": ("<italic>", True),
    "</i>": ("<italic>", False),
    "<b>": ("<bold>", True),
    "</b>": ("<bold>", False),
    "<sup>": ("sup", True),
    "</sup>": ("sup", False),
    "<sub>": ("sub", True),
    "</sub>": ("sub", False),
    "<sc>": ("<small-caps>", True),
    "</sc>": ("<small-caps>", False),
}
_SPLIT = re.compile(r"""(</?(?:i|b|sup|sub|sc|span)(?:\s[^<>]*)?>|["“”„'‘’«»‹›])""")
_OPENING = {"“": "”", "‘": "’", "„": "“", "«": "»", "‹": "›", '"': '"', "'": "'"}
_BEFORE_OPENING = re.compile(r"(?:^|[\s(\[{/—–\-“‘„«])$")


def rich(text: str) -> Tokens:
    """Return a field's words as tokens: the marks that CSL JSON allows in them, and quotation marks paired.

    The marks are those of citeproc-js, as CSL 1.0.2 data have them: i, b, sup, sub, sc, and span with the class
    ``nocase`` or the style ``font-variant: small-caps``. An apostrophe typed straight is made typographic.
    """
    if not _SPLIT.search(text):
        return [text]
    pieces = [piece for piece in _SPLIT.split(text) if piece]
    tokens: Tokens = []
    open_: list[tuple[str, int]] = []  # what is to close, and where its mark stands
    before = ""
    for place, piece in enumerate(pieces):
        after = next((other for other in pieces[place + 1 :] if other[0] != "<"), "")[:1]
        if piece[0] == "<" and len(piece) > 1:
            _tag(piece, tokens, open_)
            continue
        if piece in "\"“”„'‘’«»‹›":
            _quotation(piece, before, after, tokens, open_)
        else:
            tokens.append(piece)
        before = piece[-1]
    for closing, at in open_:  # what never closes is what it was
        token = tokens[at]
        assert isinstance(token, Mark)
        tokens[at] = "’" if closing == "'" else token.data
    return _merged(tokens)


def _merged(tokens: Tokens) -> Tokens:
    """Return ``tokens`` with words that stand side by side as one."""
    result: Tokens = []
    for token in tokens:
        if type(token) is str and result and type(result[-1]) is str:
            result[-1] += token
        elif type(token) is Mark and token.kind == "nodecor":
            kinds = ("nocase", "no-italic", "no-bold", "no-small-caps")
            result += [Mark(kind, token.opens) for kind in (kinds if token.opens else kinds[::-1])]
        else:
            result.append(token)
    return result


def _tag(piece: str, tokens: Tokens, open_: list[tuple[str, int]]) -> None:
    if piece.startswith("<span"):
        kinds = {"nocase": "nocase", "nodecor": "nodecor", "small-caps": "<small-caps>"}
        kind = next((kind for sign, kind in kinds.items() if sign in piece), "span")
        opens = True
    elif piece == "</span>":
        within = [closing for closing, _ in open_ if closing.startswith("<span ")]
        kind, opens = (within[-1][6:] if within else "span"), False
    else:
        kind, opens = _TAGS.get(re.sub(r"\s[^>]*", "", piece), ("span", True))
    closing = f"<span {kind}" if "span" in piece else f"<{kind}"
    if opens:
        open_.append((closing, len(tokens)))
        tokens.append(Mark(kind, True, piece))
    elif open_ and open_[-1][0] == closing:
        _, at = open_.pop()
        tokens[at] = Mark(kind, True)
        tokens.append(Mark(kind, False))
    else:
        tokens.append(piece)


def _quotation(piece: str, before: str, after: str, tokens: Tokens, open_: list[tuple[str, int]]) -> None:
    if open_ and open_[-1][0] == piece and not (piece in "'’" and after.isalnum() and before.isalnum()):
        _, at = open_.pop()
        tokens[at] = Mark("quote", True)
        tokens.append(Mark("quote", False))
        return
    opens = piece in _OPENING and not (piece in "\"'" and (not _BEFORE_OPENING.search(before) or not after.strip()))
    if opens and after:
        open_.append((_OPENING[piece], len(tokens)))
        tokens.append(Mark("quote", True, piece))
    else:
        tokens.append("’" if piece == "'" else piece)


# Case

STOP = frozenset(
    """a an and as at but by down for from in into nor of on onto or over so the till to up via with yet
    v v. vs vs. de la von van et al. d’ l’""".split()
)
"""Words that title case leaves as they are within a title (CSL 1.0.2, “Title case conversion”), and some like them."""

_WORD = re.compile(r"[^\s\-–—/:“”‘\"(\[]+")


def case(tokens: Tokens, how: str, english: bool = True) -> Tokens:
    """Return ``tokens`` in the case ``how`` (CSL 1.0.2, “Text-case”); title case is English only."""
    if how == "title" and not english:
        return tokens
    if how not in ("lowercase", "uppercase", "capitalize-first", "capitalize-all", "title", "sentence"):
        return tokens
    said = plain(tokens)
    shouted = said == said.upper() and " " in said.strip() and any(char.isalpha() for char in said)
    result: Tokens = []
    kept = 0
    first = True
    after = "^"  # what stands before the next word: ^ a beginning, a letter where it goes on
    ends = len(said.rstrip(" .?!,;:’”)"))
    at = 0
    for token in tokens:
        if type(token) is Mark:
            if token.kind in ("nocase", "sup", "sub"):
                kept += 1 if token.opens else -1
            result.append(token)
            continue
        assert isinstance(token, str)
        if kept:
            new = token
            first = first and not token.strip()
        elif how == "lowercase":
            new = token.lower()
        elif how == "uppercase":
            new = token.upper()
        elif how == "capitalize-first":
            new = _first(token) if first else token
            first = first and not any(char.isalnum() for char in token)
        elif how == "sentence":
            new = token.lower() if shouted else token
            new = _first(new) if first else new
            first = first and not any(char.isalnum() for char in token)
        elif how == "capitalize-all":
            new = re.sub(r"(?<![\w’'])\w", lambda found: found[0].upper(), token)
        else:
            new = _title(token.lower() if shouted else token, after, at, ends)
        if token:
            after = token[-1] if not token.isspace() or after != "^" else "^"
            stripped = (token if after != "^" else "").rstrip()
            if stripped and stripped[-1] in ":?!.":
                after = "^" if token[-1].isspace() and stripped[-1] != "." else token[-1]
            at += len(token)
        result.append(new)
    return result


def _first(text: str) -> str:
    """Return ``text`` with its first word begun by a capital, where that word is in small letters."""
    match = re.search(r"\w[\w’']*", text)
    if not match or not match[0].islower():
        return text
    return text[: match.start()] + match[0][0].upper() + text[match.start() + 1 :]


def _title(text: str, before: str, at: int, ends: int) -> str:
    def word(match: re.Match[str]) -> str:
        said = match[0]
        begin = match.start()
        earlier = text[:begin].rstrip("“‘\"'( ")
        begins = (not earlier and before == "^") or (bool(earlier) and earlier[-1] in ":?!" and text[begin - 1] != ":")
        if begin == 0 and before.isalnum():  # goes on from before a mark
            return said
        if any(char.isupper() for char in said[1:]) or (said[0].isupper() and said.lower() not in STOP):
            return said
        bare = said.strip(".,;’”)]?!").lower()
        last = at + match.end() >= ends
        after_hyphen = begin > 0 and text[begin - 1] in "-"
        if (bare in STOP or said.lower() in STOP) and not begins and not (last and not after_hyphen):
            return said.lower() if said[0].isupper() and bare not in ("v", "vs") else said
        return said[0].upper() + said[1:] if said[0].isalpha() else said

    return _WORD.sub(word, text)


def without_periods(tokens: Tokens) -> Tokens:
    """Return ``tokens`` without full stops."""
    return [token.replace(".", "") if type(token) is str else token for token in tokens]


# Attributes

FORMATS = ("font-style", "font-weight", "font-variant", "text-decoration", "vertical-align")
_KINDS = {
    "italic": "italic",
    "oblique": "italic",
    "bold": "bold",
    "small-caps": "small-caps",
    "underline": "underline",
    "sup": "sup",
    "sub": "sub",
}
_OFF = {"font-style": "no-italic", "font-weight": "no-bold", "font-variant": "no-small-caps"}


def around(tokens: Tokens, element: Element) -> Tokens:
    """Return ``tokens`` as the formatting attributes of ``element`` set them, with its prefix and suffix."""
    attributes = element.attributes
    for name in FORMATS:
        if name in attributes:
            value = attributes[name]
            kind = _KINDS.get(value) or (_OFF.get(name, "") if value == "normal" else "")
            if kind:
                tokens = wrap(tokens, kind)
    if "prefix" in attributes or "suffix" in attributes:
        tokens = [attributes.get("prefix", ""), *tokens, attributes.get("suffix", "")]
    return tokens


def dressed(tokens: Tokens, element: Element, english: bool) -> Tokens:
    """Return ``tokens`` with everything that a ``cs:text`` and its like may ask for."""
    attributes = element.attributes
    if attributes.get("strip-periods") == "true":
        tokens = without_periods(tokens)
    if how := attributes.get("text-case"):
        tokens = case(tokens, how, english)
    if attributes.get("quotes") == "true":
        tokens = wrap(tokens, "quote")
    return around(tokens, element)


# Punctuation

_DROPPED = frozenset((":;", ":!", ":?")) | frozenset(  # as first the sign that comes, as second the one that is there
    f"{sign}{sign}" for sign in ".,;:!?"
)
_MEETING = {
    ":": {":": "", ";": "", "!": "", "?": ""},
    ".": {":": "", ".": "", ";": "", "!": "", "?": ""},
    ";": {";": ""},
    "!": {":": "!", ";": "!", "!": ""},
    "?": {":": "?", ";": "?", "?": ""},
    ",": {",": ""},
}
"""What becomes of a sign that comes upon another: nothing, or it takes its place. Pairs not named stand side by side.

These are the pairs of citeproc-js, which the CSL test-suite holds (``punctuation_FullMontyField``)."""


def settle(tokens: Tokens, *, inside: bool, comma_after_mark: bool = True) -> Tokens:
    """Return ``tokens`` with the punctuation that meets settled; ``inside`` moves it into quotation marks.

    Without ``comma_after_mark``, a comma is left out after a question mark or exclamation mark that ends a quotation.
    """
    out: Tokens = []
    for token in tokens:
        if not isinstance(token, str):
            out.append(token)
            continue
        text = token
        while text:
            at = _last(out)
            if at < 0:
                break
            there = out[at]
            assert isinstance(there, str)
            sign, before = text[0], there[-1]
            if sign == " " and before in " \N{NO-BREAK SPACE}":
                text = text[1:]
                continue
            if sign not in _MEETING:
                break
            becomes = _MEETING[sign].get(before)
            if becomes == "":
                text = text[1:]
                continue
            if becomes:
                out[at] = there[:-1]
                if not out[at]:
                    del out[at]
                continue
            quote = next((place for place in range(at + 1, len(out)) if _closes(out[place])), 0) if inside else 0
            if not quote or sign not in ".,!?":
                break
            if sign == "," and before in "?!" and not comma_after_mark:
                text = text[1:]
                continue
            out.insert(quote, sign)
            text = text[1:]
        if text:
            out.append(text)
    return out


def _last(out: Tokens) -> int:
    """Return where the last words stand."""
    for at in range(len(out) - 1, -1, -1):
        if type(out[at]) is str and out[at]:
            return at
    return -1


def _closes(token: str | Mark | Inline) -> bool:
    return isinstance(token, Mark) and token.kind == "quote" and not token.opens


# Inlines

_NODES: dict[str, Callable[[Inlines], Inline]] = {
    "italic": nodes.Emphasis,
    "bold": nodes.Strong,
    "small-caps": nodes.SmallCaps,
    "underline": nodes.Underline,
    "sup": nodes.Superscript,
    "sub": nodes.Subscript,
}


def inlines(tokens: Tokens, quotes: tuple[str, str, str, str]) -> Inlines:
    """Return ``tokens`` as inlines; ``quotes`` are the outer pair of quotation marks, then the inner.

    Italics within italics, and what else turns about, is a node within its like: who shows it sets it upright.
    """
    stack: list[tuple[Mark | None, list[Inline]]] = [(None, [])]
    on: dict[str, bool] = {}
    depth = 0
    for token in tokens:
        if isinstance(token, str):
            if token:
                _append(stack[-1][1], token)
            continue
        if not isinstance(token, Mark):
            stack[-1][1].append(token)
            continue
        if token.opens:
            kind = token.kind
            what = kind.strip("<>").removeprefix("no-")
            was = on.get(what, False)
            acts = kind[0] == "<" or (kind[:3] == "no-") == was or what not in _NODES
            on[what] = not was if acts else was
            if kind == "quote":
                depth += 1
            stack.append((token._replace(opens=acts), []))
            continue
        mark, children = stack.pop()
        assert mark is not None and mark.kind == token.kind
        what = mark.kind.strip("<>").removeprefix("no-")
        if mark.opens:
            on[what] = not on.get(what, False)
        into = stack[-1][1]
        if mark.kind == "quote":
            depth -= 1
            begin, end = quotes[2:] if depth % 2 else quotes[:2]
            into.append(nodes.Quoted(tuple(children), begin, end))
        elif mark.kind == "source" and children:
            into.append(nodes.SourceLink(mark.data, tuple(children)))
        elif mark.kind == "reference" and children:
            into.append(nodes.CrossReference(mark.data, "", tuple(children)))
        elif mark.kind == "link" and children:
            into.append(nodes.Link(mark.data, tuple(children)))
        elif mark.opens and what in _NODES and children:
            into.append(_NODES[what](tuple(children)))
        else:
            for child in children:
                if isinstance(child, Text):
                    _append(into, child.content)
                else:
                    into.append(child)
    return tuple(stack[0][1])


def _append(into: list[Inline], words: str) -> None:
    if into and isinstance(into[-1], Text):
        into[-1] = Text(into[-1].content + words)
    else:
        into.append(Text(words))
