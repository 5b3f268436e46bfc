"""The sources as files that reference managers read: all of them together, and each alone.

What is exported is the record as it was checked, not what the book printed of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from postil.edition import Source
from postil.render.exports.biblatex import entry as bib_entry
from postil.render.exports.biblatex import file as bib_file
from postil.render.exports.csl_json import entry as csl_entry
from postil.render.exports.csl_json import file as csl_file
from postil.render.exports.ris import entry as ris_entry
from postil.render.exports.ris import file as ris_file


class Format(NamedTuple):
    """A format: how it is called, how its files' names end, and its media type."""

    name: str
    ending: str
    type: str


FORMATS = (
    Format("BibLaTeX", ".bib", "application/x-bibtex"),
    Format("RIS", ".ris", "application/x-research-info-systems"),
    Format("CSL JSON", ".csl.json", "application/vnd.citationstyles.csl+json"),
)

_WRITERS = ((bib_entry, bib_file), (ris_entry, ris_file), (csl_entry, csl_file))  # in the order of FORMATS


def exports(sources: Iterable[Source]) -> Iterator[tuple[str, bytes]]:
    """Return the path and content of each file: ``sources.bib``, ``sources/<name>.bib`` and so on; none for no source.

    The names are those that ``file_names`` gives for the keys of ``sources`` in this order.
    """
    sources = tuple(sources)
    names = file_names(source.key for source in sources)
    for (_, ending, _), (entry, file) in zip(FORMATS, _WRITERS, strict=True):
        entries = [entry(source) for source in sources]
        if entries:
            yield f"sources{ending}", _encoded(file(entries))
        for source, text in zip(sources, entries, strict=True):
            yield f"sources/{names[source.key]}{ending}", _encoded(file([text]))


def alone(source: Source, format: Format) -> str:
    """Return the text of a file of ``format`` that holds ``source`` alone."""
    entry, file = _WRITERS[FORMATS.index(format)]
    return file([entry(source)])


def file_names(keys: Iterable[str]) -> dict[str, str]:
    """Return, by key, a name that is good in an address and as a file on every system, and that no other key has.

    A key of letters, digits, hyphens, stops and low lines is its own name, unless it differs from an earlier one in
    its case alone. Any other sign becomes a hyphen, and then a few signs made of the key end the name.
    """
    names: dict[str, str] = {}
    taken = set()
    for key in keys:
        if key in names:
            continue
        name, turn = _safe(key), 0
        while _folded(name) in taken:
            name = _marked(_safe(key), key, turn)
            turn += 1
        taken.add(_folded(name))
        names[key] = name
    return names


_LONGEST = 150
"""In bytes: a name with its ending has to fit into 255, and may be unpacked within a long path."""

# What Windows takes for a device, whatever stands after a stop.
_DEVICES = {
    "con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789¹²³"),
}  # fmt: skip


def _safe(key: str) -> str:
    safe = key
    if not key.isascii():
        from unicodedata import normalize  # which most editions do without

        safe = normalize("NFC", key)  # macOS finds a name in either form, other systems only in its own
    name = "".join([sign if sign.isalnum() or sign in "-._" else "-" for sign in safe]).strip("-._")
    if len(name.encode(errors="replace")) > _LONGEST:
        name = name[: _LONGEST // 4]
    if name != safe or name.partition(".")[0].lower() in _DEVICES:
        return _marked(name, key, 0)
    return name


def _marked(name: str, key: str, turn: int) -> str:
    """Return ``name`` with a few signs that are made of ``key``, others at each turn."""
    mark = blake2b(f"{key} {turn}".encode(errors="surrogatepass"), digest_size=3).hexdigest()
    if name.partition(".")[0].lower() in _DEVICES:
        return f"{mark}-{name}"
    return f"{name}-{mark}" if name else mark


def _folded(name: str) -> str:
    if name.isascii():
        return name.lower()
    from unicodedata import normalize

    return normalize("NFKC", normalize("NFKC", name).casefold())


def _encoded(text: str) -> bytes:
    return text.encode(errors="replace")  # JSON may hold halves of signs, which no file can
