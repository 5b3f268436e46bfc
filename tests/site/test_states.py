"""Whatever the reader's eyes, screen or system ask for, a page can be read and used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.site.states import COLOURED, STATES, THEMES, State, Theme, enter, leave, set_theme
from tests.site.test_checkers import TAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = (
    ("site", "end-of-the-war"),
    ("site", "notes"),
    ("site", "sources"),
    ("site", "glossary"),
    ("everything", "one"),
)

# What a reader may see of a text, and what may lie behind it.
INKS = ("--ink", "--soft", "--second")
GROUNDS = ("--paper", "--tint")

# The colours of text and of what lies behind it, as the browser mixes them: red, green and blue, each from 0 to 255.
MIXED = """
colours => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  return colours.map((colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  });
}
"""

# What the custom properties come to where they are used.
PROPERTIES = """
names => {
  const drop = document.body.appendChild(document.createElement("span"));
  const colours = names.map((name) => {
    drop.style.color = `var(${name})`;
    return getComputedStyle(drop).color;
  });
  drop.remove();
  return colours;
}
"""

# Each pair of a text's colour and its ground's that stands somewhere on the page, with the first words set in it.
PAIRS = """
() => {
  const pairs = {};
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const words = texts.currentNode.data.trim();
    let element = texts.currentNode.parentElement;
    if (!words || !element.checkVisibility() || element.closest("script, style, template")) continue;
    const ink = getComputedStyle(element).color;
    const ground = () => getComputedStyle(element).backgroundColor;
    while (element.parentElement && /^rgba.*, 0\\)$/.test(ground())) element = element.parentElement;
    pairs[`${ink} on ${ground()}`] ??= [words.slice(0, 40), ink, ground()];
  }
  return Object.values(pairs);
}
"""


# What axe finds in what was opened, or on the whole page.
AXE = """
([shown, tags, passedOver]) => axe.run(shown || document, {
  runOnly: tags,
  resultTypes: ["violations"],
  rules: Object.fromEntries(passedOver.map((rule) => [rule, { enabled: false }])),
})
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page in a window of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 1024})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("which", "name"), PAGES)
def test_axe_finds_nothing_in_any_state(
    page: Page, axe_source: str, request: pytest.FixtureRequest, which: str, name: str
) -> None:
    """In each state a page passes axe-core's rules for WCAG 2.2 AA and good practice."""
    folder: Path = request.getfixturevalue(which)
    page.goto((folder / f"{name}.html").as_uri())
    page.evaluate(axe_source)
    found = {}
    for state in STATES:
        if not enter(page, state):
            continue
        result = page.evaluate(AXE, [state.shown, TAGS, passed_over(state)])
        assert len(result["passes"]) > 5, state.name
        found[state.name] = [(each["id"], [node["html"] for node in each["nodes"]]) for each in result["violations"]]
        leave(page, state)
    assert found == {name: [] for name in found}
    assert ("citing, light" in found) == (name in ("end-of-the-war", "one"))


@pytest.mark.parametrize("theme", THEMES, ids=[theme.name for theme in THEMES])
def test_each_ink_is_told_from_each_ground(page: Page, site: Path, theme: Theme) -> None:
    """In each theme the three inks have a contrast of 4.5 or more on paper and on tint."""
    page.goto((site / "end-of-the-war.html").as_uri())
    set_theme(page, theme)
    names = [*INKS, *GROUNDS]
    colours = dict(zip(names, mixed(page, page.evaluate(PROPERTIES, names)), strict=True))
    ratios = {f"{ink} on {ground}": contrast(colours[ink], colours[ground]) for ink in INKS for ground in GROUNDS}
    assert min(ratios.values()) >= 4.5, ratios


def test_no_two_themes_are_the_same(page: Page, site: Path) -> None:
    """Each theme has a paper of its own: none is passed over because its name is not known."""
    page.goto((site / "end-of-the-war.html").as_uri())
    papers = []
    for theme in THEMES:
        set_theme(page, theme)
        papers.append(page.evaluate(PROPERTIES, ["--paper"])[0])
    assert len(set(papers)) == len(THEMES), papers


@pytest.mark.parametrize(("which", "name"), PAGES)
def test_each_text_is_told_from_its_ground(page: Page, request: pytest.FixtureRequest, which: str, name: str) -> None:
    """Whatever stands on a page, code too, has a contrast of 4.5 or more to what lies behind it, on screen or paper."""
    folder: Path = request.getfixturevalue(which)
    page.goto((folder / f"{name}.html").as_uri())
    faint = {}
    for state in COLOURED:
        enter(page, state)
        pairs = page.evaluate(PAIRS)
        assert pairs, state.name
        inks = mixed(page, [ink for _, ink, _ in pairs])
        grounds = mixed(page, [ground for _, _, ground in pairs])
        for (words, ink, ground), *pair in zip(pairs, inks, grounds, strict=True):
            if contrast(*pair) < 4.5:
                faint[state.name, words] = f"{ink} on {ground}: {contrast(*pair)}"
    assert faint == {}


def passed_over(state: State) -> list[str]:
    """Return the rules that do not judge ``state``."""
    if state.media == "print":
        return ["target-size"]  # nothing on paper is pressed
    if state.forced == "active":
        return ["color-contrast"]  # axe reads the colours that were there before; we read those that are
    return []


def mixed(page: Page, colours: list[str]) -> list[list[int]]:
    """Return ``colours``, however they are written, as the browser mixes them; none may be seen through."""
    made: list[list[int]] = page.evaluate(MIXED, colours)
    assert {alpha for *_, alpha in made} == {255}, colours
    return [colour[:3] for colour in made]


def contrast(one: list[int], other: list[int]) -> float:
    """Return the contrast of two colours as WCAG reckons it, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return round((lighter + 0.05) / (darker + 0.05), 2)


def luminance(colour: list[int]) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
