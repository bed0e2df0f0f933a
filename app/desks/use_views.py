"""Requests as a reader may see them: masked, and of a dossier that is hidden nothing but what was granted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.catalogue import documents, dossiers, use_requests
from archive.use.clock import explain_due
from archive.use.model import (
    Purpose,
    UseDecision,
    UseDocument,
    UseKind,
    UseRequest,
    UseState,
    masked_number,
    number_of,
)
from ingest.model import DocumentState
from records.identifiers import DocumentId, UseRequestId
from records.personal_data import mask
from records.ports.clock import VIET_NAM
from records.reader import AccessLevel

if TYPE_CHECKING:
    from datetime import date

    import sqlalchemy as sa

    from archive.model import DocumentView
    from archive.use.model import Refusal
    from records.reader import Reader
    from records.working_days import WorkCalendar


def request_of(
    row: Any,
    today: date,
    calendar: WorkCalendar,
    shown: tuple[UseDocument, ...] = (),
    proposed: Refusal | None = None,
) -> UseRequest:
    """The request of a row of ``use_requests``; ``calendar`` is that of the list of days off in force."""
    dossier, visible = use_requests.dossier_of(row), bool(row.visible)
    kind, filed_on = UseKind(row.kind), row.filed_at.astimezone(VIET_NAM).date()
    return UseRequest(
        id=UseRequestId(row.id),
        number=number_of(row.year, row.serial),
        state=UseState(row.state),
        kind=kind,
        purpose=Purpose(row.purpose),
        purpose_said=mask(row.purpose_said),
        person=mask(row.person),
        id_number=masked_number(row.id_number),
        on_behalf=row.on_behalf,
        asked_for=mask(row.asked_for),
        copies=row.copies,
        unit=row.unit,
        filed_by=row.filed_by,
        filed_at=row.filed_at,
        due_on=row.due_on,
        due_says=explain_due(filed_on, row.due_on, kind, calendar),
        dossier=dossier if visible else None,
        code=row.code if visible else "",
        title=mask(row.title) if visible else "",
        level=level_of(row) if visible else None,
        restricted=visible and is_restricted(row, today),
        hidden=dossier is not None and not visible,
        documents=shown,
        proposed=proposed,
        decision=_decision(row),
        handed_at=row.handed_at,
        handed_by=row.handed_by,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        closed_why=mask(row.closed_why),
    )


def level_of(row: Any) -> AccessLevel | None:
    """Of its dossier; None while none is named."""
    return AccessLevel(row.access_level) if row.access_level else None


def is_restricted(row: Any, today: date) -> bool:
    """Whether its dossier is restricted until a day that has not come."""
    return row.restricted_until is not None and row.restricted_until > today


def documents_shown(connection: sa.Connection, row: Any, reader: Reader, today: date) -> tuple[UseDocument, ...]:
    """The documents of its dossier, with what was asked for and granted; of a hidden one those that were granted."""
    dossier = use_requests.dossier_of(row)
    if dossier is None:
        return ()
    if row.visible:
        view = dossiers.view(connection, dossier, reader, today)
        return tuple(_document(one, row) for one in view.documents if one.in_archive) if view else ()
    return tuple(
        _told(
            row,
            document=DocumentId(each.id),
            title=each.title or each.file_name,
            pages=each.page_count,
            copyable=bool(each.pdfa_digest),
        )
        for each in documents.rows_of_dossier(connection, dossier)
        if each.id in row.granted and each.state != DocumentState.QUARANTINED.value
    )


def _document(one: DocumentView, row: Any) -> UseDocument:
    title = one.title or one.file_name
    return _told(
        row,
        document=one.document,
        title=title,
        pages=one.page_count,
        copyable=bool(one.pdfa_level),
        personal=one.personal is not False,
    )


def _told(
    row: Any, *, document: DocumentId, title: str, pages: int, copyable: bool, personal: bool = False
) -> UseDocument:
    return UseDocument(
        document=document,
        title=mask(title.rpartition("/")[2]),
        pages=pages,
        wanted=not row.wanted or document.value in row.wanted,
        granted=document.value in row.granted,
        left_out=document.value in row.left_out,
        copyable=copyable,
        personal=personal,
    )


def _decision(row: Any) -> UseDecision | None:
    if row.decided_at is None:
        return None
    return UseDecision(
        by=row.decided_by,
        at=row.decided_at,
        granted=row.valid_until is not None,
        in_part=bool(row.left_out),
        reason=mask(row.reason),
        clause=row.clause,
        valid_until=row.valid_until,
        copies=row.copies_granted,
        copies_left=row.copies_left,
    )
