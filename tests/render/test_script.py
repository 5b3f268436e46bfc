"""One script out of many modules."""

import re

import pytest

from postil.pipeline import furniture
from postil.read import read_scripts
from postil.render.script import ENTRIES, INLINE, KEEPING, bundle

SCRIPTS = read_scripts(furniture().static)


def test_modules_stand_before_what_imports_them_and_once() -> None:
    """Imports are followed in their order, each module comes once, and comments and indents are gone."""
    files = {
        "edition.js": '/* The entry. */\nimport { b } from "./b.js";\nimport { a } from "./a.js";\n\nb(a);\n',
        "b.js": '/*\n * Of several lines.\n */\nimport { a } from "./a.js";\n\nexport function b() {\n  return a;\n}\n',
        "a.js": "// One.\nexport const a = 1; // kept\n",
    }
    assert bundle(files, "edition.js") == (
        '"use strict";(()=>{\nconst a = 1; // kept\nfunction b() {\nreturn a;\n}\nb(a);\n})();\n'
    )


def test_a_module_that_is_not_there_is_no_silence() -> None:
    """An import of nothing is an error of ours."""
    with pytest.raises(KeyError):
        bundle({"edition.js": 'import { a } from "./a.js";\n'}, "edition.js")


@pytest.mark.parametrize("entry", [*ENTRIES, *KEEPING])
def test_no_two_modules_name_something_the_same(entry: str) -> None:
    """What stands at the top of a module is named once in each script."""
    text = bundle(SCRIPTS, f"{entry}.js")
    top = re.findall(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", _tops(entry), re.MULTILINE)
    assert sorted(top) == sorted(set(top))
    assert "import " not in text
    assert "innerHTML =" not in text


def _tops(entry: str) -> str:
    """Return the lines of all modules of a script that are not set in."""
    met: list[str] = []

    def gather(name: str) -> None:
        if name not in met:
            for other in re.findall(r'^import .*"\./(.*)";$', SCRIPTS[name], re.MULTILINE):
                gather(other)
            met.append(name)

    gather(f"{entry}.js")
    return "\n".join(
        line.removeprefix("export ") for name in met for line in SCRIPTS[name].splitlines() if line[:1] != " "
    )


def test_every_module_belongs_to_a_script() -> None:
    """No file among the scripts is there for nothing."""
    used = set(re.findall(r'"\./(.*)"', "\n".join(SCRIPTS.values())))
    assert set(SCRIPTS) == used | {f"{entry}.js" for entry in (*ENTRIES, *KEEPING, INLINE)}
