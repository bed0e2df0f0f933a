"""Which language the reader wants: ``?lang=`` now, the cookie from then on, Vietnamese otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web_ui.texts import LANGUAGES

if TYPE_CHECKING:
    from fastapi import Request, Response

COOKIE = "vankho_lang"
_YEAR = 365 * 24 * 3600


def language_of(request: Request) -> str:
    """``vi`` or ``en``."""
    asked = request.query_params.get("lang") or request.cookies.get(COOKIE, "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def remember_language(request: Request, response: Response) -> None:
    """Keep the choice that was made in the address."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        response.set_cookie(COOKIE, asked, max_age=_YEAR, httponly=True, samesite="lax")
