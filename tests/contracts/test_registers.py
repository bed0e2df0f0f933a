"""Registers over the whole site: what went out, came in, was used, is kept; never more than may be seen."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from accounts.model import Role
from adapters.catalogue import references, registers, use_requests
from adapters.catalogue.events import VIEWED
from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema import event, field_proposal
from adapters.catalogue.schema_use import use_request
from archive.use.model import Purpose, UseKind, UseState, filing
from records.identifiers import Digest, DocumentId, DossierId
from retention_rules.forms.registers import DEFINITIONS, Register
from tests.contracts import catalogues
from tests.contracts.sites import Site, Thing, site
from tests.contracts.test_rights_of_documents import close
from tests.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.law("R30")

AT = "/api/retention/registers"
OWN, OTHER = "ỦY BAN NHÂN DÂN PHƯỜNG AN NGHIỆP", "Sở Tài nguyên và Môi trường"


@pytest.fixture(scope="module", params=catalogues.KINDS)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VANKHO_BODY", "UBND phường An Nghiệp")
        with site(request.param, tmp_path_factory.mktemp("site")) as there:
            desks = there.desks
            desks.add("quan-tri", Role.ADMINISTRATOR)
            for code in ("A", "B"):
                desks.units.put(desks.operator, code, f"Phòng {code}", None)
            desks.add("luu-tru", Role.ARCHIVIST, conditional=True)
            desks.add("luu-tru-01", Role.ARCHIVIST)
            desks.add("giang", Role.HEAD, conditional=True)
            desks.add("doc-b", Role.UNIT_READER, unit="B")
            yield there


@pytest.fixture
def made(whole: Site) -> Iterator[Site]:
    """The same, with nothing of the tests before in any register."""
    with whole.desks.parts.catalogue.begin() as connection:
        connection.execute(sa.delete(use_request))
        connection.execute(sa.delete(field_proposal))
        connection.execute(sa.update(dossier_table).values(created_at=datetime(1999, 1, 1, tzinfo=UTC)))
    return whole


def read(made: Site, thing: Thing, agency: str, number: str = "", sign: str = "", **said: str) -> Thing:
    """Let the machine have read this on the document."""
    fields = {"agency": agency, "number": number, "sign": sign, "issued_on": "2025-03-04", **said}
    with made.desks.parts.catalogue.begin() as connection:
        connection.execute(
            sa.insert(field_proposal),
            [
                {
                    "document_id": thing.document, "field": name, "value": value, "confidence": 0.9,
                    "doubtful": value.startswith("?"), "page": None, "box": None, "evidence": "",
                }
                for name, value in fields.items()
                if value
            ],
        )  # fmt: skip
    return thing


def rows(made: Site, which: Register, who: str = "luu-tru", **asked: Any) -> list[list[str]]:
    answer = made.get(f"{AT}/{which.value}", who, params={"year": 2025, "format": "csv", **asked})
    assert answer.status_code == 200, answer.text
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert table[0] == [column.title for column in DEFINITIONS[which].columns]
    return table[1:]


def sizes(made: Site, who: str = "luu-tru", **asked: Any) -> dict[str, int]:
    answer = made.get(AT, who, params={"year": 2025, **asked})
    assert answer.status_code == 200, answer.text
    return {one["register"]: one["rows"] for one in answer.json()["registers"]}


def test_what_the_body_issued_went_out_and_all_else_came_in(made: Site) -> None:
    first, second = made.put_two("một", "hai", unit="B")
    read(made, first, OWN, "10", "QĐ-UBND", type="Quyết định", subject="về việc giao đất", signer="Nguyễn Hữu Thắng")
    read(made, second, OTHER, "9", "STNMT", type="Công văn", subject="về thẩm định, ĐT 0912345678")
    nameless = read(made, made.put(unit="B"), "", subject="Đơn xin cấp phép")
    read(made, made.put(unit="B"), OWN, "9", "QĐ-UBND", type="?Quyết định")
    read(made, made.put(unit="B"), OWN, "1", "TB-UBND", issued_on="2024-12-31")
    out = rows(made, Register.OUTGOING)
    # 9 before 10; the columns that nobody knows are empty.
    assert out[1] == [
        "10/QĐ-UBND", "04/03/2025", "Quyết định về việc giao đất", "Nguyễn Hữu Thắng", "", "Phòng B", "", "", "",
        f"Hồ sơ {first.code}",
    ]  # fmt: skip
    assert [row[0] for row in out] == ["9/QĐ-UBND", "10/QĐ-UBND"]
    assert out[0][9].endswith("; cần đối chiếu: tên loại")
    came = rows(made, Register.INCOMING)
    assert [(row[2], row[3]) for row in came] == [("", ""), (OTHER, "9/STNMT")]
    assert came[0][5] == "Đơn xin cấp phép"
    assert came[0][9] == f"Hồ sơ {nameless.code}"
    assert "0912345678" not in came[1][5]
    assert {(row[0], row[1], row[7], row[8]) for row in came} == {("", "", "", "")}
    found = sizes(made)
    assert (found["van-ban-di"], found["van-ban-den"], found["theo-doi-giai-quyet"]) == (2, 2, 2)
    assert [row[0] for row in rows(made, Register.OUTGOING, year=2024)] == ["1/TB-UBND"]
    # What has no day is in the register of no year, and had without one.
    unread = made.put(unit="B")
    assert sizes(made)["van-ban-den"] == 2
    undated = made.get(f"{AT}/van-ban-den", "luu-tru", params={"format": "csv"})
    assert unread.code in undated.text
    assert nameless.code not in undated.text


def test_an_answer_is_told_where_it_names_what_it_answers(made: Site) -> None:
    asked, answer = made.put_two("một", "hai", unit="B")
    read(made, asked, OTHER, "12", "STNMT", type="Công văn")
    read(made, answer, OWN, "130", "UBND-ĐC", subject="trả lời Công văn số 12/STNMT", issued_on="2026-01-02")
    elsewhere = read(made, made.put(unit="A"), OWN, "131", "UBND-ĐC", subject="về Công văn số 12/STNMT ngày 4/3")
    apart = read(made, made.put(unit="B"), OWN, "132", "UBND-ĐC", subject="trả lời Công văn số 12/STNMT")
    other = read(made, made.put(unit="B"), OTHER, "5", "SXD", type="Công văn")
    (row,) = [one for one in rows(made, Register.HANDLING) if "12/STNMT" in one[1]]
    assert row[1] == f"Công văn số 12/STNMT ngày 04/03/2025, {OTHER}"
    assert (row[2], row[5]) == ("Phòng B", "130/UBND-ĐC")
    with made.desks.parts.catalogue.begin() as connection:
        references.add(
            connection, DossierId(elsewhere.dossier), DocumentId(asked.document), digest=Digest.of(b"x"),
            why="căn cứ", by="an", now=made.desks.clock.now(),
        )  # fmt: skip
    by_code = {one[1]: one[5] for one in rows(made, Register.HANDLING)}
    assert by_code[f"Công văn số 12/STNMT ngày 04/03/2025, {OTHER}"] == "130/UBND-ĐC; 131/UBND-ĐC"
    assert by_code[f"Công văn số 5/SXD ngày 04/03/2025, {OTHER}"] == ""
    assert "132" not in str(rows(made, Register.HANDLING)), apart
    # Of a document in a dossier of unit A a reader of unit B is told nothing.
    (seen,) = [one for one in rows(made, Register.HANDLING, "doc-b") if "12/STNMT" in one[1]]
    assert seen[5] == "130/UBND-ĐC"
    assert other.code in str(rows(made, Register.HANDLING, "doc-b"))


def test_nothing_is_in_a_register_that_its_reader_may_not_see(made: Site) -> None:
    seen = read(made, made.put(unit="B"), OTHER, "1", "SXD")
    of_unit = read(made, made.put(unit="A"), OTHER, "2", "SXD")
    of_level = read(made, made.put(unit="B", level="02"), OTHER, "3", "SXD")
    restricted = read(made, made.put(unit="B", restricted_until=date(2030, 1, 1)), OTHER, "4", "SXD")
    one, closed = made.put_two("một", "hai", unit="B")
    read(made, one, OTHER, "5", "SXD")
    read(made, closed, OTHER, "6", "SXD")
    close(made, closed)
    assert [row[3] for row in rows(made, Register.INCOMING, "doc-b")] == ["1/SXD", "5/SXD"]
    assert [row[3] for row in rows(made, Register.INCOMING)] == [f"{number}/SXD" for number in range(1, 7)]
    assert [row[3] for row in rows(made, Register.INCOMING, unit="A")] == ["2/SXD"]
    assert rows(made, Register.INCOMING, "doc-b", unit="A") == []
    assert sizes(made, "doc-b")["van-ban-den"] == 2
    assert sizes(made, "luu-tru-01")["van-ban-den"] == 4
    year = made.desks.clock.today().year
    mine = {thing.code for thing in (seen, one)}
    kept = rows(made, Register.ARCHIVE, "doc-b", year=year)
    assert {row[1] for row in kept} == mine
    assert {row[5] for row in kept} == {"1 trang"}
    (whole_one,) = [row for row in rows(made, Register.ARCHIVE, year=year) if row[1] == one.code]
    assert (whole_one[3], whole_one[5]) == ("04/03/2025", "2 trang")
    shown = {row[1] for row in rows(made, Register.ARCHIVE, year=year)}
    assert shown >= {thing.code for thing in (of_unit, of_level, restricted)}


def test_printing_is_a_look_at_each_dossier_of_level_02(made: Site) -> None:
    read(made, made.put(unit="B", level="02"), OTHER, "1", "SXD")
    read(made, made.put(unit="B"), OTHER, "2", "SXD")
    before = looks(made)
    sizes(made)
    assert looks(made) == before
    rows(made, Register.INCOMING)
    assert looks(made) == before + 1


def looks(made: Site) -> int:
    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        return len(list(connection.execute(sa.select(event.c.id).where(event.c.type == VIEWED))))


def test_the_list_of_the_archive_goes_by_the_year_the_work_ended_and_by_box(made: Site) -> None:
    things = [made.put(unit="B") for _ in range(3)]
    with made.desks.parts.catalogue.begin() as connection:
        for thing, box, ended in zip(things, ("", "H49.K2.9", "H49.K1.7"), (None, None, date(2024, 5, 6)), strict=True):
            connection.execute(
                sa.update(dossier_table)
                .where(dossier_table.c.id == thing.dossier)
                .values(paper_code=box, paper_code_folded=box.lower(), work_ended_on=ended)
            )
    # The clock says 2026: those whose end nobody recorded are of the year they were taken in.
    assert [row[:2] for row in rows(made, Register.ARCHIVE, year=2026)] == [
        ["H49.K2", things[1].code], ["", things[0].code],
    ]  # fmt: skip
    assert [row[1] for row in rows(made, Register.ARCHIVE, year=2024)] == [things[2].code]


def test_what_was_handed_out_is_in_the_register_of_record_copies(made: Site) -> None:
    first, second = made.put_two("một", "hai", unit="B")
    read(made, first, OWN, "10", "QĐ-UBND", type="Quyết định")
    hidden = read(made, made.put(unit="B", level="02"), OWN, "11", "QĐ-UBND")
    for thing, granted, out in ((first, [first, second], True), (hidden, [hidden], True), (first, [first], False)):
        _requested(made, thing, granted, handed=out)
    assert rows(made, Register.RECORD_COPIES, year=2026) == [
        ["02/03/2026", "Nguyễn Văn Bảy", "10/QĐ-UBND, 04/03/2025", "Quyết định", first.code, "", "", "Giang",
         "YC-2026-0001; Bản sao"],
        ["02/03/2026", "Nguyễn Văn Bảy", "", "quyết định.pdf", first.code, "", "", "Giang", "YC-2026-0001; Bản sao"],
        ["02/03/2026", "Nguyễn Văn Bảy", "11/QĐ-UBND, 04/03/2025", "quyết định.pdf", hidden.code, "", "", "Giang",
         "YC-2026-0002; Bản sao"],
    ]  # fmt: skip
    # Who is not cleared does not see the request for what he may not see.
    assert [row[8] for row in rows(made, Register.RECORD_COPIES, "luu-tru-01", year=2026)] == [
        "YC-2026-0001; Bản sao"
    ] * 2
    assert rows(made, Register.RECORD_COPIES, year=2025) == []
    assert sizes(made, year=2026)["su-dung-ban-luu"] == 3
    # It tells who asked for what: not to readers.
    assert "su-dung-ban-luu" not in sizes(made, "doc-b", year=2026)
    refused = made.get(f"{AT}/su-dung-ban-luu", "doc-b", params={"year": 2026})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "use.not_allowed")


def _requested(made: Site, thing: Thing, granted: list[Thing], *, handed: bool) -> None:
    now, today = made.desks.clock.now(), date(2026, 3, 2)
    asked = filing(
        kind=UseKind.COPY, purpose=Purpose.PRIVATE, purpose_said="Xác minh", person="Nguyễn Văn Bảy",
        dossier=DossierId(thing.dossier), copies=1,
    )  # fmt: skip
    with made.desks.parts.catalogue.begin() as connection:
        which = use_requests.add(
            connection, asked, unit="B", by="doc-b", now=now, filed_on=today, due_on=date(2026, 3, 10)
        )
        use_requests.change(
            connection, which, granted=[one.document for one in granted], decided_by="giang", decided_at=now,
            state=(UseState.HANDED_OUT if handed else UseState.GRANTED).value, valid_until=date(2026, 3, 17),
            handed_at=now if handed else None,
        )  # fmt: skip


def test_a_long_register_is_had_volume_by_volume(made: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        read(made, made.put(unit="B"), OTHER, str(number + 1), "SXD")
    monkeypatch.setattr("retention_rules.forms.registers.ROWS_OF_A_VOLUME", 2)
    monkeypatch.setattr("app.desks.registers.ROWS_OF_A_VOLUME", 2)
    found = [[row[3] for row in rows(made, Register.INCOMING, volume=volume)] for volume in (1, 2, 3)]
    assert found == [["1/SXD", "2/SXD"], ["3/SXD", "4/SXD"], ["5/SXD"]]
    answer = made.get(f"{AT}/van-ban-den", "luu-tru", params={"year": 2025, "volume": 4})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "register.no_volume")
    page = made.get("/bieu-mau?nam=2025", "luu-tru", headers={"Accept": "text/html"}).text
    assert "year=2025&amp;volume=3&amp;format=pdf" in page


def test_its_page_tells_what_is_filled_in_and_leads_to_the_files(made: Site) -> None:
    read(made, made.put(unit="B"), OTHER, "1", "SXD")
    page = {"Accept": "text/html"}
    text = made.get("/bieu-mau?nam=2025&dv=B", "luu-tru", headers=page).text
    assert "Sổ đăng ký văn bản đến" in text
    assert "Ngày đến, Số đến, Ngày chuyển, Ký nhận" in text
    assert f"{AT}/van-ban-den?year=2025&amp;unit=B&amp;volume=1&amp;format=docx" in text
    assert "Registers of 2025" in made.get("/bieu-mau?nam=2025&lang=en", "luu-tru", headers=page).text
    undated = made.get("/bieu-mau?nam=moi", "luu-tru", headers=page).text
    assert f"{AT}/van-ban-den?volume=1&amp;format=pdf" in undated
    assert "su-dung-ban-luu" not in made.get("/bieu-mau", "doc-b", headers=page).text
    assert made.get("/bieu-mau?nam=abcd", "luu-tru", headers=page).status_code == 422
    for path in ("/thoi-han", "/ho-so"):
        assert 'href="/bieu-mau"' in made.get(path, "doc-b", headers=page).text


def test_papers_of_a_dossier_are_had_as_files(made: Site) -> None:
    thing = read(made, made.put(unit="B"), OTHER, "1", "SXD")
    for form in ("bia-ho-so", "muc-luc-van-ban", "chung-tu-ket-thuc", "phieu-tin"):
        for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
            answer = made.get(f"/api/retention/dossiers/{thing.dossier}/forms/{form}?format={kind}", "doc-b")
            assert (answer.status_code, answer.content[: len(begins)]) == (200, begins), form
    table = made.get(f"/api/retention/dossiers/{thing.dossier}/forms/bia-ho-so?format=csv", "doc-b")
    assert (table.status_code, table.json()["error"]["code"]) == (422, "form.no_table")
    text = made.get(f"/ho-so/{thing.dossier}", "doc-b", headers={"Accept": "text/html"}).text
    assert f"/api/retention/dossiers/{thing.dossier}/forms/bia-ho-so?format=docx" in text


def test_days_are_found_by_their_index(made: Site) -> None:
    asked: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    reader = made.desks.reader("luu-tru")
    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        sa.event.listen(connection, "before_cursor_execute", note)
        registers.by_agency(connection, reader, date(2026, 3, 2), year=2025, unit="")
        sa.event.remove(connection, "before_cursor_execute", note)
        statement, parameters = asked[0]
        explain = "EXPLAIN QUERY PLAN"
        if connection.dialect.name == "postgresql":
            # A table of a few rows is read whole otherwise, whatever index there is.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            explain = "EXPLAIN"
        plan = connection.exec_driver_sql(f"{explain} {statement}", parameters)  # type: ignore[arg-type]  # as it was sent
        assert "ix_field_proposal_issued_on" in " ".join(str(row) for row in plan)


def test_registers_and_papers_by_command(tmp_path: Path) -> None:
    desk, target = Installation(tmp_path / "data"), tmp_path / "di.xlsx"
    found = desk.json("register", "list", "--year", "2026")
    assert [(one["register"], one["rows"], one["volumes"]) for one in found] == [(one.value, 0, 1) for one in Register]
    desk.run("register", "write", "outgoing", "--year", "2026", "--to", str(target))
    assert target.read_bytes()[:2] == b"PK"
    written = ("register", "write", "record-copies", "--to", str(target))
    assert desk.error(*written, expect=2)["code"] == "form.bad_target"
    cover = ("dossier", "form", "khong-co", "cover", "--to", str(tmp_path / "bia.docx"))
    assert desk.error(*cover, expect=4)["code"] == "dossier.not_found"
    minutes = ("hand-over", "form", "khong-co", "minutes", "--to", str(tmp_path / "bb.docx"))
    assert desk.error(*minutes, expect=4)["code"] == "hand_over.not_found"
