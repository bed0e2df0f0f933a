"""Searches that are kept, results that are taken away, and what nobody finds, on the pages."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

from docx import Document
from openpyxl import load_workbook

from records.reader import AccessLevel, Capability, Reader
from search_api.ports import SavedSearch, Unanswered
from search_api.query_language import Filters
from search_api.question import Question
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.fake_desks import World
from tests.unit.web_ui.invented import NOW
from tests.unit.web_ui.site import application, full_world
from tests.unit.web_ui.test_pages import checked

SAVED = SavedSearch(
    id="0192f0c0-0000-7000-8000-000000000001",
    name="Đất <b>Phú Mỹ</b>",
    question=Question(text="thu hồi", filters=Filters(unit="H36")),
    looked_at=NOW - timedelta(days=3),
    new=2,
    more=False,
)
READS = Reader(
    account="lan", units=frozenset({"*"}), levels=frozenset(AccessLevel), capabilities=frozenset({Capability.READ})
)


def test_saved_searches_stand_where_searching_begins_with_what_is_new() -> None:
    world = full_world()
    world.saved = [SAVED]
    html = ask(application(world), "/tra-cuu").text
    words = checked(html)
    assert "2 hồ sơ mới" in words
    assert "Đất &lt;b&gt;Phú Mỹ&lt;/b&gt;" in html
    assert "2 hồ sơ mới" not in ask(application(world), "/tra-cuu?q=thu+hoi").text


def test_looking_leads_to_what_is_new_alone_and_then_to_all() -> None:
    world = full_world()
    world.saved = [SAVED]
    site = application(world)
    first = ask(site, f"/tra-cuu/luu/{SAVED.id}").headers["location"]
    assert "q=thu+h%E1%BB%93i" in first
    assert "unit=H36" in first
    assert "moi=" in first
    assert "mới từ" in ask(site, first).text
    again = ask(site, f"/tra-cuu/luu/{SAVED.id}").headers["location"]
    assert "moi=" not in again


def test_a_search_is_saved_with_its_filters() -> None:
    world = full_world()
    site = application(world)
    html = ask(site, "/tra-cuu?q=thu+hoi&state=signed").text
    (action,) = re.findall(r'action="(/tra-cuu/luu[^"]*)"', html)
    answer = ask(site, action.replace("&amp;", "&"), method="POST", form={"ten": "Thu hồi"})
    assert answer.status_code == 303
    assert [(one.name, one.question) for one in world.saved] == [
        ("Thu hồi", Question(text="thu hoi", filters=Filters(state="signed")))
    ]
    assert "Đã lưu." in ask(site, answer.headers["location"]).text


def test_results_are_taken_away_in_a_file_that_says_who_and_when() -> None:
    world = full_world()
    site = application(world)
    html = ask(site, "/tra-cuu?q=thu+hoi").text
    address, word, printed = re.findall(r'href="(/tra-cuu/xuat[^"]*)"', html)
    answer = ask(site, address.replace("&amp;", "&"))
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert str(rows[0][0]).startswith("nhung xuất từ Văn khố lúc")
    head = next(at for at, row in enumerate(rows) if row[0] == "STT")
    ((_, (who, export)),) = [act for act in world.acts if act[0] == "exported"]
    assert who == "nhung"
    assert export.id in str(rows[0][0])
    assert len(rows) - head - 1 == len(export.found.answer.hits) == export.found.answer.total > 20

    site.state.full_name = {"nhung": "Trần Thị Nhung"}.get
    document = Document(BytesIO(ask(site, word.replace("&amp;", "&")).content))
    assert "Trần Thị Nhung (nhung) xuất từ Văn khố lúc" in "\n".join(each.text for each in document.paragraphs)
    assert len(document.tables[0].rows) == export.found.answer.total + 1
    assert ask(site, printed.replace("&amp;", "&")).content.startswith(b"%PDF-")
    assert [act[1][1].form for act in world.acts if act[0] == "exported"] == ["xlsx", "docx", "pdf"]


def test_what_nobody_finds_is_for_who_decides() -> None:
    world = full_world()
    world.unanswered = [Unanswered(words="đất hiếm", count=1234, first_at=NOW, last_at=NOW)]
    html = ask(application(world), "/tra-cuu/khong-thay").text
    assert "1.234" in checked(html)
    assert 'href="/tra-cuu?q=%C4%91%E1%BA%A5t+hi%E1%BA%BFm"' in html
    assert "Chưa có câu tìm nào" in ask(application(World()), "/tra-cuu/khong-thay").text
    assert ask(application(world, READS), "/tra-cuu/khong-thay").status_code == 403
    assert "khong-thay" in ask(application(world), "/tra-cuu").text
    assert "khong-thay" not in ask(application(world, READS), "/tra-cuu").text
