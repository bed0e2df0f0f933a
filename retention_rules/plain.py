"""An assignment as values of JSON, as the catalogue keeps it."""

from __future__ import annotations

from datetime import date
from typing import Any

from records.errors import Sentence
from records.identifiers import DossierId
from retention_rules.model import Assignment, AssignmentState, Explanation, PeriodKind, Rule
from retention_rules.trigger import TriggerKind, trigger_of

FORMAT = 2
_READABLE = {1, FORMAT}
"""Format 1 does not say what a date waits for."""


def to_plain(assignment: Assignment) -> dict[str, Any]:
    """Dates as ISO 8601; ``from_plain(to_plain(a)) == a``."""
    rule, explanation = assignment.rule, assignment.explanation
    return {
        "format": FORMAT,
        "dossier": str(assignment.dossier),
        "rule": {
            "id": rule.id,
            "group": rule.group,
            "record_type": rule.record_type,
            "period": rule.period,
            "kind": rule.kind.value,
            "years": rule.years,
            "clause": rule.clause,
            "confidence": rule.confidence,
            "confirmed": rule.confirmed,
        },
        "state": assignment.state.value,
        "trigger_date": _iso(assignment.trigger_date),
        "expires_on": _iso(assignment.expires_on),
        "candidate_from": _iso(assignment.candidate_from),
        "waiting_for": None if assignment.waiting_for is None else assignment.waiting_for.value,
        "explanation": {
            "vi": explanation.sentence.vi,
            "en": explanation.sentence.en,
            "rule_id": explanation.rule_id,
            "schedule": explanation.schedule,
            "clause": explanation.clause,
            "trigger": explanation.trigger,
            "trigger_date": _iso(explanation.trigger_date),
            "arithmetic": explanation.arithmetic,
        },
    }


def from_plain(plain: dict[str, Any]) -> Assignment:
    """Raises ValueError or KeyError for what ``to_plain`` did not write."""
    if plain["format"] not in _READABLE:
        raise ValueError(f"assignment format {plain['format']!r} is not known")
    explanation = plain["explanation"]
    rule = Rule(**{**plain["rule"], "kind": PeriodKind(plain["rule"]["kind"])})
    return Assignment(
        dossier=DossierId(plain["dossier"]),
        rule=rule,
        state=AssignmentState(plain["state"]),
        trigger_date=_date(plain["trigger_date"]),
        expires_on=_date(plain["expires_on"]),
        candidate_from=_date(plain["candidate_from"]),
        waiting_for=_waiting_for(plain, rule),
        explanation=Explanation(
            sentence=Sentence(explanation["vi"], explanation["en"]),
            rule_id=explanation["rule_id"],
            schedule=explanation["schedule"],
            clause=explanation["clause"],
            trigger=explanation["trigger"],
            trigger_date=_date(explanation["trigger_date"]),
            arithmetic=explanation["arithmetic"],
        ),
    )


def _waiting_for(plain: dict[str, Any], rule: Rule) -> TriggerKind | None:
    if plain["format"] != 1:
        return TriggerKind(waiting) if (waiting := plain["waiting_for"]) else None
    if plain["explanation"]["trigger"] == "newest_document":
        return TriggerKind.WORK_END
    return trigger_of(rule) if plain["candidate_from"] is None else None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
