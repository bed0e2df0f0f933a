"""What an event says, in words: what was done, to which file, with what result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from records.unit_names import unit_in_words
from retention_rules.decide_period import DECISION_RULE_ID
from retention_rules.longest import DEFAULT_RULE_ID
from retention_rules.may_delete import Reason, says
from retention_rules.model import AssignmentState
from web_ui import formats
from web_ui.texts import TEXTS, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from archive.model import DossierView, Event

_DIGEST_SHOWN = 12
# What the words beside them say already, or what is told of the document itself.
_SILENT = frozenset({"joined_by", "from", "codes", "algorithm", "reason", "act", "hold", "about"})


def _proof(value: str, language: str) -> str:
    """What somebody proved who he is by, in words."""
    keys = [f"factor.by_{part.strip().replace(' ', '_')}" for part in value.split(",")]
    return ", ".join(str(say(language, key)) for key in keys) if all(key in TEXTS for key in keys) else value


def _seen(value: str, language: str) -> str:
    return str(say(language, f"audit.seen_{value}")) if f"audit.seen_{value}" in TEXTS else value


def _profile(value: str, language: str) -> str:
    return str(say(language, f"intake.profile_{value}")) if f"intake.profile_{value}" in TEXTS else value


def _roles(value: str, language: str) -> str:
    keys = {role: f"people.role_{role}" for role in value.split(", ")}
    return ", ".join(str(say(language, key)) if key in TEXTS else role for role, key in keys.items())


def _reasons(value: str, language: str) -> str:
    told = value.split(", ")
    known = {str(one) for one in Reason}
    return "; ".join(says(Reason(one)).in_language(language) if one in known else one for one in told)


def _short(value: str, _language: str) -> str:
    return f"{value[:_DIGEST_SHOWN]}…"


def _unit(value: str, language: str) -> str:
    return unit_in_words(value).in_language(language)


def _grounds(value: str, language: str) -> str:
    keys = {ground: f"redaction.ground_{ground}" for ground in value.split(", ")}
    return ", ".join(str(say(language, key)) if key in TEXTS else ground for ground, key in keys.items())


def _outcome(value: str, language: str) -> str:
    return str(say(language, f"audit.outcome_{value}")) if f"audit.outcome_{value}" in TEXTS else value


def _rule(value: str, language: str) -> str:
    """A rule of a schedule goes by its code, which is what it is confirmed by; the others have none."""
    key = {DECISION_RULE_ID: "dossier.rule_decided", DEFAULT_RULE_ID: "dossier.rule_none"}.get(value)
    return str(say(language, key)) if key else value


def _source(value: str, language: str) -> str:
    return str(say(language, f"dossier.source_{value}")) if f"dossier.source_{value}" in TEXTS else value


def _yes_or_no(value: str, language: str) -> str:
    return str(say(language, "audit.yes" if value == "True" else "audit.no"))


_WRITTEN: Mapping[str, Callable[[str, str], str]] = {
    "size": lambda value, language: formats.size(int(value), language),
    "bytes": lambda value, language: formats.size(int(value), language),
    "media_type": lambda value, _: value.rpartition("/")[2].upper(),
    "inventory_sha512": _short,
    "question_sha256": _short,
    "merkle_root": _short,
    "leaf": _short,
    "package": _short,
    "sha512": _short,
    "found_sha256": _short,
    "taken_from": _source,
    "what": _seen,
    "roles": _roles,
    "grounds": _grounds,
    "redaction": lambda value, _: f"…{value[-_DIGEST_SHOWN:]}",
    "sha256": _short,
    "reasons": _reasons,
    "unit": _unit,
    "from_unit": _unit,
    "outcome": _outcome,
    "since": formats.written_day,
    "dissolved_on": formats.written_day,
    "began_on": formats.written_day,
    "state": lambda value, language: (
        str(say(language, f"dossier.state_{value}")) if f"dossier.state_{value}" in TEXTS else value
    ),
    "profile": _profile,
    "retention_rule": _rule,
    "proved_by": _proof,
    "code_list": lambda value, language: (
        str(say(language, f"codes.kind_{value}")) if f"codes.kind_{value}" in TEXTS else value
    ),
    "conditional": _yes_or_no,
    "enabled": _yes_or_no,
    "kind": _proof,
    "expires_on": formats.written_day,
    "work_ended_on": formats.written_day,
    "reassessment": lambda value, language: (
        str(say(language, f"audit.reassessed_{value}")) if f"audit.reassessed_{value}" in TEXTS else value
    ),
    "trigger_on": formats.written_day,
    "decided_on": formats.written_day,
    "until": formats.written_day,
    "restricted_before": formats.written_day,
    "restricted_until": formats.written_day,
    "trigger": lambda value, language: (
        str(say(language, f"dossier.trigger_{value}")) if f"dossier.trigger_{value}" in TEXTS else value
    ),
}


class Told(Protocol):
    """What words are made of: an event of a dossier, or of the trail."""

    @property
    def type(self) -> str:
        """PREMIS event type, or a kind of our own."""

    @property
    def detail(self) -> Mapping[str, Any]:
        """Values of JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event as it is shown."""

    view: Event
    key: str
    """Of the text that names what was done; empty for a type without one."""
    name: str
    """The file it was done to; empty where it was not one file of the dossier."""
    details: tuple[str, ...]


def event_rows(events: Sequence[Event], dossier: DossierView, language: str) -> list[EventRow]:
    """Newest first; ``events`` come oldest first."""
    names = {}
    for one in dossier.documents:
        names[one.document.value] = names[one.original_digest.hex] = one.file_name.rpartition("/")[2]
    return [
        EventRow(
            view=event,
            key=key_of(event),
            name=next((names[subject] for subject in event.subjects if subject in names), ""),
            details=details_of(event, language),
        )
        for event in reversed(events)
    ]


def key_of(event: Told) -> str:
    """Of the text that names what was done; empty for a type without one."""
    if event.type == "metadata modification" and "retention_rule" in event.detail:
        return "event.policy assignment"
    key = f"event.act_{event.detail['act']}" if "act" in event.detail else f"event.{event.type}"
    return key if key in TEXTS else ""


def details_of(event: Told, language: str) -> tuple[str, ...]:
    """What is recorded with the event; a key without words is shown as it stands."""
    told = []
    by_decision = event.detail.get("retention_rule") == DECISION_RULE_ID
    for key, value in event.detail.items():
        if by_decision and key == "state" and value == AssignmentState.CONFIRMED:
            continue  # nobody confirmed a rule
        if key in _SILENT or value in ("", None) or not isinstance(value, str | int | float):
            continue
        write = _WRITTEN.get(key)
        words = write(str(value), language) if write else str(value)
        told.append(str(say(language, f"detail.{key}", value=words)) if f"detail.{key}" in TEXTS else f"{key}: {words}")
    return tuple(told)
