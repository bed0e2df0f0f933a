"""A dossier says which of the files handed over with it are not in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from adapters.catalogue import batches, documents, dossiers, files
from archive.model import LeftOut
from ingest.model import DocumentState, DossierBy, FileCheck, FileState
from records.errors import Sentence
from records.findings import Finding, refusal
from records.identifiers import Digest
from records.reader import Capability, local_operator
from tests.contracts import catalogues

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
BROKEN = refusal("file.broken", "Tệp hỏng.", "Broken.", Sentence("Quét lại.", "Scan again."))
SECRET = refusal("document.secrecy_mark", "Có dấu mật.", "Secret.", Sentence("Báo.", "Tell."))


def test_refused_and_quarantined_files_are_told_and_those_that_came_again_are_not(migrated: Catalogue) -> None:
    catalogue = catalogues.emptied(migrated)
    with catalogue.begin() as connection:
        batch = batches.add(connection, name="lô", dossier_by=DossierBy.FOLDER, unit="u", by="ai", now=NOW)
        place = dossiers.of_grouping(connection, batch=batch, grouping="a", title="t", code="", unit="u", now=NOW)

        def arrive(name: str, digest: str, finding: Finding | None = None) -> None:
            file, _ = files.add(
                connection, batch=batch, dossier=place, name=name, digest=Digest(digest * 64), size=1, by="ai", now=NOW
            )
            if finding is SECRET:
                files.quarantine(connection, file, finding)
            elif finding is not None:
                files.refuse(connection, file, finding)
            else:
                document = documents.add(connection, dossier=place, file=file, page_count=1)
                check = FileCheck(media_type="application/pdf", page_count=1, findings=(), signatures=())
                files.settle(connection, file, check, state=FileState.ACCEPTED, document=document)
                documents.set_state(connection, document, DocumentState.MADE)

        arrive("a/1.pdf", "1")
        arrive("a/2.pdf", "2", BROKEN)
        arrive("a/3.pdf", "3", SECRET)
        arrive("a/4.pdf", "4", BROKEN)
        arrive("a/4.pdf", "5")
    clerk = local_operator("lan")
    visitor = replace(clerk, capabilities=frozenset({Capability.CHECK}))
    with catalogue.begin(readonly=True) as connection:
        shown = dossiers.view(connection, place, clerk, date(2026, 3, 1))
        less = dossiers.view(connection, place, visitor, date(2026, 3, 1))
    assert shown is not None
    assert less is not None
    refused = LeftOut(name="a/2.pdf", quarantined=False, why=BROKEN)
    assert shown.left_out == (refused, LeftOut(name="a/3.pdf", quarantined=True, why=SECRET))
    assert less.left_out == (refused, LeftOut(name="", quarantined=True, why=None))
