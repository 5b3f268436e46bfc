"""Hostile input: it builds, or is refused with a place; in time that grows with its size; and nothing of it runs."""

import cProfile
import json
import pstats
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html

from postil.diagnostics import Report
from postil.pipeline import build, furniture
from postil.read import read_scripts
from postil.render.exports import FORMATS
from postil.render.script import INLINE, bundle

THEME = bundle(read_scripts(furniture().static), f"{INLINE}.js").strip()
"""The one script that stands within pages."""

Make = Callable[[int], str]

GLOSSARY = "entries:\n  - {id: minsk-group, term: Minsk Group, definition: x}\n"


def edition(folder: Path, **files: str) -> Path:
    """Return the folder of an edition with ``files``, by their names with ``__`` for the dot."""
    content = folder / "content"
    content.mkdir(parents=True, exist_ok=True)
    for name, text in ({"edition__yaml": "title: T\n", "glossary__yaml": GLOSSARY} | files).items():
        (content / name.replace("__", ".")).write_text(text, encoding="utf-8", newline="")
    return content


def attempt(folder: Path, **files: str) -> tuple[bool, Report]:
    """Build an edition with ``files``; return whether it was published, and the report."""
    report = Report()
    published = build(edition(folder, **files), folder / "site", report)
    return published is not None, report


def rules(report: Report) -> list[str]:
    return sorted({one.rule.code for one in report.diagnostics})


# Each with its size, what is written, and the rules that refuse it; none where it builds.
TEXTS: dict[str, tuple[int, Make, list[str]]] = {
    "one line of ten megabytes": (2_000_000, lambda n: "word " * n, ["block-long"]),
    "ten thousand quotations": (10_000, lambda n: ">" * n + " x", ["nesting-deep"]),
    "calls never closed": (20_000, lambda n: "[^a" * n, ["mark-unread"]),
    "brackets never closed": (20_000, lambda n: "[" * n, []),
    "brackets closed": (20_000, lambda n: "[" * n + "x" + "]" * n, []),
    "pictures never closed": (20_000, lambda n: "![" * n, []),
    "pictures in pictures": (5_000, lambda n: "![" * n + "x" + "](x.png)" * n, ["image-missing"]),
    "languages never closed": (10_000, lambda n: "[a]{lang=" * n, ["mark-unread"]),
    "languages in languages": (5_000, lambda n: "[" * n + "x" + "]{lang=ru}" * n, ["mark-unread", "nesting-deep"]),
    "brackets before a language": (20_000, lambda n: "[" * n + "x]{lang=ru}", []),
    "links in links": (5_000, lambda n: "[" * n + "x" + "](#x)" * n, ["reference-unknown"]),
    "inline notes never closed": (20_000, lambda n: "^[" * n, ["mark-unread"]),
    "inline notes in one another": (
        5_000,
        lambda n: "^[" * n + "x" + "]" * n,
        ["mark-unread", "nesting-deep", "note-empty"],
    ),
    "emphasis never closed": (5_000, lambda n: "*a **b " * n, []),
    "emphasis in one another": (5_000, lambda n: "*a **b " * n + "c" + "** a*" * n, ["nesting-deep"]),
    "quotation marks side by side": (20_000, lambda n: "\"'" * n, []),
    "quotation marks never closed": (20_000, lambda n: "\"a' " * n, []),
    "changes never closed": (20_000, lambda n: "{~~" * n, ["mark-unread"]),
    "changes without an end": (10_000, lambda n: "{~~a~>" * n, ["mark-unread"]),
    "additions never closed": (20_000, lambda n: "{++a" * n, ["mark-unread"]),
    "additions in one another": (10_000, lambda n: "{++" * n + "x" + "++}" * n, ["mark-unread"]),
    "citations never closed": (20_000, lambda n: "[@a; " * n, ["source-unknown"]),
    "citations of many sources": (400, lambda n: "[" + "@a; " * n + "@b]", ["source-unknown"]),
    "citations side by side": (30_000, lambda n: "@a " * n, ["source-unknown"]),
    "a hundred thousand signs": (100_000, lambda n: "@a" * n, ["block-long"]),
    "a key without an end": (40_000, lambda n: "@" + "a:" * n, ["source-unknown"]),
    "runs of backticks": (50_000, lambda n: "`a" * n, []),
    "runs of backticks that grow": (400, lambda n: " ".join("`" * each for each in range(1, n)), []),
    "a table of ten thousand columns": (
        10_000,
        lambda n: "|" + "a|" * n + "\n|" + "-|" * n + "\n|" + "b|" * n,
        [],
    ),
    "a table of many rows": (2_000, lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * n, []),
    "lists in lists": (300, lambda n: "".join("  " * each + "- a\n" for each in range(n)), ["nesting-deep"]),
    "lists in lists on one line": (20_000, lambda n: "- " * n + "x", ["nesting-deep"]),
    "numbers in numbers": (20_000, lambda n: "1. " * n + "x", ["nesting-deep"]),
    "a hundred thousand notes": (
        100_000,
        lambda n: "".join(f"[^n{each}]: x\n" for each in range(n)),
        ["note-uncalled"],
    ),
    "one note again and again": (5_000, lambda n: "[^n]: x\n" * n, ["note-twice", "note-uncalled"]),
    "notes in notes": (
        10_000,
        lambda n: "[^a]: " * n + "x",
        ["nesting-deep", "note-empty", "note-twice", "note-uncalled"],
    ),
    "names upon names": (10_000, lambda n: "{#n}\n" * n, ["name-lost"]),
    "tags": (10_000, lambda n: "<a>" * n, ["html-shown"]),
    "comments never closed": (20_000, lambda n: "<!--" * n, ["html-shown"]),
    "tags never closed": (15_000, lambda n: '<a b="' * n, []),
    "declarations never closed": (5_000, lambda n: "<![CDATA[" * n, []),
    "instructions never closed": (20_000, lambda n: "<?" * n, []),
    "entities": (40_000, lambda n: "&a" * n, []),
    "backslashes": (90_000, lambda n: "\\" * n, []),
    "lines": (40_000, lambda n: "a\n" * n, []),
    "hard line breaks": (20_000, lambda n: "a  \n" * n, []),
    "an underlined heading of many lines": (20_000, lambda n: "a\n" * n + "===\n", []),
    "spaces": (1_000_000, lambda n: " " * n + "x", []),
    "empty lines": (1_000_000, lambda n: "x" + "\n" * n, []),
    "stars": (40_000, lambda n: "*" * n + "a" + "*" * n, ["nesting-deep"]),
    "fences": (5_001, lambda n: "```\n" * n, []),
    "NULs and marks of direction": (20_000, lambda n: "\u202e\0" * n, []),
    "link references": (5_000, lambda n: "".join(f"[n{each}]: x\n" for each in range(n)) + "\ntext", []),
    "addresses never closed": (20_000, lambda n: "[a](" * n, []),
    "addresses in brackets never closed": (15_000, lambda n: "[a](<b" * n, []),
    "full stops after a call": (90_000, lambda n: "Word[^a] " + "." * n + "\n\n[^a]: x", []),
    "a word of hyphens": (45_000, lambda n: "Minsk " + "Minsk-" * (n // 6) + "Minsk", []),
    "terms": (8_000, lambda n: "Minsk Group " * n, []),
    "beginnings of terms": (8_000, lambda n: "Minsk " * n, []),
    "the same paragraph": (5_000, lambda n: "same\n\n" * n, []),
}

YAMLS: dict[str, tuple[str, str, list[str]]] = {
    "brackets": ("sources__yaml", "[" * 100_000, ["yaml-depth"]),
    "braces": ("glossary__yaml", "{" * 100_000, ["yaml-depth"]),
    "indentation": ("edition__yaml", "".join(" " * each + "a:\n" for each in range(500)), ["yaml-depth"]),
    "hyphens": ("edition__yaml", "- " * 100_000, ["yaml-depth"]),
    "questions": ("edition__yaml", "? " * 100_000, ["yaml-depth"]),
    "aliases": ("edition__yaml", "a: &a [x]\nb: [*a, *a]\n", ["yaml-alias"]),
    "tags": ("edition__yaml", "title: !!python/object/apply:os.system [ls]\n", ["yaml-tag"]),
    "one long key": ("edition__yaml", "a" * 100_000 + ": b\n", ["yaml-syntax"]),
    "one long text": ("edition__yaml", "title: " + "a" * 1_000_000, []),
    "comments": ("edition__yaml", "# a\n" * 100_000 + "title: T\n", []),
    "a NUL": ("edition__yaml", "title: a\0b\n", ["yaml-syntax"]),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_manuscript_builds_or_is_refused(tmp_path: Path, name: str) -> None:
    """What is refused is refused by these rules, each at a line of the file."""
    size, make, refused = TEXTS[name]
    published, report = attempt(tmp_path, one__md=make(size))
    errors = [one for one in report.diagnostics if one.rule.severity == "error"]
    assert (rules(report), published) == (refused, not errors)
    assert {(Path(one.span.path).name, one.span.line > 0) for one in report.diagnostics} <= {("one.md", True)}


@pytest.mark.parametrize("name", YAMLS)
def test_hostile_yaml_builds_or_is_refused(tmp_path: Path, name: str) -> None:
    file, text, refused = YAMLS[name]
    published, report = attempt(tmp_path, **{file: text, "one__md": "Text.\n"})
    assert (rules(report), published) == (refused, not refused)
    assert {(Path(one.span.path).name, one.span.line > 0) for one in report.diagnostics} <= {
        (file.replace("__", "."), True)
    }


def calls(folder: Path, text: str) -> int:
    """Return how many functions are called while an edition with the manuscript ``text`` is built."""
    profile = cProfile.Profile()
    profile.runcall(attempt, folder, one__md=text)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]  # not in its stub


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Load once all that is loaded only where it is wanted."""
    attempt(tmp_path_factory.mktemp("warm"), one__md="[^a]: x\n\n> - a @b\n\n<b> [](#y)\n")
    attempt(tmp_path_factory.mktemp("warm"), one__md="x\n\n```python\nx\n```\n")


# What grows by the square of its number is left out.
GROWING = [name for name in TEXTS if name not in ("lists in lists", "runs of backticks that grow")]


@pytest.mark.parametrize("name", GROWING)
@pytest.mark.usefixtures("warm")
def test_twice_the_text_is_twice_the_work(tmp_path: Path, name: str) -> None:
    """From n to 2n, and from 2n to 4n: the second step is twice the first, not four times.

    Work is counted in calls of functions, which no clock and no neighbour changes.
    """
    size, make, _ = TEXTS[name]
    small = min(size, 2_400) // 4
    one, two, four = (calls(tmp_path / str(each), make(each)) for each in (small, 2 * small, 4 * small))
    assert four - two < 2.5 * (two - one) + 1_000


PAYLOADS = 120
"""How many lines of the suite stand in one chapter: an edition has some thirty chapters of them."""


@pytest.fixture(scope="module")
def payloads(suites: Path) -> list[str]:
    lines = (suites / "xss-payloads.txt").read_text(encoding="utf-8", errors="replace").split("\n")
    return [line for line in lines if line.strip()]


def pages(site: Path) -> Iterator[tuple[str, html.HtmlElement]]:
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), html.fromstring(path.read_bytes(), parser=parser)


_SCHEMES = ("javascript", "vbscript", "data", "file", "blob", "filesystem")


def dangers(site: Path) -> list[str]:
    """Return what could run or load something, in any page of ``site``."""
    found = []
    for name, page in pages(site):
        for element in page.iter():
            if not isinstance(element.tag, str):
                continue
            if element.tag == "script" and not _harmless(element):
                found.append(f"{name}: <script>")
            if element.tag in ("iframe", "object", "embed", "base", "frame", "applet", "form", "svg", "math"):
                found.append(f"{name}: <{element.tag}>")
            if element.tag == "meta" and element.get("http-equiv") not in (None, "Content-Security-Policy"):
                found.append(f"{name}: <meta http-equiv>")
            for attribute, value in element.attrib.items():
                if attribute.lower().startswith("on") or attribute.lower() in ("style", "srcdoc"):
                    found.append(f"{name}: {element.tag} {attribute}")
                if attribute.lower() in (
                    "href",
                    "src",
                    "action",
                    "formaction",
                    "xlink:href",
                    "data",
                    "poster",
                ):
                    found += [f"{name}: {element.tag} {attribute}={value!r}"] * _dangerous(element, attribute, value)
    return found


_SAVED = tuple(f"data:{each.type};charset=utf-8," for each in FORMATS)


def _harmless(script: html.HtmlElement) -> bool:
    if script.get("type") == "application/ld+json":
        return isinstance(json.loads(script.text), dict)
    return script.text == THEME if script.text else _local(script.get("src", "//"))


def _local(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def _dangerous(element: html.HtmlElement, attribute: str, value: str) -> bool:
    address = "".join(char for char in value if char > " ").lower()
    if attribute != "href" or (
        element.tag == "link" and element.get("rel") not in ("canonical", "schema.DC", "schema.DCTERMS")
    ):
        return not _local(address)
    if element.tag == "a" and element.get("download") and address.startswith(_SAVED):
        return False  # a citation to be saved: a browser opens no such address, and runs nothing in it
    return address.startswith(tuple(f"{scheme}:" for scheme in _SCHEMES))


def test_no_payload_runs_from_a_manuscript(tmp_path: Path, payloads: list[str]) -> None:
    """Each line of the suite as a paragraph, and as words in marks, of chapters that build."""
    kept: list[tuple[int, str]] = []
    left: list[tuple[int, str]] = []
    for place, payload in enumerate(payloads):
        one = payload.replace("\0", "")
        published, _ = attempt(tmp_path / "try", one__md=_manuscript([one])) if _risky(one) else (True, None)
        (kept if published else left).append((place, one))
    files = {
        f"c{start}__md": _manuscript([one for _, one in kept[start : start + PAYLOADS]])
        for start in range(0, len(kept), PAYLOADS)
    }
    published, report = attempt(tmp_path, **files)
    assert [
        (one.span.path, one.span.line, one.message) for one in report.diagnostics if one.rule.severity == "error"
    ] == []
    assert (published, len(left) < len(payloads) // 10) == (True, True)
    assert dangers(tmp_path / "site") == []


def _risky(payload: str) -> bool:
    """Return whether ``payload`` may hold a mark of ours, and so an error."""
    return any(sign in payload for sign in ("@", "[", "](", "{#", "!["))


def _manuscript(payloads: list[str]) -> str:
    return "\n\n".join(f"{payload}\n\n> x {payload} *{payload}*" for payload in payloads) + "\n"


def test_no_payload_runs_from_yaml(tmp_path: Path, payloads: list[str]) -> None:
    """Titles, names, entries and sources are words wherever they are shown."""
    clean = ["".join(char for char in payload if char.isprintable()) for payload in payloads]
    quoted = [json.dumps(payload, ensure_ascii=False) for payload in dict.fromkeys(clean) if payload.strip()]
    sources, entries = ["references:"], ["entries:"]
    for place, text in enumerate(quoted):
        sources += [f"  - id: s{place}", f"    title: {text}", f"    author: [{text}]", f"    note: {text}"]
        term = f'"{place} {text[1:]}'  # a number makes it unlike every other
        entries += [f"  - id: e{place}", f"    term: {term}", "    definition: x", f"    dates: {text}"]
    front = "---\n" + "".join(f"{key}: {quoted[place]}\n" for place, key in enumerate(("title", "subtitle", "number")))
    keys = (
        "title",
        "subtitle",
        "publisher",
        "rights",
        "version",
        "text_source",
        "description",
        "publisher_place",
    )
    files = {
        "edition__yaml": "".join(f"{key}: {text}\n" for key, text in zip(keys, quoted[:300:30], strict=False)),
        "sources__yaml": "\n".join(sources),
        "glossary__yaml": "\n".join(entries),
        "one__md": front + "authors: [" + ", ".join(quoted[:50]) + "]\n---\nText.\n",
    }
    published, report = attempt(tmp_path, **files)
    assert (published, rules(report)) == (True, ["source-uncited"])
    assert dangers(tmp_path / "site") == []


@pytest.mark.parametrize(
    "scheme", ["javascript", "JaVaScRiPt", "vbscript", "data", " javascript", "java\\nscript", "file"]
)
def test_an_address_in_a_source_must_be_one_of_the_web(tmp_path: Path, scheme: str) -> None:
    source = f'references:\n  - {{id: a, title: T, URL: "{scheme}:alert(1)"}}\n'
    published, report = attempt(tmp_path, one__md="[@a]\n", sources__yaml=source)
    assert (published, rules(report)) == (False, ["value-invalid"])


@pytest.mark.parametrize(
    "source",
    [
        "../secret.png",
        "a/../../secret.png",
        "%2e%2e/secret.png",
        "..%2fsecret.png",
        "/etc/passwd.png",
        "//example.org/a.png",
        "https://example.org/a.png",
        "out.png",
        "out/secret.png",
        "\\\\\\\\host\\\\a.png",
        "../content/in.png",
    ],
)
def test_a_picture_outside_the_edition_is_refused(tmp_path: Path, source: str) -> None:
    """Neither by its path, nor by its address, nor by a link in the file system."""
    (tmp_path / "secret.png").write_bytes(b"secret")
    content = edition(tmp_path, one__md=f"![a](<{source}>)\n")
    (content / "in.png").write_bytes(b"in")
    (content / "out.png").symlink_to(tmp_path / "secret.png")
    (content / "out").symlink_to(tmp_path)
    report = Report()
    assert build(content, tmp_path / "site", report) is None
    assert rules(report) == ["image-outside"]


@pytest.mark.parametrize("source", ["a%00.png", "a" * 300 + ".png", "no.png", "folder.png"])
def test_a_picture_that_cannot_be_is_told(tmp_path: Path, source: str) -> None:
    """No name of a file, however odd, ends the program."""
    (edition(tmp_path) / "folder.png").mkdir()
    published, report = attempt(tmp_path, one__md=f"![a](<{source}>)\n")
    assert (published, len(report.diagnostics), report.diagnostics[0].span.line) == (False, 1, 1)


def test_a_picture_by_a_link_within_the_edition_is_shown_by_its_own_name(tmp_path: Path) -> None:
    content = edition(tmp_path, one__md="![a](link.png)\n\n![b](./folder/../real.png)\n")
    (content / "folder").mkdir()
    (content / "real.png").write_bytes(b"picture")
    (content / "link.png").symlink_to("real.png")
    report = Report()
    assert build(content, tmp_path / "site", report) is not None
    assert [(tmp_path / "site" / name).read_bytes() for name in ("link.png", "real.png")] == [b"picture"] * 2
