from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from ingest.model import BatchState
from records.effort import Effort
from records.errors import Damaged, Sentence, Unavailable
from records.identifiers import BatchId
from records.needs import Anybody, needs
from records.reader import Capability, Reader
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.fake_desks import World
from tests.unit.web_ui.invented import a_batch, a_file, assignment, document, dossier, finding
from tests.unit.web_ui.site import application, full_world
from web_ui import static_files

if TYPE_CHECKING:
    from fastapi import FastAPI

HOSTILE = "<img src=x onerror=alert(1)>\"'&{{7*7}}"
VOID = {
    "area",
    "base",
    "br",
    "col",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "rect",
    "line",
    "path",
    "use",
    "wbr",
    "circle",
}


class Checker(HTMLParser):
    """Elements close in order; no script or style of the page's own; every id once; every picture told."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.faults: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.ids += [told["id"] or ""] if "id" in told else []
        if tag == "script" and "src" not in told:
            self.faults.append("a script inside the page")
        if tag == "style" or "style" in told:
            self.faults.append(f"style inside the page: {tag}")
        self.faults += [f"{name} on {tag}" for name in told if name.startswith("on")]
        if tag == "img" and "alt" not in told:
            self.faults.append("a picture without words")
        self.faults += [
            f"{name}={value} from elsewhere"
            for name, value in told.items()
            if name in {"src", "href", "action"} and value and re.match(r"(?i)(https?:|//|javascript:)", value)
        ]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def checked(html: str) -> str:
    """The words of a well-formed page; fails on what a page must not hold."""
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert not checker.faults
    assert not checker.open
    assert len(set(checker.ids)) == len(checker.ids), [one for one in checker.ids if checker.ids.count(one) > 1]
    return " ".join(" ".join(checker.said).split())


def addresses(world: World) -> list[str]:
    batch = world.batches[0].batch if world.batches else None
    one = world.dossiers[0] if world.dossiers else None
    found = [
        "/tiep-nhan",
        "/tra-cuu",
        "/tra-cuu?q=thu+hoi+dat",
        "/tra-cuu?q=thu+hoi+xyzq",
        "/tra-cuu?q=dat&year=1900&dau=dung",
        "/ho-so",
        "/thoi-han",
        "/ban-giao",
        "/bieu-mau",
        "/bieu-mau?nam=moi&dv=A",
        "/ban-giao?tt=overdue",
        "/nop-lich-su",
        "/yeu-cau",
        "/yeu-cau/moi",
    ]
    if batch:
        found += [f"/tiep-nhan/{batch}{part}" for part in ("", "/tong", "/tep", "/can-nguoi-xem", "/bien-nhan")]
    if one:
        found += [
            f"/yeu-cau/moi?ho_so={one.dossier}",
            f"/ho-so/{one.dossier}",
            "/thoi-han?ds=due",
            "/thoi-han?ds=without_trigger",
            "/thoi-han?nam=2031",
        ]
        found += [f"/ho-so/{one.dossier}/{one.documents[1].document}/{number}?q=dat" for number in (1, 3)]
        found += [f"/tra-cuu/trang?document={one.documents[0].document}&number=1&q=dat"]
    return found


@pytest.fixture(scope="module")
def world() -> World:
    return full_world()


@pytest.fixture(scope="module")
def site(world: World) -> FastAPI:
    return application(world)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("filled", [True, False])
def test_every_page_is_whole_in_both_languages(world: World, site: FastAPI, language: str, *, filled: bool) -> None:
    here, shown = (world, site) if filled else (World(), application(World()))
    for address in addresses(here):
        answer = ask(shown, address, language=language)
        assert answer.status_code == 200, address
        words = checked(answer.text)
        assert not re.search(r"\{[a-z]+\}", words), address
        if "<html" in answer.text:
            assert f'<html lang="{language}">' in answer.text


def test_the_language_is_chosen_by_the_address_and_kept(site: FastAPI) -> None:
    answer = ask(site, "/tiep-nhan?lang=en", language="vi")
    assert '<html lang="en">' in answer.text
    assert answer.cookies["vankho_lang"] == "en"
    assert '<html lang="vi">' in ask(site, "/tiep-nhan?lang=xx").text
    assert "/tra-cuu?q=dat&amp;lang=en" in ask(site, "/tra-cuu?q=dat").text


def test_pages_allow_no_script_or_style_but_from_files(site: FastAPI) -> None:
    policy = ask(site, "/tiep-nhan").headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert "connect-src" not in policy


def test_scripts_may_speak_to_the_store_on_the_pages_that_send_files_alone() -> None:
    world = full_world()
    world.batches.insert(0, a_batch(state=BatchState.RECEIVING, finished=False))
    site = application(world)
    senders = {address for address in addresses(world) if "data-drop" in ask(site, address).text}
    assert senders == {"/tiep-nhan", f"/tiep-nhan/{world.batches[0].batch}"}
    assert all('data-straight="no"' in ask(site, address).text for address in senders)
    world.upload_origin = "https://store.example.vn"
    for address in addresses(world):
        answer = ask(site, address)
        policy = answer.headers["content-security-policy"]
        assert ('data-straight="yes"' in answer.text) is (address in senders)
        assert policy.endswith("; connect-src 'self' https://store.example.vn") is (address in senders)


def test_hostile_names_and_words_are_shown_as_they_are() -> None:
    world = World()
    batch = a_batch(name=HOSTILE, files=1, refused=1, accepted=0)
    world.batches = [batch]
    hostile = finding("pdf.broken", world_severity(), HOSTILE, HOSTILE, HOSTILE)
    world.files[batch.batch] = [
        a_file(f"{HOSTILE}/{HOSTILE}", dossier_title=HOSTILE, title=HOSTILE, findings=(hostile,), pages_failed=1)
    ]
    one = dossier(HOSTILE, HOSTILE, [document(f"a/{HOSTILE}", 1, title=HOSTILE), document(HOSTILE, 2, signed=True)])
    world.dossiers = [one]
    world.assignments[one.dossier] = assignment(one.dossier, None)
    site = application(world)
    for address in [*addresses(world), "/tra-cuu?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%22'"]:
        answer = ask(site, address)
        assert "<img src=x" not in answer.text, address
        checked(answer.text)
    assert HOSTILE in checked(ask(site, f"/tiep-nhan/{batch.batch}").text)


def world_severity() -> object:
    from records.findings import Severity

    return Severity.WARNING


def test_a_sum_is_written_as_a_sum(site: FastAPI, world: World) -> None:
    words = checked(ask(site, f"/tiep-nhan/{world.batches[0].batch}/bien-nhan").text)
    assert "9 tệp = 5 đã nhận + 2 từ chối + 1 cách ly + 1 đang kiểm." in words


def test_every_refusal_has_its_code_its_sentence_and_a_way_out(site: FastAPI, world: World) -> None:
    words = checked(ask(site, f"/tiep-nhan/{world.batches[0].batch}").text)
    assert "pdf.encrypted" in words
    assert "Tệp có mật khẩu" in words
    assert "Cách gỡ: Xin bản không khóa rồi gửi lại." in words


def test_the_page_says_which_word_emptied_the_answer(site: FastAPI) -> None:
    words = checked(ask(site, "/tra-cuu?q=thu+hoi+xyzq+dat").text)
    assert "Bỏ “xyzq” thì có 45 trang." in words


def test_the_words_that_matched_are_boxed_in_points_of_the_page(site: FastAPI) -> None:
    html = ask(site, "/tra-cuu?q=%22thu+hoi+dat%22").text
    assert 'viewBox="0 0 595' in html
    assert html.count('class="hit"') == 3
    assert '<rect class="hit" data-hit="1" x="102.9"' in html


def test_each_part_of_a_due_date_is_told(site: FastAPI, world: World) -> None:
    words = checked(ask(site, f"/ho-so/{world.dossiers[0].dossier}").text)
    for part in (
        "Giữ đến hết 31/12/2030",
        "2010 + 20 = 2030 → 31/12/2030",
        "Phụ lục, mục 31",
        "12/07/2010",
    ):
        assert part in words


def test_the_day_the_work_ended_is_recorded_and_a_wrong_one_comes_back_with_its_reason() -> None:
    world = full_world()
    site, one = application(world), world.dossiers[2].dossier
    done = ask(site, f"/ho-so/{one}/ket-thuc", method="POST", form={"ended_on": "2014-03-01"})
    assert done.status_code == 303
    assert world.assignments[one].expires_on is not None
    wrong = ask(site, f"/ho-so/{one}/ket-thuc", method="POST", form={"ended_on": "2031-01-01"})
    assert wrong.status_code == 422
    assert "Ngày này chưa đến." in checked(wrong.text)
    assert 'value="2031-01-01"' in wrong.text


def test_what_was_saved_is_said_once_on_the_next_page() -> None:
    world = full_world()
    site, one = application(world), world.dossiers[2].dossier
    done = ask(site, f"/ho-so/{one}/ket-thuc", method="POST", form={"ended_on": "2014-03-01"})
    told = {"Cookie": f"vankho_saved={done.cookies['vankho_saved']}"}
    after = ask(site, done.headers["location"], headers=told)
    assert "Đã lưu." in after.text
    assert 'vankho_saved="";' in after.headers["set-cookie"]
    assert "Max-Age=0" in after.headers["set-cookie"]
    assert "Đã lưu." not in ask(site, done.headers["location"]).text
    refused = ask(site, f"/ho-so/{one}/ket-thuc", method="POST", form={"ended_on": "2031-01-01"})
    assert "vankho_saved" not in refused.cookies


def test_who_may_not_decide_sees_no_form(world: World) -> None:
    html = ask(
        application(world, Reader(account="khach", capabilities=frozenset({Capability.READ}))),
        f"/ho-so/{world.dossiers[0].dossier}",
    ).text
    assert "ended_on" not in html


def test_acts_of_the_clerk_reach_the_desk() -> None:
    world = full_world()
    site = application(world)
    opened = ask(site, "/tiep-nhan", method="POST", form={"name": " Lô A ", "dossier_by": "file"})
    assert opened.status_code == 303
    batch = BatchId(opened.headers["location"].rpartition("/")[2])
    assert world.batches[0].name == "Lô A"
    ask(site, f"/tiep-nhan/{batch}/giao-du", method="POST")
    ask(site, f"/tiep-nhan/{batch}/thu-lai", method="POST")
    assert [act for act, _ in world.acts] == ["open", "seal", "retry"]
    ask(site, "/tiep-nhan", method="POST", form={"name": "B", "effort": "careful"})
    ask(site, "/tiep-nhan", method="POST", form={"name": "C", "effort": ""})
    chosen = [said[2] for act, said in world.acts if act == "open"]
    assert chosen == [None, Effort.CAREFUL, None]


def test_another_site_cannot_press_our_buttons(site: FastAPI, world: World) -> None:
    before = len(world.acts)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}):
        answer = ask(site, f"/tiep-nhan/{world.batches[0].batch}/giao-du", method="POST", headers=headers)
        assert answer.status_code == 403
    assert len(world.acts) == before


def test_a_code_opens_its_dossier_and_anything_else_is_searched(site: FastAPI, world: World) -> None:
    one = world.dossiers[0]
    assert ask(site, f"/ho-so/ma?ma={one.code}").headers["location"] == f"/ho-so/{one.dossier}"
    assert ask(site, "/ho-so/ma?ma=904/QĐ").headers["location"] == "/tra-cuu?q=904%2FQ%C4%90"


def test_a_dossier_without_a_code_goes_by_its_identifier() -> None:
    world = full_world()
    world.dossiers[0] = one = replace(world.dossiers[0], code="")
    site = application(world)
    html = ask(site, f"/ho-so/{one.dossier}").text
    assert "ghi mã định danh này" in checked(html)
    assert f'data-copy="{one.dossier}"' in html
    for said in (one.dossier.value, one.dossier.ocfl_id, f" {one.dossier.value.upper()}"):
        found = ask(site, "/ho-so/ma?" + urlencode({"ma": said}))
        assert found.headers["location"] == f"/ho-so/{one.dossier}"
    assert "ghi mã định danh này" not in ask(site, f"/ho-so/{world.dossiers[1].dossier}").text


def test_what_is_absent_and_what_belongs_elsewhere_are_one_page(site: FastAPI, world: World) -> None:
    mine, other = world.dossiers[0], world.dossiers[1]
    for address in (
        f"/ho-so/{BatchId.new()}",
        f"/ho-so/{mine.dossier}/{other.documents[0].document}/1",
        f"/ho-so/{mine.dossier}/{mine.documents[0].document}/99",
        f"/ho-so/{mine.dossier}/{mine.documents[0].document}/0",
        f"/tiep-nhan/{BatchId.new()}",
        "/khong-co",
    ):
        answer = ask(site, address)
        assert answer.status_code == 404, address
        assert "Hồ sơ không mất" not in checked(answer.text), "of what is not there nobody knows"


@pytest.mark.parametrize(("kind", "again"), [(Unavailable, True), (Damaged, False)])
def test_only_an_error_that_passes_tries_again_by_itself(kind: type[Unavailable | Damaged], *, again: bool) -> None:
    world = World()
    site = application(world)

    def broken() -> None:
        raise kind(
            "index.damaged",
            Sentence("Chỉ mục chưa trả lời.", "The index does not answer."),
            Sentence("Đợi một lát.", "Wait."),
        )

    site.add_api_route("/hong", needs(Anybody.SIGNED_IN)(broken), include_in_schema=False)
    answer = ask(site, "/hong")
    assert answer.status_code == kind.http_status
    assert ("data-again" in answer.text) is again
    assert "index.damaged" in checked(answer.text)
    assert ("retry-after" in answer.headers) is again


def test_static_files_are_kept_for_a_year_under_their_digest_alone(site: FastAPI) -> None:
    now = ask(site, static_files.address("base.css"))
    assert now.status_code == 200
    assert "immutable" in now.headers["cache-control"]
    assert ask(site, "/static/000000000000/base.css").headers["cache-control"] == "no-cache"
    for outside in ("%2e%2e/pages.py", "fonts/%2e%2e/%2e%2e/pages.py", "%2fetc/passwd", "khong-co.css"):
        assert ask(site, f"/static/{static_files.digest()}/{outside}").status_code == 404


def test_style_and_script_stay_within_their_budget() -> None:
    def weight(suffix: str) -> int:
        return sum(path.stat().st_size for path in static_files.files().values() if path.suffix == suffix)

    assert weight(".css") <= 70_000
    assert weight(".js") <= 60_000


def test_every_sign_that_is_used_is_in_the_sprite(world: World, site: FastAPI) -> None:
    sprite = (static_files.FOLDER / "icons.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    used = {
        sign for address in addresses(world) for sign in re.findall(r"icons\.svg#([a-z0-9-]+)", ask(site, address).text)
    }
    assert used <= drawn
