"""An edition's own fonts: what of them is published, and what readers see of it."""

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from tests.edition import built, written
from tests.font import NAMES, boxes

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHIFTS = """() => new Promise(tell => {
  let sum = 0;
  new PerformanceObserver(list => { for (const each of list.getEntries()) sum += each.value; })
    .observe({ type: "layout-shift", buffered: true });
  document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => tell(sum))));
})"""


@pytest.fixture(scope="module")
def boxed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition that has a font, upright and italic."""
    paragraph = f"In 1992 {NAMES} were *named*, and it was long enough to go over the end of its line.\n\n"
    files: dict[str, str | bytes] = {
        "edition.yaml": "title: An Edition\nfonts: [fonts/Boxes.ttf, fonts/BoxesItalic.ttf]\n",
        "one.md": paragraph * 12,
        "fonts/Boxes.ttf": boxes(),
        "fonts/BoxesItalic.ttf": boxes(italic=True),
    }
    root = tmp_path_factory.mktemp("boxed")
    return built(written(root, files), root / "site")


def stylesheet(site: Path) -> str:
    (path,) = (site / "assets").glob("fonts.*.css")
    return path.read_text(encoding="utf-8")


def faces(site: Path) -> list[TTFont]:
    """Return the fonts that are published, upright and italic."""
    return [TTFont(BytesIO(b64decode(each))) for each in re.findall(r"base64,([^\"]*)", stylesheet(site))]


def test_a_font_has_the_characters_of_the_edition(boxed: Path) -> None:
    """Every letter that is used is there, as a capital and a small letter; none that nobody uses."""
    for each in faces(boxed):
        has = {chr(code) for code in each.getBestCmap()}
        assert set(NAMES) | set(NAMES.upper()) <= has
        assert not has & {"Ω", "Ж"}


def test_a_font_keeps_its_figures_and_its_copyright(boxed: Path) -> None:
    """Old-style figures are still to be had, and it is still said whose the font is."""
    upright, _ = faces(boxed)
    assert [each.FeatureTag for each in upright["GSUB"].table.FeatureList.FeatureRecord] == ["onum"]
    assert upright["name"].getDebugName(0) == "Nobody’s"
    assert upright.flavor == "woff2"


def test_a_font_says_itself_what_it_is(boxed: Path) -> None:
    """Family, weight and slope are read from the files."""
    said = re.findall(r'font-family: "(.*?)"; font-style: (\w+); font-weight: (\d+)', stylesheet(boxed))
    assert said == [("Boxes", "normal", "400"), ("Boxes", "italic", "400")]


def test_fonts_are_made_the_same_each_time(boxed: Path, tmp_path: Path) -> None:
    """The same edition gives the same files, by the same names."""
    again = built(boxed.parent / "content", tmp_path / "site")
    assert stylesheet(again) == stylesheet(boxed)


def test_an_edition_without_fonts_has_none(site: Path) -> None:
    """Nothing is loaded that is not asked for."""
    assert list((site / "assets").glob("fonts*")) == []
    assert "fonts." not in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["one.html", "index.html", "404.html"])
def test_pages_load_the_fonts(boxed: Path, name: str) -> None:
    """Every page is set in them."""
    assert re.search(
        r'<link rel="stylesheet" href="(\.\./)*assets/fonts\.\w+\.css">', (boxed / name).read_text("utf-8")
    )


def test_the_page_of_a_paragraph_loads_the_fonts(boxed: Path) -> None:
    page = next((boxed / "p").glob("*.html"))
    assert '<link rel="stylesheet" href="../assets/fonts.' in page.read_text(encoding="utf-8")


def test_a_text_is_set_in_the_font_and_does_not_move(boxed: Path, browser: "Browser") -> None:
    """From a folder on a disk, at first sight: every letter of its names is the font's, and nothing shifts."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((boxed / "one.html").as_uri())
    shifted = page.evaluate(SHIFTS)
    assert page.evaluate("names => document.fonts.check('16px Boxes', names)", NAMES)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    document = session.send("DOM.getDocument")["root"]["nodeId"]
    text = session.send("DOM.querySelector", {"nodeId": document, "selector": "#text p"})["nodeId"]
    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": text})["fonts"]
    assert {each["familyName"] for each in used} == {"Boxes"}
    assert shifted < 0.01
    page.close()
