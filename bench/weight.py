"""What a reader fetches, beside the words alone; and what Lighthouse says of the pages. ``README.md`` here says how."""

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import brotli
from lxml import html

ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / ".venv" / "bench"
PAGES = ("end-of-the-war.html", "notes.html", "sources.html", "glossary.html")
JUDGED = ("performance", "accessibility", "best-practices", "seo")


def weigh(site: Path) -> list[tuple[str, ...]]:
    """Return a table: what each of the pages weighs with what it loads at once, in KB of brotli, beside its words.

    The words are those of the page's ``main`` without what the edition adds (``data-apparatus``).
    """
    table: list[tuple[str, ...]] = [("page", "words", "HTML", "style", "script", "HTML + style", "all")]
    for name in PAGES:
        page = html.document_fromstring((site / name).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        sheets = [site / href for href in page.xpath("//link[@rel='stylesheet']/@href")]
        scripts = [site / src for src in page.xpath("//script/@src")]
        words = _light(_words(page).encode())
        first = _light((site / name).read_bytes())
        style, script = (sum(_light(path.read_bytes()) for path in paths) for paths in (sheets, scripts))
        sizes = (f"{size / 1000:.2f}" for size in (words, first, style, script))
        table.append((name, *sizes, f"{(first + style) / words:.2f} x", f"{(first + style + script) / words:.2f} x"))
    return table


def judge(site: Path) -> list[tuple[str, ...]]:
    """Return a table of what Lighthouse says of the pages, on a phone and on a desk, out of 100."""
    program = _lighthouse()
    table: list[tuple[str, ...]] = [("page", "as on", *JUDGED)]
    with _hosted(site) as host:
        for name in PAGES:
            for preset in ("phone", "desk"):
                scores = _scores(program, host + name, preset)
                table.append((name, preset, *(f"{100 * scores[each]:.0f}" for each in JUDGED)))
    return table


def _words(page: html.HtmlElement) -> str:
    (main,) = page.xpath("//main")
    for mark in main.xpath(".//*[@data-apparatus] | .//template"):
        mark.drop_tree()
    return " ".join(main.text_content().split())


def _light(content: bytes) -> int:
    return len(brotli.compress(content, quality=11))


def _lighthouse() -> Path:
    """Return Lighthouse's program, installed where it is missing."""
    listed = ROOT / "bench" / "package.json"
    program = NODE / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.is_file():
        npm = shutil.which("npm")
        if npm is None:
            sys.exit("error: Lighthouse needs npm; on Debian: apt install npm")
        NODE.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(listed, NODE / "package.json")
        options = ("--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        subprocess.run([npm, "install", "--prefix", NODE, *options], check=True, stdout=sys.stderr)
    return program


def _scores(program: Path, address: str, preset: str) -> dict[str, float]:
    """Return Lighthouse's scores of the page at ``address``, each from 0 to 1, and print what it marked down."""
    chromium = os.environ.get("POSTIL_CHROMIUM") or shutil.which("chromium") or ""
    flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
    command = ["node", str(program), address, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    command += [f"--only-categories={','.join(JUDGED)}", *(["--preset=desktop"] if preset == "desk" else [])]
    environment = {**os.environ, "CHROME_PATH": chromium}
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said.json"
        subprocess.run([*command, f"--output-path={said}"], check=True, env=environment, stdout=subprocess.DEVNULL)
        report = json.loads(said.read_text(encoding="utf-8"))
    scores = {}
    for name in JUDGED:
        category = report["categories"][name]
        scores[name] = float(category["score"] or 0)
        for audit in category["auditRefs"]:
            result = report["audits"][audit["id"]]
            if audit["weight"] and result["score"] is not None and result["score"] < 0.9:
                print(f"{address} ({preset}): {result['title']}: {result.get('displayValue', result['score'])}")
    return scores


class _Host(SimpleHTTPRequestHandler):
    """Answers as static hosts do: compressed, and what tells its content in its name for good."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        content = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=31536000" if "assets" in path.parts else "max-age=600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def _hosted(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def rows(site: Path, *, lighthouse: bool) -> Iterator[tuple[str, Sequence[tuple[str, ...]]]]:
    """Return each table with the words above it."""
    yield "What a page of the first edition weighs at its first view, in KB of brotli, beside its words", weigh(site)
    if lighthouse:
        yield "What Lighthouse says of them, of 100", judge(site)
