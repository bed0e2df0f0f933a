"""Pages of taking in: the batches, one batch while it works, its receipt."""

# No postponed annotations: FastAPI reads those of functions inside a function.

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from ingest.model import BatchView, DossierBy, FileView
from records.effort import Effort
from records.errors import InvalidInput, Sentence
from records.identifiers import BatchId, DossierId, FileId
from records.needs import needs
from records.paper_file_code import LONGEST
from records.ports.clock import VIET_NAM
from records.reader import Capability, Reader
from records.scan_profile import ScanDecision, ScanProfile
from web_ui.desks import Desks
from web_ui.file_state import FileRow, row_of, standing_of_batch
from web_ui.formats import moment, number
from web_ui.language import language_of
from web_ui.rendering import SECURITY_HEADERS, Foot, page
from web_ui.texts import say
from web_ui.use import COLOURS, to_answer

_BATCHES = 30
_FILES = 100
_CASES = 50
_WAITING = ("intake.state_waiting", "intake.state_unconfirmed")
_UPLOAD_TEXTS = (
    "upload_waiting",
    "upload_going",
    "upload_storing",
    "upload_done",
    "upload_again",
    "upload_failed",
    "upload_retry",
    "upload_away",
    "upload_sum",
    "upload_sum_failed",
    "upload_more",
    "upload_open_failed",
    "upload_leave",
    "upload_choose_unit",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Files of one dossier that stand together."""

    dossier: DossierId | None
    code: str
    title: str
    rows: Sequence[FileRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a batch is; shares of 1."""

    words: str
    done: float
    failed: float
    rate: float
    """Pages a second; 0 while nothing can be said."""
    minutes_left: int
    """0 while nothing can be said."""


def progress_of(batch: BatchView) -> Progress:
    """Progress in pages, for pages are what takes time."""
    total = max(batch.pages, 1)
    rate = batch.pages_done / batch.seconds if batch.seconds >= 1 and not batch.finished else 0.0
    left = batch.pages - batch.pages_done - batch.pages_failed
    return Progress(
        words="intake.done" if batch.finished and batch.files else "intake.working",
        done=min(batch.pages_done / total, 1),
        failed=min(batch.pages_failed / total, 1),
        rate=rate,
        minutes_left=max(1, round(left / rate / 60)) if rate and left > 0 else 0,
    )


def verdict_of(batch: BatchView, language: str, cases: int) -> str:
    """The head line of a batch: how it stands, never its name.

    ``cases`` are the files that need a person, as they are listed beside it.
    """
    people = cases + batch.steps_failed
    if not batch.files:
        return say(language, "intake.batch_empty")
    if not batch.finished and not batch.pages:
        return say(language, "intake.batch_receiving", n=number(batch.files, language))
    if not batch.finished:
        done, total = number(batch.pages_done, language), number(batch.pages, language)
        return say(language, "intake.batch_reading", done=done, all=total)
    if batch.unconfirmed:
        return say(language, "intake.batch_unconfirmed", n=number(batch.unconfirmed, language))
    if people and people == batch.refused:
        return say(language, "intake.batch_refused", n=number(people, language))
    if people:
        return say(language, "intake.batch_people", n=number(people, language))
    return say(language, "intake.batch_done", n=number(batch.documents_done, language))


def _verdict_of_all(batches: Sequence[BatchView], language: str) -> str:
    working = sum(1 for batch in batches if batch.files and not batch.finished)
    waiting = sum(1 for batch in batches if standing_of_batch(batch).words in _WAITING)
    refused = sum(batch.refused for batch in batches)
    if not batches:
        return say(language, "intake.verdict_empty")
    if working:
        return say(language, "intake.verdict_working", n=number(working, language))
    if waiting:
        return say(language, "intake.verdict_waiting", n=number(waiting, language))
    if refused:
        return say(language, "intake.verdict_refused", n=number(refused, language))
    return say(language, "intake.verdict_done")


def groups_of(files: Sequence[FileView], language: str) -> list[Group]:
    """Files that need a person in a group of their own at the top, the others by dossier."""
    rows = [row_of(file) for file in files]
    first = [row for row in rows if row.needs_person]
    groups = [Group(dossier=None, code="", title=say(language, "intake.people_first"), rows=first)] if first else []
    rest = (row for row in rows if not row.needs_person)
    for (dossier, code, title), together in groupby(rest, lambda row: _dossier_of(row.view)):
        groups.append(Group(dossier=dossier, code=code, title=title, rows=list(together)))
    return groups


def _dossier_of(file: FileView) -> tuple[DossierId | None, str, str]:
    folder = file.name.rpartition("/")[0].partition("/")[0]
    return file.dossier, file.dossier_code, file.dossier_title or folder


def _upload_words(language: str) -> str:
    """What the script says while it sends; placeholders stay for it to fill in."""
    return json.dumps({key: str(say(language, f"intake.{key}")) for key in _UPLOAD_TEXTS}, ensure_ascii=False)


def _may_send_to(origin: str, answer: Response) -> Response:
    """The answer, whose scripts may speak to the store as well where files are sent straight to it."""
    if origin:
        policy = SECURITY_HEADERS["Content-Security-Policy"]
        answer.headers["Content-Security-Policy"] = f"{policy}; connect-src 'self' {origin}"
    return answer


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/tiep-nhan`` and below."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    desk = desks.intake

    def files_of(who: Reader, batch: BatchView, offset: int, language: str) -> dict[str, Any]:
        files = desk.files(who, batch.batch, limit=_FILES + 1, offset=offset)
        shown = files[:_FILES]
        here = f"/tiep-nhan/{batch.batch}?offset="
        return {
            "groups": groups_of(shown, language),
            "first": offset + 1,
            "last": offset + len(shown),
            "before": f"{here}{max(0, offset - _FILES)}" if offset else "",
            "after": f"{here}{offset + _FILES}" if len(files) > _FILES else "",
        }

    def cases_of(who: Reader, batch: BatchView) -> dict[str, Any]:
        rows = [row for row in map(row_of, desk.files(who, batch.batch, limit=_CASES)) if row.needs_person]
        least = batch.refused + batch.quarantined + batch.held_back + batch.scan_again
        return {"cases": rows, "case_count": max(len(rows), least)}

    @router.get("/tiep-nhan")
    @needs(Capability.TAKE_IN)
    def batches(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> Response:
        language = language_of(request)
        found = desk.batches(who, limit=_BATCHES + 1, offset=offset)
        shown = found[:_BATCHES]
        answer = page(
            request,
            "intake_batches.html",
            reader=who,
            foot=foot,
            here="intake",
            verdict=_verdict_of_all(shown, language),
            batches=[{"view": batch, "state": standing_of_batch(batch)} for batch in shown],
            first=offset + 1,
            last=offset + len(shown),
            before=f"/tiep-nhan?offset={max(0, offset - _BATCHES)}" if offset else "",
            after=f"/tiep-nhan?offset={offset + _BATCHES}" if len(found) > _BATCHES else "",
            proposed_name=say(language, "intake.proposed_name", when=moment(desks.clock.now(), language)),
            upload_words=_upload_words(language),
            straight=bool(desk.upload_origin),
            use_waiting=to_answer(desks, who),
            use_colours=COLOURS,
            units=desk.units(who),
        )
        return _may_send_to(desk.upload_origin, answer)

    @router.post("/tiep-nhan")
    @needs(Capability.TAKE_IN)
    def open_batch(
        who: Annotated[Reader, Depends(reader)],
        name: Annotated[str, Form(max_length=200)] = "",
        dossier_by: Annotated[DossierBy, Form()] = DossierBy.FOLDER,
        effort: Annotated[Effort | None, Form()] = None,
        *,
        profile: Annotated[ScanProfile, Form()] = ScanProfile.DOCUMENTS,
        paper: Annotated[str, Form(max_length=LONGEST)] = "",
        checked: Annotated[Literal["true", "false"], Form()] = "false",
        unit: Annotated[str, Form(max_length=64)] = "",
    ) -> Response:
        if not unit and len(desk.units(who)) > 1:
            raise _no_unit()
        batch = desk.open_batch(
            who, name.strip(), dossier_by, effort, profile=profile, paper=paper, checked=checked == "true", unit=unit
        )
        return RedirectResponse(f"/tiep-nhan/{batch}", status_code=303)

    @router.get("/tiep-nhan/{batch_id:uuid}")
    @needs(Capability.TAKE_IN)
    def batch(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        batch_id: UUID,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> Response:
        language = language_of(request)
        found = desk.batch(who, BatchId(str(batch_id)))
        cases = cases_of(who, found)
        answer = page(
            request,
            "intake_batch.html",
            reader=who,
            foot=foot,
            here="intake",
            batch=found,
            offset=offset,
            progress=progress_of(found),
            verdict=verdict_of(found, language, cases["case_count"]),
            upload_words=_upload_words(language),
            straight=bool(desk.upload_origin),
            **files_of(who, found, offset, language),
            **cases,
        )
        return _may_send_to(desk.upload_origin, answer)

    @router.get("/tiep-nhan/{batch_id:uuid}/tong")
    @needs(Capability.TAKE_IN)
    def batch_sum(request: Request, who: Annotated[Reader, Depends(reader)], batch_id: UUID) -> Response:
        found = desk.batch(who, BatchId(str(batch_id)))
        verdict = verdict_of(found, language_of(request), cases_of(who, found)["case_count"])
        return page(request, "intake_sum.html", batch=found, progress=progress_of(found), verdict=verdict)

    @router.get("/tiep-nhan/{batch_id:uuid}/tep")
    @needs(Capability.TAKE_IN)
    def batch_files(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        batch_id: UUID,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> Response:
        found = desk.batch(who, BatchId(str(batch_id)))
        return page(request, "intake_files.html", batch=found, **files_of(who, found, offset, language_of(request)))

    @router.get("/tiep-nhan/{batch_id:uuid}/can-nguoi-xem")
    @needs(Capability.TAKE_IN)
    def batch_cases(request: Request, who: Annotated[Reader, Depends(reader)], batch_id: UUID) -> Response:
        found = desk.batch(who, BatchId(str(batch_id)))
        return page(request, "intake_cases.html", batch=found, **cases_of(who, found))

    @router.post("/tiep-nhan/{batch_id:uuid}/giao-du")
    @needs(Capability.TAKE_IN)
    def seal(who: Annotated[Reader, Depends(reader)], batch_id: UUID) -> Response:
        desk.seal(who, BatchId(str(batch_id)))
        return RedirectResponse(f"/tiep-nhan/{batch_id}", status_code=303)

    @router.post("/tiep-nhan/{batch_id:uuid}/tep/{file_id:uuid}/ban-quet")
    @needs(Capability.TAKE_IN)
    def decide_scan(
        who: Annotated[Reader, Depends(reader)],
        batch_id: UUID,
        file_id: UUID,
        decision: Annotated[Literal["accepted", "again"], Form()],
        reason: Annotated[str, Form(max_length=2000)] = "",
    ) -> Response:
        desk.decide_scan(who, FileId(str(file_id)), ScanDecision(decision), reason)
        return RedirectResponse(f"/tiep-nhan/{batch_id}", status_code=303)

    @router.post("/tiep-nhan/{batch_id:uuid}/khong-so-hoa")
    @needs(Capability.TAKE_IN)
    def confirm_checklist(who: Annotated[Reader, Depends(reader)], batch_id: UUID) -> Response:
        desk.confirm_checklist(who, BatchId(str(batch_id)))
        return RedirectResponse(f"/tiep-nhan/{batch_id}", status_code=303)

    @router.post("/tiep-nhan/{batch_id:uuid}/thu-lai")
    @needs(Capability.TAKE_IN)
    def retry(who: Annotated[Reader, Depends(reader)], batch_id: UUID) -> Response:
        desk.retry(who, BatchId(str(batch_id)))
        return RedirectResponse(f"/tiep-nhan/{batch_id}", status_code=303)

    @router.get("/tiep-nhan/{batch_id:uuid}/bien-nhan")
    @needs(Capability.TAKE_IN)
    def receipt(request: Request, who: Annotated[Reader, Depends(reader)], batch_id: UUID) -> Response:
        found = desk.batch(who, BatchId(str(batch_id)))
        files = sorted(_all_files(desks, who, found.batch), key=lambda file: file.name)
        rows = [row_of(file) for file in files]
        now = desks.clock.now()
        local = now.astimezone(VIET_NAM)
        return page(
            request,
            "intake_receipt.html",
            reader=who,
            foot=foot,
            here="intake",
            batch=found,
            rows=rows,
            refused=[row for row in rows if row.state.colour == "stop"],
            first_at=min((file.received_at for file in files), default=now),
            last_at=max((file.received_at for file in files), default=now),
            now=now,
            now_day=f"{local.day:02}",
            now_month=f"{local.month:02}",
            now_year=local.year,
        )

    return router


def _no_unit() -> InvalidInput:
    return InvalidInput(
        "batch.unit_missing",
        Sentence("Chưa chọn đơn vị mà lô này thuộc về.", "The unit that this batch is for is not chosen yet."),
        Sentence("Chọn đơn vị rồi chọn lại các tệp.", "Choose the unit, then the files again."),
    )


def _all_files(desks: Desks, who: Reader, batch: BatchId) -> Iterator[FileView]:
    """Every file, fetched a thousand at a time; a file that moves while we fetch is told once."""
    told = set()
    offset = 0
    while files := desks.intake.files(who, batch, limit=1000, offset=offset):
        offset += len(files)
        for file in files:
            if file.file not in told:
                told.add(file.file)
                yield file
