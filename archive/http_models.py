"""What the routes of the archive answer, as JSON."""

# pydantic reads the annotations while the classes are made: so none are postponed here.

from datetime import date, datetime
from typing import Any, Self

from pydantic import BaseModel, Field

from archive.model import DocumentView, DossierView, Event, PageView, PossibleDuplicate
from records.description import FieldProposal
from records.errors import Sentence
from records.findings import Finding
from records.page_text import PageText, Word


class BothLanguages(BaseModel):
    """The same sentence in Vietnamese and English."""

    vi: str
    en: str

    @classmethod
    def of(cls, sentence: Sentence) -> Self:
        return cls(vi=sentence.vi, en=sentence.en)


class FindingAnswer(BaseModel):
    """What a check had to say."""

    code: str
    severity: str = Field(description="note, warning or refusal.")
    says: BothLanguages
    hint: BothLanguages
    where: str = Field(description="Page, key or field; empty for the whole.")

    @classmethod
    def of(cls, finding: Finding) -> Self:
        return cls(
            code=finding.code,
            severity=finding.severity.value,
            says=BothLanguages.of(finding.says),
            hint=BothLanguages.of(finding.hint),
            where=finding.where,
        )


class FieldAnswer(BaseModel):
    """A value the machine proposes, and where it read it."""

    field: str
    value: str
    confidence: float = Field(ge=0, le=1)
    doubtful: bool = Field(description="A person should look.")
    page: int | None = Field(description="From 1.")
    box: tuple[float, float, float, float] | None = Field(
        description="x0, y0, x1, y1 in points of the page as shown, origin at the top left."
    )
    evidence: str = Field(description="The line as read, or the barcode.")

    @classmethod
    def of(cls, proposal: FieldProposal) -> Self:
        box = proposal.box
        return cls(
            field=proposal.field.value,
            value=proposal.value,
            confidence=proposal.confidence,
            doubtful=proposal.doubtful,
            page=proposal.page.value if proposal.page else None,
            box=(box.x0, box.y0, box.x1, box.y1) if box else None,
            evidence=proposal.evidence,
        )


class DocumentAnswer(BaseModel):
    """A document of a dossier."""

    document: str
    ordinal: int
    file_name: str
    state: str
    title: str
    page_count: int
    confidence_level: str = Field(description="01 made electronically, 02 digitised, 03 mixed; empty: not known yet.")
    media_type: str
    original_sha256: str
    pdfa_level: str = Field(description="2u or 2b; empty while none was made.")
    pdfa_reason: str = Field(description="Why not 2u.")
    own_access_level: str = Field(description="02 where it is stricter than its dossier; empty: as its dossier.")
    own_restricted_until: date | None = Field(description="Restricted until then beside its dossier; null: as it.")
    personal: bool | None = Field(
        description="Numbers of people or an identity paper were found: given whole to who is cleared for level 02. "
        "Null: not looked at to its end yet."
    )
    signed: bool = Field(description="The original carries signatures and is kept bit for bit.")
    signatures: list[str] = Field(description="Signer, time and integrity, a line each.")
    fields: list[FieldAnswer]
    findings: list[FindingAnswer]

    @classmethod
    def of(cls, view: DocumentView) -> Self:
        return cls(
            document=view.document.value,
            ordinal=view.ordinal,
            file_name=view.file_name,
            state=view.state,
            title=view.title,
            page_count=view.page_count,
            confidence_level=view.confidence_level or "",
            media_type=view.media_type,
            original_sha256=view.original_digest.hex,
            pdfa_level=view.pdfa_level,
            pdfa_reason=view.pdfa_reason,
            own_access_level=view.own_rule.level.value if view.own_rule.level else "",
            own_restricted_until=view.own_rule.restricted_until,
            personal=view.personal,
            signed=view.signed,
            signatures=[one.line for one in view.signatures],
            fields=[FieldAnswer.of(proposal) for proposal in view.fields],
            findings=[FindingAnswer.of(finding) for finding in view.findings],
        )


class DossierSummary(BaseModel):
    """A dossier without its documents."""

    dossier: str
    code: str
    title: str
    unit: str
    access_level: str = Field(description="01 public, 02 conditional (Circular 05/2025).")
    restricted_until: date | None
    paper_file_code: str = Field(description="Where its paper is (Circular 05/2025); empty: nobody has said it.")
    confidence_level: str = Field(
        description="01 made electronically, 02 digitised, 03 mixed (Circular 05/2025); empty before it is deposited."
    )
    state: str
    version: int = Field(description="Newest version in the archive; 0 before the first deposit.")
    created_at: datetime
    page_count: int

    @classmethod
    def of(cls, view: DossierView) -> Self:
        return cls(**_summary(view))


class DossierAnswer(DossierSummary):
    """A dossier with its documents."""

    documents: list[DocumentAnswer]
    findings: list[FindingAnswer] = Field(description="What is to be said of its code and procedure.")

    @classmethod
    def of(cls, view: DossierView) -> Self:
        return cls(
            **_summary(view),
            documents=[DocumentAnswer.of(document) for document in view.documents],
            findings=[FindingAnswer.of(finding) for finding in view.findings],
        )


def _summary(view: DossierView) -> dict[str, Any]:
    return {
        "dossier": view.dossier.value,
        "code": view.code,
        "title": view.title,
        "unit": view.unit,
        "access_level": view.level.value,
        "restricted_until": view.restricted_until,
        "paper_file_code": view.paper_file_code,
        "confidence_level": view.confidence_level or "",
        "state": view.state,
        "version": view.version,
        "created_at": view.created_at,
        "page_count": view.page_count,
    }


class PageAnswer(BaseModel):
    """How a page was judged and read."""

    page: int = Field(ge=1, description="From 1.")
    state: str = Field(description="judged, read, kept or unreadable.")
    treatment: str = Field(
        description="What its text layer was: missing, good, garbage, legacy, converted, outlines, incomplete."
    )
    reason: str
    confidence: float | None = Field(description="Mean word confidence, 0 to 1; null for a page without words.")
    invalid_ratio: float = Field(description="Share of words that are no Vietnamese syllable.")
    width: float = Field(description="Of the page as shown, in points.")
    height: float
    findings: list[FindingAnswer]

    @classmethod
    def of(cls, view: PageView) -> Self:
        return cls(
            page=view.number.value,
            state=view.state,
            treatment=view.treatment,
            reason=view.reason,
            confidence=view.confidence,
            invalid_ratio=view.invalid_ratio,
            width=view.width,
            height=view.height,
            findings=[FindingAnswer.of(finding) for finding in view.findings],
        )


class WordAnswer(BaseModel):
    """A word and where it stands, in points of the page as shown, origin at the top left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float = Field(ge=0, le=1)

    @classmethod
    def of(cls, word: Word) -> Self:
        box = word.box
        return cls(text=word.text, x0=box.x0, y0=box.y0, x1=box.x1, y1=box.y1, confidence=word.confidence)


class PageWordsAnswer(BaseModel):
    """The words of a page, line by line in reading order."""

    width: float
    height: float
    lines: list[list[WordAnswer]]

    @classmethod
    def of(cls, text: PageText) -> Self:
        return cls(
            width=text.width,
            height=text.height,
            lines=[[WordAnswer.of(word) for word in line.words] for line in text.lines],
        )


class DuplicateAnswer(BaseModel):
    """A document that may be the same as one of the dossier; a person decides."""

    document: str = Field(description="The one of the dossier.")
    other: str
    dossier: str = Field(description="Where the other one is.")
    code: str
    title: str
    file_name: str
    same_bytes: bool
    number_and_sign: str = Field(description="In common; empty where it is the bytes.")

    @classmethod
    def of(cls, one: PossibleDuplicate) -> Self:
        plain = {name: getattr(one, name) for name in ("code", "title", "file_name", "same_bytes", "number_and_sign")}
        return cls(document=str(one.document), other=str(one.other), dossier=str(one.dossier), **plain)


class EventAnswer(BaseModel):
    """Something that was done (PREMIS 3)."""

    id: str
    at: datetime
    type: str
    agent: str
    outcome: str = Field(description="success, failure or undecided.")
    subjects: list[str]
    detail: dict[str, Any]

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls(
            id=event.id,
            at=event.at,
            type=event.type,
            agent=event.agent,
            outcome=event.outcome,
            subjects=list(event.subjects),
            detail=dict(event.detail),
        )
