"""Values of keeping: what goes into a deposit, and what a dossier says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.change_access import AS_ITS_DOSSIER, DocumentRule
from records.confidence_level import ConfidenceLevel
from records.paper_file_code import box_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from records.description import FieldProposal
    from records.findings import Finding, Verdict
    from records.identifiers import Digest, DisposalListId, DocumentId, DossierId, ObjectKey, PageNumber
    from records.reader import AccessLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that was done, in the vocabulary of PREMIS 3 (eventType, agent, outcome)."""

    id: str
    """UUIDv7."""
    at: datetime
    type: str
    """PREMIS event type: capture, message digest calculation, virus check, validation, ingestion,
    normalization, creation, metadata extraction, accession, fixity check, quarantine, deselection…"""
    agent: str
    """Account or software name and version."""
    outcome: str
    """success, failure or undecided."""
    subjects: tuple[str, ...]
    """Ids of what it was done to."""
    detail: Mapping[str, Any]
    """Values of JSON; no personal data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositFile:
    """Bytes already in the store (staging) that shall lie at ``path`` inside the version's content."""

    path: str
    """Relative to the content folder, for example ``representations/rep1/data/<document>/original.pdf``."""
    source: ObjectKey
    sha256: Digest
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """One version of a dossier to be written: the files it adds or replaces, and its metadata."""

    dossier: DossierId
    files: tuple[DepositFile, ...]
    descriptive: Mapping[str, Any] | None
    """Becomes ``metadata/descriptive/dossier.json``; None: what stands there is inherited."""
    events: tuple[Event, ...]
    """Become ``metadata/preservation/events.jsonl``, after those already there."""
    message: str
    """Why this version exists; OCFL version message."""
    account: str
    """Who; OCFL version user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposited:
    """A version that was written and read back."""

    dossier: DossierId
    version: int
    inventory_sha512: str
    """Kept outside the package as well (catalogue)."""
    unchanged: bool
    """True: the head version already held exactly this; no version was added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A page of a deposited document as shown to a reader."""

    number: PageNumber
    state: str
    """judged, read, kept or unreadable."""
    treatment: str
    """Text layer verdict: missing, good, garbage, legacy, converted, outlines, incomplete."""
    reason: str
    confidence: float | None
    invalid_ratio: float
    width: float
    height: float
    findings: tuple[Finding, ...]
    personal: int = 0
    """Numbers and addresses of people on it."""
    identity_card: bool = False
    """Shows an identity card: its picture is shown on request alone, and each showing is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVersion:
    """What a page said in a version of its dossier."""

    version: int
    at: datetime
    lines: tuple[str, ...] | None
    """As read then, masked; None where that version has no words of the page."""
    confidence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureView:
    """A signature of an original, as it was found when the file came."""

    signer: str
    signed_at: datetime | None
    """As the signature says."""
    integrity: Verdict
    """Whether the signed bytes are still those; nothing is said of the certificate."""

    @property
    def line(self) -> str:
        """For programs: signer, time by ISO 8601, passed, failed or undecided."""
        return f"{self.signer} · {self.signed_at.isoformat() if self.signed_at else '?'} · {self.integrity.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document of a dossier as shown to a reader."""

    document: DocumentId
    ordinal: int
    file_name: str
    state: str
    title: str
    page_count: int
    media_type: str
    original_digest: Digest
    pdfa_level: str
    """``2u`` or ``2b``; empty while none was made."""
    pdfa_reason: str
    """Why not 2u; empty for 2u."""
    signed: bool
    """The original carries signatures and is kept bit for bit."""
    signatures: tuple[SignatureView, ...]
    fields: tuple[FieldProposal, ...]
    findings: tuple[Finding, ...]
    rereads: int = 0
    """How often it was read anew since it was deposited first."""
    confidence_level: ConfidenceLevel | None = None
    """Made electronically, or digitised; None while no page of it is settled."""
    own_rule: DocumentRule = AS_ITS_DOSSIER
    """What it demands beside its dossier's rule."""
    personal: bool | None = None
    """Whether numbers of people or an identity paper were found in it; None: not all of it was looked at yet."""

    @property
    def in_archive(self) -> bool:
        """A version of the dossier holds it, also while it is read anew."""
        return self.state in {"deposited", "indexed"} or self.rereads > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A document that one dossier has and another one, its home, holds (Decree 30/2020, Annex VI, III.4e)."""

    document: DocumentView
    home: DossierId
    home_code: str
    home_title: str
    dossier: DossierId
    """The one that refers to it."""
    code: str
    title: str
    why: str
    recorded_at: datetime
    recorded_by: str
    moving: bool
    """It was asked for that the document be moved to the dossier that refers to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file handed over with the dossier that did not get into it."""

    name: str
    """Path as handed over; empty where the reader may know that there is one, and not which."""
    quarantined: bool
    """Quarantined, else refused."""
    why: Finding | None
    """The refusal; None where none was written, or where the name is kept back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleDuplicate:
    """A document that may be the same as one of the dossier it is told of; a person decides."""

    document: DocumentId
    """The one of the dossier."""
    other: DocumentId
    dossier: DossierId
    """Where the other one is."""
    code: str
    title: str
    file_name: str
    """Of the other one, as it came."""
    same_bytes: bool
    """Else they have number and sign in common, and no two agencies."""
    number_and_sign: str
    """What they have in common; empty where it is the bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """A dossier as shown to a reader."""

    dossier: DossierId
    code: str
    title: str
    unit: str
    level: AccessLevel
    restricted_until: date | None
    state: str
    """open, closed, kept."""
    version: int
    """Head version of the OCFL object; 0 before the first deposit."""
    created_at: datetime
    documents: tuple[DocumentView, ...]
    page_count: int
    left_out: tuple[LeftOut, ...] = ()
    """Told for one dossier, not in lists."""
    findings: tuple[Finding, ...] = ()
    """What is to be said of its code and procedure; likewise."""
    paper_file_code: str = ""
    """Where the paper is from which it was digitised (Circular 05/2025); empty: nobody has said it."""
    confidence_level: ConfidenceLevel | None = None
    """Of its newest version; None before the first."""
    record_of: DisposalListId | None = None
    """The executed disposal list whose papers it holds, beside or without documents; told for one dossier."""

    @property
    def paper_box(self) -> str:
        """The box in which the paper lies, as far as its code tells; empty: nobody has said it."""
        return box_of(self.paper_file_code)

    @property
    def lacks_paper_code(self) -> bool:
        """It was digitised, wholly or in part, and nobody has said where the paper is."""
        electronic = self.confidence_level in {None, ConfidenceLevel.ELECTRONIC}
        return not electronic and not self.paper_file_code
