"""Who may see a dossier, over HTTP."""

# No postponed annotations here, for the reason given in ``archive.http``.

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from archive.change_access import AccessRule, access_change
from archive.ports import AccessDesk
from records.identifiers import DossierId
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


def access_routes(desk: AccessDesk, reader: Callable[..., Reader], clock: Clock) -> APIRouter:
    """``/api/dossiers/{dossier}/access``; ``reader`` is a dependency that says who asks."""
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

    return router
