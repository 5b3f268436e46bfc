"""The CSL test-suite, whose folder ``CSL_TEST_SUITE`` names: a ratchet."""

import re
from pathlib import Path

import pytest
import yaml

from postil.csl import StyleBroken
from tests.csl import suite
from tests.machine import CSL_SUITE, ROOT, need

RATCHET = yaml.safe_load((Path(__file__).parent / "ratchet.yaml").read_text(encoding="utf-8"))
JUDGED = (*RATCHET["passes"], *RATCHET["fails"])
GROUPS = ("position_", "locator_", "quotes_", "punctuation_", "fullstyles_Chicago", "Ibid", "")


@pytest.mark.parametrize("name", sorted(JUDGED))
def test_a_case_comes_out_as_the_ratchet_says(name: str) -> None:
    """A case that is listed as passing passes; one that is listed as failing still fails."""
    fixture = suite.read(need(CSL_SUITE) / f"{name}.txt")
    try:
        got = suite.run(fixture)
    except StyleBroken as broken:
        got = f"the style is broken: {broken.problem}"
    assert (got.strip() == fixture.expected) == (name in RATCHET["passes"]), got


def test_the_figures_in_the_readme_are_the_ratchets() -> None:
    """The README of the tests counts, group by group, what the ratchet lists."""
    told = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.*) \| (\d+) \| (\d+) \|$", told, re.MULTILINE)
    counted = []
    for group in GROUPS:
        names = [name for name in JUDGED if group in name]
        counted.append((str(sum(name in RATCHET["passes"] for name in names)), str(len(names))))
    assert [row[1:] for row in rows] == counted
