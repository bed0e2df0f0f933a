"""Passkeys (WebAuthn level 2): an authenticator signs a challenge, for one site alone.

Second factors here, after the password: whether the authenticator itself looked at a finger is not asked, and what
maker it is of neither.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.passkey_site import PasskeyRefusedError
from accounts.totp import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.passkey_site import PasskeySite

_UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, RecursionError)
"""What strangers' JSON ends in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasskey:
    """What is kept of an authenticator."""

    credential: str
    public_key: str
    """COSE, base64url."""
    sign_count: int


def creation(site: PasskeySite, account: str, known: Iterable[str]) -> tuple[str, str]:
    """A challenge, and what the browser is told as JSON to make a passkey; ``known`` are not made again."""
    options = generate_registration_options(
        rp_id=site.name,
        rp_name=NAME,
        user_name=account,
        # No name of a person: an authenticator may show it to whoever holds it.
        user_id=hashlib.sha256(f"vankho account {account}".encode()).digest(),
        exclude_credentials=_described(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.DISCOURAGED
        ),
    )
    return bytes_to_base64url(options.challenge), options_to_json(options)


def request(site: PasskeySite, known: Iterable[str]) -> tuple[str, str]:
    """A challenge, and what the browser is told as JSON to have it signed by one of ``known``."""
    options = generate_authentication_options(
        rp_id=site.name,
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    return bytes_to_base64url(options.challenge), options_to_json(options)


def registered(answer: str, *, challenge: str, site: PasskeySite) -> NewPasskey:
    """What the browser made.

    Raises:
        PasskeyRefusedError: It is not what was asked for.
    """
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
        )
    except _UNREADABLE as error:
        raise PasskeyRefusedError from error
    return NewPasskey(
        credential=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
    )


def signed(answer: str, *, challenge: str, site: PasskeySite, public_key: str, sign_count: int) -> int:
    """How often the authenticator says it has signed.

    Raises:
        PasskeyRefusedError: It was not signed by that key, or by a copy of it that is behind.
    """
    try:
        return verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=sign_count,
        ).new_sign_count
    except _UNREADABLE as error:
        raise PasskeyRefusedError from error


def credential_of(answer: str) -> str:
    """Of which credential it says to be; empty where it is no answer."""
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        return ""
    named = told.get("id") if isinstance(told, dict) else None
    return named if isinstance(named, str) and named.isascii() else ""


def _described(known: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in known]
