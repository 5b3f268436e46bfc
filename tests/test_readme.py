"""The documentation is true: its examples build, its links lead somewhere, and it names every key."""

import re
from pathlib import Path

import pytest

from postil.read.sources import DATES, NAMES, VARIABLES
from tests.edition import ROOT, built, written
from tests.font import boxes

PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "bench" / "README.md", *ROOT.glob("docs/*.md"))
    if path.name != "diagnostics.md"  # its links are those that messages advise to write; test_rules.py keeps it true
)

TAKEN = re.compile(
    r"""\.(?:flag|list|matching|needed|records|scalars?|text|value)\(\s*"([\w-]+)"
      | \bread_(?:names|date)\(\s*\w+,\s*"([\w-]+)"
      | \bread_list\(\s*\w+,\s*"([\w-]+)"
      | \bfor\ \w+\ in\ \(((?:"[\w-]+",?\s*)+)\)""",
    re.VERBOSE,
)
"""A key that the code takes from a file, or several that it takes in a row."""


def section(page: str, heading: str) -> str:
    """Return what stands under ``heading`` on ``page``."""
    text = (ROOT / page).read_text(encoding="utf-8")
    block = r"```[^\n]*\n.*?^```\n|[^\n]*\n"  # headings in fenced blocks are not the page's
    found = re.search(rf"^## {re.escape(heading)}\n((?:{block})*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def fenced(text: str, language: str) -> list[str]:
    """Return the fenced blocks of ``text`` that are in ``language``."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def examples(heading: str) -> list[str]:
    """Return the examples of the table under ``heading`` in ``docs/edition.md``, each of which is of its row's key."""
    rows = re.findall(r"^\| `([\w-]+)` \|.*\| `(.+)` \|$", section("docs/edition.md", heading), re.MULTILINE)
    assert rows
    assert [key for key, example in rows if not example.startswith(f"{key}: ")] == []
    return [example for _, example in rows]


def record(lines: list[str]) -> str:
    """Return ``lines`` as an item of a list of mappings."""
    return "  - " + "\n    ".join(lines) + "\n"


def test_the_edition_in_one_screen_builds(tmp_path: Path) -> None:
    """What the README shows as an edition is one, as it stands there."""
    shown = section("README.md", "An edition in one screen")
    [manuscript] = fenced(shown, "markdown")
    sources, glossary = fenced(shown, "yaml")
    built(
        written(tmp_path, {"one.md": manuscript, "sources.yaml": sources, "glossary.yaml": glossary}),
        tmp_path / "site",
    )


def test_the_examples_of_all_keys_build(tmp_path: Path) -> None:
    """The examples in the tables of ``docs/edition.md``, put together, make an edition."""
    front = "\n".join(examples("Front matter"))
    other = record(["id: shusha", "term: Shusha", "definition: Another town."])
    files: dict[str, str | bytes] = {
        "edition.yaml": "\n".join(examples("edition.yaml")),
        "Serif.woff2": boxes(),
        "one.md": f"---\n{front}\n---\n\nThe town of that name [@smith2020; @waal2021].[^ed:a]\n\n[^ed:a]: A note.\n",
        "sources.yaml": "references:\n"
        + record(examples("Sources"))
        + record(["id: waal2021", "title: Another", "author:", *(f"  {line}" for line in examples("Names"))]),
        "glossary.yaml": "entries:\n" + record(examples("Entries")) + other,
        "places.yaml": "entries:\n" + record(["id: minsk", "term: Minsk", "definition: A town."]),
    }
    built(written(tmp_path, files), tmp_path / "site")


@pytest.mark.parametrize("module", ["citing", "dates", "edition", "entries", "fonts", "names", "sources"])
def test_every_key_is_documented(module: str) -> None:
    """``docs/edition.md`` names every key that the code takes from an edition's files."""
    code = (ROOT / "src" / "postil" / "read" / f"{module}.py").read_text(encoding="utf-8")
    taken = {key for groups in TAKEN.findall(code) for found in groups for key in re.findall(r"[\w-]+", found)}
    assert taken
    text = (ROOT / "docs" / "edition.md").read_text(encoding="utf-8")
    spans = " ".join(re.findall(r"`([^`\n]+)`", text))
    assert taken - set(re.findall(r"[\w-]+", spans)) == set()


def test_no_key_is_made_up() -> None:
    """The keys in the table of sources are CSL's, and those that are named as such."""
    keys = {example.partition(":")[0] for example in examples("Sources")}
    assert keys - {*VARIABLES, *NAMES, *DATES} == {"id", "type", "custom"}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    """A relative link on a page of the documentation leads to a file that is there, a fragment to a heading of it."""
    lost = []
    for target in links(page):
        path, _, fragment = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        if not file.exists() or (fragment and fragment not in headings(file)):
            lost.append(target)
    assert lost == []


def links(page: str) -> list[str]:
    """Return where the relative links on ``page`` lead; those in code are none."""
    text = (ROOT / page).read_text(encoding="utf-8")
    text = re.sub(r"^```.*?^```$|`[^`]+`", "", text, flags=re.MULTILINE | re.DOTALL)
    return [target for target in re.findall(r"\]\(([^()\s]+)", text) if ":" not in target]


def headings(file: Path) -> set[str]:
    """Return the fragments by which the headings of the Markdown file ``file`` can be reached."""
    found = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in found}
