"""Code coloured by Pygments, as classes: the stylesheet has the colours, for light and for dark."""

from __future__ import annotations


def highlight(content: str, language: str) -> str:
    """Return ``content`` as HTML spans with Pygments' short class names; nothing where ``language`` is not known."""
    from pygments import highlight as coloured  # heavy, and few texts hold code
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return ""
    return str(coloured(content, lexer, HtmlFormatter(nowrap=True)))
