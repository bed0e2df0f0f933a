"""Secrets that have to be read again, kept sealed (AES-256-GCM) under a key that lies elsewhere."""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_VERSION = "1."


class SealBrokenError(Exception):
    """It was sealed with another key, for another account, or was changed."""


def key_from(text: str, *, purpose: str) -> bytes:
    """A key of 256 bits from a long random text (RFC 5869); each purpose has its own."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"vankho {purpose}".encode()).derive(text.encode())


def seal(key: bytes, secret: str, *, account: str) -> str:
    """``secret`` as text that only the key opens again, and only for the same account."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, secret.encode(), account.encode())
    return _VERSION + base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(key: bytes, sealed: str, *, account: str) -> str:
    """What was sealed.

    Raises:
        SealBrokenError: It does not open.
    """
    try:
        kept = base64.urlsafe_b64decode(sealed.removeprefix(_VERSION))
        return AESGCM(key).decrypt(kept[:_NONCE], kept[_NONCE:], account.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError from error
