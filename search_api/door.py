"""The door: nobody comes to a route without being known, or to one that declares no need.

Two doors in a row. The outer one asks who it is, before a body is read or a route is looked for:
a stranger learns of no address. The inner one compares what the route declares (``records.needs``)
with what the account may do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from records.asked_from import asking_from
from records.errors import Forbidden, Sentence, SignInNeeded, VankhoError
from records.needs import Anybody, need_of
from records.reader import Capability
from search_api.errors import answer_to
from search_api.guard import SAFE_METHODS, other_site
from search_api.sign_in import Credentials, came_by_token, reader_of, remember_reader

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from fastapi import FastAPI
    from fastapi.routing import RouteContext
    from starlette.types import ASGIApp, Receive, Scope, Send

    from records.needs import Need
    from search_api.errors import ErrorPage
    from search_api.sign_in import WhoAsks


class Door:
    """Lets in who is known, and everybody to what is public."""

    def __init__(self, app: ASGIApp, *, site: FastAPI, who: WhoAsks, error_page: ErrorPage | None = None) -> None:
        self._app = app
        self._site = site
        self._who = who
        self._error_page = error_page
        self._public: tuple[re.Pattern[str], ...] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with asking_from((scope.get("client") or ("",))[0]):
            await self._ask(scope, receive, send)

    async def _ask(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._is_public(scope["path"]):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            await self._admit(request)
        except VankhoError as error:
            answer = answer_to(request, error, status=error.http_status, cause=error, error_page=self._error_page)
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _admit(self, request: Request) -> None:
        credentials = Credentials.of(request)
        reader = await run_in_threadpool(self._who, credentials)
        if reader is None:
            raise sign_in_needed()
        if credentials.session and not credentials.token and _says_not_from_where(request):
            raise other_site()
        remember_reader(request, reader, by_token=bool(credentials.token))

    def _is_public(self, path: str) -> bool:
        if self._public is None:  # routes are added until the first request comes
            self._public = tuple(context.path_regex for context, need in declared(self._site) if need is Anybody.PUBLIC)
        return any(pattern.match(path) for pattern in self._public)


def _says_not_from_where(request: Request) -> bool:
    """Whether an act by cookie does not say which site asks; every browser says it, a program has a token."""
    unsafe = request.method not in SAFE_METHODS
    return unsafe and not {"origin", "sec-fetch-site"} & set(request.headers)


def declared(site: FastAPI) -> Iterator[tuple[RouteContext, Need | None]]:
    """Every route of the site with what it declares; None: nothing, so it is closed to everybody."""
    for context in iter_route_contexts(site.routes):
        yield context, need_of(context.endpoint)


async def require_declared(request: Request) -> None:
    """The inner door, a dependency of every route.

    Raises:
        Forbidden (account.not_allowed): The account lacks the capability, or the route declares none.
        Forbidden (sign_in.second_factor_due): The account has to set a second factor before it may do anything.
    """
    need = need_of(request.scope.get("endpoint"))
    if need is Anybody.PUBLIC:
        return
    reader = reader_of(request)
    if reader is None or need is None:
        raise not_allowed()
    if need is Anybody.IN_PERSON and came_by_token(request):
        raise not_allowed()
    if isinstance(need, Capability) and reader.second_factor_due:
        raise second_factor_due()
    if isinstance(need, Capability) and need not in reader.capabilities:
        raise not_allowed()


def sign_in_needed() -> SignInNeeded:
    return SignInNeeded(
        "sign_in.needed",
        Sentence("Cần đăng nhập.", "You have to sign in."),
        Sentence(
            "Đăng nhập ở trang /dang-nhap; chương trình gửi kèm mã truy cập (Authorization: Bearer).",
            "Sign in on the page /dang-nhap; a program sends its token (Authorization: Bearer).",
        ),
    )


def second_factor_due() -> Forbidden:
    return Forbidden(
        "sign_in.second_factor_due",
        Sentence(
            "Vai trò của tài khoản này phải có lớp xác thực thứ hai trước khi làm việc.",
            "A role of this account needs a second factor before it may do anything.",
        ),
        Sentence(
            "Đặt ở trang /tai-khoan/lop-hai, mất hai phút.", "Set it on the page /tai-khoan/lop-hai, in two minutes."
        ),
    )


def not_allowed() -> Forbidden:
    return Forbidden(
        "account.not_allowed",
        Sentence("Tài khoản này không được làm việc đó.", "This account may not do that."),
        Sentence("Đề nghị người quản trị cấp vai trò có quyền ấy.", "Ask the administrator for a role that may."),
    )
