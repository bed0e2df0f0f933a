"""What the intake desk says where it does not do what was asked."""

from __future__ import annotations

from records.errors import Conflict, Forbidden, InvalidInput, NotFound, Sentence
from records.reader import Capability, Reader


def require_taking_in(reader: Reader) -> None:
    if Capability.TAKE_IN not in reader.capabilities:
        raise Forbidden(
            "intake.not_allowed",
            Sentence("Tài khoản này không có quyền tiếp nhận.", "This account may not take files in."),
            Sentence("Đề nghị người quản trị cấp quyền.", "Ask the administrator for the right."),
        )


def no_batch() -> NotFound:
    return NotFound(
        "batch.not_found",
        Sentence("Không có lô này.", "There is no such batch."),
        Sentence("Xem danh sách lô ở trang Tiếp nhận.", "See the list of batches on the page Take in."),
    )


def batch_closed() -> Conflict:
    return Conflict(
        "batch.closed",
        Sentence("Lô này đã đóng, không nhận thêm tệp.", "This batch takes nothing more."),
        Sentence("Mở một lô mới cho các tệp còn lại.", "Open a new batch for the remaining files."),
    )


def no_file() -> NotFound:
    return NotFound(
        "file.not_found",
        Sentence("Không có tệp này.", "There is no such file."),
        Sentence("Kiểm tra lại mã tệp trên biên nhận.", "Check the file's number on the receipt."),
    )


def no_reason() -> InvalidInput:
    return InvalidInput(
        "scan.no_reason",
        Sentence("Chưa ghi lý do nhận bản quét như hiện có.", "Nothing says why the scan is kept as it is."),
        Sentence(
            "Ghi lý do, ví dụ: bản giấy không còn.", "Give the reason, for example that the paper is no longer there."
        ),
    )


def nothing_to_decide() -> Conflict:
    return Conflict(
        "scan.nothing_to_decide",
        Sentence("Bản quét này không chờ quyết định.", "Nothing is to be decided on this scan."),
        Sentence("Mở lại trang của lô để xem tình trạng.", "Open the batch's page again to see how it stands."),
    )


def not_direct() -> Conflict:
    return Conflict(
        "upload.not_direct",
        Sentence("Hệ thống này chỉ nhận tệp qua trang web.", "Files are taken through the site only here."),
        Sentence("Gửi tệp bằng PUT /api/batches/…/files.", "Send the file with PUT /api/batches/…/files."),
    )


def too_large_for_store(max_bytes: int) -> InvalidInput:
    return InvalidInput(
        "upload.too_large",
        Sentence(
            f"Tệp lớn hơn {max_bytes} byte nên không gửi thẳng vào kho được.",
            f"The file is larger than {max_bytes} bytes and cannot be sent straight to the store.",
        ),
        Sentence(
            "Gửi tệp qua trang web, hoặc chia nhỏ rồi gửi lại.",
            "Send the file through the site, or split it and send it again.",
        ),
    )


def uploaded_gone() -> NotFound:
    return NotFound(
        "upload.not_found",
        Sentence("Tệp đã gửi không còn trong kho; chưa có biên nhận.", "What was sent is gone; there is no receipt."),
        Sentence("Gửi lại tệp.", "Send the file again."),
    )


def not_for_unit(code: str) -> Forbidden:
    """The reader may not take files in for that unit."""
    return Forbidden(
        "batch.unit_not_yours",
        Sentence(
            f"Tài khoản này không tiếp nhận cho đơn vị «{code}».",
            f"This account takes nothing in for the unit “{code}”.",
        ),
        Sentence("Chọn một đơn vị trong danh sách.", "Choose one of the units listed."),
    )
