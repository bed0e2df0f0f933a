"""What the index on a server tells when the server does not do as asked.

The servers here are none: they give the one answer that the test is about, as a proxy, a cluster
without room or another product would. What a real one does is in tests/contracts.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager, suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from adapters.search_index.elasticsearch import ElasticsearchIndex
from adapters.search_index.elasticsearch_errors import of_item
from records.errors import Misconfigured, Unavailable, VankhoError
from records.identifiers import DocumentId
from records.reader import local_operator
from search_api.query_language import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2026, 3, 1)
ELASTIC = {"X-Elastic-Product": "Elasticsearch"}


@contextmanager
def answering(
    status: int, body: dict[str, Any], headers: dict[str, str] | None = None, *, after: float = 0
) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            time.sleep(after)
            content = json.dumps(body).encode()
            with suppress(BrokenPipeError):  # the other end did not wait
                self.send_response(status)
                for name, value in (ELASTIC if headers is None else headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/vnd.elasticsearch+json; compatible-with=8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_HEAD = _answer  # noqa: N815 - names that the server looks for

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def failures(url: str) -> list[VankhoError]:
    """What a search and a write are told."""
    index = ElasticsearchIndex(url, "vankho-none", search_seconds=0.3, write_seconds=0.3)
    told: list[VankhoError] = []

    def search() -> None:
        index.search(parse("đất", today=TODAY), local_operator("lan"), today=TODAY)

    def write() -> None:
        index.remove_document(DocumentId.new())
        index.commit()

    for act in (search, write):
        with pytest.raises(VankhoError) as failed:
            act()
        told.append(failed.value)
    told_of_check = [finding.code for finding in index.check()]
    assert told_of_check == [told[0].code]
    index.commit()  # what could not be sent waits no longer
    index.close()
    return told


def error(kind: str) -> dict[str, Any]:
    return {"error": {"type": kind, "reason": "so it is"}, "status": 0}


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, error("security_exception"), "index.not_admitted"),
        (403, error("security_exception"), "index.not_admitted"),
        (403, error("cluster_block_exception"), "index.cannot_write"),
        (429, error("es_rejected_execution_exception"), "index.unreachable"),
        (503, error("no_shard_available_action_exception"), "index.unreachable"),
        (400, error("x_content_parse_exception"), "index.refused"),
    ],
)
def test_what_a_server_answers_is_told_in_our_words(status: int, body: dict[str, Any], code: str) -> None:
    with answering(status, body) as url:
        told = failures(url)
    assert [each.code for each in told] == [code, code]


def test_nobody_there_and_no_answer_in_time_are_tried_again_later_and_soon_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{unused.getsockname()[1]}"
        told = failures(nobody)
    with answering(200, {}, after=3) as url:
        told += failures(url)
    assert {(each.code, each.retryable) for each in told} == {("index.unreachable", True)}


def test_another_product_and_an_older_server_are_refused() -> None:
    with answering(200, {}, headers={}) as url:
        assert [each.code for each in failures(url)] == ["index.wrong_server"] * 2
    with answering(200, {"version": {"number": "7.17.0"}}) as url:
        index = ElasticsearchIndex(url, "vankho-none")
        assert [finding.code for finding in index.check()] == ["index.wrong_server"]
        index.close()


@pytest.mark.parametrize(
    ("failure", "kind", "code"),
    [
        ({"status": 400, "error": {"type": "strict_dynamic_mapping_exception"}}, Misconfigured, "index.schema_changed"),
        ({"status": 429, "error": {"type": "es_rejected_execution_exception"}}, Unavailable, "index.unreachable"),
        ({"status": 503, "error": {"type": "unavailable_shards_exception"}}, Unavailable, "index.unreachable"),
        ({"status": 403, "error": {"type": "cluster_block_exception"}}, Unavailable, "index.cannot_write"),
        ({"status": 400, "error": {"type": "illegal_argument_exception"}}, Misconfigured, "index.refused"),
    ],
)
def test_a_page_that_was_not_taken_is_told(failure: dict[str, Any], kind: type[VankhoError], code: str) -> None:
    error = of_item(failure)
    assert (type(error), error.code) == (kind, code)
