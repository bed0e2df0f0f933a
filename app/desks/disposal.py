"""The desk of disposal: lists are proposed, voted on and decided; ``execution`` executes them.

Every step asks the one gate (``retention_rules.may_delete``) in its own transaction, and nobody acts
twice on one list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import disposal, dossiers, events, locks, schedules
from app.desks.council import require_seeing
from app.desks.reading_room import no_dossier
from app.desks.retention import require_deciding
from app.steps.retain import work_out
from records.errors import Conflict, Forbidden, InvalidInput, NotFound, Sentence
from records.incomplete import MEND_IT, NO_DOSSIER, REASON, day_lacks, in_one, lacks, missing, too_many
from records.reader import Capability
from retention_rules.disposal import Appraisal, Decision, Item, ListState, Withdrawal, fingerprint_of
from retention_rules.disposal_ports import DisposalDesk
from retention_rules.may_delete import AFTER_THE_VOTE, BEFORE_LISTING, may_delete, says

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import sqlalchemy as sa

    from app.wiring import Parts
    from records.identifiers import DisposalListId, DossierId
    from records.reader import Reader
    from retention_rules.disposal import DisposalList, Vote
    from retention_rules.may_delete import GateFacts, Reason, Verdict

FEWEST_MEMBERS = 3
"""The number that Circular 06/2025/TT-BNV asks for was not seen; of three, two can outvote one."""
MOST_ITEMS = 10_000


def ask_gate(
    parts: Parts,
    connection: sa.Connection,
    dossier: DossierId,
    *,
    on_list: DisposalListId | None,
    executor: str = "",
    leased: bool = False,
) -> GateFacts:
    """The facts of the gate; what they say holds until this transaction ends.

    Whoever destroys asks here, in the transaction in which it destroys, and nowhere else.
    """
    schedules.share(connection)
    return disposal.gate_facts(
        connection,
        dossier,
        on_list=on_list,
        executor=executor,
        work_out=lambda each: work_out(parts, connection, each),
        today=parts.clock.today(),
        leased=leased,
        appraisal_needed=bool(parts.settings.historical_archive),
    )


class CatalogueDisposalDesk(DisposalDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def why_not(self, reader: Reader, dossier: DossierId) -> Verdict:
        # Not readonly: the gate is asked as whoever destroys asks it, with everything held.
        with self._parts.catalogue.begin() as connection:
            self._require_seen(connection, reader, dossier)
            newest = disposal.newest_with(connection, dossier)
            return may_delete(ask_gate(self._parts, connection, dossier, on_list=newest))

    def propose(
        self, reader: Reader, *, name: str, dossiers: Sequence[DossierId], council: Sequence[str]
    ) -> DisposalList:
        require_deciding(reader)
        members = list(dict.fromkeys(" ".join(member.split()) for member in council))
        chosen = sorted(set(dossiers))
        lacking = lacks(
            (not name.strip(), missing("tên danh mục", "the name of the list")),
            (not chosen, NO_DOSSIER),
            (len(chosen) > MOST_ITEMS, too_many(MOST_ITEMS)),
            ("" in members, missing("tên một thành viên hội đồng", "the name of a member of the council")),
            (len(members) < FEWEST_MEMBERS, _council_of(len(members))),
        )
        if lacking:
            raise _incomplete(*lacking)
        if reader.account in members:
            raise one_person()
        now = self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            items = []
            for dossier in chosen:
                self._require_seen(connection, reader, dossier)
            require_seeing(connection, members, chosen, self._parts.clock.today())
            schedules.share(connection)
            disposal.hold_with_linked(connection, chosen)
            for dossier in chosen:
                facts = ask_gate(self._parts, connection, dossier, on_list=None)
                _require_nothing_but(BEFORE_LISTING, facts)
                assert facts.assignment is not None, "the gate has none without one"
                items.append(Item(dossier=dossier, fingerprint=fingerprint_of(facts.assignment)))
            made = disposal.add(
                connection, name=" ".join(name.split()), council=members, items=items, by=reader.account, now=now
            )
            for dossier in chosen:
                self._happened(connection, reader, "listed", made, dossier)
            return list_there(connection, made)

    def vote(
        self, reader: Reader, which: DisposalListId, dossier: DossierId, vote: Vote, said: str = ""
    ) -> DisposalList:
        with self._parts.catalogue.begin() as connection:
            found = self._open(connection, which)
            if Capability.VOTE not in reader.capabilities or reader.account not in found.council:
                raise not_yours()
            if found.item(dossier) is None:
                raise no_dossier()
            now, words = self._parts.clock.now(), " ".join(said.split())
            if not disposal.vote(connection, which, dossier, member=reader.account, say=vote, said=words, now=now):
                raise Conflict(
                    "disposal.voted",
                    Sentence("Đã biểu quyết mục này.", "You have voted on this item."),
                    Sentence("Phiếu không thay đổi được.", "A vote does not change."),
                )
            self._happened(connection, reader, f"voted_{vote.value}", which, dossier)
            return list_there(connection, which)

    def appraise(
        self, reader: Reader, which: DisposalListId, *, number: str, appraised_on: date, body: str
    ) -> DisposalList:
        require_deciding(reader)
        told, by = " ".join(number.split()), " ".join(body.split())
        lacking = lacks(
            (not told, missing("số văn bản thẩm định", "the number of the appraisal")),
            (not by, missing("cơ quan thẩm định", "who appraised")),
            day_lacks(appraised_on, self._parts.clock.today(), vi="ngày thẩm định", en="the day of the appraisal"),
        )
        if lacking:
            raise _incomplete(*lacking)
        with self._parts.catalogue.begin() as connection:
            self._open(connection, which)
            said = Appraisal(number=told, appraised_on=appraised_on, body=by, recorded_by=reader.account)
            disposal.appraise(connection, which, said)
            return list_there(connection, which)

    def withdraw(self, reader: Reader, which: DisposalListId, reason: str) -> DisposalList:
        require_deciding(reader)
        return self._taken_back(reader, which, reason, sent_back=False)

    def decline(self, reader: Reader, which: DisposalListId, reason: str) -> DisposalList:
        if Capability.APPROVE not in reader.capabilities:
            raise not_yours()
        return self._taken_back(reader, which, reason, sent_back=True)

    def _taken_back(self, reader: Reader, which: DisposalListId, reason: str, *, sent_back: bool) -> DisposalList:
        told = " ".join(reason.split())
        if not told:
            raise _incomplete(REASON)
        with self._parts.catalogue.begin() as connection:
            # In the order of all: the dossiers whose history tells of it come before the list.
            found = list_there(connection, which)
            disposal.hold_with_linked(connection, [item.dossier for item in found.items])
            found = self._open(connection, which)
            said = Withdrawal(by=reader.account, at=self._parts.clock.now(), reason=told, sent_back=sent_back)
            disposal.withdraw(connection, which, said)
            for item in found.items:
                self._happened(
                    connection, reader, "list_sent_back" if sent_back else "list_withdrawn", which, item.dossier
                )
            return list_there(connection, which)

    def decide(self, reader: Reader, which: DisposalListId, *, number: str, decided_on: date) -> DisposalList:
        with self._parts.catalogue.begin() as connection:
            # In the order of all: what the gate holds comes before the list.
            found = list_there(connection, which)
            schedules.share(connection)
            disposal.hold_with_linked(connection, [item.dossier for item in found.items])
            facts = [
                ask_gate(self._parts, connection, item.dossier, on_list=which) for item in found.items if item.carried
            ]
            found = self._open(connection, which)
            if Capability.APPROVE not in reader.capabilities:
                raise not_yours()
            if reader.account == found.proposed_by or reader.account in found.council:
                raise one_person()
            lacking = lacks(
                (not number.strip(), missing("số quyết định", "the number of the decision")),
                day_lacks(decided_on, self._parts.clock.today(), vi="ngày quyết định", en="the day of the decision"),
            )
            if lacking:
                raise _incomplete(*lacking)
            if any({member for member, _, _ in item.votes} != set(found.council) for item in found.items):
                raise _votes_missing()
            for each in facts:
                _require_nothing_but(AFTER_THE_VOTE, each)
            if len(facts) != sum(item.carried for item in found.items):
                raise _votes_missing()  # somebody voted between the two looks at the list
            decision = Decision(number=" ".join(number.split()), decided_on=decided_on, by=reader.account)
            disposal.decide(connection, which, decision, now=self._parts.clock.now())
            for each in facts:
                locks.ask(connection, each.dossier)
                self._happened(connection, reader, "destruction_decided", which, each.dossier)
            return list_there(connection, which)

    def lists(self, reader: Reader) -> Sequence[DisposalList]:
        require_part(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return disposal.every(connection)

    def one(self, reader: Reader, which: DisposalListId) -> DisposalList:
        require_part(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return list_there(connection, which)

    def link(self, reader: Reader, dossier: DossierId, other: DossierId, why: str) -> None:
        require_deciding(reader)
        reason = " ".join(why.split())
        same = Sentence("hai hồ sơ là một", "both dossiers are the same")
        lacking = lacks((dossier == other, same), (not reason, REASON))
        if lacking:
            raise _incomplete(*lacking)
        with self._parts.catalogue.begin() as connection:
            for each in (dossier, other):
                self._require_seen(connection, reader, each)
            now = self._parts.clock.now()
            if disposal.link(connection, dossier, other, why=reason, by=reader.account, now=now):
                for each in (dossier, other):
                    self._happened(connection, reader, "linked", dossier if each == other else other, each)

    def _require_seen(self, connection: sa.Connection, reader: Reader, dossier: DossierId) -> None:
        if dossiers.seen_by(connection, dossier, reader, self._parts.clock.today()) is None:
            raise no_dossier()

    @staticmethod
    def _open(connection: sa.Connection, which: DisposalListId) -> DisposalList:
        disposal.hold(connection, which)
        found = list_there(connection, which)
        require_standing(found)
        if found.state is not ListState.PROPOSED:
            raise Conflict(
                "disposal.decided",
                Sentence("Danh mục này đã có quyết định.", "The list is decided already."),
                Sentence("Xem lại danh mục.", "Look at the list again."),
            )
        return found

    def _happened(self, connection: sa.Connection, reader: Reader, act: str, about: object, dossier: DossierId) -> None:
        events.add(
            connection,
            type="policy assignment",
            agent=reader.account,
            now=self._parts.clock.now(),
            subjects=[dossier, about],
            dossier=dossier,
            detail={"act": act, "about": str(about)},
        )


def list_there(connection: sa.Connection, which: DisposalListId) -> DisposalList:
    """The list.

    Raises:
        NotFound (disposal.not_found): There is none such.
    """
    found = disposal.one(connection, which)
    if found is None:
        raise NotFound(
            "disposal.not_found",
            Sentence("Không có danh mục này.", "There is no such list."),
            Sentence("Xem các danh mục.", "Look at the lists."),
        )
    return found


def require_standing(found: DisposalList) -> None:
    """Refuse a list that was taken back.

    Raises:
        Conflict (disposal.withdrawn): Who took it back and why.
    """
    if found.withdrawal is not None:
        why = found.withdrawal.reason
        raise Conflict(
            "disposal.withdrawn",
            Sentence(f"Danh mục này đã được rút: {why}.", f"The list was withdrawn: {why}."),
            Sentence("Lập danh mục mới từ hồ sơ đến hạn.", "Make a new list of what is due."),
        )


def _require_nothing_but(allowed: frozenset[Reason], facts: GateFacts) -> None:
    left = [reason for reason in may_delete(facts).reasons if reason not in allowed]
    if left:
        vi = "; ".join(says(reason).vi for reason in left)
        en = "; ".join(says(reason).en for reason in left)
        raise Conflict(
            "disposal.blocked",
            Sentence(f"Hồ sơ {facts.dossier} không được hủy: {vi}.", f"{facts.dossier} may not be destroyed: {en}."),
            Sentence("Bỏ hồ sơ này khỏi danh mục mới.", "Make a list without this dossier."),
        )


def require_part(reader: Reader) -> None:
    """Refuse who has no part in disposal.

    Raises:
        Forbidden (disposal.not_allowed): The reader has none.
    """
    if not reader.capabilities & {Capability.DECIDE, Capability.VOTE, Capability.APPROVE, Capability.AUDIT}:
        raise not_yours()


def not_yours() -> Forbidden:
    return Forbidden(
        "disposal.not_allowed",
        Sentence("Tài khoản này không có vai trò đó trong danh mục.", "This account has no such part in the list."),
        Sentence("Đề nghị người có vai trò thực hiện.", "Ask whoever has that part."),
    )


def one_person() -> Forbidden:
    return Forbidden(
        "disposal.one_person",
        Sentence("Một người không làm hai việc trên cùng danh mục.", "Nobody acts twice on one list."),
        Sentence("Người khác phải làm bước này.", "Somebody else has to take this step."),
    )


def _incomplete(*lacking: Sentence) -> InvalidInput:
    return InvalidInput("disposal.incomplete", in_one(lacking), MEND_IT)


def _council_of(members: int) -> Sentence:
    return Sentence(
        f"hội đồng mới có {members} người, cần ít nhất {FEWEST_MEMBERS}",
        f"the council has {members} members and needs {FEWEST_MEMBERS} at least",
    )


def _votes_missing() -> Conflict:
    return Conflict(
        "disposal.votes_missing",
        Sentence("Chưa đủ phiếu của mọi thành viên cho mọi mục.", "Not every member has voted on every item."),
        Sentence("Chờ hội đồng biểu quyết xong.", "Wait until the council has voted."),
    )
