"""What only an index on a server can go through; on the real server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from elasticsearch import Elasticsearch

from adapters.search_index.elasticsearch import ElasticsearchIndex
from adapters.search_index.elasticsearch_page import mapping
from adapters.search_index.held_page import SCHEMA_VERSION
from records.errors import Conflict, Misconfigured
from records.identifiers import DocumentId, DossierId
from tests.contracts.search_desk import INDICES, PUT, Desk, a_page
from tests.services import elasticsearch_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_V = f"-v{SCHEMA_VERSION}"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(INDICES["elasticsearch"], tmp_path) as desk:
        yield desk


@pytest.fixture
def index(desk: Desk) -> ElasticsearchIndex:
    assert isinstance(desk.index, ElasticsearchIndex)
    return desk.index


@pytest.fixture
def client() -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_url()) as client:
        yield client


def alias_of(index: ElasticsearchIndex) -> str:
    return index._indices.alias


def names(client: Elasticsearch, index: ElasticsearchIndex) -> dict[str, set[str]]:
    found = client.indices.get_alias(index=f"{alias_of(index)}-v*", allow_no_indices=True).body
    return {name.removeprefix(alias_of(index)): set(each["aliases"]) for name, each in found.items()}


def test_it_is_prepared_once_strict_and_without_replicas(index: ElasticsearchIndex, client: Elasticsearch) -> None:
    assert index.check() == ()
    index.prepare()
    index.prepare()
    assert names(client, index) == {f"{_V}-1": {alias_of(index)}}
    (made,) = client.indices.get(index=alias_of(index)).body.values()
    assert made["mappings"]["dynamic"] == "strict"
    assert made["settings"]["index"]["number_of_replicas"] == "0"
    assert client.cluster.health(index=alias_of(index))["status"] == "green"
    assert index.check() == ()
    assert ElasticsearchIndex.one_writer is False


def test_an_index_of_another_version_is_refused_until_made_anew(
    desk: Desk, index: ElasticsearchIndex, client: Elasticsearch
) -> None:
    client.indices.create(index=f"{alias_of(index)}-v0-7", aliases={alias_of(index): {}})
    index.prepare()
    for act in (lambda: desk.ask("đất"), lambda: desk.put("đất")):
        with pytest.raises(Misconfigured) as refused:
            act()
        assert refused.value.code == "index.schema_changed"
        assert "vankho index rebuild" in refused.value.hint.vi
    assert [finding.code for finding in index.check()] == ["index.schema_changed"]
    with index.rebuilding():
        pass
    assert names(client, index) == {f"{_V}-8": {alias_of(index)}}
    assert index.check() == ()
    page = desk.put("đất")
    assert desk.found("đất") == [page]


def test_what_the_live_index_lacks_is_named(index: ElasticsearchIndex, client: Elasticsearch) -> None:
    wrong = mapping()["properties"] | {"body": {"type": "text"}}
    client.indices.create(
        index=f"{alias_of(index)}{_V}-1",
        aliases={alias_of(index): {}},
        mappings={"properties": {name: {"type": "keyword"} if name != "body" else wrong["body"] for name in wrong}},
    )
    (finding,) = index.check()
    assert finding.code == "index.schema_changed"
    for lacks in ("body.analyzer", "order.type", "dynamic", "words_as_typed"):
        assert lacks in finding.says.en


def test_other_tools_find_what_is_typed_with_marks(
    desk: Desk, index: ElasticsearchIndex, client: Elasticsearch
) -> None:
    desk.put("Quyết định về việc thu hồi đất", title="Tờ trình")
    for typed in ("Quyết định", "QUYET DINH", "đất"):
        assert (
            client.search(index=alias_of(index), q=f"body:({typed})", default_operator="AND")["hits"]["total"]["value"]
            == 1
        ), typed


def test_what_was_put_and_never_refreshed_is_replaced_too(desk: Desk, index: ElasticsearchIndex) -> None:
    document, dossier = DocumentId.new(), DossierId.new()
    index.replace_document(document, [a_page(document, dossier, "đất")] * 3)
    index._send()
    assert desk.ask("đất").total == 0
    desk.put("đất một", document=document)
    assert desk.found("đất") == [document]


def test_several_processes_write_at_once(desk: Desk) -> None:
    program = (
        PUT
        + """
    print("ready", flush=True)
    for _ in range(5):
        put("đất")
        index.commit()
    """
    )
    desk.put("đất")
    writers = [desk.elsewhere(program) for _ in range(3)]
    for writer in writers:
        out, _ = writer.communicate(timeout=60)
        assert (out.strip(), writer.returncode) == ("ready", 0)
    assert desk.ask("đất", limit=20).total == 16


def test_processes_that_write_first_make_one_index(
    desk: Desk, index: ElasticsearchIndex, client: Elasticsearch
) -> None:
    writers = [desk.elsewhere(PUT + "    put('đất'); index.commit()") for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    for writer in writers:
        writer.communicate()
    assert list(names(client, index)) == [f"{_V}-1"]
    assert desk.ask("đất").total == 3


def test_a_second_rebuild_takes_over_and_the_first_is_told(
    desk: Desk, index: ElasticsearchIndex, client: Elasticsearch
) -> None:
    page = desk.put("đất")
    other = desk.adapter.open(desk.place)

    def first() -> None:
        with index.rebuilding() as mine:
            with other.rebuilding() as its:
                document = DocumentId.new()
                its.replace_document(document, [a_page(document, DossierId.new(), "nước")])
                its.commit()
                mine.replace_document(page, [a_page(page, DossierId.new(), "đất")])
                with pytest.raises(Conflict):
                    mine.commit()
            assert desk.ask("nước").total == 1

    with pytest.raises(Conflict) as told:
        first()
    assert told.value.code == "index.busy"
    assert desk.ask("đất").total == 0
    assert desk.ask("nước").total == 1
    assert len(names(client, index)) == 1
    other.close()


def test_an_index_deleted_by_hand_is_not_made_by_a_write_as_the_server_likes(
    desk: Desk, index: ElasticsearchIndex, client: Elasticsearch
) -> None:
    desk.put("đất")
    assert desk.ask("đất").total == 1
    client.indices.delete(index=f"{alias_of(index)}{_V}-1")
    assert desk.ask("đất").total == 0
    page = desk.put("đất")
    assert desk.found("đất") == [page]
    assert index.check() == ()
    assert names(client, index) == {f"{_V}-1": {alias_of(index)}}


def test_a_rebuild_that_was_never_ended_is_cleared_away_by_the_next(
    desk: Desk, index: ElasticsearchIndex, client: Elasticsearch
) -> None:
    index._indices.begin_next(client)
    document = desk.put("đất")
    assert set(names(client, index)) == {f"{_V}-1", f"{_V}-2"}
    with index.rebuilding() as new:
        new.replace_document(document, [a_page(document, DossierId.new(), "đất")])
    assert list(names(client, index)) == [f"{_V}-3"]
    assert desk.found("đất") == [document]
