"""The frame of the HTTP API: one application, one shape of errors, who may call it from where.

The desk serves loopback only, but any page in the operator's browser can reach loopback too:
the Host header is checked against DNS rebinding, and acts asked for by other sites are refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from records.errors import VankhoError
from records.needs import Anybody, needs
from search_api.api_page import api_page
from search_api.door import Door, require_declared
from search_api.errors import ErrorAnswer, answer_to, from_http, from_validation
from search_api.guard import Guard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fastapi import APIRouter, Request
    from starlette.responses import Response

    from search_api.errors import ErrorPage
    from search_api.sign_in import WhoAsks

OPENAPI_PATH = "/api/openapi.json"
DOCS_PATH = "/api/docs"
_KINDS = {
    "4XX": "Cần sửa yêu cầu, tìm nơi khác hoặc xin quyền. / Correct it, look elsewhere, or ask for the right.",
    "422": "Dữ liệu gửi lên chưa đúng. / The input must be corrected.",
    "5XX": "Lỗi của hệ thống; riêng 503 thì thử lại được. / Ours; 503 alone may be tried again.",
}


def create_application(
    routers: Sequence[APIRouter],
    *,
    version: str,
    allowed_hosts: Sequence[str],
    who: WhoAsks,
    pages: Sequence[APIRouter] = (),
    error_page: ErrorPage | None = None,
) -> FastAPI:
    """An application with all ``routers`` in it, and ``pages``, which its description leaves out.

    Every error leaves as ``{"error": {"code", "message": {"vi", "en"}, "hint": {"vi", "en"},
    "reference"}}`` with the status of its class, and is logged under the same reference. A
    browser that asks for a page, or follows a link to a file, gets what ``error_page`` makes of it instead.

    ``who`` knows the account behind a request. Each route declares what it needs (``records.needs``);
    one that declares nothing is closed to everybody.

    ``allowed_hosts`` are the names (without port) the server may be called by; ``*`` allows all,
    ``*.example.vn`` all below a name.
    """
    described: dict[int | str, dict[str, Any]] = {
        status: {"model": ErrorAnswer, "description": says} for status, says in _KINDS.items()
    }
    application = FastAPI(
        title="Vankho",
        summary="Kho tài liệu lưu trữ điện tử / An electronic records archive",
        version=version,
        # Made below, as a route that declares what it needs.
        openapi_url=None,
        # The stock pages load scripts from elsewhere; ours needs none.
        docs_url=None,
        redoc_url=None,
        responses=described,
        dependencies=[Depends(require_declared)],
    )
    for router in routers:
        application.include_router(router)
    # Each by itself: a router within a router has its routes worked out once more.
    for page in pages:
        application.include_router(page, include_in_schema=False)
    for path, endpoint in ((OPENAPI_PATH, _description(application)), (DOCS_PATH, api_page(application))):
        application.add_api_route(path, needs(Anybody.SIGNED_IN)(endpoint), include_in_schema=False)
    _answer_errors(application, error_page)
    application.add_middleware(Door, site=application, who=who, error_page=error_page)
    application.add_middleware(Guard, allowed_hosts=tuple(allowed_hosts), error_page=error_page)
    return application


def _description(application: FastAPI) -> Callable[[], JSONResponse]:
    def description() -> JSONResponse:
        return JSONResponse(application.openapi())

    return description


def _answer_errors(application: FastAPI, error_page: ErrorPage | None) -> None:
    def handler(read: Callable[[Any], tuple[VankhoError, int, dict[str, str]]]) -> Callable[..., Response]:
        def handle(request: Request, error: Exception) -> Response:
            says, status, headers = read(error)
            return answer_to(request, says, status=status, headers=headers, cause=error, error_page=error_page)

        return handle

    application.add_exception_handler(VankhoError, handler(lambda error: (error, error.http_status, {})))
    application.add_exception_handler(RequestValidationError, handler(from_validation))
    application.add_exception_handler(HTTPException, handler(from_http))
