"""Spans of time as people type them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.folding import fold, normalise
from search_api.periods import Period, periods_in

TODAY = date(2026, 3, 1)


def one(text: str) -> Period:
    (dated,) = periods_in(normalise(text), today=TODAY)
    return dated.period


def span(first: str | None, last: str | None) -> Period:
    return Period(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("24/06/2025", "2025-06-24", "2025-06-24"),
        ("24-6-2025", "2025-06-24", "2025-06-24"),
        ("24.6.2025.", "2025-06-24", "2025-06-24"),
        ("2025-06-24", "2025-06-24", "2025-06-24"),
        ("ngày 24 tháng 6 năm 2025", "2025-06-24", "2025-06-24"),
        ("tháng 3/2019", "2019-03-01", "2019-03-31"),
        ("tháng 2 năm 2020", "2020-02-01", "2020-02-29"),
        ("T12/2019", "2019-12-01", "2019-12-31"),
        ("năm 2020", "2020-01-01", "2020-12-31"),
        ("nam 2020", "2020-01-01", "2020-12-31"),
        ("quý IV năm 2020", "2020-10-01", "2020-12-31"),
        ("quy 2/2020", "2020-04-01", "2020-06-30"),
        ("từ 1/2019 đến 6/2019", "2019-01-01", "2019-06-30"),
        ("từ 6/2019 đến 1/2019", "2019-01-01", "2019-06-30"),
        ("tu 2018 den 2020", "2018-01-01", "2020-12-31"),
        ("từ ngày 01/02/2020 đến hết ngày 15/03/2020", "2020-02-01", "2020-03-15"),
        ("trước năm 2019", None, "2018-12-31"),
        ("sau tháng 6/2019", "2019-07-01", None),
        ("từ năm 2021", "2021-01-01", None),
        ("đến năm 2025", None, "2025-12-31"),
        ("1/2019 - 3/2019", "2019-01-01", "2019-03-31"),
        ("2018-2020", "2018-01-01", "2020-12-31"),
        ("giai đoạn 2016-2020", "2016-01-01", "2020-12-31"),
        ("từ tháng 1 đến tháng 3 năm 2019", "2019-01-01", "2019-03-31"),
        ("tháng 1-3/2019", "2019-01-01", "2019-03-31"),
        ("quý 2 năm 2020", "2020-04-01", "2020-06-30"),
        ("6 tháng đầu năm 2020", "2020-01-01", "2020-06-30"),
        ("sáu tháng cuối năm 2020", "2020-07-01", "2020-12-31"),
        ("9 tháng đầu năm 2020", "2020-01-01", "2020-09-30"),
        ("nửa cuối năm 2020", "2020-07-01", "2020-12-31"),
        ("tuần này", "2026-02-23", "2026-03-01"),
        ("tuần trước", "2026-02-16", "2026-02-22"),
        ("quý này", "2026-01-01", "2026-03-31"),
        ("quý trước", "2025-10-01", "2025-12-31"),
        ("30 ngày qua", "2026-01-30", "2026-03-01"),
        ("3 tháng gần đây", "2025-12-01", "2026-03-01"),
        ("2 năm qua", "2024-03-01", "2026-03-01"),
        ("hôm nay", "2026-03-01", "2026-03-01"),
        ("hôm qua", "2026-02-28", "2026-02-28"),
        ("tháng này", "2026-03-01", "2026-03-31"),
        ("tháng trước", "2026-02-01", "2026-02-28"),
        ("năm nay", "2026-01-01", "2026-12-31"),
        ("năm ngoái", "2025-01-01", "2025-12-31"),
    ],
)
def test_read(typed: str, first: str | None, last: str | None) -> None:
    assert one(typed) == span(first, last)
    assert one(fold(normalise(typed))) == span(first, last)


@pytest.mark.parametrize(
    "typed", ["31/02/2025", "tháng 13/2020", "miền nam 2020", "129/2025/TT-BNV", "24/6/2025/QĐ", "2020", "1.000.2000đ"]
)
def test_no_date(typed: str) -> None:
    assert periods_in(normalise(typed), today=TODAY) == []


def test_a_day_is_also_found_as_decree_30_prints_it() -> None:
    (dated,) = periods_in("4/6/2025", today=TODAY)
    assert ("ngay", "04", "thang", "6", "nam", "2025") in dated.phrases
    assert ("04", "06", "2025") in dated.phrases
    assert ("4", "6", "2025") in dated.phrases


def test_a_title_that_names_a_year_is_found_by_its_words() -> None:
    (dated,) = periods_in(normalise("chuyển đổi số đến năm 2025"), today=TODAY)
    assert dated.phrases == (("den", "nam", "2025"),)


@given(st.dates(min_value=date(1850, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    for typed in (f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"):
        assert one(typed) == Period(day, day)


@given(st.text(alphabet="0123456789/.- tháng năm từ đến ngày trước sau quý", max_size=40))
def test_never_raises_and_never_overlaps(typed: str) -> None:
    found = periods_in(normalise(typed), today=TODAY)
    assert all(one.end <= other.start for one, other in pairwise(found))
