"""Missing tools are told; tools that are there work."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.machine import CHROMIUM, JAVA, ROOT, SUITES, find_chromium, find_pandoc, find_suites, need

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.conftest import Message


@pytest.fixture
def empty_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the one folder, empty yet, in which programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("CI", "POSTIL_CHROMIUM", "POSTIL_SUITES"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def make_program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_tool_that_is_there_is_returned(empty_machine: Path) -> None:
    program = make_program(empty_machine / "chromium-browser")
    assert need(CHROMIUM) == program


def test_a_missing_tool_skips_and_names_the_command_that_installs_it(empty_machine: Path) -> None:
    with pytest.raises(pytest.skip.Exception) as told:
        need(JAVA)
    assert told.value.msg == "Java is missing: apt install default-jre-headless"


def test_a_missing_tool_fails_in_ci(empty_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception) as told:
        need(CHROMIUM)
    assert told.value.msg == "Chromium is missing: apt install chromium, or name it in POSTIL_CHROMIUM"


def test_missing_suites_fail_in_ci_too(empty_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Conformance is never passed by not being looked at."""
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("POSTIL_SUITES", "no such folder")
    with pytest.raises(pytest.fail.Exception) as told:
        need(SUITES)
    assert told.value.msg == "the folder of test suites is missing: name it in POSTIL_SUITES"


def test_the_variable_comes_before_the_names(empty_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_program(empty_machine / "chromium")
    mine = make_program(empty_machine / "my-chromium")
    monkeypatch.setenv("POSTIL_CHROMIUM", str(mine))
    assert find_chromium() == mine


def test_a_wrong_variable_is_not_passed_over(empty_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_program(empty_machine / "chromium")
    monkeypatch.setenv("POSTIL_CHROMIUM", str(empty_machine / "gone"))
    assert find_chromium() is None


def test_another_pandoc_is_not_the_one_whose_reading_is_written_down(empty_machine: Path) -> None:
    make_program(empty_machine / "pandoc").write_text("#!/bin/sh\necho pandoc 3.9\n", encoding="utf-8")
    assert find_pandoc() is None


def test_suites_are_named_from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTIL_SUITES", "tests")
    assert find_suites() == ROOT / "tests"


def test_the_browser_renders_a_page(browser: "Browser") -> None:
    page = browser.new_page()
    page.set_content("<p>A note in the margin</p>")
    assert page.inner_text("p") == "A note in the margin"
    page.close()


def test_axe_finds_a_fault(browser: "Browser", axe_source: str) -> None:
    page = browser.new_page()
    page.set_content("<title>A page</title><img src='data:,'>")
    page.evaluate(axe_source)
    found = page.evaluate("axe.run().then(result => result.violations.map(fault => fault.id))")
    assert "image-alt" in found
    page.close()


def test_vnu_finds_a_fault(vnu: "Callable[[Sequence[Path]], list[Message]]", tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><html lang=en><title>A page</title><p id=a><p id=a>", encoding="utf-8")
    messages = vnu([file])
    assert "Duplicate ID “a”." in [message["message"] for message in messages]
