"""Documents on their way into an index: gathered, then sent in as few requests as they fit into.

A request is read by the server whole or not at all, so what is gathered for one commit is there or
is not, whenever this process dies. Only more than ``MOST_PAGES`` pages, or more bytes than one
request takes, go in several.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from elasticsearch.helpers import streaming_bulk

from adapters.search_index.elasticsearch_errors import of_item
from adapters.search_index.elasticsearch_page import HELD, key_of, operations, values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from elasticsearch import Elasticsearch

    from records.identifiers import DocumentId
    from search_api.ports import IndexedPage

MOST_PAGES = 500
"""Pages that are gathered before they are sent."""
_MOST_BYTES = 16 << 20
_TRIES_AGAIN = 4
_FIRST_WAIT = 0.25
_LONGEST_WAIT = 4.0
_UNTIL_READY = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds between looks at an index whose shards are not there yet."""

Waiting = dict[str, list[dict[str, Any]]]
"""By document, the values of its pages."""


class GoneError(Exception):
    """The alias that was to be written to is none."""


class Outbox:
    """What was put and not sent yet."""

    def __init__(self) -> None:
        self._waiting: Waiting = {}
        self._pages = 0

    def put(self, document: DocumentId, pages: Sequence[IndexedPage]) -> None:
        if any(page.document != document for page in pages):
            raise ValueError("pages of another document would outlive the document's removal")
        self._pages += len(pages) - len(self._waiting.pop(document.value, ()))
        self._waiting[document.value] = values(pages)

    @property
    def full(self) -> bool:
        return self._pages >= MOST_PAGES

    def empty(self) -> Waiting:
        """What waits; it waits no longer."""
        waiting, self._waiting, self._pages = self._waiting, {}, 0
        return waiting


def send(client: Elasticsearch, documents: Waiting, alias: str) -> None:
    """Make each of ``documents`` all that the index behind ``alias`` holds of it; found after a refresh.

    What the server has no room for just now (429) is sent again a few times, later each time.

    Raises:
        GoneError: There is no such alias (any more).
        VankhoError: Something was not taken. What was may stand there; sending again puts it right.
    """
    held = _held(client, documents, alias)
    every = (
        each
        for document, pages in documents.items()
        for each in operations(document, pages, alias, held_before=held[document])
    )
    for _, item in streaming_bulk(
        client,
        every,
        chunk_size=2 * MOST_PAGES,
        max_chunk_bytes=_MOST_BYTES,
        raise_on_error=False,
        yield_ok=False,
        max_retries=_TRIES_AGAIN,
        initial_backoff=_FIRST_WAIT,
        max_backoff=_LONGEST_WAIT,
    ):
        (failure,) = item.values()
        if "error" in failure:  # without one: a page to be deleted that was not there
            _raise(failure)


def _held(client: Elasticsearch, documents: Waiting, alias: str) -> dict[str, int]:
    """By document, how many pages the index holds: read from the first page, also where that is not refreshed."""
    wanted = [
        {"_index": alias, "_id": key_of(document, 0), "routing": document, "_source": [HELD]} for document in documents
    ]
    answer = client.mget(docs=wanted)["docs"]
    for wait in _UNTIL_READY:
        if not any(_kind(found) == "no_shard_available_action_exception" for found in answer):
            break
        # Another process made the index a moment ago.
        time.sleep(wait)
        answer = client.mget(docs=wanted)["docs"]
    held = {}
    for document, found in zip(documents, answer, strict=True):
        if "error" in found:
            _raise(found)
        held[document] = found["_source"][HELD] if found["found"] else 0
    return held


def _kind(item: Mapping[str, Any]) -> str:
    error = item.get("error")
    return str(error.get("type", "")) if isinstance(error, dict) else ""


def _raise(failure: Mapping[str, Any]) -> None:
    if _kind(failure) == "index_not_found_exception":
        raise GoneError
    raise of_item(failure)
