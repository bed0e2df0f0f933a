"""Say why a dossier's period is not confirmed, and everything that has to happen before it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Sentence
from retention_rules.decide_period import DECISION_RULE_ID
from retention_rules.longest import DEFAULT_RULE_ID
from retention_rules.trigger import TriggerKind, happened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retention_rules.model import Rule

_NAMED = 3
_NO_RULE = Sentence(
    "Trong hồ sơ còn tài liệu không quy tắc nào phù hợp", "No rule fits another document in the dossier"
)
_DECIDED = Sentence(
    "người đứng đầu quyết định thời hạn của hồ sơ, hoặc bảng thời hạn có quy tắc phù hợp",
    "the head decides on its period, or the schedule has a rule that fits",
)


def why_and_until(rule: Rule, considered: Sequence[Rule], *, undated: TriggerKind | None) -> tuple[Sentence, Sentence]:
    """Why, and until when; both as clauses.

    ``rule`` decides among ``considered``, the rules of the documents and decisions of the head. ``undated``: of
    what the day is still to be recorded that the period is counted from. Something of this is not confirmed.
    """
    others = [each for each in _unconfirmed(considered) if each != rule]
    without = any(each.id == DEFAULT_RULE_ID for each in considered)
    if rule.id == DEFAULT_RULE_ID:
        why = Sentence("Đây là thời hạn tạm thời", "This period is provisional")
    elif not rule.confirmed:
        why = Sentence("Quy tắc chưa được lưu trữ viên xác nhận", "No archivist has confirmed the rule")
    elif others:
        why = _others_unconfirmed(others, without=without)
    elif without:
        why = _NO_RULE
    elif rule.id == DECISION_RULE_ID:
        why = Sentence(
            "Thời hạn đã được quyết định nhưng ngày kết thúc công việc thì chưa có ai ghi",
            "The period is decided, the day the work ended is not recorded",
        )
    else:
        why = Sentence(
            "Quy tắc đã được xác nhận nhưng ngày kết thúc công việc thì chưa",
            "The rule is confirmed, the day the work ended is not",
        )
    return why, _until(rule, others, without=without, undated=undated)


def _unconfirmed(considered: Sequence[Rule]) -> list[Rule]:
    # In one order, whatever that of the documents: equal periods are to be equal sentences.
    found = {each for each in considered if not each.confirmed and each.id != DEFAULT_RULE_ID}
    return sorted(found, key=lambda rule: rule.id)


def _others_unconfirmed(others: Sequence[Rule], *, without: bool) -> Sentence:
    named = _named(others)
    why = Sentence(
        f"Trong hồ sơ còn tài liệu mà quy tắc chưa được xác nhận: {named}",
        f"The rule of another document in the dossier is not confirmed: {named}",
    )
    if not without:
        return why
    return Sentence(f"{why.vi}; và còn tài liệu không quy tắc nào phù hợp", f"{why.en}; and no rule fits another one")


def _named(rules: Sequence[Rule]) -> str:
    names = ", ".join(f"“{each.record_type}” ({each.id})" for each in rules[:_NAMED])
    return f"{names}…" if len(rules) > _NAMED else names


def _until(rule: Rule, others: Sequence[Rule], *, without: bool, undated: TriggerKind | None) -> Sentence:
    parts = []
    if rule.id == DEFAULT_RULE_ID:
        parts.append(
            Sentence(
                "quyết định của người đứng đầu về thời hạn được ghi vào hồ sơ, hoặc bảng thời hạn có quy tắc phù hợp",
                "a decision of the head on its period is recorded, or the schedule has a rule that fits",
            )
        )
    elif not rule.confirmed:
        parts.append(Sentence("quy tắc được xác nhận", "the rule is confirmed"))
    if others and rule.confirmed and rule.id != DEFAULT_RULE_ID:
        parts.append(Sentence("lưu trữ viên xác nhận mọi quy tắc", "an archivist has confirmed every rule"))
    elif others:
        named = _named(others)
        parts.append(Sentence(f"cả quy tắc {named} được xác nhận", f"{named} is confirmed as well"))
    if without and rule.id != DEFAULT_RULE_ID:
        parts.append(_DECIDED)
    if undated is not None:
        event = happened(undated)
        # As the field is called that takes it.
        name = "kết thúc công việc" if undated is TriggerKind.WORK_END else event.vi
        day = Sentence(f"ngày {name} được ghi", f"the day on which {event.en} is recorded")
        parts.append(day if parts else Sentence("ngày ấy được ghi", "that day is recorded"))
    if len(parts) == 1:
        return parts[0]
    numbered = [Sentence(f"({n}) {part.vi}", f"({n}) {part.en}") for n, part in enumerate(parts, start=1)]
    return Sentence("; ".join(part.vi for part in numbered), "; ".join(part.en for part in numbered))
