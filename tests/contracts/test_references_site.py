"""Who may see of a document that belongs to several dossiers: over the site, by people of several units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.model import Role
from app.work import Work
from tests.contracts import catalogues
from tests.contracts.sites import Site, Thing, absent, site

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.law("R27", "R23")

WHY = "Căn cứ của quyết định 12/QĐ-UBND"


@pytest.fixture(scope="module", params=catalogues.KINDS)
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """``luu-tru`` is the archivist of all, ``luu-tru-b`` that of unit B, where ``doc`` reads; ``doc-a`` reads in A."""
    with site(request.param, tmp_path_factory.mktemp("site")) as made:
        desks = made.desks
        desks.add("quan-tri", Role.ADMINISTRATOR)
        for code in ("A", "B"):
            desks.units.put(desks.operator, code, f"Phòng {code}", None)
        desks.add("doc", Role.UNIT_READER, unit="B")
        desks.add("doc-a", Role.UNIT_READER, unit="A")
        desks.add("luu-tru", Role.ARCHIVIST, conditional=True)
        desks.add("luu-tru-b", Role.ARCHIVIST, unit="B", conditional=True)
        yield made


def refer(made: Site, into: str, thing: Thing, who: str = "luu-tru") -> int:
    address = f"/api/dossiers/{into}/references/{thing.document}"
    return made.ask("PUT", address, who, json={"why": WHY}).status_code


def told(made: Site, dossier: str, who: str, which: str = "references") -> list[tuple[str, str]]:
    answer = made.get(f"/api/dossiers/{dossier}/{which}", who).json()
    return [(each["document"]["document"], each["home"]) for each in answer]


def work(made: Site) -> None:
    doing = Work(made.desks.parts, "cuoc-thu")
    while (step := doing.claim()) is not None:
        doing.do(step)


def test_who_may_not_see_the_home_is_told_nothing(staffed: Site) -> None:
    home, other = staffed.put(unit="A"), staffed.put(unit="B")
    events = staffed.get(f"/api/dossiers/{other.dossier}/events", "doc").json()
    assert refer(staffed, other.dossier, home) == 204
    for who in ("doc", "luu-tru-b"):
        assert told(staffed, other.dossier, who) == []
        page = staffed.get(f"/ho-so/{other.dossier}", who).text
        for said in (home.dossier, home.document, home.code, WHY):
            assert said not in page
    assert "Văn bản dùng chung" not in staffed.get(f"/ho-so/{other.dossier}", "doc").text
    known = {each["id"] for each in events}
    new = [
        each for each in staffed.get(f"/api/dossiers/{other.dossier}/events", "doc").json() if each["id"] not in known
    ]
    assert not [each for each in new if home.document in each["subjects"] or home.dossier in each["subjects"]]
    # Nor who sees the home and not the dossier that refers to it.
    assert told(staffed, home.dossier, "doc-a", "referred") == []
    assert other.code not in staffed.get(f"/ho-so/{home.dossier}", "doc-a").text
    assert other.dossier not in staffed.get(f"/api/dossiers/{home.dossier}/events", "doc-a").text
    # Who sees both is told on both sides.
    assert told(staffed, other.dossier, "luu-tru") == [(home.document, home.dossier)]
    assert told(staffed, home.dossier, "luu-tru", "referred") == [(home.document, home.dossier)]
    page = staffed.get(f"/ho-so/{other.dossier}", "luu-tru").text
    assert f"/ho-so/{home.dossier}/{home.document}/1" in page
    assert home.code in page
    assert "reference_added" in staffed.get(f"/api/dossiers/{other.dossier}/events", "luu-tru").text
    # The document is found once, where it lies, by who may see that.
    for who, dossier in (("luu-tru", home.dossier), ("doc-a", home.dossier)):
        hits = staffed.get("/api/search", who, params={"q": "giấy phép", "dossier": dossier}).json()["hits"]
        assert [hit["document"] for hit in hits] == [home.document]
    hits = staffed.get("/api/search", "doc", params={"q": "giấy phép", "dossier": other.dossier}).json()["hits"]
    assert [hit["document"] for hit in hits] == [other.document]


def test_who_does_not_decide_or_see_both_refers_to_nothing(staffed: Site) -> None:
    home, other, nothing = staffed.put(unit="A"), staffed.put(unit="B"), absent()
    assert [refer(staffed, other.dossier, home, who) for who in ("doc", "luu-tru-b")] == [403, 404]
    assert refer(staffed, nothing.dossier, home) == refer(staffed, other.dossier, nothing) == 404
    assert refer(staffed, other.dossier, home) == 204
    address = f"/api/dossiers/{other.dossier}/references/{home.document}"
    # A reference that he may not see is not there for him.
    assert [staffed.ask("DELETE", address, who).status_code for who in ("doc", "luu-tru-b")] == [403, 404]
    assert staffed.ask("POST", f"{address}/home", "luu-tru-b").status_code == 404
    assert staffed.ask("DELETE", address, "luu-tru").status_code == 204
    assert staffed.ask("DELETE", address, "luu-tru").status_code == 404


def test_a_document_that_was_moved_is_seen_by_who_sees_its_new_home(staffed: Site) -> None:
    home, other = staffed.put(unit="A"), staffed.put(unit="B")
    assert refer(staffed, other.dossier, home) == 204
    address = f"/api/dossiers/{other.dossier}/references/{home.document}/home"
    assert [staffed.ask("POST", address, "luu-tru").status_code for _ in range(2)] == [202, 202]
    work(staffed)
    document = f"/api/documents/{home.document}/pages"
    assert [staffed.get(document, who).status_code for who in ("doc", "doc-a", "luu-tru")] == [200, 404, 200]
    assert told(staffed, home.dossier, "luu-tru") == [(home.document, other.dossier)]
    # Its old home is still there for who sees it, with nothing of the document.
    page = staffed.get(f"/ho-so/{home.dossier}", "doc-a")
    assert page.status_code == 200
    assert other.code not in page.text
    hits = staffed.get("/api/search", "doc", params={"q": "giấy phép", "dossier": other.dossier}).json()["hits"]
    assert {hit["document"] for hit in hits} == {home.document, other.document}
    hits = staffed.get("/api/search", "doc-a", params={"q": "giấy phép"}).json()["hits"]
    assert home.document not in {hit["document"] for hit in hits}


def test_the_pages_refer_take_back_and_move(staffed: Site) -> None:
    home, other = staffed.put(unit="A"), staffed.put(unit="B")
    said = {"document": home.document, "code": f" {other.code.lower()} ", "why": WHY}
    answer = staffed.ask("POST", f"/ho-so/{home.dossier}/dan-chieu", "luu-tru", data=said)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ho-so/{home.dossier}#dan-chieu")
    act = f"/ho-so/{other.dossier}/dan-chieu/{home.document}"
    for page in (home.dossier, other.dossier):
        shown = staffed.get(f"/ho-so/{page}", "luu-tru").text
        assert f'action="{act}/bo"' in shown
        assert f'action="{act}/chuyen"' in shown
    back = staffed.ask("POST", f"{act}/bo", "luu-tru", data={"back": home.dossier})
    assert back.headers["location"] == f"/ho-so/{home.dossier}#dan-chieu"
    assert told(staffed, other.dossier, "luu-tru") == []
    unknown = {**said, "code": "H99-không-có"}
    assert staffed.ask("POST", f"/ho-so/{home.dossier}/dan-chieu", "luu-tru", data=unknown).status_code == 404
    assert staffed.ask("POST", f"/ho-so/{home.dossier}/dan-chieu", "doc-a", data=said).status_code == 403
    staffed.ask("POST", f"/ho-so/{home.dossier}/dan-chieu", "luu-tru", data=said)
    staffed.ask("POST", f"{act}/chuyen", "luu-tru", data={"back": home.dossier})
    assert "Đang chuyển" in staffed.get(f"/ho-so/{home.dossier}", "luu-tru").text
    work(staffed)
    assert told(staffed, home.dossier, "luu-tru") == [(home.document, other.dossier)]
