"""Whether a code is the second factor of an account: of an app, a recovery code, or the answer of a passkey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from accounts import refusals
from accounts.model import ProofAsked
from accounts.passkey_site import PasskeyRefusedError, PasskeySite
from accounts.recovery_codes import digest_of
from accounts.sealing import SealBrokenError, unseal
from accounts.totp import step_of
from adapters.catalogue import second_factors
from app.second_factor_key import second_factor_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    import sqlalchemy as sa

    from app.wiring import Parts

SIGNING_IN = "sign in"
CONFIRMING = "confirm"
ADDING = "add"
"""What a challenge is for: the answer to one is no answer to another."""
ANSWERED_WITHIN = timedelta(minutes=5)
_LONGEST_CODE = 64
"""Signs; a recovery code with its dashes has 17."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A code that is right, as far as nobody else uses it meanwhile."""

    kind: str
    """``totp``, ``recovery code`` or ``passkey``; stands in the event."""
    take: Callable[[sa.Connection], bool]
    """Uses it up, in the transaction of what it is given for; False where it was used meanwhile."""


class SecondFactorCheck:
    """Looks at codes; safe for threads."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def asked(self, connection: sa.Connection, name: str) -> ProofAsked:
        """Which second factors the account has."""
        code, passkey = second_factors.kinds_set(connection, name)
        return ProofAsked(password=False, code=code, passkey=passkey)

    def recognise(self, connection: sa.Connection, name: str, code: str, purpose: str) -> Recognised | None:
        """What ``code`` is; None where it is none of the account's. Nothing is used up yet.

        Raises:
            Misconfigured (second_factor.key_wrong, second_factor.no_key): Secrets of apps cannot be read here.
        """
        now = self._parts.clock.now()
        if code.startswith("{"):
            return self._signed(connection, name, code, purpose)
        if not code or len(code) > _LONGEST_CODE:
            return None
        digest = digest_of(name, code)
        if second_factors.has_recovery_code(connection, name, digest):
            return Recognised("recovery code", lambda c: second_factors.take_recovery_code(c, name, digest, now))
        row = second_factors.totp_of(connection, name)
        if row is None or row.set_at is None:
            return None
        step = self.step(row, code)
        if step is None:
            return None
        return Recognised("totp", lambda c: second_factors.take_step(c, name, step))

    def ask(self, connection: sa.Connection, name: str, purpose: str, site: PasskeySite) -> str:
        """A challenge for the account's passkeys, as the browser is told it."""
        from accounts import passkeys  # noqa: PLC0415  nine MiB, for who has one

        challenge, told = passkeys.request(site, second_factors.credentials(connection, name))
        self.remember(connection, name, purpose, challenge, site)
        return told

    def remember(self, connection: sa.Connection, name: str, purpose: str, challenge: str, site: PasskeySite) -> None:
        """Wait five minutes for the answer to a challenge."""
        second_factors.put_challenge(
            connection,
            account=name,
            purpose=purpose,
            challenge=challenge,
            site=site.origin,
            expires_at=self._parts.clock.now() + ANSWERED_WITHIN,
        )

    def _signed(self, connection: sa.Connection, name: str, answer: str, purpose: str) -> Recognised | None:
        from accounts import passkeys  # noqa: PLC0415  nine MiB, for who has one

        now = self._parts.clock.now()
        # Taken whatever comes of it: no challenge is answered twice.
        asked = second_factors.take_challenge(connection, name, purpose, now)
        row = second_factors.passkey_named(connection, name, passkeys.credential_of(answer))
        if asked is None or row is None:
            return None
        try:
            count = passkeys.signed(
                answer,
                challenge=asked.challenge,
                site=PasskeySite(asked.site),
                public_key=row.public_key,
                sign_count=row.sign_count,
            )
        except PasskeyRefusedError:
            return None
        return Recognised("passkey", lambda c: second_factors.take_sign_count(c, row.id, row.sign_count, count, now))

    def step(self, row: Any, code: str) -> int | None:
        """The time step whose code it is, of a row of ``totp``."""
        return step_of(self.secret(row), code, self._parts.clock.now(), after=row.taken)

    def secret(self, row: Any) -> str:
        """What an app makes its codes of.

        Raises:
            Misconfigured (second_factor.key_wrong, second_factor.no_key): It cannot be read here.
        """
        key = second_factor_key(self._parts.settings)
        try:
            return unseal(key, row.secret, account=row.account)
        except SealBrokenError as error:
            raise refusals.key_is_another() from error
