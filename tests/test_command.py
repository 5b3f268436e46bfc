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
    assert capsys.readouterr().out == "site: 7 files, 7 of them new.\n"
    assert main(["build"]) == 0
    assert capsys.readouterr().out == "site: 7 files, 0 of them new.\n"


def test_an_edition_anywhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--content`` and ``--out`` name any folders."""
    written(folder / "there", {"one.md": "Words.\n"})
    assert main(["--out", "made/here", "--content", "there/content"]) == 0
    assert capsys.readouterr().out == "made/here: 7 files, 7 of them new.\n"
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
    ],
)
def test_a_wrong_call(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A call that cannot be read gives one line and exit status 2."""
    assert main(words) == 2
    assert capsys.readouterr().err == f"postil: {said}; see postil --help\n"
