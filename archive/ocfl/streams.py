"""Digests of streams of any length, a megabyte in memory at a time."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Digests:
    """What one pass over some bytes tells."""

    sha512: str
    sha256: str
    size: int


def sha512_of(content: bytes) -> str:
    return hashlib.sha512(content).hexdigest()


def digests_of(stream: BinaryIO) -> Digests:
    """Read ``stream`` to its end."""
    sha512, sha256, size = hashlib.sha512(), hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        sha512.update(chunk)
        sha256.update(chunk)
        size += len(chunk)
    return Digests(sha512.hexdigest(), sha256.hexdigest(), size)


def hex_digests(stream: BinaryIO, algorithms: Iterable[str]) -> tuple[dict[str, str], int]:
    """Algorithm → hexadecimal digest, and the size; names as OCFL and ``hashlib`` spell them."""
    running = {name: _new(name) for name in algorithms}
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        for digest in running.values():
            digest.update(chunk)
    return {name: digest.hexdigest() for name, digest in running.items()}, size


def _new(algorithm: str) -> Any:
    if algorithm == "blake2b-512":
        return hashlib.blake2b(digest_size=64)
    if algorithm.startswith("blake2b-"):
        return hashlib.blake2b(digest_size=int(algorithm.removeprefix("blake2b-")) // 8)
    if algorithm == "sha512/256":
        return hashlib.new("sha512_256")
    # MD5 and SHA-1 occur in fixity blocks of others; they prove accidents, not attacks.
    return hashlib.new(algorithm, usedforsecurity=False)


class HashingReader(io.RawIOBase):
    """Passes a stream on and knows the SHA-512 of what passed."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source
        self._running = hashlib.sha512()

    @property
    def sha512(self) -> str:
        return self._running.hexdigest()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._source.read(size)
        self._running.update(chunk)
        return chunk
