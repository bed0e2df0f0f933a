"""What another schedule would change for a dossier, and for all of them together."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from records.errors import Sentence
from retention_rules.model import PeriodKind
from retention_rules.schedule_versions import ChangedRow, SchedulePreview
from retention_rules.trigger import years_counted

if TYPE_CHECKING:
    from datetime import date

    from records.identifiers import ScheduleId
    from retention_rules.model import Assignment, DueRow


class Change(StrEnum):
    """How a dossier would be kept otherwise."""

    SAME = "same"
    STANDING = "standing"
    """The same date by another rule, or surer or less sure."""
    LATER = "later"
    NOW_PERMANENT = "now_permanent"
    NOW_WAITING = "now_waiting"
    """It has a date and would wait for an event, which may come later."""
    EARLIER = "earlier"
    NO_LONGER_PERMANENT = "no_longer_permanent"
    NO_LONGER_WAITING = "no_longer_waiting"
    """It waits for an event and would have a date, which may be earlier than the event."""
    NO_LONGER_A_RECORD = "no_longer_a_record"


SHORTENS = frozenset({Change.EARLIER, Change.NO_LONGER_PERMANENT, Change.NO_LONGER_WAITING, Change.NO_LONGER_A_RECORD})
"""Changes that are never made without a person having seen how many they are."""


_SAYS = {
    Change.SAME: Sentence("không đổi", "no change"),
    Change.STANDING: Sentence("cùng ngày, khác quy tắc hoặc tình trạng", "the same date, another rule or standing"),
    Change.LATER: Sentence("muộn hơn", "later"),
    Change.NOW_PERMANENT: Sentence("thành vĩnh viễn", "permanent from then on"),
    Change.NOW_WAITING: Sentence("phải chờ một sự kiện", "has to wait for an event"),
    Change.EARLIER: Sentence("sớm hơn", "earlier"),
    Change.NO_LONGER_PERMANENT: Sentence("thôi vĩnh viễn", "no longer permanent"),
    Change.NO_LONGER_WAITING: Sentence(
        "thôi chờ sự kiện, hoặc chờ sự kiện khác", "no longer waiting for an event, or for another one"
    ),
    Change.NO_LONGER_A_RECORD: Sentence("không còn là tài liệu lưu trữ", "no longer an archival record"),
}
_PERMANENT = 3


def says(change: Change) -> Sentence:
    """The change in a few words."""
    return _SAYS[change]


def compare(before: Assignment, after: Assignment) -> Change:
    """How ``after`` differs from ``before``."""
    if _rank(before) != _rank(after):
        return _other_kind(_rank(before), _rank(after))
    if before.expires_on is not None and after.expires_on is not None and before.expires_on != after.expires_on:
        return Change.LATER if after.expires_on > before.expires_on else Change.EARLIER
    if (before.rule, before.state, before.waiting_for) != (after.rule, after.state, after.waiting_for):
        # A wait for another event has no date to compare, and may turn out either way.
        other_wait = before.expires_on is None and before.waiting_for is not None and before.rule != after.rule
        return Change.NO_LONGER_WAITING if other_wait and _less(after, before) else Change.STANDING
    return Change.SAME


def _rank(made: Assignment) -> int:
    if made.rule.kind is PeriodKind.PERMANENT:
        return _PERMANENT
    if made.expires_on is None and made.waiting_for is not None:
        return 2
    return 1 if made.expires_on is not None else 0


def _other_kind(was: int, becomes: int) -> Change:
    if becomes > was:
        return Change.NOW_PERMANENT if becomes == _PERMANENT else Change.NOW_WAITING if was else Change.LATER
    if becomes == 0:
        return Change.NO_LONGER_A_RECORD
    return Change.NO_LONGER_PERMANENT if was == _PERMANENT else Change.NO_LONGER_WAITING


def _less(after: Assignment, before: Assignment) -> bool:
    # Years from the same event compare; of different events nobody knows, so a person has to look.
    if after.waiting_for is not before.waiting_for:
        return True
    return years_counted(after.rule) < years_counted(before.rule)


class Comparison:
    """Adds dossiers up, one after the other, in little memory."""

    def __init__(self, version: ScheduleId, today: date, *, rows: int) -> None:
        self._version = version
        self._today = today
        self._most = rows
        self._changes: Counter[Change] = Counter()
        self._due_now = self._on_list = 0
        self._rows: list[ChangedRow] = []
        self._shortened: list[str] = []

    def add(self, before: DueRow, after: Assignment, *, visible: bool, on_list: bool) -> None:
        """One dossier as it is kept now, and as it would be."""
        change = compare(before.assignment, after)
        self._changes[change] += 1
        if change is Change.SAME:
            return
        self._on_list += on_list
        if change in SHORTENS:
            self._shortened.append(f"{before.dossier} {change} {after.expires_on} {after.rule.id}")
            self._due_now += after.candidate_from is not None and after.candidate_from <= self._today
        if visible and change is not Change.STANDING:
            self._keep(ChangedRow(change=change, before=before, after=replace(before, assignment=after)))

    def _keep(self, row: ChangedRow) -> None:
        self._rows.append(row)
        if len(self._rows) > 2 * self._most:
            self._rows = self._first()

    def _first(self) -> list[ChangedRow]:
        return sorted(self._rows, key=lambda row: (row.change not in SHORTENS, row.before.dossier))[: self._most]

    def preview(self, *, basis: str) -> SchedulePreview:
        """All together; ``basis`` names what was in force while it was worked out."""
        said = "\n".join([self._version.value, basis, *sorted(self._shortened)])
        return SchedulePreview(
            version=self._version,
            dossiers=self._changes.total(),
            changes=tuple((change, self._changes[change]) for change in Change if self._changes[change]),
            shorter=len(self._shortened),
            due_now=self._due_now,
            on_list=self._on_list,
            rows=tuple(self._first()),
            fingerprint=hashlib.sha256(said.encode()).hexdigest()[:16],
        )
