"""Signing in by the provider of identities that a body has already: there and back."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from accounts.common_sign_in.ports import CommonSignInDesk
from records.errors import VankhoError
from records.needs import Anybody, needs
from web_ui.desks import PeopleDesks
from web_ui.rendering import Foot, page
from web_ui.second_factor import site_of
from web_ui.session_cookie import remember_session
from web_ui.ways_back import SIGN_IN, after_password, local

COMMON = f"{SIGN_IN}/chung"
_COOKIE = "vankho_common"


def routes(desks: PeopleDesks, common: CommonSignInDesk) -> APIRouter:
    """``/dang-nhap/chung`` and below."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)

    def back_to(request: Request) -> str:
        return f"{site_of(request, tls=desks.tls).origin}{COMMON}/ve"

    @router.get(COMMON)
    @needs(Anybody.PUBLIC)
    def begin(request: Request, den: Annotated[str, Query(max_length=2000)] = "") -> Response:
        begun = common.begin(local(den), back_to(request))
        response = RedirectResponse(begun.address, status_code=303, headers={"Cache-Control": "no-store"})
        # Lax: the provider sends the browser back by a link, and with links it is brought along.
        response.set_cookie(
            _COOKIE,
            begun.kept,
            max_age=600,
            httponly=True,
            samesite="lax",
            secure=desks.tls or request.url.scheme == "https",
            path=COMMON,
        )
        return response

    @router.get(f"{COMMON}/ve")
    @needs(Anybody.PUBLIC)
    def finish(
        request: Request,
        code: Annotated[str, Query(max_length=4000)] = "",
        state: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        try:
            session, back = common.finish(request.cookies.get(_COOKIE, ""), state, code, back_to(request))
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            response = page(
                request,
                "sign_in.html",
                foot=foot,
                status=wrong.http_status,
                den="/",
                name="",
                wrong=wrong,
                there_are=True,
                common=common.title,
            )
        else:
            response = RedirectResponse(after_password(session, back), status_code=303)
            remember_session(request, response, session, tls=desks.tls)
        response.delete_cookie(_COOKIE, path=COMMON)
        return response

    return router
