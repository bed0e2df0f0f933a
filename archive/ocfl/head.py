"""The head of an object: its root inventory, whether its last version was finished, and finishing it.

A version is written in this order::

    content → vN/inventory.json → its sidecar → root inventory (compare-and-swap) → clean-up → root sidecar

The root inventory *is* the version: before it nothing of vN counts, after it vN stands. The
root sidecar is written last and so says that a version was finished. A reader that finds a
root inventory whose sidecar is still that of the version before accepts it when
vN/inventory.json and its own sidecar attest the same bytes: the crash fell between the two.
Anything else is damage.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.ocfl.inventory import CONTENT, NAME, SIDECAR, Inventory, parse, sidecar
from archive.ocfl.storage_root import object_root
from records.errors import Conflict, Damaged, NotFound, Sentence, Unavailable
from records.identifiers import Digest, ObjectKey

if TYPE_CHECKING:
    from records.identifiers import DossierId
    from records.ports.object_store import ObjectStore

_ATTEMPTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The root inventory of an object as it lies in the store."""

    root: str
    """Prefix of the object's keys, without a slash at its end."""
    inventory: Inventory
    raw: bytes
    finished: bool
    """The root sidecar attests ``raw``."""

    @property
    def digest(self) -> Digest:
        return Digest.of(self.raw)

    @property
    def sha512(self) -> str:
        return hashlib.sha512(self.raw).hexdigest()

    def key(self, path: str) -> ObjectKey:
        return ObjectKey(f"{self.root}/{path}")


def read_head(store: ObjectStore, dossier: DossierId) -> Head | None:
    """The head of the dossier's object; None before its first version stands.

    Raises:
        Damaged (archive.inventory_lost, archive.inventory_damaged, archive.inventory_unreadable):
            The root inventory is gone, is attested by nothing, or is none.
    """
    root = object_root(dossier)
    # A writer may come between two reads: what is inconsistent is looked at twice.
    for attempt in (1, 2):
        raw = read(store, ObjectKey(f"{root}/{NAME}"))
        attested = read(store, ObjectKey(f"{root}/{SIDECAR}"))
        if raw is None:
            if attested is None:
                return None
            if attempt == 2:
                raise _lost(dossier)
            continue
        line = sidecar(hashlib.sha512(raw).hexdigest())
        if attested == line:
            return Head(root=root, inventory=_parsed(raw, dossier), raw=raw, finished=True)
        try:
            inventory = _parsed(raw, dossier)
        except Damaged:
            if attempt == 2:
                raise
            continue
        if sidecar_is_behind(store, root, raw, inventory.head, attested):
            return Head(root=root, inventory=inventory, raw=raw, finished=False)
    raise _damaged(dossier)


def sidecar_is_behind(store: ObjectStore, root: str, raw: bytes, version: int, attested: bytes | None) -> bool:
    """Whether the root inventory ``raw`` stands although the root sidecar says ``attested``.

    True just between the writing of the two, or after a crash there: the sidecar is still that of
    the version before, and the version's own copy of the inventory is whole.
    """
    before = read(store, ObjectKey(f"{root}/v{version - 1}/{SIDECAR}")) if version > 1 else None
    return (
        attested == before
        and read(store, ObjectKey(f"{root}/v{version}/{NAME}")) == raw
        and read(store, ObjectKey(f"{root}/v{version}/{SIDECAR}")) == sidecar(hashlib.sha512(raw).hexdigest())
    )


def head_of(store: ObjectStore, dossier: DossierId) -> Head:
    """As ``read_head``, where a dossier must be.

    Raises:
        NotFound (archive.not_deposited): No version of it stands.
        Damaged: As ``read_head``.
    """
    head = read_head(store, dossier)
    if head is None:
        raise NotFound(
            "archive.not_deposited",
            Sentence(f"Hồ sơ {dossier} chưa được đưa vào kho lưu trữ.", f"Dossier {dossier} was not deposited yet."),
            Sentence("Chờ hồ sơ xử lý xong rồi thử lại.", "Wait until the dossier has been processed."),
        )
    return head


def finish(store: ObjectStore, dossier: DossierId) -> Head:
    """Finish what a crash left of the last version that stands, and say what stands now.

    Removes what lies in that version's folder without being in its manifest (left by an
    earlier attempt or a depositor who came second: neither can stand any more), makes the
    version's copy of the inventory equal to the root's, then writes the root sidecar. Safe
    between processes, may be repeated; does nothing to a finished object.

    Raises:
        NotFound (archive.not_deposited): No version stands.
        Unavailable (archive.busy): Others keep writing.
        Damaged: As ``read_head``.
    """
    for _ in range(_ATTEMPTS):
        head = head_of(store, dossier)
        if head.finished:
            return head
        version = f"v{head.inventory.head}"
        for found in list(store.list(f"{head.root}/{version}/{CONTENT}/")):
            if found.key.value.removeprefix(f"{head.root}/") not in head.inventory.manifest:
                store.delete(found.key)
        if (
            overwrite(store, head.key(f"{version}/{NAME}"), head.raw)
            and overwrite(store, head.key(f"{version}/{SIDECAR}"), sidecar(head.sha512))
            # Another may have committed meanwhile; the sidecar of then must not hide that of now.
            and read(store, head.key(NAME)) == head.raw
        ):
            overwrite(store, head.key(SIDECAR), sidecar(head.sha512))
    raise Unavailable(
        "archive.busy",
        Sentence(f"Hồ sơ {dossier} đang được ghi liên tục.", f"Dossier {dossier} is being written again and again."),
        Sentence("Chờ một lát; hệ thống sẽ thử lại.", "Wait a moment; it is tried again."),
    )


def read(store: ObjectStore, key: ObjectKey) -> bytes | None:
    """The whole of a small object; None where there is none."""
    try:
        with store.open(key) as stream:
            return stream.read()
    except NotFound:
        return None


def overwrite(store: ObjectStore, key: ObjectKey, content: bytes) -> bool:
    """Put ``content`` where anything may lie; False when another writer came between."""
    before = read(store, key)
    if before == content:
        return True
    try:
        previous = None if before is None else Digest.of(before)
        store.replace(key, io.BytesIO(content), Digest.of(content), previous=previous)
    except Conflict:
        return False
    return True


def _parsed(raw: bytes, dossier: DossierId) -> Inventory:
    inventory = parse(raw)
    if inventory.id != dossier.ocfl_id:
        raise _damaged(dossier)
    return inventory


_RESTORE = Sentence(
    "Chạy kiểm tra toàn vẹn (vankho verify) và khôi phục hồ sơ từ bản sao.",
    "Run vankho verify and restore the dossier from a copy.",
)


def _lost(dossier: DossierId) -> Damaged:
    return Damaged(
        "archive.inventory_lost",
        Sentence(f"Bản kê của hồ sơ {dossier} đã bị mất.", f"The inventory of dossier {dossier} is gone."),
        _RESTORE,
    )


def _damaged(dossier: DossierId) -> Damaged:
    return Damaged(
        "archive.inventory_damaged",
        Sentence(
            f"Bản kê của hồ sơ {dossier} không khớp với mã băm của nó.",
            f"The inventory of dossier {dossier} does not match its digest.",
        ),
        _RESTORE,
    )
