"""Lists of codes on every catalogue: imported, compared, accepted; by desk, by API and on pages."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from accounts.model import Role
from adapters.catalogue import code_lists, documents
from adapters.catalogue.schema import dossier as dossier_table
from app.desks.code_lists import CatalogueCodeListDesk
from app.steps.code_lists_in_force import kinds_in_force
from app.steps.describe import describe
from app.steps.outcome import turn_of
from app.steps.subjects import of_document
from benchmarks.backup.dossiers import new_batch, receive_dossier
from ingest.code_lists.model import BUILT_IN, CodeListKind, CodeListState
from ingest.code_lists.table_forms import FORMS
from ocr.model import Judgement, PageReading, Straightening, TextLayer
from records.description import Description, Field, FieldProposal
from records.errors import Conflict
from records.identifiers import CodeListId, DocumentId, PageNumber
from tests.contracts.offices import code_of, opened
from tests.contracts.sites import Site
from tests.unit.ingest.layouts import body, head, middle, page
from tests.unit.web_ui.test_pages import checked

if TYPE_CHECKING:
    from app.wiring import Parts
    from ingest.code_lists.model import CodeListReading

pytestmark = pytest.mark.law("R37")

KIND = CodeListKind.DOCUMENT_KINDS
AGENCIES, PROCEDURES = CodeListKind.AGENCIES, CodeListKind.PROCEDURES
ANOTHER = "Giấy chứng nhận;GCN;32"
PAGE = {"Accept": "text/html"}


@pytest.fixture
def site(parts: Parts) -> Site:
    made = Site(opened(parts))
    made.desks.add("quan-tri", Role.ADMINISTRATOR)
    made.desks.add("luu-tru", Role.ARCHIVIST, conditional=True)
    return made


@pytest.fixture
def desk(site: Site) -> CatalogueCodeListDesk:
    return CatalogueCodeListDesk(site.desks.parts)


def with_rows(desk: CatalogueCodeListDesk, site: Site, *rows: str) -> bytes:
    """The list in force, and these rows."""
    return desk.export(site.desks.operator, BUILT_IN[KIND]) + "\n".join(rows).encode()


def take_in(desk: CatalogueCodeListDesk, site: Site, content: bytes, version: str = "2026-1") -> CodeListReading:
    told = {"file_name": "ten-loai.csv", "version": version, "source": "Thông tư 05/2025"}
    return desk.take_in(site.desks.operator, KIND, content, **told)


def imported(desk: CatalogueCodeListDesk, site: Site, *rows: str, version: str = "2026-1") -> CodeListId:
    reading = take_in(desk, site, with_rows(desk, site, *rows), version)
    assert reading.version is not None, reading.findings
    return reading.version.id


def accepted(desk: CatalogueCodeListDesk, site: Site, version: CodeListId, *, removing: bool = False) -> None:
    reader = site.desks.operator
    desk.accept(reader, version, fingerprint=desk.preview(reader, version).fingerprint, removing=removing)


def put_in_force(desk: CatalogueCodeListDesk, site: Site, kind: CodeListKind, version: str, *rows: str) -> None:
    """A list of these rows, instead of the one in force."""
    content = "\n".join([";".join(FORMS[kind].columns), *rows]).encode()
    told = {"file_name": "", "version": version, "source": "nguồn"}
    kept = desk.take_in(site.desks.operator, kind, content, **told).version
    assert kept is not None
    accepted(desk, site, kept.id, removing=True)


def states(desk: CatalogueCodeListDesk, site: Site) -> list[tuple[str, CodeListState]]:
    return [(one.version, one.state) for one in desk.versions(site.desks.operator) if one.kind is KIND]


def test_until_another_is_accepted_the_one_that_comes_with_vankho_is_gone_by(
    site: Site, desk: CatalogueCodeListDesk
) -> None:
    version = imported(desk, site, ANOTHER)
    assert states(desk, site) == [("2026-1", CodeListState.PROPOSED), ("1", CodeListState.IN_FORCE)]
    assert desk.in_force(site.desks.operator, KIND).about.id == BUILT_IN[KIND]
    accepted(desk, site, version)
    assert states(desk, site) == [("2026-1", CodeListState.IN_FORCE), ("1", CodeListState.SUPERSEDED)]
    found = desk.in_force(site.desks.operator, KIND)
    assert found.entries[-1]["name"] == "Giấy chứng nhận"
    assert (found.about.accepted_by, found.about.entries) == (site.desks.operator.account, len(found.entries))
    with site.desks.parts.catalogue.begin(readonly=True) as connection:
        assert kinds_in_force(connection).type_of_sign("GCN-UBND") == "Giấy chứng nhận", "documents are described by it"
    other = desk.in_force(site.desks.operator, CodeListKind.AGENCIES)
    assert other.about.id == BUILT_IN[CodeListKind.AGENCIES], "each list has its own"
    assert [who for who, _ in site.desks.events("code list modification")] == ["may-nay", "may-nay"]


def test_a_table_comes_in_wholly_or_not_at_all(site: Site, desk: CatalogueCodeListDesk) -> None:
    reading = take_in(desk, site, with_rows(desk, site, ANOTHER, "Quyết định;X1;02"))
    assert reading.version is None
    assert {one.code for one in reading.findings} == {"code_list.repeated_row"}
    empty = take_in(desk, site, b"name;abbreviation;type_code\n")
    assert [one.code for one in empty.findings] == ["code_list.empty"]
    assert states(desk, site) == [("1", CodeListState.IN_FORCE)]
    assert code_of(lambda: take_in(desk, site, b"x", " ")) == "code_list.incomplete"
    assert code_of(lambda: take_in(desk, site, b"x" * ((8 << 20) + 1))) == "code_list.too_large"


def test_a_version_is_taken_once_and_accepted_once_as_it_was_previewed(site: Site, desk: CatalogueCodeListDesk) -> None:
    reader = site.desks.operator
    first, second = imported(desk, site, ANOTHER), imported(desk, site, version="2026-2")
    assert code_of(lambda: imported(desk, site)) == "code_list.version_taken"
    assert code_of(lambda: imported(desk, site, version="1")) == "code_list.version_taken"
    seen = desk.preview(reader, second).fingerprint
    accepted(desk, site, first)
    assert code_of(lambda: desk.accept(reader, second, fingerprint=seen)) == "code_list.preview_outdated"
    assert dict(desk.preview(reader, second).changes) == {"added": 0, "changed": 0, "removed": 1}
    assert code_of(lambda: accepted(desk, site, second)) == "code_list.removes", "nothing goes silently"
    assert states(desk, site)[1] == ("2026-1", CodeListState.IN_FORCE)
    accepted(desk, site, second, removing=True)
    assert code_of(lambda: accepted(desk, site, first)) == "code_list.not_proposed"
    assert code_of(lambda: accepted(desk, site, BUILT_IN[KIND])) == "code_list.not_proposed"
    assert code_of(lambda: desk.version(reader, CodeListId.new())) == "code_list.not_found"
    # What a version says stays, whatever came after it.
    assert desk.version(reader, first).entries[-1]["abbreviation"] == "GCN"


def test_the_way_by_api(site: Site, desk: CatalogueCodeListDesk) -> None:
    told = {"kind": KIND.value, "version": "2026-1", "source": "Thông tư 05/2025"}
    files = {"table": ("ten-loai.csv", with_rows(desk, site, ANOTHER))}
    assert site.ask("POST", "/api/code-lists", "luu-tru", data=told, files=files).status_code == 403
    answer = site.ask("POST", "/api/code-lists", "quan-tri", data=told, files=files)
    assert answer.status_code == 200, answer.text
    at = f"/api/code-lists/{answer.json()['version']['id']}"
    seen = site.get(f"{at}/preview", "luu-tru").json()
    assert seen["changes"] == {"added": 1, "changed": 0, "removed": 0}
    said = {"fingerprint": seen["fingerprint"]}
    assert site.ask("POST", f"{at}/accept", "luu-tru", json=said).status_code == 403
    assert site.ask("POST", f"{at}/accept", "quan-tri", json=said).json()["state"] == "in_force"
    assert site.ask("POST", f"{at}/accept", "quan-tri", json=said).status_code == 409
    assert site.get(at, "luu-tru").json()["entries"][-1]["name"] == "Giấy chứng nhận"
    table = site.get(f"{at}/table", "luu-tru")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.content.decode().splitlines()[-1] == ANOTHER
    checked_code = site.get("/api/codes/check?kind=agency&code=h36", "luu-tru").json()
    assert [one["code"] for one in checked_code["findings"]] == ["code.signs"]


def test_the_way_by_pages(site: Site, desk: CatalogueCodeListDesk) -> None:
    at = "/quan-tri/danh-muc"

    def page(path: str) -> str:
        answer = site.get(path, "quan-tri", headers=PAGE)
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(content: bytes, kind: CodeListKind = KIND) -> tuple[int, str, str]:
        told = {"kind": kind.value, "version": "2026-1", "source": "Thông tư 05/2025"}
        files = {"table": ("bang.csv", content)}
        answer = site.ask("POST", at, "quan-tri", data=told, files=files, headers=PAGE)
        return answer.status_code, answer.headers.get("location", ""), answer.text

    for kind in CodeListKind:
        assert "Bản kèm theo" in checked(page(f"{at}?muc={kind}"))
        checked(page(f"{at}/{BUILT_IN[kind]}"))
    status, _, html = send(with_rows(desk, site, "Quyết định;X1;02"))
    assert status == 422
    assert "Không nhập: 1 chỗ cần sửa" in checked(html)
    assert 'value="2026-1"' in html
    status, address, _ = send(with_rows(desk, site, ANOTHER))
    assert status == 303
    html = page(address)
    assert "Thêm 1 mục, đổi 0 mục, bỏ 0 mục" in checked(html)
    fingerprint = html.partition('name="fingerprint" value="')[2].partition('"')[0]
    wrong = site.ask("POST", f"{address}/chap-nhan", "quan-tri", data={"fingerprint": "x"}, headers=PAGE)
    assert wrong.status_code == 409
    assert "Xem trước lại" in checked(wrong.text)
    done = site.ask("POST", f"{address}/chap-nhan", "quan-tri", data={"fingerprint": fingerprint}, headers=PAGE)
    assert done.status_code == 303
    assert "GCN" in checked(page(f"{address}?q=chung+nhan"))
    told = {"kind": KIND.value, "version": "2026-2", "source": "Thông tư 05/2025"}
    files = {"table": ("bang.csv", with_rows(desk, site))}
    fewer = site.ask("POST", at, "quan-tri", data=told, files=files, headers=PAGE).headers["location"]
    html = page(fewer)
    assert "Tôi đã xem: 1 mục đang áp dụng sẽ không còn" in checked(html)
    said = {"fingerprint": html.partition('name="fingerprint" value="')[2].partition('"')[0]}
    refused = site.ask("POST", f"{fewer}/chap-nhan", "quan-tri", data=said, headers=PAGE)
    assert refused.status_code == 409
    assert "1 mục đang áp dụng sẽ không còn trong danh mục" in checked(refused.text)
    said["removing"] = "true"
    assert site.ask("POST", f"{fewer}/chap-nhan", "quan-tri", data=said, headers=PAGE).status_code == 303
    assert "Không có mục nào" in checked(page(f"{address}?q=khongcotunay"))
    # What looks odd is kept, and told row by row.
    odd = "code;name;other_names;first_day;last_day;successor\nh36;Tỉnh\n".encode()
    status, _, html = send(odd, CodeListKind.AGENCIES)
    assert status == 200
    assert "1 điều nên xem lại" in checked(html)
    assert site.get(at, "luu-tru").status_code == 403


def test_a_document_is_described_by_the_kinds_in_force_when_its_step_begins(
    site: Site, desk: CatalogueCodeListDesk
) -> None:
    parts = site.desks.parts
    dossier, document = receive_dossier(parts, batch := new_batch(parts), 7)
    said = page([*head(number="Số: 12/HƯ-UBND"), *middle("HƯƠNG ƯỚC", "Về nếp sống văn minh ở thôn"), *body()])
    reading = PageReading(
        number=PageNumber(1),
        judgement=Judgement(layer=TextLayer.GOOD, words=40, invalid_ratio=0.0, ink_covered=1.0, reason=""),
        straightening=Straightening(),
        text=said,
        image_digest=None,
        engine="none",
        invalid_ratio=0.0,
    )
    with parts.catalogue.begin() as connection:
        documents.page_settled(connection, document, reading, "kept")

    def kind() -> str:
        outcome = describe(parts, of_document(document, 0))
        with turn_of(parts, batch) as turn:
            outcome(turn)
        (shown,) = site.get(f"/api/dossiers/{dossier}", "luu-tru").json()["documents"]
        return "".join(one["value"] for one in shown["fields"] if one["field"] == "type")

    assert kind() != "Hương ước"
    put_in_force(desk, site, KIND, "2026-1", "Hương ước;HƯ;32")
    assert kind() == "Hương ước"


@pytest.mark.law("R33")
def test_the_agency_of_a_document_is_told_by_the_list_in_force(site: Site, desk: CatalogueCodeListDesk) -> None:
    thing = site.put(unit="B")
    with site.desks.parts.catalogue.begin() as connection:
        said = [(Field.AGENCY, "SỞ NỘI VỤ TỈNH Y"), (Field.ISSUED_ON, "2026-01-05")]
        proposals = tuple(
            FieldProposal(field=field, value=value, confidence=1.0, doubtful=False, page=None, box=None, evidence="")
            for field, value in said
        )
        documents.described(connection, DocumentId(thing.document), Description(proposals=proposals), "")

    def told() -> list[str]:
        (document,) = site.get(f"/api/dossiers/{thing.dossier}", "luu-tru").json()["documents"]
        return [one["code"] for one in document["findings"] if one["code"].startswith("agency.")]

    assert told() == [], "the list that comes with Vankho knows ministries alone"
    put_in_force(desk, site, AGENCIES, "a", "H36.1;Sở Nội vụ tỉnh Y")
    assert told() == ["agency.known"]
    put_in_force(desk, site, AGENCIES, "b", "H36.1;Sở Nội vụ tỉnh Y;;;30/06/2025;H15.1", "H15.1;Sở Nội vụ tỉnh X")
    assert told() == ["agency.not_in_being"]
    html = site.get(f"/ho-so/{thing.dossier}", "luu-tru", headers=PAGE).text
    assert "Sở Nội vụ tỉnh X (H15.1)" in checked(html)
    put_in_force(desk, site, AGENCIES, "c", "H15.1;Sở Nội vụ tỉnh X")
    assert told() == ["agency.unknown"]


@pytest.mark.law("R32", "R33")
def test_code_and_procedure_of_a_dossier_are_looked_up_in_the_lists_in_force(
    site: Site, desk: CatalogueCodeListDesk
) -> None:
    parts = site.desks.parts
    dossier, _ = receive_dossier(parts, new_batch(parts), 8)
    with parts.catalogue.begin() as connection:
        told_of = sa.update(dossier_table).where(dossier_table.c.id == dossier.value)
        connection.execute(told_of.values(code="H36.1-250710-0001", title="ĐĂNG KÝ KHAI SINH"))

    def told() -> list[str]:
        return [one["code"] for one in site.get(f"/api/dossiers/{dossier}", "luu-tru").json()["findings"]]

    assert told() == [], "what comes with Vankho knows neither"
    put_in_force(desk, site, AGENCIES, "a", "H36.1;Xã Y;;;30/06/2025;H15.1", "H15.1;Xã X;;01/07/2025")
    put_in_force(desk, site, PROCEDURES, "a", "2.000635;Đăng ký khai sinh")
    assert told() == ["code.agency_not_in_being", "procedure.known"]
    html = checked(site.get(f"/ho-so/{dossier}", "luu-tru", headers=PAGE).text)
    assert "kế tục: Xã X (H15.1)" in html
    assert "mã 2.000635" in html
    put_in_force(desk, site, AGENCIES, "b", "H15.1;Xã X")
    assert told() == ["code.agency_unknown", "procedure.known"]

    def checks(asked: str) -> list[str]:
        answer = site.get(f"/api/codes/check?{asked}", "luu-tru")
        assert answer.status_code == 200, answer.text
        return [one["code"] for one in answer.json()["findings"]]

    put_in_force(desk, site, PROCEDURES, "b", "2.000635;Đăng ký khai sinh;;30/06/2025")
    assert checks("kind=agency&code=H36.1") == ["code.agency_unknown"]
    assert checks("kind=agency&code=H15.1") == []
    assert checks("kind=procedure&code=2.000635") == ["code.procedure_not_in_force"]
    assert checks("kind=procedure&code=2.000635&on=2025-06-30") == []
    # A unit whose code is not in the list of today is told of, and kept.
    units = site.desks.units
    units.put(site.desks.operator, "y", "Xã Y", None, identification_code="H36.1")
    units.put(site.desks.operator, "x", "Xã X", None, identification_code="H15.1")
    html = checked(site.get("/quan-tri/don-vi", "quan-tri", headers=PAGE).text)
    assert "Mã “H36.1” không có trong danh mục cơ quan" in html
    assert "Mã “H15.1”" not in html


def test_of_two_that_are_accepted_at_once_one_is(
    site: Site, desk: CatalogueCodeListDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*args: Any, **said: Any) -> None:
        """As it is, with time for the other one to come as far."""
        time.sleep(0.3)
        put(*args, **said)

    put = code_lists.put_in_force
    monkeypatch.setattr(code_lists, "put_in_force", slowly)
    reader = site.desks.operator
    versions = [imported(desk, site, version=str(number)) for number in (2026, 2027)]
    prints = [desk.preview(reader, each).fingerprint for each in versions]

    def accept(number: int) -> str:
        try:
            desk.accept(reader, versions[number], fingerprint=prints[number])
        except Conflict as refused:
            return refused.code
        return ""

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(accept, range(2)))
    assert outcomes == ["", "code_list.preview_outdated"]
    assert [state for _, state in states(desk, site)].count(CodeListState.IN_FORCE) == 1


def test_a_long_list_is_shown_in_parts(site: Site, desk: CatalogueCodeListDesk) -> None:
    rows = [f"9.{number:06};Thủ tục & số {number}" for number in range(250)]
    content = "\n".join([";".join(FORMS[PROCEDURES].columns), *rows]).encode()
    told = {"file_name": "", "version": "1000", "source": "nguồn"}
    version = desk.take_in(site.desks.operator, PROCEDURES, content, **told).version
    assert version is not None
    html = site.get(f"/quan-tri/danh-muc/{version.id}?q=%26", "quan-tri", headers=PAGE).text
    assert "Còn 50 mục thay đổi không liệt kê ở đây" in checked(html)
    (further,) = re.findall(r'href="([^"]*)" rel="next"', html)
    html = site.get(unescape(further), "quan-tri", headers=PAGE).text
    assert "101 đến 200" in html
    assert 'value="&amp;"' in html, "what is looked for is kept"
