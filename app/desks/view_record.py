"""The record of who looked at what is open on conditions (level 02): an event before anything is shown."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.catalogue import access, events
from app.desks.sign_in import CatalogueSignInDesk
from records.reader import AccessLevel
from search_api.ports import FACETS, SearchIndex

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from accounts.ports import SignInDesk
    from app.wiring import Parts
    from records.findings import Finding
    from records.identifiers import DocumentId, DossierId, PageNumber
    from records.reader import Reader
    from search_api.ports import Answer, IndexedPage, NewIndex
    from search_api.query_language import Query

SAME_LOOK = timedelta(minutes=1)
"""A browser asks for parts of a file, and for a page again: that is one look."""
_REMEMBERED = 10_000


class ViewRecord:
    """Writes an event for each look at a dossier of level 02; safe for threads.

    Where nobody signs in nothing is recorded: one name for whoever sits there says nothing of who looked.
    """

    def __init__(self, parts: Parts, sign_in: SignInDesk | None = None) -> None:
        self._parts = parts
        self._sign_in = sign_in or CatalogueSignInDesk(parts)
        self._guard = threading.Lock()
        self._lately: OrderedDict[tuple[str, ...], datetime] = OrderedDict()

    def looked(
        self,
        reader: Reader,
        found: Iterable[DossierId],
        what: str,
        document: DocumentId | None = None,
        page: PageNumber | None = None,
        *,
        of_level: AccessLevel | None = None,
    ) -> None:
        """Record that ``reader`` is about to see ``what`` of these dossiers, as far as they are of level 02.

        What has a level ``of_level`` of its own goes by that.

        ``what`` is ``dossier``, ``text``, ``picture``, ``pdfa``, ``original``, ``redacted`` (a copy), ``snippet``,
        ``print`` or ``export``.

        Raises:
            Unavailable: It cannot be recorded, so it must not be shown.
        """
        if AccessLevel.CONDITIONAL not in reader.levels or not self._sign_in.required:
            return
        subject, number = document.value if document else "", str(page.value) if page else ""
        now = self._parts.clock.now()
        keys = {(reader.account, dossier.value, what, subject, number): dossier for dossier in found}
        new = {key: dossier for key, dossier in keys.items() if not self._is_same_look(key, now)}
        if not new:
            return
        if of_level is None:
            with self._parts.catalogue.begin(readonly=True) as connection:
                conditional = access.of_level(connection, new.values(), AccessLevel.CONDITIONAL)
        else:
            conditional = frozenset(new.values() if of_level is AccessLevel.CONDITIONAL else ())
        if conditional:
            with self._parts.catalogue.begin() as connection:
                for dossier in sorted(conditional, key=str):
                    events.add(
                        connection,
                        type=events.VIEWED,
                        agent=reader.account,
                        now=now,
                        subjects=[one for one in (dossier, document) if one is not None],
                        dossier=dossier,
                        detail={"what": what, **({"page": page.value} if page else {})},
                    )
        self._remember(new, now)

    def shown(
        self, reader: Reader, dossier: DossierId, what: str, document: DocumentId, page: PageNumber | None = None
    ) -> None:
        """Record that ``reader`` is about to see what is of people.

        ``what`` is ``personal`` (numbers), ``identity_card``, or the file of a document in which such was found
        (``pdfa``, ``original``, ``export``).

        Recorded of a dossier of whatever level, and also where nobody signs in: somebody asked for it.

        Raises:
            Unavailable: It cannot be recorded, so it must not be shown.
        """
        now = self._parts.clock.now()
        key = (reader.account, dossier.value, what, document.value, str(page.value) if page else "")
        if self._is_same_look(key, now):
            return
        with self._parts.catalogue.begin() as connection:
            events.add(
                connection,
                type=events.VIEWED,
                agent=reader.account,
                now=now,
                subjects=[dossier, document],
                dossier=dossier,
                detail={"what": what, **({"page": page.value} if page else {})},
            )
        self._remember([key], now)

    def behind(self, reader: Reader, today: date) -> frozenset[DossierId]:
        """Dossiers that ``reader`` may not see, and that the index may still show."""
        if reader.sees_all:
            return frozenset()
        with self._parts.catalogue.begin(readonly=True) as connection:
            return access.behind(connection, reader, today)

    def _is_same_look(self, key: tuple[str, ...], now: datetime) -> bool:
        with self._guard:
            at = self._lately.get(key)
        return at is not None and now - at < SAME_LOOK

    def _remember(self, keys: Iterable[tuple[str, ...]], now: datetime) -> None:
        with self._guard:
            for key in keys:
                self._lately[key] = now
                self._lately.move_to_end(key)
            while len(self._lately) > _REMEMBERED:
                self._lately.popitem(last=False)


class CurrentRightsIndex(SearchIndex):
    """An index asked without the dossiers whose rights were changed before the index heard of it."""

    def __init__(self, index: SearchIndex, record: ViewRecord) -> None:
        self._index = index
        self._record = record
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
        changed = self._record.behind(reader, today)
        return self._index.search(
            query, reader, today=today, limit=limit, offset=offset, hidden=changed.union(hidden), facets=facets
        )

    def replace_document(self, document: DocumentId, pages: Sequence[IndexedPage]) -> None:
        self._index.replace_document(document, pages)

    def remove_document(self, document: DocumentId) -> None:
        self._index.remove_document(document)

    def holds(self, document: DocumentId) -> int:
        return self._index.holds(document)

    def commit(self) -> None:
        self._index.commit()

    def rebuilding(self) -> AbstractContextManager[NewIndex]:
        return self._index.rebuilding()

    def clear(self) -> None:
        self._index.clear()

    def check(self) -> tuple[Finding, ...]:
        return self._index.check()

    def is_empty(self) -> bool:
        return self._index.is_empty()

    def close(self) -> None:
        self._index.close()


class RecordedIndex(CurrentRightsIndex):
    """An index whose hits are looks: their snippets show what stands on the page."""

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
        answer = super().search(query, reader, today=today, limit=limit, offset=offset, hidden=hidden, facets=facets)
        self._record.looked(reader, {hit.dossier for hit in answer.hits}, "snippet")
        return answer

    @property
    def unrecorded(self) -> SearchIndex:
        """The same for who shows but some of the hits, and records those as looks."""
        return CurrentRightsIndex(self._index, self._record)
