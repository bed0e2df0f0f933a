"""The desks of administrators: accounts, and the tree of units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accounts import refusals
from accounts.model import ALL_UNITS, OneTimePassword, Role
from accounts.passwords import ONE_TIME_FOR, hashed, one_time
from accounts.ports import AccountDesk, UnitDesk
from adapters.catalogue import accounts, events, second_factors, sign_in_refusals, units
from app.desks.tries import name_digest
from records.folding import normalise
from records.reader import Capability

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    import sqlalchemy as sa

    from accounts.model import AccountView, Rights, Unit
    from app.wiring import Parts
    from records.reader import Reader

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class CatalogueAccountDesk(AccountDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def full_name(self, name: str) -> str:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return accounts.full_name(connection, name)

    def accounts(self, reader: Reader) -> Sequence[AccountView]:
        _require_administrator(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return accounts.views(connection)

    def account(self, reader: Reader, name: str) -> AccountView:
        _require_administrator(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = accounts.row(connection, name)
            if row is None:
                raise refusals.no_such_account()
            return accounts.view_of(row, second_factor=any(second_factors.kinds_set(connection, name)))

    def add(self, reader: Reader, name: str, full_name: str, rights: Rights) -> OneTimePassword:
        _require_administrator(reader)
        if not _NAME.fullmatch(name):
            raise refusals.bad_name()
        made = self._one_time(name)
        kept = hashed(made.password)
        with self._parts.catalogue.begin() as connection:
            if Role.ADMINISTRATOR not in rights.roles and not accounts.any_there(connection):
                raise refusals.first_administers()
            self._require_fit(connection, rights)
            added = accounts.add(
                connection,
                name=name,
                full_name=normalise(full_name).strip() or name,
                rights=rights,
                password=kept,
                password_until=made.valid_until,
                by=reader.account,
                now=self._parts.clock.now(),
            )
            if not added:
                raise refusals.account_exists()
            self._tell(connection, "account creation", reader, name, _told(rights))
        return made

    def change(self, reader: Reader, name: str, full_name: str, rights: Rights) -> None:
        _require_administrator(reader)
        with self._parts.catalogue.begin() as connection:
            row = self._require_there(connection, name)
            if name == reader.account and accounts.rights_of(row) != rights:
                raise refusals.own_account()
            self._require_fit(connection, rights)
            accounts.change(connection, name, normalise(full_name).strip() or name, rights)
            self._tell(connection, "account modification", reader, name, _told(rights))

    def set_enabled(self, reader: Reader, name: str, *, enabled: bool) -> None:
        _require_administrator(reader)
        with self._parts.catalogue.begin() as connection:
            self._require_there(connection, name)
            if name == reader.account and not enabled:
                raise refusals.own_account()
            accounts.set_enabled(connection, name, enabled=enabled)
            self._tell(connection, "account modification", reader, name, {"enabled": enabled})

    def reset(self, reader: Reader, name: str) -> OneTimePassword:
        _require_administrator(reader)
        made = self._one_time(name)
        kept = hashed(made.password)
        with self._parts.catalogue.begin() as connection:
            self._require_there(connection, name)
            accounts.set_password(connection, name, kept, made.valid_until)
            sign_in_refusals.forgive(connection, name_digest(name))
            self._tell(connection, "password reset", reader, name, {})
        return made

    def _one_time(self, name: str) -> OneTimePassword:
        return OneTimePassword(account=name, password=one_time(), valid_until=self._parts.clock.now() + ONE_TIME_FOR)

    def _require_there(self, connection: sa.Connection, name: str) -> Any:
        row = accounts.row(connection, name)
        if row is None:
            raise refusals.no_such_account()
        return row

    def _require_fit(self, connection: sa.Connection, rights: Rights) -> None:
        if not rights.roles:
            raise refusals.no_role()
        # The installation's own unit is known without a row.
        known = rights.unit in {ALL_UNITS, self._parts.settings.unit}
        if not known and units.get(connection, rights.unit) is None:
            raise refusals.no_such_unit()

    def _tell(
        self, connection: sa.Connection, what: str, reader: Reader, name: str, detail: Mapping[str, object]
    ) -> None:
        now = self._parts.clock.now()
        events.add(connection, type=what, agent=reader.account, now=now, subjects=[name], detail=detail)


class CatalogueUnitDesk(UnitDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def units(self, reader: Reader) -> Sequence[Unit]:
        _require_administrator(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return units.all_units(connection)

    def names(self) -> Mapping[str, str]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return {one.code: one.name for one in units.all_units(connection)}

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
        _require_administrator(reader)
        if not _CODE.fullmatch(code):
            raise refusals.bad_unit_code()
        name, identification_code = normalise(name).strip(), normalise(identification_code).strip()
        if not name:
            raise refusals.unit_without_name()
        with self._parts.catalogue.begin() as connection:
            units.hold(connection)
            if parent is not None:
                _require_unit(connection, parent)
                if parent in units.reached_from(connection, code, None):
                    raise refusals.units_in_circle()
            there = units.get(connection, code)
            if began_on and there is not None and there.dissolved_on and there.dissolved_on < began_on:
                raise refusals.unit_days_reversed()
            units.put(connection, code, name, parent, identification_code=identification_code, began_on=began_on)
            detail = {
                "parent": parent,
                "identification_code": identification_code,
                "began_on": began_on.isoformat() if began_on else "",
            }
            self._tell(connection, "unit modification", reader, code, detail)

    def dissolve(self, reader: Reader, code: str, on: date, successor: str) -> None:
        _require_administrator(reader)
        with self._parts.catalogue.begin() as connection:
            units.hold(connection)
            ended = _require_unit(connection, code)
            _require_unit(connection, successor)
            if successor in units.reached_from(connection, code, None):
                raise refusals.units_in_circle()
            if ended.began_on and on < ended.began_on:
                raise refusals.unit_days_reversed()
            units.dissolve(connection, code, on, successor)
            detail = {"dissolved_on": on.isoformat(), "successor": successor}
            self._tell(connection, "unit modification", reader, code, detail)

    def remove(self, reader: Reader, code: str) -> None:
        _require_administrator(reader)
        with self._parts.catalogue.begin() as connection:
            units.hold(connection)
            found = _require_unit(connection, code)
            if units.is_named(connection, code):
                raise refusals.unit_in_use()
            units.remove(connection, code)
            self._tell(connection, "unit modification", reader, code, {"removed_unit": found.name})

    def _tell(
        self, connection: sa.Connection, what: str, reader: Reader, code: str, detail: Mapping[str, object]
    ) -> None:
        now = self._parts.clock.now()
        events.add(connection, type=what, agent=reader.account, now=now, subjects=[code], detail=detail)


def _require_unit(connection: sa.Connection, code: str) -> Unit:
    found = units.get(connection, code)
    if found is None:
        raise refusals.no_such_unit()
    return found


def _require_administrator(reader: Reader) -> None:
    if Capability.ADMINISTER not in reader.capabilities:
        raise refusals.not_an_administrator()


def _told(rights: Rights) -> dict[str, object]:
    return {
        "roles": sorted(role.value for role in rights.roles),
        "unit": rights.unit,
        "conditional": rights.conditional,
    }
