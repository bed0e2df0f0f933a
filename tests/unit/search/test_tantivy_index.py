"""What only the folder on disk can go through."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import tantivy

from adapters.search_index.tantivy import TantivyIndex
from adapters.search_index.tantivy_page import SCHEMA_VERSION
from records.errors import Conflict, Damaged, Misconfigured, Unavailable
from records.identifiers import DocumentId, DossierId, PageNumber
from records.reader import AccessLevel, local_operator
from search_api.ports import IndexedPage, NewIndex
from search_api.query_language import parse

TODAY = date(2026, 3, 1)
REPOSITORY = Path(__file__).resolve().parents[3]


def put(index: NewIndex, body: str = "thu hồi đất") -> DocumentId:
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


def test_written_a_document_at_a_time_it_stays_in_few_pieces(folder: Path) -> None:
    index = TantivyIndex(folder)
    for _ in range(40):
        put(index)
        index.commit()
        index.close()
    assert total(index) == 41
    # A piece a document would be asked one by one.
    assert tantivy.Index.open(str(folder)).searcher().num_segments <= 9


def test_of_a_longer_phrase_its_pairs_are_not_enough(folder: Path) -> None:
    index = TantivyIndex(folder)
    put(index, "thu hồi rồi hồi đất, không phải hồi thu")
    index.commit()
    index.close()
    assert total(index, '"hồi đất"') == 2
    assert total(index, '"thu hồi đất"') == 1
    assert total(index, '"đất thu"') == 0


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


def test_one_process_writes_at_a_time(folder: Path) -> None:
    assert TantivyIndex.one_writer
    program = f"""
import time
from pathlib import Path
from adapters.search_index.tantivy import TantivyIndex
from tests.unit.search.test_tantivy_index import put
put(TantivyIndex(Path({str(folder)!r})))
print("writing", flush=True)
time.sleep(60)
"""
    writer = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
    assert writer.stdout is not None
    index = TantivyIndex(folder, patience=0.1)
    try:
        assert writer.stdout.readline().strip() == "writing"
        for act in (lambda: put(index), index.clear):
            with pytest.raises(Conflict) as refused:
                act()
            assert refused.value.code == "index.busy"
        assert total(index) == 1
    finally:
        writer.kill()
        writer.communicate()
    put(index)
    index.commit()
    index.close()
    assert total(index) == 2


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


@pytest.mark.parametrize("broken", ["other version", "meta", "segment"])
def test_a_rebuild_is_the_way_out_of_what_cannot_be_read(
    folder: Path, broken: str, capfd: pytest.CaptureFixture[str]
) -> None:
    if broken == "other version":
        (folder / "vankho-index.json").write_text(json.dumps({"schema": SCHEMA_VERSION + 1}))
    elif broken == "meta":
        (folder / "meta.json").write_text("{")
    else:
        next(folder.glob("*.term")).unlink()
    index = TantivyIndex(folder)
    if broken == "segment":
        with pytest.raises(Damaged):
            total(index)
    else:
        assert [finding.code for finding in index.check()] == [
            "index.schema_changed" if broken == "other version" else "index.damaged"
        ]
    with index.rebuilding() as new:
        put(new)
        put(new)
    assert (total(index), total(TantivyIndex(folder)), index.check()) == (2, 2, ())
    capfd.readouterr()


def test_one_rebuild_at_a_time(folder: Path) -> None:
    index, other = TantivyIndex(folder), TantivyIndex(folder)
    with index.rebuilding() as new:
        put(new)
        with pytest.raises(Conflict), other.rebuilding():
            pass
        put(new)
    assert total(index) == 2


def test_a_rebuild_waits_for_whoever_writes_and_gives_up_without_harm(folder: Path) -> None:
    index, writer = TantivyIndex(folder, patience=0.1), TantivyIndex(folder)
    put(writer)

    def rebuild() -> None:
        with index.rebuilding() as new:
            put(new, "đất mới")

    with pytest.raises(Conflict):
        rebuild()
    writer.commit()
    writer.close()
    assert total(index) == 2
    rebuild()
    assert total(index) == 1


def test_what_was_the_old_index_is_cleared_away(folder: Path) -> None:
    before = {path.name for path in folder.iterdir() if path.suffix == ".term"}
    index = TantivyIndex(folder)
    with index.rebuilding() as new:
        put(new)
    assert not (folder / "next").exists()
    assert not before & {path.name for path in folder.iterdir()}


def _rename_breaks(monkeypatch: pytest.MonkeyPatch, at: int) -> list[str]:
    """The ``at``-th rename from now on fails, and every one after it; gives the names of those that did not."""
    done, rename = list[str](), Path.replace

    def replace(path: Path, target: Path) -> Path:
        if len(done) == at:
            raise KeyboardInterrupt
        done.append(path.name)
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    return done


def test_ended_at_any_moment_of_taking_its_place_there_is_the_old_index_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, at = set[int](), 0
    while True:
        index = TantivyIndex(tmp_path / str(at))
        put(index)
        index.commit()
        index.close()
        with monkeypatch.context() as patch:
            done = _rename_breaks(patch, at)
            with suppress(KeyboardInterrupt), index.rebuilding() as new:
                put(new)
                put(new)
            index.close()
        there = total(TantivyIndex(tmp_path / str(at)))
        seen.add(there)
        put(index)
        index.commit()
        index.close()
        assert total(index) == there + 1
        if len(done) < at:
            break
        at += 1
    assert seen == {1, 2}
    assert at > 5


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
