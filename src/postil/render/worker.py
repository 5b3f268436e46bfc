"""The service worker: what keeps an edition readable without a network, made of the list of its files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

from postil.render.script import bundle

PAGES_READ = ("data/ids.json", "data/concordance.json")
"""The data that pages load or lead to. The rest is for programs, and would double what a browser keeps."""

WORKER = "sw.js"
"""At the root of the site: a worker has no say over what is above it."""

INDEX = "data/search/words-"
"""How the files of a library's index begin: they are too many to be kept, and a book has none."""


def with_worker(
    files: Iterable[tuple[str, bytes]], scripts: Mapping[str, str], *, offline: bool
) -> Iterator[tuple[str, bytes]]:
    """Return ``files``, paths and contents, and after them a worker that keeps these in the browser.

    Where the edition is not to be ``offline`` any more, it is one that removes what was kept, and itself.
    """
    kept = {}
    for path, content in files:
        data = path.startswith("data/") and path.endswith(".json")
        if (path in PAGES_READ or not data) and not path.startswith(INDEX):
            kept[path] = blake2b(content, digest_size=5).hexdigest()
        yield path, content
    if not offline:
        yield WORKER, bundle(scripts, "leaving.js").encode()
        return
    listed = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    yield WORKER, f"const FILES={listed};\n{bundle(scripts, 'keeping.js')}".encode()
