"""Names as they are said, and as a list has them."""

import pytest

from postil.edition import Name


@pytest.mark.parametrize(
    ("name", "full", "inverted"),
    [
        (Name("Waal", "Thomas", "de"), "Thomas de Waal", "Waal, Thomas de"),
        (Name("Alembert", "Jean", dropping="d’"), "Jean d’Alembert", "Alembert, Jean d’"),
        (Name("Alembert", "Jean", "d'", "Jr."), "Jean d'Alembert Jr.", "Alembert, Jean d' Jr."),
        (Name("Farabi", "Abu Nasr", "al-"), "Abu Nasr al-Farabi", "Farabi, Abu Nasr al-"),
        (Name("Orme", "Jean", "l’", dropping="de"), "Jean de l’Orme", "Orme, Jean de l’"),
        (Name("Humboldt", "Alexander", "von"), "Alexander von Humboldt", "Humboldt, Alexander von"),
        (Name(given="Aristotle"), "Aristotle", "Aristotle"),
        (Name(literal="OSCE"), "OSCE", "OSCE"),
    ],
)
def test_a_particle_that_ends_in_an_apostrophe_or_a_hyphen_joins_the_name(name: Name, full: str, inverted: str) -> None:
    """Any other stands apart."""
    assert (name.full, name.inverted) == (full, inverted)
