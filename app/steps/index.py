"""Index a document: its pages, from the words kept in the archive."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.exc import NoResultFound

from adapters.catalogue import access, documents
from adapters.catalogue.files import DOUBTFUL_PAGE
from app.desks.words import words_of_document
from app.steps.deposit import clear_staging
from app.steps.subjects import document_of
from ingest.model import DocumentState
from records.description import Field, number_as_written
from records.errors import NotFound
from records.folding import normalise
from records.identifiers import DossierId, PageNumber
from search_api.ports import IndexedPage, PageState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.steps.outcome import Outcome, Turn
    from app.wiring import Parts
    from archive.model import PageView
    from records.description import FieldProposal
    from records.identifiers import DocumentId

_LACKING = {*DOUBTFUL_PAGE, "page.text_layer_incomplete"}
"""Findings of a page that may say more than is found."""
_GATHER_SECONDS = 5.0
"""After which no further document is begun before a commit: what was put in is to be found."""


def index(parts: Parts, subject: str) -> Outcome:
    """Its pages are found from now on."""
    try:
        (done,) = index_together(parts, [subject])
    finally:
        if parts.index.one_writer:
            parts.index.close()  # the next to write may be another process
    if isinstance(done, Exception):
        raise done
    return done


def index_together(parts: Parts, subjects: Sequence[str]) -> list[Outcome | Exception]:
    """The pages of many documents are found from now on: one commit for all of them; whose turn it is closes the index.

    A commit costs an index of one writer tens of milliseconds, and every few of them the joining of all its small
    pieces: a document each, it would keep up with some ten pages a second.

    Where gathering them takes too long, the result ends with the last that was put in; those behind it were not begun.

    Raises:
        VankhoError: What keeps all of them out of the index.
    """
    now = parts.clock.now()
    wrong: dict[DocumentId, Exception] = {}
    found = [document_of(subject) for subject in subjects]
    begun, changed = _put(parts, found, now, wrong)
    # Who may see it may be changed meanwhile: what was read before must not be what stays.
    while changed:
        _, changed = _put(parts, changed, now, wrong)
    return [wrong.get(document) or _found(parts, document, now) for document in found[:begun]]


def _put(
    parts: Parts, found: Sequence[DocumentId], now: datetime, wrong: dict[DocumentId, Exception]
) -> tuple[int, list[DocumentId]]:
    """Put their pages into the index: of how many, and which may no longer be seen by whom their pages say."""
    seen: dict[DocumentId, access.Seen | None] = {}
    until, begun = time.monotonic() + _GATHER_SECONDS, 0
    for document in found:
        if begun and time.monotonic() > until:
            break
        begun += 1
        try:
            pages = pages_of(parts, document, now=now)
        except Exception as error:  # noqa: BLE001  whatever is wrong with one stays its own
            wrong[document] = error
            continue
        parts.index.replace_document(document, pages)
        seen[document] = seen_of(pages)
    parts.index.commit()
    with parts.catalogue.begin(readonly=True) as connection:
        return begun, [each for each, said in seen.items() if said not in {None, access.of_document(connection, each)}]


def _found(parts: Parts, document: DocumentId, now: datetime) -> Outcome:
    clear_staging(parts, document)

    def write(turn: Turn) -> None:
        if documents.set_state(turn.connection, document, DocumentState.INDEXED, after=DocumentState.DEPOSITED):
            documents.found_first(turn.connection, document, now)

    return write


def seen_of(pages: Sequence[IndexedPage]) -> access.Seen | None:
    """What decides who sees these pages of one document; None where there is none."""
    return (pages[0].unit, pages[0].level, pages[0].restricted_until) if pages else None


def pages_of(parts: Parts, document: DocumentId, *, now: datetime | None = None) -> list[IndexedPage]:
    """What the index is to hold of the document, by the catalogue and the words kept in the archive.

    One that could not be found before can be found since ``now``.

    Nothing of one that was quarantined or is being destroyed, which may have been found before.
    """
    try:
        return _pages_of(parts, document, now)
    except (NotFound, NoResultFound):
        with parts.catalogue.begin(readonly=True) as connection:
            if documents.is_to_be_found(connection, document):
                raise
        return []  # destroyed while it was looked at


def _pages_of(parts: Parts, document: DocumentId, now: datetime | None) -> list[IndexedPage]:
    with parts.catalogue.begin(readonly=True) as connection:
        if not documents.is_to_be_found(connection, document):
            return []
        row = documents.row(connection, document)
        dossier = documents.dossier_row(connection, document)
        proposals = documents.proposals(connection, document)
        poorly_read = {view.number for view in documents.page_views(connection, document) if _poorly_read(view)}
    new = row.state == DocumentState.DEPOSITED.value and row.rereads == 0
    found_since = row.found_since or (now if new else None)
    rule = access.own_rule_of(row).within(access.rule_of(dossier))
    fields = {p.field: p.value for p in proposals}
    of_all = _states(proposals, signed=bool(row.signatures))
    issued = fields.get(Field.ISSUED_ON, "")
    number, sign = fields.get(Field.NUMBER, ""), fields.get(Field.SIGN, "")
    return [
        IndexedPage(
            document=document,
            dossier=DossierId(dossier.id),
            page=PageNumber(position),
            page_count=row.page_count,
            body=normalise(text.text),
            title=normalise(row.title),
            file_name=normalise(row.file_name),
            dossier_code=dossier.code,
            number_and_sign=normalise(number_as_written(number, sign)),
            document_type=normalise(fields.get(Field.TYPE, "")),
            agency=normalise(fields.get(Field.AGENCY, "")),
            issued_on=date.fromisoformat(issued) if issued else None,
            unit=dossier.unit,
            level=rule.level,
            restricted_until=rule.restricted_until,
            # A title that is the code over again names no procedure.
            procedure="" if dossier.title == dossier.code else normalise(dossier.title),
            states=of_all | {PageState.POORLY_READ} if PageNumber(position) in poorly_read else of_all,
            doubtful=tuple(p.field.value for p in proposals if p.doubtful),
            found_since=found_since,
        )
        for position, text in enumerate(words_of_document(parts, DossierId(dossier.id), document), start=1)
    ]


def _states(proposals: Sequence[FieldProposal], *, signed: bool) -> frozenset[PageState]:
    """What holds for every page of the document."""
    found = set()
    if signed:
        found.add(PageState.SIGNED)
    if any(p.doubtful for p in proposals):
        found.add(PageState.DOUBTFUL)
    return frozenset(found)


def _poorly_read(view: PageView) -> bool:
    return view.state == "unreadable" or any(finding.code in _LACKING for finding in view.findings)
