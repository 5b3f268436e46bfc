"""The 652 examples of CommonMark 0.31.2 through our tree and our renderer."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from postil.diagnostics import Report, Rule
from postil.manuscript import Manuscript
from postil.parse import parse
from postil.render.text import TextWriter
from tests.conformance.normal import normal

DEVIATIONS = Path(__file__).parent / "deviations.yaml"


@pytest.fixture(scope="module")
def examples(suites: Path) -> list[dict[str, Any]]:
    """Return the examples of the specification."""
    found: list[dict[str, Any]] = json.loads((suites / "commonmark-0.31.2.json").read_text(encoding="utf-8"))
    return found


def render(markdown: str) -> tuple[str, Report]:
    report = Report()
    chapter = parse(Manuscript("example.md", "example", markdown), report)
    return TextWriter().blocks(chapter.blocks), report


def test_every_example_passes_or_is_a_declared_deviation(examples: list[dict[str, Any]]) -> None:
    """The examples that come out otherwise are exactly those listed, each for its reason: raw HTML is shown as text."""
    failed = {
        example["example"] for example in examples if normal(render(example["markdown"])[0]) != normal(example["html"])
    }
    declared = yaml.safe_load(DEVIATIONS.read_text(encoding="utf-8"))
    assert len(examples) == 652
    assert sorted(failed) == declared["raw-html"]


def test_every_deviation_is_reported_to_the_editor(examples: list[dict[str, Any]]) -> None:
    """An example with raw HTML gives a diagnostic, but for HTML that is no whole tag."""
    declared = yaml.safe_load(DEVIATIONS.read_text(encoding="utf-8"))
    silent = []
    for number in declared["raw-html"]:
        _, report = render(examples[number - 1]["markdown"])
        if Rule.HTML_SHOWN not in {one.rule for one in report.diagnostics}:
            silent.append(number)
    assert silent == declared["unreported"]
