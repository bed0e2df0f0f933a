"""Redacted copies over the whole site, on both catalogues: made, given to who may read them, kept with masters."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
import pikepdf
import pypdfium2
import pytest
import sqlalchemy as sa

from adapters.catalogue import dossiers, events
from adapters.catalogue.schema import document as document_table
from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema import event as event_table
from adapters.catalogue.schema import step
from adapters.catalogue.schema_redaction import redaction as redaction_table
from app.operations.rebuild_index import rebuild_index
from archive import events as event_lines
from archive import layout
from archive.check_fixity import check_fixity
from archive.ocfl.head import head_of
from archive.open_content import paths, read_content
from records.findings import Verdict
from records.identifiers import DossierId, RedactionId
from tests.contracts import catalogues
from tests.contracts.redacting import DECISION, NAME, NUMBER, PAGES, error_of, numbers, order, ordered, words_in, work
from tests.contracts.redacting import staffed as with_people
from tests.contracts.scanned_documents import HEIGHT, WIDTH, put_scanned
from tests.contracts.sites import Site, site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

pytestmark = pytest.mark.law("R24", "R35")


@pytest.fixture(scope="module", params=catalogues.KINDS)
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(request.param, tmp_path_factory.mktemp("site")) as made:
        yield with_people(made)


# -- what is made -----------------------------------------------------------------------------


def test_a_copy_has_no_number_and_lies_beside_its_master(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B", level="02")
    store, dossier = staffed.desks.parts.store, DossierId(thing.dossier)
    before = dict(paths(store, dossier))
    master = staffed.get(f"/api/documents/{thing.document}/pdfa", "can-bo").content
    assert NUMBER in " ".join(words_in(master))
    proposed = numbers(staffed, thing)
    assert [each["page"] for each in proposed] == [1, 2]
    which = ordered(staffed, thing, title="Giấy phép xây dựng")

    answer = staffed.get(f"/api/redactions/{which}/pdf", "can-bo")
    assert answer.headers["content-type"] == "application/pdf"
    assert words_in(answer.content) == [f"Quyết định cấp giấy phép ông {NAME} Văn An CCCD", "trang hai số lần nữa"]
    seen = np.asarray(_drawn(answer.content)).astype(int)
    box = proposed[0]["box"]
    across, down = seen.shape[1] / WIDTH, seen.shape[0] / HEIGHT
    inside = seen[
        round(box[1] * down) + 5 : round(box[3] * down) - 5, round(box[0] * across) + 5 : round(box[2] * across) - 5
    ]
    assert inside.size
    assert inside.max() < 40
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Giấy phép xây dựng"
        xmp = pdf.Root.Metadata.read_bytes().decode()
    assert f"urn:uuid:{thing.document}" in xmp
    # A digest of the master would let anybody try what stands in a box.
    assert "sha256" not in xmp

    # One version more, two files more; the master's bytes and every word of the description are as they were.
    after = dict(paths(store, dossier))
    copy, record = layout.redacted_path(RedactionId(which)), layout.redaction_path(RedactionId(which))
    assert set(after) - set(before) == {copy, record}
    assert {path for path in before if before[path] != after[path]} == {layout.EVENTS}
    assert staffed.get(f"/api/documents/{thing.document}/pdfa", "can-bo").content == master
    said = json.loads(read_content(store, dossier, record))
    assert {one["sub_type"] for one in said["relationships"]} == {"has source", "is source of"}
    assert said["sha256"] == staffed.get(f"/api/redactions/{which}", "luu-tru").json()["sha256"]
    assert NUMBER not in json.dumps(said)
    head = head_of(store, dossier)
    assert [version.message for version in head.inventory.versions][-1] == "redacted copy"
    with staffed.desks.parts.catalogue.begin(readonly=True) as connection:
        row = dossiers.row(connection, dossier)
    assert (row.version, row.inventory_sha512) == (head.inventory.head, head.sha512)
    (found,) = check_fixity(store, [dossier], expected_inventories={dossier: row.inventory_sha512})
    assert found.verdict is Verdict.PASSED, found


def _drawn(content: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    try:
        return document[0].render(scale=2).to_pil().convert("L")
    finally:
        document.close()


def test_it_is_no_document_of_its_dossier_and_nobody_finds_it(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B")
    before = staffed.get(f"/api/dossiers/{thing.dossier}", "luu-tru").json()
    hits = staffed.get("/api/search", "luu-tru", params={"q": "giấy phép", "dossier": thing.dossier}).json()
    ordered(staffed, thing)
    after = staffed.get(f"/api/dossiers/{thing.dossier}", "luu-tru").json()
    assert len(after["documents"]) == len(before["documents"]) == 1
    assert (after["page_count"], after["version"]) == (before["page_count"], before["version"] + 1)
    again = staffed.get("/api/search", "luu-tru", params={"q": "giấy phép", "dossier": thing.dossier}).json()
    assert again["total"] == hits["total"] == 1
    rebuild_index(staffed.desks.parts)
    once_more = staffed.get("/api/search", "luu-tru", params={"q": "giấy phép", "dossier": thing.dossier}).json()
    assert once_more["total"] == 1


def test_what_was_done_is_told_in_the_history_and_goes_into_the_package(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B")
    which = ordered(staffed, thing)
    history = staffed.get(f"/api/dossiers/{thing.dossier}/events", "luu-tru").json()
    (event,) = [each for each in history if each["type"] == "redaction"]
    assert (event["agent"], event["outcome"]) == ("luu-tru", "success")
    assert set(event["subjects"]) == {thing.document, which}
    assert event["detail"]["grounds"] == "personal_data"
    page = staffed.get(f"/ho-so/{thing.dossier}", "luu-tru").text
    assert "Làm bản đã che" in page
    assert f"/ban-che/{which}" in page
    ordered(staffed, thing)
    lines = read_content(staffed.desks.parts.store, DossierId(thing.dossier), layout.EVENTS)
    assert "redaction" in {each.type for each in event_lines.from_lines(lines)}


# -- who may read it --------------------------------------------------------------------------


def test_a_copy_is_open_to_who_may_see_its_dossier_until_a_decision_says_otherwise(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B", level="02")
    as_master = ordered(staffed, thing)
    own = ordered(staffed, thing, access_level="01", **DECISION)
    for which, seen in ((as_master, {"can-bo", "luu-tru"}), (own, {"can-bo", "luu-tru", "doc"})):
        for who in ("doc", "can-bo", "luu-tru", "ngoai"):
            for path in (f"/api/redactions/{which}", f"/api/redactions/{which}/pdf", f"/ban-che/{which}"):
                answer = staffed.get(path, who)
                assert (answer.status_code == 200) is (who in seen), (who, path)
                if who not in seen:
                    assert answer.status_code == 404
            listed = {each["redaction"] for each in staffed.get("/api/redactions?limit=100", who).json()}
            assert (which in listed) is (who in seen)
    # The master stays closed to who reads the copy, and the page of the copy does not lead there.
    assert staffed.get(f"/api/documents/{thing.document}/pdfa", "doc").status_code == 404
    assert thing.dossier not in staffed.get(f"/ban-che/{own}", "doc").text
    assert thing.dossier in staffed.get(f"/ban-che/{own}", "can-bo").text
    assert "12/QĐ-UBND" in staffed.get(f"/ban-che/{own}", "doc").text
    # Made stricter the dossier takes along what follows it, and not what a decision opened.
    parts = staffed.desks.parts
    with parts.catalogue.begin() as connection:
        connection.execute(sa.update(dossier_table).where(dossier_table.c.id == thing.dossier).values(unit="A"))
    assert staffed.get(f"/api/redactions/{as_master}", "can-bo").status_code == 404
    assert staffed.get(f"/api/redactions/{as_master}", "ngoai").status_code == 200


def test_who_reads_a_copy_that_is_open_on_conditions_is_recorded(staffed: Site) -> None:
    for level, own, seen in (("02", "", True), ("02", "01", False), ("01", "02", True), ("01", "", False)):
        thing = put_scanned(staffed, *PAGES, unit="B", level=level)
        which = ordered(staffed, thing, access_level=own, **DECISION)
        assert staffed.get(f"/api/redactions/{which}/pdf", "can-bo").status_code == 200
        with staffed.desks.parts.catalogue.begin(readonly=True) as connection:
            looks = connection.execute(
                sa.select(event_table.c.agent, event_table.c.detail).where(
                    event_table.c.type == events.VIEWED, event_table.c.dossier_id == thing.dossier
                )
            ).all()
        told = [(look.agent, look.detail["what"]) for look in looks if look.detail["what"] == "redacted"]
        assert told == ([("can-bo", "redacted")] if seen else []), (level, own)


def test_what_may_not_be_seen_is_answered_like_what_is_absent(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B", level="02")
    which, nothing = ordered(staffed, thing), str(uuid4())
    for path in ("/api/redactions/{}", "/api/redactions/{}/pdf", "/ban-che/{}"):
        there, absent = (staffed.get(path.format(each), "doc") for each in (which, nothing))
        assert there.status_code == absent.status_code == 404
        if "api" in path:
            assert error_of(there) == error_of(absent) == (404, "redaction.not_found")
    act = {"json": {"reason": "nhầm"}}
    refused = staffed.ask("POST", f"/api/redactions/{which}/withdrawal", "doc", **act)
    assert error_of(refused) == (403, "account.not_allowed")


def test_a_copy_that_is_withdrawn_is_given_to_nobody(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B")
    which = ordered(staffed, thing)
    path = f"/api/redactions/{which}"
    assert error_of(staffed.ask("POST", f"{path}/withdrawal", "luu-tru", json={"reason": " "})) == (
        422,
        "redaction.no_reason",
    )
    assert staffed.get(f"{path}/pdf", "doc").status_code == 200
    done = staffed.ask("POST", f"/ban-che/{which}/rut", "luu-tru", data={"why": "sót một số"})
    assert done.status_code == 303
    assert staffed.get(path, "doc").status_code == staffed.get(f"{path}/pdf", "doc").status_code == 404
    assert error_of(staffed.get(f"{path}/pdf", "luu-tru")) == (409, "redaction.not_made")
    assert "sót một số" in staffed.get(f"/ban-che/{which}", "luu-tru").text
    again = staffed.ask("POST", f"{path}/withdrawal", "luu-tru", json={"reason": "nữa"})
    assert error_of(again) == (409, "redaction.not_made")
    history = staffed.get(f"/api/dossiers/{thing.dossier}/events", "luu-tru").json()
    assert [each["detail"]["act"] for each in history if each["type"] == "redaction"] == [
        "redacted",
        "redaction_withdrawn",
    ]


# -- what is refused --------------------------------------------------------------------------


def test_what_cannot_be_made_is_told_by_a_code_and_nothing_is_ordered(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B")
    right = {"page": 1, "box": [10, 10, 50, 50], "ground": "personal_data"}
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"masks": []}, "redaction.no_boxes"),
        ({"masks": [{**right, "page": 3}]}, "redaction.no_such_page"),
        ({"masks": [right, {**right, "box": [10, 10, 400, 50]}]}, "redaction.box_outside"),
        ({"masks": [{**right, "box": [50, 10, 10, 50]}]}, "redaction.box_outside"),
        ({"masks": [{**right, "ground": "x"}]}, "redaction.ground_unknown"),
        ({"masks": [right], "access_level": "01"}, "redaction.no_decision"),
        ({"masks": [right], "access_level": "03", **DECISION}, "redaction.level_not_admitted"),
        ({"masks": [right], "access_level": "01", **DECISION, "decided_on": "2030-01-01"}, "redaction.decided_ahead"),
        ({"title": f"Đơn số {NUMBER}"}, "redaction.title_tells"),
    )
    for said, code in wrong:
        assert error_of(order(staffed, thing, **said)) == (422, code)
    by_name = [{"page": 1, "box": [0, 45, 298, 65], "ground": "private_life"}]
    assert error_of(order(staffed, thing, masks=by_name, title="Đơn của Nguyễn")) == (422, "redaction.title_tells")
    with staffed.desks.parts.catalogue.begin(readonly=True) as connection:
        found = sa.select(redaction_table.c.id).where(redaction_table.c.document_id == thing.document)
        assert connection.execute(found).all() == []
        asked = sa.select(step.c.id).where(step.c.kind == "redact", step.c.subject.startswith(thing.document))
        assert connection.execute(asked).all() == []
    proposals = f"/api/documents/{thing.document}/redactions/proposals"
    assert error_of(staffed.get(f"{proposals}?page=9", "luu-tru")) == (404, "page.not_found")
    assert staffed.get(f"{proposals}?phrase=khongco", "luu-tru").json() == []


def test_boxes_drawn_on_an_older_reading_are_not_used(staffed: Site) -> None:
    thing = put_scanned(staffed, *PAGES, unit="B")
    editor = f"/ho-so/{thing.dossier}/{thing.document}/1/che"
    drawn = {"act": "numbers", "ground": "personal_data", "everywhere": "1"}
    assert staffed.ask("POST", editor, "luu-tru", data=drawn).status_code == 303
    waiting = order(staffed, thing).json()["redaction"]
    parts = staffed.desks.parts
    change = sa.update(document_table).where(document_table.c.id == thing.document)
    with parts.catalogue.begin() as connection:
        connection.execute(change.values(words_digest="ab" * 32))
    for path, said in ((editor, drawn), (f"/ho-so/{thing.dossier}/{thing.document}/che/lam", {})):
        answer = staffed.ask("POST", path, "luu-tru", data=said)
        assert answer.status_code == 409, path
        assert "đọc lại" in answer.text
    # What was ordered before is not made of other words, is told so, and stands in nobody's way.
    work(staffed)
    told = staffed.get(f"/api/redactions/{waiting}", "luu-tru").json()
    assert (told["state"], told["code"]) == ("failed", "redaction.master_changed")
    with parts.catalogue.begin(readonly=True) as connection:
        state = connection.execute(
            sa.select(step.c.state).where(step.c.kind == "redact", step.c.subject.endswith(waiting))
        ).scalar_one()
    assert state == "done"
    with parts.catalogue.begin() as connection:
        connection.execute(change.values(state="waiting", rereads=1))
    assert error_of(order(staffed, thing, masks=[])) == (409, "redaction.not_at_rest")
    with parts.catalogue.begin() as connection:
        connection.execute(change.values(state="indexed", pdfa_digest=None))
    assert error_of(order(staffed, thing, masks=[])) == (409, "redaction.no_pdfa")
