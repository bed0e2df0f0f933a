"""Period codes as schedules write them.

``20``, ``20 năm``, ``VV``, ``0``; with an event of their own ``HHL``, ``TT``, ``TL``, ``5+HD``,
``10+KT`` (``retention_rules.trigger`` tells the events).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from records.errors import Sentence
from records.folding import fold, normalise
from retention_rules.due_date import LONGEST_YEARS
from retention_rules.model import PeriodKind
from retention_rules.trigger import EVENT_OF_CODE, UNTIL


class UnknownPeriod(ValueError):
    """A code that is not understood; the row that carries it is refused."""

    def __init__(self, says: Sentence) -> None:
        super().__init__(says.en)
        self.says = says


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A code in its one spelling, with its meaning."""

    code: str
    kind: PeriodKind
    years: int | None = None


_NAMED = {
    "vv": Period(code="VV", kind=PeriodKind.PERMANENT),
    "vinh vien": Period(code="VV", kind=PeriodKind.PERMANENT),
    **{code.lower(): Period(code=code, kind=PeriodKind.OWN_TRIGGER) for code in UNTIL},
}
_AFTER_EVENT = re.compile(rf"([0-9]{{1,6}}) ?\+ ?({'|'.join(EVENT_OF_CODE).lower()})")


def read_period(code: str) -> Period:
    """The meaning of a code; case, marks and blanks do not matter.

    Raises:
        UnknownPeriod: Not a code of schedules, or more than 70 years (Archives Law, Art. 15).
    """
    plain = " ".join(fold(normalise(code)).split())
    if plain in _NAMED:
        return _NAMED[plain]
    if number := re.fullmatch(r"([0-9]{1,6})(?: ?nam)?", plain):
        return _years(int(number[1]))
    if after := _AFTER_EVENT.fullmatch(plain):
        # The event is one of its own: these years are never added to the end of the work.
        years = _years(int(after[1])).years
        if years is not None:
            return Period(code=f"{years}+{after[2].upper()}", kind=PeriodKind.OWN_TRIGGER)
    raise UnknownPeriod(Sentence(f"Không hiểu mã thời hạn “{code}”.", f"The period code “{code}” is not understood."))


def _years(years: int) -> Period:
    if years == 0:
        return Period(code="0", kind=PeriodKind.NOT_A_RECORD)
    if years > LONGEST_YEARS:
        raise UnknownPeriod(
            Sentence(
                f"Thời hạn {years} năm vượt quá {LONGEST_YEARS} năm.",
                f"A period of {years} years exceeds {LONGEST_YEARS}.",
            )
        )
    return Period(code=str(years), kind=PeriodKind.YEARS, years=years)
