"""An office with people who hand over and people who receive."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.schema import event
from app.desks.hand_over import CatalogueHandOverDesk
from records.reader import AccessLevel, Capability, Reader
from retention_rules.hand_over.model import Check, keep_back_order
from tests.contracts.retention_desk import OPERATOR, Office

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from records.identifiers import DossierId
    from retention_rules.hand_over.model import HandOver, KeepBack

TODAY = date(2026, 11, 20)
ENDED = date(2026, 3, 2)


def person(account: str, *can: Capability, unit: str = "u") -> Reader:
    return Reader(
        account=account,
        units=frozenset({unit}),
        levels=frozenset(AccessLevel),
        capabilities=frozenset({Capability.READ, *can}),
    )


LAN = person("lan-don-vi", Capability.HAND_OVER)
ARCHIVIST = person("thu", Capability.DECIDE, unit="*")
ONLY_READS = person("an")


class HandOverOffice(Office):
    """An office whose dossiers are kept 20 years: no rule fits them."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        super().__init__(catalogue, today)
        self.hand_over = CatalogueHandOverDesk(self.parts)

    def ended(self, name: str, on: date = ENDED, unit: str = "u") -> DossierId:
        made = self.dossier(name, ("", "Việc không có trong bảng"), unit=unit)
        self.desk.set_work_ended(OPERATOR, made, on)
        return made

    def submitted(self, *chosen: DossierId, by: Reader = LAN) -> HandOver:
        return self.hand_over.submit(by, name="Giao nộp 2026", dossiers=chosen)

    def received(self, *chosen: DossierId) -> HandOver:
        which = self.submitted(*chosen).id
        self.hand_over.check(ARCHIVIST, which, chosen, Check.ACCEPTED)
        return self.hand_over.receive(ARCHIVIST, which, number="07/BB-GNHS", received_on=self.clock.day)

    def acts(self, dossier: DossierId) -> list[str]:
        with self.catalogue.begin(readonly=True) as connection:
            rows = connection.execute(
                sa.select(event.c.detail).where(event.c.dossier_id == dossier.value).order_by(event.c.id)
            )
            return [detail["act"] for (detail,) in rows if "act" in detail]


def order(*chosen: DossierId, until: date, today: date = TODAY, **told: Any) -> KeepBack:
    """A consent of the head, with what a test wants otherwise."""
    usual = {"number": "3/CV-UBND", "consented_on": today, "consented_by": "Chủ tịch", "reason": "Còn đối chiếu"}
    return keep_back_order(chosen, until=until, today=today, **{**usual, **told})
