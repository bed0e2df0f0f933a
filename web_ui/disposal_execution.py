"""The execution in pages: begun by a person who proves who it is, items kept back, and what is gone place by place."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from records.errors import NotFound, VankhoError
from records.identifiers import DisposalListId, DossierId
from records.needs import Anybody, needs
from records.reader import Capability, Reader
from retention_rules.decide_period import decide_period
from retention_rules.forms.sheet import Pick
from web_ui.desks import Desks
from web_ui.disposal_list import list_page
from web_ui.rendering import Foot, page
from web_ui.texts import TEXTS

_GONE = 50


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """Below ``/huy/{listed}``."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    asking = Annotated[Reader, Depends(reader)]
    text = Annotated[str, Form(max_length=1000)]

    @router.post("/huy/{listed:uuid}/thi-hanh")
    @needs(Capability.DECIDE)
    def execute(
        request: Request,
        who: asking,
        listed: UUID,
        *,
        password: text = "",
        code: Annotated[str, Form(max_length=8000)] = "",
    ) -> Response:
        which = DisposalListId(str(listed))
        try:
            desks.execution.execute(who, which, password=password, code=code.strip())
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return list_page(request, desks, who, which, wrong=wrong)
        return RedirectResponse(f"/huy/{which}#thi-hanh", status_code=303)

    @router.post("/huy/{listed:uuid}/giu-lai/{item:uuid}")
    @needs(Capability.DECIDE)
    def keep_back(
        request: Request,
        who: asking,
        listed: UUID,
        item: UUID,
        *,
        period: Annotated[str, Form(max_length=10)] = "",
        number: text = "",
        decided_on: Annotated[str, Form(max_length=10)] = "",
        approved_by: text = "",
        reason: text = "",
    ) -> Response:
        which, dossier = DisposalListId(str(listed)), DossierId(str(item))
        try:
            decision = decide_period(
                period.strip(),
                number=number,
                decided_on=_day(decided_on),
                approved_by=approved_by,
                reason=reason,
                today=desks.clock.today(),
            )
            desks.execution.keep_back(who, which, dossier, decision)
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return list_page(request, desks, who, which, wrong=wrong)
        return RedirectResponse(f"/huy/{which}#muc", status_code=303)

    @router.get("/huy/{listed:uuid}/chung-nhan")
    @needs(Anybody.SIGNED_IN)
    def certificate(
        request: Request, who: asking, listed: UUID, offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0
    ) -> Response:
        which = DisposalListId(str(listed))
        found = desks.disposal.one(who, which)
        told = desks.execution.certificate(who, which)
        names = desks.sheets.sheet(who, which, pick=Pick.ALL, limit=1).names
        gone = list(told["gone"])
        shown = gone[offset : offset + _GONE]
        here = f"/huy/{which}/chung-nhan?offset="
        return page(
            request,
            "disposal_certificate.html",
            reader=who,
            foot=foot,
            here="disposal",
            listed=found,
            told=told,
            decided_by=names.get(told["decided_by"], told["decided_by"]),
            executed_by=names.get(told["executed_by"], told["executed_by"]),
            texts=TEXTS,
            today=desks.clock.today(),
            backups=desks.execution.backups(who, which),
            shown=[(one, desks.execution.tombstone(who, DossierId(one["dossier"]))) for one in shown],
            first=offset + 1,
            last=offset + len(shown),
            before=f"{here}{max(0, offset - _GONE)}" if offset else "",
            after=f"{here}{offset + _GONE}" if offset + _GONE < len(gone) else "",
        )

    return router


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return date.max
