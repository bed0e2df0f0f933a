"""Pages of requests over real desks: filed, named, granted in part, fetched, closed; what is wrong stands beside."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue.schema_use import use_request
from archive.use.model import grant
from tests.contracts import catalogues
from tests.contracts.offices import office, opened
from tests.contracts.use_office import NUMBER, PAGE, UseSite, words_of
from tests.unit.web_ui.test_pages import checked

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

pytestmark = pytest.mark.law("R31")


@pytest.fixture(scope="module", params=catalogues.KINDS)
def office_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UseSite]:
    with office(request.param, tmp_path_factory.mktemp("office")) as parts:
        yield UseSite(opened(parts))


@pytest.fixture
def site(office_site: UseSite) -> UseSite:
    with office_site.desks.parts.catalogue.begin() as connection:
        connection.execute(sa.delete(use_request))
    return office_site


def shown(site: UseSite, path: str, who: str, *, language: str = "vi") -> str:
    answer = site.get(f"{path}{'&' if '?' in path else '?'}lang={language}", who, headers=PAGE)
    assert answer.status_code == 200, answer.text
    checked(answer.text)
    return answer.text


def send(site: UseSite, path: str, who: str, **form: object) -> httpx.Response:
    return site.ask("POST", path, who, data=form, headers=PAGE)


def sent(site: UseSite, path: str, who: str, **form: object) -> str:
    answer = send(site, path, who, **form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_request_goes_its_way_on_pages(site: UseSite) -> None:
    kept = site.kept()
    assert f"/yeu-cau/moi?ho_so={kept.dossier}" in shown(site, f"/ho-so/{kept.dossier}", "lan")
    assert "Văn bản VB-1" in shown(site, f"/yeu-cau/moi?ho_so={kept.dossier}", "lan")
    form = {
        "ho_so": kept.dossier.value,
        "kind": "copy",
        "copies": "2",
        "purpose": "01",
        "purpose_said": "Làm giấy chủ quyền",
        "person": "Nguyễn Văn Bảy",
        "id_number": NUMBER,
        "documents": [kept.first.value, kept.second.value],
    }
    wrong = send(site, "/yeu-cau/moi", "lan", **{**form, "person": " "})
    assert wrong.status_code == 422
    assert 'value="Làm giấy chủ quyền"' in wrong.text
    assert wrong.text.count('name="documents"') == wrong.text.count("checked><span>Văn bản")
    at = sent(site, "/yeu-cau/moi", "lan", **form)
    own = shown(site, at, "lan")
    assert "6 ngày làm việc" in own
    assert f'action="{at}/rut"' in own
    assert f'action="{at}/cho"' not in own
    page = shown(site, at, "an")
    assert f'action="{at}/cho"' in page
    assert page.count(" checked") == 2
    part = {"documents": kept.first.value, "copies": "1", "days": "5"}
    wrong = send(site, f"{at}/cho", "an", **part)
    assert wrong.status_code == 422
    assert wrong.text.count(" checked") == 1
    assert 'value="5"' in wrong.text
    assert sent(site, f"{at}/cho", "an", **part, reason="Bản nháp") == at
    page = shown(site, at, "lan")
    assert "Phần để lại: Bản nháp" in page
    assert "Còn 1 lần tải." in page
    copy = send(site, f"{at}/ban-sao", "lan")
    assert (copy.status_code, copy.headers["content-type"], copy.headers["cache-control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    assert "VB-1" in words_of(copy.content)[0]
    again = send(site, f"{at}/ban-sao", "lan")
    assert again.status_code == 409
    papers = f"/api/retention/use-requests/{at.rpartition('/')[2]}/forms/"
    assert f'href="{papers}phieu-yeu-cau?format=docx"' in shown(site, at, "lan")
    said = "".join(words_of(site.get(f"{papers}chung-thuc-luu-tru?format=pdf", "an").content))
    assert "CHỨNG THỰC LƯU TRỮ" in said
    assert "VB-1" in said
    assert "VB-2" not in said
    said = "".join(words_of(site.get(f"{papers}phieu-yeu-cau?format=pdf", "an").content))
    assert NUMBER[-2:] in said
    assert NUMBER not in said
    assert site.get(f"{papers}phieu-yeu-cau", "mai").status_code == 404
    assert "Đã tải hết số bản được cấp." in checked(again.text)
    assert f'action="{at}/ban-sao"' not in shown(site, at, "lan")
    assert sent(site, f"{at}/dong", "an") == at
    assert "Đã đóng" in shown(site, at, "an", language="vi")
    assert "Closed" in shown(site, at, "an", language="en")
    assert "1" in shown(site, "/yeu-cau", "an")


def test_a_request_in_words_is_named_by_its_code(site: UseSite) -> None:
    kept = site.kept()
    form = {"purpose_said": "Xác minh", "person": "Trần Thị Chín", "asked_for": "Giấy phép nhà bà Chín"}
    at = sent(site, "/yeu-cau/moi", "mai", **form)
    assert "Chưa nêu hồ sơ" in shown(site, at, "mai")
    wrong = send(site, f"{at}/ho-so", "an", ma="không có")
    assert wrong.status_code == 404
    assert "Không tìm thấy hồ sơ có mã này." in checked(wrong.text)
    assert sent(site, f"{at}/ho-so", "an", ma=kept.code) == at
    assert kept.code in shown(site, at, "an")
    page = shown(site, at, "mai")
    assert kept.code not in page
    assert "hồ sơ bạn không được xem" in page
    sent(site, f"{at}/cho", "an", documents=[kept.first.value, kept.second.value])
    assert f'href="{at}/doc"' in shown(site, at, "mai")
    reading = shown(site, f"{at}/doc?trang=9", "mai")
    assert "Trang 2 trên 2" in reading
    assert f'src="/api/use-requests/{at.removeprefix("/yeu-cau/")}/page?number=2"' in reading
    assert site.get(f"{at}/doc", "lan", headers=PAGE).status_code == 404
    assert f'action="{at}/da-giao"' in shown(site, at, "an")
    assert sent(site, f"{at}/da-giao", "an") == at
    assert "Đã đọc, đã giao" in shown(site, at, "mai")


def test_a_refusal_says_why_and_by_which_clause(site: UseSite) -> None:
    asked = site.filed("lan", site.kept())
    at = f"/yeu-cau/{asked.id}"
    wrong = send(site, f"{at}/tu-choi", "an", refused_why="Bí mật riêng", clause="")
    assert wrong.status_code == 422
    assert 'value="Bí mật riêng"' in wrong.text
    sent(site, f"{at}/tu-choi", "an", refused_why="Bí mật riêng.", clause="Luật Lưu trữ, Điều 25")
    page = shown(site, at, "lan")
    assert "Bí mật riêng. Căn cứ: Luật Lưu trữ, Điều 25." in checked(page)
    assert f'action="{at}/rut"' not in page
    assert f'action="{at}/dong"' not in shown(site, at, "an")


def test_the_number_is_shown_on_request_and_who_waits_for_whom_is_told(site: UseSite) -> None:
    conditional = site.kept(level="02")
    asked = site.filed("khanh", conditional, on_behalf=True)
    at = f"/yeu-cau/{asked.id}"
    assert "thủ trưởng quyết định" in shown(site, at, "an")
    assert f'action="{at}/cho"' not in shown(site, at, "an")
    assert "người khác phải quyết định" in shown(site, at, "khanh")
    assert f'action="{at}/cho"' in shown(site, at, "giang")
    answer = send(site, f"{at}/so-giay-to", "an")
    assert answer.status_code == 200
    assert NUMBER in answer.text
    assert NUMBER not in shown(site, at, "an")
    site.use.decide(site.reader("giang"), asked.id, grant([conditional.first, conditional.second]))
    assert "Tải bản sao có dấu" in shown(site, at, "an")
    wrong = send(site, f"{at}/dong", "an", why="")
    assert wrong.status_code == 422
    for kind in ("pdf", "docx", "xlsx"):
        saved = site.get(f"/yeu-cau/so-dang-ky?nam=2026&format={kind}", "an")
        assert re.search(rf'filename="so-dang-ky-su-dung-tai-lieu-2026\.{kind}"', saved.headers["content-disposition"])
    assert site.get("/yeu-cau/so-dang-ky", "lan").status_code == 403


def test_who_finds_nothing_asks_the_archivist_in_the_same_words(site: UseSite) -> None:
    page = shown(site, "/tra-cuu?q=giấy phép nhà bà Chín 1987", "mai")
    (link,) = re.findall(r'href="(/yeu-cau/moi\?can=[^"]*)"', page)
    assert ">giấy phép nhà bà Chín 1987</textarea>" in shown(site, html.unescape(link), "mai")
    assert "/yeu-cau/moi?can=" not in shown(site, "/tra-cuu?q=không có gì 1987", "an")


def test_pages_of_requests_that_are_not_there(site: UseSite) -> None:
    hidden = site.filed("lan", site.kept())
    for path in (f"/yeu-cau/{hidden.id}", "/yeu-cau/01900000-0000-7000-8000-000000000000"):
        for rest, form in (("", None), ("/rut", {"why": "x"}), ("/ban-sao", {}), ("/ho-so", {"ma": "x"})):
            answer = site.get(path, "mai", headers=PAGE) if form is None else send(site, path + rest, "mai", **form)
            assert answer.status_code == 404, (path, rest)
            assert "Không có yêu cầu này." in checked(answer.text)
    assert "Chưa có yêu cầu nào." in shown(site, "/yeu-cau", "mai")
