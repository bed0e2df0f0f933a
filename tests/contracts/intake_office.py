"""An intake desk with whoever does the work, in one process."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image

from adapters.catalogue import dossiers, events
from app.desks.intake import CatalogueIntakeDesk
from app.settings import Settings
from app.wiring import open_parts
from app.work import Work
from ingest.model import DossierBy
from records.reader import local_operator
from tests.contracts import catalogues

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.wiring import Parts
    from ingest.model import BatchView, FileView
    from records.identifiers import BatchId, DossierId
    from records.scan_profile import ScanProfile

CLERK = local_operator("văn thư")


def scan(mode: str, shade: int) -> bytes:
    """A blank page of A4 at 200 dots an inch, of bytes of its own."""
    made = io.BytesIO()
    Image.new(mode, (1654, 2339), (shade,) * len(mode)).save(made, "PNG", dpi=(200, 200))
    return made.getvalue()


class Office:
    """Takes in, and does what there is to do in this process."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.desk = CatalogueIntakeDesk(parts)

    def take_in(self, profile: ScanProfile, **scans: bytes) -> BatchId:
        """One dossier of these scans."""
        batch = self.desk.open_batch(CLERK, "lô", DossierBy.FOLDER, profile=profile)
        for name, content in scans.items():
            self.desk.receive(CLERK, batch, f"ho-so/{name}", io.BytesIO(content))
        self.desk.seal(CLERK, batch)
        self.work()
        return batch

    def work(self) -> int:
        work, done = Work(self.parts, "w"), 0
        while (step := work.claim()) is not None:
            work.do(step)
            done += 1
        return done

    def file(self, batch: BatchId, name: str) -> FileView:
        return next(one for one in self.desk.files(CLERK, batch) if one.name == f"ho-so/{name}")

    def batch(self, batch: BatchId) -> BatchView:
        return self.desk.batch(CLERK, batch)

    def version(self, dossier: DossierId) -> int:
        with self.parts.catalogue.begin(readonly=True) as connection:
            return int(dossiers.row(connection, dossier).version)

    def acts(self, dossier: DossierId) -> list[str]:
        with self.parts.catalogue.begin(readonly=True) as connection:
            return [one.detail["act"] for one in events.of_dossier(connection, dossier) if "act" in one.detail]

    def lies_in_archive(self, file: FileView) -> bool:
        return any(str(file.document) in stored.key.value for stored in self.parts.store.list("archive/"))


@contextmanager
def office_on(kind: str, folder: Path, **settings: str) -> Iterator[Office]:
    """An office with these settings on a catalogue of ``kind`` (``catalogues.KINDS``)."""
    given = Settings(data=folder / "data", account="may", office_converter="none", _env_file=None, **settings)
    base = open_parts(given)
    with catalogues.migrated(kind, folder) as catalogue:
        yield Office(replace(base, catalogue=catalogue))
    base.close()
