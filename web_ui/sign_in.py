"""Pages for who is not let in yet: signing in, and setting a first password of one's own."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from accounts.passwords import FEWEST_SIGNS, MOST_SIGNS
from records.errors import InvalidInput, Sentence, VankhoError
from records.needs import Anybody, needs
from web_ui.desks import PeopleDesks
from web_ui.rendering import Foot, page
from web_ui.session_cookie import remember_session
from web_ui.ways_back import SIGN_IN, after_password, local

_Name = Annotated[str, Form(max_length=200)]
_Password = Annotated[str, Form(max_length=MOST_SIGNS)]
_Back = Annotated[str, Form(max_length=2000)]


def require_same(new: str, again: str) -> None:
    """The new password twice.

    Raises:
        InvalidInput (account.passwords_differ): They are not the same.
    """
    if new != again:
        raise InvalidInput(
            "account.passwords_differ",
            Sentence("Hai lần nhập mật khẩu mới chưa giống nhau.", "The new password is not the same both times."),
            Sentence("Nhập lại cả hai ô.", "Type it into both fields again."),
        )


def routes(desks: PeopleDesks) -> APIRouter:
    """``/dang-nhap`` and below."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)

    def sign_in_page(request: Request, den: str, name: str = "", wrong: VankhoError | None = None) -> Response:
        status = wrong.http_status if wrong else 200
        there_are = wrong is not None or desks.sign_in.any_account
        return page(
            request,
            "sign_in.html",
            foot=foot,
            status=status,
            den=den,
            name=name,
            wrong=wrong,
            there_are=there_are,
            common=desks.common.title if desks.common else None,
        )

    def password_page(request: Request, den: str, name: str = "", wrong: VankhoError | None = None) -> Response:
        status = wrong.http_status if wrong else 200
        return page(
            request,
            "sign_in_password.html",
            foot=foot,
            status=status,
            den=den,
            name=name,
            wrong=wrong,
            fewest=FEWEST_SIGNS,
        )

    @router.get(SIGN_IN)
    @needs(Anybody.PUBLIC)
    def ask(request: Request, den: str = "") -> Response:
        return sign_in_page(request, local(den))

    @router.post(SIGN_IN)
    @needs(Anybody.PUBLIC)
    def sign_in(request: Request, name: _Name = "", password: _Password = "", den: _Back = "") -> Response:
        try:
            session = desks.sign_in.sign_in(name, password)
        except VankhoError as wrong:
            if wrong.code == "account.password_due":
                return password_page(request, local(den), name)
            if wrong.retryable:
                raise
            return sign_in_page(request, local(den), name, wrong)
        response = RedirectResponse(after_password(session, local(den)), status_code=303)
        remember_session(request, response, session, tls=desks.tls)
        return response

    @router.get(f"{SIGN_IN}/mat-khau")
    @needs(Anybody.PUBLIC)
    def ask_password(request: Request, den: str = "") -> Response:
        return password_page(request, local(den))

    @router.post(f"{SIGN_IN}/mat-khau")
    @needs(Anybody.PUBLIC)
    def set_password(
        request: Request,
        *,
        name: _Name = "",
        password: _Password = "",
        new: _Password = "",
        again: _Password = "",
        den: _Back = "",
    ) -> Response:
        try:
            require_same(new, again)
            desks.sign_in.change_password(name, password, new)
            session = desks.sign_in.sign_in(name, new)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return password_page(request, local(den), name, wrong)
        response = RedirectResponse(after_password(session, local(den)), status_code=303)
        remember_session(request, response, session, tls=desks.tls)
        return response

    return router
