"""How the store locks a dossier: until when, and whether it is held without an end.

The lease is short and renewed: a wrong trigger or a lawful destruction must stay possible. Pure: no
input or output, time as an argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_LEASE = timedelta(days=400)
RENEWED_BELOW = timedelta(days=100)
"""A lease with fewer days left is renewed."""
AWAITED = timedelta(days=7)
"""So long before a lease ends for good the hold that waits for an appraisal takes over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockPlan:
    """What has to be in force on every object of a dossier from now on."""

    until: date | None
    """The lease ends where this day begins in Viet Nam; None: no lease can be given any more."""
    held: bool
    """A hold of the store keeps it whatever the lease says."""
    look_on: date
    """The first day on which something else has to be in force, if nothing happens before."""


def plan_lock(*, candidate_from: date | None, hold_open: bool, decided: bool, today: date) -> LockPlan:
    """A lease to the earlier of ``candidate_from`` and 400 days; a hold while ours is open or an appraisal awaited.

    ``candidate_from`` None: permanent, or without a trigger. ``decided``: a decision to destroy stands.
    """
    longest = today + LONGEST_LEASE
    if candidate_from is None or candidate_from > longest:
        return LockPlan(until=longest, held=hold_open, look_on=_renewed_on(longest))
    awaited_from = candidate_from - AWAITED
    awaited = today >= awaited_from and not decided
    return LockPlan(
        until=candidate_from if candidate_from > today else None,
        held=hold_open or awaited,
        # What is due changes by an act alone; it is looked at again all the same.
        look_on=awaited_from if awaited_from > today else _renewed_on(longest),
    )


def _renewed_on(until: date) -> date:
    return until - RENEWED_BELOW + timedelta(days=1)
