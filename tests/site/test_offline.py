"""An edition that browsers keep: it is read without a network, and goes when it is to go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from postil.diagnostics import Report
from postil.pipeline import build
from tests.edition import built, page, written
from tests.site.published import hosted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FILES = {
    "edition.yaml": "title: An Edition\noffline: true\n",
    "one.md": "# One\n\nThe first words.[^a]\n\n[^a]: A note, see <https://example.org/>.\n",
    "الثاني.md": "# Another\n\nThe other chapter, ![a dot](a dot.svg).\n".replace("a dot.svg", "<a dot.svg>"),
    "a dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"/>',
}

READY = "navigator.serviceWorker.ready.then((it) => it.active.state)"
KEPT = """async () => Promise.all((await caches.keys()).map(async (name) => {
  const cache = await caches.open(name);
  return [name, (await cache.keys()).map((each) => each.url)];
}))"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a reader's browser, with what it keeps."""
    context = browser.new_context()
    yield context
    context.close()


def keeping(context: BrowserContext, address: str) -> Page:
    """Return the chapter's page, once the browser has kept the edition."""
    page = context.new_page()
    page.goto(f"{address}one.html")
    page.evaluate(READY)
    page.wait_for_function("navigator.serviceWorker.controller")
    return page


def test_all_of_it_is_there_without_a_network(tmp_path: Path, context: BrowserContext) -> None:
    """After one visit to a chapter every page of the edition opens offline, with its style and its tools."""
    site = built(written(tmp_path, FILES), tmp_path / "site")
    with hosted(site) as address:
        page = keeping(context, address)
    # the host is gone, and the network too
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.set_offline(True)
    passage = next(site.glob("p/*.html")).relative_to(site).as_posix()
    for path, words in (
        ("one.html", "The first words."),
        ("one", "The first words."),
        ("one.html?v=1#n-a", "A note"),
        ("notes.html", "A note"),
        (passage, "Cite this paragraph"),
        ("الثاني.html", "The other chapter"),
        ("", "Contents"),
    ):
        page.goto(address + path)
        assert words in page.locator("main").inner_text(), path
        assert page.evaluate("getComputedStyle(document.querySelector('main')).display") == "grid", path
    page.goto(f"{address}الثاني.html")
    assert page.evaluate("document.images[0].decode().then(() => document.images[0].complete)")
    page.goto(f"{address}one.html")
    page.get_by_role("link", name="Paragraph 1, cite", exact=True).click()
    page.get_by_role("dialog", name="Paragraph 1").wait_for()
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def test_a_page_comes_from_the_network_where_there_is_one(tmp_path: Path, context: BrowserContext) -> None:
    """What is published anew is read at once; what only the old version had is let go when no page needs it."""
    content = written(tmp_path, FILES)
    site = built(content, tmp_path / "site")
    with hosted(site) as address:
        page = keeping(context, address)
        before = dict(page.evaluate(KEPT))
        written(tmp_path, {**FILES, "one.md": "# One\n\nQuite other words.\n"})
        built(content, site)
        page.goto(f"{address}one.html")
        assert "Quite other words." in page.locator("main").inner_text()
        page.evaluate("navigator.serviceWorker.ready.then((it) => it.update())")
        page.wait_for_function("navigator.serviceWorker.ready.then((it) => it.waiting !== null)")
        page.close()
        page = context.new_page()  # the page of the old version is closed: the new one takes over
        page.goto(f"{address}one.html")
        page.wait_for_function(
            "navigator.serviceWorker.ready.then((it) => it.waiting === null && it.active.state === 'activated')"
        )
        after = dict(page.evaluate(KEPT))
    [name] = before
    assert name == f"postil {address}"
    assert list(after) == [name]
    same = set(before[name]) & set(after[name])
    assert any("/assets/" in url for url in same)
    assert len([url for url in after[name] if "/one.html?" in url]) == 1
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for_programs = {file for file in files if re.fullmatch(r"data/.*\.json", file)} - {"data/ids.json"}
    assert len(after[name]) == len(files - for_programs - {"sw.js", ".postil"})
    assert {"data/chapters.json", "data/blocks/one.json", "data/schema/blocks.json"} <= for_programs


def test_other_editions_and_other_files_are_left_alone(tmp_path: Path, context: BrowserContext) -> None:
    """In a folder of a host the worker answers for that folder alone."""
    built(written(tmp_path, FILES), tmp_path / "host" / "edition")
    (tmp_path / "host" / "404.html").write_text("<p>Lost.", encoding="utf-8")
    (tmp_path / "host" / "one.html").write_text("<p>Another's.", encoding="utf-8")
    with hosted(tmp_path / "host") as address:
        page = keeping(context, f"{address}edition/")
        [[name, urls]] = page.evaluate(KEPT)
        assert name == f"postil {address}edition/"
        assert [url for url in urls if not url.startswith(f"{address}edition/")] == []
        page.goto(f"{address}one.html")
        assert page.evaluate("navigator.serviceWorker.controller") is None


def test_what_was_kept_goes_with_the_setting(tmp_path: Path, context: BrowserContext) -> None:
    """With ``offline: false`` the next visit removes what was kept, and the worker itself."""
    content = written(tmp_path, FILES)
    site = built(content, tmp_path / "site")
    with hosted(site) as address:
        page = keeping(context, address)
        written(tmp_path, {**FILES, "edition.yaml": "title: An Edition\noffline: false\n"})
        built(content, site)
        page.goto(f"{address}one.html")
        page.evaluate("navigator.serviceWorker.getRegistration().then((it) => it?.update())")
        page.wait_for_function("caches.keys().then((names) => !names.length)")
        page.goto(f"{address}notes.html")
        page.wait_for_function("navigator.serviceWorker.getRegistration().then((it) => it === undefined)")


def test_a_folder_keeps_nothing(tmp_path: Path, context: BrowserContext) -> None:
    """Opened from a folder, a page asks for no worker, and nothing is wrong with it."""
    site = built(written(tmp_path, FILES), tmp_path / "site")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "one.html").as_uri())
    assert said == []
    assert [url for url in asked if url.endswith("sw.js")] == []


def test_without_the_setting_nothing_is_there(tmp_path: Path) -> None:
    """An edition that does not ask has no worker, and no word of one in its scripts."""
    site = built(written(tmp_path, {**FILES, "edition.yaml": "title: An Edition\n"}), tmp_path / "site")
    assert not (site / "sw.js").exists()
    assert [path.name for path in site.rglob("*.js") if "serviceWorker" in path.read_text(encoding="utf-8")] == []
    asked = built(written(tmp_path, FILES), tmp_path / "asked")
    assert page(asked / "index.html").xpath("//script/@src") == page(site / "index.html").xpath("//script/@src") == []


def test_a_preview_keeps_nothing(tmp_path: Path) -> None:
    """What ``serve`` builds has no worker, which would hold old pages, and nothing compressed."""
    content = written(tmp_path, {**FILES, "edition.yaml": "title: An Edition\noffline: true\ncompress: true\n"})
    assert build(content, tmp_path / "site", Report(), preview=True) is not None
    assert sorted({path.suffix for path in (tmp_path / "site").rglob("*.??")}) == [".js"]
    assert not (tmp_path / "site" / "sw.js").exists()
    assert not [
        each for each in (tmp_path / "site").rglob("*.js") if "serviceWorker" in each.read_text(encoding="utf-8")
    ]
