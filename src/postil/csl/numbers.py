"""Numbers as text has them: which are numbers, which are several, and ranges of pages."""

from __future__ import annotations

import re

_ONE = r"[A-Za-z]*\d+[A-Za-z]*"
_NUMERIC = re.compile(rf"\s*{_ONE}(?:\s*(?:[-–—,&+]|and|et)\s*{_ONE})*\s*")
_SEVERAL = re.compile(
    r"[\divxlcdm][\w.]*\s*(?:[-–—&+/;]|,(?!\d\d\d\b)|\band\b|\bet\b|\bund\b)\s*[\w.]*[\divxlcdm]", re.IGNORECASE
)
_RANGE = re.compile(r"((?:\w*[^\W\d_])?)(\d+)\s*[-–]\s*((?:\w*[^\W\d_])?)(\d+)\Z")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


LONG = 200
"""How many signs of a field are looked at: what is longer is no number."""


def whole(text: str, otherwise: int = 0) -> int:
    """Return the number that ``text`` is, or ``otherwise``: of more than nine digits none counts anything."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else otherwise


def numeric(text: str) -> bool:
    """Whether ``text`` is a number, or several (CSL 1.0.2, “Choose”: ``is-numeric``)."""
    return len(text) < LONG and bool(_NUMERIC.fullmatch(text))


def several(text: str) -> bool:
    """Whether ``text`` names more than one: a range, or a list."""
    return bool(_SEVERAL.search(text[:LONG].replace("\\-", "").replace("--", "-")))


def roman(number: int) -> str:
    """Return ``number`` (1 to 3999) in small Roman numerals; others as they are."""
    if not 0 < number < 4000:
        return str(number)
    result = ""
    for value, sign in _ROMAN:
        while number >= value:
            result += sign
            number -= value
    return result


def pages(text: str, how: str, dash: str) -> str:
    """Return page ranges in the format ``how`` (CSL 1.0.2, appendix V), with ``dash`` between their ends."""
    if "-" not in text and "–" not in text:
        return text
    escaped = text.replace("\\-", "\0").replace("--", "-")
    parts = re.split(r"(\s*[,;&]\s*)", escaped)
    return "".join(_range(part, how, dash) for part in parts).replace("\0", "-")


def _range(text: str, how: str, dash: str) -> str:
    match = _RANGE.match(text.strip())
    if not match:
        both = re.match(r"\W*[\divxlcdm]", text, re.IGNORECASE)
        return re.sub(r"(?<=[\w.])\s*[-–]\s*(?=[\w.])", dash, text) if both else text
    before, first, again, last = match.groups()
    if before != again and (before or again):  # no range of one kind of number
        return f"{before}{first}{'-' if how else dash}{again}{last}"
    if not how or len(first) > 9 or len(last) > 9:
        return f"{before}{first}{dash}{again}{last}"
    full = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    if int(full) <= int(first):
        return f"{before}{first}{dash}{again}{last}"
    if how == "expanded":
        return f"{before}{first}{dash}{before}{full}"
    return f"{before}{first}{dash}{_shortened(first, full, how)}"


def _shortened(first: str, last: str, how: str) -> str:
    if len(first) != len(last):
        return last
    same = next((place for place, (one, other) in enumerate(zip(first, last, strict=True)) if one != other), 0)
    minimal = last[same:]
    if how == "minimal":
        return minimal
    if how == "minimal-two":
        return last[-2:] if len(minimal) < 2 else minimal
    # Chicago: below 100 and at multiples of 100 all digits; 101 to 109 of a hundred what changes; else two or more
    begin = int(first)
    if begin < 100 or begin % 100 == 0:
        return last
    if begin % 100 < 10:
        return minimal
    if how == "chicago-16":
        return last[-2:] if len(minimal) < 2 else minimal
    if len(minimal) >= 3 and len(first) == 4:
        return last
    return last[-2:] if len(minimal) < 2 else minimal
