"""An assignment as values of JSON, as the catalogue keeps it."""

from __future__ import annotations

from datetime import date
from typing import Any

from records.errors import Sentence
from records.identifiers import DossierId
from retention_rules.model import Assignment, AssignmentState, Explanation, PeriodKind, Rule
from retention_rules.trigger import TriggerKind

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
    rule, explanation = plain["rule"], plain["explanation"]
    return Assignment(
        dossier=DossierId(plain["dossier"]),
        rule=Rule(
            id=rule["id"],
            group=rule["group"],
            record_type=rule["record_type"],
            period=rule["period"],
            kind=PeriodKind(rule["kind"]),
            years=rule["years"],
            clause=rule["clause"],
            confidence=rule["confidence"],
            confirmed=rule["confirmed"],
        ),
        state=AssignmentState(plain["state"]),
        trigger_date=_date(plain["trigger_date"]),
        expires_on=_date(plain["expires_on"]),
        candidate_from=_date(plain["candidate_from"]),
        waiting_for=TriggerKind(waiting) if (waiting := plain.get("waiting_for")) else None,
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


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
