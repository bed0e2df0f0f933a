"""Values of lists of codes: versions, what the reading of a table found, what a change would do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from records.errors import InvalidInput, Sentence
from records.identifiers import CodeListId
from records.incomplete import MEND_IT, in_one, lacks, missing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from records.findings import Finding

LONGEST_VERSION = 64
_TOO_LONG = Sentence(
    f"số phiên bản dài hơn {LONGEST_VERSION} ký tự", f"the version has more than {LONGEST_VERSION} characters"
)
Entry = dict[str, str]
"""A row of a list: cells by column, days as 2025-07-01, empty where nothing is said."""


class CodeListKind(StrEnum):
    """Which list."""

    DOCUMENT_KINDS = "document_kinds"
    """Kinds of documents with their abbreviation (Decree 30/2020, Annex III) and ``typeName`` (Circular 05/2025)."""
    AGENCIES = "agencies"
    """Bodies with code (Decision 20/2020), names, first and last day, and who succeeded them."""
    PROCEDURES = "procedures"
    """Administrative procedures."""
    HOLIDAYS = "holidays"
    """Days off by the notice of each year (Labour Code 45/2019/QH14, Art. 112), and weekend days worked in exchange."""


BUILT_IN: Mapping[CodeListKind, CodeListId] = {
    kind: CodeListId(f"00000000-0000-7000-8000-00000000001{number}") for number, kind in enumerate(CodeListKind)
}
"""The version that comes with Vankho, which is in force until another is accepted."""


class CodeListState(StrEnum):
    """Where a version stands."""

    PROPOSED = "proposed"
    """Imported; nothing goes by it."""
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeListRow:
    """A version without its entries."""

    id: CodeListId
    kind: CodeListKind
    version: str
    source: str
    """The instrument or list it was taken from."""
    state: CodeListState
    entries: int
    """How many there are."""
    imported_at: datetime | None
    """None for the one that comes with Vankho."""
    imported_by: str
    accepted_at: datetime | None
    accepted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeListVersion:
    """A version of a list; what it says never changes."""

    about: CodeListRow
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeListReading:
    """What came of a table that was to be imported."""

    version: CodeListRow | None
    """None: a row was refused, so nothing of the table was kept."""
    entries: int
    """How many rows were understood."""
    findings: tuple[Finding, ...]


class EntryChange(StrEnum):
    """What a version would do to an entry."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedEntry:
    """An entry that a version would change."""

    change: EntryChange
    before: Entry | None
    """None: there is none yet."""
    after: Entry | None
    """None: it would be there no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeListPreview:
    """What accepting a version would change in the list in force."""

    version: CodeListId
    changes: dict[EntryChange, int]
    """Of every change, how many entries."""
    unchanged: int
    rows: tuple[ChangedEntry, ...]
    """Some of those that change: removed ones first, then changed, then added."""
    fingerprint: str
    """Names what was compared with what; accepting asks for it."""


def declared(version: str, source: str) -> tuple[str, str]:
    """What a person says of a table, complete: version and source.

    Raises:
        InvalidInput (code_list.incomplete): One is missing, or the version is too long.
    """
    version, source = " ".join(version.split()), " ".join(source.split())
    lacking = lacks(
        (not version, missing("số phiên bản", "the version")),
        (len(version) > LONGEST_VERSION, _TOO_LONG),
        (not source, missing("văn bản làm nguồn", "the source")),
    )
    if lacking:
        raise InvalidInput("code_list.incomplete", in_one(lacking), MEND_IT)
    return version, source
