"""Enrich: tree to tree. Title, sections, figures, terms; ids; citations last."""

from postil.enrich.citations import place_citations
from postil.enrich.identity import settle
from postil.enrich.ids import anchor, identify
from postil.enrich.sections import figures, sections, title
from postil.enrich.terms import Lexicon, mark_terms, tell_ambiguous

__all__ = [
    "Lexicon",
    "anchor",
    "figures",
    "identify",
    "mark_terms",
    "place_citations",
    "sections",
    "settle",
    "tell_ambiguous",
    "title",
]
