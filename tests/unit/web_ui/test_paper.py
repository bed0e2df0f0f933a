"""Where the paper is, on the pages of dossiers and of taking in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.confidence_level import ConfidenceLevel
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.fake_desks import World
from tests.unit.web_ui.invented import dossier
from tests.unit.web_ui.site import application
from tests.unit.web_ui.test_pages import checked

pytestmark = pytest.mark.law("R18")

CODE = "H49.K2/G05/H12.117"


def test_the_page_says_what_was_digitised_and_where_the_paper_is() -> None:
    one, other, typed = dossier("Một", "1", []), dossier("Hai", "2", []), dossier("Ba", "3", [])
    one = replace(one, confidence_level=ConfidenceLevel.DIGITISED)
    other = replace(other, confidence_level=ConfidenceLevel.MIXED, paper_file_code=CODE)
    typed = replace(typed, confidence_level=ConfidenceLevel.ELECTRONIC)
    site = application(World(dossiers=[one, other, typed]))
    words = checked(ask(site, f"/ho-so/{one.dossier}").text)
    assert "Số hóa (02)" in words
    assert "chưa ghi mã hồ sơ giấy: không biết bản giấy ở đâu" in words
    words = checked(ask(site, f"/ho-so/{other.dossier}", language="en").text)
    assert "Mixed (03)" in words
    assert CODE in words
    assert "Every dossier at H49.K2/G05/H12" in words
    words = checked(ask(site, f"/ho-so/{typed.dossier}").text)
    assert "Gốc điện tử (01)" in words
    assert "không biết bản giấy ở đâu" not in words
    words = checked(ask(site, "/ho-so?thieu-giay=1").text)
    assert "Hồ sơ số hóa chưa ghi mã hồ sơ giấy" in words
    assert ("Một" in words, "Hai" in words) == (True, False)
    words = checked(ask(site, "/ho-so", language="en").text)
    assert "Without paper file code" in words


def test_a_box_is_said_when_a_batch_is_opened() -> None:
    world = World()
    site = application(world)
    form = {"name": "Lô A", "paper": " H49.K2/G05/H12 "}
    assert ask(site, "/tiep-nhan", method="POST", form=form).status_code == 303
    assert world.acts[0][1][4] == " H49.K2/G05/H12 "  # the desk gives it one spelling
    assert "Hộp giấy" in checked(ask(site, "/tiep-nhan").text)
    world.batches[0] = replace(world.batches[0], paper_file_code="H49.K2/G05/H12")
    assert "Hộp giấy: H49.K2/G05/H12" in checked(ask(site, f"/tiep-nhan/{world.batches[0].batch}").text)
