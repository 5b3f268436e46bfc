"""The commands: ``build``, ``serve``, ``check``. ``build.py`` at the root and an installed ``postil`` both come here."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from postil import __version__
from postil.diagnostics import Report, as_text
from postil.pipeline import build, check
from postil.read import line_of, shown

SHOWN = 50
"""How many diagnostics are printed; the rest are counted."""


def main(argv: list[str] | None = None) -> int:
    """Run the command that ``argv`` names and return the exit status: 0, or 1 where something is wrong."""
    arguments = _parser().parse_args(_with_command(sys.argv[1:] if argv is None else argv))
    content, out = Path(arguments.content), Path(arguments.out)
    if arguments.command == "serve":
        from postil.serve import serve  # brings livereload, which only this needs

        return serve(content, out, port=arguments.port, strict=arguments.strict)
    report = Report()
    if arguments.command == "check":
        check(content, report)
        print_report(report, arguments.format)
        return int(report.fails(strict=arguments.strict))
    published = build(content, out, report, strict=arguments.strict)
    print_report(report)
    if published is None:
        print(f"Nothing was published; {shown(out)} is as it was.", file=sys.stderr)
        return 1
    print(f"{shown(out)}: {published.files} files, {published.written} of them new.")
    return 0


def print_report(report: Report, form: str = "text") -> None:
    """Print the diagnostics of ``report``: as text on standard error, in other forms on standard output."""
    if form != "text":
        from postil.exchange import FORMS

        sys.stdout.write(FORMS[form](report))
        return
    found = report.sorted()
    for one in found[:SHOWN]:
        line = line_of(one.span.path, one.span.line) if one.span.line else ""
        print(as_text(one, line) + "\n", file=sys.stderr)
    if len(found) > SHOWN:
        print(f"… and {len(found) - SHOWN} more.", file=sys.stderr)
    if found:
        print(summary(report), file=sys.stderr)


def summary(report: Report) -> str:
    """Return how many errors and warnings there are, in words."""
    counts = ((report.errors, "error"), (report.warnings, "warning"))
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count) + "."


def _with_command(argv: list[str]) -> list[str]:
    """Return ``argv`` with ``build`` before it where it names no command."""
    named = bool(argv) and (not argv[0].startswith("-") or argv[0] in ("-h", "--help", "--version"))
    return argv if named else ["build", *argv]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="postil", description="An annotated digital edition from Markdown and YAML.")
    parser.add_argument("--version", action="version", version=f"Postil {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, help in (
        ("build", "build the site (what happens when no command is named)"),
        ("serve", "build, show the site on this machine, and build again at each change"),
        ("check", "say what is wrong, and build nothing"),
    ):
        command = commands.add_parser(name, help=help, description=help.capitalize() + ".")
        command.add_argument("--content", default="content", metavar="DIR", help="the edition's folder (content)")
        command.add_argument("--out", default="site", metavar="DIR", help="the folder the site is built in (site)")
        command.add_argument("--strict", action="store_true", help="let warnings fail too")
        if name == "check":
            command.add_argument("--format", choices=("text", "json", "sarif", "github"), default="text")
        if name == "serve":
            command.add_argument("--port", type=int, default=5500, help="the port on 127.0.0.1 (5500)")
    return parser
