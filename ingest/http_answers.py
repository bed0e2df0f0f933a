"""What the routes of taking in answer, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

from ingest.model import BatchState, DocumentState, DossierBy, FileState
from records.effort import Effort
from records.findings import Severity
from records.paper_file_code import LONGEST
from records.scan_profile import ScanDecision, ScanProfile

if TYPE_CHECKING:
    from ingest.model import BatchView, FileView, Receipt
    from records.errors import Sentence
    from records.findings import Finding

LONGEST_NAME = 1000
"""Signs of a path as dropped."""


class SentenceAnswer(BaseModel):
    """The same sentence in Vietnamese and English."""

    vi: str
    en: str

    @classmethod
    def of(cls, sentence: Sentence) -> SentenceAnswer:
        return cls(vi=sentence.vi, en=sentence.en)


class FindingAnswer(BaseModel):
    """One observation of the check, with a stable code and a way out."""

    code: str = Field(examples=["file.encrypted"])
    severity: Severity
    says: SentenceAnswer
    hint: SentenceAnswer
    where: str = Field(description="Page, key or field the finding is about; empty for the whole file.")

    @classmethod
    def of(cls, finding: Finding) -> FindingAnswer:
        return cls(
            code=finding.code,
            severity=finding.severity,
            says=SentenceAnswer.of(finding.says),
            hint=SentenceAnswer.of(finding.hint),
            where=finding.where,
        )


class NewBatch(BaseModel):
    """A batch to open."""

    name: str = Field("", max_length=200, description="Empty: named after the moment.")
    dossier_by: DossierBy = Field(
        DossierBy.FOLDER,
        description="What makes one dossier: each first folder, each file, or the dossier code.",
    )
    effort: Effort | None = Field(
        None, description="How pages are read: fast (for emergencies), balanced or careful; null: as is usual here."
    )
    unit: str = Field(
        "", max_length=64, description="Code of the unit whose dossiers it makes; empty: that of the account."
    )
    paper_file_code: str = Field(
        "",
        max_length=LONGEST,
        description="Where its papers lie (Circular 05/2025: archive.store/shelf/box); its dossiers take it over.",
        examples=["H49.K2/G05/H12"],
    )
    profile: ScanProfile = Field(
        ScanProfile.DOCUMENTS,
        description="What is asked of scans. documents: 200 dpi, colour; checked: the same, and what falls short waits "
        "for a person; maps: 300 dpi, colour, waits; earlier: 200 dpi, digitised before, colour not asked.",
    )
    checked: bool = Field(
        default=False,
        description="Confirms that nothing will be in it that must not be digitised, as .../checklist does later.",
    )


class ScanDecided(BaseModel):
    """What is to become of a document whose scan falls short."""

    decision: Literal["accepted", "again"] = Field(description="Keep it as it is, or scan the paper again.")
    reason: str = Field("", max_length=2000, description="Needed to accept it.")


class BatchOpened(BaseModel):
    """The batch that files can now be given to."""

    batch: str


class Sealed(BaseModel):
    """The batch takes nothing more."""

    batch: str
    state: BatchState


class Retried(BaseModel):
    """How many failed steps were made ready again."""

    steps: int


class BatchAnswer(BaseModel):
    """A batch in figures: files = accepted + refused + quarantined + under_way."""

    batch: str
    name: str
    state: BatchState
    created_at: datetime
    created_by: str
    closed_at: datetime | None
    files: int
    accepted: int
    refused: int
    quarantined: int
    duplicates: int = Field(description="Of the accepted: the same bytes as an earlier file of the same dossier.")
    under_way: int = Field(description="Received, not yet checked.")
    pages: int
    pages_done: int
    pages_failed: int
    documents: int
    documents_done: int = Field(description="Deposited and indexed.")
    steps_failed: int = Field(description="Steps that wait for a person.")
    finished: bool = Field(description="Nothing is left to do by machine.")
    seconds: float = Field(description="From the first file to the last finished step, or to now.")
    effort: Effort | None = Field(description="How its pages are read; null in a batch of an older version.")
    profile: ScanProfile | None = Field(description="What it asks of scans; null in a batch of an older version.")
    paper_file_code: str = Field(description="Where its papers lie; its dossiers took it over.")
    checklist_at: datetime | None = Field(
        description="When somebody confirmed that nothing is in it that must not be digitised; null: nobody has yet."
    )
    checklist_by: str
    checklist_instruction: str = Field(description="Standing instruction by which; empty: somebody looked.")
    checklist_waits: bool = Field(description="Nothing of it is deposited before somebody confirmed.")
    unconfirmed: int = Field(description="Documents that are made and wait for nothing but that.")
    held_back: int = Field(description="Documents whose scan falls short and waits for a person's decision.")
    scan_again: int = Field(description="Documents that are to be scanned again; this scan is not deposited.")

    @classmethod
    def of(cls, view: BatchView) -> BatchAnswer:
        return cls(
            batch=str(view.batch),
            name=view.name,
            state=view.state,
            created_at=view.created_at,
            created_by=view.created_by,
            closed_at=view.closed_at,
            files=view.files,
            accepted=view.accepted,
            refused=view.refused,
            quarantined=view.quarantined,
            duplicates=view.duplicates,
            under_way=view.under_way,
            pages=view.pages,
            pages_done=view.pages_done,
            pages_failed=view.pages_failed,
            documents=view.documents,
            documents_done=view.documents_done,
            steps_failed=view.steps_failed,
            finished=view.finished,
            seconds=round(view.seconds, 3),
            effort=view.effort,
            profile=view.profile,
            paper_file_code=view.paper_file_code,
            checklist_at=view.checklist_at,
            checklist_by=view.checklist_by,
            checklist_instruction=view.checklist_instruction,
            checklist_waits=view.checklist_waits,
            unconfirmed=view.unconfirmed,
            held_back=view.held_back,
            scan_again=view.scan_again,
        )


class FileAnswer(BaseModel):
    """One file of a batch: what arrived, how far it has come, what a person should know."""

    file: str
    name: str
    size: int
    digest: str = Field(description="SHA-256, hexadecimal.")
    received_at: datetime
    received_by: str
    state: FileState
    media_type: str = Field(description="By content, whatever the name says.")
    page_count: int
    pages_done: int
    pages_failed: int
    document: str | None
    document_state: DocumentState | None
    dossier: str | None
    dossier_title: str
    dossier_code: str
    duplicate_of: str | None
    findings: list[FindingAnswer]
    title: str = Field(description="Proposed type and subject, once described.")
    doubts: int = Field(description="Proposed fields that a person should look at.")
    pages_doubtful: int = Field(description="Pages of which hardly a word was read with confidence.")
    scan: ScanDecision | None = Field(description="Of a scan that falls short: waiting, accepted or again.")
    awaits_checklist: bool = Field(description="Made, and not deposited before its batch is confirmed.")

    @classmethod
    def of(cls, view: FileView) -> FileAnswer:
        return cls(
            file=str(view.file),
            name=view.name,
            size=view.size,
            digest=view.digest.hex,
            received_at=view.received_at,
            received_by=view.received_by,
            state=view.state,
            media_type=view.media_type,
            page_count=view.page_count,
            pages_done=view.pages_done,
            pages_failed=view.pages_failed,
            document=str(view.document) if view.document else None,
            document_state=view.document_state,
            dossier=str(view.dossier) if view.dossier else None,
            dossier_title=view.dossier_title,
            dossier_code=view.dossier_code,
            duplicate_of=str(view.duplicate_of) if view.duplicate_of else None,
            findings=[FindingAnswer.of(finding) for finding in view.findings],
            title=view.title,
            doubts=view.doubts,
            pages_doubtful=view.pages_doubtful,
            scan=view.scan,
            awaits_checklist=view.awaits_checklist,
        )


class ReceiptAnswer(BaseModel):
    """Proof of having handed over one file."""

    file: str
    batch: str | None = Field(description="Where the receipt was asked for by file alone: null.")
    name: str
    size: int
    digest: str = Field(description="SHA-256, hexadecimal; its first eight signs are the number people quote.")
    received_at: datetime
    received_by: str
    duplicate_of: str | None

    @classmethod
    def of(cls, receipt: Receipt | FileView, batch: str | None = None) -> ReceiptAnswer:
        return cls(
            file=str(receipt.file),
            batch=batch,
            name=receipt.name,
            size=receipt.size,
            digest=receipt.digest.hex,
            received_at=receipt.received_at,
            received_by=receipt.received_by,
            duplicate_of=str(receipt.duplicate_of) if receipt.duplicate_of else None,
        )
