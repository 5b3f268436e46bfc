"""LaTeX in the fields of a BibTeX file, as Unicode with the marks of CSL JSON."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from pylatexenc.latex2text import get_default_latex_context_db

from postil.read.marks import NO_CASE, SMALL_CAPS

DEPTH = 32
"""How deep braces may be nested and mean something."""

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361", "h": "\u0309", "f": "\u0311", "G": "\u030f", "textcommabelow": "\u0326",
}  # fmt: skip
WRAPPED = {
    "emph": ("<i>", "</i>"),
    "textit": ("<i>", "</i>"),
    "textsl": ("<i>", "</i>"),
    "mkbibemph": ("<i>", "</i>"),
    "mkbibitalic": ("<i>", "</i>"),
    "textbf": ("<b>", "</b>"),
    "mkbibbold": ("<b>", "</b>"),
    "textsc": (SMALL_CAPS, "</span>"),
    "textsuperscript": ("<sup>", "</sup>"),
    "mkbibsuperscript": ("<sup>", "</sup>"),
    "textsubscript": ("<sub>", "</sub>"),
    "mkbibsubscript": ("<sub>", "</sub>"),
    "enquote": ("“", "”"),
    "mkbibquote": ("“", "”"),
    "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"),
}
DECLARED = {
    "em": "emph", "it": "textit", "itshape": "textit", "sl": "textsl", "slshape": "textsl", "bf": "textbf",
    "bfseries": "textbf", "sc": "textsc", "scshape": "textsc",
}  # fmt: skip
PLAIN = {
    ",": "\N{THIN SPACE}", " ": " ", "\n": " ", "\t": " ", "\\": " ", "-": "", "/": "", "@": "", ";": " ", ":": " ",
    "!": "", "slash": "/", "relax": "", "protect": "", "noopsort": "", "upshape": "", "rm": "",
    "tt": "", "sf": "", "normalfont": "", "rmfamily": "", "newline": " ", "par": " ", "LaTeX": "LaTeX", "TeX": "TeX",
    "BibTeX": "BibTeX", "textquotesingle": "'", "hyphen": "-", "addspace": " ", "isdot": "",
    "adddot": ".", "textasciitilde": "~", "textasciicircum": "^", "textasciigrave": "`",
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "S": "§", "P": "¶", "ddag": "‡", "pounds": "£",
    "euro": "€", "copyright": "©", "flqq": "«", "frqq": "»", "flq": "‹", "frq": "›", "glqq": "„", "grqq": "“",
    "glq": "‚", "grq": "‘", "today": r"\today",
}  # fmt: skip
SIGNS = {"---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "'": "’", "~": "\N{NO-BREAK SPACE}"}

CHANGED = {"MakeUppercase": str.upper, "uppercase": str.upper, "MakeLowercase": str.lower, "lowercase": str.lower}

_SPECIAL = re.compile(r"[\\{}~$`']|--")
_TOKEN = re.compile(r"\\(?:([A-Za-z]+)\*?[ \t\n]*|(.)|)|([{}$])|(---?|``|''|[`'~])|([\^_])|[^\\{}$`'~^_-]+|-", re.S)


def decoded(text: str, *, titled: bool = False) -> str:
    """Return the words of ``text``, which is LaTeX.

    Braces that keep the case of a part of a title (``titled``) become the mark ``nocase``; those around the whole are
    dropped, as are all others. A command that is not known is left as it stands, or gives way to what it is about.
    """
    text = " ".join(text.split())
    if not _SPECIAL.search(text):
        return text
    for _ in range(2):
        text = text[1:-1].strip() if braced(text) else text
    return re.sub(" +", " ", _Decoder(text, titled).decode()).strip()


def braced(text: str) -> bool:
    """Return whether one pair of braces stands around all of ``text``."""
    if text[:1] != "{" or text[-1:] != "}":
        return False
    depth = 0
    for match in re.finditer(r"\\.|[{}]", text):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if not depth:
            return match.end() == len(text)
    return False


def argument(text: str, command: str) -> str:
    """Return what stands in braces after ``command`` in ``text``, as it is, or nothing."""
    match = re.search(rf"\\{command}\s*\{{([^{{}}]*)\}}", text)
    return match[1].strip() if match else ""


@cache
def _symbols() -> Callable[[str], str | None]:
    """Return what gives the sign that a command stands for: pylatexenc's table."""
    known = get_default_latex_context_db()

    def symbol(name: str) -> str | None:
        spec = known.get_macro_spec(name)
        sign = spec.simplify_repl if spec else None
        return sign if isinstance(sign, str) and "%" not in sign else None

    return symbol


class _Group:
    """What stands within one pair of braces; ``wrap`` is done to it at the end."""

    def __init__(self, wrap: Callable[[str], str], *, math: bool = False) -> None:
        self.wrap = wrap
        self.math = math
        self.parts: list[str] = []
        self.declared: list[tuple[int, str]] = []
        self.waiting: list[Callable[[str], str]] = []

    def text(self) -> str:
        """Return its text, with what was declared within it to its end."""
        for place, name in reversed(self.declared):
            inner = "".join(self.parts[place:])
            opening, closing = WRAPPED[name]
            self.parts[place:] = [f"{opening}{inner}{closing}"] if inner else []
        return self.wrap("".join(self.parts))


class _Decoder:
    def __init__(self, text: str, titled: bool) -> None:
        self.source = text
        self.titled = titled
        self.at = 0
        self.groups = [_Group(_as_it_is)]
        self.ignored = 0  # braces opened beyond DEPTH

    def decode(self) -> str:
        while self.at < len(self.source):
            match = _TOKEN.match(self.source, self.at)
            if not match:
                break
            begin, self.at = self.at, match.end()
            name, sign, brace, mark, raised = match.groups()
            if name or sign:
                self.command(name or sign, match[0])
            elif brace:
                self.brace(brace)
            elif mark:
                self.put(SIGNS[mark])
            elif raised and self.groups[-1].math:
                self.groups[-1].waiting.append(_wrapping("textsuperscript" if raised == "^" else "textsubscript"))
            elif self.groups[-1].waiting:
                word = match[0].lstrip()
                self.at = begin + len(match[0]) - len(word) + 1 if word else self.at
                self.put(word[:1])
            else:
                self.put(match[0])
        while len(self.groups) > 1:
            self.close()
        return self.groups[0].text()

    def put(self, text: str) -> None:
        """Add ``text``; commands that wait for their argument take it for that."""
        group = self.groups[-1]
        while group.waiting and text:
            text = group.waiting.pop()(text)
        group.parts.append(text)

    def command(self, name: str, written: str) -> None:
        if name in ACCENTS and (len(name) > 1 or not name.isalpha() or self.follows()):
            self.groups[-1].waiting.append(_accenting(ACCENTS[name]))
        elif name in PLAIN:
            self.put(PLAIN[name])
        elif name in DECLARED:
            group = self.groups[-1]
            group.declared.append((len(group.parts), DECLARED[name]))
        elif name in WRAPPED or name in CHANGED:
            self.groups[-1].waiting.append(_wrapping(name))
        elif name == "href":
            self.groups[-1].waiting += [_as_it_is, _dropped]
        elif (sign := _symbols()(name)) is not None:
            self.put(sign)
        elif len(name) == 1 and not name.isalpha():
            self.put(name)
        elif self.source[self.at : self.at + 1] == "{":
            self.groups[-1].waiting.append(_as_it_is)
        else:
            self.put(written)

    def follows(self) -> bool:
        """Return whether something stands here that an accent can be put on."""
        return self.source[self.at : self.at + 1] not in ("", "}")

    def brace(self, brace: str) -> None:
        if brace == "$":
            if self.groups[-1].math:
                self.close()
            elif len(self.groups) < DEPTH:
                self.groups.append(_Group(_as_it_is, math=True))
        elif brace == "{":
            if len(self.groups) == DEPTH:
                self.ignored += 1
                return
            waiting = self.groups[-1].waiting
            self.groups.append(_Group(waiting.pop() if waiting else self.protecting()))
        elif self.ignored:
            self.ignored -= 1
        elif len(self.groups) > 1:
            self.close()

    def protecting(self) -> Callable[[str], str]:
        """Return what plain braces do that open here: keep the case of a part of a title, or nothing."""
        special = self.source[self.at : self.at + 1] == "\\"  # as in {\'E}, which BibTeX does not protect
        kept = any(group.wrap is _keeping_case for group in self.groups)
        return _as_it_is if special or kept or not self.titled else _keeping_case

    def close(self) -> None:
        text = self.groups.pop().text()
        self.groups[-1].parts.append(text)


def _as_it_is(text: str) -> str:
    return text


def _dropped(text: str) -> str:
    return ""


def _keeping_case(text: str) -> str:
    return f"{NO_CASE}{text}</span>" if any(map(str.isalpha, text)) else text


@cache
def _accenting(accent: str) -> Callable[[str], str]:
    def accented(text: str) -> str:
        base = {"ı": "i", "ȷ": "j"}.get(text[:1], text[:1])
        return unicodedata.normalize("NFC", base + accent) + text[1:] if base.strip() else text

    return accented


@cache
def _wrapping(name: str) -> Callable[[str], str]:
    if name in CHANGED:
        return CHANGED[name]
    opening, closing = WRAPPED[name]
    return lambda text: f"{opening}{text}{closing}" if text else text
