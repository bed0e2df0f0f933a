"""The account that a command is run for, where the operator of the machine is not enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.roles import reader_with
from adapters.catalogue import accounts, units
from records.reader import Reader

if TYPE_CHECKING:
    from app.wiring import Parts


def reader_named(parts: Parts, name: str) -> Reader:
    """The account with its rights; without any where there is none such, or it is disabled.

    Nothing is proved by it: whoever acts on it proves first who it is (``SignInDesk.confirm``).
    """
    with parts.catalogue.begin(readonly=True) as connection:
        row = accounts.row(connection, name.strip().lower())
        if row is None or not row.enabled:
            return Reader(account=name, units=frozenset(), levels=frozenset(), capabilities=frozenset())
        rights = accounts.rights_of(row)
        return reader_with(row.name, rights, units.reached_from(connection, rights.unit, parts.clock.today()))
