"""Which objects make up the package of a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.ocfl.head import read_head
from archive.ocfl.inventory import NAME, SIDECAR
from archive.ocfl.storage_root import OBJECT_DECLARATION
from records.identifiers import Digest

if TYPE_CHECKING:
    from archive.ocfl.head import Head
    from records.identifiers import DossierId, ObjectKey
    from records.ports.object_store import ObjectStore


def package_objects(
    store: ObjectStore, dossier: DossierId, *, written_by: int | None = None
) -> dict[ObjectKey, Digest | None]:
    """Everything that the head names, in every version, and its own files; nothing where no version stands.

    Of the version that ``written_by`` names only what was written with it: its own folder and the head itself. With
    each its SHA-256 where the inventory states it. What lies there besides, the leftovers of another writer, is not
    among them.

    Raises:
        Damaged: The head cannot be trusted (see ``read_head``).
    """
    head = read_head(store, dossier)
    if head is None:
        return {}
    found = objects_of(head)
    if written_by is None:
        return found
    others = (number for number in range(1, head.inventory.head + 1) if number != written_by)
    inherited = tuple(f"{head.root}/v{number}/" for number in others)
    return {key: digest for key, digest in found.items() if not key.value.startswith(inherited)}


def objects_of(head: Head) -> dict[ObjectKey, Digest | None]:
    """The same of a head that was read."""
    inventory = head.inventory
    own = [OBJECT_DECLARATION, NAME, SIDECAR]
    own += [f"v{number}/{name}" for number in range(1, inventory.head + 1) for name in (NAME, SIDECAR)]
    stated: dict[str, Digest | None] = dict.fromkeys(own)
    for path in inventory.manifest:
        digest = inventory.sha256.get(path)
        stated[path] = None if digest is None else Digest(digest)
    return {head.key(path): stated[path] for path in sorted(stated)}
