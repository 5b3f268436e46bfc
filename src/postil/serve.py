"""Serve: the edition on this machine, built again and shown at each save.

The one home of livereload, and of Tornado, which comes with it. Pages bear livereload's script and are told
to load again by its protocol. Its server and its watcher are not used: they build on the thread that answers,
drop what is saved within three seconds of a reload, overlook a file that is moved in with an old date, and
let every site and every host name in.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import html
import json
import mimetypes
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple
from urllib.parse import quote

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from postil.diagnostics import Report, tell
from postil.pipeline import build, furniture, outcome_of
from postil.publish import MARKER, Published
from postil.read import line_of, shown

ADDRESS = "127.0.0.1"

HOSTS = r"(127\.0\.0\.1|localhost|\[::1\])"
"""The names of this machine. A page of another site that had it called by its own could read the edition."""

LOOK = 0.1
"""Seconds between two looks at the files."""

QUIET = 0.1
"""Seconds without a save that end a burst of them."""

PATIENCE = 2.0
"""Seconds after which a burst of saves is not waited for any longer."""

GRACE = 1.0
"""Seconds that a build may still take when the server is to end."""

RELOAD = {"command": "reload", "path": "*", "liveCSS": False, "liveImg": False}


class Outcome(NamedTuple):
    """What came of a build: what was published, or None; what is told of it; the page that says why it failed."""

    published: Published | None
    told: str
    failure: bytes = b""

    def differs(self, before: Outcome) -> bool:
        """Whether a browser shows something else than after the outcome ``before``."""
        if self.published is None or before.published is None:
            return self.failure != before.failure
        return self.published.written > 0 or self.published.files != before.published.files


def serve(content: Path, out: Path, *, port: int, strict: bool) -> int:
    """Build ``content`` as ``out`` at each save, and show it on ``port`` of this machine (0: a free one).

    Returns the exit status: 0 when interrupted, 1 where the port cannot be had.
    """
    try:
        listening = socket.create_server((ADDRESS, port))
    except (OSError, OverflowError) as error:
        advice = "name another with --port (0 takes a free one)"
        print(f"postil: port {port} {_reason(error)}; {advice}", file=sys.stderr)
        return 1
    gc.enable()  # a single build does without, and may have said so
    with listening, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(content, out, listening, strict=strict))
    return 0


def _reason(error: OSError | OverflowError) -> str:
    if isinstance(error, OverflowError):
        return "is not among 0 to 65535"
    if error.errno == errno.EADDRINUSE:
        return "is taken"
    return f"cannot be used: {os.strerror(error.errno or 0)}"


async def _serve(content: Path, out: Path, listening: socket.socket, *, strict: bool) -> None:
    loop = asyncio.get_running_loop()
    outcomes: asyncio.Queue[Outcome | None] = asyncio.Queue()  # None: the end
    for each in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows raises KeyboardInterrupt instead
            loop.add_signal_handler(each, outcomes.put_nowait, None)

    def done(outcome: Outcome) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(outcomes.put_nowait, outcome)

    ended = Event()
    # A daemon: the program ends without a build that outlasts its grace, and the next removes what that left.
    work = Thread(target=_keep_built, args=(content, out, strict, done, ended), daemon=True)
    work.start()
    port = listening.getsockname()[1]
    stage = Stage(out.resolve(), port)
    server = HTTPServer(_application(stage))
    while (outcome := await outcomes.get()) is not None:
        first = not stage.version
        await stage.show(outcome)
        _tell(outcome, out)
        if first:
            listening.setblocking(False)
            server.add_socket(listening)
            print(f"Serving {shown(content)} at http://{ADDRESS}:{port}/ (Ctrl+C ends it)", flush=True)
    ended.set()
    server.stop()
    await server.close_all_connections()
    await asyncio.to_thread(work.join, GRACE)


def _tell(outcome: Outcome, out: Path) -> None:
    """Print what came of a build, as ``build`` does."""
    if outcome.told:
        print(outcome.told, file=sys.stderr)
    stream = sys.stderr if outcome.published is None else sys.stdout
    print(outcome_of(outcome.published, out), file=stream, flush=True)


# Building


def _keep_built(content: Path, out: Path, strict: bool, done: Callable[[Outcome], None], ended: Event) -> None:
    """Build at once and after each change until ``ended``; ``done`` is told what came of it."""
    folders = (content, *furniture())
    while not ended.is_set():
        seen = _files(folders, out)  # before the build: what is saved during it is seen after it
        done(_build(content, out, strict=strict))
        _wait_for_change(folders, out, seen, ended)


def _build(content: Path, out: Path, *, strict: bool) -> Outcome:
    """Build, and return what came of it."""
    report = Report()
    try:
        published = build(content, out, report, strict=strict, preview=True)
    except Exception:  # a fault of ours, or of a template, must not end the server
        trace = traceback.format_exc()
        return Outcome(None, trace, _page("Postil failed", _FAULT, _item(trace, trace=True)))
    told = tell(report, line_of)
    if published is not None:
        return Outcome(published, str(told))
    page = _page("Nothing was published", _MEND, *map(_item, told.texts), closing=" ".join(told.counts))
    return Outcome(None, str(told), page)


# Watching

Files = frozenset[tuple[str, int, int, int]]
"""Files by path, with what differs when one is saved: its date, size and number."""


def _files(folders: tuple[Path, ...], out: Path) -> Files:
    """Return the files in ``folders``; not those in ``out``, nor what editors and git keep for themselves."""
    return frozenset(each for folder in folders for each in _walk(str(folder.resolve()), str(out.resolve())))


def _walk(folder: str, out: str) -> Iterator[tuple[str, int, int, int]]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:  # a folder may go while it is looked at
        for entry in entries:
            if entry.name.startswith(".") or entry.name.endswith("~") or entry.path == out:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, out)
                continue
            with contextlib.suppress(OSError):  # and so may a file
                status = entry.stat()
                yield entry.path, status.st_mtime_ns, status.st_size, status.st_ino


def _wait_for_change(folders: tuple[Path, ...], out: Path, seen: Files, ended: Event) -> None:
    """Return when the files are no longer as ``seen`` and a burst of saves is over, or when ``ended``."""
    pause = 0.0
    while not ended.wait(pause):
        start = time.monotonic()
        now = _files(folders, out)
        pause = max(LOOK, 10 * (time.monotonic() - start))  # however many files: a tenth of the time at most
        if now != seen:
            break
    patient = time.monotonic() + PATIENCE
    while time.monotonic() < patient and not ended.wait(QUIET):
        before, now = now, _files(folders, out)
        if now == before:
            return


# Answering


class Stage:
    """What browsers are shown: the site in ``out``, or the page that says why there is none."""

    def __init__(self, out: Path, port: int) -> None:
        self.out, self.port = out, port
        self.outcome = Outcome(None, "")
        self.version = ""
        self.browsers: set[Browser] = set()

    async def show(self, outcome: Outcome) -> None:
        """Show what came of a build, in the pages that are open too."""
        changed = not self.version or outcome.differs(self.outcome)
        self.outcome = outcome
        if changed:
            self.version = f"build-{time.time_ns()}"  # a word, or livereload's script would round it
            await asyncio.gather(*(browser.reload() for browser in self.browsers))

    def live(self, page: bytes) -> bytes:
        """Return ``page`` with the script that loads it again, which knows what it is that was loaded."""
        script = f'<script src="/livereload.js?port={self.port}&amp;snipver={self.version}" async></script>'
        return page.replace(b"</head>", script.encode() + b"</head>", 1)

    def file(self, path: str) -> tuple[str, bytes] | None:
        """Return the name and content of the site's file at ``path``, or None; nothing else has a path.

        It is found anew each time: a build exchanges the whole folder.
        """
        if "\\" in path or ".." in path.split("/") or not (self.out / MARKER).is_file():
            return None
        try:
            found = (self.out / path.lstrip("/")).resolve()
            if found.is_relative_to(self.out):
                return found.name, found.read_bytes()
        except (OSError, ValueError):  # there is none, or no file can have this name
            pass
        return None


class Page(RequestHandler):
    """Answers with a file of the site, or with what is wrong."""

    def initialize(self, stage: Stage) -> None:
        self.stage = stage

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.clear_header("Server")

    def compute_etag(self) -> None:
        """Return none: a page is sent each time."""

    def get(self, path: str) -> None:
        """Send the file at ``path``: while a build has failed, what is wrong in the place of each page."""
        stage = self.stage
        found = stage.file(path + "index.html" if path.endswith("/") or not path else path)
        if stage.outcome.failure and (found is None or found[0].endswith(".html")):
            self._send(500, "error.html", stage.outcome.failure)
        elif found is not None:
            self._send(200, *found)
        elif path and stage.file(path + "/index.html"):
            self.redirect("/" + quote(path.strip("/")) + "/")
        else:
            name, own = stage.file("404.html") or ("404.html", _page("There is no such page", _LOST))
            self._send(404, name, own)

    head = get

    def _send(self, status: int, name: str, content: bytes) -> None:
        type = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        if type == "text/html":
            content = self.stage.live(content)
        textual = type.startswith("text/") or type.endswith(("json", "xml"))
        self.set_status(status)
        self.set_header("Content-Type", type + ("; charset=utf-8" if textual else ""))
        self.finish(content)


_TYPES = {
    ".avif": "image/avif",
    ".css": "text/css",
    ".epub": "application/epub+zip",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Types that Python, or the machine it asks, may not know or tell otherwise."""


class Browser(LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """A page that is open in a browser and waits to be told to load again."""

    def initialize(self, stage: Stage) -> None:
        self.stage = stage
        self.loaded = ""

    def check_origin(self, origin: str) -> bool:
        """Say whether ``origin`` is this server, as Tornado does; livereload lets everyone in."""
        return WebSocketHandler.check_origin(self, origin)

    def on_message(self, message: str | bytes) -> None:
        """Greet the page, and tell it to load again at once if a build has ended since it was loaded."""
        super().on_message(message)
        told = json.loads(message)
        if told["command"] == "hello":
            self.loaded = told.get("snipver", "")
        elif told["command"] == "info":
            self.stage.browsers.add(self)
            if self.loaded and self.loaded != self.stage.version:
                self.send_message(RELOAD)

    def on_close(self) -> None:
        super().on_close()
        self.stage.browsers.discard(self)

    async def reload(self) -> None:
        """Tell the page to load again, if it is still there."""
        with contextlib.suppress(WebSocketClosedError):
            await self.write_message(RELOAD)


class Stranger(RequestHandler):
    """Answers whoever calls this machine by another name than its own."""

    def prepare(self) -> None:
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"Only {ADDRESS} and localhost are served.\n")


def _application(stage: Stage) -> Application:
    with_stage = {"stage": stage}
    application = Application(default_handler_class=Stranger, log_function=lambda handler: None)
    application.add_handlers(
        HOSTS,
        [
            ("/livereload", Browser, with_stage),
            ("/livereload.js", LiveReloadJSHandler),
            ("/(.*)", Page, with_stage),
        ],
    )
    return application


# Pages of our own

_MEND = "Mend what stands below and save: the page comes back by itself. The site on the disk is as it was."
_FAULT = (
    "This is a fault of Postil, or of a template, not of the edition. The site on the disk is as it was, "
    "and is built again at the next save."
)
_LOST = 'The edition has none at this address. <a href="/">Go to its first page.</a>'

_STYLE = """
:root { color-scheme: light dark; --rule: light-dark(#b3261e, #ff8a80); }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
ul { margin: 2rem 0; padding: 0; list-style: none; }
li { margin: 0 0 2rem; padding-left: 1rem; border-left: .25rem solid var(--rule); }
li p, pre { margin: 0; font: .875rem/1.6 ui-monospace, monospace; }
li p { white-space: pre-wrap; overflow-wrap: anywhere; }
li p:first-child { font-weight: 600; }
pre { padding: .25rem 0; overflow-x: auto; }
"""


def _page(title: str, words: str, *items: str, closing: str = "") -> bytes:
    """Return a page of the server's own; ``items`` are HTML."""
    listed = f'<ul role="list">\n{"".join(items)}</ul>\n' if items else ""
    after = f"<p>{html.escape(closing)}</p>\n" if closing else ""
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Postil</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{words}</p>
{listed}{after}</main>
</body>
</html>
"""
    return page.encode()


def _item(text: str, *, trace: bool = False) -> str:
    """Return a diagnostic as HTML: its first and last lines wrap; line and caret, between them, do not."""
    first, *between = html.escape(text.rstrip("\n"), quote=False).split("\n")
    last = [] if trace or not between else [between.pop()]
    lines = "\n".join(between)
    # What scrolls must be reached by the keyboard, and have a name.
    shown = [f'<pre role="group" aria-label="Lines" tabindex="0">{lines}</pre>'] if between else []
    return "\n".join(["<li>", f"<p>{first}</p>", *shown, *(f"<p>{each}</p>" for each in last), "</li>", ""])
