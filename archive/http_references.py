"""Documents that belong to several dossiers, over HTTP."""

# No postponed annotations here, for the reason given in ``archive.http``.

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from archive.http_models import DocumentAnswer
from archive.model import Reference
from archive.ports import ReferenceDesk
from records.identifiers import DocumentId, DossierId
from records.needs import needs
from records.reader import Capability, Reader

_REFUSED: dict[int | str, dict[str, Any]] = {
    403: {"description": "The reader may not decide (account.not_allowed)"},
    404: {"description": "None such for this reader (dossier.not_found, document.not_found, reference.not_found)"},
    409: {"description": "It cannot be done as things are (reference.…, hold.frozen)"},
}


class NewReference(BaseModel):
    """Why the document belongs to the dossier as well."""

    model_config = ConfigDict(extra="forbid")

    why: str = Field(max_length=2000, examples=["Căn cứ của quyết định 12/QĐ-UBND"])


class ReferenceAnswer(BaseModel):
    """A document that a dossier has and another one, its home, holds."""

    document: DocumentAnswer
    home: str = Field(description="Id of the dossier in which it lies.")
    home_code: str
    home_title: str
    dossier: str = Field(description="Id of the dossier that refers to it.")
    code: str
    title: str
    why: str
    recorded_at: datetime
    recorded_by: str
    moving: bool = Field(description="It is about to be moved to the dossier that refers to it.")

    @classmethod
    def of(cls, one: Reference) -> "ReferenceAnswer":
        plain = {name: getattr(one, name) for name in ("home_code", "home_title", "code", "title", "why")}
        return cls(
            document=DocumentAnswer.of(one.document),
            home=one.home.value,
            dossier=one.dossier.value,
            recorded_at=one.recorded_at,
            recorded_by=one.recorded_by,
            moving=one.moving,
            **plain,
        )


def reference_routes(desk: ReferenceDesk, reader: Callable[..., Reader]) -> APIRouter:
    """``/api/dossiers/{dossier}/references``; ``reader`` is a dependency that says who asks."""
    router = APIRouter(prefix="/api", tags=["archive"])
    asking = Annotated[Reader, Depends(reader)]
    one = "/dossiers/{dossier}/references/{document}"

    @router.get("/dossiers/{dossier}/references", summary="Văn bản dẫn chiếu từ hồ sơ khác")
    @needs(Capability.READ)
    def references(asks: asking, dossier: UUID) -> list[ReferenceAnswer]:
        """Documents of other dossiers that it refers to, as far as the reader may see where they lie."""
        return [ReferenceAnswer.of(each) for each in desk.references(asks, DossierId(str(dossier)))]

    @router.get("/dossiers/{dossier}/referred", summary="Văn bản được hồ sơ khác dẫn chiếu")
    @needs(Capability.READ)
    def referred(asks: asking, dossier: UUID) -> list[ReferenceAnswer]:
        """References to its own documents, as far as the reader may see who refers."""
        return [ReferenceAnswer.of(each) for each in desk.referred(asks, DossierId(str(dossier)))]

    @router.put(one, operation_id="refer", summary="Đưa văn bản vào hồ sơ khác", status_code=204, responses=_REFUSED)
    @needs(Capability.DECIDE)
    def refer(asks: asking, dossier: UUID, document: UUID, body: NewReference) -> Response:
        """Let the dossier refer to a document of another one; the same again changes nothing."""
        desk.refer(asks, DossierId(str(dossier)), DocumentId(str(document)), body.why)
        return Response(status_code=204)

    @router.delete(one, operation_id="withdraw", summary="Bỏ dẫn chiếu", status_code=204, responses=_REFUSED)
    @needs(Capability.DECIDE)
    def withdraw(asks: asking, dossier: UUID, document: UUID) -> Response:
        """Take the reference back; the document stays where it lies."""
        desk.withdraw(asks, DossierId(str(dossier)), DocumentId(str(document)))
        return Response(status_code=204)

    @router.post(
        one + "/home", operation_id="rehome", summary="Chuyển văn bản về hồ sơ này", status_code=202, responses=_REFUSED
    )
    @needs(Capability.DECIDE)
    def rehome(asks: asking, dossier: UUID, document: UUID) -> Response:
        """Have the document copied into the dossier, whose own it is from its next version on; repeatable."""
        desk.rehome(asks, DossierId(str(dossier)), DocumentId(str(document)))
        return Response(status_code=202)

    return router
