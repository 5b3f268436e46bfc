"""Read: files and YAML become records. Loose at the edge, strict inside."""

from postil.read.edition import Read, read_edition, read_manuscript
from postil.read.files import line_of, shown
from postil.read.lock import FILE as LOCK
from postil.read.pictures import Pictures, read_scripts, read_styles

__all__ = [
    "LOCK",
    "Pictures",
    "Read",
    "line_of",
    "read_edition",
    "read_manuscript",
    "read_scripts",
    "read_styles",
    "shown",
]
