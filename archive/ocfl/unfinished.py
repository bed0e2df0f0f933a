"""Tells what an interrupted deposit leaves behind from damage.

An object store has no rename, so while a version is being written, and after a crash there,
the object strictly breaks OCFL (https://github.com/OCFL/spec/issues/605). What stood before
is whole all the same, and the next deposit finishes or replaces the leftovers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.ocfl.head import read, sidecar_is_behind
from archive.ocfl.inventory import CONTENT, NAME, SIDECAR, parse, sidecar
from archive.ocfl.storage_root import OBJECT_DECLARATION
from records.errors import Damaged
from records.identifiers import ObjectKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.ports.object_store import ObjectStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """An object without what a deposit in progress or a killed one put there."""

    sizes: Mapping[str, int]
    """Path → size of what belongs to the versions that stand."""
    leftovers: tuple[str, ...]
    """Paths set aside, in order."""
    sidecar_behind: bool
    """The root sidecar is still that of the version before."""
    nothing_stands: bool = False
    """There is a first version in the making, or its root inventory was taken away."""
    whole_version_ahead: bool = False
    """The version ahead has its inventory: the root was about to follow, or was set back."""

    @property
    def is_any(self) -> bool:
        return self.sidecar_behind or bool(self.leftovers)


def set_aside(store: ObjectStore, root: str, sizes: Mapping[str, int]) -> Unfinished:
    """Split the object at ``root`` with the paths ``sizes`` into what stands and what is unfinished."""
    raw = read(store, ObjectKey(f"{root}/{NAME}")) if NAME in sizes else None
    if raw is None:
        first = SIDECAR not in sizes and all(path.startswith("v1/") or path == OBJECT_DECLARATION for path in sizes)
        leftovers = tuple(sorted(sizes)) if first else ()
        return Unfinished(sizes={} if first else sizes, leftovers=leftovers, sidecar_behind=False, nothing_stands=first)
    try:
        inventory = parse(raw)
    except Damaged:
        return Unfinished(sizes=sizes, leftovers=(), sidecar_behind=False)
    attested = read(store, ObjectKey(f"{root}/{SIDECAR}"))
    behind = attested != sidecar(hashlib.sha512(raw).hexdigest()) and sidecar_is_behind(
        store, root, raw, inventory.head, attested
    )
    ahead = f"v{inventory.head + 1}/"
    content = f"v{inventory.head}/{CONTENT}/"
    leftovers = tuple(
        path
        for path in sorted(sizes)
        if path.startswith(ahead) or (behind and path.startswith(content) and path not in inventory.manifest)
    )
    return Unfinished(
        sizes={path: size for path, size in sizes.items() if path not in set(leftovers)},
        leftovers=leftovers,
        sidecar_behind=behind,
        whole_version_ahead=f"{ahead}{SIDECAR}" in sizes,
    )
