"""The records that the tests export, and what reading gives back of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from postil.diagnostics import Report
from postil.edition import Date, Name, Record, Source
from postil.read.sources import read_sources
from postil.render.exports import exports

HERE = Path(__file__).parent
RECORDS = HERE / "records.json"

Value = str | Date | tuple[Name, ...]


def read(folder: Path) -> tuple[Source, ...]:
    """Return the sources in ``folder``, which must be free of errors."""
    report = Report()
    found = read_sources(folder, report, set())
    assert [one for one in report.diagnostics if one.rule.severity == "error"] == []
    return found


def read_file(folder: Path, name: str, text: str | bytes) -> dict[str, Record]:
    """Return by key the records of ``text``, read as the file ``name`` of an edition in ``folder``."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return {source.key: source.record for source in read(folder)}


def exported(sources: tuple[Source, ...], path: str) -> str:
    """Return the exported file ``path`` of ``sources``."""
    return dict(exports(sources))[path].decode()


def flat(record: Record) -> dict[str, Value]:
    """Return all that ``record`` says, by the name of the variable."""
    return {"type": record.type, **record.variables, **record.names, **record.dates}


def differences(written: Record, got: Mapping[str, Value]) -> dict[str, str | None]:
    """Return what came back otherwise: the variable, and what it then is, None where it is lost."""
    said = flat(written)
    names = [name for name in {**said, **got} if said.get(name) != got.get(name)]
    return {name: told(got[name]) if name in got else None for name in names}


def told(value: Value) -> str:
    """Return a value in a few words, all of its parts told apart."""
    if isinstance(value, str):
        return value
    if isinstance(value, Date):
        parts = [f"{key}={part}" for key, part in value._asdict().items() if part and key != "until"]
        return " ".join(parts) + (f" until {told(value.until) or 'open'}" if value.until is not None else "")
    return "; ".join(", ".join(f"{key}={part}" for key, part in name._asdict().items() if part) for name in value)
