"""What a unit is called where nobody gave it a name."""

from __future__ import annotations

from records.errors import Sentence

UNIT_OF_THE_DESK = "mot-cua"
"""The code that the unit of an installation has before anybody names one."""
NAME_OF_IT = Sentence("Bộ phận một cửa", "One-stop desk")


def unit_in_words(code: str, name: str = "") -> Sentence:
    """Its name as recorded, else what the unit of the desk is called, else its code."""
    if name:
        return Sentence(name, name)
    return NAME_OF_IT if code == UNIT_OF_THE_DESK else Sentence(code, code)
