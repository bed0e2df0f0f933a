"""Receiving files: through the site, or from where a browser put them in the store.

A receipt is given only after the bytes lie in the store under their digest and the row of the
file is committed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import uuid4

from adapters.catalogue import batches, dossiers, events, files
from app.desks.intake_refusals import (
    batch_closed,
    no_batch,
    not_direct,
    require_taking_in,
    too_large_for_store,
    uploaded_gone,
)
from app.steps.outcome import turn_of
from ingest.file_findings import too_large
from ingest.group_dossiers import code_in_name, dossier_of, dossier_title
from ingest.model import BatchState, DossierBy, UploadOffer
from ingest.receive import blob_key, receiving
from records.folding import normalise
from records.identifiers import ObjectKey
from records.ports.direct_upload import UPLOADS

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from app.wiring import Parts
    from ingest.model import Receipt
    from records.identifiers import BatchId, Digest
    from records.ports.direct_upload import DirectUpload
    from records.reader import Reader

MAX_NAME = 1000
OFFERED_FOR = timedelta(hours=1)
"""Within it the sending has to begin; how long it then takes does not matter."""
LARGEST_PUT = 5 << 30
"""Bytes one PUT or one copy may have (Amazon S3 user guide, "Uploading objects", "Copying objects")."""


class Reception:
    """Takes bytes in and lists them as files of a batch."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def receive(self, reader: Reader, batch: BatchId, name: str, content: BinaryIO) -> Receipt:
        """``IntakeDesk.receive``."""
        require_taking_in(reader)
        self._check_open(reader, batch)
        settings = self._parts.settings
        with receiving(self._parts.store, content, settings.spool_folder, max_bytes=settings.max_file_bytes) as blob:
            return self._list(
                reader, batch, name, blob.digest, blob.size, kept=blob.kept, see_to_it=lambda _: blob.put_if_gone()
            )

    def offer(self, reader: Reader, batch: BatchId, size: int) -> UploadOffer:
        """``IntakeDesk.offer_upload``."""
        require_taking_in(reader)
        self._check_open(reader, batch)
        direct = self._direct()
        if size > self._largest:
            raise too_large_for_store(self._largest)
        upload = uuid4()
        expires_at = self._parts.clock.now() + OFFERED_FOR
        return UploadOffer(upload=upload, url=direct.presigned_put(_key(upload), OFFERED_FOR), expires_at=expires_at)

    def accept(self, reader: Reader, batch: BatchId, upload: UUID, name: str) -> Receipt:
        """``IntakeDesk.accept_upload``."""
        require_taking_in(reader)
        self._check_open(reader, batch)
        digest, size = self._direct().accept(_key(upload), max_bytes=self._largest)

        def see_to_it(new: bool) -> None:  # noqa: FBT001  as _list calls it
            # Bytes of a file listed before may rest in the archive by now; of a new one they are needed.
            if new and self._parts.store.stat(blob_key(digest)) is None:
                raise uploaded_gone()

        return self._list(reader, batch, name, digest, size, kept=True, see_to_it=see_to_it)

    def _list(
        self,
        reader: Reader,
        batch: BatchId,
        name: str,
        digest: Digest,
        size: int,
        *,
        kept: bool,
        see_to_it: Callable[[bool], None],
    ) -> Receipt:
        """List bytes that lie in the store, if they are ``kept``.

        ``see_to_it`` makes sure that they still do, or raises. It is told whether the file is new, and
        called where nobody can clear the bytes away any more before the row is committed.
        """
        name = _clean(name)
        with turn_of(self._parts, batch) as turn:
            connection, now = turn.connection, turn.now
            row = _receiving(batches.hold_for(connection, batch, reader))
            by = DossierBy(row.dossier_by)
            dossier = dossiers.of_grouping(
                connection,
                batch=batch,
                grouping=dossier_of(name, by),
                title=dossier_title(name, by),
                code=code_in_name(name),
                unit=row.unit,
                now=now,
                paper=row.paper_code,
            )
            file, new = files.add(
                connection,
                batch=batch,
                dossier=dossier,
                name=name,
                digest=digest,
                size=size,
                by=reader.account,
                now=now,
            )
            # The same bytes may have been cleared away since, because nobody needed them until now.
            files.hold_digest(connection, digest)
            see_to_it(new)
            if new:
                if kept:
                    turn.then("check", file)
                else:
                    files.refuse(connection, file, too_large(self._parts.settings.max_file_bytes))
                events.add(
                    connection,
                    type="message digest calculation",
                    agent=reader.account,
                    now=now,
                    subjects=[file, digest],
                    batch=batch,
                    dossier=dossier,
                    detail={"size": size, "algorithm": "SHA-256"},
                )
            return files.receipt(connection, file)

    def _check_open(self, reader: Reader, batch: BatchId) -> None:
        """Before bytes are read or sent for nothing."""
        with self._parts.catalogue.begin(readonly=True) as connection:
            _receiving(batches.row_for(connection, batch, reader))

    def _direct(self) -> DirectUpload:
        direct = self._parts.direct_upload
        if direct is None:
            raise not_direct()
        return direct

    @property
    def _largest(self) -> int:
        return min(self._parts.settings.max_file_bytes, LARGEST_PUT)


def _key(upload: UUID) -> ObjectKey:
    return ObjectKey(f"{UPLOADS}{upload}")


def _receiving(row: Any | None) -> Any:
    if row is None:
        raise no_batch()
    if row.state != BatchState.RECEIVING.value:
        raise batch_closed()
    return row


def _clean(name: str) -> str:
    """A name that can be shown and compared; whatever a sender calls a file, the file is taken."""
    printable = "".join("_" if ord(sign) < ord(" ") else sign for sign in normalise(name).replace("\\", "/"))
    parts = [part for part in printable.split("/") if part not in {"", ".", ".."}]
    return "/".join(parts)[-MAX_NAME:] or "khong-ten"
