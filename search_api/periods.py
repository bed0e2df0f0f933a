"""Dates and spans of time as people type them: ``24/06/2025``, ``tháng 3/2019``, ``từ 1/2019 đến 6/2019``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from records.folding import fold
from search_api.words import has_marks, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_YEAR = r"(?:1[89]|20)\d{2}"
_DAY = rf"(?:ngay[ ]+)?\d{{1,2}}[ ]?(?:[/.\-][ ]?\d{{1,2}}[ ]?[/.\-]|thang[ ]+\d{{1,2}}[ ]+nam)[ ]?{_YEAR}"
_ISO = rf"{_YEAR}-\d{{2}}-\d{{2}}"
_MONTH = rf"(?:thang|t)[ ]?\d{{1,2}}(?:[ ]?[/.\-][ ]?|[ ]+nam[ ]+|[ ]+){_YEAR}"
_SHORT_MONTH = rf"\d{{1,2}}[ ]?[/.\-][ ]?{_YEAR}"
_MOMENT = rf"(?:{_DAY}|{_ISO}|{_MONTH}|{_SHORT_MONTH}|(?:nam[ ]+)?{_YEAR})"
_START = r"(?<![\w/.\-])"
_END = r"(?![\w/]|[.\-]\w)"

_FROM_TO = re.compile(
    rf"{_START}(?:(?:tu|giai doan|nhung nam)[ ]+)?(?P<first>{_MOMENT})"
    rf"[ ]*(?:den|toi|-|–)[ ]*(?:het[ ]+)?(?P<last>{_MOMENT}){_END}"
)
_MONTHS_OF_YEAR = re.compile(
    rf"{_START}(?:tu[ ]+)?(?:thang|t)[ ]?(?P<first>\d{{1,2}})[ ]*(?:den|toi|-|–)[ ]*(?:het[ ]+)?(?:thang|t)?[ ]?"
    rf"(?P<last>\d{{1,2}})(?:[ ]?/[ ]?|[ ]+nam[ ]+|[ ]+)(?P<year>{_YEAR}){_END}"
)
_PART_OF_YEAR = re.compile(
    rf"{_START}(?P<part>(?:6|sau) thang|(?:9|chin) thang|(?:3|ba) thang|nua) (?P<which>dau|cuoi)"
    rf"(?:[ ]+cua)?(?:[ ]+nam)?[ ]+(?P<year>{_YEAR}){_END}"
)
_LATELY = re.compile(
    rf"{_START}(?P<count>\d{{1,3}})[ ]+(?P<unit>ngay|tuan|thang|nam)[ ]+(?:qua|gan day|vua qua|tro lai day){_END}"
)
_BEFORE = re.compile(rf"{_START}truoc[ ]+(?P<moment>{_MOMENT}){_END}")
_AFTER = re.compile(rf"{_START}sau[ ]+(?P<moment>{_MOMENT}){_END}")
_SINCE = re.compile(rf"{_START}tu[ ]+(?P<moment>{_MOMENT}){_END}")
_UNTIL = re.compile(rf"{_START}(?:den|toi)[ ]+(?:het[ ]+)?(?P<moment>{_MOMENT}){_END}")
_QUARTER = re.compile(
    rf"{_START}quy[ ]+(?P<quarter>[1-4]|i{{1,3}}|iv)(?:[ ]?[/\-][ ]?|[ ]+nam[ ]+|[ ]+)(?P<year>{_YEAR}){_END}"
)
_SINGLE = re.compile(rf"{_START}(?:{_DAY}|{_ISO}|{_MONTH}|nam[ ]+{_YEAR}){_END}")
_RELATIVE = re.compile(
    rf"{_START}(?:hom nay|hom qua|tuan nay|tuan truoc|thang nay|thang truoc|quy nay|quy truoc|nam nay|nam ngoai){_END}"
)
_ACCENTED = {
    "nam": {"năm"},
    "sau": {"sau", "sáu"},
    "truoc": {"trước"},
    "tu": {"từ"},
    "den": {"đến"},
    "toi": {"tới"},
    "quy": {"quý"},
    "hom": {"hôm"},
    "thang": {"tháng"},
    "nua": {"nửa"},
    "dau": {"đầu"},
    "cuoi": {"cuối"},
    "tuan": {"tuần"},
    "ngay": {"ngày"},
    "giai": {"giai"},
    "doan": {"đoạn"},
    "gan": {"gần"},
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included; None is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A span of time found in a text: ``text[start:end]``."""

    start: int
    end: int
    period: Period
    phrases: tuple[tuple[str, ...], ...]
    """Folded words that say the same on a page: *kế hoạch đến năm 2025* is a title, whenever issued."""


def periods_in(text: str, *, today: date) -> list[Dated]:
    """Spans of time in ``normalise``d text, the longest reading first, none overlapping.

    A day that does not exist (31/02) is no date. In text with marks the words around a date
    need their marks too: *miền nam 2020* is no year.
    """
    folded, found = fold(text), list[Dated]()
    accented = has_marks(text)
    for pattern, read in _readings(today):
        for match in pattern.finditer(folded):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            if accented and not _spelled(text[match.start() : match.end()]):
                continue
            dated = read(match)
            if dated is not None:
                found.append(dated)
    return sorted(found, key=lambda dated: dated.start)


def _readings(today: date) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str]], Dated | None]]]:
    yield _FROM_TO, _from_to
    yield _MONTHS_OF_YEAR, _months_of_year
    yield _PART_OF_YEAR, _part_of_year
    yield _LATELY, lambda match: _lately(match, today)
    yield _BEFORE, lambda match: _open_ended(match, before=True)
    yield _AFTER, lambda match: _open_ended(match, after=True)
    yield _SINCE, lambda match: _open_ended(match, since=True)
    yield _UNTIL, lambda match: _open_ended(match, until=True)
    yield _QUARTER, _quarter
    yield _SINGLE, _single
    yield (
        _RELATIVE,
        lambda match: Dated(match.start(), match.end(), _relative(match.group(), today), (_literally(match),)),
    )


def _spelled(typed: str) -> bool:
    for word in re.findall(r"[^\W\d_]+", typed.lower()):
        allowed = _ACCENTED.get(fold(word))
        if allowed is not None and word not in allowed:
            return False
    return True


def _from_to(match: re.Match[str]) -> Dated | None:
    first, last = _moment(match["first"]), _moment(match["last"])
    if first is None or last is None:
        return None
    if last[1] < first[0]:
        first, last = last, first
    return Dated(match.start(), match.end(), Period(first[0], last[1]), (_literally(match),))


def _months_of_year(match: re.Match[str]) -> Dated | None:
    year = int(match["year"])
    first, last = _month(year, int(match["first"])), _month(year, int(match["last"]))
    if first is None or last is None or last[1] < first[0]:
        return None
    return Dated(match.start(), match.end(), Period(first[0], last[1]), (_literally(match),))


_MONTHS_OF = {"6": 6, "sau": 6, "nua": 6, "9": 9, "chin": 9, "3": 3, "ba": 3}


def _part_of_year(match: re.Match[str]) -> Dated:
    year, months = int(match["year"]), _MONTHS_OF[match["part"].split()[0]]
    first, last = (1, months) if match["which"] == "dau" else (13 - months, 12)
    period = Period(date(year, first, 1), _days_of(year, last)[1])
    return Dated(match.start(), match.end(), period, (_literally(match),))


def _lately(match: re.Match[str], today: date) -> Dated | None:
    count, unit = int(match["count"]), match["unit"]
    if count == 0:
        return None
    if unit in {"ngay", "tuan"}:
        first = today - timedelta(days=count * (7 if unit == "tuan" else 1))
    else:
        months = today.year * 12 + today.month - 1 - count * (12 if unit == "nam" else 1)
        start, end = _days_of(months // 12, months % 12 + 1)
        first = min(start.replace(day=min(today.day, end.day)), end)
    return Dated(match.start(), match.end(), Period(first, today), (_literally(match),))


def _open_ended(
    match: re.Match[str], *, before: bool = False, after: bool = False, since: bool = False, until: bool = False
) -> Dated | None:
    moment = _moment(match["moment"])
    if moment is None:
        return None
    first, last = moment
    period = Period(None, None)
    if before:
        period = Period(None, first - timedelta(days=1))
    elif after:
        period = Period(last + timedelta(days=1), None)
    elif since:
        period = Period(first, None)
    elif until:
        period = Period(None, last)
    return Dated(match.start(), match.end(), period, (_literally(match),))


def _quarter(match: re.Match[str]) -> Dated:
    quarter = _ROMAN.get(match["quarter"]) or int(match["quarter"])
    year = int(match["year"])
    period = Period(_days_of(year, 3 * quarter - 2)[0], _days_of(year, 3 * quarter)[1])
    return Dated(match.start(), match.end(), period, (_literally(match),))


def _single(match: re.Match[str]) -> Dated | None:
    moment = _moment(match.group())
    if moment is None:
        return None
    first, last = moment
    return Dated(match.start(), match.end(), Period(first, last), _phrases(first, last))


def _phrases(first: date, last: date) -> tuple[tuple[str, ...], ...]:
    year = str(first.year)
    months = sorted({str(first.month), f"{first.month:02}"})
    if first == last:
        days = sorted({str(first.day), f"{first.day:02}"})
        pairs = [(day, month) for day in days for month in months]
        return tuple(
            phrase
            for day, month in pairs
            for phrase in ((day, month, year), ("ngay", day, "thang", month, "nam", year))
        )
    if (first.month, last.month) == (1, 12):
        return (("nam", year),)
    return tuple(phrase for month in months for phrase in (("thang", month, year), ("thang", month, "nam", year)))


def _literally(match: re.Match[str]) -> tuple[str, ...]:
    return tuple(words(match.group()))


def _moment(typed: str) -> tuple[date, date] | None:
    """First and last day of what ``_MOMENT`` matched; None for a day or month that does not exist."""
    numbers = [int(digits) for digits in re.findall(r"\d+", typed)]
    try:
        if len(numbers) == 3:
            year, month, day = numbers if numbers[0] > 31 else reversed(numbers)
            return date(year, month, day), date(year, month, day)
        if len(numbers) == 2:
            return _month(numbers[1], numbers[0])
        return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
    except ValueError:
        return None


def _month(year: int, month: int) -> tuple[date, date] | None:
    return _days_of(year, month) if 1 <= month <= 12 else None


def _days_of(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month there is."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _relative(folded: str, today: date) -> Period:
    if folded == "hom nay":
        return Period(today, today)
    if folded == "hom qua":
        return Period(today - timedelta(days=1), today - timedelta(days=1))
    if folded in {"tuan nay", "tuan truoc"}:
        monday = today - timedelta(days=today.weekday() + (7 if folded == "tuan truoc" else 0))
        return Period(monday, monday + timedelta(days=6))
    if folded in {"quy nay", "quy truoc"}:
        quarters = today.year * 4 + (today.month - 1) // 3 - (folded == "quy truoc")
        year, month = quarters // 4, quarters % 4 * 3 + 1
        return Period(_days_of(year, month)[0], _days_of(year, month + 2)[1])
    if folded == "nam nay":
        return Period(date(today.year, 1, 1), date(today.year, 12, 31))
    if folded == "nam ngoai":
        return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    inside = today if folded == "thang nay" else today.replace(day=1) - timedelta(days=1)
    return Period(*_days_of(inside.year, inside.month))
