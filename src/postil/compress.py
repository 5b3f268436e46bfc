"""Compress: beside each text file of a site the same for hosts that send it compressed.

The one home of Brotli, which only an edition that asks for this needs.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import brotli

TEXTS = ("bib", "css", "html", "js", "json", "md", "ris", "svg", "txt", "xml", "yaml")
"""How the names of text files end: what else there is, such as pictures, is compressed already."""

BATCH = 64
"""How many files are held at once."""


def compressed(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Return ``files``, paths and contents, each that is text with its ``.br`` and ``.gz`` after it.

    They are functions of the content alone.
    """
    pending = iter(files)
    with ThreadPoolExecutor() as threads:  # Brotli at its best takes its time, and lets others run
        while batch := list(islice(pending, BATCH)):
            for file, beside in zip(batch, threads.map(_beside, batch), strict=True):
                yield file
                yield from beside


def _beside(file: tuple[str, bytes]) -> list[tuple[str, bytes]]:
    path, content = file
    if path.rpartition(".")[2].lower() not in TEXTS:
        return []
    small = brotli.compress(content, mode=brotli.MODE_TEXT, quality=11)
    return [(f"{path}.br", small), (f"{path}.gz", gzip.compress(content, 9, mtime=0))]
