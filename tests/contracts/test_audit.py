"""The audit trail on both catalogues: what is recorded, found, taken along, and never changed."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from accounts.audit import TrailQuestion
from accounts.model import Rights, Role
from accounts.seal_trail import seal_day
from accounts.write_trail import COLUMNS, as_csv, as_json_lines
from adapters.catalogue import event_seals, events
from adapters.catalogue.schema import event
from app.desks.audit import CatalogueAuditDesk
from records.asked_from import asked_from, asking_from
from tests.contracts import catalogues
from tests.contracts.offices import PASSWORD, Office, code_of, opened
from tests.contracts.sites import Site, site
from tests.contracts.test_site_of_people import PAGE, page, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts
    from records.reader import Reader

pytestmark = pytest.mark.law("R24")


@pytest.fixture
def desk(parts: Parts) -> Office:
    return opened(parts).staffed()


@pytest.fixture
def auditor(desk: Office) -> Reader:
    desk.add("soat", Role.AUDITOR)
    return desk.reader("soat")


def types(desk: Office, auditor: Reader, **asked: object) -> list[str]:
    found = CatalogueAuditDesk(desk.parts).events(auditor, TrailQuestion(**asked))  # type: ignore[arg-type]  names of its fields
    return [one.type for one in found.events]


def add(desk: Office, type_: str, *, agent: str = "lan", at: timedelta = timedelta(), **more: object) -> None:
    with desk.parts.catalogue.begin() as connection:
        values: dict[str, object] = {"subjects": [], **more}
        events.add(connection, type=type_, agent=agent, now=desk.clock.now() + at, **values)  # type: ignore[arg-type]  as above


def test_it_is_found_by_who_what_outcome_and_where_from(desk: Office, auditor: Reader) -> None:
    with asking_from("10.0.0.7"):
        assert code_of(lambda: desk.sign_in.sign_in("lan", "sai")) == "sign_in.refused"
        desk.session("lan")
    desk.session("lan")
    assert types(desk, auditor, who="lan") == ["sign in"] * 3
    assert types(desk, auditor, who="lan", outcome="failure") == ["sign in"]
    assert types(desk, auditor, address="10.0.0.7") == ["sign in"] * 2
    assert types(desk, auditor, address="10.0.0.8") == []
    assert types(desk, auditor, kind="unit modification") == ["unit modification"]
    assert types(desk, auditor, who="la") == [], "names are typed in full"
    assert asked_from() == ""


def test_it_is_found_by_what_it_was_done_to(desk: Office, auditor: Reader) -> None:
    desk.accounts.set_enabled(desk.operator, "lan", enabled=False)
    add(desk, "x", subjects=["100%_của"])
    assert types(desk, auditor, about="lan") == ["account modification"]
    assert types(desk, auditor, about="A") == ["unit modification"]
    assert types(desk, auditor, about="100%_của") == ["x"]
    assert types(desk, auditor, about="%") == []
    assert types(desk, auditor, about='"') == []


def test_what_was_kept_in_escapes_before_is_found_as_well(desk: Office, auditor: Reader) -> None:
    with desk.parts.catalogue.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO event (id, at, type, agent, outcome, subjects, detail)"
            f" VALUES ('0', '2026-03-02 01:00:00+00:00', 'older', 'lan', 'success', '{json.dumps(['của'])}', '{{}}')"
        )
    add(desk, "newer", subjects=["của"])
    assert types(desk, auditor, about="của") == ["newer", "older"]


def test_acts_inside_a_type_are_kinds_too(desk: Office, auditor: Reader) -> None:
    add(desk, "policy assignment", detail={"act": "hold_placed"})
    add(desk, "policy assignment")
    assert types(desk, auditor, kind="hold_placed") == ["policy assignment"]
    assert types(desk, auditor, kind="policy assignment") == ["policy assignment"] * 2


def test_days_are_those_of_viet_nam_and_both_count(desk: Office, auditor: Reader) -> None:
    # 2 March 2026, 08:00 in Viet Nam
    add(desk, "evening before", at=timedelta(hours=-8, seconds=-1))
    add(desk, "midnight", at=timedelta(hours=-8))
    add(desk, "evening", at=timedelta(hours=16, seconds=-1))
    add(desk, "midnight after", at=timedelta(hours=16))
    day = date(2026, 3, 2)
    assert types(desk, auditor, who="lan", since=day, until=day) == ["evening", "midnight"]
    assert types(desk, auditor, who="lan", since=day) == ["midnight after", "evening", "midnight"]
    assert types(desk, auditor, who="lan", until=day) == ["evening", "midnight", "evening before"]


def test_it_is_turned_page_by_page_and_nothing_is_told_twice(desk: Office, auditor: Reader) -> None:
    for number in range(7):
        add(desk, f"x{number}")
    trail, seen, before = CatalogueAuditDesk(desk.parts), [], ""
    for number in range(4):
        found = trail.events(auditor, TrailQuestion(who="lan"), before=before, limit=2)
        seen += [one.type for one in found.events]
        before = found.next
        add(desk, f"meanwhile{number}")
        if not before:
            break
    assert seen == [f"x{number}" for number in (6, 5, 4, 3, 2, 1, 0)]


def test_nobody_else_reads_it(desk: Office) -> None:
    trail = CatalogueAuditDesk(desk.parts)
    for name in ("lan", "quan-tri"):
        assert code_of(lambda name=name: trail.events(desk.reader(name), TrailQuestion())) == "account.not_allowed"
        assert code_of(lambda name=name: trail.export(desk.reader(name), TrailQuestion())) == "account.not_allowed"


def test_the_database_itself_refuses_to_change_it(desk: Office) -> None:
    add(desk, "x")
    for change in (
        sa.update(event).values(agent="khác"),
        sa.update(event).where(event.c.type == "x").values(outcome="failure"),
        sa.delete(event),
        sa.delete(event).where(event.c.type == "x"),
    ):
        with pytest.raises(sa.exc.DatabaseError, match="never changed"), desk.parts.catalogue.begin() as connection:
            connection.execute(change)
    with desk.parts.catalogue.begin() as connection:
        if connection.dialect.name == "postgresql":
            with pytest.raises(sa.exc.DatabaseError, match="never changed"), connection.begin_nested():
                connection.exec_driver_sql("TRUNCATE event")
    assert desk.events("x") == [("lan", "success")]


def test_all_of_it_is_taken_along_and_that_is_an_event(
    desk: Office, auditor: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desks.audit._AT_ONCE", 2)
    for number in range(5):
        add(desk, "x", subjects=[f"=s{number}"], detail={"act": "y", "k": "Đất"})
    trail = CatalogueAuditDesk(desk.parts)
    rows = list(
        csv.DictReader(io.StringIO("".join(as_csv(trail.export(auditor, TrailQuestion(kind="x")))).lstrip("\ufeff")))
    )
    assert tuple(rows[0]) == COLUMNS
    assert [row["subjects"] for row in rows] == [f"'=s{number}" for number in (4, 3, 2, 1, 0)]
    lines = [json.loads(line) for line in as_json_lines(trail.export(auditor, TrailQuestion(kind="y")))]
    assert [line["subjects"] for line in lines] == [[f"=s{number}"] for number in (4, 3, 2, 1, 0)]
    assert lines[0]["detail"] == {"act": "y", "k": "Đất"}
    assert desk.events("audit trail export") == [("soat", "success")] * 2


@pytest.fixture(scope="module", params=catalogues.KINDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(request.param, tmp_path_factory.mktemp("site")) as whole:
        whole.desks.staffed()
        whole.desks.add("soat", Role.AUDITOR)
        whole.desks.add("luu-tru", Role.ARCHIVIST, conditional=True)
        yield whole


def test_views_of_level_02_and_sign_ins_are_there_with_the_address_they_came_from(made: Site) -> None:
    thing = made.put(unit="A", level="02")
    assert made.get(f"/api/dossiers/{thing.dossier}", "luu-tru").status_code == 200
    assert sent(made, "/dang-nhap", name="lan", password=PASSWORD).status_code == 303
    asked = f"/api/audit?dossier={thing.code}&kind=dissemination"
    (seen,) = made.get(asked, "soat").json()["events"]
    assert (seen["agent"], seen["dossier"], seen["address"]) == ("luu-tru", thing.dossier, "127.0.0.1")
    assert made.get("/api/audit?dossier=H99-1", "soat").json()["events"] == []
    signed = made.get("/api/audit?kind=sign%20in&who=lan", "soat").json()["events"]
    assert [one["address"] for one in signed] == ["127.0.0.1"]
    html = page(made.get(f"/nhat-ky?dossier={thing.code}&kind=dissemination&who=&since=", "soat", headers=PAGE))
    assert "Xem tài liệu có điều kiện" in html
    assert thing.code in html
    assert "127.0.0.1" in html


def test_the_page_goes_on_by_key_and_says_when_nothing_is_found(made: Site) -> None:
    for number in range(55):
        add(made.desks, "x", agent="may", detail={"act": f"a{number}"})
    html = page(made.get("/nhat-ky?who=may", "soat", headers=PAGE))
    assert html.count("<tr>") == 51
    further = html.partition('href="/nhat-ky?who=may&amp;before=')[2].partition('"')[0]
    assert page(made.get(f"/nhat-ky?who=may&before={further}", "soat", headers=PAGE)).count("<tr>") == 6
    assert "Không có mục nào khớp" in page(made.get("/nhat-ky?who=khong", "soat", headers=PAGE))
    assert "Ngày chưa đúng" in page(made.get("/nhat-ky?since=x", "soat", headers=PAGE), 422)


def test_it_is_taken_along_as_a_file(made: Site) -> None:
    for form, media in (("csv", "text/csv"), ("jsonl", "application/jsonl")):
        for path in ("/nhat-ky/tai", "/api/audit/export"):
            answer = made.get(f"{path}?form={form}&who=quan-tri", "soat")
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(media)
            assert "attachment" in answer.headers["content-disposition"]
    assert made.get("/nhat-ky/tai", "lan").status_code == 403


def test_the_newest_seal_is_told(made: Site) -> None:
    assert made.get("/api/audit/seal", "soat").json() is None
    seal = seal_day(date(2026, 3, 1), [], "")
    with made.desks.parts.catalogue.begin() as connection:
        event_seals.add(connection, seal, made.desks.clock.now())
    told = made.get("/api/audit/seal", "soat").json()
    assert (told["day"], told["events"], told["digest"], told["previous"]) == ("2026-03-01", 0, seal.digest, "")
    html = page(made.get("/nhat-ky", "soat", headers=PAGE))
    assert "Đã niêm phong đến hết ngày 01/03/2026" in html
    assert seal.digest in html.replace("<wbr>", "")
    assert made.get("/api/audit/seal", "lan").status_code == 403


def test_no_route_changes_an_event(made: Site) -> None:
    from search_api.door import declared

    audit = [(c.path, c.methods) for c, _ in declared(made.site) if "audit" in c.path or "nhat-ky" in c.path]
    assert len(audit) == 5
    assert all(methods <= {"GET", "HEAD"} for _, methods in audit)


def test_a_person_is_found_by_name_and_shown_by_it(desk: Office, auditor: Reader) -> None:
    rights = Rights(roles=frozenset({Role.CLERK}), unit="A")
    desk.accounts.add(desk.operator, "nv07", "Nguyễn Thị Hồng", rights)
    add(desk, "work retry", agent="nv07")
    add(desk, "work retry", agent="lan")
    for said in ("nv07", "Nguyễn Thị Hồng", "thi hong", "HỒNG"):
        assert types(desk, auditor, who=said) == ["work retry"], said
    assert types(desk, auditor, who="hoàng") == []
    found = CatalogueAuditDesk(desk.parts).events(auditor, TrailQuestion(who="nv07")).events
    assert [(one.agent, one.agent_name) for one in found] == [("nv07", "Nguyễn Thị Hồng")]
