"""Back-up and restore of many small dossiers: the first back-up, one more, and bringing all of it back.

python -m benchmarks.backup.run [--dossiers 10000]
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from app.operations.back_up import back_up
from app.operations.restore import restore
from app.settings import Settings
from app.wiring import open_parts
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from benchmarks.record import Figure, record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=10_000)
    number = parser.parse_args().dossiers
    with tempfile.TemporaryDirectory(prefix="vankho-back-up-") as folder:
        record("backup", f"python -m benchmarks.backup.run --dossiers {number}", measure(Path(folder), number))


def measure(folder: Path, number: int) -> list[Figure]:
    parts = open_parts(Settings(data=folder / "here", account="can-bo-thu", _env_file=None))
    batch = new_batch(parts)
    for at in range(number):
        dossier, document = receive_dossier(parts, batch, at)
        deposit_dossier(parts, batch, dossier, document)
    before = _peak()
    first = back_up(parts, folder / "copy")
    again = back_up(parts, folder / "copy")
    grown = _peak() - before
    parts.close()
    there = open_parts(Settings(data=folder / "there", account="can-bo-thu", _env_file=None))
    began = time.monotonic()
    back = restore(there, folder / "copy", none_later=True)
    restored = time.monotonic() - began
    there.close()
    assert back.documents_indexed == number, back
    per = 10_000 / number
    return [
        Figure(what="dossiers", value=number, unit="", promise=""),
        Figure(what="objects", value=first.manifest.objects.lines, unit="", promise=""),
        Figure(what="size", value=round(first.manifest.objects_bytes / 1e6), unit="MB", promise=""),
        Figure(what="first back-up", value=round(first.seconds * per, 1), unit="s per 10,000 dossiers", promise=""),
        Figure(what="back-up again", value=round(again.seconds * per, 1), unit="s per 10,000 dossiers", promise=""),
        Figure(what="copied again", value=again.copied, unit="objects", promise="<= 0"),
        Figure(what="restore with index", value=round(restored * per, 1), unit="s per 10,000 dossiers", promise=""),
        Figure(what="memory grown by both back-ups", value=round(grown / 1e6), unit="MB", promise=""),
    ]


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
