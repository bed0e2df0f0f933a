"""Finding over HTTP, on a real index."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from adapters.search_index.tantivy import TantivyIndex
from records.errors import NotFound, Sentence
from records.folding import normalise
from records.identifiers import DocumentId, DossierId, PageNumber
from records.page_text import Box, Line, PageText, Word
from records.ports.clock import Clock
from records.reader import AccessLevel, Reader
from search_api.find_pages import find_pages
from search_api.frame import create_application
from search_api.http import routes
from search_api.ports import IndexedPage
from search_api.sign_in import local_reader, signed_in

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT, DOSSIER = DocumentId.new(), DossierId.new()
TEXT = "Về việc thu hồi đất"


class StoppedClock(Clock):
    def now(self) -> datetime:
        return datetime(2026, 3, 1, 5, tzinfo=UTC)

    def today(self) -> date:
        return date(2026, 3, 1)


def words_of(reader: Reader, document: DocumentId, page: PageNumber) -> PageText:
    assert reader.account == "lan"
    if (document, page.value) != (DOCUMENT, 1):
        raise NotFound(
            "page.not_found", Sentence("Không có trang này.", "No such page."), Sentence("Tìm lại.", "Search.")
        )
    words = tuple(Word(word, Box(10.0 * at, 20, 10.0 * at + 8, 30), 1) for at, word in enumerate(TEXT.split()))
    return PageText(width=595, height=842, lines=(Line(words),))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    index = TantivyIndex(tmp_path_factory.mktemp("index"))
    page = IndexedPage(
        document=DOCUMENT, dossier=DOSSIER, page=PageNumber(1), page_count=2, body=normalise(TEXT), title="Quyết định",
        file_name="qd.pdf", dossier_code="H15.50.05.13-261008-0975", number_and_sign="129/QĐ-BNV",
        document_type="Quyết định", agency="Bộ Nội vụ", issued_on=date(2025, 6, 24), unit="H15",
        level=AccessLevel.PUBLIC,
    )  # fmt: skip
    index.replace_document(DOCUMENT, [page])
    index.commit()
    index.close()
    router = routes(partial(find_pages, index), StoppedClock(), signed_in, words_of)
    return TestClient(create_application([router], version="1", allowed_hosts=["testserver"], who=local_reader("lan")))


def test_search(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": "thu hoi nam 2025", "type": "Quyết định", "year": 2025}).json()
    assert answer["total"] == 1
    assert answer["hits"] == [
        {
            "document": DOCUMENT.value,
            "dossier": DOSSIER.value,
            "page": 1,
            "page_count": 2,
            "title": "Quyết định",
            "file_name": "qd.pdf",
            "dossier_code": "H15.50.05.13-261008-0975",
            "number_and_sign": "129/QĐ-BNV",
            "document_type": "Quyết định",
            "agency": "Bộ Nội vụ",
            "issued_on": "2025-06-24",
            "unit": "H15",
            "procedure": "",
            "states": [],
            "doubtful": [],
            "snippet": [["Về việc ", False], ["thu hồi", True], [" đất", False]],
        }
    ]
    assert answer["facets"]["year"] == [{"value": "2025", "count": 1}]
    assert [part["kind"] for part in answer["understood"]] == ["word", "word", "period"]
    assert answer["understood"][2]["without"] == "thu hoi"


@pytest.mark.parametrize(
    "parameters",
    [
        {"unit": "X"},
        {"type": "X"},
        {"procedure": "X"},
        {"issued_from": "2025-06-25"},
        {"issued_to": "2025-06-23"},
        {"state": "signed"},
        {"document": DOSSIER.value},
        {"agency": "X"},
        {"year": 1999},
        {"dossier": DossierId.new().value},
        {"exact": True},
    ],
)
def test_each_parameter_narrows(client: TestClient, parameters: dict[str, str]) -> None:
    answer = client.get("/api/search", params={"q": "thu hoi", **parameters}).json()
    assert (answer["total"], answer["hits"], answer["without_filters"]) == (0, [], 1)


def test_nothing_found_is_explained(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": "thu hồi 7/QĐ-X"}).json()
    assert [(each["part"]["text"], each["count"]) for each in answer["emptied_by"]] == [("7/QĐ-X", 1)]
    nearly = client.get("/api/search", params={"q": "thu hồi đtấ"}).json()
    assert (nearly["total"], nearly["tolerant"], nearly["suggestion"]) == (1, True, "thu hồi đất")


@pytest.mark.parametrize("parameters", [{"limit": 101}, {"limit": -1}, {"offset": -1}, {"year": "x"}, {"dossier": "1"}])
def test_what_cannot_be_asked(client: TestClient, parameters: dict[str, str]) -> None:
    response = client.get("/api/search", params=parameters)
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "input.invalid"


def test_boxes(client: TestClient) -> None:
    where = {"document": DOCUMENT.value, "page": 1}
    answer = client.get("/api/search/boxes", params={**where, "q": "hoi dat"}).json()
    assert answer == {
        "width": 595,
        "height": 842,
        "boxes": [{"x0": 30, "y0": 20, "x1": 38, "y1": 30}, {"x0": 40, "y0": 20, "x1": 48, "y1": 30}],
    }
    assert client.get("/api/search/boxes", params={**where, "q": "hoi dat", "exact": True}).json()["boxes"] == []


def test_boxes_of_a_page_that_is_not_there(client: TestClient) -> None:
    response = client.get("/api/search/boxes", params={"document": DOCUMENT.value, "page": 2, "q": "x"})
    assert (response.status_code, response.json()["error"]["code"]) == (404, "page.not_found")
    assert client.get("/api/search/boxes", params={"document": "x", "page": 1}).status_code == 422
    assert client.get("/api/search/boxes", params={"document": DOCUMENT.value, "page": 0}).status_code == 422


def test_an_index_of_another_version_is_told_in_the_one_shape(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}")
    router = routes(partial(find_pages, TantivyIndex(tmp_path)), StoppedClock(), signed_in, None)
    client = TestClient(create_application([router], version="1", allowed_hosts=["*"], who=local_reader("lan")))
    response = client.get("/api/search", params={"q": "x"})
    assert (response.status_code, response.json()["error"]["code"]) == (500, "index.schema_changed")
    assert client.get("/api/search/boxes").status_code == 404
