"""What the attributes of an element ask for: case, quotation marks, formatting, affixes (CSL 1.0.2, “Formatting”)."""

from __future__ import annotations

from postil.csl.cases import case
from postil.csl.markup import Element
from postil.csl.tokens import Tokens, without_periods, wrap

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


def around(tokens: Tokens, element: Element, source: str = "") -> Tokens:
    """Return ``tokens`` as the formatting attributes of ``element`` set them, with its prefix and suffix."""
    attributes = element.attributes
    for name in FORMATS:
        if name in attributes:
            value = attributes[name]
            kind = _KINDS.get(value) or (_OFF.get(name, "") if value == "normal" else "")
            if kind:
                tokens = wrap(tokens, kind)
    if source:
        tokens = wrap(tokens, "source", source)
    if "prefix" in attributes or "suffix" in attributes:
        tokens = [attributes.get("prefix", ""), *tokens, attributes.get("suffix", "")]
    if "display" in attributes:  # a list is text that runs on: what would be a column stands apart by a space
        tokens = [*tokens, " "] if attributes["display"] == "left-margin" else [" ", *tokens]
    return tokens


def dressed(tokens: Tokens, element: Element, english: bool, source: str = "") -> Tokens:
    """Return ``tokens`` with everything that a ``cs:text`` and its like may ask for.

    With the key of a ``source`` they are a link to it, without what stands before and after them.
    """
    attributes = element.attributes
    if attributes.get("strip-periods") == "true":
        tokens = without_periods(tokens)
    if how := attributes.get("text-case"):
        tokens = case(tokens, how, english)
    if attributes.get("quotes") == "true":
        tokens = wrap(tokens, "quote")
    return around(tokens, element, source)
