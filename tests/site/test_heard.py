"""What a screen reader is told of the chapter, word by word. ``POSTIL_UPDATE_GOLDEN=1`` writes down what is said."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.site.heard import outline

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("POSTIL_UPDATE_GOLDEN") == "1"


@pytest.fixture(scope="module", params=[False, True], ids=["without script", "with script"])
def chapter(browser: Browser, site: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return the chapter, without script and with it."""
    yield from opened(browser, site, script=request.param)


@pytest.fixture(scope="module")
def plain(browser: Browser, site: Path) -> Iterator[Page]:
    """Return the chapter without script."""
    yield from opened(browser, site, script=False)


@pytest.fixture
def scripted(browser: Browser, site: Path) -> Iterator[Page]:
    """Return the chapter with script."""
    yield from opened(browser, site, script=True)


def opened(browser: Browser, site: Path, *, script: bool) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=script, viewport={"width": 1024, "height": 768})
    page = context.new_page()
    page.goto((site / "end-of-the-war.html").as_uri())
    yield page
    context.close()


def hold(name: str, heard: str) -> None:
    """Fail where what is ``heard`` is not in the golden file ``name``; or write it down, where these are updated."""
    file = GOLDEN / name
    if UPDATE:
        file.parent.mkdir(exist_ok=True)
        file.write_text(heard, encoding="utf-8")
    assert heard == file.read_text(encoding="utf-8")


def test_the_chapter_is_heard_as_it_was(plain: Page) -> None:
    """Landmarks, headings, paragraphs with their numbers, calls, and notes are said as they were, in that order."""
    hold("chapter.ax.txt", outline(plain))


def test_script_adds_to_what_is_heard(plain: Page, scripted: Page) -> None:
    """What is said with script differs from what is said without it as it did."""
    without, with_script = (outline(page).splitlines() for page in (plain, scripted))
    difference = list(unified_diff(without, with_script, n=1, lineterm=""))[2:]
    hold("script.ax.txt", "".join(f"{'@@' if line.startswith('@@') else line}\n" for line in difference))


def test_the_dialog_is_heard_as_it_was(scripted: Page) -> None:
    """What is said of the dialog that cites a paragraph."""
    scripted.locator(".number").first.click()
    scripted.locator("dialog[open]").wait_for()
    hold("citing.ax.txt", outline(scripted, "dialog"))


def test_everything_has_its_name(chapter: Page) -> None:
    """The title, five sections and the notes are headings; 49 numbers, 13 calls and 13 ways back have their names."""
    heard = outline(chapter)
    assert re.findall(r"^ *heading (\d “.*”)$", heard, flags=re.M) == [
        "1 “End of the War, But No Peace”",
        "2 “What Will Moscow Do?”",
        "2 “The Origins of the Minsk Group”",
        "2 “Will Russia Use the Minsk Group?”",
        "2 “What Can Azerbaijan Do?”",
        "2 “The Price of Resolution”",
        "2 “Notes”",
    ]
    for said, count in (
        ("link “Paragraph {}, cite”", 49),
        ("doc-noteref “note {}”", 13),
        ("doc-backlink “Back to the text, note {}”", 13),
    ):
        pattern = re.escape(said).replace(r"\{\}", r"\d+")
        expected = [said.format(number) for number in range(1, count + 1)]
        assert [line.group() for line in re.finditer(pattern, heard)] == expected
    assert "navigation “Edition”" in heard
    assert "navigation “Sections”" in heard
    notes = heard[heard.index("doc-endnotes “Notes”") :]
    assert len(re.findall(r"^ *listitem$", notes, flags=re.M)) == 13


def test_nothing_that_is_pressed_lacks_a_name(chapter: Page) -> None:
    """No link, button or field is without a name."""
    pressed = r"^ *(?:link|button|textbox|combobox|checkbox|doc-\w+ref|doc-backlink)$"
    assert re.findall(pressed, outline(chapter), flags=re.M) == []
