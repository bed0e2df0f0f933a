"""A desk of retention on a real catalogue, with dossiers whose documents say what the test wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from adapters.catalogue import batches, documents, dossiers, files
from adapters.catalogue.schema import dossier as dossier_table
from app.desks.retention import CatalogueRetentionDesk
from app.steps.retain import assign_anew
from app.wiring import Parts
from ingest.limits import Limits
from ingest.model import DocumentState, DossierBy, FileCheck, FileState
from records.description import Description, Field, FieldProposal
from records.identifiers import Digest, DossierId
from records.ports.clock import Clock
from records.reader import local_operator

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from retention_rules.model import Assignment

OPERATOR = local_operator("lan")
PLANNING_LETTER = ("", "Công văn trao đổi về công tác quy hoạch")
"""Type and subject of a document that the built-in schedule keeps 5 years."""
LABOUR_CONTRACT = ("", "Hợp đồng lao động vụ việc")
"""5 years from the end of the contract."""
REGISTER = ("", "Sổ hộ tịch")
"""Permanent."""


@dataclass
class SetClock(Clock):
    """Stands still until it is set."""

    day: date

    def now(self) -> datetime:
        return datetime.combine(self.day, time(1), UTC)

    def today(self) -> date:
        return self.day


class Office:
    """An installation of which only the catalogue and the clock are used."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        self.catalogue = catalogue
        self.clock = SetClock(today)
        nothing = cast("Any", None)  # nor is a store asked for
        self.parts = Parts(
            settings=cast("Any", SimpleNamespace(historical_archive="")),
            profile=nothing,
            catalogue=catalogue,
            store=nothing,
            clock=self.clock,
            limits=Limits(max_bytes=1, max_pages=1),
        )
        self.desk = CatalogueRetentionDesk(self.parts)
        with catalogue.begin() as connection:
            self._batch = batches.add(
                connection, name="lô", dossier_by=DossierBy.FOLDER, unit="u", by="lan", now=self.clock.now()
            )

    def dossier(
        self, name: str, *documents_say: tuple[str, str], unit: str = "u", title: str = "Hồ sơ", code: str = ""
    ) -> DossierId:
        """A kept dossier with a document for each type and subject, and its assignment; its code is its name."""
        now = self.clock.now()
        with self.catalogue.begin() as connection:
            made = dossiers.of_grouping(
                connection, batch=self._batch, grouping=name, title=title, code=code or name, unit=unit, now=now
            )
        for number, (kind, subject) in enumerate(documents_say or (("", ""),)):
            self.document(made, f"{name}/{number}", kind, subject)
        return made

    def document(self, dossier: DossierId, name: str, kind: str, subject: str, issued_on: str = "") -> None:
        """One more document of the dossier, and the assignment that follows from it."""
        with self.catalogue.begin() as connection:
            digest = Digest(sha256(name.encode()).hexdigest())
            file, _ = files.add(
                connection,
                batch=self._batch,
                dossier=dossier,
                name=name,
                digest=digest,
                size=1,
                by="lan",
                now=self.clock.now(),
            )
            document = documents.add(connection, dossier=dossier, file=file, page_count=1)
            check = FileCheck(media_type="application/pdf", page_count=1, findings=(), signatures=())
            files.settle(connection, file, check, state=FileState.ACCEPTED, document=document)
            said = {Field.TYPE: kind, Field.SUBJECT: subject, Field.ISSUED_ON: issued_on}
            documents.described(connection, document, Description(proposals=_proposals(said)), "")
            documents.set_state(connection, document, DocumentState.INDEXED)
            dossiers.deposited(connection, dossier, 1, "")
        self.assign(dossier)

    def assign(self, dossier: DossierId) -> Assignment:
        """What the step ``retain`` does."""
        with self.catalogue.begin() as connection:
            return assign_anew(self.parts, connection, dossier, by="vankho")

    def move(self, dossier: DossierId, unit: str) -> None:
        """The body that made the dossier is dissolved; another takes its holdings."""
        with self.catalogue.begin() as connection:
            connection.execute(sa.update(dossier_table).where(dossier_table.c.id == dossier.value).values(unit=unit))


def _proposals(said: dict[Field, str]) -> tuple[FieldProposal, ...]:
    return tuple(
        FieldProposal(field=field, value=value, confidence=1.0, doubtful=False, page=None, box=None, evidence="")
        for field, value in said.items()
        if value
    )
