"""What reading has to say about a page, for the person who checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr.model import TextLayer
from records.errors import Sentence
from records.findings import Finding, Severity

if TYPE_CHECKING:
    from ocr.model import Judgement
    from ocr.page_content import PageScan
    from ocr.read_image import ImageReading
    from records.identifiers import PageNumber
    from records.scan_profile import ScanDemands

_BLANK_INK = 0.004
"""Share of dark pixels up to which a page without words is blank paper; a line of text has about 0.002 to 0.01."""
_DOUBTFUL_CONFIDENCE = 0.75
_DOUBTFUL_INVALID = 0.25
_LOOK = Sentence(
    "Hãy xem lại trang này; nếu chữ in mà đọc sai nhiều thì quét lại rõ hơn.",
    "Look at this page; if it is print and much of it is misread, scan it again more clearly.",
)
_NOTHING_TO_DO = Sentence("Không cần làm gì.", "Nothing to do.")

_LAYERS: dict[TextLayer, tuple[str, Severity, Sentence, Sentence]] = {
    TextLayer.MISSING: (
        "page.text_layer_missing",
        Severity.NOTE,
        Sentence(
            "Trang không có lớp văn bản; lớp văn bản được tạo từ hình của trang.",
            "The page has no text layer; one is made from its picture.",
        ),
        _NOTHING_TO_DO,
    ),
    TextLayer.GARBAGE: (
        "page.text_layer_garbage",
        Severity.NOTE,
        Sentence(
            "Lớp văn bản có sẵn không đúng với nội dung trang; trang đã được nhận dạng lại.",
            "The page's own text is not what it shows; the page was read anew.",
        ),
        _NOTHING_TO_DO,
    ),
    TextLayer.LEGACY: (
        "page.text_layer_legacy",
        Severity.NOTE,
        Sentence(
            "Văn bản dùng bảng mã cũ (TCVN3 hoặc VNI); trang đã được nhận dạng lại.",
            "The text is in an old encoding (TCVN3 or VNI); the page was read anew.",
        ),
        _NOTHING_TO_DO,
    ),
    TextLayer.CONVERTED: (
        "page.text_layer_converted",
        Severity.NOTE,
        Sentence(
            "Văn bản dùng bảng mã cũ (TCVN3 hoặc VNI) đã được chuyển sang Unicode và kiểm tra theo âm tiết.",
            "The text, in an old encoding (TCVN3 or VNI), was converted to Unicode and checked by its syllables.",
        ),
        _NOTHING_TO_DO,
    ),
    TextLayer.INCOMPLETE: (
        "page.text_layer_incomplete",
        Severity.WARNING,
        Sentence(
            "Lớp văn bản có sẵn thiếu một số chữ hiển thị trên trang.",
            "The page's own text lacks some of the letters the page shows.",
        ),
        Sentence(
            "Tìm kiếm có thể bỏ sót trang này; nên xuất lại tệp PDF từ bản gốc.",
            "Searches may miss this page; export the PDF again from its original if possible.",
        ),
    ),
}


def kept_findings(
    judgement: Judgement, scan: PageScan | None, demands: ScanDemands, number: PageNumber
) -> tuple[Finding, ...]:
    """Findings for a page whose own text is kept; ``scan`` where it is a scan that was read before it came."""
    return (*_layer(judgement, number), *_short_of(scan, demands, number))


def mended_findings(scan: PageScan | None, demands: ScanDemands, number: PageNumber) -> tuple[Finding, ...]:
    """Findings for a page whose own text was kept but for the lines that lost letters."""
    return (
        *_short_of(scan, demands, number),
        _finding(
            number,
            "page.text_layer_mended",
            Severity.NOTE,
            Sentence(
                "Lớp văn bản có sẵn thiếu chữ ở vài dòng; các dòng đó được đọc từ hình của trang.",
                "The page's own text lacks letters in some lines; these lines were read from its picture.",
            ),
            Sentence(
                "Không cần làm gì để tìm kiếm; khi chép chữ từ tệp PDF/A, các chữ đó vẫn thiếu.",
                "Nothing to do for searching; text copied from the PDF/A still lacks these letters.",
            ),
        ),
    )


def read_findings(
    judgement: Judgement,
    reading: ImageReading,
    scan: PageScan,
    invalid_ratio: float,
    number: PageNumber,
    *,
    demands: ScanDemands,
) -> tuple[Finding, ...]:
    """Findings for a page that was read from its picture; a page of print falls short of nothing as a scan."""
    findings = list(_layer(judgement, number))
    if judgement.layer in {TextLayer.MISSING, TextLayer.GARBAGE}:
        findings += _short_of(scan, demands, number)
    confidence = reading.text.confidence
    if confidence is None:
        findings.append(_without_words(reading, number))
    elif confidence < _DOUBTFUL_CONFIDENCE or invalid_ratio > _DOUBTFUL_INVALID:
        findings.append(
            _finding(
                number,
                "page.doubtful_reading",
                Severity.WARNING,
                Sentence(
                    f"Kết quả nhận dạng kém tin cậy (độ tin cậy {confidence:.0%}, "
                    f"{invalid_ratio:.0%} âm tiết không hợp lệ).",
                    f"The reading is doubtful (confidence {confidence:.0%}, {invalid_ratio:.0%} invalid syllables).",
                ),
                _LOOK,
            )
        )
    return tuple(findings)


def _short_of(scan: PageScan | None, demands: ScanDemands, number: PageNumber) -> list[Finding]:
    if scan is None:
        return []
    findings = []
    if scan.dpi < demands.told_below:
        findings.append(
            _finding(
                number,
                "page.low_resolution",
                Severity.WARNING,
                Sentence(
                    f"Độ phân giải {scan.dpi:.0f} dpi thấp hơn mức tối thiểu {demands.least_dpi} dpi.",
                    f"The resolution of {scan.dpi:.0f} dpi is below the least of {demands.least_dpi} dpi.",
                ),
                Sentence(
                    "Nếu còn bản giấy, nên quét lại ở 300 dpi (Thông tư 05/2025/TT-BNV, Điều 8).",
                    "If the paper is at hand, scan it again at 300 dpi (Circular 05/2025/TT-BNV, Art. 8).",
                ),
            )
        )
    if demands.colour and not scan.in_colour:
        findings.append(
            _finding(
                number,
                "page.not_in_colour",
                Severity.NOTE,
                Sentence(
                    "Trang được quét đen trắng hoặc thang xám, không phải ảnh màu.",
                    "The page was not scanned in colour.",
                ),
                Sentence(
                    "Quy định yêu cầu ảnh màu (Thông tư 05/2025/TT-BNV, Điều 8); hãy đặt máy quét ở chế độ màu.",
                    "Colour is required (Circular 05/2025/TT-BNV, Art. 8); set the scanner to colour.",
                ),
            )
        )
    return findings


def _without_words(reading: ImageReading, number: PageNumber) -> Finding:
    if reading.ink <= _BLANK_INK:
        return _finding(
            number,
            "page.blank",
            Severity.NOTE,
            Sentence("Trang trắng.", "The page is blank."),
            Sentence(
                "Trang vẫn được giữ; có thể đề nghị bỏ khi kiểm tra.",
                "It is kept; a person may propose to leave it out.",
            ),
        )
    return _finding(
        number,
        "page.no_words",
        Severity.WARNING,
        Sentence("Không đọc được chữ nào trên trang này.", "No words could be read on this page."),
        _LOOK,
    )


def _layer(judgement: Judgement, number: PageNumber) -> tuple[Finding, ...]:
    if judgement.layer not in _LAYERS:
        return ()
    return (_finding(number, *_LAYERS[judgement.layer]),)


def _finding(number: PageNumber, code: str, severity: Severity, says: Sentence, hint: Sentence) -> Finding:
    return Finding(code=code, severity=severity, says=says, hint=hint, where=str(number))
