"""The loss of everything and the way back: desk to desk, to a server, to another server, and in the middle of work."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from app.samples import SampleSet, make_samples
from ingest.model import FileState
from tests.installation import Installation
from tests.server_installation import ServerInstallation, shared_servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.timeout(1200)
SEARCHES = ("quyết định", "cap giay phep xay dung", "hộ gia đình", "chứng thực hợp đồng")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SampleSet:
    return make_samples(tmp_path_factory.mktemp("samples") / "dossiers")


@pytest.fixture(scope="module")
def desk(samples: SampleSet, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A desk that took the samples in."""
    installation = Installation(tmp_path_factory.mktemp("desk") / "data")
    installation.run("ingest", str(samples.folder), expect=(3,))
    return installation


@pytest.fixture(scope="module")
def copy_of_desk(desk: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy") / "desk"
    assert desk.json("backup", str(folder))["manifest"]["damaged"] == []
    return folder


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Installation]:
    """An empty place on the servers; nothing runs there."""
    with shared_servers() as settings:
        yield Installation(tmp_path / "server", profile="server", **settings)


@pytest.fixture(scope="module")
def told_of_desk(desk: Installation) -> dict[str, Any]:
    """No test changes what people see of it."""
    return told(desk)


def told(installation: Installation) -> dict[str, Any]:
    """All that people can see: files, dossiers with documents, fields, due dates and events, and what is found."""
    batch = installation.json("status", "last", expect=(0, 3))
    files = sorted(batch["files"], key=lambda file: file["name"])
    dossiers = sorted({file["dossier"] for file in files if file["document_state"] == "indexed"})
    return {
        "files": files,
        "dossiers": [installation.json("show", dossier) for dossier in dossiers],
        "found": {
            text: sorted((hit["document"], hit["page"]) for hit in installation.json("search", text)["hits"])
            for text in SEARCHES
        },
    }


def test_a_desk_comes_back_on_another_disk(told_of_desk: dict[str, Any], copy_of_desk: Path, tmp_path: Path) -> None:
    back = Installation(tmp_path / "data")
    report = back.json("restore", str(copy_of_desk), "--none-later")
    assert report["documents_indexed"] > 0
    seen = told(back)
    assert len(seen["dossiers"]) > 3
    assert all(seen["found"].values())
    assert seen == told_of_desk
    back.run("verify")
    back.run("doctor")
    assert (
        back.error("restore", str(copy_of_desk.parent / "nothing"), "--none-later", expect=4)["code"]
        == "backup.not_found"
    )
    refused = next(file for file in seen["files"] if file["state"] == "refused" and file["size"])
    digest = refused["digest"]
    assert (back.data / "store" / "staging" / "blobs" / digest[:2] / digest[2:4] / digest).is_file()


def test_back_up_sets_are_known_and_a_restore_asks_what_was_destroyed(
    desk: Installation, copy_of_desk: Path, tmp_path: Path
) -> None:
    found = {one["set"]["place"]: one["set"] for one in desk.json("backup-set", "list")["sets"]}
    known = found[str(copy_of_desk)]
    assert (known["state"], known["destroyed"]) == ("standing", 0)
    assert known["dossiers"] > 3
    back = Installation(tmp_path / "data")
    assert back.error("restore", str(copy_of_desk), expect=2)["code"] == "restore.destructions_unknown"
    desk.json("backup-set", "destroyed", str(tmp_path))
    assert back.json("restore", str(copy_of_desk), "--destroyed", str(tmp_path))["stayed_destroyed"] == 0
    assert back.json("backup-set", "add", str(copy_of_desk))["set_id"] == known["id"]
    told = ("--by", "Lan", "--minutes", "1/BB", "--on", "2026-01-31")
    assert back.json("backup-set", "gone", known["id"], *told)["state"] == "gone"
    assert back.error("backup-set", "erase", known["id"], expect=6)["code"] == "backup_set.settled"
    back.run("doctor")


def test_a_desk_becomes_a_server_and_that_another_server(
    told_of_desk: dict[str, Any], copy_of_desk: Path, server: Installation, tmp_path: Path
) -> None:
    server.run("restore", str(copy_of_desk), "--none-later")
    assert told(server) == told_of_desk
    server.run("verify")
    assert server.json("backup", str(tmp_path / "copy"))["manifest"]["profile"] == "server"
    again = server.json("backup", str(tmp_path / "copy"))
    # `verify` wrote events; no object is new.
    assert again["copied"] == 0
    with shared_servers() as settings:
        other = Installation(tmp_path / "other", profile="server", **settings)
        other.run("restore", str(tmp_path / "copy"), "--none-later")
        seen = told(other)
        assert [file["state"] for file in seen["files"]] == [file["state"] for file in told_of_desk["files"]]
        assert seen["found"] == told_of_desk["found"]
        assert seen == told(server)
        other.run("verify")
        assert other.error("restore", str(copy_of_desk), "--none-later", expect=6)["code"] == "restore.not_empty"
    back = Installation(tmp_path / "desk")
    back.run("restore", str(tmp_path / "copy"), "--none-later")
    assert told(back) == seen


def test_a_back_up_in_the_middle_of_work_is_sound_and_the_work_goes_on(
    samples: SampleSet, told_of_desk: dict[str, Any], tmp_path: Path
) -> None:
    busy = Installation(tmp_path / "busy")
    batch = busy.json("ingest", str(samples.folder), "--no-wait", expect=(0, 3))["batch"]["batch"]
    with busy.serve(2) as site:
        _wait_for_half(site.url, batch)
        busy.run("backup", str(tmp_path / "copy"))
    back = Installation(tmp_path / "data")
    back.run("restore", str(tmp_path / "copy"), "--none-later")
    back.run("verify")
    left = back.json("doctor")["work"]
    assert left["steps"], "the back-up was taken after the work was done"
    with back.serve(2) as site:
        site.wait_finished(batch)
    _as_good_as(back, told_of_desk, samples)


def test_a_server_is_copied_in_the_middle_of_work(
    samples: SampleSet, told_of_desk: dict[str, Any], tmp_path: Path
) -> None:
    with shared_servers() as settings, ServerInstallation(tmp_path / "busy", settings) as busy:
        batch = busy.json("ingest", str(samples.folder), "--no-wait", expect=(0, 3))["batch"]["batch"]
        until = time.monotonic() + 600
        while not any(file["document_state"] == "indexed" for file in _files(busy, batch)):
            assert time.monotonic() < until, "".join(busy.worker.log[-20:])
            time.sleep(0.5)
        busy.run("backup", str(tmp_path / "copy"))
    back = Installation(tmp_path / "data")
    back.run("restore", str(tmp_path / "copy"), "--none-later")
    back.run("verify")
    with back.serve(2) as site:
        site.wait_finished(batch)
    _as_good_as(back, told_of_desk, samples)


def _as_good_as(back: Installation, theirs: dict[str, Any], samples: SampleSet) -> None:
    """Ids and times differ; digests, states and what is found are those of an undisturbed run."""
    mine = told(back)

    def plain(seen: dict[str, Any]) -> list[tuple[Any, ...]]:
        return [(f["name"], f["digest"], f["state"], f["document_state"], f["page_count"]) for f in seen["files"]]

    assert plain(mine) == plain(theirs)
    assert {f["state"] for f in mine["files"]} == {sample.state.value for sample in samples.samples}
    assert FileState.ACCEPTED.value in {f["state"] for f in mine["files"]}
    assert {text: len(hits) for text, hits in mine["found"].items()} == {
        text: len(hits) for text, hits in theirs["found"].items()
    }
    back.run("verify")


def _files(installation: Installation, batch: str) -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = installation.json("status", batch, expect=(0, 3))["files"]
    return files


def _wait_for_half(url: str, batch: str) -> None:
    until = time.monotonic() + 600
    while time.monotonic() < until:
        view = httpx.get(f"{url}/api/batches/{batch}", timeout=30).json()
        assert not view["finished"], "too quick: nothing was under way"
        if view["documents_done"] >= 1:
            return
        time.sleep(0.05)
    raise AssertionError("nothing was done")
