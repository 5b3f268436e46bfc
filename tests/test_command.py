"""The commands as an editor types them."""

import json
from pathlib import Path

import pytest

from postil import __version__
from postil.command import USAGE, main
from tests.edition import written

BROKEN = {"one.md": "Words.[^a] 50 % of <b>\n"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_no_command_builds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a word, ``content`` becomes ``site``, and a second time nothing is written."""
    written(folder, {"one.md": "Words.\n"})
    assert main([]) == 0
    assert capsys.readouterr().out == "site: 50 files, 50 of them new.\n"
    assert main(["build"]) == 0
    assert capsys.readouterr().out == "site: 50 files, 0 of them new.\n"


def test_an_edition_anywhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--content`` and ``--out`` name any folders."""
    written(folder / "there", {"one.md": "Words.\n"})
    assert main(["--out", "made/here", "--content", "there/content"]) == 0
    assert capsys.readouterr().out == "made/here: 50 files, 50 of them new.\n"
    assert (folder / "made/here/one.html").is_file()


def test_an_error_publishes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken edition gives its diagnostics, exit status 1, and leaves the old site as it was."""
    content = written(folder, {"one.md": "Words.\n"})
    assert main([]) == 0
    before = {path: path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()}
    (content / "one.md").write_text("Words.[^a]\n", encoding="utf-8")
    capsys.readouterr()
    assert main([]) == 1
    assert capsys.readouterr().err == (
        "content/one.md:1:7: error: there is no note “a” [note-undefined]\n"
        "     1 | Words.[^a]\n"
        "       |       ^^^^\n"
        "  hint: Write it at the end of the chapter: [^a]: …\n"
        "\n"
        "1 error.\n"
        "Nothing was published; site is as it was.\n"
    )
    assert {path: path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()} == before


def test_many_diagnostics_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fifty diagnostics are printed, and the rest counted."""
    written(folder, {"one.md": "".join(f"Words.[^n{count}]\n\n" for count in range(60))})
    assert main(["check"]) == 1
    said = capsys.readouterr().err
    assert said.count("[note-undefined]") == 50
    assert said.endswith("… and 10 more.\n60 errors.\n")


def test_check_builds_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``check`` says what it looked through where nothing is wrong, and makes no site."""
    written(folder, {"one.md": "Words.[^a]\n\n[^a]: A note.\n", "two.md": "Words.\n"})
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "Nothing is wrong: 2 chapters, 1 note, 0 sources, 0 entries.\n"
    assert not (folder / "site").exists()


def test_check_is_strict_where_asked(folder: Path) -> None:
    """With ``--strict`` a warning gives exit status 1."""
    written(folder, {"one.md": "A <b>.\n"})
    assert main(["check"]) == 0
    assert main(["check", "--strict"]) == 1


def test_diagnostics_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--format json`` gives a list of objects."""
    written(folder, BROKEN)
    assert main(["check", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {
            "path": "content/one.md",
            "line": 1,
            "column": 7,
            "length": 4,
            "severity": "error",
            "rule": "note-undefined",
            "message": "there is no note “a”",
            "hint": "Write it at the end of the chapter: [^a]: …",
        },
        {
            "path": "content/one.md",
            "line": 1,
            "column": 20,
            "length": 3,
            "severity": "warning",
            "rule": "html-shown",
            "message": "HTML is not read in a manuscript: “<b>” is shown as it stands",
            "hint": "Use Markdown, or put a backslash before the < if the sign itself is meant.",
        },
    ]


def test_diagnostics_as_sarif(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--format sarif`` gives a SARIF 2.1.0 log whose results name their rules."""
    written(folder, BROKEN)
    assert main(["check", "--format", "sarif"]) == 1
    log = json.loads(capsys.readouterr().out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert {result["ruleId"] for result in run["results"]} <= {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert run["results"][0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "content/one.md"},
                "region": {"startLine": 1, "startColumn": 7, "endColumn": 11},
            }
        }
    ]


def test_diagnostics_for_github(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--format github`` gives a workflow command a line, its signs escaped."""
    written(folder, {"one.md": "Words.[^50%]\n"})
    assert main(["check", "--format", "github"]) == 1
    assert capsys.readouterr().out == (
        "::error file=content/one.md,line=1,col=7,title=note-undefined::"
        "there is no note “50%25” – Write it at the end of the chapter: [^50%25]: …\n"
    )


UNNOTED = {"one.md": f"He said “{'so ' * 26}.”\n"}


def test_hints_are_given_where_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``check --hints`` gives notices too, and still says what is sound; neither ``--strict`` nor they fail."""
    written(folder, UNNOTED)
    assert main(["check", "--strict"]) == 0
    assert capsys.readouterr() == ("Nothing is wrong: 1 chapter, 0 notes, 0 sources, 0 entries.\n", "")
    assert main(["check", "--strict", "--hints"]) == 0
    said = capsys.readouterr()
    assert said.out == "Nothing is wrong: 1 chapter, 0 notes, 0 sources, 0 entries.\n"
    assert said.err.startswith("content/one.md:1:9: notice: the quotation “so so so so so …” has 26 words, ")
    assert said.err.endswith("\n\n1 notice.\n")


def test_hints_in_forms_for_machines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A hint is a ``notice`` to GitHub, and in JSON; SARIF calls it a ``note``, and knows that it is off by itself."""
    written(folder, UNNOTED)
    assert main(["check", "--hints", "--format", "json"]) == 0
    assert [one["severity"] for one in json.loads(capsys.readouterr().out)] == ["notice"]
    assert main(["check", "--hints", "--format", "github"]) == 0
    assert capsys.readouterr().out.startswith("::notice file=content/one.md,line=1,col=9,title=quotation-unnoted::")
    assert main(["check", "--hints", "--format", "sarif"]) == 0
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert [result["level"] for result in run["results"]] == ["note"]
    off = [rule["id"] for rule in run["tool"]["driver"]["rules"] if not rule["defaultConfiguration"]["enabled"]]
    assert off == ["quotation-unnoted"]


def test_no_form_has_hints_unasked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without ``--hints`` they are in no form."""
    written(folder, UNNOTED)
    assert main(["check", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    """``--help`` says what there is, ``--version`` which it is."""
    assert main(["--help"]) == 0
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"{USAGE}Postil {__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["publish"], "there is no command “publish”"),
        (["check", "twice"], "“twice” is one word too many"),
        (["--contents"], "there is no option --contents"),
        (["--out"], "--out needs a value"),
        (["build", "--port", "80"], "build has no option --port"),
        (["serve", "--port", "http"], "--port is a number"),
        (["build", "--hints"], "build has no option --hints"),
        (["serve", "--hints"], "serve has no option --hints"),
        (["check", "--format", "xml"], "--format is one of text, json, sarif, github"),
        (["cite"], "cite needs a paragraph, such as p-7k3mx"),
        (["verify"], "verify needs words, or an address"),
        (["cite", "14", "15"], "“15” is one word too many"),
        (["diff", "1.0", "1.1"], "“1.1” is one word too many"),
        (["cite", "14", "--format", "json"], "--format is one of bibtex, ris, csl-json, markdown, text"),
        (["cite", "14", "--format", "ris", "--style", "mla"], "--style and --format cannot both be asked for"),
        (["cite", "14", "--version"], "--version needs a value"),
        (["verify", "words", "--style", "mla"], "verify has no option --style"),
    ],
)
def test_a_wrong_call(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A call that cannot be read gives one line and exit status 2."""
    assert main(words) == 2
    assert capsys.readouterr().err == f"postil: {said}; see postil --help\n"


HOUSE = {
    "edition.yaml": "title: An Edition\nbase_url: https://example.org/e/\nauthors: [{given: Ann, family: Smith}]\n",
    "one.md": """---
title: The First
---

The harvest failed in the third year, and the village sent its sons to the coast.

When the ships returned they brought salt, iron nails, and a letter for the priest.

The miller kept the only clock, which had stopped in the year of the flood.
""",
}
SHIPS = "https://example.org/e/p/p-fcca5.html"


@pytest.fixture
def edited(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """An edition that was released, and edited since: a word is another, and a paragraph is gone."""
    content = written(folder, HOUSE)
    assert main(["release", "1.0", "--date", "2026-01-01"]) == 0
    text = HOUSE["one.md"].replace("iron", "copper").partition("The miller")[0]
    (content / "one.md").write_text(text, encoding="utf-8")
    capsys.readouterr()
    return content


def test_cite_one_style(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An id, a number and an address lead to the same citation; that of a version is of what it was."""
    said = f"Ann Smith, “The First,” in An Edition, ¶ 2, version 1.0, {SHIPS}#v1.0.\n"
    for typed in ("P-FCCA5", "one¶2", "one:2", "¶2", "2", f"{SHIPS}#v1.0"):
        assert main(["cite", typed, "--style", "chicago-note", "--version", "1.0"]) == 0
        assert capsys.readouterr() == (said, "")
    assert main(["cite", "2", "--format", "markdown"]) == 0
    assert capsys.readouterr() == (f"[The First, ¶ 2]({SHIPS})\n", "")


def test_cite_all(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an option it is cited in every style and format."""
    assert main(["cite", "p-fcca5", "--version", "1.0"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        f"¶ 2 of one, p-fcca5, version 1.0: {SHIPS}#v1.0\n\nChicago, note\n    Ann Smith, “The First,”"
    )
    assert [name in said for name in ("APA, reference", "MLA, in the text", "BibTeX", "RIS", "CSL JSON")] == [True] * 5


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["p-fcca6"], 1, "“p-fcca6” is mistyped: its characters do not fit one another. "
                         "One slip away: p-fcca5 (¶ 2 of one)"),
        (["p-00000"], 1, "no paragraph has ever had the id p-00000"),
        (["a word"], 1, "“a word” is no paragraph: write its id (p-7k3mx), its address, or chapter¶14"),
        (["9"], 1, "one has no ¶ 9"),
        (["ones:2"], 1, "there is no chapter “ones”: did you mean one?"),
        (["2", "--version", "3"], 1, "no release is called “3”: there is 1.0"),
        (["2", "--style", "mla"], 2, "there is no style “mla”: --style is one of chicago-note, chicago-short-note, "
                                     "chicago-bibliography, mla-works-cited, mla-in-text, apa-reference, apa-in-text"),
    ],
)  # fmt: skip
def test_what_cannot_be_cited(
    words: list[str], status: int, said: str, edited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told in a line."""
    assert main(["cite", *words]) == status
    assert capsys.readouterr() == ("", f"postil: {said}\n")


def test_cite_what_was_withdrawn(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What became of it is said beside the citation of what it was."""
    (edited / "dispositions.yaml").write_text(WITHDRAWN, encoding="utf-8")
    assert main(["cite", "3", "--format", "text"]) == 0
    assert capsys.readouterr() == (
        "The First, ¶ 3: https://example.org/e/p/p-j8ct6.html\n",
        "p-j8ct6 was withdrawn: The authors asked for it.\n",
    )


WITHDRAWN = "- id: p-j8ct6\n  withdrawn: true\n  date: 2026-02-01\n  reason: The authors asked for it.\n"


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("The harvest failed", 0, "exact      ¶ 1 of one, p-d61mj: https://example.org/e/p/p-d61mj.html\n"),
        ("“they brought pepper, copper nails,”", 3, f"altered    ¶ 2 of one, p-fcca5: {SHIPS}\n"
                                                    "           they brought [-pepper-]{+salt+}, copper nails\n"),
        (f"{SHIPS}#v1.0", 3, f"altered    ¶ 2 of one, p-fcca5: {SHIPS}\n"
                             "           changed since version 1.0\n"
                             "           When the ships returned they brought salt, [-iron-]{+copper+} nails, "
                             "and a letter for the priest.\n"),
        ("“The harvest failed” ¶ 2", 4, "elsewhere  ¶ 1 of one, p-d61mj: https://example.org/e/p/p-d61mj.html\n"
                                        "           not in ¶ 2 of one, where it is said to be\n"),
        ("salt, iron nails", 5, f"version    ¶ 2 of one, p-fcca5: {SHIPS}\n"
                                "           only in version 1.0\n"
                                "           When the ships returned they brought salt, [-iron-]{+copper+} nails, "
                                "and a letter for the priest.\n"),
        ("The goat ate all of the books.", 6, "missing    “The goat ate all of the books.”\n"),
    ],
)  # fmt: skip
def test_verify(typed: str, status: int, said: str, edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each outcome has its words, and its exit status."""
    assert main(["verify", typed]) == status
    assert capsys.readouterr() == (said, "")


def test_verify_a_file(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file has something on each line; the status is the highest."""
    text = "# Two lines\n\nThe harvest failed\n“The harvest failed” ¶2\n"
    Path("said.txt").write_text(text, encoding="utf-8")
    assert main(["verify", "said.txt"]) == 4
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "said.txt:3: exact      ¶ 1 of one, p-d61mj: https://example.org/e/p/p-d61mj.html",
        "said.txt:4: elsewhere  ¶ 1 of one, p-d61mj: https://example.org/e/p/p-d61mj.html",
    ]


def test_verify_as_json(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--format json`` gives a list of objects."""
    assert main(["verify", "village sent its daughters to", "--format", "json"]) == 3
    assert json.loads(capsys.readouterr().out) == [
        {
            "said": "village sent its daughters to",
            "file": "",
            "line": 0,
            "outcome": "altered",
            "id": "p-d61mj",
            "kind": "paragraph",
            "chapter": "one",
            "number": "1",
            "version": "",
            "address": "https://example.org/e/p/p-d61mj.html",
            "leads_to": [],
            "remark": "",
            "changes": [["same", "village sent its "], ["gone", "daughters"], ["new", "sons"], ["same", " to"]],
            "changed": True,
        }
    ]


def test_what_cannot_be_read_is_not_verified(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A chapter that cannot be read is told, and nothing else."""
    (edited / "one.md").write_bytes(b"\xff")
    assert main(["verify", "The harvest failed"]) == 1
    assert main(["cite", "1"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("[file-not-utf8]") == 2


BECAME = """\
Citations of version 1.0, if the edition were published as it is now:
  paragraphs: 1 unchanged, 1 changed, 1 broken

changed    ¶ 2 of one, p-fcca5: “When the ships returned they brought salt, iron …”
           When the ships returned they brought salt, [-iron-]{+copper+} nails, and a letter for the priest.
broken     ¶ 3 of one, p-j8ct6: “The miller kept the only clock, which had …”
           nothing says what became of it
"""


def test_diff(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What breaks is told though the build fails, with what to write; the status is 1."""
    assert main(["diff"]) == 1
    said = capsys.readouterr()
    assert said.out == BECAME
    assert "published as p-j8ct6, is in the text no more" in said.err


def test_diff_of_what_resolves(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where everything resolves the status is 0; with ``--strict`` a change gives 3."""
    (edited / "dispositions.yaml").write_text(WITHDRAWN, encoding="utf-8")
    assert main(["diff", "1.0"]) == 0
    assert main(["diff", "--strict"]) == 3
    assert main(["diff", "--format", "json"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    told = json.loads(said.out[said.out.index("{\n") :])
    assert told["counts"] == {"unchanged": 1, "changed": 1, "redirected": 0, "withdrawn": 1, "broken": 0}
    assert main(["diff", "2.0"]) == 2
    assert capsys.readouterr().err == "postil: no release is called “2.0”: there is 1.0\n"


def test_diff_tests_what_is_known(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Known citations come first, by file and line; one that fails gives status 1."""
    (edited / "dispositions.yaml").write_text(WITHDRAWN, encoding="utf-8")
    (edited / "known-citations.txt").write_text("# Reviews\n¶ 1\n“The harvest failed” ¶ 2\n", encoding="utf-8")
    assert main(["diff"]) == 1
    assert capsys.readouterr().out.startswith(
        "Citations that are known: 1 unchanged, 1 broken.\n"
        "content/known-citations.txt:3: elsewhere  ¶ 1 of one, p-d61mj: https://example.org/e/p/p-d61mj.html\n"
        "           not in ¶ 2 of one, where it is said to be\n"
        "\nCitations of version 1.0, "
    )


def test_diff_before_a_release(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of an edition that was never published nothing can change."""
    written(folder, HOUSE)
    assert main(["diff"]) == 0
    assert capsys.readouterr() == ("Nothing is published yet, so nothing can have changed.\n", "")
