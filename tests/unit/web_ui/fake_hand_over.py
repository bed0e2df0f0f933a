"""A desk of hand-over over invented dossiers, with a list in every state."""

# The port names arguments that this desk has no use for.
# ruff: noqa: ARG002

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from records.errors import Conflict, Sentence
from records.identifiers import DossierId, HandOverId
from retention_rules.hand_over.clock import Consent, HandOverClock, Standing, Start, standing
from retention_rules.hand_over.explain import explain_hand_over
from retention_rules.hand_over.model import (
    Check,
    Custody,
    HandOver,
    HandOverItem,
    HandOverState,
    KeptBackRow,
    Listed,
    Owed,
    OwedRow,
    Place,
    Receipt,
)
from retention_rules.hand_over.ports import HandOverDesk, TransferDesk
from tests.unit.web_ui.invented import NOW, TODAY, not_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.model import DossierView
    from records.identifiers import Digest, TransferId
    from records.reader import Reader
    from retention_rules.hand_over.model import KeepBack
    from retention_rules.hand_over.transfer import ToTransfer, Transfer
    from tests.unit.web_ui.fake_desks import World

_NO_DATE = HandOverClock(start=None, starts_on=None, target_on=None, limit_on=None, kept_back=None)
CLOCKS = (
    HandOverClock(
        start=Start.WORK_END,
        starts_on=date(2025, 10, 5),
        target_on=date(2025, 12, 4),
        limit_on=date(2026, 10, 5),
        kept_back=None,
    ),
    HandOverClock(
        start=Start.NEWEST_DOCUMENT,
        starts_on=date(2025, 12, 1),
        target_on=None,
        limit_on=date(2026, 12, 1),
        kept_back=Consent(number="3/CV-UBND", until=date(2028, 11, 30)),
    ),
    _NO_DATE,
)


class HandOvers(HandOverDesk):
    def __init__(self, world: World) -> None:
        self._world = world
        self._lists = [self._list(state) for state in HandOverState] if world.dossiers else []

    def owed(self, reader: Reader, *, standing: Standing | None = None, limit: int = 100, offset: int = 0) -> Owed:
        rows = [_row(one, CLOCKS[at % len(CLOCKS)]) for at, one in enumerate(self._world.dossiers)]
        counts = {which: sum(row.standing is which for row in rows) for which in Standing}
        shown = [row for row in rows if standing in {None, row.standing}]
        return Owed(
            as_of=TODAY,
            by_standing=tuple((which, count) for which, count in counts.items() if count),
            rows=tuple(shown[offset : offset + limit]),
        )

    def place(self, reader: Reader, dossier: DossierId) -> Place:
        clock = CLOCKS[0]
        return Place(
            custody=Custody.UNIT,
            since=None,
            receipt="",
            listed=self._lists[0].id if self._lists else None,
            clock=clock,
            standing=standing(clock, TODAY),
            says=explain_hand_over(clock),
        )

    def submit(self, reader: Reader, *, name: str, dossiers: Sequence[DossierId]) -> HandOver:
        if not dossiers:
            raise Conflict("hand_over.blocked", Sentence("Chưa chọn hồ sơ nào.", "None is chosen."), Sentence("", ""))
        self._world.acts.append(("submit", (name, tuple(dossiers))))
        return self._lists[0]

    def check(
        self, reader: Reader, which: HandOverId, dossiers: Sequence[DossierId], check: Check, *, reason: str = ""
    ) -> HandOver:
        self._world.acts.append(("check", (tuple(dossiers), check, reason)))
        return self.one(reader, which)

    def receive(self, reader: Reader, which: HandOverId, *, number: str, received_on: date) -> HandOver:
        self._world.acts.append(("receive", (number, received_on)))
        return self.one(reader, which)

    def withdraw(self, reader: Reader, which: HandOverId, why: str) -> HandOver:
        self._world.acts.append(("withdraw", why))
        return self.one(reader, which)

    def lists(self, reader: Reader, *, limit: int = 50, offset: int = 0) -> Sequence[HandOver]:
        return self._lists[offset : offset + limit]

    def one(self, reader: Reader, which: HandOverId) -> HandOver:
        found = next((one for one in self._lists if one.id == which), None)
        if found is None:
            raise not_found("hand_over.not_found")
        return found

    def keep_back(self, reader: Reader, order: KeepBack) -> None:
        self._world.acts.append(("keep_back", order))

    def kept_back(self, reader: Reader, *, limit: int = 1000, offset: int = 0) -> Sequence[KeptBackRow]:
        return [
            KeptBackRow(
                dossier=one.dossier,
                code=one.code,
                title=one.title,
                unit=one.unit,
                until=date(2028, 11, 30),
                number="3/CV-UBND",
                consented_on=date(2026, 11, 1),
                consented_by="Chủ tịch",
                reason="Còn dùng <b>đối chiếu</b>",
            )
            for one in self._world.dossiers[1:2]
        ]

    def _list(self, state: HandOverState) -> HandOver:
        items = [_item(one, list(Check)[at % 3]) for at, one in enumerate(self._world.dossiers)]
        items.append(replace(items[0], visible=False, listed=replace(items[0].listed, code="", title="")))
        if state is HandOverState.RETURNED:
            items = [replace(item, check=Check.REFUSED, reason="Thiếu <trang>") for item in items]
        received = state is HandOverState.RECEIVED
        return HandOver(
            id=HandOverId.new(),
            name=f"Giao nộp đợt <{state}>",
            unit="mot-cua",
            state=state,
            submitted_by="lan",
            submitted_at=NOW,
            digest="ab" * 32,
            items=tuple(items),
            receipt=Receipt(number="07/BB", received_on=TODAY, by="thu", at=NOW, digest="cd" * 32)
            if received
            else None,
            closed_why="Ghi nhầm" if state is HandOverState.WITHDRAWN else "",
        )


def _row(one: DossierView, clock: HandOverClock) -> OwedRow:
    return OwedRow(
        dossier=one.dossier,
        code=one.code,
        title=one.title,
        unit=one.unit,
        period="20",
        clock=clock,
        standing=standing(clock, TODAY),
        says=explain_hand_over(clock),
    )


def _item(one: DossierView, check: Check) -> HandOverItem:
    return HandOverItem(
        listed=Listed(
            dossier=one.dossier,
            code=one.code,
            title=one.title,
            first_on=date(2024, 1, 2),
            last_on=date(2025, 10, 5),
            period="VV",
            documents=3,
            pages=15,
            version=1,
            inventory_sha512="0123456789abcdef" * 8,
        ),
        check=check,
        reason="Thiếu trang 3" if check is Check.REFUSED else "",
    )


class NoTransfers(TransferDesk):
    """No transfer in the invented world; its pages are tested over the real desk in ``tests/contracts``."""

    def to_transfer(self, reader: Reader, *, limit: int = 100, offset: int = 0) -> Sequence[ToTransfer]:
        return ()

    def register(self, reader: Reader, *, name: str, dossiers: Sequence[DossierId], planned_on: date) -> Transfer:
        raise not_found("transfer.not_found")

    def answer(self, reader: Reader, which: TransferId, *, number: str, answered_on: date, agreed: bool) -> Transfer:
        raise not_found("transfer.not_found")

    def packaged(self, reader: Reader, which: TransferId, packages: dict[DossierId, Digest]) -> Transfer:
        raise not_found("transfer.not_found")

    def receive(
        self, reader: Reader, which: TransferId, *, number: str, received_on: date, digests: dict[DossierId, Digest]
    ) -> Transfer:
        raise not_found("transfer.not_found")

    def give_up(self, reader: Reader, which: TransferId, why: str) -> Transfer:
        raise not_found("transfer.not_found")

    def lists(self, reader: Reader) -> Sequence[Transfer]:
        return ()

    def one(self, reader: Reader, which: TransferId) -> Transfer:
        raise not_found("transfer.not_found")
