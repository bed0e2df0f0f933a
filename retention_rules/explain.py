"""Say why a dossier is kept as long as it is: rule, version, clause, trigger date, arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Sentence
from retention_rules.clause_words import clause_in_words
from retention_rules.decide_period import DECISION_RULE_ID
from retention_rules.due_date import candidate_from
from retention_rules.explain_unconfirmed import why_and_until
from retention_rules.model import AssignmentState, Explanation, PeriodKind
from retention_rules.trigger import TriggerKind, happened, trigger_of, years_counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from retention_rules.model import Rule
    from retention_rules.reckon import Reckoned
    from retention_rules.schedule import Schedule


def civil(day: date) -> str:
    """A date as Vietnamese papers write it: ``31/12/2026``."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def explain(
    schedule: Schedule,
    decided: Reckoned,
    state: AssignmentState,
    considered: Sequence[Rule],
    guessed_from: date | None,
) -> Explanation:
    """The explanation of the rule that decides, for a dossier whose documents have the rules ``considered``.

    ``arithmetic`` is ``2006 + 20 = 2026 → 31/12/2026``, and empty where nothing is reckoned.
    ``guessed_from``: the date that stands in for the end of the work; None where none does.
    """
    rule, on, expires = decided.rule, decided.trigger_date, decided.expires_on
    arithmetic = ""
    if on is not None and expires is not None:
        years = years_counted(rule)
        arithmetic = f"{on.year} + {years} = {expires.year} → {civil(expires)}"
    counted_from_guess = guessed_from is not None and decided.trigger is TriggerKind.WORK_END
    guess = None if guessed_from is None else _guess(guessed_from)
    standing = _standing(rule, state, considered, undated=_undated(decided, guessed=guess is not None))
    parts = [_period(decided, state), guess, _longest(considered), standing]
    return Explanation(
        sentence=Sentence(
            " ".join(part.vi for part in parts if part is not None),
            " ".join(part.en for part in parts if part is not None),
        ),
        rule_id=rule.id,
        schedule=schedule.label,
        clause=rule.clause,
        trigger="newest_document" if counted_from_guess else "" if decided.trigger is None else decided.trigger.value,
        trigger_date=on,
        arithmetic=arithmetic,
    )


def _period(decided: Reckoned, state: AssignmentState) -> Sentence:
    rule = decided.rule
    item = _item(rule)
    if rule.kind is PeriodKind.PERMANENT:
        return Sentence(
            f"Giữ vĩnh viễn, {item.vi}; không có ngày hết hạn và không đưa vào danh mục xem xét hủy.",
            f"Kept permanently, {item.en}; it never expires and is not listed for appraisal.",
        )
    if rule.kind is PeriodKind.NOT_A_RECORD:
        return Sentence(
            f"Không phải tài liệu lưu trữ, {item.vi}, nên không có thời hạn; "
            "loại ra hay giữ lại do người có thẩm quyền quyết định.",
            f"Not an archival record, {item.en}, so it has no period; "
            "whether to keep it is for a competent person to decide.",
        )
    keep = _own_event(rule) if rule.kind is PeriodKind.OWN_TRIGGER else _years(rule, state)
    on, expires = decided.trigger_date, decided.expires_on
    if on is None or expires is None:
        lacks = Sentence("sự kiện này chưa được ghi nhận nên chưa có", "that event is not recorded")
        if rule.kind is PeriodKind.YEARS:
            lacks = Sentence(
                "chưa biết ngày kết thúc công việc nên chưa tính được", "the day the work ended is not known"
            )
        return Sentence(
            f"{keep.vi}, {item.vi}; {lacks.vi} ngày hết hạn.",
            f"{keep.en}, {item.en}; {lacks.en}, so there is no date yet.",
        )
    year = on.year
    listed = Sentence("", "")
    if state is AssignmentState.CONFIRMED:
        listed = Sentence(
            f"; từ {civil(candidate_from(expires))} mới được đưa vào danh mục xem xét hủy",
            f" and may be listed for appraisal from {civil(candidate_from(expires))} at the earliest",
        )
    return Sentence(
        f"{keep.vi} ({year}), {item.vi}; hết hạn {civil(expires)}{listed.vi}.",
        f"{keep.en} ({year}), {item.en}; it expires on {civil(expires)}{listed.en}.",
    )


def _item(rule: Rule) -> Sentence:
    clause = clause_in_words(rule.clause)
    if rule.id == DECISION_RULE_ID:
        return Sentence(
            f"theo {clause.vi} của {rule.group}: “{rule.record_type}”",
            f"by {clause.en} of {rule.group}: “{rule.record_type}”",
        )
    return Sentence(f"theo mục “{rule.record_type}” ({clause.vi})", f"by the item “{rule.record_type}” ({clause.en})")


def _years(rule: Rule, state: AssignmentState) -> Sentence:
    years = rule.years or 0
    keep = Sentence(f"Giữ {years} năm", f"Kept {years} year{'' if years == 1 else 's'}")
    if state is AssignmentState.PROVISIONAL:
        keep = Sentence(
            f"Chưa có quy tắc phù hợp nên tạm giữ {years} năm",
            f"No rule fits, so it is kept {years} years for the time being",
        )
    return Sentence(f"{keep.vi} kể từ năm kết thúc công việc", f"{keep.en} from the year in which the work ended")


def _own_event(rule: Rule) -> Sentence:
    trigger = trigger_of(rule)
    assert trigger is not None, "a period with an event of its own names it"
    event, years = happened(trigger), years_counted(rule)
    if years:
        return Sentence(
            f"Giữ {years} năm kể từ năm {event.vi}",
            f"Kept {years} year{'' if years == 1 else 's'} from the year in which {event.en}",
        )
    return Sentence(f"Giữ đến hết năm {event.vi}", f"Kept to the end of the year in which {event.en}")


def _guess(newest_document_on: date) -> Sentence:
    return Sentence(
        f"Chưa ai ghi ngày kết thúc công việc: tạm lấy ngày mới nhất mà máy đọc được trong hồ sơ "
        f"({civil(newest_document_on)}).",
        f"Nobody has recorded the day the work ended: the latest date that the machine could read in the dossier "
        f"({civil(newest_document_on)}) stands in for it.",
    )


def _longest(considered: Sequence[Rule]) -> Sentence | None:
    if len({rule.period for rule in considered}) < 2:
        return None
    return Sentence(
        "Tài liệu trong hồ sơ có thời hạn khác nhau nên lấy thời hạn dài nhất "
        "(Điều 15 khoản 4 Luật Lưu trữ 33/2024/QH15).",
        "Its documents have different periods, so the longest holds (Archives Law 33/2024/QH15, Article 15(4)).",
    )


def _undated(decided: Reckoned, *, guessed: bool) -> TriggerKind | None:
    """What has to be recorded before the date can be relied on."""
    if guessed:
        return TriggerKind.WORK_END
    return decided.trigger if decided.waits else None


def _standing(
    rule: Rule, state: AssignmentState, considered: Sequence[Rule], *, undated: TriggerKind | None
) -> Sentence:
    if state is AssignmentState.CONFIRMED and rule.id == DECISION_RULE_ID:
        return Sentence(
            "Thời hạn do người đứng đầu quyết định; hết hạn chưa phải là hủy: việc hủy phải có quyết định riêng của "
            "người có thẩm quyền.",
            "The head decided on the period; expiry is not destruction, which takes a decision of its own.",
        )
    if state is AssignmentState.CONFIRMED:
        return Sentence(
            "Quy tắc đã được lưu trữ viên xác nhận; hết hạn chưa phải là hủy: việc hủy phải có quyết định của người có "
            "thẩm quyền.",
            "An archivist has confirmed the rule; expiry is not destruction, which takes a decision of its own.",
        )
    why, until = why_and_until(rule, considered, undated=undated)
    held = Sentence("", "")
    # What is permanent or no record is not listed after that either.
    if rule.kind in {PeriodKind.YEARS, PeriodKind.OWN_TRIGGER}:
        held = Sentence(
            f"; hồ sơ chưa được đưa vào danh mục xem xét hủy cho đến khi {until.vi}",
            f"; the dossier cannot be listed for appraisal until {until.en}",
        )
    return Sentence(
        f"{why.vi}: chỉ để tham khảo, không dẫn tới hủy{held.vi}.",
        f"{why.en}: for reference only, it does not lead to destruction{held.en}.",
    )
