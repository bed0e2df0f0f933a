"""The cookie of who signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search_api.sign_in import SESSION_COOKIE

if TYPE_CHECKING:
    from fastapi import Request, Response

    from accounts.model import NewSession


def remember_session(request: Request, response: Response, session: NewSession, *, tls: bool) -> None:
    """Give the browser the secret; no script reads it, and no other site sends it with an act."""
    response.set_cookie(
        SESSION_COOKIE,
        session.secret,
        httponly=True,
        samesite="lax",
        secure=tls or request.url.scheme == "https",
        path="/",
    )
