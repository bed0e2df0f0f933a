"""A retention schedule: rules under a name and a version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from records.folding import normalise
from retention_rules.schedule_table import csv_rows, read_rules

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import date

    from records.findings import Finding
    from retention_rules.model import Rule

_DATA = "retention_rows.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Rules under a name and a version. Immutable: a change is a new version."""

    name: str
    version: str
    """As declared, or the first 12 signs of the SHA-256 of the table."""
    effective_from: date | None
    rules: tuple[Rule, ...]

    @property
    def label(self) -> str:
        """How explanations name it."""
        return f"{self.name}, {self.version}"

    def rule(self, rule_id: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def confirming(self, contents: AbstractSet[str]) -> Schedule:
        """The same with those rules confirmed whose content (``content_of``) is among ``contents``."""
        rules = tuple(replace(rule, confirmed=content_of(rule) in contents) for rule in self.rules)
        return replace(self, rules=rules)


@cache
def content_of(rule: Rule) -> str:
    """SHA-256 of what the rule says, by which a confirmation holds wherever the same words stand.

    Its id and how surely it was read are left out; a word or a number changed is another content.
    """
    said = f"{rule.group}\x1f{rule.record_type}\x1f{rule.period}\x1f{rule.clause}"
    return hashlib.sha256(said.encode()).hexdigest()


def load_schedule(
    csv_text: str, *, name: str, version: str, effective_from: date | None = None
) -> tuple[Schedule, tuple[Finding, ...]]:
    """Read a table; never raises for what the table holds.

    Every row that is not blank becomes exactly one rule, or gets a finding of severity
    REFUSAL with its line number (``where`` is ``line 12``) and becomes none. A repeated row is
    a WARNING and stands once. With an empty ``version`` the version is derived from the text.
    """
    rows, broken = csv_rows(csv_text)
    rules, findings = read_rules(rows)
    text = normalise(csv_text.removeprefix("\ufeff"))
    declared = version.strip() or hashlib.sha256(text.encode()).hexdigest()[:12]
    return Schedule(name=name, version=declared, effective_from=effective_from, rules=rules), (*broken, *findings)


@cache
def built_in_schedule() -> Schedule:
    """The table that comes with Vankho; every rule unconfirmed, most from an expired circular.

    For reference only: an archivist has to check each row against the text in force.
    """
    text = (files("retention_rules") / "data" / _DATA).read_text(encoding="utf-8")
    schedule, findings = load_schedule(text, name="Bảng thời hạn tham khảo của Vankho", version="")
    if findings:  # a test holds this: a half-read table must never be shipped
        raise ValueError(f"the packaged schedule has {len(findings)} findings, first {findings[0]}")
    return schedule
