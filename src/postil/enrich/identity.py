"""What was published, found again in what is written now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from postil import nodes, tree
from postil.diagnostics import Report, Rule
from postil.enrich.citations import MADE
from postil.enrich.ids import words_of
from postil.lock import BLOCKS, RESTORED, Disposition, Fate, Lock, Present, Published, Settled, address, fragment
from postil.nodes import CITABLE, Chapter

_KINDS: dict[type, str] = {
    nodes.Paragraph: "paragraph",
    nodes.ListItem: "item",
    nodes.Table: "table",
    nodes.Figure: "figure",
}
REUSED = 0.3
"""At or below this much in common, a name stands at other words than those it was published for: see in_order."""

_WRITTEN = (*BLOCKS, "section", "note")
"""The kinds that stand in manuscripts; sources and entries stand in files of their own, and go by their names."""


def present(chapter: Chapter) -> Iterator[Present]:
    """Return what of ``chapter`` has an id of its own: blocks and sections as they stand, then notes."""
    slug = chapter.slug
    for node in tree.blocks(chapter.blocks):
        if isinstance(node, nodes.Heading):
            yield Present(
                address(slug, node.id), "section", slug, tree.wording(node.children), node.span, bool(node.name)
            )
        elif isinstance(node, CITABLE) and node.id:
            yield Present(node.id, _KINDS[type(node)], slug, tree.wording(tree.own(node)), node.span, name=node.name)
    for note in chapter.notes:
        if not note.label.startswith(MADE):
            named = not note.label.startswith("^")
            yield Present(address(slug, note.id), "note", slug, words_of(note), note.span, named)


def settle(
    chapters: Sequence[Chapter],
    others: Sequence[Present],
    lock: Lock,
    dispositions: Sequence[Disposition],
    unread: Collection[str],
    report: Report,
) -> tuple[tuple[Chapter, ...], Settled]:
    """Return ``chapters`` with the ids that were published, and what became of those.

    ``others`` are the sources and entries. What is lost, or may be one thing or another, is reported; nothing is said
    of what may stand in files that could not be read, of which there are some if ``unread``.
    """
    standing = [one for chapter in chapters for one in present(chapter)]
    if not lock.records:
        for each in dispositions:
            report.add(Rule.DISPOSITION_EARLY, each.span, id=each.id)
        return tuple(chapters), Settled((*standing, *others))
    settling = _Settling(standing, others, lock, report)
    settling.dispose(dispositions)
    settling.match()
    if not unread:
        settling.tell()
    return tuple(settling.renamed(chapter) for chapter in chapters), settling.settled()


class _Settling:
    """The tables that settling fills: which present id continues which published one."""

    def __init__(self, standing: Sequence[Present], others: Sequence[Present], lock: Lock, report: Report) -> None:
        self.standing, self.others = standing, others
        self.lock = lock
        self.report = report
        self.here = {one.id: one for one in (*standing, *others)}
        self.records = {record.id: record for record in lock.records}
        self.same: dict[str, str] = {}
        self.fates: dict[str, Fate] = {}
        self.by_editor: dict[str, str] = {}
        self.spoken_of: set[str] = set()
        self.reused: dict[str, Present] = {}  # names that stand at other words now
        self.rename: dict[str, str] = {}  # a provisional id, and the published one it takes
        self.missing: list[tuple[Published, Rule, tuple[tuple[str, float], ...]]] = []
        counts = Counter(one.words for one in standing if one.kind in BLOCKS)
        remembered = Counter(one.words for one in lock.records if one.kind in BLOCKS and not one.gone)
        for record in lock.records:
            one = self.here.get(record.id)
            if one is None or not _alike(record.kind, one.kind):
                continue
            if record.gone:  # an id is given to its own words only: they are back
                self.fates[record.id] = Fate("", RESTORED)
            elif record.kind in BLOCKS:
                if counts[record.words] == 1 == remembered[record.words]:
                    self.same[record.id] = record.id
            elif record.kind not in _WRITTEN or _still(record.words, one.words):
                self.same[record.id] = record.id
            else:
                self.reused[record.id] = one

    # What the editor says

    def dispose(self, dispositions: Sequence[Disposition]) -> None:
        """Enter what the editor says became of ids; what is wrong in that is reported."""
        self.spoken_of = {each.id for each in dispositions}
        for each in dispositions:
            record = self.records.get(each.id)
            if record is None:
                close = self.report.nearest(each.id, self.records)
                advice = f"Did you mean {close}?" if close else "Take the record away: only published ids have a fate."
                self.report.add(Rule.DISPOSITION_UNKNOWN, each.span, id=each.id, advice=advice)
            elif any((fate.what, fate.date) == (each.what, each.date) for fate in record.fates) and (
                record.gone or each.what not in ("withdrawn", "merged-into")
            ):
                continue  # it was published so: the record stays as its reason
            elif record.gone:
                self.needless(each, f"it was {_SAID[record.fates[-1].what]} in version {record.fates[-1].version}")
            elif each.id in self.same and not self.tells(each, record):
                self.needless(each, f"it stands in the text, on line {self.here[each.id].span.line}, as it was")
            else:
                self.apply(each, record)

    def tells(self, each: Disposition, record: Published) -> bool:
        """Whether ``each`` says something of what stands in the text as it was: why it was divided, or is elsewhere."""
        return each.what == "split-into" or (each.what == "moved" and self.here[each.id].chapter != record.chapter)

    def needless(self, each: Disposition, why: str) -> None:
        self.report.add(Rule.DISPOSITION_NEEDLESS, each.span, id=each.id, why=why)

    def apply(self, each: Disposition, record: Published) -> None:
        """Let ``each`` be what became of ``record``."""
        targets = tuple(self.target(target, each, record) for target in each.targets)
        if "" in targets:
            return
        fate = Fate("", each.what, targets, each.date, each.reason)
        if each.what in ("reworded", "moved", "split-into"):
            heir = targets[0]
            if heir in self.same.values() and self.same.get(each.id) != heir:
                self.report.add(Rule.DISPOSITION_TAKEN, each.span, id=each.id, target=heir, what=each.what)
                return
            self.by_editor[each.id] = heir
            self.same[each.id] = heir
        self.fates[each.id] = fate

    def target(self, target: str, each: Disposition, record: Published) -> str:
        """Return the id that ``target`` is; nothing where there is none, which is reported."""
        local = address(record.chapter, target)
        for id in (target, local):
            if id in self.here and _alike(record.kind, self.here[id].kind):
                return id
            if each.what == "merged-into" and id in self.records and not self.records[id].gone:
                return id
        free = each.what == "merged-into"
        known = [one.id for one in self.here.values() if _alike(record.kind, one.kind)]
        close = self.report.nearest(target, [id for id in known if free or id not in self.records])
        advice = f"Did you mean {close}?" if close else "Run check without this record: it says what may be meant."
        self.report.add(Rule.DISPOSITION_TARGET, each.span, target=target, advice=advice)
        return ""

    # What is found

    def match(self) -> None:
        """Find the published ids that are not where they were."""
        live = [
            record
            for record in self.lock.records
            if record.kind in _WRITTEN and not record.gone and (record.id not in self.fates or record.id in self.same)
        ]
        if all(record.id in self.same for record in live):
            return
        from postil.enrich.matching import Passage, match  # only wanted where something was edited

        named = {record.id: record.id for record in live if record.kind not in BLOCKS and record.id in self.same}
        found = match(
            [Passage(record.id, record.kind, record.chapter, record.words) for record in live],
            [Passage(one.id, one.kind, one.chapter, one.words) for one in self.standing],
            {**named, **self.by_editor},
        )
        self.same.update(found.same)
        for id, heir in found.merged.items():
            self.fates[id] = Fate("", "merged-into", (heir,))
        for id, heirs in found.split.items():
            self.fates.setdefault(id, Fate("", "split-into", heirs))
        for rule, those in ((Rule.ID_DOUBTFUL, found.doubtful), (Rule.ID_LOST, found.lost)):
            for id, candidates in those.items():
                self.missing.append((self.records[id], rule, tuple((each.id, each.likeness) for each in candidates)))

    def tell(self) -> None:
        """Report the published ids that are nowhere, and names that were published for other words."""
        for id, one in self.reused.items():
            if self.same.get(id) != id:
                record, name = self.records[id], fragment(id)
                facts = {"id": id, "name": name, "words": beginning(record.words), "today": self.report.today}
                self.report.add(Rule.ID_REUSED, one.span, **facts)
        for record in self.lock.records:
            if record.kind not in _WRITTEN and not record.gone and record.id not in (self.same | self.fates):
                known = [one.id for one in self.others if one.kind == record.kind and one.id not in self.records]
                close = self.report.nearest(record.id, known)
                self.missing.append((record, Rule.ID_LOST, ((close, 0.0),) if close else ()))
        for record, rule, candidates in self.missing:
            if record.id in self.fates or record.id in self.reused or record.id in self.spoken_of:
                continue
            self.report.add(
                rule,
                record.span,
                id=record.id,
                what=called(record),
                words=beginning(record.words),
                lines=self.lines(record, rule, candidates),
            )

    def lines(self, record: Published, rule: Rule, candidates: Iterable[tuple[str, float]]) -> str:
        """Return the lines to paste into ``dispositions.yaml``, with what each candidate is."""
        choices = []
        for id, likeness in candidates:
            one = self.here[id]
            said = f"{likeness:.0%} alike, " if likeness else ""
            taken = next((old for old, new in self.same.items() if new == id), "")
            what = "merged-into" if taken else "reworded"
            choices.append(f"{what}: {taken or id}  # {said}line {one.span.line}: “{beginning(one.words)}”")
        choices.insert(len(choices) if rule is Rule.ID_DOUBTFUL else 0, "withdrawn: true")
        chosen, *rest = choices
        more = "".join(f"\n      # or  {each}" for each in rest)
        return f"\n    - id: {record.id}\n      {chosen}{more}\n      date: {self.report.today}\n      reason:"

    # What comes of it

    def renamed(self, chapter: Chapter) -> Chapter:
        """Return ``chapter`` with the published ids in the place of those minted for what continues them."""
        ids = {
            fragment(new): fragment(old)
            for old, new in self.same.items()
            if new != old and self.here[new].chapter == chapter.slug and self.takes(new)
        }
        if not ids:
            return chapter

        def visit(node: tree.Node) -> tree.Node:
            return node._replace(id=ids[node.id]) if getattr(node, "id", "") in ids else node

        return chapter._replace(
            blocks=tree.rewrite(chapter.blocks, visit), notes=tuple(tree.rewrite(note, visit) for note in chapter.notes)
        )

    def takes(self, id: str) -> bool:
        """Whether what stands at ``id`` takes a published id in its place: it has no name that its author gave it."""
        return not self.here[id].named

    def settled(self) -> Settled:
        names = {
            new: old if self.here[new].kind in BLOCKS else address(self.here[new].chapter, fragment(old))
            for old, new in self.same.items()
            if new != old and self.takes(new)
        }
        for id, fate in self.fates.items():
            self.fates[id] = fate._replace(targets=tuple(names.get(target, target) for target in fate.targets))
        return Settled(
            tuple(one._replace(id=names.get(one.id, one.id)) for one in (*self.standing, *self.others)),
            {old: names.get(new, new) for old, new in self.same.items() if names.get(new, new) != old},
            self.fates,
        )


_SAID = {"merged-into": "merged into another", "withdrawn": "withdrawn"}


def _still(old: str, new: str) -> bool:
    """Whether what bears a name has words that can be those it had."""
    if old == new:
        return True
    from postil.enrich.likeness import in_order, words_of  # only wanted where something was edited

    return in_order(words_of(old), words_of(new)) > REUSED


def _alike(one: str, other: str) -> bool:
    """Whether a thing of the kind ``one`` can have become one of the kind ``other``."""
    return one == other or (one in ("paragraph", "item") and other in ("paragraph", "item"))


def called(record: Published) -> str:
    """Return how a published thing is called: ``paragraph 14 of end-of-the-war``."""
    number = f" {record.number}" if record.number else ""
    return f"{record.kind}{number}{f' of {record.chapter}' if record.chapter else ''}"


def beginning(words: str, most: int = 8) -> str:
    """Return the first few words of ``words``."""
    first = words.split()
    return " ".join(first[:most]) + (" …" if len(first) > most else "")
