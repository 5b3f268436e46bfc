"""The settings under ``citations``: which style, which locales, and how a source cited again appears."""

from pathlib import Path

import pytest

from postil.csl import Style
from postil.csl.markup import read as parse
from postil.diagnostics import Report
from postil.edition import Citing
from postil.read import read_edition
from postil.read.citing import CSL, LOCALES, STYLES

STYLE = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"{more}><citation><layout/></citation></style>'


def citing(folder: Path, settings: str = "", files: dict[str, str] | None = None) -> tuple[Citing, list[str]]:
    """Return the settings of an edition whose edition.yaml goes on with ``settings``, and what is reported."""
    (folder / "edition.yaml").write_text(f"title: T\n{settings}", encoding="utf-8")
    (folder / "one.md").write_text("Text.\n", encoding="utf-8")
    for name, text in (files or {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    report = Report()
    edition = read_edition(folder, report)
    assert edition is not None
    return edition.citing, [f"{one.rule.code}: {one.message} / {one.hint}" for one in report.sorted()]


def shipped(*tags: str) -> tuple[str, ...]:
    return tuple((CSL / "locales" / f"locales-{tag}.xml").read_text(encoding="utf-8") for tag in tags)


def test_an_edition_that_says_nothing(tmp_path: Path) -> None:
    """Chicago notes in American English, shortened where a source is cited again, with whole addresses."""
    found, said = citing(tmp_path)
    assert said == []
    assert found.style == "chicago-notes"
    assert "Chicago Manual of Style" in found.xml
    assert found.locales == shipped("en-US")
    assert (found.repeats, found.bare, found.grouped, found.lists) == ("short", False, False, False)


def test_every_setting(tmp_path: Path) -> None:
    """All that can be said is said, and is read."""
    settings = "citations:\n  style: apa\n  repeats: ibid\n  addresses: bare\n  grouped: true\n  works_cited: true\n"
    found, said = citing(tmp_path, settings + "  locale: de\n")
    assert said == []
    assert (found.style, found.locale, found.locales) == ("apa", "de", shipped("de-DE", "en-US"))
    assert found.path.endswith("csl/styles/apa.csl")
    assert (found.repeats, found.bare, found.grouped, found.lists) == ("ibid", True, True, True)
    assert found.span.line == 3


def test_a_style_of_ones_own(tmp_path: Path) -> None:
    """A file beside edition.yaml is a style; it gives its language to an edition that names none."""
    xml = STYLE.format(more=' default-locale="fr-FR"')
    found, said = citing(tmp_path, "citations:\n  style: mine.csl\n", {"mine.csl": xml})
    assert said == []
    assert (found.style, Path(found.path), found.xml) == ("mine.csl", tmp_path / "mine.csl", xml)
    assert found.locales == shipped("fr-FR", "en-US")
    assert citing(tmp_path, "language: it\ncitations:\n  style: mine.csl\n")[0].locales == shipped("it-IT", "en-US")


@pytest.mark.parametrize(
    ("language", "tags"),
    [
        ("en", ["en-US"]),
        ("en-GB", ["en-GB", "en-US"]),
        ("de", ["de-DE", "en-US"]),
        ("de-AT", ["de-DE", "en-US"]),
        ("pt", ["pt-PT", "en-US"]),
        ("PT-br", ["pt-BR", "en-US"]),
        ("zh", ["zh-CN", "en-US"]),
        ("zh-Hant-HK", ["zh-TW", "en-US"]),
        ("ar-EG", ["ar", "en-US"]),
        ("tlh", ["en-US"]),
    ],
)
def test_the_locale_of_a_language(tmp_path: Path, language: str, tags: list[str]) -> None:
    """A dialect has the locale of its language; English comes last, for the words that a locale lacks."""
    assert citing(tmp_path, f"language: {language}\n")[0].locales == shipped(*tags)


def test_a_locale_of_ones_own(tmp_path: Path) -> None:
    """A locale file beside the style comes before Postil’s, and makes up for one that Postil lacks."""
    files = {"locales-nl-NL.xml": "<locale>nl</locale>", "locales-fi-FI.xml": "<locale>fi</locale>"}
    assert citing(tmp_path, "language: nl\n", files)[0].locales == ("<locale>nl</locale>", *shipped("nl-NL", "en-US"))
    found, said = citing(tmp_path, "citations:\n  locale: fi\n", files)
    assert (found.locales, said) == (("<locale>fi</locale>", *shipped("en-US")), [])


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("style: chicago-fullnote", "style-missing: there is no style of citations “chicago-fullnote” / Did you mean"),
        ("style: house", "style-missing: there is no style of citations “house” / Did you mean “house.csl”?"),
        (
            "style: vancouver",
            "style-missing: there is no style of citations “vancouver” / Styles that are here: chicag",
        ),
        ("style: ../out.csl", "style-missing: there is no style of citations “../out.csl” / "),
        ("style: latin.csl", "file-not-utf8: the file is not UTF-8 text: byte 0xE9 cannot be read / "),
        ("repeats: never", "value-invalid: “repeats” cannot be “never” / Write full, short or ibid."),
        ("addresses: short", "value-invalid: “addresses” cannot be “short” / Write whole, or bare for"),
        ("locale: tlh", "value-invalid: “locale” cannot be “tlh” / Use one of en-US, en-GB, ar"),
        ("locale: '[a-'", "value-invalid: “locale” cannot be “[a-” / Use a language tag: en-US, de, pt-BR."),
        ("grouped: yes", "value-invalid: “grouped” cannot be “yes” / Write true or false."),
        ("styel: mla", "key-unknown: unknown key “styel” in citations / Did you mean “style”?"),
    ],
)
def test_what_cannot_be(tmp_path: Path, settings: str, said: str) -> None:
    """What cannot be is reported once, and the style that an edition has without a word of it stands in."""
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / "out.csl").write_text(STYLE.format(more=""), encoding="utf-8")
    (content / "house.csl").write_text(STYLE.format(more=""), encoding="utf-8")
    (content / "latin.csl").write_bytes("<style>é</style>".encode("latin-1"))
    found, reported = citing(content, f"citations:\n  {settings}\n")
    assert [line[: len(said)] for line in reported] == [said]
    assert found.style == "chicago-notes"
    assert found.xml


def test_settings_must_be_a_mapping(tmp_path: Path) -> None:
    """The name of a style directly behind ``citations`` is not one."""
    found, said = citing(tmp_path, "citations: mla\n")
    assert said == [
        "value-kind: “citations” must be a mapping of keys; this is a text"
        " / Write below it, indented, lines such as style: mla"
    ]
    assert found.style == "chicago-notes"


def test_another_version(tmp_path: Path) -> None:
    """A style for CSL 1.0.1 or 1.0.2 is read without a word; of another version it is said where the style says so."""
    for version, codes in (("1.0", []), ("1.0.2", []), ("1.1", ["style-version"]), ("0.8", ["style-version"])):
        xml = STYLE.format(more="").replace('"1.0"', f'"{version}"')
        _, said = citing(tmp_path, "citations:\n  style: mine.csl\n", {"mine.csl": xml})
        assert [line.partition(":")[0] for line in said] == codes


@pytest.mark.parametrize("name", STYLES)
def test_the_styles_are_there(name: str) -> None:
    """Each style that is named is a style that can be used, under the license of the project."""
    xml = (CSL / "styles" / f"{name}.csl").read_text(encoding="utf-8")
    assert Style(xml).citation
    assert Style(xml).bibliography
    assert "opensource.org/license/mit" in xml


def test_no_other_styles_and_locales() -> None:
    """The folders hold what is named, and nothing else."""
    assert {file.stem for file in (CSL / "styles").glob("*.csl")} == set(STYLES)
    assert {file.stem.removeprefix("locales-") for file in (CSL / "locales").glob("*.xml")} == set(LOCALES)


@pytest.mark.parametrize("tag", LOCALES)
def test_the_locales_are_whole(tag: str) -> None:
    """Each locale is of its language and has months, quotation marks, both dates, and the words that styles use."""
    root = parse((CSL / "locales" / f"locales-{tag}.xml").read_text(encoding="utf-8"))
    assert root.get("http://www.w3.org/XML/1998/namespace lang") == tag
    assert sorted(date.get("form") for date in root.all("date")) == ["numeric", "text"]
    terms = root.first("terms")
    assert terms is not None
    names = [(term.get("name"), term.get("form"), term.get("gender-form")) for term in terms.children]
    assert len(names) == len(set(names))
    needed = ["and", "et-al", "in", "ibid", "accessed", "no date", "editor", "translator", "page", "volume", "edition"]
    needed += ["open-quote", "close-quote", "open-inner-quote", "close-inner-quote", "ordinal"]
    needed += [f"month-{month:02}" for month in range(1, 13)] + [f"season-{season:02}" for season in range(1, 5)]
    assert set(needed) <= {name for name, _, _ in names}
