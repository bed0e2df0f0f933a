"""A file of which a page could hardly be read is not shown as done without a word."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue import batches, documents, dossiers, files
from adapters.catalogue.plain import finding_to_plain
from adapters.catalogue.schema import page
from ingest.model import DossierBy, FileCheck, FileState
from records.errors import Sentence
from records.findings import Finding, Severity
from records.identifiers import Digest
from records.reader import local_operator
from tests.contracts import catalogues

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
WORDS = Sentence("Câu.", "Sentence.")


@pytest.mark.parametrize(
    ("code", "counted"),
    [("page.doubtful_reading", 1), ("page.no_words", 1), ("page.blank", 0), ("page.low_resolution", 0)],
)
def test_pages_hardly_readable_are_counted(migrated: Catalogue, code: str, counted: int) -> None:
    catalogue = catalogues.emptied(migrated)
    finding = Finding(code=code, severity=Severity.WARNING, says=WORDS, hint=WORDS)
    with catalogue.begin() as connection:
        batch = batches.add(connection, name="lô", dossier_by=DossierBy.FOLDER, unit="u", by="ai", now=NOW)
        place = dossiers.of_grouping(connection, batch=batch, grouping="a", title="t", code="", unit="u", now=NOW)
        file, _ = files.add(
            connection, batch=batch, dossier=place, name="a.jpg", digest=Digest("1" * 64), size=1, by="ai", now=NOW
        )
        document = documents.add(connection, dossier=place, file=file, page_count=2)
        check = FileCheck(media_type="image/jpeg", page_count=2, findings=(), signatures=())
        files.settle(connection, file, check, state=FileState.ACCEPTED, document=document)
        connection.execute(
            sa.update(page).where(page.c.number == 2).values(state="read", findings=[finding_to_plain(finding)])
        )
        (view,) = files.views(connection, batch, local_operator("ai"), NOW.date(), limit=9, offset=0)
    assert view.pages_doubtful == counted
