"""Requests and people: who decides on documents with numbers of people; who asks for data to be deleted; days off."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
import sqlalchemy as sa

from accounts.model import Role
from adapters.catalogue.schema import document as document_table
from adapters.catalogue.schema_use import use_request
from app.desks.code_lists import CatalogueCodeListDesk
from app.steps.retain import assign_anew
from archive.use.model import RegisterFormat, UseKind, UseState, grant, refusal
from ingest.code_lists.model import CodeListKind
from tests.contracts import catalogues
from tests.contracts.offices import code_of, office, opened
from tests.contracts.use_office import NUMBER, PAGE, Kept, UseSite

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.law("R31", "R35")


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


def of_people(site: UseSite) -> Kept:
    """A dossier of unit B whose first document says a number of somebody."""
    kept = site.kept(unit="B")
    site.drawn(kept)
    with site.desks.parts.catalogue.begin() as connection:
        connection.execute(
            sa.update(document_table).where(document_table.c.id == kept.first.value).values(title=f"Đơn của {NUMBER}")
        )
    return kept


@pytest.mark.parametrize("kind", [UseKind.COPY, UseKind.READING])
def test_who_is_not_cleared_neither_grants_nor_hands_on_what_has_numbers_of_people(
    site: UseSite, kind: UseKind
) -> None:
    kept = of_people(site)
    asked = site.filed("mai", kept, kind=kind)
    tu, mai = site.reader("tu"), site.reader("mai")
    for which in ([kept.first, kept.second], [kept.first]):
        assert (
            code_of(lambda which=which: site.use.decide(tu, asked.id, grant(which, reason="Đủ"))) == "use.cleared_only"
        )
    assert "có số của người" in site.get(f"/yeu-cau/{asked.id}", "tu", headers=PAGE).text
    told = site.get(f"/api/use-requests/{asked.id}", "tu").json()["documents"]
    assert [one["personal"] for one in told if one["document"] == kept.first.value] == [True]
    site.use.decide(site.reader("an"), asked.id, grant([kept.first, kept.second], copies=2))

    def get(who: str) -> None:
        if kind is UseKind.READING:
            site.use.read_page(site.reader(who), asked.id, 1)
        else:
            site.use.copy(site.reader(who), asked.id)[1].close()

    assert code_of(lambda: get("tu")) == "use.cleared_only"
    get("mai")  # who asked is given what was decided
    get("khanh")  # cleared, and hands it on
    assert [each for each in site.acts(asked) if each[0] == "tu"] == []
    # What has none he decides on and hands on as before.
    plain = site.filed("mai", kept, kind=kind, documents=(kept.second,))
    site.use.decide(tu, plain.id, grant([kept.second]))
    if kind is UseKind.COPY:
        site.use.copy(tu, plain.id)[1].close()
    assert site.use.one(mai, plain.id).decision is not None


def test_who_is_not_cleared_may_still_refuse(site: UseSite) -> None:
    asked = site.filed("mai", of_people(site))
    refused = site.use.decide(site.reader("tu"), asked.id, refusal("Không liên quan", "Điều 25"))
    assert refused.state is UseState.REFUSED


# -- deletion ---------------------------------------------------------------------------------


def test_who_asks_for_deletion_is_answered_with_the_period_and_the_law(site: UseSite) -> None:
    kept = site.kept(unit="B")
    with site.desks.parts.catalogue.begin() as connection:
        assert assign_anew(site.desks.parts, connection, kept.dossier, by="vankho") is not None
    asked = site.filed("mai", kept, kind=UseKind.ERASURE, purpose_said="Xóa số điện thoại của tôi")
    assert (asked.copies, asked.due_on, asked.proposed) == (0, date(2026, 3, 4), None)
    assert "Nghị định 356/2025" in asked.due_says.vi
    an = site.reader("an")
    ready = site.use.one(an, asked.id).proposed
    assert ready is not None
    assert ready.reason.startswith("Không xóa: ")
    assert "theo quy tắc" in ready.reason
    assert "91/2025/QH15, Điều 14" in ready.clause
    page = site.get(f"/yeu-cau/{asked.id}", "an", headers=PAGE).text
    assert ready.reason in page
    assert f"{asked.id}/cho" not in page, "nothing to be granted is offered"
    assert site.get(f"/api/use-requests/{asked.id}", "an").json()["proposed"]["reason"] == ready.reason
    assert code_of(lambda: site.use.decide(an, asked.id, grant([kept.first, kept.second]))) == "use.nothing_erased"
    assert code_of(lambda: site.use.decide(site.reader("mai"), asked.id, ready)) == "use.not_allowed"
    done = site.use.decide(an, asked.id, ready)
    assert (done.state, done.proposed) == (UseState.REFUSED, None)
    assert done.decision is not None
    assert (done.decision.reason, done.decision.clause) == (ready.reason, ready.clause)
    assert site.acts(asked) == [("mai", "erasure_filed"), ("an", "erasure_refused")]
    told = site.get(f"/yeu-cau/{asked.id}", "mai", headers=PAGE).text
    assert ready.reason in told
    assert "Xóa dữ liệu cá nhân" in told
    sheet = openpyxl.load_workbook(BytesIO(site.use.register(an, 2026, RegisterFormat.XLSX).content)).active
    assert sheet is not None
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "Xóa dữ liệu cá nhân" in cells
    assert any(ready.clause in cell for cell in cells)
    assert any(ready.reason in cell for cell in cells)


def test_somebody_at_the_desk_asks_in_words_and_shows_papers(site: UseSite) -> None:
    told = {"kind": UseKind.ERASURE, "on_behalf": True}
    assert code_of(lambda: site.filed("an", **{**told, "id_number": ""})) == "use.incomplete"
    asked = site.filed("an", **told)
    assert asked.proposed is None, "no dossier is named yet"
    assert code_of(lambda: site.use.decide(site.reader("an"), asked.id, refusal("a", "b"))) == "use.one_person"
    kept = site.kept()
    with site.desks.parts.catalogue.begin() as connection:
        assign_anew(site.desks.parts, connection, kept.dossier, by="vankho")
    assert site.use.name_dossier(site.reader("khanh"), asked.id, kept.dossier).proposed is not None
    assert "Xóa dữ liệu cá nhân" in site.get("/yeu-cau/moi", "an", headers=PAGE).text


# -- days off ---------------------------------------------------------------------------------


def test_days_off_that_an_administrator_keeps_move_the_day_of_answer_and_are_named(site: UseSite) -> None:
    kept = site.kept()
    before = site.filed("lan", kept)
    assert "chưa có danh mục ngày nghỉ năm 2026" in before.due_says.vi
    desk = CatalogueCodeListDesk(site.desks.parts)
    site.desks.add("danh-muc", Role.ADMINISTRATOR)
    boss = site.reader("danh-muc")
    table = "name;first_day;last_day;worked\nKỳ nghỉ thử;2026-03-05;2026-03-11;\nLàm bù;2026-03-14;;x\n"
    taken = desk.take_in(
        boss, CodeListKind.HOLIDAYS, table.encode(), file_name="ngay-nghi.csv", version="2026", source="Thông báo"
    )
    assert taken.version is not None
    filed = site.filed("lan", kept)
    assert filed.due_on == before.due_on == date(2026, 3, 10), "nothing goes by it before it is accepted"
    seen = desk.preview(boss, taken.version.id)
    desk.accept(boss, taken.version.id, fingerprint=seen.fingerprint)
    after = site.filed("lan", kept)
    assert after.due_on == date(2026, 3, 16)
    assert "Kỳ nghỉ thử (05/03-11/03)" in after.due_says.vi
    assert "ngày làm bù: 14/03" in after.due_says.vi
    assert "Kỳ nghỉ thử" in site.get(f"/yeu-cau/{after.id}", "an", headers=PAGE).text
    explained = site.get(f"/api/use-requests/{after.id}", "an").json()["explanation"]
    assert "Kỳ nghỉ thử" in explained["en"]
    # What was promised before stays promised, and says by which list.
    kept_day = site.use.one(site.reader("lan"), before.id)
    assert kept_day.due_on == date(2026, 3, 10)
    assert "nay đã đổi" in kept_day.due_says.vi
