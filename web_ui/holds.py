"""Holds in pages: placed by mandate on what they name, listed with what each has reached, lifted with the reason."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from records.errors import InvalidInput, NotFound, Sentence, VankhoError
from records.identifiers import DossierId, HoldId
from records.incomplete import missing
from records.needs import needs
from records.reader import Capability, Reader
from retention_rules.holds import HoldGround, HoldScope, ScopeKind, hold_order, incomplete
from web_ui.desks import Desks
from web_ui.named_dossier import named_dossier
from web_ui.rendering import Foot, page, unit_names

_DOSSIERS = 50
SCOPES = 4
"""Places for scopes on the page; a hold with more is placed by API or command."""


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/lenh-giu`` and below."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    asking = Annotated[Reader, Depends(reader)]
    text = Annotated[str, Form(max_length=500)]

    def shared(who: Reader) -> dict[str, Any]:
        return {"reader": who, "foot": foot, "here": "retention"}

    def list_page(
        request: Request,
        who: Reader,
        *,
        lifted: bool = False,
        wrong: VankhoError | None = None,
        given: dict[str, Any] | None = None,
    ) -> Response:
        today = desks.clock.today()
        empty = {"name": "", "ground": "", "number": "", "dated": "", "by": "", "scopes": []}
        return page(
            request,
            "holds.html",
            status=wrong.http_status if wrong else 200,
            holds=desks.holds.holds(who, lifted_too=lifted),
            lifted=lifted,
            grounds=list(HoldGround),
            kinds=list(ScopeKind),
            places=SCOPES,
            wrong=wrong,
            given=given or empty,
            today=today,
            **shared(who),
        )

    @router.get("/lenh-giu")
    @needs(Capability.DECIDE)
    def holds(
        request: Request,
        who: asking,
        *,
        ca: Annotated[bool, Query()] = False,
        ma: Annotated[str, Query(max_length=100)] = "",
    ) -> Response:
        # From the page of a dossier: its code stands in the first scope.
        scopes = [(ScopeKind.DOSSIER.value, ma)] if ma else []
        given = {"name": "", "ground": "", "number": "", "dated": "", "by": "", "scopes": scopes}
        return list_page(request, who, lifted=ca, given=given)

    @router.post("/lenh-giu")
    @needs(Capability.DECIDE)
    def place(
        request: Request,
        who: asking,
        *,
        name: text = "",
        ground: text = "",
        number: text = "",
        dated: text = "",
        by: text = "",
        kind: Annotated[list[str] | None, Form()] = None,
        value: Annotated[list[str] | None, Form()] = None,
    ) -> Response:
        told = [(each, words.strip()) for each, words in zip(kind or [], value or [], strict=False) if words.strip()]
        given = {"name": name, "ground": ground, "number": number, "dated": dated, "by": by, "scopes": told}
        try:
            order = hold_order(
                name=name,
                ground=_ground(ground),
                mandate_number=number,
                mandate_date=_day(dated),
                mandate_by=by,
                scopes=[_scope(desks, who, each, words, unit_names(request)) for each, words in told],
                today=desks.clock.today(),
            )
            made = desks.holds.place(who, order)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return list_page(request, who, wrong=wrong, given=given)
        return RedirectResponse(f"/lenh-giu/{made.id}", status_code=303)

    def hold_page(
        request: Request,
        who: Reader,
        which: HoldId,
        offset: int = 0,
        *,
        wrong: VankhoError | None = None,
        why: str = "",
    ) -> Response:
        found = desks.holds.hold(who, which)
        reached = desks.holds.dossiers(who, which, limit=_DOSSIERS + 1, offset=offset)
        shown = reached[:_DOSSIERS]
        here = f"/lenh-giu/{which}?offset="
        return page(
            request,
            "hold.html",
            status=wrong.http_status if wrong else 200,
            hold=found,
            dossiers=desks.sheets.described(who, [*shown, *_named(found.scopes)]),
            shown=shown,
            wrong=wrong,
            why=why,
            first=offset + 1,
            last=offset + len(shown),
            before=f"{here}{max(0, offset - _DOSSIERS)}" if offset else "",
            after=f"{here}{offset + _DOSSIERS}" if len(reached) > _DOSSIERS else "",
            **shared(who),
        )

    @router.get("/lenh-giu/{hold:uuid}")
    @needs(Capability.DECIDE)
    def one(
        request: Request, who: asking, hold: UUID, offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0
    ) -> Response:
        return hold_page(request, who, HoldId(str(hold)), offset)

    @router.post("/lenh-giu/{hold:uuid}/go")
    @needs(Capability.DECIDE)
    def lift(request: Request, who: asking, hold: UUID, why: Annotated[str, Form(max_length=2000)] = "") -> Response:
        which = HoldId(str(hold))
        try:
            desks.holds.lift(who, which, why)
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return hold_page(request, who, which, wrong=wrong, why=why)
        return RedirectResponse(f"/lenh-giu/{which}", status_code=303)

    return router


def _scope(desks: Desks, who: Reader, kind: str, words: str, units: Mapping[str, str]) -> HoldScope:
    """The scope as it was typed; a dossier is named by its code or its id, a unit by its code or its name."""
    if kind not in set(ScopeKind):
        raise incomplete(missing("loại phạm vi giữ", "of what kind that is which it is over"))
    if kind == ScopeKind.DOSSIER:
        meant = named_dossier(desks.room, who, words)
        if meant is None:
            raise InvalidInput(
                "hold.no_such_dossier",
                Sentence(f"Không có hồ sơ mang mã «{words}».", f"No dossier has the code “{words}”."),
                Sentence(
                    "Hồ sơ chưa có mã: ghi mã định danh ở trang hồ sơ, hoặc bấm «Giữ hồ sơ này» ở đó.",
                    "A dossier without a code: give the identifier on its page, or press “Hold it” there.",
                ),
            )
        words = meant.value
    if kind == ScopeKind.UNIT:
        named = [code for code, name in units.items() if name.casefold() == words.casefold()]
        words = named[0] if len(named) == 1 else words
    return HoldScope(kind=ScopeKind(kind), value=words)


def _named(scopes: Sequence[HoldScope]) -> list[DossierId]:
    return [DossierId(scope.value) for scope in scopes if scope.kind is ScopeKind.DOSSIER]


def _ground(told: str) -> HoldGround:
    if told not in set(HoldGround):
        raise incomplete(missing("căn cứ giữ", "the ground"))
    return HoldGround(told)


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise incomplete(missing("ngày của văn bản yêu cầu", "the day of the mandate")) from error
