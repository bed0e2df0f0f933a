"""The one gate: whether a dossier may be destroyed, and every reason why not.

Asked inside the transaction that destroys, with everything read there. It never asks a search
index, a cache or an earlier answer. Law 33/2024/QH15, Arts 16 and 36(4); Decree 30/2020, Annex VI,
IV.1(g); QCVN 12:2026/BCA 2.2.12.2.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from records.errors import Sentence
from retention_rules.disposal import IN_FORCE, ListState, fingerprint_of
from retention_rules.execution import ItemState
from retention_rules.model import AssignmentState, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from records.identifiers import DossierId, HoldId
    from retention_rules.disposal import DisposalList
    from retention_rules.model import Assignment


class Reason(StrEnum):
    """Why a dossier may not be destroyed."""

    NOT_KEPT = "not_kept"
    ON_HOLD = "on_hold"
    NO_ASSIGNMENT = "no_assignment"
    NOT_CONFIRMED = "not_confirmed"
    NEVER_DUE = "never_due"
    NO_DATE = "no_date"
    NOT_DUE = "not_due"
    OUT_OF_DATE = "out_of_date"
    LINKED_LONGER = "linked_longer"
    REFERRED_TO = "referred_to"
    NOT_LISTED = "not_listed"
    CHANGED_SINCE_LISTED = "changed_since_listed"
    NOT_VOTED = "not_voted"
    NOT_APPRAISED = "not_appraised"
    NO_DECISION = "no_decision"
    ONE_PERSON = "one_person"
    NO_EXECUTOR = "no_executor"
    KEPT_BACK = "kept_back"
    AT_WORK = "at_work"
    LEASED = "leased"


AFTER_THE_VOTE = frozenset({Reason.NO_DECISION, Reason.NO_EXECUTOR, Reason.AT_WORK})
"""What can only be lacking while a list is not decided or nobody executes it, or passes: no reason not to decide."""
_OF_A_LIST = frozenset({Reason.NOT_LISTED, Reason.NOT_VOTED, Reason.ONE_PERSON, Reason.NOT_APPRAISED})
BEFORE_LISTING = _OF_A_LIST | AFTER_THE_VOTE
"""What is lacking before a dossier is on a list: no reason not to list it."""

_SAYS = {
    Reason.NOT_KEPT: Sentence("hồ sơ không ở trạng thái lưu giữ", "the dossier is not in the state of being kept"),
    Reason.ON_HOLD: Sentence("đang có lệnh giữ", "a hold is open over it"),
    Reason.NO_ASSIGNMENT: Sentence("chưa xác định thời hạn", "no period is assigned"),
    Reason.NOT_CONFIRMED: Sentence(
        "quy tắc hoặc mốc tính chưa được xác nhận", "its rule or its trigger is not confirmed"
    ),
    Reason.NEVER_DUE: Sentence("thời hạn này không bao giờ đến hạn", "a period of its kind never falls due"),
    Reason.NO_DATE: Sentence("còn chờ một sự kiện để tính ngày", "its date waits for an event"),
    Reason.NOT_DUE: Sentence("chưa đến hạn xem xét", "it is not due for appraisal"),
    Reason.OUT_OF_DATE: Sentence(
        "thời hạn đang ghi khác với kết quả tính lại ngay lúc này",
        "its period on record is not what follows from all that is known now",
    ),
    Reason.LINKED_LONGER: Sentence(
        "có liên kết với hồ sơ còn phải giữ lâu hơn", "it is linked to a dossier that is kept longer"
    ),
    Reason.REFERRED_TO: Sentence(
        "có văn bản mà hồ sơ khác dẫn chiếu; phải chuyển văn bản sang hồ sơ ấy trước",
        "another dossier refers to a document of it, which is to be moved there first",
    ),
    Reason.NOT_LISTED: Sentence("không có trong danh mục hủy", "it is on no disposal list"),
    Reason.CHANGED_SINCE_LISTED: Sentence(
        "thời hạn đã thay đổi từ khi lập danh mục", "its period has changed since it was listed"
    ),
    Reason.NOT_VOTED: Sentence("hội đồng chưa biểu quyết hủy", "the council has not voted to destroy it"),
    Reason.NOT_APPRAISED: Sentence(
        "chưa có ý kiến thẩm định của cơ quan có thẩm quyền", "the competent body has not appraised the list"
    ),
    Reason.NO_DECISION: Sentence("chưa có quyết định hủy", "there is no decision to destroy it"),
    Reason.ONE_PERSON: Sentence("một người làm hai việc trên cùng danh mục", "one person acts twice on the same list"),
    Reason.NO_EXECUTOR: Sentence("chưa có người thực hiện", "nobody is named who executes it"),
    Reason.KEPT_BACK: Sentence("đã được giữ lại với thời hạn mới", "it was kept back with a longer period"),
    Reason.AT_WORK: Sentence(
        "còn bước xử lý chưa xong, hoặc có tệp chờ người xem",
        "something of it is being worked on or waits for a person",
    ),
    Reason.LEASED: Sentence("thời hạn khóa của kho chưa hết", "the lease of the store still runs"),
}


def says(reason: Reason) -> Sentence:
    """The reason as a clause."""
    return _SAYS[reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """Everything the gate looks at, as it stands in the transaction that asks."""

    dossier: DossierId
    state: str
    """Of the dossier; ``kept`` is the only one that may be destroyed."""
    today: date
    """The civil date in Viet Nam."""
    assignment: Assignment | None
    worked_out: Assignment
    """What follows now from its documents, events, decisions and the schedule in force with its confirmations."""
    holds: Sequence[HoldId]
    """Over it, and over dossiers that refer to a document of it."""
    linked: Sequence[Assignment]
    """What follows now for the dossiers that it is linked to."""
    referred: bool = False
    """Another dossier that is not destroyed refers to a document of it."""
    listed: DisposalList | None
    """The list it would be destroyed by."""
    executor: str
    """Account that would destroy it; empty: nobody yet."""
    appraisal_needed: bool = False
    """The body is a source of a historical archive: nothing goes without an appraisal (Art. 16(3))."""
    at_work: bool = False
    """A step of it is left to be done, a file waits for a person, or its batch still takes files."""
    leased: bool = False
    """The store said, just before, that a lease runs on something of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer of the gate; only what has no reason against it may be destroyed."""

    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        return not self.reasons


def may_delete(facts: GateFacts) -> Verdict:
    """Every reason why not, in the order of ``Reason``; what is not known counts as a reason."""
    found = {*_of_the_period(facts), *_of_the_list(facts)}
    if facts.state != "kept":
        found.add(Reason.NOT_KEPT)
    if facts.holds:
        found.add(Reason.ON_HOLD)
    if any(_kept_longer(facts, other) for other in facts.linked):
        found.add(Reason.LINKED_LONGER)
    if facts.referred:
        found.add(Reason.REFERRED_TO)
    if facts.at_work:
        found.add(Reason.AT_WORK)
    if facts.leased:
        found.add(Reason.LEASED)
    return Verdict(reasons=tuple(reason for reason in Reason if reason in found))


def _of_the_period(facts: GateFacts) -> set[Reason]:
    made = facts.assignment
    if made is None:
        return {Reason.NO_ASSIGNMENT}
    found = set()
    if made.state is not AssignmentState.CONFIRMED or not made.rule.confirmed:
        found.add(Reason.NOT_CONFIRMED)
    # A rule that is no longer confirmed, or another schedule, counts before everything is worked out anew.
    if fingerprint_of(made) != fingerprint_of(facts.worked_out):
        found.add(Reason.OUT_OF_DATE)
    if made.rule.kind in {PeriodKind.PERMANENT, PeriodKind.NOT_A_RECORD}:
        found.add(Reason.NEVER_DUE)
    elif made.candidate_from is None or made.waiting_for is not None:
        found.add(Reason.NO_DATE)
    elif facts.today < made.candidate_from:
        found.add(Reason.NOT_DUE)
    return found


def _of_the_list(facts: GateFacts) -> set[Reason]:
    listed = facts.listed
    item = None if listed is None else listed.item(facts.dossier)
    if listed is None or item is None or listed.state is ListState.WITHDRAWN:
        return {Reason.NOT_LISTED}
    found = set()
    if facts.assignment is None or fingerprint_of(facts.assignment) != item.fingerprint:
        found.add(Reason.CHANGED_SINCE_LISTED)
    if not item.carried:
        found.add(Reason.NOT_VOTED)
    if item.state is ItemState.KEPT_BACK:
        found.add(Reason.KEPT_BACK)
    if facts.appraisal_needed and listed.appraisal is None:
        found.add(Reason.NOT_APPRAISED)
    if listed.state not in IN_FORCE or listed.decision is None:
        found.add(Reason.NO_DECISION)
    if not facts.executor:
        found.add(Reason.NO_EXECUTOR)
    if _somebody_twice(facts, listed):
        found.add(Reason.ONE_PERSON)
    return found


def _somebody_twice(facts: GateFacts, listed: DisposalList) -> bool:
    acting = [listed.proposed_by, *listed.council]
    acting += [listed.decision.by] if listed.decision else []
    acting += [facts.executor] if facts.executor else []
    voters = {member for item in listed.items for member, _, _ in item.votes}
    return len(set(acting)) < len(acting) or not voters <= set(listed.council)


def _kept_longer(facts: GateFacts, other: Assignment) -> bool:
    """Whether a linked dossier is kept on after today: what is not known to be over is."""
    if other.state is not AssignmentState.CONFIRMED or other.waiting_for is not None:
        return True
    if other.rule.kind is PeriodKind.NOT_A_RECORD:
        return False
    return other.candidate_from is None or other.candidate_from > facts.today
