from __future__ import annotations

import pytest

from retention_rules.longest import length
from retention_rules.model import PeriodKind
from retention_rules.propose_rule import default_rule, propose_rule
from retention_rules.schedule import built_in_schedule, load_schedule


def _clause(kind: str, subject: str, procedure: str = "") -> str | None:
    proposal = propose_rule(built_in_schedule(), document_types=[kind], subjects=[subject], procedure=procedure)
    return None if proposal.rule is None else proposal.rule.clause


@pytest.mark.parametrize(
    ("kind", "subject", "clause"),
    [
        ("Quyết định", "về việc nâng lương thường xuyên đối với viên chức", "TT09/2011#70"),
        ("Quyết định", "Về việc kỷ luật cán bộ", "TT09/2011#50"),
        ("Sổ", "Sổ đăng ký văn bản đến năm 2020", "TT09/2011#151"),
        ("Hợp đồng", "Chứng thực hợp đồng chuyển nhượng quyền sử dụng đất", "NĐ23/2015 Đ14 k3"),
        ("", "CHUNG THUC CHU KY trong giay uy quyen", "NĐ23/2015 Đ14 k2"),
        ("Quyết định", "phê duyệt hồ sơ người có công với cách mạng", "NĐ131/2021 Đ128 k6"),
        ("", "Hồ sơ kiểm tra, thanh tra tài chính: nghiêm trọng", "TT09/2011#80"),
        ("Hợp đồng", "Hợp đồng lao động vụ việc", "TT09/2011#65"),
    ],
)
def test_a_sure_match(kind: str, subject: str, clause: str) -> None:
    assert _clause(kind, subject) == clause


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("Kế hoạch", "Sử dụng năng lượng tiết kiệm"),  # folds to "nang luong", as nâng lương does
        ("Trích lục", "Trích lục khai sinh"),
        ("Giấy phép", "Giấy phép xây dựng nhà ở riêng lẻ"),
        ("Quyết định", "Bổ nhiệm ông A"),  # one of three in an enumeration
        ("Quyết định", "về sáp nhập đơn vị hành chính"),
        ("Quyết định", "giải quyết khiếu nại, tố cáo của ông B"),  # serious or not is not said
        ("Quyết định", "Hồ sơ kỷ luật"),
        ("", "Bản sao chứng thực từ bản chính"),  # that something is no record, no machine says
        ("Hợp đồng", "Hợp đồng thuê nhà, không ai đến trước ngày hẹn để chứng thực"),  # the field stands too far off
        ("Báo cáo", "tài chính năm 2024"),  # half the wording of a row rebuilt from notes
        ("", ""),
    ],
)
def test_in_doubt_nothing(kind: str, subject: str) -> None:
    assert _clause(kind, subject) is None


def test_the_procedure_says_something_of_every_document() -> None:
    assert _clause("Đơn", "Đơn đề nghị", "Đăng ký đất đai lần đầu") == (
        "TT24/2014/TT-BTNMT Đ30 k3 a (đã có TT10/2024 thay thế, kiểm tra lại)"
    )


def test_the_circular_in_force_stands_before_the_expired_annex() -> None:
    header = "group;record_type_vi;period;source_row;confidence\n"
    expired = "G;Công văn trao đổi về quy hoạch;10;TT09/2011#24;low\n"
    in_force = "G;Công văn trao đổi về quy hoạch;5;TT10/2022 PL I;medium\n"
    for table in (expired + in_force, in_force + expired):
        schedule, findings = load_schedule(header + table, name="n", version="1")
        assert not findings
        proposal = propose_rule(schedule, document_types=["Công văn"], subjects=["trao đổi về quy hoạch"])
        assert proposal.rule is not None
        assert proposal.rule.clause == "TT10/2022 PL I"


def test_of_several_documents_the_longest_match() -> None:
    proposal = propose_rule(
        built_in_schedule(),
        document_types=["", "Quyết định"],
        subjects=["Chứng thực chữ ký trong giấy ủy quyền", "Về việc kỷ luật cán bộ"],
    )
    assert proposal.rule is not None
    assert proposal.rule.years == 70


def test_a_short_period_needs_every_document_to_match() -> None:
    schedule = built_in_schedule()
    known, unknown = "Chứng thực chữ ký trong giấy ủy quyền", "Tờ khai"
    alone = propose_rule(schedule, document_types=[""], subjects=[known])
    assert alone.rule is not None
    assert alone.rule.years == 2
    assert propose_rule(schedule, document_types=["", ""], subjects=[known, unknown]).rule is None


def test_the_matched_words_are_shown_as_the_rule_spells_them() -> None:
    proposal = propose_rule(built_in_schedule(), document_types=["Quyet dinh"], subjects=["ve viec ky luat can bo"])
    assert proposal.matched == ("kỷ luật cán bộ",)
    assert proposal.score == pytest.approx(1.0)


def test_the_wording_of_a_row_brings_up_that_row_or_a_longer_one() -> None:
    schedule = built_in_schedule()
    found = 0
    for rule in schedule.rules:
        proposal = propose_rule(schedule, document_types=[""], subjects=[rule.record_type])
        if proposal.rule is not None and rule.kind is not PeriodKind.NOT_A_RECORD:
            found += 1
            assert proposal.rule.confidence != "low" or length(proposal.rule) >= length(rule), rule
    assert found >= 230


def test_the_default_is_twenty_years_and_never_confirmed() -> None:
    rule = default_rule()
    assert (rule.years, rule.confirmed, rule.clause) == (20, False, "TT09/2011#173")
    assert built_in_schedule().rule(rule.id) is None
