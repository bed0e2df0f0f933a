"""Redacted copies over HTTP: ``/api/redactions`` and, below a document, what is to become one."""

# No postponed annotations here, for the reason given in ``archive.http``.

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from archive.http import download_described
from archive.http_download import Download
from archive.ports import RedactionDesk
from archive.propose_boxes import Asked, ProposalKind
from archive.redaction import CLAUSES, LONGEST_TITLE, MOST_BOXES, Redaction, SaidMask, copy_access
from records.identifiers import DocumentId, PageNumber, RedactionId
from records.needs import needs
from records.ports.clock import Clock
from records.reader import Capability, Reader

MOST_LISTED = 100
_Corners = tuple[float, float, float, float]
_NO_COPY: dict[int | str, dict[str, Any]] = {404: {"description": "No such copy for this reader"}}
_REFUSED: dict[int | str, dict[str, Any]] = {
    403: {"description": "The reader may not decide"},
    404: {"description": "No such document for this reader (document.not_found)"},
    409: {"description": "It cannot be redacted now or at all (redaction.not_at_rest, redaction.no_pdfa)"},
}


class MaskBody(BaseModel):
    """A box of which nothing is left in the copy."""

    model_config = ConfigDict(extra="forbid")

    page: int = Field(ge=1, le=1_000_000)
    box: _Corners = Field(description="x0, y0, x1, y1 in points of the page as shown, origin at the top left")
    ground: str = Field(max_length=20, description=", ".join(CLAUSES), examples=["personal_data"])


class CopyBody(BaseModel):
    """A redacted copy to be made."""

    model_config = ConfigDict(extra="forbid")

    masks: list[MaskBody] = Field(max_length=MOST_BOXES)
    title: str = Field("", max_length=LONGEST_TITLE, description="Says nothing of what is masked; empty: a plain one")
    access_level: str = Field("", max_length=2, description="01 or 02; empty: whoever may see the dossier")
    decision_number: str = Field("", max_length=200, description="Of what allows a level of its own")
    decided_on: date | None = None


class WithdrawalBody(BaseModel):
    """Why a copy is given to nobody any more."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(max_length=2000)


class MaskAnswer(BaseModel):
    """A box of a copy."""

    page: int
    box: _Corners
    ground: str


class CopyAnswer(BaseModel):
    """A redacted copy."""

    redaction: str
    document: str = Field(description="Its master")
    dossier: str
    state: str = Field(description="draft, making, made, failed or withdrawn")
    title: str
    access_level: str = Field(description="Its own; empty: as its dossier")
    decision_number: str
    decided_on: date | None
    by: str
    ordered_at: datetime | None
    made_at: datetime | None
    sha256: str
    size: int
    page_count: int
    code: str = Field(description="Why it could not be made; empty where it could")
    grounds: dict[str, str] = Field(description="Each ground it stands on with its clause")
    masks: list[MaskAnswer]

    @classmethod
    def of(cls, found: Redaction) -> "CopyAnswer":
        return cls(
            redaction=found.id.value,
            document=found.document.value,
            dossier=found.dossier.value,
            state=found.state.value,
            title=found.title,
            access_level=found.access.level.value if found.access.level else "",
            decision_number=found.access.decision_number,
            decided_on=found.access.decided_on,
            by=found.begun_by,
            ordered_at=found.ordered_at,
            made_at=found.made_at,
            sha256=found.digest.hex if found.digest else "",
            size=found.size,
            page_count=found.page_count,
            code=found.code,
            grounds={ground.value: CLAUSES[ground] for ground in found.by_ground},
            masks=[
                MaskAnswer(
                    page=mask.page.value,
                    box=(mask.box.x0, mask.box.y0, mask.box.x1, mask.box.y1),
                    ground=mask.ground.value,
                )
                for mask in found.masks
            ],
        )


class ProposalAnswer(BaseModel):
    """A box that is proposed, and not drawn."""

    page: int
    box: _Corners


def redaction_routes(desk: RedactionDesk, reader: Callable[..., Reader], clock: Clock) -> APIRouter:
    """``reader`` is a dependency that says who asks."""
    router = APIRouter(prefix="/api", tags=["redaction"])
    _drawing(router, desk, reader, clock)
    _copies(router, desk, reader)
    return router


def _drawing(router: APIRouter, desk: RedactionDesk, reader: Callable[..., Reader], clock: Clock) -> None:
    asking = Annotated[Reader, Depends(reader)]

    @router.get("/documents/{document}/redactions/proposals", summary="Đề xuất khung che", responses=_REFUSED)
    @needs(Capability.DECIDE)
    def proposals(
        asks: asking,
        document: UUID,
        *,
        phrase: Annotated[str, Query(max_length=300, description="Words; none: numbers of people")] = "",
        page: Annotated[int | None, Query(ge=1, le=1_000_000, description="None: every page")] = None,
    ) -> list[ProposalAnswer]:
        """Boxes around numbers and addresses of people, or around every place where some words stand."""
        kind = ProposalKind.PHRASE if phrase.strip() else ProposalKind.NUMBERS
        found = desk.proposed(asks, DocumentId(str(document)), Asked(kind=kind, page=page, phrase=phrase))
        return [
            ProposalAnswer(page=number, box=(box.x0, box.y0, box.x1, box.y1))
            for number, boxes in found.items()
            for box in boxes
        ]

    @router.post(
        "/documents/{document}/redactions",
        status_code=202,
        operation_id="makeRedactedCopy",
        summary="Làm bản đã che",
        responses=_REFUSED,
    )
    @needs(Capability.DECIDE)
    def make(asks: asking, document: UUID, body: CopyBody) -> CopyAnswer:
        """The copy is made by a worker; it is *making* until then."""
        access = copy_access(body.access_level, body.decision_number, body.decided_on, today=clock.today())
        masks = [SaidMask(page=each.page, box=each.box, ground=each.ground) for each in body.masks]
        made = desk.make(asks, DocumentId(str(document)), masks, title=body.title, access=access)
        return CopyAnswer.of(made)

    @router.get(
        "/documents/{document}/redactions/pages/{page}/preview",
        summary="Xem trước trang đã che",
        response_class=Response,
        responses={
            **_REFUSED,
            200: {
                "content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}},
                "description": "The page as the copy will show it, by the reader's own draft.",
            },
        },
    )
    @needs(Capability.DECIDE)
    def preview(
        asks: asking,
        document: UUID,
        page: Annotated[int, Path(ge=1, le=1_000_000)],
        *,
        personal: Annotated[bool, Query(description="Also where it shows an identity card; recorded.")] = False,
    ) -> Response:
        """WebP; never kept by anybody on the way, for it changes with each box."""
        picture = desk.preview(asks, DocumentId(str(document)), PageNumber(page), personal=personal)
        return Response(picture, media_type="image/webp", headers={"cache-control": "no-store"})


def _copies(router: APIRouter, desk: RedactionDesk, reader: Callable[..., Reader]) -> None:
    asking = Annotated[Reader, Depends(reader)]

    @router.get("/redactions", summary="Các bản đã che")
    @needs(Capability.READ)
    def listed(
        asks: asking,
        limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> list[CopyAnswer]:
        """Copies the reader may read, newest first; also of documents he may not."""
        return [CopyAnswer.of(found) for found in desk.made(asks, limit=limit, offset=offset)]

    @router.get("/redactions/{redaction}", summary="Một bản đã che", responses=_NO_COPY)
    @needs(Capability.READ)
    def one(asks: asking, redaction: UUID) -> CopyAnswer:
        """What was masked where, and on which ground; to who decides also one under way or withdrawn."""
        return CopyAnswer.of(desk.one(asks, RedactionId(str(redaction))))

    @router.head("/redactions/{redaction}/pdf", include_in_schema=False)
    @router.get(
        "/redactions/{redaction}/pdf",
        summary="Tải bản đã che",
        response_class=Response,
        responses={
            **download_described("application/pdf"),
            **_NO_COPY,
            409: {"description": "It is not made yet, or was withdrawn (redaction.not_made)"},
        },
    )
    @needs(Capability.READ)
    def content(
        asks: asking,
        redaction: UUID,
        *,
        download: Annotated[bool, Query(description="To be saved, not shown.")] = False,
    ) -> Response:
        """The PDF/A; parts of it by a Range header."""
        name, stream = desk.content(asks, RedactionId(str(redaction)))
        return Download(stream, file_name=name, media_type="application/pdf", inline=not download)

    @router.post(
        "/redactions/{redaction}/withdrawal",
        operation_id="withdrawRedactedCopy",
        summary="Rút bản đã che",
        responses={
            **_NO_COPY,
            403: {"description": "The reader may not decide"},
            409: {"description": "It is not made yet, or was withdrawn (redaction.not_made)"},
        },
    )
    @needs(Capability.DECIDE)
    def withdraw(asks: asking, redaction: UUID, body: WithdrawalBody) -> CopyAnswer:
        """It is given to nobody any more; its bytes stay in the package until the dossier is destroyed."""
        return CopyAnswer.of(desk.withdraw(asks, RedactionId(str(redaction)), body.reason))
