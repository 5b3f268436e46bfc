"""``cite``: a paragraph's citation in every style and format."""

from __future__ import annotations

from postil import cited, tree
from postil.apparatus import Apparatus, Passage
from postil.commands.answers import Answer
from postil.lock import BLOCKS
from postil.render.pinpoints import NeverPublished, Pinpoints, pinpoints, said

FORMATS = ("bibtex", "ris", "csl-json", "markdown", "text")
"""What ``--format`` may be."""

_FORMS = {"markdown": "markdown", "text": "plain"}
"""The formats that are forms of words, and how pinpoints call these."""


def cite(apparatus: Apparatus, typed: str, *, style: str = "", form: str = "", version: str = "") -> Answer:
    """Return the citation of the paragraph ``typed`` in the ``style`` or the format ``form``; without these, in all."""
    where = cited.read_address(typed)
    if where is None:
        return _refused(f"“{typed}” is no paragraph: write its id (p-7k3mx), its address, or chapter¶14")
    if version:
        where = where._replace(version=version)
    passage, problem = cited.locate(apparatus, where)
    if passage is None:
        return _refused(problem)
    if passage.kind not in BLOCKS:
        return _refused(f"{passage.id} is a {passage.kind}: it is paragraphs that are cited")
    try:
        found = pinpoints(apparatus, passage, where.version)
    except NeverPublished:
        return _refused(f"{passage.id} was not in version {where.version}")
    answer = _asked(found, passage, style, form)
    fate = cited.fate(apparatus, passage)
    return answer._replace(err=f"{fate}\n{answer.err}" if fate else answer.err)


def _refused(problem: str, status: int = 1) -> Answer:
    return Answer(err=f"postil: {problem}\n", status=status)


def _asked(found: Pinpoints, passage: Passage, style: str, form: str) -> Answer:
    words = {one.id: tree.words(one.words) for one in found.forms}
    files = {one.id: one.text for one in found.files}
    styles = [id for id in words if id not in _FORMS.values()]
    if style and style not in styles:
        return _refused(f"there is no style “{style}”: --style is one of {', '.join(styles)}", 2)
    if style:
        return Answer(f"{words[style]}\n")
    if form in files:
        return Answer(f"{files[form].rstrip()}\n")
    if form:
        name = _FORMS[form]
        problem = f"a citation in {form} needs the address of the edition: give it a base_url in edition.yaml"
        return Answer(f"{words[name]}\n") if name in words else _refused(problem)
    return Answer(_all(found, passage))


def _all(found: Pinpoints, passage: Passage) -> str:
    version = f", {said(found.version)}" if found.version else ""
    parts = [f"¶ {found.number} of {found.slug}{version}: {found.address}"]
    if found.address != passage.id:
        parts[0] = f"¶ {found.number} of {found.slug}, {passage.id}{version}: {found.address}"
    parts += [f"{one.name}\n{_set_in(tree.words(one.words))}" for one in found.forms]
    parts += [f"{one.name}\n{_set_in(one.text)}" for one in found.files]
    return "\n\n".join(parts) + "\n"


def _set_in(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.strip().split("\n"))
