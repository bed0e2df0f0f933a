"""A scan that falls short of what its batch asks for waits for a person; nothing is refused, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue import batches, destroyed, documents, rereading
from adapters.catalogue.schema import event
from app.steps import deposit
from ingest.model import BatchState, DocumentState, DossierBy
from records.errors import Conflict, InvalidInput
from records.reader import local_operator
from records.scan_profile import ScanDecision, ScanProfile
from tests.contracts import catalogues
from tests.contracts.intake_office import CLERK, Office, office_on, scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts
    from archive.model import Deposited

pytestmark = pytest.mark.law("R15")

WAITING, ACCEPTED, AGAIN = ScanDecision.WAITING, ScanDecision.ACCEPTED, ScanDecision.AGAIN


@pytest.fixture(scope="module", params=catalogues.KINDS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on(request.param, tmp_path_factory.mktemp("desk")) as office:
        yield office


def test_what_falls_short_waits_for_a_person_and_the_rest_of_its_dossier_is_kept(office: Office) -> None:
    batch = office.take_in(ScanProfile.CHECKED, good=scan("RGB", 250), grey=scan("L", 250))
    good, grey = office.file(batch, "good"), office.file(batch, "grey")
    assert (good.document_state, good.scan) == (DocumentState.INDEXED, None)
    assert (grey.document_state, grey.scan) == (DocumentState.MADE, WAITING)
    assert [finding.code for finding in grey.findings] == ["document.scan_falls_short"]
    assert office.desk.files(CLERK, batch)[0].file == grey.file
    assert office.lies_in_archive(good)
    assert not office.lies_in_archive(grey)
    seen = office.batch(batch)
    assert (seen.state, seen.finished, seen.accepted, seen.held_back) == (BatchState.WAITING, True, 2, 1)
    assert (seen.documents, seen.documents_done) == (2, 1)
    assert good.dossier is not None
    with office.parts.catalogue.begin() as connection:
        assert batches.waiting_for_people(connection) == 1
        assert destroyed.work_left(connection, good.dossier) is destroyed.WorkLeft.PERSON
        assert rereading.at_rest(connection, good.dossier)

    office.desk.decide_scan(CLERK, grey.file, AGAIN)
    office.desk.decide_scan(CLERK, grey.file, AGAIN)
    assert office.work() == 0
    seen = office.batch(batch)
    assert (seen.state, seen.held_back, seen.scan_again, seen.documents) == (BatchState.CLOSED, 0, 1, 1)
    assert not office.lies_in_archive(grey)

    with pytest.raises(InvalidInput, match=r"scan\.no_reason"):
        office.desk.decide_scan(CLERK, grey.file, ACCEPTED, " ")
    office.desk.decide_scan(CLERK, grey.file, ACCEPTED, "bản giấy không còn")
    office.desk.decide_scan(CLERK, grey.file, ACCEPTED, "bản giấy không còn")
    assert office.work() > 0
    grey = office.file(batch, "grey")
    assert (grey.document_state, grey.scan) == (DocumentState.INDEXED, ACCEPTED)
    assert office.lies_in_archive(grey)
    assert office.version(good.dossier) == 2
    seen = office.batch(batch)
    assert (seen.state, seen.scan_again, seen.documents, seen.documents_done) == (BatchState.CLOSED, 0, 2, 2)
    assert office.acts(good.dossier) == ["scan_held_back", "scan_again", "scan_accepted"]
    with pytest.raises(Conflict, match=r"scan\.nothing_to_decide"):
        office.desk.decide_scan(CLERK, grey.file, AGAIN)


def test_a_batch_that_only_tells_holds_nothing_back(office: Office) -> None:
    batch = office.take_in(ScanProfile.DOCUMENTS, grey=scan("L", 240))
    grey = office.file(batch, "grey")
    assert (grey.document_state, grey.scan) == (DocumentState.INDEXED, None)
    assert office.batch(batch).state is BatchState.CLOSED
    assert grey.document is not None
    with office.parts.catalogue.begin(readonly=True) as connection:
        (page,) = documents.page_views(connection, grey.document)
    assert "page.not_in_colour" in {finding.code for finding in page.findings}
    with pytest.raises(Conflict, match=r"scan\.nothing_to_decide"):
        office.desk.decide_scan(CLERK, grey.file, ACCEPTED, "vì sao")


@pytest.mark.law("R34")
def test_a_clerk_confirms_once_that_nothing_is_in_a_batch_that_must_not_be_digitised(office: Office) -> None:
    batch = office.desk.open_batch(CLERK, "lô", DossierBy.FOLDER)
    assert office.batch(batch).checklist_at is None
    first = office.desk.confirm_checklist(CLERK, batch)
    assert (first.checklist_by, first.checklist_at is not None) == ("văn thư", True)
    again = office.desk.confirm_checklist(local_operator("người khác"), batch)
    assert (again.checklist_by, again.checklist_at) == ("văn thư", first.checklist_at)
    with office.parts.catalogue.begin(readonly=True) as connection:
        told = sa.select(event.c.agent).where(event.c.batch_id == batch.value, event.c.type == "appraisal")
        assert connection.execute(told).scalars().all() == ["văn thư"]


def test_a_map_of_200_dpi_waits(office: Office) -> None:
    batch = office.take_in(ScanProfile.MAPS, map=scan("RGB", 230))
    (found,) = [one for one in office.file(batch, "map").findings if one.code == "document.scan_falls_short"]
    assert "1 page below 300 dpi (page 1)" in found.says.en
    assert office.file(batch, "map").scan is WAITING


def test_who_is_accepted_while_another_is_deposited_is_deposited_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = office.take_in(ScanProfile.CHECKED, a=scan("L", 220), b=scan("L", 221))
    early, late = sorted((office.file(batch, name) for name in "ab"), key=lambda one: str(one.document))
    real, between = deposit.lock_deposited, [early.file]

    def meanwhile(parts: Parts, version: Deposited) -> object:
        while between:
            office.desk.decide_scan(CLERK, between.pop(), ACCEPTED, "bản giấy không còn")
        return real(parts, version)

    monkeypatch.setattr(deposit, "lock_deposited", meanwhile)
    office.desk.decide_scan(CLERK, late.file, ACCEPTED, "bản giấy không còn")
    office.work()
    assert [office.file(batch, name).document_state for name in "ab"] == [DocumentState.INDEXED] * 2
