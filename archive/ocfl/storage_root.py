"""The storage root (OCFL 1.1, 4): the area ``archive`` of the object store.

Layout 0004-hashed-n-tuple-storage-layout (OCFL community extension) with its defaults: an
object lies at ``aaa/bbb/ccc/<SHA-256 of its id>``, so folders stay small and the place of a
dossier follows from its id alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from typing import TYPE_CHECKING

from records.identifiers import Digest, ObjectKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.identifiers import DossierId
    from records.ports.object_store import ObjectStore

AREA = "archive"
LAYOUT = "0004-hashed-n-tuple-storage-layout"
ROOT_DECLARATION = "0=ocfl_1.1"
OBJECT_DECLARATION = "0=ocfl_object_1.1"
_TUPLES, _TUPLE_SIZE = 3, 3

_LAYOUT_FILE = {
    "description": "OCFL objects lie in three folders of three signs each of the SHA-256 of their id.",
    "extension": LAYOUT,
}
_LAYOUT_CONFIG = {
    "digestAlgorithm": "sha256",
    "extensionName": LAYOUT,
    "numberOfTuples": _TUPLES,
    "shortObjectRoot": False,
    "tupleSize": _TUPLE_SIZE,
}


def object_root(dossier: DossierId) -> str:
    """Prefix of the keys of the dossier's object, without a slash at its end."""
    return object_root_of(dossier.ocfl_id)


def object_root_of(ocfl_id: str) -> str:
    digest = hashlib.sha256(ocfl_id.encode()).hexdigest()
    tuples = (digest[n * _TUPLE_SIZE : (n + 1) * _TUPLE_SIZE] for n in range(_TUPLES))
    return "/".join((AREA, *tuples, digest))


def object_root_in(key: ObjectKey) -> str | None:
    """The root of the object to which ``key`` belongs; None where no object can lie."""
    parts = key.value.split("/")
    if len(parts) < _TUPLES + 3:
        return None
    area, *tuples, digest = parts[: _TUPLES + 2]
    fits = re.fullmatch(r"[0-9a-f]{64}", digest) and "".join(tuples) == digest[: _TUPLES * _TUPLE_SIZE]
    return "/".join((area, *tuples, digest)) if fits and all(len(t) == _TUPLE_SIZE for t in tuples) else None


def root_files() -> dict[ObjectKey, bytes]:
    """What lies in the storage root beside objects; the declaration last."""
    return {
        ObjectKey(f"{AREA}/extensions/{LAYOUT}/config.json"): _json(_LAYOUT_CONFIG),
        ObjectKey(f"{AREA}/ocfl_layout.json"): _json(_LAYOUT_FILE),
        ObjectKey(f"{AREA}/{ROOT_DECLARATION}"): b"ocfl_1.1\n",
    }


def ensure_root(store: ObjectStore) -> None:
    """Write the storage root's own files where they are not there yet. May be repeated."""
    files = root_files()
    if store.stat(list(files)[-1]) is None:
        for key, content in files.items():
            store.put(key, io.BytesIO(content), Digest.of(content))


def _json(plain: Mapping[str, object]) -> bytes:
    return json.dumps(plain, sort_keys=True, indent=2).encode() + b"\n"
