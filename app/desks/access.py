"""The desk that says who may see a dossier or a document; the index hears of it by steps that survive failures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adapters.catalogue import access, conditional, documents, dossiers, events
from app.desks.frozen import require_not_frozen, share_holds
from app.desks.reading_room import no_document, no_dossier
from app.desks.view_record import ViewRecord
from app.steps.joining import hold
from app.steps.outcome import turn_of
from archive.change_access import not_stricter
from archive.ports import AccessDesk
from records.errors import Forbidden, Sentence
from records.identifiers import BatchId, DossierId, uuid7
from records.reader import Capability

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import sqlalchemy as sa

    from app.steps.outcome import Turn
    from app.wiring import Parts
    from archive.change_access import AccessChange, AccessRule, DocumentAccessChange, DocumentRule
    from records.conditional_access import ConditionalQuery, ConditionalRecord
    from records.identifiers import DocumentId
    from records.reader import Reader


class CatalogueAccessDesk(AccessDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts, record: ViewRecord | None = None) -> None:
        self._parts = parts
        self._record = record or ViewRecord(parts)

    def change(self, reader: Reader, dossier: DossierId, change: AccessChange) -> AccessRule:
        with self._parts.catalogue.begin(readonly=True) as connection:
            batch = BatchId(self._seen(connection, reader, dossier).batch_id)
        _require_deciding(reader)
        with turn_of(self._parts, batch) as turn:
            share_holds(turn.connection)
            hold(turn, dossier)
            found = self._seen(turn.connection, reader, dossier)
            before = access.rule_of(found)
            if before != change.rule:
                if not change.rule.stricter_or_same(before):
                    require_not_frozen(turn.connection, dossier)
                self._put(turn, reader, dossier, before, change)
        return change.rule

    def change_document(self, reader: Reader, document: DocumentId, change: DocumentAccessChange) -> DocumentRule:
        with self._parts.catalogue.begin(readonly=True) as connection:
            dossier = self._dossier_of(connection, reader, document)
            batch = BatchId(dossiers.row(connection, dossier).batch_id)
        _require_deciding(reader)
        with turn_of(self._parts, batch) as turn:
            share_holds(turn.connection)
            hold(turn, dossier)
            self._dossier_of(turn.connection, reader, document)
            found = dossiers.row(turn.connection, dossier)
            own, whole = access.own_rule_of(documents.row(turn.connection, document)), access.rule_of(found)
            until = change.rule.restricted_until
            if until is not None and until != own.restricted_until and until < (whole.restricted_until or until):
                raise not_stricter()
            if own != change.rule:
                if not change.rule.within(whole).stricter_or_same(own.within(whole)):
                    require_not_frozen(turn.connection, dossier)
                self._put_on_document(turn, reader, document, own, change)
        return change.rule

    def conditional(
        self, reader: Reader, query: ConditionalQuery
    ) -> tuple[Sequence[ConditionalRecord], tuple[str, str] | None]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            more = replace(query, limit=query.limit + 1)
            found = conditional.listed(connection, reader, self._parts.clock.today(), more)
        shown = found[: query.limit]
        self._record.looked(reader, {one.dossier for one in shown if one.document}, "dossier")
        return shown, shown[-1].place if len(found) > len(shown) else None

    def _put(self, turn: Turn, reader: Reader, dossier: DossierId, before: AccessRule, change: AccessChange) -> None:
        access.put(turn.connection, dossier, change.rule)
        _tell_index(turn, access.indexed_documents(turn.connection, dossier))
        events.add(
            turn.connection,
            type="metadata modification",
            agent=reader.account,
            now=turn.now,
            subjects=[dossier],
            dossier=dossier,
            detail={
                "act": "access_changed",
                "access_level_before": before.level.value,
                "access_level": change.rule.level.value,
                "restricted_before": _day(before.restricted_until),
                "restricted_until": _day(change.rule.restricted_until),
                "why": change.reason,
            },
        )

    def _put_on_document(
        self, turn: Turn, reader: Reader, document: DocumentId, before: DocumentRule, change: DocumentAccessChange
    ) -> None:
        access.put_on_document(turn.connection, document, change.rule)
        dossier = DossierId(documents.dossier_row(turn.connection, document).id)
        _tell_index(turn, [one for one in access.indexed_documents(turn.connection, dossier) if one == document])
        # Of the document alone: who may not see it is not told of this either (``events.seen_of_dossier``).
        events.add(
            turn.connection,
            type="metadata modification",
            agent=reader.account,
            now=turn.now,
            subjects=[document],
            dossier=dossier,
            detail={
                "act": "document_access_changed",
                "access_level_before": before.level.value if before.level else "",
                "access_level": change.rule.level.value if change.rule.level else "",
                "restricted_before": _day(before.restricted_until),
                "restricted_until": _day(change.rule.restricted_until),
                "why": change.reason,
            },
        )

    def _seen(self, connection: sa.Connection, reader: Reader, dossier: DossierId) -> Any:
        found = dossiers.seen_by(connection, dossier, reader, self._parts.clock.today())
        if found is None:
            raise no_dossier()
        return found

    def _dossier_of(self, connection: sa.Connection, reader: Reader, document: DocumentId) -> DossierId:
        found = dossiers.dossier_of_document(connection, document, reader, self._parts.clock.today())
        if found is None:
            raise no_document()
        return found


def _tell_index(turn: Turn, which: Iterable[DocumentId]) -> None:
    mark = uuid7()
    # From this commit on searches pass over what the index shows by the older rule (``access.behind``).
    turn.then_first("index", *(f"{each}:{mark}" for each in which))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _require_deciding(reader: Reader) -> None:
    if Capability.DECIDE not in reader.capabilities:
        raise Forbidden(
            "access.not_allowed",
            Sentence("Tài khoản này không được đổi mức tiếp cận.", "This account may not change who sees a dossier."),
            Sentence("Đề nghị lưu trữ viên thực hiện.", "Ask an archivist to do it."),
        )
