"""Names: who is named, how many, in which order, and what stands between (CSL 1.0.2, “Names”)."""

from __future__ import annotations

import re
from collections.abc import Callable

from postil.csl.cases import case
from postil.csl.context import Context
from postil.csl.formatting import around, dressed
from postil.csl.markup import Element
from postil.csl.numbers import whole
from postil.csl.tokens import Tokens, plain, rich
from postil.edition import Name

Render = Callable[[Context], Tokens]

INHERITED = {
    "and": "and",
    "delimiter-precedes-et-al": "delimiter-precedes-et-al",
    "delimiter-precedes-last": "delimiter-precedes-last",
    "et-al-min": "et-al-min",
    "et-al-use-first": "et-al-use-first",
    "et-al-use-last": "et-al-use-last",
    "et-al-subsequent-min": "et-al-subsequent-min",
    "et-al-subsequent-use-first": "et-al-subsequent-use-first",
    "initialize": "initialize",
    "initialize-with": "initialize-with",
    "name-as-sort-order": "name-as-sort-order",
    "sort-separator": "sort-separator",
    "name-form": "form",
    "name-delimiter": "delimiter",
    "names-delimiter": "names-delimiter",
}
"""Options of names that a style, a citation or a bibliography may set for all of them (“Inheritable Name Options”)."""


class Names:
    """A ``cs:names`` element; ``above`` is the one that it substitutes for."""

    def __init__(self, element: Element, above: Names | None, compile_: Callable[..., Render]) -> None:
        self.element = element
        self.variables = element.get("variable").split()
        own = {child.name: child for child in element.children}
        self.parts: dict[str, Element] = own
        self.order: list[str] = [child.name for child in element.children]
        if above is not None and not own.keys() & {"name", "label", "et-al"}:  # as the names that it stands for
            self.parts, self.order = above.parts | own, above.order
        self.name = self.parts.get("name", Element("name", {}, element.line))
        self.label = self.parts.get("label")
        self.et_al = self.parts.get("et-al", Element("et-al", {}, element.line))
        self.name_parts = {part.get("name"): part for part in self.name.all("name-part")}
        self.label_first = self.label is not None and (
            "name" in self.order and self.order.index("label") < self.order.index("name")
        )
        substitute = own.get("substitute")
        self.substitutes = [compile_(child, self) for child in substitute.children] if substitute else []

    def __call__(self, context: Context) -> Tokens:
        if context.suppress:  # named in the text already
            context.suppress = False
            called, found = context.called, context.found
            context.author = self.render(context)
            context.called, context.found = called + 1, found + bool(context.author)
            return []
        return self.render(context)

    def render(self, context: Context) -> Tokens:
        """Return the names, or what stands for them."""
        context.called += 1
        tokens = self.own(context)
        if tokens:
            context.found += 1
            return tokens
        for substitute in self.substitutes:
            used, context.used = context.used, set()
            tokens = substitute(context)
            if tokens:
                context.hidden |= context.used
                context.used = used
                context.found += 1
                if not context.first:
                    context.first = tokens
                return around(tokens, self.element)
            context.used = used
        return []

    def options(self, context: Context) -> dict[str, str]:
        """Return the options that hold here: those of the style and its layout, the name's own, the sort key's."""
        options = {**context.options, **self.name.attributes}
        sort = context.sort
        if sort is not None:
            options = {**options, **sort, "name-as-sort-order": "all"}
            options.setdefault("form", "long")
        return options

    def people(self, context: Context) -> list[tuple[str, tuple[Name, ...]]]:
        """Return the variables that have names, with them; editors who are the translators too are one."""
        record, hidden = context.record, context.hidden
        found = [(each, record.names[each]) for each in self.variables if each in record.names and each not in hidden]
        if len(found) == 2 and {found[0][0], found[1][0]} == {"editor", "translator"} and found[0][1] == found[1][1]:
            for term in ("editortranslator", "editor-translator"):
                if self.label is not None and context.locale.find(term, self.label.get("form")):
                    return [(term, found[0][1])]
        return found

    def own(self, context: Context) -> Tokens:
        options = self.options(context)
        people = self.people(context)
        if not people:
            return []
        if options.get("form") == "count":
            count = sum(len(self.shown(context, names, options)[0]) for _, names in people)
            return [str(count)] if count else []
        groups: list[Tokens] = []
        for variable, names in people:
            context.used |= set(self.variables) if len(people) == 1 else {variable}
            tokens = self.listed(context, names, options)
            if not context.first:
                context.first = tokens
            if self.label is not None and tokens and context.sort is None:
                label = self.labelled(context, variable, len(names))
                tokens = [*label, *tokens] if self.label_first else [*tokens, *label]
            groups.append(tokens)
        delimiter = self.element.get("delimiter") or context.options.get("names-delimiter", "")
        joined: Tokens = []
        for group in groups:
            if joined and delimiter:
                joined.append(delimiter)
            joined += group
        return around(joined, self.element) if joined else []

    def labelled(self, context: Context, variable: str, count: int) -> Tokens:
        label = self.label
        assert label is not None
        several = {"always": True, "never": False}.get(label.get("plural"), count > 1)
        words = context.locale.term(variable, label.get("form"), several=several)
        return dressed([words], label, context.locale.english) if words else []

    def shown(
        self, context: Context, names: tuple[Name, ...], options: dict[str, str]
    ) -> tuple[tuple[Name, ...], bool, Name | None]:
        """Return which names are shown, whether “et al.” follows, and the last name where that is shown too.

        A last name that is the word “others” stands for those that the record does not name, as in Pandoc.
        """
        if len(names) > 1 and names[-1].literal == "others":
            names, _, _ = self.shown(context, names[:-1], options)
            return names, True, None
        least, first = options.get("et-al-min", ""), options.get("et-al-use-first", "")
        if context.known is not None and context.known.position:
            least = options.get("et-al-subsequent-min") or least
            first = options.get("et-al-subsequent-use-first") or first
        if not 0 < whole(least) <= len(names) or not whole(first):
            return names, False, None
        keep = max(whole(first), context.ambiguity.names if context.sort is None else 0)
        if keep >= len(names):
            return names, False, None
        last = names[-1] if options.get("et-al-use-last") == "true" and len(names) >= keep + 2 else None
        return names[:keep], True, last

    def listed(self, context: Context, names: tuple[Name, ...], options: dict[str, str]) -> Tokens:
        """Return the names as a list, with what joins them."""
        shown, more, last = self.shown(context, names, options)
        delimiter = options.get("delimiter", ", ")
        inverted = options.get("name-as-sort-order", "")
        each = [
            self.one(context, name, options, inverted == "all" or (inverted == "first" and not place), place)
            for place, name in enumerate(shown)
        ]
        if last is not None:
            each.append(["… ", *self.one(context, last, options, inverted == "all", len(names) - 1)])
        turned = [
            not name.literal and (inverted == "all" or (inverted == "first" and not place))
            for place, name in enumerate((*shown, *((last,) if last else ())))
        ]
        result: Tokens = []
        word = options.get("and", "")
        joint = context.locale.term("and", "symbol" if word == "symbol" else "long") if word else ""
        joint = "&" if word == "symbol" and joint in ("", "and") else joint
        for place, tokens in enumerate(each):
            if place:
                ends = place == len(each) - 1 and not more
                if ends and joint:
                    precedes = self.precedes(
                        options.get("delimiter-precedes-last", ""), len(each) > 2, turned[place - 1]
                    )
                    if not (joint[0].isalnum() or joint in "&+"):
                        result.append(joint)
                    else:
                        result.append(f"{delimiter if precedes else ' '}{joint} ")
                        if precedes and not delimiter.endswith(" "):
                            result[-1] = f"{delimiter} {joint} "
                else:
                    result.append(delimiter)
            result += tokens
        if more and last is None and each:
            term = self.et_al.get("term", "et-al")
            words = context.locale.term(term)
            if words:
                how = options.get("delimiter-precedes-et-al", "")
                precedes = self.precedes(how, len(each) > 1, turned[-1])
                result.append(delimiter if precedes else " " if words[0] != "等" else "")
                result += around([words], self.et_al)
        return around(result, self.name)

    @staticmethod
    def precedes(how: str, contextual: bool, turned: bool) -> bool:
        """Return whether the delimiter stands before the last name, or before “et al.”."""
        return {"always": True, "never": False, "after-inverted-name": turned}.get(how, contextual)

    def one(self, context: Context, name: Name, options: dict[str, str], inverted: bool, place: int) -> Tokens:
        """Return one name."""
        if name.literal:
            return self.part("family", rich(name.literal), options)
        form = options.get("form", "long")
        given, level = name.given, context.ambiguity.given
        if form == "short" and place < len(level) and level[place] and context.sort is None:
            form = "long"
            if level[place] == 1 and "initialize-with" in options:
                given = initials(given, options["initialize-with"], hyphen=_hyphen(options))
            elif level[place] == 2:
                options = {**options, "initialize": "false"}
        elif place < len(level) and level[place] == 2:
            options = {**options, "initialize": "false"}
        if "initialize-with" in options and given:
            mark = options["initialize-with"]
            if options.get("initialize", "true") != "false":
                given = initials(given, mark, hyphen=_hyphen(options))
            else:
                given = spaced(given, mark)
        demote = options.get("demote-non-dropping-particle", "display-and-sort")
        return self.ordered(name, given, form, options, inverted and not name.static, demote, context.sort is not None)

    def ordered(
        self,
        name: Name,
        given: str,
        form: str,
        options: dict[str, str],
        inverted: bool,
        demote: str,
        sorting: bool,
    ) -> Tokens:
        """Return the parts of ``name`` in their order (“Name-part Order”)."""
        family = rich(name.family)
        if name.static or _eastern(name.family + given):
            if form == "short":
                return self.part("family", family, options)
            space = [] if _eastern(name.family + given) else [" "]
            first, second = self.part("family", family, options), self.part("given", rich(given), options)
            return [*first, *(space if first and second else []), *second]
        particle = name.particle
        low = demote == "display-and-sort" or (demote == "sort-only" and sorting)
        if form == "short":
            return self.part("family", _joined(particle, family), options)
        if not name.family:
            return self.part("given", rich(given), options)
        if not inverted:
            whole = self.part("family", _joined(particle, family), options)
            front = self.part("given", _joined(given, rich(name.dropping), particle=False), options)
            tokens = [*front, *([] if not front or _tight(plain(front)) else [" "]), *whole]
            if name.suffix:
                tokens.append((", " if name.comma else " ") + name.suffix)
            return tokens
        separator = options.get("sort-separator", ", ")
        whole = self.part("family", family if low else _joined(particle, family), options)
        after = [part for part in (given, name.dropping, particle if low else "") if part]
        tokens = whole
        if after:
            tokens = [*tokens, separator, *self.part("given", rich(_spaced(after)), options)]
        if name.suffix:
            tokens = [*tokens, separator, name.suffix]
        return tokens

    def part(self, which: str, tokens: Tokens, options: dict[str, str]) -> Tokens:
        """Return a part of a name as the style's ``name-part`` sets it."""
        part = self.name_parts.get(which)
        if part is None or not tokens or not plain(tokens):
            return tokens if plain(tokens) else []
        if how := part.get("text-case"):
            tokens = case(tokens, how)
        return around(tokens, part)


def _eastern(name: str) -> bool:
    """Return whether a name is in letters of East Asia alone; compiled where one begins so: it takes milliseconds."""
    return name >= "\u1100" and re.match(_EASTERN, name) is not None


_EASTERN = r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff]+\Z"


def _hyphen(options: dict[str, str]) -> bool:
    return options.get("initialize-with-hyphen", "true") != "false"


def _tight(words: str) -> bool:
    return words.endswith(("’", "'", "-", "‑")) and not words.endswith(" ")


def _joined(before: str, after: Tokens, *, particle: bool = True) -> Tokens:
    """Return a particle with the name it belongs to, or a given name with its particle."""
    if not before or not plain(after):
        return [*rich(before), *after] if before else after
    tight = particle and _tight(before)
    return [before.replace("'", "’") + ("" if tight else " "), *after]


def _spaced(parts: list[str]) -> str:
    words = ""
    for part in parts:
        words += ("" if not words or _tight(words) else " ") + part
    return words


def initials(given: str, mark: str, *, hyphen: bool = True) -> str:
    """Return ``given`` as initials, each followed by ``mark``: ``J.-L.``, ``JR``. Words in small letters stay."""
    end = mark.rstrip()
    result = ""
    for word in re.split(r"[\s\N{NO-BREAK SPACE}]+", re.sub(r"\.(?=\w)", ". ", given.strip())):
        if not word:
            continue
        if word[0].islower():  # a particle, or a name that is no name’s beginning
            result = result.rstrip() + f" {word} "
            continue
        if word.endswith(".") and word[1:-1].islower():  # it is short already
            result += word[:-1] + mark
            continue
        parts = [part for part in word.split("-") if part.strip(".")]
        letters: list[str] = []
        for part in parts:
            if part.islower() and len(parts) > 1 and not letters:
                continue
            bare = part.rstrip(".")
            letters.append(bare if len(bare) > 1 and bare.isupper() and len(bare) < 3 and "." in part else bare[0])
        letters = [letter for letter in letters if not letter.islower()] or letters
        if not letters:
            continue
        if hyphen and len(letters) > 1:
            result += f"{end}-".join(letters) + mark
        else:
            result += "".join(letter + mark for letter in letters)
    return result.rstrip()


def spaced(given: str, mark: str) -> str:
    """Return ``given`` with the initials that stand in it followed by ``mark``; names that are whole stay."""
    result = ""
    for word in re.split(r"[\s\N{NO-BREAK SPACE}]+", re.sub(r"\.(?=\w)", ". ", given.strip())):
        if not word:
            continue
        bare = word.rstrip(".")
        if (len(bare) == 1 and bare.isupper()) or (word.endswith(".") and bare.isupper()):
            result += bare + mark
        else:
            result = (result.rstrip() + " " if result else "") + word + " "
    return result.rstrip()
