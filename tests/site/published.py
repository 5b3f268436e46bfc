"""A small edition that was published twice, and a host that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from postil.diagnostics import Report
from postil.release import release
from tests.edition import built, page, written

EDITION = """\
title: An Edition
version: "{version}"
editors:
  - {{given: Ana, family: Bell}}
publisher: A Press
issued: 2021
note_series:
  - {{name: ed, title: Editor’s notes, numbering: letters}}
"""

BREAD = "The third paragraph is about bread, salt, and the price of both in the year of the flood.\n"

ONE = """\
# One Chapter

[](page:187) The *first* paragraph tells of the harbour[^1] and of the ships that lay in it all winter.

The second paragraph says that “the old wall” was built by the people of the town in three years.

## What Was Withdrawn

The third paragraph is about bread, salt, and the price of both in the year of the flood.

> A quotation stands here, of eight words and more, from a letter.

- An item of the list that is long enough to be cited alone.

The town council met again in the spring, and what it said then is not known to anyone.[^ed:who] [](page:xii)

[^1]: A note on the harbour, which was deep.
[^ed:who]: Somebody knows.
"""

TWO = """\
# Two

The other chapter has a paragraph of its own, and nothing in it is said of ships.
"""


def published_twice(root: Path, language: str = "en") -> Path:
    """Return the site of an edition of which a paragraph was changed and another withdrawn with its second release."""
    files = {"one.md": ONE, "two.md": TWO}
    content = written(root, {"edition.yaml": f"{EDITION.format(version='1.0')}language: {language}\n", **files})
    _release(content, "1.0", "2026-01-01")
    site = built(content, root / "site")
    files["one.md"] = ONE.replace("in three years", "within four years").replace(BREAD, "")
    reason = "reason: Its author asked for it, date: 2026-01-15"
    gone = f"  - {{id: {ids_of(site)['3']}, withdrawn: true, {reason}}}\n"
    files["dispositions.yaml"] = f"dispositions:\n{gone}"
    written(root, {"edition.yaml": f"{EDITION.format(version='1.1')}language: {language}\n", **files})
    _release(content, "1.1", "2026-02-01")
    return built(content, root / "site")


def _release(content: Path, version: str, day: str) -> None:
    report = Report()
    assert release(content, version, report, day=day)
    assert not report.errors


def ids_of(site: Path, chapter: str = "one") -> dict[str, str]:
    """Return the ids of a chapter's blocks by their numbers."""
    numbers = page(site / f"{chapter}.html").xpath("//article//a[@class='number'][@data-apparatus]")
    return {number.text_content(): number.getparent().get("id") for number in numbers}


class _Host(SimpleHTTPRequestHandler):
    """Answers as static hosts do: what is not there has status 404, and the edition's page for it."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            super().send_error(code, message, explain)
            return
        content = (Path(self.directory) / "404.html").read_bytes()
        content = b"" if re.search(r"\.(css|js|json|svg|woff2)$", self.path.partition("?")[0]) else content
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def hosted(site: Path) -> Iterator[str]:
    """Serve ``site`` on a free port of this machine; the address comes back, with a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(site)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
