"""The commands, as they are called. The door ``build.py`` and an installed ``postil`` both come here."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from postil import __version__
from postil.apparatus import Apparatus
from postil.diagnostics import Report, tell
from postil.lock import LOCK
from postil.pipeline import build, check, outcome_of
from postil.read import line_of

USAGE = """\
usage: postil [command] [options]

An annotated digital edition from Markdown and YAML.

commands:
  build            build the site; what happens when no command is named
  serve            build, show the site on this machine, and build again at each change
  check            say what is wrong, and build nothing
  release VERSION  remember what stands now as published, in edition.lock
  cite WHAT        the citations of a paragraph: of p-7k3mx, its address, or chapter¶14
  verify WHAT      whether “words”, a citation, an address, or each line of a file, is still true
  diff [VERSION]   what the citations of a version (the last) come to with the text as it is now

options:
  --content DIR    the edition's folder (content)
  --out DIR        the folder the site is built in (site)
  --single-file    build: one page that has all of the edition, to be mailed; --out names it (edition.html)
  --strict         let warnings fail too; diff: give status 3 where anything changed
  --format FORM    check: text, json, sarif or github (text); verify, diff: text or json (text);
                   cite: bibtex, ris, csl-json, markdown or text (all)
  --style STYLE    cite: one style alone, such as chicago-note
  --version V      cite: the paragraph as it was in version V
  --hints          check: give notice too of what may want a second look; that never fails
  --date DAY       release: the day it is published, such as 2026-11-22 (today)
  --renumber       release: count the paragraphs anew; a concordance keeps the old numbers
  --port N         serve: the port on 127.0.0.1 (5500); 0 takes one that is free
  --version        say which Postil this is
  --help           say this
"""

COMMANDS = {
    "build": {},
    "serve": {"port": "5500"},
    "check": {"format": "text"},
    "release": {"date": ""},
    "cite": {"style": "", "format": "", "version": ""},
    "verify": {"format": "text"},
    "diff": {"format": "text"},
}
"""The commands, and the options with a value that each has beside those of all, with their defaults."""

WORDS = {"release": "a version, such as 1.0", "cite": "a paragraph, such as p-7k3mx", "verify": "words, or an address"}
"""The commands that need a word of their own, and what it is."""

VALUED = ("content", "out", "format", "port", "date", "style")
FLAGS = ("strict", "hints", "renumber", "single-file", "version", "help")
"""The options with a value after them, and those without."""

OF = {"hints": "check", "renumber": "release", "single-file": "build"}
"""The flags of one command alone."""

FORMATS = {
    "check": ("text", "json", "sarif", "github"),
    "cite": ("bibtex", "ris", "csl-json", "markdown", "text"),
    "verify": ("text", "json"),
    "diff": ("text", "json"),
}


class WrongCall(Exception):
    """The words of a call cannot be read; says why."""


def main(argv: list[str] | None = None) -> int:
    """Run the command that ``argv`` names; return the exit status: 1 where something is wrong, 2 for a wrong call."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a sign shows another, and goes on
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # read here, not by argparse: to set that up takes 3 ms, of a build's 130
    try:
        command, options = _read(sys.argv[1:] if argv is None else argv)
    except WrongCall as error:
        print(f"postil: {error}; see postil --help", file=sys.stderr)
        return 2
    if "help" in options or ("version" in options and command != "cite"):
        print(USAGE if "help" in options else f"Postil {__version__}\n", end="")
        return 0
    content, out, strict = Path(options["content"]), Path(options["out"]), "strict" in options
    if command == "serve":
        from postil.serve import serve  # brings livereload, which only this needs

        return serve(content, out, port=int(options["port"]), strict=strict)
    report = Report(hints="hints" in options)
    if command == "check":
        checked = check(content, report)
        print_report(report, options["format"])
        if checked and not (report.errors or report.warnings) and options["format"] == "text":
            print(_sound(checked.apparatus))
        return int(report.fails(strict=strict))
    if command == "release":
        return _release(content, report, options)
    if command in ("cite", "verify", "diff"):
        return _answer(command, content, report, options)
    published = build(content, out, report, strict=strict, single_file="single-file" in options)
    print_report(report)
    print(outcome_of(published, out), file=sys.stderr if published is None else sys.stdout)
    return int(published is None)


def _release(content: Path, report: Report, options: dict[str, str]) -> int:
    from postil.release import NotReleased, release

    strict, renumber = "strict" in options, "renumber" in options
    try:
        said = release(content, options["release"], report, day=options["date"], renumber=renumber, strict=strict)
    except NotReleased as error:
        print(f"postil: {error}", file=sys.stderr)
        return 1
    print_report(report)
    print(said or "Nothing was released.", file=sys.stdout if said else sys.stderr)
    return int(not said)


def _answer(command: str, content: Path, report: Report, options: dict[str, str]) -> int:
    """Answer a command that speaks of citations; the edition need only be such that all of it can be read."""
    from postil import commands  # which, like all that it brings, no build wants

    checked = check(content, report)
    if checked is None or (checked.apparatus.edition.unread and command != "diff"):
        print_report(report)
        return 1
    losses = commands.losses(report) if command == "diff" else Report()
    print_report(losses)
    if LOCK in checked.apparatus.edition.unread:  # what was published is not known
        return 1
    answer = commands.answer(command, checked.apparatus, content, options)
    sys.stdout.write(answer.out)
    sys.stderr.write(answer.err)
    return answer.status or int(losses.errors > 0)


def print_report(report: Report, form: str = "text") -> None:
    """Print the diagnostics of ``report``: as text on standard error, in other forms on standard output."""
    if form != "text":
        from postil.exchange import FORMS

        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.write(FORMS[form](report))
        return
    if report.diagnostics:
        print(tell(report, line_of), file=sys.stderr)


def _sound(apparatus: Apparatus) -> str:
    """Return what was looked through, and found sound."""
    counts = (
        (len(apparatus.chapters), "chapter", "chapters"),
        (sum(len(chapter.notes) for chapter in apparatus.chapters.values()), "note", "notes"),
        (len(apparatus.sources), "source", "sources"),
        (len(apparatus.entries), "entry", "entries"),
    )
    return f"Nothing is wrong: {', '.join(f'{count} {one if count == 1 else many}' for count, one, many in counts)}."


def _read(argv: list[str]) -> tuple[str, dict[str, str]]:
    """Return the command and its options by name, with its own word under its name; raises WrongCall."""
    words, given = _sorted(argv)
    command = words[0] if words else "build"
    if command not in COMMANDS:
        raise WrongCall(f"there is no command “{command}”")
    if command in WORDS and len(words) < 2 and "help" not in given:
        raise WrongCall(f"{command} needs {WORDS[command]}")
    most = 2 if command in WORDS or command == "diff" else 1
    if len(words) > most:
        raise WrongCall(f"“{words[most]}” is one word too many")
    own = COMMANDS[command]
    for name in given:
        alone = name in ("format", "port", "date", "style")
        if (alone and name not in own) or OF.get(name, command) != command:
            raise WrongCall(f"{command} has no option --{name}")
    single = "single-file" in given
    options = {
        "content": "content",
        "out": "edition.html" if single else "site",
        **own,
        **given,
        command: words[1] if len(words) > 1 else "",
    }
    formats = FORMATS.get(command, ())
    if given.get("format", "") not in ("", *formats):
        raise WrongCall(f"--format is one of {', '.join(formats)}")
    if options.get("style") and options.get("format"):
        raise WrongCall("--style and --format cannot both be asked for")
    if single and not options["out"].endswith(".html"):
        raise WrongCall("--single-file writes one file: name it with --out, such as edition.html")
    if not options.get("port", "0").isdecimal():
        raise WrongCall("--port is a number")
    return command, options


def _sorted(argv: list[str]) -> tuple[list[str], dict[str, str]]:
    """Return the words of a call, and its options by name; after ``--`` there are only words. Raises WrongCall."""
    words: list[str] = []
    given: dict[str, str] = {}
    pending = list(argv)
    while pending:
        word = pending.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if word == "-h":
            name = "help"
        elif word == "--":
            return words + pending, given
        elif not word.startswith("-"):
            words.append(word)
            continue
        elif not word.startswith("--") or name not in (*VALUED, *FLAGS):
            raise WrongCall(f"there is no option {word.partition('=')[0]}")
        if (name in VALUED or (name == "version" and "cite" in (*words, *pending)[:1])) and not equals:
            if not pending:
                raise WrongCall(f"--{name} needs a value")
            value = pending.pop(0)
        given[name] = value
    return words, given
