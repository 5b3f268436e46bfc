"""Render: tree and apparatus become files of the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

from postil.apparatus import Apparatus
from postil.render.data import data_files, schema_files
from postil.render.exports import exports
from postil.render.fonts import FontBroken, characters
from postil.render.fonts import stylesheet as font_stylesheet
from postil.render.pages import Pages, TemplateBroken
from postil.render.script import ENTRIES, INLINE, STEMMER, translated
from postil.render.script import bundle as bundle_script
from postil.render.search import search_files
from postil.render.stylesheet import SHEETS, bundle
from postil.render.words import word_files

__all__ = ["FontBroken", "TemplateBroken", "render", "render_whole", "schema_files"]


def render(
    apparatus: Apparatus,
    templates: Path,
    styles: Mapping[str, str],
    scripts: Mapping[str, str],
    *,
    offline: bool = False,
) -> Iterator[tuple[str, bytes]]:
    """Return the path and content of each file of the site, pictures aside, in a fixed order.

    ``templates`` is the folder of the Jinja templates, ``styles`` and ``scripts`` the texts of the stylesheets (and the
    icon) and of the scripts' modules by name. With ``offline`` a chapter has the browser keep the edition. Raises
    TemplateBroken, and FontBroken.
    """
    sheets, loaded = {"fonts": ""}, {"words": "", "stem": ""}
    if apparatus.edition.fonts:
        faces = font_stylesheet(apparatus.edition.fonts, characters(apparatus), styles["tokens.css"]).encode()
        sheets["fonts"] = _named("fonts", faces, "css")
        yield sheets["fonts"], faces
    for sheet in SHEETS:
        css = bundle(styles, f"{sheet}.css").encode()
        sheets[sheet] = _named(sheet, css, "css")
        yield sheets[sheet], css
    icon = styles["icon.svg"].encode()
    sheets["icon"] = _named("icon", icon, "svg")
    yield sheets["icon"], icon
    for entry in ENTRIES:
        script = bundle_script(scripts, f"{entry}.js").encode()
        if offline and entry == "edition":
            script += bundle_script(scripts, "offline.js").encode()
        loaded[entry] = _named(entry, script, "js")
        yield loaded[entry], script
    if words := apparatus.edition.tongue.script:
        script = translated(words).encode()
        loaded["words"] = _named("words", script, "js")
        yield loaded["words"], script
    if STEMMER in scripts:
        script = scripts[STEMMER].encode()
        loaded["stem"] = _named("stem", script, "js")
        yield loaded["stem"], script
    theme = bundle_script(scripts, f"{INLINE}.js").strip()
    yield from Pages(apparatus, templates, sheets, loaded, theme).all()
    yield from word_files(apparatus)
    yield from search_files(apparatus)
    yield from data_files(apparatus)
    yield from exports(apparatus.edition.sources)


def _named(name: str, content: bytes, ending: str) -> str:
    """Return the path of an asset, which tells its content: what is kept of it by browsers is never stale."""
    return f"assets/{name}.{blake2b(content, digest_size=5).hexdigest()}.{ending}"


def render_whole(
    apparatus: Apparatus,
    templates: Path,
    styles: Mapping[str, str],
    scripts: Mapping[str, str],
    pictures: Mapping[str, bytes],
) -> bytes:
    """Return the edition as one page that loads nothing; ``pictures`` are its own, by path. Raises TemplateBroken."""
    from postil.render.whole import Whole  # no site wants it

    return Whole(apparatus, templates, styles, scripts, pictures).content()
