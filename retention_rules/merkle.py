"""One digest over many leaves, of which each can be proved by itself (RFC 6962, 2.1)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAF, _NODE = b"\x00", b"\x01"


def leaf_hash(content: bytes) -> str:
    """SHA-256 of a leaf, in hexadecimal; the sign before it keeps a leaf from passing for a node."""
    return hashlib.sha256(_LEAF + content).hexdigest()


def root_of(leaves: Sequence[str]) -> str:
    """Root over leaf hashes in their order; of none the SHA-256 of nothing."""
    if not leaves:
        return hashlib.sha256().hexdigest()
    return _root([bytes.fromhex(leaf) for leaf in leaves]).hex()


def path_of(leaves: Sequence[str], position: int) -> list[str]:
    """The hashes by which the leaf at ``position`` (from 0) leads to the root, nearest first (RFC 6962, 2.1.1)."""
    return [each.hex() for each in _path([bytes.fromhex(leaf) for leaf in leaves], position)]


def _root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    middle = _middle(len(leaves))
    return _node(_root(leaves[:middle]), _root(leaves[middle:]))


def _path(leaves: Sequence[bytes], position: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    middle = _middle(len(leaves))
    if position < middle:
        return [*_path(leaves[:middle], position), _root(leaves[middle:])]
    return [*_path(leaves[middle:], position - middle), _root(leaves[:middle])]


def _middle(count: int) -> int:
    """The largest power of two smaller than ``count``."""
    return 1 << (count - 1).bit_length() - 1


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()
