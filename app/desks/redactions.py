"""The desk of redacted copies: boxes drawn over pages, looked at, ordered, given to who may read the copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from adapters.catalogue import documents, dossiers, events, redactions
from app.desks.reading_room import no_document, no_page
from app.desks.words import words_of_document, words_of_page
from app.steps.joining import hold
from app.steps.outcome import turn_of
from archive import layout
from archive.open_content import open_content
from archive.ports import RedactionDesk
from archive.propose_boxes import ProposalKind, personal_boxes, proposed
from archive.redaction import RedactionState, mask_of, require_some, silent_title
from archive.redaction_refusals import (
    draft_changed,
    leaves_people,
    master_changed,
    no_boxes,
    no_reason,
    no_redaction,
    not_allowed,
    not_at_rest,
    not_made,
    nothing_to_mask,
)
from ingest.model import DocumentState
from ocr.redact import preview
from records.identifiers import BatchId, DossierId, PageNumber
from records.identity_card import shows_identity_card
from records.masked_page import mask_page
from records.page_text import Box
from records.reader import Capability
from records.redaction import covers, words_hidden

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import sqlalchemy as sa

    from app.desks.view_record import ViewRecord
    from app.steps.outcome import Turn
    from app.wiring import Parts
    from archive.ports import ReadingRoom
    from archive.propose_boxes import Asked
    from archive.redaction import CopyAccess, Mask, Redaction, SaidMask
    from records.identifiers import DocumentId, RedactionId
    from records.page_text import PageText
    from records.reader import Reader

_AT_REST = frozenset({DocumentState.DEPOSITED.value, DocumentState.INDEXED.value})


class CatalogueRedactionDesk(RedactionDesk):
    """On the catalogue and the store."""

    def __init__(self, parts: Parts, room: ReadingRoom, record: ViewRecord) -> None:
        self._parts = parts
        self._room = room
        self._record = record

    # -- drawing ------------------------------------------------------------------------------

    def draft(self, reader: Reader, document: DocumentId) -> Redaction | None:
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = self._master(connection, reader, document)
            found = redactions.draft_of(connection, document, reader.account)
        if found is not None:
            _require_same(found, row)
        return found

    def proposed(self, reader: Reader, document: DocumentId, asked: Asked) -> Mapping[int, Sequence[Box]]:
        row = self._row(reader, document)
        if asked.page is not None and not 1 <= asked.page <= row.page_count:
            raise no_page()
        found = {}
        for number, text in self._texts(row, document, None if asked.page is None else {asked.page}):
            # Words that are looked for would tell a number torn into pieces, piece by piece.
            hides = asked.kind is ProposalKind.PHRASE and not reader.sees_personal
            if boxes := proposed(mask_page(text) if hides else text, asked):
                found[number] = boxes
        return found

    def mask(self, reader: Reader, document: DocumentId, masks: Sequence[SaidMask]) -> Redaction:
        row = self._row(reader, document)
        sizes = self._sizes(row, document, masks)
        with self._parts.catalogue.begin() as connection:
            self._master(connection, reader, document)
            which = redactions.begin(connection, row, account=reader.account, now=self._parts.clock.now())
            before = redactions.hold(connection, which)
            assert before is not None, "it was just begun"
            _require_same(before, row)
            act = max((mask.act for mask in before.masks), default=0) + 1
            there = {(mask.page, mask.box) for mask in before.masks}
            new = [
                mask for mask in (mask_of(said, sizes, act=act) for said in masks) if (mask.page, mask.box) not in there
            ]
            after = [*before.masks, *new]
            require_some(after)
            redactions.put_masks(connection, which, after)
            return _there(redactions.one(connection, which))

    def undo(self, reader: Reader, document: DocumentId) -> None:
        def without_last(masks: Sequence[Mask]) -> list[Mask]:
            last = max((mask.act for mask in masks), default=0)
            return [mask for mask in masks if mask.act != last]

        self._change(reader, document, without_last)

    def drop(self, reader: Reader, document: DocumentId, at: int) -> None:
        self._change(reader, document, lambda masks: [mask for place, mask in enumerate(masks) if place != at])

    def discard(self, reader: Reader, document: DocumentId) -> None:
        with self._parts.catalogue.begin() as connection:
            self._seen(connection, reader, document)
            found = redactions.draft_of(connection, document, reader.account)
            if found is not None:
                redactions.discard(connection, found.id)

    def left(self, reader: Reader, document: DocumentId) -> Mapping[int, int]:
        row, draft = self._row(reader, document), self.draft(reader, document)
        counted = {}
        for number, text in self._texts(row, document, None):
            hidden = [mask.box for mask in draft.on_page(number)] if draft else []
            bare = [one for one in personal_boxes(text) if not any(covers(box, one) for box in hidden)]
            if bare:
                counted[number] = len(bare)
        return counted

    def preview(self, reader: Reader, document: DocumentId, page: PageNumber, *, personal: bool = False) -> bytes:
        row, draft = self._row(reader, document), self.draft(reader, document)
        picture = self._room.page_picture(reader, document, page, personal=personal)
        boxes = [mask.box for mask in draft.on_page(page)] if draft else []
        ((_, text),) = self._texts(row, document, {page.value})
        return preview(picture, boxes, text.width, text.height)

    # -- making -------------------------------------------------------------------------------

    def order(self, reader: Reader, document: DocumentId, *, title: str, access: CopyAccess) -> Redaction:
        row, draft = self._row(reader, document), self.draft(reader, document)
        if draft is None:
            raise no_boxes()
        require_some(draft.masks)
        self._require_nothing_left(reader, row, document, draft.masks)
        told = self._silent(row, document, title, draft.masks)
        with turn_of(self._parts, BatchId(row.batch_id)) as turn:
            hold(turn, DossierId(row.dossier_id))
            self._master(turn.connection, reader, document)
            held = redactions.hold(turn.connection, draft.id)
            if held is None or held.masks != draft.masks or held.state is not RedactionState.DRAFT:
                raise draft_changed()
            redactions.order(turn.connection, draft.id, title=told, access=access, now=turn.now)
            return _put_on_list(turn, document, draft.id)

    def make(
        self, reader: Reader, document: DocumentId, masks: Sequence[SaidMask], *, title: str, access: CopyAccess
    ) -> Redaction:
        row = self._row(reader, document)
        sizes = self._sizes(row, document, masks)
        drawn = [mask_of(said, sizes, act=1) for said in masks]
        require_some(drawn)
        self._require_nothing_left(reader, row, document, drawn)
        told = self._silent(row, document, title, drawn)
        with turn_of(self._parts, BatchId(row.batch_id)) as turn:
            hold(turn, DossierId(row.dossier_id))
            now = self._master(turn.connection, reader, document)
            if (now.pdfa_digest, now.words_digest) != (row.pdfa_digest, row.words_digest):
                raise master_changed()
            which = redactions.add_ordered(
                turn.connection, row, drawn, title=told, access=access, account=reader.account, now=turn.now
            )
            return _put_on_list(turn, document, which)

    # -- what is made -------------------------------------------------------------------------

    def one(self, reader: Reader, redaction: RedactionId) -> Redaction:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return _there(redactions.seen_by(connection, redaction, reader, self._parts.clock.today()))

    def made(self, reader: Reader, *, limit: int = 50, offset: int = 0) -> Sequence[Redaction]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return redactions.made(connection, reader, self._parts.clock.today(), limit=limit, offset=offset)

    def of_dossier(self, reader: Reader, dossier: DossierId) -> Sequence[Redaction]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return redactions.of_dossier(connection, dossier, reader, self._parts.clock.today())

    def content(self, reader: Reader, redaction: RedactionId) -> tuple[str, BinaryIO]:
        found = self.one(reader, redaction)
        if found.state is not RedactionState.MADE:
            raise not_made()
        self._record.looked(reader, [found.dossier], "redacted", found.document, of_level=found.seen_at_level)
        content = open_content(self._parts.store, found.dossier, layout.redacted_path(found.id))
        return f"ban-da-che-{found.id.value[-12:]}.pdf", content

    def withdraw(self, reader: Reader, redaction: RedactionId, why: str) -> Redaction:
        if Capability.DECIDE not in reader.capabilities:
            raise not_allowed()
        reason = " ".join(why.split())
        now = self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            found = _there(redactions.seen_by(connection, redaction, reader, self._parts.clock.today()))
            if not reason:
                raise no_reason()
            dossiers.hold(connection, found.dossier)
            if not redactions.withdraw(connection, redaction, by=reader.account, why=reason, now=now):
                raise not_made()
            events.add(
                connection,
                type="redaction",
                agent=reader.account,
                now=now,
                subjects=[found.document, redaction],
                dossier=found.dossier,
                detail={"act": "redaction_withdrawn", "redaction": redaction.value, "why": reason},
            )
            return _there(redactions.one(connection, redaction))

    # -- what they share ----------------------------------------------------------------------

    def _seen(self, connection: sa.Connection, reader: Reader, document: DocumentId) -> DossierId:
        dossier = dossiers.dossier_of_document(connection, document, reader, self._parts.clock.today())
        if dossier is None:
            raise no_document()
        if Capability.DECIDE not in reader.capabilities:
            raise not_allowed()
        return dossier

    def _master(self, connection: sa.Connection, reader: Reader, document: DocumentId) -> Any:
        """The row of a document that can be redacted."""
        dossier = self._seen(connection, reader, document)
        row = documents.row(connection, document)
        state = dossiers.row(connection, dossier).state
        if row.state not in _AT_REST or state != "kept":
            raise not_at_rest(state, row.rereads)
        if not row.pdfa_digest or not row.words_digest:
            raise nothing_to_mask()
        return row

    def _row(self, reader: Reader, document: DocumentId) -> Any:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return self._master(connection, reader, document)

    def _change(self, reader: Reader, document: DocumentId, change: Any) -> None:
        with self._parts.catalogue.begin() as connection:
            self._seen(connection, reader, document)
            found = redactions.draft_of(connection, document, reader.account)
            held = redactions.hold(connection, found.id) if found else None
            if held is not None and held.state is RedactionState.DRAFT:
                redactions.put_masks(connection, held.id, change(held.masks))

    def _texts(self, row: Any, document: DocumentId, pages: Collection[int] | None) -> Iterator[tuple[int, PageText]]:
        """The words of these pages (None: of all), as they are; of one by a ranged read."""
        dossier = DossierId(row.dossier_id)
        if pages is not None and len(pages) == 1:
            (number,) = pages
            text = words_of_page(self._parts, dossier, document, PageNumber(number)) if number > 0 else None
            if text is not None:
                yield number, text
            return
        for number, text in enumerate(words_of_document(self._parts, dossier, document), start=1):
            if pages is None or number in pages:
                yield number, text

    def _sizes(self, row: Any, document: DocumentId, masks: Sequence[SaidMask]) -> dict[int, tuple[float, float]]:
        named = {said.page for said in masks}
        return {number: (text.width, text.height) for number, text in self._texts(row, document, named)}

    def _require_nothing_left(self, reader: Reader, row: Any, document: DocumentId, masks: Sequence[Mask]) -> None:
        """Who is not cleared leaves nothing of people in a copy: there he would read what he may not see here."""
        if reader.sees_personal:
            return
        by_page = _by_page(masks)
        for number, text in self._texts(row, document, None):
            boxes, bare = by_page.get(number, ()), list(personal_boxes(text))
            if shows_identity_card(text.text):
                bare.append(Box(0.0, 0.0, text.width, text.height))
            if not all(any(covers(box, one) for box in boxes) for one in bare):
                raise leaves_people(number)

    def _silent(self, row: Any, document: DocumentId, title: str, masks: Sequence[Mask]) -> str:
        """The title, where it tells nothing of what is masked."""
        by_page = _by_page(masks)
        hidden: set[str] = set()
        if title.strip():
            for number, text in self._texts(row, document, by_page):
                hidden.update(word.text for word in words_hidden(text, by_page[number]))
        return silent_title(title, hidden)


def _by_page(masks: Sequence[Mask]) -> dict[int, list[Box]]:
    found: dict[int, list[Box]] = {}
    for mask in masks:
        found.setdefault(mask.page.value, []).append(mask.box)
    return found


def _put_on_list(turn: Turn, document: DocumentId, which: RedactionId) -> Redaction:
    turn.then("redact", f"{document}:{which}")
    return _there(redactions.one(turn.connection, which))


def _there(found: Redaction | None) -> Redaction:
    if found is None:
        raise no_redaction()
    return found


def _require_same(draft: Redaction, row: Any) -> None:
    """Boxes lie where they should on the reading alone on which they were drawn."""
    if (draft.pdfa_digest.hex, draft.words_digest.hex) != (row.pdfa_digest, row.words_digest):
        raise master_changed()
