"""Cases that are data: a title, what is given, a line with ``.``, what is expected, and between cases a line ``----``.

With ``POSTIL_UPDATE_GOLDEN=1`` in the environment (and without ``-n``) the expected texts are written anew.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from postil.diagnostics import Report

_RULE = "----\n"


class Case(NamedTuple):
    """One case: its title is the fact."""

    path: Path
    place: int
    title: str
    given: str
    expected: str

    def hold(self, got: str) -> None:
        """Fail where ``got`` is not what is expected; or write down that it is, where the golden texts are updated."""
        if os.environ.get("POSTIL_UPDATE_GOLDEN") == "1" and got != self.expected:
            cases = list(_read(self.path))
            cases[self.place] = self._replace(expected=got)
            text = _RULE.join(f"{case.title}\n{case.given}.\n{case.expected}" for case in cases)
            self.path.write_text(text, encoding="utf-8")
            return
        assert got == self.expected, self.title


def cases_in(folder: Path, *names: str) -> list[object]:
    """Return the cases of the files ``names`` in ``folder`` as parameters; without names, of all."""
    paths = [folder / f"{name}.txt" for name in names] or sorted(folder.glob("*.txt"))
    return [pytest.param(case, id=f"{case.path.stem}: {case.title}") for path in paths for case in _read(path)]


def _read(path: Path) -> Iterable[Case]:
    for place, block in enumerate(path.read_text(encoding="utf-8").split(_RULE)):
        title, _, rest = block.partition("\n")
        given, dot, expected = rest.partition("\n.\n") if not rest.startswith(".\n") else ("", ".", rest[2:])
        assert title and dot, f"{path.name}: the case “{title}” has no line with a dot"
        yield Case(path, place, title, given + "\n" if given else "", expected)


def diagnostics(report: Report, *, hints: bool = False) -> str:
    """Return what ``report`` says, one diagnostic a line, in the order of their places."""
    lines = []
    for one in report.sorted():
        where = f"{one.span.line}:{one.span.column}+{one.span.length}" if one.span.line else "file"
        lines.append(f"{where} {one.rule.severity}: {one.message} [{one.rule.code}]\n")
        if hints:
            lines.append(f"    {one.hint}\n")
    return "".join(lines)


def files_in(given: str, otherwise: str) -> dict[str, str]:
    """Return the files in ``given``, each after a line ``=== name``; without such lines it is ``otherwise``."""
    parts = re.split(r"^=== (\S+)\n", given, flags=re.M)
    files = {otherwise: parts[0]} if parts[0] else {}
    return files | dict(zip(parts[1::2], parts[2::2], strict=True))
