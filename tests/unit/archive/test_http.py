"""The routes of the archive, called over HTTP."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import unquote

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from archive.events import new_event
from archive.http import routes
from archive.http_download import content_disposition, requested
from archive.model import DocumentView, DossierView, Event, PageVersion, PageView, PossibleDuplicate
from archive.ports import ReadingRoom
from records.description import Field, FieldProposal
from records.errors import NotFound, Sentence, VankhoError
from records.findings import Finding, Severity
from records.identifiers import Digest, DocumentId, DossierId, PageNumber
from records.page_text import Box, Line, PageText, Word
from records.reader import AccessLevel, Reader, local_operator

if TYPE_CHECKING:
    from collections.abc import Sequence

DOSSIER = DossierId("01900000-0000-7000-8000-000000000001")
DOCUMENT = DocumentId("01900000-0000-7000-8000-000000000002")
CONTENT = bytes(range(256)) * 3000
CODE = "000.00.15.H25-260302-0001"
SHARED_CODE = "000.00.15.H25-260302-0002"
OTHER = DossierId("01900000-0000-7000-8000-000000000009")
NAME = 'Quyết định "số 1"; 50%.pdf'
S = Sentence("câu", "sentence")
FINDING = Finding(code="page.faint", severity=Severity.WARNING, says=S, hint=S, where="1")
DOCUMENT_VIEW = DocumentView(
    document=DOCUMENT, ordinal=1, file_name=NAME, state="deposited", title="Quyết định", page_count=2,
    media_type="application/pdf", original_digest=Digest.of(CONTENT), pdfa_level="2u", pdfa_reason="", signed=False,
    signatures=(), findings=(FINDING,),
    fields=(
        FieldProposal(field=Field.NUMBER, value="1", confidence=0.5, doubtful=True, page=PageNumber(1),
                      box=Box(1, 2, 3, 4), evidence="Số: 1"),
    ),
)  # fmt: skip
VIEW = DossierView(
    dossier=DOSSIER, code=CODE, title="Hồ sơ", unit="UBND", level=AccessLevel.PUBLIC, restricted_until=None,
    state="kept", version=1, created_at=datetime(2026, 3, 2, tzinfo=UTC), documents=(DOCUMENT_VIEW,), page_count=2,
)  # fmt: skip
PAGE = PageView(
    number=PageNumber(1), state="read", treatment="missing", reason="no text", confidence=0.9, invalid_ratio=0.01,
    width=595, height=842, findings=(),
)  # fmt: skip
TEXT = PageText(width=595, height=842, lines=(Line((Word("Số", Box(1, 2, 3, 4), 0.9),)),))
EVENT = new_event("capture", at=datetime(2026, 3, 2, tzinfo=UTC), agent="x", subjects=[DOCUMENT.value])


def absent() -> NotFound:
    return NotFound("document.not_found", S, S)


class Room(ReadingRoom):
    """One dossier for readers of all units, nothing for others."""

    def __init__(self) -> None:
        self.opened: list[BinaryIO] = []
        self.shown: list[bool] = []

    def _admit(self, reader: Reader, asked: object, known: object) -> None:
        if not reader.all_units or asked != known:
            raise absent()

    def dossiers(
        self, reader: Reader, *, limit: int = 50, offset: int = 0, paper: str = "", paper_missing: bool = False
    ) -> Sequence[DossierView]:
        self.narrowed = (paper, paper_missing)
        return [VIEW][offset : offset + limit] if reader.all_units else []

    def dossier(self, reader: Reader, dossier: DossierId) -> DossierView:
        self._admit(reader, dossier, DOSSIER)
        return VIEW

    def duplicates(self, reader: Reader, dossier: DossierId) -> Sequence[PossibleDuplicate]:
        self.dossier(reader, dossier)
        return ()

    def dossiers_by_code(self, reader: Reader, code: str) -> Sequence[DossierId]:
        of = {CODE: [DOSSIER], SHARED_CODE: [DOSSIER, OTHER]}
        return of.get(code, []) if reader.all_units else []

    def pages(self, reader: Reader, document: DocumentId) -> Sequence[PageView]:
        self._admit(reader, document, DOCUMENT)
        return [PAGE]

    def page_text(self, reader: Reader, document: DocumentId, page: PageNumber, *, personal: bool = False) -> PageText:
        self._admit(reader, (document, page.value), (DOCUMENT, 1))
        self.shown.append(personal)
        return TEXT

    def page_picture(
        self,
        reader: Reader,
        document: DocumentId,
        page: PageNumber,
        *,
        small: bool = False,
        sharp: bool = False,
        personal: bool = False,
    ) -> bytes:
        self._admit(reader, (document, page.value), (DOCUMENT, 1))
        self.shown.append(personal)
        return b"RIFF small" if small else b"RIFF sharp" if sharp else b"RIFF large"

    def page_versions(self, reader: Reader, document: DocumentId, page: PageNumber) -> list[PageVersion]:
        raise NotImplementedError

    def printed(self, reader: Reader, document: DocumentId, first: PageNumber, last: PageNumber) -> None:
        raise NotImplementedError

    def _open(self) -> BinaryIO:
        self.opened.append(io.BytesIO(CONTENT))
        return self.opened[-1]

    def pdfa(self, reader: Reader, document: DocumentId) -> tuple[str, BinaryIO]:
        self._admit(reader, document, DOCUMENT)
        return NAME, self._open()

    def original(self, reader: Reader, document: DocumentId) -> tuple[str, str, BinaryIO]:
        self._admit(reader, document, DOCUMENT)
        return NAME, "text/html", self._open()

    def events(self, reader: Reader, dossier: DossierId) -> Sequence[Event]:
        self._admit(reader, dossier, DOSSIER)
        return [EVENT]


@pytest.fixture
def room() -> Room:
    return Room()


class Client:
    """Calls an application without a server."""

    def __init__(self, application: FastAPI) -> None:
        self._application = application

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self._application)
            async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
                return await client.request(method, path, **more)

        return asyncio.run(asked())

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)


def site(room: Room, reader: Reader) -> Client:
    application = FastAPI()

    @application.exception_handler(VankhoError)
    def answer(_: Request, error: VankhoError) -> JSONResponse:
        return JSONResponse({"code": error.code}, error.http_status)

    application.include_router(routes(room, lambda: reader))
    return Client(application)


@pytest.fixture
def client(room: Room) -> Client:
    return site(room, local_operator("cán bộ"))


DOC = f"/api/documents/{DOCUMENT}"


def test_dossiers_are_listed_without_their_documents(client: Client) -> None:
    (one,) = client.get("/api/dossiers").json()
    assert (one["dossier"], one["code"], one["access_level"]) == (DOSSIER.value, CODE, "01")
    assert "documents" not in one
    assert client.get("/api/dossiers?offset=1").json() == []
    assert client.get("/api/dossiers?limit=0").status_code == 422


def test_a_code_of_two_dossiers_names_both_and_gives_neither(client: Client) -> None:
    answer = client.get("/api/dossiers/by-code", params={"code": SHARED_CODE})
    assert (answer.status_code, answer.json()["code"]) == (422, "dossier.code_shared")


def test_a_dossier_is_given_by_id_and_by_code(client: Client) -> None:
    by_id = client.get(f"/api/dossiers/{DOSSIER}").json()
    assert by_id == client.get("/api/dossiers/by-code", params={"code": CODE}).json()
    (document,) = by_id["documents"]
    assert document["fields"][0]["box"] == [1, 2, 3, 4]
    assert document["fields"][0]["doubtful"] is True
    assert document["findings"][0]["says"] == {"vi": "câu", "en": "sentence"}


def test_pages_words_and_events_are_given(client: Client) -> None:
    assert client.get(f"{DOC}/pages").json()[0]["treatment"] == "missing"
    words = client.get(f"{DOC}/pages/1/words").json()
    assert words["lines"] == [[{"text": "Số", "x0": 1, "y0": 2, "x1": 3, "y1": 4, "confidence": 0.9}]]
    assert client.get(f"/api/dossiers/{DOSSIER}/events").json()[0]["type"] == "capture"


def test_what_is_of_people_is_shown_only_where_it_is_asked_for_and_kept_by_no_browser(room: Room) -> None:
    client = site(room, local_operator("cán bộ"))
    for path in (f"{DOC}/pages/1/words", f"{DOC}/pages/1/picture"):
        assert client.get(path).status_code == 200
        assert client.get(f"{path}?personal=true").status_code == 200
    assert room.shown == [False, True, False, True]
    assert client.get(f"{DOC}/pages/1/picture?personal=true").headers["cache-control"] == "no-store"


def test_a_page_picture_is_kept_by_the_browser(client: Client) -> None:
    large = client.get(f"{DOC}/pages/1/picture")
    assert (large.content, large.headers["content-type"]) == (b"RIFF large", "image/webp")
    assert "immutable" in large.headers["cache-control"]
    assert "private" in large.headers["cache-control"]
    small = client.get(f"{DOC}/pages/1/picture?small=true")
    assert small.content == b"RIFF small"
    assert small.headers["etag"] != large.headers["etag"]
    again = client.get(f"{DOC}/pages/1/picture", headers={"if-none-match": f'"x", {large.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"{DOC}/pages/1/picture", headers={"if-none-match": '"x"'})
    assert other.status_code == 200


ALL = ["", "/pages", "/pages/1/words", "/pages/1/picture", "/pdfa", "/original"]


@pytest.mark.parametrize(
    "path", [f"{DOC}{rest}" for rest in ALL[1:]] + [f"/api/dossiers/{DOSSIER}{r}" for r in ("", "/events")]
)
def test_what_may_not_be_seen_does_not_exist(room: Room, client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
    stranger = site(room, Reader(account="khách"))
    assert stranger.get(path).status_code == 404
    assert (
        client.get(
            path.replace(DOCUMENT.value, DossierId.new().value).replace(DOSSIER.value, DossierId.new().value)
        ).status_code
        == 404
    )
    assert stranger.get("/api/dossiers").json() == []
    assert stranger.get("/api/dossiers/by-code", params={"code": CODE}).status_code == 404
    assert client.get(path.replace(DOCUMENT.value, "x").replace(DOSSIER.value, "x")).status_code == 422


def test_a_download_is_whole_named_and_closed(client: Client, room: Room) -> None:
    got = client.get(f"{DOC}/original")
    assert got.content == CONTENT
    assert got.headers["content-length"] == str(len(CONTENT))
    assert got.headers["x-content-type-options"] == "nosniff"
    said = got.headers["content-disposition"]
    assert said.startswith("attachment; ")
    assert unquote(said.partition("filename*=UTF-8''")[2]) == NAME
    assert room.opened[-1].closed


def test_an_original_is_never_shown_and_the_pdfa_may_be(client: Client) -> None:
    assert client.get(f"{DOC}/pdfa").headers["content-disposition"].startswith("inline")
    assert client.get(f"{DOC}/pdfa?download=true").headers["content-disposition"].startswith("attachment")
    assert client.get(f"{DOC}/original?download=false").headers["content-disposition"].startswith("attachment")


PARTS = {
    "bytes=0-9": (206, 0, 10),
    "bytes=700000-": (206, 700_000, len(CONTENT)),
    "bytes=-5": (206, len(CONTENT) - 5, len(CONTENT)),
    "bytes=0-99999999": (206, 0, len(CONTENT)),
    "bytes=0-1,5-6": (200, 0, len(CONTENT)),
    "bytes=9-2": (200, 0, len(CONTENT)),
    "lines=1-2": (200, 0, len(CONTENT)),
    "bytes=-": (200, 0, len(CONTENT)),
}


@pytest.mark.parametrize("asked", PARTS)
def test_a_part_is_given(client: Client, room: Room, asked: str) -> None:
    status, start, end = PARTS[asked]
    got = client.get(f"{DOC}/pdfa", headers={"range": asked})
    assert got.status_code == status
    assert got.content == CONTENT[start:end]
    if status == 206:
        assert got.headers["content-range"] == f"bytes {start}-{end - 1}/{len(CONTENT)}"
    assert room.opened[-1].closed


def test_a_part_beyond_the_end_is_refused(client: Client, room: Room) -> None:
    got = client.get(f"{DOC}/pdfa", headers={"range": f"bytes={len(CONTENT)}-"})
    assert (got.status_code, got.content) == (416, b"")
    assert got.headers["content-range"] == f"bytes */{len(CONTENT)}"
    assert room.opened[-1].closed
    assert requested("bytes=-0", 5)[0] == 416
    assert requested("bytes=0-", 0)[0] == 416


def test_head_tells_without_sending(client: Client, room: Room) -> None:
    got = client.ask("HEAD", f"{DOC}/original")
    assert (got.status_code, got.content) == (200, b"")
    assert got.headers["content-length"] == str(len(CONTENT))
    assert room.opened[-1].closed


def test_a_client_that_goes_away_is_not_read_for_and_leaves_nothing_open() -> None:
    from archive.http_download import Download

    stream = io.BytesIO(bytes(1 << 26))
    download = Download(stream, file_name="x", media_type="application/pdf")
    sent, enough = 0, asyncio.Event()

    async def receive() -> dict[str, str]:
        await enough.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal sent
        sent += len(message.get("body", b""))
        if sent >= 1 << 20:
            enough.set()
        await asyncio.sleep(0)

    asyncio.run(download({"type": "http", "method": "GET", "headers": []}, receive, send))
    assert stream.closed
    assert 1 << 20 <= sent < 1 << 23


def test_a_name_cannot_break_the_header() -> None:
    said = content_disposition('a"\r\nSet-Cookie: x\\%.pdf', inline=False)
    assert "\r" not in said
    assert "\n" not in said
    assert said.count('"') == 2


def test_the_interface_is_described_completely(client: Client) -> None:
    described = client.get("/openapi.json").json()
    assert len(described["paths"]) == 10
    for path, methods in described["paths"].items():
        assert set(methods) == {"get"}
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path
            content = operation["responses"]["200"]["content"]
            assert all(kind["schema"] for kind in content.values()), path
    picture = described["paths"]["/api/documents/{document}/pages/{page}/picture"]["get"]
    assert list(picture["responses"]["200"]["content"]) == ["image/webp", "image/jpeg"]
