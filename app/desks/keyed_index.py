"""The index that knows numbers of people by keys alone: a keyed hash, of no use without the secret."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from records.folding import normalise
from records.personal_data import find_personal
from search_api.ports import FACETS, NewIndex, SearchIndex
from search_api.query_language import PartKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from app.settings import Settings
    from records.findings import Finding
    from records.identifiers import DocumentId, DossierId
    from records.reader import Reader
    from search_api.ports import Answer, IndexedPage
    from search_api.query_language import Query

    Keyed = Callable[[str], str]

_PURPOSE = b"vankho.personal.1\0"
_SHORTEST_KEY = 32


def keyed_by(secret: bytes) -> Keyed:
    """HMAC-SHA-256 of a number, for this purpose alone; 32 hexadecimal signs."""

    def keyed(number: str) -> str:
        return hmac.new(secret, _PURPOSE + number.encode(), hashlib.sha256).hexdigest()[:32]

    return keyed


def secret_of(settings: Settings) -> bytes:
    """The secret the settings give; else of a server one made from another of its secrets, of a desk its own file.

    Where it changes, numbers put in before are not found until ``vankho index rebuild``; nothing else is lost by it.
    """
    if settings.personal_key is not None:
        return settings.personal_key.get_secret_value().encode()
    if settings.profile == "server" and settings.s3_secret_key is not None:
        other = settings.s3_secret_key.get_secret_value().encode()
        return hmac.new(other, b"vankho personal key", hashlib.sha256).digest()
    return _secret_in(settings.personal_key_file)


def _secret_in(path: Path) -> bytes:
    """Made once, whole or not at all, for its owner alone; of several processes that make it, the first counts."""
    with suppress(FileNotFoundError):
        return path.read_bytes()
    made = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(_SHORTEST_KEY).encode())
        file.flush()
        os.fsync(file.fileno())
    try:
        with suppress(FileExistsError):
            os.link(made, path)
    finally:
        made.unlink()
    return path.read_bytes()


class KeyedIndex(SearchIndex):
    """Puts numbers of people in under their keys, and looks them up so; all else is the index itself."""

    def __init__(self, index: SearchIndex, keyed: Keyed) -> None:
        self._index = index
        self._keyed = keyed
        self.one_writer = index.one_writer

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
        parts = tuple(
            replace(part, key=self._keyed(part.key)) if part.kind is PartKind.PERSONAL else part for part in query.parts
        )
        asked = replace(query, parts=parts)
        return self._index.search(asked, reader, today=today, limit=limit, offset=offset, hidden=hidden, facets=facets)

    def replace_document(self, document: DocumentId, pages: Sequence[IndexedPage]) -> None:
        self._index.replace_document(document, _keyed_pages(pages, self._keyed))

    def remove_document(self, document: DocumentId) -> None:
        self._index.remove_document(document)

    def holds(self, document: DocumentId) -> int:
        return self._index.holds(document)

    def commit(self) -> None:
        self._index.commit()

    @contextmanager
    def rebuilding(self) -> Iterator[NewIndex]:
        with self._index.rebuilding() as new:
            yield _KeyedNewIndex(new, self._keyed)

    def clear(self) -> None:
        self._index.clear()

    def check(self) -> tuple[Finding, ...]:
        return self._index.check()

    def is_empty(self) -> bool:
        return self._index.is_empty()

    def close(self) -> None:
        self._index.close()


class _KeyedNewIndex(NewIndex):
    def __init__(self, new: NewIndex, keyed: Keyed) -> None:
        self._new = new
        self._keyed = keyed

    def replace_document(self, document: DocumentId, pages: Sequence[IndexedPage]) -> None:
        self._new.replace_document(document, _keyed_pages(pages, self._keyed))

    def commit(self) -> None:
        self._new.commit()


def _keyed_pages(pages: Sequence[IndexedPage], keyed: Keyed) -> list[IndexedPage]:
    """The pages with keys of what stands on each; what the document is called counts on its first page."""
    made = []
    for page in pages:
        texts = (page.body, page.title, page.file_name) if page.page.value == 1 else (page.body,)
        found = {one.key for text in texts for one in find_personal(normalise(text)) if one.key}
        made.append(replace(page, personal=frozenset(keyed(key) for key in found)))
    return made
