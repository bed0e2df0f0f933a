"""Write the package of a dossier into a folder, as it lies in the archive, with a manifest of every byte.

::

    TARGET/
      manifest-sha256.txt      SHA-256 of every other file; check with ``sha256sum -c``
      <the OCFL object>        every version, inventories and sidecars, bit for bit

The SHA-256 of the manifest names the whole: who received says it back, and it is compared.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.copy_package import standing
from archive.export_dossier import MANIFEST, mismatch, not_writable, require_empty
from archive.ocfl.head import head_of
from archive.ocfl.storage_root import object_root
from records.identifiers import Digest

if TYPE_CHECKING:
    from archive.copy_package import PackagePart
    from records.identifiers import DossierId
    from records.ports.object_store import ObjectStore

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPackage:
    """What was written."""

    dossier: DossierId
    target: Path
    files: int
    size: int
    manifest: Digest
    """SHA-256 of the manifest."""
    inventory_sha512: str
    """Of the version that was written."""


def write_package(store: ObjectStore, dossier: DossierId, target: Path) -> WrittenPackage:
    """Write the package to ``target``, all of it or nothing.

    Every file that the package names with a digest is compared with it while it is copied. A killed run
    leaves a folder ``.<name>.partial-…`` beside the target, never a target that looks whole.

    Raises:
        InvalidInput (export.target_not_empty): Something lies at the target.
        NotFound (archive.not_deposited): There is no such dossier.
        Damaged (export.digest_mismatch): A file is not what was deposited, or is missing; nothing was written.
        Misconfigured (export.not_writable): The target cannot be written.
    """
    head_of(store, dossier)
    root = object_root(dossier)
    found = standing(store, root)
    if found is None or found.lacks or not found.inventory_sha512:
        raise mismatch(dossier, found.lacks[0] if found and found.lacks else "inventory.json")
    require_empty(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.partial-", dir=target.parent))
        try:
            lines = [(_copy(store, dossier, root, part, partial), part) for part in found.parts]
            said = sorted((part.key.value.removeprefix(f"{root}/"), digest) for digest, part in lines)
            manifest = "".join(f"{digest}  {path}\n" for path, digest in said).encode()
            (partial / MANIFEST).write_bytes(manifest)
            partial.chmod(0o755)
            partial.rename(target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    except OSError as error:
        raise not_writable(target, error) from error
    return WrittenPackage(
        dossier=dossier,
        target=target,
        files=len(found.parts),
        size=sum(part.size for part in found.parts),
        manifest=Digest.of(manifest),
        inventory_sha512=found.inventory_sha512,
    )


def _copy(store: ObjectStore, dossier: DossierId, root: str, part: PackagePart, folder: Path) -> str:
    """Copy one object; its SHA-256."""
    path = part.key.value.removeprefix(f"{root}/")
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    running = hashlib.sha256()
    with place.open("xb") as written:
        if part.content is not None:
            running.update(part.content)
            written.write(part.content)
        else:
            with store.open(part.key) as stream:
                while chunk := stream.read(_CHUNK):
                    running.update(chunk)
                    written.write(chunk)
    if part.expected is not None and part.expected.hex != running.hexdigest():
        raise mismatch(dossier, path)
    return running.hexdigest()
