"""What a build costs, beside the bare floor and at the size of a library. ``README.md`` here says how."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process cost, and what it printed.

    Seconds by the clock, and of the processor alone; and its memory, in MB, when it was largest.
    """

    seconds: float
    worked: float
    memory: float
    said: str


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory(prefix="postil-bench-") as folder:
        compare_with_floor(arguments.python, Path(folder), runs=arguments.runs)
        print()
        cite(arguments.python, arguments.style, runs=arguments.runs, sizes=arguments.sizes)
        if arguments.sizes:
            print()
            grow(arguments.python, Path(folder), sizes=arguments.sizes)
            print()
            name_entries(arguments.python, Path(folder), sizes=arguments.sizes, entries=arguments.entries)
        weigh(arguments.python, Path(folder), lighthouse=arguments.lighthouse)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build.py bench", description="Measure what a build costs.")
    parser.add_argument("--runs", type=int, default=15, help="runs of each command, taken in turn (15)")
    parser.add_argument(
        "--sizes",
        type=lambda text: sorted(int(size) for size in text.split(",") if size),
        default=[1, 10, 100, 1000],
        help="editions of how many chapters (1,10,100,1000); '' for none",
    )
    parser.add_argument("--entries", type=int, default=500, help="entries that the text of an edition names (500)")
    parser.add_argument("--style", type=Path, action="append", default=[], help="a CSL file to measure too")
    parser.add_argument("--lighthouse", action="store_true", help="have Lighthouse judge pages too (npm, Chromium)")
    # The one that made the venv, as a rule: what a user who types `python3` gets.
    default = getattr(sys, "_base_executable", sys.executable)
    parser.add_argument("--python", default=default, help="the Python that runs all commands")
    return parser.parse_args()


# One edition, beside the floor


def compare_with_floor(python: str, folder: Path, *, runs: int) -> None:
    """Print what a cold build of the first edition costs, and a second build, as ratios to the floor."""
    out, page = folder / "site", folder / "floor.html"
    build = build_command(python, CONTENT, out)
    commands: dict[str, Callable[[], Cost]] = {
        "Python alone": lambda: run([python, "-c", "pass"]),
        "bare floor": lambda: run(floor_command(python, page), packages=sysconfig.get_path("purelib")),
        "cold build": lambda: run(build, clear=out),
        "build again": lambda: run(build),
    }
    for command in commands.values():  # once unmeasured, so that the disk is warm and bytecode written
        command()
    costs: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            costs[name].append(command().seconds)

    floor = costs["bare floor"]
    table = [("", "median ms", "best ms", "ratio of medians", "median of ratios")]
    for name, seconds in costs.items():
        pairs = [mine / bare for mine, bare in zip(seconds, floor, strict=True)]
        ratios = (f"{median(seconds) / median(floor):.2f}", f"{median(pairs):.2f}")
        table.append((name, f"{1000 * median(seconds):.1f}", f"{1000 * min(seconds):.1f}", *ratios))
    print(f"The first edition, {runs} runs of each in turn, each a whole process; ratios are to the floor\n")
    print_table(table)


# Citations


def cite(python: str, styles: Sequence[Path], *, runs: int, sizes: Sequence[int]) -> None:
    """Print what formatting costs in the first edition's style, in those that come with Postil, and in ``styles``."""
    print("The citations and the bibliography of the first edition; milliseconds, medians\n")
    shipped = sorted(path.stem for path in (ROOT / "src/postil/csl/styles").glob("*.csl"))
    named = {"its own": "", **{name: name for name in shipped}, **{path.name: str(path.resolve()) for path in styles}}
    table = [("style", "cold", *(f"a chapter of {size:,}" for size in sizes))]
    packages = os.pathsep.join((sysconfig.get_path("purelib"), str(ROOT / "src")))
    for name, style in named.items():
        command = [python, str(ROOT / "bench/citing.py"), str(CONTENT), style, *map(str, sizes)]
        run(command, packages=packages)
        figures = [[float(word) for word in run(command, packages=packages).said.split()] for _ in range(runs)]
        table.append((name, *(f"{median(each):.2f}" for each in zip(*figures, strict=True))))
    print_table(table)


# Pages as they are fetched


def weigh(python: str, folder: Path, *, lighthouse: bool) -> None:
    """Print what pages of the first edition weigh and, with ``lighthouse``, what that says of them."""
    sys.path.append(str(ROOT))  # a script finds what lies beside it, not under which name it lies there
    from bench.weight import rows

    site = folder / "weighed"
    run(build_command(python, CONTENT, site))
    for words, table in rows(site, lighthouse=lighthouse):
        print(f"\n{words}\n")
        print_table(table)


# Editions of many chapters


def grow(python: str, folder: Path, *, sizes: list[int]) -> None:
    """Print what editions of more and more copies of the chapter cost."""
    print("Editions of copies of the chapter, each build a process of its own\n")
    table = [("chapters", "cold s", "ms/chapter", "peak MB", "MB/chapter more", "again s", "1 changed s")]
    before: tuple[int, float] | None = None
    for size in sizes:
        content, out = folder / f"content-{size}", folder / f"site-{size}"
        changed = make_edition(content, size)
        build = build_command(python, content, out)
        cold, again = run(build, clear=out), run(build)
        with changed.open("a", encoding="utf-8") as file:
            file.write("\n\nOne paragraph more.\n")
        after_change = run(build)
        slope = f"{(cold.memory - before[1]) / (size - before[0]):.3f}" if before else ""
        before = (size, cold.memory)
        per_chapter = f"{1000 * cold.seconds / size:.1f}"
        memory = f"{cold.memory:.0f}"
        rebuilt = (f"{again.seconds:.2f}", f"{after_change.seconds:.2f}")
        table.append((str(size), f"{cold.seconds:.2f}", per_chapter, memory, slope, *rebuilt))
        shutil.rmtree(content)
        shutil.rmtree(out)
    print_table(table)


def name_entries(python: str, folder: Path, *, sizes: list[int], entries: int) -> None:
    """Print what registers cost in editions of more and more chapters, and of fewer entries in one of them.

    That is how much longer the processor works than for the same text without registers.
    """
    sys.path.append(str(ROOT))
    from bench.named import make

    print("Editions whose text names entries, each build a process of its own; registers are what they add\n")
    head = (
        "chapters",
        "entries",
        "places",
        "build s",
        "registers s",
        "ms/chapter",
        "µs/place",
        "peak MB",
        "without MB",
    )
    table = [head]
    cases = [(size, entries) for size in sizes if size > 1]
    cases += [(size, entries // 10) for size in sizes if size == 100]
    settings = without_chapters((CONTENT / "edition.yaml").read_text(encoding="utf-8"))
    for size, named in cases:
        costs = []
        places = 0
        for registers in (False, True):
            content, out = folder / "named", folder / "site-named"
            make(content, CONTENT, settings, chapters=size, entries=named, registers=registers)
            costs.append(run(build_command(python, content, out), clear=out))
            if registers:
                told = json.loads((out / "data/occurrences.json").read_text(encoding="utf-8"))
                places = sum(part["count"] for part in told["parts"])
            shutil.rmtree(content)
            shutil.rmtree(out)
        without, cold = costs
        more = cold.worked - without.worked
        each = (f"{1000 * more / size:.1f}", f"{1e6 * more / places:.0f}")
        memory = (f"{cold.memory:.0f}", f"{without.memory:.0f}")
        table.append((str(size), str(named), f"{places:,}", f"{cold.worked:.2f}", f"{more:.2f}", *each, *memory))
    print_table(table)


def make_edition(folder: Path, size: int) -> Path:
    """Make an edition of ``size`` copies of the chapter; return the middle one."""
    # What remembers published chapters by name would miss them.
    leave = {"edition.lock", "dispositions.yaml", *(path.name for path in CONTENT.glob("*.md"))}
    shutil.copytree(CONTENT, folder, ignore=lambda _, names: leave.intersection(names))
    settings = folder / "edition.yaml"
    settings.write_text(without_chapters(settings.read_text(encoding="utf-8")), encoding="utf-8")
    chapter = find_chapter()
    copies = [folder / f"c{number:04}.md" for number in range(1, size + 1)]
    for copy in copies:
        shutil.copyfile(chapter, copy)
    return copies[size // 2]


def find_chapter() -> Path:
    """Return the longest manuscript of the first edition."""
    return max(CONTENT.glob("*.md"), key=lambda path: path.stat().st_size)


def without_chapters(settings: str) -> str:
    """Return the YAML of ``settings`` without its list of chapters, so that every manuscript is taken."""
    kept, inside = [], False
    for line in settings.splitlines(keepends=True):
        if line[0] not in " -#\r\n":  # a key of the outermost level
            inside = line.startswith("chapters:")
        if not inside:
            kept.append(line)
    return "".join(kept)


# Running and printing


def build_command(python: str, content: Path, out: Path) -> list[str]:
    return [python, str(ROOT / "build.py"), "--content", str(content), "--out", str(out)]


def floor_command(python: str, page: Path) -> list[str]:
    return [python, str(ROOT / "bench/floor.py"), str(find_chapter()), str(page)]


def run(command: list[str], *, clear: Path | None = None, packages: str = "") -> Cost:
    """Return what ``command`` costs, started when the folder ``clear`` is gone; stop if it fails.

    What it imports is looked for in ``packages`` too.
    """
    if clear is not None:
        shutil.rmtree(clear, ignore_errors=True)
    # A user's Python keeps the bytecode of what it has imported; this one may have been told not to.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if packages:
        environment["PYTHONPATH"] = packages
    with tempfile.TemporaryFile() as printed:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=printed, stderr=subprocess.STDOUT, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        said = printed.read().decode()
        if process.returncode:
            sys.exit(f"{said}\nerror: this failed: {' '.join(command)}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6, said)


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print ``rows``, the first of them the head, in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


if __name__ == "__main__":
    main()
