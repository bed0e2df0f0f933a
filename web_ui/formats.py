"""Figures, dates and sizes as people write them: ``1.117`` and ``31/12/2030``, or ``1,117`` and ``31 Dec 2030``."""

from __future__ import annotations

from datetime import date, datetime

from records.figures import vietnamese
from records.ports.clock import VIET_NAM

_KILO = 1000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(value: float, language: str, digits: int = 0) -> str:
    """With a sign between thousands; ``digits`` after the decimal sign."""
    return f"{value:,.{digits}f}" if language == "en" else vietnamese(value, digits)


def percent(share: float, language: str) -> str:
    """A share of 1 as whole per cent; 100% is said only of the whole."""
    value = 99.0 if 0.99 < share < 1 else share * 100
    return f"{number(value, language)}%"


def size(count: int, language: str) -> str:
    """Bytes in decimal units, one digit from a megabyte on."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < _KILO:
            break
        value, unit = value / _KILO, larger
    return f"{number(value, language, 1 if unit in {'MB', 'GB', 'TB'} else 0)} {unit}"


def day(value: date, language: str) -> str:
    """A civil date."""
    if language == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{value.day:02}/{value.month:02}/{value.year}"


def written_day(value: str, language: str) -> str:
    """A date or a moment written by ISO 8601 as the day in Viet Nam; anything else as it stands."""
    try:
        return day(date.fromisoformat(value), language)
    except ValueError:
        pass
    try:
        return day(datetime.fromisoformat(value).astimezone(VIET_NAM).date(), language)
    except ValueError:
        return value


def moment(value: datetime, language: str) -> str:
    """Day, hour and minute in Viet Nam."""
    local = value.astimezone(VIET_NAM)
    return f"{day(local.date(), language)} {local:%H:%M}"


def clock_time(value: datetime) -> str:
    """Hour, minute and second in Viet Nam."""
    return f"{value.astimezone(VIET_NAM):%H:%M:%S}"
