"""An office of a body that is a source of a historical archive, with people who transfer to it and who receive."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

from adapters.catalogue import dossiers
from app.desks.holds import CatalogueHoldDesk
from app.desks.schedules import CatalogueScheduleDesk
from app.desks.transfer import CatalogueTransferDesk
from app.reassess import reassess
from records.identifiers import Digest, DossierId, TransferId
from retention_rules.hand_over.transfer_clock import earliest_transfer
from retention_rules.holds import HoldGround, HoldScope, ScopeKind, hold_order
from tests.contracts.hand_over_office import ARCHIVIST, ENDED, TODAY, HandOverOffice
from tests.contracts.retention_desk import OPERATOR, REGISTER

if TYPE_CHECKING:
    from datetime import date

    from adapters.catalogue.engine import Catalogue
    from retention_rules.hand_over.transfer import Transfer

PLANNED = earliest_transfer(TODAY)
OTHER = replace(ARCHIVIST, account="hai")
PACKAGE = Digest.of(b"a package")


class TransferOffice(HandOverOffice):
    """A body that is a source of a historical archive, whose rule of registers is confirmed."""

    def __init__(self, catalogue: Catalogue, today: date, archive: str = "Lưu trữ lịch sử tỉnh") -> None:
        super().__init__(catalogue, today)
        self.parts = replace(self.parts, settings=SimpleNamespace(historical_archive=archive))  # type: ignore[arg-type]  # it asks for no other setting
        self.transfer = CatalogueTransferDesk(self.parts)

    def permanent(self, name: str) -> DossierId:
        """Kept permanently by a confirmed rule, and taken over by the current archive."""
        made = self.dossier(name, REGISTER)
        self.desk.set_work_ended(OPERATOR, made, ENDED)
        schedules = CatalogueScheduleDesk(self.parts)
        assigned = self.desk.assignment(OPERATOR, made)
        assert assigned is not None
        schedules.confirm(OPERATOR, [assigned.rule.id], source="Công báo")
        while reassess(self.parts, seconds=0):
            pass
        self.received(made)
        return made

    def registered(self, *chosen: DossierId) -> Transfer:
        return self.transfer.register(
            ARCHIVIST, name="Nộp 2027", dossiers=chosen, planned_on=earliest_transfer(self.clock.day)
        )

    def agreed(self, *chosen: DossierId) -> TransferId:
        which = self.registered(*chosen).id
        self.transfer.answer(ARCHIVIST, which, number="5/LTLS", answered_on=TODAY, agreed=True)
        return which

    def packaged(self, *chosen: DossierId) -> TransferId:
        which = self.agreed(*chosen)
        self.transfer.packaged(ARCHIVIST, which, dict.fromkeys(chosen, PACKAGE))
        return which

    def receive(self, which: TransferId, *chosen: DossierId, digest: Digest = PACKAGE) -> Transfer:
        digests = dict.fromkeys(chosen, digest)
        return self.transfer.receive(OTHER, which, number="9/BN", received_on=TODAY, digests=digests)

    def hold_it(self, dossier: DossierId) -> None:
        order = hold_order(
            name="Thanh tra",
            ground=HoldGround.INSPECTION,
            mandate_number="45/QĐ",
            mandate_date=TODAY,
            mandate_by="Thanh tra tỉnh",
            scopes=[HoldScope(kind=ScopeKind.DOSSIER, value=dossier.value)],
            today=TODAY,
        )
        CatalogueHoldDesk(self.parts).place(ARCHIVIST, order)

    def state(self, dossier: DossierId) -> str:
        with self.catalogue.begin(readonly=True) as connection:
            return str(dossiers.row(connection, dossier).state)
