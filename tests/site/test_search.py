"""Searching: how words are compared, what is found and in which order, and what a page loads for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.pipeline import furniture
from postil.read import read_scripts
from postil.render import search
from postil.render.script import bundle
from tests.edition import built, written
from tests.site.published import hosted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCRIPTS = read_scripts(furniture().static)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page that raises, when it is done with, what went wrong in its scripts."""
    context = browser.new_context(viewport={"width": 1024, "height": 800})
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    yield made
    context.close()
    assert wrong == []


@pytest.fixture(scope="module")
def folding(browser: Browser) -> Iterator[Page]:
    """Return a page that has what compares words as ``window.folding``."""
    entry = 'import { fold, partsOf, placesOf, tokensOf } from "./folding.js";\n'
    entry += "window.folding = { fold, partsOf, placesOf, tokensOf };"
    context = browser.new_context()
    page = context.new_page()
    page.evaluate(bundle({**SCRIPTS, "folded.js": entry}, "folded.js"))
    yield page
    context.close()


FOLDED = """
Mišković|miskovic
Şuşa|susa
Xankəndi|xankendi
İlham|ilham
Bakı|baki
Straße|strasse
Ærø|aero
Łódź|lodz
ΣΊΣΥΦΟΣ|σισυφοσ
Ёлка|елка
мой|мой
مُحَمَّد|محمد
أحمد|احمد
مدرسة|مدرسه
هــذا|هذا
שָׁלוֹם|שלום
e\u0301te\u0301|ete
co\u00adoperation|cooperation
がっこう|がっこう
한국|한국
हिन्दी|हिन्दी
ﬁne|fine
"""


@pytest.mark.parametrize("case", FOLDED.strip().splitlines())
def test_letters_are_compared_as_readers_type_them(folding: Page, case: str) -> None:
    """Diacritics, points and what is not seen are nothing; й is a letter of its own."""
    written, expected = case.split("|")
    assert search.fold(written.lower()) == expected
    assert folding.evaluate("word => folding.fold(word.toLowerCase())", written) == expected


TOKENS = [
    ("Azerbaijan’s cease-fire, 1994", ["azerbaijan", "s", "cease", "fire", "1994"]),
    ("中国人 said", ["中国", "国人", "人", "said"]),
    ("l’été", ["l", "été"]),
    ("", []),
    ("ไทย", ["ไท", "ทย", "ย"]),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_a_text_is_its_words(folding: Page, text: str, expected: list[str]) -> None:
    """Apostrophes and hyphens part words; where no spaces do, each pair of signs is one."""
    assert [token.raw for token in search.tokens(text)] == expected
    assert folding.evaluate("text => folding.tokensOf(text).map(({ raw }) => raw)", text) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]) | st.sampled_from(" 中ไşə’йé\u0301\u0640")))
def test_index_and_page_read_alike(folding: Page, text: str) -> None:
    """Whatever is written, Python and the script find the same words in it, and compare them in the same way."""
    here = [[token.raw, search.fold(token.raw)] for token in search.tokens(text)]
    there = folding.evaluate("text => folding.tokensOf(text).map(({ raw }) => [raw, folding.fold(raw)])", text)
    assert there == here


@settings(max_examples=100, deadline=None)
@given(st.text("abé ’ß中文ي-", max_size=40), st.text('abé ’ß中文ي"“*', max_size=12))
def test_what_is_marked_is_what_was_asked(folding: Page, text: str, query: str) -> None:
    """Marks stand in order, apart from one another, and each on words that are those of a part of the query."""
    rows = folding.evaluate("query => folding.partsOf(query).map(({ words }) => words.map(folding.fold))", query)
    places = folding.evaluate("([text, rows]) => folding.placesOf(text, rows)", [text, rows])
    ends = [at for place in places for at in (place["start"], place["end"])]
    assert ends == sorted(ends)
    wanted = {word for row in rows for word in row}
    for place in places:
        assert {search.fold(each.raw) for each in search.tokens(text[place["start"] : place["end"]])} & wanted


# What is asked of the first edition


def ask(page: Page, base: str, query: str, kind: str = "") -> str:
    """Open the page with ``query``; return what it says is found."""
    page.goto(f"{base}search.html?q={quote(query)}" + (f"&in={kind}" if kind else ""))
    status = page.locator("#search > [role=status]")
    page.wait_for_function("document.querySelector('#search > [role=status]').textContent.match(/^(?!Reading)./)")
    return status.inner_text()


def hits(page: Page) -> list[tuple[str, list[str]]]:
    """Return what is listed, each with the words that are marked in it."""
    items = page.locator(".results .hits > li").all()
    return [(each.locator("a").first.inner_text(), each.locator("mark").all_inner_texts()) for each in items]


@pytest.mark.parametrize("over", ["file", "http"])
def test_it_is_found_with_and_without_a_host(page: Page, site: Path, over: str) -> None:
    """Diacritics need not be typed; a folder on a disk is searched as a site is."""
    with hosted(site) as host:
        base = host if over == "http" else f"{site.as_uri()}/"
        assert ask(page, base, "Miskovic") == "Text 1, Notes 1, Sources 1, Entries 3"
        assert hits(page) == [("¶ 12", ["Mišković"])]


CASES = [
    ("Shusa", "entries", ("Shusha", ["Şuşa"])),
    ("negotiating", "text", ("¶ 48", ["negotiating"])),
    ('"Will Russia use"', "text", ("Heading", ["Will Russia Use"])),
    ("Nagor", "text", ("¶ 3", ["Nagorno"])),
    ("peacek*", "text", ("¶ 2", ["peacekeepers"])),
    ("minsk group", "entries", ("OSCE Minsk Group", ["Minsk", "Group", "group"])),
    ("note 3", "", ("Note 3, ¶ 5", [])),
    ("¶ 14", "", ("¶ 14", [])),
    ("p-zmann", "", ("¶ 2", [])),
    ("https://example.org/p/P-ZMANN.html?v=1.0", "", ("¶ 2", [])),
]


@pytest.mark.parametrize(("query", "kind", "first"), CASES, ids=[case[0] for case in CASES])
def test_what_comes_first(page: Page, site: Path, query: str, kind: str, first: tuple[str, list[str]]) -> None:
    """Titles, then the words that were typed, then their kin; numbers and ids lead to what has them."""
    ask(page, f"{site.as_uri()}/", query, kind)
    name, marked = hits(page)[0]
    assert name == first[0]
    assert list(dict.fromkeys(marked))[: len(first[1])] == first[1]


def test_kin_come_after_what_was_typed(page: Page, site: Path) -> None:
    """Of paragraphs, those that have the word itself stand before those that have another of its stem."""
    ask(page, f"{site.as_uri()}/", "negotiating", "text")
    own = ["negotiating" in {word.lower() for word in marked} for _, marked in hits(page)]
    assert own == sorted(own, reverse=True)
    assert not all(own)


SAID = [
    ("xyzzy", "No word here begins with “xyzzy”."),
    ('"statement tripartite"', "Nothing is found."),
    ("p-zmamn", "No id is written p-zmamn: it is mistyped."),
]


@pytest.mark.parametrize(("query", "said"), SAID)
def test_what_is_not_there_is_told(page: Page, site: Path, query: str, said: str) -> None:
    assert ask(page, f"{site.as_uri()}/", query) == said
    assert page.locator(".results .kinds").count() == 0


def test_a_mistyped_id_has_neighbours(page: Page, site: Path) -> None:
    ask(page, f"{site.as_uri()}/", "p-zmamn")
    assert page.locator(".results a").all_inner_texts() == ["p-zmann"]


def test_an_id_that_stands_no_more_leads_to_its_page(page: Page, traced: Path) -> None:
    """Of each published block that is gone the search says so, and its page is there."""
    gone = told(traced, "index")["gone"]
    assert gone
    for id in gone:
        said = ask(page, f"{traced.as_uri()}/", id)
        assert said == f"{id} stands no more where it stood; its page says what became of it."
        assert page.locator(".results a").get_attribute("href") == f"p/{id}.html"
        assert (traced / "p" / f"{id}.html").is_file()


def test_signs_without_spaces_are_found_within(page: Page, chinese: Path) -> None:
    """Of a text in Chinese any two signs that follow one another are found, and any one."""
    script = next((chinese / "data/search/text").glob("*.js"))
    words = next(words for _, number, words, _ in held(script)[1] if number and len(words) > 12)
    part = next(words[at : at + 3] for at in range(len(words)) if words[at : at + 3].isalpha())
    for query in (part, part[:2], part[1]):
        ask(page, f"{chinese.as_uri()}/", query, "text")
        assert any(query in marked for _, all in hits(page) for marked in all), query


def held(path: Path) -> Any:
    """Return what the script at ``path`` tells: JSON, after its name."""
    text = path.read_text(encoding="utf-8")
    return json.loads(f"[{text[text.index('(') + 1 : text.rindex(')')]}]")[1]


def told(site: Path, name: str) -> Any:
    return held(site / f"data/search/{name}.js")


def test_by_keyboard_and_address(page: Page, site: Path) -> None:
    """What is typed is in the address, each kind has one of its own, and going back undoes it."""
    with hosted(site) as base:
        page.goto(f"{base}search.html")
        field = page.get_by_role("searchbox")
        field.focus()
        field.press_sequentially("minsk")
        field.press("Enter")
        page.locator(".hits li").first.wait_for()
        assert page.url == f"{base}search.html?q=minsk"
        assert field.evaluate("field => field === document.activeElement")
        page.get_by_role("link", name="Notes 4").click()
        page.get_by_role("heading", name="Notes").wait_for()
        assert page.url == f"{base}search.html?q=minsk&in=notes"
        assert len(hits(page)) == 4
        page.go_back()
        page.get_by_role("heading", name="Text").wait_for()
        page.get_by_role("button", name="More").press("Enter")
        page.locator(".hits li").nth(10).wait_for()
        page.wait_for_function("document.activeElement.closest('.hits li')")


def test_nothing_is_loaded_before_it_is_wanted(page: Page, site: Path) -> None:
    """The words come with the first visit to the box; of a book they weigh at most 30 KB, all kinds."""
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    with hosted(site) as base:
        page.goto(f"{base}search.html", wait_until="networkidle")
        assert [url for url in fetched if "/data/" in url] == []
        page.get_by_role("searchbox").focus()
        page.get_by_role("searchbox").press_sequentially("m")
        page.locator(".hits li").first.wait_for()
    files = {url.removeprefix(base) for url in fetched if "/data/" in url}
    assert len(files) == 4
    assert sum(len(brotli.compress((site / name).read_bytes(), quality=11)) for name in files) <= 30_000


def test_without_script_there_are_lists(browser: Browser, site: Path) -> None:
    """No box that does nothing: the lists of the edition stand there, and lead where they say."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/search.html")
    assert page.locator("input, button").count() == 0
    assert page.locator(".noscript").is_visible()
    links = [link.get_attribute("href") or "" for link in page.locator(".ways a").all()]
    assert {"index.html", "notes.html", "sources.html", "people.html"} <= set(links)
    assert [link for link in links if not (site / link).is_file()] == []
    context.close()


# The words in the chapter


@pytest.mark.parametrize("over", ["file", "http"])
def test_a_hit_leads_to_its_words(page: Page, site: Path, over: str) -> None:
    """The paragraph comes with all places of the words marked, and nothing of the text is changed by it."""
    with hosted(site) as host:
        base = host if over == "http" else f"{site.as_uri()}/"
        page.goto(f"{base}end-of-the-war.html")
        before = page.locator("#text").inner_html()
        ask(page, base, "tripartite statement", "text")
        page.locator(".hits a").first.click()
        bar = page.get_by_role("region", name="Words found")
        bar.wait_for()
        lit = page.evaluate("[...CSS.highlights.get('postil-found')].map(String)")
        assert {word.lower() for word in lit} == {"tripartite", "statement"}
        assert page.locator("#text").inner_html() == before
        assert page.locator(":target").count() == 1
        bar.get_by_role("button", name="Next").click()
        assert page.evaluate(
            "document.querySelector(':target').contains([...CSS.highlights.get('postil-found-here')][0].startContainer)"
        )
        page.keyboard.press("Escape")
        assert bar.count() == 0
        assert page.evaluate("CSS.highlights.size") == 0
        assert "find=" not in page.url


def test_marks_stand_in_where_ranges_cannot_be_lit(page: Page, site: Path) -> None:
    """An older browser gets marks; what is copied has none, and they go as they came."""
    page.add_init_script("delete window.Highlight; delete CSS.highlights;")
    page.goto((site / "end-of-the-war.html").as_uri())
    before = page.locator("#text").inner_html()
    page.goto((site / "end-of-the-war.html").as_uri() + "?find=tripartite#p-w8p8v")
    page.get_by_role("region", name="Words found").wait_for()
    assert page.locator("#p-w8p8v mark").all_inner_texts() == ["tripartite"]
    copied = page.evaluate(
        """() => {
          const block = document.querySelector("#p-w8p8v");
          getSelection().selectAllChildren(block);
          const clipboardData = new DataTransfer();
          block.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true }));
          return clipboardData.getData("text/html");
        }"""
    )
    assert "tripartite" in copied
    assert "<mark" not in copied
    page.get_by_role("button", name="Clear").click()
    assert page.locator("#text").inner_html() == before


# A library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of sixty small chapters, which is searched by its index; each has a word that no other has."""
    root = tmp_path_factory.mktemp("library")
    files = {"edition.yaml": "title: Sixty Chapters\nlanguage: en\n"}
    for chapter in range(60):
        own = "".join(chr(ord("a") + int(digit)) for digit in f"{chapter:02}")
        lines = [f"# Chapter {own}\n"]
        for number in range(8):
            others = " ".join(f"{own}{chr(ord('a') + place)}{'xyzw'[number % 4]}ing" for place in range(26))
            lines.append(f"The harbour of {own}town was deep, and {others} ended paragraph {number}.\n")
        lines.append("The old wall fell.\n" if chapter == 41 else "A wall of old stones.\n")
        files[f"c{chapter:02}.md"] = "\n".join(lines)
    content = written(root, files)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "SMALL", 1000)
        patch.setattr(search, "SHARD", 2000)
        return built(content, root / "site")


def fetches(page: Page, base: str, query: str) -> tuple[str, list[str]]:
    """Return what is said of ``query``, and the scripts that were fetched for it."""
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    said = ask(page, base, query)
    page.locator(".hits li").first.wait_for()
    return said, [url.partition("data/search/")[2] for url in fetched if "data/search/" in url]


def test_a_library_is_not_loaded_whole(page: Page, library: Path) -> None:
    """A word that one chapter has costs the head, a few files of the index, and the text of that chapter."""
    shards = len(list((library / "data/search").glob("words-*.js")))
    assert shards > 20
    with hosted(library) as base:
        said, files = fetches(page, base, "ebtown")
    assert said == "Text 8"
    assert [name for name in files if name.startswith("text/")] == ["text/c41.js"]
    assert len([name for name in files if name.startswith("words-")]) <= 3
    assert hits(page)[0] == ("¶ 1", ["ebtown"])


def test_a_word_everywhere_costs_a_page_of_texts(page: Page, library: Path) -> None:
    """Of 480 paragraphs in sixty chapters the first ten are shown, and no other text is fetched."""
    with hosted(library) as base:
        said, files = fetches(page, base, "harbours")
    assert said == "Text 480"
    assert len(hits(page)) == 10
    assert len([name for name in files if name.startswith("text/")]) <= 2


def test_a_phrase_is_looked_for_in_the_texts(page: Page, library: Path) -> None:
    """Words that stand in many chapters as a phrase in one."""
    with hosted(library) as base:
        ask(page, base, '"old wall fell"')
        assert hits(page) == [("¶ 9", ["old wall fell"])]


def test_a_number_is_found_in_all_chapters(page: Page, library: Path) -> None:
    with hosted(library) as base:
        assert ask(page, base, "¶ 3") == "Places with this number: 60."
        assert len(hits(page)) == 20


def test_files_of_the_index_are_bounded_and_in_order(library: Path) -> None:
    """Each holds the words from its first on to the next file's; none is larger than it may be."""
    firsts = told(library, "index")["firsts"]
    assert firsts == sorted(firsts)
    seen: list[str] = []
    for number, first in enumerate(firsts):
        entries = told(library, f"words-{number}")
        words = [search.fold(word) for word, _ in entries]
        assert words[0] == first
        assert len(entries) == 1 or sum(len(word) + len(places) + 8 for word, places in entries) <= 2000 + 32
        seen += words
    assert seen == sorted(seen)


def test_the_index_says_where_each_word_is(library: Path) -> None:
    """What is counted up is what is there: the index and the texts agree, word for word."""
    index: dict[str, list[int]] = {}
    for path in (library / "data/search").glob("words-*.js"):
        for word, places in held(path):
            at = 0
            index[word] = [at := at + int(step) for step in places.split()]
    counted: dict[str, list[int]] = {}
    at = 0
    for kind, name, count in told(library, "index")["runs"]:
        _, blocks, notes = told(library, name)
        docs = blocks if kind == "text" else notes
        assert len(docs) == count
        for id, number, words, _ in docs:
            for word in {*(token.raw for token in search.tokens(words)), id, *([f"¶{number}"] if number else [])}:
                counted.setdefault(word, []).append(at)
            at += 1
    assert index == counted
