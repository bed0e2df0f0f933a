"""The one shape in which errors leave over HTTP."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from records.errors import Conflict, Forbidden, InvalidInput, NotFound, Sentence, Unavailable, VankhoError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

ErrorPage = Callable[[Request, int, VankhoError, str], Response]
"""Makes the page of an error for a browser: request, status, error, reference."""

RETRY_AFTER_SECONDS = 5

_log = logging.getLogger(__name__)


class TwoLanguages(BaseModel):
    """The same sentence in both languages."""

    vi: str
    en: str


class ErrorBody(BaseModel):
    """What went wrong and what to do."""

    code: str = Field(description="Stable; for programs.", examples=["dossier.not_found"])
    message: TwoLanguages
    hint: TwoLanguages
    reference: str = Field(
        description="Eight signs to read out on the telephone; in the log too.", examples=["4f1c09ab"]
    )


class ErrorAnswer(BaseModel):
    """The body of every answer that is an error."""

    error: ErrorBody


def answer_to(
    request: Request,
    error: VankhoError,
    *,
    status: int,
    headers: Mapping[str, str] | None = None,
    cause: BaseException | None = None,
    error_page: ErrorPage | None = None,
) -> Response:
    """The answer to ``error``, logged under its reference; ``cause`` is logged and never shown."""
    reference = secrets.token_hex(4)
    # Whoever logs the request as a whole finds it there.
    request.scope["reference"] = reference
    level = logging.ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO
    _log.log(
        level,
        "%s %s answered %d %s, reference %s",
        request.method,
        request.scope["path"],  # the address as a whole may be one that cannot be taken apart
        status,
        error.code,
        reference,
        exc_info=cause if level == logging.ERROR else None,
    )
    response: Response
    if error_page is not None and wants_page(request):
        response = error_page(request, status, error, reference)
    else:
        response = JSONResponse(as_plain(error, reference), status_code=status)
    response.headers.update(headers or {})
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers.setdefault("WWW-Authenticate", 'Bearer realm="vankho"')
    if error.retryable:
        response.headers.setdefault("Retry-After", str(RETRY_AFTER_SECONDS))
    return response


def as_plain(error: VankhoError, reference: str) -> dict[str, Any]:
    body = ErrorBody(
        code=error.code,
        message=TwoLanguages(vi=error.says.vi, en=error.says.en),
        hint=TwoLanguages(vi=error.hint.vi, en=error.hint.en),
        reference=reference,
    )
    return ErrorAnswer(error=body).model_dump()


def wants_page(request: Request) -> bool:
    """Whether a person in a browser asks for a page, not a program for the API.

    Files that pages lead to lie below ``/api`` too: who follows such a link is told what is wrong as on any page.
    Browsers alone say that they are led somewhere, and scripts cannot.
    """
    path: str = request.scope["path"]
    of_program = path == "/api" or path.startswith("/api/")
    if of_program and request.headers.get("sec-fetch-mode", "") != "navigate":
        return False
    return "text/html" in request.headers.get("accept", "")


def from_validation(error: RequestValidationError) -> tuple[VankhoError, int, dict[str, str]]:
    """What is wrong with which field. The values sent are not repeated."""
    faults = [(".".join(str(step) for step in fault["loc"][1:]) or "body", fault["msg"]) for fault in error.errors()]
    names = ", ".join(dict.fromkeys(name for name, _ in faults))
    told = InvalidInput(
        "input.invalid",
        Sentence(f"Dữ liệu gửi lên chưa đúng: {names}.", f"The input is not valid: {names}."),
        Sentence(
            "Sửa các mục nêu trên rồi gửi lại: " + "; ".join(f"{name}: {says}" for name, says in faults),
            "Correct these and send again: " + "; ".join(f"{name}: {says}" for name, says in faults),
        ),
    )
    return told, told.http_status, {}


def from_http(error: HTTPException) -> tuple[VankhoError, int, dict[str, str]]:
    """Errors of the web framework itself: no such address, no such method."""
    status, headers = error.status_code, dict(error.headers or {})
    if status == HTTPStatus.NOT_FOUND:
        return not_found(), status, headers
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = headers.get("Allow", "")
        told: VankhoError = InvalidInput(
            "http.method_not_allowed",
            Sentence("Địa chỉ này không nhận cách gọi đó.", "This address does not take that method."),
            Sentence(f"Cách gọi được nhận: {allowed}.", f"It takes: {allowed}."),
        )
        return told, status, headers
    kinds: dict[int, type[VankhoError]] = {401: Forbidden, 403: Forbidden, 409: Conflict, 503: Unavailable}
    told = kinds.get(status, InvalidInput)(
        f"http.{status}",
        Sentence(f"Máy chủ không thực hiện được yêu cầu ({status}).", f"The request was not carried out ({status})."),
        Sentence("Xem lại yêu cầu rồi thử lại.", "Look at the request, then try again."),
    )
    return told, status, headers


def not_found() -> NotFound:
    return NotFound(
        "http.not_found",
        Sentence("Không có địa chỉ này.", "There is no such address."),
        Sentence("Kiểm tra lại đường dẫn, hoặc về trang đầu.", "Check the address, or go to the first page."),
    )


def unexpected() -> VankhoError:
    """What is said of an error nobody foresaw: nothing of its inside."""
    return VankhoError(
        "internal.unexpected",
        Sentence(
            "Có lỗi ngoài dự kiến; dữ liệu đã nhận vẫn an toàn.",
            "Something unforeseen went wrong; what was received is safe.",
        ),
        Sentence(
            "Thử lại; nếu vẫn lỗi, báo mã tham chiếu cho quản trị viên.",
            "Try again; if it stays, tell the administrator the reference.",
        ),
    )
