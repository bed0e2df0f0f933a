"""Requests for a reading or a copy on every catalogue: decided by somebody else, by the level, marked and counted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
import sqlalchemy as sa
from PIL import Image

from accounts.model import Role
from adapters.catalogue import destroyed, dossiers, events
from adapters.catalogue.rights import GOING
from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema import event as event_table
from adapters.catalogue.schema_use import use_request
from archive.use.clock import UseStanding
from archive.use.model import RegisterFormat, UseKind, UseState, grant, refusal
from records.errors import VankhoError
from records.identifiers import DossierId, UseRequestId
from tests.contracts import catalogues
from tests.contracts.offices import code_of, office, opened
from tests.contracts.use_office import NUMBER, UseSite, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.use.model import UseRequest

pytestmark = pytest.mark.law("R31")


@pytest.fixture(scope="module", params=catalogues.KINDS)
def office_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UseSite]:
    with office(request.param, tmp_path_factory.mktemp("office")) as parts:
        yield UseSite(opened(parts, body="UBND phường An Nghiệp"))


@pytest.fixture
def site(office_site: UseSite) -> UseSite:
    """The people and the time are those of the beginning; nobody has asked for anything."""
    with office_site.desks.parts.catalogue.begin() as connection:
        connection.execute(sa.delete(use_request))
    office_site.desks.clock.at = office_site.desks.clock.at.replace(year=2026, month=3, day=2, hour=1, minute=0)
    return office_site


def fetched(site: UseSite, who: str, asked: UseRequest) -> list[str]:
    """The words of each page of the copy."""
    name, content = site.use.copy(site.reader(who), asked.id)
    with content:
        assert name == f"ban-sao-{asked.number}.pdf"
        return words_of(content.read())


def test_the_copy_is_of_the_documents_that_somebody_else_named_and_it_is_counted(site: UseSite) -> None:
    kept = site.kept()
    asked = site.filed("lan", kept)
    assert (asked.number, asked.state, asked.due_on) == ("YC-2026-0001", UseState.FILED, date(2026, 3, 10))
    assert [one.wanted for one in asked.documents] == [True, True]
    an = site.reader("an")
    assert code_of(lambda: site.use.decide(an, asked.id, grant([kept.first], copies=2))) == "use.incomplete"
    decided = site.use.decide(an, asked.id, grant([kept.first], copies=2, reason="Tờ trình là bản nháp"))
    assert decided.decision is not None
    assert (decided.decision.in_part, decided.decision.valid_until) == (True, date(2026, 3, 17))
    assert [one.left_out for one in decided.documents] == [False, True]
    (page,) = fetched(site, "lan", asked)
    assert "VB-1" in page
    for told in ("BẢN SAO", "UBND phường An Nghiệp", "YC-2026-0001", "Nguyễn Văn Bảy", "1/2, còn 1 bản"):
        assert told in page
    assert NUMBER not in page
    (page,) = fetched(site, "an", asked)
    assert "2/2, còn 0 bản" in page
    assert code_of(lambda: site.use.copy(site.reader("lan"), asked.id)) == "use.used_up"
    found = site.use.one(site.reader("lan"), asked.id)
    assert (found.state, found.handed_by) == (UseState.HANDED_OUT, "lan")
    assert site.acts(asked) == [
        ("lan", "use_filed"),
        ("an", "use_granted"),
        ("lan", "use_copied"),
        ("an", "use_copied"),
    ]
    # Who asked for it is of people, not of the record.
    history = site.get(f"/api/dossiers/{kept.dossier}/events", "an").text
    assert "use_" not in history
    closed = site.use.close(an, asked.id, "")
    assert (closed.state, closed.closed_by) == (UseState.CLOSED, "an")
    assert code_of(lambda: site.use.hand_out(an, asked.id)) == "use.wrong_state"


def test_all_of_it_is_granted_in_whole_in_the_order_given(site: UseSite) -> None:
    kept = site.kept()
    asked = site.filed("lan", kept)
    decided = site.use.decide(site.reader("an"), asked.id, grant([kept.first, kept.second]))
    assert decided.decision is not None
    assert not decided.decision.in_part
    pages = fetched(site, "lan", asked)
    assert ["VB-1" in pages[0], "VB-2" in pages[1], "BẢN SAO" in pages[1], len(pages)] == [True, True, True, 2]


def test_the_level_and_who_filed_say_who_decides(site: UseSite) -> None:
    conditional, public = site.kept(level="02"), site.kept()
    no = refusal("Bí mật riêng", "Luật Lưu trữ 33/2024/QH15, Điều 25")
    behalf = {"on_behalf": True}
    assert code_of(lambda: site.filed("lan", public, **behalf)) == "use.not_allowed"
    own = site.filed("an", public, **behalf)
    assert code_of(lambda: site.use.decide(site.reader("an"), own.id, no)) == "use.one_person"
    assert code_of(lambda: site.use.decide(site.reader("an"), own.id, grant([public.first]))) == "use.one_person"
    by_khanh = site.filed("khanh", conditional, **behalf)
    yes = grant([conditional.first, conditional.second])
    assert code_of(lambda: site.use.decide(site.reader("an"), by_khanh.id, yes)) == "use.head_decides"
    assert code_of(lambda: site.use.decide(site.reader("an"), by_khanh.id, no)) == "use.head_decides"
    assert site.use.decide(site.reader("giang"), by_khanh.id, yes).state is UseState.GRANTED
    refused = site.use.decide(site.reader("khanh"), own.id, no)
    assert refused.decision is not None
    assert (refused.state, refused.decision.clause) == (UseState.REFUSED, "Luật Lưu trữ 33/2024/QH15, Điều 25")
    assert code_of(lambda: site.use.decide(site.reader("khanh"), own.id, no)) == "use.wrong_state"
    assert code_of(lambda: site.use.copy(site.reader("an"), own.id)) == "use.wrong_state"
    mine = site.filed("lan", public)
    assert code_of(lambda: site.use.decide(site.reader("lan"), mine.id, no)) == "use.not_allowed"


def test_what_may_not_be_seen_is_answered_like_what_is_absent(site: UseSite) -> None:
    kept = site.kept(level="02")
    with site.desks.parts.catalogue.begin(readonly=True) as connection:
        code = dossiers.row(connection, kept.dossier).code
    asked = site.filed("an", kept, on_behalf=True)
    site.use.decide(site.reader("giang"), asked.id, grant([kept.first, kept.second]))
    routes = (
        ("GET", ""),
        ("POST", "/copy"),
        ("POST", "/id-number"),
        ("POST", "/withdrawal"),
        ("POST", "/closing"),
        ("POST", "/refusal"),
        ("PUT", "/dossier"),
    )
    bodies = {
        "/withdrawal": {"why": "x"},
        "/closing": {"why": "x"},
        "/refusal": {"reason": "x", "clause": "y"},
        "/dossier": {"dossier": kept.dossier.value},
    }
    for who in ("mai", "lan", "tu"):
        for method, rest in routes:
            for which in (asked.id, UseRequestId.new()):
                answer = site.ask(method, f"/api/use-requests/{which}{rest}", who, json=bodies.get(rest))
                assert (answer.status_code, answer.json()["error"]["code"]) == (404, "use.not_found"), (who, rest)
        page = site.get("/yeu-cau", who, headers={"Accept": "text/html"}).text
        listed = site.get("/api/use-requests", who).json()
        assert (listed["requests"], listed["waiting"]) == ([], {})
        assert asked.number not in page
        for dossier in (kept.dossier, DossierId.new()):
            body = {"kind": "reading", "purpose": "02", "purpose_said": "x", "person": "y", "dossier": dossier.value}
            answer = site.ask("POST", "/api/use-requests", who, json=body)
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "dossier.not_found")
    register = site.ask("GET", "/api/use-requests/register?year=2026&format=xlsx", "tu")
    (sheet,) = openpyxl.load_workbook(BytesIO(register.content)).worksheets
    told = "\n".join(str(cell) for row in sheet.values for cell in row)
    assert asked.number not in told
    assert code not in told


def test_who_may_not_see_a_dossier_asks_in_words_and_sees_what_was_granted_alone(site: UseSite) -> None:
    kept = site.kept()
    asked = site.filed("mai")
    assert asked.dossier is None
    an = site.reader("an")
    assert code_of(lambda: site.use.decide(an, asked.id, grant([kept.first]))) == "use.not_there"
    assert code_of(lambda: site.use.name_dossier(site.reader("mai"), asked.id, kept.dossier)) == "use.not_allowed"
    assert code_of(lambda: site.use.name_dossier(an, asked.id, DossierId.new())) == "dossier.not_found"
    named = site.use.name_dossier(an, asked.id, kept.dossier)
    assert (named.code, len(named.documents)) == (kept.code, 2)
    other = site.kept()
    assert site.use.name_dossier(an, asked.id, other.dossier).code == other.code
    site.use.name_dossier(an, asked.id, kept.dossier)
    plain = site.filed("lan", kept)
    assert code_of(lambda: site.use.name_dossier(an, plain.id, other.dossier)) == "use.wrong_state"
    before = site.use.one(site.reader("mai"), asked.id)
    assert (before.hidden, before.dossier, before.code, before.title, before.documents) == (True, None, "", "", ())
    site.use.decide(an, asked.id, grant([kept.second], reason="Văn bản kia của người khác"))
    after = site.use.one(site.reader("mai"), asked.id)
    assert [(one.title, one.granted) for one in after.documents] == [("Văn bản VB-2", True)]
    assert (after.code, after.title) == ("", "")
    (page,) = fetched(site, "mai", asked)
    assert "VB-2" in page
    assert site.get(f"/api/dossiers/{kept.dossier}", "mai").status_code == 404


def test_what_waits_is_counted_by_day_and_listed_soonest_first(site: UseSite) -> None:
    kept = site.kept()
    early = site.filed("lan", kept)
    site.desks.clock.forward(timedelta(days=7))
    near = site.filed("lan", kept)
    site.use.decide(site.reader("an"), site.filed("lan", kept).id, grant([kept.first, kept.second]))
    an = site.reader("an")
    # Of the 2nd, due on the 10th; of the 9th, due on the 17th.
    assert site.use.waiting(an) == {UseStanding.NEAR: 1, UseStanding.RUNNING: 1, UseStanding.TO_HAND_OUT: 1}
    site.desks.clock.forward(timedelta(days=3))
    assert site.use.waiting(an)[UseStanding.OVERDUE] == 1
    assert next(iter(site.use.waiting(an))) is UseStanding.OVERDUE
    assert [one.id for one in site.use.requests(an, standing=UseStanding.OVERDUE)] == [early.id]
    assert [one.id for one in site.use.requests(an, standing=UseStanding.RUNNING)] == [near.id]
    assert len(site.use.requests(an, standing=UseStanding.TO_HAND_OUT)) == 1
    assert len(site.use.requests(an)) == 3
    for path in ("/thoi-han", "/tiep-nhan", "/yeu-cau"):
        assert "1 yêu cầu quá hạn trả lời" in site.get(path, "an", headers={"Accept": "text/html"}).text
    assert "1 yêu cầu quá hạn trả lời" in site.get("/huy", "giang", headers={"Accept": "text/html"}).text
    assert "yêu cầu quá hạn" not in site.get("/thoi-han", "lan", headers={"Accept": "text/html"}).text
    # What nobody came for in its time waits for nobody.
    site.desks.clock.forward(timedelta(days=15))
    assert site.use.waiting(site.reader("an")) == {UseStanding.OVERDUE: 2}


def test_nothing_is_handed_out_once_its_time_is_over_or_the_rules_are_stricter(site: UseSite) -> None:
    kept, other, ahead = site.kept(), site.kept(), site.kept(restricted_until=date(2026, 9, 1))
    an = site.reader("an")
    asked = site.filed("lan", kept)
    site.use.decide(an, asked.id, grant([kept.first, kept.second], days=1))
    stricter = site.filed("lan", other)
    site.use.decide(an, stricter.id, grant([other.first, other.second]))
    with site.desks.parts.catalogue.begin() as connection:
        connection.execute(
            sa.update(dossier_table).where(dossier_table.c.id == other.dossier.value).values(access_level="02")
        )
    assert code_of(lambda: site.use.copy(site.reader("lan"), stricter.id)) == "use.changed"
    site.desks.clock.forward(timedelta(days=2))
    for act in (
        lambda: site.use.copy(site.reader("lan"), asked.id),
        lambda: site.use.hand_out(site.reader("an"), asked.id),
    ):
        assert code_of(act) == "use.expired"
    closed = site.filed("an", ahead, on_behalf=True)
    khanh, giang = site.reader("khanh"), site.reader("giang")
    assert code_of(lambda: site.use.decide(khanh, closed.id, grant([ahead.first, ahead.second]))) == "use.restricted"
    # The head does not see what is restricted, so for him there is no such request.
    assert code_of(lambda: site.use.decide(giang, closed.id, grant([ahead.first]))) == "use.not_found"
    assert site.use.decide(khanh, closed.id, refusal("Chưa đến ngày", "Điều 25")).state is UseState.REFUSED


def test_a_reading_is_seen_page_by_page_with_its_mark_or_recorded_at_the_archive(site: UseSite) -> None:
    kept = site.kept()
    asked = site.filed("lan", kept, kind=UseKind.READING)
    assert asked.copies == 0
    lan, an = site.reader("lan"), site.reader("an")
    assert code_of(lambda: site.use.read_page(lan, asked.id, 1)) == "use.wrong_state"
    site.use.decide(an, asked.id, grant([kept.first, kept.second]))
    assert code_of(lambda: site.use.read_page(lan, asked.id, 1)) == "page.not_found"
    site.drawn(kept)
    picture = site.use.read_page(lan, asked.id, 2)
    with Image.open(BytesIO(picture)) as page:
        assert (page.format, page.size) == ("WEBP", (620, 877))
        assert page.convert("L").getextrema()[0] < 128, "the mark is drawn"
    for number in (0, 3):
        assert code_of(lambda number=number: site.use.read_page(lan, asked.id, number)) == "page.not_found"
    assert site.acts(asked)[2:] == [("lan", "use_read")]
    assert site.use.one(lan, asked.id).state is UseState.HANDED_OUT
    assert code_of(lambda: site.use.read_page(site.reader("mai"), asked.id, 1)) == "use.not_found"
    assert code_of(lambda: site.use.copy(lan, asked.id)) == "use.reading_only"
    shown = site.get(f"/api/use-requests/{asked.id}/page?number=1", "lan")
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "no-store")
    copied = site.filed("lan", kept)
    site.use.decide(an, copied.id, grant([kept.first, kept.second]))
    assert code_of(lambda: site.use.read_page(lan, copied.id, 1)) == "use.copy_only"
    on_paper = site.filed("lan", kept, kind=UseKind.READING)
    site.use.decide(an, on_paper.id, grant([kept.first, kept.second]))
    assert code_of(lambda: site.use.hand_out(lan, on_paper.id)) == "use.not_allowed"
    assert code_of(lambda: site.use.close(an, on_paper.id, " ")) == "use.incomplete"
    assert site.use.hand_out(site.reader("khanh"), on_paper.id).state is UseState.HANDED_OUT
    site.desks.clock.forward(timedelta(days=16))
    assert code_of(lambda: site.use.read_page(site.reader("lan"), asked.id, 1)) == "use.expired"


def test_who_filed_it_takes_it_back_until_something_is_handed_out(site: UseSite) -> None:
    kept = site.kept()
    asked = site.filed("lan", kept)
    assert code_of(lambda: site.use.withdraw(site.reader("an"), asked.id, "Nhầm")) == "use.not_allowed"
    assert code_of(lambda: site.use.withdraw(site.reader("lan"), asked.id, "")) == "use.incomplete"
    gone = site.use.withdraw(site.reader("lan"), asked.id, "Không cần nữa")
    assert (gone.state, gone.closed_why) == (UseState.WITHDRAWN, "Không cần nữa")
    assert code_of(lambda: site.use.decide(site.reader("an"), asked.id, grant([kept.first]))) == "use.wrong_state"
    granted = site.filed("lan", kept)
    site.use.decide(site.reader("an"), granted.id, grant([kept.first, kept.second]))
    fetched(site, "lan", granted)
    assert code_of(lambda: site.use.withdraw(site.reader("lan"), granted.id, "Nhầm")) == "use.wrong_state"


def test_the_last_copy_is_fetched_once_by_whoever_comes_first(site: UseSite) -> None:
    kept = site.kept()
    asked = site.filed("lan", kept)
    site.use.decide(site.reader("an"), asked.id, grant([kept.first, kept.second], copies=1))
    readers = [site.reader("lan"), site.reader("an"), site.reader("khanh")]

    def fetch(number: int) -> str:
        try:
            site.use.copy(readers[number], asked.id)[1].close()
        except VankhoError as refused:
            return refused.code
        return ""

    with ThreadPoolExecutor(3) as pool:
        told = sorted(pool.map(fetch, range(3)))
    assert told[0] == ""
    assert set(told[1:]) <= {"use.used_up", "use.wrong_state"}
    assert [act for _, act in site.acts(asked)].count("use_copied") == 1


def test_the_number_of_the_papers_is_masked_everywhere_and_shown_by_right_as_an_event(site: UseSite) -> None:
    kept = site.kept(unit="B")
    asked = site.filed("mai", kept, purpose_said=f"CCCD {NUMBER} xin sao")
    site.desks.add("cam", Role.ARCHIVIST, unit="B")
    for who in ("mai", "an", "cam"):
        for path in (f"/yeu-cau/{asked.id}", "/yeu-cau", f"/api/use-requests/{asked.id}", "/api/use-requests"):
            assert NUMBER not in site.get(path, who, headers={"Accept": "text/html"}).text
    assert asked.id_number.endswith("89")
    for form in RegisterFormat:
        assert NUMBER.encode() not in site.use.register(site.reader("an"), 2026, form).content
    assert code_of(lambda: site.use.show_number(site.reader("cam"), asked.id)) == "personal.not_allowed"
    before = site.acts(asked)
    assert site.use.show_number(site.reader("an"), asked.id) == NUMBER
    assert site.use.show_number(site.reader("mai"), asked.id) == NUMBER
    assert site.acts(asked)[len(before) :] == [("an", "use_number_shown"), ("mai", "use_number_shown")]
    with site.desks.parts.catalogue.begin(readonly=True) as connection:
        details = connection.execute(sa.select(event_table.c.detail)).scalars()
        assert not [detail for detail in details if NUMBER in str(detail)]


def test_the_register_tells_each_request_of_the_year_in_every_form(site: UseSite) -> None:
    kept = site.kept()
    granted, refused, waits = site.filed("lan", kept), site.filed("lan", kept), site.filed("mai")
    an = site.reader("an")
    site.use.decide(an, granted.id, grant([kept.first], reason="Bản kia là nháp"))
    site.use.decide(an, refused.id, refusal("Bí mật riêng", "Luật Lưu trữ, Điều 25"))
    fetched(site, "lan", granted)
    assert code_of(lambda: site.use.register(site.reader("lan"), 2026, RegisterFormat.PDF)) == "use.not_allowed"
    made = site.use.register(an, 2026, RegisterFormat.XLSX)
    assert made.name == "so-dang-ky-su-dung-tai-lieu-2026.xlsx"
    (sheet,) = openpyxl.load_workbook(BytesIO(made.content)).worksheets
    lines = {str(row[0]): [str(cell or "") for cell in row] for row in sheet.values if str(row[0]).startswith("YC-")}
    assert list(lines) == [granted.number, refused.number, waits.number]
    assert lines[granted.number][1:4:2] == ["02/03/2026", "Cá nhân: Xác minh thửa đất"]
    assert kept.code in lines[granted.number][4]
    assert lines[granted.number][6].startswith("Cho một phần")
    assert lines[granted.number][7] == "02/03/2026"
    assert "Luật Lưu trữ, Điều 25" in lines[refused.number][6]
    assert lines[waits.number][4] == "Giấy phép xây dựng nhà ông Bảy"
    assert "SỔ ĐĂNG KÝ SỬ DỤNG TÀI LIỆU" in words_of(site.use.register(an, 2026, RegisterFormat.PDF).content)[0]
    assert site.use.register(an, 2026, RegisterFormat.DOCX).content.startswith(b"PK")
    assert "YC-" not in words_of(site.use.register(an, 2025, RegisterFormat.PDF).content)[0]


def test_a_look_at_level_02_by_a_request_is_recorded(site: UseSite) -> None:
    kept = site.kept(level="02")
    asked = site.filed("an", kept, on_behalf=True)
    site.use.one(site.reader("giang"), asked.id)
    with site.desks.parts.catalogue.begin(readonly=True) as connection:
        rows = connection.execute(
            sa.select(event_table.c.agent, event_table.c.detail).where(
                event_table.c.type == events.VIEWED, event_table.c.dossier_id == kept.dossier.value
            )
        ).all()
    assert ("giang", {"what": "dossier"}) in [(row.agent, row.detail) for row in rows]


def test_a_destroyed_dossier_leaves_the_line_of_the_register_and_nothing_to_fetch(site: UseSite) -> None:
    kept = site.kept()
    asked = site.filed("lan", kept, asked_for="Quyết định của bà Tám")
    waits = site.filed("lan", kept)
    site.use.decide(site.reader("an"), asked.id, grant([kept.first], reason="Của bà Tám"))
    with site.desks.parts.catalogue.begin() as connection:
        dossiers.hold(connection, kept.dossier)
        destroyed.begin(connection, kept.dossier)
    assert code_of(lambda: site.use.copy(site.reader("lan"), asked.id)) == "use.changed"
    with site.desks.parts.catalogue.begin() as connection:
        assert dossiers.row(connection, kept.dossier).state == GOING
        destroyed.forget(connection, kept.dossier)
    assert code_of(lambda: site.use.copy(site.reader("lan"), asked.id)) == "use.changed"
    left = site.use.one(site.reader("an"), asked.id)
    assert left.decision is not None
    assert (left.asked_for, left.decision.reason, left.documents, left.hidden) == ("", "", (), True)
    # What still waits is answered: nothing can be granted, and it can be refused.
    an = site.reader("an")
    assert code_of(lambda: site.use.decide(an, waits.id, grant([kept.first]))) == "use.not_there"
    assert site.use.decide(an, waits.id, refusal("Đã hủy", "Luật Lưu trữ, Điều 16")).state is UseState.REFUSED
