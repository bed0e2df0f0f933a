"""The store that holds every byte."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.identifiers import Digest, ObjectKey


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the store says of an object without reading it."""

    key: ObjectKey
    size: int


class ObjectStore(Protocol):
    """A flat store of objects under keys.

    Every method may raise ``Unavailable`` when the store does not answer. Nothing is ever
    half there: a reader sees an object whole or not at all, also after ``kill -9``.
    """

    @abstractmethod
    def put(self, key: ObjectKey, content: BinaryIO, expected: Digest) -> None:
        """Store ``content`` under ``key``, all of it or none.

        Putting the same bytes again is allowed and changes nothing.

        Raises:
            Damaged (store.digest_mismatch): The content does not match ``expected``; nothing is stored.
            Conflict (store.exists): Other bytes are stored under the key; they stay.
        """

    @abstractmethod
    def replace(self, key: ObjectKey, content: BinaryIO, expected: Digest, *, previous: Digest | None) -> None:
        """Put ``content`` where ``previous`` lies now (None: where nothing lies), or change nothing.

        Of two writers with the same ``previous`` exactly one succeeds. Replacing an object by
        the bytes it already holds succeeds.

        Raises:
            Damaged (store.digest_mismatch): The content does not match ``expected``.
            Conflict (store.changed): The key does not hold ``previous``.
        """

    @abstractmethod
    def mend(self, key: ObjectKey, content: BinaryIO, expected: Digest, *, damaged: Digest | None) -> None:
        """Put ``content`` in place of bytes that are not what they should be, or of nothing (None).

        As ``replace``, but what lies there is read: nothing that the store notes of an object is believed.
        Leases and holds of the key stay; a store that keeps versions puts a new one, which is to be locked anew.

        Raises:
            Damaged (store.digest_mismatch): The content does not match ``expected``; what lies there stays.
            Conflict (store.changed): The key does not hold ``damaged`` any more.
        """

    @abstractmethod
    def open(self, key: ObjectKey) -> BinaryIO:
        """A seekable stream of the whole object; the caller closes it.

        Raises:
            NotFound (store.not_found): There is no such object.
        """

    @abstractmethod
    def read_range(self, key: ObjectKey, start: int, length: int) -> bytes:
        """``length`` bytes from ``start``; fewer only where the object ends.

        Raises:
            NotFound (store.not_found): There is no such object.
        """

    @abstractmethod
    def stat(self, key: ObjectKey) -> StoredObject | None:
        """Size of the object, or None where there is none."""

    @abstractmethod
    def list(self, prefix: str) -> Iterator[StoredObject]:
        """Objects whose key starts with ``prefix``, ordered by key. ``prefix`` ends in ``/``."""

    @abstractmethod
    def delete(self, key: ObjectKey) -> None:
        """Remove the object; removing what is not there is allowed.

        Raises:
            Conflict (store.locked): A lease or hold (``ObjectLocks``) is in force on it.
        """
