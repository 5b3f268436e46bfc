"""What was published, found again in what is written now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from postil import nodes, tree
from postil.diagnostics import Report, Rule
from postil.enrich.ids import issue, remembered, words_of
from postil.lock import (
    BLOCKS,
    ENTRIES,
    LOCK,
    NO_FATE,
    RESTORED,
    Disposition,
    Fate,
    Lock,
    Present,
    Published,
    Settled,
    address,
    fragment,
)
from postil.nodes import CITABLE, Chapter

_KINDS: dict[type, str] = {
    nodes.Paragraph: "paragraph",
    nodes.Verse: "verse",
    nodes.ListItem: "item",
    nodes.Table: "table",
    nodes.Figure: "figure",
}
REUSED = 0.3
"""At or below this much in common, a name stands at other words than those it was published for: see in_order."""

NEAR = 0.25
"""Of what is lost, candidates that are less alike are not named: any two paragraphs of a book are a little alike."""

FEW = 8
"""How many more new things than lost ones may stand in a gap for these to be named as what may have become of those."""

_WRITTEN = (*BLOCKS, "section", "note")
"""The kinds that stand in manuscripts; sources and entries stand in files of their own, and go by their names."""


def present(chapter: Chapter) -> Iterator[Present]:
    """Return what of ``chapter`` has an id of its own: blocks and sections as they stand, then notes."""
    slug = chapter.slug
    for node in tree.blocks(chapter.blocks):
        if isinstance(node, nodes.Heading):
            yield Present(
                address(slug, node.id), "section", slug, remembered(node.children), node.span, bool(node.name)
            )
        elif isinstance(node, CITABLE) and node.id:
            yield Present(node.id, _KINDS[type(node)], slug, remembered(tree.own(node)), node.span, name=node.name)
    for note in chapter.notes:
        named = not note.label.startswith("^")
        yield Present(address(slug, note.id), "note", slug, words_of(note), note.span, named)


def settle(
    chapters: Sequence[Chapter],
    others: Sequence[Present],
    lock: Lock,
    dispositions: Sequence[Disposition],
    issued: set[str],
    unread: Collection[str],
    report: Report,
) -> tuple[tuple[Chapter, ...], Settled]:
    """Return ``chapters`` with the ids that were published, and what became of those.

    ``others`` are the sources and entries, ``issued`` the ids that are given. What is lost, or may be one thing or
    another, is reported; nothing is said of what may stand in files that could not be read, if any are ``unread``.
    """
    standing = [one for chapter in chapters for one in present(chapter)]
    if not lock.records:
        for each in () if LOCK in unread else dispositions:
            report.add(Rule.DISPOSITION_EARLY, each.span, id=each.id)
        return tuple(chapters), Settled((*standing, *others))
    settling = _Settling(standing, others, lock, issued, report)
    settling.dispose(dispositions)
    settling.match()
    if not unread:
        settling.tell()
    settled = settling.settled()
    return tuple(settling.rewritten(chapter) for chapter in chapters), settled


class _Settling:
    """The tables that settling fills: which present id continues which published one."""

    def __init__(
        self,
        standing: Sequence[Present],
        others: Sequence[Present],
        lock: Lock,
        issued: set[str],
        report: Report,
    ) -> None:
        self.others = others
        self.issued = issued | {fragment(record.id) for record in lock.records}
        self.lock = lock
        self.report = report
        self.here = {one.id: one for one in (*standing, *others)}
        self.records = {record.id: record for record in lock.records}
        self.fragments = {fragment(record.id): record for record in lock.records if record.kind in ("section", "note")}
        self.minted: dict[str, str] = {}  # the ids minted at first, by those that are given instead
        self.same: dict[str, str] = {}
        self.fates: dict[str, Fate] = {}
        self.by_editor: dict[str, str] = {}
        self.back: list[str] = []  # what was gone, and whose words may be there again
        self.misspoken: set[str] = set()  # what the editor said something wrong of
        self.said: Sequence[Disposition] = ()
        self.reused: dict[str, Present] = {}  # names that stand at other words now
        self.ids: dict[str, str] = {}
        self.missing: list[tuple[Published, Rule, tuple[tuple[str, float], ...]]] = []
        counts = Counter(one.words for one in standing)
        remembered = Counter(one.words for one in lock.records if one.kind in _WRITTEN and not one.gone)
        self.bearers: dict[tuple[str, str], list[str]] = {}  # names, by the kind and the words that they stand at
        for one in (*standing, *others):
            if one.named:
                self.bearers.setdefault((one.kind, one.words), []).append(one.id)
        entries: dict[str, list[Present]] = {}  # that are new to their register, by their names
        for one in others:
            if one.kind in ENTRIES and one.id not in self.records:
                entries.setdefault(fragment(one.id), []).append(one)
        for record in lock.records:
            names = record.names[::-1] if record.kind in ("section", "note") else ()
            bearer = next((self.here[id] for id in (*names, record.id) if id in self.here), None)
            if bearer is None and record.kind in ENTRIES and len(entries.get(fragment(record.id), ())) == 1:
                (bearer,) = entries[fragment(record.id)]
            if bearer is None or not _alike(record.kind, bearer.kind):
                continue
            if bearer.named and self.strays(record, bearer):
                self.reused[record.id] = bearer
            elif record.gone:
                if bearer.id == record.id:
                    self.back.append(record.id)
            elif bearer.named or counts[record.words] == 1 == remembered[record.words]:
                self.same[record.id] = bearer.id
        self.standing = [self.beside(one) for one in standing]
        self.here = {one.id: one for one in (*self.standing, *others)}

    def strays(self, record: Published, bearer: Present) -> bool:
        """Whether the words of ``record`` are not those that bear its name: they stand elsewhere, or are no more."""
        if record.words == bearer.words:
            return False
        return bool(self.elsewhere(record)) or (record.kind in _WRITTEN and not _still(record.words, bearer.words))

    def elsewhere(self, record: Published) -> str:
        """Return a name that stands at the words of ``record`` now and did not before, or nothing."""
        for id in self.bearers.get((record.kind, record.words), ()):
            if record.words and (id not in self.records or self.records[id].words != record.words):
                return id
        return ""

    def beside(self, one: Present) -> Present:
        """Return ``one``, under a new id where its own was published for something else that has the same words."""
        record = self.records.get(one.id) or self.fragments.get(fragment(one.id))
        if one.named or record is None or self.same.get(record.id) == one.id or (record.gone and record.id == one.id):
            return one
        prefix = fragment(one.id).partition("-")[0]
        name = issue(self.issued, prefix, one.chapter, one.words, "beside")
        id = name if one.kind in BLOCKS else address(one.chapter, name)
        self.minted[id] = one.id
        return one._replace(id=id)

    # What the editor says

    def dispose(self, dispositions: Sequence[Disposition]) -> None:
        """Enter what the editor says became of ids; what is wrong in that is reported."""
        self.said = dispositions
        for each in dispositions:
            record = self.records.get(each.id)
            if record is None:
                close = self.slip(each.id, self.records)
                advice = f"Did you mean {close}?" if close else "Take the record away: only published ids have a fate."
                self.report.add(Rule.DISPOSITION_UNKNOWN, each.span, id=each.id, advice=advice)
            elif any((fate.what, fate.date) == (each.what, each.date) for fate in record.fates):
                continue  # it was published so: the record stays as its reason
            elif record.gone and each.what not in ("reworded", "moved"):
                self.needless(each, f"it was {_SAID[record.fates[-1].what]} in version {record.fates[-1].version}")
            elif each.id in self.same and not self.tells(each, record):
                self.needless(each, f"it stands in the text, on line {self.here[each.id].span.line}, as it was")
            else:
                self.apply(each, record)
        for each in dispositions:
            if each.what == "merged-into" and self.fates.get(each.id, NO_FATE).what == "merged-into":
                self.check_end(each)

    def check_end(self, each: Disposition) -> None:
        """Report a merge that leads to nothing: back to itself, or to what is withdrawn."""
        met = {each.id}
        fate = self.fates[each.id]
        while fate.what == "merged-into":
            target = fate.targets[0]
            if target in met:
                advice = "It leads back to where it comes from: say where the words are now."
                break
            met.add(target)
            fate = self.fates.get(target, NO_FATE)
        else:
            advice = "It is withdrawn itself: say where the words are now, or withdrawn: true."
            if fate.what != "withdrawn":
                return
        self.misspoken.add(each.id)
        self.report.add(Rule.DISPOSITION_TARGET, each.span, target=each.targets[0], advice=advice)

    def tells(self, each: Disposition, record: Published) -> bool:
        """Whether ``each`` says something of what stands in the text as it was: why it was divided, or is elsewhere."""
        return each.what == "split-into" or (each.what == "moved" and self.here[each.id].chapter != record.chapter)

    def needless(self, each: Disposition, why: str) -> None:
        self.misspoken.add(each.id)
        self.report.add(Rule.DISPOSITION_NEEDLESS, each.span, id=each.id, why=why)

    def apply(self, each: Disposition, record: Published) -> None:
        """Let ``each`` be what became of ``record``."""
        targets = tuple(self.target(target, each, record) for target in each.targets)
        if "" in targets:
            self.misspoken.add(each.id)
            return
        fate = Fate("", each.what, targets, each.date, each.reason)
        if each.what in ("reworded", "moved", "split-into"):
            heir = targets[0]
            if heir in self.same.values() and self.same.get(each.id) != heir:
                self.misspoken.add(each.id)
                self.report.add(Rule.DISPOSITION_TAKEN, each.span, id=each.id, target=heir, what=each.what)
                return
            self.by_editor[each.id] = heir
            self.same[each.id] = heir
        self.fates[each.id] = fate

    def target(self, target: str, each: Disposition, record: Published) -> str:
        """Return the id that ``target`` is; nothing where there is none, which is reported."""
        local = address(record.chapter, target)
        for id in (target, local):
            kind = self.here[id].kind if id in self.here else ""
            if _alike(record.kind, kind) or (each.what == "merged-into" and {kind, record.kind} <= set(_WRITTEN)):
                return id
            other = self.records.get(id)
            if other is None or id == each.id:
                continue
            if not other.gone and each.what == "merged-into":
                return id
            if not other.gone:
                self.report.add(Rule.DISPOSITION_TAKEN, each.span, id=each.id, target=id, what=each.what)
                return ""
            advice = f"It was {_SAID[other.fates[-1].what]} in version {other.fates[-1].version}: name what stands now."
            self.report.add(Rule.DISPOSITION_TARGET, each.span, target=target, advice=advice)
            return ""
        known = [one.id for one in self.here.values() if _alike(record.kind, one.kind)]
        close = self.slip(
            target, known if each.what == "merged-into" else [id for id in known if id not in self.records]
        )
        advice = f"Did you mean {close}?" if close else "Run check without this record: it says what may be meant."
        self.report.add(Rule.DISPOSITION_TARGET, each.span, target=target, advice=advice)
        return ""

    def slip(self, wrong: str, known: Collection[str]) -> str:
        """Return the one of ``known`` that is meant by ``wrong``; of ids that are made of words, one a slip away."""
        close = self.report.nearest(wrong, known)
        if "#" in close or sum(one != other for one, other in zip(close, wrong, strict=False)) <= 2:
            return close if "#" in close or len(close) == len(wrong) else ""
        return ""

    # What is found

    def match(self) -> None:
        """Find the published ids that are not where they were."""
        live = [
            record
            for record in self.lock.records
            if record.kind in _WRITTEN and (not record.gone or record.id in self.by_editor)
        ]
        away = {record.id for record in live if record.id in self.fates and record.id not in self.same}
        if all(record.id in self.same for record in live):
            return
        from postil.enrich.matching import Passage, match  # only wanted where something was edited

        self.follow_names(live)
        named = {
            record.id: self.same[record.id] for record in live if record.kind not in BLOCKS and record.id in self.same
        }
        found = match(
            [Passage(record.id, record.kind, record.chapter, record.words) for record in live],
            [Passage(one.id, one.kind, one.chapter, one.words) for one in self.standing],
            {**named, **self.by_editor},
        )
        # What the editor says is gone was compared all the same: so an answer changes nothing that was not asked.
        self.same.update((id, heir) for id, heir in found.same.items() if id not in away)
        for each in self.said:
            heir = found.same.get(each.id, "") if each.id in away else ""
            if heir and self.here[heir].words == self.records[each.id].words:
                self.needless(each, f"it stands in the text, on line {self.here[heir].span.line}, as it was")
        for id, heir in found.merged.items():
            self.fates.setdefault(id, Fate("", "merged-into", (heir,)))
        for id, heirs in found.split.items():
            self.fates.setdefault(id, Fate("", "split-into", heirs))
        for rule, those in ((Rule.ID_DOUBTFUL, found.doubtful), (Rule.ID_LOST, found.lost)):
            for id, candidates in those.items():
                self.missing.append((self.records[id], rule, tuple((each.id, each.likeness) for each in candidates)))

    def follow_names(self, live: Sequence[Published]) -> None:
        """Find notes and sections by their names in chapters that are new: a manuscript was renamed."""
        known = {record.chapter for record in self.lock.records}
        new = list(dict.fromkeys(one.chapter for one in self.standing if one.chapter not in known))
        for record in live:
            if record.kind in BLOCKS or record.id in self.same or record.id in self.here or not new:
                continue
            bearers = [one for slug in new if (one := self.here.get(address(slug, fragment(record.id)))) and one.named]
            if len(bearers) == 1 and bearers[0].kind == record.kind and _still(record.words, bearers[0].words):
                self.same[record.id] = bearers[0].id

    def tell(self) -> None:
        """Report the published ids that are nowhere, and names that were published for other words."""
        bearers = {address(one.chapter, one.name): one for one in self.standing if one.name}
        bearers.update((one.id, one) for one in (*self.standing, *self.others) if one.named)
        for record in self.lock.records:
            for name in (record.id, *record.names):
                if name in bearers and bearers[name].id not in self.heirs(record.id) and self.strays_to(record, name):
                    self.tell_reused(record, name, bearers[name])
        known = self.same.keys() | self.fates.keys()
        for record in self.lock.records:
            if record.kind not in _WRITTEN and not record.gone and record.id not in known:
                free = [one.id for one in self.others if one.kind == record.kind and one.id not in self.records]
                close = self.report.nearest(record.id, free)
                self.missing.append((record, Rule.ID_LOST, ((close, 0.0),) if close else ()))
        places = self.places() if any(rule is Rule.ID_LOST for _, rule, _ in self.missing) else {}
        for record, rule, candidates in self.missing:
            if rule is Rule.ID_LOST:
                near = [(id, likeness) for id, likeness in candidates if not 0 < likeness < NEAR]
                new = [id for id in places.get(record.id, ())[:2] if id not in dict(near)]
                candidates = (*near, *((id, 0.0) for id in new))
            if record.id in self.fates or record.id in self.reused or record.id in self.misspoken:
                continue
            self.report.add(
                rule,
                record.span,
                id=record.id,
                what=called(record),
                words=beginning(record.words),
                lines=self.lines(record, rule, candidates),
            )

    def places(self) -> dict[str, list[str]]:
        """Return, for each record that is nowhere, what is new between the neighbours that it had."""
        order = {one.id: place for place, one in enumerate(self.standing)}
        heirs = set(self.same.values())
        found: dict[str, list[str]] = {}
        live = [record for record in self.lock.records if record.kind in _WRITTEN]
        before = -1
        waiting: list[Published] = []
        for record in (*live, None):
            place = order.get(self.same.get(record.id, ""), -1) if record else len(self.standing)
            if place < 0:
                waiting += [record] if record else []
                continue
            if before < place <= before + len(waiting) + FEW:
                new = [one for one in self.standing[before + 1 : place] if one.id not in heirs]
                for lost in waiting:
                    found[lost.id] = [one.id for one in new if _alike(lost.kind, one.kind)]
            waiting = []
            before = place
        return found

    def strays_to(self, record: Published, name: str) -> bool:
        """Whether ``name`` at something else is to be told: not the id of what was gone, whose words may be back."""
        return not record.gone or record.id in self.reused or name != record.id

    def heirs(self, id: str) -> tuple[str, ...]:
        """Return where the words of the published ``id`` are now, as far as that is known."""
        return (*([self.same[id]] if id in self.same else []), *(self.fates[id].targets if id in self.fates else ()))

    def tell_reused(self, record: Published, name: str, one: Present) -> None:
        other = self.elsewhere(record)
        advice = f"Its words stand as “{fragment(other)}” now: give this one another name."
        if not other:
            paste = f"\n- id: {record.id}\n  reworded: {one.id}\n  date: {self.report.today}\n  reason:"
            advice = "Give this one another name. If it is the same, and was rewritten, say so in dispositions.yaml:"
            advice += paste
        facts = {"name": fragment(name), "words": beginning(record.words), "advice": advice}
        self.report.add(Rule.ID_REUSED, one.span, **facts)

    def lines(self, record: Published, rule: Rule, candidates: Iterable[tuple[str, float]]) -> str:
        """Return the lines to paste into ``dispositions.yaml``, with what each candidate is."""
        choices = []
        for id, likeness in candidates:
            one = self.here[id]
            said = f"{likeness:.0%} alike, " if likeness else "new in its place, " if one.kind in _WRITTEN else ""
            taken = next((old for old, new in self.same.items() if new == id), "")
            what = "merged-into" if taken else "reworded"
            choices.append(f"{what}: {taken or id}  # {said}line {one.span.line}: “{beginning(one.words)}”")
        choices.insert(len(choices) if rule is Rule.ID_DOUBTFUL else 0, "withdrawn: true")
        chosen, *rest = choices
        more = "".join(f"\n  # or  {each}" for each in rest)
        return f"\n- id: {record.id}\n  {chosen}{more}\n  date: {self.report.today}\n  reason:"

    # What comes of it

    def settled(self) -> Settled:
        """Return what became of all, under the ids that all have then; enters these in ``ids``."""
        published = {new: old for old, new in self.same.items()}
        for id in self.back:
            if id not in published:
                self.fates[id] = Fate("", RESTORED)
        for one in self.standing:
            old = published.get(one.id, one.id)
            if old != one.id and not one.named:
                self.ids[one.id] = old if one.kind in BLOCKS else address(one.chapter, fragment(old))
        for id, fate in self.fates.items():
            targets = (self.final(target, fate.what, published) for target in fate.targets)
            self.fates[id] = fate._replace(targets=tuple(targets))
        return Settled(
            tuple(one._replace(id=self.ids.get(one.id, one.id)) for one in (*self.standing, *self.others)),
            {old: id for old, new in self.same.items() if (id := self.ids.get(new, new)) != old},
            self.fates,
        )

    def final(self, target: str, what: str, published: Mapping[str, str]) -> str:
        """Return the id of what the editor, or the matching, named ``target``."""
        if what == "merged-into" and target in self.same:
            return target
        return published.get(target) or self.ids.get(target, target)

    def rewritten(self, chapter: Chapter) -> Chapter:
        """Return ``chapter`` with the ids that change."""
        ids = {
            fragment(self.minted.get(old, old)): fragment(new)
            for old, new in {**dict(zip(self.minted, self.minted, strict=True)), **self.ids}.items()
            if self.here[old].chapter == chapter.slug
        }
        if not ids:
            return chapter

        def visit(node: tree.Node) -> tree.Node:
            return node._replace(id=ids[node.id]) if getattr(node, "id", "") in ids else node

        return chapter._replace(
            blocks=tree.rewrite(chapter.blocks, visit), notes=tuple(tree.rewrite(note, visit) for note in chapter.notes)
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
    return one == other or any({one, other} <= family for family in _FAMILIES)


_FAMILIES = ({"paragraph", "item"}, set(ENTRIES))


def called(record: Published) -> str:
    """Return how a published thing is called: ``paragraph 14 of end-of-the-war``."""
    number = f" {record.number}" if record.number else ""
    return f"{record.kind}{number}{f' of {record.chapter}' if record.chapter else ''}"


def beginning(words: str, most: int = 8) -> str:
    """Return the first few words of ``words``."""
    first = words.split()
    return " ".join(first[:most]) + (" …" if len(first) > most else "")
