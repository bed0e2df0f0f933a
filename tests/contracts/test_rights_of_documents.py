"""A document may be stricter than its dossier, never looser: everywhere, at once, on both profiles' engines."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from accounts.model import Role
from accounts.roles import CAPABILITIES
from adapters.catalogue import documents, dossiers, rights
from app.operations.rebuild_index import rebuild_index
from app.settings import Settings
from app.steps.deposit import descriptive_of
from app.wiring import open_parts
from archive.change_access import AccessRule, DocumentRule
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from records.identifiers import DocumentId, DossierId
from records.reader import AccessLevel, Capability, Reader
from search_api.door import declared
from search_api.sign_in import SESSION_COOKIE
from tests.contracts import catalogues
from tests.contracts.sites import Site, Thing, absent, plain, site
from tests.contracts.test_access_levels import change, work
from tests.contracts.test_nothing_leaks import statements
from tests.contracts.test_rights import ACTS
from tests.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

pytestmark = pytest.mark.law("R23")

WHY = "Danh mục tài liệu tiếp cận có điều kiện, QĐ 14/QĐ-UBND"
SECRET = "ly hôn"
READERS = tuple(role for role in Role if Capability.READ in CAPABILITIES[role])


@pytest.fixture(scope="module", params=catalogues.KINDS)
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """In unit B: ``luu-tru`` decides and is cleared for level 02, an account of each role that reads is not."""
    with site(request.param, tmp_path_factory.mktemp("site")) as made:
        desks = made.desks
        desks.add("quan-tri", Role.ADMINISTRATOR)
        desks.units.put(desks.operator, "B", "Phòng B", None)
        for role in READERS:
            desks.add(role.value.replace("_", "-"), role, unit="B")
        desks.add("luu-tru", Role.ARCHIVIST, unit="B", conditional=True)
        yield made


@pytest.fixture
def two(staffed: Site) -> tuple[Thing, Thing]:
    """Two documents of one public dossier; the second says what the first does not."""
    return staffed.put_two("hồ sơ thường", f"quyết định công nhận {SECRET}", unit="B")


def close(made: Site, thing: Thing, level: str = "02", who: str = "luu-tru", **said: Any) -> httpx.Response:
    body = {"access_level": level, "restricted_until": None, "reason": WHY, **said}
    return made.ask("PUT", f"/api/documents/{thing.document}/access", who, json=body)


def found_by(made: Site, thing: Thing, who: str, **asked: str) -> set[str]:
    """Documents of the dossier that a search finds; what is counted must say the same."""
    answer = made.get("/api/search", who, params={"q": "giấy phép", "dossier": thing.dossier, **asked}).json()
    found = {hit["document"] for hit in answer["hits"]}
    assert answer["total"] == len(answer["hits"])
    assert sum(each["count"] for each in answer["facets"]["unit"]) == answer["total"]
    return found


def seen_by(made: Site, thing: Thing, who: str) -> list[str]:
    return [one["document"] for one in made.get(f"/api/dossiers/{thing.dossier}", who).json()["documents"]]


def opens(made: Site, thing: Thing, who: str) -> bool:
    return made.get(f"/api/documents/{thing.document}/pdfa", who).status_code == 200


def test_a_closed_document_is_gone_at_once_and_the_rest_of_its_dossier_stays(
    staffed: Site, two: tuple[Thing, Thing]
) -> None:
    shown, closed = two
    assert found_by(staffed, shown, "unit-reader") == {shown.document, closed.document}
    answer = close(staffed, closed)
    assert (answer.status_code, answer.json()) == (200, {"access_level": "02", "restricted_until": None})
    # No step was done: the index itself still says 01.
    assert seen_by(staffed, shown, "unit-reader") == [shown.document]
    assert opens(staffed, shown, "unit-reader")
    assert not opens(staffed, closed, "unit-reader")
    assert closed.document not in found_by(staffed, shown, "unit-reader")
    assert found_by(staffed, shown, "luu-tru") == {shown.document, closed.document}
    work(staffed)
    assert found_by(staffed, shown, "unit-reader") == {shown.document}
    assert found_by(staffed, shown, "luu-tru") == {shown.document, closed.document}
    summary = staffed.get(f"/api/dossiers/{shown.dossier}", "unit-reader").json()
    assert (summary["page_count"], summary["documents"][0]["ordinal"]) == (1, 1)
    listed = staffed.get("/api/dossiers?limit=1", "unit-reader").json()
    assert listed[0]["page_count"] == 1


def test_whoever_reads_is_told_nothing_of_it(staffed: Site, two: tuple[Thing, Thing]) -> None:
    shown, closed = two
    close(staffed, closed)
    work(staffed)
    for path in (
        f"/api/dossiers/{shown.dossier}",
        f"/api/dossiers/{shown.dossier}/events",
        f"/api/dossiers/{shown.dossier}/duplicates",
        f"/ho-so/{shown.dossier}",
        f"/ho-so/{shown.dossier}/{shown.document}/1",
        f"/ho-so/{shown.dossier}/{shown.document}/1/lien-quan",
        f"/api/search?q={SECRET}&dossier={shown.dossier}",
    ):
        answer = staffed.get(path, "unit-reader")
        assert answer.status_code == 200, path
        text = answer.text
        for told in (closed.document, closed.file, WHY, *((SECRET,) if "q=" not in path else ())):
            assert told not in text, (path, told)
    assert closed.document in staffed.get(f"/api/dossiers/{shown.dossier}/events", "luu-tru").text
    for who, number in (("unit-reader", 1), ("luu-tru", 2)):
        answer = staffed.get(f"/api/search/export?q=giấy phép&dossier={shown.dossier}&format=xlsx", who)
        cells = [str(cell.value) for row in load_workbook(BytesIO(answer.content)).worksheets[0] for cell in row]
        assert any(f"{number} trang trong {number} trang khớp" in cell for cell in cells)
        assert any(SECRET in cell for cell in cells) is (number == 2)
    assert found_by(staffed, shown, "unit-reader", q=SECRET) == set()
    assert found_by(staffed, shown, "luu-tru", q=SECRET) == {closed.document}


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("why", ["level", "day"])
def test_it_is_like_a_document_that_is_absent_by_the_answer_and_by_the_work(
    staffed: Site, two: tuple[Thing, Thing], role: Role, why: str
) -> None:
    if why == "day" and Capability.DECIDE in CAPABILITIES[role]:
        return  # who decides sees what is restricted
    shown, there = two
    close(staffed, there, **({} if why == "level" else {"level": "", "restricted_until": "2030-01-01"}))
    work(staffed)
    nothing = Thing(shown.dossier, absent().document, shown.batch, absent().file, shown.code)
    cookie = {"Cookie": f"{SESSION_COOKIE}={staffed.session(role.value.replace('_', '-'))}"}
    needs = [
        (method, context.path_regex, need)
        for context, need in declared(staffed.site)
        for method in context.methods or ()
    ]
    asked_for = 0
    for method, path, said in ACTS:
        if "{document}" not in path:
            continue
        ways = [path.format(**{name: getattr(thing, name) for name in Thing.__slots__}) for thing in (there, nothing)]
        plainly = ways[0].partition("?")[0]
        if not any(method == its and regex.match(plainly) and need in CAPABILITIES[role] for its, regex, need in needs):
            continue
        asked_for += 1
        for way in ways:
            staffed.ask(method, way, headers=cookie, **said)
        answers, done = [], []
        for way, thing in zip(ways, (there, nothing), strict=True):
            with statements(staffed) as work_done:
                answer = staffed.ask(method, way, headers=cookie, **said)
            answers.append(plain(answer, thing))
            done.append(list(work_done))
        assert answers[0] == answers[1], (method, path)
        assert done[0] == done[1], (method, path)
    assert asked_for > 10


def test_a_day_closes_it_to_who_does_not_decide_until_then(staffed: Site, two: tuple[Thing, Thing]) -> None:
    shown, closed = two
    assert close(staffed, closed, "", restricted_until="2026-03-04").status_code == 200
    assert not opens(staffed, closed, "unit-reader")
    assert opens(staffed, closed, "archivist")
    work(staffed)
    assert found_by(staffed, shown, "unit-reader") == {shown.document}
    assert found_by(staffed, shown, "archivist") == {shown.document, closed.document}
    at = staffed.desks.clock.at
    try:
        staffed.desks.clock.at = at.replace(day=4)
        assert opens(staffed, closed, "unit-reader")
        assert found_by(staffed, shown, "unit-reader") == {shown.document, closed.document}
    finally:
        staffed.desks.clock.at = at


def test_it_stays_closed_whatever_becomes_of_its_dossier_and_is_never_looser(
    staffed: Site, two: tuple[Thing, Thing]
) -> None:
    shown, closed = two
    change(staffed, shown, "02")
    close(staffed, closed)
    change(staffed, shown, "01")
    work(staffed)
    assert (opens(staffed, shown, "unit-reader"), opens(staffed, closed, "unit-reader")) == (True, False)
    assert found_by(staffed, shown, "unit-reader") == {shown.document}
    # As the dossier again, and the dossier closed: both are.
    assert close(staffed, closed, "").status_code == 200
    work(staffed)
    assert found_by(staffed, shown, "unit-reader") == {shown.document, closed.document}
    change(staffed, shown, "02")
    work(staffed)
    assert not opens(staffed, closed, "unit-reader")
    assert close(staffed, closed, "01").json()["error"]["code"] == "access.not_stricter"
    change(staffed, shown, "02", restricted_until="2030-01-01")
    assert close(staffed, closed, "", restricted_until="2029-01-01").json()["error"]["code"] == "access.not_stricter"
    assert close(staffed, closed, "03").json()["error"]["code"] == "access.level_not_admitted"
    assert close(staffed, closed, reason=" ").json()["error"]["code"] == "access.no_reason"


def test_a_rebuild_and_a_later_version_keep_it_closed(staffed: Site, two: tuple[Thing, Thing]) -> None:
    shown, closed = two
    close(staffed, closed, restricted_until="2030-01-01")
    rebuild_index(staffed.desks.parts)
    work(staffed)
    assert found_by(staffed, shown, "unit-reader") == {shown.document}
    with staffed.desks.parts.catalogue.begin(readonly=True) as connection:
        which = DossierId(shown.dossier)
        told = descriptive_of(connection, which, list(documents.rows_of_dossier(connection, which)))
    by_document = {one["document"]: (one["access_level"], one["restricted_until"]) for one in told["documents"]}
    assert by_document == {shown.document: ("01", None), closed.document: ("02", "2030-01-01")}


def test_each_change_is_an_event_with_its_reason_and_the_same_again_is_none(
    staffed: Site, two: tuple[Thing, Thing]
) -> None:
    shown, closed = two
    for _ in range(2):
        assert close(staffed, closed).status_code == 200
    told = staffed.get(f"/api/dossiers/{shown.dossier}/events", "luu-tru").json()
    (event,) = [one for one in told if one["detail"].get("act") == "document_access_changed"]
    assert (event["agent"], event["subjects"], event["detail"]["why"]) == ("luu-tru", [closed.document], WHY)
    assert (event["detail"]["access_level_before"], event["detail"]["access_level"]) == ("", "02")
    assert close(staffed, closed, who="unit-reader").json()["error"]["code"] == "account.not_allowed"


def test_a_look_at_it_is_recorded_though_its_dossier_is_public(staffed: Site, two: tuple[Thing, Thing]) -> None:
    _, closed = two
    close(staffed, closed)
    before = len(_looks(staffed))
    assert opens(staffed, closed, "luu-tru")
    assert len(_looks(staffed)) == before + 1


def _looks(made: Site) -> list[Any]:
    from adapters.catalogue.events import VIEWED
    from adapters.catalogue.schema import event

    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        return list(connection.execute(event.select().where(event.c.type == VIEWED)))


def test_the_page_shows_and_changes_it(staffed: Site, two: tuple[Thing, Thing]) -> None:
    shown, closed = two
    page, path = {"Accept": "text/html"}, f"/ho-so/{shown.dossier}/{closed.document}/muc-tiep-can"
    refused = staffed.ask(
        "POST", path, "luu-tru", data={"level": "02", "reason": " ", "restricted_until": "2031-05-06"}, headers=page
    )
    assert refused.status_code >= 400
    assert "Đổi mức tiếp cận phải có lý do" in refused.text
    assert 'value="2031-05-06"' in refused.text
    assert opens(staffed, closed, "unit-reader")
    done = staffed.ask("POST", path, "luu-tru", data={"level": "02", "reason": WHY}, headers=page)
    assert (done.status_code, done.headers["location"]) == (303, f"/ho-so/{shown.dossier}#vb-{closed.document}")
    text = staffed.get(f"/ho-so/{shown.dossier}", "luu-tru", headers=page).text
    assert "Đổi mức tiếp cận của văn bản" in text
    badge = re.compile(r"""class="badge "[^<]*<svg[^>]*><use href="[^"]*#i-eye-off""")
    assert badge.search(text)
    other = staffed.get(f"/ho-so/{staffed.put(unit='B').dossier}", "luu-tru", headers=page).text
    assert not badge.search(other)
    assert "muc-tiep-can" not in staffed.get(f"/ho-so/{shown.dossier}", "unit-reader", headers=page).text


@pytest.mark.parametrize(
    ("own", "dossier", "both"),
    [
        (DocumentRule(), ("01", None), ("01", None)),
        (DocumentRule(), ("02", 3), ("02", 3)),
        (DocumentRule(level=AccessLevel.CONDITIONAL), ("01", 3), ("02", 3)),
        (DocumentRule(restricted_until=date(2030, 1, 2)), ("02", 3), ("02", 3)),
        (DocumentRule(restricted_until=date(2030, 1, 4)), ("01", 3), ("01", 4)),
        (DocumentRule(restricted_until=date(2030, 1, 4)), ("01", None), ("01", 4)),
    ],
)
def test_both_rules_hold(own: DocumentRule, dossier: tuple[str, int | None], both: tuple[str, int | None]) -> None:
    def rule(said: tuple[str, int | None]) -> AccessRule:
        return AccessRule(level=AccessLevel(said[0]), restricted_until=date(2030, 1, said[1]) if said[1] else None)

    assert own.within(rule(dossier)) == rule(both)
    assert own.within(rule(dossier)).stricter_or_same(rule(dossier))


def test_who_is_cleared_for_nothing_sees_no_document(staffed: Site, two: tuple[Thing, Thing]) -> None:
    nobody = Reader(account="ai đó", units=frozenset({"*"}), capabilities=frozenset({Capability.DECIDE}))
    with staffed.desks.parts.catalogue.begin(readonly=True) as connection:
        for one in two:
            found = dossiers.dossier_of_document(connection, DocumentId(one.document), nobody, date(2026, 3, 2))
            assert found is None
    assert "own_level" in str(rights.own_rule_lets(nobody, date(2026, 3, 2)))


def test_the_command_closes_one_document(tmp_path: Path) -> None:
    parts = open_parts(Settings(data=tmp_path / "data", account="may-nay", _env_file=None))
    try:
        batch = new_batch(parts)
        dossier, document = receive_dossier(parts, batch, 1)
        deposit_dossier(parts, batch, dossier, document)
    finally:
        parts.close()
    office = Installation(tmp_path / "data")
    level = ("dossier", "level", dossier.value)
    assert office.json(*level, "02", "--why", WHY, "--document", "1") == {"level": "02", "restricted_until": None}
    assert office.json(*level, "as-dossier", "--why", WHY, "--document", "1")["level"] is None
    assert office.error(*level, "01", "--why", WHY, "--document", "1", expect=2)["code"] == "access.not_stricter"
    assert office.error(*level, "02", "--why", WHY, "--document", "9", expect=4)["code"] == "document.not_found"
