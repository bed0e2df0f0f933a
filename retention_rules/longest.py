"""Which of several rules keeps a dossier longest (Archives Law 33/2024, Art. 15(4))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention_rules.model import PeriodKind

if TYPE_CHECKING:
    from retention_rules.model import Rule

# A period that ends with an event not yet known may outlast any number of years: it stands above them.
_RANK = {
    PeriodKind.NOT_A_RECORD: 0,
    PeriodKind.YEARS: 1,
    PeriodKind.OWN_TRIGGER: 2,
    PeriodKind.PERMANENT: 3,
}
_SURE = {"high": 2, "medium": 1, "low": 0}

DEFAULT_RULE_ID = "VANKHO-DEFAULT-20"


def length(rule: Rule) -> tuple[int, int]:
    """Compares like the periods: permanent, then own triggers, then years, then not a record."""
    return _RANK[rule.kind], rule.years or 0


def preference(rule: Rule) -> tuple[tuple[int, int], bool, bool, int]:
    """Greater for the rule to be named, of those that keep to the same day.

    Of equal periods a rule of a schedule stands before the safe default, a surer one before a
    doubtful one: the choice names the reason and moves no date.
    """
    return length(rule), rule.id != DEFAULT_RULE_ID, rule.confirmed, _SURE.get(rule.confidence, -1)
