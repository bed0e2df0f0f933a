"""The desk of second factors: what people prove who they are by besides the password."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from accounts import refusals
from accounts.model import SecondFactors, TotpOffer
from accounts.passkey_site import PasskeyRefusedError, PasskeySite
from accounts.ports import SecondFactorDesk
from accounts.recovery_codes import digest_of, new_codes
from accounts.roles import capabilities_of
from accounts.sealing import seal
from accounts.totp import address, new_secret
from adapters.catalogue import accounts, events, second_factors
from app.desks.second_factor_check import ADDING, CONFIRMING, SecondFactorCheck
from app.desks.tries import LOCKED_FOR, Tries
from app.second_factor_key import second_factor_key
from records.folding import normalise
from records.reader import Capability

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any
    from uuid import UUID

    import sqlalchemy as sa

    from accounts.model import Role
    from app.desks.sign_in import CatalogueSignInDesk
    from app.wiring import Parts
    from records.reader import Reader

BEGUN_FOR = timedelta(minutes=15)
"""Who began and went away has to prove again who he is."""
SET_UP = "second factor creation"
IRREVERSIBLE = frozenset({Capability.DECIDE, Capability.APPROVE})
"""Who may these may do what cannot be taken back."""


class CatalogueSecondFactorDesk(SecondFactorDesk):
    """On the catalogue; secrets of apps are sealed under a key that lies elsewhere."""

    def __init__(self, parts: Parts, sign_in: CatalogueSignInDesk) -> None:
        self._parts = parts
        self._sign_in = sign_in
        self._check = SecondFactorCheck(parts)
        self._tries = Tries(parts)

    def of(self, reader: Reader) -> SecondFactors:
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = second_factors.totp_of(connection, reader.account)
            account = accounts.row(connection, reader.account)
            roles = accounts.rights_of(account).roles if account else frozenset()
            by_role = roles & second_factors.demanding_roles(connection)
            by_act = self._parts.settings.second_factor == "irreversible" and capabilities_of(roles) & IRREVERSIBLE
            return SecondFactors(
                code_since=row.set_at if row else None,
                passkeys=tuple(second_factors.passkeys(connection, reader.account)),
                recovery_codes_left=second_factors.recovery_codes_left(connection, reader.account),
                demanded=bool(by_role or by_act),
            )

    def begin_codes(self, reader: Reader, password: str, code: str = "") -> TotpOffer:
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = second_factors.totp_of(connection, reader.account)
            if accounts.row(connection, reader.account) is None:
                raise refusals.no_account_to_act_for()
        if row is not None and row.set_at is not None:
            raise refusals.second_factor_set()
        key = second_factor_key(self._parts.settings)
        self._sign_in.prove(reader, password, code)
        secret = new_secret()
        sealed = seal(key, secret, account=reader.account)
        with self._parts.catalogue.begin() as connection:
            second_factors.begin_totp(connection, reader.account, sealed, self._parts.clock.now())
        return TotpOffer(secret=secret, address=address(secret, reader.account))

    def begun_codes(self, reader: Reader) -> TotpOffer | None:
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = second_factors.totp_of(connection, reader.account)
        if row is None or not self._is_begun(row):
            return None
        secret = self._check.secret(row)
        return TotpOffer(secret=secret, address=address(secret, reader.account))

    def finish_codes(self, reader: Reader, code: str) -> tuple[str, ...]:
        if reader.by_token:
            raise refusals.in_person()
        name, now = reader.account, self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            row = second_factors.totp_of(connection, name)
            if row is None or not self._is_begun(row):
                raise refusals.second_factor_not_begun()
            left = self._tries.count(connection, name)
        step = self._check.step(row, code)
        with self._parts.catalogue.begin() as connection:
            right = step is not None and second_factors.take_step(connection, name, step, set_at=now)
            if right:
                self._tries.forgive(connection, name)
                self._tell(connection, SET_UP, name, {"kind": "totp"})
                return self._make_recovery_codes(connection, name)
        self._tries.failed(name, SET_UP)
        raise refusals.refused_proof(left, LOCKED_FOR)

    def remove_codes(self, reader: Reader, password: str, code: str) -> None:
        self._sign_in.prove(reader, password, code)
        with self._parts.catalogue.begin() as connection:
            if second_factors.remove_totp(connection, reader.account):
                self._tell(connection, "second factor removal", reader.account, {"kind": "totp"})
            self._tidy(connection, reader.account)

    def begin_passkey(self, reader: Reader, password: str, code: str, site: PasskeySite) -> str:
        from accounts import passkeys  # noqa: PLC0415  nine MiB, for who has one

        if not site.has_passkeys:
            raise refusals.no_passkeys_here()
        name = reader.account
        with self._parts.catalogue.begin(readonly=True) as connection:
            if accounts.row(connection, name) is None:
                raise refusals.no_account_to_act_for()
        self._sign_in.prove(reader, password, code)
        with self._parts.catalogue.begin() as connection:
            challenge, told = passkeys.creation(site, name, second_factors.credentials(connection, name))
            self._check.remember(connection, name, ADDING, challenge, site)
        return told

    def finish_passkey(self, reader: Reader, answer: str, name: str) -> tuple[str, ...]:
        from accounts import passkeys  # noqa: PLC0415  nine MiB, for who has one

        if reader.by_token:
            raise refusals.in_person()
        account, now = reader.account, self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            asked = second_factors.take_challenge(connection, account, ADDING, now)
        if asked is None:
            raise refusals.passkey_refused()
        try:
            made = passkeys.registered(answer, challenge=asked.challenge, site=PasskeySite(asked.site))
        except PasskeyRefusedError:
            raise refusals.passkey_refused() from None
        with self._parts.catalogue.begin() as connection:
            if not second_factors.add_passkey(
                connection,
                account=account,
                credential=made.credential,
                public_key=made.public_key,
                sign_count=made.sign_count,
                name=normalise(name).strip() or made.credential[:8],
                now=now,
            ):
                raise refusals.passkey_known()
            self._tell(connection, SET_UP, account, {"kind": "passkey"})
            if second_factors.recovery_codes_left(connection, account):
                return ()
            return self._make_recovery_codes(connection, account)

    def challenge(self, reader: Reader, site: PasskeySite) -> str:
        if reader.by_token:
            raise refusals.in_person()
        with self._parts.catalogue.begin() as connection:
            if not second_factors.credentials(connection, reader.account):
                raise refusals.no_second_factor()
            return self._check.ask(connection, reader.account, CONFIRMING, site)

    def remove_passkey(self, reader: Reader, which: UUID, password: str, code: str) -> None:
        if which not in {each.passkey for each in self.of(reader).passkeys}:
            raise refusals.no_such_passkey()
        self._sign_in.prove(reader, password, code)
        with self._parts.catalogue.begin() as connection:
            if second_factors.remove_passkey(connection, reader.account, which):
                self._tell(connection, "second factor removal", reader.account, {"kind": "passkey"})
            self._tidy(connection, reader.account)

    def new_recovery_codes(self, reader: Reader, password: str, code: str) -> tuple[str, ...]:
        if not self.of(reader).any_set:
            raise refusals.no_second_factor()
        self._sign_in.prove(reader, password, code)
        with self._parts.catalogue.begin() as connection:
            return self._make_recovery_codes(connection, reader.account)

    def demanding_roles(self, reader: Reader) -> frozenset[Role]:
        _require_administrator(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return second_factors.demanding_roles(connection)

    def demand_of(self, reader: Reader, roles: frozenset[Role]) -> None:
        _require_administrator(reader)
        now = self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            second_factors.demand_of(connection, roles, reader.account, now)
            detail = {"roles": sorted(role.value for role in roles)}
            self._tell(connection, "second factor requirement", reader.account, detail)

    def forget(self, reader: Reader, name: str) -> None:
        _require_administrator(reader)
        if name == reader.account:
            raise refusals.own_account()
        with self._parts.catalogue.begin() as connection:
            if accounts.row(connection, name) is None:
                raise refusals.no_such_account()
            second_factors.forget(connection, name)
            accounts.end_sessions(connection, name)
            self._tell(connection, "second factor reset", reader.account, {}, subject=name)

    def _make_recovery_codes(self, connection: sa.Connection, name: str) -> tuple[str, ...]:
        codes = new_codes()
        digests = [digest_of(name, code) for code in codes]
        second_factors.put_recovery_codes(connection, name, digests, self._parts.clock.now())
        self._tell(connection, "recovery code creation", name, {})
        return codes

    def _tidy(self, connection: sa.Connection, name: str) -> None:
        """Recovery codes stand in for something; alone they would be a second password."""
        if not any(second_factors.kinds_set(connection, name)):
            second_factors.put_recovery_codes(connection, name, (), self._parts.clock.now())

    def _is_begun(self, row: Any) -> bool:
        return row.set_at is None and row.created_at > self._parts.clock.now() - BEGUN_FOR

    def _tell(
        self, connection: sa.Connection, what: str, agent: str, detail: Mapping[str, Any], *, subject: str = ""
    ) -> None:
        now = self._parts.clock.now()
        subjects = [subject or agent]
        events.add(connection, type=what, agent=agent, now=now, subjects=subjects, detail=detail)


def _require_administrator(reader: Reader) -> None:
    if Capability.ADMINISTER not in reader.capabilities:
        raise refusals.not_an_administrator()
