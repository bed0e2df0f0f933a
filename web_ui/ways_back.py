"""Where somebody goes on: to sign in, back from there, or to the first page that is his."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi.responses import RedirectResponse

from records.reader import Capability

if TYPE_CHECKING:
    from fastapi import Request, Response

    from accounts.model import NewSession
    from records.reader import Reader

SIGN_IN = "/dang-nhap"
SIGN_IN_CODE = "/dang-nhap/ma"
SECOND_FACTOR = "/tai-khoan/lop-hai"


def to_sign_in(request: Request) -> Response:
    """To the page of signing in, and from there back to what was asked for."""
    url = request.url
    asked = f"{url.path}?{url.query}" if url.query else url.path
    # What was sent cannot be sent again from there.
    back = asked if request.method == "GET" and asked != "/" else ""
    return RedirectResponse(f"{SIGN_IN}?{urlencode({'den': back})}" if back else SIGN_IN, status_code=303)


def local(address: str) -> str:
    """``address`` where it is one of this site; the start for everything else, which could lead anywhere."""
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if plain and address.isprintable() else "/"


def after_password(session: NewSession, back: str) -> str:
    """Where somebody goes on who gave the right password: to the second factor, or on to ``back``."""
    if not session.waits:
        return back
    return f"{SIGN_IN_CODE}?{urlencode({'den': back})}" if back != "/" else SIGN_IN_CODE


def first_page_of(reader: Reader) -> str:
    """The page an account begins its day with."""
    if reader.second_factor_due:
        return SECOND_FACTOR
    for capability, page in (
        (Capability.TAKE_IN, "/tiep-nhan"),
        (Capability.VOTE, "/huy"),
        (Capability.APPROVE, "/huy"),
        (Capability.READ, "/tra-cuu"),
        (Capability.ADMINISTER, "/quan-tri"),
        (Capability.AUDIT, "/nhat-ky"),
    ):
        if capability in reader.capabilities:
            return page
    return "/tai-khoan"
