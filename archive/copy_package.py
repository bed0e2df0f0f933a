"""What makes up a package as of one of its versions, for a copy that agrees with a catalogue of then.

A version's own inventory is byte for byte the root inventory of the moment at which it stood
(OCFL 1.1, 3.7), and content is only ever added. So a package can be copied as of any version
while newer ones are being written: the files of the versions up to it, and its inventory as the root's.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.ocfl.head import read
from archive.ocfl.inventory import CONTENT, NAME, SIDECAR, parse
from records.errors import Damaged
from records.identifiers import Digest, ObjectKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from records.ports.object_store import ObjectStore

_IN_VERSION = re.compile(r"v(\d+)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePart:
    """One object of a package."""

    key: ObjectKey
    size: int
    expected: Digest | None
    """What the package says of its bytes; None where it says nothing."""
    content: bytes | None = None
    """To be kept instead of what lies in the store: the root inventory as it was then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageCopy:
    """A package as of one version; what stands last is to be written last, and makes it stand."""

    parts: tuple[PackagePart, ...]
    inventory_sha512: str
    """Of the root inventory; empty where there is none that can be read."""
    lacks: tuple[str, ...] = ()
    """Content paths that the inventory names and that are not there."""


def standing(store: ObjectStore, root: str) -> PackageCopy | None:
    """The package as of the version that stands now, listed anew; None where none stands yet."""
    inventory = {path: read(store, ObjectKey(f"{root}/{path}")) for path in (NAME, SIDECAR)}
    # Listed after the inventory was read: whatever it names is there by now.
    sizes = {found.key.value.removeprefix(f"{root}/"): found.size for found in store.list(f"{root}/")}
    return as_of(
        lambda path: inventory[path] if path in inventory else read(store, ObjectKey(f"{root}/{path}")),
        root,
        sizes,
        None,
    )


def as_of(
    content_of: Callable[[str], bytes | None], root: str, sizes: Mapping[str, int], version: int | None
) -> PackageCopy | None:
    """The package at ``root`` as of ``version`` (None: as its root inventory says).

    ``sizes`` are the paths below the root with their sizes, listed after the version stood;
    ``content_of`` gives the bytes of a small one. None where no version stands. A package whose
    inventory cannot be read is handed on as it lies, for whoever restores it to judge.
    """
    place = f"v{version}/" if version else ""
    raw, line = content_of(f"{place}{NAME}"), content_of(f"{place}{SIDECAR}")
    if raw is None:
        return _as_it_lies(root, sizes) if version or NAME in sizes or SIDECAR in sizes else None
    try:
        inventory = parse(raw)
    except Damaged:
        return _as_it_lies(root, sizes)
    kept = [path for path in sizes if _belongs(path, inventory.head, inventory.manifest)]
    parts = [_part(root, path, sizes[path], inventory.sha256.get(path)) for path in sorted(kept)]
    parts += [
        PackagePart(key=ObjectKey(f"{root}/{name}"), size=len(content), expected=Digest.of(content), content=content)
        for name, content in ((NAME, raw), (SIDECAR, line))
        if content is not None
    ]
    return PackageCopy(
        parts=tuple(parts),
        inventory_sha512=hashlib.sha512(raw).hexdigest(),
        lacks=tuple(path for path in sorted(inventory.manifest) if path not in sizes),
    )


def _belongs(path: str, head: int, manifest: Mapping[str, str]) -> bool:
    """Neither the root inventory, nor of a later version, nor a leftover of an attempt at this one."""
    if path in {NAME, SIDECAR}:
        return False
    version = _IN_VERSION.match(path)
    if version is None:
        return True
    return int(version[1]) <= head and (not path.startswith(f"{version[0]}{CONTENT}/") or path in manifest)


def _as_it_lies(root: str, sizes: Mapping[str, int]) -> PackageCopy:
    last = {NAME, SIDECAR}
    ordered = (*sorted(sizes.keys() - last), *sorted(sizes.keys() & last))
    return PackageCopy(parts=tuple(_part(root, path, sizes[path], None) for path in ordered), inventory_sha512="")


def _part(root: str, path: str, size: int, sha256: str | None) -> PackagePart:
    return PackagePart(key=ObjectKey(f"{root}/{path}"), size=size, expected=Digest(sha256) if sha256 else None)
