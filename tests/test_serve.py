"""Serving: a real server in a process of its own, and what browsers get from it."""

import asyncio
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.machine import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are sent and a pipe is made")

T = TypeVar("T")

DEADLINE = 30
"""Seconds after which what is waited for will not come."""

GOOD = "title: Small\n"
BROKEN = "title: Small\ntitel: Small\n"
MISTAKE = "content/edition.yaml:2:1: error: unknown key “titel” in the edition [key-unknown]"


class Answer(NamedTuple):
    """What the server answered."""

    status: int
    headers: http.client.HTTPMessage
    text: str


class Served:
    """A server of the edition in a folder: its lines, its answers, and its messages to pages."""

    def __init__(self, folder: Path, source: Path) -> None:
        self.folder, self.site = folder, folder / "site"
        self.process = subprocess.Popen(
            # Whatever Python or a library warns of would end the server, or stand among its lines.
            [sys.executable, "-W", "error", "-m", "postil", "serve", "--port", "0"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(source)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: Queue[str] = Queue()
        self.reader = Thread(target=self._read)
        self.reader.start()
        # A loop in a thread, for the browser's driver has its own in this one.
        self.loop = asyncio.new_event_loop()
        self.listener = Thread(target=self.loop.run_forever)
        self.listener.start()
        self.page: WebSocketClientConnection | None = None

    def start(self) -> list[str]:
        """Return the server's lines until it serves."""
        lines = self.until(r"Serving content at http://127\.0\.0\.1:\d+/ \(Ctrl\+C ends it\)")
        self.address = lines[-1].split()[3]
        self.host = self.address.split("/")[2]
        return lines

    def end(self) -> None:
        """End the server, if it has not ended, and all that was opened for it."""
        self.process.kill()
        self.process.wait(DEADLINE)
        self.reader.join(DEADLINE)
        if self.process.stdout:
            self.process.stdout.close()
        self.leave()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.listener.join(DEADLINE)
        self.loop.close()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.put(line.rstrip("\n"))

    def until(self, pattern: str) -> list[str]:
        """Return the server's next lines, to the first that is as ``pattern`` says."""
        lines = [self.lines.get(timeout=DEADLINE)]
        while not re.fullmatch(pattern, lines[-1]):
            lines.append(self.lines.get(timeout=DEADLINE))
        return lines

    def built(self) -> list[str]:
        """Return the server's next lines, to the end of a build that succeeds."""
        return self.until(r"site: \d+ files, \d+ of them new\.")

    def failed(self) -> list[str]:
        """Return the server's next lines, to the end of a build that fails."""
        return self.until(r"Nothing was published; site is as it was\.")

    def save(self, name: str, text: str) -> None:
        """Save a file of the edition."""
        (self.folder / "content" / name).write_text(text, encoding="utf-8")

    def get(self, path: str, host: str = "", **headers: str) -> Answer:
        """Return the answer for ``path``, which is sent as it stands."""
        connection = http.client.HTTPConnection(self.host, timeout=DEADLINE)
        try:
            connection.request("GET", path, headers={"Host": host or self.host, **headers})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode("utf-8"))
        finally:
            connection.close()

    def open(self, path: str = "/one.html") -> Answer:
        """Return the answer for ``path``, and wait for messages as a browser does that shows it now."""
        page = self.get(path)
        self.wait_as(page)
        return page

    def wait_as(self, page: Answer) -> None:
        """Wait for messages as a browser does that shows ``page`` now."""
        self.leave()

        async def connect() -> WebSocketClientConnection:
            request = HTTPRequest(f"ws://{self.host}/livereload", headers={"Origin": f"http://{self.host}"})
            there = await websocket_connect(request)
            shown = re.search(r'src="/livereload\.js\?port=\d+&amp;snipver=([\w-]+)"', page.text)
            assert shown
            await there.write_message(json.dumps({"command": "hello", "snipver": shown[1]}))
            assert json.loads(await there.read_message() or "{}")["command"] == "hello"
            await there.write_message(json.dumps({"command": "info", "url": self.address}))
            return there

        self.page = self._run(connect())

    def message(self) -> str:
        """Return the command of the next message to the page; nothing, if the server has gone."""

        async def read() -> str:
            if self.page is None:
                return ""
            message = await self.page.read_message()
            if message is None:
                self.page.close()
                self.page = None
            return str(json.loads(message or '{"command": ""}')["command"])

        return self._run(read())

    def leave(self) -> None:
        """Wait for messages no longer."""

        async def close() -> None:
            if self.page:
                self.page.close()

        self._run(close())
        while self.message():
            pass

    def _run(self, coroutine: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(DEADLINE)

    def signal(self, number: signal.Signals) -> tuple[int, list[str]]:
        """Send a signal, and return the exit status and the lines that were left."""
        self.process.send_signal(number)
        status = self.process.wait(DEADLINE)
        self.reader.join(DEADLINE)
        return status, list(self.lines.queue)


def write_edition(folder: Path) -> Path:
    """Write a small edition into ``content`` in ``folder``, and return ``folder``."""
    content = folder / "content"
    content.mkdir()
    (content / "edition.yaml").write_text(GOOD, encoding="utf-8")
    (content / "one.md").write_text("# One\n\nFirst words.\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a small edition."""
    return write_edition(tmp_path)


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., Served]]:
    """Return a function that serves the edition: by this checkout, or by the package in another folder."""
    started = []

    def start(source: Path = ROOT / "src") -> Served:
        served = Served(folder, source)
        started.append(served)
        served.start()
        return served

    yield start
    for served in started:
        served.end()


@pytest.fixture
def served(start: Callable[[], Served]) -> Served:
    """Return a server of the small edition."""
    return start()


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server of the small edition in which nothing is saved."""
    served = Served(write_edition(tmp_path_factory.mktemp("settled")), ROOT / "src")
    try:
        served.start()
        yield served
    finally:
        served.end()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of what Postil is, in which templates and stylesheets may be changed."""
    copy = tmp_path / "checkout"
    for name in ("src/postil", "templates", "static"):
        shutil.copytree(ROOT / name, copy / name)
    return copy


def site(served: Served) -> dict[str, bytes]:
    """Return the files of the site on the disk."""
    return {
        path.relative_to(served.site).as_posix(): path.read_bytes() for path in served.site.rglob("*") if path.is_file()
    }


def postil(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Return what a command that ends by itself says in ``folder``."""
    return subprocess.run(
        [sys.executable, "-m", "postil", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        encoding="utf-8",
        timeout=DEADLINE,
    )


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a build where it reads the stylesheet ``path``: a pipe, which it waits to be written."""
    os.mkfifo(path)
    opened: Queue[int] = Queue()
    Thread(target=lambda: opened.put(os.open(path, os.O_WRONLY)), daemon=True).start()
    writing = opened.get(timeout=DEADLINE)  # it cannot be opened before it is read
    try:
        yield
    finally:
        path.unlink()
        os.close(writing)


# Serving


def test_the_first_page_is_served(settled: Served) -> None:
    """The title page is at the server's address."""
    answer = settled.get("/")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "<title>Small</title>" in answer.text


def test_a_page_is_the_file_with_the_script(settled: Served) -> None:
    """What is served is the page on the disk with the live script at the end of its head, and no more."""
    script = r'<script src="/livereload\.js\?port=\d+&amp;snipver=build-\d+" async></script>(?=</head>)'
    page, found = re.subn(script, "", settled.get("/one.html").text)
    assert (page, found) == ((settled.site / "one.html").read_text(encoding="utf-8"), 1)


def test_the_script_is_served(settled: Served) -> None:
    """The live script is livereload's."""
    answer = settled.get("/livereload.js")
    assert answer.status == 200
    assert "LiveReload" in answer.text


def test_pages_are_not_kept(settled: Served) -> None:
    """No browser keeps a page, or asks whether what it kept is still good."""
    headers = settled.get("/one.html").headers
    assert (headers["Cache-Control"], headers["ETag"], headers["Last-Modified"]) == ("no-store", None, None)


def test_the_stylesheet_is_served(settled: Served) -> None:
    """A file that is no page is served as it is, with its type."""
    (style,) = (settled.site / "assets").glob("edition.*.css")
    answer = settled.get(f"/assets/{style.name}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert answer.text == style.read_text(encoding="utf-8")


def test_a_missing_page_is_told(settled: Served) -> None:
    """An address without a page has status 404 and a page that says so, with the live script."""
    answer = settled.get("/two.html")
    assert answer.status == 404
    assert "<h1>There is no such page</h1>" in answer.text
    assert "/livereload.js" in answer.text


def test_the_sites_own_page_tells_what_is_missing(served: Served) -> None:
    """Where the site has a 404.html, it is what is shown."""
    (served.site / "404.html").write_text("<head></head><p>Not here.", encoding="utf-8")
    answer = served.get("/two.html")
    assert answer.status == 404
    assert answer.text.endswith("</head><p>Not here.")


def test_a_folder_is_its_index(served: Served) -> None:
    """A folder without its slash is sent on, so that its links are right."""
    (served.site / "inner").mkdir()
    (served.site / "inner" / "index.html").write_text("Inner.", encoding="utf-8")
    answer = served.get("/inner")
    assert (answer.status, answer.headers["Location"]) == (302, "/inner/")
    assert served.get("/inner/").text == "Inner."


# Saving


def test_a_save_is_shown(served: Served) -> None:
    """A save makes open pages load again, and they have the new words."""
    assert "First words." in served.open().text
    served.save("one.md", "# One\n\nSecond words.\n")
    assert served.message() == "reload"
    assert "Second words." in served.get("/one.html").text


def test_saves_in_quick_succession_are_all_shown(served: Served) -> None:
    """A save right after a reload makes the pages load again too."""
    served.open()
    for words in ("Second words.", "Third words.", "Fourth words."):
        served.save("one.md", f"# One\n\n{words}\n")
        assert served.message() == "reload"
        assert words in served.get("/one.html").text


def test_a_burst_of_saves_is_one_build(served: Served) -> None:
    """Of twenty saves at once, one build shows the last."""
    served.open()
    for number in range(1, 21):
        served.save("one.md", f"# One\n\nSave {number}.\n")
    assert served.message() == "reload"
    assert "Save 20." in served.get("/one.html").text
    assert len(served.built()) == 1
    served.save("edition.yaml", "title: Other\n")
    assert served.message() == "reload"
    assert len(served.built()) == 1
    assert served.lines.empty()


def test_a_new_chapter_appears(served: Served) -> None:
    """A new manuscript is a new chapter, even one that is moved in and is old."""
    (served.folder / "two.md").write_text("# Two\n\nNew words.\n", encoding="utf-8")
    os.utime(served.folder / "two.md", (1_000_000_000, 1_000_000_000))
    served.open("/two.html")
    (served.folder / "two.md").rename(served.folder / "content" / "two.md")
    assert served.message() == "reload"
    assert "New words." in served.get("/two.html").text


def test_a_chapter_goes(served: Served) -> None:
    """A manuscript that is deleted takes its page with it."""
    served.save("two.md", "# Two\n\nNew words.\n")
    served.built()
    assert served.open("/two.html").status == 200
    (served.folder / "content" / "two.md").unlink()
    assert served.message() == "reload"
    assert served.get("/two.html").status == 404


def test_what_changes_nothing_reloads_nothing(served: Served) -> None:
    """A save that leaves the site as it was is built, and the pages stay."""
    served.open()
    served.save("edition.yaml", "# A remark.\n" + GOOD)
    assert served.built() == [f"site: {len(site(served))} files, 0 of them new."]
    served.save("one.md", "# One\n\nSecond words.\n")
    assert served.message() == "reload"
    assert "Second words." in served.get("/one.html").text


def test_a_page_loaded_before_a_build_is_loaded_again(served: Served) -> None:
    """A page that begins to wait only when there is a newer one is told at once."""
    page = served.get("/one.html")
    served.save("one.md", "# One\n\nSecond words.\n")
    served.open()
    assert served.message() == "reload"
    served.wait_as(page)
    assert served.message() == "reload"


def test_the_furniture_is_watched(start: Callable[..., Served], checkout: Path) -> None:
    """A change of a template, and of a stylesheet, is shown."""
    served = start(checkout / "src")
    template, style = checkout / "templates" / "base.html", checkout / "static" / "tokens.css"
    served.open()
    template.write_text(template.read_text(encoding="utf-8") + "<!-- new furniture -->", encoding="utf-8")
    assert served.message() == "reload"
    assert served.get("/one.html").text.endswith("<!-- new furniture -->")
    style.write_text(style.read_text(encoding="utf-8") + ":root { --new: 1 }\n", encoding="utf-8")
    assert served.message() == "reload"
    found = re.search(r'href="(assets/edition\.\w+\.css)"', served.get("/one.html").text)
    assert found
    assert "--new" in served.get("/" + found[1]).text


def test_pages_are_served_during_a_build(start: Callable[..., Served], checkout: Path) -> None:
    """While a build takes its time the old page is served; saves during it are one more build after it."""
    served = start(checkout / "src")
    with held(checkout / "static" / "held.css"):
        assert "First words." in served.get("/one.html").text
        served.save("one.md", "# One\n\nSecond words.\n")
        served.save("edition.yaml", "title: Other\n")
    assert served.built() == [f"site: {len(site(served))} files, 0 of them new."]
    assert len(served.built()) == 1
    assert "Second words." in served.get("/one.html").text
    assert served.lines.empty()


# Mistakes


def test_a_mistake_is_shown_and_mended(served: Served) -> None:
    """A mistake is shown in the page's place in the terminal's words; once it is mended, the page is back."""
    served.open()
    before = site(served)
    served.save("edition.yaml", BROKEN)
    assert served.message() == "reload"
    answer = served.open()
    assert (answer.status, answer.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert "<h1>Nothing was published</h1>" in answer.text
    assert f"<p>{MISTAKE}</p>" in answer.text
    assert "     2 | titel: Small\n       | ^^^^^</pre>" in answer.text
    assert "<p>  hint: Did you mean “title”?</p>" in answer.text
    assert "<p>1 error.</p>" in answer.text
    assert site(served) == before
    served.save("edition.yaml", GOOD)
    assert served.message() == "reload"
    assert "First words." in served.get("/one.html").text


def test_the_terminal_says_what_a_build_says(served: Served) -> None:
    """The terminal shows a mistake in the words of ``build``."""
    served.save("edition.yaml", BROKEN)
    said = served.failed()
    built = postil(served.folder, "build")
    assert said[0] == MISTAKE
    assert said == built.stderr.splitlines()


def test_files_are_served_while_there_is_a_mistake(served: Served) -> None:
    """Files of the last good site are served; pages, even those that never were, are the mistake."""
    (style,) = (served.site / "assets").glob("edition.*.css")
    served.save("edition.yaml", BROKEN)
    served.failed()
    assert served.get(f"/assets/{style.name}").status == 200
    assert [served.get(path).status for path in ("/", "/one.html", "/two.html")] == [500, 500, 500]


def test_an_edition_that_was_never_good(folder: Path, start: Callable[..., Served]) -> None:
    """Where there is no site yet, every path shows the mistake; when it is mended, the site is there."""
    (folder / "content" / "edition.yaml").write_text(BROKEN, encoding="utf-8")
    served = start()
    for path in ("/", "/one.html", "/assets/edition.css", "/a/b/"):
        answer = served.get(path)
        assert answer.status == 500
        assert MISTAKE in answer.text
    served.open("/")
    served.save("edition.yaml", GOOD)
    assert served.message() == "reload"
    assert "<title>Small</title>" in served.get("/").text


def test_a_warning_breaks_nothing(served: Served) -> None:
    """A warning is told in the terminal, and the site is shown."""
    served.open()
    served.save("one.md", "# One\n\nSecond words.\n\n[^a]: A note.\n")
    assert served.message() == "reload"
    assert served.built()[0] == ("content/one.md:5:1: warning: no place in the text calls the note “a” [note-uncalled]")
    assert "Second words." in served.get("/one.html").text


def test_a_fault_of_the_program_is_shown(start: Callable[..., Served], checkout: Path) -> None:
    """An exception that no one expected is shown like a mistake, and ends nothing."""
    served = start(checkout / "src")
    template = checkout / "templates" / "base.html"
    good = template.read_text(encoding="utf-8")
    served.open()
    template.write_text("{{ 1 / 0 }}" + good, encoding="utf-8")
    assert served.message() == "reload"
    assert served.failed()[0] == "Traceback (most recent call last):"
    answer = served.open()
    assert answer.status == 500
    assert "<h1>Postil failed</h1>" in answer.text
    assert "ZeroDivisionError: division by zero" in answer.text
    template.write_text(good, encoding="utf-8")
    assert served.message() == "reload"
    assert "First words." in served.get("/one.html").text


def test_an_error_page_writes_words_as_words(served: Served) -> None:
    """What an author wrote is text on the error page, not HTML."""
    served.save("edition.yaml", "title: Small\n<script>: 1\n")
    served.failed()
    text = served.get("/").text
    assert "unknown key “&lt;script&gt;”" in text
    assert "<script>" not in text


# Strangers


@pytest.mark.parametrize("host", ["postil.example", "127.0.0.1.postil.example", "localhost.postil.example:80"])
def test_other_host_names_are_refused(settled: Served, host: str) -> None:
    """Who calls this machine by a name that is not its own gets nothing."""
    answer = settled.get("/one.html", host=host)
    assert (answer.status, answer.text) == (403, "Only 127.0.0.1 and localhost are served.\n")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_own_host_names_are_served(settled: Served, host: str) -> None:
    """The names of this machine are served, with a port or without."""
    assert settled.get("/one.html", host=host).status == 200
    assert settled.get("/one.html", host=f"{host}:5500").status == 200


def test_pages_of_others_are_told_nothing(settled: Served) -> None:
    """A page of another site, or under another name, cannot listen."""
    call = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    foreign = "http://postil.example"
    assert settled.get("/livereload", **call, Origin=foreign).status == 403
    assert settled.get("/livereload", "postil.example", **call, Origin=foreign).status == 403


def test_no_one_else_orders_a_reload(settled: Served) -> None:
    """The address by which livereload would let anyone reload the pages is not there."""
    assert settled.get("/forcereload").status == 404


def test_nothing_outside_the_site_is_served(served: Served) -> None:
    """No path leads out of the site: not by dots, slashes of any kind, links, or what no name has in it."""
    (served.folder / "secret.html").write_text("Secret.", encoding="utf-8")
    (served.site / "link.html").symlink_to(served.folder / "secret.html")
    found = {
        path: served.get(path).status
        for path in (
            "/../secret.html",
            "/%2e%2e/secret.html",
            "/..%2fsecret.html",
            "/assets/../../secret.html",
            "/assets/..%5c..%5csecret.html",
            f"/{served.folder}/secret.html",
            f"/%2f{served.folder}/secret.html",
            "/link.html",
            "/one.html%00",
            "/" + "a" * 300,
        )
    }
    assert set(found.values()) == {404}, found


def test_a_folder_of_others_is_not_served(folder: Path, start: Callable[..., Served]) -> None:
    """Where ``--out`` is no site of ours, nothing is written to it, and nothing in it is served."""
    (folder / "site").mkdir()
    (folder / "site" / "secret.txt").write_text("Secret.", encoding="utf-8")
    served = start()
    answer = served.get("/secret.txt")
    assert answer.status == 500
    assert (
        "site: error: “site” holds a file that Postil did not write, “secret.txt”, and would be replaced whole "
        "[out-foreign]" in answer.text
    )
    assert site(served) == {"secret.txt": b"Secret."}


# Beginning and ending


def test_the_server_says_where_it_is(folder: Path) -> None:
    """The first lines are those of the build, and the address."""
    served = Served(folder, ROOT / "src")
    try:
        lines = served.start()
        count = len(site(served))
        assert lines == [
            f"site: {count} files, {count} of them new.",
            f"Serving content at http://127.0.0.1:{served.host.split(':')[1]}/ (Ctrl+C ends it)",
        ]
    finally:
        served.end()


def test_a_taken_port_is_told(folder: Path) -> None:
    """Where the port is taken, one line says so, and nothing is built."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = postil(folder, "serve", "--port", str(port))
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == f"postil: port {port} is taken; name another with --port (0 takes a free one)\n"
    assert not (folder / "site").exists()


def test_a_port_that_is_none_is_told(folder: Path) -> None:
    """A number that no port has is told in one line."""
    told = postil(folder, "serve", "--port", "70000")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        "postil: port 70000 is not among 0 to 65535; name another with --port (0 takes a free one)\n"
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it(served: Served, number: signal.Signals) -> None:
    """Ctrl+C, or a request to end, ends the server with status 0 and not a word, though pages are open."""
    served.open()
    assert served.signal(number) == (0, [])
    assert served.message() == ""


def test_it_ends_during_a_build(start: Callable[..., Served], checkout: Path) -> None:
    """A build that takes its time does not keep the server from ending; the site stays as it was."""
    served = start(checkout / "src")
    before = site(served)
    with held(checkout / "static" / "held.css"):
        assert served.signal(signal.SIGINT) == (0, [])
    assert site(served) == before


# A browser


def test_a_browser_shows_what_is_saved(served: Served, browser: "Browser") -> None:
    """An open page shows new words by itself, then a mistake, and when it is mended, the words again."""
    page = browser.new_page()
    try:
        page.goto(served.address + "one.html")
        page.get_by_text("First words.").wait_for()
        served.save("one.md", "# One\n\nSecond words.\n")
        page.get_by_text("Second words.").wait_for()
        served.save("edition.yaml", BROKEN)
        page.get_by_text(MISTAKE, exact=True).wait_for()
        served.save("edition.yaml", GOOD)
        page.get_by_text("Second words.").wait_for()
    finally:
        page.close()


def test_the_error_page_is_for_everyone(served: Served, browser: "Browser", axe_source: str) -> None:
    """The error page has no fault that axe finds, and nothing on it is cut off on a narrow screen."""
    served.save("edition.yaml", BROKEN)
    served.failed()
    page = browser.new_page(viewport={"width": 320, "height": 640})
    try:
        page.goto(served.address)
        page.evaluate(axe_source)
        assert page.evaluate("axe.run().then(found => found.violations.map(each => each.id))") == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    finally:
        page.close()
