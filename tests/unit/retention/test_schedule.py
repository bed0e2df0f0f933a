from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.findings import Severity
from retention_rules.model import PeriodKind
from retention_rules.period import UnknownPeriod, read_period
from retention_rules.schedule import built_in_schedule, load_schedule
from retention_rules.schedule_table import COLUMNS

HEADER = ";".join(COLUMNS)


def test_the_built_in_schedule_is_whole_and_unconfirmed() -> None:
    schedule = built_in_schedule()
    kinds = Counter(rule.kind for rule in schedule.rules)
    assert len(schedule.rules) == 276
    assert kinds == {
        PeriodKind.YEARS: 145,
        PeriodKind.PERMANENT: 107,
        PeriodKind.OWN_TRIGGER: 23,
        PeriodKind.NOT_A_RECORD: 1,
    }
    assert len({rule.id for rule in schedule.rules}) == 276
    assert not any(rule.confirmed for rule in schedule.rules)
    assert all(rule.clause and rule.confidence for rule in schedule.rules)


def test_the_version_follows_the_content_unless_declared() -> None:
    one, _ = load_schedule(f"{HEADER}\nA;B;5;TT10/2022;low\n", name="n", version="")
    same, _ = load_schedule(f"{HEADER}\nA;B;5;TT10/2022;low\n", name="n", version="")
    other, _ = load_schedule(f"{HEADER}\nA;B;6;TT10/2022;low\n", name="n", version="")
    declared, _ = load_schedule(HEADER, name="n", version="2026-1")
    assert one.version == same.version != other.version
    assert declared.version == "2026-1"


def test_each_bad_row_is_named_by_its_line_and_the_good_ones_stay() -> None:
    table = f"""\ufeff{HEADER}
Chứng thực;Sổ chứng thực;VV;NĐ23/2015 Đ14 k1;high
Chứng thực;Khác;mãi mãi;NĐ23/2015;high

Chứng thực;Khác;71;NĐ23/2015;high
Chứng thực;Khác;5;NĐ23/2015
Chứng thực;;5;NĐ23/2015;high
Chứng thực;Khác;5;NĐ23/2015;rất cao
Chứng thực;Sổ chứng thực;VV;NĐ23/2015 Đ14 k1;high
Chứng thực;"Hợp đồng; giao dịch";20 năm;NĐ23/2015 Đ14 k3;high
""".replace("\n", "\r\n")
    schedule, findings = load_schedule(table, name="n", version="1")
    assert [(rule.record_type, rule.period) for rule in schedule.rules] == [
        ("Sổ chứng thực", "VV"),
        ("Hợp đồng; giao dịch", "20"),
    ]
    assert [(finding.where, finding.code) for finding in findings] == [
        ("line 3", "schedule.unknown_period"),
        ("line 5", "schedule.unknown_period"),
        ("line 6", "schedule.row_width"),
        ("line 7", "schedule.empty_cell"),
        ("line 8", "schedule.unknown_confidence"),
        ("line 9", "schedule.repeated_row"),
    ]
    assert findings[-1].severity is Severity.WARNING
    assert schedule.rules[0].id == "ND23-2015-0001"


def test_a_column_too_many_or_no_header_uses_no_row() -> None:
    for header in (f"{HEADER};confirmed", "A;B;5;TT10/2022;low", ""):
        schedule, findings = load_schedule(f"{header}\nA;B;5;TT10/2022;low", name="n", version="1")
        assert schedule.rules == ()
        assert [finding.code for finding in findings] == ["schedule.no_header"]


def test_broken_quotes_are_told_with_their_line() -> None:
    schedule, findings = load_schedule(
        f'{HEADER}\nA;B;5;TT10/2022;low\nA;"C;6;TT10/2022;low\nA;D;7;TT10/2022;low\n', name="n", version="1"
    )
    assert [rule.record_type for rule in schedule.rules] == ["B"]
    assert [(finding.code, finding.where) for finding in findings] == [("schedule.broken_quotes", "line 3")]


@given(st.text(alphabet='ab;"\n\r 05VH+\x00é', max_size=60))
def test_no_text_is_half_understood(body: str) -> None:
    schedule, findings = load_schedule(f"{HEADER}\n{body}", name="n", version="1")
    if body.replace(";", "").replace('"', "").strip():
        assert schedule.rules or findings


@pytest.mark.parametrize(
    ("code", "kind", "years"),
    [
        ("20", PeriodKind.YEARS, 20),
        ("70 năm", PeriodKind.YEARS, 70),
        ("01", PeriodKind.YEARS, 1),
        ("VV", PeriodKind.PERMANENT, None),
        ("Vĩnh viễn", PeriodKind.PERMANENT, None),
        ("hhl", PeriodKind.OWN_TRIGGER, None),
        ("TT", PeriodKind.OWN_TRIGGER, None),
        ("5+HD", PeriodKind.OWN_TRIGGER, None),
        ("5 + HĐ", PeriodKind.OWN_TRIGGER, None),
        ("0", PeriodKind.NOT_A_RECORD, None),
    ],
)
def test_period_codes(code: str, kind: PeriodKind, years: int | None) -> None:
    period = read_period(code)
    assert (period.kind, period.years) == (kind, years)


@pytest.mark.parametrize("code", ["", "71", "-5", "5.5", "20 tháng", "٢٠", "V", "20;", "HD", "+HD", "²"])
def test_codes_that_are_none(code: str) -> None:
    with pytest.raises(UnknownPeriod):
        read_period(code)
