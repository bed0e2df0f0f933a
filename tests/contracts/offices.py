"""An installation whose people can be made, on either catalogue, with a clock that is set by hand."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pyotp
import pytest
import sqlalchemy as sa

from accounts.model import ALL_UNITS, Rights, Role
from accounts.passwords import hashed
from adapters.catalogue import accounts
from adapters.catalogue.schema import event
from app.desks.accounts import CatalogueAccountDesk, CatalogueUnitDesk
from app.desks.second_factor import CatalogueSecondFactorDesk
from app.desks.sign_in import CatalogueSignInDesk
from app.settings import Settings
from app.wiring import open_parts
from records.errors import VankhoError
from records.ports.clock import VIET_NAM, Clock
from tests.contracts import catalogues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.wiring import Parts
    from records.reader import Reader

PASSWORD = "bon tu bat ky nao do"


class SetClock(Clock):
    """Tells the time it was set to."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.astimezone(VIET_NAM).date()

    def forward(self, by: timedelta) -> None:
        self.at += by


class Office:
    """Desks of people over one catalogue."""

    def __init__(self, parts: Parts, clock: SetClock) -> None:
        self.parts, self.clock = parts, clock
        self.operator = parts.operator
        self.sign_in = CatalogueSignInDesk(parts)
        self.accounts = CatalogueAccountDesk(parts)
        self.units = CatalogueUnitDesk(parts)
        self.second_factor = CatalogueSecondFactorDesk(parts, self.sign_in)
        self.apps: dict[str, str] = {}
        """What the authenticator app of each account makes its codes of."""

    def add(self, name: str, *roles: Role, unit: str = ALL_UNITS, conditional: bool = False) -> str:
        """An account with a password of its own; its name."""
        with self.parts.catalogue.begin() as connection:
            accounts.add(
                connection,
                name=name,
                full_name=name.title(),
                rights=Rights(roles=frozenset(roles), unit=unit, conditional=conditional),
                password=_kept(),
                password_until=None,
                by="may-nay",
                now=self.clock.now(),
            )
        return name

    def staffed(self) -> Office:
        """With an administrator, and Lan of unit A."""
        self.add("quan-tri", Role.ADMINISTRATOR)
        self.units.put(self.operator, "A", "Phòng A", None)
        self.add("lan", Role.UNIT_READER, unit="A")
        return self

    def reader(self, name: str) -> Reader:
        """As a new session has it."""
        found = self.sign_in.reader_of_session(self.session(name))
        assert found is not None
        return found

    def session(self, name: str) -> str:
        """The secret of a new session."""
        made = self.sign_in.sign_in(name, PASSWORD)
        return self.sign_in.finish_sign_in(made.secret, self.code(name)).secret if made.waits else made.secret

    def with_app(self, name: str) -> tuple[str, ...]:
        """Let ``name`` have an authenticator app; the recovery codes."""
        reader = self.reader(name)
        self.apps[name] = self.second_factor.begin_codes(reader, PASSWORD).secret
        return self.second_factor.finish_codes(reader, self.code(name))

    def code(self, name: str) -> str:
        """What the app shows next: half a minute passes."""
        self.clock.forward(timedelta(seconds=30))
        return pyotp.TOTP(self.apps[name]).at(self.clock.now())

    def proof(self, name: str) -> dict[str, str]:
        """What ``name`` gives to ``confirm`` who it is: as keywords, or as the fields of a form."""
        return {"password": PASSWORD, "code": self.code(name) if name in self.apps else ""}

    def events(self, type_: str) -> list[tuple[str, str]]:
        """Agent and outcome of the events of a type, oldest first."""
        with self.parts.catalogue.begin(readonly=True) as connection:
            found = connection.execute(
                sa.select(event.c.agent, event.c.outcome).where(event.c.type == type_).order_by(event.c.id)
            )
            return [(row.agent, row.outcome) for row in found]


def code_of(act: Callable[[], object]) -> str:
    """The code of the error the act ends with."""
    with pytest.raises(VankhoError) as caught:
        act()
    return caught.value.code


@cache
def _kept() -> str:
    return hashed(PASSWORD)


@contextmanager
def office(kind: str, folder: Path) -> Iterator[Parts]:
    """The parts of a desk whose catalogue is SQLite or PostgreSQL."""
    # Asked of who has one alone; what demands one is tested in test_second_factor.py.
    settings = Settings(data=folder / "data", account="may-nay", second_factor="own_choice", _env_file=None)
    parts = open_parts(settings)
    with catalogues.migrated(kind, folder) as catalogue:
        parts.catalogue.close()
        yield replace(parts, catalogue=catalogue)


def opened(parts: Parts, **settings: object) -> Office:
    """Nobody is there yet."""
    catalogues.emptied(parts.catalogue)
    clock = SetClock()
    return Office(replace(parts, clock=clock, settings=parts.settings.model_copy(update=settings)), clock)
