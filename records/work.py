"""Values of the work machines do: what is left, what waits for a person, how what it depends on is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from records.errors import Sentence
    from records.findings import Finding, Verdict
    from records.identifiers import BatchId


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCount:
    """Steps of one kind in one state."""

    kind: str
    state: str
    """ready, leased or failed."""
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedWork:
    """A step that failed for good: it waits until a person has it tried again (a dead letter)."""

    step: str
    """Its id, a UUIDv7."""
    kind: str
    subject: str
    """Ids of what it was to be done to; no content of records."""
    batch: BatchId
    failed_at: datetime | None
    code: str
    """Of docs/errors.md; empty where nothing was said."""
    says: Sentence
    hint: Sentence
    """What to do before it is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedPage:
    """Some failed steps, newest first."""

    steps: tuple[FailedWork, ...]
    next: str
    """Give it as ``before`` to go on; empty: that was all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOverview:
    """The steps that are not done."""

    counts: tuple[WorkCount, ...]
    oldest_undone: datetime | None
    """When the oldest that machines still have to do was put on the list."""
    failed: int
    batches_waiting: int
    """Batches of which the rest waits for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """Something the installation depends on, and how it is."""

    name: str
    says: Sentence
    """Its name, for people."""
    verdict: Verdict
    """Failed: set up wrongly, waiting helps nothing. Undecided: it does not answer."""
    version: str
    latency_ms: float
    findings: tuple[Finding, ...]
    detail: Mapping[str, Any] = field(default_factory=dict)
    """Values of JSON; nothing secret."""
