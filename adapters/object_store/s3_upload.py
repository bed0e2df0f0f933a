"""Direct upload by presigned requests (Amazon S3 API reference, "Authenticating requests: query parameters").

Whoever has the address may PUT again while it is being accepted, and an etag is an MD5: two
files with the same one can be made. So what arrived is first copied, within the server, to a
place nobody has an address for; that copy is digested and becomes the blob. Then a note of a
hundred bytes is left, which answers when the upload is accepted again, and the rest is removed.
"""

from __future__ import annotations

import io
import json
import re
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from minio.commonconfig import REPLACE, CopySource

from adapters.object_store import filesystem_errors as failures
from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_connection import SHA256_METADATA, UPLOADED, S3Connection
from adapters.object_store.s3_errors import translated
from ingest.receive import blob_key
from records.errors import Conflict, InvalidInput, NotFound, Sentence, Unavailable
from records.identifiers import Digest, ObjectKey
from records.ports.direct_upload import UPLOADS, DirectUpload

if TYPE_CHECKING:
    from datetime import timedelta

_UPLOAD = re.compile(f"{UPLOADS}([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})")
_ARRIVED = f"staging/{UPLOADED[1]}"
_ACCEPTED = f"staging/{UPLOADED[2]}"


class S3DirectUpload(DirectUpload):
    """Uploads into the store of ``connection``.

    Args:
        connection: The store.
        public_endpoint: Host and port by which browsers reach the store; empty: as the
            application does. The signature covers it.
        public_secure: Browsers speak TLS to it.
    """

    def __init__(self, connection: S3Connection, public_endpoint: str = "", *, public_secure: bool = True) -> None:
        self._to = connection
        self._store = S3ObjectStore(connection)
        self._public = connection.client_at(public_endpoint, secure=public_secure) if public_endpoint else None

    def presigned_put(self, key: ObjectKey, expires: timedelta) -> str:
        _id_of(key)
        # Worked out here: signing asks the server nothing.
        return (self._public or self._to.client).presigned_put_object(*self._to.place(key), expires=expires)

    def accept(self, key: ObjectKey, *, max_bytes: int) -> tuple[Digest, int]:
        upload = _id_of(key)
        note = ObjectKey(f"{_ACCEPTED}{upload}")
        accepted = self._noted(note) or self._accept_new(key, note, max_bytes)
        self._store.delete(key)
        return accepted

    def _accept_new(self, key: ObjectKey, note: ObjectKey, max_bytes: int) -> tuple[Digest, int]:
        # A copy for each attempt: two at once do not take it from under one another.
        arrived = ObjectKey(f"{_ARRIVED}{note.value.removeprefix(_ACCEPTED)}/{secrets.token_hex(8)}")
        try:
            self._check_size(key, key, max_bytes)
            self._copy(key, arrived, {})
            # It may have been sent again between being measured and being copied.
            size = self._check_size(arrived, key, max_bytes)
            with self._store.open(arrived) as stream:
                digest = Digest.of_stream(stream)
            self._publish(arrived, digest)
            return self._note(note, (digest, size))
        except NotFound:
            if (accepted := self._noted(note)) is not None:
                return accepted  # another acceptance was faster, and removed the upload
            raise _not_found(key) from None
        finally:
            # Where this fails, the rule of ``prepare`` removes it in days.
            with suppress(Unavailable):
                self._store.delete(arrived)

    def _check_size(self, measured: ObjectKey, key: ObjectKey, max_bytes: int) -> int:
        found = self._store.stat(measured)
        if found is None:
            raise failures.not_found(measured)
        if found.size > max_bytes:
            self._store.delete(key)
            raise _too_large(key, max_bytes)
        return found.size

    def _publish(self, arrived: ObjectKey, digest: Digest) -> None:
        blob = blob_key(digest)
        there = self._store.digest(blob)
        if there is None:
            self._copy(arrived, blob, {SHA256_METADATA: digest.hex})
        elif there != digest:
            raise failures.exists(blob)

    def _copy(self, source: ObjectKey, target: ObjectKey, metadata: dict[str, str]) -> None:
        """Whole or nothing, within the server."""
        with translated(target):
            self._to.client.copy_object(
                *self._to.place(target),
                CopySource(*self._to.place(source)),
                metadata={**metadata, "Content-Type": "application/octet-stream"},
                metadata_directive=REPLACE,
            )

    def _note(self, note: ObjectKey, accepted: tuple[Digest, int]) -> tuple[Digest, int]:
        """Leave the answer for whoever asks again; who left one first is right."""
        content = json.dumps({"sha256": accepted[0].hex, "size": accepted[1]}).encode()
        try:
            self._store.put(note, io.BytesIO(content), Digest.of(content))
        except Conflict:
            return self._noted(note) or accepted
        return accepted

    def _noted(self, note: ObjectKey) -> tuple[Digest, int] | None:
        try:
            with self._store.open(note) as stream:
                said = json.load(stream)
        except NotFound:
            return None
        return Digest(said["sha256"]), said["size"]


def _id_of(key: ObjectKey) -> str:
    found = _UPLOAD.fullmatch(key.value)
    if found is None:
        raise ValueError(f"not the key of an upload: {key.value!r}")
    return found[1]


def _not_found(key: ObjectKey) -> NotFound:
    return NotFound(
        "upload.not_found",
        Sentence(f"Không có tệp nào được gửi tới {key}.", f"Nothing was sent to {key}."),
        Sentence("Gửi lại tệp.", "Send the file again."),
    )


def _too_large(key: ObjectKey, max_bytes: int) -> InvalidInput:
    return InvalidInput(
        "upload.too_large",
        Sentence(
            f"Tệp gửi tới {key} lớn hơn {max_bytes} byte; tệp đã bị bỏ.",
            f"What was sent to {key} is larger than {max_bytes} bytes and was removed.",
        ),
        Sentence("Chia nhỏ hoặc nén tệp rồi gửi lại.", "Split or compress the file and send it again."),
    )
