"""Sending bytes straight to the store, past the application."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import timedelta

    from records.identifiers import Digest, ObjectKey

UPLOADS = "staging/uploads/"
"""An upload lies at ``staging/uploads/<uuid>`` until it is accepted."""


class DirectUpload(Protocol):
    """Takes in what a browser put into the store itself.

    Nothing sent is believed: what counts is what the store holds when it is accepted. Every
    method may raise ``Unavailable`` when the store does not answer; asking again is safe.
    """

    @abstractmethod
    def presigned_put(self, key: ObjectKey, expires: timedelta) -> str:
        """An address to which anybody may PUT one file during ``expires``: a secret, for one upload.

        The store asks for no digest and no size there; ``accept`` does.

        Raises:
            ValueError: ``key`` is not ``staging/uploads/<uuid>``, or ``expires`` is not between a
                second and seven days.
        """

    @abstractmethod
    def accept(self, key: ObjectKey, *, max_bytes: int) -> tuple[Digest, int]:
        """Digest what arrived, keep it as the blob of that digest, all of it or none, and remove the upload.

        Accepting again, also after a crash at any point, gives the same answer; what is sent to
        the same address after that is dropped. Bytes that change while they are accepted never
        lie under another digest than their own.

        Returns:
            The digest and the size in bytes; the blob lies at ``blob_key(digest)``.

        Raises:
            NotFound (upload.not_found): Nothing arrived there.
            InvalidInput (upload.too_large): More than ``max_bytes`` arrived; they are removed.
            ValueError: ``key`` is not ``staging/uploads/<uuid>``.
        """
