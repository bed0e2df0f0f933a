"""Redacted copies: drafts with their boxes, what was ordered, what lies in the archive, who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import DESTROYED, GOING, may_see_document
from adapters.catalogue.schema import document, dossier
from adapters.catalogue.schema_redaction import redaction as table
from adapters.catalogue.statements import insert_or_leave
from archive.redaction import CopyAccess, Mask, Redaction, RedactionState
from ingest.model import DocumentState
from records.identifiers import Digest, DocumentId, DossierId, RedactionId
from records.reader import AccessLevel, Capability

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from records.reader import Reader


def may_read_copy(reader: Reader, today: date) -> sa.ColumnElement[bool]:
    """Copies whose level lets the reader, or whose master does where they have none of their own.

    A copy of a level of its own stands by a decision: what restricts its master until a day does not restrict it.
    """
    own = [
        table.c.access_level.in_(sorted(level.value for level in reader.levels)),
        dossier.c.state.not_in((GOING, DESTROYED)),
    ]
    if not reader.all_units:
        own.append(dossier.c.unit.in_(sorted(reader.units)))
    as_master = sa.and_(table.c.access_level == "", may_see_document(reader, today))
    return sa.and_(
        sa.or_(sa.and_(*own), as_master),
        table.c.state == RedactionState.MADE.value,
        document.c.state != DocumentState.QUARANTINED.value,
    )


def _seen(reader: Reader, today: date) -> sa.ColumnElement[bool]:
    """Beside the copies he may read: to who decides also those under way or withdrawn, and his own drafts."""
    if Capability.DECIDE not in reader.capabilities:
        return may_read_copy(reader, today)
    drawn = sa.or_(table.c.state != RedactionState.DRAFT.value, table.c.begun_by == reader.account)
    seen = sa.and_(may_see_document(reader, today), document.c.state != DocumentState.QUARANTINED.value, drawn)
    return sa.or_(may_read_copy(reader, today), seen)


def _rows() -> sa.Select[Any]:
    return sa.select(
        table,
        document.c.dossier_id,
        document.c.page_count,
        # A rule of its own is level 02, or none.
        sa.case((document.c.own_level != "", document.c.own_level), else_=dossier.c.access_level).label(
            "level_of_master"
        ),
    ).select_from(
        table.join(document, table.c.document_id == document.c.id).join(dossier, document.c.dossier_id == dossier.c.id)
    )


def one(connection: sa.Connection, which: RedactionId) -> Redaction | None:
    """Whoever asks; for the step that makes it."""
    found = connection.execute(_rows().where(table.c.id == which.value)).first()
    return None if found is None else _redaction(found)


def seen_by(connection: sa.Connection, which: RedactionId, reader: Reader, today: date) -> Redaction | None:
    """None where the reader may not know of it."""
    found = connection.execute(_rows().where(table.c.id == which.value, _seen(reader, today))).first()
    return None if found is None else _redaction(found)


def made(connection: sa.Connection, reader: Reader, today: date, *, limit: int, offset: int) -> list[Redaction]:
    """Copies the reader may read, newest first."""
    rows = connection.execute(
        _rows()
        .where(may_read_copy(reader, today))
        .order_by(table.c.made_at.desc(), table.c.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [_redaction(r) for r in rows]


def of_dossier(connection: sa.Connection, which: DossierId, reader: Reader, today: date) -> list[Redaction]:
    """Of its documents, oldest first; no drafts."""
    rows = connection.execute(
        _rows()
        .where(document.c.dossier_id == which.value, _seen(reader, today), table.c.state != RedactionState.DRAFT.value)
        .order_by(table.c.id)
    )
    return [_redaction(r) for r in rows]


def lying_in(connection: sa.Connection, which: DossierId) -> list[tuple[DocumentId, RedactionId, Digest, int]]:
    """Copies that the package of the dossier holds, withdrawn ones among them: master, copy, digest and size."""
    rows = connection.execute(
        sa.select(table.c.document_id, table.c.id, table.c.digest, table.c.size)
        .select_from(table.join(document, table.c.document_id == document.c.id))
        .where(document.c.dossier_id == which.value, table.c.digest.is_not(None))
        .order_by(table.c.id)
    )
    return [(DocumentId(r.document_id), RedactionId(r.id), Digest(r.digest), r.size) for r in rows]


def copies_of(connection: sa.Connection, which: DocumentId) -> list[tuple[RedactionId, Digest, int]]:
    """Copies of the document that lie in its package, withdrawn ones among them, with digest and size."""
    rows = connection.execute(
        sa.select(table.c.id, table.c.digest, table.c.size)
        .where(table.c.document_id == which.value, table.c.digest.is_not(None))
        .order_by(table.c.id)
    )
    return [(RedactionId(r.id), Digest(r.digest), r.size) for r in rows]


def is_made_now(connection: sa.Connection, which: DocumentId) -> bool:
    """Whether a copy of the document is being made."""
    making = sa.select(table.c.id).where(
        table.c.document_id == which.value, table.c.state == RedactionState.MAKING.value
    )
    return connection.execute(making.limit(1)).first() is not None


def draft_of(connection: sa.Connection, which: DocumentId, account: str) -> Redaction | None:
    """What the account is drawing on the document."""
    found = connection.execute(
        _rows().where(
            table.c.document_id == which.value,
            table.c.begun_by == account,
            table.c.state == RedactionState.DRAFT.value,
        )
    ).first()
    return None if found is None else _redaction(found)


def begin(connection: sa.Connection, master: Any, *, account: str, now: datetime) -> RedactionId:
    """A draft without boxes, or the one there is; ``master`` is the row of the document."""
    connection.execute(
        insert_or_leave(connection, table).values(
            id=RedactionId.new().value,
            document_id=master.id,
            state=RedactionState.DRAFT.value,
            masks=[],
            pdfa_digest=master.pdfa_digest,
            words_digest=master.words_digest,
            begun_by=account,
            begun_at=now,
        )
    )
    found = draft_of(connection, DocumentId(master.id), account)
    assert found is not None, "it was just put there"
    return found.id


def hold(connection: sa.Connection, which: RedactionId) -> Redaction | None:
    """As ``one``; nobody else changes it before this transaction ends."""
    connection.execute(sa.select(table.c.id).where(table.c.id == which.value).with_for_update())
    return one(connection, which)


def put_masks(connection: sa.Connection, which: RedactionId, masks: Sequence[Mask]) -> None:
    """The boxes of a draft that the caller holds."""
    connection.execute(
        sa.update(table).where(table.c.id == which.value).values(masks=[mask.to_plain() for mask in masks])
    )


def discard(connection: sa.Connection, which: RedactionId) -> None:
    """A draft is gone. The caller holds it."""
    connection.execute(sa.delete(table).where(table.c.id == which.value, table.c.state == RedactionState.DRAFT.value))


def order(connection: sa.Connection, which: RedactionId, *, title: str, access: CopyAccess, now: datetime) -> None:
    """A draft is to be made, as it stands. The caller holds it."""
    connection.execute(
        sa.update(table)
        .where(table.c.id == which.value, table.c.state == RedactionState.DRAFT.value)
        .values(**_ordered(title, access, now))
    )


def add_ordered(
    connection: sa.Connection,
    master: Any,
    masks: Sequence[Mask],
    *,
    title: str,
    access: CopyAccess,
    account: str,
    now: datetime,
) -> RedactionId:
    """One to be made that never was a draft; ``master`` is the row of the document."""
    made = RedactionId.new()
    connection.execute(
        sa.insert(table).values(
            id=made.value,
            document_id=master.id,
            masks=[mask.to_plain() for mask in masks],
            pdfa_digest=master.pdfa_digest,
            words_digest=master.words_digest,
            begun_by=account,
            begun_at=now,
            **_ordered(title, access, now),
        )
    )
    return made


def _ordered(title: str, access: CopyAccess, now: datetime) -> dict[str, Any]:
    return {
        "state": RedactionState.MAKING.value,
        "title": title,
        "access_level": access.level.value if access.level else "",
        "decision_number": access.decision_number,
        "decided_on": access.decided_on,
        "ordered_at": now,
    }


def settle(
    connection: sa.Connection, which: RedactionId, *, digest: Digest | None, size: int, code: str, now: datetime
) -> bool:
    """It is made, or could not be (``code``); False where that was known."""
    state = RedactionState.FAILED if code else RedactionState.MADE
    settled = connection.execute(
        sa.update(table)
        .where(table.c.id == which.value, table.c.state == RedactionState.MAKING.value)
        .values(state=state.value, digest=digest.hex if digest else None, size=size, code=code, made_at=now)
    )
    return settled.rowcount == 1


def withdraw(connection: sa.Connection, which: RedactionId, *, by: str, why: str, now: datetime) -> bool:
    """Nobody is given it from the commit on; False where it is not made."""
    done = connection.execute(
        sa.update(table)
        .where(table.c.id == which.value, table.c.state == RedactionState.MADE.value)
        .values(state=RedactionState.WITHDRAWN.value, withdrawn_at=now, withdrawn_by=by, withdrawn_why=why)
    )
    return done.rowcount == 1


def _redaction(found: Any) -> Redaction:
    level = AccessLevel(found.access_level) if found.access_level else None
    return Redaction(
        id=RedactionId(found.id),
        document=DocumentId(found.document_id),
        dossier=DossierId(found.dossier_id),
        state=RedactionState(found.state),
        title=found.title,
        masks=tuple(Mask.from_plain(plain) for plain in found.masks),
        access=CopyAccess(level=level, decision_number=found.decision_number, decided_on=found.decided_on),
        seen_at_level=level or AccessLevel(found.level_of_master),
        begun_by=found.begun_by,
        ordered_at=found.ordered_at,
        made_at=found.made_at,
        digest=Digest(found.digest) if found.digest else None,
        size=found.size,
        page_count=found.page_count,
        code=found.code,
        withdrawn_by=found.withdrawn_by,
        withdrawn_why=found.withdrawn_why,
        pdfa_digest=Digest(found.pdfa_digest),
        words_digest=Digest(found.words_digest),
    )
