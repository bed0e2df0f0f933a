"""Where the paper of a dossier lies, over HTTP."""

# No postponed annotations here, for the reason given in ``archive.http``.

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from archive.ports import PaperDesk
from records.identifiers import DossierId
from records.needs import needs
from records.paper_file_code import LONGEST
from records.reader import Capability, Reader

_REFUSED: dict[int | str, dict[str, Any]] = {
    403: {"description": "The reader does not take in (account.not_allowed)"},
    404: {"description": "No such dossier for this reader (dossier.not_found)"},
}


class PaperFileCode(BaseModel):
    """Where the paper is from which the dossier was digitised."""

    model_config = ConfigDict(extra="forbid")

    paper_file_code: str = Field(
        max_length=LONGEST,
        description="archive.store/shelf/box.number of the paper file (Circular 05/2025); empty takes it away",
        examples=["H49.K2/G05/H12.117"],
    )


def paper_routes(desk: PaperDesk, reader: Callable[..., Reader]) -> APIRouter:
    """``/api/dossiers/{dossier}/paper``; ``reader`` is a dependency that says who asks."""
    router = APIRouter(prefix="/api", tags=["archive"])

    @router.put(
        "/dossiers/{dossier}/paper",
        operation_id="recordPaper",
        summary="Ghi nơi để bản giấy của hồ sơ",
        responses=_REFUSED,
    )
    @needs(Capability.TAKE_IN)
    def record(asks: Annotated[Reader, Depends(reader)], dossier: UUID, body: PaperFileCode) -> PaperFileCode:
        """Put in place of what was said before, with an event; the same again changes nothing."""
        return PaperFileCode(paper_file_code=desk.record(asks, DossierId(str(dossier)), body.paper_file_code))

    return router
