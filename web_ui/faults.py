"""What is shown when something cannot be done: what kind, what was not lost, one act, a code to read out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi.responses import RedirectResponse

from records.errors import (
    Conflict,
    Damaged,
    Forbidden,
    InvalidInput,
    Misconfigured,
    NotFound,
    SignInNeeded,
    Unavailable,
)
from records.ports.clock import SystemClock
from web_ui.rendering import page
from web_ui.ways_back import SECOND_FACTOR, to_sign_in

if TYPE_CHECKING:
    from fastapi import Request, Response

    from records.errors import VankhoError

_RETRY_AFTER = 12
"""Seconds until the page of an error that passes tries again by itself."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of error is shown."""

    words: str
    sign: str
    colour: str


_KINDS: tuple[tuple[type[VankhoError], Kind], ...] = (
    (Unavailable, Kind("fault.wait", "unplug", "doubt")),
    (NotFound, Kind("fault.not_found", "search-x", "")),
    (Forbidden, Kind("fault.forbidden", "lock", "")),
    (Conflict, Kind("fault.conflict", "git-compare-arrows", "doubt")),
    (Damaged, Kind("fault.damaged", "shield-x", "stop")),
    (InvalidInput, Kind("fault.invalid", "pen-line", "doubt")),
    (Misconfigured, Kind("fault.settings", "circle-alert", "stop")),
)
_UNKNOWN = Kind("fault.unknown", "circle-alert", "stop")


def error_page(request: Request, status: int, error: VankhoError, reference: str) -> Response:
    """The error as a page in the language of the request.

    ``reference`` is a short code that stands in the log too. An error that passes tries again
    by itself, but only what was asked by GET.
    """
    if isinstance(error, SignInNeeded):
        return to_sign_in(request)
    if error.code == "sign_in.second_factor_due" and request.method == "GET":
        return RedirectResponse(SECOND_FACTOR, status_code=303)
    kind = next((kind for of, kind in _KINDS if isinstance(error, of)), _UNKNOWN)
    again = error.retryable and request.method == "GET"
    response = page(
        request,
        "fault.html",
        status=status,
        error=error,
        kind=kind,
        again=_RETRY_AFTER if again else 0,
        seconds=_RETRY_AFTER,
        reference=reference,
        now=SystemClock().now(),
    )
    if error.retryable:
        response.headers["Retry-After"] = str(_RETRY_AFTER)
    return response
