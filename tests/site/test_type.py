"""How pages are set: what a reader's eye, and a printer, would find amiss."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.edition import built, page, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CELLS = " | ".join(["remarks of some length"] * 8)
TEXT = f"""
Words before, and [a link](https://example.org/there) in them.[^a]

{{#song}}
| A line of verse that is long enough to be turned over where there is no room for all of it in one
|    and one that is indented.
|
| Another stanza.

| {CELLS} |
|{"---|" * 8}
| {CELLS} |

> Quoted.

```python
x = "coloured"
```

[^a]: A note.
"""


@pytest.fixture(scope="module")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of a chapter with blocks of several kinds."""
    root = tmp_path_factory.mktemp("specimen")
    return built(written(root, {"one.md": TEXT}), root / "site") / "one.html"


@pytest.fixture
def narrow(specimen: Path, browser: "Browser") -> Iterator["Page"]:
    """Return that page on a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, color_scheme="dark")
    shown = context.new_page()
    shown.goto(specimen.as_uri())
    yield shown
    context.close()


def test_verse_is_a_block_that_is_cited(specimen: Path) -> None:
    """Its lines are lines with or without a stylesheet, it has a number, and its author's name leads to it."""
    (verse,) = page(specimen).xpath('//p[@class="verse"]')
    assert [len(line.xpath("./br")) for line in verse.xpath("./span[@class='line']")] == [1, 1, 1, 0]
    assert verse.xpath("./a[@class='number']/text()") == ["2"]
    assert verse.xpath("./span[@id='song']")


def test_a_line_of_verse_that_is_turned_over_hangs(narrow: "Page") -> None:
    """What of a line is turned over stands further in than any line begins."""
    lefts = narrow.evaluate("""() => {
      const range = document.createRange();
      range.selectNodeContents(document.querySelector(".verse .line"));
      return [...range.getClientRects()].map(each => each.left);
    }""")
    assert len(lefts) > 1
    assert min(lefts[1:-1]) > lefts[0] + 16


def test_a_wide_table_scrolls_in_itself(narrow: "Page") -> None:
    """The page is no wider than the screen, and the table's words have room."""
    assert narrow.evaluate("document.documentElement.scrollWidth") == 360
    scrolled, shown = narrow.evaluate("(() => { const s = document.querySelector('.scroll');"
                                      " return [s.scrollWidth, s.clientWidth]; })()")  # fmt: skip
    assert scrolled > 2 * shown


def test_paper_is_white_whatever_the_screen_was(narrow: "Page") -> None:
    """A theme, or a size, that a reader chose for the screen is none for paper."""
    narrow.evaluate("""() => {
      document.documentElement.dataset.theme = "dark";
      document.documentElement.style.setProperty("--paper", "black");
      document.documentElement.style.setProperty("--size", "40px");
    }""")
    narrow.emulate_media(media="print")
    colours = narrow.evaluate("""() => {
      const style = of => getComputedStyle(document.querySelector(of));
      return [style(":root").backgroundColor, style("#text p").color, style("pre span").color, style(":root").fontSize];
    }""")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)", "rgb(0, 0, 0)", "14px"]


def test_paper_has_numbers_notes_and_addresses(narrow: "Page") -> None:
    """Printed are the paragraphs' numbers, the calls, the list of notes, and where links lead; nothing to press."""
    narrow.emulate_media(media="print")
    for selector in ("#text .number", ".note-call", ".notes li"):
        assert narrow.locator(selector).first.is_visible()
    after = narrow.evaluate("getComputedStyle(document.querySelector('#text [href^=http]'), '::after').content")
    assert after == '" <https://example.org/there>"'
    assert narrow.locator("button:visible, input:visible, nav:visible, .back:visible").count() == 0
