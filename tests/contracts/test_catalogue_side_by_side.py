"""Transactions that run at the same time do not miss one another, on every catalogue."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue import batches, documents, dossiers, files, retention, steps
from adapters.catalogue.schema import step
from adapters.catalogue.schema_retention import retention_assignment
from app.steps.joining import deposit_all_ready, deposit_if_ready, hold
from app.steps.outcome import Turn
from ingest.model import BatchState, DocumentState, DossierBy, FileCheck, FileState
from ocr.model import Judgement, PageReading, Straightening, TextLayer
from records.identifiers import Digest, DocumentId, PageNumber
from records.page_text import PageText
from records.reader import local_operator
from retention_rules.assign import assign
from retention_rules.plain import to_plain
from retention_rules.propose_rule import default_rule
from retention_rules.schedule import built_in_schedule
from tests.contracts import catalogues

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from records.identifiers import BatchId, DossierId, FileId

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
OPERATOR = local_operator("lan")


@pytest.fixture
def catalogue(migrated: Catalogue) -> Catalogue:
    return catalogues.emptied(migrated)


@pytest.fixture
def batch(catalogue: Catalogue) -> BatchId:
    return new_batch(catalogue, sealed=True)


def new_batch(catalogue: Catalogue, *, sealed: bool) -> BatchId:
    with catalogue.begin() as connection:
        made = batches.add(connection, name="lô", dossier_by=DossierBy.FOLDER, unit="u", by="ai", now=NOW)
        if sealed:
            batches.seal(connection, made)
    return made


def new_dossier(connection: sa.Connection, batch: BatchId, grouping: str = "folder:a") -> DossierId:
    return dossiers.of_grouping(connection, batch=batch, grouping=grouping, title="Hồ sơ", code="", unit="u", now=NOW)


def new_file(
    connection: sa.Connection, batch: BatchId, dossier: DossierId, name: str, content: str = ""
) -> tuple[FileId, bool]:
    digest = Digest(sha256((content or name).encode()).hexdigest())
    return files.add(connection, batch=batch, dossier=dossier, name=name, digest=digest, size=1, by="lan", now=NOW)


def new_document(
    catalogue: Catalogue, batch: BatchId, name: str, *, dossier: DossierId | None = None, pages: int = 1
) -> tuple[DossierId, DocumentId]:
    """A checked file with a document of it, whose pages wait."""
    with catalogue.begin() as connection:
        home = dossier or new_dossier(connection, batch)
        file, _ = new_file(connection, batch, home, name)
        document = documents.add(connection, dossier=home, file=file, page_count=pages)
        check = FileCheck(media_type="application/pdf", page_count=pages, findings=(), signatures=())
        files.settle(connection, file, check, state=FileState.ACCEPTED, document=document)
    return home, document


def make(connection: sa.Connection, batch: BatchId, dossier: DossierId, document: DocumentId) -> None:
    documents.set_state(connection, document, DocumentState.MADE)
    deposit_if_ready(Turn(connection=connection, batch=batch, now=NOW), dossier)


def seal(connection: sa.Connection, batch: BatchId) -> None:
    if batches.seal(connection, batch):
        deposit_all_ready(Turn(connection=connection, batch=batch, now=NOW))


def deposits(catalogue: Catalogue) -> list[str]:
    with catalogue.begin(readonly=True) as connection:
        return list(connection.execute(sa.select(step.c.subject).where(step.c.kind == "deposit")).scalars())


def test_two_last_documents_of_a_dossier_do_not_both_miss_the_other(catalogue: Catalogue, batch: BatchId) -> None:
    dossier, one = new_document(catalogue, batch, "a")
    _, other = new_document(catalogue, batch, "b", dossier=dossier)
    catalogues.overlapping(
        catalogue,
        lambda c: make(c, batch, dossier, one),
        lambda c: make(c, batch, dossier, other),
    )
    assert deposits(catalogue) == [f"{dossier}:{max(one.value, other.value)}"]


def test_nor_do_two_of_different_batches_that_share_a_dossier(catalogue: Catalogue, batch: BatchId) -> None:
    later = new_batch(catalogue, sealed=True)
    dossier, one = new_document(catalogue, batch, "a")
    _, other = new_document(catalogue, later, "b", dossier=dossier)
    catalogues.overlapping(
        catalogue,
        lambda c: make(c, batch, dossier, one),
        lambda c: make(c, later, dossier, other),
    )
    assert len(deposits(catalogue)) == 1


@pytest.mark.parametrize("sealed_first", [True, False])
def test_the_last_document_and_the_handing_over_do_not_miss_one_another(
    catalogue: Catalogue, *, sealed_first: bool
) -> None:
    batch = new_batch(catalogue, sealed=False)
    dossier, document = new_document(catalogue, batch, "a")
    acts = [lambda c: make(c, batch, dossier, document), lambda c: seal(c, batch)]
    catalogues.overlapping(catalogue, *(reversed(acts) if sealed_first else acts))
    assert deposits(catalogue) == [f"{dossier}:{document}"]


def test_handing_over_counts_documents_of_batches_handed_over_before(catalogue: Catalogue, batch: BatchId) -> None:
    open_batch = new_batch(catalogue, sealed=False)
    with catalogue.begin() as connection:
        dossier = new_dossier(connection, open_batch)
        refused, _ = new_file(connection, open_batch, dossier, "refused")
    _, document = new_document(catalogue, batch, "b", dossier=dossier)
    with catalogue.begin() as connection:
        make(connection, batch, dossier, document)  # the other file is not checked yet
        check = FileCheck(media_type="", page_count=0, findings=(), signatures=())
        files.settle(connection, refused, check, state=FileState.REFUSED)
        deposit_if_ready(Turn(connection=connection, batch=open_batch, now=NOW), dossier)
    assert deposits(catalogue) == []
    with catalogue.begin() as connection:
        seal(connection, open_batch)
    assert deposits(catalogue) == [f"{dossier}:{document}"]


def test_a_file_is_not_taken_into_a_batch_that_is_being_handed_over(catalogue: Catalogue) -> None:
    batch = new_batch(catalogue, sealed=False)
    _, row = catalogues.overlapping(catalogue, lambda c: seal(c, batch), lambda c: batches.hold_for(c, batch, OPERATOR))
    assert row is not None
    assert row.state == BatchState.WORKING.value


def test_handing_over_waits_for_the_file_that_is_being_taken_in(catalogue: Catalogue) -> None:
    batch = new_batch(catalogue, sealed=False)

    def take(connection: sa.Connection) -> None:
        batches.hold_for(connection, batch, OPERATOR)
        new_file(connection, batch, new_dossier(connection, batch), "a")

    def seal_and_count(connection: sa.Connection) -> int:
        seal(connection, batch)
        return int(connection.exec_driver_sql("SELECT count(*) FROM file").scalar_one())

    assert catalogues.overlapping(catalogue, take, seal_and_count)[1] == 1


def test_a_file_that_came_after_all_keeps_its_batch_open(catalogue: Catalogue) -> None:
    batch = new_batch(catalogue, sealed=False)
    long_after = NOW + timedelta(hours=1)

    def take(connection: sa.Connection) -> None:
        batches.hold_for(connection, batch, OPERATOR)
        dossier = new_dossier(connection, batch)
        files.add(
            connection,
            batch=batch,
            dossier=dossier,
            name="a",
            digest=Digest("0" * 64),
            size=1,
            by="lan",
            now=long_after,
        )

    with catalogue.begin(readonly=True) as connection:
        assert batches.idle_since(connection, long_after) == [batch]
    assert not catalogues.overlapping(catalogue, take, lambda c: batches.seal_idle(c, batch, long_after))[1]
    with catalogue.begin() as connection:
        assert not batches.seal_idle(connection, batch, long_after)
        assert batches.seal_idle(connection, batch, long_after + timedelta(seconds=1))
        assert not batches.seal_idle(connection, batch, long_after + timedelta(seconds=1))


def test_files_are_taken_into_one_batch_side_by_side(catalogue: Catalogue) -> None:
    batch = new_batch(catalogue, sealed=False)

    def take(name: str) -> None:
        with catalogue.begin() as connection:
            batches.hold_for(connection, batch, OPERATOR)
            new_file(connection, batch, new_dossier(connection, batch), name)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take, map(str, range(80))))
    with catalogue.begin(readonly=True) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM file").scalar_one() == 80
        assert connection.exec_driver_sql("SELECT count(*) FROM dossier").scalar_one() == 1


def test_two_last_pages_settle_as_one_last_page(catalogue: Catalogue, batch: BatchId) -> None:
    _, document = new_document(catalogue, batch, "a", pages=2)

    def settle(connection: sa.Connection, number: int) -> bool:
        reading = PageReading(
            number=PageNumber(number),
            judgement=Judgement(layer=TextLayer.MISSING, words=0, invalid_ratio=0.0, ink_covered=0.0, reason=""),
            straightening=Straightening(),
            text=PageText(width=595.0, height=842.0, lines=()),
            image_digest=None,
            engine="",
            invalid_ratio=0.0,
            findings=(),
        )
        return documents.page_settled(connection, document, reading, "read")

    both = catalogues.overlapping(catalogue, partial(settle, number=1), partial(settle, number=2))
    assert both == (False, True)


def test_a_grouping_becomes_one_dossier(catalogue: Catalogue, batch: BatchId) -> None:
    both = catalogues.overlapping(catalogue, lambda c: new_dossier(c, batch), lambda c: new_dossier(c, batch))
    assert both[0] == both[1]


def test_the_same_arrival_twice_is_one_file(catalogue: Catalogue, batch: BatchId) -> None:
    with catalogue.begin() as connection:
        dossier = new_dossier(connection, batch)
    first, second = catalogues.overlapping(
        catalogue, lambda c: new_file(c, batch, dossier, "a"), lambda c: new_file(c, batch, dossier, "a")
    )
    assert first[0] == second[0]
    assert (first[1], second[1]) == (True, False)


def test_of_two_files_with_the_same_bytes_one_becomes_a_document(catalogue: Catalogue, batch: BatchId) -> None:
    with catalogue.begin() as connection:
        dossier = new_dossier(connection, batch)
        pair = [new_file(connection, batch, dossier, name, "the same")[0] for name in ("a", "b")]
    digest = Digest(sha256(b"the same").hexdigest())
    check = FileCheck(media_type="application/pdf", page_count=1, findings=(), signatures=())

    def settle(connection: sa.Connection, file: FileId) -> FileId | None:
        hold(Turn(connection=connection, batch=batch, now=NOW), dossier)
        same = files.same_bytes_in_dossier(connection, digest, dossier, file)
        if same is None:
            document = documents.add(connection, dossier=dossier, file=file, page_count=1)
            files.settle(connection, file, check, state=FileState.ACCEPTED, document=document)
        return same

    both = catalogues.overlapping(catalogue, partial(settle, file=pair[0]), partial(settle, file=pair[1]))
    assert both == (None, pair[0])


def test_a_code_found_twice_at_once_names_one_dossier(catalogue: Catalogue, batch: BatchId) -> None:
    with catalogue.begin() as connection:
        pair = [new_dossier(connection, batch, f"file:{name}") for name in "ab"]

    def name(connection: sa.Connection, own: DossierId) -> DossierId:
        known = dossiers.with_code(connection, code="H01.19-220105-0012", unit="u")
        if known is None:
            dossiers.set_code(connection, own, "H01.19-220105-0012")
        return known or own

    both = catalogues.overlapping(catalogue, partial(name, own=pair[0]), partial(name, own=pair[1]))
    assert both == (pair[0], pair[0])


def test_one_assignment_is_in_force(catalogue: Catalogue, batch: BatchId) -> None:
    with catalogue.begin() as connection:
        dossier = new_dossier(connection, batch)

    def put(connection: sa.Connection, ended_on: date) -> bool:
        dossiers.hold(connection, dossier)
        assignment = assign(
            dossier, built_in_schedule(), [default_rule()], work_ended_on=ended_on, today=date(2026, 3, 1)
        )
        return retention.assign(connection, assignment, to_plain(assignment), basis="", by="lan", now=NOW)

    first, second = date(2025, 1, 1), date(2026, 1, 1)
    both = catalogues.overlapping(catalogue, partial(put, ended_on=first), partial(put, ended_on=second))
    assert both == (True, True)
    assert catalogues.overlapping(catalogue, partial(put, ended_on=second), partial(put, ended_on=second)) == (
        False,
        False,
    )
    with catalogue.begin(readonly=True) as connection:
        in_force = connection.execute(
            sa.select(sa.func.count()).where(retention_assignment.c.superseded_at.is_(None))
        ).scalar_one()
    assert in_force == 1


def test_an_older_version_changes_nothing_of_a_newer_one(catalogue: Catalogue, batch: BatchId) -> None:
    dossier, document = new_document(catalogue, batch, "a")
    with catalogue.begin() as connection:
        documents.set_state(connection, document, DocumentState.INDEXED)
        dossiers.deposited(connection, dossier, 2, "two")
        dossiers.deposited(connection, dossier, 1, "one")
        assert not documents.set_state(connection, document, DocumentState.DEPOSITED, after=DocumentState.MADE)
        row = dossiers.row(connection, dossier)
        assert (row.version, row.inventory_sha512) == (2, "two")
        assert documents.row(connection, document).state == DocumentState.INDEXED.value


def test_a_reader_sees_one_state_of_everything(catalogue: Catalogue, batch: BatchId) -> None:
    with catalogue.begin(readonly=True) as connection:
        before = steps.undone(connection, batch)
        with catalogue.begin() as writing:
            steps.add(writing, kind="read", subject="d:1", batch=batch, priority=9, now=NOW)
        assert steps.undone(connection, batch) == before
