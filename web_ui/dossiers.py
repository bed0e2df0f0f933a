"""Pages of the reading room: the dossiers, one dossier, one page with its words."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from archive.change_access import access_change, document_access_change
from archive.model import DocumentView, DossierView
from archive.ports import ReadingRoom
from records.description import Field
from records.errors import InvalidInput, NotFound, VankhoError
from records.identifiers import DocumentId, DossierId
from records.incomplete import missing
from records.needs import needs
from records.paper_file_code import LONGEST
from records.reader import AccessLevel, Capability, Reader
from retention_rules.decide_period import decide_period, decision_incomplete, decision_number
from retention_rules.forms.sheet import Described
from retention_rules.model import Assignment
from retention_rules.question_end_of_work import asks_for_reason
from web_ui.desks import Desks
from web_ui.destroyed import destroyed_page
from web_ui.event_words import event_rows
from web_ui.language import language_of
from web_ui.life_line import life_line
from web_ui.named_dossier import named_dossier
from web_ui.rendering import Foot, page

_DOSSIERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedChange:
    """What was asked for of the access of one document, and why it was not done."""

    document: UUID
    wrong: VankhoError
    level: str
    until: str
    reason: str


def _status_of(*refusals: VankhoError | None) -> int:
    return next((each.http_status for each in refusals if each), 200)


def undated(dossier: DossierView) -> list[DocumentView]:
    """Documents of it that say nothing of when its work ended: no date was read, or one that is in doubt."""
    return [
        one
        for one in dossier.documents
        if not any(field.field is Field.ISSUED_ON and not field.doubtful for field in one.fields)
    ]


def _work_ended(assignment: Assignment | None) -> date | None:
    """The day the work ended, as far as the assignment tells: dates may hang on another event."""
    if assignment is None:
        return None
    from_work = assignment.explanation.trigger in {"", "work_end", "newest_document"}
    return assignment.trigger_date if from_work else None


def _access_given(dossier: DossierView, today: date) -> dict[str, str]:
    """What the fields of the access level say before anybody changed them; a day that has come restricts nothing."""
    until = dossier.restricted_until
    ahead = until.isoformat() if until and until > today else ""
    return {"level": dossier.level.value, "until": ahead, "reason": ""}


def _list_at(offset: int, narrowed: dict[str, str]) -> str:
    """Address of the list from ``offset`` on, as far as it is narrowed."""
    told = urlencode({**narrowed, **({"offset": str(offset)} if offset else {})})
    return f"/ho-so?{told}" if told else "/ho-so"


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/ho-so`` and below."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    room = desks.room

    @router.get("/ho-so")
    @needs(Capability.READ)
    def dossiers(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        giay: Annotated[str, Query(max_length=LONGEST)] = "",
        *,
        missing: Annotated[bool, Query(alias="thieu-giay")] = False,
    ) -> Response:
        paper = giay.strip()
        found = room.dossiers(who, limit=_DOSSIERS + 1, offset=offset, paper=paper, paper_missing=missing)
        shown = found[:_DOSSIERS]
        narrowed = {"giay": paper} if paper else {}
        narrowed |= {"thieu-giay": "1"} if missing else {}
        return page(
            request,
            "dossiers.html",
            reader=who,
            foot=foot,
            here="dossiers",
            dossiers=shown,
            first=offset + 1,
            last=offset + len(shown),
            paper=paper,
            paper_missing=missing,
            before=_list_at(max(0, offset - _DOSSIERS), narrowed) if offset else "",
            after=_list_at(offset + _DOSSIERS, narrowed) if len(found) > _DOSSIERS else "",
        )

    @router.get("/ho-so/ma")
    @needs(Capability.READ)
    def by_code(who: Annotated[Reader, Depends(reader)], ma: str = "") -> Response:
        return RedirectResponse(_address_of(room, who, ma.strip()), status_code=303)

    @router.get("/ho-so/{dossier_id:uuid}")
    @needs(Capability.READ)
    def dossier(request: Request, who: Annotated[Reader, Depends(reader)], dossier_id: UUID) -> Response:
        try:
            return _dossier_page(request, who, dossier_id)
        except NotFound:
            gone = destroyed_page(request, desks, who, DossierId(str(dossier_id)))
            if gone is None:
                raise
            return gone

    def _dossier_page(
        request: Request,
        who: Reader,
        dossier_id: UUID,
        *,
        wrong: VankhoError | None = None,
        ended: date | None = None,
        access_wrong: VankhoError | None = None,
        given: dict[str, str] | None = None,
        paper: str | None = None,
        paper_wrong: VankhoError | None = None,
        period_wrong: VankhoError | None = None,
        decided: dict[str, str] | None = None,
        refused: RefusedChange | None = None,
    ) -> Response:
        found = room.dossier(who, DossierId(str(dossier_id)))
        assignment = desks.retention.assignment(who, found.dossier)
        today = desks.clock.today()
        return page(
            request,
            "dossier.html",
            reader=who,
            foot=foot,
            here="dossiers",
            status=_status_of(wrong, access_wrong, paper_wrong, period_wrong, refused.wrong if refused else None),
            dossier=found,
            of_same_code=_of_same_code(desks, who, found),
            assignment=assignment,
            decision=decision_number(assignment.rule) if assignment else "",
            undated=undated(found),
            place=desks.hand_over.place(who, found.dossier) if found.version else None,
            holds=[hold for hold in desks.holds.over(who, found.dossier) if hold.open],
            life=life_line(assignment.trigger_date, assignment.expires_on, today) if assignment else None,
            duplicates=room.duplicates(who, found.dossier),
            copies=desks.redactions.of_dossier(who, found.dossier),
            references=desks.references.references(who, found.dossier),
            referred=desks.references.referred(who, found.dossier),
            today=today,
            may_end=desks.retention.may_end_work(who, found.dossier),
            ended=ended or _work_ended(assignment),
            wrong=wrong,
            ask_why=asks_for_reason(wrong),
            levels=list(AccessLevel),
            access_wrong=access_wrong,
            access=given or _access_given(found, today),
            paper=found.paper_file_code if paper is None else paper,
            paper_wrong=paper_wrong,
            period_wrong=period_wrong,
            decided=decided or dict.fromkeys(("period", "number", "decided_on", "approved_by", "reason"), ""),
            refused=refused,
            events=event_rows(room.events(who, found.dossier), found, language_of(request)),
        )

    @router.post("/ho-so/{dossier_id:uuid}/ket-thuc")
    @needs(Capability.READ)
    def set_work_ended(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        dossier_id: UUID,
        ended_on: Annotated[date, Form()],
        why: Annotated[str, Form(max_length=2000)] = "",
    ) -> Response:
        try:
            desks.retention.set_work_ended(who, DossierId(str(dossier_id)), ended_on, why=why)
        except NotFound:
            raise
        except VankhoError as wrong:
            # The page comes back with the value still in its field and the reason below it.
            return _dossier_page(request, who, dossier_id, wrong=wrong, ended=ended_on)
        return RedirectResponse(f"/ho-so/{dossier_id}#han", status_code=303)

    @router.post("/ho-so/{dossier_id:uuid}/ban-giay")
    @needs(Capability.TAKE_IN)
    def record_paper(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        dossier_id: UUID,
        code: Annotated[str, Form(max_length=1000)] = "",
    ) -> Response:
        try:
            desks.papers.record(who, DossierId(str(dossier_id)), code)
        except InvalidInput as wrong:
            return _dossier_page(request, who, dossier_id, paper=code, paper_wrong=wrong)
        return RedirectResponse(f"/ho-so/{dossier_id}#ban-giay", status_code=303)

    @router.post("/ho-so/{dossier_id:uuid}/muc-tiep-can")
    @needs(Capability.DECIDE)
    def change_access(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        dossier_id: UUID,
        *,
        level: Annotated[str, Form(max_length=2)] = "",
        restricted_until: Annotated[date | None, Form()] = None,
        reason: Annotated[str, Form(max_length=2000)] = "",
    ) -> Response:
        try:
            change = access_change(level, restricted_until=restricted_until, reason=reason, today=desks.clock.today())
            rule = desks.access.change(who, DossierId(str(dossier_id)), change)
        except InvalidInput as wrong:
            until = restricted_until.isoformat() if restricted_until else ""
            given = {"level": level, "until": until, "reason": reason}
            return _dossier_page(request, who, dossier_id, access_wrong=wrong, given=given)
        # Who is not cleared for level 02 does not see what he has just closed.
        seen = rule.level in who.levels
        return RedirectResponse(f"/ho-so/{dossier_id}#tiep-can" if seen else "/ho-so", status_code=303)

    _decide_route(router, desks, reader, _dossier_page)
    _document_access_route(router, desks, reader, _dossier_page)
    return router


def _of_same_code(desks: Desks, who: Reader, found: DossierView) -> Mapping[DossierId, Described]:
    """What else has the code of this dossier, of what the reader may see."""
    others = [each for each in desks.room.dossiers_by_code(who, found.code) if each != found.dossier]
    return desks.sheets.described(who, others) if others else {}


def _address_of(room: ReadingRoom, who: Reader, code: str) -> str:
    """Where a code leads: to its dossier, to what lies in that paper file, else to a search."""
    search = f"/tra-cuu?{urlencode({'q': code})}"
    try:
        dossier = named_dossier(room, who, code)
    except InvalidInput:
        return search  # where each of several with one code is shown
    if dossier is not None:
        return f"/ho-so/{dossier}"
    at_paper = room.dossiers(who, limit=2, paper=code) if 0 < len(code) <= LONGEST else ()
    if at_paper:
        return f"/ho-so/{at_paper[0].dossier}" if len(at_paper) == 1 else _list_at(0, {"giay": code})
    # What is no dossier code may still be a document number or words: let the search try.
    return search


def _decide_route(
    router: APIRouter, desks: Desks, reader: Callable[..., Reader], show: Callable[..., Response]
) -> None:
    @router.post("/ho-so/{dossier_id:uuid}/thoi-han")
    @needs(Capability.DECIDE)
    def decide(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        dossier_id: UUID,
        *,
        period: Annotated[str, Form(max_length=50)] = "",
        number: Annotated[str, Form(max_length=200)] = "",
        decided_on: Annotated[date | None, Form()] = None,
        approved_by: Annotated[str, Form(max_length=200)] = "",
        reason: Annotated[str, Form(max_length=2000)] = "",
    ) -> Response:
        told = {"period": period, "number": number, "approved_by": approved_by, "reason": reason}
        try:
            if decided_on is None:
                raise decision_incomplete(missing("ngày quyết định", "the day of the decision"))
            decision = decide_period(**told, decided_on=decided_on, today=desks.clock.today())
            desks.retention.decide_period(who, DossierId(str(dossier_id)), decision)
        except InvalidInput as wrong:
            told["decided_on"] = decided_on.isoformat() if decided_on else ""
            return show(request, who, dossier_id, period_wrong=wrong, decided=told)
        return RedirectResponse(f"/ho-so/{dossier_id}#han", status_code=303)


def _document_access_route(
    router: APIRouter, desks: Desks, reader: Callable[..., Reader], show: Callable[..., Response]
) -> None:
    @router.post("/ho-so/{dossier_id:uuid}/{document_id:uuid}/muc-tiep-can")
    @needs(Capability.DECIDE)
    def change_document_access(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        dossier_id: UUID,
        document_id: UUID,
        *,
        level: Annotated[str, Form(max_length=2)] = "",
        restricted_until: Annotated[date | None, Form()] = None,
        reason: Annotated[str, Form(max_length=2000)] = "",
    ) -> Response:
        try:
            today = desks.clock.today()
            change = document_access_change(level, restricted_until=restricted_until, reason=reason, today=today)
            rule = desks.access.change_document(who, DocumentId(str(document_id)), change)
        except InvalidInput as wrong:
            until = restricted_until.isoformat() if restricted_until else ""
            refused = RefusedChange(document=document_id, wrong=wrong, level=level, until=until, reason=reason)
            return show(request, who, dossier_id, refused=refused)
        # Who is not cleared for level 02 does not see what he has just closed.
        seen = rule.level is None or rule.level in who.levels
        return RedirectResponse(f"/ho-so/{dossier_id}{f'#vb-{document_id}' if seen else ''}", status_code=303)
