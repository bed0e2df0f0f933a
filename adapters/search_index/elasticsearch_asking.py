"""Asking an index on a server: near pages at once, far ones by walking there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from elastic_transport import TransportError
from elasticsearch import ApiError

from adapters.search_index import elasticsearch_query
from adapters.search_index.held_page import FURTHEST, to_hit
from search_api.ports import FACETS, Answer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from elasticsearch import Elasticsearch

    from records.identifiers import DocumentId, DossierId
    from records.reader import Reader
    from search_api.query_language import Query

WINDOW = 10_000
"""How far the server looks at once (``index.max_result_window``)."""
_STEP = 1_000
"""Hits fetched with their text at once."""
_KEPT = "1m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the index."""

    query: Query
    reader: Reader
    today: date
    limit: int
    offset: int
    hidden: Collection[DossierId | DocumentId] = ()
    facets: Sequence[str] = FACETS

    def ask(self, client: Elasticsearch, index: str) -> Answer:
        """The answer of ``index``. Of an index that is gone the driver's NotFoundError tells."""
        offset = min(max(self.offset, 0), FURTHEST)
        limit = max(0, min(self.limit, FURTHEST))
        asked = elasticsearch_query.build(self.query, self.reader, today=self.today, hidden=self.hidden)
        order = elasticsearch_query.order(self.query)
        if offset + limit <= WINDOW:
            near: dict[str, Any] = {"from_": offset, "size": limit, "sort": order} if limit else {"size": 0}
            found = client.search(
                index=index, query=asked, **self._counts(), **near, **_WHOLE, track_total_hits=True
            ).body
            return self._answer(found, found["hits"]["hits"])
        with _Standstill(client, index) as still:
            found = still.search(query=asked, **self._counts(), size=0, track_total_hits=True)
            there = found["hits"]["total"]["value"]
            return self._answer(found, list(still.walk(asked, order, offset, min(limit, there - offset))))

    def _counts(self) -> dict[str, Any]:
        return {"aggs": elasticsearch_query.counts(self.facets)} if self.facets else {}

    def _answer(self, found: Mapping[str, Any], hits: list[Mapping[str, Any]]) -> Answer:
        return Answer(
            total=found["hits"]["total"]["value"],
            hits=tuple(to_hit(hit["_source"]["record"], hit["_score"] or 0.0, self.query) for hit in hits),
            facets={
                name: tuple(
                    (str(bucket["key"]), bucket["doc_count"]) for bucket in found["aggregations"][name]["buckets"]
                )
                for name in self.facets
            },
        )


# Half an answer looks like a whole one: where a shard does not answer, nobody does.
_WHOLE: dict[str, Any] = {"allow_partial_search_results": False}


class _Standstill:
    """The index as it is now (a point in time), whatever is written meanwhile."""

    def __init__(self, client: Elasticsearch, index: str) -> None:
        self._client = client
        self._id: str = client.open_point_in_time(index=index, keep_alive=_KEPT)["id"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # It ends by itself after a minute.
        with suppress(ApiError, TransportError):
            self._client.close_point_in_time(id=self._id)

    def search(self, **asked: Any) -> Mapping[str, Any]:
        answer = self._client.search(pit={"id": self._id, "keep_alive": _KEPT}, **asked, **_WHOLE).body
        self._id = answer["pit_id"]
        return dict(answer)

    def walk(
        self, asked: Mapping[str, Any], order: list[dict[str, Any]], offset: int, count: int
    ) -> Iterator[Mapping[str, Any]]:
        """``count`` hits from ``offset`` on; on the way there nothing is fetched but their order."""
        at, last = 0, offset + count if count > 0 else 0
        after: dict[str, Any] = {}
        while at < last:
            on_the_way = at < offset
            size = min(WINDOW, offset - at) if on_the_way else min(_STEP, last - at)
            hits = self.search(
                query=asked, sort=order, size=size, source=not on_the_way, track_total_hits=False, **after
            )["hits"]["hits"]
            if not hits:
                return
            if not on_the_way:
                yield from hits
            at += len(hits)
            after = {"search_after": hits[-1]["sort"]}
