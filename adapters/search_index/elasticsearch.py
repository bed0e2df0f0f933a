"""The index of a server installation: Elasticsearch 8 or 9, for any number of writers and readers.

It stands behind an alias (``elasticsearch_indices``). Plain mappings and queries without scripts,
and no part that needs a licence.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, ClassVar

from elastic_transport.client_utils import DEFAULT
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from adapters.search_index.elasticsearch_asking import Question
from adapters.search_index.elasticsearch_errors import (
    lacking,
    refused,
    taken_over,
    translated,
    wrong_server,
)
from adapters.search_index.elasticsearch_indices import Indices, making_alias
from adapters.search_index.elasticsearch_writing import GoneError, Outbox, send
from records.errors import VankhoError
from records.findings import Finding, Severity
from search_api.ports import FACETS, Answer, IndexedPage, NewIndex, SearchIndex

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from records.identifiers import DocumentId, DossierId
    from records.reader import Reader
    from search_api.query_language import Query

_MAJORS = frozenset({8, 9})
_TRIES = 3
_NAME_SECONDS = 5.0
"""After so long it is asked again which index answers, should the one before not be gone."""


class ElasticsearchIndex(SearchIndex):
    """The index that the server at ``url`` knows as ``alias``.

    It is made at the first write or by ``prepare``; until then it is empty. ``url`` may hold several
    addresses of one cluster with commas between; another is asked where one does not answer.
    No ``account``: no sign-in. ``ca_file`` is the certificate that the servers' own are signed with.
    ``shards`` and ``replicas`` are of indices made from now on. A search may take
    ``search_seconds``, a request that writes ``write_seconds``; neither is repeated.

    Nothing is sent before ``commit``, or before 500 pages wait. While two processes write one
    document at once, the pages of either may win. A rebuild that begins while another is under
    way takes over; the other one ends with Conflict (index.busy). Safe for many threads.
    """

    one_writer: ClassVar[bool] = False

    def __init__(
        self,
        url: str,
        alias: str,
        *,
        account: str = "",
        password: str = "",
        ca_file: Path | None = None,
        shards: int = 1,
        replicas: int = 0,
        search_seconds: float = 10.0,
        write_seconds: float = 60.0,
    ) -> None:
        self._urls = url.replace(",", " ").split()
        self._account = (account, password) if account else None
        self._ca_file = ca_file
        self._search_seconds = search_seconds
        self._write_seconds = write_seconds
        self._indices = Indices(alias=alias, shards=shards, replicas=replicas)
        self._guard = threading.Lock()
        self._client: Elasticsearch | None = None
        self._name: str | None = None
        self._name_until = 0.0
        self._writing = threading.RLock()
        self._outbox = Outbox()
        self._unseen = False

    def prepare(self) -> None:
        """Make the index where there is none. Whether the one that is there will do, ``check`` tells."""
        with translated():
            if not self._indices.exists(self._writer()):
                self._indices.make(self._writer())

    def replace_document(self, document: DocumentId, pages: Sequence[IndexedPage]) -> None:
        with self._writing:
            self._outbox.put(document, pages)
            if self._outbox.full:
                self._send()

    def remove_document(self, document: DocumentId) -> None:
        self.replace_document(document, ())

    def holds(self, document: DocumentId) -> int:
        wanted = {"term": {"document": document.value}}
        with translated():
            found = self._reader().count(index=self._indices.alias, ignore_unavailable=True, query=wanted)
            return int(found["count"])

    def commit(self) -> None:
        with self._writing:
            self._send()
            if self._unseen:
                both = f"{self._indices.alias},{self._indices.next_alias}"
                with translated():
                    # The next one too: it may take its place before it is written to again.
                    self._writer().indices.refresh(index=both, ignore_unavailable=True)
                self._unseen = False

    def search(
        self,
        query: Query,
        reader: Reader,
        *,
        today: date,
        limit: int = 10,
        offset: int = 0,
        hidden: Collection[DossierId | DocumentId] = (),
        facets: Sequence[str] = FACETS,
    ) -> Answer:
        question = Question(
            query=query, reader=reader, today=today, limit=limit, offset=offset, hidden=hidden, facets=facets
        )
        with translated():
            client = self._reader()
            for _ in range(_TRIES):
                # Asked by its own name: then it is surely the one whose version was looked at.
                name = self._known_name(client)
                if name is None:
                    break
                try:
                    answer = question.ask(client, name)
                except ApiError:
                    # Another may have taken its place; then this one is gone, or just going.
                    if self._known_name(client, anew=True) == name:
                        raise
                else:
                    return answer
        return Answer(total=0, hits=())

    def _known_name(self, client: Elasticsearch, *, anew: bool = False) -> str | None:
        now = time.monotonic()
        if anew or self._name is None or now > self._name_until:
            self._name = self._indices.live(client)
            self._name_until = now + _NAME_SECONDS
        return self._name

    @contextmanager
    def rebuilding(self) -> Iterator[NewIndex]:
        with translated():
            name = self._indices.begin_next(self._writer())
        try:
            new = _IndexInTheMaking(self, making_alias(name))
            yield new
            new.commit()
            with translated():
                try:
                    self._indices.give_place(self._writer(), name)
                except NotFoundError as error:
                    raise taken_over() from error
        except BaseException:
            with suppress(VankhoError), translated():
                self._indices.drop(self._writer(), name)
            raise

    def clear(self) -> None:
        with self._writing:
            self._outbox.empty()
            with self.rebuilding():
                pass

    def check(self) -> tuple[Finding, ...]:
        try:
            with translated():
                version = str(self._reader().info()["version"]["number"])
                if int(version.partition(".")[0]) not in _MAJORS:
                    raise wrong_server(version)
                if lacks := list(self._indices.shortcomings(self._reader())):
                    raise lacking(lacks)
        except VankhoError as error:
            return (Finding(code=error.code, severity=Severity.REFUSAL, says=error.says, hint=error.hint),)
        return ()

    def is_empty(self) -> bool:
        with translated():
            # By the alias: one that has just taken its place is asked in the same breath.
            found = self._reader().count(index=self._indices.alias, ignore_unavailable=True, terminate_after=1)
            return int(found["count"]) == 0

    def version(self) -> str:
        """Version of the server.

        Raises:
            Unavailable (index.unreachable), Misconfigured: It does not answer, or not to us.
        """
        with translated():
            return str(self._reader().info()["version"]["number"])

    def close(self) -> None:
        """Forget what was not committed, and let go of the connections. The index may be used again."""
        with self._writing:
            self._outbox.empty()
        with self._guard:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def send(self, outbox: Outbox, alias: str) -> None:
        """Put what waits into the index behind ``alias``."""
        if waiting := outbox.empty():
            with translated():
                send(self._writer(), waiting, alias)

    def _send(self) -> None:
        waiting = self._outbox.empty()
        if not waiting:
            return
        with translated():
            client = self._writer()
            for _ in range(_TRIES):
                live, following = self._indices.live_and_next(client)
                if live is None:
                    self._indices.make(client)
                if following is not None:
                    # First there: what is found in this index is never missing in the next. Where the
                    # next just became this one, or was given up, it is enough to write to this one.
                    with suppress(GoneError):
                        send(client, waiting, self._indices.next_alias)
                with suppress(GoneError):
                    send(client, waiting, self._indices.alias)
                    self._unseen = True
                    return
        raise refused(f"{self._indices.alias} is gone")

    def _reader(self) -> Elasticsearch:
        with self._guard:
            if self._client is None:
                self._client = Elasticsearch(
                    self._urls,
                    basic_auth=self._account,
                    ca_certs=str(self._ca_file) if self._ca_file else DEFAULT,
                    request_timeout=self._search_seconds,
                    max_retries=len(self._urls) - 1,
                    retry_on_timeout=False,
                    retry_on_status=(),
                )
            return self._client

    def _writer(self) -> Elasticsearch:
        return self._reader().options(request_timeout=self._write_seconds)


class _IndexInTheMaking(NewIndex):
    """The next index; ``alias`` is its own."""

    def __init__(self, index: ElasticsearchIndex, alias: str) -> None:
        self._index = index
        self._alias = alias
        self._outbox = Outbox()

    def replace_document(self, document: DocumentId, pages: Sequence[IndexedPage]) -> None:
        self._outbox.put(document, pages)
        if self._outbox.full:
            self.commit()

    def commit(self) -> None:
        try:
            self._index.send(self._outbox, self._alias)
        except GoneError as error:
            raise taken_over() from error
