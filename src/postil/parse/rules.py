"""The marks of an edition as rules of markdown-it: each knows where it begins and ends.

A rule leaves ``(start, end)``, its place in the words it was found in, in the ``meta["at"]`` of its first token.
Every rule looks ahead no further than ``REACH``, so the time taken grows with the text and not faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, html_inline, image, link
from mdit_py_plugins.footnote.index import footnote_def

from postil.parse.citations import Item, in_text, items_of, keyless
from postil.parse.locators import labels_of
from postil.parse.quotes import smart_quotes

REACH = 2000
"""The most characters a mark of ours may span."""

DEPTH = 60
"""How deep blocks, and marks within a block, may be nested."""

LONGEST_BLOCK = 100_000
"""The most characters of a block that are read as text: some 40 pages without a paragraph."""

NAME = r"[^\W_](?:[\w.-]*\w)?"
"""A name of the author's own: letters, digits, and between them hyphens, dots and underscores."""

_NOTE_CALL = re.compile(r"\[\^([^\[\]\s^][^\[\]\s]{0,199})\]")
_BRACKETS = re.compile(rf"\[((?:[^\[\]]|\[(?!\^)[^\[\]]{{0,{REACH}}}\]){{1,{REACH}}})\]")
_LANGUAGE = r"lang=(?P<quote>\"?)(?P<lang>[^\s\"{}=]{1,80})(?P=quote)"
_ALONE = _LANGUAGE.replace("quote", "mark").replace("<lang", "<only")
# A language directly after a bracket is that of the words in the brackets.
_BORNE = rf"(?:\{{#(?P<name>{NAME})(?:\s+{_LANGUAGE})?\s*\}}|(?<!\])\{{{_ALONE}\s*\}})"
_BLOCK_NAME = re.compile(rf"{_BORNE}\s*$")
_HEADING_NAME = re.compile(rf"(?:\s#+)?\s*{_BORNE}$")
_FOREIGN = re.compile(rf"\{{{_LANGUAGE}\s*\}}")
_EMENDED = {"{~~": "~~}", "{++": "++}", "{--": "--}", "{>>": "<<}"}

_Rule = Callable[[StateInline, bool], bool]


@cache
def engine(quotes: tuple[str, ...]) -> MarkdownIt:
    """Return the parser of CommonMark 0.31.2, GFM tables and our marks.

    ``quotes`` are the four marks straight quotes become (outer pair, inner pair); without them they stay straight.
    """
    options = {"html": True, "maxNesting": DEPTH + 20, "typographer": bool(quotes), "quotes": quotes}
    md = MarkdownIt("commonmark", options)
    helping = SimpleNamespace(**vars(helpers) | {"parseLinkLabel": _label})
    md.helpers = helping  # type: ignore[assignment]  # a module, or what looks like one
    md.enable(["table", "smartquotes"]).disable("html_block")
    md.core.ruler.at("smartquotes", smart_quotes)
    md.core.ruler.before("inline", "prepare", _prepare)
    md.block.ruler.before("code", "depth", _depth)
    md.block.ruler.before(
        "reference", "block_name", _block_name, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.block.ruler.before("reference", "verse", _verse)
    md.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    for name, rule in (
        ("link", link),
        ("image", image),
        ("autolink", autolink),
        ("html_inline", html_inline),
    ):
        md.inline.ruler.at(name, _placed(rule))
    md.inline.ruler.at("text", _text)
    md.inline.ruler.after("html_inline", "open_comment", _placed(_open_comment))
    md.inline.ruler.before("link", "note_call", _note_call)
    md.inline.ruler.before("link", "foreign", _foreign)
    md.inline.ruler.before("link", "citation", _citation)
    md.inline.ruler.before("link", "inline_note", _inline_note)
    md.inline.ruler.after("link", "half_citation", _half_citation)
    md.inline.ruler.before("link", "emendation", _emendation)
    return md


# Blocks


def _depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Stop at blocks nested too deep, where markdown-it would drop the rest without a word."""
    if silent or state.level < DEPTH:
        return False
    state.env["deep"] = start
    state.line = end
    return True


def _block_name(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line ``{#name}``, ``{lang=ru}`` or ``{#name lang=ru}`` above a block."""
    if state.is_code_block(start):
        return False
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(("{#", "{lang="), begin):
        return False
    match = _BLOCK_NAME.match(state.src, begin, state.eMarks[start])
    if not match:
        return False
    if not silent:
        token = state.push("block_name", "", 0)
        token.map = [start, start + 1]
        token.content = match["name"] or ""
        column = 1 - _line_start(state.src, begin)
        lang, at = _tongue(match)
        token.meta = {"column": begin + column, "lang": lang, "at": at + column}
        state.line = start + 1
    return True


def _tongue(match: re.Match[str]) -> tuple[str, int]:
    """Return the language that is named, and where; nothing where none is."""
    group = "only" if match["only"] else "lang"
    return match[group] or "", match.start(group)


def _verse(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Pandoc's line block: ``| line``, the spaces before its words kept.

    An indented line without a bar goes on with the line above. A line that has another bar at its end is of a table,
    even where that is not one.
    """
    lines: list[str] = []
    at = start
    while at < end and state.sCount[at] >= state.blkIndent:
        line = state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]].rstrip()
        if (line == "|" or line.startswith("| ")) and not state.is_code_block(at):
            if len(line) > 1 and line.endswith("|"):
                break
            words = line[2:].lstrip(" ")
            indent = "\N{NO-BREAK SPACE}" * (len(line) - 2 - len(words) if words else 1)
            lines.append(f"{'  ' if lines else ''}\n{indent}{words}")
        elif lines and line and state.sCount[at] > state.blkIndent:
            lines.append(f"\n{line}")
        else:
            break
        at += 1
    if not lines or not any(line.strip() for line in lines):
        return False
    if not silent:
        state.line = at
        state.push("verse_open", "p", 1).map = [start, at]
        token = state.push("inline", "", 0)
        token.content, token.map, token.children = "".join(lines)[1:], [start, at], []
        state.push("verse_close", "p", -1)
    return True


def _line_start(src: str, pos: int) -> int:
    return src.rfind("\n", 0, pos) + 1


def _prepare(state: StateCore) -> None:
    """Take the names from headings; leave aside what is too long to be read."""
    previous = None
    for token in state.tokens:
        if token.type == "inline":
            if len(token.content) > LONGEST_BLOCK:
                state.env["long"] = (token.map or [0])[0], len(token.content)
                token.content = ""
            if previous is not None and previous.type == "heading_open" and token.content.endswith("}"):
                match = _HEADING_NAME.search(token.content)
                if match:
                    previous.meta = {"name": match["name"] or "", "lang": _tongue(match)[0]}
                    token.content = token.content[: match.start()]
        previous = token


# Marks


def _placed(rule: _Rule) -> _Rule:
    """Return ``rule`` so that it leaves its place in the first token it makes."""

    def placed(state: StateInline, silent: bool) -> bool:
        if silent:
            return rule(state, True)
        start, count = state.pos, len(state.tokens)
        if not rule(state, False):
            return False
        first = state.tokens[count]
        if first.type == "text" and len(state.tokens) > count + 1:  # the words before the mark
            first = state.tokens[count + 1]
        first.meta = {"at": (start, state.pos)}
        return True

    return placed


def _label(state: StateInline, start: int, disableNested: bool = False) -> int:
    """Return where the link text that opens at ``start`` is closed; -1 where it is not, or holds another link.

    As markdown-it has it, but that a note call in brackets is no other link, nor are words in another language.
    """
    at, level = state.pos, 1
    state.pos = start + 1
    end = -1
    while state.pos < state.posMax:
        begin, marker = state.pos, state.src[state.pos]
        if marker == "]":
            level -= 1
            if level == 0:
                end = begin
                break
        state.md.inline.skipToken(state)
        if marker == "[":
            if state.pos == begin + 1:
                level += 1
            elif disableNested and not _may_stand_in_a_link(state, begin):
                break
    state.pos = at
    return end


def _may_stand_in_a_link(state: StateInline, begin: int) -> bool:
    """Return whether the mark in brackets from ``begin`` to here is no link, and has none in it."""
    if state.src.startswith("}", state.pos - 1):
        return _label(state, begin, True) >= 0
    return _NOTE_CALL.fullmatch(state.src, begin, state.pos) is not None


def _text(state: StateInline, silent: bool) -> bool:
    """Words without marks, as markdown-it reads them, but never past the end of the mark they stand in."""
    found = state.md.inline.terminator_re.search(state.src, state.pos, state.posMax)
    end = found.start() if found else state.posMax
    if end == state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _within(state: StateInline, name: str, start: int, end: int) -> None:
    """Read ``src[start:end]`` as the inside of a mark, between tokens ``name_open`` and ``name_close``."""
    if start == end:
        return
    most = state.posMax
    state.push(f"{name}_open", "", 1)
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.posMax = most
    state.push(f"{name}_close", "", -1)


def _open_comment(state: StateInline, silent: bool) -> bool:
    """``<!--`` whose end is in another block: HTML too, and shown as such."""
    if not state.src.startswith("<!--", state.pos):
        return False
    if not silent:
        state.push("html_inline", "", 0).content = "<!--"
    state.pos += 4
    return True


def _note_call(state: StateInline, silent: bool) -> bool:
    """``[^name]``."""
    if not state.src.startswith("[^", state.pos):
        return False
    match = _NOTE_CALL.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("note_call", "", 0)
        token.meta = {"label": match[1], "at": match.span()}
    state.pos = match.end()
    return True


def _foreign(state: StateInline, silent: bool) -> bool:
    """``[words]{lang=ru}``."""
    start = state.pos
    if state.src[start] != "[" or state.src.find("]{lang=", start, min(state.posMax, start + REACH)) < 0:
        return False
    end = _label(state, start)
    match = _FOREIGN.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if not match or not state.src[start + 1 : end].strip():
        return False
    if not silent:
        token = state.push("foreign_open", "", 1)
        token.meta = {"at": match.span("lang"), "lang": match["lang"]}
        _within(state, "words", start + 1, end)
        state.push("foreign_close", "", -1)
    state.pos = match.end()
    return True


def _inline_note(state: StateInline, silent: bool) -> bool:
    """``^[words]``."""
    start = state.pos
    if not state.src.startswith("^[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0 or not state.src[start + 2 : end].strip():
        return False
    if not silent:
        token = state.push("inline_note_open", "", 1)
        token.meta = {"at": (start, end + 1)}
        _within(state, "words", start + 2, end)
        state.push("inline_note_close", "", -1)
    state.pos = end + 1
    return True


def _citation(state: StateInline, silent: bool) -> bool:
    """``[see @key, p. 5; @other]``, ``@key`` and ``@key [p. 5]``."""
    src, start = state.src, state.pos
    if src[start] == "[":
        match = _bracketed(state)
        if not match:
            return False
        items = items_of(src, start + 1, match.end() - 1, labels_of(state.env.get("locales", ())))
        end, named = match.end(), False
    elif src[start] == "@":
        if state.linkLevel or (start and (src[start - 1].isalnum() or src[start - 1] in "._-/+")):
            return False  # within a link, or an address
        found = in_text(src, start, state.posMax, labels_of(state.env.get("locales", ())))
        items, end, named = ([found[0]], found[1], True) if found else ([], start, True)
    else:
        return False
    if not items:
        return False
    if not silent:
        token = state.push("citation_open", "", 1)
        token.meta = {"at": (start, end), "in_text": named}
        for item in items:
            _cite(state, item)
        state.push("citation_close", "", -1)
    state.pos = end
    return True


def _bracketed(state: StateInline) -> re.Match[str] | None:
    """Return the brackets that open here, if there is an @ in them; but a link wins."""
    src, start = state.src, state.pos
    near = src.find("@", start, min(state.posMax, start + REACH)) >= 0
    match = _BRACKETS.match(src, start, state.posMax) if near else None
    return match if match and "@" in match[1] and not src.startswith("(", match.end()) else None


def _half_citation(state: StateInline, silent: bool) -> bool:
    """The bracket of ``[@key; words]``, which is no citation and no link: it stays, and is told of."""
    if silent or state.src[state.pos] != "[":
        return False
    match = _bracketed(state)
    if not match or ";" not in match[1]:
        return False
    half = keyless(state.src, match.start(1), match.end(1), labels_of(state.env.get("locales", ())))
    if half is None:
        return False
    token = state.push("half_citation", "", 0)
    token.content, token.meta = "[", {"half": half}
    state.pos += 1
    return True


def _cite(state: StateInline, item: Item) -> None:
    token = state.push("cite_open", "", 1)
    token.meta = {"at": (item.at, item.end), "item": item}
    _within(state, "prefix", *item.prefix)
    _within(state, "suffix", *item.suffix)
    state.push("cite_close", "", -1)


def _emendation(state: StateInline, silent: bool) -> bool:
    """CriticMarkup: ``{~~old~>new~~}``, ``{++new++}``, ``{--old--}``, each with ``{>>why<<}`` after it or not."""
    src, start = state.src, state.pos
    sign = src[start : start + 3]
    if sign not in _EMENDED:
        return False
    begin, until = _within_signs(state, start)
    arrow = src.find("~>", begin, until) if sign == "{~~" else until
    if until < begin or arrow < 0 or (begin == until and sign in ("{++", "{--")):
        return False
    end = until + 3
    why = (begin, until) if sign == "{>>" else (end, end)
    if sign != "{>>" and src.startswith("{>>", end) and (said := _within_signs(state, end))[1] >= 0:
        why, end = said, said[1] + 3
    if not silent:
        token = state.push("emendation_open", "", 1)
        token.meta = {"at": (start, end), "why": " ".join(src[why[0] : why[1]].split())}
        if sign in ("{~~", "{--"):
            _within(state, "old", begin, arrow)
        if sign in ("{~~", "{++"):
            _within(state, "new", arrow + 2 if sign == "{~~" else begin, until)
        state.push("emendation_close", "", -1)
    state.pos = end
    return True


def _within_signs(state: StateInline, start: int) -> tuple[int, int]:
    """Return where the words within the signs of CriticMarkup at ``start`` begin and end: at -1 if they never do."""
    begin = start + 3
    return begin, state.src.find(_EMENDED[state.src[start:begin]], begin, min(state.posMax, begin + REACH))
