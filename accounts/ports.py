"""What people's pages and routes call."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from accounts.audit import TrailEvent, TrailPage, TrailQuestion
    from accounts.model import (
        AccountView,
        NewSession,
        OneTimePassword,
        ProofAsked,
        Rights,
        Role,
        SecondFactors,
        SessionView,
        TokenView,
        TotpOffer,
        Unit,
    )
    from accounts.passkey_site import PasskeySite
    from accounts.seal_trail import Seal
    from records.reader import Capability, Reader


class SignInDesk(Protocol):
    """Knows who asks. Every sign-in, refused or not, is an event."""

    @property
    @abstractmethod
    def any_account(self) -> bool:
        """Whether there is an account to sign in with."""

    @property
    @abstractmethod
    def required(self) -> bool:
        """Whether nobody is let in without an account: once there is one, or where the settings say so.

        Raises:
            Unavailable: Whether there are accounts was never known, and cannot be found out.
        """

    @abstractmethod
    def reader_of_session(self, secret: str) -> Reader | None:
        """The account signed in under the secret; None where it is signed out, disabled, or too long idle."""

    @abstractmethod
    def reader_of_token(self, secret: str) -> Reader | None:
        """The account a token acts for, limited to the token's scopes; None where it is not valid."""

    @abstractmethod
    def sign_in(self, name: str, password: str) -> NewSession:
        """Begin a session. What is wrong is not told apart: a name there is none of is answered like any other.

        Where the account has a second factor the session ``waits``: it lets in once ``finish_sign_in`` was given it.

        Raises:
            Forbidden (sign_in.refused): Name or password are wrong, or the account is disabled.
            Forbidden (sign_in.locked): Too many were refused for that name; later, or by an administrator.
            Forbidden (account.password_due): Right, but a password of its own has to be set first.
        """

    @abstractmethod
    def sign_in_asks(self, secret: str) -> ProofAsked | None:
        """What the session that waits under the secret is asked for; None where it waits no more."""

    @abstractmethod
    def sign_in_challenge(self, secret: str, site: PasskeySite) -> str:
        """What the browser is told, as JSON, to have a challenge signed; its answer is the code of ``finish_sign_in``.

        Raises:
            Forbidden (sign_in.waited_too_long): No session waits under the secret.
        """

    @abstractmethod
    def finish_sign_in(self, secret: str, code: str) -> NewSession:
        """Give the second factor to a session that waits: another one begins, under another secret.

        ``code`` is of the app, a recovery code, or what a passkey answered as JSON.

        Raises:
            Forbidden (sign_in.refused): It is wrong, or was taken before.
            Forbidden (sign_in.locked): Too many were refused for that name.
            Forbidden (sign_in.waited_too_long): No session waits under the secret; begin again.
        """

    @abstractmethod
    def sign_out(self, secret: str) -> None:
        """End the session; repeatable."""

    @abstractmethod
    def sessions(self, reader: Reader, secret: str) -> Sequence[SessionView]:
        """Where the reader is signed in now, begun last first; ``secret`` is of the session that asks."""

    @abstractmethod
    def end_session(self, reader: Reader, session: str) -> None:
        """Sign the reader out there, at once; repeatable. One that is another's or over stays as it is."""

    @abstractmethod
    def change_password(self, name: str, password: str, new: str) -> None:
        """Set a new password for who knows the present one; every session of the account ends.

        Raises:
            Forbidden (sign_in.refused, sign_in.locked): As for ``sign_in``.
            InvalidInput (account.password_weak): The new one is not good enough, or is the present one.
        """

    @abstractmethod
    def confirm(self, reader: Reader, password: str, code: str = "") -> None:
        """Let the person prove again who it is, before an act that cannot be taken back; the act follows at once.

        Every confirmation, refused or not, is an event, and a refused one counts like a refused sign-in.
        ``code`` is of the second factor, where one is set: of the app, a recovery code, or what a passkey answered
        as JSON (QCVN 12:2026/BCA, 2.2.12.2.6). While there are no
        accounts the local operator has nothing to prove it by: that it was asked for is the event.

        Raises:
            Forbidden (sign_in.refused): The password or the code is wrong.
            Forbidden (sign_in.locked): Too many were refused for that name; later, or by an administrator.
            Forbidden (sign_in.second_factor_needed): The password alone is not enough; give the code too.
            Forbidden (sign_in.second_factor_missing): One has to be set before anything can be confirmed.
            Forbidden (sign_in.no_password): The account signs in elsewhere, and has neither password nor factor here.
            Forbidden (sign_in.in_person): A program asks, by a token; nobody can be known by that.
            Forbidden (account.none): There are accounts, and the reader is the local operator, who has none.
        """

    @abstractmethod
    def proof_asked(self, reader: Reader) -> ProofAsked:
        """What ``confirm`` will ask of the reader."""

    @abstractmethod
    def tokens(self, reader: Reader) -> Sequence[TokenView]:
        """The reader's tokens that are still valid, newest first."""

    @abstractmethod
    def make_token(self, reader: Reader, name: str, scopes: frozenset[Capability], days: int) -> tuple[TokenView, str]:
        """A token for programs that act for the reader, and its secret, which cannot be told again.

        Raises:
            Forbidden (account.not_allowed): A scope is none of the reader's capabilities.
            Forbidden (account.none): There is no account to act for: the local operator has none.
        """

    @abstractmethod
    def revoke_token(self, reader: Reader, token: UUID) -> None:
        """Nobody gets in by it any more; repeatable.

        Raises:
            NotFound (token.not_found): The reader has no such token.
        """


class SecondFactorDesk(Protocol):
    """What people prove who they are by besides the password; each change is an event."""

    @abstractmethod
    def of(self, reader: Reader) -> SecondFactors:
        """What the reader has."""

    @abstractmethod
    def begin_codes(self, reader: Reader, password: str, code: str = "") -> TotpOffer:
        """A new secret for an authenticator app; nobody is asked for its codes before ``finish_codes``.

        It counts for a quarter of an hour. ``code`` is of another second factor, where there is one.

        Raises:
            Forbidden (sign_in.refused, sign_in.locked, sign_in.in_person, account.none): As for ``confirm``.
            Conflict (second_factor.set): Codes are asked for already; remove them first.
            Misconfigured (second_factor.no_key): The installation has no key to keep the secret under.
        """

    @abstractmethod
    def begun_codes(self, reader: Reader) -> TotpOffer | None:
        """What ``begin_codes`` gave, until it is finished; None where nothing was begun."""

    @abstractmethod
    def finish_codes(self, reader: Reader, code: str) -> tuple[str, ...]:
        """Ask for codes of the app from now on; recovery codes, which cannot be told again.

        Raises:
            Forbidden (sign_in.refused, sign_in.locked): The code is wrong; the clock of the phone may be.
            Conflict (second_factor.not_begun): Begin first.
        """

    @abstractmethod
    def remove_codes(self, reader: Reader, password: str, code: str) -> None:
        """Ask for no codes any more.

        Raises:
            Forbidden: As for ``confirm``.
        """

    @abstractmethod
    def begin_passkey(self, reader: Reader, password: str, code: str, site: PasskeySite) -> str:
        """What the browser is told, as JSON, to make a passkey.

        Raises:
            Forbidden: As for ``begin_codes``.
            Conflict (second_factor.no_passkeys_here): The site is reached by a number; browsers make none for it.
        """

    @abstractmethod
    def finish_passkey(self, reader: Reader, answer: str, name: str) -> tuple[str, ...]:
        """Keep what the browser made, called ``name``; recovery codes where the account had none, else nothing.

        Raises:
            InvalidInput (second_factor.passkey_refused): It is not what was asked for, or came too late.
            Conflict (second_factor.passkey_known): This authenticator was added before.
        """

    @abstractmethod
    def challenge(self, reader: Reader, site: PasskeySite) -> str:
        """What the browser is told, as JSON, to have a challenge signed; its answer is the ``code`` of ``confirm``.

        Raises:
            Conflict (second_factor.none): The reader has no passkey.
        """

    @abstractmethod
    def remove_passkey(self, reader: Reader, which: UUID, password: str, code: str) -> None:
        """It counts no more.

        Raises:
            Forbidden: As for ``confirm``.
            NotFound (second_factor.passkey_not_found): The reader has no such passkey.
        """

    @abstractmethod
    def new_recovery_codes(self, reader: Reader, password: str, code: str) -> tuple[str, ...]:
        """Ten new ones in place of all before, told this once.

        Raises:
            Forbidden: As for ``confirm``.
            Conflict (second_factor.none): There is nothing they could stand in for.
        """

    @abstractmethod
    def demanding_roles(self, reader: Reader) -> frozenset[Role]:
        """Roles whose accounts may do nothing before they have a second factor; for who may administer."""

    @abstractmethod
    def demand_of(self, reader: Reader, roles: frozenset[Role]) -> None:
        """Demand one of these roles and no others, from the next request on; for who may administer."""

    @abstractmethod
    def forget(self, reader: Reader, name: str) -> None:
        """Take every second factor of an account away, whose phone is lost; sessions end. For who may administer.

        Raises:
            Forbidden (account.own): Nobody does it to himself by way of administration.
            NotFound (account.not_found): There is none of that name.
        """


class AuditDesk(Protocol):
    """The trail of everything that was done, for who may audit. Nothing here changes it, nor does anything else."""

    @abstractmethod
    def events(self, reader: Reader, question: TrailQuestion, *, before: str = "", limit: int = 50) -> TrailPage:
        """At most ``limit`` events, newest first; ``before`` is what the page before told as its ``next``.

        Raises:
            Forbidden (account.not_allowed): The reader may not audit.
        """

    @abstractmethod
    def sealed(self, reader: Reader) -> Seal | None:
        """The seal of the last day that is sealed; None: no day is yet.

        Raises:
            Forbidden (account.not_allowed): The reader may not audit.
        """

    @abstractmethod
    def export(self, reader: Reader, question: TrailQuestion) -> Iterator[TrailEvent]:
        """Every event of the answer, newest first, a thousand at a time; that it was asked for is an event itself.

        Raises:
            Forbidden (account.not_allowed): The reader may not audit.
        """


class AccountDesk(Protocol):
    """Makes and changes accounts, for who may administer; each act is an event."""

    @abstractmethod
    def full_name(self, name: str) -> str:
        """Of whoever has the account, for papers and pages that name people; empty where nobody has it."""

    @abstractmethod
    def accounts(self, reader: Reader) -> Sequence[AccountView]:
        """By name."""

    @abstractmethod
    def account(self, reader: Reader, name: str) -> AccountView:
        """One account.

        Raises:
            NotFound (account.not_found): There is none of that name.
        """

    @abstractmethod
    def add(self, reader: Reader, name: str, full_name: str, rights: Rights) -> OneTimePassword:
        """Make an account.

        Raises:
            InvalidInput (account.name_invalid, account.no_role, account.first_administers): Correct it.
            Conflict (account.exists): The name was given already; names are never given twice.
            NotFound (unit.not_found): There is no such unit.
        """

    @abstractmethod
    def change(self, reader: Reader, name: str, full_name: str, rights: Rights) -> None:
        """Give an account other rights; they count from its next request on.

        Raises:
            Forbidden (account.own): Nobody changes his own rights.
            InvalidInput (account.no_role), NotFound (account.not_found, unit.not_found): As above.
        """

    @abstractmethod
    def set_enabled(self, reader: Reader, name: str, *, enabled: bool) -> None:
        """Let an account in, or keep it out: its sessions end at once, its tokens count no more.

        Raises:
            Forbidden (account.own): Nobody disables himself.
            NotFound (account.not_found): There is none of that name.
        """

    @abstractmethod
    def reset(self, reader: Reader, name: str) -> OneTimePassword:
        """A password for one time; sessions end, and a name that was locked is open again.

        Raises:
            NotFound (account.not_found): There is none of that name.
        """


class UnitDesk(Protocol):
    """The tree of units and who took over from whom, for who may administer."""

    @abstractmethod
    def units(self, reader: Reader) -> Sequence[Unit]:
        """By code."""

    @abstractmethod
    def names(self) -> Mapping[str, str]:
        """Names by code, for pages and papers that name units; no secret of anybody."""

    @abstractmethod
    def put(
        self,
        reader: Reader,
        code: str,
        name: str,
        parent: str | None,
        *,
        identification_code: str = "",
        began_on: date | None = None,
    ) -> None:
        """Make a unit, or rename and move one; an empty code by Decision 20/2020, or day, leaves what was recorded.

        A code that is not as the decision writes it is kept; ``check_identification_code`` says what is wrong.

        Raises:
            InvalidInput (unit.code_invalid, unit.name_missing, unit.in_circle, unit.days_reversed): Correct it.
            NotFound (unit.not_found): There is no such parent.
        """

    @abstractmethod
    def remove(self, reader: Reader, code: str) -> None:
        """Take away a unit that was made by mistake: nothing names it.

        Raises:
            NotFound (unit.not_found): There is no such unit.
            Conflict (unit.in_use): A dossier, a batch, an account, a request, a hand-over, a hold or a unit names it.
        """

    @abstractmethod
    def dissolve(self, reader: Reader, code: str, on: date, successor: str) -> None:
        """The unit ended on that day and ``successor`` took its records over: from then on its people see them.

        Raises:
            NotFound (unit.not_found): One of them is not there.
            InvalidInput (unit.in_circle, unit.days_reversed): The successor came out of it; it began after that day.
        """
