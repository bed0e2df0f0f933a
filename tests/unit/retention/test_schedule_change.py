"""What a change of schedule does to a dossier: nothing that keeps less long goes by another name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.identifiers import DossierId, ScheduleId
from retention_rules.assign import assign
from retention_rules.model import DueRow, PeriodKind
from retention_rules.period import read_period
from retention_rules.propose_rule import default_rule
from retention_rules.schedule import built_in_schedule
from retention_rules.schedule_change import SHORTENS, Change, Comparison, compare, says
from retention_rules.trigger import TriggerKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention_rules.model import Assignment

TODAY = date(2026, 11, 20)
VERSION = ScheduleId("01931a2b-0000-7000-8000-00000000000a")
ENDED: Mapping[TriggerKind, date] = {TriggerKind.WORK_END: date(2018, 5, 1)}

codes = st.sampled_from(["1", "5", "20", "70", "VV", "0", "HHL", "TT", "2+HD", "5+HD", "5+KT"])
known = st.dictionaries(st.sampled_from(list(TriggerKind)), st.dates(date(1990, 1, 1), TODAY))


def kept(dossier: DossierId, period: str, events: Mapping[TriggerKind, date], *, confirmed: bool = False) -> Assignment:
    read = read_period(period)
    rule = replace(
        default_rule(), id=f"T-{period}", period=read.code, kind=read.kind, years=read.years, confirmed=confirmed
    )
    return assign(
        dossier,
        built_in_schedule(),
        [rule],
        work_ended_on=events.get(TriggerKind.WORK_END),
        events=events,
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("5", "5", Change.SAME),
        ("5", "20", Change.LATER),
        ("20", "5", Change.EARLIER),
        ("20", "VV", Change.NOW_PERMANENT),
        ("VV", "70", Change.NO_LONGER_PERMANENT),
        ("VV", "HHL", Change.NO_LONGER_PERMANENT),
        ("20", "5+HD", Change.NOW_WAITING),
        ("5+HD", "70", Change.NO_LONGER_WAITING),
        ("5+HD", "2+HD", Change.NO_LONGER_WAITING),
        ("2+HD", "5+HD", Change.STANDING),
        ("HHL", "TT", Change.NO_LONGER_WAITING),
        ("1", "0", Change.NO_LONGER_A_RECORD),
        ("0", "1", Change.LATER),
    ],
)
def test_each_change_by_hand(dossier: DossierId, before: str, after: str, change: Change) -> None:
    assert compare(kept(dossier, before, ENDED), kept(dossier, after, ENDED)) is change


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(one=codes, two=codes, events=known)
def test_whatever_keeps_less_long_is_said_to_shorten(
    dossier: DossierId, one: str, two: str, events: dict[TriggerKind, date]
) -> None:
    """Held against every turn the events may take that are not known yet."""
    change = compare(kept(dossier, one, events), kept(dossier, two, events))
    for later in (TODAY, date(1999, 1, 1)):
        whole = {kind: events.get(kind, later) for kind in TriggerKind}
        before, after = kept(dossier, one, whole), kept(dossier, two, whole)
        lasting = (PeriodKind.PERMANENT, PeriodKind.NOT_A_RECORD)
        less = (
            (before.rule.kind is PeriodKind.PERMANENT and after.rule.kind is not PeriodKind.PERMANENT)
            or (after.rule.kind is PeriodKind.NOT_A_RECORD and before.rule.kind is not PeriodKind.NOT_A_RECORD)
            or (
                before.rule.kind not in lasting
                and after.rule.kind not in lasting
                and before.expires_on is not None
                and after.expires_on is not None
                and after.expires_on < before.expires_on
            )
        )
        # From a known date to a wait: whoever accepts is told that it waits, and no date falls before the event.
        if less and change is not Change.NOW_WAITING:
            assert change in SHORTENS


def test_only_surer_is_a_change_of_standing(dossier: DossierId) -> None:
    unsure, sure = kept(dossier, "5", ENDED), kept(dossier, "5", ENDED, confirmed=True)
    assert compare(unsure, sure) is Change.STANDING


def test_the_preview_adds_up_and_names_whom_it_shortens() -> None:
    comparison = Comparison(VERSION, TODAY, rows=2)
    dossiers = [DossierId.new() for _ in range(6)]
    changes = [("20", "5"), ("20", "30"), ("5", "5"), ("20", "1"), ("VV", "20"), ("20", "40")]
    for dossier, (before, after) in zip(dossiers, changes, strict=True):
        row = DueRow(dossier=dossier, code="", title="", unit="u", assignment=kept(dossier, before, ENDED))
        comparison.add(row, kept(dossier, after, ENDED), visible=dossier != dossiers[0], on_list=dossier == dossiers[3])
    preview = comparison.preview(basis="b")
    assert dict(preview.changes) == {
        Change.SAME: 1,
        Change.LATER: 2,
        Change.EARLIER: 2,
        Change.NO_LONGER_PERMANENT: 1,
    }
    assert (preview.dossiers, preview.shorter, preview.due_now, preview.on_list) == (6, 3, 2, 1)
    assert [row.before.dossier for row in preview.rows] == [dossiers[3], dossiers[4]]


def test_the_fingerprint_is_of_the_shortened_and_of_what_was_in_force() -> None:
    def fingerprint(basis: str, *changes: tuple[str, str]) -> str:
        comparison = Comparison(VERSION, TODAY, rows=1)
        for number, (before, after) in enumerate(changes):
            dossier = DossierId(f"01931a2b-0000-7000-8000-{number:012d}")
            row = DueRow(dossier=dossier, code="", title="", unit="u", assignment=kept(dossier, before, ENDED))
            comparison.add(row, kept(dossier, after, ENDED), visible=True, on_list=False)
        return comparison.preview(basis=basis).fingerprint

    one = fingerprint("b", ("20", "5"))
    assert one == fingerprint("b", ("20", "5"), ("5", "20"))
    assert len({one, fingerprint("c", ("20", "5")), fingerprint("b", ("20", "4")), fingerprint("b", ("5", "20"))}) == 4


def test_every_change_has_words() -> None:
    assert len({says(change).vi for change in Change}) == len({says(change).en for change in Change}) == len(Change)
