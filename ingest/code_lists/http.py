"""Lists of codes over HTTP: versions in and out, what one would change, acceptance; and the check of a code."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, UploadFile
from fastapi.responses import Response

from ingest.check_codes import CodeKind
from ingest.code_lists.http_models import (
    CheckedCodeAnswer,
    CodeListAcceptance,
    CodeListAnswer,
    CodeListPreviewAnswer,
    CodeListReadingAnswer,
    CodeListRowAnswer,
    CodeListsAnswer,
)
from ingest.code_lists.model import LONGEST_VERSION, CodeListKind
from ingest.code_lists.ports import CodeListDesk
from ingest.code_lists.read_table import MOST_BYTES
from records.identifiers import CodeListId
from records.needs import Anybody, needs
from records.reader import Capability, Reader

CSV = "text/csv; charset=utf-8"
_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"description": "No such version (code_list.not_found)"}}
_MAY_NOT: dict[int | str, dict[str, Any]] = {403: {"description": "The account may not administer"}}
_CONFLICT: dict[int | str, dict[str, Any]] = {
    409: {"description": "Not as it was previewed, not proposed any more, or entries would go without being meant to"}
}


def code_list_routes(desk: CodeListDesk, reader: Callable[..., Reader]) -> APIRouter:
    """The routes under ``/api/code-lists`` and ``/api/codes``; ``reader`` is the sign-in dependency."""
    router = APIRouter(prefix="/api", tags=["lists of codes"])
    who = Annotated[Reader, Depends(reader)]

    @router.get("/codes/check", operation_id="checkCode", summary="What is wrong with a code, and what to do")
    @needs(Anybody.SIGNED_IN)
    def check(
        account: who,
        kind: CodeKind,
        code: Annotated[str, Query(max_length=200)],
        on: Annotated[date | None, Query(description="The day on which it was used; left out: today")] = None,
    ) -> CheckedCodeAnswer:
        return CheckedCodeAnswer.of(code, desk.check(account, kind, [code], on=on)[code])

    @router.get("/code-lists", operation_id="codeLists", summary="Every version of every list, newest first")
    @needs(Anybody.SIGNED_IN)
    def versions(account: who) -> CodeListsAnswer:
        return CodeListsAnswer.of(desk.versions(account))

    @router.post(
        "/code-lists",
        operation_id="importCodeList",
        summary="Import a table (CSV) as a proposed version, wholly or not at all",
        responses={**_MAY_NOT, 409: {"description": "There is such a version (code_list.version_taken)"}},
    )
    @needs(Capability.ADMINISTER)
    def take_in(
        account: who,
        table: Annotated[UploadFile, File(description="The table, with the columns of the list")],
        kind: Annotated[CodeListKind, Form()],
        version: Annotated[str, Form(max_length=LONGEST_VERSION)],
        source: Annotated[str, Form(description="The instrument it was taken from", max_length=1000)],
    ) -> CodeListReadingAnswer:
        content = table.file.read(MOST_BYTES + 1)
        reading = desk.take_in(account, kind, content, file_name=table.filename or "", version=version, source=source)
        return CodeListReadingAnswer.of(reading)

    @router.get(
        "/code-lists/{version}",
        operation_id="codeListVersion",
        summary="One version with its entries",
        responses=_NOT_FOUND,
    )
    @needs(Anybody.SIGNED_IN)
    def one(account: who, version: UUID) -> CodeListAnswer:
        return CodeListAnswer.of(desk.version(account, CodeListId(str(version))))

    @router.get(
        "/code-lists/{version}/table",
        operation_id="exportCodeList",
        summary="One version as a CSV that can be imported again",
        responses={200: {"content": {CSV: {}}}, **_NOT_FOUND},
        response_class=Response,
    )
    @needs(Anybody.SIGNED_IN)
    def table_of(account: who, version: UUID) -> Response:
        content = desk.export(account, CodeListId(str(version)))
        disposition = f'attachment; filename="codes-{version}.csv"'
        return Response(content, media_type=CSV, headers={"Content-Disposition": disposition})

    @router.get(
        "/code-lists/{version}/preview",
        operation_id="previewCodeList",
        summary="What accepting the version would change in the list in force",
        responses=_NOT_FOUND,
    )
    @needs(Anybody.SIGNED_IN)
    def preview(account: who, version: UUID) -> CodeListPreviewAnswer:
        return CodeListPreviewAnswer.of(desk.preview(account, CodeListId(str(version))))

    @router.post(
        "/code-lists/{version}/accept",
        operation_id="acceptCodeList",
        summary="Put the version in force, as it was previewed",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.ADMINISTER)
    def accept(account: who, version: UUID, body: CodeListAcceptance) -> CodeListRowAnswer:
        accepted = desk.accept(account, CodeListId(str(version)), fingerprint=body.fingerprint, removing=body.removing)
        return CodeListRowAnswer.of(accepted)

    return router
