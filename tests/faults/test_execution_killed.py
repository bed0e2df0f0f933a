"""``kill -9`` in every step of an execution: it resumes, and the certificate says what is gone and nothing else.

On both profiles: SQLite, a folder and tantivy; PostgreSQL, a real MinIO and Elasticsearch.
"""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from adapters.catalogue import steps
from archive.ocfl.storage_root import object_root
from retention_rules.disposal import ListState
from retention_rules.merkle import leaf_hash, root_of
from retention_rules.tombstone import canonical
from tests.contracts.disposal_house import KINDS, house
from tests.contracts.disposal_office import HEAD
from tests.faults.execute_in_process import work_until_killed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from records.identifiers import DisposalListId, DocumentId, DossierId
    from tests.contracts.disposal_house import House

pytestmark = pytest.mark.law("R11", "R13")


DOSSIERS = {"sqlite": 6, "postgresql": 3}
MOST_CALLS = 60
MOMENTS = 40
"""More than one destruction has."""
ANY_NUMBER = 1_000_000


@pytest.mark.parametrize("kind", KINDS)
def test_killed_before_ever_later_calls_it_resumes_and_the_certificate_matches(kind: str, tmp_path: Path) -> None:
    with house(kind, tmp_path) as one:
        chosen = [one.due(f"d{number}") for number in range(DOSSIERS[kind])]
        held = one.due("held")
        documents = [document for each in chosen for document in one.documents(each)]
        assert all(one.parts.index.holds(each) for each in documents)
        which = one.approved(*chosen, held)
        one.place(held)
        one.begin(which)
        killed = 0
        for calls in range(MOST_CALLS):
            status = work_until_killed(one, calls)
            looked_into(one, [*chosen, held])
            if status == 0:
                break
            assert status == -signal.SIGKILL
            killed += 1
        assert killed > 20, "every kind of call was the last one once"
        certified(one, which, chosen, documents)
        assert one.states(which).count("stopped") == 1
        assert one.parts.erasure.lying(f"{object_root(held)}/")
        assert one.list(which).state is ListState.EXECUTING


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", KINDS)
def test_killed_at_each_moment_of_one_destruction_it_resumes(kind: str, tmp_path: Path) -> None:
    with house(kind, tmp_path) as one:
        chosen = [one.due(f"d{number}") for number in range(MOMENTS)]
        documents = [document for each in chosen for document in one.documents(each)]
        which = one.approved(*chosen)
        one.begin(which)
        for calls in range(MOMENTS):
            # The step of one dossier: killed at its next moment, and once more let be.
            if work_until_killed(one, calls, steps=1) == 0:
                break
            looked_into(one, chosen)
            assert work_until_killed(one, ANY_NUMBER, steps=1) == 0
            looked_into(one, chosen)
        assert 20 < calls < MOMENTS - 1, "the last destruction had fewer calls than were let be"
        # What comes after the last of them: the certificate and the papers of the list.
        for later in range(MOST_CALLS):
            if work_until_killed(one, later) == 0:
                break
        certified(one, which, chosen, documents)
        assert one.list(which).state is ListState.EXECUTED


def certified(one: House, which: DisposalListId, chosen: Sequence[DossierId], documents: list[DocumentId]) -> None:
    """The certificate says what is gone, and gone it is: from the store with all versions, the index, the tables."""
    with one.parts.catalogue.begin(readonly=True) as connection:
        assert steps.counts(connection) == {}
    assert one.states(which).count("gone") == len(chosen)
    said = one.execution.certificate(HEAD, which)
    assert {each["dossier"] for each in said["gone"]} == {each.value for each in chosen}
    assert said["merkle_root"] == root_of([leaf_hash(canonical(each)) for each in one.tombstones(which)])
    assert not [each for each in chosen if one.parts.erasure.lying(f"{object_root(each)}/")]
    assert not [each for each in documents if one.parts.index.holds(each)]
    assert not [each for each in chosen if one.documents(each)]


def looked_into(one: House, dossiers: Sequence[DossierId]) -> None:
    """At every moment: what counts as gone is gone, and what has not begun is whole."""
    for dossier in dossiers:
        item = one.item(dossier)
        if item.state == "gone":
            assert not one.parts.erasure.lying(f"{object_root(dossier)}/")
            assert one.documents(dossier) == []
        elif item.state in {"to_go", "stopped"}:
            assert len(one.parts.erasure.lying(f"{object_root(dossier)}/")) > 5
            assert one.documents(dossier)
