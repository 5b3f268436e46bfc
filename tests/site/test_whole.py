"""An edition in one file: it has all of the site, and needs nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from postil.command import main
from postil.diagnostics import Report
from postil.pipeline import build
from tests.edition import CONTENT, EDITIONS, author_words, page, written
from tests.font import boxes
from tests.released import released
from tests.site.test_checkers import SLASH, TAGS
from tests.site.traced import edited

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><circle cx="2" cy="2" r="2"/></svg>'

TWO: dict[str, str | bytes] = {
    "edition.yaml": "title: Two\nbase_url: https://example.org/two/\n",
    "one.md": (
        "# One\n\nWords.[^a] ![A dot](dot.svg)\n\n## About {#about}\n\n"
        "{#place}\nMore, [](other.md#place).\n\n[^a]: A note.\n"
    ),
    "other.md": (
        "# Other\n\nOthers.[^a] [](page:3)And [](one.md#place).\n\n## About {#about}\n\n"
        "{#place}\nMore.\n\n[^a]: Another.\n"
    ),
    "dot.svg": PICTURE,
    "glossary.yaml": "entries:\n  - {id: same, term: Words, definition: 'See [](one.md).'}\n",
    "places.yaml": "entries:\n  - {id: same, term: Others, definition: A place.}\n",
}


def whole(content: Path, out: Path) -> Path:
    """Return the file ``out`` with all of the edition in ``content``, which must give no diagnostics."""
    report = Report()
    assert build(content, out, report, single_file=True) is not None
    assert report.diagnostics == []
    return out


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return editions in one file each, by name."""
    root = tmp_path_factory.mktemp("whole")
    waters = released(root / "waters", base_url="https://example.org/waters/")
    contents = {
        "first": CONTENT,
        "everything": EDITIONS / "everything" / "content",
        "arabic": EDITIONS / "arabic" / "content",
        "chinese": EDITIONS / "chinese" / "content",
        "two": written(root / "two", TWO),
        "waters": waters,
        "traced": edited(root / "traced").content,
    }
    return {name: whole(content, root / f"{name}.html") for name, content in contents.items()}


EACH = pytest.mark.parametrize("which", ["first", "everything", "arabic", "chinese", "two", "waters", "traced"])


@EACH
def test_every_link_leads_to_a_place_in_the_file(files: dict[str, Path], which: str) -> None:
    """Each address is that of a place in the file, of another site, or holds what it leads to."""
    found = page(files[which])
    ids = found.xpath("//@id")
    assert [id for id, count in Counter(ids).items() if count > 1] == []
    lost = []
    for address in found.xpath("//@href | //@src"):
        if not address.startswith(("https://", "http://", "data:")) and (
            address[0] != "#" or unquote(address[1:]) not in ids
        ):
            lost.append(address)
    assert lost == []


@EACH
def test_what_a_label_names_is_there(files: dict[str, Path], which: str) -> None:
    """Each ``aria-labelledby`` names an element of the file."""
    found = page(files[which])
    assert set(found.xpath("//@aria-labelledby")) <= set(found.xpath("//@id"))


@EACH
def test_nothing_is_asked_for(browser: Browser, files: dict[str, Path], which: str) -> None:
    """A browser that opens the file asks for nothing else, and finds nothing wrong, also when all of it is opened."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(files[which].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    page.evaluate("Promise.all([...document.images].map((each) => each.decode()))")
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == [files[which].as_uri()]
    assert said == []


def test_the_text_is_the_chapters(files: dict[str, Path], site: Path) -> None:
    """The text and the notes have the words of the chapter's page, and the same blocks by the same ids."""
    one, own = page(files["first"]), page(site / "end-of-the-war.html")
    [section] = one.xpath("//*[@id='text']/article")
    section.remove(section.find("header"))
    text = own.get_element_by_id("text")
    assert author_words(section) == author_words(text)
    blocks = "//article//*[starts-with(@id, 'p-')]"
    assert [author_words(each) for each in one.xpath(blocks)] == [author_words(each) for each in own.xpath(blocks)]
    assert one.xpath(f"{blocks}/@id") == own.xpath(f"{blocks}/@id")
    notes = "//*[@role='doc-endnotes']//li"
    assert [author_words(each) for each in one.xpath(notes)] == [author_words(each) for each in own.xpath(notes)]


def test_all_of_the_site_is_there(files: dict[str, Path], site: Path) -> None:
    """Every source and every entry is there, with the words that the site has, its downloads left out."""
    one = page(files["first"])
    for name, kind in (("sources", "s-"), ("glossary", "e-")):
        found = page(site / f"{name}.html").xpath(f"//*[starts-with(@id, '{kind}')]")
        assert found
        for each in found:
            for save in each.xpath(".//details[@class='save']"):
                save.drop_tree()
            assert author_words(one.get_element_by_id(f"{name}:{each.get('id')}")) == author_words(each)


def test_one_heading_leads_all(files: dict[str, Path]) -> None:
    """The edition's title is the one first heading; chapters and lists stand below it, and theirs below them."""
    found = page(files["two"])
    levels = [(each.tag, author_words(each)) for each in found.xpath("//h1 | //h2 | //h3")]
    assert levels == [
        ("h1", "Two"),
        ("h2", "Contents"),
        ("h2", "One"),
        ("h3", "About"),
        ("h2", "Other"),
        ("h3", "About"),
        ("h2", "Notes"),
        ("h3", "One"),
        ("h3", "Other"),
        ("h2", "Glossary"),
        ("h3", "Words"),
        ("h2", "Places"),
        ("h3", "Others"),
        ("h2", "About this edition"),
        ("h3", "How to cite"),
    ]


def test_two_chapters_may_name_the_same(browser: Browser, files: dict[str, Path]) -> None:
    """Each call leads to its own chapter's note, and back; so do sections, places, and entries that share a name."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(files["two"].as_uri())
    for number, slug in enumerate(("one", "other")):
        page.locator("#text [role=doc-noteref]").nth(number).click()
        assert page.url.endswith(f"#{slug}:n-a")
        assert page.locator(f"[id='{slug}:n-a']").inner_text().startswith(("A note.", "Another.")[number])
        page.locator(f"[id='{slug}:n-a'] [role=doc-backlink]").click()
        assert page.url.rpartition("#")[2].startswith(f"{slug}:call-a-")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((each) => each.id)")
    context.close()
    assert {"one:place", "other:place", "one:about", "other:about", "glossary:e-same", "places:e-same"} <= set(ids)
    assert {"about:main", "other:page-3"} <= set(ids)


def test_a_number_leads_to_the_page_of_its_paragraph(files: dict[str, Path]) -> None:
    """Where the site's address is known, to its page there; where not, to the paragraph."""
    known, unknown = page(files["two"]), page(files["first"])
    for each in known.xpath("//a[@class='number']"):
        assert each.get("href") == f"https://example.org/two/p/{each.getparent().get('id')}.html"
    for each in unknown.xpath("//a[@class='number']"):
        assert each.get("href") == f"#{each.getparent().get('id')}"


def test_a_paragraph_is_cited_from_the_file(browser: Browser, files: dict[str, Path]) -> None:
    """Of a single chapter, the numbers open the ways to cite, and the box finds a paragraph: all from the file."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(files["first"].as_uri())
    page.get_by_role("link", name="Paragraph 14, cite", exact=True).click()
    dialog = page.get_by_role("dialog", name="Paragraph 14")
    assert "¶ 14, version 1.0" in dialog.get_by_role("group", name="Citation").inner_text()
    assert dialog.get_by_role("link").count() == 0
    dialog.get_by_role("button", name="Close").click()
    page.get_by_label("Go to ¶").fill("note 3")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.startsWith('#end-of-the-war:n-')")
    page.get_by_label("Go to ¶").fill("p-00000")
    page.keyboard.press("Enter")
    status = page.locator(".tools [role=status]")
    page.wait_for_function("document.querySelector('.tools [role=status]').textContent")
    assert status.inner_text() == "p-00000 is not in this file."
    context.close()


@EACH
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_axe_finds_nothing(
    browser: Browser, axe_source: str, files: dict[str, Path], which: str, scheme: str, width: int
) -> None:
    """The file passes axe-core's rules, light and dark, on a phone and a desk, and fits the window."""
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]  # one of its literals
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(files[which].as_uri())
    page.evaluate(axe_source)
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert len(result["passes"]) > 15
    assert [(each["id"], each["nodes"][0]["html"]) for each in result["violations"]] == []
    assert wide <= 0


def test_the_nu_checker_finds_nothing(
    vnu: Callable[[Sequence[Path]], list[dict[str, str | int]]], files: dict[str, Path]
) -> None:
    """Every file is valid, without a warning.

    The checker reckons no hashes, and takes data for script; what its policy forbids, a browser would have said above.
    """
    messages = [
        each
        for each in vnu(list(files.values()))
        if each["message"] != SLASH and "violates Content Security Policy" not in str(each["message"])
    ]
    assert [(str(each["url"]).rpartition("/")[2], each.get("lastLine"), each["message"]) for each in messages] == []


def test_its_fonts_are_in_it(browser: Browser, tmp_path: Path) -> None:
    """An edition's own font is in the file, and sets the text."""
    content = written(tmp_path, {"edition.yaml": "title: T\nfonts: [b.ttf]\n", "one.md": "Words.\n", "b.ttf": boxes()})
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(whole(content, tmp_path / "one.html").as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    family, loaded = page.evaluate(
        "[getComputedStyle(document.querySelector('#text p')).fontFamily, [...document.fonts].map((it) => it.status)]"
    )
    context.close()
    assert family.startswith('"Boxes"') or family.startswith("Boxes")
    assert loaded == ["loaded"]
    assert said == []


def test_a_script_ends_where_it_should(tmp_path: Path) -> None:
    """Words that look like the end of a script do not end the one that holds them."""
    content = written(tmp_path, {"one.md": "# A `</script><b>` *title*\n\nWords.\n"})
    found = page(whole(content, tmp_path / "one.html"))
    assert len(found.xpath("//script")) == 2
    assert found.xpath("//b") == []


def test_a_file_that_is_not_ours_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--out`` names the file; one that another wrote is not replaced, our own is, where it differs."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path, {"one.md": "Words.\n"})
    assert main(["--single-file"]) == 0
    assert main(["build", "--single-file"]) == 0
    (tmp_path / "content/one.md").write_text("Other words.\n", encoding="utf-8")
    assert main(["--single-file"]) == 0
    written_anew, same = "edition.html: written anew.\n", "edition.html: as it was.\n"
    assert capsys.readouterr().out == written_anew + same + written_anew
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "edition.html"]
    (tmp_path / "own.html").write_text("<p>Mine.", encoding="utf-8")
    assert main(["--single-file", "--out", "own.html"]) == 1
    assert capsys.readouterr().err == (
        "own.html: error: “.” holds a file that Postil did not write, “own.html”, and would be replaced whole "
        "[out-foreign]\n"
        "  hint: Name another folder with --out, or move what is yours out of this one.\n\n"
        "1 error.\n"
        "Nothing was published; own.html is as it was.\n"
    )
    assert main(["--single-file", "--out", "there"]) == 2
    assert capsys.readouterr().err == (
        "postil: --single-file writes one file: name it with --out, such as edition.html; see postil --help\n"
    )


def test_the_same_edition_makes_the_same_file(tmp_path: Path) -> None:
    """The file is a function of the edition: two builds agree, and nothing of the machine is in it."""
    content = written(tmp_path, TWO)
    first, second = whole(content, tmp_path / "one.html"), whole(content, tmp_path / "there" / "two.html")
    assert first.read_bytes() == second.read_bytes()
    assert not re.search(re.escape(str(tmp_path)), first.read_text(encoding="utf-8"))
