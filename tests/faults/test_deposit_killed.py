"""``kill -9`` of a depositing process at random moments: what stood stands, and the next run finishes."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.object_store.filesystem import FilesystemObjectStore
from archive.check_fixity import check_fixity
from archive.ocfl.head import read_head
from archive.ocfl.storage_root import object_root
from archive.ocfl.validate import validate_object
from archive.open_content import paths, read_content
from records.findings import Verdict
from records.identifiers import Digest
from tests.faults.deposit_in_process import files
from tests.unit.archive.making import Place

REPOSITORY = Path(__file__).resolve().parents[2]
ROUNDS = 10
PROGRAM = "tests.faults.deposit_in_process"


def test_a_killed_deposit_leaves_the_version_before_and_is_finished_by_the_next(tmp_path: Path) -> None:
    place = Place(tmp_path)
    chance = random.Random(20260302)
    began = time.perf_counter()
    place.deposit(files(1), description={"version": 1})
    took = time.perf_counter() - began
    stands = 1
    for _ in range(ROUNDS):
        version = stands + 1
        with subprocess.Popen(
            [sys.executable, "-m", PROGRAM, tmp_path, place.dossier.value, str(version)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == str(version)
            time.sleep(chance.uniform(0.0, 1.3 * took))
            process.kill()
            announced = [version, *map(int, process.stdout.read().split())]

        # What stands is whole, and nothing that was reported as done is lost.
        head = read_head(place.store, place.dossier)
        stands = head.inventory.head if head else 0
        assert announced[-1] - 1 <= stands <= announced[-1]
        (report,) = check_fixity(place.store, [place.dossier])
        assert report.verdict is not Verdict.FAILED, report
        assert {finding.code for finding in report.findings} <= {"fixity.unfinished_version"}
        assert read_content(place.store, place.dossier, "always") == files(stands)["always"]

        # The same deposit once more, undisturbed.
        place.store = FilesystemObjectStore(tmp_path)
        done = place.deposit(files(announced[-1]), description={"version": announced[-1]})
        stands = announced[-1]
        assert done.version == stands
        assert done.unchanged is (head is not None and head.inventory.head == stands)
        strict = validate_object(place.store, object_root(place.dossier))
        assert strict.findings == ()

    # Equal to a run that nobody disturbed.
    undisturbed = Place(tmp_path / "undisturbed", place.dossier)
    for version in range(1, stands + 1):
        undisturbed.deposit(files(version), description={"version": version})
    assert paths(place.store, place.dossier) == paths(undisturbed.store, place.dossier)
    for version in range(1, stands + 1):
        name = f"v{version}/part3"
        assert Digest.of(read_content(place.store, place.dossier, name)) == Digest.of(files(version)[name])

    # What the killed left among the arriving files is swept, and only that.
    left = list((tmp_path / ".incoming").iterdir())
    assert place.store.sweep(datetime.now(UTC) + timedelta(hours=1)) == len(left)
    assert list((tmp_path / ".incoming").iterdir()) == []
