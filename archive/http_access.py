"""Who may see a dossier or a document of it, over HTTP."""

# No postponed annotations here, for the reason given in ``archive.http``.

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from archive.change_access import AccessRule, DocumentRule, access_change, document_access_change
from archive.ports import AccessDesk
from records.conditional_access import ConditionalPart, ConditionalQuery, ConditionalRecord
from records.identifiers import DocumentId, DossierId
from records.needs import needs
from records.ports.clock import Clock
from records.reader import Capability, Reader

_REFUSED: dict[int | str, dict[str, Any]] = {
    403: {"description": "The reader may not decide (account.not_allowed)"},
    404: {"description": "No such dossier for this reader (dossier.not_found)"},
}


class Access(BaseModel):
    """Who may see a dossier from now on, the whole of it, and why."""

    model_config = ConfigDict(extra="forbid")

    access_level: str = Field(description="01 public, 02 conditional (Circular 05/2025)", max_length=2, examples=["01"])
    restricted_until: date | None = Field(description="First day on which it is open; null: not restricted")
    reason: str = Field(max_length=2000, examples=["Danh mục tài liệu công khai, QĐ 12/QĐ-UBND"])


class AccessAnswer(BaseModel):
    """Who may see the dossier."""

    access_level: str
    restricted_until: date | None

    @classmethod
    def of(cls, rule: AccessRule) -> "AccessAnswer":
        return cls(access_level=rule.level.value, restricted_until=rule.restricted_until)


class DocumentAccess(BaseModel):
    """What a document demands beside its dossier's rule from now on, the whole of it, and why."""

    model_config = ConfigDict(extra="forbid")

    access_level: str = Field(description="02 conditional; empty: as its dossier", max_length=2, examples=["02"])
    restricted_until: date | None = Field(description="First day on which it is open; null: as its dossier")
    reason: str = Field(max_length=2000, examples=["Danh mục tài liệu tiếp cận có điều kiện, QĐ 14/QĐ-UBND"])


class DocumentAccessAnswer(BaseModel):
    """What the document demands beside its dossier's rule."""

    access_level: str
    restricted_until: date | None

    @classmethod
    def of(cls, rule: DocumentRule) -> "DocumentAccessAnswer":
        return cls(access_level=rule.level.value if rule.level else "", restricted_until=rule.restricted_until)


class ConditionalAnswer(BaseModel):
    """A dossier, or a document by its own rule, that not everybody of its units may see."""

    dossier: str
    document: str | None = Field(description="null: the whole dossier")
    code: str
    title: str
    document_title: str
    unit: str
    access_level: str = Field(description="What holds: of a document the stricter of its own and its dossier's")
    restricted_until: date | None
    reason: str = Field(description="As said when it was changed last; empty: as it was when it was taken in")

    @classmethod
    def of(cls, one: ConditionalRecord) -> "ConditionalAnswer":
        return cls(
            dossier=one.dossier.value,
            document=one.document.value if one.document else None,
            code=one.code,
            title=one.title,
            document_title=one.document_title,
            unit=one.unit,
            access_level=one.level.value,
            restricted_until=one.restricted_until,
            reason=one.reason,
        )


class ConditionalList(BaseModel):
    """A part of the list of records of conditional access."""

    records: list[ConditionalAnswer]
    next: str = Field(description="To be given as after for the records that follow; empty: there are none")


def place_in_words(place: tuple[str, str]) -> str:
    """A place of the list as it stands in an address."""
    return "_".join(place)


def place_of(words: str) -> tuple[str, str] | None:
    """What ``place_in_words`` wrote; None for what it did not write: the list is then shown from its beginning."""
    dossier, parted, document = words.partition("_")
    try:
        return (DossierId(dossier).value, DocumentId(document).value if document else "") if parted else None
    except ValueError:
        return None


def access_routes(desk: AccessDesk, reader: Callable[..., Reader], clock: Clock) -> APIRouter:
    """``/api/dossiers/{dossier}/access``, ``/api/documents/{document}/access``; ``reader`` says who asks."""
    router = APIRouter(prefix="/api", tags=["archive"])

    @router.put(
        "/dossiers/{dossier}/access",
        operation_id="changeAccess",
        summary="Đổi mức tiếp cận của hồ sơ",
        responses=_REFUSED,
    )
    @needs(Capability.DECIDE)
    def change(asks: Annotated[Reader, Depends(reader)], dossier: UUID, body: Access) -> AccessAnswer:
        """Level and restriction are put in place of those there were; the same again changes nothing."""
        said = access_change(
            body.access_level, restricted_until=body.restricted_until, reason=body.reason, today=clock.today()
        )
        return AccessAnswer.of(desk.change(asks, DossierId(str(dossier)), said))

    @router.put(
        "/documents/{document}/access",
        operation_id="changeDocumentAccess",
        summary="Đổi mức tiếp cận của một văn bản",
        responses={
            403: _REFUSED[403],
            404: {"description": "No such document for this reader (document.not_found)"},
        },
    )
    @needs(Capability.DECIDE)
    def change_document(
        asks: Annotated[Reader, Depends(reader)], document: UUID, body: DocumentAccess
    ) -> DocumentAccessAnswer:
        """It may be stricter than its dossier, never looser: both rules hold. The same again changes nothing."""
        said = document_access_change(
            body.access_level, restricted_until=body.restricted_until, reason=body.reason, today=clock.today()
        )
        return DocumentAccessAnswer.of(desk.change_document(asks, DocumentId(str(document)), said))

    @router.get(
        "/conditional-access",
        operation_id="conditionalAccess",
        summary="Danh mục tài liệu tiếp cận có điều kiện",
    )
    @needs(Capability.READ)
    def conditional(  # noqa: PLR0917  what stands in the address
        asks: Annotated[Reader, Depends(reader)],
        part: ConditionalPart = ConditionalPart.ALL,
        unit: Annotated[str, Query(max_length=64)] = "",
        q: Annotated[str, Query(max_length=200, description="Part of a code or title, as written")] = "",
        after: Annotated[str, Query(max_length=80)] = "",
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> ConditionalList:
        """Dossiers of level 02 or restricted today, and documents with a stricter rule of their own (Art. 25)."""
        query = ConditionalQuery(part=part, unit=unit, words=q.strip(), after=place_of(after), limit=limit)
        records, following = desk.conditional(asks, query)
        return ConditionalList(
            records=[ConditionalAnswer.of(one) for one in records],
            next=place_in_words(following) if following else "",
        )

    return router
