"""Diagnostics in the forms other programs read."""

from __future__ import annotations

import json
from collections.abc import Callable

from postil import __version__
from postil.diagnostics import NOTICE, Report, Rule


def as_json(report: Report) -> str:
    """Return the diagnostics as a JSON list of objects: path, line, column, length, severity, rule, message, hint."""
    return _dump(
        [
            {
                "path": one.span.path,
                "line": one.span.line,
                "column": one.span.column,
                "length": one.span.length,
                "severity": one.rule.severity,
                "rule": one.rule.code,
                "message": one.message,
                "hint": one.hint,
            }
            for one in report.sorted()
        ]
    )


def as_sarif(report: Report) -> str:
    """Return the diagnostics as a SARIF 2.1.0 log with one run, and all rules in it."""
    rules = [
        {
            "id": rule.code,
            "shortDescription": {"text": rule.message},
            "help": {"text": rule.hint},
            "defaultConfiguration": {"level": _level(rule), "enabled": rule.severity != NOTICE},
        }
        for rule in Rule
    ]
    results = []
    for one in report.sorted():
        place: dict[str, object] = {"artifactLocation": {"uri": one.span.path}}
        if one.span.line:
            column = max(one.span.column, 1)
            place["region"] = {
                "startLine": one.span.line,
                "startColumn": column,
                "endColumn": column + one.span.length,
            }
        results.append(
            {
                "ruleId": one.rule.code,
                "level": _level(one.rule),
                "message": {"text": f"{one.message}. {one.hint}"},
                "locations": [{"physicalLocation": place}],
            }
        )
    tool = {"driver": {"name": "Postil", "version": __version__, "rules": rules}}
    run = {"tool": tool, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def as_github(report: Report) -> str:
    """Return the diagnostics as GitHub's workflow commands, a line each."""
    lines = []
    for one in report.sorted():
        place = f"file={_property(one.span.path)}"
        if one.span.line:
            place += f",line={one.span.line},col={max(one.span.column, 1)}"
        lines.append(f"::{one.rule.severity} {place},title={one.rule.code}::{_data(f'{one.message} – {one.hint}')}\n")
    return "".join(lines)


def _level(rule: Rule) -> str:
    """Return the severity of ``rule`` in SARIF's words."""
    return "note" if rule.severity == NOTICE else rule.severity


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMS: dict[str, Callable[[Report], str]] = {"json": as_json, "sarif": as_sarif, "github": as_github}
