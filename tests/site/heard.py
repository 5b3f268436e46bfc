"""A page as Chromium tells it to a screen reader: an outline of roles and names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

Heard = Mapping[str, Any]  # a node of the protocol's tree: JSON, whose shape depends on the role

# What is said with its parent, or not at all; the newer of these roles differ from one Chromium to the next.
PASSED_THROUGH = {
    *("generic", "none", "InlineTextBox", "LineBreak", "sectionheader", "sectionfooter"),
    *("superscript", "LabelText", "MenuListPopup"),
}

# What is said by its name, which is made of what is in it.
NAMED = {"heading", "link", "button", "doc-noteref", "doc-backlink", "doc-biblioref", "ListMarker"}

# More than this of the words of a paragraph is in other tests.
LONGEST = 48


def outline(page: Page, within: str = "") -> str:
    """Return what a screen reader is told of ``page``, or of the first element there with the role ``within``."""
    session = page.context.new_cdp_session(page)
    nodes: list[Heard] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    top = next(node for node in nodes if role(node) == within and not node["ignored"]) if within else nodes[0]
    return "".join(f"{line}\n" for line in lines(top, by_id, 0))


def role(node: Heard) -> str:
    """Return the role of ``node``; that an item of the endnotes is one is Chromium's own thought."""
    said = str(node.get("role", {}).get("value", ""))
    return "listitem" if said == "doc-endnote" else said


def name(node: Heard) -> str:
    """Return the name of ``node``, its white space made even."""
    return " ".join(str(node.get("name", {}).get("value", "")).split())


def lines(node: Heard, by_id: Mapping[str, Heard], depth: int) -> Iterator[str]:
    """Return a line for ``node`` and, farther in, for what is in it; what is passed through has no line."""
    kind, said = role(node), name(node)
    children = [by_id[child] for child in node.get("childIds", ()) if child in by_id]
    if node["ignored"] or (kind in PASSED_THROUGH and not said):
        for child in children:
            yield from lines(child, by_id, depth)
    elif kind == "StaticText":
        yield "  " * depth + f"“{shortened(said)}”"
    else:
        kind += "".join(f" {level}" for level in properties(node, "level") if kind == "heading")
        words = (kind, f"“{said}”" if said else "", *states(node))
        yield "  " * depth + " ".join(filter(None, words))
        if role(node) not in NAMED:
            for child in children:
                yield from lines(child, by_id, depth + 1)


def properties(node: Heard, *names: str) -> list[str]:
    """Return what ``node`` has of the properties ``names``."""
    found = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
    return [str(found[name]).lower() for name in names if found.get(name) not in (None, "")]


def states(node: Heard) -> Iterator[str]:
    """Return what is said of ``node`` beside its name: that it is open, or pressed, and what describes it."""
    for each in ("expanded", "pressed", "checked", "modal", "hasPopup"):
        yield from (f"{each}={value}" for value in properties(node, each) if value != "false" or each == "expanded")
    if description := node.get("description", {}).get("value"):
        yield f"({' '.join(str(description).split())})"


def shortened(words: str) -> str:
    return words if len(words) <= LONGEST else words[:LONGEST].rstrip() + "…"
