"""The whole site over a catalogue and an index, asked without a port by people who signed in."""

from __future__ import annotations

import asyncio
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

import httpx
import sqlalchemy as sa

from adapters.catalogue import accounts, documents
from adapters.catalogue.schema import batch as batch_table
from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema import file as file_table
from app.desks.keyed_index import KeyedIndex, keyed_by
from app.server import create_site
from app.steps.index import pages_of
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from records.identifiers import BatchId, DocumentId, DossierId
from search_api.sign_in import SESSION_COOKIE
from tests.contracts.offices import Office, office, opened
from tests.contracts.search_desk import INDICES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI

URL = "http://127.0.0.1"
ENGINE_OF = {"sqlite": "tantivy", "postgresql": "elasticsearch"}


@dataclass(frozen=True, slots=True)
class Thing:
    """A dossier of one document of one page, with everything that leads to it."""

    dossier: str
    document: str
    batch: str
    file: str
    code: str


class Site:
    """The site of an office."""

    def __init__(self, desks: Office) -> None:
        self.desks = desks
        self.site: FastAPI = create_site(desks.parts)
        self._number = 0

    def ask(self, method: str, path: str, who: str = "", *, token: str = "", **said: Any) -> httpx.Response:
        """The answer to ``who`` signed in just now; redirects are not followed."""
        headers = {"Origin": URL, **said.pop("headers", {})}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if who:
            headers["Cookie"] = f"{SESSION_COOKIE}={self.session(who)}"

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(self.site)
            async with httpx.AsyncClient(transport=transport, base_url=URL) as client:
                return await client.request(method, path, headers=headers, **said)

        return asyncio.run(go())

    def get(self, path: str, who: str = "", **said: Any) -> httpx.Response:
        return self.ask("GET", path, who, **said)

    def session(self, name: str) -> str:
        """Without the password, which takes its time."""
        secret, now = token_urlsafe(16), self.desks.clock.now()
        with self.desks.parts.catalogue.begin() as connection:
            digest = sha256(secret.encode()).hexdigest()
            accounts.begin_session(connection, digest, name, now, now + timedelta(hours=12))
        return secret

    def next_number(self) -> int:
        """Of the next dossier that is put."""
        self._number += 1
        return self._number

    def put(self, *says: str, unit: str, level: str = "01", restricted_until: date | None = None) -> Thing:
        """A deposited dossier whose page is found by the word ``giấy phép``; ``says`` are more lines of it."""
        parts, number = self.desks.parts, self.next_number()
        batch: BatchId = new_batch(parts)
        dossier, document = receive_dossier(parts, batch, number, *says)
        with parts.catalogue.begin() as connection:
            connection.execute(sa.update(batch_table).where(batch_table.c.id == batch.value).values(unit=unit))
            connection.execute(
                sa.update(dossier_table)
                .where(dossier_table.c.id == dossier.value)
                .values(unit=unit, access_level=level, restricted_until=restricted_until)
            )
            file = connection.execute(
                sa.select(file_table.c.id).where(file_table.c.document_id == document.value)
            ).scalar_one()
        deposit_dossier(parts, batch, dossier, document)
        parts.index.replace_document(document, pages_of(parts, document))
        parts.index.commit()
        code = f"H15.50-{number:07}"
        return Thing(dossier.value, document.value, batch.value, file, code)

    def put_two(self, first: str, second: str, *, unit: str) -> tuple[Thing, Thing]:
        """Two documents of one public dossier, each found by the word ``giấy phép``; each says a line more."""
        parts, one = self.desks.parts, self.put(first, unit=unit)
        self._number += 1
        batch, dossier = BatchId(one.batch), DossierId(one.dossier)
        _, document = receive_dossier(parts, batch, self._number, second)
        with parts.catalogue.begin() as connection:
            documents.move(connection, document, dossier)
            file = connection.execute(
                sa.select(file_table.c.id).where(file_table.c.document_id == document.value)
            ).scalar_one()
        deposit_dossier(parts, batch, dossier, document)
        parts.index.replace_document(document, pages_of(parts, document))
        parts.index.commit()
        return one, replace(one, document=document.value, file=file)


@contextmanager
def site(kind: str, folder: Path) -> Iterator[Site]:
    """On SQLite and tantivy, or on PostgreSQL and Elasticsearch."""
    engine = INDICES[ENGINE_OF[kind]]
    with office(kind, folder) as parts:
        desks = opened(parts)
        index = engine.open(folder)
        indexed = replace(desks.parts)
        indexed.__dict__["index"] = KeyedIndex(index, keyed_by(b"khoa cua cuoc thu"))
        try:
            yield Site(Office(indexed, desks.clock))
        finally:
            index.close()
            engine.drop(folder)


def absent() -> Thing:
    """Nothing of it is there."""
    return Thing(*(DossierId.new().value, DocumentId.new().value), *(DossierId.new().value for _ in range(2)), "H99-1")


def plain(answer: httpx.Response, *things: Thing) -> tuple[int, str]:
    """Status and text without what differs by chance: the reference, the moment, and what was asked for."""
    text = re.sub(r'"reference":"[0-9a-f]{8}"', "", answer.text)
    text = re.sub(r"· [0-9a-f]{8}|[a-z_]+\.[a-z_]+ [0-9a-f]{8}|· \d\d/\d\d/\d{4} \d\d:\d\d|\d\d:\d\d:\d\d", "", text)
    for thing in things:
        for known in (thing.dossier, thing.document, thing.batch, thing.file, thing.code):
            text = text.replace(known, "#")
    return answer.status_code, text
