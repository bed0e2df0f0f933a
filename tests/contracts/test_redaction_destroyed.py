"""A redacted copy lies in the package of its master: locked, held and destroyed with it, on both profiles."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue import destroyed
from adapters.catalogue.schema_redaction import redaction
from app.operations.compare_store import compare_store
from archive.ocfl.storage_root import object_root
from archive.package_objects import package_objects
from records.identifiers import Digest, DossierId, ObjectKey
from retention_rules.disposal import ListState
from tests.contracts.disposal_house import KINDS, House, blank_pdfa, house

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.law("R11", "R35")


@pytest.fixture(scope="module", params=KINDS)
def one(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(request.param, tmp_path_factory.mktemp("house")) as built:
        yield built


def test_a_redacted_copy_goes_with_its_master(one: House) -> None:
    dossier = one.due("Qche", blank_pdfa())
    which = one.redacted(dossier)
    lying = one.parts.erasure.lying(f"{object_root(dossier)}/")
    assert [each for each in lying if which.value in each.key]
    # Something of one that was begun and never finished.
    (document,) = one.documents(dossier)
    left = ObjectKey(f"staging/made/{document}/{DossierId.new()}.pdf")
    one.parts.store.put(left, io.BytesIO(b"half"), Digest.of(b"half"))
    one.keep()
    assert one.executed(one.approved(dossier)).state is ListState.EXECUTED
    assert one.parts.erasure.lying(f"{object_root(dossier)}/") == ()
    assert one.parts.store.stat(left) is None
    with one.parts.catalogue.begin(readonly=True) as connection:
        assert connection.execute(sa.select(redaction.c.id)).all() == []
        assert destroyed.left_of(connection, dossier, [document]) == 0


def test_a_copy_that_is_not_what_the_catalogue_knows_is_told(one: House) -> None:
    dossier = one.due("Qso", blank_pdfa())
    which = one.redacted(dossier)
    one.keep()
    assert [each for each in compare_store(one.parts) if which.value in each.where] == []
    with one.parts.catalogue.begin() as connection:
        connection.execute(sa.update(redaction).where(redaction.c.id == which.value).values(digest="ab" * 32))
    (found,) = [each for each in compare_store(one.parts) if which.value in each.where]
    assert found.code == "reconcile.digest_differs"


def test_a_redacted_copy_is_locked_and_held_with_its_master(one: House) -> None:
    dossier = one.due("Qgiu", blank_pdfa())
    one.place(dossier)
    one.keep()
    which = one.redacted(dossier)
    one.keep()
    locked = {key.value: one.parts.locks.state(key) for key in package_objects(one.parts.store, dossier)}
    assert len([key for key in locked if which.value in key]) == 2
    # Like every other object of the package; a dossier that is due has a hold in place of a lease.
    assert {(state.held, state.retained_until) for state in locked.values()} == {(True, None)}
