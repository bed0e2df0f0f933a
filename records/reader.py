"""Who asks. Every use case and every query takes a Reader (design: rights from the first day)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AccessLevel(StrEnum):
    """Archives Law 33/2024, Art. 25; codes of Circular 05/2025. Level 03 (secret) is not admitted."""

    PUBLIC = "01"
    CONDITIONAL = "02"


class Capability(StrEnum):
    """What an account may do; which role gives which stands in ``accounts.roles``."""

    READ = "read"
    """Find and open what is in the archive, as far as units, levels and restrictions let."""
    TAKE_IN = "take_in"
    HAND_OVER = "hand_over"
    """List dossiers of one's own unit to be handed over to the archive (Decree 30/2020, Art. 30)."""
    CHECK = "check"
    DECIDE = "decide"
    VOTE = "vote"
    """As a member of the council that appraises what is to be destroyed (Decree 113/2025)."""
    APPROVE = "approve"
    """As head of the body: sign what an archivist prepared."""
    ADMINISTER = "administer"
    """Accounts and units; no record is seen by it."""
    AUDIT = "audit"
    """See who did what; no record is seen by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """An account with what it may see and do; the default sees and does nothing."""

    account: str
    units: frozenset[str] = frozenset()
    """Codes of the units whose dossiers may be seen; ``*`` stands for all."""
    levels: frozenset[AccessLevel] = frozenset()
    capabilities: frozenset[Capability] = frozenset()
    unit: str = ""
    """Code of the unit the account works in, which what it takes in belongs to; empty: the installation's."""
    by_token: bool = False
    """Whether a program asks for the account, by a token; a program proves nobody's presence."""
    second_factor_due: bool = False
    """Whether the account has to set a second factor before it may do anything."""

    @property
    def all_units(self) -> bool:
        return "*" in self.units

    @property
    def sees_personal(self) -> bool:
        """Whether numbers of people and pictures of identity cards are shown to it on request, each time recorded.

        In what it may see at all, that is, of its units; who is not cleared for level 02 is shown masks alone.
        """
        return AccessLevel.CONDITIONAL in self.levels

    @property
    def sees_all(self) -> bool:
        """Whether nothing in the archive is hidden from the account, what is restricted for a time included."""
        return self.all_units and self.levels >= set(AccessLevel) and Capability.DECIDE in self.capabilities


def local_operator(account: str) -> Reader:
    """The one operator of a desk installation on loopback: sees and does everything, by name."""
    return Reader(
        account=account,
        units=frozenset({"*"}),
        levels=frozenset(AccessLevel),
        capabilities=frozenset(Capability),
    )
