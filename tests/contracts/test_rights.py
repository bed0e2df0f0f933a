"""Rights over the whole site: every role at every route, and nothing that tells of what one may not see."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi.routing import APIRoute

from accounts.model import Role
from accounts.roles import CAPABILITIES
from adapters.catalogue import events
from adapters.catalogue.schema import event as event_table
from records.needs import Anybody
from records.reader import Capability
from search_api.door import declared
from tests.contracts import catalogues
from tests.contracts.sites import Site, Thing, absent, plain, site

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from records.needs import Need

pytestmark = pytest.mark.law("R23")

ROLES = {role: role.value.replace("_", "-") for role in Role}


@pytest.fixture(scope="module", params=catalogues.KINDS)
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An account of each role in unit B; ``doc`` and ``van-thu`` read there; ``xem`` sees all of it and everywhere."""
    with site(request.param, tmp_path_factory.mktemp("site")) as made:
        desks = made.desks
        desks.add("quan-tri", Role.ADMINISTRATOR)
        for code in ("A", "B"):
            desks.units.put(desks.operator, code, f"Phòng {code}", None)
        for role, name in ROLES.items():
            desks.add(name, role, unit="B")
        desks.add("doc", Role.UNIT_READER, Role.CLERK, unit="B")
        desks.add("xem", Role.ARCHIVIST, conditional=True)
        yield made


def routes_of(made: Site) -> list[tuple[str, str, Need | None]]:
    """Method, path with ids of nothing, and need of every route there is."""
    found = []
    for context, need in declared(made.site):
        path = re.sub(r"\{(\w+)(:\w+)?\}", _filled, context.path_format or "")
        found += [(method, path, need) for method in sorted(context.methods or ())]
    return found


def _filled(part: re.Match[str]) -> str:
    numbers = {"page": "1", "number": "1", "name": "khong-co", "code": "khong-co", "mark": "x", "act": "khoa"}
    return numbers.get(part[1], str(uuid4()))


def code_of(answer: httpx.Response) -> str:
    if "json" not in answer.headers.get("content-type", ""):
        return ""
    body = answer.json()
    return str(body["error"]["code"]) if isinstance(body, dict) and "error" in body else ""


# -- role by route ----------------------------------------------------------------------------


def test_every_route_declares_what_it_needs(staffed: Site) -> None:
    routes = list(declared(staffed.site))
    assert len(routes) > 60
    assert not [context.path for context, need in routes if need is None]
    assert not [context.path for context, _ in routes if not isinstance(context.original_route, APIRoute)]
    public = {context.path for context, need in routes if need is Anybody.PUBLIC}
    assert public == {
        "/health/live",
        "/health/ready",
        "/metrics",
        "/static/{mark}/{name:path}",
        "/dang-nhap",
        "/dang-nhap/mat-khau",
        "/dang-nhap/ma",
        "/dang-nhap/ma/khoa",
    }


def test_nobody_who_is_not_signed_in_comes_to_a_route(staffed: Site) -> None:
    for method, path, need in routes_of(staffed):
        answer = staffed.ask(method, path)
        if need is Anybody.PUBLIC:
            assert answer.status_code != 401, (method, path)
        else:
            assert answer.status_code == 401, (method, path)
            assert method == "HEAD" or code_of(answer) == "sign_in.needed", (method, path)


@pytest.mark.parametrize("role", Role)
def test_each_role_comes_to_the_routes_of_its_capabilities_and_no_others(staffed: Site, role: Role) -> None:
    for method, path, need in routes_of(staffed):
        if need is Anybody.PUBLIC:
            continue
        allowed = not isinstance(need, Capability) or need in CAPABILITIES[role]
        answer = staffed.ask(method, path, ROLES[role])
        if method == "HEAD":
            assert (answer.status_code == 403) is not allowed, (role, path)
        else:
            assert (code_of(answer) == "account.not_allowed") is not allowed, (role, method, path, answer.text)
        assert answer.status_code != 401, (role, method, path)


def test_a_token_comes_to_what_its_scopes_allow_and_never_in_person(staffed: Site) -> None:
    reader = staffed.desks.sign_in.reader_of_session(staffed.session("xem"))
    assert reader is not None
    _, token = staffed.desks.sign_in.make_token(reader, "thử", frozenset({Capability.READ}), 1)
    for method, path, need in routes_of(staffed):
        if need is Anybody.PUBLIC or method == "HEAD":
            continue
        allowed = need in {Capability.READ, Anybody.SIGNED_IN}
        answer = staffed.ask(method, path, token=token)
        assert (code_of(answer) == "account.not_allowed") is not allowed, (method, path)


# -- what may not be seen is not there --------------------------------------------------------

DECISION = {
    "period": "50",
    "number": "12/QĐ-UBND",
    "decided_on": "2026-01-05",
    "approved_by": "Nguyễn Văn A",
    "reason": "Có giá trị lâu dài",
}
MASK = {"page": 1, "box": [10, 10, 90, 90], "ground": "personal_data"}
ACCESS = {"access_level": "01", "restricted_until": None, "reason": "công khai"}
OF_DOCUMENT = {"access_level": "02", "restricted_until": None, "reason": "có dữ liệu cá nhân"}
ACTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("GET", "/api/dossiers/{dossier}", {}),
    ("GET", "/api/dossiers/{dossier}/events", {}),
    ("GET", "/api/dossiers/{dossier}/duplicates", {}),
    ("GET", "/api/dossiers/by-code?code={code}", {}),
    ("GET", "/api/documents/{document}/pages", {}),
    ("GET", "/api/documents/{document}/pages/1/words", {}),
    ("GET", "/api/documents/{document}/pages/1/picture", {}),
    ("GET", "/api/documents/{document}/pages/1/picture?small=true", {}),
    ("GET", "/api/documents/{document}/pages/1/picture?personal=true", {}),
    ("GET", "/api/documents/{document}/pages/1/words?personal=true", {}),
    ("GET", "/api/documents/{document}/pdfa", {}),
    ("HEAD", "/api/documents/{document}/pdfa", {}),
    ("GET", "/api/documents/{document}/original", {}),
    ("HEAD", "/api/documents/{document}/original", {}),
    ("GET", "/api/search/boxes?document={document}&page=1&q=giấy", {}),
    ("GET", "/api/search?q=giấy phép&dossier={dossier}", {}),
    ("GET", "/api/search?q={code}", {}),
    ("GET", "/api/retention/dossiers/{dossier}", {}),
    ("GET", "/api/retention/dossiers/{dossier}/holds", {}),
    ("GET", "/api/retention/dossiers/{dossier}/may-delete", {}),
    ("GET", "/api/retention/dossiers/{dossier}/catalogue", {}),
    ("GET", "/api/retention/dossiers/{dossier}/forms/bia-ho-so", {}),
    ("GET", "/api/retention/dossiers/{dossier}/tombstone", {}),
    ("POST", f"/api/retention/disposal/{uuid4()}/items/{{dossier}}/keep-back", {"json": DECISION}),
    ("POST", "/api/retention/dossiers/{dossier}/links", {"json": {"other": str(uuid4()), "why": "cùng dự án"}}),
    ("GET", "/api/hand-overs/places/{dossier}", {}),
    ("PUT", "/api/retention/dossiers/{dossier}/work-ended", {"json": {"ended_on": "2025-01-01"}}),
    ("PUT", "/api/retention/dossiers/{dossier}/triggers/work_end", {"json": {"on": "2025-01-01"}}),
    ("POST", "/api/retention/dossiers/{dossier}/decisions", {"json": DECISION}),
    ("PUT", "/api/dossiers/{dossier}/access", {"json": ACCESS}),
    ("PUT", "/api/dossiers/{dossier}/paper", {"json": {"paper_file_code": "H49.K1.7"}}),
    ("GET", "/api/dossiers?paper_file_code={code}", {}),
    ("GET", "/api/dossiers/{dossier}/references", {}),
    ("GET", "/api/dossiers/{dossier}/referred", {}),
    ("PUT", "/api/dossiers/{dossier}/references/{document}", {"json": {"why": "căn cứ"}}),
    ("DELETE", "/api/dossiers/{dossier}/references/{document}", {}),
    ("POST", "/api/dossiers/{dossier}/references/{document}/home", {}),
    ("PUT", "/api/documents/{document}/access", {"json": OF_DOCUMENT}),
    ("GET", "/ho-so/{dossier}", {}),
    ("GET", "/yeu-cau/moi?ho_so={dossier}", {}),
    ("GET", "/ho-so/{dossier}/{document}/1", {}),
    ("GET", "/ho-so/{dossier}/{document}/1?doi=1&q=giấy", {}),
    ("GET", "/ho-so/{dossier}/{document}/trang?so=1", {}),
    ("GET", "/ho-so/{dossier}/{document}/in", {}),
    ("GET", "/ho-so/{dossier}/{document}/1/ban", {}),
    ("GET", "/ho-so/{dossier}/{document}/1/lien-quan", {}),
    ("GET", "/api/documents/{document}/pages/1/picture?sharp=true", {}),
    ("POST", "/ho-so/{dossier}/{document}/1/hien", {}),
    ("POST", "/ho-so/{dossier}/ket-thuc", {"data": {"ended_on": "2025-01-01"}}),
    ("POST", "/ho-so/{dossier}/ban-giay", {"data": {"code": "H49.K1.7"}}),
    ("POST", "/ho-so/{dossier}/dan-chieu", {"data": {"document": str(uuid4()), "code": "H99-1", "why": "căn cứ"}}),
    ("POST", "/ho-so/{dossier}/dan-chieu/{document}/bo", {}),
    ("POST", "/ho-so/{dossier}/dan-chieu/{document}/chuyen", {}),
    ("POST", "/ho-so/{dossier}/thoi-han", {"data": DECISION}),
    ("POST", "/ho-so/{dossier}/muc-tiep-can", {"data": {"level": "01", "reason": "công khai"}}),
    ("POST", "/ho-so/{dossier}/{document}/muc-tiep-can", {"data": {"level": "02", "reason": "cá nhân"}}),
    ("GET", "/api/documents/{document}/redactions/proposals", {}),
    ("GET", "/api/documents/{document}/redactions/pages/1/preview", {}),
    ("POST", "/api/documents/{document}/redactions", {"json": {"masks": [MASK]}}),
    ("GET", "/ho-so/{dossier}/{document}/1/che", {}),
    ("POST", "/ho-so/{dossier}/{document}/1/che", {"data": {"act": "numbers", "ground": "personal_data"}}),
    ("POST", "/ho-so/{dossier}/{document}/1/che/hien", {}),
    ("GET", "/ho-so/{dossier}/{document}/che/lam", {}),
    ("POST", "/ho-so/{dossier}/{document}/che/lam", {"data": {}}),
    ("GET", "/ho-so/ma?ma={code}", {}),
    ("GET", "/tra-cuu?q={code}", {}),
    ("GET", "/tra-cuu/trang?document={document}&number=1&q=giấy", {}),
)
OF_BATCHES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("GET", "/api/batches/{batch}", {}),
    ("GET", "/api/batches/{batch}/files", {}),
    ("GET", "/api/batches/{batch}/live", {}),
    ("PUT", "/api/batches/{batch}/files?name=a.pdf", {"content": b"x"}),
    ("POST", "/api/batches/{batch}/files", {"files": {"files": ("a.pdf", b"x")}}),
    ("POST", "/api/batches/{batch}/seal", {}),
    ("POST", "/api/batches/{batch}/retry", {}),
    ("POST", "/api/batches/{batch}/checklist", {}),
    ("POST", "/api/batches/{batch}/uploads", {"json": {"name": "a.pdf", "size": 1}}),
    ("POST", f"/api/batches/{{batch}}/uploads/{uuid4()}/accept", {"json": {"name": "a.pdf"}}),
    ("GET", "/api/files/{file}", {}),
    ("GET", "/api/files/{file}/receipt", {}),
    ("PUT", "/api/files/{file}/scan-decision", {"json": {"decision": "again"}}),
    ("GET", "/tiep-nhan/{batch}", {}),
    ("GET", "/tiep-nhan/{batch}/tong", {}),
    ("GET", "/tiep-nhan/{batch}/tep", {}),
    ("GET", "/tiep-nhan/{batch}/can-nguoi-xem", {}),
    ("GET", "/tiep-nhan/{batch}/bien-nhan", {}),
    ("POST", "/tiep-nhan/{batch}/giao-du", {}),
    ("POST", "/tiep-nhan/{batch}/thu-lai", {}),
    ("POST", "/tiep-nhan/{batch}/khong-so-hoa", {}),
    ("POST", "/tiep-nhan/{batch}/tep/{file}/ban-quet", {"data": {"decision": "again"}}),
)
# fmt: off
_OWN_OBJECTS = {
    "token", "transfer", "name", "code", "mark", "act", "version", "hold", "redaction",
    "listed", "form", "step", "passkey", "session", "search", "saved", "item", "asked",
}
# fmt: on
"""Parameters of routes whose objects are no records: own tokens and searches, accounts, units, schedules, lists…

Redacted copies have tests of their own (test_redaction.py)."""


def test_every_route_of_an_object_is_among_the_acts(staffed: Site) -> None:
    nothing = absent()
    acts = [(method, path.format(**_ids(nothing)).partition("?")[0]) for method, path, _ in ACTS + OF_BATCHES]
    missing = []
    for context, _ in declared(staffed.site):
        named = {name.partition(":")[0] for name in re.findall(r"\{([^}]*)\}", context.path_format or "")}
        if named - _OWN_OBJECTS:
            missing += [
                (method, context.path_format)
                for method in context.methods or ()
                if not any(method == acted and context.path_regex.match(path) for acted, path in acts)
            ]
    assert not missing


def hidden(made: Site, why: str) -> Thing:
    """What ``doc`` of unit B, who is not cleared for level 02, may not see."""
    if why == "unit":
        return made.put(unit="A")
    if why == "level":
        return made.put(unit="B", level="02")
    return made.put(unit="B", restricted_until=date(2030, 1, 1))


@pytest.mark.parametrize("why", ["unit", "level", "restricted"])
def test_what_may_not_be_seen_is_answered_like_what_is_absent(staffed: Site, why: str) -> None:
    there, nothing = hidden(staffed, why), absent()
    staffed.desks.add(f"luu-tru-{why}", Role.ARCHIVIST, Role.CLERK, unit="B")
    # Archivists see what is restricted: there it is the reader who does not.
    who = "doc" if why == "restricted" else f"luu-tru-{why}"
    acts = ACTS + (OF_BATCHES if why == "unit" else ())
    if who == "doc":
        acts = tuple(act for act in acts if act[0] in {"GET", "HEAD"})
    for accept in ("application/json", "text/html"):
        for method, path, said in acts:
            answers = [
                plain(staffed.ask(method, path.format(**_ids(thing)), who, headers={"Accept": accept}, **said), thing)
                for thing in (there, nothing)
            ]
            assert answers[0] == answers[1], (why, method, path)
    # And the other way round: who may see it is told.
    assert staffed.get(f"/api/dossiers/{there.dossier}", "xem").status_code == 200


def _ids(thing: Thing) -> dict[str, str]:
    return {name: getattr(thing, name) for name in Thing.__slots__}


def test_no_list_count_facet_or_suggestion_tells_of_it(staffed: Site) -> None:
    asked = (
        "/api/search?q=giấy phép&limit=100",
        "/api/search?q=&limit=100",
        "/api/search?q=giấp",
        "/api/search?q=giấy phép&year=1900",
        "/api/dossiers?limit=500",
        "/api/retention/report",
        "/api/retention/missing-triggers",
        "/api/hand-overs/owed",
        "/api/hand-overs/kept-back",
        "/ban-giao",
        "/api/batches?limit=500",
        "/tra-cuu?q=giấy phép",
        "/tra-cuu?q=giấp",
        "/ho-so",
        "/thoi-han",
        "/tiep-nhan",
        "/bieu-mau?nam=2026",
        "/api/retention/registers/van-ban-den?format=csv",
        "/api/retention/registers/muc-luc-ho-so?format=csv",
    )
    seen = staffed.put(unit="B")
    before = {path: plain(staffed.get(path, "doc")) for path in asked}
    everything = staffed.get(asked[0], "xem").json()["total"]
    things = [hidden(staffed, "unit"), hidden(staffed, "level"), hidden(staffed, "restricted")]
    # The clerk of unit B sees batches of B, but nothing of dossiers that are not his to see.
    for path in asked:
        if "batches" in path or "tiep-nhan" in path:
            continue
        assert plain(staffed.get(path, "doc")) == before[path], path
    found = staffed.get(asked[0], "doc").json()
    assert seen.dossier in {hit["dossier"] for hit in found["hits"]}
    assert {value["value"] for value in found["facets"]["unit"]} == {"B"}
    assert staffed.get(asked[0], "xem").json()["total"] == everything + 3
    for thing in things[1:]:
        (listed,) = staffed.get(f"/api/batches/{thing.batch}/files", "doc").json()
        assert not {listed["dossier"], listed["dossier_code"], listed["dossier_title"], listed["title"]} - {None, ""}
    (listed,) = staffed.get(f"/api/batches/{seen.batch}/files", "doc").json()
    assert listed["dossier"] == seen.dossier


def test_a_restriction_opens_by_itself_on_its_day(staffed: Site) -> None:
    thing = staffed.put(unit="B", restricted_until=date(2026, 3, 4))
    path = f"/api/dossiers/{thing.dossier}"
    assert staffed.get(path, "doc").status_code == 404
    assert staffed.get("/api/search", "doc", params={"dossier": thing.dossier}).json()["total"] == 0
    at = staffed.desks.clock.at
    try:
        staffed.desks.clock.at = at.replace(day=4)
        assert staffed.get(path, "doc").status_code == 200
        assert staffed.get("/api/search", "doc", params={"dossier": thing.dossier}).json()["total"] == 1
    finally:
        staffed.desks.clock.at = at


def test_what_somebody_takes_in_belongs_to_his_unit(staffed: Site) -> None:
    opened = staffed.ask("POST", "/api/batches", "doc", json={"name": "lô", "dossier_by": "folder"})
    batch = opened.json()["batch"]
    assert staffed.get(f"/api/batches/{batch}", "doc").status_code == 200
    staffed.desks.add("van-thu-a", Role.CLERK, unit="A")
    assert staffed.get(f"/api/batches/{batch}", "van-thu-a").status_code == 404


# -- views of level 02 ------------------------------------------------------------------------


def _views(made: Site, thing: Thing) -> list[tuple[str, str, str]]:
    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        rows = connection.execute(
            sa.select(event_table)
            .where(event_table.c.type == events.VIEWED, event_table.c.dossier_id == thing.dossier)
            .order_by(event_table.c.id)
        )
        return [(row.agent, row.detail["what"], str(row.detail.get("page", ""))) for row in rows]


def test_every_look_at_level_02_is_an_event(staffed: Site) -> None:
    thing, public = staffed.put(unit="B", level="02"), staffed.put(unit="B")
    looks = (
        ("/api/dossiers/{dossier}", ("dossier", "")),
        ("/api/documents/{document}/pages/1/words", ("text", "1")),
        ("/api/documents/{document}/pdfa", ("pdfa", "")),
        ("/api/documents/{document}/original", ("original", "")),
        ("/api/search?q=giấy phép&dossier={dossier}", ("snippet", "")),
    )
    for path, _ in looks:
        for one in (thing, public):
            assert staffed.get(path.format(**_ids(one)), "xem").status_code == 200
            assert staffed.get(path.format(**_ids(one)), "doc").status_code in {200, 404}
    assert _views(staffed, thing) == [("xem", *told) for _, told in looks]
    assert _views(staffed, public) == []
    # The same look within a minute is one; later it is another.
    staffed.get(f"/api/documents/{thing.document}/pdfa", "xem", headers={"Range": "bytes=0-10"})
    assert len(_views(staffed, thing)) == len(looks)
    at = staffed.desks.clock.at
    try:
        staffed.desks.clock.at = at.replace(minute=5)
        staffed.get(f"/api/documents/{thing.document}/pdfa", "xem")
        assert _views(staffed, thing)[-1] == ("xem", "pdfa", "")
        assert len(_views(staffed, thing)) == len(looks) + 1
    finally:
        staffed.desks.clock.at = at
    # Who looked is not part of what happened to the record.
    history = staffed.get(f"/api/dossiers/{thing.dossier}/events", "xem").json()
    assert history
    assert events.VIEWED not in {each["type"] for each in history}
