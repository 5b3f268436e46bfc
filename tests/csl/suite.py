"""The CSL test-suite’s fixtures: read, run through our processor, and set as its HTML has them."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from postil import nodes
from postil.csl import FIRST, IBID, IBID_WITH_LOCATOR, SUBSEQUENT, Cluster, Item, Known, Processor, Style, positions
from postil.csl.tokens import inlines, rich
from postil.edition import Date, Name, Record
from postil.nodes import Inlines, Text

LOCALES = Path(__file__).resolve().parents[2] / "src" / "postil" / "csl" / "locales"
_PART = re.compile(r">>=+ ([A-Z-]+) =+>>\n(.*?)\n?<<=+ \1 =+<<", re.DOTALL)
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


class Fixture(NamedTuple):
    """A fixture: its name and its parts."""

    name: str
    parts: dict[str, str]

    @property
    def expected(self) -> str:
        """What it expects, without the signs that say which citations changed: we format all at once."""
        return re.sub(r"^(?:>>|\.\.)\[\d+\] ", "", self.parts["RESULT"].strip(), flags=re.MULTILINE)


def read(path: Path) -> Fixture:
    """Return the fixture in the file ``path``."""
    return Fixture(path.stem, dict(_PART.findall(path.read_text(encoding="utf-8"))))


def run(fixture: Fixture) -> str:
    """Return what our processor makes of ``fixture``."""
    style = Style(fixture.parts["CSL"])
    given = json.loads(fixture.parts["INPUT"])
    records = {str(item["id"]): record(item) for item in given}
    language = style.language or "en-US"
    processor = Processor(style, locales(language), language, records, links=False)
    sections = json.loads(fixture.parts.get("BIBENTRIES", "null"))
    clusters = _clusters(fixture, list(records))
    cited = list(dict.fromkeys(item.key for cluster, _ in clusters for item in cluster.items))
    cited = sections[-1] if sections else cited
    processor.number(cited)
    processor.disambiguate(cited)
    if fixture.parts["MODE"].strip() == "bibliography":
        entries = "".join(
            f'  <div class="csl-entry">{as_html(words)}</div>\n' for _, words in processor.bibliography(cited)
        )
        return f'<div class="csl-bib-body">\n{entries}</div>'
    found = positions([cluster for cluster, _ in clusters], processor.near)
    said = []
    for (cluster, known), ours in zip(clusters, found, strict=True):
        said.append(as_html(processor.cite(cluster, known or ours)))
    return "\n".join(said)


def locales(language: str) -> list[str]:
    """Return the texts of the locale files for ``language``."""
    names = [f"locales-{language}.xml", "locales-en-US.xml"]
    files = [LOCALES / name for name in dict.fromkeys(names)]
    return [file.read_text(encoding="utf-8") for file in files if file.is_file()]


_POSITIONS = {0: FIRST, 1: SUBSEQUENT, 2: IBID, 3: IBID_WITH_LOCATOR}


def _clusters(fixture: Fixture, keys: list[str]) -> list[tuple[Cluster, tuple[Known, ...] | None]]:
    if "CITATIONS" in fixture.parts:
        order: dict[str, dict[str, Any]] = {}
        for citation, before, after in json.loads(fixture.parts["CITATIONS"]):
            known = {**order, citation["citationID"]: citation}
            order = {}
            for name, number in [*before, [citation["citationID"], citation["properties"]["noteIndex"]], *after]:
                order[name] = known[name] | {"properties": {**known[name]["properties"], "noteIndex": number}}
        return [
            (
                Cluster(
                    tuple(map(_item, one["citationItems"])),
                    one["properties"]["noteIndex"],
                    in_text=one["properties"].get("mode") == "composite",
                ),
                None,
            )
            for one in order.values()
        ]
    if "CITATION-ITEMS" in fixture.parts:
        return [
            (Cluster(tuple(map(_item, group))), tuple(_known(each) for each in group))
            for group in json.loads(fixture.parts["CITATION-ITEMS"])
        ]
    return [(Cluster(tuple(Item(key) for key in keys)), tuple(Known() for _ in keys))]


def _known(item: dict[str, Any]) -> Known:
    return Known(
        _POSITIONS[item.get("position", 0)], item.get("first-reference-note-number", 0), bool(item.get("near-note"))
    )


def _item(item: dict[str, Any]) -> Item:
    return Item(
        str(item["id"]),
        prefix=_words(item.get("prefix", "")),
        suffix=_words(item.get("suffix", "")),
        locator=str(item.get("locator", "")),
        label=item.get("label", "").replace("sub verbo", "sub-verbo"),
        suppress_author=bool(item.get("suppress-author")),
    )


def _words(text: str) -> Inlines:
    return inlines(rich(text), ("“", "”", "‘", "’")) if text else ()


def record(item: dict[str, Any]) -> Record:
    """Return a CSL JSON item as a record, without looking for faults: fixtures have them on purpose."""
    variables: dict[str, str] = {}
    names: dict[str, tuple[Name, ...]] = {}
    dates: dict[str, Date] = {}
    for key, value in item.items():
        if isinstance(value, dict):
            dates[key] = _date(value)
        elif isinstance(value, list):
            names[key] = tuple(_name(each) for each in value)
        elif key not in ("id", "type") and value is not None:
            variables[key] = str(value)
    return Record(str(item.get("type", "")), variables, names, dates)


def _name(name: dict[str, Any]) -> Name:
    return Name(
        family=name.get("family", ""),
        given=name.get("given", ""),
        particle=name.get("non-dropping-particle", ""),
        suffix=name.get("suffix", ""),
        literal=name.get("literal", ""),
        dropping=name.get("dropping-particle", ""),
        comma=bool(name.get("comma-suffix")),
        static=bool(name.get("static-ordering")),
    )


def _date(value: dict[str, Any]) -> Date:
    parts = [[int(part or 0) for part in each] for each in value.get("date-parts", [])]
    season = value.get("season", 0)
    season = _SEASONS.get(str(season).lower(), int(season) if str(season).isdigit() else 0)
    circa = bool(value.get("circa"))
    ends = []
    for each in parts[:2]:
        year, month, day = [*each, 0, 0, 0][:3]
        turned = month - 20 if month > 20 else month - 12 if month > 12 else 0
        ends.append(Date(year, 0 if turned else month, day, season or turned, circa))
    if not ends:
        return Date(0, literal=str(value.get("literal", value.get("raw", ""))), circa=circa)
    return ends[0]._replace(until=ends[1] if len(ends) > 1 else None)


_ON = {
    nodes.Emphasis: ("<i>", "</i>", '<span style="font-style:normal;">'),
    nodes.Strong: ("<b>", "</b>", '<span style="font-weight:normal;">'),
    nodes.SmallCaps: (
        '<span style="font-variant:small-caps;">',
        "</span>",
        '<span style="font-variant:normal;">',
    ),
    nodes.Superscript: ("<sup>", "</sup>", "<sup>"),
    nodes.Subscript: ("<sub>", "</sub>", "<sub>"),
    nodes.Underline: ('<span style="text-decoration:underline;">', "</span>", ""),
}


def as_html(words: Inlines, within: frozenset[type] = frozenset()) -> str:
    """Return ``words`` as the test-suite writes them."""
    result = ""
    for node in words:
        kind = type(node)
        if isinstance(node, Text):
            result += (
                html.escape(node.content, quote=False)
                .replace("&amp;", "&#38;")
                .replace("&lt;", "&#60;")
                .replace("&gt;", "&#62;")
            )
        elif isinstance(node, nodes.Quoted):
            result += node.open + as_html(node.children, within) + node.close
        elif kind in _ON:
            opens, closes, turned = _ON[kind]
            inner = as_html(getattr(node, "children", ()), within ^ {kind})
            result += (
                f"{turned}{inner}</span>" if kind in within and turned[:5] == "<span" else f"{opens}{inner}{closes}"
            )
        else:
            result += as_html(getattr(node, "children", ()), within)
    return result
