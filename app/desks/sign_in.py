"""Signing in: who asks, by the session of a browser or the token of a program."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from accounts import refusals
from accounts.model import NewSession, ProofAsked, SessionView
from accounts.passwords import hashed, is_outdated, is_right, require_good
from accounts.ports import SignInDesk
from accounts.roles import reader_with
from adapters.catalogue import accounts, events, second_factors, units
from app.desks.second_factor_check import CONFIRMING, SIGNING_IN, SecondFactorCheck
from app.desks.tries import LOCKED_FOR, Tries, digest_of
from records.errors import InvalidInput, Sentence, Unavailable
from records.folding import normalise
from records.reader import Capability

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any
    from uuid import UUID

    import sqlalchemy as sa

    from accounts.model import TokenView
    from accounts.passkey_site import PasskeySite
    from app.wiring import Parts
    from records.reader import Reader
    from search_api.sign_in import Credentials, WhoAsks

IDLE = timedelta(hours=1)
"""A session nobody uses for so long is over."""
LONGEST = timedelta(hours=12)
"""A day at work; then one signs in again."""
FINISH_WITHIN = timedelta(minutes=5)
"""After the password the second factor is waited for so long."""
SIGN_IN = "sign in"
CONFIRMATION = "confirmation"
"""Somebody proved again who he is, before an act that cannot be taken back."""
MARK = "vk_"
"""Tells scanners of leaked secrets what they found."""
_SEEN_EVERY = timedelta(minutes=1)
_NAME_OF_SESSION = 16
"""Signs of the digest of its secret that name a session to its own account."""
_USED_EVERY = timedelta(hours=1)


class CatalogueSignInDesk(SignInDesk):
    """On the catalogue. Of secrets only their SHA-256 is kept: they are random, so nothing slower is needed."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._tries = Tries(parts)
        self._second = SecondFactorCheck(parts)
        self._has_accounts: bool | None = None

    @property
    def required(self) -> bool:
        return self._parts.settings.sign_in == "required" or self.any_account

    @property
    def any_account(self) -> bool:
        if self._has_accounts:
            return True  # accounts are never removed
        try:
            with self._parts.catalogue.begin(readonly=True) as connection:
                self._has_accounts = accounts.any_there(connection)
        except Unavailable:
            # What works without the catalogue goes on for who was let in a moment ago.
            if self._has_accounts is None:
                raise
        return bool(self._has_accounts)

    def reader_of_session(self, secret: str) -> Reader | None:
        now, digest = self._parts.clock.now(), digest_of(secret)
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = accounts.account_of_session(connection, digest, now, now - IDLE)
            if row is None:
                return None
            reader = self._reader(connection, row)
        if now - row.seen_at > _SEEN_EVERY:
            with suppress(Unavailable), self._parts.catalogue.begin() as connection:
                accounts.seen(connection, digest, now)
        return reader

    def reader_of_token(self, secret: str) -> Reader | None:
        now = self._parts.clock.now()
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = accounts.account_of_token(connection, digest_of(secret), now)
            if row is None:
                return None
            reader = self._reader(connection, row, frozenset(Capability(scope) for scope in row.scopes))
        if row.used_at is None or now - row.used_at > _USED_EVERY:
            with suppress(Unavailable), self._parts.catalogue.begin() as connection:
                accounts.used(connection, row.token, now)
        return reader

    def sign_in(self, name: str, password: str) -> NewSession:
        row, asked = self._who_knows(name, password)
        if row.password_until is not None:
            raise refusals.password_due()
        if asked.second:
            return self._begin(row.name, waits=True)
        return self._begin(row.name, by="password")

    def sign_in_asks(self, secret: str) -> ProofAsked | None:
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = accounts.account_that_waits(connection, digest_of(secret), self._parts.clock.now())
            return self._second.asked(connection, row.name) if row else None

    def sign_in_challenge(self, secret: str, site: PasskeySite) -> str:
        with self._parts.catalogue.begin() as connection:
            row = accounts.account_that_waits(connection, digest_of(secret), self._parts.clock.now())
            if row is None:
                raise refusals.waited_too_long()
            return self._second.ask(connection, row.name, SIGNING_IN, site)

    def finish_sign_in(self, secret: str, code: str) -> NewSession:
        digest, now = digest_of(secret), self._parts.clock.now()
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = accounts.account_that_waits(connection, digest, now)
        if row is None:
            raise refusals.waited_too_long()
        left = self._count(row.name)
        with self._parts.catalogue.begin() as connection:
            known = self._second.recognise(connection, row.name, code, SIGNING_IN)
            right = known is not None and known.take(connection)
            if right:
                # The next has another secret: whoever saw the one that waited gets in by nothing.
                accounts.end_session(connection, digest)
        if known is None or not right:
            self._tries.failed(row.name, SIGN_IN)
            raise refusals.refused_proof(left, LOCKED_FOR)
        return self._begin(row.name, by=f"password, {known.kind}")

    def enter(self, name: str, *, by: str) -> NewSession:
        """A session for whom somebody else has signed in; it ``waits`` where the account has a second factor.

        Raises:
            Forbidden (oidc.no_account): There is no such account, or it is disabled.
        """
        name = normalise(name.strip().lower())
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = accounts.row(connection, name)
            asked = self._second.asked(connection, name)
        if row is None or not row.enabled:
            self._tries.failed(row.name if row else "unknown", SIGN_IN)
            raise refusals.no_account_here()
        return self._begin(row.name, by=by, waits=asked.second)

    def _begin(self, name: str, *, by: str = "", waits: bool = False) -> NewSession:
        secret, now = secrets.token_urlsafe(32), self._parts.clock.now()
        until = now + (FINISH_WITHIN if waits else LONGEST)
        with self._parts.catalogue.begin() as connection:
            accounts.begin_session(connection, digest_of(secret), name, now, until, waiting=waits)
            if not waits:
                self._tries.forgive(connection, name)
                events.add(connection, type=SIGN_IN, agent=name, now=now, subjects=[], detail={"proved_by": by})
        return NewSession(secret=secret, expires_at=until, waits=waits)

    def sign_out(self, secret: str) -> None:
        with self._parts.catalogue.begin() as connection:
            name = accounts.end_session(connection, digest_of(secret))
            if name is not None:
                events.add(connection, type="sign out", agent=name, now=self._parts.clock.now(), subjects=[])

    def sessions(self, reader: Reader, secret: str) -> Sequence[SessionView]:
        now, present = self._parts.clock.now(), digest_of(secret)
        with self._parts.catalogue.begin(readonly=True) as connection:
            found = accounts.sessions(connection, reader.account, now, now - IDLE)
        return [
            SessionView(
                session=row.digest[:_NAME_OF_SESSION],
                began_at=row.created_at,
                seen_at=row.seen_at,
                expires_at=row.expires_at,
                present=row.digest == present,
            )
            for row in found
        ]

    def end_session(self, reader: Reader, session: str) -> None:
        now = self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            for row in accounts.sessions(connection, reader.account, now, now - IDLE):
                if row.digest[:_NAME_OF_SESSION] == session and accounts.end_session(connection, row.digest):
                    self._tell(connection, "sign out", reader.account)

    def change_password(self, name: str, password: str, new: str) -> None:
        row, _ = self._who_knows(name, password)
        require_good(new, account=row.name)
        if normalise(new) == normalise(password):
            raise InvalidInput(
                "account.password_weak",
                Sentence("Mật khẩu mới phải khác mật khẩu cũ.", "The new password must be another one."),
                Sentence("Đặt một mật khẩu khác.", "Choose another."),
            )
        kept = hashed(new)
        with self._parts.catalogue.begin() as connection:
            accounts.set_password(connection, row.name, kept, None)
            self._tell(connection, "password change", row.name)

    def confirm(self, reader: Reader, password: str, code: str = "") -> None:
        asked = ProofAsked(password=False) if reader.by_token else self.proof_asked(reader)
        if asked.missing:
            raise refusals.no_password_here() if asked.elsewhere else refusals.second_factor_missing()
        self.prove(reader, password, code)

    def prove(self, reader: Reader, password: str, code: str = "") -> None:
        """As ``confirm``, for what can be taken back: a second factor is asked of who has one alone."""
        if reader.by_token:
            raise refusals.in_person()
        if not self.any_account:
            self._confirmed(reader.account, by="operator")
            return
        name = reader.account
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = accounts.row(connection, name)
            asked = self._second.asked(connection, name)
        if row is None:
            raise refusals.no_account_to_act_for()
        elsewhere = self._signs_in_elsewhere(row)
        if elsewhere and not asked.second:
            raise refusals.no_password_here()
        if asked.second and not code:
            raise refusals.second_factor_needed()
        left = self._count(name)
        # Both are looked at whatever comes of the first, so that nobody learns which was wrong.
        right = row.enabled and (elsewhere or (is_right(password, row.password) and row.password_until is None))
        with self._parts.catalogue.begin() as connection:
            known = self._second.recognise(connection, name, code, CONFIRMING) if asked.second else None
            if asked.second:
                right = right and known is not None and known.take(connection)
            if right:
                self._tries.forgive(connection, name)
        if not right:
            self._tries.failed(name, CONFIRMATION)
            raise refusals.refused_proof(left, LOCKED_FOR)
        proofs = ([] if elsewhere else ["password"]) + ([known.kind] if known else [])
        self._confirmed(name, by=", ".join(proofs))

    def proof_asked(self, reader: Reader) -> ProofAsked:
        if not self.any_account:
            return ProofAsked(password=False)
        with self._parts.catalogue.begin(readonly=True) as connection:
            asked = self._second.asked(connection, reader.account)
            row = accounts.row(connection, reader.account)
        demanded = self._parts.settings.second_factor == "irreversible"
        elsewhere = row is not None and self._signs_in_elsewhere(row)
        missing = row is not None and not asked.second and (demanded or elsewhere)
        return replace(asked, password=not elsewhere, missing=missing, elsewhere=elsewhere)

    def _signs_in_elsewhere(self, row: Any) -> bool:
        """Whether nobody has chosen a password for the account, and there is another way in than by one."""
        return bool(self._parts.settings.oidc_issuer) and row.password_until is not None

    def _confirmed(self, name: str, *, by: str) -> None:
        now = self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            events.add(connection, type=CONFIRMATION, agent=name, now=now, subjects=[], detail={"proved_by": by})

    def tokens(self, reader: Reader) -> Sequence[TokenView]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return accounts.tokens(connection, reader.account, self._parts.clock.now())

    def make_token(self, reader: Reader, name: str, scopes: frozenset[Capability], days: int) -> tuple[TokenView, str]:
        if not scopes <= reader.capabilities:
            raise refusals.not_an_administrator()
        secret, now = f"{MARK}{secrets.token_urlsafe(32)}", self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            if accounts.row(connection, reader.account) is None:
                raise refusals.no_account_to_act_for()
            made = accounts.add_token(
                connection,
                digest=digest_of(secret),
                account=reader.account,
                name=normalise(name).strip(),
                scopes=scopes,
                now=now,
                expires_at=now + timedelta(days=days),
            )
            self._tell(connection, "token creation", reader.account, subjects=[made.token])
        return made, secret

    def revoke_token(self, reader: Reader, token: UUID) -> None:
        with self._parts.catalogue.begin() as connection:
            if not accounts.revoke(connection, reader.account, token, self._parts.clock.now()):
                raise refusals.no_such_token()
            self._tell(connection, "token revocation", reader.account, subjects=[token])

    def _who_knows(self, name: str, password: str) -> tuple[Any, ProofAsked]:
        """The row of the account whose password it is, and what it is asked besides.

        Raises:
            Forbidden (sign_in.refused, sign_in.locked): It is nobody's, or was tried too often.
        """
        name, now = name.strip().lower(), self._parts.clock.now()
        left = self._count(name)
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = accounts.row(connection, name)
            asked = self._second.asked(connection, name)
        right = is_right(password, row.password if row else None)
        over = row is not None and row.password_until is not None and row.password_until <= now
        if row is None or not right or not row.enabled or over:
            # What was typed as a name may be a password: it is not written down.
            self._tries.failed(row.name if row else "unknown", SIGN_IN)
            raise refusals.refused(left, LOCKED_FOR)
        with self._parts.catalogue.begin() as connection:
            if not asked.second:
                # Else who knows the password alone could go on guessing codes by giving it again.
                self._tries.forgive(connection, name)
            if is_outdated(row.password):
                accounts.hash_again(connection, row.name, row.password, hashed(password))
        return row, asked

    def _count(self, name: str) -> int:
        with self._parts.catalogue.begin() as connection:
            return self._tries.count(connection, name)

    def _reader(self, connection: sa.Connection, row: Any, scopes: frozenset[Capability] | None = None) -> Reader:
        rights = accounts.rights_of(row)
        reached = units.reached_from(connection, rights.unit, self._parts.clock.today())
        due = second_factors.is_due(connection, row.name, row.roles)
        return reader_with(row.name, rights, reached, scopes=scopes, second_factor_due=due)

    def _tell(self, connection: Any, what: str, agent: str, subjects: Sequence[object] = ()) -> None:
        events.add(connection, type=what, agent=agent, now=self._parts.clock.now(), subjects=subjects)


def who_asks(desk: SignInDesk, operator: Reader) -> WhoAsks:
    """How the site knows people: by token or session; the one operator of this machine while there are no accounts."""

    def who(shown: Credentials) -> Reader | None:
        if shown.token:
            return desk.reader_of_token(shown.token)
        if not desk.required:
            # What a proxy passes on may come from anywhere: the operator of this machine it is not.
            return None if shown.forwarded else operator
        return desk.reader_of_session(shown.session) if shown.session else None

    return who
