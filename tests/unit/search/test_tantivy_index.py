"""What only the folder on disk can go through."""

from __future__ import annotations

import json
import os
import threading
from datetime import date
from typing import TYPE_CHECKING

import pytest
import tantivy

from adapters.search_index.tantivy import TantivyIndex
from adapters.search_index.tantivy_page import SCHEMA_VERSION
from records.errors import Conflict, Damaged, Misconfigured, Unavailable
from records.identifiers import DocumentId, DossierId, PageNumber
from records.reader import AccessLevel, local_operator
from search_api.ports import IndexedPage
from search_api.query_language import parse

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 3, 1)


def put(index: TantivyIndex, body: str = "thu hồi đất") -> DocumentId:
    document = DocumentId.new()
    page = IndexedPage(
        document=document, dossier=DossierId.new(), page=PageNumber(1), page_count=1, body=body, title="", file_name="",
        dossier_code="", number_and_sign="", document_type="", agency="", issued_on=None, unit="H15",
        level=AccessLevel.PUBLIC,
    )  # fmt: skip
    index.replace_document(document, [page])
    return document


def total(index: TantivyIndex, text: str = "đất") -> int:
    return index.search(parse(text, today=TODAY), local_operator("lan"), today=TODAY).total


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "deep" / "index"
    with_one = TantivyIndex(folder)
    put(with_one)
    with_one.commit()
    with_one.close()
    return folder


def test_asking_makes_no_folder(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "nowhere")
    assert total(index) == 0
    index.commit()
    index.close()
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("content", [json.dumps({"schema": SCHEMA_VERSION + 1}), "{", "[]", "null", None])
def test_an_index_of_another_schema_is_refused_until_cleared(folder: Path, content: str | None) -> None:
    version = folder / "vankho-index.json"
    version.unlink()
    if content is not None:
        version.write_text(content)
    index = TantivyIndex(folder)
    for act in (lambda: total(index), lambda: put(index)):
        with pytest.raises(Misconfigured) as refused:
            act()
        assert refused.value.code == "index.schema_changed"
        assert "vankho index rebuild" in refused.value.hint.vi
    index.clear()
    assert total(index) == 0
    put(index)
    index.commit()
    assert total(index) == 1
    index.close()


@pytest.mark.parametrize("how", ["meta", "empty_meta", "segment_gone", "segment_cut"])
def test_a_damaged_index_says_so_until_cleared(folder: Path, how: str, capfd: pytest.CaptureFixture[str]) -> None:
    if how == "meta":
        (folder / "meta.json").write_text('{"segments": 7')
    elif how == "empty_meta":
        (folder / "meta.json").write_text("")
    else:
        for path in folder.glob("*.term"):
            path.unlink() if how == "segment_gone" else os.truncate(path, 10)
    index = TantivyIndex(folder)
    with pytest.raises(Damaged) as refused:
        total(index)
    assert refused.value.code == "index.damaged"
    assert "vankho index rebuild" in refused.value.hint.en
    index.clear()
    assert total(index) == 0
    put(index)
    index.commit()
    assert total(index) == 1
    index.close()
    capfd.readouterr()


def test_clearing_takes_only_what_the_engine_made(folder: Path) -> None:
    (folder / "luận văn.docx").write_text("của tôi")
    index = TantivyIndex(folder)
    index.clear()
    assert (folder / "luận văn.docx").read_text() == "của tôi"
    index.close()


def test_writers_take_turns_within_their_patience(folder: Path) -> None:
    first, second = TantivyIndex(folder, patience=0.05), TantivyIndex(folder, patience=5)
    put(first)
    with pytest.raises(Conflict):
        put(TantivyIndex(folder, patience=0.05))
    threading.Timer(0.2, first.close).start()
    put(second)
    second.commit()
    second.close()
    assert total(first) == 2


def test_close_forgets_what_was_not_committed(folder: Path) -> None:
    index = TantivyIndex(folder)
    put(index)
    index.close()
    put(index)
    index.commit()
    index.close()
    assert total(index) == 2


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable) as refused:
        put(TantivyIndex(tmp_path / "file" / "index"))
    assert refused.value.code == "index.cannot_write"
    assert total(TantivyIndex(tmp_path / "file" / "index")) == 0


def test_many_threads_ask_while_one_writes(folder: Path) -> None:
    index, failures = TantivyIndex(folder), list[BaseException]()

    def ask() -> None:
        try:
            for _ in range(50):
                assert total(index) >= 1
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        put(index)
        index.commit()
    for thread in threads:
        thread.join()
    index.close()
    assert failures == []
    assert total(index) == 11


def test_many_commits_do_not_leave_many_files(folder: Path) -> None:
    index = TantivyIndex(folder)
    for _ in range(25):
        put(index)
        index.commit()
    index.close()
    assert total(index) == 26
    assert len(list(folder.iterdir())) < 120


def test_the_engine_still_fails_to_delete_by_unsigned_number_so_ids_are_text(tmp_path: Path) -> None:
    """The reason for ``raw`` text ids: when this fails, the engine was mended."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True)
    schema = builder.build()
    index = tantivy.Index(schema, path=str(tmp_path))
    writer = index.writer(15_000_000, 1)
    writer.add_document(tantivy.Document.from_dict({"id": 3}, schema))
    writer.commit()
    writer.delete_documents_by_term("id", 3)
    writer.commit()
    index.reload()
    assert index.searcher().num_docs == 1
