"""What a reader fetches to see the chapter, and that it stays where it is once it is seen. Sizes are facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

import brotli
import pytest

from tests.edition import author_words, page
from tests.site.published import hosted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHAPTER = "end-of-the-war.html"

# Each shift of the layout that no press of the reader's brought about, from the first paint on; and two frames later.
SHIFTS = """
async () => {
  let sum = 0;
  const add = (entries) => { for (const entry of entries) if (!entry.hadRecentInput) sum += entry.value; };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  await document.fonts.ready;
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await frame();
  await frame();
  add(observer.takeRecords());
  observer.disconnect();
  return sum;
}
"""

BLOCKING = """
() => performance.getEntriesByType("resource")
  .filter((entry) => entry.renderBlockingStatus === "blocking")
  .map((entry) => entry.name)
"""


class View(NamedTuple):
    """A first view of the chapter: what was fetched for it, what of that kept it from being painted, and from where."""

    host: str
    fetched: list[str]
    blocking: list[str]

    def files(self) -> list[str]:
        """Return the files that were fetched from the site, by their paths in it."""
        own = [address for address in self.fetched if address.startswith(self.host)]
        return [unquote(urlsplit(address).path).lstrip("/") for address in own]


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """Return the address of the site on this machine."""
    with hosted(site) as address:
        yield address


@pytest.fixture(scope="module")
def view(browser: Browser, host: str) -> View:
    """Return what a browser that was never here fetched, once nothing more was under way."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    fetched: list[str] = []
    context.on("request", lambda request: fetched.append(request.url))
    page = context.new_page()
    page.goto(host + CHAPTER, wait_until="networkidle")
    blocking = page.evaluate(BLOCKING)
    context.close()
    return View(host, fetched, blocking)


@pytest.fixture(scope="module")
def words(site: Path) -> int:
    """Return the size of the words of ``main`` without what the edition adds, as in ``bench/weight.py``."""
    (main,) = page(site / CHAPTER).xpath("//main")
    return light(author_words(main).encode())


def light(content: bytes) -> int:
    """Return the size of ``content`` as it is sent."""
    return len(brotli.compress(content, quality=11))


def test_the_page_and_its_stylesheet_weigh_little(site: Path, words: int) -> None:
    """HTML and stylesheet, of which there is one, are not more than 1.8 times as large as the words."""
    (sheet,) = page(site / CHAPTER).xpath("//link[@rel='stylesheet']/@href")
    sizes = {"HTML": light((site / CHAPTER).read_bytes()), "style": light((site / sheet).read_bytes())}
    assert sum(sizes.values()) <= 1.8 * words, (sizes, words, round(sum(sizes.values()) / words, 2))


def test_all_that_is_fetched_weighs_little(site: Path, view: View, words: int) -> None:
    """All that a browser fetches at its first view, its icon too, is not more than 2.3 times as large as the words."""
    icons = page(site / CHAPTER).xpath("//link[@rel='icon']/@href")
    sizes = {name: light((site / name).read_bytes()) for name in {*view.files(), *icons}}
    assert CHAPTER in sizes
    assert sum(sizes.values()) <= 2.3 * words, (sizes, words, round(sum(sizes.values()) / words, 2))


def test_no_other_host_is_asked(view: View) -> None:
    """Every request goes to the host of the page, and none is made twice."""
    assert [address for address in view.fetched if not address.startswith(view.host)] == []
    assert len(view.fetched) == len(set(view.fetched))


def test_only_the_stylesheet_is_waited_for(site: Path, view: View) -> None:
    """The one stylesheet alone keeps the browser from painting: scripts are deferred, or short and in the page."""
    (sheet,) = page(site / CHAPTER).xpath("//link[@rel='stylesheet']/@href")
    assert view.blocking == [view.host + sheet]
    scripts = page(site / CHAPTER).xpath("//script[not(@type='application/ld+json')]")
    assert [script.get("src") for script in scripts if script.get("src") and "defer" not in script.attrib] == []
    inline = [script.text for script in scripts if not script.get("src")]
    assert len(inline) <= 1
    assert len("".join(inline)) <= 512


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_once_it_is_seen(browser: Browser, host: str, width: int) -> None:
    """The layout does not shift while the page comes, at its top or at a note; where it does shift, we would know."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for fragment in ("", "#n-minsk-conference"):
        page.goto("about:blank")
        page.goto(host + CHAPTER + fragment, wait_until="networkidle")
        assert page.evaluate(SHIFTS) < 0.01, fragment
    assert shifted(page) > 0.01
    context.close()


def shifted(page: Page) -> float:
    """Return how far the layout shifts where something is put in at the top of ``page``."""
    page.goto(page.url.partition("#")[0] + "?")
    page.evaluate("document.body.prepend(Object.assign(document.createElement('p'), { style: 'height: 400px' }))")
    return float(page.evaluate(SHIFTS))
