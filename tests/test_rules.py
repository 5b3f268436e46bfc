"""Each rule has one file in ``rules/``: what an editor wrote, and the exact words of what is said of it."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from postil import pipeline
from postil.command import print_report
from postil.diagnostics import Report, Rule, tell
from postil.read import line_of

HERE = Path(__file__).parent / "rules"
UPDATE = os.environ.get("POSTIL_UPDATE_GOLDEN") == "1"
EXPECTED = "=== diagnostics\n"


def write(name: str, body: str, root: Path) -> None:
    """Write one file of a case. After its name: ``(latin-1)`` for its encoding, ``(repeat N)`` for its size."""
    path, _, how = name.partition(" (")
    how = how.removesuffix(")")
    encoding = "utf-8"
    if how.startswith("repeat "):
        body = body.rstrip("\n") * int(how.removeprefix("repeat "))
    elif how == "folder":
        (root / path).mkdir(parents=True)
        return
    elif how:
        encoding = how
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(body.encode(encoding))


def prepare(case: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the files of ``case`` below ``root`` and return the folder to build in."""
    given = case.partition(EXPECTED)[0].split("\n=== ")[1:]
    files = {block.partition("\n")[0]: block.partition("\n")[2] for block in given}
    out = root / files.pop("out", "site").strip()
    files.setdefault("content/edition.yaml", "title: An Edition\n")
    if not any(name.startswith("content/") and ".md" in name for name in files):
        files["content/one.md"] = "Words.\n"
    if files["content/edition.yaml"] == "none\n":
        del files["content/edition.yaml"]
    if any(name.startswith("templates/") for name in files):
        shutil.copytree(pipeline.furniture().templates, root / "templates")
        own = pipeline.Furniture(root / "templates", pipeline.furniture().static)
        monkeypatch.setattr(pipeline, "furniture", lambda: own)
    for package in files.pop("without", "").split():
        monkeypatch.setitem(sys.modules, package, None)
    for name, body in files.items():
        if name.startswith("without "):
            monkeypatch.setitem(sys.modules, name.removeprefix("without "), None)  # as if it were not installed
        else:
            write(name, body, root)
    return out


@pytest.mark.parametrize("rule", Rule, ids=lambda rule: rule.code)
def test_a_rule_says_these_words(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was written gives exactly these diagnostics, this rule's among them; errors publish nothing."""
    file = HERE / f"{rule.code}.txt"
    case = file.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    out = prepare(case, tmp_path, monkeypatch)
    before = sorted(path for path in out.rglob("*")) if out.is_dir() else None
    report = Report(hints=True, today="2027-01-02")
    published = pipeline.build(Path("content"), out.relative_to(tmp_path), report)
    print_report(report)
    said = capsys.readouterr().err
    if UPDATE:
        file.write_text(case.partition(EXPECTED)[0] + EXPECTED + said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8").partition(EXPECTED)[2]
    assert rule in {one.rule for one in report.diagnostics}
    assert (published is None) == bool(report.errors)
    if published is None:
        assert (sorted(path for path in out.rglob("*")) if out.is_dir() else None) == before


def test_every_file_is_a_rules() -> None:
    """No file in ``rules/`` is left of a rule that is gone."""
    assert {file.stem for file in HERE.iterdir()} == {rule.code for rule in Rule}


def test_warnings_fail_where_asked(tmp_path: Path) -> None:
    """With ``strict`` a warning publishes nothing; without it the site is made."""
    content = tmp_path / "content"
    content.mkdir()
    (content / "edition.yaml").write_text("title: An Edition\n", encoding="utf-8")
    (content / "one.md").write_text("Words.\n\n[^a]: A note.\n", encoding="utf-8")
    lax, strict = Report(), Report()
    assert pipeline.build(content, tmp_path / "site", strict, strict=True) is None
    assert not (tmp_path / "site").exists()
    assert pipeline.build(content, tmp_path / "site", lax) is not None
    assert tell(lax, line_of).counts == ("1 warning.",)


def test_notices_are_given_only_where_asked(tmp_path: Path) -> None:
    """Without ``hints`` a notice is not in the report; with them it fails nothing, though the build is strict."""
    case = (HERE / "quotation-unnoted.txt").read_text(encoding="utf-8").partition(EXPECTED)[0]
    for name, body in (
        block.split("\n", 1) for block in ["content/edition.yaml\ntitle: T\n", *case.split("\n=== ")[1:]]
    ):
        write(name, body, tmp_path)
    silent, hinted = Report(), Report(hints=True)
    assert pipeline.build(tmp_path / "content", tmp_path / "site", silent, strict=True) is not None
    assert silent.diagnostics == []
    assert pipeline.build(tmp_path / "content", tmp_path / "site", hinted, strict=True) is not None
    assert tell(hinted, line_of).counts == ("2 notices.",)


def documentation() -> str:
    """Return the page about the rules, made from their table and the cases here."""
    parts = [
        "# What Postil says, and what to do\n\n"
        "This page is made from the table of rules in `src/postil/diagnostics.py` and the cases in `tests/rules/`.\n"
        "An error publishes nothing: the site stays as it was. A warning is said and does no more, unless the\n"
        "build is `--strict`. A notice is a hint: `check --hints` gives it, and it never fails. Words in braces are\n"
        "filled in.\n"
    ]
    for rule in sorted(Rule, key=lambda rule: rule.code):
        case = (HERE / f"{rule.code}.txt").read_text(encoding="utf-8")
        said = case.partition(EXPECTED)[2]
        example = next(block for block in said.split("\n\n") if f"[{rule.code}]" in block)
        hint = "" if rule.hint == "{advice}" else f"\n`{rule.hint}`\n"
        title = case.partition("\n")[0]
        severity = rule.severity.capitalize()
        parts.append(
            f"\n## {rule.code}\n\n*{severity}*: `{rule.message}`\n{hint}\n{title}\n\n```\n{example.strip()}\n```\n"
        )
    return "".join(parts).replace("{{", "{").replace("}}", "}")


def test_the_documentation_is_the_tables() -> None:
    """``docs/diagnostics.md`` says what the table of rules says."""
    page = HERE.parent.parent / "docs" / "diagnostics.md"
    if UPDATE:
        page.parent.mkdir(exist_ok=True)
        page.write_text(documentation(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == documentation()
