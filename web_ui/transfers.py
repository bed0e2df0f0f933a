"""Transfers to the historical archive (nộp vào Lưu trữ lịch sử): what is to go, lists, answers, packages, receipts."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from records.errors import NotFound, VankhoError
from records.identifiers import Digest, DossierId, TransferId
from records.needs import needs
from records.reader import Capability, Reader
from retention_rules.hand_over.transfer import Transfer, digests_text, read_digests
from retention_rules.hand_over.transfer_clock import TransferStanding, earliest_transfer
from web_ui.desks import Desks
from web_ui.rendering import Foot, page

AT = "/nop-lich-su"
_ROWS = 100
_Text = Annotated[str, Form(max_length=2000)]
_Chosen = Annotated[list[UUID] | None, Form()]
_Day = Annotated[date | None, Form()]
_COLOURS = {
    TransferStanding.OVERDUE: "stop",
    TransferStanding.REGISTER_LATE: "doubt",
    TransferStanding.REGISTER_NEAR: "doubt",
}


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/nop-lich-su`` and below."""
    router = APIRouter(include_in_schema=False)
    desk = desks.transfer
    asking = Annotated[Reader, Depends(reader)]

    def shared(who: Reader) -> dict[str, Any]:
        foot = Foot(profile=desks.profile, version=desks.version)
        return {"reader": who, "foot": foot, "here": "hand_over", "today": desks.clock.today()}

    def start_page(
        request: Request,
        who: Reader,
        *,
        offset: int = 0,
        wrong: VankhoError | None = None,
        given: dict[str, Any] | None = None,
    ) -> Response:
        owed = desk.to_transfer(who, limit=_ROWS + 1, offset=offset)
        earliest = earliest_transfer(desks.clock.today())
        return page(
            request,
            "transfers.html",
            status=wrong.http_status if wrong else 200,
            archive=desks.historical_archive,
            rows=owed[:_ROWS],
            late=sum(row.standing in {TransferStanding.OVERDUE, TransferStanding.REGISTER_LATE} for row in owed),
            colours=_COLOURS,
            lists=desk.lists(who),
            earliest=earliest,
            wrong=wrong,
            given={"name": "", "chosen": (), "planned_on": earliest.isoformat(), **(given or {})},
            before=f"{AT}?offset={max(0, offset - _ROWS)}#nop" if offset else "",
            after=f"{AT}?offset={offset + _ROWS}#nop" if len(owed) > _ROWS else "",
            **shared(who),
        )

    @router.get(AT)
    @needs(Capability.DECIDE)
    def start(request: Request, who: asking, offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0) -> Response:
        return start_page(request, who, offset=offset)

    @router.post(AT)
    @needs(Capability.DECIDE)
    def register(
        request: Request, who: asking, name: _Text = "", dossiers: _Chosen = None, planned_on: _Day = None
    ) -> Response:
        chosen = [DossierId(str(each)) for each in dossiers or ()]
        # A day that is missing is too near: the same answer, beside the same field.
        planned = planned_on or desks.clock.today()
        try:
            made = desk.register(who, name=name, dossiers=chosen, planned_on=planned)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            given = {"name": name, "chosen": chosen, "planned_on": planned_on.isoformat() if planned_on else ""}
            return start_page(request, who, wrong=wrong, given=given)
        return RedirectResponse(f"{AT}/{made.id}", status_code=303)

    def list_page(
        request: Request,
        who: Reader,
        which: TransferId,
        wrong: VankhoError | None = None,
        given: dict[str, Any] | None = None,
    ) -> Response:
        found = desk.one(who, which)
        return page(
            request,
            "transfer.html",
            status=wrong.http_status if wrong else 200,
            listed=found,
            # Who may not see a dossier reads of it that it is on the list, and no more.
            seen=desks.sheets.described(who, [item.listed.dossier for item in found.items]),
            packaged=sum(bool(item.package) for item in found.items),
            received=sum(item.received for item in found.items),
            own=found.registered_by == who.account,
            wrong=wrong,
            given={"number": "", "on": desks.clock.today().isoformat(), "digests": "", "why": "", **(given or {})},
            **shared(who),
        )

    @router.get(AT + "/{transfer:uuid}")
    @needs(Capability.DECIDE)
    def one(request: Request, who: asking, transfer: UUID) -> Response:
        return list_page(request, who, TransferId(str(transfer)))

    @router.get(AT + "/{transfer:uuid}/ma-bam")
    @needs(Capability.DECIDE)
    def digests_of(who: asking, transfer: UUID) -> Response:
        """What the historical archive compares its packages with, a line a dossier."""
        found = desk.one(who, TransferId(str(transfer)))
        told = {item.listed.dossier: Digest(item.package) for item in found.items if item.package}
        headers = {"Content-Disposition": 'attachment; filename="packages-sha256.txt"', "Cache-Control": "no-store"}
        return PlainTextResponse(digests_text(told), headers=headers)

    @router.post(AT + "/{transfer:uuid}/tra-loi")
    @needs(Capability.DECIDE)
    def answer(
        request: Request,
        who: asking,
        transfer: UUID,
        *,
        number: _Text = "",
        on: _Day = None,
        agreed: Annotated[bool, Form()] = False,
    ) -> Response:
        which = TransferId(str(transfer))
        return _act(
            request,
            who,
            which,
            lambda: desk.answer(who, which, number=number, answered_on=on or date.max, agreed=agreed),
            {"number": number, "on": on.isoformat() if on else ""},
        )

    @router.post(AT + "/{transfer:uuid}/bien-nhan")
    @needs(Capability.DECIDE)
    def receive(
        request: Request,
        who: asking,
        transfer: UUID,
        *,
        number: _Text = "",
        on: _Day = None,
        digests: Annotated[str, Form(max_length=300_000)] = "",
    ) -> Response:
        which = TransferId(str(transfer))
        return _act(
            request,
            who,
            which,
            lambda: desk.receive(who, which, number=number, received_on=on or date.max, digests=read_digests(digests)),
            {"number": number, "on": on.isoformat() if on else "", "digests": digests},
        )

    @router.post(AT + "/{transfer:uuid}/thoi")
    @needs(Capability.DECIDE)
    def give_up(request: Request, who: asking, transfer: UUID, why: _Text = "") -> Response:
        which = TransferId(str(transfer))
        return _act(request, who, which, lambda: desk.give_up(who, which, why), {"why": why})

    def _act(
        request: Request, who: Reader, which: TransferId, act: Callable[[], Transfer], given: dict[str, Any]
    ) -> Response:
        try:
            act()
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return list_page(request, who, which, wrong, given)
        return RedirectResponse(f"{AT}/{which}", status_code=303)

    return router
