"""What people's pages and routes call."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from accounts.model import AccountView, NewSession, OneTimePassword, ProofAsked, Rights, TokenView, Unit
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

        Raises:
            Forbidden (sign_in.refused): Name or password are wrong, or the account is disabled.
            Forbidden (sign_in.locked): Too many were refused for that name; later, or by an administrator.
            Forbidden (account.password_due): Right, but a password of its own has to be set first.
        """

    @abstractmethod
    def sign_out(self, secret: str) -> None:
        """End the session; repeatable."""

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
        ``code`` is of the second factor, where one is set (QCVN 12:2026/BCA, 2.2.12.2.6). While there are no
        accounts the local operator has nothing to prove it by: that it was asked for is the event.

        Raises:
            Forbidden (sign_in.refused): The password or the code is wrong.
            Forbidden (sign_in.locked): Too many were refused for that name; later, or by an administrator.
            Forbidden (sign_in.second_factor_needed): The password alone is not enough; give the code too.
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


class AccountDesk(Protocol):
    """Makes and changes accounts, for who may administer; each act is an event."""

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
    def put(self, reader: Reader, code: str, name: str, parent: str | None) -> None:
        """Make a unit, or rename and move one.

        Raises:
            InvalidInput (unit.code_invalid, unit.name_missing, unit.in_circle): Correct it.
            NotFound (unit.not_found): There is no such parent.
        """

    @abstractmethod
    def dissolve(self, reader: Reader, code: str, on: date, successor: str) -> None:
        """The unit ended on that day and ``successor`` took its records over: from then on its people see them.

        Raises:
            NotFound (unit.not_found): One of them is not there.
            InvalidInput (unit.in_circle): The successor came out of this unit itself.
        """
