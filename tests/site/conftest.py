"""An edition with every mark, as a site."""

from pathlib import Path

import pytest

from tests.edition import built, written

EVERYTHING = """\
---
title: All the *Marks*
authors:
  - {given: Ada, family: Author}
---

First.[^a] Second.[^a] Inline.^[A note [^ed:x] here.] Editor.[^ed:x] {~~teh~>the~~}{>>a slip<<} end [](page:2).

## Origins {#origins}

See [](#origins), [](#named), [](#fig), [](two.md), [](two.md#there), [](#n-a), [words](#tab).

{#named}
A *uno* paragraph [see @a, p. 3; @b, chap. 2], @a [p. 4] and [printed words](source:b).

> Quoted
>
> > twice

- one
- two

  more

{#tab}
| left | right |
|:-----|------:|
| a    | 1     |

{#fig}
![A figure, *taken* from [@a].](one.png "A dot")

```python
def f(x): return "<x>"
```

[^a]: A note.

    - with
    - a list

    And [a link](https://example.org/?a=1&b="2").

[^ed:x]: From the editor, calling[^a].
"""

FILES: dict[str, str | bytes] = {
    "edition.yaml": "title: Everything\nbase_url: https://example.org/edition\n"
    "note_series:\n  - {name: ed, title: Editor’s notes}\neditorial: |\n  See [](one.md#named).\n",
    "one.md": EVERYTHING,
    "two.md": "# Two\n\n{#there}\nThere is uno here, and [](one.md#origins).[^a]\n\n[^a]: Another [@a].\n",
    "sources.yaml": "references:\n  - {id: a, title: A}\n  - {id: b, title: B, type: book}\n",
    "glossary.yaml": "entries:\n  - {id: uno, term: uno, definition: 'One, see [@b].', see: [due], sources: [a]}\n"
    "  - {id: due, term: due, definition: 'Two, see [one](term:uno) and [](one.md#named).'}\n",
    "places.yaml": "entries:\n  - {id: there, term: Origins, coordinates: [39.76, 46.75], definition: A place.}\n",
    "one.png": b"\x89PNG\r\n\x1a\n",
}


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an edition with every mark."""
    root = tmp_path_factory.mktemp("everything")
    return built(written(root, FILES), root / "site")
