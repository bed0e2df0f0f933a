"""The key under which secrets of second factors are sealed: a secret setting, or a file beside the catalogue."""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING

from accounts.sealing import key_from
from records.errors import Misconfigured, Sentence

if TYPE_CHECKING:
    from pathlib import Path

    from app.settings import Settings

FEWEST_SIGNS = 32


def second_factor_key(settings: Settings) -> bytes:
    """The key of this installation. A desk makes itself one when it first needs it, readable by its owner alone.

    Raises:
        Misconfigured (second_factor.no_key): A server has none, or it is too short to be a secret.
    """
    given = settings.second_factor_key.get_secret_value().strip() if settings.second_factor_key else ""
    if not given and settings.profile == "desk":
        given = _of_the_desk(settings.data / "second-factor.key")
    if len(given) < FEWEST_SIGNS:
        raise Misconfigured(
            "second_factor.no_key",
            Sentence(
                "Máy chủ chưa có khóa để cất mã bí mật của lớp xác thực thứ hai.",
                "The server has no key under which secrets of second factors are kept.",
            ),
            Sentence(
                f"Đặt VANKHO_SECOND_FACTOR_KEY là một chuỗi ngẫu nhiên từ {FEWEST_SIGNS} ký tự, tốt nhất trong tệp ở "
                "VANKHO_SECRETS_DIR.",
                f"Set VANKHO_SECOND_FACTOR_KEY to {FEWEST_SIGNS} random signs or more, best by a file in "
                "VANKHO_SECRETS_DIR.",
            ),
        )
    return _derived(given)


@lru_cache(maxsize=8)
def _derived(text: str) -> bytes:
    return key_from(text, purpose="second factor")


def _of_the_desk(file: Path) -> str:
    if not file.exists():
        # Whole or not at all, and whoever is first has made it: two that start at once share one key.
        part = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(48))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(part, file)
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return file.read_text(encoding="ascii").strip()
