"""The desk of references: one document in several dossiers, lying in one of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from adapters.catalogue import documents, dossiers, events, references
from app.desks import reference_refusals as refuse
from app.desks.frozen import require_not_frozen, share_holds
from app.desks.reading_room import no_document, no_dossier
from app.desks.view_record import ViewRecord
from app.steps.outcome import turn_of
from app.steps.retain import assign_anew
from archive.masked_view import mask_dossier
from archive.model import Reference
from archive.ports import ReferenceDesk
from records.identifiers import BatchId, Digest, DocumentId, DossierId
from records.personal_data import mask
from records.reader import Capability

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from app.wiring import Parts
    from archive.model import DossierView
    from records.reader import Reader


class CatalogueReferenceDesk(ReferenceDesk):
    """On the catalogue; what is moved is moved by a step."""

    def __init__(self, parts: Parts, record: ViewRecord | None = None) -> None:
        self._parts = parts
        self._record = record or ViewRecord(parts)

    def references(self, reader: Reader, dossier: DossierId) -> Sequence[Reference]:
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            own = self._seen(connection, reader, dossier)
            rows = references.of_dossier(connection, dossier, reader, today)
            homes = {DossierId(r.home_id) for r in rows}
            views = {each: dossiers.view(connection, each, reader, today) for each in sorted(homes)}
        self._record.looked(reader, homes, "dossier")
        return [
            _reference(r, mask_dossier(home), dossier, own.code, own.title)
            for r in rows
            if (home := views[DossierId(r.home_id)]) is not None
        ]

    def referred(self, reader: Reader, dossier: DossierId) -> Sequence[Reference]:
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            self._seen(connection, reader, dossier)
            rows = references.to_dossier(connection, dossier, reader, today)
            home = dossiers.view(connection, dossier, reader, today) if rows else None
        if home is None:
            return []
        self._record.looked(reader, {DossierId(r.dossier_id) for r in rows}, "dossier")
        hidden = mask_dossier(home)
        return [_reference(r, hidden, DossierId(r.dossier_id), r.code, r.title) for r in rows]

    def refer(self, reader: Reader, dossier: DossierId, document: DocumentId, why: str) -> None:
        reason = " ".join(why.split())
        with self._parts.catalogue.begin() as connection:
            share_holds(connection)
            home = self._home(connection, reader, dossier, document)
            if not reason:
                raise refuse.no_reason()
            if home == dossier:
                raise refuse.own_dossier()
            row = documents.row(connection, document)
            if not documents.lies_in_archive(row) or not dossiers.row(connection, dossier).version:
                raise refuse.not_kept()
            if references.add(
                connection,
                dossier,
                document,
                digest=Digest(row.original_digest),
                why=reason,
                by=reader.account,
                now=self._parts.clock.now(),
            ):
                self._happened(connection, reader, dossier, home, document, act="reference_added", why=reason)
                assign_anew(self._parts, connection, dossier, by=reader.account)

    def withdraw(self, reader: Reader, dossier: DossierId, document: DocumentId) -> None:
        with self._parts.catalogue.begin() as connection:
            share_holds(connection)
            home, found = self._reference(connection, reader, dossier, document)
            require_not_frozen(connection, dossier)
            if found.moving_by:
                raise refuse.moving()
            references.remove(connection, dossier, document)
            self._happened(connection, reader, dossier, home, document, act="reference_withdrawn")
            assign_anew(self._parts, connection, dossier, by=reader.account)

    def rehome(self, reader: Reader, dossier: DossierId, document: DocumentId) -> None:
        with self._parts.catalogue.begin(readonly=True) as connection:
            batch = BatchId(self._seen(connection, reader, dossier).batch_id)
        with turn_of(self._parts, batch) as turn:
            share_holds(turn.connection)
            home, found = self._reference(turn.connection, reader, dossier, document)
            before, after = (dossiers.row(turn.connection, each) for each in (home, dossier))
            require_not_frozen(turn.connection, home)
            if found.moving_by:
                return
            if after.state != "kept":
                raise refuse.not_kept()
            if not documents.at_rest(documents.row(turn.connection, document)):
                raise refuse.at_work()
            if not _as_strict(before, after):
                raise refuse.would_open()
            references.begin_moving(turn.connection, dossier, document, reader.account)
            turn.then("rehome", f"{dossier}:{found.id}")

    def _seen(self, connection: sa.Connection, reader: Reader, dossier: DossierId) -> Any:
        found = dossiers.seen_by(connection, dossier, reader, self._parts.clock.today())
        if found is None:
            raise no_dossier()
        return found

    def _home(self, connection: sa.Connection, reader: Reader, dossier: DossierId, document: DocumentId) -> DossierId:
        """Where the document lies, as it stays until this transaction ends; both dossiers are held."""
        today = self._parts.clock.today()
        self._seen(connection, reader, dossier)
        home = dossiers.dossier_of_document(connection, document, reader, today)
        if home is None:
            raise no_document()
        if Capability.DECIDE not in reader.capabilities:
            raise refuse.not_allowed()
        for each in sorted({home, dossier}):
            dossiers.hold(connection, each)
        # What became of them while they were waited for.
        self._seen(connection, reader, dossier)
        if dossiers.dossier_of_document(connection, document, reader, today) != home:
            raise no_document()
        return home

    def _reference(
        self, connection: sa.Connection, reader: Reader, dossier: DossierId, document: DocumentId
    ) -> tuple[DossierId, Any]:
        """The home of the document and the row of the reference; both dossiers are held."""
        self._seen(connection, reader, dossier)
        # One that may not be seen is not admitted to be there.
        if dossiers.dossier_of_document(connection, document, reader, self._parts.clock.today()) is None:
            raise refuse.no_reference()
        home = self._home(connection, reader, dossier, document)
        found = references.one(connection, dossier, document)
        if found is None:
            raise refuse.no_reference()
        return home, found

    def _happened(
        self,
        connection: sa.Connection,
        reader: Reader,
        dossier: DossierId,
        home: DossierId,
        document: DocumentId,
        *,
        act: str,
        **detail: str,
    ) -> None:
        for each, other, said in ((dossier, home, act), (home, dossier, f"{act}_home")):
            events.add(
                connection,
                type="metadata modification",
                agent=reader.account,
                now=self._parts.clock.now(),
                subjects=[document, other],
                dossier=each,
                detail={"act": said, "about": other.value, **detail},
            )


def _reference(r: Any, home: DossierView, dossier: DossierId, code: str, title: str) -> Reference:
    return Reference(
        document=next(one for one in home.documents if one.document.value == r.document_id),
        home=home.dossier,
        home_code=home.code,
        home_title=home.title,
        dossier=dossier,
        code=code,
        title=mask(title),
        why=r.why,
        recorded_at=r.recorded_at,
        recorded_by=r.recorded_by,
        moving=bool(r.moving_by),
    )


def _as_strict(before: Any, after: Any) -> bool:
    """Whether nobody who is kept from the one by its level or its day may see the other."""
    never = date.min
    return after.access_level >= before.access_level and (after.restricted_until or never) >= (
        before.restricted_until or never
    )
