"""Finding one's way in a chapter: where one is, left off, and came from; by pointer, finger, and key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.edition import page as parsed
from tests.site.published import hosted, published_twice

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHAPTER = "end-of-the-war.html"

IN_SIGHT = (
    "(one) => { const { top, bottom } = one.getBoundingClientRect(); return bottom > 0 && top < innerHeight && top; }"
)


@pytest.fixture(scope="module", params=["folder", "host"])
def base(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Return where the site is: in a folder, and on a host."""
    if request.param == "folder":
        yield f"{site.as_uri()}/"
    else:
        with hosted(site) as address:
            yield address


@pytest.fixture(params=["desk", "phone"])
def reader(request: pytest.FixtureRequest, browser: Browser, base: str) -> Iterator[Page]:
    """Return the chapter, at a desk and on a phone."""
    desk = request.param == "desk"
    width, height = (1280, 800) if desk else (360, 740)
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=not desk)
    page = context.new_page()
    page.goto(base + CHAPTER)
    yield page
    context.close()


def read_to(page: Page, element: str) -> None:
    """Scroll until ``element`` stands near the head of the window."""
    page.evaluate(
        """(element) => new Promise((done) => {
          const before = scrollY;
          document.addEventListener("scrollend", () => requestAnimationFrame(done), { once: true });
          document.querySelector(element).scrollIntoView();
          if (scrollY === before) requestAnimationFrame(done);
        })""",
        element,
    )


def present(page: Page) -> list[str]:
    """Return the words of what the contents mark as where one is."""
    return page.locator(".outline [aria-current=location]").all_inner_texts()


def switched_on(page: Page) -> Page:
    """Return ``page`` with its keyboard shortcuts switched on, as a reader does it."""
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("checkbox", name="Keyboard shortcuts").check()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    return page


# Where one is


def test_the_contents_mark_the_present_section(reader: Page) -> None:
    assert present(reader) == []
    for words in ("The Origins of the Minsk Group", "What Can Azerbaijan Do?", "What Will Moscow Do?"):
        link = reader.locator(".outline a", has_text=words)
        read_to(reader, link.get_attribute("href") or "")
        expect(reader.locator(".outline [aria-current=location]")).to_have_text([words])
    read_to(reader, "#notes")
    expect(reader.locator(".outline [aria-current=location]")).to_have_text(["Notes"])


def test_long_contents_show_the_present_section(browser: Browser, site: Path) -> None:
    """In the margin, the contents are scrolled with the text, and scroll nothing else."""
    page = browser.new_page(viewport={"width": 1280, "height": 140})
    page.goto((site / CHAPTER).as_uri())
    outline = page.locator(".outline")
    assert outline.evaluate("(one) => one.scrollHeight > one.clientHeight")
    read_to(page, "#notes")
    expect(outline.locator("[aria-current]")).to_have_text("Notes")
    place = page.evaluate("scrollY")
    assert outline.locator("[aria-current]").evaluate(
        "(one) => { const box = one.closest('nav').getBoundingClientRect();"
        " const { top, bottom } = one.getBoundingClientRect(); return top >= box.top && bottom <= box.bottom; }"
    )
    assert page.evaluate("scrollY") == place
    page.close()


def test_a_heading_leads_to_itself(reader: Page) -> None:
    """Without a mark among its words: neither what is heard nor what is copied has more than these."""
    heading = reader.locator("#text h2").nth(1)
    words = heading.inner_text()
    link = reader.get_by_role("heading", name=words, exact=True).get_by_role("link", name=words, exact=True)
    link.click()
    assert reader.url.endswith(f"#{heading.get_attribute('id')}")
    heading.evaluate("(one) => getSelection().selectAllChildren(one)")
    assert reader.evaluate("getSelection().toString()") == words
    expect(reader.locator(".return")).to_have_count(0)


def test_every_heading_of_the_text_leads_to_itself_without_script(site: Path, everything: Path) -> None:
    for path in (site / CHAPTER, everything / "one.html"):
        for heading in parsed(path).xpath("//article[@id='text']/*[starts-with(local-name(), 'h')][@id]"):
            (link,) = heading.xpath("./a[@class='section']")
            assert link.get("href") == f"#{heading.get('id')}"
            assert link.xpath(".//a") == []


def test_the_skip_link_leads_to_the_content(reader: Page) -> None:
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.className") == "skip"
    reader.keyboard.press("Enter")
    assert reader.url.endswith("#main")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_head_names_the_chapters_beside_it(tmp_path: Path) -> None:
    site = published_twice(tmp_path)
    for name, beside in (("one", ("next", "two.html")), ("two", ("prev", "one.html"))):
        links = parsed(site / f"{name}.html").xpath("//head/link[@rel='prev' or @rel='next']")
        assert [(link.get("rel"), link.get("href")) for link in links] == [beside]


@pytest.mark.parametrize("which", ["site", "everything", "waters", "traced"])
def test_each_title_is_the_pages_own(which: str, request: pytest.FixtureRequest) -> None:
    """It says where one is, and then in which edition: no two pages have the same."""
    folder: Path = request.getfixturevalue(which)
    titles = {path: parsed(path).findtext(".//title") for path in folder.rglob("*.html")}
    (edition,) = {title for path, title in titles.items() if path == folder / "index.html"}
    assert len(set(titles.values())) == len(titles)
    assert [path for path, title in titles.items() if title != edition and not title.endswith(f" – {edition}")] == []


# Where one left off

# Pages in a folder are told by a browser when it likes what another of them has kept.
HOSTED = pytest.mark.parametrize("base", ["host"], indirect=True)


def gone_home(page: Page, base: str, *, kept: bool) -> None:
    """Leave for the contents once a place in the chapter is kept, or none; stay until these know of it too.

    A browser tells one page what another has written a moment later.
    """
    known = "(kept) => Object.entries(localStorage).some(([key, value]) => /^postil-at/.test(key) && !!value === kept)"
    page.wait_for_function(known, arg=kept)
    page.goto(base + "index.html")
    page.wait_for_function(known, arg=kept)


@HOSTED
def test_on_return_the_place_is_offered(reader: Page, base: str) -> None:
    """A link, and no jump: by the paragraph, whatever the window; once it is used one is there."""
    read_to(reader, "#text > p:nth-of-type(23)")
    gone_home(reader, base, kept=True)
    reader.locator(".contents a").first.click()
    link = reader.get_by_role("link", name="Continue at ¶")
    expect(link).to_have_count(1)
    assert reader.evaluate("scrollY") == 0
    number = link.inner_text().removeprefix("Continue at ¶ ")
    assert int(number) in (23, 24, 25)
    link.click()
    block = reader.get_by_role("link", name=f"Paragraph {number}, cite", exact=True).locator("xpath=..")
    assert block.evaluate(IN_SIGHT)
    assert block.evaluate("(one) => one === document.activeElement")


@HOSTED
def test_nothing_is_offered_where_one_is_led_to_a_place(reader: Page, base: str) -> None:
    """Nor where the browser itself leads back, nor to who has not begun, or has read to the end."""
    read_to(reader, "#text > p:nth-of-type(23)")
    place = reader.evaluate("scrollY")
    gone_home(reader, base, kept=True)
    reader.go_back()
    reader.wait_for_function("(place) => Math.abs(scrollY - place) < 2", arg=place)
    expect(reader.get_by_role("link", name="Continue at ¶")).to_have_count(0)
    reader.goto(base + "index.html")
    reader.goto(base + CHAPTER + "#notes")
    expect(reader.get_by_role("link", name="Continue at ¶")).to_have_count(0)
    read_to(reader, ".colophon")  # beyond the notes: the text was read to its end
    gone_home(reader, base, kept=False)
    reader.goto(base + CHAPTER)
    expect(reader.get_by_role("link", name="Continue at ¶")).to_have_count(0)


# Where one came from


def followed(page: Page) -> tuple[str, float]:
    """Follow a cross-reference to a place out of sight; return the number of its paragraph, and where it stood."""
    link = page.locator("#text a.reference[href^='#']").last
    link.scroll_into_view_if_needed()
    number = link.locator("xpath=ancestor::*[starts-with(@id, 'p-')][1]").locator("> .number").inner_text()
    top = link.evaluate("(one) => one.getBoundingClientRect().top")
    link.press("Enter")
    return number, top


def test_after_a_jump_one_is_led_back_to_the_link(reader: Page) -> None:
    number, top = followed(reader)
    back = reader.locator(".return").get_by_role("link", name=f"Back to ¶ {number}", exact=True)
    back.click()
    link = reader.locator("#text a.reference[href^='#']").last
    expect(link).to_be_focused()
    assert abs(link.evaluate("(one) => one.getBoundingClientRect().top") - top) < 2
    expect(reader.locator(".return")).to_have_count(0)


def test_the_browsers_own_way_back_leads_to_the_link_too(reader: Page) -> None:
    _, top = followed(reader)
    expect(reader.locator(".return")).to_have_count(1)
    reader.go_back()
    link = reader.locator("#text a.reference[href^='#']").last
    expect(link).to_be_focused()
    assert abs(link.evaluate("(one) => one.getBoundingClientRect().top") - top) < 2
    expect(reader.locator(".return")).to_have_count(0)


def test_the_way_back_can_be_dismissed_and_goes_when_one_is_there(reader: Page) -> None:
    followed(reader)
    reader.locator(".return").get_by_role("button", name="Dismiss").click()
    expect(reader.locator(".return")).to_have_count(0)
    reader.go_back()
    followed(reader)
    expect(reader.locator(".return")).to_have_count(1)
    reader.locator("#text a.reference[href^='#']").last.evaluate("(one) => one.scrollIntoView()")
    expect(reader.locator(".return")).to_have_count(0)


def test_the_way_back_hides_nothing_that_has_the_focus(reader: Page) -> None:
    """What comes into sight by keyboard stands above it."""
    followed(reader)
    top = reader.locator(".return").evaluate("(one) => one.getBoundingClientRect().top")
    for _ in range(12):
        reader.keyboard.press("Tab")
        focused = "(one) => one.closest('.return') ? 0 : one.getBoundingClientRect().bottom"
        assert reader.locator(":focus").evaluate(focused) <= top


# Keys


def test_no_key_does_anything_until_they_are_switched_on(reader: Page) -> None:
    before = reader.url, reader.evaluate("scrollY")
    for key in ("g", "n", "p", "?", "/"):
        reader.keyboard.press(key)
    assert (reader.url, reader.evaluate("scrollY")) == before
    expect(reader.locator("dialog")).to_have_count(0)
    assert reader.evaluate("document.activeElement === document.body")


def test_the_keys_lead_about(reader: Page) -> None:
    """To the next section and back, to the box that finds a place, where letters are letters, and to the settings."""
    switched_on(reader)
    sections = [one.get_attribute("id") for one in reader.locator("#text h2").all()]
    for key, place in (("n", 0), ("n", 1), ("n", 2), ("p", 1), ("p", 0)):
        reader.keyboard.press(key)
        reader.wait_for_function("(id) => document.activeElement.id === id", arg=sections[place])
    # the browser tells of the last fragment a moment later
    reader.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    reader.keyboard.press("g")
    expect(reader.locator("#goto")).to_be_focused()
    reader.keyboard.type("gnp")
    assert reader.locator("#goto").input_value() == "gnp"
    reader.evaluate("document.activeElement.blur()")
    reader.keyboard.press("Control+g")
    assert reader.evaluate("document.activeElement === document.body")
    reader.keyboard.press("?")
    expect(reader.get_by_role("dialog", name="Settings").locator("kbd")).to_have_text(["g", "n", "p", "/", "?"])


def test_the_keys_are_there_the_next_time(reader: Page) -> None:
    switched_on(reader)
    reader.reload()
    reader.wait_for_function("window.postil.tools")
    reader.keyboard.press("g")
    expect(reader.locator("#goto")).to_be_focused()


def test_what_a_slip_leads_to_leads_back(browser: Browser, site: Path) -> None:
    """On a phone: from the call to its slip, from there to the list, and back to the call."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    call = page.locator("#text [role=doc-noteref]").nth(2)
    call.tap()
    page.locator(".slip .links a").tap()
    expect(page.locator(".return a")).to_have_text("Back to ¶ 5")
    page.locator(".return a").tap()
    expect(call).to_be_focused()
    expect(page.locator(".return")).to_have_count(0)
    context.close()
