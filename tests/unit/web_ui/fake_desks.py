"""Desks of invented data for trying the pages: in memory, nothing is read, kept or decided here."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from PIL import Image, ImageDraw

from archive.http import routes as archive_routes
from archive.model import DocumentView, DossierView, Event, PageView
from archive.ports import ReadingRoom
from ingest.http import routes as intake_routes
from ingest.model import BatchState, BatchView, DocumentState, DossierBy, FileState, FileView, Receipt
from ingest.ports import IntakeDesk
from records.description import Field, FieldProposal
from records.errors import Forbidden, InvalidInput, NotFound, Sentence
from records.findings import Finding, Severity
from records.identifiers import BatchId, Digest, DocumentId, DossierId, FileId, PageNumber
from records.page_text import Box, Line, PageText, Word
from records.ports.clock import Clock
from records.reader import AccessLevel, Reader, local_operator
from retention_rules.model import (
    Assignment,
    AssignmentState,
    DueRow,
    Explanation,
    PeriodKind,
    RetentionReport,
    Rule,
)
from retention_rules.ports import RetentionDesk
from retention_rules.report import build_report, narrow
from search_api.find_pages import find_pages
from search_api.frame import create_application
from search_api.highlight import snippet, spans
from search_api.ports import Answer, Hit, IndexedPage, SearchIndex
from web_ui.pages import Desks, error_page, mount_static, pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI

    from search_api.query_language import Query

NOW = datetime(2026, 11, 20, 2, 4, 12, tzinfo=UTC)
TODAY = date(2026, 11, 20)
NOBODY_HAS = "Không có thứ này, hoặc bạn không được xem."

TITLES = [
    ("Cấp giấy phép xây dựng nhà ở riêng lẻ", "H36.12.07-261005-0012"),
    ("Thu hồi đất thực hiện dự án nâng cấp đường giao thông xã Phú Mỹ", "H36.12.07-100618-0031"),
    ("Đăng ký khai sinh kết hợp cấp thẻ BHYT cho trẻ em dưới 6 tuổi", "H36.12.07-261007-0021"),
]
SENTENCES = [
    "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "PHƯỜNG AN NGHIỆP Độc lập - Tự do - Hạnh phúc",
    "Số: 904/QĐ-UBND An Nghiệp, ngày 12 tháng 7 năm 2010",
    "QUYẾT ĐỊNH",
    "Về việc thu hồi đất để thực hiện dự án nâng cấp đường giao thông xã Phú Mỹ",
    "Căn cứ Luật Đất đai và các nghị định hướng dẫn thi hành;",
    "Xét đề nghị của Phòng Kinh tế, Hạ tầng và Đô thị tại Tờ trình số 1182/TTr-KTHT;",
    "Điều 1. Thu hồi 415 m2 đất tại thửa 257, tờ bản đồ số 12, xã Phú Mỹ để thực hiện dự án.",
    "Điều 2. Bồi thường, hỗ trợ và tái định cư theo phương án đã được phê duyệt.",
    "Điều 3. Chánh Văn phòng, Trưởng phòng Kinh tế và người có đất chịu trách nhiệm thi hành.",
]


def not_found(code: str) -> NotFound:
    return NotFound(code, Sentence(NOBODY_HAS, "There is no such thing, or you may not see it."), Sentence("", ""))


@dataclass(frozen=True)
class FixedClock(Clock):
    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return TODAY


def page_text(extra: str = "") -> PageText:
    """An A4 page with the sentences above, each word in its box."""
    lines = []
    for row, sentence in enumerate([*SENTENCES, *([extra] if extra else [])]):
        x, y = 62.0, 70.0 + row * 34
        words = []
        for text in sentence.split():
            width = len(text) * 5.4
            words.append(Word(text, Box(x, y, x + width, y + 12), 0.93))
            x += width + 5
        lines.append(Line(tuple(words)))
    return PageText(width=595, height=842, lines=tuple(lines))


def picture_of(text: PageText, width: int) -> bytes:
    """A drawing of the page: a line under every word, so that boxes can be judged by eye."""
    scale = width / text.width
    image = Image.new("RGB", (width, round(text.height * scale)), "#f6f1e2")
    draw = ImageDraw.Draw(image)
    for word in text.words:
        box = [word.box.x0 * scale, word.box.y0 * scale, word.box.x1 * scale, word.box.y1 * scale]
        draw.rectangle([box[0], box[1] + (box[3] - box[1]) * 0.25, box[2], box[3] - (box[3] - box[1]) * 0.2], fill="#3b3a36")
    content = io.BytesIO()
    image.save(content, "WEBP", quality=60)
    return content.getvalue()


def digest(of: str) -> Digest:
    return Digest.of(of.encode())


def finding(code: str, severity: Severity, vi: str, hint: str, where: str = "") -> Finding:
    return Finding(code=code, severity=severity, says=Sentence(vi, f"({code})"), hint=Sentence(hint, f"({code})"), where=where)


def document(name: str, ordinal: int, *, pages: int = 3, signed: bool = False, title: str = "") -> DocumentView:
    proposals = (
        FieldProposal(field=Field.NUMBER, value="904", confidence=0.99, doubtful=False, page=PageNumber(1), box=None, evidence="Số: 904/QĐ-UBND"),
        FieldProposal(field=Field.SIGN, value="QĐ-UBND", confidence=0.97, doubtful=False, page=PageNumber(1), box=None, evidence="Số: 904/QĐ-UBND"),
        FieldProposal(field=Field.ISSUED_ON, value="2010-07-12", confidence=0.47, doubtful=True, page=PageNumber(1), box=None, evidence="An Nghiệp, ngày 1? tháng 7 năm 2010"),
        FieldProposal(field=Field.AGENCY, value="UBND phường An Nghiệp", confidence=0.9, doubtful=False, page=PageNumber(1), box=None, evidence="PHƯỜNG AN NGHIỆP"),
        FieldProposal(field=Field.SUBJECT, value=SENTENCES[4], confidence=0.88, doubtful=False, page=PageNumber(1), box=None, evidence=""),
    )
    return DocumentView(
        document=DocumentId.new(),
        ordinal=ordinal,
        file_name=name,
        state="indexed",
        title=title,
        page_count=pages,
        media_type="application/pdf",
        original_digest=digest(name),
        pdfa_level="2u" if ordinal != 3 else "2b",
        pdfa_reason="" if ordinal != 3 else "fonts without a Unicode map",
        signed=signed,
        signatures=("Vũ Hải Yến, 12/07/2026 09:14, nguyên vẹn",) if signed else (),
        fields=proposals if ordinal != 2 else (),
        findings=(finding("pdf.signed_kept", Severity.NOTE, "Tệp có chữ ký số, giữ nguyên bản.", "Đọc bản dẫn xuất PDF/A."),) if signed else (),
    )


def dossier(title: str, code: str, documents: Sequence[DocumentView]) -> DossierView:
    return DossierView(
        dossier=DossierId.new(),
        code=code,
        title=title,
        unit="Phòng Kinh tế, Hạ tầng và Đô thị",
        level=AccessLevel.CONDITIONAL,
        restricted_until=None,
        state="kept",
        version=1,
        created_at=NOW - timedelta(hours=2),
        documents=tuple(documents),
        page_count=sum(one.page_count for one in documents),
    )


def assignment(of: DossierId, ended: date | None, *, years: int = 20, state: AssignmentState = AssignmentState.UNCONFIRMED) -> Assignment:
    kind = PeriodKind.YEARS if years else PeriodKind.PERMANENT
    rule = Rule(id="TT10-2022-0031", group="Xây dựng", record_type="Hồ sơ cấp giấy phép xây dựng", period=str(years or "VV"), kind=kind, years=years or None, clause="TT 10/2022/TT-BNV, Phụ lục, mục 31", confidence="high", confirmed=state is AssignmentState.CONFIRMED)
    expires = date(ended.year + years, 12, 31) if ended and years else None
    shown = f"{ended.year} + {years} = {expires.year} → 31/12/{expires.year}" if ended and expires else ""
    return Assignment(
        dossier=of,
        rule=rule,
        state=state,
        trigger_date=ended,
        expires_on=expires,
        candidate_from=expires + timedelta(days=1) if expires else None,
        explanation=Explanation(
            sentence=Sentence(f"Giữ {years} năm kể từ năm kết thúc công việc, theo mục “{rule.record_type}”.", f"Kept {years} years from the end of the work."),
            rule_id=rule.id,
            schedule="Thông tư 10/2022/TT-BNV, bản 2022-10",
            clause=rule.clause,
            trigger="work_end" if years else "",
            trigger_date=ended,
            arithmetic=shown,
        ),
    )


@dataclass
class World:
    """All invented things; a test adds what it needs."""

    batches: list[BatchView] = field(default_factory=list)
    files: dict[BatchId, list[FileView]] = field(default_factory=dict)
    dossiers: list[DossierView] = field(default_factory=list)
    texts: dict[DocumentId, PageText] = field(default_factory=dict)
    assignments: dict[DossierId, Assignment] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    indexed: list[IndexedPage] = field(default_factory=list)
    acts: list[tuple[str, Any]] = field(default_factory=list)


class Intake(IntakeDesk):
    def __init__(self, world: World) -> None:
        self._world = world

    def open_batch(self, reader: Reader, name: str, dossier_by: DossierBy) -> BatchId:
        batch = a_batch(name=name, files=0, finished=False, state=BatchState.RECEIVING, by=reader.account)
        self._world.batches.insert(0, batch)
        self._world.acts.append(("open", (name, dossier_by)))
        return batch.batch

    def receive(self, reader: Reader, batch: BatchId, name: str, content: BinaryIO) -> Receipt:
        bytes_ = content.read()
        file = a_file(name, FileState.RECEIVED, None, size=len(bytes_))
        self._world.files.setdefault(batch, []).append(file)
        at = next(at for at, one in enumerate(self._world.batches) if one.batch == batch)
        before = self._world.batches[at]
        self._world.batches[at] = replace(before, files=before.files + 1, under_way=before.under_way + 1)
        return Receipt(file=file.file, batch=batch, name=name, size=len(bytes_), digest=Digest.of(bytes_), received_at=NOW, received_by=reader.account, duplicate_of=None)

    def seal(self, reader: Reader, batch: BatchId) -> None:
        self._world.acts.append(("seal", (reader.account, batch)))

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

    def dossiers(self, reader: Reader, *, limit: int = 50, offset: int = 0) -> Sequence[DossierView]:
        return self._world.dossiers[offset : offset + limit]

    def dossier(self, reader: Reader, dossier: DossierId) -> DossierView:
        for one in self._world.dossiers:
            if one.dossier == dossier:
                return one
        raise not_found("dossier.not_found")

    def dossier_by_code(self, reader: Reader, code: str) -> DossierId | None:
        return next((one.dossier for one in self._world.dossiers if one.code == code), None)

    def _document(self, document: DocumentId) -> DocumentView:
        for one in self._world.dossiers:
            for each in one.documents:
                if each.document == document:
                    return each
        raise not_found("document.not_found")

    def pages(self, reader: Reader, document: DocumentId) -> Sequence[PageView]:
        return [
            PageView(number=PageNumber(number), state="read", treatment="missing", reason="", confidence=0.93, invalid_ratio=0.01, width=595, height=842, findings=())
            for number in range(1, self._document(document).page_count + 1)
        ]

    def page_text(self, reader: Reader, document: DocumentId, page: PageNumber) -> PageText:
        if page.value > self._document(document).page_count:
            raise not_found("page.not_found")
        return self._world.texts.get(document) or page_text()

    def page_picture(self, reader: Reader, document: DocumentId, page: PageNumber, *, small: bool) -> bytes:
        return picture_of(self.page_text(reader, document, page), 240 if small else 1240)

    def pdfa(self, reader: Reader, document: DocumentId) -> tuple[str, BinaryIO]:
        return self._document(document).file_name.rpartition("/")[2], io.BytesIO(b"%PDF-1.7 invented")

    def original(self, reader: Reader, document: DocumentId) -> tuple[str, str, BinaryIO]:
        return self._document(document).file_name.rpartition("/")[2], "text/html", io.BytesIO(b"<script>1</script>")

    def events(self, reader: Reader, dossier: DossierId) -> Sequence[Event]:
        return self._world.events


class Retention(RetentionDesk):
    def __init__(self, world: World) -> None:
        self._world = world

    def report(self, reader: Reader, *, limit: int = 100, offset: int = 0, year: int | None = None) -> RetentionReport:
        rows = [
            DueRow(dossier=one.dossier, code=one.code, title=one.title, unit=one.unit, assignment=self._world.assignments[one.dossier])
            for one in self._world.dossiers
            if one.dossier in self._world.assignments
        ]
        return narrow(build_report(rows, TODAY), limit=limit, offset=offset, year=year)

    def assignment(self, reader: Reader, dossier: DossierId) -> Assignment | None:
        return self._world.assignments.get(dossier)

    def set_work_ended(self, reader: Reader, dossier: DossierId, ended_on: date) -> Assignment:
        if ended_on > TODAY:
            raise InvalidInput("retention.trigger_in_future", Sentence("Ngày này chưa đến.", "The date has not come yet."), Sentence("Ghi ngày đã qua.", "Give a day that has passed."))
        if not reader.capabilities:
            raise Forbidden("retention.not_allowed", Sentence("Không có quyền.", "Not allowed."), Sentence("", ""))
        self._world.assignments[dossier] = assignment(dossier, ended_on)
        return self._world.assignments[dossier]


class MemoryIndex(SearchIndex):
    """Looks at every page; what meets the query is decided by the real highlighter."""

    def __init__(self, world: World) -> None:
        self._world = world

    def search(self, query: Query, reader: Reader, *, today: date, limit: int = 10, offset: int = 0) -> Answer:
        met = [one for one in self._world.indexed if self._meets(one, query)]
        hits = [
            Hit(document=one.document, dossier=one.dossier, page=one.page, page_count=one.page_count, score=1, title=one.title, file_name=one.file_name, dossier_code=one.dossier_code, number_and_sign=one.number_and_sign, document_type=one.document_type, agency=one.agency, issued_on=one.issued_on, unit=one.unit, snippet=snippet(one.body, query))
            for one in met[offset : offset + limit]
        ]
        facets = {name: Counter(getattr(one, name) for one in met).most_common() for name in ("unit", "document_type", "agency")}
        facets["year"] = Counter(str(one.issued_on.year) for one in met if one.issued_on).most_common()
        return Answer(total=len(met), hits=tuple(hits), facets=facets)

    def _meets(self, one: IndexedPage, query: Query) -> bool:
        filters = query.filters
        if filters.unit not in {None, one.unit} or filters.agency not in {None, one.agency}:
            return False
        body = f"{one.title}\n{one.body}"
        return all(spans(body, replace(query, parts=(part,))) for part in query.wanted)

    def replace_document(self, document: DocumentId, pages: Sequence[IndexedPage]) -> None: ...
    def remove_document(self, document: DocumentId) -> None: ...
    def commit(self) -> None: ...
    def clear(self) -> None: ...
    def close(self) -> None: ...


def a_batch(*, name: str = "Hồ sơ một cửa tháng 10/2026", files: int = 0, finished: bool = True, state: BatchState = BatchState.CLOSED, by: str = "nhung", **figures: Any) -> BatchView:
    given: dict[str, Any] = {
        "accepted": files, "refused": 0, "quarantined": 0, "duplicates": 0, "under_way": 0, "pages": 0,
        "pages_done": 0, "pages_failed": 0, "documents": 0, "documents_done": 0, "steps_failed": 0, "seconds": 0.0,
    } | figures  # fmt: skip
    return BatchView(batch=BatchId.new(), name=name, state=state, created_at=NOW - timedelta(hours=3), created_by=by, closed_at=None, files=files, finished=finished, **given)


def a_file(name: str, state: FileState = FileState.ACCEPTED, document_state: DocumentState | None = DocumentState.INDEXED, **more: Any) -> FileView:
    given: dict[str, Any] = {
        "media_type": "application/pdf", "page_count": 3, "pages_done": 3, "pages_failed": 0,
        "document": DocumentId.new() if document_state else None, "dossier": DossierId.new(), "dossier_title": "",
        "dossier_code": "", "duplicate_of": None, "findings": (), "size": 1_153_204,
    } | more  # fmt: skip
    return FileView(file=FileId.new(), name=name, digest=digest(name), received_at=NOW - timedelta(hours=2), received_by="nhung", state=state, document_state=document_state, **given)


def full_world() -> World:
    """A world with something on every page."""
    world = World()
    names = ["don-de-nghi.pdf", "quyet-dinh.pdf", "ban-ve.tif"]
    for at, (title, code) in enumerate(TITLES):
        one = dossier(title, code, [document(f"{code}/{name}", ordinal, signed=ordinal == 2, title=f"Quyết định {SENTENCES[4]}" if ordinal == 2 else "", pages=3 + ordinal) for ordinal, name in enumerate(names, 1)])
        world.dossiers.append(one)
        for each in one.documents:
            for number in range(1, each.page_count + 1):
                world.indexed.append(IndexedPage(document=each.document, dossier=one.dossier, page=PageNumber(number), page_count=each.page_count, body=page_text().text, title=each.title or SENTENCES[4], file_name=each.file_name, dossier_code=code, number_and_sign="904/QĐ-UBND", document_type="Quyết định" if at else "Tờ trình", agency="UBND phường An Nghiệp", issued_on=date(2010 + at, 7, 12), unit=one.unit, level=AccessLevel.PUBLIC))
    for at in range(40):
        ended = date(2004 + at % 23, 5, 4) if at % 7 else None
        one = dossier(f"Cấp phép xây dựng nhà ở, hộ số {at}", f"H36.12.07-{at:06}-0001", [])
        world.dossiers.append(one)
        world.assignments[one.dossier] = assignment(one.dossier, ended, years=0 if at % 11 == 10 else 20 if at % 3 else 10)
    first = world.dossiers[0].dossier
    world.assignments[first] = assignment(first, date(2010, 7, 12))
    world.assignments[world.dossiers[1].dossier] = assignment(world.dossiers[1].dossier, None, state=AssignmentState.PROVISIONAL)
    kinds = ["capture", "message digest calculation", "validation", "metadata extraction", "normalization", "accession"]
    world.events = [Event(id=str(at), at=NOW - timedelta(minutes=50 - at), type=kinds[at % 6], agent="nhung" if at % 6 == 0 else "vankho 0.1.0", outcome="failure" if at == 8 else "success", subjects=(), detail={"size": at}) for at in range(12)]
    working = a_batch(files=9, finished=False, state=BatchState.WORKING, accepted=5, refused=2, quarantined=1, under_way=1, duplicates=1, pages=41, pages_done=22, pages_failed=1, documents=5, documents_done=2, steps_failed=1, seconds=64.0)
    of = {"dossier": first, "dossier_code": TITLES[0][1], "dossier_title": TITLES[0][0]}
    world.batches = [working, a_batch(name="Lô quét bổ sung", files=4, pages=12, pages_done=12, documents=4, documents_done=4), a_batch(name="Lô mới", files=0, finished=False, state=BatchState.RECEIVING)]
    world.files[working.batch] = [
        a_file("0003/hop-dong.pdf", FileState.REFUSED, None, page_count=0, pages_done=0, findings=(finding("pdf.encrypted", Severity.REFUSAL, "Tệp có mật khẩu nên không đọc được chữ và không làm được PDF/A.", "Xin bản không khóa rồi gửi lại."),)),
        a_file("0004/bien-ban.pdf", FileState.REFUSED, None, page_count=0, pages_done=0, findings=(finding("pdf.broken", Severity.REFUSAL, "Tệp đứt giữa chừng.", "Gửi lại tệp từ máy quét."),)),
        a_file("0005/cv-den.pdf", FileState.QUARANTINED, None, findings=(finding("secrecy.suspected", Severity.REFUSAL, "Nghi có dấu độ mật ở trang 1; chữ không được đọc, không vào chỉ mục.", "Báo người phụ trách tài liệu mật.", "trang 1"),)),
        a_file("0012/don-de-nghi.pdf", doubts=2, title="Đơn đề nghị cấp giấy phép xây dựng", **of),
        a_file("0012/ban-ve-mat-bang.tif", document_state=DocumentState.WAITING, page_count=6, pages_done=4, size=38_400_000, **of),
        a_file("0012/so-do-thua-dat.pdf", page_count=1, **of),
        a_file("0012/to-khai.jpg", document_state=DocumentState.READ, page_count=1, **of),
        a_file("0012/ban-sao.pdf", document_state=None, duplicate_of=FileId.new(), **of),
        a_file("0013/moi.pdf", FileState.RECEIVED, None, page_count=0, pages_done=0),
    ]
    return world


def application(world: World, reader: Reader | None = None) -> FastAPI:
    """The pages over ``world`` in the real frame."""
    desks = Desks(intake=Intake(world), room=Room(world), retention=Retention(world), find=partial(find_pages, MemoryIndex(world)), clock=FixedClock(), profile="desk", version="0.1.0")
    who = reader or local_operator("nhung")

    def sign_in() -> Reader:
        return who

    routers = [archive_routes(desks.room, sign_in), intake_routes(desks.intake, sign_in), pages(desks, sign_in)]
    site = create_application(routers, version="0.1.0", allowed_hosts=["127.0.0.1", "testserver"], error_page=error_page)
    mount_static(site)
    return site
