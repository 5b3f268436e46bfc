"""Words in other languages on the pages: what says so, and which way they are written."""

import re
from pathlib import Path

import pytest

from postil.edition import Name
from postil.render.passages import preview
from tests.edition import built, written

ENGLISH = "title: An Edition\nlanguage: en\n"
ARABIC = "title: كتاب\nlanguage: ar\n"


def shown(root: Path, text: str, edition: str = ENGLISH, **files: str) -> str:
    """Return the text of the chapter ``text`` as HTML, without ids and what Postil adds to it."""
    more = {name.replace("_", "."): words for name, words in files.items()}
    site = built(written(root, {"edition.yaml": edition, "one.md": text, **more}), root / "site")
    page = (site / "one.html").read_text(encoding="utf-8")
    article = page.partition('<article id="text" class="written">\n')[2].partition("</article>")[0]
    article = re.sub(r'<a class="number".*?</a> ', "", article)
    article = re.sub(r'<h2 class="unseen".*?</h2>\n', "", article)
    article = re.sub(r'<a class="section" href="[^"]*">(.*?)</a>', r"\1", article)
    return re.sub(r' id="[^"]*"', "", article)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A [слово]{lang=ru}.", '<p>A <span lang="ru">слово</span>.</p>'),
        ("A [كلمة]{lang=ar}.", '<p>A <span lang="ar" dir="rtl">كلمة</span>.</p>'),
        (
            "A [كلمة [word]{lang=en} [واژه]{lang=fa}]{lang=ar}.",
            '<p>A <span lang="ar" dir="rtl">كلمة <span lang="en" dir="ltr">word</span> '
            '<span lang="fa">واژه</span></span>.</p>',
        ),
        ("An [English]{lang=en} word.", "<p>An English word.</p>"),
        ("{lang=ar}\nكلمة", '<p lang="ar" dir="rtl">كلمة</p>'),
        ("{lang=az-Arab}\n> سؤز", '<blockquote lang="az-Arab" dir="rtl">\n<p>سؤز</p>\n</blockquote>'),
        ("{lang=fr}\n- un\n- deux", '<ul lang="fr">\n<li>un</li>\n<li>deux</li>\n</ul>'),
        ("## [Слово]{lang=ru}", '<h2><span lang="ru">Слово</span></h2>'),
        ("## Слово {lang=ru}", '<h2 lang="ru">Слово</h2>'),
    ],
)
def test_in_an_english_edition(tmp_path: Path, text: str, html: str) -> None:
    """The language is said where it begins, and the direction where it turns."""
    assert shown(tmp_path, text) == html + "\n"


def test_in_an_arabic_edition(tmp_path: Path) -> None:
    """English turns the other way, Persian does not."""
    assert shown(tmp_path, "كلمة [word]{lang=en} [واژه]{lang=fa}", ARABIC) == (
        '<p>كلمة <span lang="en" dir="ltr">word</span> <span lang="fa">واژه</span></p>\n'
    )


def test_a_table_and_its_label(tmp_path: Path) -> None:
    """The label is the edition's, within a table in another language."""
    html = shown(tmp_path, "{lang=ar}\n| كلمة |\n|---|\n| كلمة |")
    assert '<table lang="ar" dir="rtl">\n<caption class="label" lang="en" dir="ltr" data-apparatus="">' in html


def test_the_number_of_a_paragraph_is_the_editions(tmp_path: Path) -> None:
    """It stands in the edition's margin, and is said in its language."""
    content = written(tmp_path, {"edition.yaml": ENGLISH, "one.md": "{lang=ar}\nكلمة"})
    page = (built(content, tmp_path / "site") / "one.html").read_text(encoding="utf-8")
    assert 'aria-label="Paragraph 1, cite" lang="en" dir="ltr" data-apparatus="">1</a> كلمة' in page


def test_copies_of_the_words_say_the_language(tmp_path: Path) -> None:
    """On the page of the paragraph, and with the note that hangs on the sentence."""
    text = "{lang=ar}\nهذه كلمة.[^a]\n\n[^a]: Yes.\n"
    site = built(written(tmp_path, {"edition.yaml": ENGLISH, "one.md": text}), tmp_path / "site")
    copy = '<span lang="ar" dir="rtl">هذه كلمة.</span>'
    passage = next((site / "p").glob("*.html")).read_text(encoding="utf-8")
    assert (copy in passage, copy in (site / "notes.html").read_text(encoding="utf-8")) == (True, True)


def test_a_note_in_another_language(tmp_path: Path) -> None:
    """Its last paragraph, at whose end the way back stands, says it too."""
    text = "Words.[^a]\n\n[^a]:\n    {lang=ar}\n    كلمة\n"
    site = built(written(tmp_path, {"edition.yaml": ENGLISH, "one.md": text}), tmp_path / "site")
    page = (site / "one.html").read_text(encoding="utf-8")
    assert '<p><span lang="ar" dir="rtl">كلمة</span> <a class="back"' in page


@pytest.mark.parametrize(("edition", "arrow"), [(ENGLISH, "↩"), (ARABIC, "↪")])
def test_the_arrow_of_the_way_back(tmp_path: Path, edition: str, arrow: str) -> None:
    """It turns against the direction of reading."""
    site = built(written(tmp_path, {"edition.yaml": edition, "one.md": "a[^a]\n\n[^a]: b\n"}), tmp_path / "site")
    assert f'data-apparatus="">{arrow}\ufe0e</a>' in (site / "one.html").read_text(encoding="utf-8")


def test_ids_are_those_of_the_words(tmp_path: Path) -> None:
    """Saying the language changes no id."""
    texts = ("слово и ещё одно\n", "{lang=ru}\n[слово и]{lang=uk} ещё одно\n")
    ids = []
    for place, text in enumerate(texts):
        root = tmp_path / str(place)
        site = built(written(root, {"edition.yaml": ENGLISH, "one.md": text}), root / "site")
        ids.append([path.name for path in (site / "p").glob("*.html")])
    assert ids[0] == ids[1] != []


def test_an_entry_and_its_forms(tmp_path: Path) -> None:
    """The term may be in another language than the edition; so may each form."""
    glossary = """entries:
  - id: codex
    term: codex
    lang: la
    forms: [{form: كتاب, lang: ar}, {form: book, lang: en}, books]
    definition: A book.
"""
    content = written(tmp_path, {"edition.yaml": ENGLISH, "one.md": "Words.", "glossary.yaml": glossary})
    page = (built(content, tmp_path / "site") / "glossary.html").read_text(encoding="utf-8")
    assert '<h2><span lang="la">codex</span></h2>' in page
    assert '<span class="tongue">Arabic</span> <i lang="ar" dir="rtl">كتاب</i>, ' in page
    assert "<i>book</i>, <i>books</i>" in page


def test_the_title_of_a_source_in_another_language(tmp_path: Path) -> None:
    """What its record says of the language stands on the title."""
    sources = "references:\n  - {id: a, type: book, title: Книга, language: ru, issued: 1990}\n"
    content = written(
        tmp_path, {"edition.yaml": ENGLISH, "one.md": "Words.[^a]\n\n[^a]: [@a].\n", "sources.yaml": sources}
    )
    site = built(content, tmp_path / "site")
    for name in ("one.html", "sources.html"):
        assert '<em><span lang="ru">Книга</span></em>' in (site / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("书" * 90, "书" * 90),
        ("书在。" * 100, "书在。" * 30 + "…"),
        ("unabhängigkeitserklärungen " * 12, "unabhängigkeitserklärungen " * 12),
    ],
)
def test_a_preview_without_spaces_has_its_first_letters(words: str, shown: str) -> None:
    assert preview(words).split() == shown.split()


def test_a_chinese_name_has_the_family_first() -> None:
    """And no space; a name in Latin letters, or in both, is as others are."""
    names = Name("林", "知秋"), Name("Lin", "Zhiqiu"), Name("林", "Ada")
    assert [name.full for name in names] == ["林知秋", "Zhiqiu Lin", "Ada 林"]
