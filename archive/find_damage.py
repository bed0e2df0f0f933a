"""Which objects of a package are not what they have to be, and what each of them has to be.

All follows from the root inventory, whose SHA-512 is kept outside the package: the digest of every file,
and byte for byte what the package's own files hold. Reads every byte and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from archive.ocfl.head import read
from archive.ocfl.inventory import NAME, SIDECAR, Inventory, parse, serialise, sidecar, version_number
from archive.ocfl.storage_root import OBJECT_DECLARATION, object_root
from archive.ocfl.streams import digests_of, sha512_of
from records.errors import Damaged, NotFound
from records.identifiers import Digest, ObjectKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.identifiers import DossierId
    from records.ports.object_store import ObjectStore

Copies = Callable[[ObjectKey], BinaryIO | None]
"""What another place holds under a key, seekable, for the caller to close; None where it holds nothing. Whether that
is good is for who asks to find out. Reading it may raise OSError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """An object that is gone, or holds other bytes than it has to."""

    key: ObjectKey
    sha512: str
    """Of the bytes that it has to hold."""
    found: Digest | None
    """SHA-256 of what lies there; None: nothing does."""
    content: bytes | None = None
    """What it has to hold, where that follows from the inventory; None: only a copy can tell."""


def find_damage(
    store: ObjectStore, dossier: DossierId, *, version: int, inventory_sha512: str, copies: Copies
) -> tuple[Damage, ...] | None:
    """Every damaged object of the package as of ``version``, in the order in which they are to be put back.

    None: no inventory with that SHA-512 was found anywhere, so that nobody knows what has to be there. Nothing
    is damaged where a newer version stands: its deposit is under way. Objects that no inventory names are no
    damage of this kind.

    Raises:
        Unavailable: The store does not answer.
    """
    root = object_root(dossier)
    standing = read(store, ObjectKey(f"{root}/{NAME}"))
    if standing is not None and _version_of(standing) > version:
        return ()
    places = [ObjectKey(f"{root}/v{version}/{NAME}"), ObjectKey(f"{root}/{NAME}")]
    known = (standing, read(store, places[0]), *(_copied(copies, place) for place in places))
    raw = next((each for each in known if each is not None and sha512_of(each) == inventory_sha512), None)
    if raw is None:
        return None
    inventory = parse(raw)
    found = []
    for path, sha512 in sorted(inventory.manifest.items()):
        if damage := _damage(store, ObjectKey(f"{root}/{path}"), sha512):
            found.append(damage)
    for path, content in _own_files(store, root, inventory, raw):
        if damage := _damage(store, ObjectKey(f"{root}/{path}"), sha512_of(content)):
            found.append(replace(damage, content=content))
    return tuple(found)


def _copied(copies: Copies, key: ObjectKey) -> bytes | None:
    try:
        copy = copies(key)
        if copy is None:
            return None
        with copy:
            return copy.read()
    except OSError:
        return None


def _own_files(store: ObjectStore, root: str, inventory: Inventory, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of what is no content; what makes the version stand comes last."""
    yield OBJECT_DECLARATION, f"{OBJECT_DECLARATION.removeprefix('0=')}\n".encode()
    for number in range(1, inventory.head):
        content = _earlier(store, root, inventory, number)
        yield f"v{number}/{NAME}", content
        yield f"v{number}/{SIDECAR}", sidecar(sha512_of(content))
    for folder in (f"v{inventory.head}/", ""):
        yield f"{folder}{NAME}", raw
        yield f"{folder}{SIDECAR}", sidecar(sha512_of(raw))


def _earlier(store: ObjectStore, root: str, inventory: Inventory, number: int) -> bytes:
    """The inventory of an earlier version: as it lies there, where it is attested or says what it has to say."""
    lying = read(store, ObjectKey(f"{root}/v{number}/{NAME}"))
    then = _as_of(inventory, number)
    if lying is not None:
        # What its own sidecar attests is left to the check, which tells a person where it says something else.
        if read(store, ObjectKey(f"{root}/v{number}/{SIDECAR}")) == sidecar(sha512_of(lying)):
            return lying
        try:
            if parse(lying) == then:
                return lying
        except Damaged:
            pass
    return serialise(then)  # the same inventory is always the same bytes


def _as_of(inventory: Inventory, number: int) -> Inventory:
    def until(paths: dict[str, str]) -> dict[str, str]:
        return {p: digest for p, digest in paths.items() if (version_number(p.partition("/")[0]) or 0) <= number}

    return replace(
        inventory,
        versions=inventory.versions[:number],
        manifest=until(dict(inventory.manifest)),
        sha256=until(dict(inventory.sha256)),
    )


def _damage(store: ObjectStore, key: ObjectKey, sha512: str) -> Damage | None:
    try:
        with store.open(key) as stream:
            told = digests_of(stream)
    except NotFound:
        return Damage(key=key, sha512=sha512, found=None)
    return None if told.sha512 == sha512 else Damage(key=key, sha512=sha512, found=Digest(told.sha256))


def _version_of(raw: bytes) -> int:
    try:
        return parse(raw).head
    except Damaged:
        return 0
