"""Which role may do what. Who administers accounts, and who audits, sees no record by that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.model import ALL_UNITS, Role
from records.reader import AccessLevel, Capability, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accounts.model import Rights

CAPABILITIES: Mapping[Role, frozenset[Capability]] = {
    Role.CLERK: frozenset({Capability.READ, Capability.TAKE_IN, Capability.HAND_OVER}),
    Role.QUALITY_CHECKER: frozenset({Capability.READ, Capability.CHECK}),
    Role.UNIT_READER: frozenset({Capability.READ, Capability.HAND_OVER}),
    Role.ARCHIVIST: frozenset({Capability.READ, Capability.TAKE_IN, Capability.CHECK, Capability.DECIDE}),
    Role.COUNCIL_MEMBER: frozenset({Capability.READ, Capability.VOTE}),
    Role.HEAD: frozenset({Capability.READ, Capability.APPROVE}),
    Role.ADMINISTRATOR: frozenset({Capability.ADMINISTER}),
    Role.AUDITOR: frozenset({Capability.AUDIT}),
}


def capabilities_of(roles: Iterable[Role]) -> frozenset[Capability]:
    """What accounts with these roles may do, all together."""
    return frozenset(capability for role in roles for capability in CAPABILITIES[role])


def reader_with(
    account: str,
    rights: Rights,
    units: frozenset[str],
    *,
    scopes: frozenset[Capability] | None = None,
    second_factor_due: bool = False,
) -> Reader:
    """The reader that an account is.

    ``units`` are the codes its unit leads to; ``scopes`` what the token it uses is limited to (None: no
    token). Who may not read sees no level, whatever else it may do; who has to set a second factor first may nothing.
    """
    may = frozenset() if second_factor_due else capabilities_of(rights.roles)
    if scopes is not None:
        may &= scopes
    levels = {AccessLevel.PUBLIC, AccessLevel.CONDITIONAL} if rights.conditional else {AccessLevel.PUBLIC}
    return Reader(
        account=account,
        units=frozenset({ALL_UNITS}) if rights.unit == ALL_UNITS else units,
        levels=frozenset(levels) if Capability.READ in may else frozenset(),
        capabilities=may,
        unit="" if rights.unit == ALL_UNITS else rights.unit,
        by_token=scopes is not None,
        second_factor_due=second_factor_due,
    )
