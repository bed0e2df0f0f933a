"""Pages in the archive are read anew: a new version beside the old one, and nothing twice."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from adapters.catalogue import documents, rereading
from app.samples import make_samples
from app.settings import Settings
from app.steps.outcome import turn_of
from app.steps.read import leave_unread
from app.steps.readings import reading_before
from app.steps.subjects import of_document
from app.wiring import open_parts
from archive.deposit import deposit
from archive.layout import words_path
from archive.model import Deposit, DepositFile
from ocr.page_archive import write_page_archive
from records.errors import Damaged, Sentence
from records.identifiers import BatchId, Digest, DocumentId, DossierId, ObjectKey, PageNumber
from records.page_text import Box, Line, Word
from tests.server_installation import installation_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts
    from tests.installation import Installation

pytestmark = pytest.mark.timeout(900)

SCANNED, TYPED = "hợp đồng.pdf", "kế hoạch.pdf"
BY_FAST, BY_CAREFUL = "+fast+", "+careful+"


class Reread:
    """An installation with one dossier, read fast; the versions of it as they lie in the store."""

    def __init__(self, installation: Installation, handed_over: Path) -> None:
        self.installation = installation
        self.store = installation.store()
        installation.run("ingest", str(handed_over), "--effort", "fast")
        self.dossier: str = installation.json("status", "last")["files"][0]["dossier"]

    @contextmanager
    def parts(self) -> Iterator[Parts]:
        """What its steps work with, in this process."""
        said = {k: v for k, v in self.installation.environment.items() if k.startswith("VANKHO_")}
        parts = open_parts(Settings(**{k.removeprefix("VANKHO_").lower(): v for k, v in said.items()}))  # type: ignore[arg-type]  # pydantic reads them
        yield parts
        parts.close()

    def shown(self) -> dict[str, Any]:
        return dict(self.installation.json("show", self.dossier))

    @property
    def version(self) -> int:
        return int(self.shown()["dossier"]["version"])

    def documents(self) -> dict[str, dict[str, Any]]:
        return {d["file_name"].rpartition("/")[2]: d for d in self.shown()["dossier"]["documents"]}

    @property
    def scanned(self) -> DocumentId:
        return DocumentId(self.documents()[SCANNED]["document"])

    def confidences(self) -> list[float]:
        return sorted(page["confidence"] for page in self.shown()["pages"][self.scanned.value])

    @property
    def inventory(self) -> tuple[str, dict[str, Any]]:
        """Root of the dossier's object, and its inventory."""
        (root,) = {
            found.key.value.rpartition("/")[0]
            for found in self.store.list("archive/")
            if "0=ocfl_object" in found.key.value
        }
        return root, json.loads(self.bytes_of(f"{root}/inventory.json"))

    def bytes_of(self, key: str) -> bytes:
        with self.store.open(ObjectKey(key)) as content:
            return content.read()

    def digests(self, version: int) -> dict[str, Digest]:
        """Every object of a version's folder."""
        keys = [found.key.value for found in self.store.list(f"{self.inventory[0]}/v{version}/")]
        return {key: Digest.of(self.bytes_of(key)) for key in keys}

    def content(self, version: int, path: str) -> bytes:
        """What a version holds at a path that ends so."""
        root, inventory = self.inventory
        state = inventory["versions"][f"v{version}"]["state"]
        (digest,) = (digest for digest, paths in state.items() if any(each.endswith(path) for each in paths))
        return self.bytes_of(f"{root}/{inventory['manifest'][digest][0]}")

    def readings(self, version: int, file_name: str) -> list[dict[str, Any]]:
        """How the pages of a document were read, as a version tells."""
        document = self.documents()[file_name]["document"]
        with zipfile.ZipFile(io.BytesIO(self.content(version, f"{document}.words.zip"))) as archive:
            return [
                json.loads(archive.read(each)) | {"words": json.loads(archive.read(each.replace("reading", "words")))}
                for each in archive.namelist()
                if each.endswith(".reading.json")
            ]

    def found(self, words: str) -> set[str]:
        """Names of the files found."""
        return {hit["file_name"].rpartition("/")[2] for hit in self.installation.json("search", words)["hits"]}

    def empty_index(self) -> None:
        """Take both documents out of the index behind the product's back."""
        ids = [DocumentId(document["document"]) for document in self.documents().values()]
        with self.parts() as parts:
            for each in ids:
                parts.index.replace_document(each, [])
            parts.index.commit()


@pytest.fixture(scope="module", params=["desk", pytest.param("server", marks=pytest.mark.long)])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reread]:
    folder = tmp_path_factory.mktemp("reread")
    made = make_samples(folder / "samples")
    samples = {sample.name.name: sample for sample in made.samples}
    dossier = folder / "handed over" / "Hồ sơ đọc lại"
    dossier.mkdir(parents=True)
    shutil.copyfile(made.path(samples["Hợp đồng chuyển nhượng.pdf"]), dossier / SCANNED)
    shutil.copyfile(made.path(samples["Kế hoạch.pdf"]), dossier / TYPED)
    with installation_of(str(request.param), folder / "data") as installation:
        yield Reread(installation, dossier.parent)


def test_pages_are_read_anew_into_a_new_version(place: Reread) -> None:
    vankho = place.installation
    before = place.documents()
    first = place.digests(1)
    fast = place.readings(1, SCANNED)
    assert all(BY_FAST in page["engine"] for page in fast)
    assert list(place.store.list("staging/blobs/")) == []

    assert TYPED in place.found("kế hoạch")
    place.empty_index()
    # What was asked for and broken off is taken up by the next call, and asked for once.
    asked = vankho.json("reread", place.dossier, "--effort", "careful", "--no-wait")
    assert (asked["dossiers"], asked["documents"], asked["pages"]) == (1, 1, len(fast))
    again = vankho.json("reread", place.dossier, "--effort", "careful")
    assert (again["pages"], again["failed_steps"], again["passed_over"]) == (0, 0, 0)

    assert place.version == 2
    assert place.digests(1) == first
    careful = place.readings(2, SCANNED)
    assert all(BY_CAREFUL in page["engine"] for page in careful)
    assert place.readings(2, TYPED) == place.readings(1, TYPED)
    after = place.documents()
    assert [d["state"] for d in after.values()] == ["indexed", "indexed"]
    assert after[SCANNED]["original_digest"] == before[SCANNED]["original_digest"]
    described = json.loads(place.content(2, "dossier.json"))
    assert {d["file_name"].rpartition("/")[2] for d in described["documents"]} == {SCANNED, TYPED}
    assert list(place.store.list("staging/blobs/")) == []
    assert list(place.store.list("staging/made/")) == []
    vankho.run("verify")


def test_the_index_has_the_new_words(place: Reread) -> None:
    # It was emptied before the pages were read anew: only what was written since can be found.
    longest = max((word[0] for line in place.readings(2, SCANNED)[0]["words"]["lines"] for word in line), key=len)
    assert SCANNED in place.found(longest)
    assert TYPED not in place.found("kế hoạch")


def test_events_say_what_read_before_and_after(place: Reread) -> None:
    events = [json.loads(line) for line in place.content(2, "events.jsonl").splitlines()]
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
    assert place.version == 2
    assert place.digests(2) == before


def test_pages_that_are_sure_enough_stay_as_they_were(place: Reread) -> None:
    pages = place.readings(2, SCANNED)
    least, next_to_it, *_ = place.confidences()
    between = (least + next_to_it) / 2
    done = place.installation.json("reread", place.dossier, "--effort", "balanced", "--below", str(between))
    assert (done["pages"], done["failed_steps"]) == (1, 0)
    after = place.readings(3, SCANNED)
    anew = [BY_CAREFUL not in page["engine"] for page in after]
    assert anew.count(True) == 1
    assert [page for page, new in zip(after, anew, strict=True) if not new] == [
        page for page, new in zip(pages, anew, strict=True) if not new
    ]


def test_a_page_that_cannot_be_read_this_time_stays_as_it_was(place: Reread) -> None:
    before = place.readings(3, SCANNED)
    broken = Damaged("page.cannot_be_drawn", Sentence("Hỏng.", "Broken."), Sentence("Xem.", "Look."))
    with place.parts() as parts:
        with parts.catalogue.begin() as connection:
            rereads = rereading.begin(connection, place.scanned, [1], None)
            batch = BatchId(documents.row(connection, place.scanned).batch_id)
        outcome = leave_unread(parts, of_document(place.scanned, rereads, 1), broken)
        with turn_of(parts, batch) as turn:
            outcome(turn)
    assert place.found("hợp đồng") >= {SCANNED}  # while it is read anew as well
    place.installation.run("reread", place.dossier)
    after = place.readings(place.version, SCANNED)
    assert [finding[0] for finding in after[0].pop("findings")] == [
        *[finding[0] for finding in before[0].pop("findings")],
        "page.cannot_be_drawn",
    ]
    assert after == before


def test_of_a_package_that_does_not_tell_how_pages_were_read_every_page_is(place: Reread) -> None:
    path = words_path(place.scanned)
    with zipfile.ZipFile(io.BytesIO(place.content(place.version, path))) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if not name.endswith(".reading.json")}
    older = _page_archive(kept)
    key, digest = ObjectKey("staging/made/older"), Digest.of(older)
    place.store.put(key, io.BytesIO(older), digest)
    described = json.loads(place.content(place.version, "dossier.json"))
    with place.parts() as parts:
        deposit(
            parts.store,
            Deposit(
                dossier=DossierId(place.dossier),
                files=(DepositFile(path=path, source=key, sha256=digest, size=len(older)),),
                descriptive=described,
                events=(),
                message="older",
                account="can-bo-thu",
            ),
            now=parts.clock.now(),
        )
    place.store.delete(key)
    least, next_to_it, *_ = confidences = place.confidences()
    below = str((least + next_to_it) / 2)
    done = place.installation.json("reread", "all", "--effort", "fast", "--below", below)
    assert (done["pages"], done["failed_steps"]) == (len(confidences), 0)
    assert all(BY_FAST in page["engine"] for page in place.readings(place.version, SCANNED))


def _page_archive(members: dict[str, bytes]) -> bytes:
    names = [name for name in members if name != "index.json"]
    with tempfile.TemporaryDirectory() as folder:
        write_page_archive(Path(folder) / "words.zip", names, [members[name] for name in names])
        return (Path(folder) / "words.zip").read_bytes()


def test_a_secrecy_mark_seen_only_now_takes_the_document_out(place: Reread) -> None:
    scanned = place.scanned
    assert SCANNED in place.found("hợp đồng")
    with place.parts() as parts:
        with parts.catalogue.begin(readonly=True) as connection:
            row = documents.row(connection, scanned)
        before = reading_before(parts, row, PageNumber(1))
        secret = replace(before, marks=(Line((Word("TUYỆT MẬT", Box(400, 60, 500, 80), 0.9),)),))
        with turn_of(parts, BatchId(row.batch_id)) as turn:
            rereads = rereading.begin(turn.connection, scanned, [1], None)
            documents.page_settled(turn.connection, scanned, secret, "read")
            turn.then("describe", of_document(scanned, rereads))
    place.installation.run("reread", "all")
    assert set(place.documents()) == {TYPED}
    assert place.found("hợp đồng") == set()
    place.installation.run("verify")
