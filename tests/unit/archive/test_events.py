from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from archive.events import from_lines, ids, new_event, to_line, to_lines
from records.errors import Damaged

AT = datetime(2026, 3, 2, 15, 0, tzinfo=timezone(timedelta(hours=7)))


def test_events_survive_the_round_trip_in_order() -> None:
    events = [
        new_event(kind, at=AT, agent="Đỗ Văn", subjects=["a", "b"], outcome="failure", detail={"z": 1, "a": "ế\n"})
        for kind in ("capture", "validation")
    ]
    lines = to_lines(events)
    assert lines.count(b"\n") == 2
    assert from_lines(lines) == tuple(events)
    assert ids(lines) == {event.id for event in events}
    assert from_lines(b"") == ()


def test_equal_events_are_equal_bytes_in_whatever_zone_they_were_written() -> None:
    from dataclasses import replace

    event = new_event("capture", at=AT, agent="x", subjects=[], detail={"b": 1, "a": 2})
    assert to_line(replace(event, at=AT.astimezone(UTC), detail={"a": 2, "b": 1})) == to_line(event)


def test_a_time_without_zone_is_no_time() -> None:
    with pytest.raises(ValueError, match="zone"):
        new_event("capture", at=datetime(2026, 3, 2), agent="x", subjects=[])  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize("line", [b"{", b"[]", b"{}", b'{"id": 1}'])
def test_a_line_that_is_no_event_is_damage(line: bytes) -> None:
    good = to_line(new_event("capture", at=AT, agent="x", subjects=[]))
    with pytest.raises(Damaged, match="Line 2"):
        from_lines(good + line + b"\n")
