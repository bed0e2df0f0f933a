"""One's own account: what it may, its password, where it is signed in, tokens of programs, signing out."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import RedirectResponse, Response

from accounts.passwords import FEWEST_SIGNS, MOST_SIGNS
from records.errors import VankhoError
from records.needs import Anybody, needs
from records.reader import Capability, Reader
from search_api.sign_in import SESSION_COOKIE
from web_ui.desks import PeopleDesks
from web_ui.rendering import Foot, page
from web_ui.session_cookie import remember_session
from web_ui.sign_in import require_same
from web_ui.ways_back import SIGN_IN, after_password

_DAYS = (30, 90, 180, 366)
_Password = Annotated[str, Form(max_length=MOST_SIGNS)]


def routes(desks: PeopleDesks, reader: Callable[..., Reader]) -> APIRouter:
    """``/tai-khoan`` and below, ``/dang-xuat``."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    asking = Annotated[Reader, Depends(reader)]

    def own_page(
        request: Request, who: Reader, wrong: VankhoError | None = None, secret: str = "", *, changed: bool = False
    ) -> Response:
        signed_in = desks.sign_in.required
        return page(
            request,
            "own_account.html",
            reader=who,
            foot=foot,
            here="own",
            status=wrong.http_status if wrong else 200,
            signed_in=signed_in,
            had=desks.second_factor.of(who),
            tokens=desks.sign_in.tokens(who) if signed_in else [],
            sessions=desks.sign_in.sessions(who, request.cookies.get(SESSION_COOKIE, "")) if signed_in else [],
            may=[capability.value for capability in Capability if capability in who.capabilities],
            days=_DAYS,
            fewest=FEWEST_SIGNS,
            wrong=wrong,
            secret=secret,
            changed=changed,
        )

    @router.get("/tai-khoan")
    @needs(Anybody.SIGNED_IN)
    def own(request: Request, who: asking, *, doi: bool = False) -> Response:
        return own_page(request, who, changed=doi)

    @router.post("/tai-khoan/mat-khau")
    @needs(Anybody.IN_PERSON)
    def change_password(
        request: Request, who: asking, password: _Password = "", new: _Password = "", again: _Password = ""
    ) -> Response:
        try:
            require_same(new, again)
            desks.sign_in.change_password(who.account, password, new)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return own_page(request, who, wrong)
        # Every session ended with the old one; who changed it goes on.
        session = desks.sign_in.sign_in(who.account, new)
        response = RedirectResponse(after_password(session, "/tai-khoan?doi=true"), status_code=303)
        remember_session(request, response, session, tls=desks.tls)
        return response

    @router.post("/tai-khoan/ma")
    @needs(Anybody.IN_PERSON)
    def make_token(
        request: Request,
        who: asking,
        name: Annotated[str, Form(min_length=1, max_length=100)],
        days: Annotated[int, Form(ge=1, le=max(_DAYS))] = 90,
        scopes: Annotated[list[Capability] | None, Form()] = None,
    ) -> Response:
        _, secret = desks.sign_in.make_token(who, name, frozenset(scopes or []), days)
        return own_page(request, who, secret=secret)

    @router.post("/tai-khoan/ma/{token:uuid}/thu-hoi")
    @needs(Anybody.IN_PERSON)
    def revoke_token(who: asking, token: UUID) -> Response:
        desks.sign_in.revoke_token(who, token)
        return RedirectResponse("/tai-khoan#ma", status_code=303)

    @router.post("/tai-khoan/phien/{session}/ket-thuc")
    @needs(Anybody.IN_PERSON)
    def end_session(who: asking, session: Annotated[str, Path(max_length=64)]) -> Response:
        desks.sign_in.end_session(who, session)
        return RedirectResponse("/tai-khoan#phien", status_code=303)

    @router.post("/dang-xuat")
    @needs(Anybody.SIGNED_IN)
    def sign_out(request: Request) -> Response:
        if secret := request.cookies.get(SESSION_COOKIE):
            desks.sign_in.sign_out(secret)
        response = RedirectResponse(SIGN_IN, status_code=303)
        response.delete_cookie(SESSION_COOKIE, path="/")
        return response

    return router
