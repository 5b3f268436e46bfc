"""Who knows whom: a module imports only from the rows above its own, and each library has one home."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "postil"

ROWS = (
    {"manuscript", "postil", "languages", "collation"},
    {"tongue"},
    {"lock", "changes", "quoting"},
    {"diagnostics", "nodes", "edition"},
    {"apparatus", "csl", "tree"},
    {"read", "parse", "enrich", "resolve", "render", "publish", "compress"},
    {"pipeline", "cited"},
    {"exchange", "serve", "release", "verifying", "differing"},
    {"commands"},
    {"command"},
    {"__main__"},
)

# Where a library may be imported; what is not named here may not be imported at all.
HOMES = {
    "markdown_it": {"parse"},
    "mdit_py_plugins": {"parse"},
    "yaml": {"read"},
    "babel": {"read"},
    "bibtexparser": {"read"},
    "pylatexenc": {"read"},
    "jinja2": {"render"},
    "markupsafe": {"render"},
    "pygments": {"render"},
    "fontTools": {"read", "render"},
    "brotli": {"compress"},
    "livereload": {"serve"},
    "tornado": {"serve"},
}

# The disk is touched where an edition is read and a site is published; the templates' loader is Jinja's own.
DISK = {"read", "publish", "serve"}
TOUCHES = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "unlink",
    "mkdir",
    "rename",
    "rmtree",
    "glob",
}

MODULES = sorted(SOURCE.rglob("*.py"))


def part_of(path: Path) -> str:
    """Return the folder or module of the package that ``path`` belongs to."""
    first = path.relative_to(SOURCE).parts[0]
    return "postil" if first == "__init__.py" else first.removesuffix(".py")


def row_of(part: str) -> int:
    return next(place for place, row in enumerate(ROWS) if part in row)


def imports(path: Path) -> Iterator[str]:
    """Return the modules that ``path`` imports, at its top or within a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            if node.module == "postil":
                yield from (f"postil.{alias.name}" for alias in node.names if not alias.name.startswith("__"))
            else:
                yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_from_the_rows_above(path: Path) -> None:
    """What a module imports of the package stands above it, or is within its own folder."""
    part = part_of(path)
    for name in imports(path):
        if name.startswith("postil."):
            other = name.split(".")[1]
            assert other == part or row_of(other) < row_of(part), f"{part} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_library_has_one_home(path: Path) -> None:
    """What a module imports from elsewhere is the standard library, or a library whose home it is."""
    import sys

    for name in imports(path):
        top = name.split(".")[0]
        if top not in sys.stdlib_module_names and top != "postil":
            assert part_of(path) in HOMES[top], f"{path.name} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_disk_is_touched_in_few_places(path: Path) -> None:
    """Files are read and written in ``read``, ``publish`` and ``serve``: the rest are functions of their arguments."""
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    if part_of(path) not in DISK:
        assert not called & TOUCHES


def test_every_part_has_a_row() -> None:
    """No folder or module of the package is outside the table."""
    parts = {part_of(path) for path in MODULES}
    assert parts == set().union(*ROWS)
