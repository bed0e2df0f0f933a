"""What the page for finding says where the answer is not plainly there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.reader import AccessLevel, Capability, Reader
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.fake_desks import World
from tests.unit.web_ui.site import application, full_world
from tests.unit.web_ui.test_pages import checked


def test_a_phrase_is_offered_where_a_minus_stands_before_one_of_its_words() -> None:
    html = ask(application(full_world()), "/tra-cuu?q=-du+thao").text
    assert "Dấu - chỉ loại một từ. Loại cả cụm:" in checked(html)
    assert "/tra-cuu?q=-%22du+thao%22" in html
    assert "Loại cả cụm" not in ask(application(full_world()), "/tra-cuu?q=-%22du+thao%22").text


def test_pages_that_only_come_close_are_called_so() -> None:
    words = " ".join(checked(ask(application(full_world()), "/tra-cuu?q=thu+hoij").text).split())
    assert "Không có trang nào có đúng “thu hoij”; có 45 trang gần giống." in words
    assert "45 trang gần giống · 1 đến 20" in words


SEES_A_PART = Reader(
    account="lan",
    units=frozenset({"H15.50"}),
    levels=frozenset(AccessLevel),
    capabilities=frozenset({Capability.READ}),
)


@pytest.mark.parametrize("address", ["/tra-cuu?q=xyzq", "/tra-cuu"])
def test_only_who_sees_a_part_is_told_of_dossiers_beyond_it(address: str) -> None:
    beyond, way_in = "hồ sơ khác có thể có", "Sang Tiếp nhận"
    for world in (full_world(), World()):
        asked_in_vain = not world.indexed or "q=" in address
        limited = checked(ask(application(world, SEES_A_PART), address).text)
        assert (beyond in limited) is asked_in_vain
        assert way_in not in limited
        all_seen = checked(ask(application(world), address).text)
        assert beyond not in all_seen
        assert ("Thử ít từ hơn" in all_seen) is bool(world.indexed and "q=" in address)
        assert ("Chưa có trang nào để tìm" in all_seen) is (not world.indexed)
        assert (way_in in all_seen) is (not world.indexed)


def test_what_the_machine_doubts_does_not_look_certain() -> None:
    html = ask(application(full_world()), "/tra-cuu?q=thu+hoi").text
    assert html.count("(máy đọc, còn ngờ)") >= 2
    sure = full_world()
    sure.indexed = [replace(one, doubtful=()) for one in sure.indexed]
    assert "(máy đọc, còn ngờ)" not in ask(application(sure), "/tra-cuu?q=thu+hoi").text


def test_every_filter_is_named_and_can_be_taken_off() -> None:
    address = "/tra-cuu?q=thu+hoi&state=signed&tu=2010-01-01&den=2012-12-31&xep=oldest&procedure=x"
    html = ask(application(full_world()), address).text
    words = " ".join(checked(html).split())
    for said in ("Có chữ ký số", "01/01/2010 – 31/12/2012"):
        assert said in words
    assert '<b aria-current="true">cũ nhất</b>' in html
    without_dates = "/tra-cuu?q=thu+hoi&amp;procedure=x&amp;state=signed&amp;xep=oldest"
    assert f'href="{without_dates}"' in html


def test_a_span_that_ends_before_it_begins_is_said_and_turned_round_with_one_click() -> None:
    html = ask(application(full_world()), "/tra-cuu?q=thu+hoi&tu=2025-06-30&den=2025-01-01").text
    assert "“Từ ngày” 30/06/2025 sau “Đến ngày” 01/01/2025" in " ".join(checked(html).split())
    assert 'href="/tra-cuu?q=thu+hoi&amp;tu=2025-01-01&amp;den=2025-06-30"' in html
    assert "sau “Đến ngày”" not in ask(application(full_world()), "/tra-cuu?q=thu+hoi&tu=2025-01-01").text


def test_a_hit_in_a_dossier_without_a_code_is_told_by_the_title_of_the_dossier() -> None:
    world = full_world()
    world.indexed = [replace(one, dossier_code="", procedure="Cấp phép số 7", doubtful=()) for one in world.indexed]
    words = " ".join(checked(ask(application(world), "/tra-cuu?q=thu+hoi").text).split())
    assert "Cấp phép số 7 (chưa có mã hồ sơ)" in words


def test_an_address_that_makes_no_sense_does_not_narrow() -> None:
    nonsense = "/tra-cuu?q=thu+hoi&state=x&tu=31/12/2012&den=&xep=y&year=20x9"
    html = ask(application(full_world()), nonsense).text
    assert "Đang lọc" not in html
    assert '<b aria-current="true">khớp nhất</b>' in html


def test_a_code_that_was_scanned_leads_to_its_dossier() -> None:
    world = full_world()
    world.dossiers[0] = replace(world.dossiers[0], code="h36.12.07-000000-0001")
    html = ask(application(world), "/tra-cuu?q=H36.12.07-000000-0001").text
    assert "Hồ sơ mang mã này" in html
    assert f'href="/ho-so/{world.dossiers[0].dossier}"' in html
    assert "Hồ sơ mang mã này" not in ask(application(world), "/tra-cuu?q=H36.12.07-000000-0001+x").text
    assert "Hồ sơ mang mã này" not in ask(application(world), "/tra-cuu?q=H36.12.07-999999-0001").text
