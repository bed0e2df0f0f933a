"""Codes of the inside are not shown to people: units, profiles, dates."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.fake_desks import World
from tests.unit.web_ui.invented import document, dossier
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
