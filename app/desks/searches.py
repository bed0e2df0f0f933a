"""The desk of searches: those an account keeps, those without a hit, and results that left in a file."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from adapters.catalogue import events, searches
from records.errors import InvalidInput, NotFound, Sentence, Unavailable
from records.identifiers import uuid7
from records.incomplete import MEND_IT, in_one, lacks, missing
from search_api.find_pages import find_pages
from search_api.ports import FACETS, MOST_VALUES, SavedSearch, SearchDesk
from search_api.query_language import Order, PartKind
from search_api.question import Question
from search_api.related import find_related

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from app.desks.view_record import RecordedIndex, ViewRecord
    from app.wiring import Parts
    from records.identifiers import DocumentId
    from records.reader import Reader
    from search_api.find_pages import Find, Found
    from search_api.ports import ResultsExport, SearchIndex, Unanswered
    from search_api.query_language import Filters, Query
    from search_api.related import Related

MOST_SAVED = 50
"""Searches that an account keeps."""
_LONGEST_NAME = 120
_NO_NAME = missing("tên câu tìm", "the name of the search")
_NO_QUESTION = Sentence("câu tìm không hỏi gì", "the search asks for nothing")
_KEPT = timedelta(days=365)
_OVERLAP = timedelta(hours=1)
"""What was found later than the time it carries, an index step having lasted so long, is looked for again."""
_LONG_NUMBER = re.compile(r"\d{6,}")


def finding(index: SearchIndex, desk: SearchDesk) -> Find:
    """``find_pages`` on ``index``; what nothing answers is counted."""

    def find(
        text: str,
        filters: Filters | None,
        reader: Reader,
        *,
        today: date,
        limit: int = 10,
        offset: int = 0,
        order: Order = Order.BEST,
        facets: Sequence[str] = FACETS,
    ) -> Found:
        found = find_pages(
            index, text, filters, reader, today=today, limit=limit, offset=offset, order=order, facets=facets
        )
        inside = filters is not None and (filters.document or filters.dossier)
        if not inside and found.query.parts and not found.answer.total and not found.without_filters:
            with suppress(Unavailable):  # the answer counts more than its count
                desk.asked_in_vain(found.query)
        return found

    return find


class CatalogueSearchDesk(SearchDesk):
    """On the catalogue, and on the index for what is new."""

    def __init__(self, parts: Parts, index: RecordedIndex, record: ViewRecord) -> None:
        self._parts = parts
        self._index = index
        self._record = record

    def save(self, reader: Reader, name: str, question: Question) -> SavedSearch:
        name = " ".join(name.split())[:_LONGEST_NAME]
        lacking = lacks((not name, _NO_NAME), (question.empty, _NO_QUESTION))
        if lacking:
            raise InvalidInput("search.no_name", in_one(lacking), MEND_IT)
        now = self._parts.clock.now()
        seen = self._found(reader, question, now - _OVERLAP)
        id_ = str(uuid7())
        with self._parts.catalogue.begin() as connection:
            if len(searches.saved(connection, reader.account)) >= MOST_SAVED:
                raise _too_many()
            searches.save(
                connection,
                id=id_,
                account=reader.account,
                name=name,
                question=question.to_plain(),
                now=now,
                seen=seen,
            )
        return SavedSearch(id=id_, name=name, question=question, looked_at=now, new=0, more=False)

    def saved(self, reader: Reader) -> Sequence[SavedSearch]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            rows = searches.saved(connection, reader.account)
        return [self._view(reader, row) for row in rows]

    def looked(self, reader: Reader, saved: str) -> SavedSearch:
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = searches.one_saved(connection, reader.account, saved)
        if row is None:
            raise NotFound(
                "search.not_found",
                Sentence("Không có câu tìm đã lưu này.", "There is no such saved search."),
                Sentence("Mở trang Tra cứu để xem các câu tìm đã lưu.", "See your saved searches on the page Find."),
            )
        view = self._view(reader, row)
        now = self._parts.clock.now()
        # Asked before it is written: what is found between the two is new at the next look.
        seen = self._found(reader, view.question, now - _OVERLAP)
        with self._parts.catalogue.begin() as connection:
            searches.looked(connection, saved, now, seen)
        return view

    def forget(self, reader: Reader, saved: str) -> None:
        with self._parts.catalogue.begin() as connection:
            searches.forget(connection, reader.account, saved)

    def related(self, reader: Reader, document: DocumentId, number_and_sign: str, text: str) -> Related:
        today = self._parts.clock.today()
        related = find_related(self._index.unrecorded, document, number_and_sign, text, reader, today=today)
        self._record.looked(reader, {hit.dossier for hit in related.shown}, "snippet")
        return related

    def asked_in_vain(self, query: Query) -> None:
        words = _told(query)
        if not words:
            return
        now = self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            searches.asked_in_vain(connection, words, now, since=now - _KEPT)

    def unanswered(self, *, limit: int = 100) -> Sequence[Unanswered]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return searches.unanswered(connection, since=self._parts.clock.now() - _KEPT, limit=limit)

    def exported(self, reader: Reader, export: ResultsExport) -> None:
        hits = export.found.answer.hits
        self._record.looked(reader, {hit.dossier for hit in hits}, "export")
        asked = json.dumps(export.question.to_plain(), sort_keys=True, ensure_ascii=False)
        with self._parts.catalogue.begin() as connection:
            events.add(
                connection,
                type=events.VIEWED,
                agent=reader.account,
                now=self._parts.clock.now(),
                subjects=[export.id],
                detail={
                    "act": "results_exported",
                    "form": export.form,
                    "pages": len(hits),
                    "matching": export.found.answer.total,
                    # What was asked for may name people: by its digest two exports can be compared.
                    "question_sha256": hashlib.sha256(asked.encode()).hexdigest(),
                },
            )

    def _view(self, reader: Reader, row: Any) -> SavedSearch:
        question = Question.from_plain(row.question)
        found = self._found(reader, question, row.looked_at - _OVERLAP)
        new = found - set(row.seen)
        return SavedSearch(
            id=row.id,
            name=row.name,
            question=question,
            looked_at=row.looked_at,
            new=len(new),
            more=len(found) >= MOST_VALUES,
        )

    def _found(self, reader: Reader, question: Question, since: datetime) -> set[str]:
        """Dossiers that answer and can be found since then; none of them is shown, so no look is recorded."""
        today = self._parts.clock.today()
        query = question.found_since(since).on(today)
        answer = self._index.search(query, reader, today=today, limit=0, facets=("dossier",))
        return {dossier for dossier, _ in answer.facets.get("dossier", ())}


def _told(query: Query) -> str:
    """What nothing answers, as the archivist is told of it."""
    told = []
    for part in query.parts:
        if part.kind in {PartKind.NUMBER, PartKind.DOSSIER_CODE}:
            words = part.key
        elif part.kind is PartKind.PERSONAL:
            words = "•••"
        else:
            words = _LONG_NUMBER.sub("•••", " ".join(part.words).lower())
            words = f'"{words}"' if part.kind is PartKind.PHRASE else words
        told.append(f"-{words}" if part.excluded else words)
    return " ".join(told)


def _too_many() -> InvalidInput:
    return InvalidInput(
        "search.too_many_saved",
        Sentence(f"Đã lưu {MOST_SAVED} câu tìm.", f"{MOST_SAVED} searches are saved already."),
        Sentence("Bỏ bớt một câu tìm không dùng nữa.", "Remove one that is not needed any more."),
    )
