"""What making a PDF/A has to say: findings and errors, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Damaged, InvalidInput, Sentence
from records.findings import note, warning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.findings import Finding

_ORIGINAL_STAYS = Sentence(
    "Bản gốc được lưu nguyên vẹn bên cạnh bản PDF/A; khi cần hãy mở bản gốc.",
    "The original is kept untouched beside the PDF/A; open it where that matters.",
)


def page_rendered(page: int, reason: str) -> Finding:
    return note(
        "pdfa.page_rendered",
        f"Trong bản PDF/A, trang {page} được thể hiện bằng ảnh chụp trang vì nội dung gốc của trang không "
        "đáp ứng tiêu chuẩn PDF/A; chữ trên trang vẫn tìm kiếm được.",
        f"The rendition shows a picture of page {page}, because the page itself cannot be PDF/A ({reason}); "
        "its text can still be searched.",
        _ORIGINAL_STAYS,
        where=str(page),
    )


def fonts_supplied(names: list[str]) -> Finding:
    listed = ", ".join(names)
    return note(
        "pdfa.fonts_supplied",
        f"Tệp gốc không nhúng phông chữ ({listed}); bản PDF/A đã nhúng phông thay thế có cùng độ rộng chữ.",
        f"The original does not carry its fonts ({listed}); the PDF/A carries substitutes of the same widths.",
        _ORIGINAL_STAYS,
    )


def attachments_left_out() -> Finding:
    return warning(
        "pdfa.attachments_left_out",
        "Tệp gốc có tệp đính kèm bên trong; bản PDF/A không mang theo các tệp đính kèm này.",
        "The original holds attached files; the PDF/A does not carry them.",
        _ORIGINAL_STAYS,
    )


def notes_left_out(pages: Sequence[int]) -> Finding:
    """``pages`` are those that bear them."""
    listed = ", ".join(str(number) for number in pages[:20])
    return warning(
        "pdfa.notes_left_out",
        f"Trang {listed} có ghi chú hoặc đánh dấu mà tệp không kèm hình; bản PDF/A không mang theo.",
        f"Pages {listed} bear notes or markings without a look of their own; the PDF/A does not carry them.",
        _ORIGINAL_STAYS,
    )


def signature_not_carried() -> Finding:
    return note(
        "pdfa.signature_not_carried",
        "Bản PDF/A giữ hình hiển thị của chữ ký số nhưng không mang giá trị của chữ ký số.",
        "The PDF/A shows the digital signature as it looked, but is not itself signed.",
        Sentence(
            "Hãy dùng bản gốc đã ký, được lưu nguyên vẹn bên cạnh, để kiểm tra chữ ký số.",
            "Verify the signature on the signed original, kept untouched beside it.",
        ),
    )


_CONVERSIONS = {
    "cmyk": Sentence("hệ màu CMYK được chuyển sang RGB", "its CMYK colours were converted to RGB"),
    "depth": Sentence("độ sâu màu 16 bit được giảm còn 8 bit", "its 16 bits a sample were reduced to 8"),
    "alpha": Sentence("nền trong suốt được thay bằng nền trắng", "its transparency was laid on white"),
    "jpeg": Sentence("ảnh được mã hóa lại", "it was encoded anew"),
    "kind": Sentence(
        "kiểu ảnh mà PDF không chứa được, được lưu lại không mất nét",
        "PDF has no such kind of picture; stored anew without loss",
    ),
}


def image_converted(page: int, what: str) -> Finding:
    """``what`` is one of ``cmyk``, ``depth``, ``alpha``, ``jpeg``, ``kind``."""
    conversion = _CONVERSIONS[what]
    return note(
        "pdfa.image_converted",
        f"Trong bản PDF/A, ảnh của trang {page} đã được chuyển đổi: {conversion.vi}.",
        f"In the PDF/A the picture of page {page} was converted: {conversion.en}.",
        _ORIGINAL_STAYS,
        where=str(page),
    )


def cannot_be_opened(detail: str) -> Damaged:
    return Damaged(
        "pdfa.source_cannot_be_opened",
        Sentence(
            "Không mở được tệp gốc để tạo bản PDF/A; tệp có thể đã hỏng.",
            f"The original cannot be opened to make a PDF/A from it; it may be damaged ({detail}).",
        ),
        Sentence(
            "Hãy đề nghị nơi nộp gửi lại tệp, hoặc quét lại bản giấy.",
            "Ask for the file again, or scan the paper anew.",
        ),
    )


def encrypted() -> InvalidInput:
    return InvalidInput(
        "pdfa.source_encrypted",
        Sentence("Tệp gốc được đặt mật khẩu mở nên không tạo được bản PDF/A.", "The original asks for a password."),
        Sentence("Hãy nộp lại tệp không đặt mật khẩu.", "Hand the file in again without a password."),
    )


def type_not_made(media_type: str) -> InvalidInput:
    return InvalidInput(
        "pdfa.type_not_made",
        Sentence(
            f"Không tạo được bản PDF/A từ tệp loại {media_type}.", f"No PDF/A can be made from a {media_type} file."
        ),
        Sentence("Hãy nộp tệp PDF, TIFF hoặc ảnh.", "Hand in a PDF, a TIFF or a picture."),
    )


def not_valid(detail: str) -> Damaged:
    return Damaged(
        "pdfa.not_valid",
        Sentence(
            "Bản được tạo ra không đạt tiêu chuẩn PDF/A nên không được lưu.",
            f"What was made is not valid PDF/A and was not kept ({detail}).",
        ),
        Sentence(
            "Hãy báo cho người quản trị kèm theo tệp gốc; bản gốc không bị ảnh hưởng.",
            "Report it to the administrator with the original, which is not affected.",
        ),
    )


def not_removed(page: int) -> Damaged:
    return Damaged(
        "redaction.not_removed",
        Sentence(
            f"Kiểm lại bản vừa làm: trang {page} còn thứ phải che, nên bản đó không được giữ.",
            f"Checked again, page {page} of the copy still has something that was to be gone; it was not kept.",
        ),
        Sentence("Làm lại; nếu lặp lại, báo người quản trị.", "Make it again; if it repeats, tell the administrator."),
    )
