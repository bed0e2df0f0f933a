"""An office with the people that a disposal takes, and dossiers that are due by a confirmed rule."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from adapters.catalogue import batches
from app.desks.disposal import CatalogueDisposalDesk, ask_gate
from app.desks.holds import CatalogueHoldDesk
from app.desks.schedules import CatalogueScheduleDesk
from app.reassess import reassess
from records.reader import AccessLevel, Capability, Reader
from retention_rules.disposal import Vote
from retention_rules.holds import HoldGround, HoldScope, ScopeKind, hold_order
from retention_rules.may_delete import Verdict, may_delete
from tests.contracts.retention_desk import OPERATOR, PLANNING_LETTER, Office

if TYPE_CHECKING:
    import sqlalchemy as sa

    from adapters.catalogue.engine import Catalogue
    from records.identifiers import DisposalListId, DossierId, HoldId
    from retention_rules.disposal import DisposalList

LETTER_RULE = "TT10-2022-0002"
"""Of the schedule that comes with Vankho: 5 years, planning letters."""
COUNCIL = ("b", "c", "d")
EXECUTOR = "f"


def person(account: str, *can: Capability) -> Reader:
    return Reader(
        account=account,
        units=frozenset({"*"}),
        levels=frozenset(AccessLevel),
        capabilities=frozenset({Capability.READ, *can}),
    )


ARCHIVIST = person("a", Capability.DECIDE)
MEMBERS = tuple(person(account, Capability.VOTE) for account in COUNCIL)
HEAD = person("e", Capability.APPROVE)


class DisposalOffice(Office):
    """Everything beside the dossiers stands ready: the rule is confirmed."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        super().__init__(catalogue, today)
        with catalogue.begin() as connection:
            batches.seal(connection, self._batch)  # nothing of what still arrives is destroyed
        self.schedules = CatalogueScheduleDesk(self.parts)
        self.holds = CatalogueHoldDesk(self.parts)
        self.disposal = CatalogueDisposalDesk(self.parts)
        self.confirm()

    def confirm(self) -> None:
        rule = self.schedules.in_force(OPERATOR).schedule.rules[1].id
        self.schedules.confirm(OPERATOR, [rule], source="Công báo")
        self.reassessed()

    def reassessed(self) -> None:
        while reassess(self.parts, seconds=0):
            pass

    def due(self, name: str, ended: date = date(2018, 5, 1)) -> DossierId:
        """A dossier kept five years from the end of its work."""
        made = self.dossier(name, PLANNING_LETTER)
        self.desk.set_work_ended(OPERATOR, made, ended)
        return made

    def listed(self, *dossiers: DossierId) -> DisposalList:
        return self.disposal.propose(ARCHIVIST, name="Hủy 2026", dossiers=dossiers, council=COUNCIL)

    def voted(self, which: DisposalListId, *votes: Vote) -> None:
        for item in self.disposal.one(HEAD, which).items:
            for member, vote in zip(MEMBERS, votes or (Vote.DESTROY,) * 3, strict=True):
                self.disposal.vote(member, which, item.dossier, vote)

    def decided(self, which: DisposalListId) -> DisposalList:
        return self.disposal.decide(HEAD, which, number="1/QĐ", decided_on=self.clock.day)

    def approved(self, *dossiers: DossierId) -> DisposalListId:
        """A list that went the whole way."""
        which = self.listed(*dossiers).id
        self.voted(which)
        self.decided(which)
        return which

    def place(self, dossier: DossierId) -> HoldId:
        order = hold_order(
            name="Thanh tra",
            ground=HoldGround.INSPECTION,
            mandate_number="45/QĐ-TTr",
            mandate_date=self.clock.day,
            mandate_by="Thanh tra tỉnh",
            scopes=[HoldScope(kind=ScopeKind.DOSSIER, value=dossier.value)],
            today=self.clock.day,
        )
        return self.holds.place(ARCHIVIST, order).id

    def gate(self, dossier: DossierId, which: DisposalListId | None, executor: str = EXECUTOR) -> Verdict:
        """As whoever destroys asks it."""
        with self.catalogue.begin() as connection:
            return self.asked(connection, dossier, which, executor)

    def asked(
        self, connection: sa.Connection, dossier: DossierId, which: DisposalListId | None, executor: str = EXECUTOR
    ) -> Verdict:
        return may_delete(ask_gate(self.parts, connection, dossier, on_list=which, executor=executor))
