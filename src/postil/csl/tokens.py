"""What rendering makes before it is set: words and marks in a row.

In a row it is plain what stands beside what, whichever marks lie between: punctuation that meets is settled, and
moved into quotation marks, before the row becomes inlines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from postil import nodes
from postil.nodes import Inline, Inlines, Text


class Mark(NamedTuple):
    """The beginning or the end of what is set apart.

    ``kind`` is a CSL formatting value (``italic``, ``bold``, ``small-caps``, ``sup``, ``sub``, ``underline``), the
    opposite of one (``no-italic`` …), one that a field bears itself and that turns about within its like (``<italic>``
    …), ``quote``, ``nocase``, ``lang`` with a language tag in ``data``, or a link: ``source`` with a key, ``link`` with
    an address in ``data``.
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


DEPTH = 16
"""How deep marks within a field may be nested; what is deeper is shown as it was typed."""


def rich(text: str) -> Tokens:
    """Return a field's words as tokens: the marks that CSL JSON allows in them, and quotation marks paired.

    The marks are those of citeproc-js, as CSL 1.0.2 data have them: i, b, sup, sub, sc, and span with the class
    ``nocase`` or the style ``font-variant: small-caps``. An apostrophe typed straight is made typographic.
    """
    if not _SPLIT.search(text):
        return [text]
    pieces = [piece for piece in _SPLIT.split(text) if piece]
    afters = [""]  # the sign after each piece, passing over tags
    for piece in pieces[:0:-1]:
        afters.append(afters[-1] if piece[0] == "<" and len(piece) > 1 else piece[0])
    tokens: Tokens = []
    open_: list[tuple[str, int]] = []  # what is to close, and where its mark stands
    before = ""
    for piece, after in zip(pieces, reversed(afters), strict=True):
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
    if opens and len(open_) < DEPTH:
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
    if opens and after and len(open_) < DEPTH:
        open_.append((_OPENING[piece], len(tokens)))
        tokens.append(Mark("quote", True, piece))
    else:
        tokens.append("’" if piece == "'" else piece)


def without_periods(tokens: Tokens) -> Tokens:
    """Return ``tokens`` without full stops."""
    return [token.replace(".", "") if isinstance(token, str) else token for token in tokens]


# Punctuation

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
            if before == " " and there.strip() and sign in ".,;:":
                out[at] = there.rstrip(" ")
                continue
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
        elif mark.kind == "lang" and children:
            into.append(nodes.Foreign(mark.data, tuple(children)))
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
