"""One process that deposits over and over until it is killed: STORE DOSSIER FIRST_VERSION."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from records.identifiers import DossierId
from tests.unit.archive.making import Place


def files(version: int) -> dict[str, bytes]:
    """What version ``version`` adds: some new, one replaced, one that is already there."""
    return {
        **{f"v{version}/part{n}": bytes([n, version % 256]) * 20_000 for n in range(4)},
        "always": version.to_bytes(4, "big") * 50_000,
        f"copies/{version}": b"the same bytes",
    }


if __name__ == "__main__":
    place = Place(Path(sys.argv[1]), DossierId(sys.argv[2]))
    for version in count(int(sys.argv[3])):
        print(version, flush=True)
        place.deposit(files(version), description={"version": version})
