"""A period that the head of the body decided, with number and date of the decision.

Archives Law 33/2024/QH15, Art. 15(6): where no rule covers a record, the head decides. Where a
rule does, a decision may only keep longer. A dossier may hold records of both kinds: then the head
decides on those without a rule, and the longest period of all still holds for the dossier (Art. 15(4)).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from records.errors import InvalidInput, Sentence
from records.incomplete import MEND_IT, REASON, in_one, lacks, missing
from retention_rules.longest import DEFAULT_RULE_ID, length
from retention_rules.model import PeriodDecision, PeriodKind, Rule
from retention_rules.period import UnknownPeriod, read_period

if TYPE_CHECKING:
    from retention_rules.model import Assignment

DECISION_RULE_ID = "DECISION"
_DECISION_NO = "QĐ số "


def decide_period(
    period: str, *, number: str, decided_on: date, approved_by: str, reason: str, today: date
) -> PeriodDecision:
    """The decision as it is kept.

    Raises:
        InvalidInput (retention.unknown_period): Not a period a record may be kept for; ``0`` is none.
        InvalidInput (retention.decision_incomplete): Number, approver or reason is missing.
        InvalidInput (retention.decision_in_future): It is dated after ``today``.
    """
    try:
        read = read_period(period)
    except UnknownPeriod as problem:
        raise _unknown(problem.says) from problem
    if read.kind is PeriodKind.NOT_A_RECORD:
        raise _unknown(Sentence("Thời hạn 0 năm không phải là thời hạn lưu trữ.", "0 years is no retention period."))
    told = {"number": number.strip(), "approved_by": approved_by.strip(), "reason": " ".join(reason.split())}
    lacking = lacks(
        (not told["number"], missing("số quyết định", "the number of the decision")),
        (not told["approved_by"], missing("người ký", "who signed it")),
        (not told["reason"], REASON),
    )
    if lacking:
        raise decision_incomplete(*lacking)
    if decided_on > today:
        raise InvalidInput(
            "retention.decision_in_future",
            Sentence("Ngày quyết định chưa tới.", "The day of the decision has not come yet."),
            Sentence("Nhập ngày ghi trên quyết định.", "Enter the date that the decision carries."),
        )
    return PeriodDecision(period=read.code, decided_on=decided_on, **told)


def decision_incomplete(*lacking: Sentence) -> InvalidInput:
    """Of a decision some part is missing."""
    return InvalidInput("retention.decision_incomplete", in_one(lacking), MEND_IT)


def rule_of(decision: PeriodDecision) -> Rule:
    """The decision as a rule that counts beside those of the documents."""
    read = read_period(decision.period)
    return Rule(
        id=DECISION_RULE_ID,
        group=decision.approved_by,
        record_type=decision.reason,
        period=read.code,
        kind=read.kind,
        years=read.years,
        clause=f"{_DECISION_NO}{decision.number}, {decision.decided_on:%d/%m/%Y}",
        confidence="high",
        confirmed=True,
    )


def of_schedule(rule: Rule) -> bool:
    """Whether it stands in a schedule; else it is a decision of the head, or the safe default."""
    return rule.id not in {DECISION_RULE_ID, DEFAULT_RULE_ID}


def decision_number(rule: Rule) -> str:
    """Number and sign of the decision that a rule stands for; empty for a rule of a schedule."""
    if rule.id != DECISION_RULE_ID:
        return ""
    return rule.clause.removeprefix(_DECISION_NO).rpartition(", ")[0]


def require_longer(decision: PeriodDecision, decided: Assignment, before: Assignment) -> None:
    """Refuse a decision that does not lengthen what held before it, of a dossier whose every record has a rule.

    ``decided`` was worked out with the decision beside everything that counted for ``before``:
    where another rule decides, that one keeps at least as long.

    Raises:
        InvalidInput (retention.not_longer): It would keep no longer.
    """
    if decided.rule != rule_of(decision) or _keeps(decided) <= _keeps(before):
        raise InvalidInput(
            "retention.not_longer",
            Sentence(
                f"Thời hạn quyết định không dài hơn thời hạn đang áp dụng ({before.rule.period}).",
                f"The period decided is not longer than the one in force ({before.rule.period}).",
            ),
            Sentence(
                "Ghi thời hạn dài hơn. Quyết định không rút ngắn được thời hạn của quy tắc hay quyết định trước.",
                "Give a longer one. A decision shortens nothing that a rule or an earlier decision has settled.",
            ),
        )


def _keeps(made: Assignment) -> tuple[bool, bool, date, tuple[int, int]]:
    """Greater for what keeps longer: permanent, then without a date yet, then by the date."""
    permanent = made.rule.kind is PeriodKind.PERMANENT
    if made.expires_on is not None:
        return permanent, False, made.expires_on, (0, 0)
    return permanent, made.waiting_for is not None, date.min, length(made.rule)


def _unknown(says: Sentence) -> InvalidInput:
    return InvalidInput(
        "retention.unknown_period",
        says,
        Sentence(
            "Ghi số năm từ 1 đến 70, hoặc “vĩnh viễn”; mã khác của bảng thời hạn: HHL, TT, TL, 5+HD.",
            "Give 1 to 70 years, or “vĩnh viễn” (permanent); other codes of schedules: HHL, TT, TL, 5+HD.",
        ),
    )
