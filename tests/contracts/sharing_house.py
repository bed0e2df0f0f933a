"""A house with the desk of references: what of a dossier belongs to several, and whether all is there."""

from __future__ import annotations

import io
import secrets
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue import documents, dossiers, events
from adapters.catalogue.schema_redaction import redaction
from app.desks.reading_room import CatalogueReadingRoom
from app.desks.references import CatalogueReferenceDesk
from app.files_on_disk import made_key
from app.keep_locks import lock_deposited, settle
from app.operations.compare_store import compare_store
from archive import layout
from archive.check_fixity import check_fixity
from archive.deposit import deposit as write_version
from archive.model import Deposit, DepositFile
from records.findings import Verdict
from records.identifiers import Digest, DocumentId, DossierId, RedactionId
from search_api.query_language import parse
from tests.contracts.disposal_house import TODAY, House
from tests.contracts.disposal_office import HEAD
from tests.contracts.retention_desk import OPERATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.model import Reference
    from retention_rules.may_delete import Reason

LONG_AGO, LATELY = date(2015, 5, 1), date(2025, 5, 1)
WHY = "Căn cứ của quyết định 12/QĐ-UBND"


class Sharing:
    """A house with the desk of references."""

    def __init__(self, made: House) -> None:
        self.house, self.parts = made, made.parts
        self.desk = CatalogueReferenceDesk(made.parts)
        self.room = CatalogueReadingRoom(made.parts)

    def put(self, *originals: bytes, ended: date = LONG_AGO) -> tuple[DossierId, list[DocumentId]]:
        made = self.house.due(f"Q{secrets.token_hex(3)}", *(originals or (secrets.token_bytes(3000),)), ended=ended)
        return made, self.house.documents(made)

    def refer(self, to: DossierId, document: DocumentId) -> None:
        self.desk.refer(OPERATOR, to, document, WHY)

    def move(self, to: DossierId, document: DocumentId) -> None:
        self.desk.rehome(OPERATOR, to, document)
        self.house.work()

    def home(self, document: DocumentId) -> DossierId:
        with self.parts.catalogue.begin(readonly=True) as connection:
            return DossierId(documents.dossier_row(connection, document).id)

    def reasons(self, dossier: DossierId) -> tuple[Reason, ...]:
        return self.house.disposal.why_not(HEAD, dossier).reasons

    def original(self, document: DocumentId) -> bytes:
        _, _, content = self.room.original(OPERATOR, document)
        with content:
            return content.read()

    def found(self, document: DocumentId) -> list[DossierId]:
        """The dossiers that a search tells of, of the hits in this document."""
        answer = self.parts.index.search(parse("ông Nguyễn Văn Hết", today=TODAY), OPERATOR, today=TODAY, limit=1000)
        return [hit.dossier for hit in answer.hits if hit.document == document]

    def acts(self, dossier: DossierId) -> list[str]:
        with self.parts.catalogue.begin(readonly=True) as connection:
            told = events.of_dossier(connection, dossier)
        return [
            one.detail["act"]
            for one in told
            if "reference" in str(one.detail.get("act")) or "moved" in str(one.detail.get("act"))
        ]

    def sound(self) -> None:
        """Every package is what was deposited, and catalogue and store say the same."""
        with self.parts.catalogue.begin(readonly=True) as connection:
            known = dossiers.inventory_digests(connection)
        reports = list(check_fixity(self.parts.store, expected_inventories=known))
        assert {report.verdict for report in reports} <= {Verdict.PASSED}, [r.findings for r in reports if r.findings]
        assert known.keys() <= {report.dossier for report in reports}
        self.house.keep()
        assert [each.code for each in compare_store(self.parts)] == []


def told(found: Sequence[Reference]) -> list[tuple[DossierId, DocumentId, DossierId]]:
    return [(each.dossier, each.document.document, each.home) for each in found]


def redacted(one: Sharing, home: DossierId, document: DocumentId) -> RedactionId:
    """A redacted copy of the document lies in the package, as the step leaves it."""
    parts, which, files = one.parts, RedactionId.new(), []
    for path, content in ((layout.redacted_path(which), b"%PDF masked"), (layout.redaction_path(which), b"{}")):
        key, digest = made_key(document, path.rpartition("/")[2]), Digest.of(content)
        parts.store.put(key, io.BytesIO(content), digest)
        files.append(DepositFile(path=path, source=key, sha256=digest, size=len(content)))
    made = Deposit(dossier=home, files=tuple(files), descriptive=None, events=(), message="", account="lan")
    version = write_version(parts.store, made, now=parts.clock.now())
    plan = lock_deposited(parts, version)
    with parts.catalogue.begin() as connection:
        settle(connection, home, plan)
        dossiers.deposited(connection, home, version.version, version.inventory_sha512)
        row = documents.row(connection, document)
        connection.execute(
            sa.insert(redaction).values(
                id=which.value,
                document_id=document.value,
                state="made",
                masks=[],
                pdfa_digest=row.pdfa_digest,
                words_digest=row.words_digest,
                begun_by="lan",
                begun_at=parts.clock.now(),
                digest=files[0].sha256.hex,
                size=files[0].size,
            )
        )
    for each in files:
        parts.store.delete(each.source)
    return which
