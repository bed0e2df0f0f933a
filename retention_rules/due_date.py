"""The one place where retention dates are computed.

Archives Law 33/2024/QH15, Art. 15(3): the period is counted from the year in which the work
ended. So the day within that year makes no difference, and a dossier falls due with a year::

    expires_on     = 31 December of (year the work ended + N)
    candidate_from = the day after: it may be *listed* for appraisal, never destroyed by it

Civil dates only; no clock, no time zone.
"""

from __future__ import annotations

from datetime import date, timedelta

LONGEST_YEARS = 70
"""Archives Law 33/2024, Art. 15: permanent, or a fixed term of at most 70 years."""


def expires_on(year_work_ended: int, years: int) -> date:
    """The last day of the period.

    ``years`` is 1 to 70. Raises ValueError for anything else: a rule that says so was never
    let in by ``load_schedule``, so it is a mistake of the program and not of the input.
    """
    if not 1 <= years <= LONGEST_YEARS:
        raise ValueError(f"a period is 1 to {LONGEST_YEARS} years, not {years}")
    return date(year_work_ended + years, 12, 31)


def expires_after_event(year_of_event: int, years: int) -> date:
    """The last day of a period with an event of its own, ``years`` after it; 0: the year of the event itself.

    Whole years here too: to the end of a year is never shorter than to the day.
    """
    return date(year_of_event, 12, 31) if years == 0 else expires_on(year_of_event, years)


def candidate_from(expires: date) -> date:
    """The first day on which the dossier may be listed for appraisal."""
    return expires + timedelta(days=1)
