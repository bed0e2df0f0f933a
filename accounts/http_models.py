"""Bodies of the routes of people."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import BaseModel, Field

from accounts.model import ALL_UNITS, Rights, Role
from accounts.passwords import MOST_SIGNS
from records.reader import AccessLevel, Capability

if TYPE_CHECKING:
    from accounts.model import AccountView, OneTimePassword, TokenView, Unit
    from records.reader import Reader

MOST_DAYS = 366


class MeAnswer(BaseModel):
    """Who asks, and what he may."""

    account: str
    capabilities: list[Capability]
    units: list[str] = Field(description="Codes; `*` stands for all.")
    levels: list[AccessLevel]
    second_factor_due: bool = Field(description="Whether a second factor has to be set before anything may be done.")

    @classmethod
    def of(cls, reader: Reader) -> MeAnswer:
        return cls(
            account=reader.account,
            capabilities=sorted(reader.capabilities),
            units=sorted(reader.units),
            levels=sorted(reader.levels),
            second_factor_due=reader.second_factor_due,
        )


class NewPassword(BaseModel):
    """A change of one's own password."""

    present: str = Field(max_length=MOST_SIGNS)
    new: str = Field(max_length=MOST_SIGNS)


class NewToken(BaseModel):
    """A token to be made."""

    name: str = Field(min_length=1, max_length=100, description="What it is for.")
    scopes: list[Capability] = Field(min_length=1, description="What it may; each one of your own capabilities.")
    days: int = Field(default=90, ge=1, le=MOST_DAYS, description="How long it counts.")


class TokenAnswer(BaseModel):
    """A token, without its secret."""

    token: UUID
    name: str
    scopes: list[Capability]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = Field(description="To the hour.")

    @classmethod
    def of(cls, view: TokenView) -> TokenAnswer:
        return cls(
            token=view.token,
            name=view.name,
            scopes=sorted(view.scopes),
            created_at=view.created_at,
            expires_at=view.expires_at,
            used_at=view.used_at,
        )


class TokenMade(TokenAnswer):
    """A new token."""

    secret: str = Field(description="Told this once. Send it as `Authorization: Bearer …`.")


class GivenRights(BaseModel):
    """Name in full and rights of an account."""

    full_name: str = Field(default="", max_length=200)
    roles: list[Role] = Field(description="One or more.")
    unit: str = Field(default=ALL_UNITS, min_length=1, max_length=64, description="Code of its unit; `*`: all.")
    conditional: bool = Field(default=False, description="Whether it may see what is open on conditions (level 02).")

    @property
    def rights(self) -> Rights:
        return Rights(roles=frozenset(self.roles), unit=self.unit, conditional=self.conditional)


class NewAccount(GivenRights):
    """An account to be made."""

    name: str = Field(max_length=64, description="Small letters, digits, dots, dashes; never given twice.")


class AccountAnswer(GivenRights):
    """An account."""

    name: str
    enabled: bool
    password_due: bool = Field(description="Its password is one for the first time only.")
    created_at: datetime
    created_by: str
    signed_in_at: datetime | None
    second_factor: bool = Field(description="Whether it has one.")

    @classmethod
    def of(cls, view: AccountView) -> AccountAnswer:
        return cls(
            name=view.name,
            full_name=view.full_name,
            roles=sorted(view.rights.roles),
            unit=view.rights.unit,
            conditional=view.rights.conditional,
            enabled=view.enabled,
            password_due=view.password_due,
            created_at=view.created_at,
            created_by=view.created_by,
            signed_in_at=view.signed_in_at,
            second_factor=view.second_factor,
        )


class OneTimePasswordAnswer(BaseModel):
    """A password for one time, told this once."""

    account: str
    password: str
    valid_until: datetime

    @classmethod
    def of(cls, made: OneTimePassword) -> OneTimePasswordAnswer:
        return cls(account=made.account, password=made.password, valid_until=made.valid_until)


class PutUnit(BaseModel):
    """A unit to be made, renamed or moved."""

    name: str = Field(max_length=500)
    parent: str | None = Field(default=None, max_length=64)
    identification_code: str = Field(
        default="", max_length=200, description="By Decision 20/2020/QĐ-TTg; empty: as it was recorded."
    )
    began_on: date | None = Field(default=None, description="Its first day; null: as it was recorded.")


class Dissolved(BaseModel):
    """The end of a unit."""

    on: date = Field(description="From that day on the people of the successor see its records.")
    successor: str = Field(max_length=64)


class UnitAnswer(BaseModel):
    """A unit."""

    code: str
    identification_code: str
    name: str
    parent: str | None
    began_on: date | None
    dissolved_on: date | None
    successor: str | None

    @classmethod
    def of(cls, unit: Unit) -> UnitAnswer:
        return cls(
            code=unit.code,
            identification_code=unit.identification_code,
            began_on=unit.began_on,
            name=unit.name,
            parent=unit.parent,
            dissolved_on=unit.dissolved_on,
            successor=unit.successor,
        )
