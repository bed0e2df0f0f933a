"""Passwords that everybody knows: a server that uses one is open to whoever reaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.settings import LOOPBACK
from records.errors import Sentence
from records.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import SecretStr

    from app.settings import Settings

WELL_KNOWN = frozenset(
    {
        *("minioadmin", "vankho", "vankho123", "vankhotest123", "changeme", "changeit", "postgres", "password"),
        *("passw0rd", "elastic", "redis", "admin", "admin123", "root", "secret", "test", "guest", "123456", "12345678"),
    }
)


def default_passwords(settings: Settings) -> list[Finding]:
    """One finding for each server of the settings that is reached with a well-known password, or none at all."""
    return [
        _finding(setting)
        for setting, user, password, host, open_is_fine in _doors(settings)
        if _is_open(user, password, on_loopback=bool(LOOPBACK.match(host)), open_is_fine=open_is_fine)
        # A trial on this machine alone may go through; one that others reach may not.
        and not (settings.allow_default_passwords and LOOPBACK.match(host))
    ]


def _is_open(user: str, password: str, *, on_loopback: bool, open_is_fine: bool) -> bool:
    if not password:
        return not (on_loopback or open_is_fine)
    return password.lower() in WELL_KNOWN or password == user


def _doors(settings: Settings) -> Iterator[tuple[str, str, str, str, bool]]:
    """Setting, account, password, host, and whether the server may admit us by other means than a password."""
    database = urlsplit(settings.database_url)
    yield (
        "VANKHO_DATABASE_PASSWORD",
        database.username or "",
        _secret(settings.database_password) or database.password or "",
        database.hostname or "",
        True,  # a certificate, or an account of the system
    )
    store = urlsplit(f"//{settings.s3_endpoint}")
    yield (
        "VANKHO_S3_SECRET_KEY",
        _secret(settings.s3_access_key),
        _secret(settings.s3_secret_key),
        store.hostname or "",
        False,
    )
    for address in settings.elasticsearch_url.replace(",", " ").split():
        yield (
            "VANKHO_ELASTICSEARCH_PASSWORD",
            settings.elasticsearch_user,
            _secret(settings.elasticsearch_password),
            urlsplit(address).hostname or "",
            False,
        )
    queue = urlsplit(settings.redis_url)
    yield (
        "VANKHO_REDIS_PASSWORD",
        queue.username or "",
        _secret(settings.redis_password) or queue.password or "",
        queue.hostname or "",
        False,
    )


def _finding(setting: str) -> Finding:
    return Finding(
        code="secrets.default_password",
        severity=Severity.REFUSAL,
        says=Sentence(
            f"{setting} để trống hoặc là mật khẩu mặc định ai cũng biết.",
            f"{setting} is empty or a default that everybody knows.",
        ),
        hint=Sentence(
            "Đặt mật khẩu ngẫu nhiên cho máy chủ đó và trong thiết lập (make secrets tạo sẵn). "
            "Chỉ khi thử trên chính máy này: VANKHO_ALLOW_DEFAULT_PASSWORDS=true.",
            "Give that server a random password and the settings too (make secrets makes them). "
            "For a trial on this machine alone: VANKHO_ALLOW_DEFAULT_PASSWORDS=true.",
        ),
        where=setting,
    )


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""
