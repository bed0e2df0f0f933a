"""Passwords: what is accepted, how they are kept (Argon2id, RFC 9106), one-time ones."""

from __future__ import annotations

import secrets
import threading
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from records.errors import InvalidInput, Sentence
from records.folding import fold, normalise

FEWEST_SIGNS = 12
MOST_SIGNS = 200
ONE_TIME_FOR = timedelta(days=3)
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that people mistake for one another when they read them out."""

# OWASP, Password Storage Cheat Sheet: at least 46 MiB and one pass, or 19 MiB and two.
_HASHER = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
# Memory is taken for each at once: a crowd of strangers must wait, not fill the machine.
_AT_ONCE = threading.BoundedSemaphore(4)


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe())


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(normalise(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether it is the password that ``kept`` was made of. It takes as long where there is no account (None)."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _nobodys(), normalise(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def one_time() -> str:
    """Twenty signs in four groups, 99 bits, to be typed once."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(4))


def require_good(password: str, *, account: str) -> None:
    """Long enough, and not what somebody tries first (OWASP ASVS 5.0, 6.2).

    Raises:
        InvalidInput (account.password_weak): Which it is not.
    """
    plain = fold(normalise(password)).replace(" ", "")
    known = any(part in plain for part in (fold(account), "vankho", "matkhau", "password", "12345678", "qwerty"))
    if FEWEST_SIGNS <= len(password) <= MOST_SIGNS and len(set(password)) >= 6 and not known:
        return
    raise InvalidInput(
        "account.password_weak",
        Sentence(
            f"Mật khẩu cần từ {FEWEST_SIGNS} ký tự, không chứa tên đăng nhập hay từ dễ đoán.",
            f"A password needs {FEWEST_SIGNS} signs or more, without the account's name or what is easily guessed.",
        ),
        Sentence("Ghép bốn từ bất kỳ là đủ tốt và dễ nhớ.", "Four words at random are good, and easy to keep in mind."),
    )


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other figures than those of today."""
    return _HASHER.check_needs_rehash(kept)
