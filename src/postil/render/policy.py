"""What a page may load and run: its own files, nothing inline but what is named by its hash, and no other host."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256


def digest(script: str) -> str:
    """Return the hash of an inline script, as a policy names it."""
    return f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}"


def policy(hashes: Sequence[str]) -> str:
    """Return the Content-Security-Policy of a page whose inline scripts have these ``hashes``."""
    inline = "".join(f" '{each}'" for each in hashes)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self'{inline}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
