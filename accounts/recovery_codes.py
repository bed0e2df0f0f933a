"""Recovery codes: ten words for the day the phone is lost, each good for one time."""

from __future__ import annotations

import hashlib
import secrets

HOW_MANY = 10
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that people mistake for one another."""
_GROUPS, _LENGTH = 3, 5


def new_codes() -> tuple[str, ...]:
    """Each of 74 bits: with so many, a fast digest of them is enough."""
    return tuple(
        "-".join("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)) for _ in range(_GROUPS))
        for _ in range(HOW_MANY)
    )


def digest_of(account: str, code: str) -> str:
    """What is kept of one; spaces, dashes and capitals do not matter."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(f"{account}\n{plain}".encode("utf-8", "surrogatepass")).hexdigest()
