"""Codes of the inside are not shown to people: units, profiles, dates."""

from __future__ import annotations

import re
from dataclasses import replace

from records.findings import Severity
from records.reader import local_operator
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.fake_desks import World
from tests.unit.web_ui.invented import document, dossier, finding
from tests.unit.web_ui.site import application, full_world
from tests.unit.web_ui.test_pages import checked


def test_the_default_unit_has_a_name_and_other_codes_stand_as_they_are() -> None:
    world = full_world()
    world.dossiers[0] = replace(world.dossiers[0], unit="mot-cua")
    world.indexed = [replace(one, unit="mot-cua") for one in world.indexed]
    site = application(world)
    found = checked(ask(site, "/tra-cuu?q=dat&unit=mot-cua").text)
    assert found.count("Bộ phận một cửa") == 2
    assert "mot-cua" not in found
    for address in ("/ho-so", f"/ho-so/{world.dossiers[0].dossier}", "/thoi-han"):
        words = checked(ask(site, address).text)
        assert "Bộ phận một cửa" in words, address
        assert "mot-cua" not in words, address
    assert world.dossiers[1].unit in checked(ask(site, "/ho-so").text)


def test_the_foot_says_what_kind_of_installation_it_is_in_words() -> None:
    assert "0.1.0 · máy đơn lẻ" in checked(ask(application(World()), "/tiep-nhan").text)


def test_a_proposed_date_is_written_as_dates_are() -> None:
    world = full_world()
    words = checked(ask(application(world), f"/ho-so/{world.dossiers[0].dossier}").text)
    assert "12/07/2010" in words
    assert "2010-07-12" not in words


def test_one_page_is_no_pages() -> None:
    world = World(dossiers=[dossier("Một", "1", [document("a.pdf", 1, pages=1)])])
    words = checked(ask(application(world), f"/ho-so/{world.dossiers[0].dossier}", language="en").text)
    assert "1 document, 1 page ·" in words


def test_a_dossier_without_a_code_is_opened_by_its_title() -> None:
    world = full_world()
    world.dossiers[0] = replace(world.dossiers[0], code="")
    site = application(world)
    for address in ("/ho-so", "/thoi-han"):
        html = ask(site, address).text
        assert re.search(rf'<a href="/ho-so/{world.dossiers[0].dossier}(#han)?">{world.dossiers[0].title}</a>', html)
        assert ">chưa có mã</a>" not in html


def test_the_page_that_a_finding_is_about_is_named() -> None:
    one = document("a.pdf", 1)
    one = replace(one, findings=(finding("page.low", Severity.WARNING, "Ảnh 150 dpi.", "Quét lại.", "1"),))
    world = World(dossiers=[dossier("Một", "1", [one])])
    words = checked(ask(application(world), f"/ho-so/{world.dossiers[0].dossier}").text)
    assert "Ảnh 150 dpi. (trang 1)" in words


def test_a_code_that_is_the_title_is_not_told_twice_in_the_head() -> None:
    world = World(dossiers=[dossier("H36.1", "H36.1", [])])
    html = ask(application(world), f"/ho-so/{world.dossiers[0].dossier}").text
    assert html.count("H36.1</") == 2


def test_a_signature_is_told_in_words_and_in_the_time_of_the_place() -> None:
    world = World(dossiers=[dossier("Một", "1", [document("a.pdf", 1, signed=True)])])
    words = checked(ask(application(world), f"/ho-so/{world.dossiers[0].dossier}").text)
    assert "Vũ Hải Yến · ký lúc 20/11/2026 09:04 · tệp còn nguyên như khi ký" in words
    assert "passed" not in words


def test_papers_name_people_and_not_their_accounts_alone() -> None:
    world = full_world()
    site = application(world)
    site.state.full_name = {"nhung": "Trần Thị Nhung"}.get
    one = world.dossiers[0]
    for address in (
        f"/tiep-nhan/{world.batches[0].batch}/bien-nhan",
        f"/ho-so/{one.dossier}/{one.documents[0].document}/in",
    ):
        assert "Trần Thị Nhung (nhung)" in checked(ask(site, address).text)
    nobody = application(world)
    assert "nhung in lúc" in checked(ask(nobody, f"/ho-so/{one.dossier}/{one.documents[0].document}/in").text)


def test_who_sees_a_part_is_told_that_the_figures_are_of_that_part() -> None:
    world = full_world()
    words = "hồ sơ trong phần bạn được xem"
    assert words not in checked(ask(application(world), "/thoi-han").text)
    part = replace(local_operator("lan"), units=frozenset({"VH"}))
    assert words in checked(ask(application(world, part), "/thoi-han").text)
