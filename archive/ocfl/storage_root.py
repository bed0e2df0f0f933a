"""The storage root (OCFL 1.1, 4): the area ``archive`` of the object store.

Layout 0003-hash-and-id-n-tuple-storage-layout (OCFL community extension) with its defaults: an
object lies at ``aaa/bbb/ccc/<its id, percent-encoded>`` with three times three signs of the
SHA-256 of the id before it. Folders stay small, the place of a dossier follows from its id, and
its id from its place: a dossier whose inventory is lost can still be named.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from records.identifiers import Digest, ObjectKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.identifiers import DossierId
    from records.ports.object_store import ObjectStore

AREA = "archive"
LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
ROOT_DECLARATION = "0=ocfl_1.1"
OBJECT_DECLARATION = "0=ocfl_object_1.1"
_TUPLES, _TUPLE_SIZE = 3, 3
_LONGEST = 100
_SPECIAL = re.compile(r"[^A-Za-z0-9_-]")

_LAYOUT_FILE = {
    "description": "OCFL objects lie under their encoded id, below three folders of three signs of its SHA-256.",
    "extension": LAYOUT,
}
_LAYOUT_CONFIG = {
    "digestAlgorithm": "sha256",
    "extensionName": LAYOUT,
    "numberOfTuples": _TUPLES,
    "tupleSize": _TUPLE_SIZE,
}


def object_root(dossier: DossierId) -> str:
    """Prefix of the keys of the dossier's object, without a slash at its end."""
    return object_root_of(dossier.ocfl_id)


def object_root_of(ocfl_id: str) -> str:
    digest = hashlib.sha256(ocfl_id.encode()).hexdigest()
    tuples = (digest[n * _TUPLE_SIZE : (n + 1) * _TUPLE_SIZE] for n in range(_TUPLES))
    encoded = _SPECIAL.sub(lambda sign: "".join(f"%{byte:02x}" for byte in sign[0].encode()), ocfl_id)
    if len(encoded) > _LONGEST:
        encoded = f"{encoded[:_LONGEST]}-{digest}"
    return "/".join((AREA, *tuples, encoded))


def object_root_in(key: ObjectKey) -> str | None:
    """The root of the object to which ``key`` belongs; None where no object can lie."""
    parts = key.value.split("/")
    if len(parts) < _TUPLES + 3:
        return None
    area, *tuples, encoded = parts[: _TUPLES + 2]
    # An id too long to be a folder's name ends in its digest instead of being spelled out.
    digest = encoded[-64:] if len(encoded) > _LONGEST else hashlib.sha256(unquote(encoded).encode()).hexdigest()
    fits = "".join(tuples) == digest[: _TUPLES * _TUPLE_SIZE] and all(len(t) == _TUPLE_SIZE for t in tuples)
    return "/".join((area, *tuples, encoded)) if fits else None


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
