"""A house whose dossiers really lie everywhere: package, pictures, readings, words, index, tables, on both profiles.

Desk: SQLite, a folder, tantivy. Server: PostgreSQL, a real MinIO with its own clock, Elasticsearch.
"""

from __future__ import annotations

import io
import secrets
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import sqlalchemy as sa

from accounts.refusals import refused
from adapters.catalogue import batches, documents, dossiers, execution, files
from adapters.catalogue.engine import Catalogue
from adapters.catalogue.schema import document as document_table
from adapters.catalogue.schema import file as file_table
from adapters.catalogue.schema_retention import disposal_item
from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_erasure import S3Erasure
from adapters.object_store.s3_locks import S3ObjectLocks
from app.desks.disposal import CatalogueDisposalDesk
from app.desks.execution import CatalogueExecutionDesk
from app.desks.holds import CatalogueHoldDesk
from app.desks.reading_room import CatalogueReadingRoom
from app.desks.redactions import CatalogueRedactionDesk
from app.desks.schedules import CatalogueScheduleDesk
from app.desks.view_record import ViewRecord
from app.files_on_disk import PDFA, WORDS, made_key, pictures_key, put_made
from app.keep_locks import keep_locks
from app.reassess import reassess
from app.rounds import spread_holds
from app.steps.deposit import deposit
from app.steps.destroy import _let_go
from app.steps.outcome import turn_of
from app.work import Work
from archive.redaction import CopyAccess, SaidMask
from ingest.model import DossierBy, FileCheck, FileState
from ingest.receive import blob_key
from ocr.model import Judgement, PageReading, Straightening, TextLayer
from ocr.reading_cache import folder_of
from ocr.words_archive import write_words_archive
from records.description import Description, Field, FieldProposal
from records.identifiers import Digest, DocumentId, DossierId, ObjectKey, PageNumber
from records.page_text import Box, Line, PageText, Word
from records.ports.clock import SystemClock
from retention_rules.disposal import Vote
from retention_rules.holds import HoldGround, HoldScope, ScopeKind, hold_order
from tests.contracts.disposal_office import ARCHIVIST, COUNCIL, HEAD, MEMBERS
from tests.contracts.offices import office
from tests.contracts.retention_desk import OPERATOR, PLANNING_LETTER, SetClock
from tests.contracts.s3_buckets import connection as s3_connection
from tests.contracts.search_desk import drop_elasticsearch, elasticsearch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.object_store.s3_connection import S3Connection
    from app.wiring import Parts
    from records.identifiers import BatchId, DisposalListId, HoldId, RedactionId
    from records.reader import Reader
    from retention_rules.disposal import DisposalList

TODAY = SystemClock().today()
"""The store goes by its own clock."""
EXECUTOR = replace(ARCHIVIST, account="f")
ANOTHER = replace(ARCHIVIST, account="g")
PASSWORD = "dung-mat-khau"
KINDS = ("sqlite", "postgresql")


class Confirming:
    """A sign-in desk that knows one password; who was asked to prove it stands in ``asked``."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def confirm(self, reader: Reader, password: str, code: str = "") -> None:
        _ = code
        self.asked.append(reader.account)
        if password != PASSWORD:
            raise refused(3, timedelta(minutes=15))


@dataclass
class House:
    """Everything beside the dossiers stands ready."""

    parts: Parts
    clock: SetClock
    batch: BatchId
    s3: S3Connection | None
    folder: Path
    sign_in: Confirming = field(default_factory=Confirming)

    def __post_init__(self) -> None:
        self.disposal = CatalogueDisposalDesk(self.parts)
        self.holds = CatalogueHoldDesk(self.parts)
        self.execution = CatalogueExecutionDesk(self.parts, self.sign_in)  # type: ignore[arg-type]  # of it one method
        schedules = CatalogueScheduleDesk(self.parts)
        rule = schedules.in_force(OPERATOR).schedule.rules[1].id
        schedules.confirm(OPERATOR, [rule], source="Công báo")
        while reassess(self.parts, seconds=0):
            pass

    def due(self, name: str, *originals: bytes, ended: date = date(2015, 5, 1)) -> DossierId:
        """A deposited dossier that is due, with a document for each original (one of chance where none is given)."""
        now = self.clock.now()
        with self.parts.catalogue.begin() as connection:
            made = dossiers.of_grouping(
                connection,
                batch=self.batch,
                grouping=f"{name} {secrets.token_hex(4)}",
                title=f"Hồ sơ của ông Nguyễn Văn {name}",
                code=f"H15.50-{secrets.token_hex(4)}",
                unit=self.parts.settings.unit,
                now=now,
            )
            dossiers.set_work_ended(connection, made, ended, "lan")
        last = None
        for number, original in enumerate(originals or (secrets.token_bytes(5000),)):
            last = self._document(made, f"{name}/đơn {number} {secrets.token_hex(4)}.pdf", original)
        outcome = deposit(self.parts, f"{made}:{last}")
        with turn_of(self.parts, self.batch) as turn:
            outcome(turn)
        self.work()
        return made

    def _document(self, dossier: DossierId, name: str, original: bytes) -> DocumentId:
        digest, now = Digest.of(original), self.clock.now()
        self.parts.store.put(blob_key(digest), io.BytesIO(original), digest)
        picture = Digest.of(b"picture of " + original)
        cached = b"words read from " + original
        key = ObjectKey(f"{folder_of(picture)}{secrets.token_hex(8)}.json")
        self.parts.store.put(key, io.BytesIO(cached), Digest.of(cached))
        with self.parts.catalogue.begin() as connection:
            file, _ = files.add(
                connection,
                batch=self.batch,
                dossier=dossier,
                name=name,
                digest=digest,
                size=len(original),
                by="lan",
                now=now,
            )
            document = documents.add(connection, dossier=dossier, file=file, page_count=1)
            check = FileCheck(media_type="application/pdf", page_count=1, findings=(), signatures=())
            files.settle(connection, file, check, state=FileState.ACCEPTED, document=document)
            documents.described(
                connection, document, Description(proposals=(_said(Field.SUBJECT, PLANNING_LETTER[1]),)), name
            )
        with tempfile.TemporaryDirectory(dir=self.parts.settings.spool_folder) as folder:
            words_file, pdfa_file, pictures_file = (Path(folder) / each for each in ("w", "p", "z"))
            write_words_archive([_reading(name, picture)], name, words_file)
            pdfa_file.write_bytes(original[: len(original) // 2])
            pictures_file.write_bytes(b"pictures of " + original)
            words = put_made(self.parts.store, made_key(document, WORDS), words_file)
            pdfa = put_made(self.parts.store, made_key(document, PDFA), pdfa_file)
            pictures, _ = put_made(self.parts.store, pictures_key(document), pictures_file)
        with self.parts.catalogue.begin() as connection:
            documents.made(
                connection, document, level="2u", reason="", pdfa=pdfa, words=words, pictures=pictures, findings=()
            )
        return document

    def work(self, owner: str = "w", parts: Parts | None = None) -> int:
        """Do every step there is to do now; how many."""
        work, done = Work(parts or self.parts, owner), 0
        while (step := work.claim()) is not None:
            work.do(step)
            done += 1
        return done

    def reopened(self) -> Parts:
        """The parts as another process has them: with connections of its own to the same places."""
        address = self.parts.catalogue.engine.url
        parts = replace(self.parts, clock=SystemClock())
        if self.s3 is None:
            return replace(parts, catalogue=Catalogue.on_disk(Path(str(address.database))))
        catalogue = Catalogue.at(address.render_as_string(hide_password=False))
        return _on_servers(replace(parts, catalogue=catalogue), s3_connection(self.s3.bucket_prefix), self.folder)

    def keep(self) -> None:
        while spread_holds(self.parts, seconds=0) or keep_locks(self.parts, seconds=0):
            pass

    def approved(self, *chosen: DossierId, votes: tuple[Vote, ...] = (Vote.DESTROY,) * 3) -> DisposalListId:
        """A list that was decided."""
        which = self.disposal.propose(ARCHIVIST, name="Hủy 2026", dossiers=chosen, council=COUNCIL).id
        for dossier in chosen:
            for member, vote in zip(MEMBERS, votes, strict=True):
                self.disposal.vote(member, which, dossier, vote)
        self.disposal.decide(HEAD, which, number="1/QĐ", decided_on=self.clock.day)
        return which

    def begin(self, which: DisposalListId, by: Reader = EXECUTOR) -> DisposalList:
        """Somebody has proved who it is; workers hear of it."""
        return self.execution.execute(by, which, password=PASSWORD)

    def executed(self, which: DisposalListId, by: Reader = EXECUTOR) -> DisposalList:
        """As far as it goes now."""
        self.begin(which, by)
        self.work()
        return self.list(which)

    def let_go(self, dossier: DossierId) -> None:
        """The gate has let it go, and the process dies before anything is erased."""
        with self.parts.catalogue.begin(readonly=True) as connection:
            found = execution.item(connection, self.item(dossier).id)
        assert found is not None
        _let_go(self.parts, found)
        assert self.item(dossier).state == "going"

    def list(self, which: DisposalListId) -> DisposalList:
        return self.disposal.one(HEAD, which)

    def states(self, which: DisposalListId) -> list[str]:
        return [item.state.value for item in self.list(which).items]

    def place(self, *chosen: DossierId) -> HoldId:
        order = hold_order(
            name="Thanh tra",
            ground=HoldGround.INSPECTION,
            mandate_number="45/QĐ-TTr",
            mandate_date=self.clock.day,
            mandate_by="Thanh tra tỉnh",
            scopes=[HoldScope(kind=ScopeKind.DOSSIER, value=each.value) for each in chosen],
            today=self.clock.day,
        )
        return self.holds.place(ARCHIVIST, order).id

    def lift(self, hold: HoldId) -> None:
        self.holds.lift(ARCHIVIST, hold, "Xong")

    def redacted(self, dossier: DossierId) -> RedactionId:
        """A redacted copy of its one document, whose PDF/A is a real one (``blank_pdfa``)."""
        room, record = CatalogueReadingRoom(self.parts), ViewRecord(self.parts)
        desk = CatalogueRedactionDesk(self.parts, room, record)
        (document,) = self.documents(dossier)
        masks = [SaidMask(page=1, box=(40, 50, 300, 90), ground="personal_data")]
        made = desk.make(ARCHIVIST, document, masks, title="", access=CopyAccess())
        self.work()
        assert desk.one(ARCHIVIST, made.id).state == "made"
        return made.id

    def documents(self, dossier: DossierId) -> list[DocumentId]:
        with self.parts.catalogue.begin(readonly=True) as connection:
            ids = connection.execute(
                sa.select(document_table.c.id).where(document_table.c.dossier_id == dossier.value)
            ).scalars()
            return [DocumentId(each) for each in ids]

    def digests(self, dossier: DossierId) -> list[Digest]:
        with self.parts.catalogue.begin(readonly=True) as connection:
            found = connection.execute(
                sa.select(file_table.c.digest).where(file_table.c.dossier_id == dossier.value)
            ).scalars()
            return [Digest(each) for each in found]

    def copied(self, dossier: DossierId) -> list[str]:
        """Names under which its originals and PDF/A lie at hand, as after reading and looking closely; on a server."""
        if self.s3 is None:
            return []
        with self.parts.catalogue.begin(readonly=True) as connection:
            made = [row.pdfa_digest for row in documents.rows_of_dossier(connection, dossier)]
        names = [each.hex for each in self.digests(dossier)] + [f"{each}.pdfa" for each in made]
        for name in names:
            with self.parts.blob_cache.file(name, lambda: io.BytesIO(b"bytes of it")):
                pass
        return names

    def item(self, dossier: DossierId) -> Any:
        with self.parts.catalogue.begin(readonly=True) as connection:
            return connection.execute(sa.select(disposal_item).where(disposal_item.c.dossier_id == dossier.value)).one()

    def tombstones(self, which: DisposalListId) -> list[dict[str, Any]]:
        with self.parts.catalogue.begin(readonly=True) as connection:
            return execution.tombstones(connection, which)


def blank_pdfa() -> bytes:
    """An original of which the first half, which the house takes for its PDF/A, is a file of one page."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(made)
    return made.getvalue() * 2


@contextmanager
def house(kind: str, folder: Path) -> Iterator[House]:
    with office(kind, folder) as parts:
        clock, s3 = SetClock(TODAY), None
        kept = replace(parts, clock=clock)
        if kind == "postgresql":
            # Buckets of its own: whatever is leased here stays.
            s3 = s3_connection(f"t{secrets.token_hex(6)}-")
            S3ObjectStore(s3).prepare()
            kept = _on_servers(kept, s3, folder)
        with kept.catalogue.begin() as connection:
            batch = batches.add(
                connection,
                name="lô",
                dossier_by=DossierBy.FOLDER,
                unit=kept.settings.unit,
                by="lan",
                now=clock.now(),
            )
            batches.seal(connection, batch)
        yield House(kept, clock, batch, s3, folder)
        kept.index.close()
        if kind == "postgresql":
            drop_elasticsearch(folder)


def _on_servers(parts: Parts, s3: S3Connection, folder: Path) -> Parts:
    """The same catalogue with a store and an index on real servers."""
    made = replace(parts, store=S3ObjectStore(s3), settings=parts.settings.model_copy(update={"profile": "server"}))
    made.__dict__["locks"] = S3ObjectLocks(s3)
    made.__dict__["erasure"] = S3Erasure(s3)
    made.__dict__["index"] = elasticsearch(folder)
    return made


def _said(which: Field, value: str) -> FieldProposal:
    return FieldProposal(field=which, value=value, confidence=1.0, doubtful=False, page=None, box=None, evidence="")


def _reading(name: str, picture: Digest) -> PageReading:
    words = f"Đơn của ông Nguyễn Văn Hết {name}".split()
    line = Line(tuple(Word(word, Box(40 + 40 * at, 60, 75 + 40 * at, 74), 0.9) for at, word in enumerate(words)))
    return PageReading(
        number=PageNumber(1),
        judgement=Judgement(layer=TextLayer.MISSING, words=0, invalid_ratio=0.0, ink_covered=0.0, reason="made"),
        straightening=Straightening(),
        text=PageText(width=595, height=842, lines=(line,)),
        image_digest=picture,
        engine="none",
        invalid_ratio=0.0,
    )
