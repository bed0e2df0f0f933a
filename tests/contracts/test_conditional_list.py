"""The list of records of conditional access: complete, narrowed, leafed through, printed, without what is hidden."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from accounts.model import Role
from tests.contracts import catalogues
from tests.contracts.sites import Site, Thing, site
from tests.contracts.test_access_levels import change
from tests.contracts.test_rights_of_documents import close

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.law("R23")

AT = "/api/conditional-access"


@pytest.fixture(params=catalogues.KINDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(request.param, tmp_path_factory.mktemp("site")) as there:
        desks = there.desks
        desks.add("quan-tri", Role.ADMINISTRATOR)
        for code in ("A", "B"):
            desks.units.put(desks.operator, code, f"Phòng {code}", None)
        desks.add("luu-tru", Role.ARCHIVIST, conditional=True)
        desks.add("luu-tru-01", Role.ARCHIVIST)
        desks.add("doc-b", Role.UNIT_READER, unit="B", conditional=True)
        yield there


def listed(made: Site, who: str = "luu-tru", **asked: Any) -> list[tuple[str, str | None]]:
    answer = made.get(AT, who, params=asked).json()
    return [(one["dossier"], one["document"]) for one in answer["records"]]


def of(thing: Thing, *, whole: bool = True) -> tuple[str, str | None]:
    return thing.dossier, None if whole else thing.document


def test_it_names_dossiers_and_single_documents_as_far_as_they_may_be_seen(made: Site) -> None:
    made.put(unit="A")
    conditional = made.put(unit="A", level="02")
    open_one, closed = made.put_two("hồ sơ thường", "quyết định ly hôn", unit="B")
    restricted = made.put(unit="B")
    change(made, restricted, "01", restricted_until="2030-01-01")
    close(made, closed)
    everything = sorted(
        [of(conditional), of(closed, whole=False), of(restricted)], key=lambda one: (one[0], one[1] or "")
    )
    assert listed(made) == everything
    assert listed(made, "luu-tru-01") == [of(restricted)]
    assert listed(made, "doc-b") == [of(closed, whole=False)]
    assert listed(made, part="dossiers") == [one for one in everything if one[1] is None]
    assert listed(made, part="documents") == [of(closed, whole=False)]
    assert listed(made, part="restricted") == [of(restricted)]
    assert listed(made, unit="A") == [of(conditional)]
    assert listed(made, q=conditional.code.lower()) == [of(conditional)]
    assert listed(made, q="100 %_") == []
    assert open_one.document not in str(listed(made))
    by_dossier = {one["dossier"]: one for one in made.get(AT, "luu-tru").json()["records"]}
    assert by_dossier[closed.dossier]["reason"].startswith("Danh mục tài liệu")
    assert (by_dossier[closed.dossier]["access_level"], by_dossier[conditional.dossier]["reason"]) == ("02", "")
    assert by_dossier[restricted.dossier]["restricted_until"] == "2030-01-01"


def test_it_is_leafed_through_without_gap_and_twice(made: Site) -> None:
    one, other = made.put_two("một", "hai", unit="B")
    for thing in (one, other):
        close(made, thing)
    change(made, one, "02")
    things = [made.put(unit="B", level="02") for _ in range(2)]
    wanted = listed(made)
    assert len(wanted) == 5
    assert {dossier for dossier, _ in wanted} == {one.dossier, *(each.dossier for each in things)}
    found, after = [], ""
    for _ in range(5):
        answer = made.get(AT, "luu-tru", params={"limit": 1, "after": after}).json()
        found += [(each["dossier"], each["document"]) for each in answer["records"]]
        after = answer["next"]
        assert bool(after) is (len(found) < 5)
    assert found == wanted
    assert listed(made, after="nothing that anybody wrote") == wanted


def test_it_is_printed_and_that_is_a_look_at_all_it_names(made: Site) -> None:
    conditional = made.put(unit="A", level="02")
    _, closed = made.put_two("một", "hai", unit="B")
    close(made, closed)
    before = looks(made)
    answer = made.get("/api/retention/conditional-access", "luu-tru", params={"format": "xlsx"})
    assert answer.status_code == 200
    cells = [str(cell.value) for row in load_workbook(BytesIO(answer.content)).worksheets[0] for cell in row]
    assert any("DANH MỤC TÀI LIỆU TIẾP CẬN CÓ ĐIỀU KIỆN" in cell for cell in cells)
    assert "Phòng A" in cells
    assert any(cell.startswith("Danh mục này có 2 mục") and "1 hồ sơ; 1 văn bản" in cell for cell in cells)
    assert looks(made) == before + 2
    only_a = made.get("/api/retention/conditional-access", "luu-tru", params={"format": "csv", "unit": "A"}).text
    assert conditional.code in only_a
    assert "Văn bản:" not in only_a
    assert made.get("/api/retention/conditional-access", "luu-tru", params={"format": "docx"}).content[:2] == b"PK"
    hidden = made.get("/api/retention/conditional-access", "luu-tru-01", params={"format": "csv"}).text
    assert conditional.code not in hidden


def looks(made: Site) -> int:
    from adapters.catalogue.events import VIEWED
    from adapters.catalogue.schema import event

    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        return len(list(connection.execute(event.select().where(event.c.type == VIEWED))))


def test_its_page_shows_it_and_leads_to_the_print(made: Site) -> None:
    conditional = made.put(unit="A", level="02")
    _, closed = made.put_two("một", "hai", unit="B")
    close(made, closed)
    page = {"Accept": "text/html"}
    text = made.get("/tiep-can-co-dieu-kien", "luu-tru", headers=page).text
    assert f"/ho-so/{conditional.dossier}#tiep-can" in text
    assert f"/ho-so/{closed.dossier}#vb-{closed.document}" in text
    assert "/api/retention/conditional-access?part=all" in text
    narrowed = made.get("/tiep-can-co-dieu-kien?phan=documents&dv=B", "luu-tru", headers=page).text
    assert conditional.dossier not in narrowed
    assert closed.document in narrowed
    nothing = made.get("/tiep-can-co-dieu-kien", "luu-tru-01", headers=page).text
    assert "Không có mục nào" in nothing
