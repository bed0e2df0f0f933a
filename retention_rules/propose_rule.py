"""Propose a rule for what documents say of themselves: a sure match, or none.

A rule matches a document by whole phrases, compared without marks and case because reading
loses marks; where the text *is* written with marks they must agree ("nâng lương" is not
"năng lượng"). What is in doubt is not proposed: the dossier then has the safe default.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from retention_rules.longest import DEFAULT_RULE_ID, length
from retention_rules.model import PeriodKind, Rule
from retention_rules.phrases import Text, phrases_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retention_rules.schedule import Schedule

_DEFAULT_YEARS = 20
_SURE = 0.75
_FEWEST = 2
"""Syllables: one alone tells nothing in Vietnamese."""
_TIER = {"high": 2, "medium": 1, "low": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the machine proposes until a person decides."""

    rule: Rule | None
    """None where nothing matches surely."""
    score: float
    """0 to 1: how much of the rule's wording was found; 0 without a rule."""
    matched: tuple[str, ...]
    """The words of the rule that were found, as the rule spells them."""


_NOTHING = Proposal(rule=None, score=0.0, matched=())


def default_rule() -> Rule:
    """The safe default: 20 years, provisional, never leading to destruction.

    Item 173 of the annex of the expired Circular 09/2011/TT-BNV gives cases of professional
    management 20 years; no row for one-stop dossiers is verified in Circular 10/2022.
    """
    return Rule(
        id=DEFAULT_RULE_ID,
        group="Chuyên môn nghiệp vụ",
        record_type="Hồ sơ giải quyết vụ việc trong quản lý chuyên môn nghiệp vụ: khác",
        period=str(_DEFAULT_YEARS),
        kind=PeriodKind.YEARS,
        years=_DEFAULT_YEARS,
        clause="TT09/2011#173",
        confidence="low",
        confirmed=False,
    )


def propose_rule(
    schedule: Schedule, *, document_types: Sequence[str], subjects: Sequence[str], procedure: str = ""
) -> Proposal:
    """The rule that fits, or none.

    Best called for one document at a time; for several together the longest of their matches
    is proposed (Archives Law, Art. 15(4)), and a period shorter than the default only if every
    document has a match of its own: a document nobody recognised must not be kept shorter
    for the company it keeps.

    For one document the surer source stands first (Circular 10/2022 and laws in force before
    the expired annex of 09/2011), then the longer period. That something is *not a record*
    is never proposed by machine.

    ``document_types`` and ``subjects`` go together one to one where there are as many of
    each; otherwise every type is tried with every subject. ``procedure`` is the name of the
    one-stop procedure, and says something of every document.
    """
    documents = _documents(document_types, subjects)
    found = [_for_document(schedule, texts, Text.of(procedure)) for texts in documents]
    matches = [proposal for proposal in found if proposal.rule is not None]
    if not matches:
        return _NOTHING
    best = max(matches, key=lambda match: (_length(match), match.score))
    if len(matches) < len(found) and _length(best) < length(default_rule()):
        return _NOTHING
    return best


def _documents(types: Sequence[str], subjects: Sequence[str]) -> list[list[Text]]:
    """For every document the texts to look in."""
    if len(types) == len(subjects):
        pairs = [[f"{kind} {subject}"] for kind, subject in zip(types, subjects, strict=True)]
    else:
        pairs = [[subject, *(f"{kind} {subject}" for kind in types)] for subject in subjects] or [
            [kind] for kind in types
        ]
    return [[Text.of(text) for text in texts] for texts in pairs] or [[Text.of("")]]


def _for_document(schedule: Schedule, texts: list[Text], procedure: Text) -> Proposal:
    everything = [*texts, procedure]
    candidates = [match for rule in schedule.rules if (match := _match(rule, everything)).rule is not None]
    return max(candidates, key=_preference, default=_NOTHING)


def _match(rule: Rule, texts: Sequence[Text]) -> Proposal:
    if rule.kind is PeriodKind.NOT_A_RECORD:
        return _NOTHING
    wording = _wording(rule)
    if any(not any(text.holds(phrase) for text in texts) for phrase in wording.variant):
        return _NOTHING
    return max((_match_text(rule, wording, text) for text in texts), key=lambda match: match.score)


def _match_text(rule: Rule, wording: _Wording, text: Text) -> Proposal:
    found = [phrase for phrase in wording.phrases if text.holds(phrase)]
    weight = sum(len(phrase) for phrase in found)
    if weight < _FEWEST:
        return _NOTHING
    score = weight / wording.weight
    # A part of an enumeration is enough where the text names the field of the rule beside it,
    # and the wording is that of the law: rows of low confidence are rebuilt from notes.
    beside = rule.confidence != "low" and any(_names_field(text, wording.group, phrase) for phrase in found)
    if score < _SURE and not beside:
        return _NOTHING
    return Proposal(rule=rule, score=score, matched=tuple(" ".join(phrase) for phrase in found))


def _names_field(text: Text, group: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    within = " ".join(group) in " ".join(phrase) and len(phrase) >= len(group) + _FEWEST
    return within or text.holds_together(group, phrase)


@dataclass(frozen=True, slots=True)
class _Wording:
    group: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    variant: tuple[tuple[str, ...], ...]
    weight: int


@cache
def _wording(rule: Rule) -> _Wording:
    head, _, variant = rule.record_type.partition(":")
    phrases = phrases_of(head)
    return _Wording(
        group=next(iter(phrases_of(rule.group)), ()),
        phrases=phrases,
        variant=phrases_of(variant, keep_all=True),
        weight=sum(len(phrase) for phrase in phrases),
    )


def _length(proposal: Proposal) -> tuple[int, int]:
    return length(proposal.rule) if proposal.rule is not None else (-1, 0)


def _preference(proposal: Proposal) -> tuple[int, tuple[int, int], float, str]:
    rule = proposal.rule
    confidence, name = ("", "") if rule is None else (rule.confidence, rule.id)
    return _TIER.get(confidence, -1), _length(proposal), proposal.score, name
