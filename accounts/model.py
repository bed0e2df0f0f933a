"""Values of people: accounts, units, sessions, tokens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from records.reader import Capability

ALL_UNITS = "*"
"""In place of the code of a unit: the whole archive."""


class Role(StrEnum):
    """What people are in the archive; an account has one or more."""

    CLERK = "clerk"
    QUALITY_CHECKER = "quality_checker"
    UNIT_READER = "unit_reader"
    ARCHIVIST = "archivist"
    COUNCIL_MEMBER = "council_member"
    HEAD = "head"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What an account is given: roles say what it may do, the rest on which records."""

    roles: frozenset[Role]
    unit: str
    """Code of its unit; it sees that one, those below it, and those they took over. ``*``: all."""
    conditional: bool = False
    """Whether it may see what is open on conditions (level 02), as every dossier is until it is declared public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """An account as administrators see it. Accounts are never removed: events go on naming them."""

    name: str
    full_name: str
    rights: Rights
    enabled: bool
    password_due: bool
    """Its password is one for the first time only."""
    created_at: datetime
    created_by: str
    signed_in_at: datetime | None
    second_factor: bool = False
    """Whether it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimePassword:
    """Shown once to who made or reset an account, to be handed over by word of mouth or on paper."""

    account: str
    password: str
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """What a browser gets when somebody signed in."""

    secret: str
    expires_at: datetime
    waits: bool = False
    """Whether the second factor is still to be given: until then it lets nobody in (``finish_sign_in``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofAsked:
    """What is asked of a person besides, or instead of, the name, so that a page has the fields for it."""

    password: bool
    """Not asked of the local operator of an installation without accounts."""
    code: bool = False
    """Whether a code of an app is set; a recovery code may be given in its place."""
    passkey: bool = False
    """Whether a passkey is set."""
    missing: bool = False
    """Whether a second factor is demanded and none is set: nothing can be confirmed before."""
    elsewhere: bool = False
    """Whether the account signs in at the body's own provider and has no password here: the factor alone is asked."""

    @property
    def second(self) -> bool:
        return self.code or self.passkey


@dataclass(frozen=True, slots=True, kw_only=True)
class TotpOffer:
    """A secret for an authenticator app; it counts once a first code of it was given."""

    secret: str
    """Base 32, to be typed where no picture can be taken."""
    address: str
    """The same for a QR code (``otpauth://``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """An authenticator that signs: a security key, a phone, this computer."""

    passkey: UUID
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactors:
    """What an account has besides its password."""

    code_since: datetime | None
    """Since when codes of an app are asked for; None: they are not."""
    passkeys: tuple[Passkey, ...]
    recovery_codes_left: int
    demanded: bool
    """Whether a role of the account, or the settings, demand that there is one."""

    @property
    def any_set(self) -> bool:
        return self.code_since is not None or bool(self.passkeys)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A browser in which an account is signed in now (ASVS 3.3.4)."""

    session: str
    """Names it, and lets nobody in."""
    began_at: datetime
    seen_at: datetime
    """To the minute."""
    expires_at: datetime
    present: bool
    """Whether it is the one that asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenView:
    """A token of a program that acts for an account; its secret is told once, when it is made."""

    token: UUID
    name: str
    scopes: frozenset[Capability]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    """To the hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A body or a part of one that makes records; never removed, so that its records keep their origin."""

    code: str
    name: str
    parent: str | None = None
    dissolved_on: date | None = None
    successor: str | None = None
    """Who took its records over on that day."""
    identification_code: str = ""
    """By Decision 20/2020/QĐ-TTg; empty: not recorded."""
    began_on: date | None = None
    """Its first day; None: not recorded."""
