"""Render: tree and apparatus become files of the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

from postil.apparatus import Apparatus
from postil.render.exports import exports
from postil.render.pages import Pages, TemplateBroken
from postil.render.stylesheet import bundle

__all__ = ["TemplateBroken", "render"]


def render(apparatus: Apparatus, templates: Path, styles: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Return the path and content of each file of the site, pictures aside, in a fixed order.

    ``templates`` is the folder of the Jinja templates, ``styles`` the texts of the stylesheets by name. Raises
    TemplateBroken.
    """
    css = bundle(styles).encode()
    stylesheet = f"assets/edition.{blake2b(css, digest_size=5).hexdigest()}.css"
    yield stylesheet, css
    yield from Pages(apparatus, templates, stylesheet).all()
    yield from exports(apparatus.edition.sources)
