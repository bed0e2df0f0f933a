"""Disposal lists as people read them, on the catalogue; what the gate says is asked anew each time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from accounts.roles import capabilities_of
from adapters.catalogue import disposal, execution, locks, schedules
from adapters.catalogue import disposal_sheets as catalogue
from app.desks.disposal import CatalogueDisposalDesk, ask_gate
from app.desks.retention import require_deciding
from records.reader import Capability
from retention_rules.disposal import fingerprint_of
from retention_rules.execution import NOT_BEGUN, ItemState
from retention_rules.forms.ports import DisposalSheets
from retention_rules.forms.sheet import Candidate, Candidates, Member, Pick, Sheet, SheetItem, picked
from retention_rules.may_delete import BEFORE_LISTING, Reason, may_delete

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import sqlalchemy as sa

    from app.wiring import Parts
    from records.identifiers import DisposalListId, DossierId
    from records.reader import Reader
    from retention_rules.disposal import DisposalList, Item
    from retention_rules.forms.sheet import Described, DueFilter

_AT_ONCE = 100


class CatalogueDisposalSheets(DisposalSheets):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._lists = CatalogueDisposalDesk(parts)

    def sheet(self, reader: Reader, which: DisposalListId, *, pick: Pick, limit: int = 50, offset: int = 0) -> Sheet:
        listed = self._lists.one(reader, which)
        today = self._parts.clock.today()
        # Not readonly: the gate is asked as whoever destroys asks it, with everything held.
        with self._parts.catalogue.begin() as connection:
            chosen = picked(listed, pick, reader.account)
            shown = chosen[offset : offset + limit]
            # What is settled, or on its way, is asked for no more; nor is anything of a list that leads nowhere.
            asked = (
                []
                if listed.withdrawal
                else [item for _, item in shown if item.standing(listed.state) in {ItemState.LISTED, *NOT_BEGUN}]
            )
            reasons = self._reasons(connection, asked)
            sheet = self._sheet(connection, reader, listed, shown, reasons=reasons, today=today)
            return replace(sheet, matching=len(chosen))

    def whole(self, reader: Reader, which: DisposalListId) -> Sheet:
        listed = self._lists.one(reader, which)
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            return self._sheet(connection, reader, listed, picked(listed, Pick.ALL, ""), reasons={}, today=today)

    def candidates(self, reader: Reader, wanted: DueFilter, *, limit: int = 50, offset: int = 0) -> Candidates:
        require_deciding(reader)
        today = self._parts.clock.today()
        with self._parts.catalogue.begin() as connection:
            ids = catalogue.due(connection, reader, today, wanted, limit=limit, offset=offset)
            reasons = self._gate(connection, ids)
            seen = catalogue.described(connection, reader, today, ids)
            periods = catalogue.in_force(connection, ids)
            listed = catalogue.on_open_list(connection, ids)
            leases = locks.leases(connection, ids, today)
            matching = catalogue.due_count(connection, reader, today, wanted)
            return Candidates(
                rows=tuple(
                    Candidate(
                        described=seen[each],
                        assignment=periods[each],
                        reasons=reasons[each][0],
                        on_list=listed.get(each),
                        leased_until=leases.get(each),
                    )
                    for each in ids
                ),
                matching=matching,
                not_yet=catalogue.due_count(connection, reader, today, replace(wanted, confirmed=False)) - matching,
                units=catalogue.due_units(connection, reader, today),
                years=catalogue.due_years(connection, reader, today),
            )

    def listable(
        self, reader: Reader, wanted: DueFilter, *, limit: int
    ) -> tuple[Sequence[DossierId], Mapping[Reason, int]]:
        require_deciding(reader)
        today = self._parts.clock.today()
        found: list[DossierId] = []
        refused: Counter[Reason] = Counter()
        offset = 0
        while len(found) < limit:
            # A transaction a hundred: everything they hold is let go of in between.
            with self._parts.catalogue.begin() as connection:
                ids = catalogue.due(connection, reader, today, wanted, limit=_AT_ONCE, offset=offset)
                reasons = self._gate(connection, ids)
                listed = catalogue.on_open_list(connection, ids)
            refused.update(reason for each in ids for reason in reasons[each][0])
            found += [each for each in ids if not reasons[each][0] and each not in listed]
            offset += len(ids)
            if len(ids) < _AT_ONCE:
                break
        return found[:limit], refused

    def described(self, reader: Reader, which: Sequence[DossierId]) -> Mapping[DossierId, Described]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return catalogue.described(connection, reader, self._parts.clock.today(), which)

    def members(self, reader: Reader) -> Sequence[Member]:
        require_deciding(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            people = catalogue.people(connection)
        return [
            Member(account=one.name, full_name=one.full_name)
            for one in people
            if one.name != reader.account and Capability.VOTE in capabilities_of(one.rights.roles)
        ]

    @staticmethod
    def _sheet(
        connection: sa.Connection,
        reader: Reader,
        listed: DisposalList,
        shown: Sequence[tuple[int, Item]],
        *,
        reasons: Mapping[DossierId, tuple[Reason, ...]],
        today: date,
    ) -> Sheet:
        ids = [item.dossier for _, item in shown]
        seen = catalogue.described(connection, reader, today, ids)
        periods = catalogue.in_force(connection, ids)
        leases = locks.leases(connection, ids, today)
        return Sheet(
            listed=listed,
            names=catalogue.full_names(connection, _everybody(listed)),
            items=tuple(
                SheetItem(
                    number=number,
                    item=item,
                    described=seen.get(item.dossier),
                    assignment=periods.get(item.dossier) if item.dossier in seen else None,
                    reasons=reasons.get(item.dossier, ()),
                    # Of a list that was withdrawn, another may have destroyed it since.
                    left=None if item.dossier in seen else execution.tombstone_of(connection, item.dossier),
                    leased_until=leases.get(item.dossier),
                )
                for number, item in shown
            ),
            matching=len(shown),
            today=today,
        )

    def _gate(
        self, connection: sa.Connection, ids: Sequence[DossierId]
    ) -> dict[DossierId, tuple[tuple[Reason, ...], str]]:
        """What keeps each off a list, and the fingerprint of its period."""
        schedules.share(connection)
        disposal.hold_with_linked(connection, ids)
        found = {}
        for each in sorted(ids):
            facts = ask_gate(self._parts, connection, each, on_list=None)
            left = tuple(reason for reason in may_delete(facts).reasons if reason not in BEFORE_LISTING)
            found[each] = (left, "" if facts.assignment is None else fingerprint_of(facts.assignment))
        return found

    def _reasons(self, connection: sa.Connection, items: Sequence[Item]) -> dict[DossierId, tuple[Reason, ...]]:
        gate = self._gate(connection, [item.dossier for item in items])
        found = {}
        for item in items:
            reasons, fingerprint = gate[item.dossier]
            changed = fingerprint != item.fingerprint
            found[item.dossier] = (*reasons, Reason.CHANGED_SINCE_LISTED) if changed else reasons
        return found


def _everybody(listed: DisposalList) -> Iterable[str]:
    yield listed.proposed_by
    yield from listed.council
    yield listed.executor
    if listed.decision:
        yield listed.decision.by
    if listed.withdrawal:
        yield listed.withdrawal.by
    for item in listed.items:
        yield from (member for member, _, _ in item.votes)
