"""A processor for the Citation Style Language 1.0.2: records in, inlines out.

It knows nothing of editions or sites. The specification is “CSL 1.0.2 Specification” (docs.citationstyles.org); where
that is silent, what the CSL test-suite holds decides.
"""

from postil.csl.context import FIRST, IBID, IBID_WITH_LOCATOR, SUBSEQUENT, Item, Known
from postil.csl.markup import StyleBroken
from postil.csl.processor import Cluster, Processor, positions
from postil.csl.style import Style

__all__ = [
    "FIRST",
    "IBID",
    "IBID_WITH_LOCATOR",
    "SUBSEQUENT",
    "Cluster",
    "Item",
    "Known",
    "Processor",
    "Style",
    "StyleBroken",
    "positions",
]
