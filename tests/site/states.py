"""In what states a page is read: its themes, what the system asks for, how large the window is, what is open on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Page


class Theme(NamedTuple):
    """A theme: what the system prefers, and what the reader has chosen, which is nothing where the system decides."""

    name: str
    system: str = "light"
    chosen: str = ""


THEMES = (
    Theme("light"),
    Theme("dark", system="dark"),
    Theme("sepia", chosen="sepia"),
)
LIGHT, DARK = THEMES[:2]


class State(NamedTuple):
    """A state of a page; ``pressed`` is what is pressed on it, and ``shown`` what then comes: not every page has it."""

    name: str
    theme: Theme = LIGHT
    media: str = "screen"
    contrast: str = "no-preference"
    forced: str = "none"
    motion: str = "no-preference"
    width: int = 1280
    height: int = 1024
    pressed: str = ""
    shown: str = ""


# How colours come about.
COLOURED = (
    *(State(theme.name, theme) for theme in THEMES),
    State("forced colours", forced="active"),
    State("forced colours, dark", DARK, forced="active"),
    State("more contrast", contrast="more"),
    State("more contrast, dark", DARK, contrast="more"),
    State("print preview", media="print"),
    State("print preview, dark", DARK, media="print"),
)

# Beyond those of the system's own themes, in which ``test_checkers`` looks at every page.
STATES = (
    *(State(theme.name, theme) for theme in THEMES if theme.chosen),
    State("400 %", width=320, height=256),  # of 1280 by 1024
    State("forced colours", DARK, forced="active"),
    State("more contrast", contrast="more"),
    State("reduced motion", motion="reduce"),
    State("print preview", media="print"),
    *(State(f"citing, {theme.name}", theme, pressed=".number", shown="dialog[open]") for theme in THEMES),
    State("citing, 400 %", width=320, height=256, pressed=".number", shown="dialog[open]"),
    State("citing, forced colours", forced="active", pressed=".number", shown="dialog[open]"),
)


def set_theme(page: Page, theme: Theme, **media: Any) -> None:  # Any: each is one of Playwright's literals
    """Show ``page`` in ``theme``, and as ``media`` say."""
    page.emulate_media(color_scheme=theme.system, **media)  # type: ignore[arg-type]  # one of its literals
    page.evaluate(
        "chosen => { const { dataset } = document.documentElement;"
        " if (chosen) dataset.theme = chosen; else delete dataset.theme; }",
        theme.chosen,
    )


def enter(page: Page, state: State) -> bool:
    """Bring ``page`` into ``state`` and return whether it has it."""
    page.set_viewport_size({"width": state.width, "height": state.height})
    asked = {"contrast": state.contrast, "forced_colors": state.forced, "reduced_motion": state.motion}
    set_theme(page, state.theme, media=state.media, **asked)
    if not state.pressed:
        return True
    if not page.locator(state.pressed).count():
        return False
    page.locator(state.pressed).first.click()
    page.locator(state.shown).first.wait_for()
    return True


def leave(page: Page, state: State) -> None:
    """Close what ``state`` opened on ``page``."""
    if state.pressed:
        page.keyboard.press("Escape")
        page.locator(state.shown).first.wait_for(state="hidden")
