"""Signing in by the provider of identities that a body has already."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from accounts import refusals
from accounts.common_sign_in.model import AskedProvider, CommonBegun
from accounts.common_sign_in.ports import CommonSignInDesk
from accounts.sealing import SealBrokenError, key_from, seal, unseal

if TYPE_CHECKING:
    from accounts.common_sign_in.ports import IdentityProvider
    from accounts.model import NewSession
    from app.desks.sign_in import CatalogueSignInDesk
    from app.settings import Settings
    from records.ports.clock import Clock

BACK_WITHIN = timedelta(minutes=10)
_SEALED_FOR = "common sign-in"


class ProviderSignInDesk(CommonSignInDesk):
    """What one browser was sent with lies sealed in its own cookie: nothing is kept of who never comes back."""

    def __init__(
        self, provider: IdentityProvider, sign_in: CatalogueSignInDesk, clock: Clock, *, client_secret: str
    ) -> None:
        self._provider = provider
        self._sign_in = sign_in
        self._clock = clock
        self._key = key_from(client_secret, purpose=_SEALED_FOR)

    @property
    def title(self) -> str:
        return self._provider.title

    def begin(self, back: str, redirect_uri: str) -> CommonBegun:
        address, asked = self._provider.ask(redirect_uri)
        until = self._clock.now() + BACK_WITHIN
        kept = json.dumps({**asdict(asked), "back": back, "until": until.isoformat()})
        return CommonBegun(address=address, kept=seal(self._key, kept, account=_SEALED_FOR))

    def finish(self, kept: str, state: str, code: str, redirect_uri: str) -> tuple[NewSession, str]:
        try:
            told = json.loads(unseal(self._key, kept, account=_SEALED_FOR))
        except (SealBrokenError, ValueError):
            raise refusals.waited_too_long() from None
        asked = AskedProvider(state=told["state"], nonce=told["nonce"], verifier=told["verifier"])
        if datetime.fromisoformat(told["until"]) <= self._clock.now():
            raise refusals.waited_too_long()
        if not code or not secrets.compare_digest(asked.state.encode(), state.encode("utf-8", "replace")):
            raise refusals.not_confirmed()
        name = self._provider.answer(code, asked, redirect_uri)
        return self._sign_in.enter(name, by="oidc"), told["back"]


def common_sign_in(settings: Settings, sign_in: CatalogueSignInDesk, clock: Clock) -> CommonSignInDesk | None:
    """The desk, where the settings name a provider."""
    if not settings.oidc_issuer:
        return None
    from adapters.identity_provider.oidc import OidcProvider  # noqa: PLC0415  only where it is used

    assert settings.oidc_client_secret is not None, "the settings were checked"
    secret = settings.oidc_client_secret.get_secret_value()
    provider = OidcProvider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=secret,
        claim=settings.oidc_claim,
        title=settings.oidc_title,
    )
    return ProviderSignInDesk(provider, sign_in, clock, client_secret=secret)
