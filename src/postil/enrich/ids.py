"""Ids that readers cite: short, speakable, and telling when they are mistyped.

An id is a prefix and some characters of Crockford's base 32, the last of them a check character. The check is
a Reed-Solomon symbol over GF(32): it tells every single wrong character and every swap of two neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b

from postil import nodes, tree
from postil.nodes import CITABLE, Chapter, Inlines, Note

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, in lower case: no i, l, o or u."""

LENGTH = 5
"""How many characters an id has after its prefix, the check character among them."""

NOTHING: Mapping[str, str] = {}

_ALIKE = str.maketrans({"i": "1", "l": "1", "o": "0"})


def mint(prefix: str, *words: str, length: int = LENGTH) -> str:
    """Return the id ``prefix-xxxxx`` that ``words`` determine."""
    digest = int.from_bytes(blake2b("\x1f".join(words).encode(), digest_size=8).digest(), "big")
    values = [(digest >> (5 * place)) & 31 for place in range(length - 1)]
    return f"{prefix}-" + "".join(ALPHABET[value] for value in (*values, _check(values)))


def issue(issued: set[str], prefix: str, *words: str, published: Mapping[str, str] = NOTHING) -> str:
    """Return an id that ``words`` determine and that is not among those ``issued``, and enter it there.

    ``words`` are a chapter's slug, the words themselves, and the how many-th in their chapter these are. An id that is
    among those ``published`` is given to its own words only.
    """
    for turn in range(99):
        id = mint(prefix, *words, str(turn), length=LENGTH + turn // 3)
        if id not in issued and (id not in published or published[id] == words[1]):
            issued.add(id)
            return id
    raise AssertionError("a hundred ids were all issued before")


def cited(cite: nodes.Cite) -> str:
    """Return what stands for the words of a citation, which has none of its own."""
    return f"{cite.key}, {cite.locator}"


def read(typed: str) -> str:
    """Return the id that was meant by ``typed``, or nothing where it cannot be one.

    Capitals and look-alike letters (i, l, o) are read as Crockford says; then the check character must hold.
    """
    prefix, _, body = typed.strip().lower().rpartition("-")
    body = body.translate(_ALIKE)
    if not prefix or len(body) < LENGTH or any(char not in ALPHABET for char in body):
        return ""
    *values, check = (ALPHABET.index(char) for char in body)
    return f"{prefix}-{body}" if _check(values) == check else ""


def _check(values: Iterable[int]) -> int:
    """Return the sum of a^i·v over GF(32), where a is a root of x^5 + x^2 + 1 and i counts from the right, from 1."""
    total = 0
    for value in values:
        total ^= value
        total = total << 1 ^ (0b100101 if total & 16 else 0)
    return total


def identify(chapter: Chapter, issued: set[str], published: Mapping[str, str] = NOTHING) -> Chapter:
    """Return ``chapter`` with ids for its blocks, sections and notes.

    Ids come from the chapter's slug and the words. ``issued`` holds the edition's ids so far, and gets the new ones:
    an id already there is minted anew, with a character more after three tries; so is one that was ``published`` with
    other words. What is edited gets its published id back from ``settle``.
    """
    seen: dict[tuple[str, str], int] = {}

    def fresh(prefix: str, text: str) -> str:
        key = (prefix, text)
        nth = seen[key] = seen.get(key, 0) + 1
        return issue(issued, prefix, chapter.slug, text, str(nth), published=published)

    def visit(node: tree.Node) -> tree.Node:
        kind = type(node)
        if kind is nodes.Heading:
            return node._replace(id=node.name or fresh("h", remembered(node.children)))
        if in_text and kind in CITABLE:
            if kind is nodes.ListItem:  # the item is cited, not the paragraphs in it
                plain = tuple(
                    b._replace(id="") if type(b) in (nodes.Paragraph, nodes.Verse) else b for b in node.blocks
                )
                node = node._replace(blocks=plain)
            return node._replace(id=fresh("p", remembered(tree.own(node))))
        return node

    in_text = True
    note_ids = {note.label: _note_id(note, fresh) for note in chapter.notes}
    blocks = tree.rewrite(chapter.blocks, visit)
    in_text = False
    notes = tuple(tree.rewrite(note, visit)._replace(id=note_ids[note.label]) for note in chapter.notes)
    return chapter._replace(blocks=blocks, notes=notes)


def anchor(chapter: Chapter) -> Chapter:
    """Return ``chapter`` with ids for its calls and citations: made of what they lead to and where they stand.

    The last pass: none of these ids says how many came before it in the chapter, and so none moves with what is new.
    """
    notes_of = {note.label: note.id for note in chapter.notes}
    home, times = "", {}  # type: str, dict[str, int]

    def mark(node: tree.Node) -> tree.Node:
        kind = type(node)
        if kind not in _MARKS or node.id:
            return node
        if kind is nodes.NoteCall:
            id = f"call-{notes_of.get(node.label, node.label.replace(':', '.')).removeprefix('n-')}-{home}"
        else:
            id = f"cite-{node.cites[0].key if kind is nodes.Citation else node.key}-{home}"
        times[id] = times.get(id, 0) + 1
        return node._replace(id=id if times[id] == 1 else f"{id}-{times[id]}")

    def within(node: tree.Node) -> tree.Node:
        nonlocal home
        if not getattr(node, "id", "") or not any(type(one) in _MARKS for one in tree.walk(node)):
            return node
        home = node.id.partition("-")[2] if type(node) is not nodes.Heading else node.id
        return tree.rewrite(node, mark)

    def block(node: tree.Node) -> tree.Node:
        return within(node) if type(node) in _HOMES else node

    blocks = tree.rewrite(chapter.blocks, block, leave=_INLINE)
    return chapter._replace(blocks=blocks, notes=tuple(within(note) for note in chapter.notes))


_MARKS = frozenset((nodes.NoteCall, nodes.Citation, nodes.SourceLink))
_HOMES = frozenset((*CITABLE, nodes.Heading))
_INLINE = nodes.Inline.__args__


def remembered(children: Inlines) -> str:
    """Return the words of ``children`` as the lock has them: citations as they are written, whatever the style."""
    if any(type(one) is nodes.Citation for one in tree.walk(children)):
        children = tree.rewrite(children, _cited)
    return tree.wording(children)


def words_of(note: Note) -> str:
    """Return the words of ``note`` as the lock has them."""
    return " ".join(tree.words(tree.rewrite(note, _cited)).split())


def _cited(node: tree.Node) -> tree.Node:
    if type(node) is not nodes.Citation:
        return node
    said = "; ".join(map(_written, node.cites))
    return nodes.Text(said if node.in_text else f"[{said}]")


def _written(cite: nodes.Cite) -> str:
    before, after = tree.words(cite.prefix), tree.words(cite.suffix)
    said = f"@{cite.key}, {cite.locator}" if cite.locator else f"@{cite.key}"
    return " ".join(f"{before} {said}{',' if after[:1].isalnum() else ''} {after}".split())


def _note_id(note: Note, fresh: Callable[[str, str], str]) -> str:
    if note.label.startswith("^"):
        return fresh("n", words_of(note))
    return "n-" + note.label.replace(":", ".")
