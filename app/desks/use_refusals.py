"""What the desk of use says when it does not do what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Conflict, Forbidden, NotFound, Sentence

if TYPE_CHECKING:
    from datetime import date


def not_found() -> NotFound:
    """One answer for what is absent and what may not be seen."""
    return NotFound(
        "use.not_found",
        Sentence("Không có yêu cầu này.", "There is no such request."),
        Sentence("Xem các yêu cầu ở trang Yêu cầu.", "See the requests on the page Requests."),
    )


def not_allowed() -> Forbidden:
    return Forbidden(
        "use.not_allowed",
        Sentence("Tài khoản này không có phần việc đó trong yêu cầu.", "This account has no such part in requests."),
        Sentence(
            "Người gửi rút yêu cầu của mình; lưu trữ viên hoặc thủ trưởng trả lời; lưu trữ viên giao bản sao.",
            "Who filed it takes it back; an archivist or the head answers; an archivist hands copies out.",
        ),
    )


def one_person() -> Forbidden:
    return Forbidden(
        "use.one_person",
        Sentence(
            "Người gửi yêu cầu, cho mình hay hộ người khác, không quyết định yêu cầu ấy.",
            "Who filed a request, for himself or for somebody else, does not decide on it.",
        ),
        Sentence("Người khác phải quyết định.", "Somebody else has to decide."),
    )


def head_decides() -> Forbidden:
    return Forbidden(
        "use.head_decides",
        Sentence(
            "Hồ sơ tiếp cận có điều kiện (mức 02): thủ trưởng quyết định.",
            "The dossier is open on conditions (level 02): the head decides.",
        ),
        Sentence(
            "Trình thủ trưởng; việc chờ ở trang Yêu cầu của thủ trưởng.",
            "Leave it to the head, on whose page Requests it waits.",
        ),
    )


def wrong_state() -> Conflict:
    return Conflict(
        "use.wrong_state",
        Sentence("Yêu cầu không còn ở bước đó.", "The request is not at that point any more."),
        Sentence("Xem lại yêu cầu rồi làm tiếp.", "Look at the request again."),
    )


def restricted() -> Conflict:
    return Conflict(
        "use.restricted",
        Sentence(
            "Hồ sơ đang bị hạn chế đến một ngày chưa tới nên chưa cho đọc hay sao được.",
            "The dossier is restricted until a day that has not come: nothing of it is read or copied.",
        ),
        Sentence(
            "Từ chối kèm căn cứ, hoặc bỏ hạn chế ở trang hồ sơ trước.",
            "Refuse with the clause, or lift the restriction on the page of the dossier first.",
        ),
    )


def not_named() -> Conflict:
    return Conflict(
        "use.not_there",
        Sentence("Yêu cầu chưa nêu hồ sơ nào.", "The request names no dossier yet."),
        Sentence("Nêu hồ sơ trước, rồi chọn văn bản.", "Name the dossier first, then choose documents."),
    )


def not_there() -> Conflict:
    return Conflict(
        "use.not_there",
        Sentence(
            "Một văn bản đã chọn chưa có trong kho, nên chưa cho đọc hay sao được.",
            "A chosen document is not in the archive, so it cannot be read or copied yet.",
        ),
        Sentence("Bỏ chọn văn bản ấy rồi gửi lại.", "Leave it out and send it again."),
    )


def not_copyable() -> Conflict:
    return Conflict(
        "use.not_there",
        Sentence("Một văn bản đã chọn không có bản PDF/A để sao.", "A chosen document has no PDF/A to be copied."),
        Sentence("Bỏ chọn văn bản ấy rồi gửi lại.", "Leave it out and send it again."),
    )


def expired(until: date) -> Conflict:
    return Conflict(
        "use.expired",
        Sentence(f"Đã hết hạn ngày {until:%d/%m/%Y}.", f"It ended on {until:%d/%m/%Y}."),
        Sentence("Gửi yêu cầu mới nếu vẫn cần.", "File a new request if it is still needed."),
    )


def used_up() -> Conflict:
    return Conflict(
        "use.used_up",
        Sentence("Đã tải hết số bản được cấp.", "All copies that were granted have been fetched."),
        Sentence("Gửi yêu cầu mới nếu cần thêm bản.", "File a new request for more."),
    )


def reading_only() -> Conflict:
    return Conflict(
        "use.reading_only",
        Sentence("Yêu cầu này chỉ được đọc, không có bản sao để tải.", "It was granted to be read: there is no copy."),
        Sentence("Bấm Đọc ở trang của yêu cầu.", "Read it on the page of the request."),
    )


def changed() -> Conflict:
    return Conflict(
        "use.changed",
        Sentence(
            "Hồ sơ đã chuyển sang mức tiếp cận chặt hơn, hoặc không còn, từ khi có quyết định.",
            "The dossier was given a stricter level, or is gone, since it was decided.",
        ),
        Sentence("Gửi yêu cầu mới để được quyết định lại.", "File a new request to have it decided anew."),
    )


def copy_only() -> Conflict:
    return Conflict(
        "use.copy_only",
        Sentence("Yêu cầu này được cấp bản sao.", "A copy was granted."),
        Sentence("Tải bản sao ở trang của yêu cầu.", "Fetch it on the page of the request."),
    )


def cleared_only() -> Forbidden:
    return Forbidden(
        "use.cleared_only",
        Sentence(
            "Văn bản được yêu cầu có số của người hoặc giấy tờ tùy thân, hoặc chưa đọc xong: chỉ người được cấp mức "
            "tiếp cận 02 quyết định và giao.",
            "What is asked for has numbers of people or an identity paper, or was not read to its end yet: only who is "
            "cleared for level 02 decides on it and hands it on.",
        ),
        Sentence(
            "Trình người được cấp mức 02; hoặc cho đọc bản đã che.",
            "Leave it to somebody who is cleared; or offer the redacted copy.",
        ),
    )


def nothing_erased() -> Conflict:
    return Conflict(
        "use.nothing_erased",
        Sentence(
            "Hồ sơ lưu trữ không bị xóa theo yêu cầu: hồ sơ chỉ được hủy khi hết thời hạn bảo quản và có quyết định.",
            "Nothing archived is deleted because somebody asks: a dossier is destroyed after its period, by decision.",
        ),
        Sentence(
            "Từ chối, nêu thời hạn bảo quản và căn cứ; câu trả lời đã soạn sẵn ở trang của yêu cầu.",
            "Refuse, with the period and the clause; the answer stands ready on the page of the request.",
        ),
    )
