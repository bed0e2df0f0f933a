"""Desks over invented data: in memory, nothing is read, kept or decided here."""

# The ports name arguments that these desks have no use for.
# ruff: noqa: ARG002

from __future__ import annotations

import io
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from archive.model import DocumentView, DossierView, Event, PageVersion, PageView, PossibleDuplicate
from archive.ports import ReadingRoom
from ingest.model import BatchState, BatchView, DossierBy, FileState, FileView, Receipt, UploadOffer
from ingest.ports import IntakeDesk
from records.errors import Forbidden, InvalidInput, Sentence
from records.identifiers import BatchId, Digest, DocumentId, DossierId, FileId, PageNumber
from records.ports.clock import Clock
from records.scan_profile import ScanProfile
from retention_rules.model import (
    Assignment,
    DueRow,
    MissingTriggers,
    PeriodDecision,
    RetentionReport,
)
from retention_rules.ports import RetentionDesk
from retention_rules.question_end_of_work import require_meant
from retention_rules.report import Place, build_report, choose, narrow
from retention_rules.trigger import TriggerKind
from search_api.highlight import snippet, spans
from search_api.ports import FACETS, Answer, Hit, IndexedPage, SavedSearch, SearchIndex, Unanswered
from search_api.related import Related

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from archive.model import Reference
    from records.conditional_access import ConditionalRecord
    from records.effort import Effort
    from records.page_text import PageText
    from records.reader import Reader
    from records.scan_profile import ScanDecision
    from retention_rules.report import DueQuery
    from search_api.query_language import Query

from tests.unit.web_ui.invented import NOW, TODAY, a_batch, a_file, assignment, not_found, page_text, picture_of


@dataclass(frozen=True)
class FixedClock(Clock):
    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return TODAY


@dataclass
class World:
    """All invented things; a test adds what it needs."""

    batches: list[BatchView] = field(default_factory=list)
    files: dict[BatchId, list[FileView]] = field(default_factory=dict)
    dossiers: list[DossierView] = field(default_factory=list)
    texts: dict[DocumentId, PageText] = field(default_factory=dict)
    assignments: dict[DossierId, Assignment] = field(default_factory=dict)
    newest: dict[DossierId, date] = field(default_factory=dict)
    """Date of the newest document of a dossier."""
    events: list[Event] = field(default_factory=list)
    indexed: list[IndexedPage] = field(default_factory=list)
    versions: list[PageVersion] = field(default_factory=list)
    saved: list[SavedSearch] = field(default_factory=list)
    unanswered: list[Unanswered] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    related: Related = field(default_factory=Related)
    conditional: list[ConditionalRecord] = field(default_factory=list)
    acts: list[tuple[str, Any]] = field(default_factory=list)
    upload_origin: str = ""


class Intake(IntakeDesk):
    def __init__(self, world: World) -> None:
        self._world = world

    def open_batch(
        self,
        reader: Reader,
        name: str,
        dossier_by: DossierBy,
        effort: Effort | None = None,
        *,
        profile: ScanProfile = ScanProfile.DOCUMENTS,
        paper: str = "",
        checked: bool = False,
        unit: str = "",
    ) -> BatchId:
        batch = a_batch(name=name, files=0, finished=False, state=BatchState.RECEIVING, by=reader.account)
        self._world.batches.insert(0, batch)
        self._world.acts.append(("open", (name, dossier_by, effort, profile, paper)))
        if checked:
            self._world.acts.append(("checklist", batch.batch))
        return batch.batch

    def units(self, reader: Reader) -> Sequence[str]:
        return [reader.unit or "mot-cua"]

    def receive(self, reader: Reader, batch: BatchId, name: str, content: BinaryIO) -> Receipt:
        bytes_ = content.read()
        file = a_file(name, FileState.RECEIVED, None, size=len(bytes_))
        self._world.files.setdefault(batch, []).append(file)
        at = next(at for at, one in enumerate(self._world.batches) if one.batch == batch)
        before = self._world.batches[at]
        self._world.batches[at] = replace(before, files=before.files + 1, under_way=before.under_way + 1)
        return Receipt(
            file=file.file,
            batch=batch,
            name=name,
            size=len(bytes_),
            digest=Digest.of(bytes_),
            received_at=NOW,
            received_by=reader.account,
            duplicate_of=None,
        )

    @property
    def upload_origin(self) -> str:
        return self._world.upload_origin

    def offer_upload(self, reader: Reader, batch: BatchId, size: int) -> UploadOffer:
        raise NotImplementedError

    def accept_upload(self, reader: Reader, batch: BatchId, upload: UUID, name: str) -> Receipt:
        raise NotImplementedError

    def seal(self, reader: Reader, batch: BatchId) -> None:
        self._world.acts.append(("seal", (reader.account, batch)))

    def confirm_checklist(self, reader: Reader, batch: BatchId) -> BatchView:
        self._world.acts.append(("checklist", batch))
        return self.batch(reader, batch)

    def decide_scan(self, reader: Reader, file: FileId, decision: ScanDecision, reason: str = "") -> FileView:
        self._world.acts.append(("scan", (file, decision, reason)))
        return next(one for some in self._world.files.values() for one in some if one.file == file)

    def batches(self, reader: Reader, *, limit: int = 50, offset: int = 0) -> Sequence[BatchView]:
        return self._world.batches[offset : offset + limit]

    def batch(self, reader: Reader, batch: BatchId) -> BatchView:
        for one in self._world.batches:
            if one.batch == batch:
                return one
        raise not_found("batch.not_found")

    def files(self, reader: Reader, batch: BatchId, *, limit: int = 100, offset: int = 0) -> Sequence[FileView]:
        final = {FileState.REFUSED, FileState.QUARANTINED}
        files = sorted(self._world.files.get(batch, []), key=lambda one: (one.state not in final, one.name))
        return files[offset : offset + limit]

    def file(self, reader: Reader, file: FileId) -> FileView:
        raise not_found("file.not_found")

    def retry(self, reader: Reader, batch: BatchId) -> int:
        self._world.acts.append(("retry", (reader.account, batch)))
        return 1


class Room(ReadingRoom):
    def __init__(self, world: World) -> None:
        self._world = world

    def dossiers(
        self, reader: Reader, *, limit: int = 50, offset: int = 0, paper: str = "", paper_missing: bool = False
    ) -> Sequence[DossierView]:
        met = [
            one
            for one in self._world.dossiers
            if (not paper or one.paper_file_code == paper) and (not paper_missing or one.lacks_paper_code)
        ]
        return met[offset : offset + limit]

    def dossier(self, reader: Reader, dossier: DossierId) -> DossierView:
        for one in self._world.dossiers:
            if one.dossier == dossier:
                return one
        raise not_found("dossier.not_found")

    def duplicates(self, reader: Reader, dossier: DossierId) -> Sequence[PossibleDuplicate]:
        return ()

    def dossiers_by_code(self, reader: Reader, code: str) -> Sequence[DossierId]:
        return [one.dossier for one in self._world.dossiers if code and one.code == code]

    def _document(self, document: DocumentId) -> DocumentView:
        for one in self._world.dossiers:
            for each in one.documents:
                if each.document == document:
                    return each
        raise not_found("document.not_found")

    def pages(self, reader: Reader, document: DocumentId) -> Sequence[PageView]:
        return [
            PageView(
                number=PageNumber(number),
                state="read",
                treatment="missing",
                reason="",
                confidence=0.93,
                invalid_ratio=0.01,
                width=595,
                height=842,
                findings=(),
            )
            for number in range(1, self._document(document).page_count + 1)
        ]

    def page_text(self, reader: Reader, document: DocumentId, page: PageNumber, *, personal: bool = False) -> PageText:
        if page.value > self._document(document).page_count:
            raise not_found("page.not_found")
        return self._world.texts.get(document) or page_text()

    def page_picture(
        self,
        reader: Reader,
        document: DocumentId,
        page: PageNumber,
        *,
        small: bool = False,
        sharp: bool = False,
        personal: bool = False,
    ) -> bytes:
        return picture_of(self.page_text(reader, document, page), 240 if small else 1240)

    def page_versions(self, reader: Reader, document: DocumentId, page: PageNumber) -> Sequence[PageVersion]:
        return self._world.versions

    def printed(self, reader: Reader, document: DocumentId, first: PageNumber, last: PageNumber) -> None:
        self._world.acts.append(("printed", (reader.account, first.value, last.value)))

    def pdfa(self, reader: Reader, document: DocumentId) -> tuple[str, BinaryIO]:
        return self._document(document).file_name.rpartition("/")[2], io.BytesIO(b"%PDF-1.7 invented")

    def original(self, reader: Reader, document: DocumentId) -> tuple[str, str, BinaryIO]:
        return self._document(document).file_name.rpartition("/")[2], "text/html", io.BytesIO(b"<script>1</script>")

    def events(self, reader: Reader, dossier: DossierId) -> Sequence[Event]:
        return self._world.events


class Retention(RetentionDesk):
    def __init__(self, world: World) -> None:
        self._world = world

    def report(
        self, reader: Reader, *, limit: int = 100, offset: int = 0, year: int | None = None, unit: str = ""
    ) -> RetentionReport:
        rows = [row for row in self._rows() if unit in {"", row.unit}]
        return narrow(build_report(rows, TODAY), limit=limit, offset=offset, year=year)

    def due(self, reader: Reader, query: DueQuery) -> tuple[Sequence[DueRow], Place | None]:
        rows = choose(self._rows(), replace(query, limit=query.limit + 1), TODAY)
        shown = rows[: query.limit]
        last = shown[-1] if len(rows) > len(shown) else None
        return shown, last and Place(candidate_from=last.assignment.candidate_from, dossier=last.dossier)

    def _rows(self) -> list[DueRow]:
        return [
            DueRow(
                dossier=one.dossier,
                code=one.code,
                title=one.title,
                unit=one.unit,
                assignment=self._world.assignments[one.dossier],
            )
            for one in self._world.dossiers
            if one.dossier in self._world.assignments
        ]

    def assignment(self, reader: Reader, dossier: DossierId) -> Assignment | None:
        return self._world.assignments.get(dossier)

    def may_end_work(self, reader: Reader, dossier: DossierId) -> bool:
        return "decide" in reader.capabilities

    def set_work_ended(self, reader: Reader, dossier: DossierId, ended_on: date, *, why: str = "") -> Assignment:
        if ended_on > TODAY:
            raise InvalidInput(
                "retention.trigger_in_future",
                Sentence("Ngày này chưa đến.", "The date has not come yet."),
                Sentence("Ghi ngày đã qua.", "Give a day that has passed."),
            )
        require_meant(TriggerKind.WORK_END, ended_on, newest=self._world.newest.get(dossier), why=why)
        if not reader.capabilities:
            raise Forbidden("retention.not_allowed", Sentence("Không có quyền.", "Not allowed."), Sentence("", ""))
        self._world.assignments[dossier] = assignment(dossier, ended_on)
        return self._world.assignments[dossier]

    def set_trigger(
        self, reader: Reader, dossier: DossierId, trigger: TriggerKind, on: date, *, why: str = ""
    ) -> Assignment:
        return self.set_work_ended(reader, dossier, on, why=why)

    def decide_period(self, reader: Reader, dossier: DossierId, decision: PeriodDecision) -> Assignment:
        return self._world.assignments[dossier]

    def missing_triggers(
        self, reader: Reader, *, trigger: TriggerKind | None = None, limit: int = 100, offset: int = 0
    ) -> MissingTriggers:
        return MissingTriggers(by_trigger=(), rows=())


class MemoryIndex(SearchIndex):
    """Looks at every page; what meets the query is decided by the real highlighter."""

    one_writer = False

    def __init__(self, world: World) -> None:
        self._world = world

    def search(
        self,
        query: Query,
        reader: Reader,
        *,
        today: date,
        limit: int = 10,
        offset: int = 0,
        hidden: Collection[DossierId | DocumentId] = (),
        facets: Sequence[str] = FACETS,
    ) -> Answer:
        met = [one for one in self._world.indexed if self._meets(one, query) and one.dossier not in hidden]
        hits = [
            Hit(
                document=one.document,
                dossier=one.dossier,
                page=one.page,
                page_count=one.page_count,
                score=1,
                title=one.title,
                file_name=one.file_name,
                dossier_code=one.dossier_code,
                number_and_sign=one.number_and_sign,
                document_type=one.document_type,
                agency=one.agency,
                issued_on=one.issued_on,
                unit=one.unit,
                snippet=snippet(one.body, query),
                procedure=one.procedure,
                states=tuple(sorted(one.states)),
                doubtful=one.doubtful,
            )
            for one in met[offset : offset + limit]
        ]
        counted = {name: Counter(_values(one, name) for one in met).most_common() for name in facets if name != "state"}
        if "state" in facets:
            counted["state"] = Counter(state.value for one in met for state in one.states).most_common()
        return Answer(total=len(met), hits=tuple(hits), facets=counted)

    def _meets(self, one: IndexedPage, query: Query) -> bool:
        filters = query.filters
        if filters.unit not in {None, one.unit} or filters.agency not in {None, one.agency}:
            return False
        if filters.document not in {None, one.document}:
            return False
        body = f"{one.title}\n{one.body}"
        return all(spans(body, replace(query, parts=(part,))) for part in query.wanted)

    def replace_document(self, document: DocumentId, pages: Sequence[IndexedPage]) -> None: ...
    def remove_document(self, document: DocumentId) -> None: ...
    def holds(self, document: DocumentId) -> int:
        return sum(one.document == document for one in self._world.indexed)

    def commit(self) -> None: ...
    def rebuilding(self) -> nullcontext[MemoryIndex]:
        return nullcontext(self)

    def clear(self) -> None: ...
    def check(self) -> tuple[()]:
        return ()

    def is_empty(self) -> bool:
        return not self._world.indexed

    def close(self) -> None: ...


def _values(one: IndexedPage, name: str) -> str:
    if name == "year":
        return str(one.issued_on.year) if one.issued_on else ""
    return str(getattr(one, name))
