"""The list of records of conditional access (Archives Law 33/2024, Art. 25): what is on it, which part is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from records.identifiers import DocumentId, DossierId
    from records.reader import AccessLevel

MOST_LISTED = 5000
"""Rows of a printed list; a longer one says so."""


class ConditionalPart(StrEnum):
    """Which part of the list."""

    ALL = "all"
    DOSSIERS = "dossiers"
    """Whole dossiers."""
    DOCUMENTS = "documents"
    """Single documents that are stricter than their dossier asks by itself."""
    RESTRICTED = "restricted"
    """What is open to who decides alone, until a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionalQuery:
    """Which records of the list."""

    part: ConditionalPart = ConditionalPart.ALL
    unit: str = ""
    """Code of a unit; empty: of every one."""
    words: str = ""
    """Part of a dossier's code or title, or of a document's title, as written."""
    after: tuple[str, str] | None = None
    """Dossier and document (empty for a whole dossier) that the last row before was of."""
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionalRecord:
    """A dossier, or a document by its own rule, that not everybody of its units may see."""

    dossier: DossierId
    document: DocumentId | None
    """None: the whole dossier."""
    code: str
    title: str
    """Of the dossier, masked."""
    document_title: str
    """Masked; empty for a whole dossier."""
    unit: str
    level: AccessLevel
    """What holds: of a document the stricter of its own and its dossier's."""
    restricted_until: date | None
    """Likewise; None where it is not restricted today."""
    reason: str
    """Why, as somebody said when it was changed last; empty: as it was when it was taken in."""

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands in the list."""
        return self.dossier.value, self.document.value if self.document else ""
