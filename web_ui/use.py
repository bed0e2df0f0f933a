"""Requests for a reading or a copy (Yêu cầu): what waits, a new one, the register."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from archive.use.clock import UseStanding, use_standing
from archive.use.decide import ANSWERING
from archive.use.http import file_answer
from archive.use.model import MOST_COPIES, Purpose, RegisterFormat, UseKind, UseRequest, filing
from records.errors import NotFound, VankhoError
from records.identifiers import DocumentId, DossierId
from records.needs import needs
from records.reader import Capability, Reader
from web_ui.desks import Desks
from web_ui.formats import number
from web_ui.language import language_of
from web_ui.rendering import Foot, page
from web_ui.texts import say

AT = "/yeu-cau"
COLOURS = {UseStanding.OVERDUE: "stop", UseStanding.NEAR: "doubt"}
_ROWS = 50
_Text = Annotated[str, Form(max_length=2000)]
_Chosen = Annotated[list[UUID] | None, Form()]


def verdict_of(waiting: Mapping[UseStanding, int], language: str) -> str:
    """The head line: what waits for a person first."""
    for which in UseStanding:
        if count := waiting.get(which):
            return say(language, f"use.verdict_{which}", n=number(count, language))
    return say(language, "use.verdict_quiet")


def to_answer(desks: Desks, who: Reader) -> Mapping[UseStanding, int]:
    """What waits for those who answer requests, for their first pages; nothing for everybody else."""
    return desks.use.waiting(who) if who.capabilities & ANSWERING else {}


def _until(one: UseRequest) -> date | None:
    return one.decision.valid_until if one.decision else None


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/yeu-cau``, a new request, and the register."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    asking = Annotated[Reader, Depends(reader)]

    @router.get(AT)
    @needs(Capability.READ)
    def start(
        request: Request,
        who: asking,
        tt: UseStanding | None = None,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> Response:
        today, waiting = desks.clock.today(), desks.use.waiting(who)
        found = desks.use.requests(who, standing=tt, limit=_ROWS + 1, offset=offset)
        here = f"{AT}?{f'tt={tt}&' if tt else ''}offset="
        return page(
            request,
            "use.html",
            reader=who,
            foot=foot,
            here="use",
            verdict=verdict_of(waiting, language_of(request)),
            waiting=waiting,
            standing=tt,
            rows=[(one, use_standing(one.state, one.due_on, _until(one), today)) for one in found[:_ROWS]],
            colours=COLOURS,
            today=today,
            year=today.year,
            forms=list(RegisterFormat),
            answers=bool(who.capabilities & ANSWERING),
            before=f"{here}{max(0, offset - _ROWS)}" if offset else "",
            after=f"{here}{offset + _ROWS}" if len(found) > _ROWS else "",
        )

    @router.get(AT + "/so-dang-ky")
    @needs(Capability.READ)
    def register(
        who: asking,
        nam: Annotated[int | None, Query(ge=2000, le=9999)] = None,
        kind: Annotated[RegisterFormat, Query(alias="format")] = RegisterFormat.PDF,
    ) -> Response:
        return file_answer(desks.use.register(who, nam or desks.clock.today().year, kind))

    def new_page(
        request: Request,
        who: Reader,
        dossier: UUID | None,
        wrong: VankhoError | None = None,
        given: dict[str, Any] | None = None,
    ) -> Response:
        usual = {
            "kind": UseKind.READING,
            "purpose": Purpose.OFFICIAL,
            "copies": 1,
            "chosen": (),
            "on_behalf": False,
            **dict.fromkeys(("purpose_said", "person", "id_number", "asked_for"), ""),
        }
        return page(
            request,
            "use_new.html",
            reader=who,
            foot=foot,
            here="use",
            status=wrong.http_status if wrong else 200,
            dossier=desks.room.dossier(who, DossierId(str(dossier))) if dossier else None,
            kinds=list(UseKind),
            purposes=list(Purpose),
            most_copies=MOST_COPIES,
            wrong=wrong,
            given={**usual, **(given or {})},
        )

    @router.get(AT + "/moi")
    @needs(Capability.READ)
    def new(
        request: Request,
        who: asking,
        ho_so: UUID | None = None,
        can: Annotated[str, Query(max_length=2000)] = "",
    ) -> Response:
        """``can``: what somebody searched for and did not find."""
        return new_page(request, who, ho_so, given={"asked_for": can})

    @router.post(AT + "/moi")
    @needs(Capability.READ)
    def file(
        request: Request,
        who: asking,
        *,
        ho_so: Annotated[UUID | None, Form()] = None,
        documents: _Chosen = None,
        kind: Annotated[UseKind, Form()] = UseKind.READING,
        purpose: Annotated[Purpose, Form()] = Purpose.OFFICIAL,
        purpose_said: _Text = "",
        person: Annotated[str, Form(max_length=200)] = "",
        id_number: Annotated[str, Form(max_length=40)] = "",
        on_behalf: Annotated[bool, Form()] = False,
        asked_for: _Text = "",
        copies: Annotated[int, Form()] = 1,
    ) -> Response:
        said: dict[str, Any] = {
            "kind": kind,
            "purpose": purpose,
            "purpose_said": purpose_said,
            "person": person,
            "id_number": id_number,
            "on_behalf": on_behalf,
            "asked_for": asked_for,
            "copies": copies,
        }
        chosen = [DocumentId(str(each)) for each in documents or ()]
        try:
            made = desks.use.file(
                who, filing(dossier=DossierId(str(ho_so)) if ho_so else None, documents=chosen, **said)
            )
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return new_page(request, who, ho_so, wrong, {**said, "chosen": chosen})
        return RedirectResponse(f"{AT}/{made.id}", status_code=303)

    return router
