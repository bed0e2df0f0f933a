"""What is wrong with a redacted copy or its boxes, in both languages."""

from __future__ import annotations

from records.errors import Conflict, Forbidden, InvalidInput, NotFound, Sentence


def no_redaction() -> NotFound:
    """One answer for what is absent and what may not be seen."""
    return NotFound(
        "redaction.not_found",
        Sentence("Không có bản đã che này.", "There is no such redacted copy."),
        Sentence("Xem danh sách Bản đã che, hoặc mở lại văn bản.", "See the list of redacted copies."),
    )


def not_allowed() -> Forbidden:
    return Forbidden(
        "redaction.not_allowed",
        Sentence("Tài khoản này không được làm bản đã che.", "This account may not make redacted copies."),
        Sentence("Đề nghị lưu trữ viên thực hiện.", "Ask an archivist to do it."),
    )


def no_such_page(page: int) -> InvalidInput:
    return InvalidInput(
        "redaction.no_such_page",
        Sentence(f"Văn bản không có trang {page}.", f"The document has no page {page}."),
        Sentence("Kiểm tra lại số trang của khung.", "Check the page of the box."),
    )


def box_outside(page: int) -> InvalidInput:
    return InvalidInput(
        "redaction.box_outside",
        Sentence(
            f"Khung trên trang {page} nằm ngoài trang, hoặc quá nhỏ để che được gì.",
            f"A box on page {page} lies outside the page, or is too small to hide anything.",
        ),
        Sentence("Vẽ lại khung trong phạm vi trang.", "Draw the box again, within the page."),
    )


def unknown_ground() -> InvalidInput:
    return InvalidInput(
        "redaction.ground_unknown",
        Sentence("Mỗi khung phải có một căn cứ trong danh sách.", "Every box needs one of the grounds of the list."),
        Sentence("Chọn căn cứ rồi che lại.", "Choose the ground and mask again."),
    )


def no_boxes() -> InvalidInput:
    return InvalidInput(
        "redaction.no_boxes",
        Sentence("Chưa có khung nào được che.", "Nothing is masked yet."),
        Sentence(
            "Che ít nhất một chỗ; không cần che gì thì dùng bản PDF/A.",
            "Mask one place at least; where nothing needs it the PDF/A will do.",
        ),
    )


def too_many_boxes(most: int) -> InvalidInput:
    return InvalidInput(
        "redaction.too_many_boxes",
        Sentence(f"Một bản có tối đa {most} khung.", f"A copy has {most} boxes at most."),
        Sentence("Che cả trang thay cho nhiều khung nhỏ.", "Mask whole pages instead of many small boxes."),
    )


def level_not_admitted() -> InvalidInput:
    return InvalidInput(
        "redaction.level_not_admitted",
        Sentence(
            "Bản đã che chỉ có mức 01 hoặc 02, hoặc theo hồ sơ.", "A copy is of level 01 or 02, or as its dossier."
        ),
        Sentence("Chọn một trong ba.", "Choose one of the three."),
    )


def no_decision() -> InvalidInput:
    return InvalidInput(
        "redaction.no_decision",
        Sentence(
            "Mức tiếp cận riêng phải có số và ngày của văn bản cho phép.",
            "A level of its own takes number and day of the decision that allows it.",
        ),
        Sentence("Ghi số và ngày, hoặc chọn mức theo hồ sơ.", "Give them, or choose the level of the dossier."),
    )


def decided_ahead() -> InvalidInput:
    return InvalidInput(
        "redaction.decided_ahead",
        Sentence("Ngày của văn bản cho phép không được sau hôm nay.", "The decision cannot be of a day to come."),
        Sentence("Kiểm tra lại ngày.", "Check the day."),
    )


def title_tells() -> InvalidInput:
    return InvalidInput(
        "redaction.title_tells",
        Sentence(
            "Tên của bản đã che có chữ hoặc số đã bị che trên trang, hoặc số của cá nhân.",
            "The title of the copy has words or figures that are masked on a page, or a number of a person.",
        ),
        Sentence("Đặt tên khác, hoặc bỏ trống.", "Choose another title, or leave it empty."),
    )


def nothing_found() -> InvalidInput:
    return InvalidInput(
        "redaction.nothing_found",
        Sentence("Không thấy chỗ nào như vậy để che.", "Nothing of that kind was found to mask."),
        Sentence("Chọn chữ, hoặc vẽ khung lên ảnh.", "Choose words, or draw a box on the picture."),
    )


def no_reason() -> InvalidInput:
    return InvalidInput(
        "redaction.no_reason",
        Sentence("Rút một bản đã che phải có lý do.", "Withdrawing a redacted copy takes a reason."),
        Sentence("Ghi lý do.", "Give the reason."),
    )


def nothing_to_mask() -> Conflict:
    return Conflict(
        "redaction.no_pdfa",
        Sentence("Văn bản này không có bản PDF/A để che.", "The document has no PDF/A that could be redacted."),
        Sentence("Chụp lại bản giấy, hoặc trích sao phần được xem.", "Scan the paper again, or make an excerpt."),
    )


def not_at_rest(dossier_state: str, rereads: int) -> Conflict:
    """Of a document that is on its way: into the archive, through a new reading, or away with its dossier."""
    if dossier_state not in {"open", "kept"}:
        says = Sentence("Hồ sơ của văn bản đã chuyển đi.", "The dossier of the document is not kept here any more.")
        return Conflict("redaction.not_at_rest", says, Sentence("Hỏi nơi đang giữ hồ sơ.", "Ask who keeps it now."))
    if rereads:
        says = Sentence("Văn bản đang được đọc lại.", "The document is being read anew.")
    else:
        says = Sentence("Văn bản chưa nộp vào kho.", "The document is not in the archive yet.")
    hint = Sentence("Thử lại khi văn bản đã nằm trong kho.", "Try again once it rests in the archive.")
    return Conflict("redaction.not_at_rest", says, hint)


def master_changed() -> Conflict:
    return Conflict(
        "redaction.master_changed",
        Sentence(
            "Văn bản đã được đọc lại sau khi vẽ khung; khung cũ có thể lệch.",
            "The document was read anew since the boxes were drawn; they may lie beside what they are to hide.",
        ),
        Sentence("Bỏ bản nháp và vẽ lại.", "Throw the draft away and draw again."),
    )


def draft_changed() -> Conflict:
    return Conflict(
        "redaction.draft_changed",
        Sentence("Các khung vừa được sửa ở nơi khác.", "The boxes were just changed elsewhere."),
        Sentence("Xem lại rồi làm.", "Look at them again, then go on."),
    )


def not_made() -> Conflict:
    return Conflict(
        "redaction.not_made",
        Sentence("Bản đã che này chưa làm xong, hoặc đã rút.", "The copy is not made yet, or was withdrawn."),
        Sentence("Mở lại trang của bản đã che để xem.", "Look at the page of the copy."),
    )


def leaves_people(page: int) -> Forbidden:
    return Forbidden(
        "redaction.leaves_people",
        Sentence(
            f"Trang {page} còn số của người hoặc giấy tờ tùy thân chưa che; tài khoản chưa được cấp mức tiếp cận 02 "
            "phải che hết.",
            f"Page {page} has numbers of people or an identity paper outside the boxes; an account that is not cleared "
            "for level 02 has to cover them all.",
        ),
        Sentence(
            "Bấm Che số của người, che cả trang có giấy tờ tùy thân; hoặc nhờ người được cấp mức 02 làm.",
            "Mask the numbers of people, and the whole of a page with an identity paper; or have somebody who is "
            "cleared make the copy.",
        ),
    )
