"""The marks that CSL has within its variables: ``<i>``, ``<b>``, ``<sup>``, ``<sub>``, small capitals, ``nocase``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

NOCASE = '<span class="nocase">'

CLOSES = {
    "<i>": "</i>",
    "<b>": "</b>",
    "<sup>": "</sup>",
    "<sub>": "</sub>",
    "<sc>": "</sc>",
    '<span style="font-variant:small-caps;">': "</span>",
    '<span style="font-variant: small-caps;">': "</span>",
    NOCASE: "</span>",
}

_NOTHING = dict.fromkeys(CLOSES, ("", ""))
_LONGEST = max(map(len, CLOSES))


def plain(text: str) -> str:
    """Return ``text`` without its marks."""
    return marked(text, str, _NOTHING) if "<" in text else text


def marked(text: str, write: Callable[[str], str], marks: Mapping[str, tuple[str, str]]) -> str:
    """Return ``text`` as ``write`` writes it, its marks as ``marks`` says what comes before and after each.

    What is not opened and closed again is no mark.
    """
    if "<" not in text:
        return write(text)
    written: list[str] = []
    opened: list[tuple[int, str]] = []
    start, at = 0, text.find("<")
    while at >= 0:
        end = text.find(">", at, at + _LONGEST) + 1
        tag = text[at:end]
        if tag in marks:
            written += (write(text[start:at]), write(tag))
            opened.append((len(written) - 1, tag))
            start = end
        elif opened and tag == CLOSES[opened[-1][1]]:
            place, opening = opened.pop()
            written[place], after = marks[opening]
            written += (write(text[start:at]), after)
            start = end
        at = text.find("<", at + 1)
    return "".join(written) + write(text[start:])
