"""OpenID Connect: the authorisation code with PKCE, and an identity token that is checked before it is believed."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from accounts import refusals
from accounts.common_sign_in.model import AskedProvider
from accounts.common_sign_in.ports import IdentityProvider
from records.errors import Sentence, Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

SCOPES = "openid profile email"
SECONDS = 10.0
_FRESH_SECONDS = 600.0
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that only the provider can make: none of a shared secret, and not none."""
LEEWAY_SECONDS = 60


class OidcProvider(IdentityProvider):
    """One provider, found by its discovery document; safe for threads.

    ``claim`` is what names the account; it has to be one that people cannot change themselves.
    """

    def __init__(self, *, issuer: str, client_id: str, client_secret: str, claim: str, title: str) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._claim = claim
        self._title = title
        self._guard = threading.Lock()
        self._known: tuple[float, Mapping[str, Any], KeySet] | None = None

    @property
    def title(self) -> str:
        return self._title

    def ask(self, redirect_uri: str) -> tuple[str, AskedProvider]:
        asked = AskedProvider(
            state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32), verifier=secrets.token_urlsafe(48)
        )
        found, _ = self._configuration()
        digest = hashlib.sha256(asked.verifier.encode()).digest()
        told = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "scope": SCOPES,
            "state": asked.state,
            "nonce": asked.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return str(httpx.URL(found["authorization_endpoint"]).copy_merge_params(told)), asked

    def answer(self, code: str, asked: AskedProvider, redirect_uri: str) -> str:
        found, _ = self._configuration()
        token = self._exchanged(found["token_endpoint"], code, asked.verifier, redirect_uri)
        claims = self._checked(str(token.get("id_token", "")), asked.nonce)
        if self._claim not in claims:
            claims = self._more(found, str(token.get("access_token", "")), str(claims["sub"]))
        named = claims.get(self._claim)
        if not isinstance(named, str) or not named.strip():
            raise refusals.not_confirmed()
        if self._claim == "email" and claims.get("email_verified") is not True:
            raise refusals.not_confirmed()
        return named.strip()

    def _exchanged(self, endpoint: str, code: str, verifier: str, redirect_uri: str) -> Mapping[str, Any]:
        """What the provider gives for the code (RFC 6749, 4.1.3; name and secret as RFC 6749, 2.3.1 writes them)."""
        said = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        own = quote(self._client_id, safe=""), quote(self._client_secret, safe="")
        try:
            with httpx.Client(timeout=SECONDS) as client:
                answer = client.post(endpoint, data=said, auth=own)
            told = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise _unreachable() from error
        if answer.is_server_error:
            raise _unreachable()
        if not answer.is_success or not isinstance(told, dict):
            raise refusals.not_confirmed()
        return told

    def _more(self, found: Mapping[str, Any], access_token: str, subject: str) -> Mapping[str, Any]:
        """What the provider tells of the same person when it is asked (OpenID Connect Core, 5.3)."""
        if "userinfo_endpoint" not in found:
            raise refusals.not_confirmed()
        try:
            with httpx.Client(timeout=SECONDS) as client:
                said = client.get(found["userinfo_endpoint"], headers={"Authorization": f"Bearer {access_token}"})
                told = said.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise _unreachable() from error
        if not isinstance(told, dict) or told.get("sub") != subject:
            raise refusals.not_confirmed()
        return told

    def _checked(self, id_token: str, nonce: str) -> Mapping[str, Any]:
        """Its claims (OpenID Connect Core, 3.1.3.7)."""
        _, keys = self._configuration()
        try:
            token = self._decoded(id_token, keys)
            registry = jwt.JWTClaimsRegistry(
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": self._issuer},
                aud={"essential": True, "value": self._client_id},
                exp={"essential": True},
                iat={"essential": True},
                sub={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            registry.validate(token.claims)
        except (JoseError, ValueError) as error:
            raise refusals.not_confirmed() from error
        audience = token.claims["aud"]
        several = isinstance(audience, list) and len(audience) > 1
        if (several or "azp" in token.claims) and token.claims.get("azp") != self._client_id:
            raise refusals.not_confirmed()
        return token.claims

    def _decoded(self, id_token: str, keys: KeySet) -> jwt.Token:
        try:
            return jwt.decode(id_token, keys, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError):
            # It may have changed its keys since; then by those of now, or not at all.
            _, fresh = self._configuration(anew=True)
            return jwt.decode(id_token, fresh, algorithms=list(ALGORITHMS))

    def _configuration(self, *, anew: bool = False) -> tuple[Mapping[str, Any], KeySet]:
        with self._guard:
            known = self._known
        if known is not None and not anew and time.monotonic() - known[0] < _FRESH_SECONDS:
            return known[1], known[2]
        try:
            with httpx.Client(timeout=SECONDS) as client:
                address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
                found = client.get(address).raise_for_status().json()
                # Else somebody else could answer in its name (OpenID Connect Discovery, 4.3).
                if found["issuer"] != self._issuer:
                    raise refusals.not_confirmed()
                keys = KeySet.import_key_set(client.get(found["jwks_uri"]).raise_for_status().json())
        except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError) as error:
            raise _unreachable() from error
        with self._guard:
            self._known = (time.monotonic(), found, keys)
        return found, keys


def _unreachable() -> Unavailable:
    return Unavailable(
        "oidc.unreachable",
        Sentence("Hệ thống đăng nhập chung không trả lời.", "The common sign-in does not answer."),
        Sentence("Đợi một lát, hoặc dùng mật khẩu của Văn khố.", "Wait a moment, or use your password of Vankho."),
    )
