"""The audit trail is sealed a day at a time: both catalogues, a folder and a real MinIO; what is changed is named."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from accounts.seal_trail import Seal, TrailLine, day_of, ids_of, may_be_sealed, seal_day, sealed_day_of
from adapters.catalogue import event_seals, events
from adapters.catalogue.schema import event
from adapters.catalogue.schema_seals import event_seal
from adapters.catalogue.unchangeable_events import protect, unprotect
from app.operations.back_up import back_up
from app.operations.verify_seals import verify_seals
from app.seal_trail import LOCKED_FOR, seal_trail
from records.errors import Conflict
from records.identifiers import Digest, uuid7
from records.ports.clock import VIET_NAM
from tests.contracts import catalogues
from tests.contracts.locked_dossiers import TODAY, Keeping, in_days, lose, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.law("R24")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keeping]:
    with opened(request.param, tmp_path_factory.mktemp("desk")) as keeping:
        yield keeping


@pytest.fixture
def trail(made: Keeping) -> Keeping:
    """Events of three days, with one without any between the second and the third; all of them sealed."""
    catalogues.emptied(made.parts.catalogue)
    for seal in list(made.parts.store.list("evidence/")):
        _forget(made, seal.key)
    for days, kinds in ((-5, ("a", "b", "c")), (-4, ("d",)), (-2, ("e", "f"))):
        for at, kind in enumerate(kinds):
            record(made, kind, TODAY + timedelta(days=days), at)
    made.clock.day = TODAY
    assert not seal_trail(made.parts, seconds=10)
    return made


def _forget(made: Keeping, key: Any) -> None:
    """What an earlier test sealed; no lock of a folder keeps root from it."""
    if made.s3 is None:
        (made.parts.settings.store_folder / key.value).unlink()
    else:
        made.s3.client.remove_object(*made.s3.place(key))


def record(keeping: Keeping, kind: str, day: date, at: int = 0) -> str:
    """An event whose id says that it was recorded on that day."""
    least, _ = ids_of(day)
    milliseconds = int(least.replace("-", ""), 16) + 3_600_000 * (at + 1)
    name = f"{milliseconds:012x}"
    made = f"{name[:8]}-{name[8:]}-{str(uuid7())[14:]}"
    with keeping.parts.catalogue.begin() as connection:
        connection.execute(
            sa.insert(event).values(
                id=made,
                at=datetime.fromtimestamp(milliseconds / 1000, VIET_NAM),
                type=kind,
                agent="lan",
                outcome="success",
                subjects=["hồ sơ"],
                detail={"share": 0.1, "ngày": None},
            )
        )
    return made


def found(keeping: Keeping) -> list[tuple[str, str]]:
    return [(each.code.removeprefix("seal."), each.where) for each in verify_seals(keeping.parts)]


def seals(keeping: Keeping) -> list[Seal]:
    told, day = [], None
    with keeping.parts.catalogue.begin(readonly=True) as connection:
        while (one := event_seals.after(connection, day)) is not None:
            told.append(one[0])
            day = one[0].day
    return told


def tampered(keeping: Keeping, statement: Any) -> None:
    """As somebody does who may alter tables."""
    with keeping.parts.catalogue.begin() as connection:
        unprotect(connection)
        connection.execute(statement)
        protect(connection)


def test_every_day_that_is_over_is_sealed_and_follows_the_one_before(trail: Keeping) -> None:
    days = [TODAY + timedelta(days=n) for n in (-5, -4, -3, -2)]
    yesterday = TODAY - timedelta(days=1)
    told = seals(trail)
    assert [each.day for each in told] == [*days, yesterday]
    assert [each.events for each in told] == [3, 1, 0, 2, 0]
    assert [each.previous for each in told] == ["", *(each.digest for each in told[:-1])]
    assert found(trail) == []


def test_its_copy_lies_under_lock_and_says_the_same(trail: Keeping) -> None:
    for seal in seals(trail):
        with trail.parts.store.open(seal.key) as stream:
            assert stream.read() == seal.content
        assert trail.parts.locks.state(seal.key).retained_until == in_days(LOCKED_FOR.days)
        assert sealed_day_of(seal.key) == seal.day
        with pytest.raises(Conflict):
            trail.parts.store.delete(seal.key)


def test_what_is_recorded_today_breaks_nothing(trail: Keeping) -> None:
    with trail.parts.catalogue.begin() as connection:
        events.add(connection, type="later", agent="lan", now=trail.clock.now(), subjects=[])
    assert found(trail) == []
    assert not seal_trail(trail.parts, seconds=10)
    assert found(trail) == []


@pytest.mark.parametrize("how", ["changed", "removed", "added", "at"])
def test_an_event_that_is_changed_names_its_day_alone(trail: Keeping, how: str) -> None:
    day = TODAY - timedelta(days=4)
    least, beyond = ids_of(day)
    mine = sa.and_(event.c.id >= least, event.c.id < beyond)
    if how == "changed":
        tampered(trail, sa.update(event).where(mine).values(agent="minh"))
    elif how == "at":
        tampered(trail, sa.update(event).where(mine).values(at=trail.clock.now()))
    elif how == "removed":
        tampered(trail, sa.delete(event).where(mine))
    else:
        record(trail, "x", day, 7)
    assert found(trail) == [("events_changed", day.isoformat())]


def test_events_before_the_first_seal_are_seen(trail: Keeping) -> None:
    record(trail, "x", TODAY - timedelta(days=9))
    assert found(trail) == [("events_changed", (TODAY - timedelta(days=9)).isoformat())]


def test_a_chain_that_was_made_anew_is_given_away_by_what_the_store_locked(trail: Keeping) -> None:
    before = seals(trail)
    tampered(trail, sa.delete(event).where(event.c.type == "b"))
    tampered(trail, sa.delete(event_seal))
    assert not seal_trail(trail.parts, seconds=10)
    assert found(trail) == [("unknown", each.key.value) for each in sorted(before, key=lambda each: each.key.value)]


def test_a_seal_that_was_changed_or_taken_away_breaks_the_chain(trail: Keeping) -> None:
    second, third = seals(trail)[1:3]
    tampered(trail, sa.update(event_seal).where(event_seal.c.day == second.day).values(digest="0" * 64))
    assert found(trail) == [("chain_broken", second.day.isoformat())]
    tampered(trail, sa.delete(event_seal).where(event_seal.c.day == second.day))
    assert found(trail) == [("chain_broken", third.day.isoformat()), ("unknown", second.key.value)]


def test_a_copy_that_is_gone_is_named(trail: Keeping) -> None:
    first = seals(trail)[0]
    lose(trail, first.key)
    assert found(trail) == [("copy_missing", first.day.isoformat())]


def test_a_copy_that_was_not_made_is_made_later(trail: Keeping) -> None:
    first = seals(trail)[0]
    lose(trail, first.key)
    with trail.parts.catalogue.begin() as connection:
        event_seals.ask_for_all(connection)
    while seal_trail(trail.parts, seconds=0):
        pass
    assert found(trail) == []


def test_a_back_up_takes_along_the_seals_of_the_state_it_holds(trail: Keeping, tmp_path: Path) -> None:
    newer = seal_day(TODAY, [], "ab" * 32)
    trail.parts.store.put(newer.key, io.BytesIO(newer.content), Digest.of(newer.content))
    back_up(trail.parts, tmp_path / "copy")
    copied = {each.name for each in (tmp_path / "copy" / "objects" / "evidence").rglob("*.json")}
    assert copied == {each.key.value.rpartition("/")[2] for each in seals(trail)}


def test_days_that_nobody_sealed_are_told(trail: Keeping) -> None:
    trail.clock.day = TODAY + timedelta(days=4)
    last = seals(trail)[-1]
    assert found(trail) == [("behind", last.day.isoformat())]


def test_a_day_begins_at_midnight_in_viet_nam_and_is_sealed_six_hours_after_its_end() -> None:
    day = date(2026, 3, 2)
    end = datetime(2026, 3, 3, tzinfo=VIET_NAM)
    assert not may_be_sealed(day, end + timedelta(hours=6) - timedelta(seconds=1))
    assert may_be_sealed(day, end + timedelta(hours=6))
    now = str(uuid7())
    least, beyond = ids_of(day_of(now))
    assert least < now < beyond


def test_the_seal_is_the_same_wherever_it_is_made() -> None:
    """Whoever proves a trail with another program has to come to these digests."""
    at = datetime(2026, 3, 2, 8, 0, tzinfo=VIET_NAM)
    line = TrailLine(
        id="0195547a-0000-7000-8000-000000000000",
        at=at,
        type="sign in",
        agent="lan",
        outcome="success",
        batch="",
        dossier="",
        subjects=["lan"],
        detail={"b": "Đúng", "a": 1.5},
        address="10.0.0.7",
    )
    assert (
        line.text()
        == (
            '{"address":"10.0.0.7","agent":"lan","at":"2026-03-02T01:00:00.000000+00:00","batch":"",'
            '"detail":{"a":1.5,"b":"Đúng"},"dossier":"","id":"0195547a-0000-7000-8000-000000000000",'
            '"outcome":"success","subjects":["lan"],"type":"sign in"}\n'
        ).encode()
    )
    seal = seal_day(date(2026, 3, 2), [line], "ab" * 32)
    assert (
        seal.content
        == (
            f'{{"day":"2026-03-02","events":1,"events_sha256":"{seal.events_sha256}",'
            f'"first":"{line.id}","format":1,"last":"{line.id}","previous":"{"ab" * 32}"}}\n'
        ).encode()
    )
