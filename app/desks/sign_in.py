"""Signing in: who asks, by the session of a browser or the token of a program."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from accounts import refusals
from accounts.model import NewSession, ProofAsked
from accounts.passwords import hashed, is_outdated, is_right, require_good
from accounts.ports import SignInDesk
from accounts.roles import reader_with
from adapters.catalogue import accounts, events, sign_in_refusals, units
from records.errors import InvalidInput, Sentence, Unavailable
from records.folding import normalise
from records.reader import Capability

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any
    from uuid import UUID

    from accounts.model import TokenView
    from app.wiring import Parts
    from records.reader import Reader
    from search_api.sign_in import Credentials, WhoAsks

MOST_REFUSALS = 5
LOCKED_FOR = timedelta(minutes=15)
IDLE = timedelta(hours=1)
"""A session nobody uses for so long is over."""
LONGEST = timedelta(hours=12)
"""A day at work; then one signs in again."""
CONFIRMATION = "confirmation"
"""Somebody proved again who he is, before an act that cannot be taken back."""
MARK = "vk_"
"""Tells scanners of leaked secrets what they found."""
_SEEN_EVERY = timedelta(minutes=1)
_USED_EVERY = timedelta(hours=1)
_REFUSALS_KEPT = timedelta(days=1)


class CatalogueSignInDesk(SignInDesk):
    """On the catalogue. Of secrets only their SHA-256 is kept: they are random, so nothing slower is needed."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
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
        now, digest = self._parts.clock.now(), _digest(secret)
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
            row = accounts.account_of_token(connection, _digest(secret), now)
            if row is None:
                return None
            reader = self._reader(connection, row, frozenset(Capability(scope) for scope in row.scopes))
        if row.used_at is None or now - row.used_at > _USED_EVERY:
            with suppress(Unavailable), self._parts.catalogue.begin() as connection:
                accounts.used(connection, row.token, now)
        return reader

    def sign_in(self, name: str, password: str) -> NewSession:
        row = self._who_knows(name, password)
        now, secret = self._parts.clock.now(), secrets.token_urlsafe(32)
        if row.password_until is not None:
            raise refusals.password_due()
        with self._parts.catalogue.begin() as connection:
            accounts.begin_session(connection, _digest(secret), row.name, now, now + LONGEST)
            events.add(connection, type="sign in", agent=row.name, now=now, subjects=[])
        return NewSession(secret=secret, expires_at=now + LONGEST)

    def sign_out(self, secret: str) -> None:
        with self._parts.catalogue.begin() as connection:
            name = accounts.end_session(connection, _digest(secret))
            if name is not None:
                events.add(connection, type="sign out", agent=name, now=self._parts.clock.now(), subjects=[])

    def change_password(self, name: str, password: str, new: str) -> None:
        row = self._who_knows(name, password)
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
        _ = code  # asked for once there are second factors
        if reader.by_token:
            raise refusals.in_person()
        if not self.any_account:
            self._confirmed(reader.account, by="operator")
            return
        with self._parts.catalogue.begin(readonly=True) as connection:
            if accounts.row(connection, reader.account) is None:
                raise refusals.no_account_to_act_for()
        row = self._who_knows(reader.account, password, act=CONFIRMATION)
        if row.password_until is not None:
            raise refusals.password_due()
        self._confirmed(row.name, by="password")

    def proof_asked(self, reader: Reader) -> ProofAsked:
        _ = reader
        return ProofAsked(password=self.any_account)

    def _confirmed(self, name: str, *, by: str) -> None:
        now = self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            events.add(connection, type=CONFIRMATION, agent=name, now=now, subjects=[], detail={"by": by})

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
                digest=_digest(secret),
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

    def _who_knows(self, name: str, password: str, *, act: str = "sign in") -> Any:
        """The row of the account whose password it is; ``act`` names the event of a refusal.

        Raises:
            Forbidden (sign_in.refused, sign_in.locked): It is nobody's, or was tried too often.
        """
        name, now = name.strip().lower(), self._parts.clock.now()
        digest = name_digest(name)
        with self._parts.catalogue.begin() as connection:
            sign_in_refusals.forget(connection, now - _REFUSALS_KEPT)
            left = sign_in_refusals.try_once(connection, digest, now, most=MOST_REFUSALS, locked_for=LOCKED_FOR)
            row = accounts.row(connection, name)
        if left is None:
            raise refusals.locked(LOCKED_FOR)
        right = is_right(password, row.password if row else None)
        over = row is not None and row.password_until is not None and row.password_until <= now
        if row is None or not right or not row.enabled or over:
            with self._parts.catalogue.begin() as connection:
                # What was typed as a name may be a password: it is not written down.
                agent = row.name if row else "unknown"
                events.add(connection, type=act, agent=agent, now=now, subjects=[], outcome="failure")
            raise refusals.refused(left, LOCKED_FOR)
        with self._parts.catalogue.begin() as connection:
            sign_in_refusals.forgive(connection, digest)
            if is_outdated(row.password):
                accounts.hash_again(connection, row.name, row.password, hashed(password))
        return row

    def _reader(self, connection: Any, row: Any, scopes: frozenset[Capability] | None = None) -> Reader:
        rights = accounts.rights_of(row)
        reached = units.reached_from(connection, rights.unit, self._parts.clock.today())
        return reader_with(row.name, rights, reached, scopes=scopes)

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


def name_digest(name: str) -> str:
    """Under which refusals of a name are counted."""
    return _digest(normalise(name.strip().lower()))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
