"""What the routes of lists of codes say, as pydantic models."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from ingest.code_lists.model import CodeListKind, CodeListState, EntryChange
from ingest.http_answers import FindingAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.code_lists.model import CodeListPreview, CodeListReading, CodeListRow, CodeListVersion
    from records.findings import Finding


class CodeListRowAnswer(BaseModel):
    """A version without its entries."""

    id: str
    kind: CodeListKind
    version: str
    source: str
    state: CodeListState
    entries: int = Field(description="How many there are")
    imported_at: datetime | None
    imported_by: str
    accepted_at: datetime | None
    accepted_by: str

    @classmethod
    def of(cls, row: CodeListRow) -> CodeListRowAnswer:
        return cls(
            id=row.id.value,
            kind=row.kind,
            version=row.version,
            source=row.source,
            state=row.state,
            entries=row.entries,
            imported_at=row.imported_at,
            imported_by=row.imported_by,
            accepted_at=row.accepted_at,
            accepted_by=row.accepted_by,
        )


class CodeListsAnswer(BaseModel):
    """Every version of every list."""

    versions: tuple[CodeListRowAnswer, ...]

    @classmethod
    def of(cls, rows: Sequence[CodeListRow]) -> CodeListsAnswer:
        return cls(versions=tuple(CodeListRowAnswer.of(row) for row in rows))


class CodeListAnswer(BaseModel):
    """A version with its entries."""

    about: CodeListRowAnswer
    entries: tuple[dict[str, str], ...] = Field(description="Cells by column")

    @classmethod
    def of(cls, found: CodeListVersion) -> CodeListAnswer:
        return cls(about=CodeListRowAnswer.of(found.about), entries=found.entries)


class CodeListReadingAnswer(BaseModel):
    """What came of a table."""

    version: CodeListRowAnswer | None = Field(description="null: a row was refused, so nothing was kept")
    entries: int
    findings: tuple[FindingAnswer, ...]

    @classmethod
    def of(cls, reading: CodeListReading) -> CodeListReadingAnswer:
        return cls(
            version=None if reading.version is None else CodeListRowAnswer.of(reading.version),
            entries=reading.entries,
            findings=tuple(FindingAnswer.of(finding) for finding in reading.findings),
        )


class ChangedEntryAnswer(BaseModel):
    """An entry that a version would change."""

    change: EntryChange
    before: dict[str, str] | None
    after: dict[str, str] | None


class CodeListPreviewAnswer(BaseModel):
    """What accepting a version would change in the list in force."""

    version: str
    changes: dict[EntryChange, int]
    unchanged: int
    rows: tuple[ChangedEntryAnswer, ...] = Field(description="The first 200 of those that change, removed ones first")
    fingerprint: str = Field(description="Names what was compared; accepting asks for it")

    @classmethod
    def of(cls, preview: CodeListPreview) -> CodeListPreviewAnswer:
        return cls(
            version=preview.version.value,
            changes=preview.changes,
            unchanged=preview.unchanged,
            rows=tuple(
                ChangedEntryAnswer(change=row.change, before=row.before, after=row.after) for row in preview.rows
            ),
            fingerprint=preview.fingerprint,
        )


class CodeListAcceptance(BaseModel):
    """That a version is accepted as it was previewed."""

    model_config = ConfigDict(extra="forbid")

    fingerprint: str = Field(max_length=64)
    removing: bool = Field(default=False, description="It is meant that entries in force are there no more")


class CheckedCodeAnswer(BaseModel):
    """What is wrong with a code."""

    code: str
    findings: tuple[FindingAnswer, ...] = Field(description="None: nothing is wrong with it")

    @classmethod
    def of(cls, code: str, findings: Sequence[Finding]) -> CheckedCodeAnswer:
        return cls(code=code, findings=tuple(FindingAnswer.of(finding) for finding in findings))
