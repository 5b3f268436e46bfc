"""What the checkers of others say of our pages: nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Text is well-formed XML as well as HTML, so void elements end in a slash; the checker remarks on each.
SLASH = "Trailing slash on void elements has no effect and interacts badly with unquoted attribute values."


# It reckons no hashes, and takes no file for a page's own: in test_settings.py a browser says what is refused.
POLICY = " violates Content Security Policy "


@pytest.mark.parametrize("which", ["site", "everything", "arabic", "chinese", "cited", "waters", "traced", "pictured"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(
    browser: Browser, axe_source: str, request: pytest.FixtureRequest, which: str, scheme: str, width: int
) -> None:
    """Every page passes axe-core's rules for WCAG 2.2 AA and good practice, light and dark, on a phone and a desk."""
    folder: Path = request.getfixturevalue(which)
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]  # one of its literals
    page = context.new_page()
    found = {}
    passages = sorted(folder.glob("p/*.html"))
    for path in (*sorted(folder.glob("*.html")), *(passages if which == "waters" else passages[:2])):
        page.goto(path.as_uri())
        page.evaluate(axe_source)
        result = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
        assert len(result["passes"]) > 15
        found[path.name] = [(each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
    context.close()
    assert found == {name: [] for name in found}


@pytest.mark.parametrize("which", ["site", "everything", "arabic", "chinese", "cited", "waters", "traced", "pictured"])
def test_the_nu_checker_finds_nothing(
    vnu: Callable[[Sequence[Path]], list[dict[str, str | int]]], request: pytest.FixtureRequest, which: str
) -> None:
    """Every page and stylesheet is valid, without a warning."""
    folder: Path = request.getfixturevalue(which)
    messages = vnu(sorted((*folder.rglob("*.html"), *folder.rglob("*.css"))))
    assert [
        (str(each["url"]).rpartition("/")[2], each.get("lastLine"), each["message"])
        for each in messages
        if each["message"] != SLASH and POLICY not in str(each["message"])
    ] == []
