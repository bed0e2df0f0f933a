"""Invented batches, files, dossiers, pages and dates for trying the pages."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from archive.model import DocumentView, DossierView, SignatureView
from ingest.model import BatchState, BatchView, DocumentState, FileState, FileView
from records.description import Field, FieldProposal
from records.errors import NotFound, Sentence
from records.findings import Finding, Severity, Verdict
from records.identifiers import BatchId, Digest, DocumentId, DossierId, FileId, PageNumber
from records.page_text import Box, Line, PageText, Word
from records.reader import AccessLevel
from retention_rules.model import (
    Assignment,
    AssignmentState,
    Explanation,
    PeriodKind,
    Rule,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


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
        draw.rectangle(
            [box[0], box[1] + (box[3] - box[1]) * 0.25, box[2], box[3] - (box[3] - box[1]) * 0.2], fill="#3b3a36"
        )
    content = io.BytesIO()
    image.save(content, "WEBP", quality=60)
    return content.getvalue()


def digest(of: str) -> Digest:
    return Digest.of(of.encode())


def finding(code: str, severity: Severity, vi: str, hint: str, where: str = "") -> Finding:
    return Finding(
        code=code, severity=severity, says=Sentence(vi, f"({code})"), hint=Sentence(hint, f"({code})"), where=where
    )


def document(name: str, ordinal: int, *, pages: int = 3, signed: bool = False, title: str = "") -> DocumentView:
    proposals = (
        FieldProposal(
            field=Field.NUMBER,
            value="904",
            confidence=0.99,
            doubtful=False,
            page=PageNumber(1),
            box=None,
            evidence="Số: 904/QĐ-UBND",
        ),
        FieldProposal(
            field=Field.SIGN,
            value="QĐ-UBND",
            confidence=0.97,
            doubtful=False,
            page=PageNumber(1),
            box=None,
            evidence="Số: 904/QĐ-UBND",
        ),
        FieldProposal(
            field=Field.ISSUED_ON,
            value="2010-07-12",
            confidence=0.47,
            doubtful=True,
            page=PageNumber(1),
            box=None,
            evidence="An Nghiệp, ngày 1? tháng 7 năm 2010",
        ),
        FieldProposal(
            field=Field.AGENCY,
            value="UBND phường An Nghiệp",
            confidence=0.9,
            doubtful=False,
            page=PageNumber(1),
            box=None,
            evidence="PHƯỜNG AN NGHIỆP",
        ),
        FieldProposal(
            field=Field.SUBJECT,
            value=SENTENCES[4],
            confidence=0.88,
            doubtful=False,
            page=PageNumber(1),
            box=None,
            evidence="",
        ),
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
        signatures=(SignatureView(signer="Vũ Hải Yến", signed_at=NOW, integrity=Verdict.PASSED),) if signed else (),
        fields=proposals if ordinal != 2 else (),
        findings=(
            finding("pdf.signed_kept", Severity.NOTE, "Tệp có chữ ký số, giữ nguyên bản.", "Đọc bản dẫn xuất PDF/A."),
        )
        if signed
        else (),
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


def assignment(
    of: DossierId, ended: date | None, *, years: int = 20, state: AssignmentState = AssignmentState.UNCONFIRMED
) -> Assignment:
    kind = PeriodKind.YEARS if years else PeriodKind.PERMANENT
    rule = Rule(
        id="TT10-2022-0031",
        group="Xây dựng",
        record_type="Hồ sơ cấp giấy phép xây dựng",
        period=str(years or "VV"),
        kind=kind,
        years=years or None,
        clause="TT 10/2022/TT-BNV, Phụ lục, mục 31",
        confidence="high",
        confirmed=state is AssignmentState.CONFIRMED,
    )
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
            sentence=Sentence(
                f"Giữ {years} năm kể từ năm kết thúc công việc, theo mục “{rule.record_type}”.",
                f"Kept {years} years from the end of the work.",
            ),
            rule_id=rule.id,
            schedule="Thông tư 10/2022/TT-BNV, bản 2022-10",
            clause=rule.clause,
            trigger="work_end" if years else "",
            trigger_date=ended,
            arithmetic=shown,
        ),
    )


def a_batch(
    *,
    name: str = "Hồ sơ một cửa tháng 10/2026",
    files: int = 0,
    finished: bool = True,
    state: BatchState = BatchState.CLOSED,
    by: str = "nhung",
    **figures: Any,
) -> BatchView:
    given: dict[str, Any] = {
        "accepted": files, "refused": 0, "quarantined": 0, "duplicates": 0, "under_way": 0, "pages": 0,
        "pages_done": 0, "pages_failed": 0, "documents": 0, "documents_done": 0, "steps_failed": 0, "seconds": 0.0,
    } | figures  # fmt: skip
    return BatchView(
        batch=BatchId.new(),
        name=name,
        state=state,
        created_at=NOW - timedelta(hours=3),
        created_by=by,
        closed_at=None,
        files=files,
        finished=finished,
        **given,
    )


def a_file(
    name: str,
    state: FileState = FileState.ACCEPTED,
    document_state: DocumentState | None = DocumentState.INDEXED,
    **more: Any,
) -> FileView:
    given: dict[str, Any] = {
        "media_type": "application/pdf", "page_count": 3, "pages_done": 3, "pages_failed": 0,
        "document": DocumentId.new() if document_state else None, "dossier": DossierId.new(), "dossier_title": "",
        "dossier_code": "", "duplicate_of": None, "findings": (), "size": 1_153_204,
    } | more  # fmt: skip
    return FileView(
        file=FileId.new(),
        name=name,
        digest=digest(name),
        received_at=NOW - timedelta(hours=2),
        received_by="nhung",
        state=state,
        document_state=document_state,
        **given,
    )
