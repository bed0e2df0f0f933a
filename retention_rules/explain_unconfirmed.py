"""Say which documents keep a dossier whose longest rule is confirmed from being confirmed itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Sentence
from retention_rules.longest import DEFAULT_RULE_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retention_rules.model import Rule

_NAMED = 3


def why_and_until(considered: Sequence[Rule]) -> tuple[Sentence, Sentence]:
    """Why, with the rules by name and code, and what has to happen; both as clauses.

    ``considered``: the rules of its documents, one of which at least is not confirmed.
    """
    open_rules = list(dict.fromkeys(each for each in considered if not each.confirmed and each.id != DEFAULT_RULE_ID))
    without = any(each.id == DEFAULT_RULE_ID for each in considered)
    names = ", ".join(f"“{each.record_type}” ({each.id})" for each in open_rules[:_NAMED])
    names += "…" if len(open_rules) > _NAMED else ""
    unknown = Sentence(
        "Trong hồ sơ còn tài liệu không quy tắc nào phù hợp", "No rule fits another document in the dossier"
    )
    decided = Sentence(
        "người đứng đầu quyết định thời hạn của hồ sơ, hoặc bảng thời hạn có quy tắc phù hợp",
        "the head decides on its period, or the schedule has a rule that fits",
    )
    if not open_rules:
        return unknown, decided
    why = Sentence(
        f"Trong hồ sơ còn tài liệu mà quy tắc chưa được xác nhận: {names}",
        f"The rule of another document in the dossier is not confirmed: {names}",
    )
    until = Sentence("lưu trữ viên xác nhận mọi quy tắc", "an archivist has confirmed every rule")
    if not without:
        return why, until
    return (
        Sentence(f"{why.vi}; và còn tài liệu không quy tắc nào phù hợp", f"{why.en}; and no rule fits another one"),
        Sentence(f"{until.vi}, và {decided.vi}", f"{until.en}, and {decided.en}"),
    )
