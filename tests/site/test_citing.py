"""A reader with script cites a paragraph, finds a place, and verifies a quotation: by keyboard, by touch, by mouse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from postil.diagnostics import Report
from postil.pipeline import build
from tests.edition import written
from tests.releases import released
from tests.site.published import hosted, ids_of, published_twice
from tests.site.test_checkers import TAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition that was published twice."""
    return published_twice(tmp_path_factory.mktemp("twice"))


@pytest.fixture(scope="module")
def host(twice: Path) -> Iterator[str]:
    """Return the address of that site on this machine."""
    with hosted(twice) as address:
        yield address


@pytest.fixture(scope="module")
def ids(twice: Path) -> dict[str, str]:
    """Return the ids of the first chapter's blocks by their numbers."""
    return ids_of(twice)


@pytest.fixture
def context(browser: Browser, host: str) -> Iterator[BrowserContext]:
    """Return a browser on a desk that lets the page read the clipboard, and in which no script fails."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(CLIPBOARD, origin=host.rstrip("/"))
    failed: list[str] = []
    context.on("weberror", lambda error: failed.append(str(error.error)))
    yield context
    context.close()
    assert failed == []


@pytest.fixture
def reader(context: BrowserContext, host: str) -> Page:
    """Return the first chapter, as a host shows it."""
    page = context.new_page()
    page.goto(f"{host}one.html")
    return page


def clipboard(page: Page, type: str = "text/plain") -> str:
    """Return what is on the clipboard, as ``type``."""
    return str(
        page.evaluate(
            "async type => { const [item] = await navigator.clipboard.read();"
            " return await (await item.getType(type)).text(); }",
            type,
        )
    )


def status(page: Page, within: str, said: str) -> None:
    """Wait until the live region ``within`` has said it."""
    page.locator(f"{within} [role=status]").filter(has_text=said).wait_for()


def choose(page: Page, form: str) -> str:
    """Choose a form in the dialog by its name, copy it, and return what was copied."""
    page.get_by_role("combobox", name="Form").select_option(label=form)
    page.get_by_role("dialog").get_by_role("button", name="Copy", exact=True).click()
    status(page, "dialog", f"Copied: {form}")
    return clipboard(page)


def go_to(page: Page, typed: str) -> None:
    """Type into the box and press Enter."""
    page.get_by_role("textbox", name="Go to").fill(typed)
    page.keyboard.press("Enter")


# Citing


def test_a_paragraph_is_cited_by_keyboard_alone(reader: Page, ids: dict[str, str], host: str) -> None:
    """Enter on the number, Enter on Copy: a Chicago note; its address leads back to the paragraph."""
    reader.locator(".number").first.focus()
    reader.keyboard.press("Enter")
    dialog = reader.get_by_role("dialog", name="Paragraph 1", exact=True)
    dialog.wait_for()
    assert reader.evaluate("document.activeElement.textContent") == "Copy"
    reader.keyboard.press("Enter")
    status(reader, "dialog", "Copied: Chicago, note")
    address = f"{host}p/{ids['1']}.html"
    note = clipboard(reader)
    assert note.startswith("Ana Bell, ed., “One Chapter,” in An Edition (A Press, 2021)")
    assert note.endswith(f"¶ 1, version 1.1, {address}#v1.1.")
    assert "<em>An Edition</em>" in clipboard(reader, "text/html")
    reader.keyboard.press("Escape")
    assert dialog.count() == 0
    assert reader.evaluate("document.activeElement.getAttribute('aria-label')") == "Paragraph 1, cite"
    reader.goto(address)
    reader.get_by_role("link", name="¶ 1", exact=True).first.click()
    reader.wait_for_url(f"{host}one.html#{ids['1']}")


def test_a_paragraph_is_cited_by_touch(browser: Browser, host: str, ids: dict[str, str]) -> None:
    """On a phone: tap the number; a note, BibTeX and RIS are copied; a tap beside the sheet closes it."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    context.grant_permissions(CLIPBOARD, origin=host.rstrip("/"))
    page = context.new_page()
    page.goto(f"{host}one.html#{ids['2']}")
    page.locator(".number").nth(1).tap()
    sheet = page.get_by_role("dialog", name="Paragraph 2")
    box = sheet.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 360, 740)
    for control in sheet.locator("button:visible, select, .along").all():
        size = control.bounding_box()
        assert size is not None
        assert size["height"] >= 24 and size["width"] >= 24
    assert "¶ 2, version 1.1" in choose(page, "Chicago, note")
    bibtex = choose(page, "BibTeX")
    assert bibtex.startswith("@") and ids["2"] in bibtex and "{number}" not in bibtex
    assert "¶ 2" in choose(page, "RIS")
    page.touchscreen.tap(180, 20)
    sheet.wait_for(state="detached")
    context.close()


def test_the_form_chosen_last_is_remembered_and_saved(reader: Page, ids: dict[str, str]) -> None:
    """The dialog opens with the form that was chosen last, and saves it as a file named for the paragraph."""
    reader.locator(".number").first.click()
    choose(reader, "CSL JSON")
    reader.get_by_role("button", name="Close").click()
    reader.reload()
    reader.locator(".number").nth(1).click()
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Save").click()
    assert download.value.suggested_filename == f"{ids['2']}.csl.json"
    assert ids["2"] in json.loads(Path(download.value.path()).read_text(encoding="utf-8"))[0]["id"]


def test_from_a_folder_the_id_stands_for_the_address(context: BrowserContext, twice: Path, ids: dict[str, str]) -> None:
    """Over file:// all of it works; an address that only this machine knows is not given."""
    page = context.new_page()
    page.goto((twice / "one.html").as_uri())
    page.locator(".number").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Copy", exact=True).click()
    status(page, "dialog", "Copied: Chicago, note")
    assert page.locator("dialog div.cited").inner_text().endswith(f"¶ 1, version 1.1, {ids['1']}.")
    assert page.locator("dialog .lasting span").inner_text() == ids["1"]
    page.get_by_role("button", name="Copy the id").wait_for()


def test_without_the_new_clipboard_the_old_way_copies(reader: Page) -> None:
    """Where the browser has no clipboard of the new kind, words and italics are copied in the old way."""
    reader.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new Error()); }")
    reader.locator(".number").first.click()
    reader.get_by_role("dialog").get_by_role("button", name="Copy", exact=True).click()
    status(reader, "dialog", "Copied: Chicago, note")
    assert "¶ 1, version 1.1" in clipboard(reader)
    assert "<em>" in clipboard(reader, "text/html")
    assert reader.evaluate("document.activeElement.textContent") == "Copy"


def test_without_script_the_number_leads_to_its_page(browser: Browser, twice: Path, ids: dict[str, str]) -> None:
    """Without script nothing dead stands on the page, and the number leads to the paragraph's own page."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((twice / "one.html").as_uri())
    assert page.locator("input, button").count() == 0
    assert not page.locator(".tools").is_visible()
    page.locator(".number").first.click()
    assert page.url.endswith(f"/p/{ids['1']}.html")
    page.goto((twice / "verify.html").as_uri())
    assert "postil verify" in page.locator("#verify").inner_text()
    context.close()


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_all_of_it_open(
    browser: Browser, axe_source: str, twice: Path, ids: dict[str, str], forced: str, scheme: str
) -> None:
    """With the banner, an error of the box, and the dialog open, axe-core finds nothing; nor among verdicts."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of its literals
        forced_colors=forced,  # type: ignore[arg-type]  # one of its literals
    )
    page = context.new_page()
    found = []
    page.goto(f"{(twice / 'one.html').as_uri()}?v=1.0#{ids['2']}")
    page.locator(".banner a").wait_for()
    go_to(page, "99")
    status(page, ".tools", "There is no paragraph 99")
    page.evaluate(axe_source)
    found.append(page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS))
    page.locator(".number").first.click()
    found.append(page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS))
    page.goto((twice / "verify.html").as_uri())
    page.get_by_role("textbox").fill("The second paragraph says that the new wall was built\n\nNothing of it.")
    page.get_by_role("button", name="Verify").click()
    status(page, "#verify", "2 checked")
    page.evaluate(axe_source)
    found.append(page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS))
    context.close()
    assert [[(one["id"], one["nodes"][0]["html"]) for one in each["violations"]] for each in found] == [[], [], []]


# Copying

SELECT = """([first, last]) => {
  const range = document.createRange();
  range.setStart(document.getElementById(first), 0);
  range.setEnd(document.getElementById(last), document.getElementById(last).childNodes.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def copied(page: Page, first: str, last: str) -> tuple[str, str]:
    """Select from the block ``first`` to the block ``last``, copy, and return the words as text and as HTML."""
    page.evaluate(SELECT, [first, last])
    page.keyboard.press("Control+c")
    return clipboard(page), clipboard(page, "text/html")


def test_what_is_copied_has_no_marks_of_the_edition(reader: Page, ids: dict[str, str]) -> None:
    """Numbers, note calls and page breaks stay behind, italics come along."""
    words, html = copied(reader, ids["1"], ids["2"])
    assert words.startswith(
        "The first paragraph tells of the harbour and of the ships that lay in it all winter.\n\nThe"
    )
    assert words.endswith("within four years.")
    assert "<em>first</em>" in html
    for mark in ("187", "data-apparatus", "doc-noteref", "href"):
        assert mark not in html


def test_the_citation_comes_along_where_it_is_wished(reader: Page, ids: dict[str, str], host: str) -> None:
    """The wish is off at first; then the citation ends what is copied, for one paragraph or several."""
    box = reader.get_by_role("checkbox", name="Bring the citation along when copying")
    reader.locator(".number").first.click()
    assert not box.is_checked()
    box.check()
    reader.reload()
    reader.locator(".number").first.click()
    assert box.is_checked()
    reader.keyboard.press("Escape")
    words, html = copied(reader, ids["2"], ids["2"])
    assert words.split("\n")[1].endswith(f"¶ 2, version 1.1, {host}p/{ids['2']}.html#v1.1.")
    assert "<em>An Edition</em>" in html
    words, _ = copied(reader, ids["1"], ids["2"])
    assert f"¶ 1–2, version 1.1, {host}p/{ids['1']}.html#v1.1." in words.split("\n")[-1]


# Finding


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("2", "2"),
        ("¶ 2", "2"),
        ("par. 2", "2"),
        ("para. 2", "2"),
        ("¶ 2–5", "2"),
        ("chap. 8, ¶ 2", "2"),
        ("n-ed.who", "n-ed.who"),
        ("n 1", "n-1"),
        ("note a", "n-ed.who"),
        ("n. a", "n-ed.who"),
        ("p 187", "page-187"),
        ("p. xii", "page-xii"),
        ("https://example.org/x/one.html?v=1.0#n-1", "n-1"),
    ],
)
def test_the_box_leads_there(reader: Page, ids: dict[str, str], typed: str, target: str) -> None:
    """A number, a note of either series, a page of the print, or an address leads to its place, where the focus is."""
    target = ids.get(target, target)
    go_to(reader, typed)
    reader.wait_for_url(f"**#{target}")
    assert reader.evaluate("document.querySelector(':target').id") == target
    if target in ids.values():
        assert reader.evaluate("document.activeElement.id") == target


def test_an_id_is_read_as_it_was_meant(reader: Page, ids: dict[str, str], host: str) -> None:
    """Capitals and look-alikes are mended; an id of another page leads to its own; a slip is told, and led nowhere."""
    id = ids["2"]
    go_to(reader, id.upper().replace("0", "O").replace("1", "L"))
    reader.wait_for_url(f"**#{id}")
    slip = f"{id[:2]}{'2' if id[2] != '2' else '3'}{id[3:]}"
    go_to(reader, slip)
    status(reader, ".tools", f"No id is written {slip}: it is mistyped. One slip away on this page: ¶ 2 ({id})")
    assert reader.url.endswith(f"#{id}")
    reader.get_by_role("link", name=f"¶ 2 ({id})").click()
    other = parsed_id(host, reader)
    go_to(reader, other)
    reader.wait_for_url(f"{host}p/{other}.html")


def test_an_id_without_its_prefix_is_read(reader: Page, ids: dict[str, str]) -> None:
    """What stands behind the prefix is enough."""
    go_to(reader, ids["2"][2:])
    reader.wait_for_url(f"**#{ids['2']}")


def test_who_goes_to_a_note_is_there(reader: Page) -> None:
    """The focus is at the note, and that is said."""
    go_to(reader, "note 1")
    status(reader, ".tools", "Note 1.")
    assert reader.evaluate("document.activeElement.id") == "n-1"


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """Return the address of a site of which a paragraph was merged into another, and the ids as they were."""
    root = tmp_path_factory.mktemp("merged")
    text = "One tells of the harbour and of the ships that lay in it all winter, as others have.\n\nIt ends.\n"
    files = {"edition.yaml": "title: An Edition\n", "one.md": f"# One: Chapter\n\n{text}"}
    content = released(root, files, "1.0")
    build(content, root / "before", Report())
    ids = ids_of(root / "before")
    files["one.md"] = files["one.md"].replace("have.\n\nIt ends", "have. It ends")
    files["dispositions.yaml"] = (
        f"dispositions:\n  - {{id: {ids['2']}, merged-into: {ids['1']}, date: 2026-01-02, reason: One thought.}}\n"
    )
    content = released(root, files, "1.1")
    build(content, root / "site", Report())
    with hosted(root / "site") as address:
        yield address, ids


def test_the_number_of_what_was_merged_leads_there(context: BrowserContext, merged: tuple[str, dict[str, str]]) -> None:
    """The box says what became of it, and leads to its words; so does the address with a version."""
    host, ids = merged
    page = context.new_page()
    page.goto(f"{host}one.html")
    go_to(page, "¶ 2")
    status(page, ".tools", "¶ 2 was merged into ¶ 1 in version 1.1.")
    assert page.url.endswith(f"#{ids['2']}")
    assert page.evaluate("document.activeElement.id") == ids["1"]
    page.goto(f"{host}one.html?v=1.0#{ids['2']}")
    status(page, ".banner", "You came with a citation of version 1.0. ¶ 2 was merged into ¶ 1 in version 1.1.")


def test_the_files_have_the_address_too(context: BrowserContext, merged: tuple[str, dict[str, str]]) -> None:
    """Where only the host tells the address, the files have it as the forms have."""
    host, ids = merged
    page = context.new_page()
    page.goto(f"{host}one.html")
    page.locator(".number").first.click()
    for file in ("RIS", "CSL JSON"):
        page.get_by_role("combobox", name="Form").select_option(label=file)
        assert f"{host}p/{ids['1']}.html" in page.locator("dialog div.cited").inner_text()


def test_a_mistyped_fragment_and_version_are_told(context: BrowserContext, host: str, ids: dict[str, str]) -> None:
    """An id that is nowhere on the page is told, with what is one slip away; so is a version that never was."""
    page = context.new_page()
    id = ids["2"]
    slip = f"{id[:2]}{'2' if id[2] != '2' else '3'}{id[3:]}"
    page.goto(f"{host}one.html#{slip}")
    status(page, ".tools", f"No id is written {slip}: it is mistyped. One slip away on this page: ¶ 2 ({id})")
    page.goto(f"{host}one.html?v=0.9#{id}")
    status(page, ".tools", "No version is called 0.9: there is 1.0, 1.1.")


def test_the_dialog_opens_at_its_top(context: BrowserContext, host: str) -> None:
    """At 400 % the sheet is scrolled alone, and from its beginning."""
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(f"{host}one.html")
    page.locator(".number").first.click()
    page.wait_for_timeout(100)
    assert page.evaluate("document.querySelector('dialog').scrollTop") == 0
    box = "(() => { const box = document.querySelector('div.cited'); return box.scrollHeight - box.clientHeight; })()"
    assert page.evaluate(box) == 0


@pytest.mark.parametrize("path", ["p/{}.html.", "p/{}”", "p/{}.htm", "p/ {}).", "{}"])
def test_what_a_citation_has_behind_its_address_is_mended(
    context: BrowserContext, host: str, ids: dict[str, str], path: str
) -> None:
    """Stops, quotation marks, brackets and a short ending are no part of an address."""
    page = context.new_page()
    page.goto(host + path.format(ids["2"]).replace(" p-", "p "))
    page.wait_for_url(f"{host}p/{ids['2']}.html")


def parsed_id(host: str, page: Page) -> str:
    """Return the id of the only paragraph of the other chapter."""
    return str(page.request.get(f"{host}two.html").text().partition('<p id="')[2].partition('"')[0])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("99", "There is no paragraph 99 on this page, which has 1 to 6."),
        ("note 9", "There is no note 9 on this page."),
        ("p. 12", "Page 12 of the print is not on this page."),
        ("harbour", "“harbour” is no number, note, page, or id that is known here."),
        ("p-zzzzz", "No id is written p-zzzzz: it is mistyped."),
        ("", "Type a number such as 14"),
        ("<b>1</b>", "“<b>1</b>” is no number"),
    ],
)
def test_what_is_not_found_is_said(reader: Page, typed: str, said: str) -> None:
    """Where there is nothing, the box says so, and stays where it is."""
    go_to(reader, typed)
    status(reader, ".tools", said)
    assert "#" not in reader.url


def test_nothing_moves_when_the_box_comes(context: BrowserContext, host: str) -> None:
    """The place of the box is kept, on a phone and on a desk."""
    for width in (320, 360, 768, 1440):
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        tops = []
        for block in (True, False):
            page.route("**/*.js", lambda route, block=block: route.abort() if block else route.continue_())
            page.goto(f"{host}one.html")
            tops.append(page.evaluate("document.querySelector('#text').getBoundingClientRect().top"))
            page.unroute("**/*.js")
        page.close()
        assert tops[0] == tops[1], width


# Arriving


def test_who_comes_with_a_former_version_is_told(context: BrowserContext, host: str, ids: dict[str, str]) -> None:
    """Above a paragraph that was changed since: in which version, and where what changed is shown."""
    page = context.new_page()
    page.goto(f"{host}one.html?v=1.0#{ids['2']}")
    page.get_by_role("link", name="See what changed").wait_for()
    banner = page.locator(".banner")
    assert banner.locator("[role=status]").inner_text() == (
        "You came with a citation of version 1.0. These words were changed in version 1.1. See what changed"
    )
    assert banner.get_by_role("link").get_attribute("href") == f"p/{ids['2']}.html#v1.0"
    words, _ = copied(page, ids["1"], ids["2"])
    assert "citation" not in words
    banner.get_by_role("button", name="Dismiss").click()
    assert banner.count() == 0


@pytest.mark.parametrize("query", ["?v=1.0#{1}", "?v=1.0#{withdrawn}", "?v=1.1#{2}", "?v=0.9#{2}", "?v=#{2}", "?v=1.0"])
def test_nothing_is_told_where_nothing_changed(
    context: BrowserContext, host: str, twice: Path, ids: dict[str, str], query: str
) -> None:
    """Of a paragraph that stayed, or says itself that it is gone, of the version of now, and of one that never was."""
    page = context.new_page()
    page.goto(f"{host}one.html{query.format('', *ids.values(), withdrawn=withdrawn(twice))}")
    page.locator("#goto").wait_for()
    assert page.locator(".banner").count() == 0


# What is not there


def test_a_mistyped_address_leads_on(context: BrowserContext, host: str, ids: dict[str, str]) -> None:
    """What is the same but for look-alikes is gone to; what is one slip away, or a number, is only offered."""
    page = context.new_page()
    id = ids["2"]
    page.goto(f"{host}p/{id.upper().replace('0', 'o').replace('1', 'l')}.html")
    page.wait_for_url(f"{host}p/{id}.html")
    slip = f"{id[:2]}{'2' if id[2] != '2' else '3'}{id[3:]}"
    page.goto(f"{host}p/{slip}.html")
    status_text = page.locator("#lost")
    page.locator("#lost a").first.wait_for()
    assert f"No id is written {slip}. Did you mean:" in status_text.inner_text()
    assert page.locator("#lost a").first.get_attribute("href") == f"{host}one.html#{id}"
    page.goto(f"{host}one¶2")
    page.locator("#lost a").first.wait_for()
    assert page.locator("#lost a").first.get_attribute("href") == f"{host}one.html#{id}"
    page.goto(f"{host}One")
    page.locator("#lost a").first.wait_for()
    assert page.locator("#lost a").first.inner_text() == "One Chapter"
    assert page.locator("#lost a").first.get_attribute("href") == f"{host}one.html"


def test_where_nothing_is_every_link_leads_home(context: BrowserContext, host: str) -> None:
    """At the root and a level below it the page has its style; its links lead to what there is."""
    page = context.new_page()
    for path in ("nowhere", "p/nowhere"):
        answer = page.goto(host + path)
        assert answer is not None and answer.status == 404
        page.locator("#lost[role=status]").wait_for(state="attached")
        assert page.evaluate("getComputedStyle(document.querySelector('main')).display") == "grid"
        links = page.evaluate("[...document.querySelectorAll('a[href]:not([href^=\"#\"])')].map(link => link.href)")
        assert f"{host}notes.html" in links
        assert {page.request.get(link).status for link in dict.fromkeys(links)} == {200}


# Verifying


@pytest.mark.parametrize(
    ("pasted", "outcome", "number", "shown"),
    [
        ("the ships that lay in it all winter", "exact", "1", "¶ 1 of One Chapter"),
        ("the old wall was built by the men of the town within four years", "altered", "2", "people"),
        ("built by the people of the town in three years", "version", "2", "Only in another version: 1.0."),
        ("“all winter” (¶ 2, {2})", "elsewhere", "1", "Not in ¶ 2"),
        ("bread, salt, and the price of both", "version", "3", "withdrawn"),
        ("http://example.org/p/{2}.html#v1.0", "altered", "2", "Compared with version 1.0."),
        ("{3}", "gone", "3", "Its author asked for it"),
        ("p-zzzzz", "missing", "", "mistyped"),
    ],
)
def test_a_quotation_is_verified(
    context: BrowserContext, twice: Path, pasted: str, outcome: str, number: str, shown: str
) -> None:
    """From a folder on the disk: the same words, nearly these, elsewhere, in another version, gone, or not here."""
    ids = {**ids_of(twice), "3": withdrawn(twice)}
    page = context.new_page()
    page.goto((twice / "verify.html").as_uri())
    for each, id in ids.items():
        pasted = pasted.replace(f"{{{each}}}", id)
    page.get_by_role("textbox", name="Words, an address, or an id").fill(pasted)
    page.get_by_role("button", name="Verify").click()
    verdict = page.locator(".verdicts li")
    verdict.wait_for()
    assert (verdict.get_attribute("data-outcome"), verdict.get_attribute("data-id")) == (outcome, ids.get(number, ""))
    assert shown in verdict.inner_text()
    page.close()


def withdrawn(site: Path) -> str:
    """Return the id of the paragraph that was withdrawn."""
    here = {*ids_of(site).values(), *ids_of(site, "two").values()}
    [gone] = {path.stem for path in (site / "p").glob("*.html")} - here
    return gone


def test_the_page_finds_what_the_command_finds(context: BrowserContext, tmp_path: Path) -> None:
    """Each case of the command has the same outcome, and the same place, on the page."""
    data = yaml.safe_load((Path(__file__).parent.parent / "verifying" / "cases.yaml").read_text(encoding="utf-8"))
    files = {"edition.yaml": data["edition"]}
    for version, text in data["releases"].items():
        released(tmp_path, {**files, "one.md": text}, version)
        files["dispositions.yaml"] = data["dispositions"]
    content = written(tmp_path, {**files, "one.md": data["now"]})
    build(content, tmp_path / "site", Report())
    page = context.new_page()
    page.goto((tmp_path / "site" / "verify.html").as_uri())
    verdict = page.locator(".verdicts li")
    found, wanted = {}, {}
    for case in data["cases"]:
        version = f", version {case['version']}" if "version" in case else ""
        said = case.get("typed") or f"{case.get('words', '')}\n{case.get('address', '')}{version}".strip()
        page.get_by_role("textbox").fill(said)
        page.get_by_role("button", name="Verify").click()
        verdict.wait_for()
        found[case["title"]] = (verdict.get_attribute("data-outcome"), verdict.get_attribute("data-id"))
        wanted[case["title"]] = (case["outcome"], case["id"])
        page.evaluate("document.querySelector('.verdicts').replaceChildren()")
    assert found == wanted


def test_several_are_verified_at_once(context: BrowserContext, host: str) -> None:
    """An empty line divides them, and the sum is said."""
    page = context.new_page()
    page.goto(f"{host}verify.html")
    page.get_by_role("textbox").fill("the harbour\n\nof ships and\nships and ships of elephants")
    page.get_by_role("button", name="Verify").click()
    status(page, "#verify", "2 checked: 1 exact, 1 not here.")


def test_no_page_asks_another_host(context: BrowserContext, host: str) -> None:
    """Neither the chapter, nor the page that verifies, nor the page for what is not there asks anyone else."""
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for path in ("one.html", "verify.html", "nowhere"):
        page.goto(host + path)
    assert [url for url in asked if not url.startswith(host)] == []
