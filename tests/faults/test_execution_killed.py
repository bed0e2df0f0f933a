"""``kill -9`` in every step of an execution: it resumes, and the certificate says what is gone and nothing else."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from adapters.catalogue import steps
from archive.ocfl.storage_root import object_root
from retention_rules.disposal import ListState
from retention_rules.merkle import leaf_hash, root_of
from retention_rules.tombstone import canonical
from tests.contracts.disposal_house import house
from tests.contracts.disposal_office import HEAD
from tests.faults.execute_in_process import work_until_killed

if TYPE_CHECKING:
    from pathlib import Path

    from records.identifiers import DossierId
    from tests.contracts.disposal_house import House

pytestmark = pytest.mark.law("R11", "R13")


DOSSIERS = 6
MOST_CALLS = 60


def test_killed_before_every_call_it_resumes_and_the_certificate_matches(tmp_path: Path) -> None:
    with house("sqlite", tmp_path) as one:
        chosen = [one.due(f"d{number}") for number in range(DOSSIERS)]
        held = one.due("held")
        which = one.approved(*chosen, held)
        one.place(held)
        one.begin(which)
        one.parts.catalogue.close()
        killed = 0
        for calls in range(MOST_CALLS):
            status = work_until_killed(tmp_path, calls)
            looked_into(one, [*chosen, held])
            one.parts.catalogue.close()  # nothing of it goes into the next process
            if status == 0:
                break
            assert status == -signal.SIGKILL
            killed += 1
        assert killed > 20, "every kind of call was the last one once"
        with one.parts.catalogue.begin(readonly=True) as connection:
            assert steps.counts(connection) == {}
        assert one.states(which).count("gone") == DOSSIERS
        assert one.states(which).count("stopped") == 1
        said = one.execution.certificate(HEAD, which)
        gone = {each["dossier"] for each in said["gone"]}
        assert gone == {each.value for each in chosen}
        assert said["merkle_root"] == root_of([leaf_hash(canonical(each)) for each in one.tombstones(which)])
        assert not [each for each in chosen if one.parts.erasure.lying(f"{object_root(each)}/")]
        assert one.parts.erasure.lying(f"{object_root(held)}/")
        assert one.list(which).state is ListState.EXECUTING


def looked_into(one: House, dossiers: list[DossierId]) -> None:
    """At every moment: what counts as gone is gone, and what has not begun is whole."""
    for dossier in dossiers:
        item, lying = one.item(dossier), one.parts.erasure.lying(f"{object_root(dossier)}/")
        if item.state == "gone":
            assert not lying
            assert one.documents(dossier) == []
        elif item.state in {"to_go", "stopped"}:
            assert len(lying) > 5
            assert one.documents(dossier)
