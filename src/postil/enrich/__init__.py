"""Enrich: tree to tree. Title, sections, figures, terms; ids last."""

from postil.enrich.ids import identify
from postil.enrich.sections import figures, sections, title
from postil.enrich.terms import Lexicon, mark_terms

__all__ = ["Lexicon", "figures", "identify", "mark_terms", "sections", "title"]
