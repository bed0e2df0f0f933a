"""A seekable stream over an object on an S3 server.

- The first megabytes come with the request that opens the object; most objects end there.
- Reading on from there streams the rest in one request.
- A jump fetches a window around the place and keeps it, so that a zip file's directory or a
  PDF's cross references, read by many small seeks near each other, cost one request.
- A connection that breaks is opened again where it broke, once; then the error is ours.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from minio.error import MinioException
from urllib3.exceptions import HTTPError

from adapters.object_store.s3_errors import from_driver, unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

FIRST = 4 << 20
"""Bytes fetched at once when an object is opened."""
_WINDOW = 256 << 10
_BUFFER = 128 << 10


class Answer(Protocol):
    """What is used of an answer of the server."""

    def read(self, amt: int | None = None) -> bytes: ...
    def close(self) -> None: ...
    def release_conn(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """An object as it was when it was opened: later requests ask for this content or none."""

    what: object
    size: int
    head: bytes
    get: Callable[[int, int], Answer]
    """Bytes from the first number up to, not including, the second."""

    def stream(self) -> BinaryIO:
        if len(self.head) == self.size:
            return io.BytesIO(self.head)
        return io.BufferedReader(_Reading(self), _BUFFER)


def read_whole(answer: Answer) -> bytes:
    """The answer to its end; its connection goes back to the pool, or away when it broke."""
    try:
        content = answer.read()
    except BaseException:
        answer.close()
        raise
    answer.release_conn()
    return content


class _Reading(io.RawIOBase):
    """Not for several threads at once, like every stream."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._position = 0
        self._kept_from, self._kept = 0, opened.head
        self._coming: Answer | None = None
        self._coming_at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._opened.size}[whence]
        if start + offset < 0:
            raise ValueError(f"before the start of {self._opened.what}: {start + offset}")
        self._position = start + offset
        return self._position

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        wanted = memoryview(buffer).cast("B")
        if not wanted or self._position >= self._opened.size:
            return 0
        content = self._from_memory(len(wanted)) or self._from_server(len(wanted))
        wanted[: len(content)] = content
        self._position += len(content)
        return len(content)

    def close(self) -> None:
        self._drop()
        super().close()

    def _from_memory(self, length: int) -> bytes:
        for start, kept in ((0, self._opened.head), (self._kept_from, self._kept)):
            if start <= self._position < start + len(kept):
                return kept[self._position - start : self._position - start + length]
        return b""

    def _from_server(self, length: int) -> bytes:
        for attempt in (1, 2):
            try:
                content = self._asked(length)
            except (MinioException, HTTPError) as error:
                self._drop()
                if attempt == 2 or isinstance(error, MinioException):
                    raise from_driver(error, self._opened.what) from error
            else:
                if content:
                    return content
                self._drop()
        raise unreachable(self._opened.what)

    def _asked(self, length: int) -> bytes:
        size, here = self._opened.size, self._position
        reads_on = here in {len(self._opened.head), self._kept_from + len(self._kept)}
        if self._coming is None or self._coming_at != here:
            self._drop()
            if not reads_on:
                # Near the end, what stands before it is asked for next.
                start = max(0, min(here, size - _WINDOW))
                self._kept = read_whole(self._opened.get(start, min(start + _WINDOW, size)))
                self._kept_from = start
                return self._from_memory(length)
            self._coming, self._coming_at = self._opened.get(here, size), here
        content = self._coming.read(length)
        self._coming_at += len(content)
        if self._coming_at == size:
            self._coming.release_conn()
            self._coming = None
        return content

    def _drop(self) -> None:
        if self._coming is not None:
            self._coming.close()
            self._coming = None
