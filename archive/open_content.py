"""What a dossier holds, by the paths of its package."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from archive.ocfl.head import Head, head_of
from records.errors import Damaged, NotFound, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.identifiers import DossierId, ObjectKey
    from records.ports.object_store import ObjectStore


def content_key(store: ObjectStore, dossier: DossierId, path: str, version: int | None = None) -> ObjectKey:
    """Where the bytes of ``path`` lie, in a version (None: the head).

    Raises:
        NotFound (archive.not_deposited, archive.no_such_version, archive.no_such_path):
            There is no such dossier, version or path.
        Damaged: The inventory of the dossier cannot be trusted.
    """
    return _key(head_of(store, dossier), dossier, path, version)


def paths(store: ObjectStore, dossier: DossierId) -> Mapping[str, tuple[str, str, int]]:
    """Path → (SHA-512, SHA-256, size in bytes) of the head version, ordered by path.

    Raises:
        NotFound (archive.not_deposited): There is no such dossier.
        Damaged (archive.content_lost): The manifest names what is not there.
    """
    head = head_of(store, dossier)
    where = head.inventory.content_paths()
    sizes = {found.key.value.removeprefix(f"{head.root}/"): found.size for found in store.list(f"{head.root}/")}
    listed: dict[str, tuple[str, str, int]] = {}
    for path, sha512 in sorted(head.inventory.state.items()):
        content = where.get(sha512)
        if content is None or content not in sizes:
            raise _content_lost(dossier, path)
        listed[path] = (sha512, head.inventory.sha256.get(content, ""), sizes[content])
    return listed


def open_content(store: ObjectStore, dossier: DossierId, path: str) -> BinaryIO:
    """A seekable stream of ``path`` in the head version; the caller closes it.

    The bytes are not hashed on the way: ``check_fixity`` does that.

    Raises:
        NotFound: As ``content_key``.
        Damaged (archive.content_lost): The manifest names it, and it is not there.
    """
    key = content_key(store, dossier, path)
    try:
        return store.open(key)
    except NotFound as error:
        raise _content_lost(dossier, path) from error


def read_content(store: ObjectStore, dossier: DossierId, path: str) -> bytes:
    """The whole of a small file; errors as ``open_content``."""
    with open_content(store, dossier, path) as stream:
        return stream.read()


def _key(head: Head, dossier: DossierId, path: str, version: int | None) -> ObjectKey:
    number = head.inventory.head if version is None else version
    if not 1 <= number <= head.inventory.head:
        raise NotFound(
            "archive.no_such_version",
            Sentence(f"Hồ sơ {dossier} không có phiên bản {number}.", f"Dossier {dossier} has no version {number}."),
            Sentence(f"Phiên bản mới nhất là {head.inventory.head}.", f"The newest version is {head.inventory.head}."),
        )
    sha512 = head.inventory.versions[number - 1].state.get(path)
    if sha512 is None:
        raise NotFound(
            "archive.no_such_path",
            Sentence(
                f"Hồ sơ {dossier}, phiên bản {number}, không có tệp {path}.",
                f"Version {number} of dossier {dossier} holds no {path}.",
            ),
            Sentence("Xem danh sách tệp của hồ sơ.", "Look at the list of its files."),
        )
    try:
        return head.key(head.inventory.content_path(sha512))
    except KeyError as error:
        raise _content_lost(dossier, path) from error


def _content_lost(dossier: DossierId, path: str) -> Damaged:
    return Damaged(
        "archive.content_lost",
        Sentence(f"Tệp {path} của hồ sơ {dossier} đã bị mất.", f"{path} of dossier {dossier} is gone."),
        Sentence("Khôi phục hồ sơ từ bản sao.", "Restore the dossier from a copy."),
    )
