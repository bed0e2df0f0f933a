"""The adapters that the contract of the search index runs against, and a desk to run it at."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2s
from pathlib import Path
from typing import TYPE_CHECKING, Self

from elasticsearch import Elasticsearch

from adapters.search_index.elasticsearch import ElasticsearchIndex
from adapters.search_index.tantivy import TantivyIndex
from records.folding import normalise
from records.identifiers import DocumentId, DossierId, PageNumber
from records.reader import AccessLevel, Reader, local_operator
from search_api.ports import Answer, IndexedPage, SearchIndex
from search_api.query_language import Filters, parse
from tests.services import elasticsearch_url

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 1)
OPERATOR = local_operator("lan")
REPOSITORY = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Adapter:
    """An adapter under test: add one here and it runs the whole suite."""

    open: Callable[[Path], SearchIndex]
    """A new handle on the index that lies at a place of this test's own."""
    source: str
    """The same in the words of a program: sets ``index`` from ``place``."""
    drop: Callable[[Path], None] = lambda _: None
    """Removes what the test made, where that does not lie in its folder."""


def elasticsearch(place: Path) -> ElasticsearchIndex:
    """The index on the real server whose name belongs to ``place``."""
    return ElasticsearchIndex(elasticsearch_url(), _name_of(place))


def drop_elasticsearch(place: Path) -> None:
    with Elasticsearch(elasticsearch_url()) as client:
        there = client.indices.get_alias(index=f"{_name_of(place)}-v*", allow_no_indices=True)
        for name in there.body:
            client.indices.delete(index=name)


def _name_of(place: Path) -> str:
    return f"vankho-test-{blake2s(str(place).encode(), digest_size=8).hexdigest()}-{os.getuid()}"


INDICES = {
    "elasticsearch": Adapter(
        open=elasticsearch,
        source="from tests.contracts.search_desk import elasticsearch\nindex = elasticsearch(place)",
        drop=drop_elasticsearch,
    ),
    "tantivy": Adapter(
        open=lambda place: TantivyIndex(place / "index", patience=0.1),
        source="from adapters.search_index.tantivy import TantivyIndex\nindex = TantivyIndex(place / 'index')",
    ),
}


PUT = """
    from tests.contracts.search_desk import a_page
    from records.identifiers import DocumentId, DossierId
    def put(body, document=None):
        document = document or DocumentId.new()
        index.replace_document(document, [a_page(document, DossierId.new(), body)])
        return document
"""
"""Head of a program for ``Desk.elsewhere`` that puts pages in."""


class Desk:
    """An index with what is needed to put pages in and ask."""

    def __init__(self, adapter: Adapter, place: Path) -> None:
        self.adapter = adapter
        self.place = place
        self.index = adapter.open(place)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.index.close()
        self.adapter.drop(self.place)

    def put(self, *bodies: str, document: DocumentId | None = None, **values: object) -> DocumentId:
        document = document or DocumentId.new()
        dossier = DossierId.new()
        pages = [
            replace(a_page(document, dossier, body), page=PageNumber(number), page_count=len(bodies), **values)  # type: ignore[arg-type]  # values of a page
            for number, body in enumerate(bodies, start=1)
        ]
        self.index.replace_document(document, pages)
        self.index.commit()
        return document

    def ask(
        self,
        text: str,
        reader: Reader = OPERATOR,
        *,
        filters: Filters | None = None,
        today: date = TODAY,
        limit: int = 10,
        offset: int = 0,
    ) -> Answer:
        query = parse(text, today=today, filters=filters)
        return self.index.search(query, reader, today=today, limit=limit, offset=offset)

    def found(self, text: str, reader: Reader = OPERATOR, **how: object) -> list[DocumentId]:
        answer = self.ask(text, reader, **how)  # type: ignore[arg-type]  # handed on
        assert answer.total == len(answer.hits)
        return [hit.document for hit in answer.hits]

    def elsewhere(self, program: str) -> subprocess.Popen[str]:
        """``program`` in another process, with ``index`` open on the same index."""
        head = f"from pathlib import Path\nplace = Path({str(self.place)!r})\n{self.adapter.source}\n"
        return subprocess.Popen(
            [sys.executable, "-c", head + textwrap.dedent(program)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )


def a_page(document: DocumentId, dossier: DossierId, body: str) -> IndexedPage:
    return IndexedPage(
        document=document,
        dossier=dossier,
        page=PageNumber(1),
        page_count=1,
        body=normalise(body),
        title="",
        file_name="",
        dossier_code="",
        number_and_sign="",
        document_type="",
        agency="",
        issued_on=None,
        unit="H15.50",
        level=AccessLevel.PUBLIC,
    )
