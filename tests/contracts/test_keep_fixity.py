"""Dossiers are checked by themselves, and put right from a back-up: both catalogues, a folder and a real MinIO."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest
import sqlalchemy as sa

from adapters.catalogue import dossiers, fixity
from adapters.catalogue.rights import GOING
from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema import event
from adapters.catalogue.schema_fixity import dossier_fixity
from app.keep_fixity import CLAIMED, FixityRounds, check_dossier, check_due
from app.operations.back_up import back_up
from app.operations.fixity_checks import look_at_fixity
from archive.ocfl.streams import sha512_of
from archive.package_objects import package_objects
from records.errors import Sentence, Unavailable
from records.findings import Verdict
from records.identifiers import Digest, ObjectKey
from tests.contracts.locked_dossiers import TODAY, Keeping, lose, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adapters.catalogue.fixity import Claim
    from app.wiring import Parts
    from records.identifiers import DossierId

pytestmark = pytest.mark.law("R20")

LATER = TODAY + timedelta(days=292)
"""Four fifths of a year after today: a fifth is left to come round to all."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keeping]:
    with opened(request.param, tmp_path_factory.mktemp("desk")) as keeping:
        yield keeping


@pytest.fixture
def keeping(made: Keeping) -> Keeping:
    """Nothing that was deposited before is due or in trouble."""
    made.clock.day = TODAY
    with made.parts.catalogue.begin() as connection:
        connection.execute(sa.update(dossier_fixity).values(checked_on=date.max, code="", outcome="", busy_until=None))
    return made


def with_copy(keeping: Keeping, folder: Path) -> Parts:
    back_up(keeping.parts, folder)
    return naming(keeping, folder)


def naming(keeping: Keeping, folder: Path) -> Parts:
    parts = replace(keeping.parts, settings=keeping.parts.settings.model_copy(update={"repair_from": folder}))
    parts.__dict__["locks"] = keeping.parts.locks
    return parts


def content(keeping: Keeping, dossier: DossierId, ending: str = ".pdf") -> ObjectKey:
    found = package_objects(keeping.parts.store, dossier)
    return next(key for key in found if "/content/" in key.value and key.value.endswith(ending))


def read(keeping: Keeping, key: ObjectKey) -> bytes:
    with keeping.parts.store.open(key) as stream:
        return stream.read()


def flip(keeping: Keeping, key: ObjectKey) -> bytes:
    """One byte of it, behind Vankho's back; what lies there now."""
    right = read(keeping, key)
    wrong = bytes([right[0] ^ 1]) + right[1:]
    if keeping.s3 is not None:
        # As the store itself would: what it notes of the object stays.
        noted: dict[str, Any] = {"sha256": Digest.of(right).hex}
        keeping.s3.client.put_object(*keeping.s3.place(key), io.BytesIO(wrong), len(wrong), metadata=noted)
    else:
        place = keeping.parts.settings.store_folder / key.value
        place.chmod(0o644)
        place.write_bytes(wrong)
    return wrong


def told(keeping: Keeping, dossier: DossierId) -> list[tuple[str, str]]:
    """Type and outcome of what checks recorded, oldest first."""
    kinds = ("fixity check", "replacement")
    with keeping.parts.catalogue.begin(readonly=True) as connection:
        rows = connection.execute(
            sa.select(event.c.type, event.c.outcome)
            .where(event.c.dossier_id == dossier.value, event.c.type.in_(kinds))
            .order_by(event.c.id)
        )
        return [(row.type, row.outcome) for row in rows]


def details(keeping: Keeping, dossier: DossierId) -> list[dict[str, Any]]:
    with keeping.parts.catalogue.begin(readonly=True) as connection:
        rows = connection.execute(
            sa.select(event.c.detail).where(event.c.dossier_id == dossier.value, event.c.type == "replacement")
        )
        return list(rows.scalars())


def claimed(keeping: Keeping, dossier: DossierId) -> Claim:
    now = keeping.clock.now()
    with keeping.parts.catalogue.begin() as connection:
        mine = fixity.claim(connection, dossiers.hold(connection, dossier), now, now + CLAIMED)
    assert mine is not None
    return mine


def test_a_flipped_byte_is_detected_repaired_and_logged(keeping: Keeping, tmp_path: Path) -> None:
    dossier = keeping.deposited()
    parts = with_copy(keeping, tmp_path / "copy")
    key = content(keeping, dossier)
    right = read(keeping, key)
    locked = keeping.state(dossier)
    wrong = flip(keeping, key)
    keeping.clock.day = LATER - timedelta(days=1)
    assert not check_due(parts, seconds=5)
    assert read(keeping, key) == wrong  # it was not due yet
    keeping.clock.day = LATER
    assert not check_due(parts, seconds=5)
    assert read(keeping, key) == right
    assert told(keeping, dossier) == [
        ("fixity check", "failure"),
        ("replacement", "success"),
        ("fixity check", "success"),
    ]
    (said,) = details(keeping, dossier)
    assert (said["found_sha256"], said["taken_from"]) == (Digest.of(wrong).hex, "copy")
    assert "quyết định" not in str(said)  # names of files are not kept in events
    keeping.clock.day = TODAY
    keeping.keep()
    assert keeping.state(dossier) == locked
    if keeping.s3 is not None:
        bucket, name = keeping.s3.place(key)
        assert len(list(keeping.s3.client.list_objects(bucket, prefix=name, include_version=True))) == 3


def test_without_a_good_copy_it_stays_and_an_administrator_is_told(keeping: Keeping, tmp_path: Path) -> None:
    dossier = keeping.deposited()
    back_up(keeping.parts, tmp_path / "copy")
    copy = tmp_path / "copy" / "objects" / content(keeping, dossier).value
    good = copy.read_bytes()
    copy.write_bytes(good[:-1] + b"?")
    wrong = flip(keeping, content(keeping, dossier))
    keeping.clock.day = LATER
    for parts in (keeping.parts, naming(keeping, tmp_path / "copy"), naming(keeping, tmp_path / "not mounted")):
        report = check_dossier(parts, dossier)
        assert report is not None
        assert report.verdict is Verdict.FAILED
        assert read(keeping, content(keeping, dossier)) == wrong
    assert told(keeping, dossier) == [("fixity check", "failure")] * 3
    parts = naming(keeping, tmp_path / "copy")
    seen = look_at_fixity(parts.settings, parts.catalogue, parts.clock)
    assert (seen.verdict, seen.refuses) == (Verdict.FAILED, None)
    (found,) = [each for each in seen.findings if each.code == "fixity.damaged"]
    assert dossier.value in found.says.vi
    assert not check_due(parts, seconds=5)  # once a day
    copy.write_bytes(good)
    keeping.clock.day = LATER + timedelta(days=1)
    assert not check_due(parts, seconds=5)
    assert read(keeping, content(keeping, dossier)) == good
    assert look_at_fixity(parts.settings, parts.catalogue, parts.clock).verdict is Verdict.PASSED


def test_what_is_gone_and_the_package_s_own_files_come_back_too(keeping: Keeping, tmp_path: Path) -> None:
    dossier = keeping.deposited()
    keeping.one_more(dossier)
    parts = with_copy(keeping, tmp_path / "copy")
    keys = list(package_objects(keeping.parts.store, dossier))
    before = {key: read(keeping, key) for key in keys}
    for key in keys:
        if key.value.endswith(".words.zip") or key.value.endswith("inventory.json"):
            lose(keeping, key)
        elif key.value.endswith((".sha512", "ocfl_object_1.1")):
            flip(keeping, key)
    report = check_dossier(parts, dossier)
    assert report is not None
    assert (report.verdict, report.findings) == (Verdict.PASSED, ())
    assert {key: read(keeping, key) for key in keys} == before


def test_who_died_while_putting_back_is_told_of_by_the_next(keeping: Keeping) -> None:
    dossier = keeping.deposited()
    mine, key = claimed(keeping, dossier), content(keeping, dossier)
    planned = {"key": key.value, "sha512": sha512_of(read(keeping, key)), "found": "ab" * 32}
    with keeping.parts.catalogue.begin() as connection:
        fixity.will_mend(connection, mine, [planned, {**planned, "sha512": "0" * 128}])
    assert check_dossier(keeping.parts, dossier) is None  # as far as anybody knows it is still at it
    keeping.clock.day += timedelta(days=1)
    report = check_dossier(keeping.parts, dossier)
    assert report is not None
    assert told(keeping, dossier) == [("replacement", "success"), ("fixity check", "success")]


def test_nothing_is_put_back_into_what_is_being_destroyed(keeping: Keeping) -> None:
    dossier = keeping.deposited()
    mine = claimed(keeping, dossier)
    table = dossier_table
    with keeping.parts.catalogue.begin() as connection:
        fixity.will_mend(connection, mine, [])
        assert fixity.is_mended(connection, dossier, keeping.clock.now())
        assert not fixity.is_mended(connection, dossier, keeping.clock.now() + 2 * CLAIMED)
        connection.execute(sa.update(table).where(table.c.id == dossier.value).values(state=GOING))
        row = dossiers.hold(connection, dossier)
        assert fixity.go_on(connection, row, mine, keeping.clock.now() + CLAIMED) is None
        assert fixity.claim(connection, row, keeping.clock.now() + 2 * CLAIMED, keeping.clock.now()) is None


class Unreadable:
    """A store one of whose dossiers lies on a bad part of the disk."""

    def __init__(self, store: Any, dossier: DossierId) -> None:
        self._store, self._dossier = store, dossier

    def open(self, key: ObjectKey) -> BinaryIO:
        if self._dossier.value in key.value:
            raise Unavailable("store.io", Sentence("hỏng", "bad"), Sentence("thay đĩa", "take another disk"))
        stream: BinaryIO = self._store.open(key)
        return stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def test_one_that_cannot_be_read_keeps_no_other_from_being_checked(keeping: Keeping) -> None:
    first, second = keeping.deposited(), keeping.deposited()
    keeping.clock.day = LATER
    broken = replace(keeping.parts, store=Unreadable(keeping.parts.store, first))
    assert not check_due(broken, seconds=5)
    assert (told(keeping, first), told(keeping, second)) == ([], [("fixity check", "success")])
    seen = look_at_fixity(broken.settings, broken.catalogue, broken.clock)
    assert [each.code for each in seen.findings] == ["fixity.not_read"]
    keeping.clock.day += timedelta(days=1)
    assert not check_due(keeping.parts, seconds=5)
    assert told(keeping, first) == [("fixity check", "success")]


def test_what_nobody_came_round_to_is_told(keeping: Keeping) -> None:
    keeping.deposited()
    for days, codes in ((365, []), (366, ["fixity.overdue"])):
        keeping.clock.day = TODAY + timedelta(days=days)
        seen = look_at_fixity(keeping.parts.settings, keeping.parts.catalogue, keeping.clock)
        assert [each.code for each in seen.findings] == codes
    assert seen.verdict is Verdict.PASSED


def test_between_two_slices_it_rests(keeping: Keeping) -> None:
    first, second = sorted((keeping.deposited(), keeping.deposited()), key=lambda each: each.value)
    keeping.clock.day = LATER
    rounds = FixityRounds(keeping.parts)
    rounds.go_on(seconds=0)
    rounds.go_on(seconds=0)
    assert (len(told(keeping, first)), len(told(keeping, second))) == (1, 0)
