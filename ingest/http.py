"""The routes of taking in: ``/api/batches`` and ``/api/files``.

Errors leave as the frame shapes them; their codes stand in each route's description.
"""

# Annotations are read by FastAPI while the routes are made, where ``reader`` is known:
# so no postponed annotations here.

import io
from collections.abc import AsyncIterator, Callable
from typing import Annotated, BinaryIO, cast

import anyio
from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from ingest.http_addresses import batch_at, file_at
from ingest.http_answers import (
    LONGEST_NAME,
    BatchAnswer,
    BatchOpened,
    FileAnswer,
    NewBatch,
    ReceiptAnswer,
    Retried,
    ScanDecided,
    Sealed,
)
from ingest.http_uploads import upload_routes
from ingest.model import BatchState
from ingest.ports import IntakeDesk
from ingest.upload_stream import UploadStream
from records.errors import InvalidInput, Sentence
from records.identifiers import BatchId
from records.needs import needs
from records.reader import Capability, Reader
from records.scan_profile import ScanDecision

LIVE_SECONDS = 1.0
LIVE_LONGEST = 1800.0
"""A live stream ends after half an hour; browsers open it again by themselves."""
_SILENCE = 15.0
"""After so many seconds without news a comment is sent, so that a closed browser is noticed."""


def routes(desk: IntakeDesk, reader: Callable[..., Reader]) -> APIRouter:
    """The routes of taking in; ``reader`` is a dependency that says who asks."""
    router = APIRouter(tags=["intake"])
    asking = Annotated[Reader, Depends(reader)]
    page_size = Annotated[int, Query(ge=1, le=500)]
    page_offset = Annotated[int, Query(ge=0, le=10_000_000)]

    @router.post("/api/batches", status_code=201, summary="Mở lô")
    @needs(Capability.TAKE_IN)
    def open_batch(asks: asking, new: NewBatch) -> BatchOpened:
        """Open a batch that files can be given to.

        Errors: intake.not_allowed, paper.code_too_long, batch.unit_not_yours.
        """
        batch = desk.open_batch(
            asks,
            new.name.strip(),
            new.dossier_by,
            new.effort,
            profile=new.profile,
            paper=new.paper_file_code,
            checked=new.checked,
            unit=new.unit,
        )
        return BatchOpened(batch=str(batch))

    @router.get("/api/batches", summary="Các lô, mới nhất trước")
    @needs(Capability.TAKE_IN)
    def batches(asks: asking, limit: page_size = 50, offset: page_offset = 0) -> list[BatchAnswer]:
        """Batches of this reader, newest first."""
        return [BatchAnswer.of(view) for view in desk.batches(asks, limit=limit, offset=offset)]

    @router.get("/api/batches/{batch}", summary="Một lô")
    @needs(Capability.TAKE_IN)
    def one_batch(asks: asking, batch: str) -> BatchAnswer:
        """One batch in figures. Errors: batch.not_found."""
        return BatchAnswer.of(desk.batch(asks, batch_at(batch)))

    @router.put(
        "/api/batches/{batch}/files",
        status_code=201,
        summary="Giao một tệp (nội dung là thân yêu cầu)",
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            }
        },
    )
    @needs(Capability.TAKE_IN)
    def put_file(
        asks: asking,
        request: Request,
        batch: str,
        name: Annotated[str, Query(min_length=1, max_length=LONGEST_NAME, description="Path as dropped, with /.")],
    ) -> ReceiptAnswer:
        """Give one file; the body is stored while it arrives. Repeating it gives the same receipt.

        Errors: batch.not_found, batch.closed, file.upload_interrupted.
        """
        body = io.BufferedReader(UploadStream(request), 1 << 20)
        return ReceiptAnswer.of(desk.receive(asks, batch_at(batch), name, cast("BinaryIO", body)), batch)

    @router.post("/api/batches/{batch}/files", status_code=201, summary="Giao nhiều tệp (multipart)")
    @needs(Capability.TAKE_IN)
    def post_files(
        asks: asking,
        batch: str,
        files: list[UploadFile],
        paths: Annotated[
            list[str] | None,
            Form(description="For each file, in order, its path within the dropped folder; else its file name counts."),
        ] = None,
    ) -> list[ReceiptAnswer]:
        """Give several files as a form; receipts in the same order. Files before a broken-off one are safe.

        Errors: batch.not_found, batch.closed, files.paths_differ.
        """
        if paths and len(paths) != len(files):
            raise InvalidInput(
                "files.paths_differ",
                Sentence("Số đường dẫn khác số tệp.", "There are not as many paths as files."),
                Sentence("Gửi một trường paths cho mỗi tệp, cùng thứ tự.", "Send one field paths a file, in order."),
            )
        names = paths or [file.filename or "" for file in files]
        where = batch_at(batch)
        return [
            ReceiptAnswer.of(desk.receive(asks, where, name, file.file), batch)
            for name, file in zip(names, files, strict=True)
        ]

    @router.get("/api/batches/{batch}/files", summary="Các tệp của lô")
    @needs(Capability.TAKE_IN)
    def files_of(asks: asking, batch: str, limit: page_size = 100, offset: page_offset = 0) -> list[FileAnswer]:
        """Files of the batch, those that need a person first, then by name. Errors: batch.not_found."""
        return [FileAnswer.of(view) for view in desk.files(asks, batch_at(batch), limit=limit, offset=offset)]

    @router.post("/api/batches/{batch}/seal", summary="Báo đã giao hết")
    @needs(Capability.TAKE_IN)
    def seal(asks: asking, batch: str) -> Sealed:
        """Everything was handed over; repeatable. Errors: batch.not_found."""
        where = batch_at(batch)
        desk.seal(asks, where)
        return Sealed(batch=batch, state=desk.batch(asks, where).state)

    @router.post("/api/batches/{batch}/checklist", summary="Xác nhận không có tài liệu không được số hóa")
    @needs(Capability.TAKE_IN)
    def confirm_checklist(asks: asking, batch: str) -> BatchAnswer:
        """Confirm that nothing is in it that must not be digitised; repeatable. Errors: batch.not_found.

        That are data which shared databases hold, copies of papers digitised before, papers that are only shown,
        and state secrets. Documents of a batch that waits for it (``checklist_waits``) are deposited from then on.
        """
        return BatchAnswer.of(desk.confirm_checklist(asks, batch_at(batch)))

    @router.post("/api/batches/{batch}/retry", summary="Thử lại các bước hỏng")
    @needs(Capability.TAKE_IN)
    def retry(asks: asking, batch: str) -> Retried:
        """Make the batch's failed steps ready again. Errors: batch.not_found."""
        return Retried(steps=desk.retry(asks, batch_at(batch)))

    @router.get(
        "/api/batches/{batch}/live",
        summary="Theo dõi lô (server-sent events)",
        response_class=StreamingResponse,
        responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
    )
    @needs(Capability.TAKE_IN)
    def live(asks: asking, batch: str) -> StreamingResponse:
        """The batch as JSON now and whenever it changes; event ``finished`` at the end. Errors: batch.not_found."""
        where = batch_at(batch)
        desk.batch(asks, where)  # unknown batches are told before the stream begins
        return StreamingResponse(
            _changes(desk, asks, where),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    @router.get("/api/files/{file}", summary="Một tệp")
    @needs(Capability.TAKE_IN)
    def one_file(asks: asking, file: str) -> FileAnswer:
        """One file with its findings. Errors: file.not_found."""
        return FileAnswer.of(desk.file(asks, file_at(file)))

    @router.get("/api/files/{file}/receipt", summary="Biên nhận của một tệp")
    @needs(Capability.TAKE_IN)
    def receipt(asks: asking, file: str) -> ReceiptAnswer:
        """Proof that the file was handed over, also for a refused one. Errors: file.not_found."""
        return ReceiptAnswer.of(desk.file(asks, file_at(file)))

    @router.put("/api/files/{file}/scan-decision", summary="Quyết định về bản quét chưa đạt")
    @needs(Capability.TAKE_IN)
    def decide_scan(asks: asking, file: str, decided: ScanDecided) -> FileAnswer:
        """Keep a scan that falls short as it is, or have its paper scanned again; repeatable.

        Errors: file.not_found, scan.no_reason, scan.nothing_to_decide.
        """
        return FileAnswer.of(desk.decide_scan(asks, file_at(file), ScanDecision(decided.decision), decided.reason))

    router.include_router(upload_routes(desk, reader))
    return router


async def _changes(desk: IntakeDesk, asks: Reader, batch: BatchId) -> AsyncIterator[str]:
    said, silent, passed = "", 0.0, 0.0
    while passed < LIVE_LONGEST:
        view = await run_in_threadpool(desk.batch, asks, batch)
        answer = BatchAnswer.of(view)
        # The seconds run on while nothing happens; they alone are no news.
        news = answer.model_dump_json(exclude={"seconds"})
        if news != said:
            yield f"data: {answer.model_dump_json()}\n\n"
            said, silent = news, 0.0
        elif silent >= _SILENCE:
            yield ": still here\n\n"
            silent = 0.0
        if view.finished and view.state not in {BatchState.OPEN, BatchState.RECEIVING}:
            yield "event: finished\ndata: {}\n\n"
            return
        await anyio.sleep(LIVE_SECONDS)
        silent += LIVE_SECONDS
        passed += LIVE_SECONDS
