"""The package that goes to the historical archive: every byte as it lies, named by one digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from archive.export_dossier import MANIFEST
from archive.ocfl.storage_root import object_root
from archive.write_package import write_package
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from records.errors import Damaged, InvalidInput, NotFound
from records.identifiers import Digest, DossierId
from tests.contracts.offices import office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.wiring import Parts

pytestmark = pytest.mark.law("R07")


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with office("sqlite", tmp_path) as made:
        yield made


def deposited(parts: Parts) -> DossierId:
    batch = new_batch(parts)
    dossier, document = receive_dossier(parts, batch, 1)
    deposit_dossier(parts, batch, dossier, document)
    return dossier


def test_a_package_is_every_byte_of_the_object_and_its_manifest_names_them(parts: Parts, tmp_path: Path) -> None:
    dossier = deposited(parts)
    written = write_package(parts.store, dossier, tmp_path / "goi")
    root = object_root(dossier)
    kept = {found.key.value.removeprefix(f"{root}/"): found.key for found in parts.store.list(f"{root}/")}
    files = {path.relative_to(written.target).as_posix(): path for path in written.target.rglob("*") if path.is_file()}
    assert set(files) == set(kept) | {MANIFEST}
    for name, key in kept.items():
        with parts.store.open(key) as stream:
            assert files[name].read_bytes() == stream.read()
    lines = files[MANIFEST].read_text().splitlines()
    assert {line.partition("  ")[2]: line.partition("  ")[0] for line in lines} == {
        name: hashlib.sha256(files[name].read_bytes()).hexdigest() for name in kept
    }
    assert written.manifest == Digest.of(files[MANIFEST].read_bytes())
    assert written.files == len(kept)
    # Written again it is the same package.
    assert write_package(parts.store, dossier, tmp_path / "lai").manifest == written.manifest


def test_a_package_that_is_not_whole_is_not_written(parts: Parts, tmp_path: Path) -> None:
    dossier = deposited(parts)
    with pytest.raises(NotFound, match="not_deposited"):
        write_package(parts.store, DossierId.new(), tmp_path / "khong")
    (tmp_path / "co").mkdir()
    (tmp_path / "co" / "gi").write_text("x")
    with pytest.raises(InvalidInput, match="not_empty"):
        write_package(parts.store, dossier, tmp_path / "co")
    key = next(found.key for found in parts.store.list(f"{object_root(dossier)}/") if "rep1/data" in found.key.value)
    lies = tmp_path / "data" / "store" / key.value
    lies.chmod(0o600)
    content = lies.read_bytes()
    lies.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    with pytest.raises(Damaged, match="digest_mismatch"):
        write_package(parts.store, dossier, tmp_path / "hong")
    assert not (tmp_path / "hong").exists()
    assert not list(tmp_path.glob(".hong*"))
