"""Dossiers for the tests of keeping: real bytes in a real store."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from adapters.object_store.filesystem import FilesystemObjectStore
from archive.deposit import deposit
from archive.events import new_event
from archive.model import Deposit, Deposited, DepositFile, Event
from archive.ocfl.storage_root import object_root
from archive.ocfl.validate import validate_object
from records.identifiers import Digest, DossierId, ObjectKey

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from records.ports.object_store import ObjectStore

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def stage(store: ObjectStore, content: bytes) -> tuple[ObjectKey, Digest]:
    digest = Digest.of(content)
    key = ObjectKey(f"staging/blobs/{digest.hex[:2]}/{digest.hex[2:4]}/{digest.hex}")
    store.put(key, io.BytesIO(content), digest)
    return key, digest


def file(store: ObjectStore, path: str, content: bytes) -> DepositFile:
    key, digest = stage(store, content)
    return DepositFile(path=path, source=key, sha256=digest, size=len(content))


def event(kind: str = "ingestion") -> Event:
    return new_event(kind, at=NOW, agent="test", subjects=["x"])


def made(
    store: ObjectStore,
    dossier: DossierId,
    files: Mapping[str, bytes],
    *,
    description: Mapping[str, Any] | None = None,
    events: tuple[Event, ...] = (),
) -> Deposit:
    return Deposit(
        dossier=dossier,
        files=tuple(file(store, path, content) for path, content in files.items()),
        descriptive=description or {"title": "Hồ sơ cấp giấy phép xây dựng"},
        events=events,
        message="Nhập kho",
        account="can.bo",
    )


@dataclass
class Place:
    """A store on disk with one dossier."""

    folder: Path
    dossier: DossierId = field(default_factory=DossierId.new)

    def __post_init__(self) -> None:
        self.store = FilesystemObjectStore(self.folder)

    @property
    def package(self) -> Path:
        return self.folder / object_root(self.dossier)

    def deposit(self, files: Mapping[str, bytes], **more: Any) -> Deposited:
        return deposit(self.store, made(self.store, self.dossier, files, **more), now=NOW)

    def rewrite(self, path: str, content: bytes) -> None:
        """Change a file of the package behind Vankho's back."""
        place = self.package / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.write_bytes(content)


def assert_valid(place: Place) -> None:
    """By our validator, and by another's: no error and no warning."""
    from ocfl.validator import Validator  # type: ignore[import-untyped]  # ships no types

    found = validate_object(place.store, object_root(place.dossier))
    assert found.findings == ()
    logging.disable(logging.CRITICAL)
    try:
        judge = Validator(log_warnings=True)
        assert judge.validate_object(str(place.package)), str(judge)
        assert judge.log.num_warnings == 0, str(judge)
    finally:
        logging.disable(logging.NOTSET)
