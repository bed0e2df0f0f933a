"""Documents in the archive whose pages are to be read anew: which, and how far that has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue import checklists
from adapters.catalogue.schema import batch, document, dossier, file, page
from ingest.model import DocumentState, FileState
from records.identifiers import BatchId, DocumentId, DossierId

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from records.effort import Effort

_UNDER_WAY = (
    DocumentState.WAITING.value,
    DocumentState.READ.value,
    DocumentState.DESCRIBED.value,
    DocumentState.MADE.value,
    DocumentState.DEPOSITED.value,
)
_SETTLED = (DocumentState.INDEXED.value, DocumentState.QUARANTINED.value)
_UNCHECKED = (FileState.ANNOUNCED.value, FileState.RECEIVED.value, FileState.CHECKED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which pages are to be read anew, by whom they were read."""

    engines: Mapping[Effort, str]
    """What reads a page today, with each effort."""
    usual: Effort
    """Of batches that do not say."""
    effort: Effort | None = None
    """Pages read with another are read anew with this one; None: only those that another engine or model read,
    each with the effort of its document or batch."""
    below: float | None = None
    """Only pages of a mean confidence below."""
    dossier: DossierId | None = None
    batch: BatchId | None = None
    """Only documents of this dossier or batch; None of both: of the whole archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldPages:
    """The pages of a document that are to be read anew."""

    document: DocumentId
    batch: BatchId
    rereads: int
    """How often it was read anew before."""
    page_count: int
    numbers: tuple[int, ...]
    engines: tuple[str, ...]
    """What read them."""
    engine: str
    """What is to read them."""


def _where(wanted: Wanted) -> sa.ColumnElement[bool]:
    which = [dossier.c.state == "kept", document.c.state == DocumentState.INDEXED.value]
    if wanted.dossier is not None:
        which.append(document.c.dossier_id == wanted.dossier.value)
    if wanted.batch is not None:
        which.append(file.c.batch_id == wanted.batch.value)
    # A page that could not be read has no engine; its own text is nobody's reading.
    which += [page.c.state == "read", page.c.engine.not_in(_good_enough(wanted))]
    if wanted.below is not None:
        which.append(page.c.confidence < wanted.below)
    return sa.and_(*which)


def _good_enough(wanted: Wanted) -> list[str]:
    """Whose readings stay: where no effort is asked for, those of today's engine with any."""
    return list(wanted.engines.values()) if wanted.effort is None else [wanted.engines[wanted.effort]]


def _target(wanted: Wanted) -> sa.ColumnElement[str]:
    if wanted.effort is not None:
        return sa.literal(wanted.engines[wanted.effort])
    said = sa.func.coalesce(
        sa.func.nullif(document.c.effort, ""), sa.func.nullif(batch.c.effort, ""), wanted.usual.value
    )
    return sa.case({effort.value: engine for effort, engine in wanted.engines.items()}, value=said)


def _joined() -> sa.Join:
    return (
        page.join(document, page.c.document_id == document.c.id)
        .join(dossier, document.c.dossier_id == dossier.c.id)
        .join(file, document.c.file_id == file.c.id)
        .join(batch, file.c.batch_id == batch.c.id)
    )


def dossiers_with_old_pages(connection: sa.Connection, wanted: Wanted) -> list[DossierId]:
    """Those of which something is to be read anew, in the order of their ids."""
    found = connection.execute(
        sa.select(document.c.dossier_id)
        .select_from(_joined())
        .where(_where(wanted))
        .distinct()
        .order_by(document.c.dossier_id)
    )
    return [DossierId(value) for value in found.scalars()]


def old_pages(connection: sa.Connection, wanted: Wanted, of: DossierId) -> list[OldPages]:
    """What is to be read anew in one dossier, by document."""
    rows = connection.execute(
        sa.select(
            document.c.id,
            file.c.batch_id,
            document.c.rereads,
            document.c.page_count,
            page.c.number,
            page.c.engine,
            _target(wanted).label("target"),
        )
        .select_from(_joined())
        .where(_where(wanted), document.c.dossier_id == of.value)
        .order_by(document.c.id, page.c.number)
    ).all()
    return [
        OldPages(
            document=DocumentId(own[0].id),
            batch=BatchId(own[0].batch_id),
            rereads=own[0].rereads,
            page_count=own[0].page_count,
            numbers=tuple(r.number for r in own),
            engines=tuple(dict.fromkeys(r.engine for r in own)),
            engine=own[0].target,
        )
        for own in ([r for r in rows if r.id == one] for one in dict.fromkeys(r.id for r in rows))
    ]


def at_rest(connection: sa.Connection, of: DossierId) -> bool:
    """Whether nothing of the dossier, which the caller holds, is being worked on."""
    working = sa.select(document.c.id).where(
        document.c.dossier_id == of.value, document.c.state.not_in(_SETTLED), sa.not_(checklists.not_to_deposit())
    )
    arriving = sa.select(file.c.id).where(file.c.dossier_id == of.value, file.c.state.in_(_UNCHECKED))
    return all(connection.execute(query.limit(1)).first() is None for query in (working, arriving))


def begin(connection: sa.Connection, one: DocumentId, numbers: Sequence[int], effort: Effort | None) -> int:
    """Let these pages of a document wait to be read once more; the how many-eth time it is.

    The caller holds the dossier. The document's words stay where they lie until the next version stands.
    """
    connection.execute(
        sa.update(page).where(page.c.document_id == one.value, page.c.number.in_(numbers)).values(state="waiting")
    )
    values = {"effort": effort.value} if effort else {}
    rereads = connection.execute(
        sa.update(document)
        .where(document.c.id == one.value)
        .values(state=DocumentState.WAITING.value, pages_left=len(numbers), rereads=document.c.rereads + 1, **values)
        .returning(document.c.rereads)
    ).scalar_one()
    return int(rereads)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """How much of what was to be read anew is not in the archive and the index yet."""

    pages: int
    documents: int
    batches: frozenset[BatchId]


def left(connection: sa.Connection, *, of: DossierId | None = None, batches: Collection[BatchId] = ()) -> Left:
    """Of one dossier, of some batches, or of the whole archive."""
    again = sa.and_(document.c.rereads > 0, document.c.state.in_(_UNDER_WAY))
    if of is not None:
        again = sa.and_(again, document.c.dossier_id == of.value)
    if batches:
        again = sa.and_(again, file.c.batch_id.in_([one.value for one in batches]))
    joined = document.join(file, document.c.file_id == file.c.id)
    by_batch = connection.execute(
        sa.select(file.c.batch_id, sa.func.count().label("documents"))
        .select_from(joined)
        .where(again)
        .group_by(file.c.batch_id)
    ).all()
    pages = connection.execute(
        sa.select(sa.func.count())
        .select_from(joined.join(page, page.c.document_id == document.c.id))
        .where(again, page.c.state == "waiting")
    ).scalar_one()
    return Left(
        pages=pages,
        documents=sum(r.documents for r in by_batch),
        batches=frozenset(BatchId(r.batch_id) for r in by_batch),
    )
