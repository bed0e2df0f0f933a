"""How long and why, as the pages say it: in words, and with one truth."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from records.description import Field, FieldProposal
from retention_rules.decide_period import decide_period, rule_of
from retention_rules.model import AssignmentState
from retention_rules.trigger import TriggerKind
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.site import application, full_world
from tests.unit.web_ui.test_pages import checked


def test_rules_and_clauses_are_shown_in_words_and_their_codes_as_titles() -> None:
    world = full_world()
    site, one = application(world), world.dossiers[0].dossier
    before = world.assignments[one]
    codes = ("VANKHO-DEFAULT-20", "TT09/2011#173", "738f45336e1e")
    why = replace(before.explanation, rule_id=codes[0], clause=codes[1], schedule=f"Bảng tham khảo, {codes[2]}")
    world.assignments[one] = replace(before, explanation=why)
    for address in (f"/ho-so/{one}", "/thoi-han"):
        html = ask(site, address).text
        words = checked(html)
        assert "mục 173 phụ lục Thông tư 09/2011/TT-BNV, đã hết hiệu lực" in words
        assert "Bảng tham khảo" in words
        assert "Hồ sơ cấp giấy phép xây dựng" in words
        for code in codes:
            assert code not in words
            assert re.search(f'title="[^"]*{code}"', html)


def test_a_date_that_stands_in_is_called_so_and_not_put_into_the_field() -> None:
    world = full_world()
    site, one = application(world), world.dossiers[0].dossier
    recorded = ask(site, f"/ho-so/{one}").text
    assert 'value="2010-07-12"' in recorded
    assert "tạm lấy" not in checked(recorded)
    before = world.assignments[one]
    world.assignments[one] = replace(before, explanation=replace(before.explanation, trigger="newest_document"))
    html = ask(site, f"/ho-so/{one}").text
    words = checked(html)
    assert 'value="2010-07-12"' not in html
    assert "Đang tạm lấy 12/07/2010" in words
    assert "tạm lấy ngày mới nhất mà máy đọc được trong hồ sơ" in words
    assert "sự kiện riêng" not in words
    assert "kết thúc công việc</text>" not in html
    assert "chưa: câu giải thích ở trên nêu mọi điều còn thiếu" in words
    assert "01/01/2031" not in words


def test_what_is_not_confirmed_is_named_the_rule_or_the_day_it_counts_from() -> None:
    world = full_world()
    site, one = application(world), world.dossiers[0].dossier
    addresses, before = (f"/ho-so/{one}", "/thoi-han"), world.assignments[one]
    assert all("Mốc tính tạm lấy" not in checked(ask(site, address).text) for address in addresses)
    rule = replace(before.rule, confirmed=True)
    world.assignments[one] = replace(before, rule=rule, waiting_for=TriggerKind.WORK_END)
    for address in addresses:
        assert "Mốc tính tạm lấy" in checked(ask(site, address).text)
    assert "chưa xác nhận" not in checked(ask(site, addresses[0]).text)
    world.assignments[one] = replace(before, rule=rule)
    for address in addresses:
        assert "Chưa đủ quy tắc" in checked(ask(site, address).text)
    assert "nêu mọi điều còn thiếu" in checked(ask(site, addresses[0]).text)


def test_a_period_that_the_head_decided_is_called_so_and_not_a_confirmed_rule() -> None:
    world = full_world()
    site, one = application(world), world.dossiers[0].dossier
    told = {"number": "12/QĐ-UBND", "approved_by": "Chủ tịch", "reason": "Có khiếu nại"}
    rule = rule_of(decide_period("50", **told, decided_on=date(2026, 1, 5), today=date(2026, 1, 6)))
    world.assignments[one] = replace(world.assignments[one], rule=rule, state=AssignmentState.CONFIRMED)
    words = checked(ask(site, f"/ho-so/{one}").text)
    assert "Theo quyết định 12/QĐ-UBND" in words
    assert "Lý do của quyết định" in words
    assert "Quy tắc đã xác nhận" not in words
    assert "Thông tư 10/2022/TT-BNV, bản 2022-10" not in words


def test_a_provisional_period_ends_by_a_decision_or_a_rule_wherever_that_is_said() -> None:
    world = full_world()
    site, one = application(world), world.dossiers[0].dossier
    world.assignments[one] = replace(world.assignments[one], state=AssignmentState.PROVISIONAL)
    words = checked(ask(site, f"/ho-so/{one}").text)
    assert "chưa: câu giải thích ở trên nêu mọi điều còn thiếu" in words
    assert "cho đến khi quy tắc được xác nhận" not in words


def test_documents_without_a_sure_date_are_named_where_a_date_stands_in() -> None:
    world = full_world()
    site, one = application(world), world.dossiers[0]
    sure = FieldProposal(
        field=Field.ISSUED_ON, value="2010-07-12", confidence=0.9, doubtful=False, page=None, box=None, evidence=""
    )
    first, *others = one.documents
    documents = [replace(first, title="Đơn không ngày", fields=()), *(replace(each, fields=(sure,)) for each in others)]
    world.dossiers[0] = replace(one, documents=tuple(documents))
    said = "1 văn bản chưa đọc được ngày"
    assert said not in checked(ask(site, f"/ho-so/{one.dossier}").text)  # the end of the work is recorded
    before = world.assignments[one.dossier]
    guessed = replace(before, explanation=replace(before.explanation, trigger="newest_document"))
    world.assignments[one.dossier] = guessed
    html = ask(site, f"/ho-so/{one.dossier}").text
    assert said in checked(html)
    assert f'href="/ho-so/{one.dossier}/{first.document}/1">Đơn không ngày</a>' in html


def test_a_year_says_what_it_shows_also_where_it_has_nothing() -> None:
    for year in (2041, 1999):
        words = checked(ask(application(full_world()), f"/thoi-han?nam={year}").text)
        assert f"hết hạn 31/12/{year - 1}, tức được xem xét sớm nhất từ 01/01/{year}" in words
        assert ("Không có hồ sơ nào hết hạn" in words) is (year == 1999)


def test_an_end_of_work_before_the_newest_document_is_asked_about_once_more() -> None:
    world = full_world()
    site, one = application(world), world.dossiers[2].dossier
    world.newest[one] = date(2015, 6, 1)
    address = f"/ho-so/{one}/ket-thuc"
    wrong = ask(site, address, method="POST", form={"ended_on": "2014-03-01"})
    assert wrong.status_code == 422
    assert "văn bản ngày 01/06/2015" in checked(wrong.text)
    assert 'value="2014-03-01"' in wrong.text
    assert 'id="ended_why"' in wrong.text
    assert 'id="ended_why"' not in ask(site, f"/ho-so/{one}").text
    meant = ask(site, address, method="POST", form={"ended_on": "2014-03-01", "why": "Bản sao gửi sau"})
    assert meant.status_code == 303
    assert world.assignments[one].trigger_date == date(2014, 3, 1)


def test_a_unit_and_a_list_are_asked_for_together() -> None:
    world = full_world()
    site = application(world)
    here, other = {one.unit for one in world.dossiers}.pop(), "noi-khac"
    moved = world.dossiers[0]
    world.dossiers[0] = replace(moved, unit=other)
    html = ask(site, f"/thoi-han?dv={here}").text
    assert f"ds=unconfirmed&amp;dv={quote(here)}#danh-sach" in html
    assert f"ds=unconfirmed&amp;dv={other}#danh-sach" in ask(site, "/thoi-han?ds=unconfirmed").text
    mine = ask(site, f"/thoi-han?ds=unconfirmed&dv={other}").text
    assert moved.title in mine
    assert "1 hồ sơ có quy tắc hoặc mốc tính chưa xác nhận · của" in checked(mine)
    assert all(one.title not in mine for one in world.dossiers[1:] if one.title != moved.title)
    assert "Bỏ lọc theo năm" not in mine


def test_an_answer_to_a_form_is_read_in_english_on_the_page_of_the_form() -> None:
    site = application(full_world())
    wrong = {"ended_on": "2031-01-01"}
    one = full_world().dossiers[0].dossier
    at = f"/ho-so/{one}"
    for referer, leads in (
        (f"http://testserver{at}?x=1", f"{at}?x=1&amp;lang=en"),
        ("http://elsewhere/a", "/?lang=en"),
    ):
        answer = ask(site, f"{at}/ket-thuc", method="POST", form=wrong, headers={"Referer": referer})
        assert f'href="{leads}"' in answer.text
