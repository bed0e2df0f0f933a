from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from starlette.responses import JSONResponse

import ingest.http
from ingest.http import routes
from ingest.model import BatchState, BatchView, DossierBy, FileState, FileView, Receipt, UploadOffer
from ingest.ports import IntakeDesk
from records.errors import Conflict, InvalidInput, NotFound, Sentence, VankhoError
from records.findings import Finding, Severity
from records.identifiers import BatchId, Digest, FileId
from records.reader import Reader, local_operator
from records.scan_profile import ScanDecision, ScanProfile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from records.effort import Effort

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NONE = Sentence("Không có.", "None.")
MOST_BYTES = 5_000_000


class NotebookDesk(IntakeDesk):
    """A desk that keeps what it is given in memory."""

    def __init__(self) -> None:
        self.by: dict[BatchId, DossierBy] = {}
        self.efforts: dict[BatchId, Effort | None] = {}
        self.profiles: dict[BatchId, ScanProfile] = {}
        self.papers: dict[BatchId, str] = {}
        self.units_said: dict[BatchId, str] = {}
        self.confirmed: set[BatchId] = set()
        self.decided: list[tuple[FileId, ScanDecision, str]] = []
        self.sealed: set[BatchId] = set()
        self.given: dict[FileId, tuple[BatchId, str, Digest, int]] = {}
        self.looked = 0

    def open_batch(
        self,
        reader: Reader,  # noqa: ARG002 - the port names them
        name: str,  # noqa: ARG002 - as above
        dossier_by: DossierBy,
        effort: Effort | None = None,
        *,
        profile: ScanProfile = ScanProfile.DOCUMENTS,
        paper: str = "",
        checked: bool = False,
        unit: str = "",
    ) -> BatchId:
        batch = BatchId.new()
        self.units_said[batch] = unit
        self.papers[batch] = paper
        self.profiles[batch] = profile
        self.efforts[batch] = effort
        self.by[batch] = dossier_by
        if checked:
            self.confirmed.add(batch)
        return batch

    def units(self, reader: Reader) -> Sequence[str]:
        return [reader.unit]

    def receive(self, reader: Reader, batch: BatchId, name: str, content: BinaryIO) -> Receipt:
        self.batch(reader, batch)
        size, parts = 0, []
        while chunk := content.read(100_000):
            parts.append(chunk)
            size += len(chunk)
            if size > MOST_BYTES:
                raise InvalidInput("file.too_large", NONE, NONE)
        file = FileId.new()
        self.given[file] = (batch, name, Digest.of(b"".join(parts)), size)
        return Receipt(
            file=file,
            batch=batch,
            name=name,
            size=size,
            digest=self.given[file][2],
            received_at=NOW,
            received_by=reader.account,
            duplicate_of=None,
        )

    upload_origin = ""

    def offer_upload(self, reader: Reader, batch: BatchId, size: int) -> UploadOffer:  # noqa: ARG002 - the port names them
        raise Conflict("upload.not_direct", NONE, NONE)

    def accept_upload(self, reader: Reader, batch: BatchId, upload: UUID, name: str) -> Receipt:  # noqa: ARG002 - as above
        raise Conflict("upload.not_direct", NONE, NONE)

    def seal(self, reader: Reader, batch: BatchId) -> None:
        self.batch(reader, batch)
        self.sealed.add(batch)

    def batches(self, reader: Reader, *, limit: int = 50, offset: int = 0) -> Sequence[BatchView]:
        return [self.batch(reader, batch) for batch in self.by][offset : offset + limit]

    def batch(self, reader: Reader, batch: BatchId) -> BatchView:
        if batch not in self.by:
            raise NotFound("batch.not_found", NONE, NONE)
        self.looked += 1
        done = batch in self.sealed and self.looked > 6
        count = len(self.given)
        return BatchView(
            batch=batch,
            name="Lô",
            state=BatchState.CLOSED if done else BatchState.WORKING if batch in self.sealed else BatchState.RECEIVING,
            created_at=NOW,
            created_by=reader.account,
            closed_at=NOW if done else None,
            files=count,
            accepted=count,
            refused=0,
            quarantined=0,
            duplicates=0,
            under_way=0,
            pages=self.looked // 3,
            pages_done=0,
            pages_failed=0,
            documents=0,
            documents_done=0,
            steps_failed=0,
            finished=done or batch not in self.sealed,
            seconds=float(self.looked),
            effort=self.efforts[batch],
            profile=self.profiles[batch],
            paper_file_code=self.papers[batch],
            checklist_at=NOW if batch in self.confirmed else None,
        )

    def files(self, reader: Reader, batch: BatchId, *, limit: int = 100, offset: int = 0) -> Sequence[FileView]:
        self.batch(reader, batch)
        return [self.file(reader, file) for file in self.given][offset : offset + limit]

    def file(self, reader: Reader, file: FileId) -> FileView:
        if file not in self.given:
            raise NotFound("file.not_found", NONE, NONE)
        _, name, digest, size = self.given[file]
        return FileView(
            file=file,
            name=name,
            size=size,
            digest=digest,
            received_at=NOW,
            received_by=reader.account,
            state=FileState.REFUSED,
            media_type="text/plain",
            page_count=0,
            pages_done=0,
            pages_failed=0,
            document=None,
            document_state=None,
            dossier=None,
            dossier_title="",
            dossier_code="",
            duplicate_of=None,
            findings=(Finding(code="file.type_unsupported", severity=Severity.REFUSAL, says=NONE, hint=NONE),),
        )

    def confirm_checklist(self, reader: Reader, batch: BatchId) -> BatchView:
        self.confirmed.add(batch)
        return self.batch(reader, batch)

    def decide_scan(self, reader: Reader, file: FileId, decision: ScanDecision, reason: str = "") -> FileView:
        self.decided.append((file, decision, reason))
        return self.file(reader, file)

    def retry(self, reader: Reader, batch: BatchId) -> int:
        self.batch(reader, batch)
        return 3


@pytest.fixture
def desk() -> NotebookDesk:
    return NotebookDesk()


@pytest.fixture
def client(desk: NotebookDesk) -> Iterator[TestClient]:
    site = FastAPI()
    site.include_router(routes(desk, lambda: local_operator("văn thư")))

    def answer(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, VankhoError)
        return JSONResponse({"code": error.code}, status_code=error.http_status)

    site.add_exception_handler(VankhoError, answer)
    with TestClient(site) as client:
        yield client


@pytest.fixture
def batch(client: TestClient) -> str:
    answer = client.post("/api/batches", json={"name": "Lô sáng", "dossier_by": "code"})
    assert answer.status_code == 201
    return str(answer.json()["batch"])


def test_opening_says_what_makes_a_dossier(client: TestClient, desk: NotebookDesk, batch: str) -> None:
    assert desk.by == {BatchId(batch): DossierBy.CODE}
    assert client.post("/api/batches", json={"dossier_by": "colour"}).status_code == 422
    assert client.post("/api/batches", json={}).status_code == 201


def test_opening_says_how_pages_are_read(client: TestClient) -> None:
    opened = client.post("/api/batches", json={"effort": "careful"}).json()["batch"]
    assert client.get(f"/api/batches/{opened}").json()["effort"] == "careful"
    assert client.post("/api/batches", json={"effort": "heroic"}).status_code == 422
    unsaid = client.post("/api/batches", json={}).json()["batch"]
    assert client.get(f"/api/batches/{unsaid}").json()["effort"] is None


@pytest.mark.law("R34")
def test_a_batch_says_whether_somebody_looked_for_what_must_not_be_digitised(client: TestClient) -> None:
    opened = client.post("/api/batches", json={}).json()["batch"]
    assert client.get(f"/api/batches/{opened}").json()["checklist_at"] is None
    assert client.post(f"/api/batches/{opened}/checklist").json()["checklist_at"] is not None
    assert client.post("/api/batches/019c0000-0000-7000-8000-000000000000/checklist").status_code == 404
    opened = client.post("/api/batches", json={"checked": True}).json()["batch"]
    said = client.get(f"/api/batches/{opened}").json()
    assert said["checklist_at"] is not None
    assert (said["checklist_waits"], said["unconfirmed"]) == (False, 0)


@pytest.mark.law("R15")
def test_what_is_asked_of_scans_is_chosen_and_decided_on(client: TestClient, desk: NotebookDesk) -> None:
    opened = client.post("/api/batches", json={"profile": "maps"}).json()["batch"]
    assert client.get(f"/api/batches/{opened}").json()["profile"] == "maps"
    assert client.post("/api/batches", json={"profile": "paintings"}).status_code == 422
    unsaid = client.post("/api/batches", json={}).json()["batch"]
    assert client.get(f"/api/batches/{unsaid}").json()["profile"] == "documents"
    client.put(f"/api/batches/{opened}/files?name=a.pdf", content=b"x")
    (file,) = desk.given
    where = f"/api/files/{file}/scan-decision"
    assert client.put(where, json={"decision": "accepted", "reason": "giấy không còn"}).status_code == 200
    assert desk.decided == [(file, ScanDecision.ACCEPTED, "giấy không còn")]
    assert client.put(where, json={"decision": "waiting"}).status_code == 422


@pytest.mark.parametrize("size", [0, 1, 65_536, 3_000_001])
def test_a_body_arrives_whole_under_its_path(client: TestClient, batch: str, size: int) -> None:
    content = bytes(index * 7 % 251 for index in range(size))
    name = "Hồ sơ 1/đơn đề nghị.pdf"
    answer = client.put(f"/api/batches/{batch}/files", params={"name": name}, content=content)
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    assert (receipt["name"], receipt["size"], receipt["digest"]) == (name, size, Digest.of(content).hex)
    assert (receipt["batch"], receipt["received_by"]) == (batch, "văn thư")
    assert client.get(f"/api/files/{receipt['file']}/receipt").json() == {**receipt, "batch": None}


def test_a_body_that_comes_in_pieces(client: TestClient, batch: str) -> None:
    pieces = [b"a" * 10, b"", b"b" * 70_000, b"c"]
    answer = client.put(f"/api/batches/{batch}/files", params={"name": "a"}, content=iter(pieces))
    assert answer.json()["digest"] == Digest.of(b"".join(pieces)).hex


def test_a_form_of_several_files_keeps_the_paths_of_the_folder(client: TestClient, batch: str) -> None:
    files = [("files", ("1.pdf", b"one")), ("files", ("2.pdf", b"two"))]
    url = f"/api/batches/{batch}/files"
    assert [one["name"] for one in client.post(url, files=files).json()] == ["1.pdf", "2.pdf"]
    paths = ["Hồ sơ/1.pdf", "Hồ sơ/x/2.pdf"]
    assert [one["name"] for one in client.post(url, files=files, data={"paths": paths}).json()] == paths
    refused = client.post(url, files=files, data={"paths": paths[:1]})
    assert (refused.status_code, refused.json()["code"]) == (422, "files.paths_differ")


def test_errors_of_the_desk_leave_as_they_are(client: TestClient, batch: str) -> None:
    answer = client.put(f"/api/batches/{batch}/files", params={"name": "a"}, content=bytes(MOST_BYTES + 1))
    assert (answer.status_code, answer.json()["code"]) == (422, "file.too_large")
    for url in (f"/api/batches/{BatchId.new()}", "/api/batches/last", f"/api/batches/{BatchId.new()}/live"):
        answer = client.get(url)
        assert (answer.status_code, answer.json()["code"]) == (404, "batch.not_found")
    for file in (FileId.new(), "x"):
        answer = client.get(f"/api/files/{file}")
        assert (answer.status_code, answer.json()["code"]) == (404, "file.not_found")


def test_where_files_come_through_the_site_alone_no_address_is_given(client: TestClient, batch: str) -> None:
    uploads = f"/api/batches/{batch}/uploads"
    for url, said in ((uploads, {"name": "a", "size": 1}), (f"{uploads}/{FileId.new()}/accept", {"name": "a"})):
        answer = client.post(url, json=said)
        assert (answer.status_code, answer.json()["code"]) == (409, "upload.not_direct")
    for wrong in ({"name": "", "size": 1}, {"name": "a", "size": -1}, {"name": "a" * 1001, "size": 1}, {"name": "a"}):
        assert client.post(uploads, json=wrong).status_code == 422
    answer = client.post(f"{uploads}/x/accept", json={"name": "a"})
    assert (answer.status_code, answer.json()["code"]) == (404, "upload.not_found")
    assert client.post("/api/batches/last/uploads", json={"name": "a", "size": 1}).json()["code"] == "batch.not_found"


def test_files_say_why_they_were_refused(client: TestClient, batch: str) -> None:
    client.put(f"/api/batches/{batch}/files", params={"name": unicodedata.normalize("NFD", "đ.txt")}, content=b"x")
    (file,) = client.get(f"/api/batches/{batch}/files").json()
    assert file["findings"][0] == {
        "code": "file.type_unsupported",
        "severity": "refusal",
        "says": {"vi": "Không có.", "en": "None."},
        "hint": {"vi": "Không có.", "en": "None."},
        "where": "",
    }
    assert client.get(f"/api/batches/{batch}/files", params={"offset": 1}).json() == []
    assert client.get(f"/api/batches/{batch}/files", params={"limit": 501}).status_code == 422


def test_seal_and_retry(client: TestClient, batch: str) -> None:
    assert client.post(f"/api/batches/{batch}/seal").json() == {"batch": batch, "state": "working"}
    assert client.post(f"/api/batches/{batch}/retry").json() == {"steps": 3}
    assert len(client.get("/api/batches").json()) == 1


def test_the_live_stream_tells_changes_and_ends(
    client: TestClient, batch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.http, "LIVE_SECONDS", 0.01)
    client.post(f"/api/batches/{batch}/seal")
    with client.stream("GET", f"/api/batches/{batch}/live") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = "".join(stream.iter_text()).split("\n\n")
    assert events[-2] == "event: finished\ndata: {}"
    views = [json.loads(event.removeprefix("data: ")) for event in events if event.startswith("data: {")]
    assert [(view["pages"], view["state"]) for view in views] == [(1, "working"), (2, "working"), (2, "closed")]
    assert set(views[0]) == set(client.get(f"/api/batches/{batch}").json())


def test_the_stream_does_not_end_while_files_may_still_come(
    client: TestClient, batch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.http, "LIVE_SECONDS", 0.01)
    monkeypatch.setattr(ingest.http, "LIVE_LONGEST", 0.05)
    body = client.get(f"/api/batches/{batch}/live").text
    assert "event: finished" not in body


def test_every_route_is_documented(client: TestClient) -> None:
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (path, method)
            assert operation["description"], (path, method)
