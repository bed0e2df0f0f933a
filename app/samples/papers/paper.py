"""A paper: its sheets, and what a reader should find out about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from app.samples.papers.people import Person, person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.samples.fonts import Faces
    from app.samples.sheet import Sheet
    from records.description import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Sheets in order, and the fields as printed (dates in ISO 8601)."""

    sheets: tuple[Sheet, ...]
    fields: Mapping[Field, str] = field(default_factory=dict)
    secrecy: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What all papers are made with: the faces, the officials, and chance."""

    faces: Faces
    chance: Random
    chairman: Person
    clerk: Person
    former_chairman: Person
    """Held the office in 2005."""

    @classmethod
    def of(cls, faces: Faces, seed: int) -> Desk:
        chance = Random(f"people {seed}")  # noqa: S311  the people need to be the same again, not hard to guess
        return cls(faces, chance, person(chance), person(chance, woman=True), person(chance))
