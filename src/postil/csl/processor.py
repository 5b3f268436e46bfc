"""The processor: citations in their order, and the bibliography, as inlines (CSL 1.0.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import NamedTuple

from postil import nodes
from postil.csl.context import (
    IBID,
    IBID_WITH_LOCATOR,
    PLAIN,
    SUBSEQUENT,
    Ambiguity,
    Context,
    Item,
    Known,
)
from postil.csl.disambiguation import disambiguate
from postil.csl.formatting import around
from postil.csl.locale import Locale, chosen
from postil.csl.markup import Element, read
from postil.csl.numbers import whole
from postil.csl.sorting import Sorting
from postil.csl.style import Layout, Style
from postil.csl.tokens import Mark, Tokens, inlines, plain, settle, wrap
from postil.edition import Name, Record
from postil.nodes import Inline, Inlines, Text


class Cluster(NamedTuple):
    """What CSL calls a citation: the items of one reference.

    ``number`` is that of its note among those of its ``voice`` (0 in running text). ``in_text`` where the sentence
    names the author. ``begins`` and ``ends`` say that it is the first and the last of its sentence, ``capital`` that a
    particle with which it begins has a capital then (as Chicago asks); ``after`` is a sign that
    the author wrote behind it, which is set with it.
    """

    items: tuple[Item, ...]
    number: int = 0
    voice: str = ""
    in_text: bool = False
    begins: bool = True
    ends: bool = True
    capital: bool = False
    after: str = ""


def positions(clusters: Sequence[Cluster], near: int = 5) -> list[tuple[Known, ...]]:
    """Return what is known of each item of each cluster (“Choose”: ``position``).

    “Ibid.” needs more here than CSL asks: the note before it must be the next before, and cite one source only.
    """
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    before: dict[tuple[str, bool], tuple[int, set[str], Item | None]] = {}  # by voice: a note, its sources
    found = []
    for cluster in clusters:
        voice = (cluster.voice, cluster.number > 0)
        number, cited, latest = before.get(voice, (0, set(), None))
        same = bool(cluster.number) and number == cluster.number
        follows = not cluster.number or same or number == cluster.number - 1
        previous = latest if follows and len(cited) == 1 else None
        known = []
        for place, item in enumerate(cluster.items):
            if place:
                previous = cluster.items[place - 1]
            if item.key not in first:
                known.append(Known())
                first[item.key] = cluster.number
            else:
                position = SUBSEQUENT
                if previous is not None and previous.key == item.key:
                    position = _ibid(previous, item)
                close = bool(cluster.number) and cluster.number - last[item.key] <= near
                known.append(Known(position, first[item.key], close))
            last[item.key] = cluster.number
        if cluster.items:
            cited = cited if same else set()
            cited.update(item.key for item in cluster.items)
            before[voice] = (cluster.number, cited, cluster.items[-1])
        found.append(tuple(known))
    return found


def _ibid(previous: Item, item: Item) -> int:
    if not item.locator:
        return SUBSEQUENT if previous.locator else IBID
    if (previous.locator, previous.label or "page") == (item.locator, item.label or "page"):
        return IBID
    return IBID_WITH_LOCATOR


class Processor:
    """Formats citations of ``records`` in ``style``.

    ``locales`` are the texts of locale files in the order of precedence, or what was read of them; ``language`` is the
    language of the edition.
    ``addresses`` are what URLs lead to, by key, where that is not what they say. Raises StyleBroken.
    """

    def __init__(
        self,
        style: Style,
        locales: Iterable[str] | Locale,
        language: str,
        records: Mapping[str, Record],
        addresses: Mapping[str, str] | None = None,
        *,
        links: bool = True,
    ) -> None:
        self.style = style
        self.locales = locales if isinstance(locales, Locale) else Locale(language, [read(xml) for xml in locales])
        self.locale = Locale(language, chosen(style.locales, language), self.locales)
        self.records = records
        self.addresses = addresses or {}
        self.links = links
        self.citation = style.citation
        self.citation_order = Sorting(style, self.citation.keys)
        self.bibliography_order = Sorting(style, style.bibliography.keys) if style.bibliography else None
        self.ambiguities: dict[str, Ambiguity] = {}
        self.numbers: dict[str, int] = {}
        self.near = whole(self.citation.element.get("near-note-distance"), 5)

    def over(self, records: Mapping[str, Record], *, links: bool = False) -> Processor:
        """Return a processor of other ``records`` that has everything else of this one, letters of years too."""
        other = copy(self)
        other.records, other.links = records, links
        return other

    def styled(self, style: Style, records: Mapping[str, Record]) -> Processor:
        """Return a processor of ``records`` in another ``style``, without links; the locales are not read again."""
        return Processor(style, self.locales, self.locale.language, records, links=False)

    # Contexts

    def context(self, key: str, layout: Layout) -> Context:
        """Return a context in which ``key`` can be rendered."""
        context = Context(key, self.records[key], self.locale, layout.options)
        context.ambiguity = self.ambiguities.get(key, PLAIN)
        context.number = self.numbers.get(key, 0)
        context.address = self.addresses.get(key, "")
        return context

    def listing(self, key: str, layout: Layout) -> Context:
        """Return a context for an entry of the bibliography, to which only a letter is added."""
        context = self.context(key, layout)
        context.ambiguity = context.ambiguity._replace(names=0, given=())
        return context

    def cite_context(self, item: Item, known: Known) -> Context:
        context = self.context(item.key, self.citation)
        context.item, context.known = item, known
        return context

    def number(self, keys: Iterable[str]) -> None:
        """Give each of ``keys`` its number in the bibliography, which numeric styles cite."""
        order = list(keys)
        self.numbers = {key: place for place, key in enumerate(order, 1)}
        self.numbers = {key: place for place, key in enumerate(self.order(order), 1)}

    # Citations

    def cite(self, cluster: Cluster, known: Sequence[Known], targets: Sequence[str] = ()) -> Inlines:
        """Return the words of ``cluster``. ``targets`` has for each item the name that its short form leads to."""
        return inlines(self.settled(self.cluster(cluster, known, targets)), self.locale.quotes)

    def settled(self, tokens: Tokens) -> Tokens:
        """Return ``tokens`` with their punctuation settled as the locale has it."""
        return settle(tokens, inside=self.locale.inside, comma_after_mark=self.locale.comma_after_mark)

    def cluster(self, cluster: Cluster, known: Sequence[Known], targets: Sequence[str] = ()) -> Tokens:
        layout = self.citation.layout
        cites = [
            (item, know, targets[place] if place < len(targets) else "")
            for place, (item, know) in enumerate(zip(cluster.items, known, strict=True))
        ]
        if len(cites) > 1 and not any(item.prefix for item in cluster.items):  # “see” is said of what follows
            cites = self.citation_order.sorted(cites, lambda one: self.cite_context(one[0], one[1]))
        author: Tokens = []
        if cluster.in_text:
            item, know, target = cites[0]
            context = self.cite_context(item._replace(suppress_author=True), know)
            context.suppress = True
            self.citation(context)
            author = context.author
            if author:
                cites[0] = (item._replace(suppress_author=True), know, target)
        inner = self.cites(cites, cluster)
        prefix, suffix = layout.get("prefix"), layout.get("suffix")
        if not cluster.ends or cluster.after:
            suffix = suffix.rstrip(" .;,")
        bare = Element("layout", {k: v for k, v in layout.attributes.items() if k not in ("prefix", "suffix")}, 0)
        tokens: Tokens = [prefix, *around(inner, bare), suffix, cluster.after]
        if author:
            author = wrap(author, "source", cites[0][0].key)
            return [*author, " ", *tokens] if plain(inner) else author
        return tokens

    def cites(self, cites: list[tuple[Item, Known, str]], cluster: Cluster) -> Tokens:
        """Return the cites of a citation, those of one author collapsed where the style asks for it."""
        options = self.citation.element.attributes
        delimiter = self.citation.layout.get("delimiter")
        collapse = options.get("collapse", "")
        if collapse == "citation-number" and len(cites) > 1:
            return self.numbered(cites, delimiter)
        joined: Tokens = []
        authors: dict[str, list[tuple[Item, Known, str]]] = {}
        grouping = len(cites) > 1 and (collapse.startswith("year") or "cite-group-delimiter" in options)
        if grouping:
            part = 0
            for place, one in enumerate(cites):
                part += bool(one[0].prefix)  # what is said of a cite parts it from those before
                author = self.author(one[0], one[1]) or f"\0{place}"
                authors.setdefault(f"{part} {author}", []).append(one)
                part += bool(one[0].suffix)
        else:
            authors = {str(place): [one] for place, one in enumerate(cites)}
        after = delimiter
        if collapse.startswith("year"):
            after = options.get("after-collapse-delimiter", delimiter)
        collapsed = False
        for group in authors.values():
            for place, (item, known, target) in enumerate(group):
                if joined:
                    between = after if collapsed else delimiter
                    if place:
                        between = options.get("cite-group-delimiter", ", ") if grouping else delimiter
                    joined.append("" if plain(words_of(item.prefix))[:1] in tuple(".,;:") else between)
                same = grouping and place > 0 and collapse.startswith("year")
                if same and collapse != "year" and self.same_year(group[place - 1], (item, known, target)):
                    joined[-1] = options.get("year-suffix-delimiter", between)
                    joined.append(self.ambiguities[item.key].suffix)
                    continue
                begins = not joined and cluster.begins and not cluster.in_text
                capital = begins and cluster.capital
                named = cluster.in_text and item is cites[0][0]
                joined += self.one(item, known, target, begins=begins, capital=capital, collapsed=same, named=named)
            collapsed = len(group) > 1
        return joined

    def one(
        self,
        item: Item,
        known: Known,
        target: str,
        *,
        begins: bool,
        capital: bool,
        collapsed: bool = False,
        named: bool = False,
    ) -> Tokens:
        """Return one cite, with what the author wrote before and after it."""
        context = self.cite_context(item, known)
        context.suppress = item.suppress_author or collapsed
        context.linked = bool(target) or not self.links
        body = self.citation(context)
        if item.suppress_author and not plain(body).strip(" ,") and not collapsed and not named:
            return self.one(item._replace(suppress_author=False), known, target, begins=begins, capital=capital)
        if target:
            body = wrap([token for token in body if not _leads(token)], "reference", target)
        elif not context.linked:
            body = _linked(body, item.key)
        before = words_of(item.prefix)
        if self.style.in_notes:
            said = plain(before).rstrip().rstrip('”’"')
            starts = said.endswith((".", "!", "?")) if before else begins
            names = context.first if capital and not before else []
            body = _cased(body, self.locale.term("ibid"), plain(names), capital=starts)
        spaced = not before or (isinstance(before[-1], str) and before[-1].endswith((" ", "(", "[")))
        tokens: Tokens = [*before, *([] if spaced else [" "]), *_trimmed(body)]
        after = words_of(item.suffix)
        if after:
            if plain(after)[:1] not in (*" ,.;:)]—–", ""):
                tokens.append(" ")
            tokens += after
        return tokens

    def author(self, item: Item, known: Known) -> str:
        """Return the names with which a cite begins."""
        context = self.cite_context(item, known)
        context.suppress = True
        self.citation(context)
        return plain(context.author)

    def same_year(self, one: tuple[Item, Known, str], other: tuple[Item, Known, str]) -> bool:
        """Whether two cites of one author differ in nothing but the letter of the year."""
        if one[0].locator or other[0].locator or one[0].suffix or other[0].prefix:
            return False
        dates = [self.records[each[0].key].dates.get("issued") for each in (one, other)]
        letters = [self.ambiguities.get(each[0].key, PLAIN).suffix for each in (one, other)]
        return all(letters) and dates[0] is not None and dates[1] is not None and dates[0].year == dates[1].year

    def numbered(self, cites: list[tuple[Item, Known, str]], delimiter: str) -> Tokens:
        """Return numeric cites in their order, of runs of three and more the first and the last: ``[1]–[3]``."""
        runs: list[list[tuple[int, Tokens]]] = []
        for item, known, target in cites:
            number = self.numbers.get(item.key, 0)
            said = (number, self.one(item, known, target, begins=False, capital=False))
            alone = bool(item.locator or item.prefix or item.suffix) or not number
            if runs and runs[-1] and not alone and runs[-1][-1][0] == number - 1:
                runs[-1].append(said)
            else:
                runs.append([said])
            if alone:
                runs.append([])
        between = self.citation.element.get("after-collapse-delimiter") or delimiter
        joined: Tokens = []
        for run in filter(None, runs):
            if joined:
                joined.append(between)
            if len(run) > 2:
                joined += [*run[0][1], "–", *run[-1][1]]
            else:
                joined += [*run[0][1], *([delimiter, *run[1][1]] if len(run) > 1 else [])]
        return joined

    # Bibliography

    def bibliography(self, keys: Iterable[str] | None = None, after: str = "") -> list[tuple[str, Inlines]]:
        """Return the entries of ``keys`` (of all) in the order of the bibliography, each ending in ``after``.

        A style without one lists each source as it is cited in full, in the order given.
        """
        order = self.order(self.records if keys is None else keys)
        layout = self.style.bibliography
        if layout is None:
            suffix = (Text(after),) if after else ()
            return [(key, self.cite(Cluster((Item(key, suffix=suffix),), 1), (Known(),))) for key in order]
        entries = []
        substitute = layout.element.attributes.get("subsequent-author-substitute")
        before = ""
        for key in order:
            context = self.listing(key, layout)
            context.linked = not self.links
            tokens = layout(context)
            if substitute is not None:
                author = plain(context.first)
                if author and author == before:
                    tokens = _replaced(tokens, context.first, substitute)
                before = author
            tokens = around([*tokens, after], layout.layout) if plain(tokens).strip() else []
            entries.append((key, inlines(self.settled(tokens), self.locale.quotes)))
        return entries

    def order(self, keys: Iterable[str]) -> list[str]:
        """Return ``keys`` as the bibliography sorts them."""
        layout = self.style.bibliography
        if layout is None or self.bibliography_order is None:
            return list(keys)
        return self.bibliography_order.sorted(list(keys), lambda key: self.listing(key, layout))

    # Disambiguation

    def disambiguate(self, keys: Sequence[str]) -> None:
        """Add to the cites of ``keys`` what tells them apart, as the style asks."""
        disambiguate(self, keys)

    def said(self, key: str, ambiguity: Ambiguity) -> str:
        """Return the cite of ``key`` as it would be with ``ambiguity`` added, to be compared with others."""
        known = Known(SUBSEQUENT, 1) if self.style.in_notes else Known()
        context = self.cite_context(Item(key), known)
        context.ambiguity = ambiguity
        return plain(self.citation(context))

    def people(self, key: str) -> tuple[Name, ...]:
        """Return the names that a cite of ``key`` is likely to show."""
        names = self.records[key].names
        return next((names[each] for each in ("author", "editor", "translator", "director") if each in names), ())


def words_of(words: Inlines) -> Tokens:
    """Return what an author wrote as tokens; what is neither words nor set apart stays as it is."""
    tokens: Tokens = []
    for node in words:
        if isinstance(node, Text):
            tokens.append(node.content)
        elif isinstance(node, nodes.Emphasis):
            tokens += wrap(words_of(node.children), "<italic>")
        elif isinstance(node, nodes.Quoted):
            tokens += wrap(words_of(node.children), "quote")
        else:
            tokens.append(node)
    return tokens


def _trimmed(body: Tokens) -> Tokens:
    """Return ``body`` without what stands before its first words where the author is left out."""
    for at, token in enumerate(body):
        if isinstance(token, str) and token:
            rest = token.lstrip(" ,")
            if rest or at + 1 == len(body):
                return [*body[:at], rest, *body[at + 1 :]]
            return [*body[:at], *_trimmed(body[at + 1 :])]
    return body


def _leads(token: str | Mark | Inline) -> bool:
    return isinstance(token, Mark) and token.kind in ("link", "source")


def _linked(body: Tokens, key: str) -> Tokens:
    """Return a cite that shows no title as a link to its source, as far as it has no other links."""
    end = next((at for at, token in enumerate(body) if type(token) is Mark and token.kind == "link"), len(body))
    return wrap(body, "source", key) if end == len(body) else body


def _cased(body: Tokens, ibid: str, names: str, *, capital: bool) -> Tokens:
    """Return ``body``, where it begins with the term “ibid.” or with ``names``, with a ``capital`` or without."""
    at = next((at for at, token in enumerate(body) if isinstance(token, str) and token), -1)
    token = body[at] if at >= 0 else ""
    if not isinstance(token, str) or not token:
        return body
    if ibid and token.casefold().startswith(ibid.casefold()):
        first = token[0].upper() if capital else token[0].lower()
    elif capital and token[0].islower() and names.startswith(token):  # a particle
        first = token[0].upper()
    else:
        return body
    return [*body[:at], first + token[1:], *body[at + 1 :]]


def _replaced(tokens: Tokens, author: Tokens, substitute: str) -> Tokens:
    """Return ``tokens`` with the names ``author`` in it replaced."""
    length = len(author)
    for at in range(len(tokens) - length + 1):
        if tokens[at : at + length] == author:
            return [*tokens[:at], *([substitute] if substitute else []), *tokens[at + length :]]
    return tokens
