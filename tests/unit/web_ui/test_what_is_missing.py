"""What is missing is said where it would be looked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archive.model import LeftOut
from ingest.model import DocumentState
from records.findings import Severity
from records.page_text import PageText
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.fake_desks import Room
from tests.unit.web_ui.invented import a_file, finding
from tests.unit.web_ui.site import application, full_world
from tests.unit.web_ui.test_pages import checked
from web_ui.file_state import standing_of_file

if TYPE_CHECKING:
    import pytest


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


def test_a_document_without_pdfa_shows_no_picture_and_no_green_step() -> None:
    world = full_world()
    one = world.dossiers[0]
    bare = replace(one.documents[0], pdfa_level="", pdfa_reason="document.cannot_be_drawn")
    world.dossiers[0] = replace(one, documents=(bare, *one.documents[1:]))
    site = application(world)
    html = ask(site, f"/ho-so/{one.dossier}/{bare.document}/1").text
    assert "Không có ảnh của trang này. Tải bản gốc để xem." in checked(html)
    assert "<img" not in html
    assert "data-no-picture hidden" not in html
    assert "data-no-picture hidden" in ask(site, f"/ho-so/{one.dossier}/{one.documents[1].document}/1").text
    assert f"{bare.document}/pages/1/picture" not in ask(site, f"/ho-so/{one.dossier}").text
    assert "Không làm được PDF/A" in checked(ask(site, f"/ho-so/{one.dossier}").text)

    standing = standing_of_file(a_file("a.pdf", without_pdfa=True))
    assert (standing.words, standing.steps) == ("file.done_no_pdfa", ("d", "d", "d", "x", "d", "d"))
    both = standing_of_file(a_file("a.pdf", without_pdfa=True, pages_failed=1))
    assert both.steps == ("d", "d", "x", "x", "d", "d")
    kept = standing_of_file(a_file("a.pdf", document_state=DocumentState.DEPOSITED, without_pdfa=True))
    assert kept.steps == ("d", "d", "d", "x", "d", "n")


def test_a_page_that_could_not_be_read_is_not_said_to_be_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    world = full_world()
    one = world.dossiers[0]
    pages = Room.pages
    monkeypatch.setattr(Room, "pages", lambda *asked: [replace(each, state="unreadable") for each in pages(*asked)])
    world.texts[one.documents[0].document] = PageText(width=595, height=842, lines=())
    words = checked(ask(application(world), f"/ho-so/{one.dossier}/{one.documents[0].document}/1").text)
    assert "Máy không đọc được trang này." in words
    assert "Trang không có chữ." not in words
    assert "máy đọc chữ" not in words


def test_the_receipt_marks_what_was_not_accepted_and_says_the_way_out() -> None:
    world = full_world()
    words = checked(ask(application(world), f"/tiep-nhan/{world.batches[0].batch}/bien-nhan").text)
    assert "0003/hop-dong.pdf Từ chối: lý do ở dưới bảng này" in words
    assert "0005/cv-den.pdf Cách ly: lý do ở dưới bảng này" in words
    assert words.count("lý do ở dưới bảng này") == 3
    assert "Tệp đứt giữa chừng. Cách gỡ: Gửi lại tệp từ máy quét." in words
