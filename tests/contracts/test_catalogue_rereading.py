"""Which pages in the archive are to be read anew, and that nothing is asked for twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue import batches, documents, dossiers, files, rereading, schema
from ingest.model import DocumentState, DossierBy, FileCheck, FileState
from ocr.model import Judgement, PageReading, Straightening, TextLayer
from records.effort import Effort
from records.identifiers import BatchId, Digest, DocumentId, DossierId, PageNumber
from records.page_text import Box, Line, PageText, Word
from tests.contracts import catalogues

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
ENGINES = {effort: f"new+{effort}" for effort in Effort}
WANTED = rereading.Wanted(engines=ENGINES, usual=Effort.BALANCED)
NEW = ENGINES[Effort.BALANCED]


@pytest.fixture
def catalogue(migrated: Catalogue) -> Catalogue:
    return catalogues.emptied(migrated)


def read_by(number: int, engine: str, confidence: float, layer: TextLayer = TextLayer.MISSING) -> PageReading:
    line = Line((Word("chữ", Box(1, 1, 9, 9), confidence),))
    return PageReading(
        number=PageNumber(number),
        judgement=Judgement(layer=layer, words=0, invalid_ratio=0, ink_covered=0, reason=""),
        straightening=Straightening(),
        text=PageText(width=10, height=10, lines=(line,)),
        image_digest=None,
        engine=engine,
        invalid_ratio=0,
    )


@dataclass
class Kept:
    """A dossier in the archive with documents of pages (engine, confidence)."""

    connection: sa.Connection
    effort: Effort | None = None
    state: DocumentState = DocumentState.INDEXED

    def __post_init__(self) -> None:
        self.batch: BatchId = batches.add(
            self.connection,
            name="lô",
            dossier_by=DossierBy.FOLDER,
            unit="u",
            by="ai",
            now=NOW,
            effort=self.effort,
        )
        self.dossier: DossierId = dossiers.of_grouping(
            self.connection, batch=self.batch, grouping="a", title="t", code="", unit="u", now=NOW
        )
        dossiers.deposited(self.connection, self.dossier, 1, "0" * 128)
        self._names = iter("abcdef")

    def document(self, *pages: tuple[str, float]) -> DocumentId:
        name = next(self._names)
        file, _ = files.add(
            self.connection,
            batch=self.batch,
            dossier=self.dossier,
            name=f"a/{name}.pdf",
            digest=Digest(name * 64),
            size=1,
            by="ai",
            now=NOW,
        )
        document = documents.add(self.connection, dossier=self.dossier, file=file, page_count=len(pages))
        check = FileCheck(media_type="application/pdf", page_count=len(pages), findings=(), signatures=())
        files.settle(self.connection, file, check, state=FileState.ACCEPTED, document=document)
        for number, (engine, confidence) in enumerate(pages, start=1):
            state = {"text-layer": "kept", "": "unreadable"}.get(engine, "read")
            documents.page_settled(self.connection, document, read_by(number, engine, confidence), state)
        documents.forget_readings(self.connection, document)
        documents.set_state(self.connection, document, self.state)
        return document


def numbers(connection: sa.Connection, wanted: rereading.Wanted, dossier: DossierId) -> list[tuple[int, ...]]:
    return [old.numbers for old in rereading.old_pages(connection, wanted, dossier)]


def test_pages_that_another_engine_read_are_chosen_and_no_others(catalogue: Catalogue) -> None:
    with catalogue.begin() as connection:
        kept = Kept(connection)
        document = kept.document(("old", 0.9), (NEW, 0.2), ("text-layer", 1.0), ("", 0.0), ("older", 0.5))
        kept.document((NEW, 0.9))
        (old,) = rereading.old_pages(connection, WANTED, kept.dossier)
        assert rereading.dossiers_with_old_pages(connection, WANTED) == [kept.dossier]
        assert (old.document, old.batch, old.rereads, old.page_count) == (document, kept.batch, 0, 5)
        assert (old.numbers, old.engines, old.engine) == ((1, 5), ("old", "older"), NEW)
        assert numbers(connection, replace(WANTED, below=0.6), kept.dossier) == [(5,)]
        assert numbers(connection, replace(WANTED, effort=Effort.CAREFUL), kept.dossier) == [(1, 2, 5), (1,)]


def test_only_the_dossier_or_batch_that_was_named(catalogue: Catalogue) -> None:
    with catalogue.begin() as connection:
        one, other = Kept(connection), Kept(connection)
        for kept in (one, other):
            kept.document(("old", 0.9))
        find = rereading.dossiers_with_old_pages
        assert set(find(connection, WANTED)) == {one.dossier, other.dossier}
        assert find(connection, replace(WANTED, dossier=one.dossier)) == [one.dossier]
        assert find(connection, replace(WANTED, batch=other.batch)) == [other.dossier]


def test_each_batch_has_its_effort_and_a_document_its_own_once_it_was_said(catalogue: Catalogue) -> None:
    with catalogue.begin() as connection:
        kept = Kept(connection, effort=Effort.FAST)
        document = kept.document((ENGINES[Effort.FAST], 0.9), ("old", 0.5))
        (old,) = rereading.old_pages(connection, WANTED, kept.dossier)
        assert (old.numbers, old.engine) == ((2,), ENGINES[Effort.FAST])
        careful = replace(WANTED, effort=Effort.CAREFUL)
        assert numbers(connection, careful, kept.dossier) == [(1, 2)]
        rereading.begin(connection, document, [1], Effort.CAREFUL)
        documents.page_settled(connection, document, read_by(1, ENGINES[Effort.CAREFUL], 0.9), "read")
        documents.set_state(connection, document, DocumentState.INDEXED)
        # What was read with care is not read anew because its batch asks for less.
        (old,) = rereading.old_pages(connection, WANTED, kept.dossier)
        assert (old.numbers, old.engine, old.rereads) == ((2,), ENGINES[Effort.CAREFUL], 1)
        assert documents.row(connection, document).effort == "careful"


@pytest.mark.parametrize("state", [s for s in DocumentState if s is not DocumentState.INDEXED])
def test_what_is_worked_on_or_quarantined_is_not_chosen(catalogue: Catalogue, state: DocumentState) -> None:
    with catalogue.begin() as connection:
        kept = Kept(connection, state=state)
        kept.document(("old", 0.9))
        assert rereading.dossiers_with_old_pages(connection, WANTED) == []
        assert rereading.at_rest(connection, kept.dossier) is (state is DocumentState.QUARANTINED)


def test_a_dossier_that_is_no_longer_kept_is_left_alone(catalogue: Catalogue) -> None:
    with catalogue.begin() as connection:
        kept = Kept(connection)
        kept.document(("old", 0.9))
        connection.execute(sa.update(schema.dossier).values(state="destroyed"))
        assert rereading.dossiers_with_old_pages(connection, WANTED) == []
        assert rereading.old_pages(connection, WANTED, kept.dossier) == []


def test_a_file_that_arrived_later_is_waited_for(catalogue: Catalogue) -> None:
    with catalogue.begin() as connection:
        kept = Kept(connection)
        kept.document(("old", 0.9))
        assert rereading.at_rest(connection, kept.dossier)
        files.add(
            connection,
            batch=kept.batch,
            dossier=kept.dossier,
            name="a/later.pdf",
            digest=Digest("e" * 64),
            size=1,
            by="ai",
            now=NOW,
        )
        assert not rereading.at_rest(connection, kept.dossier)


def test_while_it_is_read_anew_a_document_stays_in_archive_and_index(catalogue: Catalogue) -> None:
    with catalogue.begin() as connection:
        kept = Kept(connection)
        document = kept.document(("old", 0.9), ("old", 0.8))
        assert rereading.begin(connection, document, [2], None) == 1
        left = rereading.left(connection)
        assert (left.pages, left.documents, left.batches) == (1, 1, {kept.batch})
        assert rereading.left(connection, of=DossierId.new()).documents == 0
        assert rereading.left(connection, of=kept.dossier, batches=[kept.batch]).documents == 1
        assert numbers(connection, WANTED, kept.dossier) == []
        assert documents.lies_in_archive(documents.row(connection, document))
        assert documents.all_indexed(connection) == [document]
        assert documents.kept_with_digest(connection, Digest("a" * 64)) == [(kept.dossier, document, "a/a.pdf")]
        assert documents.page_settled(connection, document, read_by(2, NEW, 0.9), "read")
        assert rereading.left(connection).pages == 0
        documents.set_state(connection, document, DocumentState.QUARANTINED)
        assert documents.all_indexed(connection) == []
        assert not documents.lies_in_archive(documents.row(connection, document))


def test_every_deposit_has_a_name_of_its_own(catalogue: Catalogue) -> None:
    with catalogue.begin() as connection:
        kept = Kept(connection)
        first, last = kept.document(("old", 0.9)), kept.document(("old", 0.9))
        named = set()
        for anew in ([first], [last], [first, last], [last]):
            for document in anew:
                rereading.begin(connection, document, [1], None)
            assert dossiers.ready_to_deposit(connection, dossier=kept.dossier) == []
            for document in anew:
                documents.set_state(connection, document, DocumentState.MADE)
            ((dossier, newest, rereads),) = dossiers.ready_to_deposit(connection, dossier=kept.dossier)
            assert (dossier, newest) == (kept.dossier, anew[-1])
            assert (newest, rereads) not in named
            named.add((newest, rereads))
            for document in anew:
                documents.set_state(connection, document, DocumentState.INDEXED)
