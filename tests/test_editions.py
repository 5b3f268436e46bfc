"""Whole small editions: ``content/`` in, ``golden/`` out. ``POSTIL_UPDATE_GOLDEN=1`` writes what comes out."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.edition import EDITIONS, built

UPDATE = os.environ.get("POSTIL_UPDATE_GOLDEN") == "1"


def pages(folder: Path) -> dict[str, str]:
    """Return the pages in ``folder`` by name, the hashes of assets left out: the design may change without them."""
    hashed = r"(edition|verify|lost|lists)\.[0-9a-f]{10}\.(css|js)"
    return {
        path.name: re.sub(hashed, r"\1.\2", path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.html"))
    }


@pytest.mark.parametrize("edition", sorted(path.name for path in EDITIONS.iterdir()))
def test_an_edition_comes_out_as_it_did(edition: str, tmp_path: Path) -> None:
    """Every page of the edition is that in ``golden/``, and there is no other."""
    made = pages(built(EDITIONS / edition / "content", tmp_path / "site"))
    golden = EDITIONS / edition / "golden"
    if UPDATE:
        shutil.rmtree(golden, ignore_errors=True)
        golden.mkdir()
        for name, text in made.items():
            (golden / name).write_text(text, encoding="utf-8")
    assert made == pages(golden)
