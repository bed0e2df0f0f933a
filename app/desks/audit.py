"""The desk of the auditor: the trail of events, to be searched and taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts import refusals
from accounts.audit import TrailPage
from accounts.ports import AuditDesk
from adapters.catalogue import audit_trail, event_seals, events
from records.reader import Capability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.audit import TrailEvent, TrailQuestion
    from accounts.seal_trail import Seal
    from app.wiring import Parts
    from records.reader import Reader

_AT_ONCE = 1000


class CatalogueAuditDesk(AuditDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def events(self, reader: Reader, question: TrailQuestion, *, before: str = "", limit: int = 50) -> TrailPage:
        _require_auditor(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            found = audit_trail.found(connection, question, before=before, limit=limit + 1)
        more = len(found) > limit
        return TrailPage(events=tuple(found[:limit]), next=found[limit - 1].id if more else "")

    def sealed(self, reader: Reader) -> Seal | None:
        _require_auditor(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return event_seals.newest(connection)

    def export(self, reader: Reader, question: TrailQuestion) -> Iterator[TrailEvent]:
        _require_auditor(reader)
        with self._parts.catalogue.begin() as connection:
            events.add(
                connection,
                type="audit trail export",
                agent=reader.account,
                now=self._parts.clock.now(),
                subjects=[],
                detail=question.told(),
            )
        return self._all(question)

    def _all(self, question: TrailQuestion) -> Iterator[TrailEvent]:
        # A transaction a page: nobody's write waits for who reads slowly.
        before = ""
        while True:
            with self._parts.catalogue.begin(readonly=True) as connection:
                found = audit_trail.found(connection, question, before=before, limit=_AT_ONCE)
            yield from found
            if len(found) < _AT_ONCE:
                return
            before = found[-1].id


def _require_auditor(reader: Reader) -> None:
    if Capability.AUDIT not in reader.capabilities:
        raise refusals.not_an_administrator()
