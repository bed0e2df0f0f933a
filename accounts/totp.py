"""Codes of an authenticator app (TOTP, RFC 6238): six digits that change every 30 seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp

if TYPE_CHECKING:
    from datetime import datetime

STEP_SECONDS = 30
DRIFT = 1
"""Steps that a clock may be ahead or behind (RFC 6238, 5.2)."""
NAME = "Vankho"
"""How the app calls whom the code is for."""


def new_secret() -> str:
    """160 bits, as base 32."""
    return pyotp.random_base32(32)


def address(secret: str, account: str) -> str:
    """What the QR code holds, and apps read."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=NAME)


def step_of(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """The time step whose code it is; None where it is none of those that count now.

    Steps up to ``after`` do not count: their code was taken already. Every step is compared, each in constant
    time, so that how long it takes tells nothing.
    """
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdigit()):
        return None
    present = int(now.timestamp()) // STEP_SECONDS
    of = pyotp.TOTP(secret)
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        if pyotp.utils.strings_equal(of.generate_otp(step), typed) and step > after:
            found = step
    return found
