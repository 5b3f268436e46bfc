"""Read: files and YAML become records. Loose at the edge, strict inside."""

from postil.read.edition import Read, read_edition, read_manuscript
from postil.read.files import line_of, shown
from postil.read.lock import parse_lock
from postil.read.pictures import Pictures, read_schemas, read_scripts, read_styles

__all__ = [
    "Pictures",
    "Read",
    "line_of",
    "parse_lock",
    "read_edition",
    "read_manuscript",
    "read_schemas",
    "read_scripts",
    "read_styles",
    "shown",
]
