"""Write a version of a dossier, all of it or none, and prove that it was written.

The order is told in ``archive/ocfl/head.py``. Whatever the moment of a crash, the version
before stays as it was; the same deposit run again takes up what it finds (content that is
already there with the same digest is not copied again) and finishes.

Several may deposit into one dossier at once: the compare-and-swap on the root inventory
lets one through. Nobody overwrites or removes another's content while that other could
still be let through: other bytes under the wanted name are left there and the new ones go
to ``by-digest/``, and leftovers are removed once a version stands.
"""

from __future__ import annotations

import io
import json
from functools import partial
from typing import TYPE_CHECKING, cast

from archive import events as event_lines
from archive.layout import DESCRIPTIVE, EVENTS
from archive.model import Deposit, Deposited
from archive.ocfl.head import Head, finish, overwrite, read, read_head
from archive.ocfl.inventory import CONTENT, NAME, SIDECAR, Inventory, Version, serialise, sidecar
from archive.ocfl.storage_root import OBJECT_DECLARATION, ensure_root, object_root
from archive.ocfl.streams import HashingReader, digests_of, sha512_of
from archive.refuse_deposit import changed_meanwhile, check_paths, read_back_differs
from records.errors import Conflict, NotFound
from records.identifiers import Digest, ObjectKey

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import BinaryIO

    from records.ports.object_store import ObjectStore


def deposit(store: ObjectStore, deposit: Deposit, *, now: datetime) -> Deposited:
    """Write the next version of the dossier (the first makes its object) and read it back.

    Paths the deposit does not name are inherited. Bytes the object already holds are not
    copied. Events already recorded (by id) are not recorded twice. When nothing would
    change, no version is added. ``now`` carries a time zone.

    Raises:
        InvalidInput (deposit.path_invalid, deposit.path_twice, deposit.path_reserved, deposit.path_clash):
            The paths cannot be those of one package.
        NotFound (store.not_found): A source is not in the store.
        Conflict (archive.changed): Somebody else deposited into this dossier meanwhile.
        Damaged (store.digest_mismatch): A source is not what it should be; nothing was written.
        Damaged (deposit.read_back_differs): The store gave back other bytes; the version does not stand.
        Damaged: The object as it is cannot be trusted (see ``read_head``).
    """
    if now.tzinfo is None:
        raise ValueError("the time of a version needs a time zone")
    ensure_root(store)
    head = read_head(store, deposit.dossier)
    if head is not None and not head.finished:
        head = finish(store, deposit.dossier)
    check_paths(deposit, head.inventory.state if head else {})
    return _Writing(store, deposit, head).write(now)


class _Writing:
    """One attempt at one version."""

    def __init__(self, store: ObjectStore, deposit: Deposit, head: Head | None) -> None:
        self._store = store
        self._deposit = deposit
        self._head = head
        self._root = head.root if head else object_root(deposit.dossier)
        self._number = head.inventory.head + 1 if head else 1
        self._state = dict(head.inventory.state) if head else {}
        self._manifest = dict(head.inventory.manifest) if head else {}
        self._sha256 = dict(head.inventory.sha256) if head else {}
        # What lies where the version's own inventory goes: a leftover, if nobody else is writing.
        self._before = {name: self._digest(f"v{self._number}/{name}") for name in (NAME, SIDECAR)}

    def write(self, now: datetime) -> Deposited:
        try:
            self._take_content()
            if self._head is not None and self._state == self._head.inventory.state:
                return self._deposited(self._head, unchanged=True)
            raw = serialise(self._inventory(now))
            self._commit(raw)
        except Conflict as error:
            self._give_way()
            raise changed_meanwhile(self._deposit.dossier) from error
        head = finish(self._store, self._deposit.dossier)
        if read(self._store, self._key(f"v{self._number}/{NAME}")) != raw:
            raise read_back_differs(f"v{self._number}/{NAME}")
        return self._deposited(head, unchanged=False)

    def _take_content(self) -> None:
        known = {self._sha256[path]: digest for path, digest in self._manifest.items() if path in self._sha256}
        for file in sorted(self._deposit.files, key=lambda f: f.path):
            self._take(file.path, file.sha256, partial(self._store.open, file.source), known)
        written = [(EVENTS, self._events())]
        if self._deposit.descriptive is not None:
            written.insert(0, (DESCRIPTIVE, self._descriptive()))
        for path, content in written:
            self._take(path, Digest.of(content), partial(io.BytesIO, content), known)

    def _take(self, path: str, sha256: Digest, source: Callable[[], BinaryIO], known: dict[str, str]) -> None:
        """Let ``path`` be these bytes, copying them into the object when it does not hold them."""
        if sha256.hex not in known:
            content_path = f"v{self._number}/{CONTENT}/{path}"
            try:
                sha512 = self._copy(content_path, sha256, source)
            except Conflict:
                # A leftover, or another depositor's: it may not be touched before a version stands.
                content_path = f"v{self._number}/{CONTENT}/by-digest/{sha256}"
                sha512 = self._copy(content_path, sha256, source)
            known[sha256.hex] = self._manifest[content_path] = sha512
            self._sha256[content_path] = sha256.hex
        self._state[path] = known[sha256.hex]

    def _copy(self, content_path: str, sha256: Digest, source: Callable[[], BinaryIO]) -> str:
        """Copy and read back; the SHA-512."""
        key = self._key(content_path)
        with source() as stream:
            hashed = HashingReader(stream)
            self._store.put(key, cast("BinaryIO", hashed), sha256)
        try:
            with self._store.open(key) as stream:
                found = digests_of(stream)
        except NotFound as error:
            # Only one who knows that another version stands removes content.
            raise changed_meanwhile(self._deposit.dossier) from error
        if (found.sha512, found.sha256) != (hashed.sha512, sha256.hex):
            raise read_back_differs(content_path)
        return found.sha512

    def _inventory(self, now: datetime) -> Inventory:
        earlier = self._head.inventory.versions if self._head else ()
        version = Version(created=now, state=self._state, message=self._deposit.message, user=self._deposit.account)
        return Inventory(
            id=self._deposit.dossier.ocfl_id,
            versions=(*earlier, version),
            manifest=self._manifest,
            sha256=self._sha256,
        )

    def _commit(self, raw: bytes) -> None:
        digest = Digest.of(raw)
        line = sidecar(sha512_of(raw))
        version = f"v{self._number}"
        for name, content in ((NAME, raw), (SIDECAR, line)):
            key = self._key(f"{version}/{name}")
            self._store.replace(key, io.BytesIO(content), Digest.of(content), previous=self._before[name])
        if self._head is None:
            declaration = OBJECT_DECLARATION.removeprefix("0=").encode() + b"\n"
            self._store.put(self._key(OBJECT_DECLARATION), io.BytesIO(declaration), Digest.of(declaration))
        self._store.replace(
            self._key(NAME), io.BytesIO(raw), digest, previous=self._head.digest if self._head else None
        )

    def _give_way(self) -> None:
        """Remove what we wrote into a version that now is another's, and mend its inventory."""
        head = read_head(self._store, self._deposit.dossier)
        if head is None or head.inventory.head < self._number:
            # The other still writes, and may be using content that we put there.
            return
        for content_path in self._manifest:
            ours = content_path.startswith(f"v{self._number}/")
            if ours and content_path not in head.inventory.manifest:
                self._store.delete(self._key(content_path))
        if head.inventory.head == self._number:
            overwrite(self._store, self._key(f"v{self._number}/{NAME}"), head.raw)
            overwrite(self._store, self._key(f"v{self._number}/{SIDECAR}"), sidecar(head.sha512))

    def _deposited(self, head: Head, *, unchanged: bool) -> Deposited:
        number = head.inventory.head if unchanged else self._number
        written = head.raw if head.inventory.head == number else read(self._store, self._key(f"v{number}/{NAME}"))
        return Deposited(
            dossier=self._deposit.dossier,
            version=number,
            inventory_sha512=sha512_of(written or b""),
            unchanged=unchanged,
        )

    def _descriptive(self) -> bytes:
        return json.dumps(self._deposit.descriptive, ensure_ascii=False, sort_keys=True, indent=2).encode() + b"\n"

    def _events(self) -> bytes:
        recorded = b""
        if self._head is not None and EVENTS in self._head.inventory.state:
            place = self._head.inventory.content_path(self._head.inventory.state[EVENTS])
            with self._store.open(self._key(place)) as stream:
                recorded = stream.read()
        there = event_lines.ids(recorded)
        return recorded + event_lines.to_lines(event for event in self._deposit.events if event.id not in there)

    def _key(self, path: str) -> ObjectKey:
        return ObjectKey(f"{self._root}/{path}")

    def _digest(self, path: str) -> Digest | None:
        content = read(self._store, self._key(path))
        return None if content is None else Digest.of(content)
