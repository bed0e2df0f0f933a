"""What the desk of references says where it does not do what was asked."""

from __future__ import annotations

from records.errors import Conflict, Forbidden, InvalidInput, NotFound, Sentence


def not_allowed() -> Forbidden:
    return Forbidden(
        "reference.not_allowed",
        Sentence(
            "Tài khoản này không được đưa văn bản vào hồ sơ khác.",
            "This account may not put a document into another dossier.",
        ),
        Sentence("Đề nghị lưu trữ viên thực hiện.", "Ask an archivist to do it."),
    )


def no_reason() -> InvalidInput:
    return InvalidInput(
        "reference.no_reason",
        Sentence("Dẫn chiếu phải có lý do.", "A reference takes a reason."),
        Sentence("Ghi vì sao văn bản thuộc cả hồ sơ ấy.", "Say why the document belongs to that dossier as well."),
    )


def own_dossier() -> InvalidInput:
    return InvalidInput(
        "reference.own_dossier",
        Sentence("Văn bản đã nằm trong chính hồ sơ này.", "The document lies in this very dossier."),
        Sentence("Chọn một hồ sơ khác.", "Choose another dossier."),
    )


def not_kept() -> Conflict:
    return Conflict(
        "reference.not_kept",
        Sentence("Văn bản hoặc hồ sơ chưa nằm trong kho.", "The document or the dossier is not kept here."),
        Sentence("Chờ đến khi vào kho rồi làm lại.", "Wait until it is deposited, then do it again."),
    )


def no_reference() -> NotFound:
    return NotFound(
        "reference.not_found",
        Sentence("Hồ sơ này không dẫn chiếu văn bản ấy.", "The dossier does not refer to that document."),
        Sentence("Mở lại trang hồ sơ để xem các dẫn chiếu.", "Open the dossier's page to see what it refers to."),
    )


def moving() -> Conflict:
    return Conflict(
        "reference.moving",
        Sentence("Văn bản đang được chuyển về hồ sơ này.", "The document is being moved to this dossier."),
        Sentence("Chờ chuyển xong.", "Wait until that is done."),
    )


def at_work() -> Conflict:
    return Conflict(
        "reference.at_work",
        Sentence("Văn bản đang được đọc lại.", "The document is being read anew."),
        Sentence("Chờ đọc xong rồi làm lại.", "Wait until that is done, then do it again."),
    )


def would_open() -> Conflict:
    return Conflict(
        "reference.would_open",
        Sentence(
            "Hồ sơ nhận có mức tiếp cận rộng hơn hồ sơ đang giữ văn bản.",
            "The dossier is open to more people than the one in which the document lies.",
        ),
        Sentence(
            "Đặt mức tiếp cận của hồ sơ nhận ít nhất chặt bằng hồ sơ kia, rồi làm lại.",
            "Give it an access level at least as strict as the other one's, then do it again.",
        ),
    )
