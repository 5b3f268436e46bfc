"""What a reader sets: it shows at once, stays, and holds on every page; nothing flashes, moves, or is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.site.published import hosted
from tests.site.test_light import SHIFTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHAPTER = "end-of-the-war.html"
ALL = {
    "theme": "sepia",
    "size": "larger",
    "measure": "narrow",
    "asides": "off",
    "terms": "off",
    "numbers": "off",
    "keys": "on",
}
WHITE, SEPIA, BLACK = "rgb(254, 254, 253)", "rgb(245, 236, 217)", "rgb(23, 24, 26)"
KEEP = 'localStorage.getItem("postil-settings") ?? localStorage.setItem("postil-settings", {item})'
LEFT = """
() => Math.min(...[...document.querySelectorAll(".outline a, .tools *")].map((one) => one.getBoundingClientRect().left))
"""
AXE = "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))"

# Tells what was set on the page when its body came.
WATCH = """
new MutationObserver((changes, observer) => {
  if (!document.body) return;
  window.seen = { ...document.documentElement.dataset };
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""

VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""


@pytest.fixture(scope="module", params=["folder", "host"])
def base(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Return where the site is: in a folder, and on a host."""
    if request.param == "folder":
        yield f"{site.as_uri()}/"
    else:
        with hosted(site) as address:
            yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a browser that was never here, in a system that likes light."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    yield context
    context.close()


def kept(context: BrowserContext, set: dict[str, str]) -> None:
    """Have the browser remember what is ``set``, as if from another day."""
    context.add_init_script(KEEP.format(item=json.dumps(json.dumps(set))))


def opened(page: Page) -> Page:
    """Open the settings of ``page``."""
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("dialog", name="Settings").wait_for()
    return page


def style(page: Page, element: str, name: str) -> str:
    """Return the style ``name`` of the first ``element``."""
    said = "([element, name]) => getComputedStyle(document.querySelector(element))[name]"
    return str(page.evaluate(said, [element, name]))


def test_each_choice_shows_at_once_and_stays(context: BrowserContext, base: str) -> None:
    page = context.new_page()
    page.goto(base + CHAPTER)
    opened(page)
    found = {}
    for group, names, element, shown in (
        ("Theme", ("Light", "Sepia", "Dark", "As the system"), "html", "backgroundColor"),
        ("Size", ("Small", "Large", "Larger", "Largest", "Normal"), "html", "fontSize"),
        ("Lines", ("Short", "Normal", "Long"), "#text", "width"),
    ):
        for name in names:
            page.get_by_role("group", name=group).get_by_role("radio", name=name, exact=True).check()
            found[group, name] = style(page, element, shown)
    colours = [found["Theme", name] for name in ("As the system", "Light", "Sepia", "Dark")]
    assert colours == [WHITE, WHITE, SEPIA, BLACK]
    sizes = [float(found["Size", name][:-2]) for name in ("Small", "Normal", "Large", "Larger", "Largest")]
    assert sizes == sorted(set(sizes))
    assert sizes[1] == 20
    lines = [float(found["Lines", name][:-2]) for name in ("Short", "Normal", "Long")]
    assert lines == sorted(set(lines))
    page.get_by_role("radio", name="Dark").check()
    page.reload()
    assert style(page, "html", "backgroundColor") == BLACK
    assert float(style(page, "#text", "width")[:-2]) == lines[2]
    assert opened(page).get_by_role("radio", name="Dark").is_checked()


def test_marks_go_and_come_back(context: BrowserContext, base: str) -> None:
    """Numbers and terms that are not shown are there for whoever points at them, or comes by keyboard."""
    page = context.new_page()
    page.goto(base + CHAPTER)
    opened(page)
    for name in ("Notes in the margin", "Paragraph numbers shown"):
        page.get_by_role("checkbox", name=name).uncheck()
    page.get_by_role("group", name="Terms marked").get_by_role("radio", name="None").check()
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    assert page.evaluate("document.documentElement.dataset.asides") == "off"
    assert style(page, "a.entry", "textDecorationLine") == "none"
    assert style(page, "#text .number", "opacity") == "0"
    page.locator("#text > p").first.hover()
    assert style(page, "#text .number", "opacity") == "1"
    page.mouse.move(0, 0)
    page.locator("#goto").focus()
    for _ in range(3):  # the button beside it, that of the settings, the first number
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "number"
    assert style(page, "#text .number", "opacity") == "1"
    page.emulate_media(media="print")
    page.locator("#goto").blur()
    assert style(page, "#text > p:nth-of-type(2) .number", "opacity") == "1"
    page.emulate_media(media="screen")
    page.reload()
    assert style(page, "#text .number", "opacity") == "0"


def test_back_to_the_defaults(context: BrowserContext, base: str) -> None:
    kept(context, ALL)
    page = context.new_page()
    page.goto(base + CHAPTER)
    told = "() => { window.told = 0; document.addEventListener('postil:settings', () => window.told++); }"
    page.evaluate(told)
    opened(page).get_by_role("button", name="Back to the defaults").click()
    assert page.evaluate("({ ...document.documentElement.dataset })") == {}
    assert page.evaluate("window.told") == 1
    assert page.evaluate("localStorage.getItem('postil-settings')") == "{}"
    assert page.get_by_role("radio", name="As the system").is_checked()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Settings"


def test_it_holds_on_every_page_before_there_is_anything_to_see(context: BrowserContext, base: str, site: Path) -> None:
    """What was set stands on the page when its body comes: nothing was shown otherwise; and the browser was told."""
    kept(context, ALL)
    context.add_init_script(WATCH)
    page = context.new_page()
    passage = next((site / "p").iterdir()).relative_to(site).as_posix()
    for path in (*sorted(each.name for each in site.glob("*.html")), passage):
        page.goto(base + path)
        assert page.evaluate("window.seen") == ALL, path
        assert style(page, "html", "backgroundColor") == SEPIA, path
        assert page.locator("meta[name=color-scheme]").get_attribute("content") == "light", path


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("set", [{}, ALL, {"size": "largest", "measure": "wide"}], ids=["none", "all", "largest"])
def test_nothing_moves(context: BrowserContext, site: Path, width: int, set: dict[str, str]) -> None:
    """Whatever was set, the page stays where it was first painted, and fits the window."""
    kept(context, set)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((site / CHAPTER).as_uri())
    assert page.evaluate(SHIFTS) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(LEFT) >= 0


@pytest.mark.parametrize("theme", ["light", "sepia", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_the_dialog(
    context: BrowserContext, site: Path, axe_source: str, width: int, theme: str
) -> None:
    kept(context, {"theme": theme, "keys": "on"})
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((site / CHAPTER).as_uri())
    page.evaluate(axe_source)
    for stage in ("page", "dialog"):
        if stage == "dialog":
            opened(page)
        assert page.evaluate(AXE) == [], stage


def test_paper_has_its_own_colours_and_size(context: BrowserContext, site: Path) -> None:
    kept(context, {"theme": "dark", "size": "largest", "measure": "narrow"})
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    page.emulate_media(media="print")
    assert style(page, "html", "backgroundColor") == "rgb(255, 255, 255)"
    assert style(page, "html", "fontSize") == "14px"  # 10.5 points


def test_who_asks_for_contrast_has_it(context: BrowserContext, site: Path) -> None:
    """What the system asks for goes before what was set."""
    kept(context, {"theme": "sepia"})
    page = context.new_page()
    page.emulate_media(contrast="more")
    page.goto((site / CHAPTER).as_uri())
    assert style(page, "html", "backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("item", ["", "null", "{", "[1]", '"dark"', '{"no name": "x"}', '{"theme": "<script>"}'])
def test_whatever_is_kept_the_page_comes(context: BrowserContext, site: Path, item: str) -> None:
    context.add_init_script(f"localStorage.setItem('postil-settings', {json.dumps(item)})")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((site / CHAPTER).as_uri())
    opened(page)
    assert errors == []


# The policy


def test_no_page_asks_for_what_its_policy_forbids(context: BrowserContext, base: str, site: Path) -> None:
    """On no page, from a folder or a host, is anything refused; nor when what is loaded later comes."""
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    passage = next((site / "p").iterdir()).relative_to(site).as_posix()
    for path in (*sorted(each.name for each in site.glob("*.html")), passage):
        page.goto(base + path, wait_until="load")
        if path == CHAPTER:
            page.locator(".number").first.click()
            page.get_by_role("dialog").wait_for()
            page.keyboard.press("Escape")
            opened(page)
        if path == "verify.html":
            page.get_by_role("textbox").fill("the war")
            page.get_by_role("button", name="Verify").click()
            page.locator(".verdicts li").first.wait_for()
        assert page.evaluate("window.violations") == [], path


def test_what_is_slipped_in_does_not_run(context: BrowserContext, base: str) -> None:
    """Neither a script within the page, nor a handler, nor a script or picture of another host."""
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    page.goto(base + CHAPTER)
    page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'window.ran = 1';"
        " const other = document.createElement('script'); other.src = 'https://example.org/x.js';"
        " const picture = document.createElement('img'); picture.src = 'https://example.org/x.png';"
        " const button = document.createElement('button'); button.setAttribute('onclick', 'window.ran = 2');"
        " document.body.append(script, other, picture, button); button.click(); }"
    )
    page.wait_for_function("window.violations.length === 4")
    assert page.evaluate("window.ran") is None
    refused = ["img-src", "script-src-attr", "script-src-elem", "script-src-elem"]
    assert sorted(page.evaluate("window.violations")) == refused
