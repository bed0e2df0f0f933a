"""The index of a desk: a folder of tantivy beside the catalogue.

One process writes (a lock of the operating system, freed also by ``kill -9``); any number read
and see each commit at their next search.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import tantivy

from adapters.search_index import tantivy_page, tantivy_query
from adapters.search_index.held_page import FURTHEST, values_of
from adapters.search_index.tantivy_errors import REBUILD, busy, cannot_read, cannot_write, damaged
from adapters.search_index.tantivy_rebuild import (
    LOCK,
    META,
    VERSION,
    Written,
    is_engine_file,
    put_in_place,
    write_down,
    written_since,
)
from records.errors import Conflict, Damaged, Misconfigured, Sentence, VankhoError
from records.findings import Finding, Severity
from search_api.ports import FACETS, Answer, IndexedPage, NewIndex, SearchIndex, most_values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from records.identifiers import DocumentId, DossierId
    from records.reader import Reader
    from search_api.query_language import Query

_SCHEMA = tantivy_page.schema()
_BETWEEN_TRIES = 0.02
_NEXT = "next"
"""Folder of the index that is being made anew, in the folder of the index."""


class TantivyIndex(SearchIndex):
    """An index in ``folder``, made at the first write; until then it is empty.

    ``writer_memory`` bytes are gathered before a piece of the index is written out. Writers of
    several processes take turns: each waits ``patience`` seconds for the one before it to
    ``close`` before it raises Conflict. Safe for many threads.
    """

    one_writer: ClassVar[bool] = True

    def __init__(self, folder: Path, *, writer_memory: int = 30_000_000, patience: float = 10.0) -> None:
        self._folder = folder
        self._writer_memory = writer_memory
        self._patience = patience
        self._guard = threading.RLock()
        self._index: Any = None
        self._seen: tuple[int, ...] = ()
        self._writer: Any = None
        self._lock: int | None = None
        self._written: list[Written] = []

    def replace_document(self, document: DocumentId, pages: Sequence[IndexedPage]) -> None:
        if any(page.document != document for page in pages):
            raise ValueError("pages of another document would outlive the document's removal")
        self._replace(document.value, [values_of(page) for page in pages])

    def _replace(self, document: str, pages: list[dict[str, Any]]) -> None:
        made = [tantivy_page.to_document(values, _SCHEMA) for values in pages]
        with self._guard, self._writing() as writer:
            writer.delete_documents_by_term("document", document)
            for each in made:
                writer.add_document(each)
            self._written.append((document, pages))

    def remove_document(self, document: DocumentId) -> None:
        self.replace_document(document, ())

    def holds(self, document: DocumentId) -> int:
        with self._reading():
            index = self._current()
            if index is None:
                return 0
            asked = tantivy.Query.term_query(index.schema, "document", document.value)
            return int(index.searcher().search(asked, limit=1).count)

    def commit(self) -> None:
        with self._guard:
            if self._writer is not None:
                with self._writing() as writer:
                    # Before the commit: what is found in this index is never missing in the next.
                    write_down(self._folder / _NEXT, self._written)
                    writer.commit()
                    self._written = []

    @contextmanager
    def rebuilding(self) -> Iterator[NewIndex]:
        new = _IndexInTheMaking(self._folder / _NEXT, writer_memory=self._writer_memory, patience=0)
        try:
            new.begin()
            yield new
            self._give_place_to(new)
        finally:
            new.close()

    def _give_place_to(self, new: _IndexInTheMaking) -> None:
        with self._guard:
            self._drop_writer()
            self._take_lock()
            try:
                new.catch_up()
                new.commit()
                new.close()
                put_in_place(self._folder / _NEXT, self._folder)
                self._index = None
                with self._writing() as writer:
                    writer.garbage_collect_files()
            except OSError as error:
                raise cannot_write(error) from error
            finally:
                self._drop_writer()

    def check(self) -> tuple[Finding, ...]:
        try:
            with self._reading():
                self._current()
        except VankhoError as error:
            return (Finding(code=error.code, severity=Severity.REFUSAL, says=error.says, hint=error.hint),)
        return ()

    def is_empty(self) -> bool:
        with self._reading():
            index = self._current()
            return index is None or index.searcher().num_docs == 0

    def clear(self) -> None:
        # Nothing of what is there is read: it may be damaged, or of another version.
        with self._guard:
            self._drop_writer()
            self._take_lock()
            try:
                self._remove_engine_files()
                self._create()
            except OSError as error:
                raise cannot_write(error) from error
            finally:
                self._release_lock()

    def close(self) -> None:
        with self._guard:
            self._drop_writer()

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
        with self._reading():
            index = self._current()
            if index is None:
                return Answer(total=0, hits=())
            asked = tantivy_query.build(query, reader, index.schema, today=today, hidden=hidden)
            searcher = index.searcher()
            offset = min(max(offset, 0), FURTHEST)
            found = searcher.search(
                asked,
                limit=max(1, min(limit, FURTHEST)),
                offset=offset,
                order_by_field=tantivy_query.order(query),
            )
            counts = {name: {"terms": {"field": name, "size": most_values(name)}} for name in facets}
            counted = {}
            if counts:
                # What ranks a page decides nothing about whether it counts, and costs as much as all the rest.
                alike = tantivy_query.build(query, reader, index.schema, today=today, hidden=hidden, ranked=False)
                counted = searcher.aggregate(alike, counts)
            hits = tuple(
                tantivy_page.to_hit(searcher.doc(address), float(score) if query.ranked else 0.0, query)
                for score, address in found.hits[: max(limit, 0)]
            )
        return Answer(
            total=found.count,
            hits=hits,
            facets={
                name: tuple((str(bucket["key"]), bucket["doc_count"]) for bucket in counted[name]["buckets"])
                for name in facets
            },
        )

    def _current(self) -> Any:
        """The index as of its last commit, or None where there is none."""
        with self._guard:
            state = self._state()
            if not state:
                self._index, self._seen = None, ()
            elif self._index is None or state[0] != self._seen[0]:
                # The version file is written anew by ``clear`` alone: another index lies here now.
                self._index = self._open()
                self._seen = state
            elif state != self._seen:
                self._index.reload()
                self._seen = state
            return self._index

    def _state(self) -> tuple[int, ...]:
        """Changes with every commit of any process; empty where there is no index."""
        try:
            meta = (self._folder / META).stat()
        except (FileNotFoundError, NotADirectoryError):
            return ()
        try:
            version = (self._folder / VERSION).stat().st_mtime_ns
        except FileNotFoundError:
            version = 0
        return version, meta.st_ino, meta.st_mtime_ns, meta.st_size

    def _open(self) -> Any:
        try:
            version = json.loads((self._folder / VERSION).read_bytes())["schema"]
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            version = None
        if version != tantivy_page.SCHEMA_VERSION:
            raise Misconfigured(
                "index.schema_changed",
                Sentence(
                    "Chỉ mục tìm kiếm do một phiên bản Vankho khác lập.",
                    "The search index was made by another version of Vankho.",
                ),
                REBUILD,
            )
        index = tantivy.Index.open(str(self._folder))
        # ``search`` itself looks for new commits: no thread has to watch the folder.
        index.config_reader(reload_policy="manual")
        index.reload()
        return index

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (Misconfigured, Damaged):
            raise
        except PermissionError as error:
            raise cannot_read(error) from error
        # The engine is written in Rust: its errors are ValueErrors, its panics no Exceptions.
        except BaseException as error:
            if not isinstance(error, (ValueError, OSError, KeyError)) and type(error).__name__ != "PanicException":
                raise
            self._index = None
            raise damaged(error) from error

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        try:
            if self._writer is None:
                if self._lock is None:
                    self._take_lock()
                if self._state():
                    self._current()
                else:
                    self._create()
                    self._current()
                self._writer = self._index.writer(self._writer_memory, 1)
            yield self._writer
        except (Conflict, Misconfigured, Damaged):
            self._drop_writer()
            raise
        except BaseException as error:
            # What was not committed is lost with the writer, and the caller knows by the error.
            self._drop_writer()
            if not isinstance(error, (ValueError, OSError)) and type(error).__name__ != "PanicException":
                raise
            if "LockBusy" in str(error):
                raise busy() from error
            if isinstance(error, OSError) or "No space" in str(error) or "Permission" in str(error):
                raise cannot_write(error) from error
            raise damaged(error) from error

    def _create(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        # First the version: whoever sees an index sees its version too.
        (self._folder / VERSION).write_text(json.dumps({"schema": tantivy_page.SCHEMA_VERSION}), encoding="ascii")
        tantivy.Index(_SCHEMA, path=str(self._folder))

    def _remove_engine_files(self) -> None:
        # First the table of contents: a reader sees no index rather than half of one. Files that
        # are not the engine's stay: the folder may have been set wrongly.
        (self._folder / META).unlink(missing_ok=True)
        for path in self._folder.iterdir():
            if is_engine_file(path.name):
                path.unlink(missing_ok=True)

    def _take_lock(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise cannot_write(error) from error
        latest = time.monotonic() + self._patience
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if time.monotonic() < latest:
                    time.sleep(_BETWEEN_TRIES)
                    continue
                os.close(lock)
                raise busy() from error
            self._lock = lock
            return

    def _release_lock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _drop_writer(self) -> None:
        writer, self._writer = self._writer, None
        self._written = []
        try:
            if writer is not None:
                # What was not committed is forgotten with it. No ``rollback``: that breaks off the joining of small
                # pieces, and an index written a document at a time would lie in hundreds, each asked by itself.
                writer.wait_merging_threads()
        except ValueError:
            # A writer that failed has nothing left to wait for; its failure was already told.
            pass
        finally:
            del writer
            self._release_lock()


class _IndexInTheMaking(TantivyIndex):
    """The next index: its writer lock, held from beginning to end, tells others that it is being made."""

    def begin(self) -> None:
        self.clear()
        with self._guard, self._writing():
            pass

    def catch_up(self) -> None:
        """Put in what was committed to the old index meanwhile."""
        for document, pages in written_since(self._folder):
            self._replace(document, pages)

    def commit(self) -> None:
        # Nothing is made inside it, and what goes in is held by the engine alone.
        with self._guard, self._writing() as writer:
            writer.commit()
            self._written = []
