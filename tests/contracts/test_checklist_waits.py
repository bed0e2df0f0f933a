"""Nothing of a batch is deposited before somebody confirmed that nothing in it must not be digitised."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue import batches, destroyed, documents, rereading
from adapters.catalogue.schema import event
from app.settings import Settings
from app.steps import deposit
from ingest.model import BatchState, DocumentState, DossierBy
from records.reader import local_operator
from records.scan_profile import ScanDecision, ScanProfile
from tests.contracts import catalogues
from tests.contracts.intake_office import CLERK, Office, office_on, scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.wiring import Parts
    from archive.model import Deposited
    from records.identifiers import BatchId

pytestmark = pytest.mark.law("R34")

MADE, INDEXED = DocumentState.MADE, DocumentState.INDEXED


@pytest.fixture(scope="module", params=catalogues.KINDS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on(request.param, tmp_path_factory.mktemp("desk"), intake_checklist="waits") as office:
        yield office


def confirmations(office: Office, batch: BatchId) -> list[tuple[str, dict[str, str]]]:
    """Who confirmed the batch, with what is told of it."""
    told = sa.select(event.c.agent, event.c.detail).where(event.c.batch_id == batch.value, event.c.type == "appraisal")
    with office.parts.catalogue.begin(readonly=True) as connection:
        return [(row.agent, row.detail) for row in connection.execute(told)]


def test_the_batch_waits_until_a_clerk_has_confirmed_once(office: Office) -> None:
    batch = office.take_in(ScanProfile.DOCUMENTS, a=scan("RGB", 250), b=scan("RGB", 251))
    files = [office.file(batch, name) for name in "ab"]
    assert [(one.document_state, one.awaits_checklist) for one in files] == [(MADE, True)] * 2
    assert not any(office.lies_in_archive(one) for one in files)
    seen = office.batch(batch)
    assert (seen.state, seen.finished, seen.checklist_waits, seen.unconfirmed) == (BatchState.WAITING, True, True, 2)
    dossier = files[0].dossier
    assert dossier is not None
    with office.parts.catalogue.begin() as connection:
        assert batches.waiting_for_people(connection) == 1
        assert destroyed.work_left(connection, dossier) is destroyed.WorkLeft.PERSON
        assert rereading.at_rest(connection, dossier)

    office.desk.confirm_checklist(CLERK, batch)
    office.desk.confirm_checklist(local_operator("người khác"), batch)
    assert office.work() > 0
    files = [office.file(batch, name) for name in "ab"]
    assert [(one.document_state, one.awaits_checklist) for one in files] == [(INDEXED, False)] * 2
    assert all(office.lies_in_archive(one) for one in files)
    assert office.version(dossier) == 1
    seen = office.batch(batch)
    assert (seen.state, seen.checklist_waits, seen.unconfirmed) == (BatchState.CLOSED, False, 0)
    assert (seen.checklist_by, seen.documents_done) == ("văn thư", 2)
    with office.parts.catalogue.begin(readonly=True) as connection:
        assert batches.waiting_for_people(connection) == 0
    assert confirmations(office, batch) == [("văn thư", {"act": "intake_checklist"})]


@pytest.mark.parametrize("when", ["at once", "before it was handed over"])
def test_a_batch_that_is_confirmed_early_never_waits(office: Office, when: str) -> None:
    batch = office.desk.open_batch(CLERK, "lô", DossierBy.FOLDER, checked=when == "at once")
    office.desk.receive(CLERK, batch, "ho-so/a", io.BytesIO(scan("RGB", 200 + len(when))))
    office.work()
    assert office.file(batch, "a").document_state is MADE
    if when != "at once":
        office.desk.confirm_checklist(CLERK, batch)
        assert office.work() == 0
    office.desk.seal(CLERK, batch)
    office.work()
    assert office.file(batch, "a").document_state is INDEXED
    assert office.batch(batch).state is BatchState.CLOSED


def test_a_scan_that_falls_short_waits_for_its_own_decision_too(office: Office) -> None:
    batch = office.take_in(ScanProfile.CHECKED, good=scan("RGB", 240), grey=scan("L", 240))
    assert (office.batch(batch).unconfirmed, office.batch(batch).held_back) == (1, 1)
    office.desk.decide_scan(CLERK, office.file(batch, "grey").file, ScanDecision.ACCEPTED, "bản giấy không còn")
    assert office.work() == 0
    assert office.batch(batch).unconfirmed == 2
    office.desk.confirm_checklist(CLERK, batch)
    office.work()
    assert [office.file(batch, name).document_state for name in ("good", "grey")] == [INDEXED] * 2


def test_who_is_confirmed_while_another_of_its_dossier_is_deposited_is_deposited_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = office.take_in(ScanProfile.DOCUMENTS, a=scan("RGB", 220))
    early = office.file(waiting, "a")
    sure = office.desk.open_batch(CLERK, "lô", DossierBy.FOLDER, checked=True)
    office.desk.receive(CLERK, sure, "ho-so/b", io.BytesIO(scan("RGB", 221)))
    office.work()
    late = office.file(sure, "b")
    assert early.dossier is not None
    assert late.document is not None
    with office.parts.catalogue.begin() as connection:
        documents.move(connection, late.document, early.dossier)
    real, between = deposit.lock_deposited, [waiting]

    def meanwhile(parts: Parts, version: Deposited) -> object:
        while between:
            assert office.file(waiting, "a").document_state is MADE
            office.desk.confirm_checklist(CLERK, between.pop())
        return real(parts, version)

    monkeypatch.setattr(deposit, "lock_deposited", meanwhile)
    office.desk.seal(CLERK, sure)
    office.work()
    assert not between
    assert (office.file(waiting, "a").document_state, office.file(sure, "b").document_state) == (INDEXED, INDEXED)


def test_an_office_confirms_every_batch_by_its_standing_instruction(tmp_path: Path) -> None:
    said = "Công văn 12/UBND-VP ngày 03/02/2026"
    with office_on("sqlite", tmp_path, intake_checklist="waits", intake_instruction=f" {said} ") as office:
        batch = office.take_in(ScanProfile.DOCUMENTS, a=scan("RGB", 250))
        assert office.file(batch, "a").document_state is INDEXED
        seen = office.batch(batch)
        assert (seen.checklist_by, seen.checklist_instruction) == ("văn thư", said)
        assert confirmations(office, batch) == [("văn thư", {"act": "intake_checklist", "instruction": said})]


def test_a_desk_only_tells_and_a_server_waits() -> None:
    servers = {"database_url": "x", "s3_endpoint": "x", "elasticsearch_url": "x", "redis_url": "x"}
    keys = {"s3_access_key": "x", "s3_secret_key": "x"}
    assert not Settings(_env_file=None).checklist_waits
    assert Settings(profile="server", _env_file=None, **servers, **keys).checklist_waits
    assert not Settings(profile="server", intake_checklist="told", _env_file=None, **servers, **keys).checklist_waits
    assert Settings(intake_checklist="waits", _env_file=None).checklist_waits


def test_a_batch_that_only_tells_does_not_wait(tmp_path: Path) -> None:
    with office_on("sqlite", tmp_path) as office:
        batch = office.take_in(ScanProfile.DOCUMENTS, a=scan("RGB", 250))
        assert office.file(batch, "a").document_state is INDEXED
        seen = office.batch(batch)
        assert (seen.state, seen.checklist_waits, seen.checklist_at) == (BatchState.CLOSED, False, None)
