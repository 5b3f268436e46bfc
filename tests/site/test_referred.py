"""What refers to a place is said there: in the text, on its own page, in the notes and in the registers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.edition import author_words, built, page, written

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from playwright.sync_api import Browser

FILES = {
    "edition.yaml": "title: An Edition\nbase_url: https://example.org/\n",
    "places.yaml": """\
entries:
  - {id: town, term: Town, definition: 'See [](one.md#item).'}
  - {id: river, term: River, definition: 'By [the town](place:town).'}
""",
    "one.md": """\
# One

## A Section {#section}

{#first}
The first. See [](#section) above. See also [](#section) again, and [](#n-a), and [](#item).

> {#quoted}
> A quotation.

- {#item}
  An item.
- Another, see [](#quoted).

The Town.[^a]

[^a]: See [](#first).
""",
    "two.md": "# Two\n\nWords. See [](one.md#section), and [](one.md).\n",
}


@pytest.fixture(scope="module")
def referring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("referring")
    files = {**FILES, "one.md": FILES["one.md"].replace("> {#quoted}\n> ", "> ").replace("- {#item}\n  ", "- ")}
    return built(written(root, files | {"one.md": ONE}), root / "site")


ONE = """\
# One

## A Section {#section}

{#first}
The first. See [](#section) above. See also [](#section) again, and [](#n-a), and [](#listed).

> A quotation.

{#listed}
- An item.
- Another, see [](#first).

The Town.[^a]

[^a]: See [](#first).
"""
