"""The one place where retention dates are computed.

Archives Law 33/2024/QH15, Art. 15(3): the period is counted from the year in which the work
ended. So the day within that year makes no difference, and a dossier falls due with a year::

    expires_on     = 31 December of (year the work ended + N)
    candidate_from = the day after: it may be *listed* for appraisal, never destroyed by it

Civil dates only; no clock, no time zone.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from retention_rules.model import PeriodKind

if TYPE_CHECKING:
    from retention_rules.model import Rule

LONGEST_YEARS = 70
"""Archives Law 33/2024, Art. 15: permanent, or a fixed term of at most 70 years."""


class TriggerKind(StrEnum):
    """What a period is counted from."""

    WORK_END = "work_end"
    """kết thúc công việc: the result returned, or the dossier refused, withdrawn or stopped"""
    DOCUMENT_EXPIRY = "document_expiry"
    """HHL: until the document ceases to have effect (hết hiệu lực)"""
    CONTRACT_END = "contract_end"
    """5+HD: years after the contract ends"""
    WORKS_LIFETIME = "works_lifetime"
    """TT: as long as the works or the equipment stand (tuổi thọ công trình)"""


def trigger_of(rule: Rule) -> TriggerKind | None:
    """What the rule counts from; None where nothing is counted (permanent, not a record)."""
    if rule.kind is PeriodKind.YEARS:
        return TriggerKind.WORK_END
    if rule.kind is PeriodKind.OWN_TRIGGER:
        if rule.period == "HHL":
            return TriggerKind.DOCUMENT_EXPIRY
        return TriggerKind.WORKS_LIFETIME if rule.period == "TT" else TriggerKind.CONTRACT_END
    return None


def expires_on(year_work_ended: int, years: int) -> date:
    """The last day of the period.

    ``years`` is 1 to 70. Raises ValueError for anything else: a rule that says so was never
    let in by ``load_schedule``, so it is a mistake of the program and not of the input.
    """
    if not 1 <= years <= LONGEST_YEARS:
        raise ValueError(f"a period is 1 to {LONGEST_YEARS} years, not {years}")
    return date(year_work_ended + years, 12, 31)


def candidate_from(expires: date) -> date:
    """The first day on which the dossier may be listed for appraisal."""
    return expires + timedelta(days=1)
