"""Names of people and bodies as CSL writes them."""

from __future__ import annotations

import re

from postil.diagnostics import Rule
from postil.edition import Name
from postil.read.fields import Fields
from postil.read.yaml import Mapping, Scalar, Sequence, Value


def read_names(fields: Fields, key: str) -> tuple[Name, ...]:
    """Return the names of the list ``key``: mappings of name parts (CSL JSON schema 1.0.2), or texts taken whole."""
    value = fields.value(key)
    if value is None:
        return ()
    items = value.items if isinstance(value, Sequence) else (value,)
    return tuple(name for item in items if (name := _name(fields, key, item)) is not None)


def _name(fields: Fields, key: str, item: Value) -> Name | None:
    if isinstance(item, Scalar):
        return Name(literal=item.text.strip())
    if not isinstance(item, Mapping):
        fields.wrong(key, item, "a list of names", "Write “- family: …” and “given: …” for each.")
        return None
    parts = Fields(item, f"a name under “{key}”", fields.report)
    name = Name(
        family=parts.text("family"),
        given=parts.text("given"),
        particle=parts.text("non-dropping-particle"),
        suffix=parts.text("suffix"),
        literal=parts.text("literal") or parts.text("name"),
        dropping=parts.text("dropping-particle"),
        comma=_said(parts, "comma-suffix"),
        static=_said(parts, "static-ordering"),
    )
    if _said(parts, "parse-names", otherwise=True):
        name = parsed(name)
    parts.done()
    if not (name.literal or name.family or name.given):
        fields.report.add(Rule.KEY_MISSING, item.span, what="a name", key="family", example="Waal")
        return None
    return name


def _said(parts: Fields, key: str, *, otherwise: bool = False) -> bool:
    """Return whether ``key`` is true, as CSL JSON may say it: a truth value, a number or a text."""
    text = parts.text(key).lower()
    return text not in ("false", "0") if text else otherwise


def parsed(name: Name) -> Name:
    """Return ``name`` with the particles and the suffix that its family and given names hold, as Pandoc finds them.

    Words in small letters before the family name are a particle that stays (``de Waal``), those after the given name
    one that drops (``Ludwig van``); what follows a comma there is the suffix (``Martin Luther, Jr.``; ``,!`` for one
    that keeps its comma). A part that is given is not looked for, and names without capitals are left, as are those
    in quotation marks, which are taken off (CSL 1.0.2, names: ``"de Waal"``).
    """
    family, given, particle, dropping, suffix, comma = (
        name.family,
        name.given,
        name.particle,
        name.dropping,
        name.suffix,
        name.comma,
    )
    if len(family) > 1 and family[0] == family[-1] == '"':
        return name._replace(family=family[1:-1])
    if not suffix and "," in given:
        given, _, suffix = (part.strip() for part in given.partition(","))
        if suffix.startswith("!"):
            suffix, comma = suffix[1:].strip(), True
    if not particle and family[:1] and not family[0].isupper():
        particle, family = _before(family)
    if not dropping and given and not given[-1].isupper():
        given, dropping = _after(given)
    return name._replace(family=family, given=given, particle=particle, dropping=dropping, suffix=suffix, comma=comma)


def _small(word: str) -> bool:
    return word.islower() and all(sign.islower() or sign in "'’-–." for sign in word)


def _before(family: str) -> tuple[str, str]:
    """Return the particle at the beginning of ``family``, and the rest."""
    words = family.split()
    count = next((place for place, word in enumerate(words) if not _small(word)), 0 if len(words) == 1 else -1)
    if count < 0:
        return "", family
    particle, rest = words[:count], " ".join(words[count:])
    joined = re.match(r"([^\W\d_]+['’-])(?=\w)", rest)
    if joined and joined[1].islower() and rest[joined.end()].isupper():
        return " ".join((*particle, joined[1])), rest[joined.end() :]
    return " ".join(particle), rest


def _after(given: str) -> tuple[str, str]:
    """Return ``given`` without the particle at its end, and that."""
    words = given.split()
    count = len(words)
    while count and _small(words[count - 1]):
        count -= 1
    return (" ".join(words[:count]), " ".join(words[count:])) if 0 < count < len(words) else (given, "")
