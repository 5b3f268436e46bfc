"""Whether a quotation, or a citation, is still true of the edition.

Words are looked for as ``quoting`` compares them: in the text as it is read now, then in each release, the last first.
Words that are nowhere so may be altered: LINE says from which likeness on.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from postil import cited, nodes, quoting, tree
from postil.apparatus import DRAFT, Apparatus, ChapterApparatus, Passage
from postil.changes import Change, changes
from postil.cited import Cited, locate
from postil.lock import BLOCKS, address, standing_in, wording_in

EXACT, ALTERED, ELSEWHERE, VERSION, GONE, MISSING = "exact", "altered", "elsewhere", "version", "gone", "missing"
"""What comes of it: the same words; nearly these; not where they were said to be; only in another version; withdrawn or
merged; not here."""

LINE, LINE_SHORT = 0.65, 0.75
"""From this share of right words on, a quotation is one of the edition's that was altered; SHORT ones need more.

Tried on the first chapter. Of quotations of 8 to 40 words, some 95 of 100 and more are found with a fifth of their
words wrong, some 93 with 3 of 10 (of 8 words, 69); of those of 5 and 6 words 95 with one word wrong. Sentences and runs
of words from other texts, 2,375 of 8 words or more, came to 0.56 at most; the chapter's own, held against its other
paragraphs, to 0.70, one in a hundred to 0.67. A few short idioms of other texts came to 0.8.
"""

SHORT, LEAST = 8, 5
"""Quotations of fewer words than SHORT are short; of fewer than LEAST they stand as they are, or not."""

LONGEST = 20_000
"""How many characters words and those of the edition may have together for the changes to be shown."""


class Said(NamedTuple):
    """What is to be verified: words, where they are said to stand, or both. ``typed`` is the whole as it was given."""

    words: str = ""
    cited: Cited = Cited()
    typed: str = ""


class Finding(NamedTuple):
    """What came of it, and where: the passage, if any, as which it stands.

    ``version`` is the release whose words they are, where these are not those of now. ``runs`` lead from what was said,
    or from the words of that version, to the words of now. ``remark`` is what else is to be said.
    """

    outcome: str
    passage: Passage | None = None
    version: str = ""
    runs: tuple[Change, ...] = ()
    remark: str = ""

    @property
    def id(self) -> str:
        """The id of the passage."""
        return self.passage.id if self.passage else ""


def verify(apparatus: Apparatus, said: Said) -> Finding:
    """Return whether ``said`` is true of the edition. For many, a Verifier reads the edition once."""
    return Verifier(apparatus).verify(said)


class _Stretch(NamedTuple):
    """Blocks that are read on from one to the next, or a note: their ids, where each begins, and all their words."""

    ids: tuple[str, ...]
    starts: tuple[int, ...]
    text: quoting.Text

    def id_at(self, place: int) -> str:
        return self.ids[bisect_right(self.starts, place) - 1]

    def words(self, found: quoting.Found) -> str:
        """Return the words that were found, with an ellipsis between their parts."""
        return " … ".join(" ".join(self.text.raw[start:end].split()) for start, end in found.parts)


class _Match(NamedTuple):
    """Words that were found: in which stretch, and where."""

    stretch: _Stretch
    found: quoting.Found

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all that the words stand in."""
        first, last = (bisect_right(self.stretch.starts, at) for at in (self.found.start, self.found.end - 1))
        return self.stretch.ids[first - 1 : last]

    @property
    def words(self) -> str:
        return self.stretch.words(self.found)


class Verifier:
    """An edition, its texts ready to be searched."""

    def __init__(self, apparatus: Apparatus) -> None:
        self.apparatus = apparatus
        self.lock = apparatus.edition.lock
        self.passages = apparatus.passages
        self.versions = [release.version for release in self.lock.releases]
        self.former: dict[str, list[_Stretch]] = {}

    @cached_property
    def now(self) -> list[_Stretch]:
        """The texts as they are read now."""
        return list(_stretches(self.apparatus))

    def verify(self, said: Said) -> Finding:
        """Return whether ``said`` is true of the edition."""
        if said.cited == Cited():
            return self.words(said.words)
        unknown = ""
        if said.cited.version and said.cited.version not in cited.versions(self.apparatus):
            unknown = f"no release is called “{said.cited.version}”"
            said = said._replace(cited=said.cited._replace(version=""))
        passage, problem = locate(self.apparatus, said.cited)
        if passage is None:
            finding = self.words(said.words) if said.words else Finding(MISSING)
            outcome = ELSEWHERE if finding.outcome == EXACT else finding.outcome
            return finding._replace(outcome=outcome, remark=_sentences(problem, finding.remark))
        problem = _sentences(unknown, self.contradiction(said.cited, passage))
        finding = self.words_at(said, passage) if said.words else self.address(said.cited, passage)
        if problem and finding.outcome in (EXACT, ALTERED):
            return finding._replace(outcome=ELSEWHERE, remark=_sentences(problem, finding.remark))
        return finding

    # Words alone

    def words(self, words: str) -> Finding:
        """Return where ``words`` stand."""
        quoted = quoting.quotation(words)
        if not quoted.parts:
            return Finding(MISSING, remark="there are no words in it")
        if match := next(_exact(quoted, self.now), None):
            return Finding(EXACT, self.passage(match))
        for version in reversed(self.versions):
            if match := next(_exact(quoted, self.in_version(version)), None):
                return self.only_in(version, match)
        return self.altered(quoted, words)

    def only_in(self, version: str, match: _Match) -> Finding:
        """Return the finding of words that stand in ``version`` and not in the text of now."""
        passage = self.passage(match)
        if passage is None:
            return Finding(VERSION, None, version)
        return Finding(VERSION, passage, version, self.since(passage, version), self.fate(passage))

    def altered(self, quoted: quoting.Quotation, words: str, ids: Sequence[str] = ()) -> Finding:
        """Return where words stand that are most like ``words``; with ``ids``, only those places are looked at."""
        count = sum(map(len, quoted.words))
        if count < LEAST:
            return Finding(MISSING)
        line = LINE if count >= SHORT else LINE_SHORT
        best: tuple[float, _Match, str] | None = None
        for version in ("", *reversed(self.versions)):
            for stretch in self.in_version(version) if version else self.now:
                if ids and not set(ids) & set(stretch.ids):
                    continue
                found = quoting.likest(quoted, stretch.text, max(line, best[0] + 1e-6 if best else 0))
                if found:
                    best = found.likeness, _Match(stretch, found), version
            if best and best[0] > 1 - 1e-6:
                break
        if best is None:
            return Finding(MISSING)
        _, match, version = best
        passage = self.passage(match)
        remark = self.fate(passage) if passage and version else ""
        if len(words) + len(match.words) > LONGEST:
            remark = _sentences(remark, "it is too long for the changes to be shown")
            return Finding(ALTERED, passage, version, (), remark)
        return Finding(ALTERED, passage, version, _told(words, match.words), remark)

    # An address

    def address(self, where: Cited, passage: Passage) -> Finding:
        """Return whether what ``where`` cites is there, in the same words."""
        if passage.gone:
            return self.gone(passage)
        record = passage.record
        if record is None or not record.wordings:
            return Finding(EXACT, passage)
        if where.version in self.versions:
            if wording_in(record, where.version, self.lock) is None:
                first = record.wordings[0].version
                return Finding(VERSION, passage, first, remark=f"it was not in version {where.version}")
            version = where.version
        else:
            version = record.wordings[0].version
        remark = _sentences(self.fate(passage), self.renumbered(where, passage))
        runs = self.since(passage, version)
        return Finding(ALTERED if runs else EXACT, passage, version if runs else "", runs, remark)

    def gone(self, passage: Passage) -> Finding:
        """Return what is found where ``passage`` was."""
        if cited.lost(passage):
            return Finding(MISSING, passage, remark=f"{passage.id} was published, and is in the text no more")
        return Finding(GONE, passage, remark=self.fate(passage))

    def contradiction(self, where: Cited, passage: Passage) -> str:
        """Return how what ``where`` says of the place does not agree; nothing where it does."""
        if not (where.id and where.number) or passage.kind not in BLOCKS:
            return ""
        record = passage.record
        if where.version in self.versions and record:
            standing = standing_in(record, where.version, self.lock)
            numbers = {standing.number} if standing else set()
            numbers |= {passage.number} if where.version == self.lock.version else set()
        else:
            numbers = (
                {passage.number, *(standing.number for standing in record.standings if record)}
                if record
                else {passage.number}
            )
        if not numbers or where.number in numbers:
            return ""
        return f"{passage.id} is ¶ {passage.number}, not ¶ {where.number}"

    def renumbered(self, where: Cited, passage: Passage) -> str:
        """Return which number it has now, where it is cited by another that it had."""
        had = {standing.number for standing in passage.record.standings} if passage.record else set()
        if where.number in had - {passage.number}:
            return f"¶ {where.number} is {cited.called(passage)} now"
        if where.id or where.version or not where.number:
            return ""
        for other in self.apparatus.passages.values():
            for standing in other.record.standings if other.record and other.kind in BLOCKS else ():
                if other.id != passage.id and (standing.chapter, standing.number) == (passage.slug, where.number):
                    return f"in version {standing.version}, ¶ {where.number} was {other.id}: say which is meant"
        return ""

    # Words and an address

    def words_at(self, said: Said, passage: Passage) -> Finding:
        """Return whether the words of ``said`` stand in ``passage``, where they are said to stand."""
        quoted = quoting.quotation(said.words)
        if not quoted.parts:
            return Finding(MISSING, passage, remark="there are no words in it")
        elsewhere: _Match | None = None
        for match in _exact(quoted, self.now):
            if passage.id in match.ids or (not passage.gone and set(passage.here) & set(match.ids)):
                return self.of_version(quoted, said.cited, passage)
            if elsewhere is None or set(passage.here) & set(match.ids):
                elsewhere = match
        if elsewhere is not None:
            remark = self.fate(passage) or f"not in {cited.called(passage)}, where it is said to be"
            return Finding(ELSEWHERE, self.passage(elsewhere), remark=remark)
        if passage.gone:
            return self.gone(passage)
        for version in reversed(self.versions):
            for match in _exact(quoted, self.in_version(version)):
                if passage.id in match.ids:
                    return self.only_in(version, match)
        whole = self.words(said.words)
        if whole.outcome == ALTERED and whole.passage is not None and whole.passage.id != passage.id:
            own = self.altered(quoted, said.words, (passage.id,))
            return own if own.outcome == ALTERED and own.id == passage.id else whole
        return whole

    def of_version(self, quoted: quoting.Quotation, where: Cited, passage: Passage) -> Finding:
        """Return the finding of words that stand in ``passage`` now; the version that is named must have them too."""
        if where.version in self.versions and passage.record:
            stretches = self.in_version(where.version)
            if not any(passage.id in match.ids for match in _exact(quoted, stretches)):
                first = next((v for v in self.versions if any(True for _ in _exact(quoted, self.in_version(v)))), "")
                since = f"they stand there since {first}" if first else "no release has them yet"
                return Finding(VERSION, passage, first, remark=f"version {where.version} has other words: {since}")
        return Finding(EXACT, passage, remark=self.fate(passage))

    # What is known of passages

    def passage(self, match: _Match) -> Passage | None:
        return self.passages.get(match.ids[0])

    def since(self, passage: Passage, version: str) -> tuple[Change, ...]:
        """Return what changed in ``passage`` since ``version``; nothing where nothing did, or it is gone."""
        old = wording_in(passage.record, version, self.lock) if passage.record else None
        if old is None or passage.gone or old == passage.words:
            return ()
        return changes(old, passage.words)

    def fate(self, passage: Passage) -> str:
        """Return what became of ``passage``, in words; nothing where it is where it was."""
        return cited.fate(self.apparatus, passage)

    def in_version(self, version: str) -> list[_Stretch]:
        """Return the texts as they were in ``version``."""
        if version not in self.former:
            chapters: dict[str, list[tuple[str, str]]] = {}
            notes = []
            for record in self.lock.records:
                standing = standing_in(record, version, self.lock)
                words = wording_in(record, version, self.lock)
                if standing is None or not words:
                    continue
                if record.kind in BLOCKS:
                    chapters.setdefault(standing.chapter, []).append((record.id, words))
                elif record.kind in ("section", "note"):
                    notes.append([(record.id, words)])
            self.former[version] = [_stretch(pieces) for pieces in (*chapters.values(), *notes)]
        return self.former[version]


def _exact(quoted: quoting.Quotation, stretches: Sequence[_Stretch]) -> Iterator[_Match]:
    """Return where the words of ``quoted`` stand, in each stretch those in the fewest blocks first.

    Short parts must stand in one block: somewhere in a chapter every word follows every other.
    """
    apart = quoting.apart(quoted)
    for stretch in stretches:
        matches = (_Match(stretch, found) for found in quoting.find(quoted, stretch.text))
        yield from sorted((one for one in matches if apart or len(one.ids) == 1 or len(quoted.parts) == 1), key=_blocks)


def _blocks(match: _Match) -> int:
    return len(match.ids)


def _stretches(apparatus: Apparatus) -> Iterator[_Stretch]:
    """Return the texts of all chapters, then all with their headings among them, then all notes.

    What a reader sees is wanted: citations and references have the words that the edition gives them. Where these make
    a difference, the text without them follows.
    """
    shown = list(_texts(apparatus, shown=True))
    written = [pieces for pieces in _texts(apparatus, shown=False) if pieces not in shown]
    return map(_stretch, (*shown, *written))


def _texts(apparatus: Apparatus, *, shown: bool) -> Iterator[list[tuple[str, str]]]:
    chapters = [(apparatus.chapters[slug], chapter) for slug, chapter in apparatus.trees.items()]
    texts = [list(_pieces(apparatus, own, chapter.blocks, shown=shown)) for own, chapter in chapters]
    yield from ([one for one in pieces if "#" not in one[0]] for pieces in texts)
    yield from (pieces for pieces in texts if any("#" in id for id, _ in pieces))
    for own, chapter in chapters:
        for note in chapter.notes:
            words = [words for _, words in _pieces(apparatus, own, note.blocks, shown=shown)]
            yield [(address(own.slug, note.id), "\n\n".join(words))]


def _pieces(
    apparatus: Apparatus, own: ChapterApparatus, blocks: nodes.Blocks, *, shown: bool
) -> Iterator[tuple[str, str]]:
    """Return the words of each of ``blocks`` with the id they stand at."""

    def visit(node: tree.Node) -> tree.Node:
        if type(node) is nodes.Citation:
            return own.citations.get(node.id, ())
        if type(node) is nodes.CrossReference and not node.children:
            page = node.file.removeprefix("./").removesuffix(".md") or own.slug
            target = apparatus.chapters[page].targets.get(node.target) if page in apparatus.chapters else None
            return nodes.Text(target.words) if target else node
        return node

    for block in blocks:
        for id, children in tree.lines(block):
            words = tree.words(tree.rewrite(children, visit) if shown else children)
            heading = id and id not in apparatus.passages
            yield address(own.slug, id) if heading else id, words


def _stretch(pieces: Sequence[tuple[str, str]]) -> _Stretch:
    texts = [unicodedata.normalize("NFC", words) for _, words in pieces]
    starts = accumulate((len(words) + len(tree.BREAK) for words in texts[:-1]), initial=0)
    return _Stretch(tuple(id for id, _ in pieces), tuple(starts), quoting.text(tree.BREAK.join(texts)))


def _told(said: str, words: str) -> tuple[Change, ...]:
    """Return what leads from ``said`` to the ``words`` of the edition, but for what is no difference."""
    return changes(quoting.respelt(said, words), " ".join(words.split()))


def _sentences(*parts: str) -> str:
    return "; ".join(filter(None, parts))


_QUOTED = re.compile(
    r"“[^“”]*(?:“[^“”]*”[^“”]*)*”|\"[^\"]+\"|«[^«»]*(?:«[^«»]*»[^«»]*)*»|„[^„“”]+[“”]|(?<!\w)‘[^‘]+?’(?!\w)"
    r"|「[^「」]+」|『[^『』]+』"
)
_RECORD = re.compile(r"[\[{@<]|TY\s+-")
"""How what is a file of a citation begins, or its HTML: in it, quotation marks are signs of its own."""
_NUMBER = r"(?P<number>[0-9]+(?:[a-z]+[0-9]*)*)"
_SIGNED = re.compile(rf"¶\s*{_NUMBER}")
_SPELT = re.compile(rf"\bpara?(?:graph)?s?\.?\s+{_NUMBER}", re.I)
_AFTER_DRAFT = re.compile(rf"\b{DRAFT}\s+[\w.+-]*\w")
_BARE = re.compile(r"\b[pP]-[0-9A-Za-z]+")


def read_said(typed: str, apparatus: Apparatus) -> Said:
    """Return what is to be verified in ``typed``: an address, a citation, words, or quoted words with one."""
    typed = typed.strip()
    whole = cited.read_address(typed)
    if whole is not None:
        return Said("", whole, typed)
    quoted = [] if _RECORD.match(typed) else _quoted(typed, apparatus)
    rest = typed
    for words in quoted:
        rest = rest.replace(words, " ", 1)
    rest = rest.strip(" \n.,:;()–—-")
    where = (cited.read_address(rest) if quoted and not rest.isdigit() else None) or _citation(rest, apparatus)
    if where is None:
        return Said(typed, Cited(), typed)
    return Said(quoted[0][1:-1] if len(quoted) == 1 else " … ".join(quoted), where, typed)


def _quoted(typed: str, apparatus: Apparatus) -> list[str]:
    """Return what stands between quotation marks in ``typed``, with these, but for titles and addresses."""
    found = _QUOTED.findall(typed)
    return [one for one in found if not cited.read_address(one[1:-1]) and not _is_title(one, apparatus)]


def _citation(typed: str, apparatus: Apparatus) -> Cited | None:
    """Return what the formatted citation ``typed`` says of a place; None where it says nothing."""
    found = Cited()
    for part in _places(typed):
        one = cited.read_address(part.strip("<>()[]{},.;:“”\"'"))
        if one and one.id and (one.id.lower().startswith("p-") or one.page in apparatus.chapters):
            found = one
    number = _SIGNED.search(typed)
    if number is None and (found.id or _is_named(typed, apparatus)):  # a text may speak of some paragraph 3
        number = _SPELT.search(typed)
    if not found.id and not number:
        return None
    if number:
        found = found._replace(number=number["number"])
    if not found.version:
        found = found._replace(version=_version(typed, apparatus))
    return found if found.id else found._replace(page=_chapter(typed, apparatus))


def _places(typed: str) -> Iterator[str]:
    """Return what in ``typed`` may be an address, or an id."""
    for part in typed.split():
        yield from [part] if "/" in part or "#" in part else _BARE.findall(part)


def _version(typed: str, apparatus: Apparatus) -> str:
    """Return the version that a citation names, in the words of the language it is written in."""
    pattern = rf"\b(?:{'|'.join(map(re.escape, apparatus.versions_said))})\s+([0-9A-Za-z](?:[\w.+-]*\w)?)"
    match = re.search(pattern, _AFTER_DRAFT.sub("", typed), re.I)
    return match[1] if match else ""


def _is_named(typed: str, apparatus: Apparatus) -> bool:
    """Whether ``typed`` names a chapter, or one of the people whose text the edition is."""
    return any(name in typed for name in apparatus.people) or bool(_chapter(typed, apparatus))


def _chapter(typed: str, apparatus: Apparatus) -> str:
    """Return the slug of the chapter whose title is named in ``typed``; nothing where none is, or more are."""
    line = quoting.text(typed).line
    named = [slug for slug, own in apparatus.chapters.items() if any(title in line for title in _titles(own))]
    return named[0] if len(named) == 1 else ""


def _titles(own: ChapterApparatus) -> list[str]:
    """Return the title of a chapter as lines of tokens: the whole, and what stands before a colon or comma."""
    whole = quoting.text(tree.words(own.title)).line
    return [line for line in (whole, _short(whole)) if line.strip()]


def _short(line: str) -> str:
    return re.split(" [:,] ", line)[0].rstrip() + " "


def _is_title(words: str, apparatus: Apparatus) -> bool:
    """Whether ``words`` are a title, or the beginning of one: then they are no quotation, but a citation's."""
    line = quoting.text(words).line.rstrip(" .,:;") + " "
    return any(
        quoting.text(title).line.startswith(line) and line.startswith(_short(quoting.text(title).line))
        for title in apparatus.titles
    )
