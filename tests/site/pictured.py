"""An edition of 2021 with events of two thousand years and places on two continents."""

from pathlib import Path

from tests.edition import built, written

TEXT = "The Assembly of Rome, the Long war, the Talks, the Truce and the Réimpression.\n"

EVENTS = """
entries:
  - {id: truce, term: Truce, when: 1994-05, dates: May 1994, definition: A month.}
  - {id: ides, term: Assembly of Rome, when: "-0043-03-15", dates: 15 March 44 BC, definition: A day before our era.}
  - {id: founding, term: Founding, when: "1750~", definition: Its year is not certain.}
  - {id: war, term: Long war, when: 1988/1994, dates: 1988–1994, definition: A span.}
  - {id: talks, term: Talks, when: 1992-03-24, definition: A day.}
  - {id: mission, term: Mission, when: 2020-11-10/.., definition: Open.}
  - {id: reprint, term: Réimpression, lang: fr, when: 2023-09-19, definition: Later than the text.}
  - {id: closed, term: Office closed, when: 2025, definition: Later than the text.}
  - {id: undated, term: Undated, definition: Not on the timeline.}
"""

PLACES = """
entries:
  - {id: shusha, term: Shusha, coordinates: [39.76, 46.75], definition: A town.}
  - {id: khankendi, term: Khankendi, coordinates: [39.815, 46.752], definition: A town.}
  - {id: aghdam, term: Aghdam, coordinates: [39.991, 46.928], definition: A town.}
  - {id: lachin, term: Lachin, coordinates: [39.64, 46.546], definition: A town.}
  - {id: wien, term: Wien, lang: de, coordinates: [48.208, 16.373], definition: A venue.}
  - {id: key-west, term: Key West, coordinates: [24.555, -81.78], definition: A venue.}
  - {id: nowhere, term: Nowhere, definition: On no map.}
"""

CHAPTER = "one.md"


def pictured(root: Path, language: str = "en") -> Path:
    """Return the site of the edition."""
    edition = f'title: Pictured\nissued: "2021"\nlanguage: {language}\n'
    files = {"edition.yaml": edition, CHAPTER: f"# One\n\n{TEXT}", "events.yaml": EVENTS, "places.yaml": PLACES}
    return built(written(root, files), root / "site")
