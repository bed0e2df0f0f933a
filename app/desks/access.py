"""The desk that says who may see a dossier; the index hears of it by steps that survive whatever fails."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from adapters.catalogue import access, dossiers, events
from app.desks.frozen import require_not_frozen, share_holds
from app.desks.reading_room import no_dossier
from app.steps.joining import hold
from app.steps.outcome import turn_of
from archive.change_access import AccessRule
from archive.ports import AccessDesk
from records.errors import Forbidden, Sentence
from records.identifiers import BatchId, uuid7
from records.reader import AccessLevel, Capability

if TYPE_CHECKING:
    import sqlalchemy as sa

    from app.steps.outcome import Turn
    from app.wiring import Parts
    from archive.change_access import AccessChange
    from records.identifiers import DossierId
    from records.reader import Reader


class CatalogueAccessDesk(AccessDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def change(self, reader: Reader, dossier: DossierId, change: AccessChange) -> AccessRule:
        with self._parts.catalogue.begin(readonly=True) as connection:
            batch = BatchId(self._seen(connection, reader, dossier).batch_id)
        if Capability.DECIDE not in reader.capabilities:
            raise _not_allowed()
        with turn_of(self._parts, batch) as turn:
            share_holds(turn.connection)
            hold(turn, dossier)
            found = self._seen(turn.connection, reader, dossier)
            before = AccessRule(level=AccessLevel(found.access_level), restricted_until=found.restricted_until)
            if before != change.rule:
                if not _stricter(before, change.rule):
                    require_not_frozen(turn.connection, dossier, found.code)
                self._put(turn, reader, dossier, before, change)
        return change.rule

    def _put(self, turn: Turn, reader: Reader, dossier: DossierId, before: AccessRule, change: AccessChange) -> None:
        access.put(turn.connection, dossier, change.rule)
        mark = uuid7()
        # From this commit on searches pass over what the index shows by the older rule (``access.behind``).
        turn.then_first("index", *(f"{each}:{mark}" for each in access.indexed_documents(turn.connection, dossier)))
        until = change.rule.restricted_until
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
                "restricted_before": before.restricted_until.isoformat() if before.restricted_until else "",
                "restricted_until": until.isoformat() if until else "",
                "why": change.reason,
            },
        )

    def _seen(self, connection: sa.Connection, reader: Reader, dossier: DossierId) -> Any:
        found = dossiers.seen_by(connection, dossier, reader, self._parts.clock.today())
        if found is None:
            raise no_dossier()
        return found


def _stricter(before: AccessRule, after: AccessRule) -> bool:
    """Whether nobody sees it after who did not before."""
    until = date.min
    return after.level >= before.level and (after.restricted_until or until) >= (before.restricted_until or until)


def _not_allowed() -> Forbidden:
    return Forbidden(
        "access.not_allowed",
        Sentence("Tài khoản này không được đổi mức tiếp cận.", "This account may not change who sees a dossier."),
        Sentence("Đề nghị lưu trữ viên thực hiện.", "Ask an archivist to do it."),
    )
