"""Notes where they are called: beside the text where there is room, on a slip where there is not, and in the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.edition import author_words, built, page, written
from tests.site.test_checkers import TAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

Opened = Callable[..., "Page"]

WIDE = [1280, 1440, 1920]

LONG = " ".join(["This note goes on, as those of careful editors may, until the margin has no room for it."] * 40)
CROWDED = {
    "one.md": f"""\
# One

A paragraph first, of a few words.

Five calls[^a] stand[^b] close[^c] in one[^d] paragraph,[^e] and the first again.[^a] Another paragraph follows.

Then[^f] comes a note with a list and a table,[^g] and one that calls another.[^h]

## Last {{#last}}

The last paragraph, with a call of the first note.[^a] See [](#last), [](#tab), [](two.md), [](two.md#there),
[](two.md#n-far), and [](two.md#said).

{{#tab}}
| left | right |
|------|-------|
| a    | 1     |

[^a]: Short.
[^b]: {LONG}
[^c]: Also short.

    In two paragraphs.
[^d]: As short.
[^e]: The fifth.
[^f]: The sixth.
[^g]: | left | right |
    |------|-------|
    | a    | 1     |

    - one
    - two
[^h]: See also.[^i]
[^i]: From a note.
""",
    "two.md": """\
---
description: What comes after.
---

# Two

## There {#there}

{#said}
What is said *there*.[^far]

[^far]: A note far away.
""",
}


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition in which five calls share a paragraph and one note is very long."""
    root = tmp_path_factory.mktemp("crowded")
    return built(written(root, CROWDED), root / "site")


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Return a function that opens a page of a folder at a width; no script may fail in it."""
    contexts = []
    failed: list[str] = []

    def open_(path: Path, width: int, height: int = 800, **options: Any) -> Page:  # Any: what a context may be told
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.on("weberror", lambda error: failed.append(str(error.error)))
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert failed == []


def chapter(site: Path) -> Path:
    return site / "end-of-the-war.html"


def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    """Return where the elements are on the page."""
    found: list[dict[str, float]] = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].map(each => {
             const { left, right, top, bottom } = each.getBoundingClientRect();
             return { left, right, top: top + scrollY, bottom: bottom + scrollY };
           })""",
        selector,
    )
    return found


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    """Return whether two boxes have no place in common."""
    beside = one["right"] <= other["left"] or other["right"] <= one["left"]
    return beside or one["bottom"] <= other["top"] + 0.5 or other["bottom"] <= one["top"] + 0.5


def slip(page: Page) -> Locator:
    """Return the slip, which is there."""
    found = page.locator(".slip")
    found.wait_for()
    assert found.count() == 1
    return found


def gone(page: Page) -> None:
    """Wait until there is no slip."""
    page.locator(".slip").wait_for(state="detached")


def covers(page: Page, link: Locator) -> bool:
    """Return whether the slip covers any of the link, or leaves the window."""
    there, call = slip(page).bounding_box(), link.bounding_box()
    size = page.viewport_size
    assert there and call and size
    meets = not (
        there["x"] >= call["x"] + call["width"]
        or there["x"] + there["width"] <= call["x"]
        or there["y"] >= call["y"] + call["height"]
        or there["y"] + there["height"] <= call["y"]
    )
    inside = (
        there["x"] >= 0
        and there["y"] >= 0
        and there["x"] + there["width"] <= size["width"]
        and there["y"] + there["height"] <= size["height"]
    )
    return meets or not inside


def tabs_to(page: Page, link: Locator) -> None:
    """Have the keyboard come to ``link``."""
    link.evaluate("link => { link.scrollIntoView({ block: 'center' }); link.focus({ focusVisible: true }); }")


CALLS = "#text [role=doc-noteref]"


# Beside the text


@pytest.mark.parametrize("width", WIDE)
def test_each_note_stands_beside_its_call(opened: Opened, site: Path, width: int) -> None:
    """All thirteen are seen in the margin, at the height of their calls, or below the one before."""
    page = opened(chapter(site), width)
    calls, notes = boxes(page, CALLS), boxes(page, ".aside")
    text = boxes(page, "#text")[0]
    assert len(calls) == len(notes) == 13
    free = 0.0
    for call, note in zip(calls, notes, strict=True):
        assert text["right"] < note["left"] < note["right"] <= width
        assert note["top"] == pytest.approx(max(call["top"], free), abs=1)
        assert note["bottom"] - note["top"] > 20
        free = note["bottom"]
    labels = page.locator(".aside > .label").all_inner_texts()
    assert labels == page.locator(CALLS).all_inner_texts() == [str(number) for number in range(1, 14)]


@pytest.mark.parametrize("width", WIDE)
def test_crowded_notes_do_not_overlap(opened: Opened, crowded: Path, width: int) -> None:
    """Five calls in a paragraph, a long note, a list, a table: no two share a place, and what is cut says so."""
    page = opened(crowded / "one.html", width)
    assert page.locator(".aside > .label").all_inner_texts() == ["1", "2", "3", "4", "5", "6", "7", "8", "1"]
    notes = boxes(page, ".aside")
    assert all(apart(one, other) for place, one in enumerate(notes) for other in notes[:place])
    assert all(apart(note, other) for note in notes for other in boxes(page, "#text, #notes"))
    assert page.locator(".rest:visible").all_inner_texts() == ["The whole note"]
    page.locator(".rest:visible").click()
    assert page.evaluate("location.hash") == "#n-b"


def test_notes_follow_their_calls_when_the_text_moves(opened: Opened, crowded: Path) -> None:
    """Another width, another size of type, and notes switched off and on: they stand where they belong."""
    page = opened(crowded / "one.html", 1920)
    for change in (
        "document.documentElement.style.setProperty('--measure', '50ch')",
        "document.querySelector('#text p').prepend('More words. '.repeat(80))",
    ):
        page.evaluate(change)
        page.wait_for_function(
            """() => Math.abs(document.querySelector('#text [role=doc-noteref]').getBoundingClientRect().top
                 - document.querySelector('.aside').getBoundingClientRect().top) < 1"""
        )
    page.evaluate("document.documentElement.dataset.asides = 'off'")
    assert not page.locator(".aside").first.is_visible()
    page.locator(CALLS).first.hover()
    assert "Short." in slip(page).inner_text()


@pytest.mark.parametrize("width", [360, 768, 1279])
def test_below_1280_there_is_no_note_in_the_margin(opened: Opened, site: Path, width: int) -> None:
    """The margin is free, and the page no wider than the window."""
    page = opened(chapter(site), width)
    assert page.locator(".aside:visible").count() == 0


def test_with_letters_so_large_that_no_room_is_left_there_are_slips(opened: Opened, site: Path) -> None:
    """At 1280 px and letters twice as large, the margin is too narrow for notes."""
    page = opened(chapter(site), 1280)
    page.evaluate("document.documentElement.style.fontSize = '30px'")
    page.locator(".aside").first.wait_for(state="hidden")
    assert page.locator(".aside:visible").count() == 0
    page.locator(CALLS).first.hover()
    assert not covers(page, page.locator(CALLS).first)


def test_a_note_and_its_call_light_up_together(opened: Opened, site: Path) -> None:
    """The pointer on a call marks its note, on a note its call; so does the keyboard."""
    page = opened(chapter(site), 1280)
    call, note = page.locator(CALLS).nth(2), page.locator(".aside").nth(2)
    call.hover()
    assert page.locator(".lit").count() == 2
    assert "lit" in (note.get_attribute("class") or "")
    page.locator(".aside").nth(3).hover()
    assert "lit" in (page.locator(CALLS).nth(3).get_attribute("class") or "")
    assert "lit" not in (note.get_attribute("class") or "")
    call.focus()
    assert "lit" in (note.get_attribute("class") or "")
    assert page.locator(".slip").count() == 0


def test_what_stands_beside_the_text_is_no_second_text(opened: Opened, site: Path) -> None:
    """A screen reader, the keyboard and a copied page have each note once, in the list; no id is there twice."""
    page = opened(chapter(site), 1280)
    margin = page.locator(".asides")
    assert margin.get_attribute("aria-hidden") == "true"
    assert margin.get_attribute("data-apparatus") == ""
    assert margin.locator("[role=doc-backlink], [id]").count() == 0
    assert margin.evaluate("margin => [...margin.querySelectorAll('*')].every(each => each.tabIndex < 0)")
    copied = page.evaluate("() => { getSelection().selectAllChildren(document.body); return `${getSelection()}`; }")
    assert copied.count("Back with a Vengeance") == 1


def test_the_words_of_the_text_are_the_same_with_script(opened: Opened, site: Path) -> None:
    """What script adds is no part of the text."""
    shown = (
        opened(chapter(site), 1280)
        .locator("#text")
        .evaluate(
            """text => { const copy = text.cloneNode(true);
             copy.querySelectorAll('[data-apparatus]').forEach(mark => mark.remove());
             return copy.textContent.trim().split(/\\s+/).join(' '); }"""
        )
    )
    assert shown == author_words(page(chapter(site)).get_element_by_id("text"))


@pytest.mark.parametrize("width", [1280, 1920])
def test_nothing_shifts(browser: Browser, site: Path, width: int) -> None:
    """Setting the notes beside the text moves nothing that was there."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_init_script(
        """self.shifts = [];
           new PerformanceObserver(list => shifts.push(...list.getEntries().map(each => each.value)))
             .observe({ type: 'layout-shift', buffered: true });"""
    )
    page = context.new_page()
    page.goto(chapter(site).as_uri())
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("shifts") == []
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_without_script_there_is_the_list(opened: Opened, site: Path, width: int) -> None:
    """No margin, no slip: the call leads to the note in the list."""
    page = opened(chapter(site), width, java_script_enabled=False)
    page.locator(CALLS).first.click()
    assert page.url.endswith(page.locator(CALLS).first.get_attribute("href") or "?")
    assert page.locator(".asides, .slip").count() == 0


def test_right_to_left_the_notes_stand_on_the_left(opened: Opened, arabic: Path) -> None:
    """The margin is mirrored with the page, and so is the number before a note."""
    page = opened(arabic / "مقدمة.html", 1280)
    text, note, label = (boxes(page, selector)[0] for selector in ("#text", ".aside", ".aside > .label"))
    assert 0 <= note["left"] < note["right"] < text["left"]
    assert label["right"] == pytest.approx(note["right"], abs=1)


def test_on_paper_there_are_neither_asides_nor_slips(opened: Opened, site: Path) -> None:
    """Printed, the notes are the list."""
    page = opened(chapter(site), 1100)
    page.locator(CALLS).first.hover()
    slip(page)
    page.set_viewport_size({"width": 1400, "height": 800})
    page.emulate_media(media="print")
    assert not page.locator(".asides").is_visible()
    assert not page.locator(".slip").is_visible()


# On a slip


@pytest.mark.parametrize("width", [768, 1024])
def test_a_pointer_on_a_call_shows_the_note_and_may_go_into_it(opened: Opened, site: Path, width: int) -> None:
    """Every note in turn: whole, never over its call; it stays under the pointer and goes when that leaves."""
    page = opened(chapter(site), width)
    calls = page.locator(CALLS)
    for number in range(calls.count()):
        call = calls.nth(number)
        call.scroll_into_view_if_needed()
        call.hover()
        page.get_by_role("dialog", name=call.get_attribute("aria-label") or "", exact=True).wait_for()
        assert not covers(page, call)
        assert slip(page).locator("[role=doc-backlink]").count() == 0
    slip(page).hover()
    page.wait_for_function("() => document.querySelector('.slip').matches(':hover')")
    assert slip(page).get_by_role("link", name="Go to note 13").is_visible()
    page.mouse.move(2, 2)
    gone(page)


def test_the_slip_says_what_the_note_says(opened: Opened, crowded: Path) -> None:
    """Lists, tables and all; no id is on the page twice."""
    page = opened(crowded / "one.html", 1000)
    page.locator("#text a[href='#n-g']").hover()
    assert slip(page).locator("td").all_inner_texts() == ["a", "1"]
    assert slip(page).locator("li").all_inner_texts() == ["one", "two"]
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("width", [320, 360, 768])
def test_a_tap_on_a_call_shows_the_note_and_a_second_leads_to_it(opened: Opened, site: Path, width: int) -> None:
    """Nobody is taken away by a finger; a tap elsewhere puts the slip away, Go to note leads to the list."""
    page = opened(chapter(site), width, has_touch=True)
    call = page.locator(CALLS).nth(4)
    call.tap()
    assert not covers(page, call)
    assert page.evaluate("location.hash") == ""
    page.touchscreen.tap(3, 3)
    gone(page)
    call.tap()
    slip(page).get_by_role("link", name="Go to note 5").tap()
    gone(page)
    assert page.evaluate("location.hash") == call.get_attribute("href")
    page.go_back()
    call.tap()
    slip(page)
    page.evaluate("history.replaceState(null, '', '#')")
    call.tap()
    gone(page)
    assert page.evaluate("location.hash") == call.get_attribute("href")


def test_at_400_percent_the_slip_fits_the_window(opened: Opened, crowded: Path) -> None:
    """A very long note on 320 by 256 px: scrolled within itself, its call to be seen, the way on at its foot."""
    page = opened(crowded / "one.html", 320, 256, has_touch=True)
    call = page.locator(CALLS).nth(1)
    call.tap()
    assert not covers(page, call)
    assert slip(page).evaluate("slip => slip.scrollHeight > slip.clientHeight && slip.scrollWidth <= slip.clientWidth")
    assert not covers(page, call)
    way = slip(page).get_by_role("link", name="Go to note 2").bounding_box()
    there = slip(page).bounding_box()
    assert way and there and there["y"] <= way["y"] < way["y"] + way["height"] <= there["y"] + there["height"]


def test_the_keyboard_shows_a_note_goes_into_it_and_comes_back(opened: Opened, site: Path) -> None:
    """Focus shows it, Tab goes to its links and on, Shift and Tab back, Escape puts it away."""
    page = opened(chapter(site), 1000)
    active = "document.activeElement.textContent"
    call = page.locator(CALLS).nth(3)
    tabs_to(page, call)
    assert not covers(page, call)
    words = page.locator(f"[id='{call.get_attribute('aria-describedby')}']")
    assert "Back with a Vengeance" in words.inner_text()
    page.keyboard.press("Tab")
    assert "Back with a Vengeance" in page.evaluate(active)
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(active) == "4"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(active) == "Go to note 4"
    page.keyboard.press("Tab")
    assert page.evaluate(active) == "13"  # the number of the next paragraph
    gone(page)
    tabs_to(page, call)
    slip(page)
    page.keyboard.press("Escape")
    gone(page)
    assert page.evaluate(active) == "4"
    assert call.get_attribute("aria-describedby") is None


def test_enter_on_a_call_takes_the_reader_into_the_note(opened: Opened, site: Path) -> None:
    """A dialog with the note's name has the focus; Escape gives it back to the call; a link in it leads on."""
    page = opened(chapter(site), 1000)
    call = page.locator(CALLS).nth(3)
    call.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="note 4").wait_for()
    page.wait_for_function("document.activeElement.matches('.slip')")
    page.mouse.move(2, 2)
    page.keyboard.press("Escape")
    gone(page)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "note 4"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.slip')")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#n-krnjevic-orbis")
    gone(page)
    page.keyboard.press("Tab")
    assert "Back with a Vengeance" in page.evaluate("document.activeElement.textContent")


def test_a_press_keeps_the_slip_when_the_pointer_leaves(opened: Opened, site: Path) -> None:
    """A click pins the note; a press elsewhere, or Escape, lets it go."""
    page = opened(chapter(site), 1000)
    call = page.locator(CALLS).nth(3)
    call.click()
    slip(page)
    assert call.get_attribute("aria-expanded") == "true"
    page.locator(CALLS).nth(2).hover()
    assert page.get_by_role("dialog", name="note 4").is_visible()
    page.mouse.click(500, 5)
    gone(page)
    assert call.get_attribute("aria-expanded") is None
    assert page.evaluate("location.hash") == ""


def test_with_a_key_held_a_call_is_a_plain_link(opened: Opened, site: Path) -> None:
    """Control and a click open the note in a tab of its own."""
    page = opened(chapter(site), 1000)
    with page.context.expect_page() as other:
        page.locator(CALLS).nth(3).click(modifiers=["ControlOrMeta"])
    assert other.value.url.endswith("#n-krnjevic-orbis")


def test_where_the_script_does_not_come_a_call_is_a_plain_link(opened: Opened, site: Path) -> None:
    """What shows slips may fail to load: the call leads to the list."""
    page = opened(site / "about.html", 1000)
    page.context.route("**/assets/tools.*.js", lambda route: route.abort())
    page.goto(chapter(site).as_uri())
    page.locator(CALLS).nth(3).click()
    page.wait_for_url("**#n-krnjevic-orbis")


def test_a_shortened_citation_is_in_full_on_the_slip(opened: Opened, cited: Path) -> None:
    """The list says Ibid.; the slip says what that is."""
    page = opened(cited / "one.html", 1000)
    assert page.locator("#n-2").inner_text().startswith("Ibid.")
    page.locator(CALLS).nth(1).hover()
    assert slip(page).inner_text().startswith("A Book")
    assert "Ibid." not in slip(page).inner_text()
    page.keyboard.press("Escape")
    page.locator("#n-2 a.reference").hover()
    assert slip(page).inner_text().startswith("A Book")


# Terms, cross-references, sources


def test_a_term_shows_its_entry(opened: Opened, site: Path) -> None:
    """By pointer: term, forms, definition; a click follows the link as ever."""
    page = opened(chapter(site), 1280)
    term = page.locator("#text a.entry").nth(1)
    term.hover()
    shown = slip(page)
    assert not covers(page, term)
    assert shown.locator("p").first.inner_text() == "Karabakh"
    assert "Dağlıq Qarabağ" in shown.locator(".forms").inner_text()
    assert "autonomous oblast" in shown.inner_text()
    assert shown.get_by_role("link", name="The whole entry").get_attribute("href") == "places.html#e-karabakh"
    term.click()
    page.wait_for_url("**/places.html#e-karabakh")


def test_a_tap_on_a_term_shows_its_entry(opened: Opened, site: Path) -> None:
    """By finger the entry is shown first, and leads on."""
    page = opened(chapter(site), 360, has_touch=True)
    term = page.locator("#text a.entry").nth(1)
    term.tap()
    assert not covers(page, term)
    slip(page).get_by_role("link", name="The whole entry").tap()
    page.wait_for_url("**/places.html#e-karabakh")


def test_each_cross_reference_shows_where_it_leads(opened: Opened, site: Path) -> None:
    """Eleven places: a paragraph's number and first words, a note's words, a section's heading."""
    page = opened(chapter(site), 1280)
    links = page.locator("#text a.reference")
    shown = []
    for number in range(links.count()):
        link = links.nth(number)
        link.scroll_into_view_if_needed()
        link.hover()
        shown.append(slip(page).inner_text().partition("\n")[0])
        assert not covers(page, link)
        page.keyboard.press("Escape")
        gone(page)
        page.mouse.move(2, 2)
    assert len(shown) == 11
    assert shown[0].startswith("¶ 9 From this perspective, two fundamentally different")
    assert shown[4].startswith("Richard E. Hoagland")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Last", ["Last", "¶ 4 The last paragraph, with a call of the first note. See Last"]),
        ("table 1", ["Table 1."]),
        ("Two", ["Two", "What comes after."]),
        ("Two, There", ["There", "¶ 1 What is said there."]),
        ("Two, note 1", ["A note far away."]),
        ("Two, ¶ 1", ["¶ 1 What is said there."]),
    ],
)
def test_a_reference_shows_its_target_here_or_in_another_chapter(
    opened: Opened, crowded: Path, words: str, shown: list[str]
) -> None:
    """A section, a table, a chapter, and what another chapter has."""
    page = opened(crowded / "one.html", 1000)
    page.locator("#text a.reference").get_by_text(words, exact=True).hover()
    lines = [line for line in slip(page).inner_text().splitlines() if line]
    for line, said in zip(lines, shown, strict=False):
        assert line.startswith(said)
    assert lines[-1] == "Go there"


def test_a_source_in_the_text_shows_its_entry(opened: Opened, everything: Path) -> None:
    """A source that the text cites is shown as the bibliography has it."""
    page = opened(everything / "one.html", 1000)
    source = page.locator("#text a.source[href='sources.html#s-b']").first
    source.hover()
    assert not covers(page, source)
    assert slip(page).locator("[role=doc-biblioref], p").first.inner_text()


# For everyone


@pytest.mark.parametrize("colours", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_with_notes_at_hand(
    opened: Opened, crowded: Path, site: Path, axe_source: str, colours: dict[str, str], width: int
) -> None:
    """With a slip of a term, of a note, of a table, and with notes beside the text."""
    for path, link in (
        (chapter(site), "#text a.entry"),
        (crowded / "one.html", "#text .reference:text('table 1')"),
        (crowded / "one.html", "#notes [role=doc-noteref]"),
        (crowded / "one.html", "#text a[href='#n-b']"),
    ):
        page = opened(path, width, **colours)
        tabs_to(page, page.locator(link).first)
        if "n-b" not in link or width == 360:
            slip(page)
        page.evaluate(axe_source)
        result = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
        assert [(each["id"], each["nodes"][0]["html"]) for each in result["violations"]] == []


def test_in_forced_colours_a_slip_has_an_edge(opened: Opened, site: Path) -> None:
    """Where colours are the system's, a line tells the slip from the page."""
    page = opened(chapter(site), 1000, forced_colors="active")
    page.locator(CALLS).first.hover()
    assert slip(page).evaluate("slip => getComputedStyle(slip).borderInlineStartWidth") == "1px"
