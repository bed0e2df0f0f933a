"""Pages of second factors: one's own, and the step of signing in that asks for it."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

import segno
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from accounts.model import TotpOffer
from accounts.passkey_site import PasskeySite
from accounts.passwords import MOST_SIGNS
from records.errors import VankhoError
from records.needs import Anybody, needs
from records.reader import Reader
from search_api.sign_in import SESSION_COOKIE
from web_ui.desks import PeopleDesks
from web_ui.rendering import Foot, page
from web_ui.session_cookie import remember_session
from web_ui.ways_back import SECOND_FACTOR, SIGN_IN, SIGN_IN_CODE, local

_Password = Annotated[str, Form(max_length=MOST_SIGNS)]
_Code = Annotated[str, Form(max_length=8000)]


def qr_code(text: str) -> Markup:
    """As a picture inside the page: the policy of the site lets none come from a data address."""
    drawn = segno.make(text, error="m", micro=False)
    # Without a style of its own, which that policy forbids too.
    svg = drawn.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True)
    return Markup(svg)  # noqa: S704 - drawn by the library out of squares


def site_of(request: Request, *, tls: bool) -> PasskeySite:
    """The site as the browser that asks names it; the name was compared with those allowed."""
    scheme = "https" if tls or request.url.scheme == "https" else "http"
    return PasskeySite(f"{scheme}://{request.headers.get('host', '')}")


def sign_in_routes(desks: PeopleDesks) -> APIRouter:
    """``/dang-nhap/ma``: the second factor, after the password."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)

    def asked_page(request: Request, den: str, wrong: VankhoError | None = None) -> Response:
        asked = desks.sign_in.sign_in_asks(request.cookies.get(SESSION_COOKIE, ""))
        if asked is None:
            return RedirectResponse(SIGN_IN, status_code=303)
        status = wrong.http_status if wrong else 200
        return page(request, "sign_in_code.html", foot=foot, status=status, den=den, wrong=wrong, proof=asked)

    @router.post(f"{SIGN_IN_CODE}/khoa")
    @needs(Anybody.PUBLIC)
    def challenge(request: Request) -> Response:
        secret = request.cookies.get(SESSION_COOKIE, "")
        told = desks.sign_in.sign_in_challenge(secret, site_of(request, tls=desks.tls))
        return Response(told, media_type="application/json", headers={"Cache-Control": "no-store"})

    @router.get(SIGN_IN_CODE)
    @needs(Anybody.PUBLIC)
    def ask(request: Request, den: str = "") -> Response:
        return asked_page(request, local(den))

    @router.post(SIGN_IN_CODE)
    @needs(Anybody.PUBLIC)
    def finish(request: Request, code: _Code = "", den: Annotated[str, Form(max_length=2000)] = "") -> Response:
        try:
            session = desks.sign_in.finish_sign_in(request.cookies.get(SESSION_COOKIE, ""), code)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return asked_page(request, local(den), wrong)
        response = RedirectResponse(local(den), status_code=303)
        remember_session(request, response, session, tls=desks.tls)
        return response

    return router


def routes(desks: PeopleDesks, reader: Callable[..., Reader]) -> APIRouter:
    """``/tai-khoan/lop-hai`` and below."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    asking = Annotated[Reader, Depends(reader)]

    def own_page(
        request: Request,
        who: Reader,
        wrong: VankhoError | None = None,
        *,
        offer: TotpOffer | None = None,
        codes: tuple[str, ...] = (),
    ) -> Response:
        return page(
            request,
            "own_second_factor.html",
            reader=who,
            foot=foot,
            here="own",
            status=wrong.http_status if wrong else 200,
            had=desks.second_factor.of(who),
            proof=desks.sign_in.proof_asked(who),
            offer=offer,
            picture=qr_code(offer.address) if offer else "",
            codes=codes,
            wrong=wrong,
            has_passkeys=site_of(request, tls=desks.tls).has_passkeys,
        )

    @router.get(SECOND_FACTOR)
    @needs(Anybody.IN_PERSON)
    def own(request: Request, who: asking) -> Response:
        return own_page(request, who)

    @router.post(f"{SECOND_FACTOR}/ma")
    @needs(Anybody.IN_PERSON)
    def begin(request: Request, who: asking, password: _Password = "", code: _Code = "") -> Response:
        try:
            offer = desks.second_factor.begin_codes(who, password, code)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return own_page(request, who, wrong)
        return own_page(request, who, offer=offer)

    @router.post(f"{SECOND_FACTOR}/ma/xong")
    @needs(Anybody.IN_PERSON)
    def finish(request: Request, who: asking, code: Annotated[str, Form(max_length=20)] = "") -> Response:
        try:
            codes = desks.second_factor.finish_codes(who, code)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return own_page(request, who, wrong, offer=desks.second_factor.begun_codes(who))
        return own_page(request, who, codes=codes)

    @router.post(f"{SECOND_FACTOR}/ma/bo")
    @needs(Anybody.IN_PERSON)
    def remove(request: Request, who: asking, password: _Password = "", code: _Code = "") -> Response:
        try:
            desks.second_factor.remove_codes(who, password, code)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return own_page(request, who, wrong)
        return RedirectResponse(SECOND_FACTOR, status_code=303)

    @router.post(f"{SECOND_FACTOR}/khoa")
    @needs(Anybody.IN_PERSON)
    def begin_passkey(request: Request, who: asking, password: _Password = "", code: _Code = "") -> Response:
        told = desks.second_factor.begin_passkey(who, password, code, site_of(request, tls=desks.tls))
        return Response(told, media_type="application/json", headers={"Cache-Control": "no-store"})

    @router.post(f"{SECOND_FACTOR}/khoa/xong")
    @needs(Anybody.IN_PERSON)
    def finish_passkey(
        request: Request, who: asking, answer: _Code = "", name: Annotated[str, Form(max_length=100)] = ""
    ) -> Response:
        try:
            codes = desks.second_factor.finish_passkey(who, answer, name)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return own_page(request, who, wrong)
        return own_page(request, who, codes=codes) if codes else RedirectResponse(SECOND_FACTOR, status_code=303)

    @router.post(f"{SECOND_FACTOR}/khoa/thach-thuc")
    @needs(Anybody.IN_PERSON)
    def challenge(request: Request, who: asking) -> Response:
        told = desks.second_factor.challenge(who, site_of(request, tls=desks.tls))
        return Response(told, media_type="application/json", headers={"Cache-Control": "no-store"})

    @router.post(f"{SECOND_FACTOR}/khoa/{{passkey:uuid}}/bo")
    @needs(Anybody.IN_PERSON)
    def remove_passkey(
        request: Request, who: asking, passkey: UUID, password: _Password = "", code: _Code = ""
    ) -> Response:
        try:
            desks.second_factor.remove_passkey(who, passkey, password, code)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return own_page(request, who, wrong)
        return RedirectResponse(SECOND_FACTOR, status_code=303)

    @router.post(f"{SECOND_FACTOR}/du-phong")
    @needs(Anybody.IN_PERSON)
    def recovery(request: Request, who: asking, password: _Password = "", code: _Code = "") -> Response:
        try:
            codes = desks.second_factor.new_recovery_codes(who, password, code)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return own_page(request, who, wrong)
        return own_page(request, who, codes=codes)

    return router
