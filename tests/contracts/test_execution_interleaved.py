"""A hold placed between approval and execution wins, in however many interleavings, on both catalogues."""

from __future__ import annotations

import random
import threading
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue import holds
from app.steps.destroy import _let_go
from records.errors import NotFound
from tests.contracts import catalogues
from tests.contracts.disposal_office import ARCHIVIST
from tests.contracts.execution_office import ExecutionOffice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.identifiers import DisposalListId, DossierId, HoldId

pytestmark = pytest.mark.law("R12", "R29")

TODAY = date(2026, 11, 20)
AT_ONCE = 50


@pytest.fixture(scope="module", params=catalogues.KINDS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExecutionOffice]:
    folder = tmp_path_factory.mktemp("interleaved")
    with catalogues.migrated(request.param, folder) as made:
        if not made.on_server:
            # Thousands of acts, none of which has to outlive a power cut.
            sa.event.listen(made.engine, "connect", lambda driver, _: driver.execute("PRAGMA synchronous = OFF"))
            made.close()
        yield ExecutionOffice(made, TODAY, folder / "data")


def interleaved(office: ExecutionOffice, which: DisposalListId, dossier: DossierId, chance: random.Random) -> bool:
    """A hold and the destruction start at the same time; whether the dossier went."""
    item = office.item(which, dossier)
    waits = [chance.uniform(0, 0.006) for _ in range(2)]
    failed: list[BaseException] = []

    def destroy() -> None:
        time.sleep(waits[0])
        try:
            _let_go(office.parts, item)
        except BaseException as error:  # noqa: BLE001  told in the thread that waits
            failed.append(error)

    thread = threading.Thread(target=destroy)
    thread.start()
    time.sleep(waits[1])
    hold = placed(office, dossier)
    # From the commit of the hold on: what does not go now never goes.
    going = office.state(dossier) == "going"
    thread.join()
    assert going or hold is not None
    assert not failed
    assert (office.state(dossier) == "going") is going
    found = office.item(which, dossier)
    assert found.state.value == ("going" if going else "stopped")
    assert office.is_whole(dossier)  # the gate alone was asked
    if hold is not None:
        with office.catalogue.begin(readonly=True) as connection:
            assert [each.id for each in holds.over(connection, dossier)] == [hold]
        office.holds.lift(ARCHIVIST, hold, "Xong")
    return going


def placed(office: ExecutionOffice, dossier: DossierId) -> HoldId | None:
    """None where the dossier is seen by nobody any more."""
    try:
        return office.place(dossier)
    except NotFound:
        return None


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("rounds", [100, pytest.param(1000, marks=pytest.mark.long)])
def test_a_hold_placed_before_the_gate_is_asked_wins(office: ExecutionOffice, rounds: int) -> None:
    chance = random.Random(20261126)
    went = 0
    for batch in range(rounds // AT_ONCE):
        chosen = [office.packed(f"{rounds}-{batch}-{number}") for number in range(AT_ONCE)]
        which = office.approved(*chosen)
        office.begin(which)
        went += sum(interleaved(office, which, dossier, chance) for dossier in chosen)
    assert 0 < went < rounds  # both came first now and then, or nothing was tried
