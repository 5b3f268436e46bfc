"""What a page may load and run: its own files, nothing inline but what is named by its hash, and no other host."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256


def policy(scripts: Sequence[str], styles: Sequence[str] = (), *, alone: bool = False) -> str:
    """Return the Content-Security-Policy of a page that holds these ``scripts`` and ``styles``.

    A page that stands ``alone`` loads no file. The directives are those of CSP Level 3, section 6.
    """
    own = [] if alone else ["'self'"]
    rules = {
        "default-src": ["'none'"],
        "script-src": [*own, *map(_digest, scripts)],
        "style-src": [*own, *map(_digest, styles)],
        "img-src": [*own, "data:"],
        "font-src": ["data:"],
        "connect-src": own,
        "worker-src": own,
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(" ".join((name, *sources)) for name, sources in rules.items() if sources)


def _digest(inline: str) -> str:
    """Return the hash of what stands in a page, as a policy names it."""
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"
