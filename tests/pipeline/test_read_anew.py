"""Pages in the archive are read anew: a new version beside the old one, and nothing twice."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from adapters.search_index.tantivy import TantivyIndex
from app.samples import make_samples
from records.identifiers import DocumentId
from tests.installation import Installation

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(900)

SCANNED, TYPED = "hợp đồng.pdf", "kế hoạch.pdf"
BY_FAST, BY_CAREFUL = "+fast+", "+careful+"


class Reread:
    """An installation of the desk with one dossier, read fast; the versions of it on the disk."""

    def __init__(self, folder: Path) -> None:
        made = make_samples(folder / "samples")
        samples = {sample.name.name: sample for sample in made.samples}
        handed = folder / "handed over" / "Hồ sơ đọc lại"
        handed.mkdir(parents=True)
        shutil.copyfile(made.path(samples["Hợp đồng chuyển nhượng.pdf"]), handed / SCANNED)
        shutil.copyfile(made.path(samples["Kế hoạch.pdf"]), handed / TYPED)
        self.installation = Installation(folder / "data", workers="1")
        self.installation.run("ingest", str(handed.parent), "--effort", "fast")
        self.dossier: str = self.installation.json("status", "last")["files"][0]["dossier"]

    @property
    def root(self) -> Path:
        (declaration,) = (self.installation.data / "store" / "archive").glob("**/0=ocfl_object_*")
        return declaration.parent

    def shown(self) -> dict[str, Any]:
        return dict(self.installation.json("show", self.dossier))

    def documents(self) -> dict[str, dict[str, Any]]:
        return {d["file_name"].rpartition("/")[2]: d for d in self.shown()["dossier"]["documents"]}

    def digests(self, version: int) -> dict[str, str]:
        """Every file of a version's folder."""
        folder = self.root / f"v{version}"
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def found(self, words: str) -> set[str]:
        """Names of the files found."""
        return {hit["file_name"].rpartition("/")[2] for hit in self.installation.json("search", words)["hits"]}

    def empty_index(self) -> None:
        """Take both documents out of the index behind the product's back."""
        index = TantivyIndex(self.installation.data / "index")
        for document in self.documents().values():
            index.replace_document(DocumentId(document["document"]), [])
        index.commit()
        index.close()

    def readings(self, version: int, file_name: str) -> list[dict[str, Any]]:
        """How the pages of a document were read, as a version tells."""
        document = self.documents()[file_name]["document"]
        inventory = json.loads((self.root / "inventory.json").read_text())
        name = f"representations/rep2/metadata/{document}.words.zip"
        state = inventory["versions"][f"v{version}"]["state"]
        (place,) = (inventory["manifest"][digest][0] for digest, paths in state.items() if name in paths)
        with zipfile.ZipFile(self.root / place) as archive:
            return [
                json.loads(archive.read(each)) | {"words": json.loads(archive.read(each.replace("reading", "words")))}
                for each in archive.namelist()
                if each.endswith(".reading.json")
            ]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Reread:
    return Reread(tmp_path_factory.mktemp("reread"))


def test_pages_are_read_anew_into_a_new_version(place: Reread) -> None:
    vankho = place.installation
    before = place.documents()
    first = place.digests(1)
    fast = place.readings(1, SCANNED)
    assert all(BY_FAST in page["engine"] for page in fast)
    assert list(vankho.store().list("staging/blobs/")) == []

    assert TYPED in place.found("kế hoạch")
    place.empty_index()
    # What was asked for and broken off is taken up by the next call, and asked for once.
    asked = vankho.json("reread", place.dossier, "--effort", "careful", "--no-wait")
    assert (asked["dossiers"], asked["documents"], asked["pages"]) == (1, 1, len(fast))
    again = vankho.json("reread", place.dossier, "--effort", "careful")
    assert (again["pages"], again["failed_steps"], again["passed_over"]) == (0, 0, 0)

    assert place.shown()["dossier"]["version"] == 2
    assert place.digests(1) == first
    careful = place.readings(2, SCANNED)
    assert all(BY_CAREFUL in page["engine"] for page in careful)
    assert place.readings(2, TYPED) == place.readings(1, TYPED)
    after = place.documents()
    assert [d["state"] for d in after.values()] == ["indexed", "indexed"]
    assert after[SCANNED]["original_digest"] == before[SCANNED]["original_digest"]
    described = json.loads(next((place.root / "v2").rglob("dossier.json")).read_text())
    assert {d["file_name"].rpartition("/")[2] for d in described["documents"]} == {SCANNED, TYPED}
    assert list(vankho.store().list("staging/blobs/")) == []
    assert list(vankho.store().list("staging/made/")) == []
    vankho.run("verify")


def test_the_index_has_the_new_words(place: Reread) -> None:
    # It was emptied before the pages were read anew: only what was written since can be found.
    longest = max((word[0] for line in place.readings(2, SCANNED)[0]["words"]["lines"] for word in line), key=len)
    assert SCANNED in place.found(longest)
    assert TYPED not in place.found("kế hoạch")


def test_events_say_what_read_before_and_after(place: Reread) -> None:
    events = [json.loads(line) for line in next((place.root / "v2").rglob("events.jsonl")).read_text().splitlines()]
    (asked,) = [event for event in events if event["detail"].get("act") == "read_anew"]
    assert asked["agent"] == "can-bo-thu"
    assert BY_FAST in asked["detail"]["engines_before"]
    assert BY_CAREFUL in asked["detail"]["engine"]
    made = [event for event in events if event["type"] == "normalization" and "engines" in event["detail"]]
    assert [BY_CAREFUL in event["detail"]["engines"] for event in made] == [True]


def test_once_more_does_nothing(place: Reread) -> None:
    before = place.digests(2)
    for arguments in (("all",), ("all", "--effort", "careful"), ("last", "--below", "1")):
        assert place.installation.json("reread", *arguments)["pages"] == 0
    assert place.shown()["dossier"]["version"] == 2
    assert place.digests(2) == before


def test_pages_that_are_sure_enough_stay_as_they_were(place: Reread) -> None:
    pages = place.readings(2, SCANNED)
    confidences = sorted(page["confidence"] for page in place.shown()["pages"][place.documents()[SCANNED]["document"]])
    assert len(confidences) > 1
    between = (confidences[0] + confidences[1]) / 2
    done = place.installation.json("reread", place.dossier, "--effort", "balanced", "--below", str(between))
    assert (done["pages"], done["failed_steps"]) == (1, 0)
    after = place.readings(3, SCANNED)
    anew = [BY_CAREFUL not in page["engine"] for page in after]
    assert anew.count(True) == 1
    assert [page for page, new in zip(after, anew, strict=True) if not new] == [
        page for page, new in zip(pages, anew, strict=True) if not new
    ]
