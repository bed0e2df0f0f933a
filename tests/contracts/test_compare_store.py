"""Catalogue and store compared on both profiles: each planted difference is found, and nothing else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue.schema import document as document_table
from adapters.catalogue.schema import dossier as dossier_table
from adapters.object_store.s3_connection import S3Connection
from adapters.object_store.s3_locks import S3ObjectLocks
from app.operations.compare_store import NightlyComparison, compare_store
from archive.ocfl.storage_root import object_root
from archive.package_objects import package_objects
from records.errors import Unavailable
from records.identifiers import Digest, DossierId, ObjectKey
from tests.contracts.locked_dossiers import TODAY, Keeping, lose, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def keeping(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Keeping]:
    with opened(request.param, tmp_path) as made:
        yield made


def differences(keeping: Keeping) -> dict[str, set[str]]:
    """Code to the places it was found at."""
    found: dict[str, set[str]] = {}
    for each in compare_store(keeping.parts):
        found.setdefault(each.code.removeprefix("reconcile."), set()).add(each.where)
    return found


def put(keeping: Keeping, key: str) -> str:
    keeping.parts.store.put(ObjectKey(key), io.BytesIO(b"x"), Digest.of(b"x"))
    return key


def contents(keeping: Keeping, dossier: DossierId, ending: str = "") -> list[ObjectKey]:
    found = package_objects(keeping.parts.store, dossier)
    return [key for key in found if "/content/" in key.value and key.value.endswith(ending)]


def test_every_planted_difference_is_found_and_nothing_else(keeping: Keeping) -> None:
    keeping.deposited()
    assert differences(keeping) == {}
    parts = keeping.parts
    stray = put(keeping, f"{object_root(keeping.deposited())}/v1/content/lạ")
    outside = put(keeping, "archive/lạ")
    unknown = object_root(DossierId.new())
    put(keeping, f"{unknown}/inventory.json")
    lost = contents(keeping, keeping.deposited())[0]
    lose(keeping, lost)
    held = contents(keeping, keeping.deposited())[0]
    parts.locks.hold(held, on=True)
    waiting = keeping.deposited()
    keeping.place(waiting)  # and nobody has told the store yet
    unlocked = contents(keeping, keeping.deposited(), ".pdf")[-1]
    tampered(keeping, unlocked)
    gone, forged, other = keeping.deposited(), keeping.deposited(), keeping.deposited()
    for key in package_objects(parts.store, gone):
        lose(keeping, key)
    with parts.catalogue.begin() as connection:
        table = dossier_table
        connection.execute(sa.update(table).where(table.c.id == forged.value).values(inventory_sha512="0" * 128))
        wrong = sa.update(document_table).where(document_table.c.dossier_id == other.value)
        connection.execute(wrong.values(words_digest="0" * 64))
    assert differences(keeping) == {
        "object_unknown": {stray, outside},
        "package_unknown": {unknown},
        "object_missing": {lost.value},
        "hold_left_over": {held.value},
        "hold_missing": {key.value for key in package_objects(parts.store, waiting)},
        "lease_missing": {unlocked.value},
        "size_differs": {unlocked.value},
        "package_missing": {object_root(gone)},
        "inventory_differs": {object_root(forged)},
        "digest_differs": {contents(keeping, other, ".words.zip")[0].value},
    }


def tampered(keeping: Keeping, key: ObjectKey) -> None:
    """As somebody does who goes round Vankho."""
    if keeping.s3 is not None:
        keeping.s3.client.put_object(*keeping.s3.place(key), io.BytesIO(b"forged"), 6)
        return
    folder = keeping.parts.settings.store_folder
    (folder / key.value).unlink()
    (folder / key.value).write_bytes(b"forged")
    (folder / ".leases" / key.value).unlink()


def test_a_lease_that_runs_low_is_found_before_it_ends(keeping: Keeping) -> None:
    dossier = keeping.deposited()
    keeping.clock.day = TODAY.replace(year=TODAY.year + 1)  # nobody renewed anything: 35 days are left
    assert differences(keeping) == {"lease_short": {key.value for key in package_objects(keeping.parts.store, dossier)}}


def test_at_night_it_goes_on_in_portions_and_missing_locks_are_asked_for(keeping: Keeping) -> None:
    dossier, _ = keeping.deposited(), keeping.deposited()
    keeping.keep()
    unlocked = contents(keeping, dossier, ".pdf")[-1]
    tampered(keeping, unlocked)
    nightly, portions = NightlyComparison(keeping.parts), 1
    while not nightly.go_on(seconds=0):
        portions += 1
    assert portions > 3
    keeping.keep()
    assert set(differences(keeping)) == {"size_differs"}
    assert nightly.go_on(seconds=0)  # for today


def test_a_store_that_does_not_answer_ends_no_comparison_as_done(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.deposited()
    nightly, locks = NightlyComparison(keeping.parts), keeping.parts.locks
    away = S3ObjectLocks(S3Connection("127.0.0.1:9", "nobody", "nothing", secure=False))
    monkeypatch.setitem(keeping.parts.__dict__, "locks", away)
    with pytest.raises(Unavailable):
        nightly.go_on(seconds=5)
    monkeypatch.setitem(keeping.parts.__dict__, "locks", locks)
    assert not nightly.go_on(seconds=0)
    assert nightly.go_on(seconds=30)
