"""Requests for a reading or a copy over HTTP."""

# No postponed annotations here, for the reason given in ``archive.http``.

from collections.abc import Callable, Collection
from typing import Annotated, Any, BinaryIO
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from archive.http_download import Download, content_disposition
from archive.use.clock import UseStanding
from archive.use.http_models import (
    Filed,
    Granted,
    IdNumberAnswer,
    NamedDossier,
    Refused,
    UseRequestAnswer,
    UseRequestsAnswer,
    Why,
)
from archive.use.model import RegisterFormat, UseFile, filing, grant, refusal
from archive.use.ports import UseDesk
from records.identifiers import DocumentId, DossierId, UseRequestId
from records.needs import needs
from records.reader import Capability, Reader

_ERRORS: dict[int | str, dict[str, Any]] = {
    403: {"description": "Not this account's part, or it filed the request itself"},
    404: {"description": "No such request, dossier or document for this reader"},
    409: {"description": "The request is not at that point, or what is asked for is not to be had"},
}
_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}}, "description": "The page."}
}
_PDF: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        "description": "The copy.",
    }
}


def use_routes(desk: UseDesk, reader: Callable[..., Reader], register_types: Collection[str]) -> APIRouter:
    """The routes under ``/api/use-requests``; ``reader`` is the sign-in dependency.

    ``register_types`` are the media types of the register.
    """
    router = APIRouter(prefix="/api/use-requests", tags=["use"])
    _asking_routes(router, desk, reader, register_types)
    _answering_routes(router, desk, reader)
    return router


def _asking_routes(
    router: APIRouter, desk: UseDesk, reader: Callable[..., Reader], register_types: Collection[str]
) -> None:
    who = Annotated[Reader, Depends(reader)]

    @router.post(
        "", operation_id="fileUseRequest", summary="Ask for a reading or a copy", responses=_ERRORS, status_code=201
    )
    @needs(Capability.READ)
    def file(account: who, body: Filed) -> UseRequestAnswer:
        told = body.model_dump(exclude={"dossier", "documents"})
        asked = filing(
            dossier=DossierId(str(body.dossier)) if body.dossier else None,
            documents=[DocumentId(str(each)) for each in body.documents],
            **told,
        )
        return UseRequestAnswer.of(desk.file(account, asked))

    @router.get("", operation_id="useRequests", summary="Your requests, and those you may answer; newest first")
    @needs(Capability.READ)
    def requests(
        account: who,
        standing: UseStanding | None = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> UseRequestsAnswer:
        found = desk.requests(account, standing=standing, limit=limit, offset=offset)
        return UseRequestsAnswer(
            waiting=dict(desk.waiting(account)), requests=tuple(UseRequestAnswer.of(one) for one in found)
        )

    @router.get(
        "/register",
        operation_id="useRegister",
        summary="Sổ đăng ký sử dụng tài liệu of a year, as DOCX, PDF or XLSX",
        responses={200: {"content": {one: {} for one in register_types}}, 403: _ERRORS[403]},
        response_class=Response,
    )
    @needs(Capability.READ)
    def register(
        account: who,
        year: Annotated[int, Query(ge=2000, le=9999)],
        kind: Annotated[RegisterFormat, Query(alias="format")] = RegisterFormat.PDF,
    ) -> Response:
        return file_answer(desk.register(account, year, kind))

    @router.get("/{asked}", operation_id="useRequest", summary="One request", responses={404: _ERRORS[404]})
    @needs(Capability.READ)
    def one(account: who, asked: UUID) -> UseRequestAnswer:
        return UseRequestAnswer.of(desk.one(account, UseRequestId(str(asked))))

    @router.post("/{asked}/withdrawal", operation_id="withdrawUseRequest", summary="Take it back", responses=_ERRORS)
    @needs(Capability.READ)
    def withdraw(account: who, asked: UUID, body: Why) -> UseRequestAnswer:
        return UseRequestAnswer.of(desk.withdraw(account, UseRequestId(str(asked)), body.why))

    # It takes one of the copies away: so no GET, which a browser may send by itself.
    @router.post(
        "/{asked}/copy",
        operation_id="fetchUseCopy",
        summary="Fetch the marked copy; one fewer is left",
        responses={**_PDF, **_ERRORS},
        response_class=Response,
    )
    @needs(Capability.READ)
    def copy(account: who, asked: UUID) -> Response:
        name, content = desk.copy(account, UseRequestId(str(asked)))
        return copy_answer(name, content)

    @router.get(
        "/{asked}/page",
        operation_id="readUsePage",
        summary="A page of what was granted to be read, marked; recorded",
        responses={**_PICTURE, **_ERRORS},
        response_class=Response,
    )
    @needs(Capability.READ)
    def read_page(account: who, asked: UUID, number: Annotated[int, Query(ge=1, le=1_000_000)] = 1) -> Response:
        """WebP; never to be kept by a browser."""
        picture = desk.read_page(account, UseRequestId(str(asked)), number)
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return Response(picture, media_type="image/webp", headers=headers)

    @router.post(
        "/{asked}/id-number",
        operation_id="showUseIdNumber",
        summary="Show the number of the papers of who reads; recorded",
        responses={403: _ERRORS[403], 404: _ERRORS[404]},
    )
    @needs(Capability.READ)
    def id_number(account: who, asked: UUID) -> IdNumberAnswer:
        return IdNumberAnswer(id_number=desk.show_number(account, UseRequestId(str(asked))))


def _answering_routes(router: APIRouter, desk: UseDesk, reader: Callable[..., Reader]) -> None:
    who = Annotated[Reader, Depends(reader)]

    @router.put(
        "/{asked}/dossier", operation_id="nameUseDossier", summary="Say which dossier is meant", responses=_ERRORS
    )
    @needs(Capability.READ)
    def name(account: who, asked: UUID, body: NamedDossier) -> UseRequestAnswer:
        found = desk.name_dossier(account, UseRequestId(str(asked)), DossierId(str(body.dossier)))
        return UseRequestAnswer.of(found)

    @router.post(
        "/{asked}/grant", operation_id="grantUseRequest", summary="Grant it, whole or in part", responses=_ERRORS
    )
    @needs(Capability.READ)
    def granted(account: who, asked: UUID, body: Granted) -> UseRequestAnswer:
        told = grant(
            [DocumentId(str(each)) for each in body.documents],
            copies=body.copies,
            days=body.days,
            reason=body.reason,
        )
        return UseRequestAnswer.of(desk.decide(account, UseRequestId(str(asked)), told))

    @router.post("/{asked}/refusal", operation_id="refuseUseRequest", summary="Refuse it", responses=_ERRORS)
    @needs(Capability.READ)
    def refused(account: who, asked: UUID, body: Refused) -> UseRequestAnswer:
        told = refusal(body.reason, body.clause)
        return UseRequestAnswer.of(desk.decide(account, UseRequestId(str(asked)), told))

    @router.post(
        "/{asked}/handing-out",
        operation_id="handOutUseRequest",
        summary="Record that it was read at the archive, or handed out on paper",
        responses=_ERRORS,
    )
    @needs(Capability.DECIDE)
    def hand_out(account: who, asked: UUID) -> UseRequestAnswer:
        return UseRequestAnswer.of(desk.hand_out(account, UseRequestId(str(asked))))

    @router.post("/{asked}/closing", operation_id="closeUseRequest", summary="End it", responses=_ERRORS)
    @needs(Capability.READ)
    def close(account: who, asked: UUID, body: Why) -> UseRequestAnswer:
        return UseRequestAnswer.of(desk.close(account, UseRequestId(str(asked)), body.why))


def copy_answer(name: str, content: BinaryIO) -> Response:
    """The copy as a file to be saved; ``content`` is closed, whatever happens to the connection."""
    return Download(content, file_name=name, media_type="application/pdf", cache="no-store")


def file_answer(made: UseFile) -> Response:
    """The register as a file to be saved."""
    return Response(
        made.content,
        media_type=made.media_type,
        headers={"Content-Disposition": content_disposition(made.name, inline=False), "Cache-Control": "no-store"},
    )
