"""Values of taking in: what a batch, a file and a check say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from records.effort import Effort
    from records.findings import Finding, Verdict
    from records.identifiers import BatchId, Digest, DocumentId, DossierId, FileId
    from records.scan_profile import ScanDecision, ScanProfile


class BatchState(StrEnum):
    """``open`` until the last file is announced; ``waiting`` for a person; ``closed`` when all is explained."""

    OPEN = "open"
    RECEIVING = "receiving"
    WORKING = "working"
    WAITING = "waiting"
    CLOSED = "closed"


class FileState(StrEnum):
    """States of one arrival, in order; the last four are final."""

    ANNOUNCED = "announced"
    RECEIVED = "received"
    CHECKED = "checked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    QUARANTINED = "quarantined"
    DESTROYED = "destroyed"
    """With its dossier, by decision of the head; its receipt stays, without its name."""


class DocumentState(StrEnum):
    """How far a document has come."""

    WAITING = "waiting"
    READ = "read"
    MADE = "made"
    DESCRIBED = "described"
    DEPOSITED = "deposited"
    INDEXED = "indexed"
    QUARANTINED = "quarantined"
    """A secrecy mark: neither deposited nor indexed, its words forgotten."""


class DossierBy(StrEnum):
    """What makes one dossier of several files."""

    FOLDER = "folder"
    FILE = "file"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRecord:
    """A PDF signature as found in the file, recorded before anything else touches it."""

    field_name: str
    signer: str
    signed_at: datetime | None
    covers_whole_file: bool
    """The signed byte range reaches the end of the file as it arrived."""
    integrity: Verdict
    """Do the signed bytes and the digest agree? Trust in the certificate is not judged here."""
    digest_algorithm: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeConversion:
    """How the PDF of an office file was made."""

    program: str
    encodings: tuple[str, ...]
    """What text in TCVN3 or VNI was converted to Unicode on what grounds, a line a font; often none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCheck:
    """What was found out about a file's bytes, whatever its name says."""

    media_type: str
    """By content: PDF, TIFF, JPEG, PNG, JPEG 2000, a type of office files, or what else was seen."""
    page_count: int
    """0 where the file is refused."""
    signatures: tuple[SignatureRecord, ...]
    findings: tuple[Finding, ...]

    @property
    def refusal(self) -> Finding | None:
        """The first finding that refuses the file, or None where it is accepted."""
        return next((finding for finding in self.findings if finding.severity == "refusal"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """One file of a batch as shown to the clerk; also its receipt."""

    file: FileId
    name: str
    """Path as handed over, with ``/``."""
    size: int
    digest: Digest
    received_at: datetime
    received_by: str
    state: FileState
    media_type: str
    page_count: int
    pages_done: int
    pages_failed: int
    document: DocumentId | None
    document_state: DocumentState | None
    dossier: DossierId | None
    dossier_title: str
    dossier_code: str
    duplicate_of: FileId | None
    """An earlier arrival of the same bytes that the reader may know of."""
    findings: tuple[Finding, ...]
    """Refusal or quarantine first."""
    title: str = ""
    """Proposed type and subject, once described."""
    doubts: int = 0
    """Proposed fields that a person should look at."""
    pages_doubtful: int = 0
    """Pages of which no word, or hardly a word, was read with confidence."""
    without_pdfa: bool = False
    """No PDF/A could be made: the original is kept alone."""
    scan: ScanDecision | None = None
    """What was decided on a scan that falls short of what its batch asks for; None of every other."""
    awaits_checklist: bool = False
    """Made, and not deposited before somebody confirmed that nothing in its batch must not be digitised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """A batch as shown to the clerk: the sum is the contract (files = accepted + refused + ... + under way)."""

    batch: BatchId
    name: str
    state: BatchState
    created_at: datetime
    created_by: str
    closed_at: datetime | None
    files: int
    accepted: int
    """Accepted files, whether or not their document is finished."""
    refused: int
    quarantined: int
    duplicates: int
    """Of the accepted: same bytes as an earlier file of the same dossier; linked, no second document."""
    under_way: int
    """Received, not yet checked."""
    pages: int
    pages_done: int
    pages_failed: int
    documents: int
    """Those that will be kept; quarantined ones, and those that are to be scanned again, are not among them."""
    documents_done: int
    """Deposited and indexed."""
    steps_failed: int
    """Steps that wait for a person."""
    finished: bool
    """Nothing is left to do by machine."""
    seconds: float
    """From the first file to the last finished step, or to now."""
    effort: Effort | None = None
    """How its pages are read; None for a batch of an older version, which is read as the settings say."""
    profile: ScanProfile | None = None
    paper_file_code: str = ""
    """Where its papers lie; its dossiers took it over."""
    """What it asks of its scans; None for a batch of an older version, which tells what ordinary papers lack."""
    checklist_at: datetime | None = None
    """When somebody confirmed that nothing is in it that must not be digitised; None: nobody has yet."""
    checklist_by: str = ""
    checklist_instruction: str = ""
    """The standing instruction by which that was confirmed; empty: somebody looked, or nobody has yet."""
    checklist_waits: bool = False
    """Nothing of it is deposited before somebody confirmed."""
    unconfirmed: int = 0
    """Documents that are made and wait for nothing but that."""
    held_back: int = 0
    """Documents whose scan falls short: made, and waiting for a person's decision."""
    scan_again: int = 0
    """Documents that are to be scanned again; this scan is not deposited."""
    unit: str = ""
    """Code of the unit that its dossiers are of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof of having handed over one file."""

    file: FileId
    batch: BatchId
    name: str
    size: int
    digest: Digest
    received_at: datetime
    received_by: str
    duplicate_of: FileId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadOffer:
    """An address in the store to which one file may be sent."""

    upload: UUID
    url: str
    """A secret."""
    expires_at: datetime
