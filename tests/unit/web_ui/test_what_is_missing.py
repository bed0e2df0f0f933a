"""What is missing is said where it would be looked for."""

from __future__ import annotations

from dataclasses import replace

from archive.model import LeftOut
from records.findings import Severity
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.invented import finding
from tests.unit.web_ui.site import application, full_world
from tests.unit.web_ui.test_pages import checked


def test_a_dossier_names_the_files_that_were_left_out_of_it() -> None:
    world = full_world()
    broken = finding("pdf.broken", Severity.REFUSAL, "Tệp đứt giữa chừng.", "Gửi lại.")
    address = f"/ho-so/{world.dossiers[0].dossier}"
    assert "Hồ sơ chưa đủ" not in checked(ask(application(world), address).text)
    world.dossiers[0] = replace(
        world.dossiers[0],
        left_out=(
            LeftOut(name="a/bien-ban.pdf", quarantined=False, why=broken),
            LeftOut(name="", quarantined=True, why=None),
        ),
    )
    words = checked(ask(application(world), address).text)
    assert "Hồ sơ chưa đủ: 2 tệp giao cùng hồ sơ không vào kho" in words
    assert "Từ chối: bien-ban.pdf - Tệp đứt giữa chừng." in words
    assert "Cách ly: một tệp" in words
